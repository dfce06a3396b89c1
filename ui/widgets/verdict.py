"""The verdict of a reading or scan, three ways at once: fill, shape and word. It is given, not judged here."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.i18n import Shown, Texts
from ui.theme.icons import paint_icon
from ui.widgets.painted import Painted, fit, write

Verdict = Literal["ok", "ng", "warn", ""]
# The shapes that stand beside colour and word: tick, cross and exclamation mark.
SIGNS: Final[dict[str, str]] = {"ok": "check", "ng": "x", "warn": "alert-triangle"}


class VerdictPanel(Painted):
    """The answer to a scan or reading, three ways at once: fill, shape and word.

    As a cover (``full``) the word is at least 96 points; beside a value it takes the room it has.

    Args:
        texts: The window's language.
        full: Covers its parent and says what happened under the word.
    """

    def __init__(self, texts: Texts, *, full: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._full = texts, full
        self._verdict: Verdict = ""
        self._word, self._detail = "", ""
        if full:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            self.hide()

    @property
    def verdict(self) -> Verdict:
        """The verdict now shown."""
        return self._verdict

    def put(self, verdict: Verdict, word: Shown = "", detail: Shown = "") -> None:
        """Show a verdict with its word; an empty verdict shows nothing."""
        self._verdict = verdict
        self._texts.bind(self.set_word, word)
        self._texts.bind(self.set_detail, detail)
        if self._full:
            self.setVisible(bool(verdict))
            if verdict:
                self.raise_()
        # Paint at once: the operator waits for it (rule 5, 150 ms).
        self.repaint() if self.isVisible() else self.update()

    def set_word(self, word: str) -> None:
        """Show a word in the language of now; ``put`` calls this."""
        self._word = word
        self.setAccessibleName(word)
        self.update()

    def set_detail(self, detail: str) -> None:
        """Show a line under the word; ``put`` calls this."""
        self._detail = detail
        self.setAccessibleDescription(detail)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        points = self.look.size("text_pt")
        return QSize(round(points * 11), round(points * 5))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(100, 60)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._verdict:
            return
        painter = self.painter()
        ink = self.look.color(f"on_verdict_{self._verdict}")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.color(f"verdict_{self._verdict}"))
        radius = 0 if self._full else 10
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        if self._full:
            self._paint_cover(painter, ink)
        else:
            self._paint_beside(painter, ink)
        painter.end()

    def _paint_beside(self, painter: QPainter, ink: QColor) -> None:
        points = self.look.size("text_pt") * 1.9
        side = points * 1.35
        font = fit(self.look.font(points=points, bold=True), self._word, self.width() - side - 34, 10)
        word = QFontMetricsF(font).horizontalAdvance(self._word)
        left = (self.width() - side - 8 - word) / 2
        sign = QRectF(left, (self.height() - side) / 2, side, side)
        paint_icon(painter, SIGNS[self._verdict], f"on_verdict_{self._verdict}", sign)
        area = QRectF(left + side + 8, 0, word + 4, self.height())
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        write(painter, area, self._word, ink, font, align)

    def _paint_cover(self, painter: QPainter, ink: QColor) -> None:
        width, height = float(self.width()), float(self.height())
        side = height * 0.34
        sign = QRectF((width - side) / 2, height * 0.08, side, side)
        paint_icon(painter, SIGNS[self._verdict], f"on_verdict_{self._verdict}", sign)
        points = self.look.size("verdict_pt")
        font = fit(self.look.font(points=points * 1.25, bold=True), self._word, width - 40, points)
        write(painter, QRectF(0, height * 0.43, width, height * 0.3), self._word, ink, font)
        painter.setFont(self.look.font(points=max(24, self.look.size("title_pt"))))
        painter.setPen(ink)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(QRectF(40, height * 0.74, width - 80, height * 0.22), flags, self._detail)
