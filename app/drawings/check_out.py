"""Verbs of the exclusive check-out: take a draft's files to a work folder, check changed ones in, give it back.

The claim and the check-in are rows of one act each; the files in the folder are written and read by work_folder.py.
A crash at any moment leaves the claim, the folder and the last checked-in content as they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.drawings.documents import (
    EDITORS,
    draft_document,
    find_document_revision,
    note_version,
    open_check_out,
    require_not_out,
)
from app.drawings.file_facts import ReadFacts, keep_facts, read_facts
from app.drawings.refusals import NOT_YOURS
from app.files import safe_name, store_file
from app.rights import filled, require
from app.unit_of_work import UnitOfWork, number_key
from models.document import CheckOut, Document, DocumentFile, DocumentRevision, DocumentVersion
from models.person import User
from models.vocab import CheckOutEnd, Noun, Role


@dataclass(frozen=True)
class WorkContent:
    """A file of a work folder as it is now.

    Attributes:
        name: As it stands in the draft, or a new one.
        content: Its bytes, read once.
        read: What it says of itself; None to have it read in the act.
    """

    name: str
    content: bytes
    read: ReadFacts | None = None


@dataclass(frozen=True)
class CheckOutRow:
    """Who has what.

    Attributes:
        id: Of the check-out.
        revision_id: Of the draft.
        number: Of the document.
        label: Of the revision.
        title: Of the document.
        user_id: Who has it.
        name: Their name.
        taken_at: Since when.
        host: On which PC.
        folder: In which folder there.
    """

    id: int
    revision_id: int
    number: str
    label: str
    title: str
    user_id: int
    name: str
    taken_at: datetime
    host: str
    folder: str


@dataclass(frozen=True)
class VersionRow:
    """One checked-in content of a draft's file."""

    number: int
    name: str
    file_hash: str
    note: str
    made_by: str
    made_at: datetime


def check_out(unit: UnitOfWork, revision_id: int, *, folder: str, host: str) -> int:
    """Claim a draft's files for the acting person and return the check-out's id; claiming again changes nothing.

    Raises:
        PartproofError: not a draft, or checked out by somebody else (who, since when, where).
    """
    require(unit, *EDITORS)
    revision = draft_document(unit.session, revision_id)
    require_not_out(unit, revision)
    known = open_check_out(unit.session, revision_id)
    if known is not None:
        return known.id
    row = CheckOut(
        revision_id=revision_id,
        user_id=unit.actor.user_id,
        folder=filled("folder", folder, limit=400),
        host=host[:80],
        taken_at=unit.now,
        ended_at=None,
        ended_by_id=None,
        ending=None,
    )
    unit.session.add(row)
    unit.session.flush()
    unit.record("checked_out", Noun.DOCUMENT_REVISION, revision_id, folder=row.folder, host=row.host)
    return row.id


def check_in(unit: UnitOfWork, check_out_id: int, files: Sequence[WorkContent], *, note: str = "") -> int:
    """Store what changed in a work folder and end the check-out; return how many versions were made.

    Args:
        unit: The unit of work.
        check_out_id: The acting person's own.
        files: The files of the folder; one that equals the stored content makes no version.
        note: Why; kept with every version made.

    Raises:
        PartproofError: not one's own check-out, no room in the vault, or a drawing that cannot be read. Nothing is
            changed then, and the work folder still holds everything.
    """
    require(unit, *EDITORS)
    out, revision = _own(unit, check_out_id)
    by_name = {number_key(row.name): row for row in revision.files}
    made = 0
    for file in files:
        name = safe_name(file.name)
        row = by_name.get(number_key(name))
        file_hash = store_file(unit, file.content, name)
        if row is not None and row.file_hash == file_hash:
            continue
        read = file.read or read_facts(file.content, name)
        keep_facts(unit, file_hash, read, name)
        if row is None:
            position = max((known.position for known in revision.files), default=0) + 1
            row = DocumentFile(revision_id=revision.id, position=position, name=name, file_hash=file_hash)
            revision.files.append(row)
        row.file_hash, row.page_count = file_hash, read.pages
        note_version(unit, revision.id, name, file_hash, note.strip()[:400])
        unit.record(
            "drawing_checked_in",
            Noun.DOCUMENT_REVISION,
            revision.id,
            hash=file_hash,
            name=name,
            note=note.strip(),
        )
        made += 1
    _end(unit, out, CheckOutEnd.CHECKED_IN if made else CheckOutEnd.GIVEN_BACK)
    return made


