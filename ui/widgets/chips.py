"""Small framed words for states, counts and devices. Never colour alone: a tone brings its shape."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.i18n import Shown, Texts
from ui.theme.icons import paint_icon
from ui.theme.theme import current_theme
from ui.theme.tokens import Tone
from ui.widgets.painted import Painted, pen

SHAPES: Final[dict[str, str]] = {
    "neutral": "",
    "info": "circle-dot",
    "ok": "check",
    "warn": "alert-triangle",
    "ng": "x",
}
_PAD: Final = 7.0
_ICON: Final = 12.0


def chip_width(text: str, tone: str, font: QFont) -> float:
    """Return how wide a chip is in pixels."""
    icon_room = _ICON + 4 if SHAPES[tone] else 0
    return QFontMetricsF(font).horizontalAdvance(text) + 2 * _PAD + icon_room


def chip_height(font: QFont) -> float:
    """Return how high a chip is in pixels."""
    return QFontMetricsF(font).height() + 3


def paint_chip(painter: QPainter, rect: QRectF, text: str, tone: str, font: QFont) -> None:
    """Draw a chip into a rectangle, shortening its word where it does not fit."""
    theme = current_theme()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen(theme.color(f"{tone}_border")))
    painter.setBrush(theme.color(f"{tone}_soft"))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    inner = rect.adjusted(_PAD, 0, -_PAD, 0)
    if SHAPES[tone]:
        box = QRectF(inner.left() - 1, rect.center().y() - _ICON / 2, _ICON, _ICON)
        paint_icon(painter, SHAPES[tone], f"{tone}_text", box)
        inner.adjust(_ICON + 3, 0, 0, 0)
    painter.setFont(font)
    painter.setPen(theme.color(f"{tone}_text"))
    # One pixel of grace: metrics and layout round differently.
    short = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, inner.width() + 1)
    align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(inner.adjusted(0, 0, 2, 0), align, short)
    painter.restore()


class StateChip(Painted):
    """A state: a word in a frame, with the shape of its tone.

    Args:
        texts: The window's language.
        shown: The word.
        tone: ``neutral`` when nothing is to be done.
    """

    def __init__(
        self, texts: Texts, shown: Shown = "", tone: Tone = "neutral", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._texts, self._text, self._tone = texts, "", tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.put(shown, tone)

    @property
    def text(self) -> str:
        """The word now shown."""
        return self._text

    @property
    def tone(self) -> Tone:
        """The tone now shown."""
        return self._tone

    def put(self, shown: Shown, tone: Tone | None = None) -> None:
        """Show another state; an empty text hides the chip."""
        self._tone = tone or self._tone
        self._texts.bind(self.set_text, shown)

    def set_text(self, text: str) -> None:
        """Show a text in the language of now; ``put`` calls this."""
        self._text = text
        self.setAccessibleName(text)
        # Showing a chip that has no parent yet would open a window.
        if not text or self.parentWidget() is not None:
            self.setVisible(bool(text))
        self._theme_changed()

    @override
    def sizeHint(self) -> QSize:
        font = self.look.font("small_pt")
        return QSize(round(chip_width(self._text, self._tone, font) + 1.5), round(chip_height(font)))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self.painter()
        paint_chip(painter, QRectF(self.rect()), self._text, self._tone, self.look.font("small_pt"))
        painter.end()


_DOTS: Final = {
    "connected": "ok_mark", "waiting": "warn_mark", "lost": "ng_mark", "flawed": "ng_mark", "off": "neutral_mark",
}  # fmt: skip


class DeviceChip(Painted):
    """A device and whether it answers: filled dot, open ring, or cross, and its name.

    Args:
        texts: The window's language.
        shown: Name and, when it does not answer, what is the matter.
        state: ``connected``, ``waiting``, ``lost``, ``flawed`` or ``off``.
    """

    def __init__(
        self, texts: Texts, shown: Shown, state: str = "connected", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._texts, self._text, self._state = texts, "", state
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.put(shown, state)

    @property
    def state(self) -> str:
        """The state now shown."""
        return self._state

    def put(self, shown: Shown, state: str) -> None:
        """Show another state."""
        self._state = state if state in _DOTS else "off"
        self._texts.bind(self.set_text, shown)

    def set_text(self, text: str) -> None:
        """Show a text in the language of now; ``put`` calls this."""
        self._text = text
        self.setAccessibleName(text)
        self._theme_changed()

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.look.font("small_pt"))
        return QSize(round(metrics.horizontalAdvance(self._text) + 36), round(metrics.height() + 8))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self.painter()
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(pen(self.look.color("border")))
        painter.setBrush(self.look.color("card"))
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        paint_dot(painter, QPointF(15, rect.center().y()), self._state)
        painter.setFont(self.look.font("small_pt"))
        painter.setPen(self.look.color("muted"))
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(25, 0, 0, 0), align, self._text)
        painter.end()


def paint_dot(painter: QPainter, centre: QPointF, state: str) -> None:
    """Draw the sign of a device: filled when it answers, a ring when it waits, a cross when nobody reads it."""
    color = current_theme().color(_DOTS[state])
    painter.setBrush(color if state == "connected" else Qt.BrushStyle.NoBrush)
    painter.setPen(pen(color, 2))
    if state in ("lost", "flawed"):
        painter.drawLine(centre + QPointF(-3.2, -3.2), centre + QPointF(3.2, 3.2))
        painter.drawLine(centre + QPointF(-3.2, 3.2), centre + QPointF(3.2, -3.2))
    else:
        painter.drawEllipse(centre, 3.2, 3.2)
