"""The columns of a sheet: the widest table gives them, everything else is laid over them by merging cells.

Knows widths and fractions only, nothing of texts or styles.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from app.documents.blocks import Table
from app.documents.document import Form, Paper
from app.documents.writers.style import MM
from app.documents.writers.widths import column_widths, needed_widths

_ENOUGH_COLUMNS = 8
_WANTED_COLUMNS = 12
# Cells of a longer table stay single, so that it can be sorted and filtered.
_SHORT_TABLE = 60
# An edge this close to a column's edge would make a sliver of a column.
_NEAR = 0.025
_NEAR_BOX = 0.018
_MARGINS_MM = 30
# A column too narrow for its words is worse than a boundary that lies elsewhere.
_DEAR = 8.0
_LONGEST_WORD = 16
# How much wider than its paper a sheet gets for the sake of words; it is printed smaller by as much.
_MOST_SMALLER = 1.25
_LOOKED_AT = 60
# In em; "A" (ambiguous) signs such as × and ① are wide in some Korean fonts only.
_WIDE = {"W": 0.93, "F": 0.93, "A": 0.75}
PADDING = 5.0
"""Both sides of a cell together, in points."""


def text_width(text: str, size: float) -> float:
    """Estimate the width of one line in points; workbooks are shown in whatever font the reader has."""
    return sum(_em(sign) for sign in text) * size


def _em(sign: str) -> float:
    if sign in " .,:;'|()[]/-":
        return 0.33
    return _WIDE.get(unicodedata.east_asian_width(sign), 0.57)


def line_count(text: str, room: float, size: float) -> int:
    """Estimate how many lines a text takes in `room` points."""
    room = max(room - PADDING, size)
    return sum(max(1, -int(-text_width(part, size) // room)) for part in text.split("\n"))


@dataclass(frozen=True)
class Grid:
    """Columns of a sheet.

    Attributes:
        edges: Fractions of the width, from 0 to 1, one more than there are columns.
        width: Total width in points.
    """

    edges: tuple[float, ...]
    width: float

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.edges) - 1

    def points(self, first: int, last: int) -> float:
        """Width in points of the columns `first` to `last`, counted from 1, both included."""
        return (self.edges[last] - self.edges[first - 1]) * self.width

    def spans(self, wanted: Sequence[float], needs: Sequence[float] = ()) -> list[tuple[int, int]]:
        """Lay boundaries over the grid.

        Args:
            wanted: Fractions, rising, first 0 and last 1.
            needs: For each gap the fraction below which its texts would break inside a word; none where empty.

        Returns:
            For each gap the first and last column, from 1; the boundaries nearest to the wanted ones.
        """
        count, edges = len(wanted) - 1, self.edges
        best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, (0,))}
        for step in range(1, count + 1):
            following: dict[int, tuple[float, tuple[int, ...]]] = {}
            ends = [self.columns] if step == count else range(step, self.columns - (count - step) + 1)
            for end in ends:
                need = needs[step - 1] if needs else 0.0
                paths = [
                    (cost + _DEAR * max(need - (edges[end] - edges[at]), 0.0), path)
                    for at, (cost, path) in best.items()
                    if at < end
                ]
                if paths:
                    cost, path = min(paths)
                    following[end] = (cost + abs(edges[end] - wanted[step]), (*path, end))
            best = following
        chosen = best[self.columns][1]
        return [(chosen[index] + 1, chosen[index + 1]) for index in range(count)]

    def table_spans(self, table: Table) -> list[tuple[int, int]]:
        """Return the first and last column of each column of a table."""
        needs = [points / self.width for points in _words_of(table)]
        return self.spans(fractions(table, self.width), needs)

    def fact_spans(self, columns: int, share: float, labels: Sequence[str]) -> list[tuple[int, int]]:
        """Return the first and last column of labels and values in turn; no label breaks inside a word.

        Args:
            columns: Pairs per row.
            share: Of a pair, taken by its label.
            labels: What stands in the labels.
        """
        word = max((_measured(word) for label in labels for word in label.split()), default=0.0) + PADDING
        return self.spans(fact_edges(columns, share), [word / self.width, 0.0] * columns)


def fractions(table: Table, width: float) -> list[float]:
    """Return the boundaries of a table's columns as fractions of the width."""
    edges = [0.0]
    for one in column_widths(table, width, PADDING + 2.0, _measured, _words_of(table)):
        edges.append(edges[-1] + one / width)
    edges[-1] = 1.0
    return edges


def _words_of(table: Table) -> list[float]:
    """Return the room in points that each column needs for its longest word."""
    return [_longest_word(table, index) for index in range(len(table.columns))]


def _longest_word(table: Table, index: int) -> float:
    """Return the room that a column needs in points, so that no heading or short value breaks inside a word."""
    column = table.columns[index]
    texts = [
        column.title,
        column.subtitle,
        *(row.cells[index].shown for row in table.body[:_LOOKED_AT] if row.cells),
    ]
    words = {word for text in texts for word in text.split() if len(word) <= _LONGEST_WORD}
    return max((_measured(word) for word in words), default=0.0) + PADDING


def _measured(text: str) -> float:
    return text_width(text, 9.0)


def fact_edges(columns: int, share: float) -> list[float]:
    """Return the fractions at which labels and values of a block of facts begin and end, first 0 and last 1.

    Args:
        columns: Pairs per row.
        share: Of a pair, taken by its label.
    """
    pair, label = 1 / columns, share / max(columns, 2)
    edges = [0.0]
    for index in range(columns):
        edges.extend((index * pair + label, (index + 1) * pair))
    edges[-1] = 1.0
    return edges


def paper_width(form: Form) -> float:
    """Return the width in points that a sheet has on its paper; on A3 it is printed a little larger."""
    width = (form.size_mm[0] - _MARGINS_MM) * MM
    return width * 0.9 if form.paper is Paper.A3 else width


def make_grid(
    table: Table | None, form: Form, wanted: Sequence[float] = (), boxes: Sequence[float] = ()
) -> Grid:
    """Return the grid of a sheet whose widest table is `table`.

    Args:
        table: Gives the columns; None gives even ones.
        form: Gives the width.
        wanted: Further edges (fractions) above and below a short table, taken where no column's edge is near.
        boxes: The same for boxes that have to be about as wide as they want to be.
    """
    width = paper_width(form)
    if table is not None:
        # Excel shows ##### for a number that does not fit; the page is then printed smaller.
        numbers = needed_widths(table, PADDING + 2.0, _measured)
        words = sum(max(pair) for pair in zip(numbers, _words_of(table), strict=True))
        width = max(width, sum(numbers) * 1.05, min(words, _MOST_SMALLER * width))
    edges = fractions(table, width) if table is not None else [index / 12 for index in range(13)]
    if len(edges) - 1 < _ENOUGH_COLUMNS:
        edges = _refined(edges)
    if table is None or len(table.body) <= _SHORT_TABLE:
        for near, further in ((_NEAR_BOX, boxes), (_NEAR, wanted)):
            for edge in further:
                if min(abs(edge - known) for known in edges) > near:
                    edges.append(edge)
    return Grid(tuple(sorted(edges)), width)


def _refined(edges: list[float]) -> list[float]:
    """Split the widest columns until there are enough to lay the title block over."""
    edges = list(edges)
    while len(edges) - 1 < _WANTED_COLUMNS:
        widest = max(range(len(edges) - 1), key=lambda index: edges[index + 1] - edges[index])
        edges.insert(widest + 1, (edges[widest] + edges[widest + 1]) / 2)
    return edges
