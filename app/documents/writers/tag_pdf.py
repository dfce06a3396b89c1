"""Draws tags as PDF vectors: one tag per page at its own size, or as many as fit on an office sheet.

Draws what is placed and decides nothing; the bytes depend on the tags alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from app.documents import fonts
from app.documents.tag_page import COLOURS, MM_PER_POINT, PlacedBox, PlacedCode, PlacedText, TagPage
from app.documents.tag_sheet import A4, GAP, sheets
from app.documents.writers.canvas import new_canvas

# isort: split
from reportlab.pdfgen.canvas import Canvas

_MARK: Final = 2.5
# Half a hundredth of a mm closes the hair lines that viewers leave between touching rectangles.
_OVERLAP: Final = 0.005


def write_tag_pdf(pages: Sequence[TagPage], *, language: str = "ko", sheet: bool = False) -> bytes:
    """Return the PDF of tags.

    Args:
        pages: The tags, each as often as it is wanted.
        language: ``ko`` or ``en``, told to readers of the file.
        sheet: Put several small ones on an A4 sheet, with marks to cut along, for an office printer.
    """
    canvas, buffer = new_canvas(_points(A4 if sheet else (pages[0].width, pages[0].height)), language)
    for group in sheets(pages) if sheet else [[(0.0, 0.0, page)] for page in pages]:
        size = A4 if sheet else (group[0][2].width, group[0][2].height)
        canvas.setPageSize(_points(size))
        for left, top, page in group:
            canvas.saveState()
            # The page's own millimetres, from its top left downwards.
            canvas.translate(left / MM_PER_POINT, (size[1] - top) / MM_PER_POINT)
            if sheet:
                _cut_marks(canvas, page)
            _draw(canvas, page)
            canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _points(size: tuple[float, float]) -> tuple[float, float]:
    return size[0] / MM_PER_POINT, size[1] / MM_PER_POINT


def _cut_marks(canvas: Canvas, page: TagPage) -> None:
    if page.width >= A4[0]:
        return
    canvas.setStrokeColorRGB(0.6, 0.6, 0.6)
    canvas.setLineWidth(0.3)
    for x, outwards in ((0.0, -1), (page.width, 1)):
        for y, down in ((0.0, -1), (page.height, 1)):
            _line(canvas, x + outwards * 0.5, y, x + outwards * min(_MARK, GAP / 2), y)
            _line(canvas, x, y + down * 0.5, x, y + down * min(_MARK, GAP / 2))


def _line(canvas: Canvas, x1: float, y1: float, x2: float, y2: float) -> None:
    canvas.line(x1 / MM_PER_POINT, -y1 / MM_PER_POINT, x2 / MM_PER_POINT, -y2 / MM_PER_POINT)


def _draw(canvas: Canvas, page: TagPage) -> None:
    for box in page.boxes:
        _box(canvas, box)
    for code in page.codes:
        _code(canvas, code)
    for text in page.texts:
        _text(canvas, text)


def _colour(canvas: Canvas, name: str) -> None:
    red, green, blue = (part / 255 for part in COLOURS[name])
    canvas.setFillColorRGB(red, green, blue)
    canvas.setStrokeColorRGB(red, green, blue)


def _rectangle(
    canvas: Canvas, x: float, y: float, width: float, height: float, *, stroke: int, fill: int
) -> None:
    canvas.rect(
        x / MM_PER_POINT,
        -(y + height) / MM_PER_POINT,
        width / MM_PER_POINT,
        height / MM_PER_POINT,
        stroke=stroke,
        fill=fill,
    )


def _box(canvas: Canvas, box: PlacedBox) -> None:
    _colour(canvas, box.fill or box.colour)
    canvas.setLineWidth(box.line / MM_PER_POINT)
    if not box.fill and 0 in (box.width, box.height):
        _line(canvas, box.x, box.y, box.x + box.width, box.y + box.height)
        return
    stroke, fill = (0, 1) if box.fill else (1, 0)
    _rectangle(canvas, box.x, box.y, box.width, box.height, stroke=stroke, fill=fill)


def _code(canvas: Canvas, code: PlacedCode) -> None:
    _colour(canvas, "black")
    height = code.height if len(code.modules) == 1 else code.module
    for number, row in enumerate(code.modules):
        x = code.x
        for dark, run in groupby(row):
            width = len(list(run)) * code.module
            if dark:
                y = code.y + number * height
                _rectangle(canvas, x, y - _OVERLAP, width, height + 2 * _OVERLAP, stroke=0, fill=1)
            x += width


def _text(canvas: Canvas, text: PlacedText) -> None:
    _colour(canvas, text.colour)
    fonts.draw_line(canvas, text.x / MM_PER_POINT, -text.y / MM_PER_POINT, text.text, text.size, text.bold)
