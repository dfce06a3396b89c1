"""What differs between two check-ins of a draft, or between one and the draft as it is now. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.bom.iterations import IterationDifference, IterationRow, iteration_difference
from models.rules.compare import Difference, amount_of
from ui.bom.compare_panel import FIELDS as LINE_FIELDS
from ui.bom.compare_panel import change_word
from ui.i18n import Shown, Words, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk
from ui.parts.fields_panel import FIELDS
from ui.widgets.buttons import Button
from ui.widgets.fields import ChoiceField
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

_NOW: Final = "now"
# As `iteration_difference` names an attachment.
_FILE: Final = "file "


@dataclass(frozen=True)
class DifferenceRow:
    """One thing that differs, in words."""

    what: Shown
    change: Shown
    before: str
    after: str


class CheckInDifference(QDialog):
    """Two check-ins side by side.

    Args:
        desk: What screens are given.
        rows: The check-ins of a revision, newest first; at least one.
        chosen: The older one, as it is shown first.
        draft: Whether the revision may still change, so that the last check-in differs from what it is now.
    """

    def __init__(
        self,
        desk: Desk,
        rows: Sequence[IterationRow],
        chosen: IterationRow,
        *,
        draft: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        texts = desk.texts
        self.setObjectName("check_in_difference")
        self.setModal(True)
        self.setMinimumSize(720, 420)
        title = say("What differs between check-ins")
        texts.bind(self.setWindowTitle, title)
        texts.bind(self.setAccessibleName, title)
        columns: list[Column[DifferenceRow]] = [
            Column(say("What"), lambda row: row.what, "strong", weight=1),
            Column(say("Change"), lambda row: row.change),
            Column(term("ledger", "Before"), lambda row: row.before or "—", weight=1),
            Column(term("ledger", "After"), lambda row: row.after or "—", weight=1),
        ]
        self.rows: RowsModel[DifferenceRow] = RowsModel(texts, columns)
        self.table: RowTable[DifferenceRow] = RowTable(self.rows, "check_in.difference")
        texts.bind(self.table.setAccessibleName, title)
        self.table.when_empty(say("Nothing differs."))
        known: list[tuple[str, Shown]] = [(str(row.id), f"{row.number} · {row.note}") for row in rows]
        now: list[tuple[str, Shown]] = [(_NOW, say("the draft as it is now"))] if draft else []
        self.older = self._choice("check_in.older", term("ledger", "Before"), known)
        self.newer = self._choice("check_in.newer", term("ledger", "After"), [*now, *known])
        self.older.set_value(str(chosen.id))
        later = [row.id for row in rows if row.number > chosen.number]
        self.newer.set_value(str(later[-1]) if later else _NOW if draft else str(chosen.id))
        line = QHBoxLayout()
        line.addWidget(self.older, 1)
        line.addWidget(Label(texts, "→", "muted"))
        line.addWidget(self.newer, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(Button(texts, say("Close"), self.accept, "primary", name="close"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(Label(texts, title, "section"))
        column.addLayout(line)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        for choice in (self.older, self.newer):
            choice.currentIndexChanged.connect(lambda _at: self.compare())
        self.finished.connect(self.deleteLater)
        self.compare()

    def _choice(self, name: str, shown: Shown, offered: Sequence[tuple[str, Shown]]) -> ChoiceField:
        choice = ChoiceField(self.desk.texts, offered)
        choice.setObjectName(name)
        self.desk.texts.bind(choice.setAccessibleName, shown)
        return choice

    def compare(self) -> None:
        """Ask what differs between the two that are chosen."""
        older, newer, ask = self.older.value(), self.newer.value(), self.desk.ask
        if older and newer:
            right = None if newer == _NOW else int(newer)
            self.desk.tasks.read(lambda: ask(iteration_difference, int(older), right), self._show, owner=self)

    def _show(self, found: IterationDifference) -> None:
        say_ = self.desk.texts.say
        rows = [
            DifferenceRow(_field(name), term("BOM line", "Changed"), old, new)
            for name, old, new in found.fields
        ]
        for line in found.lines.rows:
            if line.difference is Difference.SAME:
                continue
            number, change = line.line.number, change_word(line)
            if line.difference is Difference.CHANGED:
                for name, old, new in line.fields:
                    what = say("{part}: {field}", part=number, field=say_(LINE_FIELDS.get(name, name)))
                    rows.append(DifferenceRow(what, change, old, new))
            else:
                old, new = (
                    "" if side is None else f"{side.number} · {amount_of(side)} {side.unit}".strip()
                    for side in (line.old, line.new)
                )
                rows.append(DifferenceRow(number, change, old, new))
        self.rows.set_rows(tuple(rows))


def _field(name: str) -> Shown:
    if name.startswith(_FILE):
        return say("File {name}", name=name.removeprefix(_FILE))
    return Words(FIELDS[name], "", ()) if name in FIELDS else name
