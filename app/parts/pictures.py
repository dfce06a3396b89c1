"""Verbs about a part's small picture (uncontrolled) and the files attached to a draft revision (controlled)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.files import safe_name, store_file
from app.parts.parts import draft_of
from app.refusals import NOT_FOUND
from app.rights import require
from app.unit_of_work import UnitOfWork
from models.part import Part, PartAttachment, PartPicture
from models.types import clean_text
from models.vocab import Noun, Role


@dataclass(frozen=True)
class AttachmentRow:
    """A file attached to a revision."""

    id: int
    name: str
    note: str
    file_hash: str


def set_picture(unit: UnitOfWork, part_id: int, content: bytes, name: str) -> str:
    """Show a part by a picture and return the file's hash; the change is on record."""
    require(unit, Role.ENGINEER, Role.QUALITY, Role.ADMINISTRATOR)
    if unit.session.get(Part, part_id) is None:
        raise NOT_FOUND(what=f"part {part_id}")
    file_hash = store_file(unit, content, safe_name(name))
    row = unit.session.get(PartPicture, part_id)
    if row is None:
        unit.session.add(PartPicture(part_id=part_id, file_hash=file_hash))
    else:
        row.file_hash = file_hash
    unit.record("picture_set", Noun.PART, part_id, file_hash=file_hash)
    return file_hash


def clear_picture(unit: UnitOfWork, part_id: int) -> None:
    """Take the picture off a part; the file stays in the vault. Without a picture nothing happens."""
    require(unit, Role.ENGINEER, Role.QUALITY, Role.ADMINISTRATOR)
    row = unit.session.get(PartPicture, part_id)
    if row is not None:
        unit.session.delete(row)
        unit.record("picture_cleared", Noun.PART, part_id, file_hash=row.file_hash)


def attach_to_part(unit: UnitOfWork, revision_id: int, content: bytes, name: str, *, note: str = "") -> int:
    """Attach a file to a draft revision and return the attachment's id; from review on it is frozen.

    The same content twice is attached once.
    """
    require(unit, Role.ENGINEER, Role.ADMINISTRATOR)
    draft_of(unit.session, revision_id)
    file_hash = store_file(unit, content, safe_name(name))
    query = select(PartAttachment).where(
        PartAttachment.revision_id == revision_id, PartAttachment.file_hash == file_hash
    )
    known = unit.session.scalars(query).one_or_none()
    row = known or PartAttachment(revision_id=revision_id, file_hash=file_hash)
    row.name, row.note = safe_name(name), clean_text(note).strip()
    unit.session.add(row)
    unit.record("file_attached_to_part", Noun.PART_REVISION, revision_id, file_hash=file_hash)
    return row.id


def remove_from_part(unit: UnitOfWork, attachment_id: int) -> None:
    """Take a file off a draft revision; the file itself stays in the vault."""
    require(unit, Role.ENGINEER, Role.ADMINISTRATOR)
    row = unit.session.get(PartAttachment, attachment_id)
    if row is None:
        raise NOT_FOUND(what=f"attachment {attachment_id}")
    draft_of(unit.session, row.revision_id)
    unit.session.delete(row)
    unit.record("file_removed_from_part", Noun.PART_REVISION, row.revision_id, file_hash=row.file_hash)


def attachments(session: Session, revision_id: int) -> tuple[AttachmentRow, ...]:
    """Return the files attached to a revision by name."""
    query = select(PartAttachment).where(PartAttachment.revision_id == revision_id)
    rows = session.scalars(query.order_by(PartAttachment.name, PartAttachment.id))
    return tuple(AttachmentRow(row.id, row.name, row.note, row.file_hash) for row in rows)


def picture_hash(session: Session, part_id: int) -> str | None:
    """Return the hash of a part's picture, or None."""
    return session.scalars(select(PartPicture.file_hash).where(PartPicture.part_id == part_id)).first()
