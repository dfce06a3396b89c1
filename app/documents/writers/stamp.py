"""Stamps a whole PDF as a controlled or uncontrolled copy, upright in the upper right corner of every page.

The pages below stay as they are; the untouched original is kept by the vault, not here.
"""

from __future__ import annotations

from typing import Final

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from app.documents import fonts
from app.documents.document import CopyMark
from app.documents.writers import merge, style
from app.documents.writers.canvas import new_canvas
from app.texts import Language, mark

_CONTROLLED_INK: Final = "0B57A4"
_A4_SHORT_SIDE: Final = 595.0
_INSET: Final = 34.0


def stamp_copy(content: bytes, copy: CopyMark, language: str, revision: str = "", name: str = "") -> bytes:
    """Return the PDF with the copy mark on every page.

    Args:
        content: The file.
        copy: Controlled or not, number, holder, when and by whom.
        language: ``ko`` or ``en``; the other language stands beside it in the stamp.
        revision: Printed in the stamp, e.g. "Rev B".
        name: Of the file, for a refusal.

    Raises:
        PartproofError: `documents.pdf_unreadable`, `documents.pdf_locked` or `documents.sign_missing`.
    """
    sizes = merge.page_sizes(content, name)
    lines = stamp_lines(copy, language, revision)
    canvas, buffer = new_canvas((sizes[0].width, sizes[0].height), language)
    for size in sizes:
        canvas.setPageSize((size.width, size.height))
        draw_stamp(canvas, size, lines, copy.controlled)
        canvas.showPage()
    canvas.save()
    return merge.save_pdf(merge.stamped(content, buffer.getvalue(), name))


def stamp_lines(copy: CopyMark, language: str, revision: str = "", *, beside: bool = True) -> list[str]:
    """Return the lines of a stamp: what kind of copy, in English too where that stands beside; whose and when."""
    source = mark("Controlled copy") if copy.controlled else mark("Uncontrolled copy")
    own, english = Language(language).say(source), Language("en").say(source)
    title = own if own == english or not beside else f"{own}  {english.upper()}"
    number = " ".join(text for text in (copy.number, revision) if text)
    return [title, *(text for text in (number, copy.holder, copy.issued) if text)]


def draw_stamp(canvas: Canvas, size: merge.PageSize, lines: list[str], controlled: bool) -> None:
    """Draw a stamp into the upper right corner of a page of the displayed size."""
    scale = min(max(min(size.width, size.height) / _A4_SHORT_SIDE, 0.6), 2.0)
    big, small = 9.0 * scale, 7.0 * scale
    wide = (
        max([fonts.width(lines[0], big, True), *(fonts.width(line, small) for line in lines[1:])])
        + 12 * scale
    )
    high = big * 1.5 + len(lines[1:]) * small * 1.35 + 6 * scale
    # Inside the frame of a drawing, which stands 10 mm from the edge.
    right, top = size.width - _INSET, size.height - _INSET
    ink = HexColor(f"#{_CONTROLLED_INK if controlled else style.MUTED}")
    canvas.setFillColor(Color(1, 1, 1, alpha=0.86))
    canvas.setStrokeColor(ink)
    canvas.setLineWidth(1.1 * scale)
    canvas.rect(right - wide, top - high, wide, high, stroke=1, fill=1)
    canvas.setFillColor(ink)
    y = top - big * 1.25
    fonts.draw_centred(canvas, right - wide / 2, y, lines[0], big, True)
    for line in lines[1:]:
        y -= small * 1.45
        fonts.draw_centred(canvas, right - wide / 2, y, line, small)
