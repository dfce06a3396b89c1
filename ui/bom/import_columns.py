"""Which column of a file is read as what, to be corrected column by column. Reads no file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.drawings.import_header import Column
from ui.i18n import Shown, Texts, say, term
from ui.widgets.fields import ChoiceField
from ui.widgets.label import Label

FIELDS: Final[tuple[tuple[str, Shown], ...]] = (
    ("", term("column", "not read")),
    ("part_number", term("column", "Part number")),
    ("name", term("column", "Name")),
    ("quantity", term("column", "Quantity")),
    ("unit", term("column", "Unit")),
    ("level", term("column", "Level")),
    ("parent_number", term("column", "Parent number")),
    ("find_number", term("column", "Find number")),
    ("description", term("column", "Description")),
    ("material", term("column", "Material")),
    ("revision", term("column", "Revision")),
    ("reference", term("column", "Reference")),
    ("note", term("column", "Note")),
    ("manufacturer", term("column", "Manufacturer")),
    ("manufacturer_part_number", term("column", "Manufacturer’s number")),
    ("supplier", term("column", "Supplier")),
    ("supplier_part_number", term("column", "Supplier’s number")),
    ("optional", term("column", "Optional")),
    ("not_fitted", term("column", "Not fitted")),
    ("scrap_percent", term("column", "Scrap %")),
)


class ColumnChoices(QScrollArea):
    """One line per column: letter, title, and the field it is read as.

    Args:
        texts: The window's language.
        offered: Fields and their words; those of a parts list where none are given.

    Signals:
        changed: Letter and field a person chose.
    """

    changed = Signal(str, str)

    def __init__(
        self,
        texts: Texts,
        parent: QWidget | None = None,
        offered: Sequence[tuple[str, Shown]] = FIELDS,
    ) -> None:
        super().__init__(parent)
        self._texts, self._offered = texts, tuple(offered)
        self.fields: dict[str, ChoiceField] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def put(self, columns: Sequence[Column]) -> None:
        """Show the columns as they were recognised, those without a title last."""
        columns = sorted(columns, key=lambda column: column.title == column.letter and not column.field)
        if sorted(self.fields) == sorted(column.letter for column in columns):
            for column in columns:
                self.fields[column.letter].set_value(column.field)
            return
        self.fields = {}
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
        choice = ChoiceField(self._texts, self._offered)
        choice.set_value(column.field)
        choice.setObjectName(f"column.{column.letter}")
        choice.setMinimumWidth(150)
        self._texts.bind(choice.setAccessibleName, say("Column {title}", title=column.title or column.letter))
        letter = column.letter
        choice.chosen.connect(lambda field: self.changed.emit(letter, field))
        self.fields[letter] = choice
        return choice
