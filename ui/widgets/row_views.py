"""What tables and trees of rows share: their set-up and how the width is shared out. Knows no model."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QAbstractItemView

from ui.itemmodels.columns import Kind
from ui.theme.theme import current_theme

# So many rows tell the natural width; all of them would cost a second at 10,000 rows.
SAMPLED: Final = 120

# Pixels a column keeps in a narrow window: what must be whole, what the table is about, other texts (a date fits);
# and what the last two keep where even that is too much, before the table scrolls sideways.
_WHOLE: Final = 280
_MAIN: Final = (150, 110)
_TEXT: Final = (100, 64)


def title_width(title: str, *, sortable: bool = False) -> int:
    """Return how wide a heading would like to be, with room for the sign of the order."""
    room = 18 if sortable else 0
    return round(QFontMetricsF(current_theme().font()).horizontalAdvance(title) + 22) + room


def least_widths(kind: Kind, weight: int, core: int, title: int) -> tuple[int, int]:
    """Return how narrow a column may become, in pixels: with ease, and at the most.

    Args:
        kind: What the column shows. Chips, numbers and strong words say nothing when they are shortened.
        weight: The column's share of spare room; what has one is what the table is about.
        core: The natural width without the quiet second text.
        title: Width of the heading.
    """
    if kind in ("chip", "number", "strong"):
        whole = max(title, min(core, _WHOLE))
        return whole, whole
    ease, most = _MAIN if weight else _TEXT
    return max(title, min(core, ease)), max(title, min(core, most))


def share_widths(
    natural: list[int], least: list[tuple[int, int]], weights: list[int], room: int
) -> list[int]:
    """Return column widths for a room in pixels.

    Spare room goes to the columns with a weight. A lack of room is taken from the widest first, down to one level
    (half as high again for columns with a weight), and from none below its least widths (see `least_widths`);
    where even these do not fit, the view scrolls.
    """
    widths = list(natural)
    spare = room - sum(widths)
    total = sum(weights)
    if spare >= 0:
        if total:
            for at, weight in enumerate(weights):
                widths[at] += spare * weight // total
        elif widths:
            widths[-1] += spare
        return widths
    eased = sum(ease for ease, _most in least) <= room
    floors = [ease if eased else most for ease, most in least]

    def cut(level: int) -> list[int]:
        return [
            min(wish, max(floor, level * 3 // 2 if weight else level))
            for wish, floor, weight in zip(natural, floors, weights, strict=True)
        ]

    low, high = 0, max(natural)
    while low < high:
        level = (low + high + 1) // 2
        low, high = (level, high) if sum(cut(level)) <= room else (low, level - 1)
    return cut(low)


def prepare(view: QAbstractItemView) -> None:
    """Set choice, scrolling and editing as all tables and trees have them."""
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(
        QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.SelectedClicked
    )
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    # Tab leaves the table; the arrow keys move in it.
    view.setTabKeyNavigation(False)
    view.setMouseTracking(True)
    view.setTextElideMode(Qt.TextElideMode.ElideRight)
