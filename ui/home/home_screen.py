"""What needs the person signed in today: signatures, assessments, gauges, nonconformances, running orders.

Reads the queries of those nouns; each row opens its place. Changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Final

from app.audit_queries import AuditRow, audit_rows
from app.audit_words import ACT_CONTEXT, NOUN_CONTEXT, act_word, noun_word
from app.certification.queries import AssessmentRow
from app.certification.readiness import Readiness, RedRow, readiness
from app.changes.ledger import LedgerRow, due_changes
from app.changes.queries import ApprovalStepRow, WaitingRow, approval_line, waiting_reviews
from app.drawings.distribution_queries import CopyRow, copies_to_recall
from app.gauges.queries import GaugeRow, due_warnings
from app.labels import label
from app.nonconformance.queries import NonconformanceRow, nonconformance_rows
from app.people.queries import UserRow, user_rows
from app.production.queries import OrderRow, order_rows
from app.settings import PlantSettings, read_settings
from app.transfer.queries import any_part
from models.vocab import AssessmentState, NonconformanceState, Noun, OrderState
from ui.gauges.gauge_words import CONDITIONS, left_words
from ui.home.first_steps import FirstStep, FirstSteps
from ui.home.waiting_cards import WaitingCard
from ui.i18n import Shown, Words, say, term
from ui.itemmodels.columns import Column
from ui.panels import Desk, Screen, stacked_columns
from ui.theme.tokens import Tone
from ui.tones import NONCONFORMANCE_TONES, ORDER_TONES

_OPEN: Final = tuple(state for state in NonconformanceState if state is not NonconformanceState.CLOSED)
_ON_THE_FLOOR: Final = (OrderState.RUNNING, OrderState.ON_HOLD, OrderState.RELEASED)
# Acts that say nothing about the work itself, and how many entries are looked through for others.
_QUIET: Final = frozenset(
    {"signed_in", "identified", "file_stored", "file_opened", "document_issued", "refused"}
)
_LOOKED_THROUGH: Final = 120
_LAST: Final = 10
# Within so many days a due date is worth a colour.
_SOON: Final = 7


@dataclass(frozen=True)
class DoneRow:
    """The same act of one person on one sort of record, so many times in a row; ``last`` is the newest."""

    last: AuditRow
    times: int


def done_rows(rows: Sequence[AuditRow]) -> list[DoneRow]:
    """Return acts, newest first, with repetitions drawn together."""
    same = groupby(rows, key=lambda row: (row.action, row.actor, row.noun))
    groups = (list(group) for _act, group in same)
    return [DoneRow(group[0], len(group)) for group in groups]


class HomeScreen(Screen):
    """The first place of the window."""

    # Everything: what was done last may be about anything.
    nouns = frozenset(noun.value for noun in Noun)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, term("place", "Home"))
        self._plant: PlantSettings | None = None
        self._today = datetime.now(UTC).date()
        self._people: tuple[UserRow, ...] = ()
        self._route: tuple[ApprovalStepRow, ...] = ()
        self.steps = FirstSteps(self.texts, lambda key: desk.open_place(key, None))
        self.steps.hide()
        self.reviews = self._reviews()
        self.changes = self._changes()
        self.recalls = self._recalls()
        self.assessments = self._assessments()
        self.red = self._red()
        self.gauges = self._gauges()
        self.nonconformances = self._nonconformances()
        self.orders = self._orders()
        self.acts = self._acts()
        self.body.addWidget(
            stacked_columns(
                (self.steps, self.reviews, self.red, self.assessments, self.acts),
                (self.changes, self.recalls, self.gauges, self.nonconformances, self.orders),
            ),
            1,
        )
        self.head.put(say("To do today"))

    def refresh(self) -> None:
        """Ask everything again; the plant's own day decides what is due."""
        self.ask(read_settings, then=self._put_plant, key="plant")
        actor = self.desk.actor()
        roles = actor.roles if actor.user_id is None else None
        self.ask(waiting_reviews, roles, user_id=actor.user_id, then=self._put_reviews, key="reviews")
        self.ask(readiness, then=self._put_readiness, key="readiness")
        self.ask(nonconformance_rows, states=_OPEN, then=self._put_nonconformances, key="nonconformances")
        self.ask(order_rows, states=_ON_THE_FLOOR, then=self.orders.put, key="orders")
        self.ask(copies_to_recall, then=self._put_recalls, key="recalls")
        self.ask(user_rows, then=self._put_people, key="people")
        self.ask(audit_rows, limit=_LOOKED_THROUGH, then=self._put_acts, key="acts")

    def _put_plant(self, plant: PlantSettings) -> None:
        now = datetime.now(UTC)
        self._plant, self._today = plant, plant.local(now).date()
        shift = plant.shift(now)
        day = f"{plant.work_day(now):%Y-%m-%d}"
        subtitle: Shown = say("Work day {day}, {shift}", day=day, shift=shift) if shift else day
        self.head.put(say("To do today"), subtitle, plant.name)
        self.ask(due_warnings, day=self._today, then=self._put_gauges, key="gauges")
        self.ask(due_changes, day=self._today, then=self._put_changes, key="changes")

    # signatures
    def _reviews(self) -> WaitingCard[WaitingRow]:
        columns: list[Column[WaitingRow]] = [
            Column(say("What"), lambda row: row.what, weight=3),
            Column(term("signature", "As"), lambda row: label(self.texts.language, row.meaning)),
            Column(term("review", "From"), lambda row: row.opened_by, "muted"),
            Column(say("Since"), lambda row: self._time(row.opened_at), "muted"),
        ]
        return WaitingCard(
            self.texts,
            say("Waiting for your signature"),
            say("Nothing waits for your signature."),
            columns,
            self._open_review,
            lambda: self.desk.open_place("reviews", None),
            "home.reviews",
        )

    def _put_reviews(self, rows: tuple[WaitingRow, ...]) -> None:
        self.reviews.put(rows, "info")

    def _open_review(self, row: WaitingRow) -> None:
        if row.noun in (Noun.CHANGE_ORDER, Noun.CONCESSION):
            self.desk.open_place("changes", (row.noun, row.owner_id))
            return
        place = "parts" if row.noun is Noun.PART_REVISION else "documents"
        self.desk.open_place(place, row.owner_id)

    # the change ledger
    def _changes(self) -> WaitingCard[LedgerRow]:
        columns: list[Column[LedgerRow]] = [
            Column(term("ledger", "Number"), lambda row: row.number, "strong"),
            Column(term("ledger", "What"), lambda row: row.title, weight=3),
            Column(
                term("ledger", "Due"),
                lambda row: "" if row.due_on is None else row.due_on.isoformat(),
                "chip",
                tone=lambda row: "ng" if row.due_on is not None and row.due_on < self._today else "warn",
            ),
        ]
        return WaitingCard(
            self.texts,
            term("ledger", "Due in the change ledger"),
            say("No change is due this week."),
            columns,
            lambda row: self.desk.open_place("changes", (row.noun, row.id)),
            lambda: self.desk.open_place("changes", None),
            "home.changes",
        )

    def _put_changes(self, rows: tuple[LedgerRow, ...]) -> None:
        late = any(row.due_on is not None and row.due_on < self._today for row in rows)
        self.changes.put(rows, "ng" if late else "warn")

    # controlled copies that are out
    def _recalls(self) -> WaitingCard[CopyRow]:
        columns: list[Column[CopyRow]] = [
            Column(
                term("copy", "Document"),
                lambda row: f"{row.document} {row.label} · {row.number}",
                "strong",
                second=lambda row: row.title,
                weight=2,
            ),
            Column(term("copy", "Place"), lambda row: row.place, weight=2, second=lambda row: row.holder),
            Column(
                term("copy", "Recalled since"),
                lambda row: "" if row.recalled_at is None else self._time(row.recalled_at),
                "muted",
            ),
        ]
        return WaitingCard(
            self.texts,
            term("home", "Copies to come back"),
            say("No controlled copy is to come back."),
            columns,
            lambda _row: self.desk.open_place("distribution", None),
            lambda: self.desk.open_place("distribution", None),
            "home.recalls",
        )

    def _put_recalls(self, rows: tuple[CopyRow, ...]) -> None:
        self.recalls.put(rows, "warn")

    # assessments
    def _assessments(self) -> WaitingCard[AssessmentRow]:
        columns: list[Column[AssessmentRow]] = [
            Column(
                say("Assessment"),
                self._assessment_title,
                weight=3,
                second=lambda row: row.part_number,
            ),
            Column(term("assessment", "Done"), lambda row: f"{row.done}/{row.total}", "number"),
            Column(
                say("Stale"),
                lambda row: str(row.stale) if row.stale else "",
                "chip",
                tone=lambda _row: "warn",
            ),
            Column(
                say("Due"),
                lambda row: _short_day(row.due_on),
                "chip",
                tone=lambda row: self._due(row.due_on),
                tip=lambda row: _day(row.due_on),
            ),
        ]
        return WaitingCard(
            self.texts,
            say("Open assessments and submissions"),
            say("No assessment is open."),
            columns,
            lambda row: self.desk.open_place("assessments", row.id),
            lambda: self.desk.open_place("assessments", None),
            "home.assessments",
        )

    def _assessment_title(self, row: AssessmentRow) -> Shown:
        title = row.title_ko if self.texts.code == "ko" and row.title_ko else row.title
        return say("{name} level {level}", name=title, level=row.level) if row.level else title

    def _red(self) -> WaitingCard[RedRow]:
        columns: list[Column[RedRow]] = [
            Column(
                say("What"),
                lambda row: f"{row.code} {row.title_ko if self.texts.code == 'ko' else row.title}".strip(),
                weight=3,
                tip=lambda row: row.number,
            ),
            Column(
                term("certification", "Why"),
                lambda row: Words(row.reason.text, "", row.reason.values),
                weight=3,
            ),
            Column(term("readiness", "Whose"), lambda row: row.owner, "muted"),
            Column(
                say("Due"),
                lambda row: _short_day(row.due_on),
                "chip",
                tone=lambda row: self._due(row.due_on),
                tip=lambda row: _day(row.due_on),
            ),
        ]
        return WaitingCard(
            self.texts,
            say("If the auditor came today"),
            say("Nothing would stop an auditor."),
            columns,
            lambda row: self.desk.open_place("assessments", (row.assessment_id, row.requirement_id)),
            lambda: self.desk.open_place("readiness", None),
            "home.red",
        )

    def _put_readiness(self, answer: Readiness) -> None:
        late = any(row.days_left is not None and row.days_left < 0 for row in answer.red)
        self.red.put(answer.red, "ng" if late else "warn")
        open_rows = [row.head for row in answer.board if row.head.state is AssessmentState.OPEN]
        self.assessments.put(open_rows, "warn" if any(row.stale for row in open_rows) else "neutral")

    # gauges
    def _gauges(self) -> WaitingCard[GaugeRow]:
        columns: list[Column[GaugeRow]] = [
            Column(say("Gauge"), lambda row: row.number, "strong"),
            Column(term("gauge", "Name"), lambda row: row.name, weight=2),
            Column(
                say("State"),
                lambda row: CONDITIONS[row.condition][0],
                "chip",
                tone=lambda row: CONDITIONS[row.condition][1],
            ),
            Column(term("gauges", "Days"), left_words, "muted", tip=lambda row: _day(row.due_on)),
        ]
        return WaitingCard(
            self.texts,
            say("Gauges due or overdue"),
            say("All gauges may be used for more than 30 days."),
            columns,
            lambda row: self.desk.open_place("gauges", row.id),
            lambda: self.desk.open_place("gauges", None),
            "home.gauges",
        )

    def _put_gauges(self, rows: tuple[GaugeRow, ...]) -> None:
        self.gauges.put(rows, "ng" if any(CONDITIONS[row.condition][1] == "ng" for row in rows) else "warn")

    # nonconformances and orders
    def _nonconformances(self) -> WaitingCard[NonconformanceRow]:
        columns: list[Column[NonconformanceRow]] = [
            Column(term("nonconformance", "Number"), lambda row: row.number, "strong"),
            Column(say("What was found"), lambda row: row.title, weight=2),
            Column(term("nonconformance", "Part"), lambda row: row.part_number, "muted"),
            Column(
                say("State"),
                lambda row: label(self.texts.language, row.state),
                "chip",
                tone=lambda row: NONCONFORMANCE_TONES[row.state],
            ),
        ]
        return WaitingCard(
            self.texts,
            say("Open nonconformances"),
            say("No nonconformance is open."),
            columns,
            lambda row: self.desk.open_place("nonconformances", row.id),
            lambda: self.desk.open_place("nonconformances", None),
            "home.nonconformances",
        )

    def _put_nonconformances(self, rows: tuple[NonconformanceRow, ...]) -> None:
        self.nonconformances.put(rows, "warn")

    def _orders(self) -> WaitingCard[OrderRow]:
        columns: list[Column[OrderRow]] = [
            Column(say("Order"), lambda row: row.number, "strong"),
            Column(
                term("order", "Part"), lambda row: row.part_number, weight=2, tip=lambda row: row.part_name
            ),
            Column(term("order", "Quantity"), lambda row: f"{row.quantity:,f} {row.unit}", "number"),
            Column(
                say("Due"),
                lambda row: _short_day(row.due_on),
                "chip",
                tone=lambda row: self._due(row.due_on),
                tip=lambda row: _day(row.due_on),
            ),
            Column(
                say("State"),
                lambda row: label(self.texts.language, row.state),
                "chip",
                tone=lambda row: ORDER_TONES[row.state],
            ),
        ]
        return WaitingCard(
            self.texts,
            say("Orders on the floor"),
            say("No order is on the floor."),
            columns,
            lambda row: self.desk.open_place("orders", row.id),
            lambda: self.desk.open_place("orders", None),
            "home.orders",
        )

    # what was done last
    def _acts(self) -> WaitingCard[DoneRow]:
        columns: list[Column[DoneRow]] = [
            Column(term("audit", "Time"), lambda row: self._time(row.last.at), "muted"),
            Column(term("audit", "Who"), lambda row: row.last.actor),
            Column(
                say("Act"),
                lambda row: term(ACT_CONTEXT, act_word(row.last.action)),
                weight=2,
                second=lambda row: f"×{row.times}" if row.times > 1 else "",
            ),
            Column(
                term("audit", "About"),
                lambda row: term(NOUN_CONTEXT, noun_word(row.last.noun)),
                "muted",
                second=lambda row: row.last.about if row.times == 1 else "",
            ),
        ]
        return WaitingCard(
            self.texts,
            say("Done last"),
            say("Nothing was done yet."),
            columns,
            lambda row: self.desk.open_place("audit", row.last.seq),
            lambda: self.desk.open_place("audit", None),
            "home.acts",
            most=_LAST,
        )

    def _put_acts(self, rows: tuple[AuditRow, ...]) -> None:
        self.acts.put(done_rows([row for row in rows if row.action not in _QUIET])[:_LAST])
        self.acts.set_chip("")

    # first steps
    def _put_people(self, people: tuple[UserRow, ...]) -> None:
        self._people = people
        self.ask(approval_line, Noun.PART_REVISION, 0, then=self._put_route, key="route")

    def _put_route(self, route: tuple[ApprovalStepRow, ...]) -> None:
        self._route = route
        self.ask(any_part, then=self._put_steps, key="parts")

    def _put_steps(self, parts: bool) -> None:
        self.steps.put(
            (
                FirstStep(
                    len(self._people) > 1,
                    say("Add the people"),
                    say("Each signs in with an own name; roles say who may do what."),
                    "users",
                ),
                FirstStep(
                    bool(self._route),
                    say("Say who signs"),
                    say("Without an approver nothing can be released."),
                    "users",
                ),
                FirstStep(
                    parts,
                    say("Add the first part"),
                    say("By hand, or import a parts list from Excel."),
                    "parts",
                ),
                FirstStep(
                    parts,
                    say("Transfer what was approved before"),
                    say(
                        "A register and a folder of drawings enter in one signed act, or the gauge register."
                    ),
                    "transfer",
                ),
            )
        )

    def _due(self, due: date | None) -> Tone:
        if due is None:
            return "neutral"
        left = (due - self._today).days
        return "ng" if left < 0 else "warn" if left <= _SOON else "neutral"

    def _time(self, at: datetime) -> str:
        local = self._plant.local(at) if self._plant is not None else at
        return f"{local:%m-%d %H:%M}"


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%Y-%m-%d}"


def _short_day(day: date | None) -> str:
    return "" if day is None else f"{day:%m-%d}"
