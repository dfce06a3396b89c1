"""Lays numbered balloons over the pages of a drawing; the drawing below stays as it is.

Places are points from the upper left corner of the page as displayed. Results are told by shape, then by colour.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.lib.colors import Color, HexColor, white
from reportlab.pdfgen.canvas import Canvas

from app.documents import fonts
from app.documents.blocks import Mark
from app.documents.refusals import BALLOON_PAGE_MISSING
from app.documents.writers import merge, style
from app.documents.writers.canvas import new_canvas

_PLAIN: Final = "1D5FBF"
_RESULT_INK: Final = {Mark.OK: style.INK, Mark.NG: "9B1C1C", Mark.WARN: "6B4500"}


@dataclass(frozen=True)
class Balloon:
    """One balloon.

    Attributes:
        number: Printed inside.
        page: Page of the drawing, from 1.
        x: Centre, points from the left edge of the displayed page.
        y: Centre, points from its upper edge.
        anchor: Where the leader ends (x, y), measured the same way; None for no leader.
        symbol: Special-characteristic symbol beside the balloon, e.g. ◇.
        result: Verdict of the characteristic; shown as shape and colour if given.
    """

    number: str
    page: int
    x: float
    y: float
    anchor: tuple[float, float] | None = None
    symbol: str = ""
    result: Mark | None = None


def draw_balloons(
    content: bytes,
    balloons: Sequence[Balloon],
    radius: float = 8.5,
    legend: Sequence[tuple[Mark, str]] = (),
    name: str = "",
) -> bytes:
    """Return the drawing with its balloons.

    Args:
        content: The drawing as PDF.
        balloons: In any order.
        radius: Of a balloon in points.
        legend: What the shapes mean, in words; printed at the lower left of pages that have balloons.
        name: Of the file, for a refusal.

    Raises:
        PartproofError: `documents.balloon_page_missing`, `documents.pdf_unreadable`, `documents.pdf_locked` or
            `documents.sign_missing`.
    """
    sizes = merge.page_sizes(content, name)
    for balloon in balloons:
        if not 1 <= balloon.page <= len(sizes):
            raise BALLOON_PAGE_MISSING(number=balloon.number, page=balloon.page, pages=len(sizes))
    canvas, buffer = new_canvas((sizes[0].width, sizes[0].height))
    for page, size in enumerate(sizes, start=1):
        canvas.setPageSize((size.width, size.height))
        here = [balloon for balloon in balloons if balloon.page == page]
        for balloon in here:
            _draw_leader(canvas, balloon, size.height, radius)
        for balloon in here:
            _draw_balloon(canvas, balloon, size.height, radius)
        if here:
            _draw_legend(canvas, legend, radius)
        canvas.showPage()
    canvas.save()
    return merge.save_pdf(merge.stamped(content, buffer.getvalue(), name))


def _ink(balloon: Balloon) -> Color:
    return HexColor(f"#{_PLAIN if balloon.result is None else _RESULT_INK[balloon.result]}")


def _draw_leader(canvas: Canvas, balloon: Balloon, height: float, radius: float) -> None:
    if balloon.anchor is None:
        return
    away = math.hypot(balloon.anchor[0] - balloon.x, balloon.anchor[1] - balloon.y)
    if away <= radius:
        return
    canvas.setStrokeColor(_ink(balloon))
    canvas.setFillColor(_ink(balloon))
    canvas.setLineWidth(0.6)
    canvas.line(balloon.x, height - balloon.y, balloon.anchor[0], height - balloon.anchor[1])
    canvas.circle(balloon.anchor[0], height - balloon.anchor[1], 1.3, stroke=0, fill=1)


def _draw_balloon(canvas: Canvas, balloon: Balloon, height: float, radius: float) -> None:
    x, y = balloon.x, height - balloon.y
    ink = _ink(balloon)
    filled = balloon.result is Mark.NG
    canvas.setStrokeColor(ink)
    canvas.setFillColor(ink if filled else white)
    canvas.setLineWidth(1.1)
    draw_shape(canvas, balloon.result, x, y, radius)
    canvas.setFillColor(white if filled else ink)
    size = radius * 1.12
    wide = fonts.width(balloon.number, size, True)
    if wide > radius * 1.55:
        size *= radius * 1.55 / wide
    low = radius * 0.16 if balloon.result is Mark.WARN else 0.0
    fonts.draw_centred(canvas, x, y - fonts.CAP_MIDDLE * size - low, balloon.number, size, True)
    canvas.setFillColor(ink)
    if balloon.symbol:
        fonts.draw_line(canvas, x + radius * 1.15, y - radius * 0.4, balloon.symbol, radius * 1.2)


def draw_shape(canvas: Canvas, result: Mark | None, x: float, y: float, radius: float) -> None:
    """Draw the outline in the current colours: circle for none or OK, square for NG, triangle for a warning."""
    if result is Mark.NG:
        side = radius * 1.8
        canvas.rect(x - side / 2, y - side / 2, side, side, stroke=1, fill=1)
    elif result is Mark.WARN:
        path = canvas.beginPath()
        path.moveTo(x, y + radius * 1.45)
        path.lineTo(x - radius * 1.4, y - radius * 0.95)
        path.lineTo(x + radius * 1.4, y - radius * 0.95)
        path.close()
        canvas.drawPath(path, stroke=1, fill=1)
    else:
        canvas.circle(x, y, radius, stroke=1, fill=1)
        if result is Mark.OK:
            canvas.circle(x, y, radius - 1.6, stroke=1, fill=0)


def _draw_legend(canvas: Canvas, legend: Sequence[tuple[Mark, str]], radius: float) -> None:
    x, y, small = 18.0, 6.5, radius * 0.38  # below the frame of a drawing
    for mark, word in legend:
        ink = HexColor(f"#{_RESULT_INK[mark]}")
        canvas.setStrokeColor(ink)
        canvas.setFillColor(ink if mark is Mark.NG else white)
        canvas.setLineWidth(0.8)
        draw_shape(canvas, mark, x, y, small)
        canvas.setFillColor(ink)
        x = fonts.draw_line(canvas, x + small * 2, y - 2.2, word, 6.0) + 12.0