def give_back(unit: UnitOfWork, check_out_id: int) -> None:
    """End one's own check-out without storing anything."""
    require(unit, *EDITORS)
    out, _revision = _own(unit, check_out_id)
    _end(unit, out, CheckOutEnd.GIVEN_BACK)


def take_off(unit: UnitOfWork, check_out_id: int, *, reason: str) -> None:
    """End somebody else's check-out; what they changed in their folder stays there and is theirs to bring.

    Raises:
        PartproofError: not an administrator, or it has ended.
    """
    require(unit, Role.ADMINISTRATOR)
    out = unit.session.get(CheckOut, check_out_id)
    if out is None or out.ended_at is not None:
        raise NOT_YOURS(number=str(check_out_id))
    unit.record(
        "check_out_taken_off", Noun.DOCUMENT_REVISION, out.revision_id, reason=filled("reason", reason)
    )
    _end(unit, out, CheckOutEnd.TAKEN_OFF)


def check_outs(session: Session) -> tuple[CheckOutRow, ...]:
    """Return who has what checked out, the longest first."""
    query = (
        select(CheckOut, DocumentRevision, Document, User)
        .join(DocumentRevision, DocumentRevision.id == CheckOut.revision_id)
        .join(Document, Document.id == DocumentRevision.document_id)
        .join(User, User.id == CheckOut.user_id)
        .where(CheckOut.ended_at.is_(None))
        .order_by(CheckOut.taken_at, CheckOut.id)
    )
    return tuple(
        CheckOutRow(
            out.id,
            revision.id,
            document.number,
            revision.label,
            document.title,
            user.id,
            user.name,
            out.taken_at,
            out.host,
            out.folder,
        )
        for out, revision, document, user in session.execute(query)
    )


def check_out_of(session: Session, revision_id: int) -> CheckOutRow | None:
    """Return who has a revision checked out, or None."""
    return next((row for row in check_outs(session) if row.revision_id == revision_id), None)


def versions_of(session: Session, revision_id: int) -> tuple[VersionRow, ...]:
    """Return what was checked into a revision, newest first."""
    query = (
        select(DocumentVersion, User)
        .outerjoin(User, User.id == DocumentVersion.made_by_id)
        .where(DocumentVersion.revision_id == revision_id)
        .order_by(DocumentVersion.number.desc())
    )
    return tuple(
        VersionRow(row.number, row.name, row.file_hash, row.note, user.name if user else "", row.made_at)
        for row, user in session.execute(query)
    )


def _own(unit: UnitOfWork, check_out_id: int) -> tuple[CheckOut, DocumentRevision]:
    out = unit.session.get(CheckOut, check_out_id)
    if out is None:
        raise NOT_YOURS(number=str(check_out_id))
    revision = find_document_revision(unit.session, out.revision_id)
    if out.ended_at is not None or out.user_id != unit.actor.user_id:
        raise NOT_YOURS(number=revision.document.number)
    return out, draft_document(unit.session, revision.id)


def _end(unit: UnitOfWork, out: CheckOut, ending: CheckOutEnd) -> None:
    out.ended_at, out.ended_by_id, out.ending = unit.now, unit.actor.user_id, ending
    unit.record("check_out_ended", Noun.DOCUMENT_REVISION, out.revision_id, ending=ending)
    unit.session.flush()
