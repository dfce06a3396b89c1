"""The rows of a long table as the XML of a worksheet, made directly: an object per cell takes ten times as long.

The looks are those of the other sheets; every text is written as a text and can become no formula.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final
from xml.sax.saxutils import escape

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.documents.blocks import Cell, Table
from app.documents.writers.cells import Look, Looks, holds, number_format, sheet_text

# Below this a sheet is written as the others are.
LONG: Final = 1_500
_PORTION: Final = 2_000
_LINE: Final = 13.5
LookOf = Callable[[int, Cell, str], Look]


def is_long(table: Table) -> bool:
    """Whether a table is written by `long_rows`: long, on its own sheet, and plain in form."""
    if not table.own_sheet or len(table.body) < LONG or any(column.merge_down for column in table.columns):
        return False
    return all(row.group is None and all(cell.formula is None for cell in row.cells) for row in table.body)


class LongRows:
    """Writes the rows of one sheet.

    Args:
        sheet: Whose styles are used; no cell is added to it.
        looks: Of the workbook.
        columns: Sheet column of each table column, from 1.
        sides: Table column → sheet column of the recorded text.
        look_of: Look of a cell by its table column and number format.
        side: Look of the recorded texts.
        wraps: Lines that a text needs in a table column.
    """

    def __init__(
        self,
        sheet: Worksheet,
        looks: Looks,
        columns: Sequence[int],
        sides: dict[int, int],
        look_of: LookOf,
        side: Look,
        wraps: Callable[[int, str], int],
    ) -> None:
        self._sheet, self._looks = sheet, looks
        self._letters = [get_column_letter(column) for column in columns]
        self._sides = [(place, get_column_letter(column)) for place, column in sorted(sides.items())]
        self._look_of, self._wraps = look_of, wraps
        self._styles: dict[object, int] = {}
        self._side = self._style(("side",), lambda: side)
        self._lines: dict[tuple[int, str], int] = {}

    def written(self, table: Table, first: int) -> list[bytes]:
        """Return the XML of all rows in portions; the first of them stands in row ``first``."""
        portions: list[bytes] = []
        for start in range(0, len(table.body), _PORTION):
            rows = table.body[start : start + _PORTION]
            lines = [self._row(table, row.cells, first + start + number) for number, row in enumerate(rows)]
            portions.append("".join(lines).encode("utf-8"))
        return portions

    def _row(self, table: Table, cells: Sequence[Cell], number: int) -> str:
        most = 1
        parts: list[str] = []
        for place, cell in enumerate(cells):
            text = cell.text
            if len(text) > 3:
                most = max(most, self._line_count(place, text))
            is_number = table.is_number(place, cell) and holds(text)
            shape = number_format(text, cell.mark) if is_number else ""
            style = self._style(
                (place, cell.mark, shape),
                partial(self._look_of, place, cell, shape),
            )
            where = f'<c r="{self._letters[place]}{number}" s="{style}"'
            if is_number:
                parts.append(f"{where}><v>{text.removeprefix('+')}</v></c>")
            elif text:
                parts.append(f"{where}{_inline(cell.shown)}")
            else:
                parts.append(f"{where}/>")
        for place, letter in self._sides:
            if cells[place].text:
                parts.append(f'<c r="{letter}{number}" s="{self._side}"{_inline(cells[place].text)}')
        return f'<row r="{number}" ht="{most * _LINE + 4:g}" customHeight="1">{"".join(parts)}</row>'

    def _line_count(self, place: int, text: str) -> int:
        known = self._lines.get((place, text))
        if known is None:
            if len(self._lines) > 50_000:
                self._lines.clear()
            known = self._lines[place, text] = self._wraps(place, text)
        return known

    def _style(self, key: object, look: Callable[[], Look]) -> int:
        known = self._styles.get(key)
        if known is None:
            scratch = SheetCell(self._sheet, row=1, column=1)
            self._looks.apply(scratch, look())
            known = self._styles[key] = int(scratch.style_id)
        return known


def _inline(text: str) -> str:
    return f' t="inlineStr"><is><t xml:space="preserve">{escape(sheet_text(text))}</t></is></c>'
