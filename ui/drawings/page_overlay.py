"""What is drawn over a page besides balloons: redlines, search hits, a measured distance. Paints, keeps nothing."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

Places = tuple[tuple[float, float], ...]


class OverlayKind(StrEnum):
    """What a shape is."""

    LINE = "line"
    BOX = "box"
    CLOUD = "cloud"
    ARROW = "arrow"
    FREEHAND = "freehand"
    TEXT = "text"
    HIT = "hit"
    MEASURE = "measure"


@dataclass(frozen=True)
class OverlayShape:
    """One shape over a page.

    Attributes:
        page: Zero-based.
        kind: What it is.
        points: In points of the displayed page.
        text: Beside it; may be empty.
        key: Of a redline's row; 0 of others.
    """

    page: int
    kind: OverlayKind
    points: Places
    text: str = ""
    key: int = 0


@dataclass(frozen=True)
class OverlayColours:
    """Colours on the light paper, as codes that QColor reads."""

    redline: str
    hit: str
    measure: str
    paper: str

    @classmethod
    def of_tokens(cls, light: Mapping[str, str]) -> OverlayColours:
        """Return the colours from the token table of the light theme."""
        return cls(light["ng_mark"], light["warn_mark"], light["accent"], light["paper"])


def paint_shapes(
    painter: QPainter, shapes: Iterable[OverlayShape], colours: OverlayColours, font: QFont, scale: float
) -> None:
    """Paint shapes in the page's coordinates.

    Args:
        painter: On the scene.
        shapes: Of the page shown.
        colours: On paper.
        font: Of the window.
        scale: Screen units per point, so that texts keep their size on the screen.
    """
    for shape in shapes:
        ink = {OverlayKind.HIT: colours.hit, OverlayKind.MEASURE: colours.measure}.get(
            shape.kind, colours.redline
        )
        pen = QPen(QColor(ink), 2.0)
        pen.setCosmetic(True)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        _paint_outline(painter, shape, scale)
        if shape.text:
            _paint_text(painter, shape, colours, QColor(ink), font, scale)


def _paint_outline(painter: QPainter, shape: OverlayShape, scale: float) -> None:
    points = [QPointF(x, y) for x, y in shape.points]
    if shape.kind is OverlayKind.TEXT or not points:
        return
    if shape.kind in (OverlayKind.BOX, OverlayKind.HIT, OverlayKind.CLOUD):
        box = QRectF(points[0], points[-1]).normalized()
        if shape.kind is OverlayKind.HIT:
            shade = QColor(painter.pen().color())
            shade.setAlpha(70)
            painter.fillRect(box.adjusted(-1, -1, 1, 1), QBrush(shade))
        elif shape.kind is OverlayKind.CLOUD:
            painter.drawPath(_cloud(box, 7.0))
            return
        painter.drawRect(box)
        return
    painter.drawPolyline(QPolygonF(points))
    if shape.kind in (OverlayKind.ARROW, OverlayKind.MEASURE):
        _paint_head(painter, points[-2], points[-1], scale)
    if shape.kind is OverlayKind.MEASURE:
        _paint_head(painter, points[1], points[0], scale)


def _paint_head(painter: QPainter, start: QPointF, end: QPointF, scale: float) -> None:
    angle = math.atan2(end.y() - start.y(), end.x() - start.x())
    side = 10 / scale
    for turn in (math.radians(155), math.radians(-155)):
        wing = QPointF(side * math.cos(angle + turn), side * math.sin(angle + turn))
        painter.drawLine(end, end + wing)


def _cloud(box: QRectF, step: float) -> QPainterPath:
    path = QPainterPath()
    corners = [box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft(), box.topLeft()]
    for first, second in itertools.pairwise(corners):
        length = math.hypot(second.x() - first.x(), second.y() - first.y())
        count = max(1, round(length / (2 * step)))
        for at in range(count):
            here = first + (second - first) * ((at + 0.5) / count)
            radius = length / count / 2
            path.addEllipse(here, radius, radius)
    inside = QPainterPath()
    inside.addRect(box)
    return path.subtracted(inside)


def _paint_text(
    painter: QPainter,
    shape: OverlayShape,
    colours: OverlayColours,
    ink: QColor,
    font: QFont,
    scale: float,
) -> None:
    x, y = shape.points[len(shape.points) // 2] if shape.kind is OverlayKind.MEASURE else shape.points[0]
    painter.save()
    painter.translate(x, y)
    painter.scale(1 / scale, 1 / scale)
    bold = QFont(font)
    bold.setBold(True)
    painter.setFont(bold)
    box = painter.fontMetrics().boundingRect(shape.text).adjusted(-4, -2, 4, 2)
    box.moveBottomLeft(QPointF(6, -6).toPoint())
    paper = QColor(colours.paper)
    paper.setAlpha(225)
    painter.fillRect(box, paper)
    painter.setPen(ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shape.text)
    painter.restore()
