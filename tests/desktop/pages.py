"""Page objects of the door and of the window on a real factory. Tests speak through these; nothing is asserted."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.desktop import Desktop
from app.desktop.door import Door
from app.desktop.settle import settle, wait_until
from tests.crew import PASSWORD
from tests.ui.pages import WindowPage
from ui.sign_in.sign_in_page import SignInPage
from ui.widgets.fields import LineField, PasswordField

W = TypeVar("W", bound=QWidget)


class DoorPage:
    """What stands before the window: choosing, making, signing in."""

    def __init__(self, door: Door) -> None:
        self.door = door

    def settle(self) -> None:
        """Wait until the door has shown what it was asked for."""
        settle(self.door.window, self.door.tasks)

    def find(self, kind: type[W], name: str) -> W:
        found = [widget for widget in self.door.window.findChildren(kind, name) if widget.isVisible()]
        assert found, f"no visible {kind.__name__} {name}"
        return found[0]

    def press(self, name: str) -> None:
        """Press a button by its objectName."""
        QTest.mouseClick(self.find(QAbstractButton, name), Qt.MouseButton.LeftButton)

    def type(self, field: str, text: str) -> None:
        """Type into a field of the page by its name in the form."""
        found: list[LineField | PasswordField] = [
            *self.door.window.findChildren(LineField, f"field.{field}"),
            *self.door.window.findChildren(PasswordField, f"field.{field}"),
        ]
        assert found, f"no field {field}"
        found[0].set_value(text)

    @property
    def title(self) -> str:
        return self.find(QLabel, "door.title").text()

    @property
    def said(self) -> str:
        """What stands under the fields of the sign-in."""
        assert isinstance(self.door.page, SignInPage)
        return self.door.page.said.text() if self.door.page.said.isVisible() else ""

    @property
    def toasts(self) -> list[str]:
        return [toast.label.text() for toast in self.door.window.toasts.toasts]


class DesktopPage(WindowPage):
    """The window somebody has signed in to."""

    def __init__(self, desktop: Desktop, qtbot: QtBot) -> None:
        assert desktop.window is not None
        super().__init__(desktop.window, qtbot)
        self.desktop = desktop

    def settle(self) -> None:
        """Wait until nothing is under way and everything is drawn."""
        settle(self.window, self.window.tasks)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key as the system delivers it: to the window, where the capture of scans looks first."""
        QTest.keyClick(self.window.windowHandle(), key, modifier)

    def go(self, key: str, record: object = None) -> None:
        """Open a place."""
        assert self.window.open_place(key, record)
        self.window.showNormal()
        self.window.resize(1280, 800)
        self.window.activateWindow()
        self.settle()

    def keyed_scan(self, code: str) -> None:
        """Let a keyboard scanner read a code, wherever the focus is."""
        self.desktop.capture.scanned.emit(code.encode())
        self.settle()


def enter(desktop: Desktop, folder: Path, login: str, qtbot: QtBot) -> DesktopPage:
    """Open a factory and sign a person of the crew in."""
    desktop.door.open(folder)
    settle(desktop.door.window, desktop.door.tasks)
    desktop.door.sign_in(login, PASSWORD)
    wait_until(lambda: desktop.window is not None)
    page = DesktopPage(desktop, qtbot)
    page.window.resize(1280, 800)
    page.settle()
    return page
