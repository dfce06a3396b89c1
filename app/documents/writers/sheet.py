"""Draws a whole vector drawing sheet as PDF: frame with zones, views, title block, revisions, tolerance note.

For drawings the program makes itself (the demo factory); it imports nothing and judges nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from app.documents import fonts
from app.documents.blocks import Cleaned
from app.documents.document import Paper
from app.documents.writers import merge, style
from app.documents.writers.canvas import new_canvas
from app.documents.writers.drafting import Draftsman, draw_note, font_size, text_centre, use_line
from app.documents.writers.pdf_blocks import ink
from app.documents.writers.shapes import Dimension, LineKind, Note, Point, View
from app.documents.writers.style import MM
from app.texts import Language

_EDGE: Final = 10.0
_ZONE: Final = 5.0
_LETTERS: Final = "ABCDEFGHJKLM"
_BLOCK_WIDTH: Final = 180.0
_ROW: Final = 8.6


@dataclass(frozen=True)
class TitleBlock(Cleaned):
    """What the title block says; labels are added in the sheet's language."""

    company: str
    drawing_number: str
    part_number: str
    part_name: str
    material: str
    revision: str
    scale: str
    customer: str = ""
    vehicle: str = ""
    finish: str = ""
    drawn: str = ""
    checked: str = ""
    approved: str = ""
    sheet: str = "1 / 1"


@dataclass(frozen=True)
class SheetRevision(Cleaned):
    """One row of the revision table."""

    revision: str
    zone: str
    description: str
    date: str
    name: str


@dataclass(frozen=True)
class Sheet:
    """A drawing sheet in landscape.

    Attributes:
        title_block: Lower right.
        views: The views.
        revisions: Oldest first; printed upwards above the title block's right end.
        tolerances: Rows of the general tolerance note: range and tolerance.
        tolerance_title: E.g. "일반공차 KS B ISO 2768-m".
        notes: Numbered notes 주기, printed lower left.
        paper: A3 or A4.
        language: Of the labels.
    """

    title_block: TitleBlock
    views: Sequence[View]
    revisions: Sequence[SheetRevision] = ()
    tolerances: Sequence[tuple[str, str]] = ()
    tolerance_title: str = ""
    notes: Sequence[str] = ()
    paper: Paper = Paper.A3
    language: str = "ko"

    @property
    def size_mm(self) -> tuple[int, int]:
        """Width and height of the paper in mm."""
        short, long = self.paper.value
        return long, short

    def displayed(self, point: Point) -> Point:
        """Return a place on the paper (mm, y upwards) in points from the upper left corner, as balloons want it."""
        return point[0] * MM, (self.size_mm[1] - point[1]) * MM

    def place_of(self, view: View, dimension: Dimension) -> Point:
        """Return the middle of a dimension's text in points from the upper left corner."""
        return self.displayed(text_centre(view, dimension))


def draw_sheet(sheet: Sheet) -> bytes:
    """Return the sheet as a one-page PDF with real text; the same description gives the same bytes.

    Raises:
        PartproofError: `documents.sign_missing`.
    """
    width, height = sheet.size_mm
    canvas, buffer = new_canvas((width * MM, height * MM), sheet.language)
    ink(canvas, style.INK)
    _draw_frame(canvas, width, height)
    for view in sheet.views:
        draftsman = Draftsman(canvas, view)
        for shape in view.shapes:
            draftsman.draw(shape)
        if view.label:
            x, y = view.paper(view.label_at)
            fonts.draw_centred(canvas, x * MM, y * MM, view.label, font_size(3.2), True)
    canvas.setDash([])
    _TitleBlockDrawing(canvas, sheet).draw()
    _draw_notes(canvas, sheet)
    canvas.showPage()
    canvas.save()
    block = sheet.title_block
    with merge.open_pdf(buffer.getvalue(), block.drawing_number) as drawn:
        return merge.save_pdf(drawn, title=f"{block.drawing_number} {block.revision}", author=block.company)


