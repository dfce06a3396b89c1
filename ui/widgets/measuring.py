"""What the operator looks at while measuring: tolerance bar and samples. Judges nothing: verdicts are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.i18n import Shown, Texts
from ui.theme.icons import paint_icon
from ui.widgets.painted import Painted, fit, pen, write
from ui.widgets.verdict import SIGNS, Verdict


def place_in_bar(value: Decimal, lower: Decimal | None, upper: Decimal | None) -> float:
    """Return where a value stands in the bar, 0 (left end) to 1; the zone between the limits is 0.17 to 0.83.

    With one limit only, the zone reaches to the open end and the scale is made of the distance to the limit.
    """
    if lower is not None and upper is not None and upper > lower:
        share = float((value - lower) / (upper - lower))
        return min(1.0, max(0.0, 0.17 + 0.66 * share))
    limit = upper if upper is not None else lower
    if limit is None:
        return 0.5
    scale = abs(limit) / 2 or Decimal(1)
    at = 0.83 if upper is not None else 0.17
    return min(1.0, max(0.0, at + 0.66 * float((value - limit) / scale)))


class ToleranceBar(Painted):
    """A value between its limits: the zone, the limits with their figures, and the marker.

    Args:
        texts: The window's language.
        shown: What is measured, for the accessible name.
    """

    def __init__(self, texts: Texts, shown: Shown = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lower: Decimal | None = None
        self._upper: Decimal | None = None
        self._value: Decimal | None = None
        self._verdict: Verdict = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        texts.bind(self.setAccessibleName, shown)

    def put(
        self,
        lower: Decimal | None,
        upper: Decimal | None,
        value: Decimal | None = None,
        verdict: Verdict = "",
    ) -> None:
        """Show limits (None where there is none), the value and the verdict given to it."""
        self._lower, self._upper, self._value, self._verdict = lower, upper, value, verdict
        self.setAccessibleDescription(f"{lower if lower is not None else ''} ≤ {value} ≤ {upper or ''}")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(360, round(34 + self.look.size("text_pt") * 2))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self.painter()
        thick = 14.0 if self.look.room == "station" else 10.0
        bar = QRectF(1, 14, self.width() - 2, thick)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.color("track"))
        painter.drawRoundedRect(bar, thick / 2, thick / 2)
        left = bar.left() + 0.17 * bar.width() if self._lower is not None else bar.left()
        right = bar.left() + 0.83 * bar.width() if self._upper is not None else bar.right()
        painter.setBrush(self.look.color("zone"))
        if self._lower is not None or self._upper is not None:
            painter.drawRect(QRectF(left, bar.top(), right - left, bar.height()))
        self._limit(painter, bar, left, self._lower)
        self._limit(painter, bar, right, self._upper)
        if self._value is not None:
            self._marker(painter, bar)
        painter.end()

    def _limit(self, painter: QPainter, bar: QRectF, x: float, limit: Decimal | None) -> None:
        if limit is None:
            return
        painter.setPen(pen(self.look.color("muted"), 1.6))
        painter.drawLine(QPointF(x, bar.top() - 8), QPointF(x, bar.bottom() + 6))
        label = QRectF(x - 90, bar.bottom() + 6, 180, self.height() - bar.bottom() - 6)
        write(painter, label, str(limit), self.look.color("muted"), self.look.font("small_pt"))

    def _marker(self, painter: QPainter, bar: QRectF) -> None:
        if self._value is None:
            return
        share = place_in_bar(self._value, self._lower, self._upper)
        x = bar.left() + 4 + share * (bar.width() - 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.color("ng_mark" if self._verdict == "ng" else "text"))
        painter.drawRoundedRect(QRectF(x - 3.5, bar.top() - 3, 7, bar.height() + 6), 2, 2)
        if share in (0.0, 1.0):
            # Beyond the end of the bar: the arrow points outwards.
            way = -1 if share == 0.0 else 1
            tip = QPointF(x + way * 3, bar.center().y())
            painter.drawPolygon(QPolygonF([tip, tip + QPointF(-way * 9, -11), tip + QPointF(-way * 9, 11)]))
        else:
            top = bar.top() - 5
            painter.drawPolygon(
                QPolygonF([QPointF(x, top), QPointF(x - 6, top - 8), QPointF(x + 6, top - 8)])
            )


@dataclass(frozen=True)
class SampleCell:
    """One sample: its value as recorded and its verdict; empty where it was not measured yet."""

    value: str = ""
    verdict: Verdict = ""


class SampleStrip(Painted):
    """The samples of one characteristic in a row, the one to measure now framed.

    Args:
        texts: The window's language.
        shown: What the row is, for the accessible name.
    """

    def __init__(self, texts: Texts, shown: Shown = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: tuple[SampleCell, ...] = ()
        self._current = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        texts.bind(self.setAccessibleName, shown)

    def put(self, cells: Sequence[SampleCell], current: int = -1) -> None:
        """Show cells; ``current`` is the place of the one to measure now, -1 for none."""
        self._cells, self._current = tuple(cells), current
        self.setAccessibleDescription(", ".join(cell.value or "—" for cell in cells))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        points = self.look.size("text_pt")
        return QSize(round(len(self._cells) * (points * 6 + 10)), round(points * 4.3 + 4))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._cells:
            return
        painter = self.painter()
        gap = 8.0
        wide = min(self.look.size("text_pt") * 6.4, (self.width() + gap) / len(self._cells) - gap)
        for at, sample in enumerate(self._cells):
            box = QRectF(at * (wide + gap) + 1, 1, wide - 2, self.height() - 2)
            self._cell(painter, box, at, sample)
        painter.end()

    def _cell(self, painter: QPainter, box: QRectF, at: int, sample: SampleCell) -> None:
        current = at == self._current
        fill = "info_soft" if current else ("ng_soft" if sample.verdict == "ng" else "card")
        edge = "accent" if current else ("ng_mark" if sample.verdict == "ng" else "border")
        painter.setPen(pen(self.look.color(edge), 2 if current or sample.verdict == "ng" else 1.2))
        painter.setBrush(self.look.color(fill))
        painter.drawRoundedRect(box, 6, 6)
        top = QRectF(box.left(), box.top() + 3, box.width(), box.height() * 0.4)
        side = self.look.size("small_pt")
        if sample.verdict:
            sign = QRectF(top.center().x() + side * 0.3, top.center().y() - side / 2, side, side)
            paint_icon(painter, SIGNS[sample.verdict], "ng_text" if sample.verdict == "ng" else "muted", sign)
            top.translate(-side * 0.4, 0)
        write(painter, top, f"{at + 1}", self.look.color("muted"), self.look.font("small_pt"))
        low = QRectF(box.left(), box.top() + box.height() * 0.42, box.width(), box.height() * 0.52)
        font = fit(self.look.font(bold=bool(sample.value)), sample.value, box.width() - 8, 10)
        token = "ng_text" if sample.verdict == "ng" else "text"
        write(painter, low, sample.value or "—", self.look.color(token), font)
