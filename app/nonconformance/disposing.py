"""What the dispositions of a nonconformance come to: what is undecided, and whether it may be signed and closed.

Reads, refuses, and uses the concessions at closing; the verbs that write dispositions stand in dispositions.py.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes.concession_queries import used_for_lot
from app.changes.concessions import use_concession
from app.nonconformance.refusals import NEEDS_DISPOSITION, NEEDS_QUANTITY, NEEDS_REASON
from app.production.lots import find_lot
from app.unit_of_work import UnitOfWork
from models.nonconformance import Nonconformance, NonconformanceDisposition
from models.types import decimal_text
from models.vocab import NonconformanceState
from models.vocab_quality import DispositionKind

ZERO: Final = Decimal(0)


def dispositions_of(session: Session, nonconformance_id: int) -> tuple[NonconformanceDisposition, ...]:
    """Return the dispositions of a nonconformance in the order they were decided."""
    query = select(NonconformanceDisposition).where(
        NonconformanceDisposition.nonconformance_id == nonconformance_id
    )
    return tuple(session.scalars(query.order_by(NonconformanceDisposition.id)))


def disposed_quantity(session: Session, nonconformance_id: int) -> Decimal:
    """Return for how many parts it is decided what happens with them."""
    return sum((row.quantity for row in dispositions_of(session, nonconformance_id)), ZERO)


def require_disposed(session: Session, found: Nonconformance) -> None:
    """Refuse a nonconformance that does not say of every part what happens with it.

    Raises:
        PartproofError: not counted, parts without a disposition, or no part and no word why.
    """
    if found.quantity is None:
        raise NEEDS_QUANTITY(number=found.number)
    if found.quantity == 0 and not found.disposition_note:
        raise NEEDS_REASON(number=found.number)
    left = found.quantity - disposed_quantity(session, found.id)
    if left != 0:
        raise NEEDS_DISPOSITION(
            number=found.number, left=decimal_text(left), quantity=decimal_text(found.quantity)
        )


def use_concessions(unit: UnitOfWork, found: Nonconformance) -> None:
    """Count what is used under concessions against them, as far as the lot was not counted before.

    Raises:
        PartproofError: whatever ``use_concession`` refuses (not in force, past its day, more than is left).
    """
    if found.lot_id is None:
        return
    lot = find_lot(unit.session, found.lot_id)
    query = (
        select(NonconformanceDisposition.concession_id, NonconformanceDisposition.quantity)
        .join(Nonconformance, Nonconformance.id == NonconformanceDisposition.nonconformance_id)
        .where(Nonconformance.lot_id == lot.id, NonconformanceDisposition.kind == DispositionKind.CONCESSION)
        .where((Nonconformance.id == found.id) | (Nonconformance.state == NonconformanceState.CLOSED))
    )
    wanted: dict[int, Decimal] = {}
    for concession_id, quantity in unit.session.execute(query):
        if concession_id is not None:
            wanted[concession_id] = wanted.get(concession_id, ZERO) + quantity
    own = {row.concession_id for row in dispositions_of(unit.session, found.id)}
    for concession_id in sorted(wanted.keys() & own):
        # A lot counts once against a concession, also where two findings of it name the same one.
        missing = min(wanted[concession_id], lot.quantity) - used_for_lot(unit.session, concession_id, lot.id)
        if missing > 0:
            use_concession(unit, concession_id, lot_id=lot.id, quantity=missing)
