"""Which column of the register is read as what, to be corrected column by column. Reads no file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.drawings.import_header import Column
from models.vocab_transfer import TransferKind
from ui.i18n import Texts, say
from ui.transfer.transfer_words import fields_of
from ui.widgets.fields import ChoiceField
from ui.widgets.label import Label


class RegisterColumns(QScrollArea):
    """One line per column: letter, title, and the field it is read as.

    Signals:
        changed: Letter and field a person chose.
    """

    changed = Signal(str, str)

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._kind = TransferKind.PARTS
        self.fields: dict[str, ChoiceField] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def put(self, kind: TransferKind, columns: Sequence[Column]) -> None:
        """Show the columns as they were recognised."""
        if kind is self._kind and list(self.fields) == [column.letter for column in columns]:
            for column in columns:
                self.fields[column.letter].set_value(column.field)
            return
        self._kind, self.fields = kind, {}
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
            grid.addWidget(self._choice(column), at, 2)
        outer.addLayout(grid)
        outer.addStretch(1)
        self.setWidget(holder)

    def _choice(self, column: Column) -> ChoiceField:
        choice = ChoiceField(self._texts, fields_of(self._kind))
        choice.set_value(column.field)
        choice.setObjectName(f"transfer.column.{column.letter}")
        choice.setMinimumWidth(150)
        self._texts.bind(choice.setAccessibleName, say("Column {title}", title=column.title or column.letter))
        letter = column.letter
        choice.chosen.connect(lambda field: self.changed.emit(letter, field))
        self.fields[letter] = choice
        return choice
