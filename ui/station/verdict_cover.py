"""The answer over the whole screen: OK goes by itself, NG stays until it is acknowledged. Decides no verdict."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.i18n import Shown, Texts, say
from ui.theme.icons import paint_icon
from ui.widgets.buttons import Button
from ui.widgets.painted import fit, write
from ui.widgets.verdict import SIGNS, Verdict, VerdictPanel

# Rule 6: between 1.0 and 1.5 seconds. What is to be read stays a little longer.
OK_MS: Final = 1200
WARN_MS: Final = 4000


class VerdictCover(VerdictPanel):
    """Covers its parent with a verdict.

    Args:
        texts: The window's language.
        over: What is covered; the cover follows its size.

    Attributes:
        acknowledge: The big button of a verdict that stays.

    Signals:
        painted: A verdict was painted for the first time since it was put.
        acknowledged: The person has seen the verdict that stays.
        gone: The cover has left, by itself or by hand.
    """

    painted = Signal()
    acknowledged = Signal()
    gone = Signal()

    def __init__(self, texts: Texts, over: QWidget) -> None:
        super().__init__(texts, full=True, parent=over)
        self.setObjectName("verdict.cover")
        self._over = over
        self._fresh = False
        self.stays = False
        self.acknowledge = Button(
            texts,
            say("Seen, go on (or scan NEXT)"),
            self.acknowledged.emit,
            name="verdict.acknowledge",
            parent=self,
        )
        self.acknowledge.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)
        over.installEventFilter(self)

    def answer(self, verdict: Verdict, word: Shown, detail: Shown, *, stays: bool) -> None:
        """Show a verdict at once; the older one is forgotten."""
        self._timer.stop()
        self.stays, self._fresh = stays, True
        self.acknowledge.setVisible(stays)
        self.setGeometry(self._over.rect())
        self._place()
        self.put(verdict, word, detail)
        if not stays:
            self._timer.start(OK_MS if verdict == "ok" else WARN_MS)

    def clear(self) -> None:
        """Take the verdict away."""
        self._timer.stop()
        was_shown = bool(self.verdict)
        self.stays = False
        self.put("")
        if was_shown:
            self.gone.emit()

    def _place(self) -> None:
        size = self.acknowledge.sizeHint()
        width, height = max(size.width(), self.look.pixels(60)), max(size.height(), self.look.pixels(20))
        self.acknowledge.setGeometry(
            (self.width() - width) // 2, self.height() - height - self.look.pixels(6), width, height
        )

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._over:
            self.setGeometry(self._over.rect())
            self._place()
        return False

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        # Touching anywhere is enough for what goes by itself; what stays has its button.
        if not self.stays:
            self.clear()
        event.accept()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._fresh and self.verdict:
            self._fresh = False
            self.painted.emit()

    @override
    def _paint_cover(self, painter: QPainter, ink: QColor) -> None:
        width, height = float(self.width()), float(self.height())
        foot = height - self.acknowledge.geometry().top() + 8.0 if self.stays else 0.0
        room = height - foot
        side = min(room * 0.32, width * 0.3)
        sign = QRectF((width - side) / 2, room * 0.06, side, side)
        paint_icon(painter, SIGNS[self.verdict], f"on_verdict_{self.verdict}", sign)
        points = self.look.size("verdict_pt")
        font = fit(self.look.font(points=points * 1.25, bold=True), self._word, width - 40, points)
        write(painter, QRectF(0, room * 0.38, width, room * 0.34), self._word, ink, font)
        painter.setFont(self.look.font(points=max(24.0, self.look.size("title_pt"))))
        painter.setPen(ink)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(QRectF(48, room * 0.74, width - 96, room * 0.25), flags, self._detail)
