"""대결: who signs in place of whom and when. An administrator says it for anybody, a person for themselves."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from app.changes.deputies import DeputyRow, deputy_rows, set_deputy, shorten_deputy
from app.people.queries import UserRow, user_rows
from ui.i18n import Shown, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Panel
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.fields import ChoiceField
from ui.widgets.forms import Form
from ui.widgets.tables import RowTable

_FORMAT: Final = "yyyy-MM-dd"


class DeputiesCard(Panel):
    """The deputyships of today and later, and a form for another one.

    Args:
        desk: What screens are given.
    """

    nouns = frozenset({"user"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        texts = self.texts
        self.card = Card(texts, term("deputy", "Standing in"))
        self.table: RowTable[DeputyRow] = RowTable(
            RowsModel(texts, _columns(), key=lambda row: row.id), "deputies"
        )
        texts.bind(self.table.setAccessibleName, term("deputy", "Standing in"))
        self.table.when_empty(
            say("Nobody stands in for anybody. Name a deputy below before somebody is away.")
        )
        end = Button(texts, term("deputy", "End today"), self._end, name="deputy.end")
        self.card.add_head(end)
        self.form = Form(texts, 2)
        self.person = self.form.add("person", term("deputy", "Who is away"), ChoiceField(texts, ()))
        self.deputy = self.form.add("deputy", term("deputy", "Who signs instead"), ChoiceField(texts, ()))
        self.form.add_date("first", term("deputy", "From"))
        self.form.add_date("last", term("deputy", "Until"))
        self.form.add_line("reason", term("deputy", "Reason"), required=True, wide=True)
        today = QDate.currentDate()
        self.form.set_values({"first": today.toString(_FORMAT), "last": today.addDays(1).toString(_FORMAT)})
        self.card.add(self.table)
        self.card.add(self.form)
        self.card.add(Button(texts, term("deputy", "Let them stand in"), self._add, name="deputy.add"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)

    @override
    def refresh(self) -> None:
        self.ask(user_rows, then=self._put_people, key="people")
        self.ask(deputy_rows, day=self.desk.today(), then=self.table.rows_model.set_rows, key="rows")

    def _put_people(self, people: tuple[UserRow, ...]) -> None:
        choices: list[tuple[str, Shown]] = [(str(row.id), row.name) for row in people if row.active]
        self.person.set_choices(choices)
        self.deputy.set_choices(choices)
        me = self.desk.actor().user_id
        if me is not None and not self.person.value():
            self.person.set_value(str(me))

    def _add(self) -> None:
        values = self.form.values()
        if self.form.complete() and values["person"] and values["deputy"]:
            self.do(
                set_deputy,
                int(values["person"]),
                int(values["deputy"]),
                from_on=date.fromisoformat(values["first"]),
                to_on=date.fromisoformat(values["last"]),
                reason=values["reason"],
                said=term("deputy", "The deputy may sign in those days."),
            )

    def _end(self) -> None:
        row = self.table.chosen()
        if row is not None:
            self.do(shorten_deputy, row.id, to_on=max(self.desk.today(), row.from_on))


def _columns() -> tuple[Column[DeputyRow], ...]:
    return (
        Column(term("deputy", "Who is away"), lambda row: row.name, "strong"),
        Column(term("deputy", "Who signs instead"), lambda row: row.deputy),
        Column(term("deputy", "From"), lambda row: row.from_on.isoformat(), "muted"),
        Column(term("deputy", "Until"), lambda row: row.to_on.isoformat(), "muted"),
        Column(term("deputy", "Reason"), lambda row: row.reason, "muted", weight=1),
    )
