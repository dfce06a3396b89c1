"""The sorts of 4M changes and which of them the customer must be told of, to be changed by the plant."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.changes.four_m import RuleRow, four_m_rules, set_four_m_rule
from app.errors import PartproofError
from models.vocab import FourMKind
from ui.i18n import Shown, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk
from ui.widgets.buttons import Button
from ui.widgets.check import CheckField
from ui.widgets.forms import Form
from ui.widgets.label import Label
from ui.widgets.tables import RowTable
from ui.wording import worded


class RulesDialog(QDialog):
    """A list of the sorts; the chosen one is changed below it, another code adds one.

    Args:
        desk: What screens are given.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        texts = desk.texts
        self.setObjectName("rules_dialog")
        self.setModal(True)
        self.setMinimumSize(760, 560)
        texts.bind(self.setWindowTitle, term("ledger", "Sorts of 4M changes"))
        texts.bind(self.setAccessibleName, term("ledger", "Sorts of 4M changes"))
        self.table: RowTable[RuleRow] = RowTable(
            RowsModel(texts, self._columns(), key=lambda row: row.code), "rules"
        )
        texts.bind(self.table.setAccessibleName, term("ledger", "Sorts of 4M changes"))
        self.table.chosen_changed.connect(self._choose)
        self.form = Form(texts, 2)
        self.form.add_line("code", term("ledger", "Code"), required=True)
        self.form.add_choice(
            "kind", term("ledger", "Kind"), [(kind.value, worded(kind)) for kind in FourMKind]
        )
        self.form.add_line("title", term("ledger", "English"), required=True)
        self.form.add_line("title_ko", term("ledger", "Korean"), required=True)
        self.form.add_line(
            "source",
            term("ledger", "Where it says so"),
            say("Agreement with the customer, clause."),
            required=True,
        )
        self.told = CheckField(texts, term("ledger", "The customer must be told"), name="rule.told")
        self.wrong = Label(texts, "", "bad", wrap=True)
        line = QHBoxLayout()
        line.addWidget(self.told)
        line.addStretch(1)
        line.addWidget(Button(texts, say("Close"), self.accept, name="close"))
        line.addWidget(Button(texts, say("Save"), self._save, "primary", name="rule.save"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(Label(texts, term("ledger", "Sorts of 4M changes"), "section"))
        column.addWidget(self.table, 1)
        for part in (self.form, self.wrong):
            column.addWidget(part)
        column.addLayout(line)
        self.finished.connect(self.deleteLater)
        self._ask()

    def _columns(self) -> tuple[Column[RuleRow], ...]:
        return (
            Column(term("ledger", "Kind"), lambda row: worded(row.kind)),
            Column(term("ledger", "Sort"), self._title, weight=2),
            Column(
                term("ledger", "The customer must be told"),
                lambda row: say("yes") if row.tell_customer else say("no"),
                "chip",
                tone=lambda row: "warn" if row.tell_customer else "neutral",
            ),
            Column(term("ledger", "Where it says so"), _source, "muted", weight=1),
        )

    def _title(self, row: RuleRow) -> str:
        return row.title_ko if self.desk.texts.code == "ko" else row.title

    def _ask(self) -> None:
        ask = self.desk.ask
        self.desk.tasks.read(lambda: ask(four_m_rules), self.table.rows_model.set_rows, owner=self)

    def _choose(self, row: RuleRow | None) -> None:
        if row is not None:
            values = {"code": row.code, "title": row.title, "title_ko": row.title_ko, "source": row.source}
            self.form.set_values({**values, "kind": row.kind.value})
            self.told.setChecked(row.tell_customer)

    def _save(self) -> None:
        if not self.form.complete():
            return
        values, told, perform = self.form.values(), self.told.isChecked(), self.desk.perform
        self.wrong.put("")
        self.desk.tasks.write(
            lambda: perform(
                set_four_m_rule,
                values["code"],
                kind=FourMKind(values["kind"]),
                title=values["title"],
                title_ko=values["title_ko"],
                tell_customer=told,
                source=values["source"],
            ),
            lambda _changes: self._ask(),
            failed=self._refused,
            owner=self,
        )

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, PartproofError):
            self.wrong.put(self.desk.texts.explain(error))
        else:
            self.desk.notices.failed(error)


def _source(row: RuleRow) -> Shown:
    return row.source if row.own else say("as shipped; check it against your agreements")
