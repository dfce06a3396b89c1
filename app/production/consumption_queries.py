"""What a lot may be made of and was made of, as a screen asks for it. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from app.bom.as_built import LotUse, made_lots, used_lots
from app.bom.stock import gone_by_lot
from app.production.lots import require_usable
from app.production.shipment_queries import coded_lot
from models.part import Part
from models.production import Lot


@dataclass(frozen=True)
class UsableLot:
    """A lot of which something may be used; ``left`` is what is still there, in ``unit``."""

    id: int
    number: str
    part_number: str
    part_name: str
    left: Decimal
    unit: str


@dataclass(frozen=True)
class LotGenealogy:
    """What a lot was made of, and what it went into; taken back entries too."""

    used: tuple[LotUse, ...]
    made: tuple[LotUse, ...]


def usable_lot(session: Session, code: str) -> UsableLot:
    """Return the lot that a scanned or typed code stands for, where something of it may be used.

    Raises:
        PartproofError: no such lot, held or not released.
    """
    lot = coded_lot(session, code)
    require_usable(lot)
    part = session.get_one(Part, lot.part_id)
    left = lot.quantity - gone_by_lot(session, Lot.id == lot.id).get(lot.id, Decimal(0))
    return UsableLot(lot.id, lot.number, part.number, part.name, max(left, Decimal(0)), part.unit)


def lot_genealogy(session: Session, lot_id: int) -> LotGenealogy:
    """Return both directions of a lot's genealogy; empty where nothing is known."""
    return LotGenealogy(used_lots(session, lot_id), made_lots(session, lot_id))
