"""Verbs about reviews: the route of an approval line, opening, signing, rejecting, withdrawing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.changes.approval_line import (
    RouteStep,
    due_steps,
    own_step,
    refuse_unreachable,
    route_steps,
    step_of,
)
from app.changes.authors import authors
from app.changes.content import files_of, seal, title_of
from app.changes.refusals import (
    ALREADY_SIGNED,
    AUTHOR_ALONE,
    CONTENT_CHANGED,
    EMPTY_CONTENT,
    NO_APPROVER,
    NO_OPEN_REVIEW,
    NOT_REVIEWABLE,
    REVIEW_OPEN,
    UNCONFIRMED,
    UNREAD,
)
from app.drawings.documents import find_document_revision, require_checked_in
from app.events import ReviewEnded
from app.parts.parts import find_part_revision
from app.people.signatures import has_opened, sign
from app.rights import filled, require
from app.unit_of_work import UnitOfWork
from models.characteristic import Characteristic
from models.document import DocumentRevision
from models.part import PartRevision
from models.person import Signature
from models.review import Review, ReviewRoute, ReviewStep
from models.vocab import Meaning, Noun, ReviewState, RevisionState, Role, SignMethod

Revision = PartRevision | DocumentRevision
SENDERS: Final = (Role.ENGINEER, Role.QUALITY, Role.ADMINISTRATOR)


def set_route(unit: UnitOfWork, noun: Noun, steps: Sequence[tuple[Meaning, Role] | RouteStep]) -> None:
    """Set who signs what kind of record; running reviews keep theirs.

    Args:
        unit: The unit of work.
        noun: What is signed.
        steps: In order. A plain pair signs alone and in its turn; a `RouteStep` says more.

    Raises:
        PartproofError: without an approving step, or a quorum nobody could reach: nothing could ever be released.
    """
    require(unit, Role.ADMINISTRATOR)
    line = route_steps(steps)
    if not any(step.meaning is Meaning.APPROVED for step in line):
        raise NO_APPROVER()
    refuse_unreachable(line)
    for old in unit.session.scalars(select(ReviewRoute).where(ReviewRoute.noun == noun)):
        unit.session.delete(old)
    unit.session.flush()
    for position, step in enumerate(line, start=1):
        unit.session.add(ReviewRoute(noun=noun, position=position, **step.columns()))
    unit.record("route_set", Noun.REVIEW, None, of=noun)


def open_review(unit: UnitOfWork, noun: Noun, entity_id: int) -> int:
    """Send a draft to review and return the review's id; its content is frozen and hashed from now on.

    Raises:
        PartproofError: no approver configured, not a draft, nothing to review, unconfirmed characteristics.
    """
    require(unit, *SENDERS)
    revision = find_revision(unit.session, noun, entity_id)
    what = title_of(unit.session, noun, entity_id)
    if revision.state is RevisionState.IN_REVIEW:
        raise REVIEW_OPEN(what=what)
    if revision.state is not RevisionState.DRAFT:
        raise NOT_REVIEWABLE(what=what)
    route = configured_route(unit.session, noun)
    if isinstance(revision, DocumentRevision):
        require_checked_in(unit.session, revision)
        _refuse_unready(unit.session, revision, what)
    sealed = seal(unit, noun, entity_id)
    revision.state, revision.content_hash = RevisionState.IN_REVIEW, sealed
    return start_line(unit, noun, entity_id, sealed, route)


def configured_route(session: Session, noun: Noun) -> Sequence[ReviewRoute]:
    """Return who signs a kind of record, in order.

    Raises:
        PartproofError: ``review.no_approver``: nobody could approve it.
    """
    query = select(ReviewRoute).where(ReviewRoute.noun == noun).order_by(ReviewRoute.position)
    route = session.scalars(query).all()
    if not any(step.meaning is Meaning.APPROVED for step in route):
        raise NO_APPROVER()
    return route


def start_line(
    unit: UnitOfWork, noun: Noun, entity_id: int, sealed: str, route: Sequence[ReviewRoute]
) -> int:
    """Open the approval line of a record whose content was sealed, and return the review's id."""
    review = Review(
        noun=noun,
        entity_id=entity_id,
        content_hash=sealed,
        state=ReviewState.OPEN,
        opened_by_id=unit.actor.user_id,
        opened_at=unit.now,
        ended_at=None,
        steps=[ReviewStep(position=step.position, **step_of(step).columns()) for step in route],
    )
    unit.session.add(review)
    unit.session.flush()
    unit.record("review_opened", Noun.REVIEW, review.id, of=noun, entity=entity_id, content_hash=sealed)
    unit.touched.add((noun, entity_id))
    return review.id


