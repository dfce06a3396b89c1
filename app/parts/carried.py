"""What a new revision or a copied part takes over within this room: controlled values and attachments. No verbs."""

from __future__ import annotations

from sqlalchemy import select

from app.unit_of_work import UnitOfWork
from models.attribute import PartAttribute, RevisionAttribute
from models.part import PartAttachment


def carry_content(unit: UnitOfWork, from_revision_id: int, to_revision_id: int) -> None:
    """Copy the controlled values and attachments of a revision to a draft; the verb that calls records it."""
    values = select(RevisionAttribute).where(RevisionAttribute.revision_id == from_revision_id)
    for row in unit.session.scalars(values.order_by(RevisionAttribute.definition_id)):
        copied = RevisionAttribute(
            revision_id=to_revision_id, definition_id=row.definition_id, value=row.value
        )
        unit.session.add(copied)
    files = select(PartAttachment).where(PartAttachment.revision_id == from_revision_id)
    for file in unit.session.scalars(files.order_by(PartAttachment.id)):
        attachment = PartAttachment(
            revision_id=to_revision_id, name=file.name, note=file.note, file_hash=file.file_hash
        )
        unit.session.add(attachment)


def carry_values(unit: UnitOfWork, from_part_id: int, to_part_id: int) -> None:
    """Copy the uncontrolled values of a part to another one; the verb that calls records it."""
    values = select(PartAttribute).where(PartAttribute.part_id == from_part_id)
    for row in unit.session.scalars(values.order_by(PartAttribute.definition_id)):
        unit.session.add(PartAttribute(part_id=to_part_id, definition_id=row.definition_id, value=row.value))
