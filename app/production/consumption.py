"""The verbs by which one lot is put into another 투입, and a wrong entry is taken back.

Rows are only added: what was wrong is followed by a counter row that names it and says why.
"""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.bom.as_built import standing
from app.bom.stock import gone_by_lot
from app.production.lots import find_lot, require_not_held, require_usable
from app.production.refusals import (
    CONSUMED_MORE_THAN_LEFT,
    CONSUMED_TAKEN_BACK,
    LOT_OF_ITSELF,
    NOT_ON_BOM,
    NOTHING_MADE_OF_IT,
    WRONG_QUANTITY,
)
from app.quantities import is_quantity, shown_number
from app.refusals import NOT_FOUND
from app.rights import filled, require
from app.unit_of_work import UnitOfWork, number_key
from models.consumption import Consumption
from models.database import lock_structure
from models.part import Part
from models.production import Lot, OrderSnapshot
from models.types import clean_text, decimal_text
from models.vocab import LotState, Noun, Role

_USERS: Final = (Role.OPERATOR, Role.QUALITY, Role.ENGINEER, Role.ADMINISTRATOR)
_MAKING: Final = (LotState.QUARANTINE, LotState.RELEASED)


def consume_for(
    unit: UnitOfWork,
    made_lot_id: int,
    used_lot_id: int,
    *,
    quantity: Decimal,
    reason: str = "",
    event_id: uuid.UUID | None = None,
) -> int:
    """Write down that some of a lot was used to make another, and return the row's id.

    Args:
        unit: The unit of work.
        made_lot_id: The lot that was made; in quarantine or released.
        used_lot_id: What was used of; released.
        quantity: How much, in the unit of the used part.
        reason: Why a part is used that the order's BOM names neither as a line nor as a substitute, such as the
            number of the concession 특채; may be empty otherwise.
        event_id: The scan it came from; the same scan again changes nothing.

    Raises:
        PartproofError: a lot held, not released or made of the other one, more than is left, a part the BOM does
            not name without a reason.
    """
    require(unit, *_USERS)
    session = unit.session
    # One at a time asks what is made of what, and of how much is left.
    lock_structure(session.connection())
    if event_id is not None:
        known = session.scalars(select(Consumption).where(Consumption.event_id == event_id)).one_or_none()
        if known is not None:
            return known.id
    if not is_quantity(quantity):
        raise WRONG_QUANTITY(quantity=shown_number(quantity))
    made = find_lot(session, made_lot_id)
    # Two that take of one lot at once, a shipment too, wait for each other here.
    used = session.get(Lot, used_lot_id, with_for_update=True) or find_lot(session, used_lot_id)
    _require_making(made)
    require_usable(used)
    _refuse_cycle(session, made, used)
    left = used.quantity - gone_by_lot(session, Lot.id == used.id).get(used.id, Decimal(0))
    if quantity > left:
        shown = decimal_text(max(left, Decimal(0)))
        raise CONSUMED_MORE_THAN_LEFT(lot=used.number, left=shown, asked=decimal_text(quantity))
    why = clean_text(reason).strip()
    if why:
        why = filled("reason", why, limit=1000)
    elif not _on_bom(session, made, used):
        raise NOT_ON_BOM(part=session.get_one(Part, used.part_id).number, lot=made.number)
    return _write(unit, made, used, Consumption(quantity=quantity, event_id=event_id, reason=why))


def take_back_consumption(unit: UnitOfWork, consumption_id: int, *, reason: str) -> int:
    """Take a wrong entry back, whole, and return the id of the counter row; both stay on record.

    Possible whatever became of the lots since: what is written down must be what was done.

    Raises:
        PartproofError: no such entry, taken back already, no reason.
    """
    require(unit, *_USERS)
    session = unit.session
    lock_structure(session.connection())
    row = session.get(Consumption, consumption_id)
    if row is None:
        raise NOT_FOUND(what=f"consumption {consumption_id}")
    made, used = find_lot(session, row.made_lot_id), find_lot(session, row.used_lot_id)
    session.get(Lot, used.id, with_for_update=True)
    again = select(Consumption.id).where(Consumption.takes_back_id == row.id)
    if row.takes_back_id is not None or session.scalars(again).first() is not None:
        raise CONSUMED_TAKEN_BACK(lot=made.number, used=used.number)
    counter = Consumption(
        quantity=-row.quantity, takes_back_id=row.id, reason=filled("reason", reason, limit=1000)
    )
    return _write(unit, made, used, counter)


def _write(unit: UnitOfWork, made: Lot, used: Lot, row: Consumption) -> int:
    counted = select(func.count()).select_from(Consumption).where(Consumption.used_lot_id == used.id)
    row.made_lot_id, row.used_lot_id = made.id, used.id
    row.sequence = 1 + unit.session.scalars(counted).one()
    row.used_at, row.used_by_id = unit.now, unit.actor.user_id
    unit.session.add(row)
    unit.session.flush()
    # Both lots have it in their history.
    facts = {
        "made": made.number,
        "used": used.number,
        "quantity": decimal_text(row.quantity),
        "event": None if row.event_id is None else str(row.event_id),
        "reason": row.reason,
    }
    for lot in (made, used):
        if row.takes_back_id is None:
            unit.record("lot_put_in", Noun.LOT, lot.id, consumption=row.id, **facts)
        else:
            unit.record("put_in_taken_back", Noun.LOT, lot.id, consumption=row.takes_back_id, **facts)
    return row.id


def _require_making(made: Lot) -> None:
    require_not_held(made)
    if made.state not in _MAKING:
        raise NOTHING_MADE_OF_IT(lot=made.number, state=made.state.value)


def _refuse_cycle(session: Session, made: Lot, used: Lot) -> None:
    """Refuse when the used lot is the made one, or was made of it over whatever many levels."""
    seen, waiting = {used.id}, [used.id]
    while waiting:
        below = select(Consumption.used_lot_id).where(Consumption.made_lot_id.in_(waiting), standing())
        waiting = [lot for lot in set(session.scalars(below)) if lot not in seen]
        seen.update(waiting)
    if made.id in seen:
        raise LOT_OF_ITSELF(lot=made.number, used=used.number)


def _on_bom(session: Session, made: Lot, used: Lot) -> bool:
    """Return whether the newest snapshot of the lot's order names the used part, as a line or a substitute."""
    if made.order_id is None:
        return False
    newest = select(OrderSnapshot.content).where(OrderSnapshot.order_id == made.order_id)
    content = session.scalars(newest.order_by(OrderSnapshot.sequence.desc()).limit(1)).first()
    if content is None:
        return False
    named: set[str] = set()
    for line in content["bom"]:
        named.add(number_key(str(line["part"])))
        named.update(number_key(str(entry["part"])) for entry in line.get("substitutes", ()))
    return session.get_one(Part, used.part_id).number_key in named
