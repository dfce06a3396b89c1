"""One sheet of a workbook: blocks below each other on one grid, tables with their side columns.

Takes finished blocks and knows nothing of title blocks, footers or files.
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl.drawing.image import Image as SheetImage
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from app.documents.blocks import (
    Block,
    Cell,
    Chart,
    Column,
    Fact,
    Figure,
    Heading,
    KeyValues,
    PageBreak,
    Paragraph,
    Table,
)
from app.documents.writers import style
from app.documents.writers.cells import Look, Looks, holds, number_format, put_number, put_text
from app.documents.writers.grid import Grid, line_count
from app.documents.writers.header_groups import group_spans
from app.documents.writers.long_rows import LongRows, is_long
from app.documents.writers.pdf_blocks import picture
from app.documents.writers.words import Words

LINE = 13.5
_PRINTED_SMALLER = 0.75
CHART_ROWS = 14
_EMU_PER_POINT = 12_700  # the unit of drawings in a workbook
_LABEL = Look(size=8.5, bold=True, fill=style.LABEL_FILL, border=style.RULE)
_VALUE = Look(border=style.RULE)
_HEADER = Look(size=8.5, bold=True, fill=style.HEADER_FILL, border=style.RULE, align="center")
_SIDE_HEADER = Look(size=8, ink=style.MUTED, align="center")
_SIDE = Look(size=8, ink=style.MUTED, align="right", wrap=False)

Span = tuple[int, int]


@dataclasses.dataclass(frozen=True)
class TablePlace:
    """Where a table's rows stand, for the checking formulas.

    Attributes:
        sheet: Title of the sheet.
        letters: Column key → column letter.
        first: First row.
        last: Last row.
    """

    sheet: str
    letters: dict[str, str]
    first: int
    last: int


@dataclasses.dataclass(frozen=True)
class PendingFormula:
    """A checking formula whose references are filled in when all tables have their place."""

    sheet: str
    cell: str
    formula: str
    row: int
    letters: dict[str, str]


@dataclasses.dataclass(frozen=True)
class PendingChart:
    """A chart that is drawn when all tables have their place; ``width`` of the grid in points."""

    sheet: str
    cell: str
    chart: Chart
    width: float


class SheetWriter:
    """Writes blocks downwards on one sheet.

    Attributes:
        row: The next free row, from 1.
        page_height: Height of a printed page in points of the sheet.
        label_shares: Share of a pair that labels take, by pairs per row.
        places: Where the keyed tables stand.
        pending: Checking formulas to be filled in.
        charts: Charts to be drawn.
        long_rows: XML of the rows of a long table, laid into the sheet when it is packed.
    """

    def __init__(self, sheet: Worksheet, grid: Grid, looks: Looks, words: Words, page_height: float) -> None:
        self.sheet = sheet
        self.page_height = page_height
        self.label_shares: Mapping[int, float] = {}
        self.grid = grid
        self.row = 1
        self.places: dict[str, TablePlace] = {}
        self.pending: list[PendingFormula] = []
        self.charts: list[PendingChart] = []
        self.long_rows: list[bytes] = []
        self._looks = looks
        self._words = words
        self._exact_columns = 0
        self._page_begins = 1
        self._repeated = 0.0
        for index in range(grid.columns):
            # One unit is about 5.25 points of the default font.
            points = (grid.edges[index + 1] - grid.edges[index]) * grid.width
            sheet.column_dimensions[get_column_letter(index + 1)].width = round(points / 5.25, 2)

    # --- single boxes ---------------------------------------------------------------------------------

    def text(self, row: int, span: Span, text: str, look: Look, rows: int = 1) -> None:
        """Write a text into the columns of `span`, merged over `rows` rows."""
        first, last = span
        if last > first or rows > 1:
            if look.border or look.fill:
                for line in range(row, row + rows):
                    for column in range(first, last + 1):
                        self._looks.apply(self._cell(line, column), look)
            self.sheet.merge_cells(start_row=row, end_row=row + rows - 1, start_column=first, end_column=last)
        cell = self._cell(row, first)
        self._looks.apply(cell, look)
        put_text(cell, text)

    def _cell(self, row: int, column: int) -> Any:
        return self.sheet.cell(row, column)

    def height(self, row: int, points: float) -> None:
        """Make a row at least so high."""
        known = self.sheet.row_dimensions[row].height or 0.0
        self.sheet.row_dimensions[row].height = min(max(float(known), points), 409.0)

    def lines(self, span: Span, text: str, size: float) -> int:
        """Estimate the lines of a text in a span."""
        return line_count(text, self.grid.points(*span), size)

    @property
    def whole(self) -> Span:
        """All columns of the grid."""
        return 1, self.grid.columns

    def image(
        self, row: int, column: int, png: bytes, box: tuple[float, float], name: str, offset: float = 0.0
    ) -> None:
        """Place a picture as large as it fits into (width, height) points, its corner in a cell."""
        shown = picture(png, name)
        scale = min(box[0] / shown.width, box[1] / shown.height)
        out = io.BytesIO()
        shown.save(out, "PNG")
        image = SheetImage(io.BytesIO(out.getvalue()))
        left = max(offset + (box[0] - shown.width * scale) / 2, 0.0)
        while column < self.grid.columns and left >= self.grid.points(column, column):
            left -= self.grid.points(column, column)
            column += 1
        marker = AnchorMarker(
            col=column - 1,
            colOff=round(left * _EMU_PER_POINT),
            row=row - 1,
            rowOff=round(1.5 * _EMU_PER_POINT),
        )
        size = XDRPositiveSize2D(*(round(side * scale * _EMU_PER_POINT) for side in shown.size))
        image.anchor = OneCellAnchor(marker, size)
        self.sheet.add_image(image)

    # --- blocks ---------------------------------------------------------------------------------------

    def block(self, block: Block) -> None:
        """Write one block and leave a gap below."""
        match block:
            case Heading():
                self._heading(block)
            case Paragraph():
                self._paragraph(block)
            case KeyValues():
                self._key_values(block)
            case Table():
                self.table(block)
            case Figure():
                self._figure(block)
            case Chart():
                self._chart(block)
            case PageBreak():
                self.page_break()

    def page_break(self) -> None:
        """Let the present row begin a page."""
        self._break(self.row)

    def _break(self, row: int) -> None:
        self.sheet.row_breaks.append(Break(id=row - 1))
        self._page_begins = row

    def keep_rows(self, first: int, last: int | None = None, *, smaller: bool = False) -> None:
        """Begin a page at a written row where the rows from there on would be cut by the end of the present page.

        Args:
            first: The row.
            last: The last of them; by default the last that was written.
            smaller: Think also of programs without the workbook's fonts, which take the columns wider and print
                smaller, so that a page holds more; there other things may be cut, a picture must not be.
        """
        if self.long_rows or first <= self._page_begins:
            # How high the rows of a long table are is known when it is packed only.
            return
        own = self._repeated + sum(self._height(row) for row in range(first, (last or self.row - 1) + 1))
        rooms = (self.page_height, self.page_height / _PRINTED_SMALLER) if smaller else (self.page_height,)
        if any(own <= room < self._used(first, room) + own - self._repeated for room in rooms):
            self._break(first)

    def is_cut(self, first: int, last: int) -> bool:
        """Whether a page ends between two written rows, or may do so in a table whose heights are not known."""
        if self.long_rows:
            return True
        high = sum(self._height(row) for row in range(first, last + 1))
        return self._used(first, self.page_height) + high > self.page_height

    def repeat(self, header: Span | None) -> None:
        """Repeat the first and last row of a header on every following page, or none."""
        self.sheet.print_title_rows = None if header is None else f"{header[0]}:{header[1]}"
        rows = () if header is None else range(header[0], header[1] + 1)
        self._repeated = sum(self._height(row) for row in rows)

    def _used(self, row: int, room: float) -> float:
        """Return how much of its page is filled above a row; a row that does not fit begins the next page."""
        used = self._repeated if self._page_begins > 1 else 0.0
        for above in range(self._page_begins, row):
            height = self._height(above)
            used = self._repeated + height if used + height > room else used + height
        return used

    def _height(self, row: int) -> float:
        known = self.sheet.row_dimensions.get(row)
        return float((known.height if known is not None else None) or LINE)

    def _heading(self, block: Heading) -> None:
        size = 12.0 if block.level == 1 else 10.0
        title = f"{block.text}  {block.subtitle}".strip()
        self.text(self.row, self.whole, title, Look(size=size, bold=True))
        self.height(self.row, size * 1.8)
        self.row += 1

    def _paragraph(self, block: Paragraph) -> None:
        size = 8.0 if block.note else 9.0
        look = Look(size=size, ink=style.MUTED if block.note else style.INK, vertical="top")
        self.text(self.row, self.whole, block.text, look)
        self.height(self.row, self.lines(self.whole, block.text, size) * size * 1.5 + 2)
        self.row += 2

    def _key_values(self, block: KeyValues) -> None:
        labels = [text for fact in block.facts for text in (fact.label, fact.subtitle)]
        spans = self.grid.fact_spans(block.columns, self.label_shares[block.columns], labels)
        for start in range(0, len(block.facts), block.columns):
            facts = block.facts[start : start + block.columns]
            for index, fact in enumerate(facts):
                value = spans[2 * index + 1]
                if index == len(facts) - 1:
                    # The last of a row that is not full takes the rest of the row.
                    value = (value[0], spans[-1][1])
                self.fact(fact, spans[2 * index], value)
            self.row += 1
        self.row += 1

    def fact(self, fact: Fact, label: Span, value: Span) -> None:
        """Write a label and its value into the present row."""
        title = "\n".join(text for text in (fact.label, fact.subtitle) if text)
        self.text(self.row, label, title, _LABEL)
        self.text(self.row, value, fact.shown, marked(_VALUE, Cell(fact.value, fact.mark)))
        most = max(self.lines(label, title, 8.5), self.lines(value, fact.shown, 9.0))
        self.height(self.row, most * LINE + 5)

    def _figure(self, figure: Figure) -> None:
        if figure.png is None:
            self.text(self.row, self.whole, self._words.see_pdf, Look(ink=style.MUTED, align="center"))
            self.row += 1
        else:
            shown = picture(figure.png, figure.caption)
            wide = self.grid.width * figure.width
            high = wide * shown.height / shown.width
            self.image(self.row, 1, figure.png, (wide, high), figure.caption, (self.grid.width - wide) / 2)
            # Many low rows: Excel allows no row above 409 points.
            for _ in range(int(high // 18) + 1):
                self.height(self.row, 18.0)
                self.row += 1
        self.text(self.row, self.whole, figure.caption, Look(size=8, ink=style.MUTED, align="center"))
        self.row += 2

    def _chart(self, chart: Chart) -> None:
        """Leave room for a native chart; it is put there when all tables have their place."""
        self.charts.append(PendingChart(self.sheet.title, f"A{self.row}", chart, self.grid.width))
        for _ in range(CHART_ROWS):
            self.height(self.row, 18.0)
            self.row += 1
        self.text(self.row, self.whole, chart.caption, Look(size=8, ink=style.MUTED, align="center"))
        self.row += 2

    # --- tables ---------------------------------------------------------------------------------------

    def table(self, table: Table) -> tuple[int, int]:
        """Write a table; return the first and last row of its header."""
        spans = self.grid.table_spans(table)
        if table.title:
            title = f"{table.title}  {table.subtitle}".strip()
            self.text(self.row, self.whole, title, Look(size=9.5, bold=True))
            self.height(self.row, 18.0)
            self.row += 1
        header = (self.row, self._header(table, spans))
        letters = {
            column.key: get_column_letter(span[0]) for column, span in zip(table.columns, spans, strict=True)
        }
        exact = self._side_columns(table, header[1])
        first = self.row
        if is_long(table) and all(span[0] == span[1] for span in spans):
            self._long(table, spans, exact)
        else:
            for index in range(len(table.body)):
                self._row(table, index, spans, exact, letters)
                self.row += 1
            self._merge_down(table, first, spans)
        if table.key:
            self.places[table.key] = TablePlace(self.sheet.title, letters, first, self.row - 1)
        self.row += 1
        return header

    def _long(
        self, table: Table, spans: Sequence[Span], sides: dict[int, tuple[int | None, int | None]]
    ) -> None:
        """Write a long table's rows as XML; they are laid into the sheet when the workbook is packed."""

        def look_of(place: int, cell: Cell, shape: str) -> Look:
            return self._look(table.columns[place], cell, shape)

        exact = {place: column for place, (column, _) in sides.items() if column is not None}
        rows = LongRows(
            self.sheet,
            self._looks,
            [span[0] for span in spans],
            exact,
            look_of,
            _SIDE,
            lambda place, text: self.lines(spans[place], text, 9.0),
        )
        self.long_rows = rows.written(table, self.row)
        self.row += len(table.body)

    @staticmethod
    def _look(column: Column, cell: Cell, shape: str) -> Look:
        look = dataclasses.replace(
            marked(_VALUE, cell), align=column.alignment.value, bold=column.bold or cell.mark is not None
        )
        return dataclasses.replace(look, number=shape) if shape else look

    def _header(self, table: Table, spans: Sequence[Span]) -> int:
        """Write one or two header rows; return the last of them."""
        top = self.row
        rows = 2 if table.has_groups else 1
        for first, last, column in group_spans(table.columns):
            if column.group:
                span = (spans[first][0], spans[last][1])
                self._title(top, span, column.group, column.group_subtitle, 1)
        for column, span in zip(table.columns, spans, strict=True):
            if column.group or rows == 1:
                self._title(top + rows - 1, span, column.title, column.subtitle, 1)
            else:
                self._title(top, span, column.title, column.subtitle, rows)
        self.row = top + rows
        return self.row - 1

    def _title(self, row: int, span: Span, title: str, subtitle: str, rows: int) -> None:
        text = "\n".join(part for part in (title, subtitle) if part)
        self.text(row, span, text, _HEADER, rows)
        needed = self.lines(span, text, 8.5) * 12.5 + 5
        for line in range(row, row + rows):
            self.height(line, needed / rows)

    def _side_columns(self, table: Table, header_row: int) -> dict[int, tuple[int | None, int | None]]:
        """Give number columns their hidden column with the recorded text, and formulas theirs; print no titles twice.

        Returns:
            Table column → (column of the recorded text, column of the checking formula).
        """
        numbers = [
            index
            for index in range(len(table.columns))
            if any(row.cells and table.is_number(index, row.cells[index]) for row in table.body)
        ]
        formulas = [
            index
            for index in range(len(table.columns))
            if any(row.cells and row.cells[index].formula for row in table.body)
        ]
        # The formulas stay visible and come first; the recorded texts are folded away behind them.
        start = self.grid.columns + 2
        sides: dict[int, tuple[int | None, int | None]] = {}
        for place, index in enumerate(formulas):
            sides[index] = (None, start + place)
            self._side_title(header_row, start + place, table.columns[index], self._words.check, False)
        start += len(formulas) + 1 if formulas else 0
        for place, index in enumerate(numbers):
            sides[index] = (start + place, sides.get(index, (None, None))[1])
            self._side_title(header_row, start + place, table.columns[index], self._words.exact, True)
        return sides

    def _side_title(self, row: int, column: int, source: Column, suffix: str, hidden: bool) -> None:
        name = " ".join(part for part in (source.group, source.title) if part).replace("\n", " ")
        self.text(row, (column, column), f"{name} ({suffix})", _SIDE_HEADER)
        dimension = self.sheet.column_dimensions[get_column_letter(column)]
        dimension.width = 16
        if hidden:
            dimension.hidden = True
            dimension.outlineLevel = 1

    def _row(
        self,
        table: Table,
        index: int,
        spans: Sequence[Span],
        sides: dict[int, tuple[int | None, int | None]],
        letters: dict[str, str],
    ) -> None:
        row = table.body[index]
        if row.group is not None:
            self.text(
                self.row, self.whole, row.group, Look(bold=True, fill=style.GROUP_FILL, border=style.RULE)
            )
            self.height(self.row, self.lines(self.whole, row.group, 9.0) * LINE + 4)
            return
        most = 1
        for place, cell in enumerate(row.cells):
            span = spans[place]
            self._value(table.columns[place], span, cell, table.is_number(place, cell))
            if len(cell.text) > 3:
                most = max(most, self.lines(span, cell.shown, 9.0))
            exact, check = sides.get(place, (None, None))
            if exact is not None:
                self.text(self.row, (exact, exact), cell.text, _SIDE)
            if check is not None and cell.formula:
                address = f"{get_column_letter(check)}{self.row}"
                self._looks.apply(self._cell(self.row, check), dataclasses.replace(_SIDE, number="General"))
                self.pending.append(
                    PendingFormula(self.sheet.title, address, cell.formula, self.row, letters)
                )
        self.height(self.row, most * LINE + 4)

    def _value(self, column: Column, span: Span, cell: Cell, number: bool) -> None:
        if number and holds(cell.text):
            look = self._look(column, cell, number_format(cell.text, cell.mark))
            self.text(self.row, span, "", look)
            put_number(self._cell(self.row, span[0]), cell.text)
        else:
            self.text(self.row, span, cell.shown, self._look(column, cell, ""))

    def _merge_down(self, table: Table, first: int, spans: Sequence[Span]) -> None:
        for column, runs in enumerate(table.merge_runs()):
            if not table.columns[column].merge_down:
                continue
            start = 0
            for index in range(1, len(runs) + 1):
                if index < len(runs) and runs[index] == start:
                    continue
                if index - start > 1:
                    self._merge_run(spans[column], first + start, first + index - 1)
                start = index

    def _merge_run(self, span: Span, top: int, bottom: int) -> None:
        """Join the cells of a run; the lower ones are emptied, the frame stays."""
        for row in range(top, bottom + 1):
            if span[1] > span[0]:
                self.sheet.unmerge_cells(start_row=row, end_row=row, start_column=span[0], end_column=span[1])
            if row > top:
                self._cell(row, span[0]).value = None
        self.sheet.merge_cells(start_row=top, end_row=bottom, start_column=span[0], end_column=span[1])


def marked(look: Look, cell: Cell) -> Look:
    """Return the look with the quiet colours of a mark; its shape and word are in the text."""
    if cell.mark is None:
        return look
    return dataclasses.replace(look, ink=style.MARK_TEXT[cell.mark], fill=style.MARK_FILL.get(cell.mark, ""))
