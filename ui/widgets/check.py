"""A tick box in the window's own colours: its frame is seen in every theme. Means nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QWidget
from typing_extensions import override

from ui.i18n import Shown, Texts
from ui.theme.icons import paint_icon
from ui.theme.theme import current_theme
from ui.widgets.painted import pen

_BOX = 18.0
_GAP = 9.0


class CheckField(QCheckBox):
    """A box with words.

    Args:
        texts: The window's language.
        shown: Its words.
        name: objectName, for tests.
    """

    def __init__(
        self, texts: Texts, shown: Shown = "", name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self.setObjectName(name)
        self.put(shown)
        current_theme().changed.connect(self.update)

    def put(self, shown: Shown) -> None:
        """Show other words."""
        self._texts.bind(self.setText, shown)
        self._texts.bind(self.setAccessibleName, shown)

    @override
    def sizeHint(self) -> QSize:
        words = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        return QSize(round(_BOX + _GAP + words + 8), current_theme().pixels(9))

    @override
    def hitButton(self, pos: object) -> bool:
        return True

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(2.5, (self.height() - _BOX) / 2 + 0.5, _BOX - 1, _BOX - 1)
        ticked, usable = self.isChecked(), self.isEnabled()
        edge = "focus" if self.hasFocus() else "accent" if ticked and usable else "control"
        painter.setPen(pen(theme.color(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(theme.color("accent" if ticked and usable else "field"))
        painter.drawRoundedRect(box, 4, 4)
        if ticked:
            paint_icon(painter, "check", "on_accent" if usable else "muted", box.adjusted(1, 1, -1, -1))
        painter.setFont(self.font())
        painter.setPen(theme.color("text" if usable else "disabled"))
        words = QRectF(box.right() + _GAP, 0, self.width() - box.right() - _GAP, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()
