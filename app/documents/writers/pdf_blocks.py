"""The pieces of a PDF body other than tables: headings, paragraphs, facts, figures and the record of issue."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from PIL import Image, UnidentifiedImageError
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.documents import fonts
from app.documents.blocks import Fact, Figure, Heading, KeyValues, Paragraph
from app.documents.refusals import PICTURE_UNREADABLE
from app.documents.writers import style
from app.documents.writers.flow import Flow, Piece

TEXT_SIZE = 9.0
TEXT_LEADING = 13.5
NOTE_SIZE = 7.5
NOTE_LEADING = 11.0
_PAD = 4.0
# Which share of a pair a label takes.
_LEAST_LABEL = 0.26
_MOST_LABEL = 0.38
_LONG_WORD = 0.5
_SUBTITLE = 6.5


def ink(canvas: Canvas, colour: str) -> None:
    """Set the fill colour from six hexadecimal digits."""
    canvas.setFillColor(paint(colour))


@cache
def paint(colour: str) -> Color:
    """Return a colour of six hexadecimal digits, read once."""
    return HexColor(f"#{colour}")


def stroke(canvas: Canvas, colour: str, width: float) -> None:
    """Set the line colour and width in points."""
    canvas.setStrokeColor(paint(colour))
    canvas.setLineWidth(width)


def picture(png: bytes, name: str) -> Image.Image:
    """Open a PNG; transparent parts become white, so that every viewer shows the same.

    Raises:
        PartproofError: `documents.picture_unreadable`.
    """
    try:
        opened = Image.open(io.BytesIO(png))
        opened.load()
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise PICTURE_UNREADABLE(name=name) from error
    full = opened.convert("RGBA")
    white = Image.new("RGB", full.size, "white")
    white.paste(full, mask=full.getchannel("A"))
    return white


def draw_picture(canvas: Canvas, png: bytes, box: tuple[float, float, float, float], name: str) -> None:
    """Draw a PNG as large as it fits into (x, y, width, height) points, centred, never distorted."""
    shown = picture(png, name)
    x, y, width, height = box
    scale = min(width / shown.width, height / shown.height)
    wide, high = shown.width * scale, shown.height * scale
    canvas.drawImage(ImageReader(shown), x + (width - wide) / 2, y + (height - high) / 2, wide, high)


@dataclass(frozen=True)
class HeadingPiece:
    """A heading; registers its bookmark when drawn."""

    heading: Heading
    bookmark: Callable[[Canvas, str, int, float], None]

    @property
    def height(self) -> float:
        """Height in points, white space included."""
        return 26.0 if self.heading.level == 1 else 20.0

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw with the upper left corner at (x, y)."""
        size = 12.0 if self.heading.level == 1 else 10.0
        baseline = y - self.height + 8.5
        self.bookmark(canvas, self.heading.text, self.heading.level, y)
        end = fonts.draw_line(canvas, x, baseline, self.heading.text, size, True)
        ink(canvas, style.MUTED)
        fonts.draw_line(canvas, end + 6, baseline, self.heading.subtitle, size - 3)
        ink(canvas, style.INK)


