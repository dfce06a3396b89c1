"""What screens and documents ask about reviews: the approval line of a revision. Reads only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select, tuple_
from sqlalchemy.orm import Session

from app.changes.approval_line import RouteStep, due_steps, standing_in_for, step_of
from app.changes.content import content_hash, files_of, title_of
from app.changes.guards import GuardRow, release_guards
from app.changes.reviews import find_revision, newest_review
from app.changes.tasks import due_days
from app.drawings.queries import documents_belonging
from app.parts.links import Linked, belonging, revisions_belonging
from app.settings import read_settings
from models.change import ChangePart
from models.document import DocumentRevision
from models.part import PartRevision
from models.person import Signature, User, UserRole
from models.review import Review, ReviewRoute, ReviewStep
from models.transfer import Transfer, TransferLine
from models.vocab import DocumentKind, Meaning, Noun, ReviewState, RevisionState, Role


@dataclass(frozen=True)
class ApprovalStepRow:
    """One box of the approval line.

    Attributes:
        valid: The signature holds for today's content.
        on_behalf_of: 대결: in whose place it was signed, or "".
        decided: 전결: this signature ended the line before its later boxes were signed.
    """

    position: int
    meaning: Meaning
    role: Role
    name: str
    title: str
    at: datetime | None
    stamp_hash: str
    comment: str
    valid: bool
    on_behalf_of: str = ""
    decided: bool = False


@dataclass(frozen=True)
class WaitingRow:
    """A review that waits for a signature.

    Attributes:
        owner_id: The part or document whose revision it is.
        due_on: Until when its change must be done, or None.
    """

    review_id: int
    noun: Noun
    entity_id: int
    owner_id: int
    what: str
    role: Role
    meaning: Meaning
    opened_by: str
    opened_at: datetime
    due_on: date | None = None


def approval_line(session: Session, noun: Noun, entity_id: int) -> tuple[ApprovalStepRow, ...]:
    """Return the approval line of a revision's newest review, or the configured route with empty boxes."""
    review = newest_review(session, noun, entity_id)
    if review is None:
        return _transferred_line(session, noun, entity_id) or _empty_line(session, noun)
    valid = review.content_hash == content_hash(session, noun, entity_id)
    rows = []
    for step in review.steps:
        signature = None if step.signature_id is None else session.get(Signature, step.signature_id)
        if signature is None:
            rows.append(ApprovalStepRow(step.position, step.meaning, step.role, "", "", None, "", "", False))
            continue
        user = session.get(User, signature.user_id)
        absent = None if step.on_behalf_of_id is None else session.get(User, step.on_behalf_of_id)
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
                "" if absent is None else absent.name,
                step.may_decide and _left_unsigned(review, step),
            )
        )
    return tuple(rows)


def _left_unsigned(review: Review, step: ReviewStep) -> bool:
    """Whether a later stage of a line that is complete was left unsigned."""
    if review.state is not ReviewState.APPROVED:
        return False
    return any(other.stage > step.stage and other.signature_id is None for other in review.steps)


def waiting_reviews(
    session: Session,
    roles: frozenset[Role] | None = None,
    *,
    user_id: int | None = None,
    linked: Linked | None = None,
) -> tuple[WaitingRow, ...]:
    """Return open reviews that wait for a signature, oldest first.

    Args:
        session: Open session.
        roles: Only those one of these roles may sign now; all when None.
        user_id: Only those this person may sign now, by name, by role, or in place of somebody 대결.
        linked: Only of linked parts (see app.parts.links), the documents they use, and changes about them.
    """
    query = (
        select(Review, User.name)
        .join(User, User.id == Review.opened_by_id)
        .where(Review.state == ReviewState.OPEN, *_of_linked(linked))
        .order_by(Review.id)
    )
    may_sign = None if user_id is None else _signer(session, user_id)
    rows = []
    for review, opener in session.execute(query):
        due = due_steps(review.steps)
        if roles is not None:
            due = [step for step in due if step.role in roles]
        if may_sign is not None:
            signed = {entry.signature_id for entry in review.steps} - {None}
            mine = session.scalars(
                select(Signature.id).where(Signature.id.in_(signed), Signature.user_id == user_id)
            ).first()
            due = [step for step in due if mine is None and may_sign(step)]
        if not due:
            continue
        rows.append(
            WaitingRow(
                review.id,
                review.noun,
                review.entity_id,
                _owner(session, review.noun, review.entity_id),
                title_of(session, review.noun, review.entity_id),
                due[0].role,
                due[0].meaning,
                opener,
                review.opened_at,
            )
        )
    days = due_days(session, [(row.noun, row.entity_id) for row in rows])
    return tuple(replace(row, due_on=days.get((row.noun, row.entity_id))) for row in rows)


def _signer(session: Session, user_id: int) -> Callable[[ReviewStep], bool]:
    """Return whether a person may sign a box today: their own, or that of whom they stand in for."""
    day = read_settings(session).work_day(datetime.now(UTC))
    people = [user_id, *standing_in_for(session, user_id, day)]
    roles = set(session.scalars(select(UserRole.role).where(UserRole.user_id.in_(people))))

    def may_sign(step: ReviewStep) -> bool:
        return step.user_id in people if step.user_id is not None else step.role in roles

    return may_sign


