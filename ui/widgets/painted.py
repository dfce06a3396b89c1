"""The base of widgets that paint themselves: follows the theme. Paints nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from ui.theme.theme import Theme, current_theme


class Painted(QWidget):
    """A widget that draws with tokens and repaints when the theme changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look: Theme = current_theme()
        self.look.changed.connect(self._theme_changed)

    def _theme_changed(self) -> None:
        self.updateGeometry()
        self.update()

    def painter(self) -> QPainter:
        """Return a smooth painter; the caller ends it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return painter


def write(
    painter: QPainter,
    rect: QRectF,
    text: str,
    color: QColor,
    font: QFont,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignCenter,
) -> None:
    """Write one line into a rectangle."""
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(rect, align | Qt.TextFlag.TextSingleLine, text)


def fit(font: QFont, text: str, width: float, least: float) -> QFont:
    """Return the font made small enough for a width, but never under ``least`` points."""
    fitted = QFont(font)
    while fitted.pointSizeF() > least and QFontMetricsF(fitted).horizontalAdvance(text) > width:
        fitted.setPointSizeF(max(least, fitted.pointSizeF() - 2))
    return fitted


def pen(color: QColor, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """Return a pen with round ends."""
    return QPen(color, width, style, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
