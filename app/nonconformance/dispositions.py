"""Verbs that say what happens with nonconforming parts 처리방안: count them, decide on some, take a decision back.

The parts are split over the words of the notice; nothing is decided on more parts than were counted.
"""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy.orm import Session

from app.bom.stock import TAKES_OUT, taken_out_by_lot
from app.changes.concession_queries import concessions_in_force, used_for_lot
from app.labels import RoleNames
from app.nonconformance.disposing import disposed_quantity
from app.nonconformance.nonconformances import current_nonconformance, open_for_editing
from app.nonconformance.refusals import (
    CONCESSION_MISSING,
    CONCESSION_NOT_IN_FORCE,
    CONCESSION_NOT_MEANT,
    CONCESSION_TOO_SMALL,
    MORE_THAN_COUNTED,
    MORE_THAN_LOT,
    NEEDS_LOT,
    NEEDS_QUANTITY,
    TAKES_MORE_THAN_LOT,
)
from app.production.lots import find_lot
from app.production.refusals import WRONG_QUANTITY
from app.quantities import is_quantity, shown_number
from app.refusals import NOT_ALLOWED, NOT_FOUND
from app.rights import require
from app.settings import read_settings
from app.unit_of_work import UnitOfWork
from models.nonconformance import Nonconformance, NonconformanceDisposition
from models.production import Lot
from models.types import clean_text, decimal_text
from models.vocab import Noun, Role
from models.vocab_quality import DispositionKind


def count_nonconforming(
    unit: UnitOfWork, nonconformance_id: int, quantity: Decimal, *, expected_version: int
) -> None:
    """Say how many parts are not as required; 0 says that none is, which needs a word beside the dispositions.

    Raises:
        PartproofError: closed, changed meanwhile, no quantity, more than the lot holds, or less than is decided on.
    """
    require(unit, Role.QUALITY, Role.ENGINEER)
    found = current_nonconformance(unit, nonconformance_id, expected_version)
    if quantity != 0 and not is_quantity(quantity):
        raise WRONG_QUANTITY(quantity=shown_number(quantity))
    require_within_lot(unit.session, found.lot_id, quantity)
    disposed = disposed_quantity(unit.session, nonconformance_id)
    if quantity < disposed:
        raise MORE_THAN_COUNTED(
            number=found.number, counted=decimal_text(quantity), asked=decimal_text(disposed)
        )
    found.quantity = quantity
    unit.record("nonconforming_counted", Noun.NONCONFORMANCE, nonconformance_id, quantity=quantity)


def decide_disposition(
    unit: UnitOfWork,
    nonconformance_id: int,
    kind: DispositionKind,
    quantity: Decimal,
    *,
    concession_id: int | None = None,
    note: str = "",
) -> int:
    """Decide what happens with some of the nonconforming parts, and return the disposition's id.

    A signature given before no longer holds afterwards.

    Args:
        unit: The unit of work.
        nonconformance_id: Whose parts.
        kind: What happens with them.
        quantity: With how many, in the part's unit.
        concession_id: The concession 특채 it rests on; with that kind and no other.
        note: More about it.

    Raises:
        PartproofError: closed, not counted, more than is left to decide on, more scrapped or sent back than the lot
            holds, or a concession that is missing, not in force or too small.
    """
    require(unit, Role.QUALITY, Role.ENGINEER)
    if unit.actor.user_id is None:
        raise NOT_ALLOWED(name=unit.actor.name, roles=RoleNames((Role.QUALITY,)))
    found = open_for_editing(unit, nonconformance_id)
    if not is_quantity(quantity):
        raise WRONG_QUANTITY(quantity=shown_number(quantity))
    if found.quantity is None:
        raise NEEDS_QUANTITY(number=found.number)
    asked = disposed_quantity(unit.session, nonconformance_id) + quantity
    if asked > found.quantity:
        raise MORE_THAN_COUNTED(
            number=found.number, counted=decimal_text(found.quantity), asked=decimal_text(asked)
        )
    if kind in TAKES_OUT and found.lot_id is not None:
        _require_there(unit.session, found.lot_id, quantity)
    _check_concession(unit, found, kind, quantity, concession_id)
    decided = NonconformanceDisposition(
        nonconformance_id=nonconformance_id,
        kind=kind,
        quantity=quantity,
        concession_id=concession_id,
        note=clean_text(note).strip()[:500],
        decided_by_id=unit.actor.user_id,
        decided_at=unit.now,
    )
    unit.session.add(decided)
    unit.session.flush()
    unit.record("parts_disposed", Noun.NONCONFORMANCE, nonconformance_id, disposition=kind, quantity=quantity)
    return decided.id


def take_back_disposition(unit: UnitOfWork, disposition_id: int) -> None:
    """Take a disposition back while its nonconformance is open; the log keeps what it was.

    Raises:
        PartproofError: closed, or no such disposition.
    """
    require(unit, Role.QUALITY, Role.ENGINEER)
    row = unit.session.get(NonconformanceDisposition, disposition_id)
    if row is None:
        raise NOT_FOUND(what=f"disposition {disposition_id}")
    found = open_for_editing(unit, row.nonconformance_id)
    facts = {"disposition": row.kind, "quantity": row.quantity}
    unit.session.delete(row)
    unit.session.flush()
    unit.record("disposition_taken_back", Noun.NONCONFORMANCE, found.id, **facts)


def require_within_lot(session: Session, lot_id: int | None, quantity: Decimal) -> None:
    """Refuse more nonconforming parts than their lot holds.

    Raises:
        PartproofError: ``nonconformance.more_than_lot``.
    """
    if lot_id is not None:
        lot = find_lot(session, lot_id)
        if quantity > lot.quantity:
            raise MORE_THAN_LOT(
                lot=lot.number, held=decimal_text(lot.quantity), quantity=decimal_text(quantity)
            )


def _require_there(session: Session, lot_id: int, quantity: Decimal) -> None:
    # Two findings of one lot that scrap of it at once wait for each other here.
    session.get(Lot, lot_id, with_for_update=True)
    lot = find_lot(session, lot_id)
    out = taken_out_by_lot(session, Lot.id == lot_id).get(lot_id, Decimal(0)) + quantity
    if out > lot.quantity:
        raise TAKES_MORE_THAN_LOT(lot=lot.number, held=decimal_text(lot.quantity), out=decimal_text(out))


def _check_concession(
    unit: UnitOfWork,
    found: Nonconformance,
    kind: DispositionKind,
    quantity: Decimal,
    concession_id: int | None,
) -> None:
    if kind is not DispositionKind.CONCESSION:
        if concession_id is not None:
            raise CONCESSION_NOT_MEANT()
        return
    if concession_id is None:
        raise CONCESSION_MISSING(number=found.number)
    if found.lot_id is None:
        raise NEEDS_LOT(number=found.number)
    lot = find_lot(unit.session, found.lot_id)
    used = used_for_lot(unit.session, concession_id, lot.id)
    day = read_settings(unit.session).work_day(unit.now)
    offered = {row.id: row for row in concessions_in_force(unit.session, lot.part_id, day=day)}
    concession = offered.get(concession_id)
    if concession is None:
        # One that this very lot used up is still what it rests on.
        if used < quantity:
            raise CONCESSION_NOT_IN_FORCE(lot=lot.number)
    elif concession.left is not None and concession.left + used < quantity:
        raise CONCESSION_TOO_SMALL(
            concession=concession.number,
            left=decimal_text(concession.left + used),
            quantity=decimal_text(quantity),
        )