def _of_linked(linked: Linked | None) -> tuple[ColumnElement[bool], ...]:
    if not linked:
        return ()
    documents = documents_belonging(linked)
    revisions = select(DocumentRevision.id).where(DocumentRevision.document_id.in_(documents))
    changes = select(ChangePart.noun, ChangePart.entity_id).where(*belonging(ChangePart.part_id, linked))
    return (
        or_(
            and_(Review.noun == Noun.PART_REVISION, *revisions_belonging(Review.entity_id, linked)),
            and_(Review.noun == Noun.DOCUMENT_REVISION, Review.entity_id.in_(revisions)),
            tuple_(Review.noun, Review.entity_id).in_(changes),
        ),
    )


def _owner(session: Session, noun: Noun, entity_id: int) -> int:
    if noun not in (Noun.PART_REVISION, Noun.DOCUMENT_REVISION):
        return entity_id
    revision = find_revision(session, noun, entity_id)
    return revision.part_id if isinstance(revision, PartRevision) else revision.document_id


@dataclass(frozen=True)
class ReviewView:
    """A revision with its review as a person who may sign it sees it.

    Attributes:
        what: How people call it, e.g. ``HB-2200-00 C``.
        drawing: Whether it is a drawing, of which some words differ.
        review: State of its newest review, or None.
        content_hash: What was or will be signed: the review's hash, else today's.
        unchanged: Today's content is what the review froze.
        guards: Conditions of release; empty once it is released.
        files: Hash and name of each file an approver must have opened.
        zone: The plant's time zone, for showing times.
    """

    noun: Noun
    entity_id: int
    what: str
    drawing: bool
    state: RevisionState
    review: ReviewState | None
    content_hash: str
    unchanged: bool
    steps: tuple[ApprovalStepRow, ...]
    guards: tuple[GuardRow, ...]
    files: tuple[tuple[str, str], ...]
    zone: ZoneInfo

    @property
    def next_step(self) -> ApprovalStepRow | None:
        """The box that is signed next, while the review is open."""
        if self.review is not ReviewState.OPEN:
            return None
        return next((step for step in self.steps if step.at is None), None)


def review_view(session: Session, noun: Noun, entity_id: int) -> ReviewView:
    """Return a revision's review with its approval line and what still blocks its release.

    Raises:
        PartproofError: ``record.not_found``.
    """
    revision = find_revision(session, noun, entity_id)
    review = newest_review(session, noun, entity_id)
    today = content_hash(session, noun, entity_id)
    live = review is not None and revision.state is not RevisionState.DRAFT
    open_states = (RevisionState.DRAFT, RevisionState.IN_REVIEW)
    is_drawing = isinstance(revision, DocumentRevision) and revision.document.kind is DocumentKind.DRAWING
    return ReviewView(
        noun,
        entity_id,
        title_of(session, noun, entity_id),
        is_drawing,
        revision.state,
        review.state if review is not None and live else None,
        review.content_hash if review is not None and live else today,
        review is None or not live or review.content_hash == today,
        approval_line(session, noun, entity_id) if live or revision.migrated else _empty_line(session, noun),
        release_guards(session, noun, entity_id) if revision.state in open_states else (),
        tuple(sorted(files_of(session, noun, entity_id).items(), key=lambda entry: entry[1])),
        read_settings(session).zone,
    )


def _transferred_line(session: Session, noun: Noun, entity_id: int) -> tuple[ApprovalStepRow, ...]:
    """Return the one signature under the transfer that brought a revision; nothing for any other revision."""
    mapped = {Noun.PART_REVISION: PartRevision, Noun.DOCUMENT_REVISION: DocumentRevision}.get(noun)
    revision = session.get(mapped, entity_id) if mapped is not None else None
    # Also asked without a revision, for the route alone.
    if not isinstance(revision, PartRevision | DocumentRevision) or revision.transfer_line_id is None:
        return ()
    query = (
        select(Signature)
        .join(Transfer, Transfer.signature_id == Signature.id)
        .join(TransferLine, TransferLine.transfer_id == Transfer.id)
        .where(TransferLine.id == revision.transfer_line_id)
    )
    valid = revision.content_hash == content_hash(session, noun, entity_id)
    return tuple(
        ApprovalStepRow(
            1,
            signature.meaning,
            Role.APPROVER,
            signature.printed_name,
            signature.printed_title,
            signature.at,
            "",
            signature.comment,
            valid,
        )
        for signature in session.scalars(query)
    )


def configured_steps(session: Session, noun: Noun) -> tuple[RouteStep, ...]:
    """Return the configured approval line of a kind of record; nothing where none is."""
    query = select(ReviewRoute).where(ReviewRoute.noun == noun).order_by(ReviewRoute.position)
    return tuple(step_of(row) for row in session.scalars(query))


def _empty_line(session: Session, noun: Noun) -> tuple[ApprovalStepRow, ...]:
    query = select(ReviewRoute).where(ReviewRoute.noun == noun).order_by(ReviewRoute.position)
    return tuple(
        ApprovalStepRow(step.position, step.meaning, step.role, "", "", None, "", "", False)
        for step in session.scalars(query)
    )
