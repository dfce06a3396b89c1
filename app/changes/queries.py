"""What screens and documents ask about reviews: the approval line of a revision. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes.content import content_hash, title_of
from app.changes.reviews import newest_review
from models.person import Signature, User
from models.review import Review, ReviewRoute
from models.vocab import Meaning, Noun, ReviewState, Role


@dataclass(frozen=True)
class ApprovalStepRow:
    """One box of the approval line; ``valid`` says the signature holds for today's content."""

    position: int
    meaning: Meaning
    role: Role
    name: str
    title: str
    at: datetime | None
    stamp_hash: str
    comment: str
    valid: bool


@dataclass(frozen=True)
class WaitingRow:
    """A review that waits for a signature."""

    review_id: int
    noun: Noun
    entity_id: int
    what: str
    role: Role
    meaning: Meaning
    opened_by: str
    opened_at: datetime


def approval_line(session: Session, noun: Noun, entity_id: int) -> tuple[ApprovalStepRow, ...]:
    """Return the approval line of a revision's newest review, or the configured route with empty boxes."""
    review = newest_review(session, noun, entity_id)
    if review is None:
        query = select(ReviewRoute).where(ReviewRoute.noun == noun).order_by(ReviewRoute.position)
        return tuple(
            ApprovalStepRow(step.position, step.meaning, step.role, "", "", None, "", "", False)
            for step in session.scalars(query)
        )
    valid = review.content_hash == content_hash(session, noun, entity_id)
    rows = []
    for step in review.steps:
        signature = None if step.signature_id is None else session.get(Signature, step.signature_id)
        if signature is None:
            rows.append(ApprovalStepRow(step.position, step.meaning, step.role, "", "", None, "", "", False))
            continue
        user = session.get(User, signature.user_id)
        rows.append(
            ApprovalStepRow(
                step.position,
                step.meaning,
                step.role,
                signature.printed_name,
                signature.printed_title,
                signature.at,
                (user.stamp_hash or "") if user is not None else "",
                signature.comment,
                valid,
            )
        )
    return tuple(rows)


def waiting_reviews(session: Session, roles: frozenset[Role] | None = None) -> tuple[WaitingRow, ...]:
    """Return open reviews whose next step belongs to one of the roles (all when None), oldest first."""
    query = (
        select(Review, User.name)
        .join(User, User.id == Review.opened_by_id)
        .where(Review.state == ReviewState.OPEN)
        .order_by(Review.id)
    )
    rows = []
    for review, opener in session.execute(query):
        step = next((entry for entry in review.steps if entry.signature_id is None), None)
        if step is None or (roles is not None and step.role not in roles):
            continue
        rows.append(
            WaitingRow(
                review.id,
                review.noun,
                review.entity_id,
                title_of(session, review.noun, review.entity_id),
                step.role,
                step.meaning,
                opener,
                review.opened_at,
            )
        )
    return tuple(rows)
