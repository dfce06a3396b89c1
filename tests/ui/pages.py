"""Page objects: the window and its parts as a person sees them. Tests speak through these, not to widgets."""

from __future__ import annotations

import time
import uuid
from datetime import UTC, datetime
from typing import TypeVar

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QListView, QWidget
from pytestqt.qtbot import QtBot

from devices.events import ScanReceived
from ui.main_window import MainWindow

W = TypeVar("W", bound=QWidget)


def scan_of(text: str) -> ScanReceived:
    """Return a scan as a scanner reports it."""
    return ScanReceived(
        uuid.uuid4(), text.encode(), text, datetime.now(UTC), time.monotonic(), source="scanner"
    )


def shown(qtbot: QtBot, widget: QWidget, width: int = 600, height: int = 400) -> None:
    """Show a widget as the active window, painted once."""
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitActive(widget):
        widget.show()
    # The first picture is painted; from now on repaint() paints at once.
    QApplication.processEvents()


class WindowPage:
    """The whole window."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot

    def settle(self) -> None:
        """Wait until nothing is under way any more."""
        QApplication.processEvents()
        if self.window.tasks.busy:
            with self.qtbot.waitSignal(self.window.tasks.idle):
                pass
        QApplication.processEvents()

    def find(self, kind: type[W], name: str) -> W:
        found = [w for w in self.window.findChildren(kind, name) if w.isVisible()]
        assert found, f"no visible {kind.__name__} {name}"
        return found[0]

    def press(self, name: str) -> None:
        """Press a button by its objectName."""
        QTest.mouseClick(self.find(QAbstractButton, name), Qt.MouseButton.LeftButton)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key wherever the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        widget = QApplication.focusWidget()
        assert widget is not None
        if text.isascii():
            QTest.keyClicks(widget, text)
            return
        # Hangul comes from an input method, never as keys.
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(widget, event)

    def click_place(self, title: str) -> None:
        """Click a place of the side list by its title."""
        places = self.window.navigation.list
        self.window.navigation.unfold()
        model = places.model()
        rows = [row for row in range(model.rowCount(QModelIndex())) if model.index(row, 0).data() == title]
        assert rows, f"no place {title}"
        places.scrollTo(model.index(rows[0], 0))
        centre: QPoint = places.visualRect(model.index(rows[0], 0)).center()
        QTest.mouseClick(places.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, centre)

    @property
    def place_titles(self) -> list[str]:
        self.window.navigation.unfold()
        model = self.window.navigation.list.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount(QModelIndex()))]

    @property
    def title(self) -> str:
        return self.find(QLabel, "screen.title").text()

    @property
    def offers(self) -> tuple[str, ...]:
        return self.window.search.offers

    @property
    def offer_list(self) -> QListView:
        return self.find(QListView, "offers")

    @property
    def toasts(self) -> list[str]:
        return [toast.label.text() for toast in self.window.toasts.toasts]

    def search(self, text: str) -> None:
        """Press Ctrl+K, type, and wait for what is found."""
        self.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        with self.qtbot.waitSignal(self.window.tasks.began):
            self.type(text)
        self.settle()

    def scan(self, text: str) -> None:
        """Let the scanner read a code."""
        self.window.take_scan(scan_of(text))
        self.settle()