def _draw_frame(canvas: Canvas, width: float, height: float) -> None:
    """Draw the frame with zone letters and numbers outside it."""
    use_line(canvas, LineKind.FRAME)
    canvas.rect(_EDGE * MM, _EDGE * MM, (width - 2 * _EDGE) * MM, (height - 2 * _EDGE) * MM)
    use_line(canvas, LineKind.THIN)
    inner = _EDGE - _ZONE
    canvas.rect(inner * MM, inner * MM, (width - 2 * inner) * MM, (height - 2 * inner) * MM)
    columns, rows = round(width / 52.5), round(height / 49.5)
    size = font_size(2.2)
    for index in range(columns):
        left = _EDGE + index * (width - 2 * _EDGE) / columns
        middle = left + (width - 2 * _EDGE) / columns / 2
        for base in (inner, height - _EDGE):
            if index:
                canvas.line(left * MM, base * MM, left * MM, (base + _ZONE) * MM)
            fonts.draw_centred(canvas, middle * MM, (base + 1.4) * MM, str(columns - index), size)
    for index in range(rows):
        bottom = _EDGE + index * (height - 2 * _EDGE) / rows
        middle = bottom + (height - 2 * _EDGE) / rows / 2
        for base in (inner, width - _EDGE):
            if index:
                canvas.line(base * MM, bottom * MM, (base + _ZONE) * MM, bottom * MM)
            fonts.draw_centred(canvas, (base + 2.5) * MM, (middle - 1.1) * MM, _LETTERS[index], size)


def _draw_notes(canvas: Canvas, sheet: Sheet) -> None:
    if not sheet.notes:
        return
    heading = Language(sheet.language).term("drawing", "Notes")
    lines = [heading, *(f"{number}. {note}" for number, note in enumerate(sheet.notes, start=1))]
    step = font_size(2.4) * 1.5 / MM
    draw_note(canvas, (_EDGE + 6.0, _EDGE + 4.0 + step * (len(lines) - 1)), Note((0, 0), lines, 2.4))


