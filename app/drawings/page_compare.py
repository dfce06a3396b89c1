"""Compares two pages: one picture in two colours, and a list of what differs in text and in what is drawn.

Pages are laid on each other by their upper left corners. Says what differs, never which side is right.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np

from app.drawings.page_facts import PageImage, Rectangle, TextRun
from app.drawings.pages import PageSource, open_pages, page_text, render

Rgb = tuple[int, int, int]
# Points between two places that are still the same place: a text that moved with its plotter driver.
_SAME_PLACE: Final = 3.0
# The comparing picture's longest side; a line of 0.13 mm on an A3 is then about one pixel wide.
_PIXELS: Final = 2400
_CELL: Final = 24
_INKED: Final = 90
_MOST_AREAS: Final = 200


class DifferenceKind(StrEnum):
    """How two pages differ at a place."""

    CHANGED = "changed"
    ADDED = "added"
    GONE = "gone"
    MOVED = "moved"
    DRAWN = "drawn"


@dataclass(frozen=True)
class PageDifference:
    """One difference.

    Attributes:
        kind: TEXT kinds, or DRAWN where lines differ.
        before: Text on the older page; empty where there is none.
        after: Text on the newer page.
        place: On the newer page, of a GONE one on the older, in points.
    """

    kind: DifferenceKind
    before: str
    after: str
    place: Rectangle


@dataclass(frozen=True)
class PageComparison:
    """What two pages differ in.

    Attributes:
        differences: Texts first, then drawn areas, each from top to bottom.
        same_size: Both pages have the same size.
        width: Of the larger page in points.
        height: Likewise.
    """

    differences: tuple[PageDifference, ...]
    same_size: bool
    width: float
    height: float


def compare_pages(older: PageSource, old_page: int, newer: PageSource, new_page: int) -> PageComparison:
    """Return what differs between two pages; takes about a second, so away from the window's thread.

    Raises:
        PartproofError: Those of ``open_pages`` and ``render``.
    """
    first, second = open_pages(older).pages[old_page], open_pages(newer).pages[new_page]
    texts = text_differences(page_text(older, old_page), page_text(newer, new_page))
    scale = _PIXELS / max(first.width, first.height, second.width, second.height)
    drawn = _drawn_areas(render(older, old_page, scale), render(newer, new_page, scale), scale)
    explained = [difference.place for difference in texts]
    areas = [area for area in drawn if not any(_covers(place, area) for place in explained)]
    rows = [*texts, *(PageDifference(DifferenceKind.DRAWN, "", "", area) for area in areas[:_MOST_AREAS])]
    same = abs(first.width - second.width) < 1 and abs(first.height - second.height) < 1
    return PageComparison(tuple(rows), same, max(first.width, second.width), max(first.height, second.height))


def text_differences(before: Sequence[TextRun], after: Sequence[TextRun]) -> list[PageDifference]:
    """Return which texts changed in their place, moved, came or went."""
    old, new = list(before), list(after)
    _pair(old, new, lambda one, two: one.text == two.text and _near(one, two))
    found: list[PageDifference] = []
    for one, two in _pair(old, new, _near):
        found.append(PageDifference(DifferenceKind.CHANGED, one.text, two.text, two.rectangle))
    for one, two in _pair(old, new, lambda one, two: one.text == two.text and len(one.text) > 1):
        found.append(PageDifference(DifferenceKind.MOVED, one.text, two.text, two.rectangle))
    found += [PageDifference(DifferenceKind.GONE, run.text, "", run.rectangle) for run in old]
    found += [PageDifference(DifferenceKind.ADDED, "", run.text, run.rectangle) for run in new]
    return sorted(found, key=lambda row: (round(row.place.y), row.place.x))


def overlay(
    older: PageSource,
    old_page: int,
    newer: PageSource,
    new_page: int,
    scale: float,
    rectangle: Rectangle | None,
    colours: tuple[Rgb, Rgb],
) -> PageImage:
    """Return a part of both pages in one picture: what only one has in its colour, the rest in grey.

    Args:
        older: The page before.
        old_page: Zero-based.
        newer: The page now.
        new_page: Zero-based.
        scale: Pixels per point.
        rectangle: In points; None is all.
        colours: Of what only the older page has, and of what only the newer has.
    """
    picture = render(newer, new_page, scale, rectangle)
    other = render(older, old_page, scale, rectangle)
    ink_new = _ink(picture)
    ink_old = np.zeros_like(ink_new)
    height, width = min(picture.height, other.height), min(picture.width, other.width)
    ink_old[:height, :width] = _ink(other)[:height, :width]
    both = np.minimum(ink_old, ink_new)
    result = np.full((picture.height, picture.width, 4), 255.0)
    grey = np.array((150.0, 150.0, 150.0))
    for ink, colour in ((both, grey), (ink_old - both, _bgr(colours[0])), (ink_new - both, _bgr(colours[1]))):
        share = (ink / 255.0)[:, :, None]
        result[:, :, :3] = result[:, :, :3] * (1 - share) + colour * share
    content = result.astype(np.uint8).tobytes()
    return PageImage(
        picture.width, picture.height, picture.width * 4, content, picture.scale, picture.left, picture.top
    )


def _bgr(colour: Rgb) -> Any:
    return np.array((colour[2], colour[1], colour[0]), dtype=float)


def _ink(picture: PageImage) -> Any:
    rows = np.frombuffer(picture.content, np.uint8)[: picture.height * picture.stride]
    pixels = rows.reshape(picture.height, picture.stride)[:, : picture.width * 4]
    channels = pixels.reshape(picture.height, picture.width, 4)[:, :, :3]
    return 255.0 - channels.astype(np.float32).min(axis=2)


def _drawn_areas(older: PageImage, newer: PageImage, scale: float) -> list[Rectangle]:
    """Return where lines of one page have none of the other within a pixel."""
    height, width = max(older.height, newer.height), max(older.width, newer.width)
    old, new = (np.zeros((height, width), bool) for _ in range(2))
    old[: older.height, : older.width] = _ink(older) > _INKED
    new[: newer.height, : newer.width] = _ink(newer) > _INKED
    differs = (old & ~_grown(new)) | (new & ~_grown(old))
    rows, columns = math.ceil(height / _CELL), math.ceil(width / _CELL)
    padded = np.zeros((rows * _CELL, columns * _CELL), bool)
    padded[:height, :width] = differs
    cells = padded.reshape(rows, _CELL, columns, _CELL).sum(axis=(1, 3)) > 2
    side = _CELL / scale
    return [
        Rectangle(left * side, top * side, (right - left + 1) * side, (bottom - top + 1) * side)
        for left, top, right, bottom in _clusters(cells)
    ]


def _grown(mask: Any) -> Any:
    wide = mask.copy()
    for step in (1, -1, 2, -2):
        wide |= np.roll(mask, step, axis=0)
    grown = wide.copy()
    for step in (1, -1, 2, -2):
        grown |= np.roll(wide, step, axis=1)
    return grown


def _clusters(cells: Any) -> list[tuple[int, int, int, int]]:
    """Return the bounds of groups of neighbouring cells as left, top, right, bottom."""
    waiting = {(int(row), int(column)) for row, column in zip(*np.nonzero(cells), strict=True)}
    groups: list[tuple[int, int, int, int]] = []
    while waiting:
        first = min(waiting)
        group, edge = [first], [first]
        waiting.discard(first)
        while edge:
            row, column = edge.pop()
            for near in ((row + dy, column + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)):
                if near in waiting:
                    waiting.discard(near)
                    group.append(near)
                    edge.append(near)
        ys, xs = [row for row, _ in group], [column for _, column in group]
        groups.append((min(xs), min(ys), max(xs), max(ys)))
    return sorted(groups, key=lambda group: (group[1], group[0]))


def _near(one: TextRun, two: TextRun) -> bool:
    reach = max(_SAME_PLACE, one.font_size * 0.6)
    same_start = abs(one.x - two.x) < reach and abs(one.y - two.y) < reach
    middle_one, middle_two = one.rectangle.centre, two.rectangle.centre
    same_middle = abs(middle_one[0] - middle_two[0]) < reach and abs(middle_one[1] - middle_two[1]) < reach
    return same_start or same_middle


def _pair(old: list[TextRun], new: list[TextRun], fits: Any) -> list[tuple[TextRun, TextRun]]:
    """Take pairs that fit out of both lists."""
    pairs: list[tuple[TextRun, TextRun]] = []
    for one in list(old):
        two = next((run for run in new if fits(one, run)), None)
        if two is not None:
            pairs.append((one, two))
            old.remove(one)
            new.remove(two)
    return pairs


def _covers(text: Rectangle, area: Rectangle) -> bool:
    """Whether a drawn difference is nothing but the changed text itself."""
    return (
        text.x - 6 <= area.x
        and text.y - 6 <= area.y
        and area.right <= text.right + 6
        and area.bottom <= text.bottom + 6
    )