def sign_review(
    unit: UnitOfWork,
    noun: Noun,
    entity_id: int,
    *,
    secret: str,
    method: SignMethod = SignMethod.PASSWORD,
    comment: str = "",
) -> ReviewState:
    """Sign a step of the open review that is due: one's own, or that of whom one stands in for; the last approves it.

    Returns:
        The review's state afterwards.

    Raises:
        PartproofError: not in review, wrong role, second signature of one person, the author approving,
            a file not opened, changed content, or a wrong secret.
    """
    review = open_review_of(unit.session, noun, entity_id)
    what = title_of(unit.session, noun, entity_id)
    step, stands_in_for = own_step(unit, review, what)
    _refuse_wrong_signer(unit, review, step, authors(unit.session, noun, entity_id))
    if seal(unit, noun, entity_id) != review.content_hash:
        raise CONTENT_CHANGED(what=what)
    if step.meaning is not Meaning.PREPARED:
        _refuse_unread(unit, noun, entity_id)
    signature = sign(
        unit,
        noun,
        entity_id,
        review.content_hash,
        step.meaning,
        secret=secret,
        method=method,
        comment=comment,
    )
    step.signature_id, step.on_behalf_of_id = signature.id, stands_in_for
    # The database lets a review be approved only when it sees the steps signed.
    unit.session.flush()
    if not due_steps(review.steps):
        review.state, review.ended_at = ReviewState.APPROVED, unit.now
    unit.record(
        "review_signed",
        Noun.REVIEW,
        review.id,
        step=step.position,
        state=review.state,
        on_behalf_of=stands_in_for,
    )
    unit.touched.add((noun, entity_id))
    if review.state is ReviewState.APPROVED:
        unit.announce(ReviewEnded(noun, entity_id, review.state, ""))
    return review.state


def reject_review(unit: UnitOfWork, noun: Noun, entity_id: int, *, reason: str, secret: str) -> None:
    """Reject the open review with a signed reason; the revision is a draft again."""
    review = open_review_of(unit.session, noun, entity_id)
    own_step(unit, review, title_of(unit.session, noun, entity_id))
    reason = filled("reason", reason, limit=1000)
    sign(unit, noun, entity_id, review.content_hash, Meaning.REJECTED, secret=secret, comment=reason)
    _end(unit, review, ReviewState.REJECTED, reason)


def withdraw_review(
    unit: UnitOfWork, noun: Noun, entity_id: int, *, reason: str, allowed: Sequence[Role] = SENDERS
) -> None:
    """Take an open or approved, unreleased review back; the revision is a draft again."""
    require(unit, *allowed)
    revision = find_revision(unit.session, noun, entity_id)
    if revision.state is not RevisionState.IN_REVIEW:
        raise NO_OPEN_REVIEW(what=title_of(unit.session, noun, entity_id))
    review = newest_review(unit.session, noun, entity_id)
    if review is not None and review.state is ReviewState.OPEN:
        _end(unit, review, ReviewState.WITHDRAWN, filled("reason", reason, limit=1000))
        return
    revision.state = RevisionState.DRAFT
    unit.record("approval_withdrawn", noun, entity_id, reason=filled("reason", reason, limit=1000))


def find_revision(session: Session, noun: Noun, entity_id: int) -> Revision:
    """Return the revision of either kind."""
    if noun is Noun.PART_REVISION:
        return find_part_revision(session, entity_id)
    return find_document_revision(session, entity_id)


def newest_review(session: Session, noun: Noun, entity_id: int) -> Review | None:
    """Return the newest review of a revision, or None."""
    query = select(Review).where(Review.noun == noun, Review.entity_id == entity_id)
    return session.scalars(query.order_by(Review.id.desc()).limit(1)).one_or_none()


def open_review_of(session: Session, noun: Noun, entity_id: int) -> Review:
    """Return the open review of a revision.

    Raises:
        PartproofError: ``review.none``.
    """
    review = newest_review(session, noun, entity_id)
    if review is None or review.state is not ReviewState.OPEN:
        raise NO_OPEN_REVIEW(what=title_of(session, noun, entity_id))
    return review


def _end(unit: UnitOfWork, review: Review, state: ReviewState, reason: str) -> None:
    review.state, review.ended_at = state, unit.now
    if review.noun in (Noun.PART_REVISION, Noun.DOCUMENT_REVISION):
        find_revision(unit.session, review.noun, review.entity_id).state = RevisionState.DRAFT
    unit.record(f"review_{state.value}", Noun.REVIEW, review.id, reason=reason)
    unit.touched.add((review.noun, review.entity_id))
    unit.announce(ReviewEnded(review.noun, review.entity_id, state, reason))


def _refuse_unready(session: Session, revision: DocumentRevision, what: str) -> None:
    if not revision.files:
        raise EMPTY_CONTENT(what=what)
    query = select(func.count()).where(
        Characteristic.document_revision_id == revision.id, Characteristic.confirmed.in_([False])
    )
    count = session.scalar(query) or 0
    if count:
        raise UNCONFIRMED(what=what, count=count)


def _refuse_wrong_signer(unit: UnitOfWork, review: Review, step: ReviewStep, authors: set[int]) -> None:
    signed = [entry.signature_id for entry in review.steps if entry.signature_id is not None]
    signers = set(unit.session.scalars(select(Signature.user_id).where(Signature.id.in_(signed))))
    if unit.actor.user_id in signers:
        raise ALREADY_SIGNED(name=unit.actor.name)
    if step.meaning is not Meaning.APPROVED and not step.may_decide:
        return
    if unit.actor.user_id in {review.opened_by_id, *authors}:
        raise AUTHOR_ALONE(name=unit.actor.name)


def _refuse_unread(unit: UnitOfWork, noun: Noun, entity_id: int) -> None:
    for file_hash, name in sorted(files_of(unit.session, noun, entity_id).items()):
        if unit.actor.user_id is None or not has_opened(unit.session, unit.actor.user_id, file_hash):
            raise UNREAD(name=unit.actor.name, file=name)
