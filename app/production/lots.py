"""Verbs about lots: make, hold, release, reject, consume.

A held lot feeds nothing and is measured on no further, unless what failed is inspected again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bom.stock import taken_out_by_lot
from app.events import LotReleaseAsked
from app.production.numbers import daily_number, typed_number
from app.production.orders import find_order
from app.production.refusals import (
    LOT_HAS_NONCONFORMANCE,
    LOT_HELD,
    LOT_NOT_PASSED,
    LOT_NOT_SEEN_AGAIN,
    LOT_NOT_USABLE,
    LOT_NOTHING_LEFT,
    LOT_OF_OTHER_PART,
    LOT_STATE,
    ORDER_NOT_RUNNING,
    WRONG_QUANTITY,
)
from app.quantities import is_quantity, shown_number
from app.refusals import CONFLICT, NOT_FOUND
from app.rights import filled, require
from app.settings import read_settings
from app.unit_of_work import UnitOfWork, number_key
from models.document import DocumentRevision
from models.inspection import Inspection
from models.nonconformance import Nonconformance, NonconformanceDisposition
from models.part import Part, PartRevision
from models.production import Lot
from models.triggers import TRANSITIONS
from models.types import clean_text
from models.vocab import InspectionState, LotState, NonconformanceState, Noun, OrderState, Role
from models.vocab_quality import DispositionKind

_GOOD: Final = (InspectionState.PASS, InspectionState.ACCEPTED_BY_CONCESSION)
# What was done to the parts changes them or chooses among them, so they are looked at again.
_WORKED_ON: Final = (DispositionKind.REPAIR, DispositionKind.SORT, DispositionKind.REWORK)
_HOLDERS = (Role.OPERATOR, Role.QUALITY, Role.ENGINEER, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class HeldLots:
    """Which of many lots were put on hold, which were already, and which are beyond reach (shipped, consumed …)."""

    held: tuple[int, ...]
    already: tuple[int, ...]
    beyond: tuple[int, ...]


def find_lot(session: Session, lot_id: int) -> Lot:
    """Return a lot by id.

    Raises:
        PartproofError: ``record.not_found``.
    """
    lot = session.get(Lot, lot_id)
    if lot is None:
        raise NOT_FOUND(what=f"lot {lot_id}")
    return lot


def find_lot_by_number(session: Session, number: str) -> Lot:
    """Return a lot by the number on its tag, in any spelling.

    Raises:
        PartproofError: ``record.not_found``.
    """
    lot = session.scalars(select(Lot).where(Lot.number_key == number_key(number))).one_or_none()
    if lot is None:
        raise NOT_FOUND(what=number)
    return lot


def create_lot(
    unit: UnitOfWork,
    *,
    part_id: int,
    quantity: Decimal,
    order_id: int | None = None,
    number: str | None = None,
    heat_number: str = "",
) -> int:
    """Make a lot in quarantine on today's work day and return its id.

    Args:
        unit: The unit of work.
        part_id: What it is a quantity of.
        quantity: How much.
        order_id: The order it is made by; None for received material.
        number: Its number; None takes the next of the work day, such as ``261122-01``.
        heat_number: Heat number HEAT No. of its material.

    Raises:
        PartproofError: wrong quantity, an order of another part or not on the floor, a number that exists.
    """
    require(unit, *_HOLDERS)
    part = unit.session.get(Part, part_id)
    if part is None:
        raise NOT_FOUND(what=f"part {part_id}")
    if not is_quantity(quantity):
        raise WRONG_QUANTITY(quantity=shown_number(quantity))
    if order_id is not None:
        _check_order(unit.session, order_id, part)
    chosen = typed_number(unit, Lot, number) if number else daily_number(unit, Lot, "lot")
    lot = Lot(
        number=chosen,
        number_key=number_key(chosen),
        part_id=part_id,
        order_id=order_id,
        quantity=quantity,
        heat_number=clean_text(heat_number).strip(),
        state=LotState.QUARANTINE,
        work_day=read_settings(unit.session).work_day(unit.now),
    )
    unit.session.add(lot)
    unit.session.flush()
    unit.index(Noun.LOT, lot.id, chosen, part.name, part.number, lot.heat_number)
    unit.record("lot_created", Noun.LOT, lot.id, number=chosen, order=order_id)
    return lot.id


def hold_lot(unit: UnitOfWork, lot_id: int, *, reason: str) -> None:
    """Put a lot on hold; one that is held already stays so.

    Raises:
        PartproofError: when it is consumed, shipped or rejected.
    """
    lot = find_lot(unit.session, lot_id)
    if lot.state is not LotState.HOLD:
        _move(unit, lot, LotState.HOLD, "lot_held", reason, _HOLDERS)


def hold_lots(unit: UnitOfWork, lot_ids: Iterable[int], *, reason: str) -> HeldLots:
    """Put many lots on hold in one act; what can no longer be held is told, not refused."""
    require(unit, *_HOLDERS)
    held, already, beyond = [], [], []
    for lot_id in sorted(set(lot_ids)):
        lot = find_lot(unit.session, lot_id)
        if lot.state is LotState.HOLD:
            already.append(lot_id)
        elif LotState.HOLD.value in TRANSITIONS["lot"][lot.state.value]:
            _move(unit, lot, LotState.HOLD, "lot_held", reason, _HOLDERS)
            held.append(lot_id)
        else:
            beyond.append(lot_id)
    return HeldLots(tuple(held), tuple(already), tuple(beyond))


def release_lot(unit: UnitOfWork, lot_id: int, *, expected_version: int, reason: str) -> None:
    """Release a lot for use.

    What failed its inspection is released only after a later one of the same kind passed, or under a signed
    concession; closing its nonconformance alone makes no part good. What was reworked, repaired or sorted is
    inspected again too, whatever had shown the finding.

    Raises:
        PartproofError: while a nonconformance of it is open, an inspection did not pass or is not done again, all
            of it is scrapped or sent back, or a 4M change in effect waits for its first piece.
    """
    lot = _current(unit, lot_id, expected_version)
    waiting = open_nonconformances(unit.session, lot_id)
    if waiting:
        raise LOT_HAS_NONCONFORMANCE(lot=lot.number, numbers=", ".join(waiting))
    unpassed = _unpassed_inspections(unit.session, lot_id)
    if unpassed:
        raise LOT_NOT_PASSED(lot=lot.number, numbers=", ".join(unpassed))
    unseen = _worked_on_unseen(unit.session, lot_id)
    if unseen:
        raise LOT_NOT_SEEN_AGAIN(lot=lot.number, numbers=", ".join(unseen))
    if taken_out_by_lot(unit.session, Lot.id == lot_id).get(lot_id, Decimal(0)) >= lot.quantity:
        raise LOT_NOTHING_LEFT(lot=lot.number)
    if lot.order_id is not None:
        unit.announce(LotReleaseAsked(lot.id, lot.part_id, lot.number, lot.work_day))
    _move(unit, lot, LotState.RELEASED, "lot_released", reason, (Role.QUALITY,))


def reject_lot(unit: UnitOfWork, lot_id: int, *, expected_version: int, reason: str) -> None:
    """Reject a lot for good."""
    lot = _current(unit, lot_id, expected_version)
    _move(unit, lot, LotState.REJECTED, "lot_rejected", reason, (Role.QUALITY,))


def consume_lot(unit: UnitOfWork, lot_id: int, *, reason: str) -> None:
    """Use a lot up.

    Raises:
        PartproofError: when it is held or not released.
    """
    lot = find_lot(unit.session, lot_id)
    require_usable(lot)
    _move(unit, lot, LotState.CONSUMED, "lot_consumed", reason, _HOLDERS)


def require_usable(lot: Lot) -> None:
    """Refuse a lot from which nothing may be taken.

    Raises:
        PartproofError: ``production.lot_held`` or ``production.lot_not_usable``.
    """
    require_not_held(lot)
    if lot.state is not LotState.RELEASED:
        raise LOT_NOT_USABLE(lot=lot.number, state=lot.state.value)


def require_not_held(lot: Lot) -> None:
    """Refuse a lot on hold.

    Raises:
        PartproofError: ``production.lot_held``.
    """
    if lot.state is LotState.HOLD:
        raise LOT_HELD(lot=lot.number)


def require_measurable(session: Session, lot: Lot) -> None:
    """Refuse a lot on hold, unless all that was found is decided on and an inspection is to be done again.

    That is what failed one, and what was reworked, repaired or sorted.

    Raises:
        PartproofError: ``production.lot_held``.
    """
    if lot.state is LotState.HOLD:
        failed = select(Inspection.id).where(
            Inspection.lot_id == lot.id, Inspection.state == InspectionState.FAIL
        )
        again = session.scalars(failed.limit(1)).first() is not None or _worked_on_unseen(session, lot.id)
        if not again or open_nonconformances(session, lot.id):
            raise LOT_HELD(lot=lot.number)


def open_nonconformances(session: Session, lot_id: int) -> tuple[str, ...]:
    """Return the numbers of a lot's nonconformances that are not closed."""
    query = select(Nonconformance.number).where(
        Nonconformance.lot_id == lot_id, Nonconformance.state != NonconformanceState.CLOSED
    )
    return tuple(session.scalars(query.order_by(Nonconformance.id)))


