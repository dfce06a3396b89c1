"""Draws tags for label printers that speak ZPL: text as pictures, boxes and codes native.

A code that a printer might encode larger than planned, or not at all, is sent as a picture of whole dots.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy
from numpy.typing import NDArray

from app.documents.tag_page import PlacedCode, TagPage
from app.documents.writers.tag_bitmap import Drawn, box_dots, dots, draw_code, draw_text, module_dots
from devices.printers import code128, zpl
from devices.printers.symbol_sizes import planned_side, qr_level

_LARGEST_NATIVE: Final = 10


def write_tag_zpl(pages: Sequence[TagPage], *, dpi: int = 203, copies: int = 1) -> bytes:
    """Return the bytes that print each page `copies` times.

    Args:
        pages: The pages of one tag.
        dpi: Dots per inch of the printer.
        copies: How often.
    """
    return b"".join(
        zpl.label(dots(page.width, dpi), dots(page.height, dpi), list(_parts(page, dpi)), copies)
        for page in pages
    )


def _parts(page: TagPage, dpi: int) -> Iterator[bytes]:
    white = [draw_text(text, dpi) for text in page.texts if text.colour == "white"]
    for box in page.boxes:
        x, y, width, height, line = box_dots(box, dpi)
        if box.fill:
            yield zpl.picture(x, y, _fill(x, y, width, height, white))
        else:
            yield zpl.box(x, y, width, height, line)
    for code in page.codes:
        yield _code(code, dpi)
    for text in page.texts:
        drawn = draw_text(text, dpi)
        if drawn.dots.size and text.colour != "white":
            yield zpl.picture(drawn.x, drawn.y, drawn.dots)


def _fill(x: int, y: int, width: int, height: int, texts: Sequence[Drawn]) -> NDArray[numpy.bool_]:
    """Return a black rectangle with the letters of the white texts left out of it."""
    fill = numpy.ones((height, width), dtype=bool)
    for text in texts:
        rows, columns = numpy.nonzero(text.dots)
        rows, columns = rows + text.y - y, columns + text.x - x
        inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
        fill[rows[inside], columns[inside]] = False
    return fill


def _code(code: PlacedCode, dpi: int) -> bytes:
    drawn = draw_code(code, dpi)
    edge = module_dots(code, dpi)
    if edge <= _LARGEST_NATIVE:
        native = _native(code, drawn, edge)
        if native:
            return native
    return zpl.picture(drawn.x, drawn.y, drawn.dots)


def _native(code: PlacedCode, drawn: Drawn, edge: int) -> bytes:
    """Return the printer's own code, or nothing where it could come out other than planned."""
    if code.symbology == "code128":
        values = code128.values_of(code.modules[0])
        if not code128.prints_natively(values):
            return b""
        return zpl.code_128(drawn.x, drawn.y, values, module=edge, height=drawn.dots.shape[0])
    planned = planned_side(code.symbology, code.content)
    if code.gs1 or not planned or not code.content.isascii():
        return b""
    # Where the printer makes it larger than we do, it grows around the same middle.
    grown = max(0, planned - len(code.modules)) * edge // 2
    x, y = max(0, drawn.x - grown), max(0, drawn.y - grown)
    if code.symbology == "datamatrix":
        if not zpl.free_escape(code.content):
            return b""
        return zpl.data_matrix(x, y, code.content, module=edge)
    if not zpl.prints_natively(code.content):
        return b""
    return zpl.qr(x, y, code.content, module=edge, level=qr_level(code.content))
