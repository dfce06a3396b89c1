"""Freezing what an order makes 발행본: part, BOM, documents with file hashes, characteristics and operations.

Written once at release and appended to, never changed; the hash is over the canonical content.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.parts.effectivity import supersede_elapsed
from app.production.refusals import DRAWING_NOT_RELEASED
from app.unit_of_work import UnitOfWork
from models.bom import BomLine, BomSubstitute
from models.characteristic import Characteristic
from models.document import Document, DocumentFile, DocumentRevision, PartDocument
from models.part import Customer, Part, PartCustomer, PartRevision
from models.production import Operation, OrderSnapshot, WorkOrder
from models.types import canonical_json
from models.vocab import RevisionState

FORMAT: Final = 1


def content_hash(content: Any) -> str:
    """Return the SHA-256 (hex) of a snapshot's canonical content."""
    return hashlib.sha256(canonical_json(content).encode("utf-8")).hexdigest()


def freeze(unit: UnitOfWork, order: WorkOrder, *, effect: str) -> OrderSnapshot:
    """Append a snapshot of what an order makes as of now. The calling verb records it.

    Args:
        unit: The unit of work.
        order: The order.
        effect: Empty for the release itself. Otherwise from when on a change holds; it then takes over the
            part revision and drawings that are released now instead of those it began with.

    Raises:
        PartproofError: when a document of the part has no released revision.
    """
    # A revision whose day has come is made from now on, although no state said so yet.
    supersede_elapsed(unit)
    content = order_content(unit.session, order, changed=bool(effect))
    last = unit.session.scalar(
        select(func.max(OrderSnapshot.sequence)).where(OrderSnapshot.order_id == order.id)
    )
    snapshot = OrderSnapshot(
        order_id=order.id,
        sequence=(last or 0) + 1,
        content=content,
        content_hash=content_hash(content),
        effect=effect,
        made_at=unit.now,
    )
    unit.session.add(snapshot)
    unit.session.flush()
    return snapshot


def order_content(session: Session, order: WorkOrder, *, changed: bool = False) -> dict[str, Any]:
    """Return everything the floor is told, sorted and typed; two equal states give equal content."""
    revision = session.get_one(PartRevision, order.part_revision_id)
    part = session.get_one(Part, revision.part_id)
    if changed:
        revision = _released_revision(session, part.id) or revision
    documents = _documents(session, part, revision, newest=changed)
    return {
        "format": FORMAT,
        "order": {"number": order.number, "quantity": order.quantity, "due_on": order.due_on},
        "part": _part(session, part, revision),
        "bom": _bom(session, revision.id),
        "documents": [_document(session, document, released) for document, released in documents],
        "characteristics": [
            entry
            for document, released in documents
            for entry in _characteristics(session, document, released.id)
        ],
        "operations": [
            {"number": row.number, "name": row.name}
            for row in session.scalars(
                select(Operation).where(Operation.part_id == part.id).order_by(Operation.number)
            )
        ],
    }


def _part(session: Session, part: Part, revision: PartRevision) -> dict[str, Any]:
    customers = session.execute(
        select(Customer.code, PartCustomer)
        .join(PartCustomer, PartCustomer.customer_id == Customer.id)
        .where(PartCustomer.part_id == part.id)
        .order_by(Customer.code_key, PartCustomer.id)
    )
    return {
        "number": part.number,
        "name": part.name,
        "name_en": part.name_en,
        "kind": part.kind,
        "source": part.source,
        "unit": part.unit,
        "revision_id": revision.id,
        "revision": revision.counter,
        "customer_label": revision.customer_label,
        "material": revision.material,
        "weight": revision.weight,
        "content_hash": revision.content_hash,
        "customers": [
            {
                "customer": code,
                "number": row.customer_part_number,
                "vehicle": row.vehicle,
                "engineering_order": row.engineering_order,
            }
            for code, row in customers
        ],
    }


