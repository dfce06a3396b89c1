"""Giving back keys that were held while they might have been a scan: to shortcuts first, then to the window.

Qt looks shortcuts up before a key event exists, so a key that is sent again would not reach them by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut, QWindow
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

# No clock reaches this stamp: it tells our own events from the keyboard's.
_REPLAYED: Final = 0x7FFF_FFFF_0000_0001


@dataclass(frozen=True)
class HeldKey:
    """A key press kept back: the window it was for, and what is needed to press it again."""

    window: QWindow
    key: int
    modifiers: Qt.KeyboardModifier
    native: tuple[int, int, int]
    text: str

    @classmethod
    def of(cls, window: QWindow, press: QKeyEvent) -> HeldKey:
        """Keep a press; the event itself dies when its delivery ends."""
        native = (press.nativeScanCode(), press.nativeVirtualKey(), press.nativeModifiers())
        return cls(window, press.key(), press.modifiers(), native, press.text())

    def event(self, kind: QEvent.Type) -> QKeyEvent:
        """Return the key as an event marked as ours."""
        event = QKeyEvent(kind, self.key, self.modifiers, *self.native, self.text)
        event.setTimestamp(_REPLAYED)
        return event


def is_replayed(event: QKeyEvent) -> bool:
    """Whether this event is one given back by us, not to be held again."""
    return event.timestamp() == _REPLAYED


def replay_key(held: HeldKey) -> None:
    """Do with a held key press what would have happened without us; its release follows at once."""
    if not isValid(held.window) or _taken_as_shortcut(held):
        return
    QCoreApplication.sendEvent(held.window, held.event(QEvent.Type.KeyPress))
    if isValid(held.window):
        QCoreApplication.sendEvent(held.window, held.event(QEvent.Type.KeyRelease))


def _taken_as_shortcut(held: HeldKey) -> bool:
    focus = QApplication.focusWidget()
    if focus is not None:
        override = held.event(QEvent.Type.ShortcutOverride)
        override.ignore()
        QCoreApplication.sendEvent(focus, override)
        if override.isAccepted():
            return False
    window = QApplication.activeModalWidget() or QApplication.activeWindow()
    if window is None:
        return False
    sequence = QKeySequence(held.event(QEvent.Type.KeyPress).keyCombination())
    for action in window.findChildren(QAction):
        if (
            sequence in action.shortcuts()
            and action.isEnabled()
            and _in_reach(action, action.shortcutContext())
        ):
            action.trigger()
            return True
    for shortcut in window.findChildren(QShortcut):
        if sequence == shortcut.key() and shortcut.isEnabled() and _in_reach(shortcut, shortcut.context()):
            shortcut.activated.emit()
            return True
    return False


def _in_reach(source: QObject, context: Qt.ShortcutContext) -> bool:
    owner, focus = source.parent(), QApplication.focusWidget()
    if isinstance(owner, QWidget) and not owner.isVisible():
        return False
    if context == Qt.ShortcutContext.WidgetShortcut:
        return focus is not None and owner is focus
    if context == Qt.ShortcutContext.WidgetWithChildrenShortcut and isinstance(owner, QWidget):
        return focus is not None and (owner is focus or owner.isAncestorOf(focus))
    return True
