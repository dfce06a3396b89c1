"""Which column of a file is read as what, a line for each column; shared by all imports. Reads no file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.drawings.import_header import Column
from ui.i18n import Shown, Texts, say
from ui.widgets.fields import ChoiceField
from ui.widgets.label import Label

_NARROWEST = 150


class ColumnLines(QScrollArea):
    """One line per column: letter, title, and the field it is read as.

    Args:
        texts: The window's language.
        name: objectName of a choice, before the letter of its column.

    Attributes:
        fields: The choices by letter.

    Signals:
        changed: Letter and field a person chose.
    """

    changed = Signal(str, str)

    def __init__(self, texts: Texts, parent: QWidget | None = None, *, name: str = "column") -> None:
        super().__init__(parent)
        self._texts, self._name = texts, name
        self._shown: object = None
        self.fields: dict[str, ChoiceField] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def show_columns(self, columns: Sequence[Column], offered: Sequence[tuple[str, Shown]]) -> None:
        """Show the columns as they were recognised; the same ones again keep their lines and their order."""
        shown = tuple(offered), frozenset((column.letter, column.title) for column in columns)
        if shown == self._shown:
            for column in columns:
                self.fields[column.letter].set_value(column.field)
            return
        self._shown, self.fields = shown, {}
        holder = QWidget()
        outer = QVBoxLayout(holder)
        outer.setContentsMargins(12, 8, 12, 8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        for at, column in enumerate(columns):
            grid.addWidget(Label(self._texts, column.letter, "muted"), at, 0)
            grid.addWidget(Label(self._texts, column.title, elide=True), at, 1)
            grid.addWidget(self._choice(column, offered), at, 2)
        outer.addLayout(grid)
        outer.addStretch(1)
        self.setWidget(holder)

    def _choice(self, column: Column, offered: Sequence[tuple[str, Shown]]) -> ChoiceField:
        choice = ChoiceField(self._texts, offered)
        choice.set_value(column.field)
        choice.setObjectName(f"{self._name}.{column.letter}")
        choice.setMinimumWidth(_NARROWEST)
        self._texts.bind(choice.setAccessibleName, say("Column {title}", title=column.title or column.letter))
        letter = column.letter
        choice.chosen.connect(lambda field: self.changed.emit(letter, field))
        self.fields[letter] = choice
        return choice
