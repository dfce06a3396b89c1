"""The verb that discards a draft of a document with its files and characteristics. Never what was released."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import select

from app.drawings.documents import EDITORS, draft_document, require_checked_in
from app.parts.lifecycle import refuse_in_order
from app.rights import filled, require
from app.unit_of_work import UnitOfWork
from models.characteristic import Characteristic
from models.document import DocumentFile, DocumentVersion
from models.vocab import Noun

_CONTENT: Final[tuple[tuple[Any, Any], ...]] = (
    (Characteristic, Characteristic.document_revision_id),
    (DocumentFile, DocumentFile.revision_id),
    (DocumentVersion, DocumentVersion.revision_id),
)


def drop_document_draft(unit: UnitOfWork, revision_id: int, *, reason: str) -> bool:
    """Discard a draft; what it said stays in the audit chain, its files in the vault.

    Returns:
        Whether the document itself is gone, because it had no other revision.

    Raises:
        PartproofError: no right, no draft, checked out, an item of an open change order, or something names it:
            a part's draft, a redline, or a check-out that ended.
    """
    require(unit, *EDITORS)
    revision = draft_document(unit.session, revision_id)
    require_checked_in(unit.session, revision)
    document, what = revision.document, f"{revision.document.number} {revision.label}"
    refuse_in_order(unit, Noun.DOCUMENT_REVISION, revision_id, what)
    whole = len(document.revisions) == 1
    for mapped, owner in _CONTENT:
        for row in unit.session.scalars(select(mapped).where(owner == revision_id)).all():
            unit.session.delete(row)
    unit.session.flush()
    unit.session.expire(revision, ["files"])
    unit.session.delete(revision)
    unit.session.flush()
    if whole:
        unit.session.expire(document, ["revisions"])
        unit.session.delete(document)
        unit.forget(Noun.DOCUMENT, document.id)
    unit.record(
        "draft_discarded", Noun.DOCUMENT_REVISION, revision_id, number=what, reason=filled("reason", reason)
    )
    unit.touched.add((Noun.DOCUMENT, document.id))
    return whole
