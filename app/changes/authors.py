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


def _acts(nouns: tuple[Noun, ...], entity_id: int) -> ColumnElement[bool]:
    return and_(AuditEntry.noun.in_([noun.value for noun in nouns]), AuditEntry.entity_id == entity_id)