def _bom(session: Session, revision_id: int) -> list[dict[str, Any]]:
    lines = session.execute(
        select(BomLine, Part)
        .join(Part, Part.id == BomLine.child_part_id)
        .where(BomLine.revision_id == revision_id)
        .order_by(BomLine.position, BomLine.id)
    ).all()
    substitutes = _substitutes(session, revision_id)
    content = []
    for line, child in lines:
        made_from = _child_revision(session, line)
        content.append(
            {
                "find_number": line.find_number,
                "position": line.position,
                "part": child.number,
                "name": child.name,
                "pinned": line.pinned_revision_id is not None,
                "revision": None if made_from is None else made_from.counter,
                "customer_label": None if made_from is None else made_from.customer_label,
                "content_hash": None if made_from is None else made_from.content_hash,
                "quantity": line.quantity,
                "per": line.per,
                "unit": line.unit,
                "reference": line.reference,
                "note": line.note,
                "optional": line.optional,
                "scrap_percent": line.scrap_percent,
                "substitutes": substitutes.get(line.id, []),
            }
        )
    return content


def _child_revision(session: Session, line: BomLine) -> PartRevision | None:
    """The revision a line is made from now: the pinned one, else the released one."""
    if line.pinned_revision_id is not None:
        return session.get_one(PartRevision, line.pinned_revision_id)
    return _released_revision(session, line.child_part_id)


def _released_revision(session: Session, part_id: int) -> PartRevision | None:
    """The revision in force: of several released ones the others wait for their day, or are for lots or orders."""
    query = select(PartRevision).where(
        PartRevision.part_id == part_id, PartRevision.state == RevisionState.RELEASED
    )
    order = (PartRevision.effective_from.is_(None), PartRevision.effective_from, PartRevision.counter.desc())
    return session.scalars(query.order_by(*order).limit(1)).first()


def _substitutes(session: Session, revision_id: int) -> dict[int, list[dict[str, Any]]]:
    query = (
        select(BomSubstitute.line_id, BomSubstitute.rank, Part.number)
        .join(BomLine, BomLine.id == BomSubstitute.line_id)
        .join(Part, Part.id == BomSubstitute.part_id)
        .where(BomLine.revision_id == revision_id)
        .order_by(BomSubstitute.line_id, BomSubstitute.rank)
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for line_id, rank, number in session.execute(query):
        found.setdefault(line_id, []).append({"rank": rank, "part": number})
    return found


def _documents(
    session: Session, part: Part, revision: PartRevision, *, newest: bool
) -> list[tuple[Document, DocumentRevision]]:
    """The part's documents by number, each with the revision the part was released with, or the newest released."""
    links = session.execute(
        select(PartDocument, Document)
        .join(Document, Document.id == PartDocument.document_id)
        .where(PartDocument.part_revision_id == revision.id)
        .order_by(Document.number_key)
    ).all()
    found = []
    for link, document in links:
        query = select(DocumentRevision).where(
            DocumentRevision.document_id == document.id, DocumentRevision.state == RevisionState.RELEASED
        )
        if link.document_revision_id is not None and not newest:
            query = query.where(DocumentRevision.id == link.document_revision_id)
        released = session.scalars(query.order_by(DocumentRevision.counter.desc()).limit(1)).first()
        if released is None:
            raise DRAWING_NOT_RELEASED(document=document.number, part=part.number)
        found.append((document, released))
    return found


def _document(session: Session, document: Document, released: DocumentRevision) -> dict[str, Any]:
    files = session.scalars(
        select(DocumentFile).where(DocumentFile.revision_id == released.id).order_by(DocumentFile.position)
    )
    return {
        "number": document.number,
        "title": document.title,
        "kind": document.kind,
        "revision_id": released.id,
        "revision": released.counter,
        "label": released.label,
        "content_hash": released.content_hash,
        "files": [{"position": row.position, "name": row.name, "hash": row.file_hash} for row in files],
    }


def _characteristics(session: Session, document: Document, revision_id: int) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(Characteristic)
        .where(Characteristic.document_revision_id == revision_id)
        .order_by(Characteristic.position, Characteristic.id)
    )
    return [
        {
            "document": document.number,
            "number": row.number,
            "kind": row.kind,
            "specification": row.specification,
            "nominal": row.nominal,
            "upper_tolerance": row.upper_tolerance,
            "lower_tolerance": row.lower_tolerance,
            "upper_limit": row.upper_limit,
            "lower_limit": row.lower_limit,
            "unit": row.unit,
            "decimals": row.decimals,
            "places": row.places,
            "special": row.special,
            "special_symbol": row.special_symbol,
            "method": row.method,
            "sample_size": row.sample_size,
            "frequency": row.frequency,
        }
        for row in rows
    ]
