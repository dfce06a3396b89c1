"""Stamps the pages of a drawing with what copy they are: number, revision, state, date, who and a QR; upright always.

A sheet that is not in force carries a watermark too. The pages below stay as they are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from app.documents import fonts
from app.documents.writers import merge, style
from app.documents.writers.canvas import new_canvas
from app.documents.writers.pdf_blocks import draw_qr

_CONTROLLED_INK: Final = "0B57A4"
_WATERMARK_INK: Final = "9B1C1C"
_A4_SHORT_SIDE: Final = 595.0
# Inside the frame of a drawing, which stands 10 mm from the edge.
_INSET: Final = 34.0


@dataclass(frozen=True)
class StampText:
    """What the stamp says.

    Attributes:
        title: First line, bold, e.g. ``관리본 CONTROLLED COPY``.
        lines: Below it.
        code: Of the QR.
        controlled: Blue ink for a controlled copy, grey otherwise.
        watermark: Across the page; empty for what is in force.
    """

    title: str
    lines: tuple[str, ...]
    code: str
    controlled: bool
    watermark: str = ""


def stamp_pages(content: bytes, stamp: StampText, language: str, name: str = "") -> bytes:
    """Return the PDF with the stamp on every page, turned pages included.

    Args:
        content: The pages.
        stamp: What it says.
        language: ``ko`` or ``en``, of the file's properties.
        name: Of the file, for a refusal.

    Raises:
        PartproofError: `documents.pdf_unreadable`, `documents.pdf_locked` or `documents.sign_missing`.
    """
    sizes = merge.page_sizes(content, name)
    canvas, buffer = new_canvas((sizes[0].width, sizes[0].height), language)
    for size in sizes:
        canvas.setPageSize((size.width, size.height))
        if stamp.watermark:
            _draw_watermark(canvas, size, stamp.watermark)
        _draw_stamp(canvas, size, stamp)
        canvas.showPage()
    canvas.save()
    return merge.save_pdf(merge.stamped(content, buffer.getvalue(), name))


def _draw_stamp(canvas: Canvas, size: merge.PageSize, stamp: StampText) -> None:
    scale = min(max(min(size.width, size.height) / _A4_SHORT_SIDE, 0.6), 2.0)
    big, small, pad = 9.0 * scale, 7.0 * scale, 5.0 * scale
    side = 44.0 * scale
    words = max([fonts.width(stamp.title, big, True), *(fonts.width(line, small) for line in stamp.lines)])
    wide = words + side + 3 * pad
    high = max(big * 1.6 + len(stamp.lines) * small * 1.4 + pad, side + 2 * pad)
    inset = min(_INSET, min(size.width, size.height) * 0.06)
    left, top = max(size.width - inset - wide, 0.0), size.height - inset
    ink = HexColor(f"#{_CONTROLLED_INK if stamp.controlled else style.MUTED}")
    canvas.setFillColor(Color(1, 1, 1, alpha=0.9))
    canvas.setStrokeColor(ink)
    canvas.setLineWidth(1.1 * scale)
    canvas.rect(left, top - high, wide, high, stroke=1, fill=1)
    canvas.setFillColor(ink)
    y = top - pad - big
    fonts.draw_line(canvas, left + pad, y, stamp.title, big, True)
    for line in stamp.lines:
        y -= small * 1.4
        fonts.draw_line(canvas, left + pad, y, line, small)
    canvas.setFillColor(Color(0, 0, 0))
    draw_qr(canvas, stamp.code, left + wide - side - pad / 2, top - high / 2 - side / 2, side)


def _draw_watermark(canvas: Canvas, size: merge.PageSize, text: str) -> None:
    diagonal = math.hypot(size.width, size.height)
    letters = min(
        diagonal * 0.72 / max(fonts.width(text, 1.0, True), 1.0), min(size.width, size.height) * 0.22
    )
    canvas.saveState()
    canvas.translate(size.width / 2, size.height / 2)
    canvas.rotate(math.degrees(math.atan2(size.height, size.width)))
    red, green, blue = (int(_WATERMARK_INK[at : at + 2], 16) / 255 for at in (0, 2, 4))
    canvas.setFillColor(Color(red, green, blue, alpha=0.22))
    fonts.draw_centred(canvas, 0, -letters * fonts.CAP_MIDDLE, text, letters, True)
    canvas.restoreState()
