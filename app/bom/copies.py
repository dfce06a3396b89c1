"""Verbs that take a part over: a copy under another number, and the next revision with all that it consists of."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bom.lines import copy_bom
from app.drawings.documents import use_document
from app.parts.carried import carry_content, carry_values
from app.parts.parts import add_part, find_part_revision, start_revision
from app.rights import filled
from app.unit_of_work import UnitOfWork
from models.document import PartDocument
from models.part import Part, PartRevision
from models.vocab import Noun


def copy_part(unit: UnitOfWork, revision_id: int, *, number: str, name: str) -> int:
    """Add a part that is made like a revision of another one, and return its id.

    Kind, source, unit, material, weight, attributes, attachments and BOM are taken over; drawings, customers'
    numbers and prices are not: they belong to the part they were made for.

    Args:
        unit: The unit of work.
        revision_id: The revision that is copied.
        number: Of the new part; empty takes the next one of its kind.
        name: Of the new part.

    Raises:
        PartproofError: without the right, or a number that exists or has another form.
    """
    revision = find_part_revision(unit.session, revision_id)
    part = revision.part
    new = add_part(
        unit,
        number=number,
        name=filled("name", name),
        kind=part.kind,
        source=part.source,
        unit_name=part.unit,
        name_en=part.name_en,
        material=revision.material,
        weight=revision.weight,
    )
    draft = first_draft(unit.session, new)
    carry_content(unit, revision_id, draft)
    carry_values(unit, part.id, new)
    unit.record("part_copied", Noun.PART, new, source=part.number, revision=revision_id)
    copy_bom(unit, revision_id, draft)
    return new


def first_draft(session: Session, part_id: int) -> int:
    """Return the id of a new part's first revision."""
    query = select(PartRevision.id).where(PartRevision.part_id == part_id, PartRevision.counter == 0)
    return session.scalars(query).one()


def revise_part(
    unit: UnitOfWork, part_id: int, *, reason: str, customer_label: str = "", small: bool = False
) -> int:
    """Start the next draft of a part with the BOM and the documents of the newest revision; returns its id.

    Raises:
        PartproofError: an open draft exists, or the part is out of use.
    """
    part = unit.session.get(Part, part_id)
    last = part.revisions[-1].id if part is not None and part.revisions else None
    draft = start_revision(unit, part_id, reason=reason, customer_label=customer_label, small=small)
    if last is None:
        return draft
    copy_bom(unit, last, draft)
    query = select(PartDocument.document_revision_id).where(PartDocument.part_revision_id == last)
    for document_revision in unit.session.scalars(query.order_by(PartDocument.document_id)):
        if document_revision is not None:
            use_document(unit, draft, document_revision)
    return draft
