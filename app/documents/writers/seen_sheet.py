"""Writes a list as one sheet with a filter row, and what it was made of as a second; row by row, for 100,000 rows."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from app.documents.writers.cells import FONT_NAME, number_format, put_number, put_text, sheet_title

_WIDEST: Final = 60
_SAMPLED: Final = 200
# Excel knows eight levels, the outermost without a number.
_DEEPEST: Final = 7


def seen_bytes(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: frozenset[int] = frozenset(),
    levels: Iterable[int] = (),
    facts: Sequence[tuple[str, str]] = (),
) -> bytes:
    """Return the workbook of a list; see ``app/documents/seen_list.py`` for the arguments."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(sheet_title(title, workbook))
    sheet.freeze_panes = "A2"
    sheet.sheet_properties.outlinePr.summaryBelow = False
    head = Font(name=FONT_NAME, size=9, bold=True)
    plain = Font(name=FONT_NAME, size=9)
    waiting = iter(rows)
    sample = [tuple(row) for row, _ in zip(waiting, range(_SAMPLED), strict=False)]
    for at, heading in enumerate(columns):
        widest = max([len(heading), *(len(row[at]) for row in sample)], default=8)
        letter = get_column_letter(at + 1)
        sheet.column_dimensions[letter].width = min(_WIDEST, _width(widest))
    sheet.append([_cell(sheet, heading, head, number=False) for heading in columns])
    count = 1
    with _given_up_whole(sheet):
        for row, level in zip_longest(_chained(sample, waiting), levels, fillvalue=None):
            if row is None:
                break
            count += 1
            if level:
                sheet.row_dimensions[count].outlineLevel = min(_DEEPEST, level)
            sheet.append([_cell(sheet, text, plain, number=at in numbers) for at, text in enumerate(row)])
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(columns)))}{count}"
    about = workbook.create_sheet(sheet_title("About", workbook))
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 24, 60
    for name, value in (("", title), *facts):
        about.append([_cell(about, name, head, number=False), _cell(about, value, plain, number=False)])
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


@contextmanager
def _given_up_whole(sheet: Any) -> Iterator[None]:
    """Where the rows break off, take away what openpyxl wrote of the sheet into a file of its own."""
    whole = False
    try:
        yield
        whole = True
    finally:
        if not whole:
            sheet.close()
            sheet._writer.cleanup()


def _chained(
    sample: Sequence[Sequence[str]], waiting: Iterable[Sequence[str]]
) -> Iterable[Sequence[str] | None]:
    yield from sample
    yield from waiting


def _width(signs: int) -> float:
    return max(8.0, signs * 1.25 + 2)


def _cell(sheet: Any, text: str, font: Font, *, number: bool) -> Any:
    if not text:
        return None
    cell = WriteOnlyCell(sheet)
    cell.font = font
    if number and put_number(cell, text):
        cell.number_format = number_format(text)
        return cell
    cell.number_format = "@"
    put_text(cell, text)
    return cell
