"""What can be picked for an entry of the ledger: parts, documents, customers. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.document import Document
from models.part import Customer, Part
from models.vocab import Noun


@dataclass(frozen=True)
class ItemPick:
    """One thing to be picked."""

    id: int
    number: str
    name: str


def item_picks(session: Session, noun: Noun) -> tuple[ItemPick, ...]:
    """Return the parts in use, or all documents, by number."""
    if noun is Noun.PART_REVISION:
        query: Any = select(Part.id, Part.number, Part.name).where(Part.active.in_([True]))
        return _picks(session, query.order_by(Part.number_key))
    return _picks(session, select(Document.id, Document.number, Document.title).order_by(Document.number_key))


def customer_picks(session: Session) -> tuple[ItemPick, ...]:
    """Return the customers by name."""
    return _picks(session, select(Customer.id, Customer.code, Customer.name).order_by(Customer.name))


def _picks(session: Session, query: Any) -> tuple[ItemPick, ...]:
    return tuple(ItemPick(row[0], row[1], row[2]) for row in session.execute(query))
