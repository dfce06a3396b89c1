"""Reading a parts list into a preview: the one door for command line, window and the importing verb.

Writes nothing and needs no factory. A folder is read as one file per assembly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Final

from app.bom.import_checks import (
    line_remarks,
    quantity_remarks,
    quantity_total,
    table_remarks,
    total_text,
    unit_remarks,
)
from app.bom.import_columns import VOCABULARY
from app.bom.import_levels import Structure, structure_of
from app.bom.import_preview import BomImportLine, BomPreview
from app.bom.import_remarks import (
    NAME_FROM_DESCRIPTION,
    NO_PART_NUMBER_COLUMN,
    NO_QUANTITY_COLUMN,
    PARENT_SKIPPED,
    THE_ASSEMBLY,
    UNCLEAR_FLAG,
)
from app.bom.import_rows import Body, Draft, read_body
from app.drawings.import_header import Header, find_header
from app.drawings.import_remarks import Remark, Skipped, row_list
from app.drawings.import_table import OTHER_SHEETS, Table
from app.drawings.import_xlsx import read_tables
from models.rules.quantity import normal_unit, parse_number

_NOTHING: Final[Mapping[str, str]] = {}


def preview_bom(path: Path, *, mapping: Mapping[str, str] = _NOTHING, sheet: str | None = None) -> BomPreview:
    """Read a parts list and say what it will bring in.

    Args:
        path: xlsx, xls or text table; or a folder with one such file per assembly.
        mapping: Column title or letter to field, over what is recognised; field "" leaves a column out.
        sheet: Name of the sheet; without it the visible sheet whose header fits best.

    Raises:
        PartproofError: the file, its table, the mapping or the folder is refused.
    """
    if path.is_dir():
        from app.bom.import_nested import preview_folder

        return preview_folder(path, mapping=mapping, sheet=sheet)
    from app.bom.import_nested import neighbour_remarks

    preview = preview_file(path, mapping=mapping, sheet=sheet)
    if "quantity" not in preview.mapping.values():
        # A parts master; files named like its parts say nothing about its structure.
        return preview
    return replace(preview, warnings=(*preview.warnings, *neighbour_remarks(path, preview.lines)))


def preview_file(
    path: Path, *, mapping: Mapping[str, str] = _NOTHING, sheet: str | None = None
) -> BomPreview:
    """Read one file, without a look at its neighbours."""
    tables = read_tables(path, sheet=sheet)
    header = find_header(tables, path.name, VOCABULARY, mapping)
    return preview_of_table(header, [table for table in tables if table is not header.table])


def preview_of_table(header: Header, others: list[Table]) -> BomPreview:
    """Return the preview of a table whose header is known."""
    header, note = _with_name(header)
    body = read_body(header)
    structure = structure_of(header, body.drafts)
    lines = _lines(header, body, structure)
    remarks = [
        *header.table.remarks,
        *_sheet_remarks(header.table, others),
        *header.remarks,
        *note,
        *_column_remarks(header, body, len(lines.made)),
        *structure.remarks,
        *table_remarks(header, body.drafts),
        *quantity_remarks(body.drafts),
        *unit_remarks(lines.unknown_units),
        *line_remarks(lines.made, numbered=header.index("part_number") >= 0),
    ]
    return BomPreview(
        header_row=header.row,
        mapping=header.mapping(),
        columns=header.columns,
        encoding=header.table.encoding,
        sheet=header.table.sheet,
        rows=len(lines.made),
        quantity_total=total_text(quantity_total(lines.made)[0]),
        levels=max((line.level for line in lines.made), default=0),
        skipped=tuple(sorted(body.skipped, key=lambda skipped: skipped.row)),
        warnings=tuple(remarks),
        lines=tuple(lines.made),
        top_part_number=structure.top,
    )


def _with_name(header: Header) -> tuple[Header, list[Remark]]:
    """Read the description as the name where no column is titled as a name."""
    described = header.index("description")
    if header.index("name") >= 0 or described < 0:
        return header, []
    columns = tuple(
        replace(column, field="name", confidence=min(column.confidence, 80))
        if column.index == described
        else column
        for column in header.columns
    )
    title = next(column.title for column in columns if column.index == described)
    return replace(header, columns=columns), [NAME_FROM_DESCRIPTION(column=title)]


def _sheet_remarks(table: Table, others: list[Table]) -> list[Remark]:
    if table.sheet is None or not others:
        return []
    return [OTHER_SHEETS(sheet=table.sheet, sheets=", ".join(other.sheet or "" for other in others))]


def _column_remarks(header: Header, body: Body, rows: int) -> list[Remark]:
    remarks: list[Remark] = []
    if header.index("part_number") < 0:
        remarks.append(NO_PART_NUMBER_COLUMN())
    if header.index("quantity") < 0:
        remarks.append(NO_QUANTITY_COLUMN(rows=rows))
    if body.unclear_flags:
        title = next(column.title for column in header.columns if column.field == "optional")
        remarks.append(UNCLEAR_FLAG(rows=row_list(body.unclear_flags), column=title))
    return remarks


@dataclass
class _Lines:
    made: list[BomImportLine] = field(default_factory=list)
    unknown_units: dict[int, str] = field(default_factory=dict)


def _lines(header: Header, body: Body, structure: Structure) -> _Lines:
    """Turn drafts into lines, parents first; what stands below a skipped row is skipped with it."""
    lines = _Lines()
    _skip_below_skipped(body.drafts, structure)
    kept = [index for index, draft in enumerate(body.drafts) if draft.skip is None]
    places = {index: place for place, index in enumerate(kept)}
    body.skipped.extend(Skipped(draft.number, draft.skip) for draft in body.drafts if draft.skip is not None)
    for index in kept:
        parent = structure.parents[index]
        line = _line(header, body.drafts[index], structure.levels[index], lines)
        lines.made.append(replace(line, parent=places.get(parent) if parent is not None else None))
    return lines


def _skip_below_skipped(drafts: list[Draft], structure: Structure) -> None:
    """Mark rows below a skipped row, level by level, so that a parent is judged before its parts."""
    for index in sorted(range(len(drafts)), key=lambda place: structure.levels[place]):
        parent = structure.parents[index]
        if parent is None or drafts[index].skip is not None:
            continue
        above = drafts[parent].skip
        if above is not None and above.code != THE_ASSEMBLY.code:
            drafts[index].skip = PARENT_SKIPPED(parent=drafts[parent].number, text=drafts[index].shown())


def _line(header: Header, draft: Draft, level: int, lines: _Lines) -> BomImportLine:
    values, reading = draft.values, draft.quantity
    unit = reading.unit
    if not unit and values.get("unit"):
        unit, known = normal_unit(values["unit"])
        if not known:
            lines.unknown_units[draft.number] = unit
    elif unit and not normal_unit(unit)[1]:
        lines.unknown_units[draft.number] = unit
    return BomImportLine(
        row=draft.number,
        level=level,
        parent=None,
        find_number=values.get("find_number", ""),
        part_number=values.get("part_number", ""),
        name=values.get("name", ""),
        quantity=reading.value if header.index("quantity") >= 0 else None,
        per=reading.per,
        unit=unit,
        reference=values.get("reference", ""),
        note=values.get("note", ""),
        optional=draft.optional,
        description=values.get("description", ""),
        material=values.get("material", ""),
        manufacturer=values.get("manufacturer", ""),
        manufacturer_part_number=values.get("manufacturer_part_number", ""),
        supplier=values.get("supplier", ""),
        supplier_part_number=values.get("supplier_part_number", ""),
        revision=values.get("revision", ""),
        scrap_percent=_percent(values.get("scrap_percent", "")),
        section=draft.section,
    )


def _percent(text: str) -> Decimal:
    value, _ = parse_number(text.removesuffix("%").strip())
    return value if value is not None and 0 <= value < 100 else Decimal(0)
