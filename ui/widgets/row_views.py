"""What tables and trees of rows share: their set-up and how the width is shared out. Knows no model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from ui.itemmodels.columns import Column, Kind
from ui.theme.theme import current_theme

# So many rows tell the natural width; all of them would cost a second at 10,000 rows.
SAMPLED: Final = 120

# Pixels a column keeps in a narrow window: what must be whole, what the table is about, other texts (a date fits);
# and what the last two keep where even that is too much, before the table scrolls sideways.
_WHOLE: Final = 280
_MAIN: Final = (140, 120)
_TEXT: Final = (112, 80)


def title_width(title: str, *, sortable: bool = False) -> int:
    """Return how wide a heading would like to be, with room for the sign of the order."""
    room = 18 if sortable else 0
    return round(QFontMetricsF(current_theme().font()).horizontalAdvance(title) + 22) + room


def least_widths(kind: Kind, weight: int, core: int, title: int) -> tuple[int, int]:
    """Return how narrow a column may become, in pixels: with ease, and at the most.

    Args:
        kind: What the column shows. Chips, numbers and strong marks say nothing when they are shortened.
        weight: The column's share of spare room; what has one is what the table is about, a text also if strong.
        core: The natural width without the quiet second text.
        title: Width of the heading.
    """
    if kind in ("chip", "number") or (kind == "strong" and not weight):
        whole = max(title, min(core, _WHOLE))
        return whole, whole
    ease, most = _MAIN if weight else _TEXT
    return max(title, min(core, ease)), max(title, min(core, most))


@dataclass(frozen=True)
class Wish:
    """How wide a column would like to be, in pixels.

    Attributes:
        natural: With everything whole.
        least: See `least_widths`.
        weight: Its share of spare room.
        empty: Nothing stands in it now.
        spare: It may be left out.
    """

    natural: int
    least: tuple[int, int]
    weight: int
    empty: bool
    spare: bool


def wish(column: Column[Any], title: int, whole: float, core: float) -> Wish:
    """Return the wish of a column from the widths of its heading and of its cells, with and without second text."""
    least = least_widths(column.kind, column.weight, round(core), title)
    return Wish(max(title, round(whole)), least, column.weight, not core, column.spare)


def left_out(wishes: Mapping[int, Wish], room: int) -> frozenset[int]:
    """Return the columns that a narrow room leaves out: first those without content, then the spare ones.

    The last go first, and no more than must; the first column always stays.
    """
    lack = sum(wish.least[0] for wish in wishes.values()) - room
    out: set[int] = set()
    for may_go in (attrgetter("empty"), attrgetter("spare")):
        for at in sorted(wishes, reverse=True):
            if lack > 0 and at > 0 and at not in out and may_go(wishes[at]):
                out.add(at)
                lack -= wishes[at].least[0]
    return frozenset(out)


def arrange(
    head: QHeaderView, wishes: Sequence[Wish], put_away: AbstractSet[int], room: int
) -> frozenset[int]:
    """Give the columns their widths and return those that were left out.

    Args:
        head: Of the table or tree.
        wishes: Of all columns.
        put_away: Columns the person hides.
        room: Pixels.
    """
    wanted = {at: wish for at, wish in enumerate(wishes) if at not in put_away}
    out = left_out(wanted, room)
    for at in range(len(wishes)):
        hidden = at in put_away or at in out
        if head.isSectionHidden(at) != hidden:
            head.setSectionHidden(at, hidden)
    shown = [at for at in wanted if at not in out]
    widths = share_widths(
        [wishes[at].natural for at in shown],
        [wishes[at].least for at in shown],
        [wishes[at].weight for at in shown],
        room,
    )
    for at, width in zip(shown, widths, strict=True):
        head.resizeSection(at, width)
    return out


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
