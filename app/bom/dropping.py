"""The verb that discards a draft of a part with all that it consists of. Never what was released."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import select

from app.bom.lines import EDITORS
from app.parts.lifecycle import refuse_in_order
from app.parts.parts import delete_draft, draft_of, revision_label
from app.rights import filled, require
from app.unit_of_work import UnitOfWork
from models.attribute import PartAttribute, RevisionAttribute
from models.bom import BomLine
from models.document import PartDocument
from models.part import PartAttachment, PartCustomer, PartIteration, PartPicture
from models.vocab import Noun

_CONTENT: Final[tuple[tuple[Any, Any], ...]] = (
    (BomLine, BomLine.revision_id),
    (PartDocument, PartDocument.part_revision_id),
    (RevisionAttribute, RevisionAttribute.revision_id),
    (PartAttachment, PartAttachment.revision_id),
    (PartIteration, PartIteration.revision_id),
)
_MASTER: Final[tuple[tuple[Any, Any], ...]] = (
    (PartCustomer, PartCustomer.part_id),
    (PartAttribute, PartAttribute.part_id),
    (PartPicture, PartPicture.part_id),
)


def drop_draft(unit: UnitOfWork, revision_id: int, *, reason: str) -> bool:
    """Discard a draft; its content stays in the audit chain. A part that had nothing else goes with it.

    Returns:
        Whether the part itself is gone.

    Raises:
        PartproofError: no right, no draft, an item of an open change order, or something else names it.
    """
    require(unit, *EDITORS)
    revision = draft_of(unit.session, revision_id)
    part, label = revision.part, revision_label(revision)
    refuse_in_order(unit, Noun.PART_REVISION, revision_id, f"{part.number} {label}")
    whole = len(part.revisions) == 1
    _delete(unit, _CONTENT, revision_id)
    if not whole:
        unit.session.delete(revision)
    unit.record(
        "draft_discarded",
        Noun.PART_REVISION,
        revision_id,
        number=f"{part.number} {label}",
        reason=filled("reason", reason),
    )
    if whole:
        _delete(unit, _MASTER, part.id)
        delete_draft(unit, part.id)
    else:
        unit.touched.add((Noun.PART, part.id))
    return whole


def _delete(unit: UnitOfWork, tables: tuple[tuple[Any, Any], ...], owner_id: int) -> None:
    for mapped, owner in tables:
        for row in unit.session.scalars(select(mapped).where(owner == owner_id)):
            unit.session.delete(row)
    unit.session.flush()
