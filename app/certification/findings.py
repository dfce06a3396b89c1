"""What screens and documents ask about findings, people, results and the last assessment. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certification.queries import requirement_rows
from app.certification.rows import RequirementRow
from app.parts.parts import find_part_revision
from app.unit_of_work import number_key
from models.certification import (
    Assessment,
    AssessmentFinding,
    AssessmentPerson,
    ChecklistTemplate,
    Requirement,
)
from models.nonconformance import Nonconformance
from models.part import Part, PartRevision
from models.person import User
from models.rules.scoring import Answer, VdaResult, Weighed, WeightResult, vda63, weighted
from models.vocab import FindingKind, NonconformanceState, RequirementState, RevisionState


@dataclass(frozen=True)
class FindingRow:
    """One finding; ``code`` is its requirement's, empty where it is about the whole."""

    id: int
    assessment_id: int
    number: int
    kind: FindingKind
    code: str
    text: str
    nonconformance_id: int | None
    nonconformance: str
    nonconformance_state: NonconformanceState | None
    owner: str
    due_on: date | None
    found_by: str
    found_at: datetime
    closing: str
    closed_at: datetime | None


@dataclass(frozen=True)
class PersonRow:
    """Somebody who takes part."""

    id: int
    name: str
    duty: str


@dataclass(frozen=True)
class ResultLine:
    """One line of a result: a field, element, sub-element or step.

    Attributes:
        got: Points, or per cent where ``possible`` is 100 of a degree.
        possible: Of how many.
    """

    code: str
    title: str
    title_ko: str
    got: Decimal
    possible: int


@dataclass(frozen=True)
class Result:
    """The result of a scored assessment.

    Attributes:
        kind: ``vda63`` or ``weights``.
        lines: Fields or elements; then sub-elements and steps.
        total: Per cent or points; None while nothing was evaluated.
        full: Of how many.
        grade: ``A``, ``B``, ``C``; ``passed`` or ``failed``; empty while it is not decided.
        by_points: The grade before downgrading.
        downgrades: Why it is lower: (rule, what).
        incomplete: Codes that are not evaluated enough.
        pass_mark: Points needed, where the scheme has such.
    """

    kind: str
    lines: tuple[ResultLine, ...]
    total: Decimal | None
    full: int
    grade: str
    by_points: str
    downgrades: tuple[tuple[str, str], ...]
    incomplete: tuple[str, ...]
    pass_mark: int | None


@dataclass(frozen=True)
class ComparedRow:
    """A requirement beside what it was in the last assessment of the same scope; None says it was not there."""

    code: str
    title: str
    title_ko: str
    before: RequirementState | None
    now: RequirementState | None
    points_before: int | None
    points_now: int | None


@dataclass(frozen=True)
class Comparison:
    """An assessment beside the last one of the same scope.

    Attributes:
        number: Of the last one.
        held_on: Its day, where one was set; else the day it was closed or opened.
    """

    number: str
    held_on: date
    rows: tuple[ComparedRow, ...]


def finding_rows(session: Session, assessment_id: int | None = None) -> tuple[FindingRow, ...]:
    """Return findings in order; of one assessment where asked."""
    query: Any = (
        select(AssessmentFinding, Requirement.code, Nonconformance, User.name)
        .outerjoin(Requirement, Requirement.id == AssessmentFinding.requirement_id)
        .outerjoin(Nonconformance, Nonconformance.id == AssessmentFinding.nonconformance_id)
        .join(User, User.id == AssessmentFinding.found_by_id)
        .order_by(AssessmentFinding.assessment_id, AssessmentFinding.number)
    )
    if assessment_id is not None:
        query = query.where(AssessmentFinding.assessment_id == assessment_id)
    owners = {user.id: user.name for user in session.scalars(select(User))}
    return tuple(
        FindingRow(
            row.id,
            row.assessment_id,
            row.number,
            row.kind,
            code or "",
            row.text,
            row.nonconformance_id,
            "" if behind is None else behind.number,
            None if behind is None else behind.state,
            owners.get(row.owner_id or 0, ""),
            row.due_on,
            name,
            row.found_at,
            row.closing,
            row.closed_at,
        )
        for row, code, behind, name in session.execute(query)
    )


def person_rows(session: Session, assessment_id: int) -> tuple[PersonRow, ...]:
    """Return who takes part in an assessment."""
    query = select(AssessmentPerson).where(AssessmentPerson.assessment_id == assessment_id)
    return tuple(
        PersonRow(row.id, row.name, row.duty) for row in session.scalars(query.order_by(AssessmentPerson.id))
    )


def result_of(
    session: Session, assessment_id: int, rows: tuple[RequirementRow, ...] | None = None
) -> Result | None:
    """Return the result of a scored assessment, or None where its checklist gives no points."""
    assessment = session.get(Assessment, assessment_id)
    if assessment is None:
        return None
    content = session.get_one(ChecklistTemplate, assessment.template_id).content
    scoring = content.get("scoring")
    if not isinstance(scoring, dict):
        return None
    listed = requirement_rows(session, assessment_id) if rows is None else rows
    texts = {str(row["code"]): row for row in content["requirements"]}
    titles = {str(one["code"]): (one["title"], one["title_ko"]) for one in content.get("sections", [])}
    counted = [row for row in listed if row.state is not RequirementState.NOT_APPLICABLE]
    if scoring["kind"] == "vda63":
        per_step = frozenset(map(str, scoring.get("per_step", ())))
        return _vda(counted, texts, titles, tuple(assessment.steps), per_step)
    return _weights(counted, texts, titles, scoring)


