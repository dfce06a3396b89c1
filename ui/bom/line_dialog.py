"""Adding one BOM line: the part is found by number or name, the quantity is an exact decimal."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QWidget
from typing_extensions import override

from app.bom.lines import LineFacts, add_line
from app.parts.queries import PartRow, part_rows
from app.unit_of_work import number_key
from ui.changes.form_dialog import FormDialog
from ui.i18n import say
from ui.panels import Desk


class LineDialog(FormDialog):
    """The facts of a new line.

    Args:
        desk: What screens are given.
        revision_id: The draft that gets it.
        find_number: The next free one, offered.
    """

    def __init__(self, desk: Desk, revision_id: int, find_number: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, say("Add a BOM line"), say("Add"), parent, columns=2)
        self.setObjectName("line_dialog")
        self._revision_id = revision_id
        self._parts: dict[str, PartRow] = {}
        self._part = self.form.add_line("part", say("Part"), say("Number or name"), required=True, wide=True)
        self.form.add_line("find_number", say("Find no."), required=True).setText(find_number)
        self.form.add_decimal("quantity", say("Quantity"), required=True)
        self._unit = self.form.add_line("unit", say("Unit"), required=True)
        self._unit.setText("EA")
        self.form.add_decimal("per", say("For so many of the parent")).setText("1")
        self.form.add_line("reference", say("Reference"))
        self.form.add_line("note", say("Note"))
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._part.setCompleter(completer)
        self._part.editingFinished.connect(self._take_unit)
        self._part.setFocus()
        desk.tasks.read(lambda: desk.ask(part_rows), self._offer, owner=self)

    def _offer(self, rows: Sequence[PartRow]) -> None:
        active = [row for row in rows if row.active]
        self._parts = {number_key(row.number): row for row in active}
        self._names.setStringList([f"{row.number}  {row.name}" for row in active])

    def _chosen(self) -> PartRow | None:
        typed = self._part.value()
        found = self._parts.get(number_key(typed)) or self._parts.get(number_key(typed.split("  ")[0]))
        if found is not None or not typed:
            return found
        near = [
            row for row in self._parts.values() if number_key(typed) in number_key(f"{row.number} {row.name}")
        ]
        return near[0] if len(near) == 1 else None

    def _take_unit(self) -> None:
        part = self._chosen()
        if part is not None:
            self._unit.setText(part.unit)

    @override
    def save(self, values: dict[str, str]) -> None:
        part = self._chosen()
        if part is None:
            self.form.rows["part"].show_wrong(say("No single part is meant by this; choose one of the list."))
            self._part.setFocus()
            return
        try:
            quantity, per = self.decimal("quantity"), self.decimal("per")
        except ValueError:
            return
        facts = LineFacts(
            part.id,
            values["find_number"],
            Decimal(0) if quantity is None else quantity,
            values["unit"],
            Decimal(1) if per is None else per,
            values["reference"],
            values["note"],
        )
        self.run(add_line, self._revision_id, facts)
