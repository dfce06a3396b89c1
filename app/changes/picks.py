"""What can be picked for an entry of the ledger: parts, documents, customers. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes.ledger_basics import parts_of
from models.document import Document
from models.part import Customer, Part
from models.production import Lot
from models.vocab import Noun


@dataclass(frozen=True)
class Pick:
    """One thing to be picked."""

    id: int
    number: str
    name: str


def owner_picks(session: Session, noun: Noun) -> tuple[Pick, ...]:
    """Return the parts in use, or all documents, by number."""
    if noun is Noun.PART_REVISION:
        query: Any = select(Part.id, Part.number, Part.name).where(Part.active.in_([True]))
        return _picks(session, query.order_by(Part.number_key))
    return _picks(session, select(Document.id, Document.number, Document.title).order_by(Document.number_key))


def lot_picks(session: Session, part_ids: tuple[int, ...]) -> tuple[Pick, ...]:
    """Return the lots of some parts, newest first."""
    query = select(Lot.id, Lot.number, Part.number).join(Part, Part.id == Lot.part_id)
    return _picks(session, query.where(Lot.part_id.in_(part_ids)).order_by(Lot.id.desc()).limit(200))


def lots_of_entry(session: Session, noun: Noun, entity_id: int) -> tuple[Pick, ...]:
    """Return the lots of the parts an entry is about, newest first."""
    return lot_picks(session, parts_of(session, noun, entity_id))


def customer_picks(session: Session) -> tuple[Pick, ...]:
    """Return the customers by name."""
    return _picks(session, select(Customer.id, Customer.code, Customer.name).order_by(Customer.name))


def _picks(session: Session, query: Any) -> tuple[Pick, ...]:
    return tuple(Pick(row[0], row[1], row[2]) for row in session.execute(query))
