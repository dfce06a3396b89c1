"""Verbs about work orders 작업지시: plan, release, run, hold, complete. What is frozen stands in snapshots.py."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.production.numbers import typed_number, yearly_number
from app.production.refusals import (
    NOT_RELEASED,
    OPEN_INSPECTIONS,
    ORDER_FIXED,
    ORDER_NOT_RUNNING,
    ORDER_STATE,
    WRONG_QUANTITY,
)
from app.production.snapshots import freeze
from app.quantities import is_quantity, shown_number
from app.refusals import CONFLICT, NOT_FOUND
from app.rights import filled, require
from app.unit_of_work import UnitOfWork, number_key
from models.inspection import Inspection
from models.part import Part, PartRevision
from models.production import OrderSnapshot, WorkOrder
from models.triggers import TRANSITIONS
from models.vocab import InspectionState, Noun, OrderState, RevisionState, Role

_PLANNERS = (Role.ENGINEER, Role.ADMINISTRATOR)


def find_order(session: Session, order_id: int) -> WorkOrder:
    """Return an order by id.

    Raises:
        PartproofError: ``record.not_found``.
    """
    order = session.get(WorkOrder, order_id)
    if order is None:
        raise NOT_FOUND(what=f"order {order_id}")
    return order


def find_order_by_number(session: Session, number: str) -> WorkOrder:
    """Return an order by its number in any spelling.

    Raises:
        PartproofError: ``record.not_found``.
    """
    order = session.scalars(select(WorkOrder).where(WorkOrder.number_key == number_key(number))).one_or_none()
    if order is None:
        raise NOT_FOUND(what=number)
    return order


def create_order(
    unit: UnitOfWork,
    part_revision_id: int,
    *,
    quantity: Decimal,
    due_on: date | None = None,
    number: str | None = None,
) -> int:
    """Plan an order for a part revision and return its id.

    Raises:
        PartproofError: for a quantity not above zero, or a number that exists.
    """
    require(unit, *_PLANNERS)
    part = _part_of(unit.session, part_revision_id)
    if not is_quantity(quantity):
        raise WRONG_QUANTITY(quantity=shown_number(quantity))
    chosen = typed_number(unit, WorkOrder, number) if number else yearly_number(unit, WorkOrder, "WO")
    order = WorkOrder(
        number=chosen,
        number_key=number_key(chosen),
        part_revision_id=part_revision_id,
        quantity=quantity,
        due_on=due_on,
        state=OrderState.PLANNED,
    )
    unit.session.add(order)
    unit.session.flush()
    unit.index(Noun.ORDER, order.id, chosen, part.name, part.number)
    unit.record("order_created", Noun.ORDER, order.id, number=chosen)
    return order.id


def edit_order(
    unit: UnitOfWork,
    order_id: int,
    *,
    expected_version: int,
    quantity: Decimal | None = None,
    due_on: date | None = None,
    part_revision_id: int | None = None,
) -> None:
    """Change a planned order; a field left out stays.

    Raises:
        PartproofError: when it is no longer planned, or somebody else changed it.
    """
    require(unit, *_PLANNERS)
    order = _current(unit, order_id, expected_version)
    if order.state is not OrderState.PLANNED:
        raise ORDER_FIXED(order=order.number, state=order.state.value)
    if quantity is not None:
        if not is_quantity(quantity):
            raise WRONG_QUANTITY(quantity=shown_number(quantity))
        order.quantity = quantity
    if due_on is not None:
        order.due_on = due_on
    if part_revision_id is not None:
        part = _part_of(unit.session, part_revision_id)
        order.part_revision_id = part_revision_id
        unit.index(Noun.ORDER, order.id, order.number, part.name, part.number)
    unit.record("order_edited", Noun.ORDER, order_id)


def release_order(unit: UnitOfWork, order_id: int, *, expected_version: int) -> int:
    """Release an order to the floor with a frozen snapshot of what is to be made; return the snapshot's id.

    Raises:
        PartproofError: when the part revision or a drawing of it is not released, or the order is not planned.
    """
    require(unit, *_PLANNERS)
    order = _current(unit, order_id, expected_version)
    if order.state is not OrderState.PLANNED:
        raise ORDER_FIXED(order=order.number, state=order.state.value)
    revision = unit.session.get_one(PartRevision, order.part_revision_id)
    if revision.state is not RevisionState.RELEASED:
        part = _part_of(unit.session, revision.id)
        raise NOT_RELEASED(part=part.number, revision=str(revision.counter), state=revision.state.value)
    snapshot = freeze(unit, order, effect="")
    order.state = OrderState.RELEASED
    unit.record(
        "order_released", Noun.ORDER, order_id, snapshot=snapshot.id, content_hash=snapshot.content_hash
    )
    return snapshot.id


def append_snapshot(unit: UnitOfWork, order_id: int, *, expected_version: int, effect: str) -> int:
    """Give a released order the present released drawings and BOM from an effect point on; earlier ones stay.

    Args:
        unit: The unit of work.
        order_id: A released, running or held order.
        expected_version: The version that was shown.
        effect: From when or which piece on it holds, in words.

    Raises:
        PartproofError: when the order is not on the floor, or something it needs is not released.
    """
    require(unit, *_PLANNERS)
    order = _current(unit, order_id, expected_version)
    if order.state not in (OrderState.RELEASED, OrderState.RUNNING, OrderState.ON_HOLD):
        raise ORDER_NOT_RUNNING(order=order.number, state=order.state.value)
    snapshot = freeze(unit, order, effect=filled("effect", effect))
    unit.record(
        "order_changed", Noun.ORDER, order_id, snapshot=snapshot.id, content_hash=snapshot.content_hash
    )
    return snapshot.id


def start_order(unit: UnitOfWork, order_id: int) -> None:
    """Let a released order run; a running one stays as it is."""
    require(unit, *_PLANNERS, Role.OPERATOR, Role.QUALITY)
    order = find_order(unit.session, order_id)
    if order.state is OrderState.RUNNING:
        return
    if order.state is not OrderState.RELEASED:
        raise ORDER_NOT_RUNNING(order=order.number, state=order.state.value)
    order.state = OrderState.RUNNING
    unit.record("order_started", Noun.ORDER, order_id)


def hold_order(unit: UnitOfWork, order_id: int, *, expected_version: int, reason: str) -> None:
    """Stop work on an order for now."""
    _move(unit, order_id, expected_version, OrderState.ON_HOLD, "order_held", reason)


def resume_order(unit: UnitOfWork, order_id: int, *, expected_version: int, reason: str) -> None:
    """Let a held order run again."""
    _move(unit, order_id, expected_version, OrderState.RUNNING, "order_resumed", reason)


def cancel_order(unit: UnitOfWork, order_id: int, *, expected_version: int, reason: str) -> None:
    """Cancel an order; it stays on record."""
    _move(unit, order_id, expected_version, OrderState.CANCELED, "order_canceled", reason)


def complete_order(unit: UnitOfWork, order_id: int, *, expected_version: int) -> None:
    """Complete a running order.

    Raises:
        PartproofError: while an inspection of it is not finished.
    """
    waiting = unit.session.scalars(
        select(Inspection.number)
        .where(
            Inspection.order_id == order_id,
            Inspection.state.in_((InspectionState.OPEN, InspectionState.INCOMPLETE)),
        )
        .order_by(Inspection.id)
    ).all()
    if waiting:
        order = find_order(unit.session, order_id)
        raise OPEN_INSPECTIONS(order=order.number, inspections=", ".join(waiting))
    _move(unit, order_id, expected_version, OrderState.COMPLETED, "order_completed", "completed")


def close_order(unit: UnitOfWork, order_id: int, *, expected_version: int) -> None:
    """Close a completed order for good."""
    _move(unit, order_id, expected_version, OrderState.CLOSED, "order_closed", "closed")


def _move(
    unit: UnitOfWork, order_id: int, expected_version: int, wanted: OrderState, action: str, reason: str
) -> None:
    require(unit, *_PLANNERS, Role.QUALITY)
    order = _current(unit, order_id, expected_version)
    if wanted.value not in TRANSITIONS["work_order"][order.state.value]:
        raise ORDER_STATE(order=order.number, state=order.state.value, wanted=wanted.value)
    order.state = wanted
    unit.record(action, Noun.ORDER, order_id, reason=filled("reason", reason))


def current_snapshot(session: Session, order_id: int) -> OrderSnapshot:
    """Return the snapshot an order works by now: its last one.

    Raises:
        PartproofError: when the order was never released.
    """
    query = (
        select(OrderSnapshot)
        .where(OrderSnapshot.order_id == order_id)
        .order_by(OrderSnapshot.sequence.desc())
    )
    snapshot = session.scalars(query.limit(1)).first()
    if snapshot is None:
        order = find_order(session, order_id)
        raise ORDER_NOT_RUNNING(order=order.number, state=order.state.value)
    return snapshot


def _current(unit: UnitOfWork, order_id: int, expected_version: int) -> WorkOrder:
    order = find_order(unit.session, order_id)
    if order.version != expected_version:
        raise CONFLICT()
    return order


def _part_of(session: Session, part_revision_id: int) -> Part:
    revision = session.get(PartRevision, part_revision_id)
    if revision is None:
        raise NOT_FOUND(what=f"part revision {part_revision_id}")
    return session.get_one(Part, revision.part_id)
