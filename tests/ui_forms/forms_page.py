"""The place of forms as the quality engineer has it. Asserts nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from tests.documents_built.conftest import Built
from tests.ui.pages import WindowPage
from ui.forms.click_dialog import ClickDialog
from ui.forms.forms_screen import FormsScreen

D = TypeVar("D", bound=QDialog)


@dataclass
class FormsPage:
    """The window, its factory, and the folder that files are put into."""

    window: WindowPage
    built: Built
    out: Path

    @property
    def screen(self) -> FormsScreen:
        screen = self.window.window.shown_screen
        if not isinstance(screen, FormsScreen):
            raise TypeError(screen)
        return screen

    def press(self, name: str) -> None:
        """Press a button and wait."""
        self.window.press(name)
        self.settle()

    def dialog(self, kind: type[D]) -> D:
        """Return the dialog of a kind that is open."""
        return next(one for one in self.window.window.findChildren(kind) if one.isVisible())

    def click(self, dialog: ClickDialog, field: str, cell: tuple[int, int]) -> None:
        """Choose a field and click a cell of the form with the mouse."""
        dialog.fields.choose(field)
        grid = dialog.grid
        index = grid.sheet.index(cell[0] - 1, cell[1] - 1)
        grid.scrollTo(index)
        place = grid.visualRect(index).center()
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    def settle(self) -> None:
        """Wait until nothing is asked for any more."""
        for _turn in range(4):
            self.window.settle()
