"""What the station shows while it waits for a scan: one sign, one instruction, why, and what was said last."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.i18n import Shown, Texts
from ui.theme.icons import icon
from ui.theme.theme import current_theme
from ui.widgets.label import Label

_SIGN_PX = 128


class WaitingPage(QWidget):
    """One instruction in the middle of the screen."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("station.waiting")
        self._icon_name = "scan"
        self._sign = Label(texts)
        self.title = Label(texts, "", "title", wrap=True)
        self.title.setObjectName("waiting.title")
        self.title.setFont(current_theme().font(points=40, bold=True))
        # The style sheet's size of a title is that of a head line; here it is read from two metres.
        self.title.setStyleSheet("font-size: 40pt;")
        self.why = Label(texts, "", "muted", wrap=True)
        self.said = Label(texts, "", "body", wrap=True)
        self.said.setObjectName("waiting.said")
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 24, 40, 24)
        column.setSpacing(18)
        column.addStretch(2)
        for label in (self._sign, self.title, self.why, self.said):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addStretch(3)
        current_theme().changed.connect(self._tint)

    def put(self, icon_name: str, title: Shown, why: Shown) -> None:
        """Show what is waited for."""
        self._icon_name = icon_name
        self.title.put(title)
        self.why.put(why)
        self._tint()

    def say_last(self, said: Shown, warning: bool) -> None:
        """Show what was said last; a warning is marked."""
        self.said.put(said)
        self.said.set_role("warn" if warning else "body")

    def _tint(self) -> None:
        self._sign.setPixmap(icon(self._icon_name, "muted").pixmap(_SIGN_PX, _SIGN_PX))
