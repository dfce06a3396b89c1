"""Tables of the PDF: column widths, wrapped cells, precomputed row heights, portions per page.

Drawn straight on the canvas; a general table class is quadratic in the rows and knows no font fallback.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from reportlab.pdfgen.canvas import Canvas

from app.documents import fonts
from app.documents.blocks import Align, Cell, Mark, Row, Table
from app.documents.writers import style
from app.documents.writers.flow import Flow, Piece
from app.documents.writers.header_groups import group_spans
from app.documents.writers.pdf_blocks import paint
from app.documents.writers.widths import column_widths, needed_widths

PAD_X = 3.6
PAD_Y = 3.0
TITLE_SIZE = 9.5
_TITLE_HEIGHT = 17.0
_SMALLEST = 5.0
_KEPT_ROWS = 6


@lru_cache(maxsize=20_000)
def _wrapped(text: str, room: float, size: float, bold: bool) -> tuple[str, ...]:
    return tuple(fonts.wrap(text, room, size, bold)) if text else ()


def font_size(columns: int) -> float:
    """Return the font size for a table of so many columns, in points."""
    if columns <= 9:
        return 8.5
    return 7.5 if columns <= 13 else 6.8


@dataclass(frozen=True)
class _Line:
    """One drawn row: the lines of each cell, and whether it continues a row cut for its height."""

    row: int
    lines: tuple[tuple[str, ...], ...]
    height: float
    continued: bool = False


@dataclass
class TableLayout:
    """A table with everything measured.

    Attributes:
        table: The source.
        width: Total width in points.
        limit: Height of the tallest row a page can take.
    """

    table: Table
    width: float
    limit: float
    size: float = field(init=False)
    widths: list[float] = field(init=False)
    edges: list[float] = field(init=False)
    drawn: list[_Line] = field(init=False)
    header_heights: tuple[float, float] = field(init=False)
    runs: list[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.size = self._fitting_size()
        self.widths = column_widths(self.table, self.width, 2 * PAD_X + 0.5, self._bold_width)
        self.edges = [0.0]
        for one in self.widths:
            self.edges.append(self.edges[-1] + one)
        self.header_heights = self._measure_header()
        self.runs = self.table.merge_runs()
        self.drawn = []
        for number, row in enumerate(self.table.body):
            self.drawn.extend(self._measure(number, row))

    def _fitting_size(self) -> float:
        """Return the size at which all numbers fit unwrapped; builders of wide tables should turn the paper."""
        size = font_size(len(self.table.columns))
        while size > _SMALLEST:
            self.size = size
            if sum(needed_widths(self.table, 2 * PAD_X + 0.5, self._bold_width)) <= self.width:
                break
            size -= 0.4
        return size

    def _bold_width(self, text: str) -> float:
        return fonts.width(text, self.size, True)

    @property
    def leading(self) -> float:
        """Distance of two lines in a cell, in points."""
        return self.size * 1.32

    @property
    def header_height(self) -> float:
        """Height of the repeated header in points."""
        return sum(self.header_heights)

    def header_lines(self, title: str, subtitle: str, width: float) -> list[tuple[str, float, bool]]:
        """Return the lines of a header cell with size and weight."""
        room = width - 2 * 2.0
        lines = [(line, self.size, True) for line in _wrapped(title, room, self.size, True)]
        small = self.size - 1.5
        return lines + [(line, small, False) for line in _wrapped(subtitle, room, small, False)]

    def _measure_header(self) -> tuple[float, float]:
        upper = lower = 0.0
        for first, last, column in group_spans(self.table.columns):
            if column.group:
                width = self.edges[last + 1] - self.edges[first]
                upper = max(upper, self._stack(self.header_lines(column.group, column.group_subtitle, width)))
        for index, column in enumerate(self.table.columns):
            needed = self._stack(self.header_lines(column.title, column.subtitle, self.widths[index]))
            lower = max(lower, needed if column.group or not upper else needed - upper)
        return upper, lower

    def _stack(self, lines: list[tuple[str, float, bool]]) -> float:
        return sum(size * 1.3 for _, size, _ in lines) + 2 * PAD_Y

    def _measure(self, number: int, row: Row) -> list[_Line]:
        if row.group is not None:
            lines = _wrapped(row.group, self.width - 2 * PAD_X, self.size, True)
            return [_Line(number, (lines,), self._height(len(lines)))]
        cells = tuple(
            _wrapped(cell.shown, self.widths[index] - 2 * PAD_X, self.size, self.is_bold(index, cell))
            for index, cell in enumerate(row.cells)
        )
        tallest = max(
            (len(lines) for index, lines in enumerate(cells) if self.runs[index][number] == number), default=1
        )
        most = max(int((self.limit - 2 * PAD_Y) / self.leading), 1)
        if tallest <= most:
            return [_Line(number, cells, self._height(tallest))]
        parts = range(0, tallest, most)
        return [
            _Line(
                number,
                tuple(lines[start : start + most] for lines in cells),
                self._height(min(most, tallest - start)),
                start > 0,
            )
            for start in parts
        ]

    def _height(self, lines: int) -> float:
        return max(lines, 1) * self.leading + 2 * PAD_Y

    def is_bold(self, column: int, cell: Cell) -> bool:
        """Whether a cell prints bold."""
        return self.table.columns[column].bold or cell.mark is Mark.NG


@dataclass(frozen=True)
class TableFlow:
    """A measured table from one drawn row on; the header is repeated on every page.

    Attributes:
        follow: Room in points that is left below a short table for the chart that draws it.
    """

    layout: TableLayout
    start: int = 0
    follow: float = 0.0

    def take(self, room: float, fresh: bool) -> tuple[Piece | None, Flow | None]:
        """Return the rows that fit below the header."""
        titled = self.start == 0 and bool(self.layout.table.title)
        used = self.layout.header_height + (_TITLE_HEIGHT if titled else 0.0)
        end = self.start
        drawn = self.layout.drawn
        while end < len(drawn) and used + drawn[end].height <= room:
            used += drawn[end].height
            end += 1
        if self._short and not fresh and (end < len(drawn) or used + self.follow > room):
            return None, self
        if end == self.start and drawn:
            if not fresh:
                return None, self
            end += 1
        elif not drawn and used > room and not fresh:
            return None, self
        end = self._not_alone(end)
        piece = TablePortion(self.layout, self.start, end, titled)
        return piece, (TableFlow(self.layout, end) if end < len(drawn) else None)

    @property
    def least(self) -> float:
        """Height in points of what of it is put on a page at the least: its first rows, or a short one whole."""
        drawn = self.layout.drawn
        rows = drawn if self._short else drawn[self.start : self.start + 2]
        title = _TITLE_HEIGHT if self.start == 0 and self.layout.table.title else 0.0
        return sum(line.height for line in rows) + self.layout.header_height + title

    @property
    def _short(self) -> bool:
        """Whether the table is so short that it is read as one piece: it goes to the next page whole."""
        drawn = self.layout.drawn
        high = sum(line.height for line in drawn) + self.layout.header_height + _TITLE_HEIGHT
        return self.start == 0 and len(drawn) <= _KEPT_ROWS and high <= self.layout.limit

    def _not_alone(self, end: int) -> int:
        """Keep a group row with the first row below it, and send no single last row to the next page."""
        drawn, body = self.layout.drawn, self.layout.table.body
        if end == len(drawn) - 1 and end - self.start > 3:
            end -= 1
        if end < len(drawn) and end - 1 > self.start and body[drawn[end - 1].row].group is not None:
            return end - 1
        return end


@dataclass(frozen=True)
class TablePortion:
    """The rows of a table that stand on one page."""

    layout: TableLayout
    start: int
    end: int
    titled: bool

    @property
    def height(self) -> float:
        """Height in points."""
        rows = sum(self.layout.drawn[index].height for index in range(self.start, self.end))
        return rows + self.layout.header_height + (_TITLE_HEIGHT if self.titled else 0.0)

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw title, header, rows and rules."""
        table = self.layout.table
        if self.titled:
            end = fonts.draw_line(canvas, x, y - 11.5, table.title, TITLE_SIZE, True)
            canvas.setFillColor(paint(style.MUTED))
            fonts.draw_line(canvas, end + 5, y - 11.5, table.subtitle, TITLE_SIZE - 1.5)
            canvas.setFillColor(paint(style.INK))
            y -= _TITLE_HEIGHT
        top = y
        canvas.setLineWidth(0.45)
        canvas.setStrokeColor(paint(style.RULE))
        y = self._draw_header(canvas, x, y)
        header_end = rules_from = y
        canvas.setFillColor(paint(style.INK))
        for index in range(self.start, self.end):
            if self.layout.table.body[self.layout.drawn[index].row].group is not None:
                # No rule between columns crosses a row that is one text.
                self._rules(canvas, x, rules_from, y)
                y = rules_from = self._draw_row(canvas, x, y, index)
            else:
                y = self._draw_row(canvas, x, y, index)
        self._rules(canvas, x, rules_from, y)
        canvas.setStrokeColor(paint(style.FRAME))
        canvas.setLineWidth(0.7)
        canvas.line(x, header_end, x + self.layout.width, header_end)
        canvas.rect(x, y, self.layout.width, top - y, stroke=1, fill=0)

    def _draw_header(self, canvas: Canvas, x: float, y: float) -> float:
        layout = self.layout
        upper, lower = layout.header_heights
        canvas.setFillColor(paint(style.HEADER_FILL))
        canvas.rect(x, y - upper - lower, layout.width, upper + lower, stroke=0, fill=1)
        for first, last, column in group_spans(layout.table.columns):
            left, right = x + layout.edges[first], x + layout.edges[last + 1]
            if column.group:
                self._header_cell(canvas, left, right, y, upper, column.group, column.group_subtitle)
                canvas.line(left, y - upper, right, y - upper)
            if first:
                canvas.line(left, y, left, y - upper)
        for index, column in enumerate(layout.table.columns):
            left, right = x + layout.edges[index], x + layout.edges[index + 1]
            above = y - upper if column.group else y
            self._header_cell(
                canvas, left, right, above, above - (y - upper - lower), column.title, column.subtitle
            )
            if index:
                canvas.line(left, y - upper, left, y - upper - lower)
        return y - upper - lower

    def _header_cell(
        self, canvas: Canvas, left: float, right: float, y: float, height: float, title: str, subtitle: str
    ) -> None:
        lines = self.layout.header_lines(title, subtitle, right - left)
        baseline = y - (height - sum(size * 1.3 for _, size, _ in lines)) / 2
        for text, size, bold in lines:
            baseline -= size * 1.3
            canvas.setFillColor(paint(style.INK if bold else style.MUTED))
            fonts.draw_centred(canvas, (left + right) / 2, baseline + size * 0.28, text, size, bold)
        canvas.setFillColor(paint(style.INK))

    def _draw_row(self, canvas: Canvas, x: float, y: float, index: int) -> float:
        layout = self.layout
        line = layout.drawn[index]
        row = layout.table.body[line.row]
        bottom = y - line.height
        if row.group is not None:
            canvas.setFillColor(paint(style.GROUP_FILL))
            canvas.rect(x, bottom, layout.width, line.height, stroke=0, fill=1)
            canvas.setFillColor(paint(style.INK))
            self._text(canvas, x, x + layout.width, y, line.height, line.lines[0], Align.LEFT, True)
            canvas.line(x, bottom, x + layout.width, bottom)
            return bottom
        for column, cell in enumerate(row.cells):
            left, right = x + layout.edges[column], x + layout.edges[column + 1]
            self._draw_cell(canvas, left, right, y, line, column, cell, index)
        start: int | None = None
        for column in range(len(row.cells) + 1):
            ends = column < len(row.cells) and self._ends_here(column, index)
            if ends and start is None:
                start = column
            elif not ends and start is not None:
                canvas.line(x + layout.edges[start], bottom, x + layout.edges[column], bottom)
                start = None
        return bottom

    def _rules(self, canvas: Canvas, x: float, top: float, bottom: float) -> None:
        """Draw the rules between the columns from one height to another, each in one stroke."""
        if top > bottom:
            for edge in self.layout.edges[1:-1]:
                canvas.line(x + edge, top, x + edge, bottom)

    def _draw_cell(
        self,
        canvas: Canvas,
        left: float,
        right: float,
        y: float,
        line: _Line,
        column: int,
        cell: Cell,
        index: int,
    ) -> None:
        layout = self.layout
        continues = layout.runs[column][line.row] != line.row
        if continues and index != self.start:
            return
        lines, height = line.lines[column], self._run_height(column, index)
        if continues:  # top of a page inside a merged cell: say again what it is, as far as it fits
            lines = lines[: max(int((height - 2 * PAD_Y) / layout.leading + 0.01), 1)]
        if cell.mark in style.MARK_FILL and cell.mark is not None:
            canvas.setFillColor(paint(style.MARK_FILL[cell.mark]))
            canvas.rect(left + 0.3, y - height + 0.3, right - left - 0.6, height - 0.6, stroke=0, fill=1)
        ink = style.MARK_TEXT[cell.mark] if cell.mark is not None else style.INK
        # Ink is what everything around is drawn in; only another colour is worth saying.
        coloured = ink != style.INK or cell.mark in style.MARK_FILL
        if coloured:
            canvas.setFillColor(paint(ink))
        align = layout.table.columns[column].alignment
        self._text(canvas, left, right, y, height, lines, align, layout.is_bold(column, cell))
        if coloured:
            canvas.setFillColor(paint(style.INK))

    def _run_height(self, column: int, index: int) -> float:
        """Return the height of the merged cell that starts here, as far as it stands on this page."""
        drawn, runs = self.layout.drawn, self.layout.runs[column]
        first = runs[drawn[index].row]
        height = drawn[index].height
        if drawn[index].lines[column] and first == drawn[index].row and drawn[index].continued:
            return height
        for below in range(index + 1, self.end):
            if drawn[below].row == drawn[index].row or runs[drawn[below].row] != first:
                break
            height += drawn[below].height
        return height

    def _ends_here(self, column: int, index: int) -> bool:
        """Whether the cell has a rule below: not inside a merged run, nor inside a row cut for its height."""
        drawn = self.layout.drawn
        if index + 1 >= self.end:
            return True
        here, below = drawn[index].row, drawn[index + 1].row
        return here != below and self.layout.runs[column][below] == below

    def _text(
        self,
        canvas: Canvas,
        left: float,
        right: float,
        y: float,
        height: float,
        lines: Sequence[str],
        align: Align,
        bold: bool,
    ) -> None:
        size, leading = self.layout.size, self.layout.leading
        baseline = y - height / 2 + (len(lines) - 1) * leading / 2 - fonts.CAP_MIDDLE * size
        for line in lines:
            if align is Align.LEFT:
                fonts.draw_line(canvas, left + PAD_X, baseline, line, size, bold)
            elif align is Align.RIGHT:
                fonts.draw_right(canvas, right - PAD_X, baseline, line, size, bold)
            else:
                fonts.draw_centred(canvas, (left + right) / 2, baseline, line, size, bold)
            baseline -= leading
