"""Small painted pictures of progress and course. Floats here are pixels, never facts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.i18n import Shown, Texts
from ui.widgets.painted import Painted, fit, pen, write


class DonutProgress(Painted):
    """How much of a whole is ready: a ring, the fraction and a word.

    Args:
        texts: The window's language.
        caption: The word under the fraction.
    """

    def __init__(self, texts: Texts, caption: Shown = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._done, self._whole, self._caption = texts, 0, 0, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        texts.bind(self.set_caption, caption)

    def put(self, done: int, whole: int) -> None:
        """Show so many of so many."""
        self._done, self._whole = done, whole
        self._name()

    def set_caption(self, caption: str) -> None:
        """Show a word under the fraction."""
        self._caption = caption
        self._name()

    def _name(self) -> None:
        self.setAccessibleName(f"{self._done}/{self._whole} {self._caption}".strip())
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(150, 136)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, 136)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self.painter()
        side, thick = min(self.width(), self.height()) - 12.0, 12.0
        ring = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        ring.adjust(thick / 2, thick / 2, -thick / 2, -thick / 2)
        flat = pen(self.look.color("track"), thick)
        flat.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(flat)
        painter.drawEllipse(ring)
        if self._whole:
            flat.setColor(self.look.color("accent"))
            painter.setPen(flat)
            painter.drawArc(ring, 90 * 16, -round(360 * 16 * self._done / self._whole))
        middle = ring.center().y()
        number = QRectF(ring.left(), middle - 26, ring.width(), 30)
        write(
            painter,
            number,
            f"{self._done}/{self._whole}",
            self.look.color("text"),
            self.look.font("title_pt", bold=True),
        )
        word = QRectF(ring.left() + 8, middle + 4, ring.width() - 16, 20)
        write(painter, word, self._caption, self.look.color("muted"), self.look.font("small_pt"))
        painter.end()


class TrendLine(Painted):
    """The course of the last values between their limits; outside ones are marked by a cross.

    Args:
        texts: The window's language.
        shown: What runs here, for the accessible name.
    """

    def __init__(self, texts: Texts, shown: Shown = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[Decimal, ...] = ()
        self._lower: Decimal | None = None
        self._upper: Decimal | None = None
        self._centre: Decimal | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        texts.bind(self.setAccessibleName, shown)

    def put(
        self,
        values: Sequence[Decimal],
        lower: Decimal | None = None,
        upper: Decimal | None = None,
        centre: Decimal | None = None,
    ) -> None:
        """Show values in their order, with limits and centre line where there are any."""
        self._values, self._lower, self._upper, self._centre = tuple(values), lower, upper, centre
        self.setAccessibleDescription(", ".join(str(value) for value in self._values[-10:]))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, 120)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, 60)

    def _y(self, value: Decimal, box: QRectF, low: Decimal, high: Decimal) -> float:
        share = float((value - low) / (high - low)) if high > low else 0.5
        return box.bottom() - share * box.height()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        known = [v for v in (*self._values, self._lower, self._upper, self._centre) if v is not None]
        if not known:
            return
        painter = self.painter()
        box = QRectF(self.rect()).adjusted(2, 10, -8, -10)
        low, high = min(known), max(known)
        for line, style in (
            (self._upper, Qt.PenStyle.DashLine),
            (self._lower, Qt.PenStyle.DashLine),
            (self._centre, Qt.PenStyle.SolidLine),
        ):
            if line is not None:
                painter.setPen(pen(self.look.color("control"), 1, style))
                y = self._y(line, box, low, high)
                painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        step = box.width() / max(1, len(self._values) - 1)
        points = [
            QPointF(box.left() + at * step, self._y(value, box, low, high))
            for at, value in enumerate(self._values)
        ]
        painter.setPen(pen(self.look.color("chart"), 1.8))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        for value, point in zip(self._values, points, strict=True):
            if self._outside(value):
                painter.setPen(pen(self.look.color("ng_mark"), 2))
                painter.drawLine(point + QPointF(-4, -4), point + QPointF(4, 4))
                painter.drawLine(point + QPointF(-4, 4), point + QPointF(4, -4))
        if points and not self._outside(self._values[-1]):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.look.color("chart"))
            painter.drawEllipse(points[-1], 3.5, 3.5)
        painter.end()

    def _outside(self, value: Decimal) -> bool:
        # Limits are inclusive.
        below = self._lower is not None and value < self._lower
        return below or (self._upper is not None and value > self._upper)


class BigValue(Painted):
    """One value, as large as the place allows, with its unit.

    Args:
        texts: The window's language.
        shown: What it is, for the accessible name.
    """

    def __init__(self, texts: Texts, shown: Shown = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value, self._unit = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        texts.bind(self.setAccessibleName, shown)

    def put(self, value: str, unit: str = "") -> None:
        """Show a value exactly as it is recorded, trailing zeros included; an empty one shows a dash."""
        self._value, self._unit = value, unit
        self.setAccessibleDescription(f"{value} {unit}".strip())
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        points = self.look.size("value_pt")
        return QSize(round(points * 5), round(points * 1.62))

    @override
    def minimumSizeHint(self) -> QSize:
        # Never cut: a value at the station is at least 48 points (rule 11).
        least = min(self.look.size("value_pt"), 48.0)
        width = QFontMetricsF(self.look.font(points=least, bold=True)).horizontalAdvance(self._value or "—")
        return QSize(round(width + self._unit_width() + 4), round(self.look.size("value_pt") * 1.3))

    def _unit_font(self) -> QFont:
        return self.look.font(points=max(self.look.size("text_pt"), self.look.size("value_pt") / 5))

    def _unit_width(self) -> float:
        if not self._unit:
            return 0
        return QFontMetricsF(self._unit_font()).horizontalAdvance(self._unit) + 18

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self.painter()
        full = self.look.size("value_pt")
        text = self._value or "—"
        least = min(full, 48.0)
        font = fit(self.look.font("value_pt", bold=True), text, self.width() - self._unit_width() - 2, least)
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(text)
        left = Qt.AlignmentFlag.AlignLeft
        area = QRectF(0, 0, width + 2, self.height())
        token = "text" if self._value else "muted"
        write(painter, area, text, self.look.color(token), font, left | Qt.AlignmentFlag.AlignVCenter)
        if self._unit:
            metrics = painter.fontMetrics()
            baseline = self.height() / 2 + (metrics.ascent() - metrics.descent()) / 2
            painter.setFont(self._unit_font())
            painter.setPen(self.look.color("muted"))
            painter.drawText(QPointF(width + 16, baseline), self._unit)
        painter.end()
