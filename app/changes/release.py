"""The release verb: several revisions in one transaction, or none. Supersedes what was released before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from sqlalchemy import select

from app.changes.change_refusals import RELEASED_TOGETHER
from app.changes.content import seal, title_of
from app.changes.guards import Target, Unmet, release_guards
from app.changes.refusals import CONTENT_CHANGED, GUARDS, NOT_APPROVED
from app.changes.reviews import Revision, find_revision, newest_review
from app.events import RevisionReleased
from app.parts.effectivity import Scope, supersede_elapsed, take_effect
from app.rights import require
from app.unit_of_work import UnitOfWork
from models.change import AffectedRevision, ChangeOrder
from models.document import DocumentRevision
from models.part import PartRevision
from models.vocab import Noun, ReviewState, RevisionState, Role

_RELEASERS: Final = (Role.ENGINEER, Role.QUALITY, Role.APPROVER, Role.ADMINISTRATOR)


def release(
    unit: UnitOfWork,
    targets: Iterable[Target],
    *,
    from_day: date | None = None,
    special: Mapping[int, Sequence[Scope]] | None = None,
    change_order_id: int | None = None,
) -> None:
    """Release approved revisions together; documents first, so that parts find theirs released.

    Args:
        unit: The unit of work.
        targets: (PART_REVISION or DOCUMENT_REVISION, id).
        from_day: Work day from which on the part revisions are in force; None means now.
        change_order_id: The change order whose items they are; items of another open one are refused.
        special: By part revision: in force only for these lots or orders, beside what is in force.

    Raises:
        PartproofError: when any of them is not approved, changed since, or a guard is not met; none is released.
    """
    require(unit, *_RELEASERS)
    listed = sorted(set(targets), key=lambda target: (target[0] is Noun.PART_REVISION, target[1]))
    together = frozenset(listed)
    supersede_elapsed(unit)
    for noun, entity_id in listed:
        _refuse_alone(unit, noun, entity_id, change_order_id)
        _refuse_unready(unit, noun, entity_id, together)
    for noun, entity_id in listed:
        scopes = (special or {}).get(entity_id, ()) if noun is Noun.PART_REVISION else ()
        _release_one(unit, noun, find_revision(unit.session, noun, entity_id), from_day, scopes)


def _refuse_alone(unit: UnitOfWork, noun: Noun, entity_id: int, order_id: int | None) -> None:
    """Refuse an item of an open change order outside of that order's release."""
    query = (
        select(ChangeOrder.id, ChangeOrder.number)
        .join(AffectedRevision, AffectedRevision.change_order_id == ChangeOrder.id)
        .where(
            AffectedRevision.noun == noun,
            AffectedRevision.to_revision_id == entity_id,
            AffectedRevision.is_open.in_([True]),
        )
    )
    for found, number in unit.session.execute(query):
        if found != order_id:
            raise RELEASED_TOGETHER(item=title_of(unit.session, noun, entity_id), number=number)


def _refuse_unready(unit: UnitOfWork, noun: Noun, entity_id: int, together: frozenset[Target]) -> None:
    what = title_of(unit.session, noun, entity_id)
    review = newest_review(unit.session, noun, entity_id)
    in_review = find_revision(unit.session, noun, entity_id).state is RevisionState.IN_REVIEW
    if review is None or review.state is not ReviewState.APPROVED or not in_review:
        missing = sum(step.signature_id is None for step in review.steps) if review is not None else 1
        raise NOT_APPROVED(what=what, missing=missing)
    if seal(unit, noun, entity_id) != review.content_hash:
        raise CONTENT_CHANGED(what=what)
    unmet = tuple(row for row in release_guards(unit.session, noun, entity_id, together) if not row.met)
    if unmet:
        raise GUARDS(what=what, reasons=Unmet(unmet))


def _release_one(
    unit: UnitOfWork, noun: Noun, revision: Revision, from_day: date | None, special: Iterable[Scope]
) -> None:
    old: Revision | None
    if isinstance(revision, PartRevision):
        only = tuple(special)
        old = take_effect(unit, revision, from_day=from_day, general=not only, special=only)
    else:
        old = _released_before(unit, revision)
        if old is not None:
            old.state, old.superseded_by_id = RevisionState.SUPERSEDED, revision.id
            unit.record("revision_superseded", noun, old.id, by=revision.id)
    revision.state, revision.released_at = RevisionState.RELEASED, unit.now
    unit.record("revision_released", noun, revision.id, content_hash=revision.content_hash)
    unit.announce(RevisionReleased(noun, revision.id, None if old is None else old.id))


def _released_before(unit: UnitOfWork, revision: DocumentRevision) -> DocumentRevision | None:
    documents = select(DocumentRevision).where(
        DocumentRevision.document_id == revision.document_id, DocumentRevision.state == RevisionState.RELEASED
    )
    return unit.session.scalars(documents).one_or_none()
