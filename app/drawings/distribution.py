"""Verbs of the distribution ledger 배포대장: issue, receipt, recall, return, destruction of controlled copies.

A recalled copy stays open (미회수) until it is scanned back or its destruction is signed; nothing is deleted.
"""

from __future__ import annotations

import uuid
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.drawings.documents import EDITORS, find_document_revision
from app.drawings.refusals import COPY_ENDED, COPY_UNKNOWN, NOT_RELEASED
from app.events import RevisionReleased
from app.people.signatures import sign
from app.rights import filled, require
from app.unit_of_work import UnitOfWork
from models.distribution import ControlledCopy
from models.document import DocumentRevision
from models.types import canonical_json
from models.vocab import CopyState, Meaning, Noun, RevisionState

# Begins the QR of every controlled copy; what follows is its UUID.
QR_PREFIX: Final = "PPCC:"
_OUT: Final = (CopyState.ISSUED, CopyState.RECEIVED)


def issue_copy(
    unit: UnitOfWork, document_revision_id: int, *, place: str, holder: str, note: str = ""
) -> int:
    """Enter a controlled copy of a released revision into the ledger and return its id.

    Args:
        unit: The unit of work.
        document_revision_id: What is copied.
        place: Where it goes, e.g. ``2라인 게시판``.
        holder: Who answers for it there.
        note: Anything else.

    Raises:
        PartproofError: the revision is not the released one.
    """
    require(unit, *EDITORS)
    revision = find_document_revision(unit.session, document_revision_id)
    if revision.state is not RevisionState.RELEASED:
        raise NOT_RELEASED(number=revision.document.number, revision=revision.label)
    last = unit.session.scalars(
        select(func.max(ControlledCopy.number)).where(
            ControlledCopy.document_revision_id == document_revision_id
        )
    ).one()
    copy = ControlledCopy(
        uuid=uuid.uuid4(),
        document_revision_id=document_revision_id,
        number=(last or 0) + 1,
        place=filled("place", place, limit=120),
        holder=filled("holder", holder, limit=80),
        issued_by_id=unit.actor.user_id,
        issued_at=unit.now,
        state=CopyState.ISSUED,
        note=note.strip()[:400],
    )
    unit.session.add(copy)
    unit.session.flush()
    _record(unit, "copy_issued", copy, place=copy.place, holder=copy.holder)
    return copy.id


def receive_copy(unit: UnitOfWork, copy_id: int, *, received_by: str) -> None:
    """Note who took a copy."""
    require(unit, *EDITORS)
    copy = _open(unit, copy_id)
    if copy.state is CopyState.ISSUED:
        copy.state = CopyState.RECEIVED
    if copy.received_at is None:
        copy.received_by, copy.received_at = filled("received_by", received_by, limit=80), unit.now
    _record(unit, "copy_received", copy, received_by=copy.received_by)


def return_copy(unit: UnitOfWork, copy_id: int) -> None:
    """Note that a copy is back in hand."""
    require(unit, *EDITORS)
    copy = _open(unit, copy_id)
    copy.state, copy.ended_at, copy.ended_by_id = CopyState.RETURNED, unit.now, unit.actor.user_id
    _record(unit, "copy_returned", copy)


def return_scanned(unit: UnitOfWork, code: str) -> int:
    """Note that the copy whose QR was scanned is back, and return its id.

    Raises:
        PartproofError: no copy of this factory, or it has ended already.
    """
    require(unit, *EDITORS)
    copy = copy_by_code(unit.session, code)
    if copy is None:
        raise COPY_UNKNOWN()
    return_copy(unit, copy.id)
    return copy.id


def destroy_copy(unit: UnitOfWork, copy_id: int, *, secret: str, reason: str) -> None:
    """Sign that a copy was destroyed (lost, shredded on the spot).

    Raises:
        PartproofError: wrong secret, or the copy has ended already.
    """
    require(unit, *EDITORS)
    copy = _open(unit, copy_id)
    signature = sign(
        unit,
        Noun.CONTROLLED_COPY,
        copy.id,
        copy_hash(copy),
        Meaning.DISPOSED,
        secret=secret,
        comment=filled("reason", reason),
    )
    copy.state, copy.signature_id = CopyState.DESTROYED, signature.id
    copy.ended_at, copy.ended_by_id = unit.now, unit.actor.user_id
    _record(unit, "copy_destroyed", copy, reason=reason)


def recall_after_release(unit: UnitOfWork, event: RevisionReleased) -> None:
    """Recall every copy that is out of the revision which a new one has just superseded."""
    if event.noun is not Noun.DOCUMENT_REVISION or event.superseded_id is None:
        return
    recall_copies(unit, event.superseded_id, event.revision_id)


def recall_copies(unit: UnitOfWork, revision_id: int, newer_id: int | None) -> int:
    """Recall every copy that is out of a revision, for the one that replaced it or for none; return how many."""
    query = select(ControlledCopy).where(
        ControlledCopy.document_revision_id == revision_id, ControlledCopy.state.in_(_OUT)
    )
    copies = unit.session.scalars(query).all()
    for copy in copies:
        copy.state, copy.recalled_at, copy.recalled_for_id = CopyState.RECALLED, unit.now, newer_id
        _record(unit, "copy_recalled", copy, by=newer_id)
    return len(copies)


def copy_by_code(session: Session, code: str) -> ControlledCopy | None:
    """Return the copy a QR names, or None for any other code."""
    text = code.strip()
    if not text.upper().startswith(QR_PREFIX):
        return None
    try:
        key = uuid.UUID(text[len(QR_PREFIX) :])
    except ValueError:
        return None
    return session.scalars(select(ControlledCopy).where(ControlledCopy.uuid == key)).one_or_none()


def copy_code(key: uuid.UUID) -> str:
    """Return what the QR of a copy says."""
    return f"{QR_PREFIX}{key}".upper()


def copy_hash(copy: ControlledCopy) -> str:
    """Return the SHA-256 of what a destruction is signed for."""
    import hashlib

    facts = {
        "copy": str(copy.uuid),
        "number": copy.number,
        "place": copy.place,
        "holder": copy.holder,
        "revision": copy.document_revision_id,
    }
    return hashlib.sha256(canonical_json(facts).encode()).hexdigest()


def _open(unit: UnitOfWork, copy_id: int) -> ControlledCopy:
    copy = unit.session.get(ControlledCopy, copy_id)
    if copy is None:
        raise COPY_UNKNOWN()
    if copy.ended_at is not None:
        revision = _revision(unit.session, copy)
        raise COPY_ENDED(copy=copy.number, number=revision.document.number, revision=revision.label)
    return copy


def _revision(session: Session, copy: ControlledCopy) -> DocumentRevision:
    return find_document_revision(session, copy.document_revision_id)


def _record(unit: UnitOfWork, act: str, copy: ControlledCopy, **facts: object) -> None:
    unit.session.flush()
    unit.record(
        act,
        Noun.CONTROLLED_COPY,
        copy.id,
        document_revision=copy.document_revision_id,
        number=copy.number,
        **facts,
    )