class _TitleBlockDrawing:
    """Title block, tolerance note and revision table, drawn from the lower right corner."""

    def __init__(self, canvas: Canvas, sheet: Sheet) -> None:
        self._canvas = canvas
        self._sheet = sheet
        self._term = Language(sheet.language).term
        self._right = sheet.size_mm[0] - _EDGE
        self._left = self._right - _BLOCK_WIDTH

    def draw(self) -> None:
        """Draw everything."""
        block, term = self._sheet.title_block, self._term
        rows: list[list[tuple[float, str, str]]] = [
            [
                (0.5, term("drawing", "Drawing no."), block.drawing_number),
                (0.17, term("drawing", "Rev."), block.revision),
                (0.16, term("drawing", "Scale"), block.scale),
                (0.17, term("drawing", "Sheet"), block.sheet),
            ],
            [
                (0.5, term("drawing", "Part no."), block.part_number),
                (0.5, term("drawing", "Part name"), block.part_name),
            ],
            [
                (0.5, term("drawing", "Material"), block.material),
                (0.5, term("drawing", "Finish"), block.finish),
            ],
            [
                (0.5, term("drawing", "Customer"), block.customer),
                (0.5, term("drawing", "Vehicle / project"), block.vehicle),
            ],
            [
                (1 / 3, term("drawing", "Drawn"), block.drawn),
                (1 / 3, term("drawing", "Checked"), block.checked),
                (1 / 3, term("drawing", "Approved"), block.approved),
            ],
        ]
        y = _EDGE
        for row in rows:
            self._row(y, row)
            y += _ROW
        self._company(y)
        y += 12.0
        use_line(self._canvas, LineKind.FRAME)
        self._canvas.rect(self._left * MM, _EDGE * MM, _BLOCK_WIDTH * MM, (y - _EDGE) * MM)
        self._revisions(y)
        self._tolerances()

    def _row(self, y: float, cells: Sequence[tuple[float, str, str]]) -> None:
        x = self._left
        use_line(self._canvas, LineKind.THIN)
        for share, label, value in cells:
            wide = share * _BLOCK_WIDTH
            self._canvas.rect(x * MM, y * MM, wide * MM, _ROW * MM)
            ink(self._canvas, style.MUTED)
            fonts.draw_line(self._canvas, (x + 1.2) * MM, (y + _ROW - 2.6) * MM, label, font_size(1.65))
            ink(self._canvas, style.INK)
            size = font_size(2.5)
            room = (wide - 3.0) * MM
            size *= min(1.0, room / max(fonts.width(value, size), 1.0))
            fonts.draw_line(self._canvas, (x + 1.8) * MM, (y + 1.7) * MM, value, size)
            x += wide

    def _company(self, y: float) -> None:
        canvas, term = self._canvas, self._term
        fonts.draw_line(
            canvas,
            (self._left + 3) * MM,
            (y + 4.3) * MM,
            self._sheet.title_block.company,
            font_size(3.4),
            True,
        )
        unit = f"{term('drawing', 'Unit')} mm"
        method = term("drawing", "Third angle projection")
        ink(canvas, style.MUTED)
        fonts.draw_line(canvas, (self._right - 62) * MM, (y + 7.0) * MM, unit, font_size(1.9))
        fonts.draw_line(canvas, (self._right - 62) * MM, (y + 3.0) * MM, method, font_size(1.9))
        ink(canvas, style.INK)
        self._projection(self._right - 22.0, y + 6.0)

    def _projection(self, x: float, y: float) -> None:
        """Draw the third-angle sign: circles left, cone right."""
        canvas = self._canvas
        use_line(canvas, LineKind.THIN)
        canvas.circle(x * MM, y * MM, 3.0 * MM)
        canvas.circle(x * MM, y * MM, 1.7 * MM)
        path = canvas.beginPath()
        corners = ((x + 6, y - 1.7), (x + 15, y - 3.0), (x + 15, y + 3.0), (x + 6, y + 1.7))
        for index, corner in enumerate(corners):
            (path.lineTo if index else path.moveTo)(corner[0] * MM, corner[1] * MM)
        path.close()
        canvas.drawPath(path)
        canvas.setDash([2.2, 1.2, 0.8, 1.2])
        canvas.line((x - 4.2) * MM, y * MM, (x + 16.5) * MM, y * MM)
        canvas.line(x * MM, (y - 4.2) * MM, x * MM, (y + 4.2) * MM)
        canvas.setDash([])

    def _revisions(self, y: float) -> None:
        if not self._sheet.revisions:
            return
        term = self._term
        rows = [
            (
                term("drawing", "Rev."),
                term("drawing", "Zone"),
                term("drawing", "Description"),
                term("drawing", "Date"),
                term("drawing", "Name"),
            )
        ]
        rows.extend(
            (one.revision, one.zone, one.description, one.date, one.name) for one in self._sheet.revisions
        )
        self._table(self._left, y, (14, 14, 96, 30, 26), rows)

    def _tolerances(self) -> None:
        rows = list(self._sheet.tolerances)
        if not rows:
            return
        widths = (30.0, 20.0)
        left = self._left - sum(widths)
        top = self._table(left, _EDGE, widths, list(reversed(rows)))
        use_line(self._canvas, LineKind.THIN)
        self._canvas.rect(left * MM, top * MM, sum(widths) * MM, 6.0 * MM)
        middle = (left + sum(widths) / 2) * MM
        size = font_size(1.9)
        size *= min(1.0, (sum(widths) - 2) * MM / fonts.width(self._sheet.tolerance_title or " ", size, True))
        fonts.draw_centred(self._canvas, middle, (top + 2.0) * MM, self._sheet.tolerance_title, size, True)

    def _table(
        self, left: float, bottom: float, widths: Sequence[float], rows: Sequence[Sequence[str]]
    ) -> float:
        """Draw rows upwards from `bottom` (mm); return the top."""
        size = font_size(1.9)
        use_line(self._canvas, LineKind.THIN)
        for row in rows:
            x = left
            for wide, text in zip(widths, row, strict=True):
                self._canvas.rect(x * MM, bottom * MM, wide * MM, 5.4 * MM)
                fitted = size * min(1.0, (wide - 2) * MM / max(fonts.width(text, size), 1.0))
                fonts.draw_line(self._canvas, (x + 1.2) * MM, (bottom + 1.75) * MM, text, fitted)
                x += wide
            bottom += 5.4
        return bottom
