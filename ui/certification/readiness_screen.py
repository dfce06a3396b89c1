"""If the auditor came today: what is red, why, whose and by when; how far each assessment is; the days that come.

Asks two queries; each row leads to where it is settled. Changes nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from app.certification.readiness import BoardRow, CalendarRow, Readiness, RedRow, calendar_rows, readiness
from models.vocab import FindingKind, Noun
from ui.certification.assessment_words import PLACES, STATE_TONES, assessment_title, days_words, sentence
from ui.i18n import Shown, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.link_filter import LinkFilter
from ui.panels import Desk, Screen, stacked
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.tables import RowTable
from ui.wording import day_text, worded

_KINDS = {
    "audit": term("calendar", "Audit"),
    "due": term("calendar", "Due"),
    "requirement": term("calendar", "Requirement due"),
    "finding": term("calendar", "Finding due"),
    "calibration": term("calendar", "Calibration"),
    "paper": term("calendar", "Paper runs out"),
    "again": term("calendar", "Due again"),
    "interim": term("calendar", "Interim approval ends"),
    "concession": term("calendar", "Concession ends"),
}
_SOON = 7
# A longer board scrolls, so that the days stay in sight.
_TALLEST = 320


class ReadinessScreen(Screen):
    """The place of readiness."""

    nouns = frozenset(
        {
            "assessment",
            "submission",
            "inspection",
            "reading",
            "gauge",
            "document_revision",
            "part_revision",
            "nonconformance",
            "lot",
            "order",
            "four_m_change",
            "change_order",
            "concession",
        }
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, say("If the auditor came today"))
        texts = self.texts
        self._answer: Readiness | None = None
        red = Card(texts, term("readiness", "What an auditor would stop at"), flush=True)
        self.late_only = Button(
            texts, term("readiness", "Only what is late"), self._put_red, name="readiness.late"
        )
        self.late_only.setCheckable(True)
        self.red = RowTable(RowsModel(texts, self._red_columns(), key=lambda row: row.key), "readiness.red")
        texts.bind(self.red.setAccessibleName, term("readiness", "What an auditor would stop at"))
        self.red.opened.connect(self._open_red)
        self.link = LinkFilter(self, self.red, "readiness.link")
        red.add_head(self.link)
        red.add_head(self.late_only)
        red.add(self.red, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(red)
        self.pages.addWidget(
            EmptyState(
                texts,
                "certificate",
                term("readiness", "Nothing is red"),
                say("Every requirement of every open assessment is settled."),
            )
        )
        board = Card(texts, term("readiness", "Readiness"), flush=True)
        self.board = RowTable(
            RowsModel(texts, self._board_columns(), key=lambda row: row.head.id), "readiness.board"
        )
        texts.bind(self.board.setAccessibleName, term("readiness", "Readiness"))
        self.board.opened.connect(lambda row: desk.open_place("assessments", row.head.id))
        board.add(self.board)
        days = Card(texts, term("readiness", "Days that come"), flush=True)
        self.days = RowTable(
            RowsModel(texts, self._day_columns(), key=lambda row: (row.day, row.kind, row.what)),
            "readiness.days",
        )
        texts.bind(self.days.setAccessibleName, term("readiness", "Days that come"))
        self.days.opened.connect(self._open_day)
        days.add(self.days, 1)
        self.columns((self.pages, 15), (stacked(board, days, fill=True), 8))

    def _red_columns(self) -> tuple[Column[RedRow], ...]:
        return (
            Column(
                term("certification", "Requirement"),
                lambda row: f"{row.code} {row.title_ko if self.texts.code == 'ko' else row.title}".strip(),
                "strong",
                weight=3,
                tip=lambda row: row.title_ko if self.texts.code == "ko" else row.title,
            ),
            Column(term("certification", "State"), _state, "chip", tone=_tone),
            Column(
                term("certification", "Why"),
                lambda row: sentence(row.reason),
                weight=4,
                tip=lambda row: sentence(row.reason),
            ),
            Column(term("readiness", "Whose"), lambda row: row.owner),
            Column(
                term("readiness", "By when"),
                lambda row: "" if row.due_on is None else f"{row.due_on:%m-%d}",
                "chip",
                tone=lambda row: _due_tone(row.days_left),
                tip=lambda row: days_words(row.days_left),
            ),
            Column(
                term("readiness", "Assessment"),
                lambda row: row.number,
                "muted",
                tip=lambda row: self._checklist(row.checklist, row.checklist_ko),
                spare=True,
            ),
        )

    def _board_columns(self) -> tuple[Column[BoardRow], ...]:
        return (
            Column(
                term("readiness", "Assessment"),
                lambda row: assessment_title(self.texts, row.head),
                "strong",
                weight=2,
                tip=lambda row: row.head.number,
            ),
            Column(
                term("readiness", "Settled"),
                lambda row: say("{done}/{total}", done=row.head.done, total=row.head.total),
                "number",
            ),
            Column(
                term("readiness", "Blocks"),
                lambda row: str(row.blocked) if row.blocked else "",
                "chip",
                tone=lambda row: "ng" if row.late else "warn",
            ),
            Column(
                term("readiness", "By when"),
                lambda row: "" if row.head.due_on is None else f"{row.head.due_on:%m-%d}",
                "muted",
                tip=lambda row: day_text(row.head.due_on),
            ),
        )

    def _day_columns(self) -> tuple[Column[CalendarRow], ...]:
        return (
            Column(
                term("readiness", "Day"),
                lambda row: f"{row.day:%m-%d}",
                "chip",
                tone=lambda row: _due_tone(row.days_left),
                tip=lambda row: day_text(row.day),
            ),
            Column(term("readiness", "What"), lambda row: _KINDS[row.kind]),
            Column("", lambda row: row.what, "muted", weight=2, tip=lambda row: row.what),
        )

    def _checklist(self, title: str, title_ko: str) -> str:
        return title_ko if self.texts.code == "ko" else title

    @override
    def refresh(self) -> None:
        now = datetime.now(UTC)
        self.ask(readiness, now=now, linked=self.link.wanted(), then=self._put, key="readiness")
        self.ask(calendar_rows, now=now, then=self.days.rows_model.set_rows, key="days")

    def _put(self, answer: Readiness) -> None:
        self._answer = answer
        late = sum(row.days_left is not None and row.days_left < 0 for row in answer.red)
        self.head.put(
            say("If the auditor came today"),
            say("{count} open, {late} late", count=len(answer.red), late=late),
            day_text(answer.day),
        )
        self.board.rows_model.set_rows(answer.board)
        self.board.setFixedHeight(min(self.board.full_height(), _TALLEST))
        self._put_red()

    def _put_red(self) -> None:
        answer = self._answer
        if answer is None:
            return
        rows = answer.red
        if self.late_only.isChecked():
            rows = tuple(row for row in rows if row.days_left is not None and row.days_left < 0)
        self.red.rows_model.set_rows(rows)
        self.pages.setCurrentIndex(0 if answer.red or self.link.taken else 1)

    def _open_red(self, row: RedRow) -> None:
        if row.finding is not None and row.act.noun is not None:
            self.desk.open_place("nonconformances", row.act.entity_id)
        else:
            self.desk.open_place("assessments", (row.assessment_id, row.requirement_id))

    def _open_day(self, row: CalendarRow) -> None:
        places = {**PLACES, Noun.ASSESSMENT: "assessments", Noun.SUBMISSION: "submissions"}
        if row.noun is Noun.CONCESSION:
            self.desk.open_place("changes", (row.noun.value, row.entity_id))
        else:
            self.desk.open_place(places[row.noun], row.entity_id)


def _state(row: RedRow) -> Shown:
    return worded(row.state) if row.state is not None else worded(row.finding) if row.finding else ""


def _tone(row: RedRow) -> Tone:
    if row.state is not None:
        return STATE_TONES[row.state]
    return "ng" if row.finding is FindingKind.MAJOR else "warn"


def _due_tone(days_left: int | None) -> Tone:
    if days_left is None:
        return "neutral"
    return "ng" if days_left < 0 else "warn" if days_left <= _SOON else "neutral"
