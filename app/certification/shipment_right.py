"""What a customer's answer lets leave: approved, interim with quantity and last day, or nothing. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.labels import label_source
from app.parts.parts import find_part_revision, revision_label
from app.refusals import NOT_FOUND
from app.texts import Language
from models.certification import InterimShipment, Submission, SubmissionVerdict
from models.part import Customer
from models.vocab import CustomerVerdict


@dataclass(frozen=True)
class VerdictName:
    """A customer's answer inside a sentence; None is "not submitted"."""

    verdict: CustomerVerdict | None

    def __str__(self) -> str:
        return "not submitted" if self.verdict is None else self.verdict.value

    def worded(self, language: Language) -> str:
        """Return the answer in a language."""
        if self.verdict is None:
            return language.term("customer", "Not submitted")
        context, source = label_source(self.verdict)
        return language.term(context, source)


@dataclass(frozen=True)
class ShipmentRight:
    """What may leave of a part revision for a customer.

    Attributes:
        verdict: The answer to the newest submission of this revision; None where there is no submission.
        allowed: Quantity of an interim approval, else zero.
        shipped: What left under it.
        until: Its last day.
    """

    part_id: int
    part: str
    revision: str
    customer: str
    submission_id: int | None
    verdict_id: int | None
    verdict: CustomerVerdict | None
    allowed: Decimal
    shipped: Decimal
    until: date | None

    @property
    def left(self) -> Decimal | None:
        """What may still leave; None where no quantity limits it or nothing may."""
        return self.allowed - self.shipped if self.verdict is CustomerVerdict.INTERIM else None

    @property
    def state(self) -> VerdictName:
        """The answer as a word."""
        return VerdictName(self.verdict)


def shipment_right(session: Session, part_revision_id: int, customer_id: int) -> ShipmentRight:
    """Return what the newest submission of exactly this revision to this customer allows.

    A correction under a further internal revision needs an answer of its own; so fails closed what nobody asked.

    Raises:
        PartproofError: ``record.not_found``.
    """
    revision = find_part_revision(session, part_revision_id)
    customer = session.get(Customer, customer_id)
    if customer is None:
        raise NOT_FOUND(what=f"customer {customer_id}")
    query = (
        select(Submission.id)
        .where(Submission.part_revision_id == part_revision_id, Submission.customer_id == customer_id)
        .order_by(Submission.id.desc())
        .limit(1)
    )
    submission_id = session.scalars(query).first()
    answer = None if submission_id is None else newest_verdict(session, submission_id)
    verdict = None if submission_id is None else CustomerVerdict.PENDING if answer is None else answer.verdict
    used = Decimal(0) if answer is None else shipped_under(session, answer.id)
    return ShipmentRight(
        revision.part_id,
        revision.part.number,
        revision_label(revision),
        customer.name,
        submission_id,
        None if answer is None else answer.id,
        verdict,
        Decimal(0) if answer is None or answer.interim_quantity is None else answer.interim_quantity,
        used,
        None if answer is None else answer.interim_until,
    )


def shipped_under(session: Session, verdict_id: int) -> Decimal:
    """Return how much left under an interim approval."""
    query = select(InterimShipment.quantity).where(InterimShipment.verdict_id == verdict_id)
    return sum(session.scalars(query), Decimal(0))


def newest_verdict(session: Session, submission_id: int) -> SubmissionVerdict | None:
    """Return the answer that holds, or None while the customer has not answered."""
    query = select(SubmissionVerdict).where(SubmissionVerdict.submission_id == submission_id)
    return session.scalars(query.order_by(SubmissionVerdict.id.desc()).limit(1)).first()
