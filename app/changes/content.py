"""The canonical content of what is reviewed and released, and its hash. Reads only.

A field that people rely on belongs in here: what is left out can change without anyone noticing. Left out on purpose
are the uncontrolled attributes of a part master (name, source …): they may change after release, on record.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.changes.ledger_basics import files_of_entry
from app.changes.ledger_content import concession_content, entry_title, order_content
from app.drawings.documents import find_document_revision
from app.parts.parts import find_part_revision
from app.unit_of_work import UnitOfWork
from models.attribute import RevisionAttribute
from models.bom import BomLine, BomSubstitute
from models.characteristic import Characteristic
from models.document import DocumentRevision, PartDocument
from models.part import Part, PartAttachment, PartRevision
from models.types import canonical_json
from models.vocab import Noun

VERSION: Final = 2


def content_of(session: Session, noun: Noun, entity_id: int) -> dict[str, Any]:
    """Return the content of a part revision or document revision as plain, ordered values.

    Raises:
        PartproofError: when it is not there.
        ValueError: for a noun that has no reviewed content.
    """
    if noun is Noun.PART_REVISION:
        return _part_content(session, find_part_revision(session, entity_id))
    if noun is Noun.DOCUMENT_REVISION:
        return _document_content(session, find_document_revision(session, entity_id))
    if noun is Noun.CHANGE_ORDER:
        return order_content(session, entity_id)
    if noun is Noun.CONCESSION:
        return concession_content(session, entity_id)
    raise ValueError(f"{noun} has no reviewed content")


def content_hash(session: Session, noun: Noun, entity_id: int) -> str:
    """Return the SHA-256 (hex) of the canonical content."""
    content = {"version": VERSION, "noun": noun, "content": content_of(session, noun, entity_id)}
    return hashlib.sha256(canonical_json(content).encode("utf-8")).hexdigest()


def title_of(session: Session, noun: Noun, entity_id: int) -> str:
    """Return how people call what is reviewed, e.g. ``HB-2200-00 C``."""
    if noun in (Noun.CHANGE_ORDER, Noun.CONCESSION):
        return entry_title(session, noun, entity_id)
    if noun is Noun.PART_REVISION:
        part_revision = find_part_revision(session, entity_id)
        return f"{part_revision.part.number} {part_revision.customer_label or part_revision.counter}"
    revision = find_document_revision(session, entity_id)
    return f"{revision.document.number} {revision.label}"


def files_of(session: Session, noun: Noun, entity_id: int) -> dict[str, str]:
    """Return hash to name of every file an approver must have opened."""
    if noun in (Noun.CHANGE_ORDER, Noun.CONCESSION):
        return files_of_entry(session, noun, entity_id)
    if noun is Noun.DOCUMENT_REVISION:
        revision = find_document_revision(session, entity_id)
        return {file.file_hash: file.name for file in revision.files}
    query = (
        select(DocumentRevision)
        .join(PartDocument, PartDocument.document_revision_id == DocumentRevision.id)
        .where(PartDocument.part_revision_id == entity_id)
    )
    return {file.file_hash: file.name for revision in session.scalars(query) for file in revision.files}


def _part_content(session: Session, revision: PartRevision) -> dict[str, Any]:
    part = revision.part
    documents = session.execute(
        select(PartDocument.document_id, PartDocument.document_revision_id)
        .where(PartDocument.part_revision_id == revision.id)
        .order_by(PartDocument.document_id)
    )
    return {
        "number": part.number,
        "kind": part.kind,
        "unit": part.unit,
        "counter": revision.counter,
        "customer_label": revision.customer_label,
        "reason": revision.reason,
        "material": revision.material,
        "weight": revision.weight,
        "documents": [list(row) for row in documents],
        "attributes": [list(row) for row in _attributes(session, revision.id)],
        "attachments": [list(row) for row in _attachments(session, revision.id)],
        "bom": _bom_content(session, revision.id),
    }


def _attributes(session: Session, revision_id: int) -> list[tuple[int, str]]:
    query = select(RevisionAttribute.definition_id, RevisionAttribute.value)
    query = query.where(RevisionAttribute.revision_id == revision_id)
    return [(row[0], row[1]) for row in session.execute(query.order_by(RevisionAttribute.definition_id))]


def _attachments(session: Session, revision_id: int) -> list[tuple[str, str, str]]:
    query = select(PartAttachment.file_hash, PartAttachment.name, PartAttachment.note)
    query = query.where(PartAttachment.revision_id == revision_id).order_by(PartAttachment.file_hash)
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def _bom_content(session: Session, revision_id: int) -> list[dict[str, Any]]:
    substitutes: dict[int, list[list[Any]]] = defaultdict(list)
    ranked = (
        select(BomSubstitute.line_id, BomSubstitute.rank, Part.number)
        .join(Part, Part.id == BomSubstitute.part_id)
        .join(BomLine, BomLine.id == BomSubstitute.line_id)
        .where(BomLine.revision_id == revision_id)
        .order_by(BomSubstitute.rank)
    )
    for line_id, rank, number in session.execute(ranked):
        substitutes[line_id].append([rank, number])
    query = select(BomLine, Part.number).join(Part, Part.id == BomLine.child_part_id)
    rows = [
        {
            "find_number": line.find_number,
            "part": number,
            "pinned": line.pinned_revision_id,
            "quantity": line.quantity,
            "per": line.per,
            "unit": line.unit,
            "reference": line.reference,
            "note": line.note,
            "optional": line.optional,
            "scrap_percent": line.scrap_percent,
            "substitutes": substitutes[line.id],
        }
        for line, number in session.execute(query.where(BomLine.revision_id == revision_id))
    ]
    return sorted(rows, key=lambda row: str(row["find_number"]))


def _document_content(session: Session, revision: DocumentRevision) -> dict[str, Any]:
    document = revision.document
    query = (
        select(Characteristic)
        .where(Characteristic.document_revision_id == revision.id)
        .options(selectinload(Characteristic.balloons))
    )
    skipped = {"id", "version", "document_revision_id", "position"}
    names = [column.name for column in Characteristic.__table__.columns if column.name not in skipped]
    characteristics = []
    for row in session.scalars(query):
        places = sorted((b.page, b.x, b.y, b.anchor_x, b.anchor_y) for b in row.balloons)
        fields = {name: getattr(row, name) for name in names}
        characteristics.append({**fields, "balloons": [list(place) for place in places]})
    return {
        "number": document.number,
        "title": document.title,
        "kind": document.kind,
        "counter": revision.counter,
        "label": revision.label,
        "reason": revision.reason,
        "issued_on": revision.issued_on,
        "files": sorted([file.file_hash, file.name] for file in revision.files),
        "characteristics": sorted(characteristics, key=lambda row: str(row["number"])),
    }


def seal(unit: UnitOfWork, noun: Noun, entity_id: int) -> str:
    """Return the content hash as of this transaction, everything pending flushed."""
    unit.session.flush()
    return content_hash(unit.session, noun, entity_id)