@dataclass(frozen=True)
class LinesPiece:
    """Lines of a paragraph that stand on one page."""

    lines: Sequence[str]
    size: float
    leading: float
    colour: str

    @property
    def height(self) -> float:
        """Height in points."""
        return len(self.lines) * self.leading

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw with the upper left corner at (x, y)."""
        ink(canvas, self.colour)
        fonts.draw_lines(canvas, x, y - self.size, self.lines, self.size, self.leading)
        ink(canvas, style.INK)


@dataclass(frozen=True)
class ParagraphFlow:
    """The remaining lines of a paragraph; no single line is left behind or sent ahead."""

    lines: Sequence[str]
    note: bool

    def take(self, room: float, fresh: bool) -> tuple[Piece | None, Flow | None]:
        """Return the lines that fit."""
        leading = NOTE_LEADING if self.note else TEXT_LEADING
        count = min(int(room / leading), len(self.lines))
        if count < len(self.lines):
            if len(self.lines) - count == 1:
                count -= 1
            if count < 2:
                count = 0
        if count <= 0:
            if not fresh:
                return None, self
            count = 1
        piece = LinesPiece(
            self.lines[:count],
            NOTE_SIZE if self.note else TEXT_SIZE,
            leading,
            style.MUTED if self.note else style.INK,
        )
        rest = self.lines[count:]
        return piece, (ParagraphFlow(rest, self.note) if rest else None)


def paragraph(block: Paragraph, width: float) -> ParagraphFlow:
    """Return the flow of a paragraph wrapped to `width` points."""
    return ParagraphFlow(fonts.wrap(block.text, width, NOTE_SIZE if block.note else TEXT_SIZE), block.note)


@dataclass(frozen=True)
class FactsRow:
    """One row of label and value boxes."""

    facts: Sequence[Fact]
    columns: int
    width: float
    first: bool
    last: bool
    label_share: float = _LEAST_LABEL
    size: float = 8.5
    margin: float = 7.0

    @property
    def _leading(self) -> float:
        return self.size + 3.0

    def _widths(self) -> tuple[float, float]:
        pair = self.width / self.columns
        # A single pair per row gets a label as wide as those of two pairs, so blocks line up.
        label = self.label_share * (self.width / max(self.columns, 2))
        return label, pair - label

    def _value_width(self, index: int) -> float:
        """Return the width of a value; the last of a row that is not full takes the rest of the row."""
        label, value = self._widths()
        missing = self.columns - len(self.facts)
        return value + missing * (label + value) if index == len(self.facts) - 1 else value

    def _value(self, index: int) -> list[str]:
        return fonts.wrap(self.facts[index].shown, self._value_width(index) - 2 * _PAD, self.size)

    def _label(self, fact: Fact) -> tuple[list[str], list[str]]:
        room = self._widths()[0] - 2 * _PAD
        subtitle = fonts.wrap(fact.subtitle, room, _SUBTITLE) if fact.subtitle else []
        return fonts.wrap(fact.label, room, self.size - 0.5, True), subtitle

    @property
    def height(self) -> float:
        """Height in points."""
        highest = 0.0
        for index, fact in enumerate(self.facts):
            label, subtitle = self._label(fact)
            value = len(self._value(index)) * self._leading
            highest = max(highest, value, len(label) * (self._leading - 1) + len(subtitle) * 8.5)
        return highest + self.margin

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw with the upper left corner at (x, y)."""
        label_width, value_width = self._widths()
        height = self.height
        for index in range(len(self.facts)):
            left = x + index * (label_width + value_width)
            ink(canvas, style.LABEL_FILL)
            canvas.rect(left, y - height, label_width, height, stroke=0, fill=1)
            stroke(canvas, style.RULE, 0.45)
            canvas.line(left + label_width, y, left + label_width, y - height)
            if index:
                canvas.line(left, y, left, y - height)
            self._draw_fact(canvas, index, left, y, height)
        stroke(canvas, style.RULE, 0.45)
        # The row above drew no rule below itself: this row's fill would cover half of it.
        canvas.line(x, y, x + self.width, y)
        stroke(canvas, style.FRAME, 0.7)
        for edge in (x, x + self.width):
            canvas.line(edge, y, edge, y - height)
        for shown, at in ((self.first, y), (self.last, y - height)):
            if shown:
                canvas.line(x - 0.35, at, x + self.width + 0.35, at)

    def _draw_fact(self, canvas: Canvas, index: int, left: float, y: float, height: float) -> None:
        fact = self.facts[index]
        label_width, value_width = self._widths()[0], self._value_width(index)
        label, subtitle = self._label(fact)
        baseline = y - (height - len(label) * (self._leading - 1) - len(subtitle) * 8.5) / 2 - self.size + 0.3
        ink(canvas, style.INK)
        baseline = fonts.draw_lines(
            canvas, left + _PAD, baseline, label, self.size - 0.5, self._leading - 1, True
        )
        ink(canvas, style.MUTED)
        fonts.draw_lines(canvas, left + _PAD, baseline + 1.5, subtitle, _SUBTITLE, 8.5)
        value = self._value(index)
        baseline = y - height / 2 + (len(value) - 1) * self._leading / 2 - fonts.CAP_MIDDLE * self.size
        at = left + label_width
        if fact.mark in style.MARK_FILL and fact.mark is not None:
            ink(canvas, style.MARK_FILL[fact.mark])
            canvas.rect(at + 0.4, y - height + 0.4, value_width - 0.8, height - 0.8, stroke=0, fill=1)
        ink(canvas, style.MARK_TEXT[fact.mark] if fact.mark is not None else style.INK)
        fonts.draw_lines(canvas, at + _PAD, baseline, value, self.size, self._leading)
        ink(canvas, style.INK)


