"""What screens and documents ask about submissions: each attempt, its answers, what may still leave. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certification.shipment_right import shipped_under
from app.parts.links import Linked, belonging
from app.parts.parts import revision_label
from models.certification import Assessment, Submission, SubmissionVerdict
from models.part import Customer, Part, PartRevision
from models.person import User
from models.vocab import CustomerVerdict, SubmissionReason


@dataclass(frozen=True)
class VerdictRow:
    """One answer of the customer; ``shipped`` is what left under it."""

    id: int
    verdict: CustomerVerdict
    decided_on: date
    interim_quantity: Decimal | None
    interim_until: date | None
    shipped: Decimal
    customer_number: str
    file_hash: str
    file_name: str
    remark: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True)
class SubmissionRow:
    """One attempt 차수 with its answers, the newest first.

    Attributes:
        verdict: The answer that holds; pending without one.
        newest: No later attempt of this part for this customer exists.
    """

    id: int
    assessment_id: int | None
    assessment_number: str
    scheme: str
    level: str
    part_id: int
    part_revision_id: int
    part_number: str
    part_name: str
    revision: str
    customer_id: int
    customer: str
    attempt: int
    reason: SubmissionReason
    detail: str
    submitted_on: date
    submitted_by: str
    migrated: bool
    verdict: CustomerVerdict
    newest: bool
    answers: tuple[VerdictRow, ...]

    @property
    def answer(self) -> VerdictRow | None:
        """The answer that holds."""
        return self.answers[0] if self.answers else None


def submission_rows(
    session: Session,
    *,
    part_id: int | None = None,
    assessment_id: int | None = None,
    linked: Linked | None = None,
) -> tuple[SubmissionRow, ...]:
    """Return submissions, the newest first; of one part, linked parts or one assessment where asked."""
    query = (
        select(Submission, Part, PartRevision, Customer, Assessment.number, User.name)
        .join(Part, Part.id == Submission.part_id)
        .join(PartRevision, PartRevision.id == Submission.part_revision_id)
        .join(Customer, Customer.id == Submission.customer_id)
        .outerjoin(Assessment, Assessment.id == Submission.assessment_id)
        .outerjoin(User, User.id == Submission.submitted_by_id)
        .where(*belonging(Part.id, linked))
        .order_by(Submission.id.desc())
    )
    if part_id is not None:
        query = query.where(Submission.part_id == part_id)
    if assessment_id is not None:
        query = query.where(Submission.assessment_id == assessment_id)
    found = session.execute(query).all()
    answers = _answers(session, [row[0].id for row in found])
    seen: set[tuple[int, int, str]] = set()
    rows = []
    for entry, part, revision, customer, number, name in found:
        key = (entry.part_id, entry.customer_id, entry.scheme)
        given = answers.get(entry.id, ())
        rows.append(
            SubmissionRow(
                entry.id,
                entry.assessment_id,
                number or "",
                entry.scheme,
                entry.level,
                part.id,
                revision.id,
                part.number,
                part.name,
                revision_label(revision),
                customer.id,
                customer.name,
                entry.attempt,
                entry.reason,
                entry.detail,
                entry.submitted_on,
                name or "",
                entry.migrated,
                given[0].verdict if given else CustomerVerdict.PENDING,
                key not in seen,
                given,
            )
        )
        seen.add(key)
    return tuple(rows)


def _answers(session: Session, ids: list[int]) -> dict[int, tuple[VerdictRow, ...]]:
    if not ids:
        return {}
    query = (
        select(SubmissionVerdict, User.name)
        .outerjoin(User, User.id == SubmissionVerdict.recorded_by_id)
        .order_by(SubmissionVerdict.id.desc())
    )
    wanted = set(ids)
    answers: dict[int, list[VerdictRow]] = {}
    for row, name in session.execute(query):
        if row.submission_id not in wanted:
            continue
        used = shipped_under(session, row.id) if row.verdict is CustomerVerdict.INTERIM else Decimal(0)
        answers.setdefault(row.submission_id, []).append(
            VerdictRow(
                row.id,
                row.verdict,
                row.decided_on,
                row.interim_quantity,
                row.interim_until,
                used,
                row.customer_number,
                row.file_hash or "",
                row.file_name,
                row.remark,
                name or "",
                row.recorded_at,
            )
        )
    return {key: tuple(rows) for key, rows in answers.items()}
