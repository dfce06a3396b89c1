"""Reading table files: xlsx and xls workbooks and, through their own file, text tables.

The only user of openpyxl and calamine for reading. Values as stored by the program that saved the file;
formulas are never calculated.
"""

from __future__ import annotations

import datetime
import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.drawings.import_biff import MAX_BOX, check_xls
from app.drawings.import_csv import read_text_table
from app.drawings.import_guard import FileKind, kind_of, read_bytes, repacked
from app.drawings.import_refusals import BROKEN, NO_CELLS, NO_SHEET, PASSWORD, TOO_MANY_CELLS, TOO_MANY_ROWS
from app.drawings.import_remarks import row_list
from app.drawings.import_table import (
    BEYOND_COLUMNS,
    CONTROL_SIGNS,
    FAULTY_CELLS,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Fault,
    Row,
    Span,
    Table,
    clean,
    letter_of,
)
from app.drawings.import_workbook import (
    SheetMarks,
    SheetPart,
    is_small,
    open_copy,
    sheet_marks,
    sheet_parts,
)
from models.rules.quantity import exact_of_double

if TYPE_CHECKING:
    from app.drawings.import_preview import PlanPreview

# What the two libraries raise on damaged files, besides their own errors.
READER_FAULTS: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
# A row number beyond this is no row of a spreadsheet; readers would count up to it.
LAST_ROW: Final = 1_048_576


def preview_plan(
    path: Path, mapping: Mapping[str, str] | None = None, *, sheet: str | None = None
) -> PlanPreview:
    """Read a plan of characteristics; writes nothing and needs no factory.

    Args:
        path: xlsx, xls or text table.
        mapping: Column title or letter to field, over what is recognised; field "" leaves a column out.
        sheet: Name of the sheet; without it the visible sheet whose header fits best.

    Raises:
        PartproofError: the file, its table or the mapping is refused.
    """
    from app.drawings.import_plan import preview_of

    return preview_of(read_tables(path, sheet=sheet), path.name, mapping or {})


def read_tables(path: Path, *, sheet: str | None = None) -> list[Table]:
    """Return the filled visible sheets of a file in order, or the one sheet that is named.

    Raises:
        PartproofError: refused by the guard, damaged, without a filled cell, or without that sheet.
    """
    content = read_bytes(path)
    kind = kind_of(content, path.name)
    if kind is FileKind.TEXT:
        return [read_text_table(content, path.name)]
    try:
        tables = list(_workbook(content, kind, path.name, sheet))
    except MemoryError as fault:
        raise TOO_MANY_CELLS(file=path.name, limit=MAX_CELLS) from fault
    except READER_FAULTS as fault:
        raise BROKEN(file=path.name) from fault
    if not tables:
        raise NO_CELLS(file=path.name)
    return tables


def _workbook(content: bytes, kind: FileKind, name: str, sheet: str | None) -> Iterator[Table]:
    if kind is FileKind.XLS:
        check_xls(content, name)
        return _calamine_tables(content, name, sheet, None)
    copy = repacked(content, name)
    with open_copy(copy) as archive:
        parts = _chosen(sheet_parts(archive), sheet, name)
        marks = {part.name: sheet_marks(_counted(archive.read(part.member), name)) for part in parts}
        small = is_small(archive, marks.values())
    for found in marks.values():
        if found.rows > LAST_ROW:
            raise BROKEN(file=name)
    if not small:
        if sum(found.rows * found.columns for found in marks.values()) > MAX_BOX:
            raise TOO_MANY_CELLS(file=name, limit=MAX_BOX)
        return _calamine_tables(copy, name, sheet, marks)
    return _openpyxl_tables(copy, [part.name for part in parts], marks, name)


def _counted(body: bytes, name: str) -> bytes:
    """Return a sheet's XML unless it writes down more cells than are read."""
    if body.count(b"<c ") + body.count(b"<c/") + body.count(b"<c>") > MAX_CELLS:
        raise TOO_MANY_CELLS(file=name, limit=MAX_CELLS)
    return body


def _chosen(parts: list[SheetPart], sheet: str | None, name: str) -> list[SheetPart]:
    if sheet is None:
        return [part for part in parts if part.visible]
    named = [part for part in parts if part.name.casefold() == sheet.casefold()]
    if not named:
        raise NO_SHEET(file=name, sheet=sheet, sheets=", ".join(part.name for part in parts))
    return named[:1]


def _openpyxl_tables(
    content: bytes, names: list[str], marks: Mapping[str, SheetMarks], file: str
) -> Iterator[Table]:
    import openpyxl

    with warnings.catch_warnings():
        # openpyxl warns of styles and extensions it does not know; none of them is a value.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            for name in names:
                reader = book[name]
                reader.reset_dimensions()
                found = marks[name]
                cells = reader.iter_rows(max_col=min(MAX_COLUMNS, max(found.columns, 1)))
                table = _table(cells, _openpyxl_cell, name, found, file)
                if table.rows:
                    yield table
        finally:
            book.close()


_ZERO_PADDED = re.compile(r"0{2,15}")