def label_shares(blocks: Iterable[KeyValues], width: float) -> dict[int, float]:
    """Return, by pairs per row, which share of a pair the labels take, so that all such blocks line up.

    Wide enough that a label keeps to one line, a long one to two, and none is cut within a word.
    """
    shares: dict[int, float] = {}
    for block in blocks:
        shares.setdefault(block.columns, _LEAST_LABEL)
        pair = width / max(block.columns, 2)
        for fact in block.facts:
            for text, size, bold in (
                (fact.label, FactsRow.size - 0.5, True),
                (fact.subtitle, _SUBTITLE, False),
            ):
                whole = fonts.width(text, size, bold)
                if whole > _MOST_LABEL * pair - 2 * _PAD:
                    # Two lines are rarely of one length.
                    whole *= 0.56
                word = max((fonts.width(one, size, bold) for one in text.split()), default=0.0)
                # A narrow label is less bad than one cut within a word, a narrow value is worse than both.
                share = max(min(_share(whole, pair), _MOST_LABEL), min(_share(word, pair), _LONG_WORD))
                shares[block.columns] = max(shares[block.columns], share)
    return shares


def _share(points: float, pair: float) -> float:
    return (points + 2 * _PAD + 1.0) / pair


def fact_rows(block: KeyValues, width: float, label_share: float = _LEAST_LABEL) -> list[FactsRow]:
    """Return the rows of a block of facts, `width` points wide."""
    rows: list[list[Fact]] = []
    for index, fact in enumerate(block.facts):
        if index % block.columns == 0:
            rows.append([])
        rows[-1].append(fact)
    return [
        FactsRow(row, block.columns, width, index == 0, index == len(rows) - 1, label_share)
        for index, row in enumerate(rows)
    ]


@dataclass
class PlacedPage:
    """Where a page of another PDF goes, found while drawing and filled in afterwards."""

    page: int
    box: tuple[float, float, float, float]
    pdf: bytes
    name: str


@dataclass
class FigurePiece:
    """A figure with its caption below."""

    figure: Figure
    width: float
    aspect: float
    limit: float
    placed: list[PlacedPage] = field(default_factory=list)

    @property
    def _box(self) -> tuple[float, float]:
        wide = self.width * self.figure.width
        high = wide * self.aspect
        most = self.limit - 24.0
        return (wide, high) if high <= most else (most / self.aspect, most)

    @property
    def height(self) -> float:
        """Height in points."""
        return self._box[1] + (20.0 if self.figure.caption else 6.0)

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw with the upper left corner at (x, y)."""
        wide, high = self._box
        left = x + (self.width - wide) / 2
        box = (left, y - high, wide, high)
        if self.figure.pdf is not None:
            name = self.figure.caption
            self.placed.append(PlacedPage(canvas.getPageNumber() - 1, box, self.figure.pdf, name))
        elif self.figure.png is not None:
            draw_picture(canvas, self.figure.png, box, self.figure.caption)
        ink(canvas, style.MUTED)
        fonts.draw_centred(canvas, x + self.width / 2, y - high - 11.0, self.figure.caption, 8.0)
        ink(canvas, style.INK)


def draw_qr(canvas: Canvas, content: str, x: float, y: float, side: float) -> None:
    """Draw a QR code with its lower left corner at (x, y), `side` points wide, quiet zone included."""
    widget = QrCodeWidget(content, barLevel="M")
    left, bottom, right, top = widget.getBounds()
    drawing = Drawing(side, side, transform=[side / (right - left), 0, 0, side / (top - bottom), 0, 0])
    drawing.add(widget)
    renderPDF.draw(drawing, canvas, x, y)


@dataclass(frozen=True)
class IssuePiece:
    """The record of issue beside the code of the audit log's head, with the sentence how to check it."""

    title: str
    facts: Sequence[tuple[str, str]]
    how_to_check: str
    head: str
    width: float

    _side = 74.0

    def _rows(self) -> list[FactsRow]:
        facts = [Fact(label, value) for label, value in self.facts if value]
        width = self.width - self._side - 8.0
        return [
            FactsRow((fact,), 1, width, index == 0, index == len(facts) - 1, 0.42, 7.5, 4.5)
            for index, fact in enumerate(facts)
        ]

    def _note(self) -> list[str]:
        return fonts.wrap(self.how_to_check, self.width, NOTE_SIZE)

    @property
    def height(self) -> float:
        """Height in points."""
        table = max(sum(row.height for row in self._rows()), self._side)
        return 17.0 + table + 4.0 + len(self._note()) * NOTE_LEADING

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw with the upper left corner at (x, y)."""
        fonts.draw_line(canvas, x, y - 11.0, self.title, 9.5, True)
        y -= 17.0
        draw_qr(canvas, self.head, x + self.width - self._side, y - self._side, self._side)
        used = 0.0
        for row in self._rows():
            row.draw(canvas, x, y - used)
            used += row.height
        y -= max(used, self._side) + 4.0
        LinesPiece(self._note(), NOTE_SIZE, NOTE_LEADING, style.MUTED).draw(canvas, x, y)
