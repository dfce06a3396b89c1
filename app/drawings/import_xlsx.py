"""Reading table files: xlsx and xls workbooks and, through their own file, text tables.

The only user of openpyxl and calamine for reading; calamine runs in a child process. Values are those that
the program which saved the file stored; formulas are never calculated.
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
from app.drawings.import_process import workbook_cells
from app.drawings.import_refusals import BROKEN, NO_CELLS, NO_SHEET, TOO_MANY_CELLS, TOO_MANY_ROWS
from app.drawings.import_remarks import row_list
from app.drawings.import_table import (
    BEYOND_COLUMNS,
    CONTROL_SIGNS,
    FAULTY_CELLS,
    LAST_ROW,
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
    time_text,
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
    return tables_of(read_bytes(path), path.name, sheet=sheet)


def tables_of(content: bytes, name: str, *, sheet: str | None = None) -> list[Table]:
    """Return the same of bytes that are at hand; ``name`` is said where they are refused.

    Raises:
        PartproofError: as for ``read_tables``.
    """
    kind = kind_of(content, name)
    if kind is FileKind.TEXT:
        return [read_text_table(content, name)]
    try:
        tables = list(_workbook(content, kind, name, sheet))
    except MemoryError as fault:
        raise TOO_MANY_CELLS(file=name, limit=MAX_CELLS) from fault
    except READER_FAULTS as fault:
        raise BROKEN(file=name) from fault
    if not tables:
        raise NO_CELLS(file=name)
    return tables


def _workbook(content: bytes, kind: FileKind, name: str, sheet: str | None) -> Iterator[Table]:
    if kind is FileKind.XLS:
        check_xls(content, name)
        return _child_tables(content, name, sheet, {})
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
        return _child_tables(copy, name, sheet, marks)
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
                table = _table(enumerate(cells, start=1), _openpyxl_cell, name, found, file)
                if table.rows:
                    yield table
        finally:
            book.close()


_ZERO_PADDED = re.compile(r"0{2,15}")
# 0.000, #,##0.00, 0.000_ : a number of decimals that is the same for every value.
_FIXED_DECIMALS = re.compile(r"(?:#,##)?0\.(0{1,15})(?:_.)?")


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
    return _as_shown(_scalar(value), cell.number_format or "")


def _as_shown(value: Cell, number_format: str) -> Cell:
    """Return a number with the zeros that its cell shows: 0.412 shown as 0.4120 was written with four decimals.

    A format that shows fewer decimals than the number has takes nothing away from it.
    """
    fixed = _FIXED_DECIMALS.fullmatch(number_format)
    if fixed is None or not isinstance(value, Decimal):
        return value
    exponent = value.as_tuple().exponent
    decimals = len(fixed.group(1))
    if not isinstance(exponent, int) or -exponent > decimals:
        return value
    return value.quantize(Decimal(1).scaleb(-decimals))


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
    if isinstance(value, (datetime.date, datetime.time)):
        return time_text(value)
    return str(value) if value is not None else ""


def _child_tables(
    content: bytes, file: str, sheet: str | None, marks: Mapping[str, SheetMarks]
) -> Iterator[Table]:
    """Read through the child process; ``marks`` is empty for xls, which tells its merged ranges only."""
    for read in workbook_cells(content, file, sheet):
        found = marks.get(read["name"]) or _marks_of(read["merged"])
        table = _table(_all_rows(read["rows"], found), _child_cell, read["name"], found, file)
        if table.rows:
            yield table


def _all_rows(
    rows: Iterable[tuple[int, list[object]]], marks: SheetMarks
) -> Iterator[tuple[int, list[object]]]:
    """Return the rows wide enough for the errors in them, which calamine gives as empty cells."""
    faulty: dict[int, int] = {}
    for row, column in marks.faults:
        faulty[row] = max(faulty.get(row, 0), column + 1)
    for number, cells in rows:
        yield number, cells + [""] * (faulty.pop(number, 0) - len(cells))
    for number in sorted(faulty):
        yield number, [""] * faulty[number]


def _child_cell(value: object) -> Cell:
    return value if isinstance(value, str) else _scalar(value)


def _marks_of(ranges: object) -> SheetMarks:
    """Return merged ranges as the child gives them: 0-based [[top, left], [bottom, right]]."""
    spans = ranges if isinstance(ranges, list) else []
    merged = tuple(Span(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in spans)
    return SheetMarks(merged, {}, 0, 0)


def _table(
    rows: Iterable[tuple[int, Iterable[object]]],
    convert: Callable[[Any], Any],
    sheet: str,
    marks: SheetMarks,
    file: str,
) -> Table:
    kept: list[Row] = []
    controls: list[int] = []
    filled = 0
    for number, raw in rows:
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


def calamine_cells(content: bytes, sheet: str | None) -> dict[str, Any]:
    """Return the cells of a workbook by calamine, as plain values; called in the child process only.

    Returns:
        ``{"names", "sheets": [{"name", "merged", "rows"}]}``, or ``{"refused"}`` with the reason.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        return _calamine_sheets(CalamineWorkbook.from_filelike(io.BytesIO(content)), sheet)
    except PasswordError:
        return {"refused": "password"}
    except CalamineError:
        return {"refused": "broken"}


def _calamine_sheets(book: Any, sheet: str | None) -> dict[str, Any]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    listed = [entry for entry in book.sheets_metadata if entry.typ is SheetTypeEnum.WorkSheet]
    if sheet is None:
        names = [entry.name for entry in listed if entry.visible is SheetVisibleEnum.Visible]
    else:
        names = [entry.name for entry in listed if entry.name.casefold() == sheet.casefold()][:1]
    filled = 0
    sheets: list[dict[str, Any]] = []
    for name in names:
        read = book.get_sheet_by_name(name)
        rows = list(_calamine_rows(read))
        filled += sum(len(cells) for _, cells in rows)
        if filled > MAX_CELLS:
            return {"refused": "cells"}
        sheets.append({"name": name, "merged": read.merged_cell_ranges or [], "rows": rows})
    return {"names": [entry.name for entry in listed], "sheets": sheets}


def _calamine_rows(read: Any) -> Iterator[tuple[int, list[object]]]:
    # iter_rows gives the empty rows above the first filled cell, but not the empty columns before it.
    before: list[object] = [""] * (read.start[1] if read.start else 0)
    for number, row in enumerate(read.iter_rows(), start=1):
        if number > LAST_ROW:
            return
        cells = [_plain_value(value) for value in (before + row)[:MAX_COLUMNS]]
        while cells and cells[-1] == "":
            cells.pop()
        if cells:
            yield number, cells


def _plain_value(value: object) -> object:
    if isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return time_text(value)
    return str(value) if value is not None else ""
