"""Replacing a part by another one in the BOMs that hold it, as a change order; a person says in which of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QWidget
from typing_extensions import override

from app.changes.replacing import HolderRow, holders, replace_everywhere
from app.parts.queries import PartRow, part_rows
from app.unit_of_work import number_key
from models.vocab import Noun
from ui.changes.form_dialog import FormDialog
from ui.changes.state_words import part_state, state_tone
from ui.i18n import say
from ui.itemmodels.columns import Column, Look
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk
from ui.widgets.buttons import make_action
from ui.widgets.label import Label
from ui.widgets.tables import RowTable


@dataclass(frozen=True)
class Choice:
    """A BOM that holds the part, and whether it is replaced there."""

    holder: HolderRow
    taken: bool = True


class ReplaceDialog(FormDialog):
    """By which part, why, and where.

    Args:
        desk: What screens are given.
        part_id: The part that goes.
        number: Its number.
    """

    def __init__(self, desk: Desk, part_id: int, number: str, parent: QWidget | None = None) -> None:
        title = say("Replace {number} in many BOMs", number=number)
        super().__init__(desk, title, say("Begin the change order"), parent, columns=2)
        self.setObjectName("replace_dialog")
        self._part_id, self._number = part_id, number
        self._parts: dict[str, PartRow] = {}
        self._by = self.form.add_line(
            "by", say("Replace by"), say("Number or name"), required=True, wide=True
        )
        self.form.add_line("title", say("Title"), required=True, wide=True)
        self.form.add_text("reason", say("Reason"), required=True, lines=2)
        texts = desk.texts
        columns: list[Column[Choice]] = [
            Column(say("Replace"), lambda row: "✓" if row.taken else ""),
            Column(say("Part number"), lambda row: row.holder.number, "strong"),
            Column(say("Name"), lambda row: row.holder.name, weight=1),
            Column(say("Rev"), lambda row: row.holder.revision),
            Column(
                say("State"),
                lambda row: part_state(texts, row.holder.state),
                "chip",
                tone=lambda row: state_tone(row.holder.state),
            ),
            Column(say("Lines"), lambda row: str(row.holder.lines), "number"),
        ]
        self.rows: RowsModel[Choice] = RowsModel(
            texts, columns, look=lambda row: Look(struck=not row.taken), key=lambda row: row.holder.part_id
        )
        self.table: RowTable[Choice] = RowTable(self.rows, "replace.parents")
        texts.bind(self.table.setAccessibleName, say("BOMs that hold it"))
        self.table.opened.connect(self.turn)
        self.table.setMinimumHeight(180)
        act = make_action(texts, say("Replace here or not"), self._turn_chosen, self.table, "", "Space")
        act.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.above.addWidget(Label(texts, say("Space or double-click leaves a BOM out."), "muted"))
        self.above.addWidget(self.table, 1)
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._by.setCompleter(completer)
        self._by.editingFinished.connect(self._name_order)
        self.yes.setEnabled(False)
        desk.tasks.read(lambda: desk.ask(part_rows), self._offer, owner=self)
        desk.tasks.read(lambda: desk.ask(holders, part_id), self._show, owner=self)

    def _offer(self, rows: Sequence[PartRow]) -> None:
        found = [row for row in rows if row.active and row.id != self._part_id]
        self._parts = {number_key(row.number): row for row in found}
        self._names.setStringList([f"{row.number}  {row.name}" for row in found])

    def _show(self, rows: tuple[HolderRow, ...]) -> None:
        self.rows.set_rows([Choice(row) for row in rows])
        self.yes.setEnabled(bool(rows))
        if not rows:
            self.say_wrong(say("No BOM in force or in work holds it."))

    def turn(self, row: Choice) -> None:
        """Replace in a BOM, or leave it out."""
        self.rows.set_rows(
            [replace(known, taken=not known.taken) if known == row else known for known in self.rows.rows]
        )
        self.yes.setEnabled(any(known.taken for known in self.rows.rows))

    def _turn_chosen(self) -> None:
        row = self.table.chosen()
        if row is not None:
            self.turn(row)

    def _chosen(self) -> PartRow | None:
        typed = self._by.value()
        return self._parts.get(number_key(typed)) or self._parts.get(number_key(typed.split("  ")[0]))

    def _name_order(self) -> None:
        part = self._chosen()
        if part is not None and not self.form.values()["title"]:
            self.form.set_values({"title": f"{self._number} → {part.number}"})

    @override
    def save(self, values: dict[str, str]) -> None:
        part = self._chosen()
        if part is None:
            self.form.rows["by"].show_wrong(say("No single part is meant by this; choose one of the list."))
            self._by.setFocus()
            return
        self.run(
            replace_everywhere,
            self._part_id,
            part.id,
            [row.holder.part_id for row in self.rows.rows if row.taken],
            title=values["title"],
            reason=values["reason"],
        )

    @override
    def _finish(self, changes: Any) -> None:
        super()._finish(changes)
        self.desk.open_place("changes", (Noun.CHANGE_ORDER.value, changes.result))
