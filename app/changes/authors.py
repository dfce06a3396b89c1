"""Who wrote a revision: who started it, sent it to review, or changed its content by a recorded act. Reads only."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from models.audit import AuditEntry
from models.characteristic import Characteristic
from models.document import DocumentRevision
from models.part import PartRevision
from models.vocab import Noun

# Acts on a revision that change nothing of what is signed.
_NOT_WRITING: Final = (
    "approval_withdrawn",
    "maturity_set",
    "revision_released",
    "revision_superseded",
    "signed",
)
# Acts by which an entry of the ledger gets its content.
_WRITING_CHANGES: Final = ("change_order_made", "change_order_edited", "concession_made", "concession_edited")


def authors_of(session: Session, revision: PartRevision | DocumentRevision) -> set[int]:
    """Return the ids of all who wrote a revision, besides whoever sent it to review."""
    if isinstance(revision, PartRevision):
        acts = _acts((Noun.PART_REVISION, Noun.BOM), revision.id)
    else:
        drawn = select(Characteristic.id).where(Characteristic.document_revision_id == revision.id)
        acts = or_(
            _acts((Noun.DOCUMENT_REVISION,), revision.id),
            and_(AuditEntry.noun == Noun.CHARACTERISTIC.value, AuditEntry.entity_id.in_(drawn)),
        )
    query = select(AuditEntry.user_id).where(acts, AuditEntry.action.not_in(_NOT_WRITING)).distinct()
    found = {*session.scalars(query), revision.created_by_id}
    return {user_id for user_id in found if user_id is not None}


def authors(session: Session, noun: Noun, entity_id: int) -> set[int]:
    """Return the ids of all who wrote what is signed."""
    if noun is Noun.PART_REVISION:
        return authors_of(session, session.get_one(PartRevision, entity_id))
    if noun is Noun.DOCUMENT_REVISION:
        return authors_of(session, session.get_one(DocumentRevision, entity_id))
    acts = and_(_acts((noun,), entity_id), AuditEntry.action.in_(_WRITING_CHANGES))
    return {user for user in session.scalars(select(AuditEntry.user_id).where(acts).distinct()) if user}


def _acts(nouns: tuple[Noun, ...], entity_id: int) -> ColumnElement[bool]:
    return and_(AuditEntry.noun.in_([noun.value for noun in nouns]), AuditEntry.entity_id == entity_id)
