"""Verbs about documents and drawings: add, revise, attach files, link to parts. Reviews stand in app/changes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.drawings.file_facts import ReadFacts, keep_facts, read_facts
from app.drawings.refusals import (
    CHECKED_OUT,
    DOCUMENT_EXISTS,
    DRAFT_EXISTS,
    LABEL_TAKEN,
    NOT_A_DRAFT,
    SAME_REVISION_OTHER_FILE,
)
from app.errors import PartproofError
from app.files import safe_name, store_file
from app.parts.parts import OPEN_STATES, draft_of
from app.refusals import NOT_FOUND
from app.rights import filled, require
from app.settings import read_settings
from app.unit_of_work import UnitOfWork, number_key
from models.document import (
    CheckOut,
    Document,
    DocumentFile,
    DocumentRevision,
    DocumentVersion,
    PartDocument,
)
from models.person import User
from models.types import clean_text
from models.vocab import DocumentKind, Noun, RevisionState, Role

EDITORS: Final = (Role.ENGINEER, Role.QUALITY, Role.ADMINISTRATOR)


def find_document(session: Session, number: str) -> Document:
    """Return a document by its number.

    Raises:
        PartproofError: ``record.not_found``.
    """
    query = select(Document).where(Document.number_key == number_key(number))
    document = session.scalars(query).one_or_none()
    if document is None:
        raise NOT_FOUND(what=number)
    return document


def find_document_revision(session: Session, revision_id: int) -> DocumentRevision:
    """Return a document revision by id.

    Raises:
        PartproofError: ``record.not_found``.
    """
    revision = session.get(DocumentRevision, revision_id)
    if revision is None:
        raise NOT_FOUND(what=f"document revision {revision_id}")
    return revision


def draft_document(session: Session, revision_id: int) -> DocumentRevision:
    """Return a document revision that is a draft.

    Raises:
        PartproofError: when it is not there or not a draft.
    """
    revision = find_document_revision(session, revision_id)
    if revision.state is not RevisionState.DRAFT:
        raise NOT_A_DRAFT(number=revision.document.number, revision=revision.label)
    return revision


def add_document(
    unit: UnitOfWork,
    *,
    number: str,
    title: str,
    kind: DocumentKind,
    label: str,
    issued_on: date | None = None,
) -> int:
    """Add a document with its first draft revision and return that revision's id.

    Args:
        unit: The unit of work.
        number: Document number, unique however it is spelled.
        title: Title.
        kind: What it is.
        label: Revision label as on the sheet, taken as it is.
        issued_on: Date on the sheet.
    """
    require(unit, *EDITORS)
    number = filled("number", number, limit=60)
    key = number_key(number)
    if unit.session.scalars(select(Document.id).where(Document.number_key == key)).first() is not None:
        raise DOCUMENT_EXISTS(number=number)
    document = Document(number=number, number_key=key, title=filled("title", title), kind=kind)
    unit.session.add(document)
    unit.session.flush()
    unit.record("document_added", Noun.DOCUMENT, document.id, number=number)
    unit.index(Noun.DOCUMENT, document.id, number, document.title)
    return _add_revision(unit, document, 0, label, "", issued_on).id


def start_document_revision(
    unit: UnitOfWork, document_id: int, *, label: str, reason: str, issued_on: date | None = None
) -> int:
    """Start the next draft revision of a document and return its id.

    Raises:
        PartproofError: an open draft exists, or a revision of this label.
    """
    require(unit, *EDITORS)
    document = unit.session.get(Document, document_id)
    if document is None:
        raise NOT_FOUND(what=f"document {document_id}")
    last = document.revisions[-1] if document.revisions else None
    if last is not None and last.state in OPEN_STATES:
        raise DRAFT_EXISTS(number=document.number, revision=last.label)
    counter = last.counter + 1 if last is not None else 0
    label = clean_text(label).strip() or str(counter)
    if number_key(label) in {number_key(known.label) for known in document.revisions}:
        raise LABEL_TAKEN(number=document.number, revision=label)
    return _add_revision(unit, document, counter, label, filled("reason", reason), issued_on).id


def attach_file(
    unit: UnitOfWork, revision_id: int, content: bytes, name: str, read: ReadFacts | None = None
) -> str:
    """Attach a file to a draft revision and return its hash; the same file again changes nothing.

    Args:
        unit: The unit of work.
        revision_id: The draft.
        content: The file.
        name: Its name.
        read: What it says of itself, read beforehand (it takes time); read here if not given.

    Raises:
        PartproofError: not a draft, checked out by somebody else, a file of this name with other content, or a
            drawing that cannot be read.
    """
    require(unit, *EDITORS)
    revision = draft_document(unit.session, revision_id)
    require_not_out(unit, revision)
    name = safe_name(name)
    read = read or read_facts(content, name)
    file_hash = store_file(unit, content, name)
    keep_facts(unit, file_hash, read, name)
    for known in revision.files:
        if known.file_hash == file_hash:
            return file_hash
        if number_key(known.name) == number_key(name):
            raise SAME_REVISION_OTHER_FILE(
                number=revision.document.number,
                revision=revision.label,
                name=name,
                stored=known.file_hash[:12],
                given=file_hash[:12],
            )
    position = max((known.position for known in revision.files), default=0) + 1
    row = DocumentFile(
        revision_id=revision_id, position=position, file_hash=file_hash, name=name, page_count=read.pages
    )
    revision.files.append(row)
    note_version(unit, revision_id, name, file_hash, "")
    unit.record("file_attached", Noun.DOCUMENT_REVISION, revision_id, hash=file_hash, name=name)
    return file_hash


def open_check_out(session: Session, revision_id: int) -> CheckOut | None:
    """Return the check-out of a revision that lasts, or None."""
    query = select(CheckOut).where(CheckOut.revision_id == revision_id, CheckOut.ended_at.is_(None))
    return session.scalars(query).one_or_none()


def local_minute(session: Session, instant: datetime) -> str:
    """Return an instant as the plant's clock shows it, to the minute."""
    return f"{read_settings(session).local(instant):%Y-%m-%d %H:%M}"