def _openpyxl_cell(cell: Any) -> Cell | float:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        if cell.data_type == "e":
            return Fault(value)
        indent = int(getattr(cell.alignment, "indent", 0) or 0) if cell.has_style else 0
        return " " * min(indent, 30) + value
    if (
        isinstance(value, int)
        and not isinstance(value, bool)
        and _ZERO_PADDED.fullmatch(cell.number_format or "")
    ):
        # A part number kept as a number and shown as 00123 is 00123.
        return str(value).zfill(len(cell.number_format))
    return _scalar(value)


def _scalar(value: object) -> Cell:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        try:
            return exact_of_double(value)
        except ValueError:
            return Fault("#NUM!")
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value) if value is not None else ""


def _calamine_tables(
    content: bytes, file: str, sheet: str | None, marks: Mapping[str, SheetMarks] | None
) -> Iterator[Table]:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        with _panics_as_faults(CalamineWorkbook.from_filelike, io.BytesIO(content)) as book:
            sheets = [entry for entry in book.sheets_metadata if entry.typ is SheetTypeEnum.WorkSheet]
            parts = [
                SheetPart(entry.name, entry.visible is SheetVisibleEnum.Visible, "", 0) for entry in sheets
            ]
            for part in _chosen(parts, sheet, file):
                read = _panics_as_faults(book.get_sheet_by_name, part.name)
                found = (marks or {}).get(part.name) or _marks_of(read.merged_cell_ranges)
                table = _table(_from_first_row(read), _calamine_cell, part.name, found, file)
                if table.rows:
                    yield table
    except PasswordError as fault:
        raise PASSWORD(file=file) from fault
    except CalamineError as fault:
        raise BROKEN(file=file) from fault


def _panics_as_faults(call: Callable[..., Any], *arguments: object) -> Any:
    """Call into the Rust reader; its panic, which is no Exception, becomes a RuntimeError.

    The class cannot be imported before it is raised, hence the look at its name.
    """
    try:
        return call(*arguments)
    except BaseException as fault:
        if type(fault).__name__ == "PanicException":
            raise RuntimeError("the reader gave up") from fault
        raise


def _from_first_row(read: Any) -> Iterator[list[object]]:
    # iter_rows gives the empty rows above the first filled cell, but not the empty columns before it.
    before: list[object] = [""] * (read.start[1] if read.start else 0)
    for row in read.iter_rows():
        yield before + row


def _calamine_cell(value: object) -> Cell:
    return value if isinstance(value, str) else _scalar(value)


def _marks_of(ranges: object) -> SheetMarks:
    spans = ranges if isinstance(ranges, list) else []
    merged = tuple(Span(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in spans)
    return SheetMarks(merged, {}, 0, 0)


def _table(
    rows: Iterable[Iterable[object]],
    convert: Callable[[Any], Any],
    sheet: str,
    marks: SheetMarks,
    file: str,
) -> Table:
    kept: list[Row] = []
    controls: list[int] = []
    filled = 0
    for number, raw in enumerate(rows, start=1):
        if number > LAST_ROW:
            raise BROKEN(file=file)
        cells, changed = _cells(raw, convert, number, marks.faults)
        if not cells:
            continue
        filled += len(cells)
        if len(kept) >= MAX_ROWS:
            raise TOO_MANY_ROWS(file=file, limit=MAX_ROWS)
        if filled > MAX_CELLS:
            raise TOO_MANY_CELLS(file=file, limit=MAX_CELLS)
        if changed:
            controls.append(number)
        kept.append(Row(number, tuple(cells)))
    remarks = [CONTROL_SIGNS(rows=row_list(controls))] if controls else []
    if marks.columns > MAX_COLUMNS:
        remarks.append(BEYOND_COLUMNS(column=letter_of(MAX_COLUMNS - 1)))
    remarks.extend(_fault_remarks(kept))
    return Table(tuple(kept), sheet=sheet, merged=marks.merged, remarks=tuple(remarks))


def _cells(
    raw: Iterable[object], convert: Callable[[Any], Any], number: int, faults: Mapping[tuple[int, int], Fault]
) -> tuple[list[Cell], bool]:
    """Return a row's cells without the empty ones at its end, and whether control signs were replaced."""
    cells: list[Cell] = []
    last = 0
    changed = False
    for index, value in enumerate(raw):
        if index >= MAX_COLUMNS:
            break
        cell = convert(value)
        if isinstance(cell, str) and not isinstance(cell, Fault):
            if cell:
                cell, replaced = clean(cell)
                changed = changed or replaced
            if not cell and faults and (number, index) in faults:
                cell = faults[number, index]
        cells.append(cell)
        if isinstance(cell, Decimal) or cell.strip():
            last = index + 1
    return cells[:last], changed


def _fault_remarks(rows: list[Row]) -> Iterator[Any]:
    faulty = {row.number: cell for row in rows for cell in row.cells if isinstance(cell, Fault)}
    if faulty:
        yield FAULTY_CELLS(rows=row_list(faulty), examples=", ".join(sorted(set(faulty.values()))[:5]))
