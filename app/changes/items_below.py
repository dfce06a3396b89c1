"""The verb that puts a new part with its whole unreleased structure into a change order, to be released at once."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from app.changes.orders import add_item, items_of
from app.unit_of_work import UnitOfWork
from models.bom import BomLine, BomSubstitute
from models.document import DocumentRevision, PartDocument
from models.part import PartRevision
from models.vocab import Noun, RevisionState

_DRAFTS: Final = (RevisionState.DRAFT, RevisionState.IN_REVIEW)


def add_items_below(unit: UnitOfWork, order_id: int, part_id: int, *, label: str = "", note: str = "") -> int:
    """Put a part into a change order with everything below it that was never released, and with their drawings.

    Args:
        unit: The unit of work.
        order_id: The order.
        part_id: The part; its next revision is started where none is.
        label: The customer's label of its new revision.
        note: What changes in it.

    Returns:
        How many items came in; what is in the order already is not counted.

    Raises:
        PartproofError: one of them is in another open change order; then none comes in.
    """
    there = {(item.noun, item.owner_id) for item in items_of(unit.session, order_id)}
    before = len(there)
    ways, seen = [part_id], {part_id}
    while ways:
        owner = ways.pop()
        if (Noun.PART_REVISION, owner) not in there:
            top = owner == part_id
            add_item(
                unit,
                order_id,
                Noun.PART_REVISION,
                owner,
                label=label if top else "",
                note=note if top else "",
            )
            there.add((Noun.PART_REVISION, owner))
        query = select(PartRevision.id).where(PartRevision.part_id == owner, PartRevision.state.in_(_DRAFTS))
        draft = unit.session.scalars(query).one()
        for document_id in sorted(_draft_documents(unit, draft)):
            if (Noun.DOCUMENT_REVISION, document_id) not in there:
                add_item(unit, order_id, Noun.DOCUMENT_REVISION, document_id)
                there.add((Noun.DOCUMENT_REVISION, document_id))
        below = _never_released(unit, draft) - seen
        seen |= below
        ways += sorted(below)
    return len(there) - before


def _draft_documents(unit: UnitOfWork, revision_id: int) -> set[int]:
    """Return the documents that a draft names in a revision which is not released yet."""
    query = (
        select(PartDocument.document_id)
        .join(DocumentRevision, DocumentRevision.id == PartDocument.document_revision_id)
        .where(PartDocument.part_revision_id == revision_id, DocumentRevision.state.in_(_DRAFTS))
    )
    return set(unit.session.scalars(query))


def _never_released(unit: UnitOfWork, revision_id: int) -> set[int]:
    """Return the parts that a draft consists of, or may, and that have a draft but no released revision."""
    lines = select(BomLine.child_part_id).where(BomLine.revision_id == revision_id)
    substitutes = (
        select(BomSubstitute.part_id)
        .join(BomLine, BomLine.id == BomSubstitute.line_id)
        .where(BomLine.revision_id == revision_id)
    )
    states: dict[int, set[RevisionState]] = {}
    query = select(PartRevision.part_id, PartRevision.state).where(
        PartRevision.part_id.in_(lines.union(substitutes))
    )
    for part_id, state in unit.session.execute(query):
        states.setdefault(part_id, set()).add(state)
    return {
        part_id
        for part_id, known in states.items()
        if RevisionState.RELEASED not in known and known & set(_DRAFTS)
    }
