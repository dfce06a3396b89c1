"""Where tags stand on an office sheet: as many as fit on A4, in millimetres. Draws nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from app.documents.tag_page import TagPage

A4: Final = (210.0, 297.0)
MARGIN: Final = 8.0
GAP: Final = 4.0


def sheets(pages: Sequence[TagPage]) -> list[list[tuple[float, float, TagPage]]]:
    """Return (left, top, tag) in mm by office sheet; tags of another size begin a new sheet."""
    placed: list[list[tuple[float, float, TagPage]]] = []
    for (width, height), group in groupby(pages, key=lambda page: (page.width, page.height)):
        across = max(1, int((A4[0] - 2 * MARGIN + GAP) / (width + GAP)))
        down = max(1, int((A4[1] - 2 * MARGIN + GAP) / (height + GAP)))
        left = (A4[0] - across * width - (across - 1) * GAP) / 2
        top = max(0.0, (A4[1] - down * height - (down - 1) * GAP) / 2)
        for number, page in enumerate(group):
            place = number % (across * down)
            if place == 0:
                placed.append([])
            x = left + place % across * (width + GAP)
            placed[-1].append((x, top + place // across * (height + GAP), page))
    return placed
