"""Where the large balloon of the station may stand so that it hides no line of the drawing. Draws nothing itself."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QRegion

# Cells of the coarse picture in the balloon's radius, and radii that are looked through around the anchor.
_CELLS: Final = 5
_REACH: Final = 8.0
# Paper is lighter than this; a hair line that fills a fifth of a cell is not.
_PAPER: Final = 236
_ANGLES: Final = 24
# Distances of the balloon's centre from the anchor, in radii: nearer it would lie on the number.
_NEAREST: Final = 1.5
_STEP: Final = 0.5


class InkMap:
    """How much is drawn in any rectangle around a point of a page's picture.

    Args:
        image: The page.
        centre: A point of it, in its pixels.
        radius: The balloon's radius in its pixels; cells are a fraction of it.
        reach: How far around the point it is looked, in pixels; by default as far as a balloon may stand.
        beyond: Whether what lies outside of the page counts as drawn, so that no balloon leaves the paper.
    """

    def __init__(
        self, image: QImage, centre: QPointF, radius: float, reach: float = 0.0, *, beyond: bool = True
    ) -> None:
        self._cell = max(1.0, radius / _CELLS)
        reach = reach or radius * (_REACH + 1.5)
        area = QRectF(centre.x() - reach, centre.y() - reach, 2 * reach, 2 * reach)
        side = math.ceil(2 * reach / self._cell)
        part = image.copy(area.toAlignedRect())
        if not beyond:
            _whiten_beyond(part, image, area.toAlignedRect().topLeft())
        small = part.scaled(
            side, side, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        grey = small.convertToFormat(QImage.Format.Format_Grayscale8)
        self._origin, self._side = area.topLeft(), side
        self._sums = _summed(bytes(grey.constBits()), grey.bytesPerLine(), side)

    def ink(self, area: QRectF) -> int:
        """Return how many cells of a rectangle, in pixels of the page, have something drawn in them."""
        left, top = self._at(area.left() - self._origin.x()), self._at(area.top() - self._origin.y())
        right = self._at(area.right() - self._origin.x() + self._cell)
        bottom = self._at(area.bottom() - self._origin.y() + self._cell)
        sums = self._sums
        return sums[bottom][right] - sums[top][right] - sums[bottom][left] + sums[top][left]

    def _at(self, distance: float) -> int:
        return min(max(0, int(distance / self._cell)), self._side)


def _whiten_beyond(part: QImage, image: QImage, origin: QPoint) -> None:
    """Make white what a part of a picture shows beyond its edges; QImage.copy leaves it black."""
    paper = QRegion(image.rect().translated(-origin))
    painter = QPainter(part)
    painter.setClipRegion(QRegion(part.rect()) - paper)
    painter.fillRect(part.rect(), Qt.GlobalColor.white)
    painter.end()


def framed(ink: InkMap, around: QPointF, width: float, height: float) -> QPointF:
    """Return the centre of the frame that shows most of the drawing and keeps a point well inside.

    A dimension stands at the edge of its view: centred on it, half of the frame would be empty paper.

    Args:
        ink: What is drawn around the point.
        around: The point, in pixels of the page.
        width: Of the frame, in the same pixels.
        height: Of the frame.
    """
    best, most = around, -1.0
    steps = (0.0, -0.12, 0.12, -0.24, 0.24)
    for across in steps:
        for down in steps:
            centre = around + QPointF(across * width, down * height)
            seen = QRectF(centre.x() - width / 2, centre.y() - height / 2, width, height)
            # A little more ink is not worth a point at the very edge.
            gain = ink.ink(seen) * (1 - 0.4 * (abs(across) + abs(down)))
            if gain > most:
                best, most = centre, gain
    return best


def _summed(grey: bytes, stride: int, side: int) -> list[list[int]]:
    """Return the summed-area table of the cells that are not paper."""
    sums = [[0] * (side + 1)]
    for y in range(side):
        above, row, run = sums[-1], [0], 0
        for x, shade in enumerate(grey[y * stride : y * stride + side], 1):
            run += shade < _PAPER
            row.append(above[x] + run)
        sums.append(row)
    return sums


def free_place(
    ink: InkMap, seen: QRectF, home: QPointF, anchor: QPointF, radius: float, others: Sequence[QPointF]
) -> QPointF:
    """Return where the balloon hides least: its own place if that is free, else one beside its dimension.

    Args:
        ink: What is drawn around the anchor.
        seen: The part of the page that is shown; the balloon stays inside.
        home: Where the balloon was put on the drawing.
        anchor: The edge of the dimension it belongs to.
        radius: Of the balloon.
        others: Centres of the other balloons. All in pixels of the page's picture.
    """
    inner = seen.adjusted(radius, radius, -radius, -radius)
    best, least = home, math.inf
    for place, effort in _places(home, anchor, radius):
        if not inner.contains(place):
            continue
        crowd = sum(math.dist(place.toTuple(), other.toTuple()) < 1.9 * radius for other in others)
        cost = effort + 4 * ink.ink(_around(place, radius * 1.1)) + 60 * crowd
        if cost < least:
            best, least = place, cost
    return best


def leader_end(ink: InkMap, place: QPointF, anchor: QPointF, radius: float) -> QPointF:
    """Return where the leader ends: before the first thing drawn near the anchor, so that it crosses no digit."""
    way = anchor - place
    length = math.hypot(way.x(), way.y())
    if length <= radius:
        return anchor
    steps = 16
    for step in range(steps + 1):
        end = anchor - way * (step / steps)
        if math.dist(end.toTuple(), place.toTuple()) <= radius * 1.05:
            break
        if not ink.ink(_around(end, radius * 0.2)):
            return end
    return anchor


def _places(home: QPointF, anchor: QPointF, radius: float) -> Iterator[tuple[QPointF, float]]:
    """Yield centres that are tried, each with what it costs to stand there: far and turned away is dearer."""
    apart = math.dist(home.toTuple(), anchor.toTuple())
    if apart >= _NEAREST * radius:
        yield home, 0.0
    first = math.atan2(home.y() - anchor.y(), home.x() - anchor.x()) if apart else -math.pi / 2
    for turn in range(_ANGLES):
        # 0, 1, -1, 2, -2, … steps away from the direction in which the balloon was put.
        angle = (turn + 1) // 2 * (1 if turn % 2 else -1)
        way = first + angle * 2 * math.pi / _ANGLES
        distance = _NEAREST
        while distance <= _REACH:
            offset = QPointF(math.cos(way), math.sin(way)) * (distance * radius)
            yield anchor + offset, 1 + 3 * (distance - _NEAREST) + 0.35 * abs(angle)
            distance += _STEP


def _around(place: QPointF, half: float) -> QRectF:
    return QRectF(place.x() - half, place.y() - half, 2 * half, 2 * half)
