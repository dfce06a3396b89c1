"""Buttons: at least as large as the room's targets, with an accessible name, and safe for unfinished Hangul."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget
from typing_extensions import override

from ui.i18n import Shown, Texts
from ui.theme.icons import icon
from ui.widgets.preedit import commit_preedit

ButtonKind = Literal["plain", "primary", "quiet", "tab", "status", "pill"]


class Button(QPushButton):
    """A push button with words.

    Args:
        texts: The window's language.
        shown: Its words.
        run: Called when it is pressed.
        kind: ``primary`` once per screen at most; ``quiet`` has no frame.
        icon_name: An icon of resources/icons before the words.
        name: objectName, for tests.
    """

    def __init__(
        self,
        texts: Texts,
        shown: Shown,
        run: Callable[[], object] | None = None,
        kind: ButtonKind = "plain",
        icon_name: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self.setProperty("kind", kind)
        self.setObjectName(name)
        self.setAutoDefault(False)
        if icon_name:
            quiet = "text" if kind == "plain" else "muted"
            self.setIcon(icon(icon_name, "on_accent" if kind == "primary" else quiet))
            self.setIconSize(QSize(18, 18))
        self.put(shown)
        self.pressed.connect(commit_preedit)
        if run is not None:
            self.clicked.connect(lambda _checked=False: run())

    def put(self, shown: Shown) -> None:
        """Show other words."""
        self._texts.bind(self.setText, shown)
        self._texts.bind(self.setAccessibleName, shown)


class IconButton(QToolButton):
    """A button of one icon; its words are the accessible name and the tool tip."""

    def __init__(
        self,
        texts: Texts,
        icon_name: str,
        shown: Shown,
        run: Callable[[], object] | None = None,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setIcon(icon(icon_name, "muted"))
        self.setIconSize(QSize(18, 18))
        texts.bind(self.setAccessibleName, shown)
        texts.bind(self.setToolTip, shown)
        self.pressed.connect(commit_preedit)
        if run is not None:
            self.clicked.connect(lambda _checked=False: run())

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.Polish, QEvent.Type.StyleChange):
            # A line that lacks room takes it from words, never from an icon.
            self.setMinimumWidth(self.sizeHint().width())
        return done


def make_action(
    texts: Texts,
    shown: Shown,
    run: Callable[[], object],
    owner: QWidget,
    icon_name: str = "",
    shortcut: str = "",
) -> QAction:
    """Return an action on a widget: it stands in the Ctrl+K list while the widget is shown."""
    action = QAction(owner)
    texts.bind(action.setText, shown)
    # Standard actions of Qt's own fields do not belong into the list.
    action.setProperty("listed", True)
    if icon_name:
        action.setIcon(icon(icon_name, "muted"))
        action.setProperty("icon_name", icon_name)
    if shortcut:
        action.setShortcut(QKeySequence(shortcut))

    def triggered(_checked: bool = False) -> None:
        commit_preedit()
        run()

    action.triggered.connect(triggered)
    owner.addAction(action)
    return action
