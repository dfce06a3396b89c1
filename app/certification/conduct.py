"""Verbs by which an assessment is held: who takes part, who settles what by when, points, findings, closing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import func, select

from app.certification.queries import DONE, requirement_rows
from app.certification.refusals import (
    ALREADY_CLOSED,
    FINDING_WITHOUT_PART,
    FINDINGS_OPEN,
    NO_SCORING,
    NO_STEP,
    NONCONFORMANCE_OPEN,
    NOT_OPEN,
    POINTS_UNKNOWN,
    UNSETTLED,
)
from app.nonconformance.nonconformances import find_nonconformance, open_nonconformance
from app.parts.parts import find_part_revision
from app.refusals import CONFLICT, NOT_FOUND
from app.rights import filled, require
from app.unit_of_work import UnitOfWork
from models.certification import (
    Assessment,
    AssessmentFinding,
    AssessmentPerson,
    ChecklistTemplate,
    Requirement,
    RequirementScore,
)
from models.person import User
from models.types import clean_text
from models.vocab import AssessmentState, FindingKind, NonconformanceState, Noun, Role

_AUDITORS: Final = (Role.QUALITY, Role.ENGINEER, Role.ADMINISTRATOR)
Day = Literal["held_on", "due_on"]
_DAYS: Final[tuple[Day, ...]] = ("held_on", "due_on")


def edit_assessment(
    unit: UnitOfWork,
    assessment_id: int,
    *,
    expected_version: int,
    held_on: date | None = None,
    due_on: date | None = None,
    owner_id: int | None = None,
    process: str | None = None,
    supplier: str | None = None,
    steps: tuple[str, ...] | None = None,
    without: Collection[Day] = (),
) -> None:
    """Change what is planned about an assessment; a fact left out stays.

    Args:
        unit: The unit of work.
        assessment_id: Which one.
        expected_version: The version that was looked at.
        held_on: Day of the audit.
        due_on: By when.
        owner_id: Whose it is.
        process: The process in words.
        supplier: The supplier.
        steps: Process steps that are scored apart.
        without: The days that are taken away, by name: ``held_on``, ``due_on``.

    Raises:
        PartproofError: closed, changed meanwhile, or a process step that was scored left out.
    """
    require(unit, *_AUDITORS)
    found = _open(unit, assessment_id)
    if found.version != expected_version:
        raise CONFLICT()
    if owner_id is not None and unit.session.get(User, owner_id) is None:
        raise NOT_FOUND(what=f"user {owner_id}")
    given = {"held_on": held_on, "due_on": due_on, "owner_id": owner_id}
    for name, value in given.items():
        if value is not None:
            setattr(found, name, value)
    for day in _DAYS:
        if day in without:
            setattr(found, day, None)
    if process is not None:
        found.process = filled("name", process) if process.strip() else ""
    if supplier is not None:
        found.supplier = filled("name", supplier) if supplier.strip() else ""
    if steps is not None:
        wanted = list(dict.fromkeys(filled("name", step) for step in steps))
        _keep_scored(unit, assessment_id, wanted)
        found.steps = wanted
    unit.record("assessment_edited", Noun.ASSESSMENT, assessment_id)


def _keep_scored(unit: UnitOfWork, assessment_id: int, wanted: list[str]) -> None:
    query = (
        select(RequirementScore.step)
        .join(Requirement, Requirement.id == RequirementScore.requirement_id)
        .where(Requirement.assessment_id == assessment_id, RequirementScore.points.is_not(None))
        .distinct()
    )
    for step in unit.session.scalars(query):
        if step and step not in wanted:
            raise NO_STEP(step=step)


def add_person(
    unit: UnitOfWork, assessment_id: int, *, name: str, duty: str, user_id: int | None = None
) -> int:
    """Add somebody who takes part, ours or from outside, and return the row's id."""
    require(unit, *_AUDITORS)
    _open(unit, assessment_id)
    if user_id is not None and unit.session.get(User, user_id) is None:
        raise NOT_FOUND(what=f"user {user_id}")
    person = AssessmentPerson(
        assessment_id=assessment_id,
        name=filled("name", name),
        duty=clean_text(duty).strip(),
        user_id=user_id,
    )
    unit.session.add(person)
    unit.session.flush()
    unit.record("assessment_person_added", Noun.ASSESSMENT, assessment_id, name=person.name)
    return person.id


def remove_person(unit: UnitOfWork, person_id: int) -> None:
    """Take somebody out who does not take part after all."""
    require(unit, *_AUDITORS)
    person = unit.session.get(AssessmentPerson, person_id)
    if person is None:
        raise NOT_FOUND(what=f"person {person_id}")
    _open(unit, person.assessment_id)
    unit.session.delete(person)
    unit.record("assessment_person_removed", Noun.ASSESSMENT, person.assessment_id, name=person.name)


