"""The place of approvals: what waits for a signature, and whose; open tasks of changes. Opens the record itself."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from app.changes.orders import finish_task
from app.changes.queries import WaitingRow, waiting_reviews
from app.changes.tasks import OpenTaskRow, open_tasks
from app.labels import label
from models.vocab import Noun
from ui.i18n import Words, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.link_filter import LinkFilter
from ui.panels import Desk, Screen
from ui.seen_lists import export_button
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.tables import RowTable
from ui.wording import day_text, minute_text


class ReviewsScreen(Screen):
    """Open reviews, the oldest first; those of the person signed in are marked."""

    nouns = frozenset({"review", "part_revision", "document_revision", "change_order", "concession"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, say("Approvals"))
        texts = self.texts
        columns: list[Column[WaitingRow]] = [
            Column(say("What"), lambda row: row.what, "strong", 2),
            Column(say("Record"), _record),
            Column(say("Next signature"), lambda row: label(texts.language, row.meaning)),
            Column(
                say("Waits for"),
                lambda row: label(texts.language, row.role),
                "chip",
                tone=lambda row: "info" if row.role in desk.actor().roles else "neutral",
            ),
            Column(say("Sent by"), lambda row: row.opened_by, "muted"),
            Column(say("Since"), lambda row: minute_text(row.opened_at, desk.zone()), "muted", 1),
            Column(
                term("change order", "Due on"),
                lambda row: day_text(row.due_on),
                "chip",
                tone=lambda row: self._late(row.due_on),
                sort=lambda row: row.due_on or date.max,
            ),
        ]
        self.rows: RowsModel[WaitingRow] = RowsModel(texts, columns, key=lambda row: row.review_id)
        self.table: RowTable[WaitingRow] = RowTable(self.rows, "reviews", sortable=True)
        texts.bind(self.table.setAccessibleName, say("Approvals"))
        self.table.opened.connect(self._open)
        empty = EmptyState(
            texts,
            "writing-sign",
            say("Nothing waits for a signature"),
            say("Reviews appear here when they are sent."),
        )
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        self.pages.addWidget(empty)
        card = Card(texts, say("Open approvals"), flush=True)
        self.mine = Button(texts, say("Waiting for me"), self.renew, name="reviews.mine")
        self.mine.setCheckable(True)
        self.link = LinkFilter(self, self.table, "reviews.link")
        card.add_head(self.link)
        card.add_head(self.mine)
        card.add_head(export_button(desk, self, say("Approvals"), self.table, name="reviews.export"))
        card.add(self.pages, 1)
        self.body.addWidget(card, 3)
        self.tasks_card = self._tasks()
        self.body.addWidget(self.tasks_card, 2)
        self.tasks_card.hide()

    def _tasks(self) -> Card:
        texts = self.texts
        card = Card(texts, term("change order", "Tasks"), flush=True)
        columns: list[Column[OpenTaskRow]] = [
            Column(term("change order", "Task"), lambda row: row.title, "strong", 2),
            Column(term("noun", "Change order"), lambda row: row.order),
            Column(term("change order", "Whose"), lambda row: row.owner, "muted"),
            Column(
                term("change order", "Due on"),
                lambda row: day_text(row.due_on),
                "chip",
                tone=lambda row: self._late(row.due_on),
            ),
        ]
        self.task_rows: RowsModel[OpenTaskRow] = RowsModel(texts, columns, key=lambda row: row.id)
        self.task_table: RowTable[OpenTaskRow] = RowTable(self.task_rows, "reviews.tasks")
        texts.bind(self.task_table.setAccessibleName, term("change order", "Tasks"))
        self.task_table.opened.connect(
            lambda row: self.desk.open_place("changes", (Noun.CHANGE_ORDER, row.order_id))
        )
        card.add_head(
            Button(texts, term("change order", "Done"), self._finish_task, name="reviews.task_done")
        )
        card.add(self.task_table, 1)
        return card

    def _late(self, day: date | None) -> Tone:
        return "ng" if day is not None and day < self.desk.today() else "neutral"

    def _finish_task(self) -> None:
        row = self.task_table.chosen()
        if row is not None:
            self.do(finish_task, row.id, said=say("{task} is done.", task=row.title))

    @override
    def refresh(self) -> None:
        who = self.desk.actor().user_id if self.mine.isChecked() else None
        self.ask(open_tasks, user_id=who, then=self._show_tasks, key="tasks")
        self.ask(waiting_reviews, user_id=who, linked=self.link.wanted(), then=self._show)

    def _show_tasks(self, rows: tuple[OpenTaskRow, ...]) -> None:
        self.task_rows.set_rows(rows)
        self.tasks_card.setVisible(bool(rows))

    def _show(self, rows: tuple[WaitingRow, ...]) -> None:
        self.rows.set_rows(rows)
        self.pages.setCurrentIndex(0 if rows or self.link.taken else 1)

    def _open(self, row: WaitingRow) -> None:
        if row.noun in (Noun.CHANGE_ORDER, Noun.CONCESSION):
            self.desk.open_place("changes", (row.noun, row.owner_id))
            return
        place = "parts" if row.noun is Noun.PART_REVISION else "documents"
        self.desk.open_place(place, row.owner_id)


def _record(row: WaitingRow) -> Words:
    if row.noun is Noun.CHANGE_ORDER:
        return term("noun", "Change order")
    if row.noun is Noun.CONCESSION:
        return term("noun", "Concession")
    return say("Part revision") if row.noun is Noun.PART_REVISION else say("Document revision")
