"""Balloons on a page: what one is, its colours, and the item that draws it at the same size at any zoom.

Knows neither database nor language: number, mark and spoken name come from outside. States differ by shape
as well as by colour (tick, cross, dashes), since colour alone tells nothing to some and nothing on grey paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsLineItem,
    QGraphicsObject,
    QGraphicsRectItem,
    QGraphicsSceneMouseEvent,
    QStyleOptionGraphicsItem,
    QWidget,
)

from app.drawings.page_facts import Rectangle

RADIUS_PX: Final = 11.0
_BADGE_PX: Final = 5.0
_RING_PX: Final = 3.5
# A finger or a trembling mouse may miss the circle by this much.
_REACH_PX: Final = 6.0


class BalloonState(StrEnum):
    """What a balloon says beside its number."""

    NEUTRAL = "neutral"
    OK = "ok"
    NG = "ng"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class BalloonShape:
    """One balloon to show.

    Attributes:
        key: Names it in signals; unique among the balloons given together.
        number: As printed in the circle.
        page: Zero-based.
        x: Centre in points from the left of the displayed page.
        y: Centre in points from its top.
        name: What a screen reader says and the tool tip shows, already in the user's language.
        anchor: Where the leader line ends, in points; None draws none.
        area: The text or feature it stands for; outlined while unconfirmed, tinted while selected.
        state: Verdict or proposal.
        special: The customer's sign of a special characteristic, e.g. ``◇``; empty for none.
        editable: May be dragged, nudged and removed.
    """

    key: str
    number: str
    page: int
    x: float
    y: float
    name: str
    anchor: tuple[float, float] | None = None
    area: Rectangle | None = None
    state: BalloonState = BalloonState.NEUTRAL
    special: str = ""
    editable: bool = False


@dataclass(frozen=True)
class BalloonColours:
    """Colours as names or codes that QColor reads; take the light theme's, since the paper is always light.

    Attributes:
        paper: Under the number of a balloon that is not filled.
        line: Outline, number and leader of a neutral balloon; fill of the selected one.
        on_line: Number on that fill.
        tint: Over the area of the selected balloon.
        ok: Fill when every reading is good.
        on_ok: Number on it.
        ng: Fill when a reading is bad.
        on_ng: Number on it.
        unconfirmed: Outline and number of a proposal.
    """

    paper: str
    line: str
    on_line: str
    tint: str
    ok: str
    on_ok: str
    ng: str
    on_ng: str
    unconfirmed: str

    @classmethod
    def of_tokens(cls, colors: Mapping[str, str]) -> BalloonColours:
        """Return the colours from a theme's token table (pass the light theme's)."""
        return cls(
            paper=colors["paper"],
            line=colors["accent"],
            on_line=colors["on_accent"],
            tint=colors["accent_soft"],
            ok=colors["verdict_ok"],
            on_ok=colors["on_verdict_ok"],
            ng=colors["verdict_ng"],
            on_ng=colors["on_verdict_ng"],
            unconfirmed=colors["warn_text"],
        )


class BalloonBody(QGraphicsObject):
    """A circle (or, for a long number, a capsule) of constant size on the screen.

    Signals:
        pressed: Its key; a mouse button went down on it.
        activated: Its key; double-clicked.
        dragged: Its key, x and y in points; the mouse let go of it at another place.
    """

    pressed = Signal(str)
    activated = Signal(str)
    dragged = Signal(str, float, float)

    def __init__(self, shape: BalloonShape, colours: BalloonColours, font: QFont) -> None:
        super().__init__()
        self.shape_shown = shape
        self._colours = colours
        self._selected = False
        self._font = QFont(font)
        self._font.setPixelSize(11)
        self._font.setBold(True)
        text = QFontMetricsF(self._font).horizontalAdvance(shape.number)
        self._half_width = max(RADIUS_PX, text / 2 + 5)
        self._taken_at = QPointF()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsMovable, shape.editable)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemSendsScenePositionChanges)
        self.setPos(shape.x, shape.y)
        self.setZValue(20)
        self.setToolTip(shape.name)
        self.setObjectName(f"balloon_{shape.key}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        line = colours.unconfirmed if shape.state is BalloonState.UNCONFIRMED else colours.line
        self.leader = BalloonLeader(QPointF(*shape.anchor), QColor(line)) if shape.anchor else None
        self.area = BalloonArea(shape.area) if shape.area else None
        self._follow()
        self._show_area()

    @property
    def selected(self) -> bool:
        """Whether it is drawn as the selected one."""
        return self._selected

    def set_selected(self, selected: bool) -> None:
        """Draw it as the selected one, above the others, or not."""
        self._selected = selected
        self.setZValue(21 if selected else 20)
        self._show_area()
        self.update()

    def itemChange(self, change: QGraphicsItem.GraphicsItemChange, value: object) -> object:
        """Let the leader line follow."""
        if change == QGraphicsItem.GraphicsItemChange.ItemScenePositionHasChanged:
            self._follow()
        return super().itemChange(change, value)

    def boundingRect(self) -> QRectF:
        """Return the drawn extent in pixels around the centre, with ring, badge and special mark."""
        wide, high = self._half_width + _RING_PX + 2, RADIUS_PX + _RING_PX + 2
        return QRectF(-wide - _REACH_PX, -high - _REACH_PX, 2 * wide + 36, 2 * (high + _REACH_PX))

    def shape(self) -> QPainterPath:
        """Return where a click hits: the balloon and a little around it."""
        return self._outline(_REACH_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw ring, balloon, number, badge and special mark."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, ink, edge = self._look()
        painter.setPen(edge)
        painter.setBrush(fill)
        painter.drawPath(self._outline(0))
        if self._selected:
            ring = QPen(QColor(self._colours.line), 2)
            painter.setPen(ring)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(self._outline(_RING_PX))
        painter.setFont(self._font)
        painter.setPen(ink)
        box = QRectF(-self._half_width, -RADIUS_PX, 2 * self._half_width, 2 * RADIUS_PX)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.shape_shown.number)
        self._paint_badge(painter)
        self._paint_special(painter)

    def mousePressEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Select, and remember where a drag begins."""
        self._taken_at = self.pos()
        self.pressed.emit(self.shape_shown.key)
        super().mousePressEvent(event)
        event.accept()

    def mouseReleaseEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Tell when it was dragged somewhere else."""
        super().mouseReleaseEvent(event)
        if self.pos() != self._taken_at:
            self.dragged.emit(self.shape_shown.key, self.pos().x(), self.pos().y())

    def mouseDoubleClickEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Open what it stands for; a new balloon is not meant."""
        self.activated.emit(self.shape_shown.key)
        event.accept()

    def _follow(self) -> None:
        if self.leader is not None:
            self.leader.reach_from(self.pos())

    def _show_area(self) -> None:
        if self.area is None:
            return
        unconfirmed = self.shape_shown.state is BalloonState.UNCONFIRMED
        pen = QPen(QColor(self._colours.unconfirmed), 1.2, Qt.PenStyle.DashLine)
        pen.setCosmetic(True)
        self.area.setPen(pen if unconfirmed else QPen(Qt.PenStyle.NoPen))
        self.area.setBrush(QColor(self._colours.tint) if self._selected else Qt.BrushStyle.NoBrush)
        self.area.setVisible(unconfirmed or self._selected)

    def _outline(self, grown: float) -> QPainterPath:
        wide, high = self._half_width + grown, RADIUS_PX + grown
        path = QPainterPath()
        path.addRoundedRect(QRectF(-wide, -high, 2 * wide, 2 * high), high, high)
        return path

    def _look(self) -> tuple[QColor, QColor, QPen]:
        """Return fill, number colour and outline."""
        colours = self._colours
        match self.shape_shown.state:
            case BalloonState.OK:
                return QColor(colours.ok), QColor(colours.on_ok), QPen(QColor(colours.on_ok), 1.2)
            case BalloonState.NG:
                return QColor(colours.ng), QColor(colours.on_ng), QPen(QColor(colours.ng), 1.2)
            case BalloonState.UNCONFIRMED:
                edge = QPen(QColor(colours.unconfirmed), 1.6, Qt.PenStyle.CustomDashLine)
                edge.setDashPattern([2.2, 1.6])
                return QColor(colours.paper), QColor(colours.unconfirmed), edge
            case _:
                edge = QPen(QColor(colours.line), 1.6)
                if self._selected:
                    return QColor(colours.line), QColor(colours.on_line), edge
                return QColor(colours.paper), QColor(colours.line), edge

    def _paint_badge(self, painter: QPainter) -> None:
        state = self.shape_shown.state
        if state not in (BalloonState.OK, BalloonState.NG):
            return
        centre = QPointF(self._half_width - 1, RADIUS_PX - 1)
        ink = QColor(self._colours.on_ok if state is BalloonState.OK else self._colours.ng)
        painter.setBrush(QColor(self._colours.paper))
        painter.setPen(QPen(ink, 1.2))
        painter.drawEllipse(centre, _BADGE_PX, _BADGE_PX)
        painter.setPen(QPen(ink, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        if state is BalloonState.OK:
            corner = centre + QPointF(-0.6, 2.0)
            painter.drawLine(QLineF(centre + QPointF(-2.6, 0.1), corner))
            painter.drawLine(QLineF(corner, centre + QPointF(2.6, -2.0)))
        else:
            painter.drawLine(QLineF(centre + QPointF(-2.1, -2.1), centre + QPointF(2.1, 2.1)))
            painter.drawLine(QLineF(centre + QPointF(-2.1, 2.1), centre + QPointF(2.1, -2.1)))

    def _paint_special(self, painter: QPainter) -> None:
        if not self.shape_shown.special:
            return
        box = QRectF(self._half_width + 2, -RADIUS_PX - 5, 20, 16)
        ink = self._colours.unconfirmed if self.shape_shown.state is BalloonState.UNCONFIRMED else ""
        font = QFont(self._font)
        font.setPixelSize(14)
        painter.setFont(font)
        painter.setPen(QColor(ink or self._colours.line))
        painter.drawText(
            box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.shape_shown.special
        )


class BalloonLeader(QGraphicsLineItem):
    """The line from a balloon to what it means, with a dot at that end; one pixel thick at any zoom."""

    def __init__(self, anchor: QPointF, colour: QColor) -> None:
        super().__init__()
        self._anchor = anchor
        pen = QPen(colour, 1.1)
        pen.setCosmetic(True)
        self.setPen(pen)
        self.setZValue(10)

    def reach_from(self, centre: QPointF) -> None:
        """Draw from a balloon's centre, which covers that end."""
        self.setLine(QLineF(centre, self._anchor))

    def boundingRect(self) -> QRectF:
        """Return the line's extent with room for the dot, in points."""
        return super().boundingRect().adjusted(-6, -6, 6, 6)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw line and dot."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.pen())
        painter.drawLine(self.line())
        dot = 2.4 / max(painter.transform().m11(), 0.4)
        painter.setBrush(self.pen().color())
        painter.drawEllipse(self._anchor, dot, dot)


class BalloonArea(QGraphicsRectItem):
    """The text or feature a balloon stands for; tinted like a marker pen, so that the ink stays black."""

    def __init__(self, area: Rectangle) -> None:
        outline = QRectF(area.x, area.y, area.width, area.height)
        super().__init__(outline.adjusted(-1.5, -1.5, 1.5, 1.5))
        self.setZValue(5)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw tint and outline."""
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.setPen(self.pen())
        painter.setBrush(self.brush())
        painter.drawRect(self.rect())
