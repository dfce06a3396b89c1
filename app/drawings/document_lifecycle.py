"""The verb that ends a document revision: obsolete, unless somebody still uses it; its copies are recalled."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from app.drawings.distribution import recall_copies
from app.drawings.documents import find_document_revision
from app.drawings.queries import parts_using
from app.drawings.refusals import DOCUMENT_OPEN_DRAFT, DOCUMENT_STILL_USED, NOT_IN_FORCE
from app.parts.parts import OPEN_STATES
from app.rights import filled, require
from app.unit_of_work import UnitOfWork
from models.document import DocumentRevision
from models.vocab import Noun, RevisionState, Role

_NAMED: Final = 4
_ENDS: Final = (RevisionState.RELEASED, RevisionState.SUPERSEDED)
_LIVE: Final = (*OPEN_STATES, RevisionState.RELEASED)


def obsolete_document_revision(
    unit: UnitOfWork, revision_id: int, *, reason: str, although_used: bool = False
) -> int:
    """Make a released or superseded document revision obsolete and return how many copies it recalls.

    What released parts name it by stays as it is. Nothing leads out of that state.

    Args:
        unit: The unit of work.
        revision_id: The revision.
        reason: Why; goes on record.
        although_used: The person saw which parts still use it and means it.

    Raises:
        PartproofError: neither released nor superseded; the released one while a draft is open, which would have
            nothing to supersede; or a part still uses it and that was not confirmed.
    """
    require(unit, Role.ENGINEER, Role.APPROVER, Role.ADMINISTRATOR)
    revision = find_document_revision(unit.session, revision_id)
    number, label = revision.document.number, revision.label
    if revision.state not in _ENDS:
        raise NOT_IN_FORCE(number=number, revision=label)
    if revision.state is RevisionState.RELEASED:
        draft = _open_draft(unit, revision)
        if draft is not None:
            raise DOCUMENT_OPEN_DRAFT(number=number, revision=draft.label)
    users = [
        f"{row.number} {row.revision}" for row in parts_using(unit.session, revision_id) if row.state in _LIVE
    ]
    if users and not although_used:
        more = f" … (+{len(users) - _NAMED})" if len(users) > _NAMED else ""
        raise DOCUMENT_STILL_USED(number=f"{number} {label}", users=", ".join(users[:_NAMED]) + more)
    revision.state = RevisionState.OBSOLETE
    unit.record("revision_obsoleted", Noun.DOCUMENT_REVISION, revision_id, reason=filled("reason", reason))
    return recall_copies(unit, revision_id, None)


def _open_draft(unit: UnitOfWork, revision: DocumentRevision) -> DocumentRevision | None:
    query = select(DocumentRevision).where(
        DocumentRevision.document_id == revision.document_id, DocumentRevision.state.in_(OPEN_STATES)
    )
    return unit.session.scalars(query).first()