def require_not_out(unit: UnitOfWork, revision: DocumentRevision) -> None:
    """Refuse to touch the files of a draft that somebody else has checked out.

    Raises:
        PartproofError: ``document.checked_out``, saying who has it since when and where.
    """
    out = open_check_out(unit.session, revision.id)
    if out is not None and out.user_id != unit.actor.user_id:
        raise _taken(unit.session, revision, out)


def require_checked_in(session: Session, revision: DocumentRevision) -> None:
    """Refuse a draft that anybody has checked out: what is reviewed is what is stored.

    Raises:
        PartproofError: ``document.checked_out``.
    """
    out = open_check_out(session, revision.id)
    if out is not None:
        raise _taken(session, revision, out)


def _taken(session: Session, revision: DocumentRevision, out: CheckOut) -> PartproofError:
    holder = session.get(User, out.user_id)
    return CHECKED_OUT(
        number=revision.document.number,
        revision=revision.label,
        name=holder.name if holder is not None else "?",
        since=local_minute(session, out.taken_at),
        host=out.host,
        folder=out.folder,
    )


def note_version(unit: UnitOfWork, revision_id: int, name: str, file_hash: str, note: str) -> None:
    """Note that a draft's file has this content from now on."""
    last = unit.session.scalars(
        select(func.max(DocumentVersion.number)).where(DocumentVersion.revision_id == revision_id)
    ).one()
    unit.session.add(
        DocumentVersion(
            revision_id=revision_id,
            number=(last or 0) + 1,
            name=name,
            file_hash=file_hash,
            note=note,
            made_by_id=unit.actor.user_id,
            made_at=unit.now,
        )
    )
    unit.session.flush()


def detach_file(unit: UnitOfWork, revision_id: int, file_hash: str, *, reason: str) -> None:
    """Take a file off a draft; the file itself stays in the vault."""
    require(unit, *EDITORS)
    revision = draft_document(unit.session, revision_id)
    require_not_out(unit, revision)
    for row in revision.files:
        if row.file_hash == file_hash:
            unit.session.delete(row)
            unit.record("file_detached", Noun.DOCUMENT_REVISION, revision_id, reason=filled("reason", reason))
            unit.session.expire(revision, ["files"])
            return
    raise NOT_FOUND(what=file_hash[:12])


def use_document(unit: UnitOfWork, part_revision_id: int, document_revision_id: int) -> None:
    """Let a part's draft use a document in this revision; another revision of it is replaced."""
    require(unit, *EDITORS)
    draft_of(unit.session, part_revision_id)
    revision = find_document_revision(unit.session, document_revision_id)
    query = select(PartDocument).where(
        PartDocument.part_revision_id == part_revision_id,
        PartDocument.document_id == revision.document_id,
    )
    link = unit.session.scalars(query).one_or_none()
    if link is None:
        link = PartDocument(part_revision_id=part_revision_id, document_id=revision.document_id)
        unit.session.add(link)
    link.document_revision_id = document_revision_id
    unit.record("document_used", Noun.PART_REVISION, part_revision_id, document_revision=document_revision_id)


def _add_revision(
    unit: UnitOfWork, document: Document, counter: int, label: str, reason: str, issued_on: date | None
) -> DocumentRevision:
    revision = DocumentRevision(
        document_id=document.id,
        counter=counter,
        label=clean_text(label).strip() or str(counter),
        reason=reason,
        issued_on=issued_on,
        migrated=False,
        state=RevisionState.DRAFT,
        content_hash=None,
        created_by_id=unit.actor.user_id,
        created_at=unit.now,
    )
    unit.session.add(revision)
    unit.session.flush()
    unit.record(
        "revision_started", Noun.DOCUMENT_REVISION, revision.id, document=document.id, counter=counter
    )
    return revision


def take_title(
    unit: UnitOfWork,
    revision_id: int,
    *,
    title: str = "",
    label: str = "",
    issued_on: date | None = None,
) -> None:
    """Write what a person took from the sheet into a draft; an empty value leaves what is there.

    The title belongs to all revisions and changes only while none of them has left the draft.

    Raises:
        PartproofError: not a draft, or another revision has this label.
    """
    require(unit, *EDITORS)
    revision = draft_document(unit.session, revision_id)
    document = revision.document
    taken: dict[str, str] = {}
    label = clean_text(label).strip()
    if label and label != revision.label:
        others = (known for known in document.revisions if known.id != revision_id)
        if number_key(label) in {number_key(known.label) for known in others}:
            raise LABEL_TAKEN(number=document.number, revision=label)
        taken["label"], revision.label = f"{revision.label} → {label}", label
    if issued_on is not None and issued_on != revision.issued_on:
        taken["issued_on"], revision.issued_on = f"{revision.issued_on or ''} → {issued_on}", issued_on
    first = all(known.state is RevisionState.DRAFT for known in document.revisions)
    if title.strip() and first and title.strip() != document.title:
        taken["title"], document.title = f"{document.title} → {title.strip()}", filled("title", title)
        unit.index(Noun.DOCUMENT, document.id, document.number, document.title)
    if taken:
        unit.record("title_taken", Noun.DOCUMENT_REVISION, revision_id, **taken)
