"""The device screens as a person uses them; asserts nothing about what they show."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from app.desktop.settle import wait_until
from tests.desktop.pages import DesktopPage
from ui.devices.devices_screen import DevicesScreen
from ui.widgets.fields import LineField
from ui.widgets.tables import RowTable


class DevicesPage:
    """The place of stations and devices.

    Args:
        page: The window.
    """

    def __init__(self, page: DesktopPage) -> None:
        self.page = page
        page.go("devices")
        screen = page.window.shown_screen
        assert isinstance(screen, DevicesScreen)
        self.screen = screen

    def tab(self, key: str) -> None:
        """Press a tab."""
        self.press(f"tab.{key}")

    def press(self, name: str) -> None:
        """Press a button once it can be pressed."""
        button = self.page.find(QAbstractButton, name)
        wait_until(button.isEnabled)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.page.settle()

    def write(self, name: str, text: str) -> None:
        """Write into a field by its objectName."""
        self.page.find(LineField, name).set_value(text)

    def said(self, name: str) -> str:
        """Return what a label says."""
        return self.page.find(QLabel, name).text()

    def cells(self, table: str, column: int) -> list[str]:
        """Return what a column of a table shows."""
        found: RowTable[object] = self.page.find(RowTable, table)
        model = found.rows_model
        return [str(model.index(row, column).data()) for row in range(len(model.rows))]

    def wait(self, until: Callable[[], bool], seconds: float = 10.0) -> None:
        """Wait for something that a port brings."""
        wait_until(until, longest=seconds)

    def leave(self) -> None:
        """Go home and wait until no port is open for set-up any more."""
        self.page.go("home")
        names = ("listening", "port opened", "port closed", "ports renewed")
        self.wait(lambda: not any(thread.name in names for thread in threading.enumerate()))

    def unnamed(self) -> list[str]:
        """Return visible controls that a screen reader could not name."""
        kinds = (QAbstractButton, LineField, RowTable)
        return [
            f"{type(widget).__name__} {widget.objectName()}"
            for widget in self.screen.findChildren(QWidget)
            if isinstance(widget, kinds) and widget.isVisible() and not widget.accessibleName()
        ]
