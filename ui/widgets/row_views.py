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

# Pixels a column keeps in a narrow window: what must be whole, what the table is about, other texts (a date fits).
_WHOLE: Final = 280
_MAIN: Final = 150
_TEXT: Final = 100


def title_width(title: str, *, sortable: bool = False) -> int:
    """Return how wide a heading would like to be, with room for the sign of the order."""
    room = 18 if sortable else 0
    return round(QFontMetricsF(current_theme().font()).horizontalAdvance(title) + 22) + room


def least_width(kind: Kind, weight: int, core: int, title: int) -> int:
    """Return how narrow a column may become before the table scrolls sideways, in pixels.

    Args:
        kind: What the column shows. Chips, numbers and strong words say nothing when they are shortened.
        weight: The column's share of spare room; what has one is what the table is about.
        core: The natural width without the quiet second text.
        title: Width of the heading.
    """
    if kind in ("chip", "number", "strong"):
        return max(title, min(core, _WHOLE))
    return max(title, min(core, _MAIN if weight else _TEXT))


def share_widths(natural: list[int], least: list[int], weights: list[int], room: int) -> list[int]:
    """Return column widths for a room in pixels.

    Spare room goes to the columns with a weight. A lack of room is taken from the widest first, down to one
    level (twice as high for columns with a weight), and from none below its least width; where even these do not
    fit, the widths are the least ones and the view scrolls.
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

    def cut(level: int) -> list[int]:
        return [
            min(wish, max(low, level * (2 if weight else 1)))
            for wish, low, weight in zip(natural, least, weights, strict=True)
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
