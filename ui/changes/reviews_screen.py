"""The place of reviews: what waits for a signature, and whose. Opens the record where it is signed."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from app.changes.queries import WaitingRow, waiting_reviews
from app.labels import label
from models.vocab import Noun
from ui.i18n import Words, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.link_filter import LinkFilter
from ui.panels import Desk, Screen
from ui.seen_lists import export_button
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.tables import RowTable
from ui.wording import minute_text


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
        self.body.addWidget(card, 1)

    @override
    def refresh(self) -> None:
        who = self.desk.actor().user_id if self.mine.isChecked() else None
        self.ask(waiting_reviews, user_id=who, linked=self.link.wanted(), then=self._show)

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
