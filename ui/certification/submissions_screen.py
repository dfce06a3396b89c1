"""Submissions (PPAP, ISIR): each attempt, the customer's answers, what may still leave; handing in and answering.

Asks two queries, calls two verbs.
"""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from app.certification.submission_queries import SubmissionRow, submission_rows
from models.vocab import CustomerVerdict
from ui.certification.submission_detail import SubmissionDetail
from ui.certification.submission_forms import HandInForm
from ui.certification.submission_words import VERDICT_TONES, attempt_words, left_words
from ui.i18n import say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.link_filter import LinkFilter
from ui.panels import Desk, Screen, stacked
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.tables import RowTable
from ui.wording import day_text, worded


class SubmissionsScreen(Screen):
    """The submissions; ``open_record`` takes one's id."""

    nouns = frozenset({"submission", "assessment", "lot"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, say("Submissions"))
        texts = self.texts
        self._chosen: int | None = None
        self._rows: tuple[SubmissionRow, ...] = ()
        self.add_action(
            term("submissions", "Hand in"), self._open_form, kind="primary", name="submission.new"
        )
        card = Card(texts, say("Submissions"), flush=True)
        self.waiting_only = Button(
            texts, term("submissions", "Only without approval"), self._put, name="submissions.waiting"
        )
        self.waiting_only.setCheckable(True)
        self.table = RowTable(
            RowsModel(texts, _columns(), key=lambda row: row.id), "submissions", sortable=True
        )
        texts.bind(self.table.setAccessibleName, say("Submissions"))
        self.link = LinkFilter(self, self.table, "submissions.link")
        card.add_head(self.link)
        card.add_head(self.waiting_only)
        self.table.chosen_changed.connect(self._choose)
        card.add(self.table, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(card)
        self.pages.addWidget(
            EmptyState(
                texts,
                "certificate",
                term("submissions", "Nothing was submitted yet"),
                say(
                    "A PPAP or ISIR whose requirements are settled is handed in here; the customer's answer follows."
                ),
                (term("submissions", "Hand in"), self._open_form),
            )
        )
        self.detail = SubmissionDetail(desk)
        self.form = HandInForm(desk, self._close_form)
        self.side = QStackedWidget()
        self.side.addWidget(stacked(self.detail))
        self.side.addWidget(stacked(self.form))
        self.columns((self.pages, 13), (self.side, 9))

    @override
    def open_record(self, record: object) -> None:
        if isinstance(record, int):
            self._chosen = record
            self.waiting_only.setChecked(False)
            self.link.clear_choice()
            self.renew()

    @override
    def refresh(self) -> None:
        self.ask(submission_rows, linked=self.link.wanted(), then=self._put_rows)

    def _put_rows(self, rows: tuple[SubmissionRow, ...]) -> None:
        self._rows = rows
        self.pages.setCurrentIndex(0 if rows or self.link.taken else 1)
        waiting = sum(row.newest and row.verdict is not CustomerVerdict.APPROVED for row in rows)
        self.head.put(say("Submissions"), say("{count} without approval", count=waiting) if waiting else "")
        self._put()

    def _put(self) -> None:
        rows = self._rows
        if self.waiting_only.isChecked():
            rows = tuple(row for row in rows if row.newest and row.verdict is not CustomerVerdict.APPROVED)
        self._choose(self.table.put_rows(rows, self._chosen))

    def _choose(self, row: SubmissionRow | None) -> None:
        if row is not None:
            self._chosen = row.id
        self.detail.put(row)

    def _open_form(self) -> None:
        self.form.renew()
        self.form.refresh()
        self.side.setCurrentIndex(1)

    def _close_form(self, made: int | None) -> None:
        self.side.setCurrentIndex(0)
        if made is not None:
            self._chosen = made
            self.renew()


def _columns() -> tuple[Column[SubmissionRow], ...]:
    return (
        Column(
            term("submissions", "Part"),
            lambda row: row.part_number,
            "strong",
            second=lambda row: row.revision,
        ),
        Column(
            term("submissions", "Attempt"),
            attempt_words,
            weight=1,
            tip=lambda row: day_text(row.submitted_on),
        ),
        Column(term("submissions", "Reason"), lambda row: worded(row.reason), spare=True),
        Column(term("submissions", "Customer"), lambda row: row.customer),
        Column(
            term("submissions", "Verdict"),
            lambda row: worded(row.verdict),
            "chip",
            tone=lambda row: VERDICT_TONES[row.verdict] if row.newest else "neutral",
            tip=left_words,
        ),
    )