def _vda(
    rows: list[RequirementRow],
    texts: dict[str, dict[str, Any]],
    titles: dict[str, tuple[str, str]],
    steps: tuple[str, ...],
    per_step: frozenset[str],
) -> Result:
    answers = []
    for row in rows:
        section = row.section or row.code
        element = section.split(".")[0]
        given = {score.step: score.points for score in row.scores}
        # A step that nobody has looked at yet was not evaluated.
        due: dict[str, int | None] = dict.fromkeys(steps if element in per_step else ())
        points = tuple({**due, **given}.items()) or (("", None),)
        star = bool(texts.get(row.code, {}).get("star", False))
        answers.append(Answer(row.code, element, section if "." in section else "", star, points))
    found: VdaResult = vda63(answers)
    lines = [
        ResultLine(code, *titles.get(code, (code, code)), degree, 100)
        for code, degree in (*found.elements, *found.sub_elements, *found.steps)
    ]
    return Result(
        "vda63",
        tuple(lines),
        found.overall,
        100,
        "" if found.thin else found.grade,
        found.by_points,
        found.downgrades,
        found.thin,
        None,
    )


def _weights(
    rows: list[RequirementRow],
    texts: dict[str, dict[str, Any]],
    titles: dict[str, tuple[str, str]],
    scoring: dict[str, Any],
) -> Result:
    items = [
        Weighed(
            row.section,
            int(texts.get(row.code, {}).get("weight", 1)),
            next((score.points for score in row.scores), None),
        )
        for row in rows
    ]
    full, mark = int(scoring["full_mark"]), scoring.get("pass_mark")
    found: WeightResult = weighted(items, pass_mark=int(mark or 0), full_mark=full)
    grade = "" if found.passed is None or mark is None else "passed" if found.passed else "failed"
    return Result(
        "weights",
        tuple(
            ResultLine(code, *titles.get(code, (code, code)), got, whole)
            for code, got, _, whole in found.fields
        ),
        found.total,
        full,
        grade,
        grade,
        (),
        tuple(row.code for row in rows if not row.scores or row.scores[0].points is None),
        None if mark is None else int(mark),
    )


def last_of(session: Session, assessment_id: int) -> int | None:
    """Return the assessment of the same checklist and scope before this one, or None."""
    this = session.get(Assessment, assessment_id)
    if this is None:
        return None
    if this.follows_id is not None:
        return this.follows_id
    code = session.get_one(ChecklistTemplate, this.template_id).code
    query = (
        select(Assessment.id)
        .join(ChecklistTemplate, ChecklistTemplate.id == Assessment.template_id)
        .where(
            ChecklistTemplate.code == code,
            Assessment.id < assessment_id,
            Assessment.scope == this.scope,
            Assessment.customer_id.is_not_distinct_from(this.customer_id),
            Assessment.process == this.process,
            Assessment.supplier == this.supplier,
        )
        .order_by(Assessment.id.desc())
    )
    for candidate in session.scalars(query):
        if _same_part(session, this, session.get_one(Assessment, candidate)):
            return candidate
    return None


def _same_part(session: Session, this: Assessment, other: Assessment) -> bool:
    if this.part_revision_id is None or other.part_revision_id is None:
        return this.part_revision_id == other.part_revision_id
    parts = {
        find_part_revision(session, one).part_id for one in (this.part_revision_id, other.part_revision_id)
    }
    return len(parts) == 1


def compared_rows(session: Session, assessment_id: int) -> tuple[ComparedRow, ...]:
    """Return each requirement beside the last assessment of the same scope; empty without one."""
    last = last_of(session, assessment_id)
    if last is None:
        return ()
    now = {row.code: row for row in requirement_rows(session, assessment_id)}
    before = {row.code: row for row in requirement_rows(session, last)}
    codes = [*now, *(code for code in before if code not in now)]
    return tuple(
        ComparedRow(
            code,
            (now.get(code) or before[code]).title,
            (now.get(code) or before[code]).title_ko,
            before[code].state if code in before else None,
            now[code].state if code in now else None,
            _points(before.get(code)),
            _points(now.get(code)),
        )
        for code in codes
    )


def comparison(session: Session, assessment_id: int) -> Comparison | None:
    """Return an assessment beside the last one of the same scope, or None where it is the first."""
    last = last_of(session, assessment_id)
    if last is None:
        return None
    before = session.get_one(Assessment, last)
    day = before.held_on or (before.closed_at or before.opened_at).date()
    return Comparison(before.number, day, compared_rows(session, assessment_id))


def revision_of_number(session: Session, number: str) -> int | None:
    """Return the revision of a part that a finding is about: the released one, else the newest; None for no part."""
    query = (
        select(PartRevision.id)
        .join(Part, Part.id == PartRevision.part_id)
        .where(Part.number_key == number_key(number))
        .order_by((PartRevision.state == RevisionState.RELEASED).desc(), PartRevision.counter.desc())
    )
    return session.scalars(query.limit(1)).first()


def _points(row: RequirementRow | None) -> int | None:
    given = [] if row is None else [score.points for score in row.scores if score.points is not None]
    return sum(given) // len(given) if given else None
