"""The transfer screen as a person sees it: four steps, tables, fields. Asserts nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from app.transfer.preview import MatchRow
from tests.ui.pages import WindowPage
from ui.transfer.transfer_screen import TransferScreen
from ui.widgets.fields import ChoiceField


class TransferPage(WindowPage):
    """One wizard."""

    @property
    def screen(self) -> TransferScreen:
        shown = self.window.shown_screen
        assert isinstance(shown, TransferScreen)
        return shown

    @property
    def step(self) -> int:
        """The step now shown, 1 to 4."""
        return self.screen.pages.currentIndex() + 1

    def wait(self) -> None:
        """Wait until questions that led to questions are answered too."""
        for _turn in range(4):
            self.settle()

    def push(self, name: str) -> None:
        """Press a button and wait for what comes of it."""
        self.press(name)
        self.wait()

    def next(self) -> None:
        """Go on by the keyboard."""
        self.key(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        self.wait()

    def back(self) -> None:
        """Go back by the keyboard."""
        self.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        self.wait()

    def matches(self) -> dict[str, MatchRow]:
        """Return the files shown, by their own names."""
        return {row.path.rsplit("/", 1)[-1]: row for row in self.screen.match.table.rows_model.rows}

    def choose_file(self, name: str) -> None:
        """Choose a file's row."""
        path = self.matches()[name].path
        assert self.screen.match.table.choose(path)

    def fill(self, name: str, text: str) -> None:
        """Type into a field in place of what it holds."""
        field = self.find(QWidget, name)
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(field, Qt.Key.Key_Delete)
        self.type(text)

    def read_as(self, letter: str, field: str) -> None:
        """Say what a column is read as."""
        choice = self.find(ChoiceField, f"transfer.column.{letter}")
        choice.set_value(field)
        choice.chosen.emit(field)
        self.wait()

    def fact(self, name: str) -> str:
        """Return a count of the preview."""
        return self.find(QLabel, f"transfer.fact.{name}").text()

    def sign(self, password: str) -> None:
        """Type the password and press Enter."""
        field = self.screen.run.form.rows["secret"].field
        field.setFocus()
        line = field.focusProxy()
        assert isinstance(line, QWidget)
        # Passwords in Hangul are typed by an input method.
        self.screen.run.form.set_values({"secret": password})
        QTest.keyClick(line, Qt.Key.Key_Return)
        self.wait()
