"""Draws tags as dots: text as a label printer prints it, and whole tags for the preview.

Every sign stands where the PDF has it; nothing is placed or measured anew. The only user of Pillow for tags.
"""

from __future__ import annotations

import io
import math
from functools import lru_cache
from typing import Final

import numpy
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from app.documents import fonts
from app.documents.tag_page import COLOURS, PlacedBox, PlacedCode, PlacedText, TagPage

MM_PER_INCH: Final = 25.4
_INK: Final = 128
# A dot of room around a text for rounding; descenders and accents reach 0.3 em below and 1 em above the baseline.
_ABOVE: Final = 1.05
_BELOW: Final = 0.32


class Drawn:
    """A picture with its place: x and y of its top left in dots; dots are True where the paper gets black."""

    def __init__(self, x: int, y: int, dots: NDArray[numpy.bool_]) -> None:
        self.x = x
        self.y = y
        self.dots = dots


def dots(mm: float, dpi: int) -> int:
    """Return a length in whole dots."""
    return round(mm * dpi / MM_PER_INCH)


def module_dots(code: PlacedCode, dpi: int) -> int:
    """Return the edge of a code's module in whole dots, never larger than planned."""
    return max(1, math.floor(code.module * dpi / MM_PER_INCH + 0.05))


def draw_text(text: PlacedText, dpi: int) -> Drawn:
    """Return one line of text as dots; white letters are drawn too, the caller turns them."""
    em = text.size * dpi / 72
    width = fonts.width(text.text, text.size, text.bold) * dpi / 72
    left = math.floor(text.x * dpi / MM_PER_INCH) - 2
    baseline = text.y * dpi / MM_PER_INCH
    top = math.floor(baseline - _ABOVE * em)
    size = (math.ceil(width) + 6, math.ceil((_ABOVE + _BELOW) * em) + 2)
    image = Image.new("L", size, 0)
    pen = ImageDraw.Draw(image)
    x = text.x * dpi / MM_PER_INCH - left
    for run in fonts.runs(text.text, text.bold):
        font = _font(run.font, round(em * run.scale * 64))
        rise = (1 - run.scale) * fonts.CAP_MIDDLE * em
        for sign in run.text:
            # Sign by sign at the width of the font's own table: hinting would let a long line drift off its place.
            pen.text((x, baseline - top - rise), sign, fill=255, font=font, anchor="ls")
            x += fonts.width(sign, text.size, text.bold) * dpi / 72
    return _trimmed(left, top, numpy.asarray(image) >= _INK)


def draw_code(code: PlacedCode, dpi: int) -> Drawn:
    """Return a code as whole dots, in the middle of its place."""
    edge = module_dots(code, dpi)
    symbol = numpy.array(code.modules, dtype=bool)
    linear = len(code.modules) == 1
    height = dots(code.height, dpi) if linear else edge
    drawn = symbol.repeat(height, axis=0).repeat(edge, axis=1)
    x = (code.x + code.width / 2) * dpi / MM_PER_INCH - drawn.shape[1] / 2
    y = (code.y + code.height / 2) * dpi / MM_PER_INCH - drawn.shape[0] / 2
    return Drawn(max(0, round(x)), max(0, round(y)), drawn)


def box_dots(box: PlacedBox, dpi: int) -> tuple[int, int, int, int, int]:
    """Return x, y, width, height and line of a box in dots; a fill has a line as thick as its shorter side."""
    x, y = dots(box.x, dpi), dots(box.y, dpi)
    width, height = dots(box.x + box.width, dpi) - x, dots(box.y + box.height, dpi) - y
    line = max(1, dots(box.line, dpi))
    if box.fill:
        return x, y, width, height, max(1, min(width, height))
    if 0 in (width, height):
        return x, y, max(width, line), max(height, line), line
    # The line runs along the middle of the edge, so that cells side by side share one.
    x, y = max(0, x - line // 2), max(0, y - line // 2)
    return x, y, width + line, height + line, line


def draw_page(page: TagPage, dpi: int = 203) -> NDArray[numpy.bool_]:
    """Return a whole tag as a label printer prints it, True where black."""
    paper = numpy.zeros((dots(page.height, dpi), dots(page.width, dpi)), dtype=bool)
    for box in page.boxes:
        x, y, width, height, line = box_dots(box, dpi)
        inner = paper[y + line : y + height - line, x + line : x + width - line].copy()
        paper[y : y + height, x : x + width] = True
        paper[y + line : y + height - line, x + line : x + width - line] = inner
    for code in page.codes:
        _put(paper, draw_code(code, dpi), white=False)
    for text in page.texts:
        _put(paper, draw_text(text, dpi), white=text.colour == "white")
    return paper


def tag_png(page: TagPage, dpi: int = 203) -> bytes:
    """Return a tag as a black-and-white PNG that knows its dots per inch."""
    target = io.BytesIO()
    picture = numpy.where(draw_page(page, dpi), 0, 255).astype(numpy.uint8)
    Image.fromarray(picture).convert("1").save(target, "PNG", dpi=(dpi, dpi))
    return target.getvalue()


def draw_colours(page: TagPage, dpi: int) -> NDArray[numpy.uint8]:
    """Return a whole tag as an office printer prints it: height × width × 3, every sign where `draw_page` has it."""
    paper = numpy.full((dots(page.height, dpi), dots(page.width, dpi), 3), 255, dtype=numpy.uint8)
    for box in page.boxes:
        x, y, width, height, line = box_dots(box, dpi)
        inner = paper[y + line : y + height - line, x + line : x + width - line].copy()
        paper[y : y + height, x : x + width] = COLOURS[box.fill or box.colour]
        paper[y + line : y + height - line, x + line : x + width - line] = inner
    for code in page.codes:
        _paint(paper, draw_code(code, dpi), "black")
    for text in page.texts:
        _paint(paper, draw_text(text, dpi), text.colour)
    return paper


def _paint(paper: NDArray[numpy.uint8], drawn: Drawn, colour: str) -> None:
    height, width = drawn.dots.shape
    part = paper[drawn.y : drawn.y + height, drawn.x : drawn.x + width]
    part[drawn.dots[: part.shape[0], : part.shape[1]]] = COLOURS[colour]


def _put(paper: NDArray[numpy.bool_], drawn: Drawn, *, white: bool) -> None:
    height, width = drawn.dots.shape
    part = paper[drawn.y : drawn.y + height, drawn.x : drawn.x + width]
    ink = drawn.dots[: part.shape[0], : part.shape[1]]
    part[ink] = not white


def _trimmed(x: int, y: int, ink: NDArray[numpy.bool_]) -> Drawn:
    """Return the picture without empty rows and columns around it."""
    rows, columns = numpy.flatnonzero(ink.any(axis=1)), numpy.flatnonzero(ink.any(axis=0))
    if not rows.size:
        return Drawn(x, y, ink[:0, :0])
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    # A picture that begins before the edge cannot be said to a printer; its ink lies inside.
    return Drawn(max(0, x + int(left)), max(0, y + int(top)), ink[top:bottom, left:right])


@lru_cache(maxsize=256)
def _font(name: str, size_64: int) -> ImageFont.FreeTypeFont:
    """Return a bundled font at a size in 64ths of a dot."""
    return ImageFont.truetype(str(fonts.font_file(name)), size_64 / 64, layout_engine=ImageFont.Layout.BASIC)