def assign_requirement(
    unit: UnitOfWork,
    requirement_id: int,
    *,
    expected_version: int,
    owner_id: int | None,
    due_on: date | None,
    remark: str = "",
) -> None:
    """Say who settles a requirement, by when, and what else is to be known."""
    require(unit, *_AUDITORS)
    requirement = _requirement(unit, requirement_id)
    if requirement.version != expected_version:
        raise CONFLICT()
    if owner_id is not None and unit.session.get(User, owner_id) is None:
        raise NOT_FOUND(what=f"user {owner_id}")
    requirement.owner_id, requirement.due_on = owner_id, due_on
    requirement.remark = clean_text(remark).strip()
    unit.record("requirement_edited", Noun.ASSESSMENT, requirement.assessment_id, code=requirement.code)


def score_requirement(
    unit: UnitOfWork,
    requirement_id: int,
    *,
    points: int | None,
    step: str = "",
    not_evaluated: str = "",
) -> None:
    """Give points for a requirement; None says that it was not evaluated, with the reason.

    Args:
        unit: The unit of work.
        requirement_id: Which one.
        points: Points or per cent, one of those the scheme has.
        step: The process step where steps are scored apart.
        not_evaluated: Why there are none.

    Raises:
        PartproofError: a checklist without scoring, other points than the scheme has, an unknown step, no reason.
    """
    require(unit, *_AUDITORS)
    requirement = _requirement(unit, requirement_id)
    assessment = unit.session.get_one(Assessment, requirement.assessment_id)
    scoring = _scoring(unit, assessment)
    allowed = [int(one) for one in scoring["points" if scoring["kind"] == "vda63" else "steps"]]
    if points is not None and points not in allowed:
        raise POINTS_UNKNOWN(points=points, known=", ".join(map(str, allowed)))
    if step and step not in assessment.steps:
        raise NO_STEP(step=step)
    if bool(step) is not _stepped(unit, assessment, requirement.code):
        raise NO_STEP(step=step or ", ".join(assessment.steps))
    reason = filled("reason", not_evaluated, limit=1000) if points is None else ""
    query = select(RequirementScore).where(
        RequirementScore.requirement_id == requirement_id, RequirementScore.step == step
    )
    row = unit.session.scalars(query).one_or_none()
    if row is None:
        row = RequirementScore(requirement_id=requirement_id, step=step)
        unit.session.add(row)
    row.points, row.not_evaluated = points, reason
    unit.record(
        "requirement_scored",
        Noun.ASSESSMENT,
        assessment.id,
        code=requirement.code,
        step=step,
        points=points,
    )


def _stepped(unit: UnitOfWork, assessment: Assessment, code: str) -> bool:
    """Whether a row is scored once per process step of the assessment."""
    content = unit.session.get_one(ChecklistTemplate, assessment.template_id).content
    row: dict[str, Any] = next((one for one in content["requirements"] if str(one["code"]) == code), {})
    element = str(row.get("section") or code).split(".")[0]
    return bool(assessment.steps) and element in content["scoring"].get("per_step", ())


def _scoring(unit: UnitOfWork, assessment: Assessment) -> dict[str, Any]:
    template = unit.session.get_one(ChecklistTemplate, assessment.template_id)
    scoring = template.content.get("scoring")
    if not isinstance(scoring, dict):
        raise NO_SCORING(checklist=template.title)
    return scoring


def record_finding(
    unit: UnitOfWork,
    assessment_id: int,
    *,
    kind: FindingKind,
    text: str,
    requirement_id: int | None = None,
    owner_id: int | None = None,
    due_on: date | None = None,
    part_revision_id: int | None = None,
) -> int:
    """Record what the audit found and return its id; major and minor ones about a part become nonconformances.

    Args:
        unit: The unit of work.
        assessment_id: Which audit.
        kind: Major, minor or an observation.
        text: What is not as required, and what shows it.
        requirement_id: The requirement it is against.
        owner_id: Who settles it.
        due_on: By when.
        part_revision_id: The part it was seen on; by default the assessment's.
    """
    require(unit, *_AUDITORS)
    assessment = _open(unit, assessment_id)
    words = filled("text", text, limit=4000)
    part = part_revision_id or assessment.part_revision_id
    if part is not None:
        find_part_revision(unit.session, part)
    if owner_id is not None and unit.session.get(User, owner_id) is None:
        raise NOT_FOUND(what=f"user {owner_id}")
    requirement = None if requirement_id is None else _requirement(unit, requirement_id)
    if requirement is not None and requirement.assessment_id != assessment_id:
        raise NOT_FOUND(what=f"requirement {requirement_id}")
    about = "" if requirement is None else f"{requirement.code} {requirement.title}"
    nonconformance = None
    if kind is not FindingKind.OBSERVATION and part is not None:
        # Only nonconformances about a part are on record; others are settled in the finding itself.
        nonconformance = _nonconformance_of(unit, assessment, about, words, part)
    query = select(func.max(AssessmentFinding.number)).where(AssessmentFinding.assessment_id == assessment_id)
    found = AssessmentFinding(
        assessment_id=assessment_id,
        requirement_id=requirement_id,
        number=(unit.session.scalar(query) or 0) + 1,
        kind=kind,
        text=words,
        nonconformance_id=nonconformance,
        owner_id=owner_id,
        due_on=due_on,
        found_by_id=unit.actor.user_id,
        found_at=unit.now,
        closing="",
        closed_at=None,
    )
    unit.session.add(found)
    unit.session.flush()
    unit.record("finding_recorded", Noun.ASSESSMENT, assessment_id, number=found.number, kind=kind)
    return found.id


