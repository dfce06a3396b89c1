"""If the auditor came today 오늘 심사 오면: what is red, why, whose, by when; and the days to come. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certification.findings import finding_rows
from app.certification.freshness import freshness_of
from app.certification.queries import head_of
from app.certification.rows import DONE, AssessmentRow, NextAct, RequirementRow
from app.certification.rule_kinds import Sentence
from app.certification.submission_queries import submission_rows
from app.gauges.queries import due_warnings
from app.parts.links import Linked, revisions_belonging
from app.settings import read_settings
from app.texts import mark
from models.certification import Assessment, AssessmentFinding
from models.change import Concession
from models.vocab import (
    AssessmentState,
    ConcessionState,
    CustomerVerdict,
    FindingKind,
    Noun,
    RequirementState,
)

_GRAVE: Final = {RequirementState.STALE: 0, RequirementState.PARTIAL: 1, RequirementState.MISSING: 2}
_AHEAD: Final = 92
_Add = Callable[[date | None, str, str, str, Noun, int], None]


@dataclass(frozen=True)
class RedRow:
    """One thing an auditor would stop at.

    Attributes:
        key: Unique within the list.
        what: The assessment in words: number.
        state: Of the requirement; None for a finding.
        finding: Kind of the finding, else None.
        owner: Whose it is: the requirement's owner, else the assessment's.
        due_on: By when: the requirement's day, else the assessment's.
        days_left: Until then; negative when late, None without a day.
        place: Its place in the checklist.
    """

    key: str
    assessment_id: int
    requirement_id: int | None
    number: str
    checklist: str
    checklist_ko: str
    part_number: str
    code: str
    title: str
    title_ko: str
    state: RequirementState | None
    finding: FindingKind | None
    reason: Sentence
    owner: str
    due_on: date | None
    days_left: int | None
    act: NextAct
    place: int = 0


@dataclass(frozen=True)
class BoardRow:
    """One assessment of the readiness board: how far it is and what blocks it."""

    head: AssessmentRow
    blocked: int
    late: int
    worst: RedRow | None


@dataclass(frozen=True)
class Readiness:
    """The whole answer: every red thing, and a board line per assessment."""

    day: date
    red: tuple[RedRow, ...]
    board: tuple[BoardRow, ...]


@dataclass(frozen=True)
class CalendarRow:
    """A day that is coming.

    Attributes:
        kind: ``audit``, ``due``, ``requirement``, ``finding``, ``calibration``, ``paper``, ``again``
            (inspections and audits that count for so many months), ``interim``, ``concession``.
        what: What falls on it.
        noun: The record that opens.
    """

    day: date
    days_left: int
    kind: str
    what: str
    owner: str
    noun: Noun
    entity_id: int


def readiness(session: Session, *, now: datetime | None = None, linked: Linked | None = None) -> Readiness:
    """Return what is red over all assessments that are not closed, the gravest and latest first.

    ``linked`` leaves the assessments of such parts (see app.parts.links).
    """
    wanted = _belonging(session, linked)
    moment = now or datetime.now(UTC)
    day = read_settings(session).local(moment).date()
    red: list[RedRow] = []
    board: list[BoardRow] = []
    for kept in freshness_of(session).look(session, now=moment):
        head = kept.head
        if wanted is not None and head.id not in wanted:
            continue
        own = [_red(head, row, day, at) for at, row in enumerate(kept.rows) if row.state not in DONE]
        own += _findings(session, head, day) if head.open_findings else []
        own.sort(key=_order)
        late = sum(one.days_left is not None and one.days_left < 0 for one in own)
        board.append(BoardRow(head, len(own), late, own[0] if own else None))
        red += own
    for assessment_id in _left_behind(session):
        if wanted is not None and assessment_id not in wanted:
            continue
        # What an audit found stays red after the audit was closed, until it is settled.
        head = head_of(session, session.get_one(Assessment, assessment_id), ())
        red += _findings(session, head, day)
    red.sort(key=_order)
    board.sort(key=lambda row: (row.head.due_on is None, row.head.due_on or date.max, row.head.number))
    return Readiness(day, tuple(red), tuple(board))


def _belonging(session: Session, linked: Linked | None) -> frozenset[int] | None:
    """Return the assessments of linked parts; None where nothing is asked for."""
    if not linked:
        return None
    query = select(Assessment.id).where(*revisions_belonging(Assessment.part_revision_id, linked))
    return frozenset(session.scalars(query))


def _left_behind(session: Session) -> tuple[int, ...]:
    """Return closed assessments with findings that are not settled."""
    query = (
        select(Assessment.id)
        .join(AssessmentFinding, AssessmentFinding.assessment_id == Assessment.id)
        .where(Assessment.state == AssessmentState.CLOSED, AssessmentFinding.closed_at.is_(None))
        .distinct()
    )
    return tuple(session.scalars(query.order_by(Assessment.id)))


def _red(head: AssessmentRow, row: RequirementRow, day: date, place: int) -> RedRow:
    due = row.due_on or head.due_on
    return RedRow(
        f"r{row.id}",
        head.id,
        row.id,
        head.number,
        head.title,
        head.title_ko,
        head.part_number,
        row.code,
        row.title,
        row.title_ko,
        row.state,
        None,
        row.reasons[0] if row.reasons else row.next_step,
        row.owner or head.owner,
        due,
        None if due is None else (due - day).days,
        row.act,
        place,
    )


def _findings(session: Session, head: AssessmentRow, day: date) -> list[RedRow]:
    found = []
    for row in finding_rows(session, head.id):
        if row.closed_at is not None or row.kind is FindingKind.OBSERVATION:
            continue
        due = row.due_on or head.due_on
        behind = Noun.NONCONFORMANCE if row.nonconformance_id is not None else None
        found.append(
            RedRow(
                f"f{row.id}",
                head.id,
                None,
                head.number,
                head.title,
                head.title_ko,
                head.part_number,
                row.code,
                row.text,
                row.text,
                None,
                row.kind,
                Sentence(mark("Finding {number} is open."), (("number", str(row.number)),)),
                row.owner or head.owner,
                due,
                None if due is None else (due - day).days,
                NextAct("open", behind, row.nonconformance_id, row.nonconformance),
            )
        )
    return found


def _order(row: RedRow) -> tuple[int, bool, date, int, str, int]:
    late = row.days_left is not None and row.days_left < 0
    grave = (
        0 if row.finding is FindingKind.MAJOR else 1 + _GRAVE.get(row.state or RequirementState.MISSING, 2)
    )
    return (0 if late else 1, row.due_on is None, row.due_on or date.max, grave, row.number, row.place)


def calendar_rows(
    session: Session, *, now: datetime | None = None, days: int = _AHEAD
) -> tuple[CalendarRow, ...]:
    """Return the days that are coming, late ones first: audits, due days, calibrations, papers, interim approvals."""
    moment = now or datetime.now(UTC)
    day = read_settings(session).local(moment).date()
    until = day + timedelta(days=days)
    found: list[CalendarRow] = []

    def add(on: date | None, kind: str, what: str, owner: str, noun: Noun, entity: int) -> None:
        if on is not None and on <= until:
            found.append(CalendarRow(on, (on - day).days, kind, what, owner, noun, entity))

    for kept in freshness_of(session).look(session, now=moment):
        head, rows = kept.head, kept.rows
        about = f"{head.number} {head.part_number}".strip()
        if head.held_on is not None and (head.held_on >= day or head.state is AssessmentState.OPEN):
            add(head.held_on, "audit", about, head.owner, Noun.ASSESSMENT, head.id)
        add(head.due_on, "due", about, head.owner, Noun.ASSESSMENT, head.id)
        _rows_of(rows, head, add)
        for one in finding_rows(session, head.id) if head.open_findings else ():
            if one.closed_at is None:
                what = f"{head.number} #{one.number} {one.text[:60]}"
                add(one.due_on, "finding", what, one.owner or head.owner, Noun.ASSESSMENT, head.id)
    # Those that would be due by the last day that is shown, not only those due soon.
    for gauge in due_warnings(session, day=until):
        add(gauge.due_on, "calibration", f"{gauge.number} {gauge.name}", "", Noun.GAUGE, gauge.id)
    running = select(Concession).where(Concession.state == ConcessionState.ACTIVE)
    for leave in session.scalars(running.order_by(Concession.id)):
        add(leave.until, "concession", f"{leave.number} {leave.title}", "", Noun.CONCESSION, leave.id)
    for submission in submission_rows(session):
        if submission.newest and submission.verdict is CustomerVerdict.INTERIM and submission.answer:
            what = f"{submission.part_number} {submission.revision} #{submission.attempt}"
            add(
                submission.answer.interim_until,
                "interim",
                what,
                submission.customer,
                Noun.SUBMISSION,
                submission.id,
            )
    return tuple(sorted(found, key=lambda row: (row.day, row.kind, row.what)))


def _rows_of(rows: Iterable[RequirementRow], head: AssessmentRow, add: _Add) -> None:
    for row in rows:
        if row.due_on is not None and row.state not in DONE:
            add(row.due_on, "requirement", f"{head.number} {row.code}", row.owner, Noun.ASSESSMENT, head.id)
        if row.expires_on is not None and row.state is not RequirementState.NOT_APPLICABLE:
            what = f"{head.number} {row.code}"
            kind = "again" if row.found else "paper"
            add(row.expires_on, kind, what, row.owner or head.owner, Noun.ASSESSMENT, head.id)
