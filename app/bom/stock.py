"""What is no longer there of lots: what was shipped of them, put into other lots, scrapped or sent back. Reads only.

Stands this low because shortages, the impact of a change and shipping all count with it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.consumption import Consumption
from models.nonconformance import Nonconformance, NonconformanceDisposition
from models.production import Lot
from models.shipping import ShipmentLine
from models.vocab_quality import DispositionKind

TAKES_OUT: Final = (DispositionKind.SCRAP, DispositionKind.RETURN)


def shipped_by_lot(session: Session, *chosen: ColumnElement[bool]) -> dict[int, Decimal]:
    """Return how much has left of each lot, by its id; a lot of which nothing left is not in it.

    Args:
        session: An open session.
        chosen: Conditions on `Lot`; none asks about all lots.
    """
    totals = (
        select(ShipmentLine.lot_id, ShipmentLine.total)
        .join(Lot, Lot.id == ShipmentLine.lot_id)
        .where(*chosen)
        .order_by(ShipmentLine.lot_id, ShipmentLine.sequence)
    )
    return {row[0]: row[1] for row in session.execute(totals)}


def taken_out_by_lot(session: Session, *chosen: ColumnElement[bool]) -> dict[int, Decimal]:
    """Return how much of each lot is scrapped or sent back, by its id; an untouched lot is not in it.

    It counts from the decision on: until the nonconformance is closed the lot is on hold anyway.

    Args:
        session: An open session.
        chosen: Conditions on `Lot`; none asks about all lots.
    """
    rows = (
        select(Nonconformance.lot_id, NonconformanceDisposition.quantity)
        .join(Nonconformance, Nonconformance.id == NonconformanceDisposition.nonconformance_id)
        .join(Lot, Lot.id == Nonconformance.lot_id)
        .where(NonconformanceDisposition.kind.in_(TAKES_OUT), *chosen)
    )
    found: dict[int, Decimal] = {}
    for lot_id, quantity in session.execute(rows):
        if lot_id is not None:
            found[lot_id] = found.get(lot_id, Decimal(0)) + quantity
    return found


def consumed_by_lot(session: Session, *chosen: ColumnElement[bool]) -> dict[int, Decimal]:
    """Return how much of each lot was put into others, by its id; what was taken back is not counted.

    Args:
        session: An open session.
        chosen: Conditions on `Lot`; none asks about all lots.
    """
    rows = (
        select(Consumption.used_lot_id, Consumption.quantity)
        .join(Lot, Lot.id == Consumption.used_lot_id)
        .where(*chosen)
    )
    found: dict[int, Decimal] = {}
    for lot_id, quantity in session.execute(rows):
        found[lot_id] = found.get(lot_id, Decimal(0)) + quantity
    return found


def gone_by_lot(session: Session, *chosen: ColumnElement[bool]) -> dict[int, Decimal]:
    """Return how much is no longer there of each lot, shipped, put into others, scrapped or sent back, by its id."""
    gone = shipped_by_lot(session, *chosen)
    for others in (taken_out_by_lot(session, *chosen), consumed_by_lot(session, *chosen)):
        for lot_id, quantity in others.items():
            gone[lot_id] = gone.get(lot_id, Decimal(0)) + quantity
    return gone
