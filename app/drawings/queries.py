"""What screens and documents ask about documents, characteristics and balloons. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from app.parts.links import Linked, belonging
from app.unit_of_work import number_key
from models.characteristic import Characteristic
from models.document import CheckOut, Document, DocumentRevision, PartDocument
from models.part import Part, PartRevision
from models.person import User
from models.vocab import CharacteristicKind, DocumentKind, RevisionState, Special


@dataclass(frozen=True)
class DocumentRow:
    """One document of the list, with its newest revision; ``holder`` is who has it checked out."""

    id: int
    number: str
    title: str
    kind: DocumentKind
    revision_id: int
    label: str
    state: RevisionState
    issued_on: date | None
    files: int
    migrated: bool = False
    holder: str = ""


@dataclass(frozen=True)
class FileRow:
    """One file of a document revision."""

    file_hash: str
    name: str
    page_count: int | None


@dataclass(frozen=True)
class DocumentRevisionHead:
    """A document revision with what stands above it and its files."""

    id: int
    document_id: int
    number: str
    title: str
    kind: DocumentKind
    counter: int
    label: str
    reason: str
    state: RevisionState
    issued_on: date | None
    content_hash: str
    created_at: datetime
    released_at: datetime | None
    migrated: bool
    files: tuple[FileRow, ...]
    original_revision: str = ""
    original_approved_on: date | None = None
    original_approver: str = ""


@dataclass(frozen=True)
class BalloonRow:
    """One balloon: page from 1, points from the top left of the displayed page."""

    characteristic_id: int
    number: str
    page: int
    x: Decimal
    y: Decimal
    anchor_x: Decimal
    anchor_y: Decimal
    special: Special
    confirmed: bool


@dataclass(frozen=True)
class CharacteristicRow:
    """One characteristic with its balloons."""

    id: int
    number: str
    kind: CharacteristicKind
    specification: str
    nominal: Decimal | None
    upper_tolerance: Decimal | None
    lower_tolerance: Decimal | None
    upper_limit: Decimal | None
    lower_limit: Decimal | None
    unit: str
    decimals: int
    places: int
    special: Special
    special_symbol: str
    method: str
    sample_size: int
    frequency: str
    zone: str
    confirmed: bool
    version: int
    balloons: tuple[BalloonRow, ...]


def document_rows(session: Session) -> tuple[DocumentRow, ...]:
    """Return all documents by number with their newest revision."""
    newest = (
        select(DocumentRevision.document_id, func.max(DocumentRevision.counter).label("counter"))
        .group_by(DocumentRevision.document_id)
        .subquery()
    )
    query = (
        select(Document, DocumentRevision)
        .join(newest, newest.c.document_id == Document.id)
        .join(
            DocumentRevision,
            (DocumentRevision.document_id == Document.id) & (DocumentRevision.counter == newest.c.counter),
        )
        .options(selectinload(DocumentRevision.files))
        .order_by(Document.number_key)
    )
    out = select(CheckOut.revision_id, User.name).join(User, User.id == CheckOut.user_id)
    holders: dict[int, str] = dict(session.execute(out.where(CheckOut.ended_at.is_(None))).all())
    return tuple(
        DocumentRow(
            document.id,
            document.number,
            document.title,
            document.kind,
            revision.id,
            revision.label,
            revision.state,
            revision.issued_on,
            len(revision.files),
            revision.migrated,
            holders.get(revision.id, ""),
        )
        for document, revision in session.execute(query)
    )


def documents_linked(
    session: Session, *, customer: str = "", vehicle: str = "", engineering_order: str = ""
) -> frozenset[int]:
    """Return the documents that parts of a customer, a vehicle or an EO use, in any revision."""
    wanted = {"customer": customer, "vehicle": vehicle, "engineering_order": engineering_order}
    return frozenset(session.scalars(documents_belonging(wanted)))


def documents_belonging(linked: Linked) -> Select[Any]:
    """Return the question for those documents, for the lists of what belongs to a document."""
    return (
        select(PartDocument.document_id)
        .join(PartRevision, PartRevision.id == PartDocument.part_revision_id)
        .where(*belonging(PartRevision.part_id, linked))
    )


def document_revision_head(session: Session, revision_id: int) -> DocumentRevisionHead | None:
    """Return a document revision with its files, or None."""
    revision = session.get(DocumentRevision, revision_id)
    return None if revision is None else _head(revision)


def document_revisions(session: Session, document_id: int) -> tuple[DocumentRevisionHead, ...]:
    """Return all revisions of a document by counter."""
    query = (
        select(DocumentRevision)
        .where(DocumentRevision.document_id == document_id)
        .order_by(DocumentRevision.counter)
    )
    return tuple(_head(revision) for revision in session.scalars(query))


def documents_of_part(session: Session, part_revision_id: int) -> tuple[DocumentRevisionHead, ...]:
    """Return the documents a part revision uses, in the revisions it names."""
    query = (
        select(DocumentRevision)
        .join(PartDocument, PartDocument.document_revision_id == DocumentRevision.id)
        .where(PartDocument.part_revision_id == part_revision_id)
        .order_by(PartDocument.id)
    )
    return tuple(_head(revision) for revision in session.scalars(query))


@dataclass(frozen=True)
class UsingPartRow:
    """A part revision that uses a document revision."""

    part_id: int
    number: str
    name: str
    revision: str
    state: RevisionState
    migrated: bool = False


@dataclass(frozen=True)
class PartCharacteristicRow:
    """A characteristic of a part, with the drawing it stands on."""

    document_id: int
    document: str
    label: str
    row: CharacteristicRow


def parts_using(session: Session, document_revision_id: int) -> tuple[UsingPartRow, ...]:
    """Return the part revisions (not obsolete) that use a document revision."""
    query = (
        select(PartRevision, Part)
        .join(PartDocument, PartDocument.part_revision_id == PartRevision.id)
        .join(Part, Part.id == PartRevision.part_id)
        .where(
            PartDocument.document_revision_id == document_revision_id,
            PartRevision.state != RevisionState.OBSOLETE,
        )
        .order_by(Part.number_key, PartRevision.counter)
    )
    return tuple(
        UsingPartRow(
            part.id,
            part.number,
            part.name,
            revision.customer_label or str(revision.counter),
            revision.state,
            revision.migrated,
        )
        for revision, part in session.execute(query)
    )


def characteristics_of_part(session: Session, part_revision_id: int) -> tuple[PartCharacteristicRow, ...]:
    """Return the characteristics of all drawings that a part revision uses."""
    rows: list[PartCharacteristicRow] = []
    for head in documents_of_part(session, part_revision_id):
        rows += [
            PartCharacteristicRow(head.document_id, head.number, head.label, row)
            for row in characteristic_rows(session, head.id)
        ]
    return tuple(rows)


def characteristic_rows(session: Session, revision_id: int) -> tuple[CharacteristicRow, ...]:
    """Return the characteristics of a drawing revision in their order."""
    query = (
        select(Characteristic)
        .where(Characteristic.document_revision_id == revision_id)
        .options(selectinload(Characteristic.balloons))
        .order_by(Characteristic.position)
    )
    return tuple(characteristic_row(row) for row in session.scalars(query))


def characteristic_row(row: Characteristic) -> CharacteristicRow:
    """Return the row of one characteristic."""
    balloons = tuple(
        BalloonRow(row.id, row.number, b.page, b.x, b.y, b.anchor_x, b.anchor_y, row.special, row.confirmed)
        for b in sorted(row.balloons, key=lambda entry: entry.id)
    )
    return CharacteristicRow(
        row.id,
        row.number,
        row.kind,
        row.specification,
        row.nominal,
        row.upper_tolerance,
        row.lower_tolerance,
        row.upper_limit,
        row.lower_limit,
        row.unit,
        row.decimals,
        row.places,
        row.special,
        row.special_symbol,
        row.method,
        row.sample_size,
        row.frequency,
        row.zone,
        row.confirmed,
        row.version,
        balloons,
    )


def _head(revision: DocumentRevision) -> DocumentRevisionHead:
    document = revision.document
    files = tuple(FileRow(file.file_hash, file.name, file.page_count) for file in revision.files)
    return DocumentRevisionHead(
        revision.id,
        document.id,
        document.number,
        document.title,
        document.kind,
        revision.counter,
        revision.label,
        revision.reason,
        revision.state,
        revision.issued_on,
        revision.content_hash or "",
        revision.created_at,
        revision.released_at,
        revision.migrated,
        files,
        revision.original_revision or "",
        revision.original_approved_on,
        revision.original_approver or "",
    )


def revision_by_label(session: Session, number: str, label: str) -> DocumentRevisionHead | None:
    """Return the revision of a document by number and label, however they are spelled; or None."""
    query = (
        select(DocumentRevision)
        .join(Document, Document.id == DocumentRevision.document_id)
        .where(Document.number_key == number_key(number))
    )
    wanted = number_key(label)
    return next((_head(row) for row in session.scalars(query) if number_key(row.label) == wanted), None)
