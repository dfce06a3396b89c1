"""The canonical content of what the ledger lets be signed: change orders and concessions. Reads only."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes.ledger_basics import APPROVAL_FILE, MAPPED, files_of_entry, find_entry
from models.change import AffectedRevision, ChangeFile, ChangeOrder, Concession
from models.vocab import Noun

_ORDER: Final = (
    "number", "title", "reason", "customer_change_id", "request_id", "effective_on", "effective_lot", "lot_mask",
    "cost", "currency", "customer_needed", "impact",
)  # fmt: skip
_CONCESSION: Final = (
    "number", "part_id", "characteristic", "lower_limit", "upper_limit", "customers", "title",
    "reason", "until", "quantity",
)  # fmt: skip


def order_content(session: Session, order_id: int) -> dict[str, Any]:
    """Return what is signed of a change order; the content of each item is signed by itself too."""
    order = find_entry(session, ChangeOrder, order_id)
    items = session.execute(
        select(
            AffectedRevision.noun,
            AffectedRevision.owner_id,
            AffectedRevision.from_revision_id,
            AffectedRevision.to_revision_id,
            AffectedRevision.note,
        )
        .where(AffectedRevision.change_order_id == order_id)
        .order_by(AffectedRevision.noun, AffectedRevision.owner_id)
    )
    # The customer's approval may come, and be corrected, after our signatures; everything else is signed.
    approvals = select(ChangeFile.file_hash).where(
        ChangeFile.noun == Noun.CHANGE_ORDER,
        ChangeFile.entity_id == order_id,
        ChangeFile.note == APPROVAL_FILE,
    )
    unsigned = set(session.scalars(approvals))
    files = [
        list(entry)
        for entry in sorted(files_of_entry(session, Noun.CHANGE_ORDER, order_id).items())
        if entry[0] not in unsigned
    ]
    head = {name: getattr(order, name) for name in _ORDER}
    return {**head, "items": [list(row) for row in items], "files": files}


def concession_content(session: Session, concession_id: int) -> dict[str, Any]:
    """Return what is signed of a concession: its limits, and the files it was asked for with."""
    row = find_entry(session, Concession, concession_id)
    files = sorted(files_of_entry(session, Noun.CONCESSION, concession_id).items())
    return {**{name: getattr(row, name) for name in _CONCESSION}, "files": [list(entry) for entry in files]}


def entry_title(session: Session, noun: Noun, entity_id: int) -> str:
    """Return the number of an entry."""
    return str(find_entry(session, MAPPED[noun], entity_id).number)
