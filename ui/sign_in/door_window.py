"""The window before the window: choosing a factory, making one, signing in. Shows pages; decides nothing."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ui.i18n import Shown, Texts, say, term
from ui.theme.icons import icon
from ui.theme.theme import current_theme
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.notices import ToastStack
from ui.widgets.window_bars import Wordmark

_LANGUAGES = {"ko": "한국어", "en": "English"}
_THEMES = {
    "system": (term("theme", "As the system"), "contrast"),
    "light": (term("theme", "Light"), "sun"),
    "dark": (term("theme", "Dark"), "moon"),
    "contrast": (term("theme", "High contrast"), "contrast"),
}


class DoorWindow(QMainWindow):
    """A calm frame around one page at a time.

    Args:
        texts: Its language.

    Signals:
        language_pressed: The other language is wanted.
        theme_pressed: The next theme is wanted.
        left: It was closed by the person.
    """

    language_pressed = Signal()
    theme_pressed = Signal()
    left = Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        texts.bind(self.setWindowTitle, "Partproof")
        self.setMinimumSize(880, 600)
        self.resize(1080, 720)
        self.stack = QStackedWidget()
        self.language = Button(texts, "", self.language_pressed.emit, "status", "language", "language")
        self.theme = Button(texts, "", self.theme_pressed.emit, "status", "sun", "theme")
        whole = QWidget()
        whole.setObjectName("content")
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar())
        column.addWidget(self.stack, 1)
        self.setCentralWidget(whole)
        self.toasts = ToastStack(texts, whole)
        texts.follow(self, self._name_buttons)
        current_theme().changed.connect(self._name_buttons)

    def _bar(self) -> QWidget:
        bar = QFrame()
        bar.setObjectName("topbar")
        line = QHBoxLayout(bar)
        line.setContentsMargins(2, 6, 12, 6)
        line.addWidget(Wordmark(self._texts))
        line.setSpacing(0)
        line.addStretch(1)
        for button in (self.language, self.theme):
            button.setIconSize(QSize(16, 16))
            line.addWidget(button)
        return bar

    def _name_buttons(self) -> None:
        self.language.put(_LANGUAGES[self._texts.code])
        name = say("Language: {name}", name=_LANGUAGES[self._texts.code])
        self._texts.bind(self.language.setAccessibleName, name)
        words, sign = _THEMES[current_theme().choice]
        self.theme.put(words)
        self.theme.setIcon(icon(sign, "muted"))
        self.language.setIcon(icon("language", "muted"))

    def show_page(self, page: QWidget) -> None:
        """Show a page, centred and scrolling where it does not fit; the page before it is given up."""
        former = self.stack.currentWidget()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        self.stack.addWidget(area)
        self.stack.setCurrentWidget(area)
        if former is not None:
            self.stack.removeWidget(former)
            former.deleteLater()

    def toast(self, shown: Shown, tone: Tone = "neutral") -> None:
        """Show a notice for a few seconds."""
        self.toasts.show(shown, tone)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.toasts.clear()
        self.left.emit()
        event.accept()


def centred(*widgets: QWidget, width: int) -> QWidget:
    """Return widgets as one column of a width in the middle of a page."""
    page = QWidget()
    page.setObjectName("page")
    outer = QHBoxLayout(page)
    outer.setContentsMargins(24, 24, 24, 24)
    outer.addStretch(1)
    holder = QWidget()
    holder.setFixedWidth(width)
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(round(current_theme().size("gap_px")))
    column.addStretch(1)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(2)
    outer.addWidget(holder)
    outer.addStretch(1)
    return page