def raise_nonconformance(unit: UnitOfWork, finding_id: int, *, part_revision_id: int | None = None) -> int:
    """Let a finding that is not settled become a nonconformance about a part; return its id.

    Args:
        unit: The unit of work.
        finding_id: Which one.
        part_revision_id: The part it was seen on; by default the assessment's.

    Raises:
        PartproofError: settled already, a nonconformance already, or no part.
    """
    require(unit, *_AUDITORS)
    found = _finding(unit, finding_id)
    if found.closed_at is not None:
        raise ALREADY_CLOSED(number=found.number)
    if found.nonconformance_id is not None:
        behind = find_nonconformance(unit.session, found.nonconformance_id)
        raise NONCONFORMANCE_OPEN(number=behind.number)
    assessment = unit.session.get_one(Assessment, found.assessment_id)
    part = part_revision_id or assessment.part_revision_id
    if part is None:
        raise FINDING_WITHOUT_PART(number=found.number)
    requirement = (
        None if found.requirement_id is None else unit.session.get_one(Requirement, found.requirement_id)
    )
    about = "" if requirement is None else f"{requirement.code} {requirement.title}"
    found.nonconformance_id = _nonconformance_of(unit, assessment, about, found.text, part)
    unit.record("finding_raised", Noun.ASSESSMENT, assessment.id, number=found.number)
    return found.nonconformance_id


def _nonconformance_of(unit: UnitOfWork, assessment: Assessment, about: str, text: str, part: int) -> int:
    return open_nonconformance(
        unit,
        title=f"{assessment.number} {about}: {text}"[:200],
        description=text,
        part_revision_id=part,
    )


def _finding(unit: UnitOfWork, finding_id: int) -> AssessmentFinding:
    found = unit.session.get(AssessmentFinding, finding_id)
    if found is None:
        raise NOT_FOUND(what=f"finding {finding_id}")
    return found


def close_finding(unit: UnitOfWork, finding_id: int, *, closing: str) -> None:
    """Settle a finding, saying how; one that became a nonconformance only after that is closed.

    Raises:
        PartproofError: settled already, without words, or while its nonconformance is open.
    """
    require(unit, Role.QUALITY, Role.ADMINISTRATOR)
    found = _finding(unit, finding_id)
    if found.closed_at is not None:
        raise ALREADY_CLOSED(number=found.number)
    if found.nonconformance_id is not None:
        behind = find_nonconformance(unit.session, found.nonconformance_id)
        if behind.state is not NonconformanceState.CLOSED:
            raise NONCONFORMANCE_OPEN(number=behind.number)
    found.closing, found.closed_at = filled("closing", closing, limit=1000), unit.now
    unit.record("finding_closed", Noun.ASSESSMENT, found.assessment_id, number=found.number)


def close_assessment(unit: UnitOfWork, assessment_id: int) -> None:
    """Close an assessment; what is not settled must be a finding, and a major finding be settled.

    Raises:
        PartproofError: requirements that are neither settled nor found fault with, or major findings left.
    """
    require(unit, Role.QUALITY, Role.ADMINISTRATOR)
    assessment = unit.session.get(Assessment, assessment_id)
    if assessment is None:
        raise NOT_FOUND(what=f"assessment {assessment_id}")
    if assessment.state is AssessmentState.CLOSED:
        raise NOT_OPEN(number=assessment.number)
    query = select(AssessmentFinding).where(AssessmentFinding.assessment_id == assessment_id)
    findings = unit.session.scalars(query).all()
    faulted = {one.requirement_id for one in findings}
    left = [
        row.code
        for row in requirement_rows(unit.session, assessment_id, now=unit.now)
        if row.state not in DONE and row.id not in faulted and not row.scores
    ]
    if left:
        raise UNSETTLED(number=assessment.number, codes=", ".join(left[:20]))
    grave = [str(one.number) for one in findings if one.kind is FindingKind.MAJOR and one.closed_at is None]
    if grave:
        raise FINDINGS_OPEN(number=assessment.number, findings=", ".join(grave))
    assessment.state, assessment.closed_at = AssessmentState.CLOSED, unit.now
    unit.record("assessment_closed", Noun.ASSESSMENT, assessment_id)


def _requirement(unit: UnitOfWork, requirement_id: int) -> Requirement:
    requirement = unit.session.get(Requirement, requirement_id)
    if requirement is None:
        raise NOT_FOUND(what=f"requirement {requirement_id}")
    _open(unit, requirement.assessment_id)
    return requirement


def _open(unit: UnitOfWork, assessment_id: int) -> Assessment:
    assessment = unit.session.get(Assessment, assessment_id)
    if assessment is None:
        raise NOT_FOUND(what=f"assessment {assessment_id}")
    if assessment.state is not AssessmentState.OPEN:
        raise NOT_OPEN(number=assessment.number)
    return assessment
