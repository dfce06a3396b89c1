"""What tables and trees of rows share: their set-up and how the width is shared out. Knows no model."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QAbstractItemView

from ui.theme.theme import current_theme

# So many rows tell the natural width; all of them would cost a second at 10,000 rows.
SAMPLED: Final = 120


def title_width(title: str, *, sortable: bool = False) -> int:
    """Return how wide a heading would like to be, with room for the sign of the order."""
    room = 18 if sortable else 0
    return round(QFontMetricsF(current_theme().font()).horizontalAdvance(title) + 22) + room


def share_widths(natural: list[int], least: list[int], weights: list[int], room: int) -> list[int]:
    """Return column widths for a room in pixels.

    Spare room goes to the columns with a weight; a lack of room is taken from them first, down to their least
    width, then from all others.
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
    for group in ([w > 0 for w in weights], [w == 0 for w in weights]):
        slack = [
            width - low if chosen else 0 for width, low, chosen in zip(widths, least, group, strict=True)
        ]
        lack, give = sum(widths) - room, sum(max(0, s) for s in slack)
        if lack <= 0 or give <= 0:
            continue
        for at, s in enumerate(slack):
            if s > 0:
                widths[at] -= min(s, -(-lack * s // give))
    return widths


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
