"""The blocks that stand in the body of a `Document`: headings, paragraphs, facts, tables, figures.

Plain frozen facts, already formatted as text; nothing here knows Excel, PDF or the database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import InitVar, dataclass, field, fields
from enum import Enum
from typing import Final

from app.documents.text import clean_text, exact_number
from app.errors import BugError


class Mark(Enum):
    """A verdict beside a word: shape and word carry it, colour only supports."""

    OK = "ok"
    NG = "ng"
    WARN = "warn"

    @property
    def shape(self) -> str:
        """The sign printed before the word."""
        return _SHAPES[self]


_SHAPES: Final = {Mark.OK: "✓", Mark.NG: "✗", Mark.WARN: "▲"}


class ColumnKind(Enum):
    """What a column holds; decides its alignment and how the workbook stores it."""

    TEXT = "text"
    NUMBER = "number"
    VERDICT = "verdict"


class Align(Enum):
    """Horizontal place of a text in its cell."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Cleaned:
    """Base of the frozen facts: cleans every text field at construction."""

    def __post_init__(self) -> None:
        self._clean_fields()

    def _clean_fields(self) -> None:
        for one in fields(self):  # type: ignore[arg-type]  # only dataclasses inherit from this
            value = getattr(self, one.name, None)
            if isinstance(value, str):
                object.__setattr__(self, one.name, clean_text(value))


@dataclass(frozen=True)
class Fact(Cleaned):
    """A label with its value, e.g. ``Fact("품번", "HB-2210-01", "Part no.")``.

    Attributes:
        label: In the document's language.
        value: Already formatted.
        subtitle: The label in the other language, printed smaller; may be empty.
        mark: Verdict shown before the value.
    """

    label: str
    value: str
    subtitle: str = ""
    mark: Mark | None = None

    @property
    def shown(self) -> str:
        """The value with the shape of its mark."""
        return marked_text(self.value, self.mark)


def marked_text(text: str, mark: Mark | None) -> str:
    """Return the text with the shape of its mark before it; a mark without a word is a bug."""
    if mark is None:
        return text
    if not text:
        raise BugError("a mark needs a word beside its shape")
    return f"{mark.shape} {text}"


@dataclass(frozen=True)
class Heading(Cleaned):
    """A heading, also a bookmark of the PDF. `level` is 1 or 2."""

    text: str
    subtitle: str = ""
    level: int = 1

    def texts(self) -> Iterator[str]:
        """Yield the texts in reading order."""
        yield self.text
        yield self.subtitle


@dataclass(frozen=True)
class Paragraph(Cleaned):
    """Running text; line breaks are kept. A `note` is printed smaller and grey."""

    text: str
    note: bool = False

    def texts(self) -> Iterator[str]:
        """Yield the texts in reading order."""
        yield self.text


@dataclass(frozen=True)
class KeyValues(Cleaned):
    """A block of facts in `columns` pairs per row."""

    facts: Sequence[Fact]
    columns: int = 2

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", tuple(self.facts))

    def texts(self) -> Iterator[str]:
        """Yield the texts in reading order."""
        for fact in self.facts:
            yield from (fact.label, fact.subtitle, fact.shown)


@dataclass(frozen=True)
class Cell(Cleaned):
    """One cell of a table.

    Attributes:
        text: What is printed; in a number column the exact decimal text ("12.500").
        mark: Verdict, shown as a shape before the text (and a quiet colour).
        formula: Checking formula for the workbook, put beside the value, never instead of it. ``{key}`` is
            the cell of that column in the same row, ``{table.key}`` all rows of a column of that table.
    """

    text: str
    mark: Mark | None = None
    formula: str | None = None

    def __post_init__(self) -> None:
        # Written out: a long table makes a hundred thousand of these.
        object.__setattr__(self, "text", clean_text(self.text))
        if self.formula is not None and not _FORMULA.fullmatch(self.formula):
            raise BugError(f"not an allowed checking formula: {self.formula!r}")

    @property
    def shown(self) -> str:
        """The text with the shape of its mark."""
        return marked_text(self.text, self.mark)


# Formulas come from builders, never from users; this still keeps quotes, other workbooks and DDE out.
_FORMULA: Final = re.compile(r"=[A-Za-z0-9_.,(){}+\-*/^<>= ]+")


@dataclass(frozen=True)
class GroupRow(Cleaned):
    """A row over the whole width that names the rows below it."""

    text: str


@dataclass(frozen=True)
class Row:
    """One row as the writers see it: the cells of all columns, or one text over the whole width."""

    cells: tuple[Cell, ...]
    group: str | None = None


@dataclass(frozen=True)
class Column(Cleaned):
    """A column of a table.

    Attributes:
        key: Name for formulas and builders, never printed.
        title: Header text.
        weight: Share of the width, compared with the other columns.
        kind: Text, number or verdict.
        subtitle: The title in the other language.
        group: Title over neighbouring columns with the same group.
        group_subtitle: That title in the other language.
        align: Overrides the alignment of the kind.
        merge_down: Equal neighbouring cells are shown as one (process number, process name …).
        bold: Printed bold, e.g. the name of a requirement.
    """

    key: str
    title: str
    weight: float = 1.0
    kind: ColumnKind = ColumnKind.TEXT
    subtitle: str = ""
    group: str = ""
    group_subtitle: str = ""
    align: Align | None = None
    merge_down: bool = False
    bold: bool = False

    @property
    def alignment(self) -> Align:
        """Where the cells' texts stand."""
        if self.align is not None:
            return self.align
        return _ALIGNMENTS[self.kind]


_ALIGNMENTS: Final = {
    ColumnKind.TEXT: Align.LEFT,
    ColumnKind.NUMBER: Align.RIGHT,
    ColumnKind.VERDICT: Align.CENTER,
}


