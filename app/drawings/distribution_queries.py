"""What screens ask about controlled copies: the ledger, what is still to come back, who had the copies before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from app.drawings.distribution import copy_by_code, copy_code
from app.drawings.queries import documents_belonging
from app.parts.links import Linked
from models.distribution import ControlledCopy
from models.document import Document, DocumentRevision
from models.person import User
from models.vocab import CopyState

Rows: TypeAlias = Select[ControlledCopy, DocumentRevision, Document, User, DocumentRevision]


@dataclass(frozen=True)
class CopyRow:
    """One controlled copy.

    Attributes:
        id: Of the copy.
        code: What its QR says.
        document_id: Of the document.
        revision_id: Of the copied revision.
        document: Number of the document.
        title: Of the document.
        label: Of the copied revision.
        number: Of the copy.
        place: Where it is.
        holder: Who answers for it.
        state: In its life; RECALLED is 미회수.
        issued_at: When.
        issued_by: By whom.
        received_by: Who took it; empty until then.
        recalled_at: Since when it is to come back.
        recalled_for: Label of the revision that replaced it; empty where none did.
        ended_at: When it came back or was destroyed.
        note: Anything else.
    """

    id: int
    code: str
    document_id: int
    revision_id: int
    document: str
    title: str
    label: str
    number: int
    place: str
    holder: str
    state: CopyState
    issued_at: datetime
    issued_by: str
    received_by: str
    recalled_at: datetime | None
    recalled_for: str
    ended_at: datetime | None
    note: str


def copies_of(session: Session, document_id: int) -> tuple[CopyRow, ...]:
    """Return the ledger of a document, newest revision first."""
    query = _rows().where(Document.id == document_id)
    return _read(session, query.order_by(DocumentRevision.counter.desc(), ControlledCopy.number))


def copies_to_recall(session: Session) -> tuple[CopyRow, ...]:
    """Return all copies that are recalled and not back (미회수), the longest first."""
    query = _rows().where(ControlledCopy.state == CopyState.RECALLED)
    return _read(session, query.order_by(ControlledCopy.recalled_at, ControlledCopy.id))


def ledger(session: Session, *, linked: Linked | None = None) -> tuple[CopyRow, ...]:
    """Return every copy, or those of documents that linked parts use (see app.parts.links), the newest first."""
    query = _rows()
    if linked:
        query = query.where(Document.id.in_(documents_belonging(linked)))
    return _read(session, query.order_by(ControlledCopy.id.desc()))


def recall_count(session: Session) -> int:
    """Return how many copies are still to come back."""
    query = select(func.count()).where(ControlledCopy.state == CopyState.RECALLED)
    return int(session.scalars(query).one())


def copy_row(session: Session, copy_id: int) -> CopyRow | None:
    """Return one copy, or None."""
    return next(iter(_read(session, _rows().where(ControlledCopy.id == copy_id))), None)


def scanned_copy(session: Session, code: str) -> CopyRow | None:
    """Return the copy whose QR was scanned, or None for any other code."""
    copy = copy_by_code(session, code)
    return None if copy is None else copy_row(session, copy.id)


_Newer = aliased(DocumentRevision)


def _rows() -> Rows:
    return (
        select(ControlledCopy, DocumentRevision, Document, User, _Newer)
        .join(DocumentRevision, DocumentRevision.id == ControlledCopy.document_revision_id)
        .join(Document, Document.id == DocumentRevision.document_id)
        .join(User, User.id == ControlledCopy.issued_by_id)
        .outerjoin(_Newer, _Newer.id == ControlledCopy.recalled_for_id)
    )


def _read(session: Session, query: Rows) -> tuple[CopyRow, ...]:
    return tuple(
        CopyRow(
            copy.id,
            copy_code(copy.uuid),
            document.id,
            revision.id,
            document.number,
            document.title,
            revision.label,
            copy.number,
            copy.place,
            copy.holder,
            copy.state,
            copy.issued_at,
            user.name,
            copy.received_by or "",
            copy.recalled_at,
            newer.label if newer is not None else "",
            copy.ended_at,
            copy.note,
        )
        for copy, revision, document, user, newer in session.execute(query)
    )