def _worked_on_unseen(session: Session, lot_id: int) -> tuple[str, ...]:
    """Nonconformances whose parts were worked on or sorted, and that no inspection begun afterwards found good."""
    worked_on = select(NonconformanceDisposition.nonconformance_id).where(
        NonconformanceDisposition.kind.in_(_WORKED_ON)
    )
    query = select(Nonconformance.number, Nonconformance.closed_at).where(
        Nonconformance.lot_id == lot_id, Nonconformance.id.in_(worked_on)
    )
    found = session.execute(query.order_by(Nonconformance.id)).all()
    good = select(Inspection.opened_at).where(Inspection.lot_id == lot_id, Inspection.state.in_(_GOOD))
    seen = list(session.scalars(good)) if found else []
    return tuple(number for number, closed in found if closed is None or not any(at >= closed for at in seen))


def _unpassed_inspections(session: Session, lot_id: int) -> tuple[str, ...]:
    """Inspections that are unfinished, or failed and neither passed when done again nor were conceded."""
    query = (
        select(Inspection, DocumentRevision.document_id)
        .join(DocumentRevision, DocumentRevision.id == Inspection.document_revision_id)
        .where(Inspection.lot_id == lot_id)
        .order_by(Inspection.id)
    )
    rows = session.execute(query).all()
    good = [row for row in rows if row[0].state in _GOOD]

    def made_good(failed: Inspection, document_id: int) -> bool:
        return failed.finished_at is not None and any(
            document_id == of_document
            and again.kind is failed.kind
            and again.id > failed.id
            and again.opened_at >= failed.finished_at
            for again, of_document in good
        )

    return tuple(
        entry.number
        for entry, document_id in rows
        if entry.state not in _GOOD
        and not (entry.state is InspectionState.FAIL and made_good(entry, document_id))
    )


def _check_order(session: Session, order_id: int, part: Part) -> None:
    order = find_order(session, order_id)
    revision = session.get_one(PartRevision, order.part_revision_id)
    if revision.part_id != part.id:
        wanted = session.get_one(Part, revision.part_id)
        raise LOT_OF_OTHER_PART(order=order.number, wanted=wanted.number, part=part.number)
    if order.state not in (OrderState.RELEASED, OrderState.RUNNING):
        raise ORDER_NOT_RUNNING(order=order.number, state=order.state.value)


def _current(unit: UnitOfWork, lot_id: int, expected_version: int) -> Lot:
    lot = find_lot(unit.session, lot_id)
    if lot.version != expected_version:
        raise CONFLICT()
    return lot


def _move(
    unit: UnitOfWork, lot: Lot, wanted: LotState, action: str, reason: str, roles: tuple[Role, ...]
) -> None:
    require(unit, *roles)
    if wanted.value not in TRANSITIONS["lot"][lot.state.value]:
        raise LOT_STATE(lot=lot.number, state=lot.state.value, wanted=wanted.value)
    lot.state = wanted
    unit.record(action, Noun.LOT, lot.id, reason=filled("reason", reason, limit=1000))
