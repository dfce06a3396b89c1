"""What screens and documents ask about orders and lots. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bom.stock import taken_out_by_lot
from app.parts.links import Linked, belonging
from app.production.snapshots import content_hash
from models.part import Part, PartRevision
from models.production import Lot, OrderSnapshot, WorkOrder
from models.vocab import LotState, OrderState


@dataclass(frozen=True)
class OrderRow:
    """One work order of the list."""

    id: int
    version: int
    number: str
    part_id: int
    part_number: str
    part_name: str
    part_revision_id: int
    revision: int
    customer_label: str
    quantity: Decimal
    unit: str
    due_on: date | None
    state: OrderState
    snapshots: int


@dataclass(frozen=True)
class LotRow:
    """One lot of the list; ``taken_out`` is what of it is scrapped or sent back."""

    id: int
    version: int
    number: str
    part_id: int
    part_number: str
    part_name: str
    order_id: int | None
    order_number: str
    quantity: Decimal
    unit: str
    heat_number: str
    state: LotState
    work_day: date
    taken_out: Decimal


@dataclass(frozen=True)
class SnapshotRow:
    """One snapshot of an order; ``sound`` says that its content still has its hash."""

    id: int
    sequence: int
    content: Any
    content_hash: str
    effect: str
    made_at: datetime
    sound: bool


def order_rows(
    session: Session, *, states: tuple[OrderState, ...] = (), linked: Linked | None = None
) -> tuple[OrderRow, ...]:
    """Return the orders, newest first; ``states`` empty means all, ``linked`` what parts (see app.parts.links)."""
    query = (
        select(WorkOrder, PartRevision, Part)
        .join(PartRevision, PartRevision.id == WorkOrder.part_revision_id)
        .join(Part, Part.id == PartRevision.part_id)
        .where(*belonging(Part.id, linked))
        .order_by(WorkOrder.id.desc())
    )
    if states:
        query = query.where(WorkOrder.state.in_(states))
    counts: dict[int, int] = {}
    for order_id in session.scalars(select(OrderSnapshot.order_id)):
        counts[order_id] = counts.get(order_id, 0) + 1
    return tuple(
        OrderRow(
            order.id,
            order.version,
            order.number,
            part.id,
            part.number,
            part.name,
            revision.id,
            revision.counter,
            revision.customer_label,
            order.quantity,
            part.unit,
            order.due_on,
            order.state,
            counts.get(order.id, 0),
        )
        for order, revision, part in session.execute(query)
    )


def lot_rows(
    session: Session,
    *,
    order_id: int | None = None,
    part_id: int | None = None,
    linked: Linked | None = None,
) -> tuple[LotRow, ...]:
    """Return the lots, newest first, of one order or part, of linked parts (see app.parts.links), or of all."""
    query = (
        select(Lot, Part, WorkOrder.number)
        .join(Part, Part.id == Lot.part_id)
        .outerjoin(WorkOrder, WorkOrder.id == Lot.order_id)
        .where(*belonging(Part.id, linked))
        .order_by(Lot.id.desc())
    )
    if order_id is not None:
        query = query.where(Lot.order_id == order_id)
    if part_id is not None:
        query = query.where(Lot.part_id == part_id)
    out = taken_out_by_lot(session)
    return tuple(
        LotRow(
            lot.id,
            lot.version,
            lot.number,
            part.id,
            part.number,
            part.name,
            lot.order_id,
            order or "",
            lot.quantity,
            part.unit,
            lot.heat_number,
            lot.state,
            lot.work_day,
            out.get(lot.id, Decimal(0)),
        )
        for lot, part, order in session.execute(query)
    )


def snapshot_rows(session: Session, order_id: int) -> tuple[SnapshotRow, ...]:
    """Return an order's snapshots in their order; the last one is what the floor works by."""
    query = select(OrderSnapshot).where(OrderSnapshot.order_id == order_id).order_by(OrderSnapshot.sequence)
    return tuple(
        SnapshotRow(
            row.id,
            row.sequence,
            row.content,
            row.content_hash,
            row.effect,
            row.made_at,
            content_hash(row.content) == row.content_hash,
        )
        for row in session.scalars(query)
    )