@dataclass(frozen=True)
class Table(Cleaned):
    """A table of already formatted cells.

    Attributes:
        columns: The columns, left to right.
        rows: Sequences as long as `columns` (texts or `Cell`), or a `GroupRow`.
        key: Name for formulas, never printed.
        title: Printed above; also a bookmark and, with `own_sheet`, the name of the sheet.
        subtitle: The title in the other language.
        own_sheet: The workbook gives it a sheet of its own (long raw data).
        body: The rows as the writers see them.
    """

    columns: Sequence[Column]
    rows: InitVar[Iterable[Sequence[Cell | str] | GroupRow]]
    key: str = ""
    title: str = ""
    subtitle: str = ""
    own_sheet: bool = False
    body: tuple[Row, ...] = field(init=False)

    def __post_init__(self, rows: Iterable[Sequence[Cell | str] | GroupRow]) -> None:
        self._clean_fields()
        object.__setattr__(self, "columns", tuple(self.columns))
        object.__setattr__(self, "body", tuple(self._row(row) for row in rows))

    def _row(self, row: Sequence[Cell | str] | GroupRow) -> Row:
        if isinstance(row, GroupRow):
            return Row((), row.text)
        if len(row) != len(self.columns):
            raise BugError(
                f"table {self.key or self.title!r}: {len(row)} cells for {len(self.columns)} columns"
            )
        return Row(tuple(Cell(cell) if isinstance(cell, str) else cell for cell in row))

    @property
    def has_groups(self) -> bool:
        """Whether the header has two rows."""
        return any(column.group for column in self.columns)

    def is_number(self, column: int, cell: Cell) -> bool:
        """Whether the cell is stored as a number in the workbook."""
        return self.columns[column].kind is ColumnKind.NUMBER and exact_number(cell.text) is not None

    def merge_runs(self) -> list[list[int]]:
        """Return, per column, for each row the index of the row whose cell it continues (itself if none).

        A run of a `merge_down` column ends where one of the `merge_down` columns left of it ends.
        """
        runs = [list(range(len(self.body))) for _ in self.columns]
        merged = [index for index, column in enumerate(self.columns) if column.merge_down]
        for row in range(1, len(self.body)):
            above, here = self.body[row - 1], self.body[row]
            if above.group is not None or here.group is not None:
                continue
            for column in merged:
                if not here.cells[column].text or here.cells[column] != above.cells[column]:
                    break
                runs[column][row] = runs[column][row - 1]
        return runs

    def texts(self) -> Iterator[str]:
        """Yield the texts in reading order; a merged cell once."""
        yield from (self.title, self.subtitle)
        for column in self.columns:
            yield from (column.group, column.group_subtitle, column.title, column.subtitle)
        runs = self.merge_runs()
        for number, row in enumerate(self.body):
            if row.group is not None:
                yield row.group
            for index, cell in enumerate(row.cells):
                if runs[index][number] == number:
                    yield cell.shown


@dataclass(frozen=True)
class Figure(Cleaned):
    """A picture with its caption.

    Attributes:
        caption: Printed below.
        png: The picture; the workbook can show only this one.
        pdf: A one-page PDF printed in place of the picture, so that lines stay lines.
        width: Share of the page width, 0 to 1.
    """

    caption: str
    png: bytes | None = None
    pdf: bytes | None = None
    width: float = 1.0

    def __post_init__(self) -> None:
        self._clean_fields()
        if self.png is None and self.pdf is None:
            raise BugError("a figure needs a picture")

    def texts(self) -> Iterator[str]:
        """Yield the texts in reading order."""
        yield self.caption


class ChartKind(Enum):
    """How the numbers of a table are drawn."""

    BARS = "bars"
    RADAR = "radar"


@dataclass(frozen=True)
class Chart(Cleaned):
    """A chart of a table of the same document; both writers draw it from the same cells, so neither can disagree.

    Attributes:
        kind: Bars (one per row and value column) or a radar (one axis per row; at least three rows).
        caption: Printed below.
        table: Key of the table.
        category: Key of its column that names the rows.
        values: Keys of its number columns.
        highest: End of the value axis; 0 takes the largest value.
    """

    kind: ChartKind
    caption: str
    table: str
    category: str
    values: Sequence[str]
    highest: int = 0

    def __post_init__(self) -> None:
        self._clean_fields()
        object.__setattr__(self, "values", tuple(self.values))

    def texts(self) -> Iterator[str]:
        """Yield the texts in reading order; the rest stands in the table."""
        yield self.caption

    def series(self, table: Table) -> ChartSeries:
        """Return names of rows and the values by column, cells without a number as None."""
        places = {column.key: index for index, column in enumerate(table.columns)}
        rows = [row for row in table.body if row.group is None]
        names = tuple(row.cells[places[self.category]].text for row in rows)
        found = []
        for key in self.values:
            numbers = [exact_number(row.cells[places[key]].text) for row in rows]
            shown = tuple(None if one is None else float(one) for one in numbers)
            found.append((table.columns[places[key]].title, shown))
        return ChartSeries(names, tuple(found))


@dataclass(frozen=True)
class ChartSeries:
    """What a chart draws: only for drawing, so binary numbers do; the exact ones stand in the table."""

    names: tuple[str, ...]
    values: tuple[tuple[str, tuple[float | None, ...]], ...]


@dataclass(frozen=True)
class PageBreak:
    """The next block starts on a new page (in the workbook too)."""

    def texts(self) -> Iterator[str]:
        """Yield nothing."""
        yield from ()


Block = Heading | Paragraph | KeyValues | Table | Figure | Chart | PageBreak
