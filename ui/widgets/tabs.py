"""Tabs as words on a line, with their pages. One stop for Tab; arrow keys move between them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from ui.i18n import Shown, Texts
from ui.widgets.buttons import Button


class _Tab(Button):
    """A tab leaves the arrow keys to its strip, and has room for its title in bold: chosen, it must not clip."""

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        bold = QFont(self.font())
        bold.setBold(True)
        wider = QFontMetrics(bold).horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(
            self.text()
        )
        return QSize(hint.width() + max(wider, 0), hint.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
            return
        super().keyPressEvent(event)


class TabStrip(QWidget):
    """A line of tabs, optionally over pages.

    Args:
        texts: The window's language.

    Attributes:
        pages: The pages, in the order of the tabs that have one; stretch it in the layout by its parent.

    Signals:
        changed: The key of the tab now shown.
    """

    changed = Signal(str)

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._tabs: dict[str, Button] = {}
        self._pages: dict[str, QWidget] = {}
        self.pages = QStackedWidget()
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._line = QHBoxLayout()
        self._line.setSpacing(0)
        self._line.addStretch(1)
        outer.addLayout(self._line)
        under = QFrame()
        under.setProperty("role", "rule")
        outer.addWidget(under)

    def add_tab(self, key: str, shown: Shown, page: QWidget | None = None) -> Button:
        """Add a tab; the first one is shown."""
        tab = _Tab(self._texts, shown, lambda: self.show_tab(key), kind="tab", name=f"tab.{key}")
        tab.setCheckable(True)
        tab.setFocusPolicy(Qt.FocusPolicy.NoFocus if self._tabs else Qt.FocusPolicy.StrongFocus)
        tab.setCursor(Qt.CursorShape.PointingHandCursor)
        self._group.addButton(tab)
        self._line.insertWidget(len(self._tabs), tab)
        self._tabs[key] = tab
        if page is not None:
            self._pages[key] = page
            self.pages.addWidget(page)
        if len(self._tabs) == 1:
            tab.setChecked(True)
        return tab

    def name_tab(self, key: str, shown: Shown) -> None:
        """Give a tab other words, e.g. with a new count."""
        self._tabs[key].put(shown)

    @property
    def current(self) -> str:
        """The key of the tab now shown, or an empty text."""
        return next((key for key, tab in self._tabs.items() if tab.isChecked()), "")

    def show_tab(self, key: str) -> None:
        """Show a tab and its page."""
        had_focus = any(tab.hasFocus() for tab in self._tabs.values())
        for other, tab in self._tabs.items():
            chosen = other == key
            tab.setChecked(chosen)
            tab.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.NoFocus)
        if had_focus:
            self._tabs[key].setFocus(Qt.FocusReason.TabFocusReason)
        if key in self._pages:
            self.pages.setCurrentWidget(self._pages[key])
        self.changed.emit(key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self._tabs:
            super().keyPressEvent(event)
            return
        keys = list(self._tabs)
        self.show_tab(keys[(keys.index(self.current) + step) % len(keys)])
