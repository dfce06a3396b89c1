"""Verbs about submissions 제출 (PPAP, ISIR): hand in, the customer's answers, and what an answer lets leave.

A submission and its answers are facts: nothing here changes one, a later answer stands beside the earlier.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.certification.queries import DONE, requirement_rows
from app.certification.refusals import (
    ANSWER_BEFORE,
    ANSWERED,
    DAY_AHEAD,
    INTERIM_FACTS,
    NEEDS_CUSTOMER,
    NEEDS_FILE,
    NEEDS_PART,
    NO_SUBMISSION_OF,
    NOT_OPEN,
    WHOLE_NOT_DONE,
)
from app.certification.shipment_right import newest_verdict
from app.files import safe_name, store_file
from app.parts.parts import find_part_revision
from app.refusals import NOT_FOUND
from app.rights import filled, require
from app.settings import read_settings
from app.unit_of_work import UnitOfWork
from models.certification import Assessment, ChecklistTemplate, Submission, SubmissionVerdict
from models.part import Customer
from models.types import clean_text
from models.vocab import AssessmentState, CustomerVerdict, Noun, Role, SubmissionReason

SCHEMES: Final = ("ppap", "isir")
_SUBMITTERS: Final = (Role.QUALITY, Role.APPROVER)
_FINAL: Final = (CustomerVerdict.APPROVED, CustomerVerdict.REJECTED)


def submit(
    unit: UnitOfWork,
    assessment_id: int,
    *,
    reason: SubmissionReason,
    detail: str = "",
    submitted_on: date | None = None,
) -> int:
    """Hand an assessment in to its customer and return the submission's id; the attempt 차수 counts by itself.

    Raises:
        PartproofError: another scheme, no part revision or customer, not open, or requirements that are to be
            submitted and are not settled.
    """
    require(unit, *_SUBMITTERS)
    assessment = _assessment(unit.session, assessment_id)
    template = unit.session.get_one(ChecklistTemplate, assessment.template_id)
    if template.code not in SCHEMES:
        raise NO_SUBMISSION_OF(checklist=template.title)
    if assessment.state is not AssessmentState.OPEN:
        raise NOT_OPEN(number=assessment.number)
    if assessment.part_revision_id is None:
        raise NEEDS_PART()
    if assessment.customer_id is None:
        raise NEEDS_CUSTOMER(number=assessment.number)
    if submitted_on is not None:
        _require_past(unit, submitted_on)
    _require_settled(unit.session, assessment)
    found = _add(
        unit,
        assessment_id=assessment_id,
        scheme=template.code,
        level=assessment.level,
        part_revision_id=assessment.part_revision_id,
        customer_id=assessment.customer_id,
        reason=reason,
        detail=clean_text(detail).strip(),
        submitted_on=submitted_on or read_settings(unit.session).local(unit.now).date(),
        migrated=False,
    )
    assessment.state = AssessmentState.SUBMITTED
    _record(unit, "submission_made", found)
    return found.id


def migrate_submission(
    unit: UnitOfWork,
    part_revision_id: int,
    customer_id: int,
    *,
    scheme: str,
    level: str,
    submitted_on: date,
    approved_on: date,
    customer_number: str,
) -> int:
    """Take over an approval from before the program came (이관); it is marked so for ever. Returns its id.

    Raises:
        PartproofError: without the role of an administrator, or for another scheme.
    """
    require(unit, Role.ADMINISTRATOR)
    if scheme not in SCHEMES:
        raise NO_SUBMISSION_OF(checklist=scheme)
    if approved_on < submitted_on:
        raise ANSWER_BEFORE(day=approved_on, submitted=submitted_on)
    found = _add(
        unit,
        assessment_id=None,
        scheme=scheme,
        level=level,
        part_revision_id=part_revision_id,
        customer_id=customer_id,
        reason=SubmissionReason.INITIAL,
        detail="",
        submitted_on=submitted_on,
        migrated=True,
    )
    _answer(
        unit, found, CustomerVerdict.APPROVED, approved_on, filled("customer_number", customer_number), None
    )
    _record(unit, "submission_migrated", found)
    return found.id


def record_verdict(
    unit: UnitOfWork,
    submission_id: int,
    verdict: CustomerVerdict,
    *,
    decided_on: date,
    customer_number: str = "",
    remark: str = "",
    interim_quantity: Decimal | None = None,
    interim_until: date | None = None,
    content: bytes | None = None,
    file_name: str = "",
) -> int:
    """Record the customer's answer 승인 / 잠정승인 / 반려 and return its id.

    Args:
        unit: The unit of work.
        submission_id: What was answered.
        verdict: The answer; an interim approval needs quantity and last day.
        decided_on: The day the customer decided.
        customer_number: The customer's own number of it.
        remark: What else it says; of a rejection, why.
        interim_quantity: How much may leave under an interim approval.
        interim_until: Its last day.
        content: The paper or mail that says it; an approval needs one.
        file_name: Its name.

    Raises:
        PartproofError: final already, before the submission or still to come, an approval without its paper, an
            interim approval without quantity or day.
    """
    require(unit, *_SUBMITTERS)
    found = find_submission(unit.session, submission_id)
    newest = newest_verdict(unit.session, submission_id)
    if newest is not None and newest.verdict in _FINAL:
        raise ANSWERED(attempt=found.attempt)
    if decided_on < found.submitted_on:
        raise ANSWER_BEFORE(day=decided_on, submitted=found.submitted_on)
    _require_past(unit, decided_on)
    interim = verdict is CustomerVerdict.INTERIM
    limits = (interim_quantity, interim_until)
    if interim and (interim_quantity is None or interim_quantity <= 0 or interim_until is None):
        raise INTERIM_FACTS()
    if interim and interim_until is not None and interim_until < decided_on:
        raise INTERIM_FACTS()
    if verdict is not CustomerVerdict.REJECTED and content is None:
        raise NEEDS_FILE()
    if verdict is CustomerVerdict.REJECTED:
        filled("reason", remark, limit=1000)
    paper = None if content is None else (store_file(unit, content, file_name), safe_name(file_name))
    answer = _answer(
        unit, found, verdict, decided_on, customer_number, paper, remark, limits if interim else (None, None)
    )
    if found.assessment_id is not None:
        _move_assessment(unit.session, found.assessment_id, verdict)
    _record(unit, "submission_answered", found, verdict=verdict)
    return answer.id


def _require_past(unit: UnitOfWork, day: date) -> None:
    """Refuse a day that is still to come: nothing was handed in or answered on it."""
    if day > read_settings(unit.session).local(unit.now).date():
        raise DAY_AHEAD(day=day)


def find_submission(session: Session, submission_id: int) -> Submission:
    """Return a submission by id.

    Raises:
        PartproofError: ``record.not_found``.
    """
    found = session.get(Submission, submission_id)
    if found is None:
        raise NOT_FOUND(what=f"submission {submission_id}")
    return found


def next_attempt(session: Session, part_id: int, customer_id: int, scheme: str) -> int:
    """Return the number that the next submission of a part to a customer has."""
    query = select(func.max(Submission.attempt)).where(
        Submission.part_id == part_id, Submission.customer_id == customer_id, Submission.scheme == scheme
    )
    return (session.scalar(query) or 0) + 1


def _assessment(session: Session, assessment_id: int) -> Assessment:
    assessment = session.get(Assessment, assessment_id)
    if assessment is None:
        raise NOT_FOUND(what=f"assessment {assessment_id}")
    return assessment


def _require_settled(session: Session, assessment: Assessment) -> None:
    """Refuse to hand in what is not whole: all that is marked S, or all where the scheme has no marks."""
    rows = requirement_rows(session, assessment.id)
    marked = any(row.submission for row in rows)
    waiting = [row.code for row in rows if row.state not in DONE and (row.submission == "S" or not marked)]
    if waiting:
        raise WHOLE_NOT_DONE(number=assessment.number, codes=", ".join(waiting))


def _add(
    unit: UnitOfWork,
    *,
    assessment_id: int | None,
    scheme: str,
    level: str,
    part_revision_id: int,
    customer_id: int,
    reason: SubmissionReason,
    detail: str,
    submitted_on: date,
    migrated: bool,
) -> Submission:
    part = find_part_revision(unit.session, part_revision_id).part
    if unit.session.get(Customer, customer_id) is None:
        raise NOT_FOUND(what=f"customer {customer_id}")
    found = Submission(
        assessment_id=assessment_id,
        scheme=scheme,
        level=level,
        part_id=part.id,
        part_revision_id=part_revision_id,
        customer_id=customer_id,
        attempt=next_attempt(unit.session, part.id, customer_id, scheme),
        reason=reason,
        detail=detail,
        submitted_on=submitted_on,
        migrated=migrated,
        submitted_by_id=unit.actor.user_id,
        recorded_at=unit.now,
    )
    unit.session.add(found)
    unit.session.flush()
    return found


def _answer(
    unit: UnitOfWork,
    found: Submission,
    verdict: CustomerVerdict,
    decided_on: date,
    customer_number: str,
    paper: tuple[str, str] | None,
    remark: str = "",
    limits: tuple[Decimal | None, date | None] = (None, None),
) -> SubmissionVerdict:
    answer = SubmissionVerdict(
        submission_id=found.id,
        verdict=verdict,
        decided_on=decided_on,
        interim_quantity=limits[0],
        interim_until=limits[1],
        customer_number=clean_text(customer_number).strip(),
        file_hash=None if paper is None else paper[0],
        file_name="" if paper is None else paper[1],
        remark=clean_text(remark).strip(),
        recorded_by_id=unit.actor.user_id,
        recorded_at=unit.now,
    )
    unit.session.add(answer)
    unit.session.flush()
    return answer


def _move_assessment(session: Session, assessment_id: int, verdict: CustomerVerdict) -> None:
    """Open what came back for work again; what was approved stays as handed in, and is watched on."""
    assessment = session.get_one(Assessment, assessment_id)
    if assessment.state is AssessmentState.SUBMITTED and verdict is CustomerVerdict.REJECTED:
        assessment.state = AssessmentState.OPEN


def _record(unit: UnitOfWork, action: str, found: Submission, **facts: object) -> None:
    unit.record(
        action,
        Noun.SUBMISSION,
        found.id,
        attempt=found.attempt,
        part_revision=found.part_revision_id,
        **facts,
    )
    if found.assessment_id is not None:
        unit.touched.add((Noun.ASSESSMENT, found.assessment_id))
