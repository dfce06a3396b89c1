"""What a change order affects: parents, control plans, documents, orders, lots, assessments. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.bom.stock import gone_by_lot, shipped_by_lot
from models.bom import BomLine, BomSubstitute
from models.certification import Assessment
from models.change import AffectedRevision
from models.document import Document, DocumentRevision, PartDocument
from models.part import Part, PartRevision
from models.production import Lot, OrderSnapshot, WorkOrder
from models.types import decimal_text
from models.vocab import (
    AssessmentState,
    DocumentKind,
    LotState,
    Noun,
    OrderState,
    RevisionState,
    Source,
    StockPlace,
)

_STOCK: Final = (LotState.QUARANTINE, LotState.RELEASED, LotState.HOLD)
_GOING: Final = (OrderState.PLANNED, OrderState.RELEASED, OrderState.RUNNING, OrderState.ON_HOLD)
_SUPPLIED: Final = (Source.BOUGHT, Source.OUTSOURCED, Source.CUSTOMER_SUPPLIED)


@dataclass(frozen=True)
class ImpactRow:
    """One thing a change order touches.

    Attributes:
        kind: ``parent``, ``control_plan``, ``document``, ``order``, ``lot`` or ``assessment``.
        noun: What it is.
        entity_id: Its id.
        number: What people call it.
        detail: What it is besides, e.g. a quantity or a revision.
    """

    kind: str
    noun: Noun
    entity_id: int
    number: str
    detail: str

    def plain(self) -> dict[str, Any]:
        """Return it as it is stored and signed."""
        return {
            "kind": self.kind,
            "noun": self.noun.value,
            "id": self.entity_id,
            "number": self.number,
            "detail": self.detail,
        }


@dataclass(frozen=True)
class Goods:
    """Goods of an old revision that need a disposition."""

    part_id: int
    place: StockPlace
    entity_id: int | None
    what: str
    quantity: Decimal | None


def affected_parts(session: Session, order_id: int) -> tuple[int, ...]:
    """Return the parts whose revision an order changes; of a document, the parts released with its old revision."""
    items = session.scalars(
        select(AffectedRevision).where(AffectedRevision.change_order_id == order_id)
    ).all()
    parts = {item.owner_id for item in items if item.noun is Noun.PART_REVISION}
    documents = [item.from_revision_id for item in items if item.noun is Noun.DOCUMENT_REVISION]
    query = (
        select(PartRevision.part_id)
        .join(PartDocument, PartDocument.part_revision_id == PartRevision.id)
        .where(
            PartDocument.document_revision_id.in_([entry for entry in documents if entry is not None]),
            PartRevision.state == RevisionState.RELEASED,
        )
    )
    return tuple(sorted(parts | set(session.scalars(query))))


def impact_of(session: Session, order_id: int) -> tuple[ImpactRow, ...]:
    """Return everything a change order touches, in the order in which people look at it."""
    parts = affected_parts(session, order_id)
    rows = [*_parents(session, parts), *_documents(session, order_id, parts), *_orders(session, parts)]
    rows += [*_lots(session, parts), *_assessments(session, parts)]
    return tuple(rows)


def goods_of(session: Session, order_id: int) -> tuple[Goods, ...]:
    """Return the goods of the changed parts that somebody must decide about.

    A bought, outsourced or customer-supplied part has a line for what is on order: the program keeps no purchase
    orders, so a person says that there are none.
    """
    found: list[Goods] = []
    for part_id in affected_parts(session, order_id):
        part = session.get_one(Part, part_id)
        found += _lots_of(session, part_id)
        for order in session.scalars(_orders_of((part_id,))):
            found.append(Goods(part_id, StockPlace.WIP, order.id, order.number, order.quantity))
        if part.source in _SUPPLIED:
            found.append(Goods(part_id, StockPlace.ON_ORDER, None, part.number, None))
    return tuple(found)


def _lots_of(session: Session, part_id: int) -> Iterator[Goods]:
    """Yield what is here and what has left of every lot of a part; of one lot both may be.

    What is scrapped or sent back to the supplier is disposed of already.
    """
    shipped = shipped_by_lot(session, Lot.part_id == part_id)
    gone = gone_by_lot(session, Lot.part_id == part_id)
    for lot in session.scalars(select(Lot).where(Lot.part_id == part_id).order_by(Lot.id)):
        left = shipped.get(lot.id, lot.quantity if lot.state is LotState.SHIPPED else Decimal(0))
        if lot.state in _STOCK:
            here = lot.quantity - gone.get(lot.id, Decimal(0))
            if here > 0:
                yield Goods(part_id, StockPlace.STOCK, lot.id, lot.number, here)
        if left:
            yield Goods(part_id, StockPlace.SHIPPED, lot.id, lot.number, left)


def _parents(session: Session, parts: Iterable[int]) -> list[ImpactRow]:
    """Return the released assemblies that build a part in, as a line or in place of one."""
    listed = list(parts)
    lines = select(BomLine.revision_id).where(BomLine.child_part_id.in_(listed))
    instead = (
        select(BomLine.revision_id)
        .join(BomSubstitute, BomSubstitute.line_id == BomLine.id)
        .where(BomSubstitute.part_id.in_(listed))
    )
    query = (
        select(Part.id, Part.number, Part.name)
        .join(PartRevision, PartRevision.part_id == Part.id)
        .where(PartRevision.id.in_(lines.union(instead)), PartRevision.state == RevisionState.RELEASED)
        .distinct()
        .order_by(Part.number)
    )
    return [ImpactRow("parent", Noun.PART, row[0], row[1], row[2]) for row in session.execute(query)]


def _documents(session: Session, order_id: int, parts: Iterable[int]) -> list[ImpactRow]:
    changed = select(AffectedRevision.owner_id).where(
        AffectedRevision.change_order_id == order_id, AffectedRevision.noun == Noun.DOCUMENT_REVISION
    )
    query = (
        select(Document.id, Document.number, DocumentRevision.label, Document.kind)
        .join(DocumentRevision, DocumentRevision.document_id == Document.id)
        .join(PartDocument, PartDocument.document_revision_id == DocumentRevision.id)
        .join(PartRevision, PartRevision.id == PartDocument.part_revision_id)
        .where(
            PartRevision.part_id.in_(list(parts)),
            PartRevision.state == RevisionState.RELEASED,
            Document.id.not_in(changed),
        )
        .distinct()
        .order_by(Document.number)
    )
    found = [(row[3] is DocumentKind.CONTROL_PLAN, row) for row in session.execute(query)]
    # What is checked and how follows from the drawing: people look at the control plans first.
    found.sort(key=lambda entry: not entry[0])
    return [
        ImpactRow("control_plan" if plan else "document", Noun.DOCUMENT, row[0], row[1], row[2])
        for plan, row in found
    ]


def _orders_of(parts: Iterable[int]) -> Any:
    return (
        select(WorkOrder)
        .join(PartRevision, PartRevision.id == WorkOrder.part_revision_id)
        .where(PartRevision.part_id.in_(list(parts)), WorkOrder.state.in_(_GOING))
        .order_by(WorkOrder.id)
    )


def _orders(session: Session, parts: Iterable[int]) -> list[ImpactRow]:
    """Return the running orders of the parts, then those that were told to build one of them in."""
    own = [
        ImpactRow("order", Noun.ORDER, order.id, order.number, decimal_text(order.quantity))
        for order in session.scalars(_orders_of(parts))
    ]
    return own + _orders_above(session, parts, {row.entity_id for row in own})


def _orders_above(session: Session, parts: Iterable[int], named: set[int]) -> list[ImpactRow]:
    """Return the running orders whose newest snapshot lists a part, or lists it in place of another.

    An order that was not released has no snapshot: it takes over what is released when it begins.
    """
    numbers = set(session.scalars(select(Part.number).where(Part.id.in_(list(parts)))))
    newest = (
        select(OrderSnapshot.order_id, func.max(OrderSnapshot.sequence).label("sequence"))
        .group_by(OrderSnapshot.order_id)
        .subquery()
    )
    query = (
        select(WorkOrder, OrderSnapshot.content)
        .join(OrderSnapshot, OrderSnapshot.order_id == WorkOrder.id)
        .join(newest, and_(newest.c.order_id == WorkOrder.id, newest.c.sequence == OrderSnapshot.sequence))
        .where(WorkOrder.state.in_(_GOING))
        .order_by(WorkOrder.id)
    )
    return [
        ImpactRow(
            "order",
            Noun.ORDER,
            order.id,
            order.number,
            f"{decimal_text(order.quantity)} · {content['part']['number']}",
        )
        for order, content in session.execute(query)
        if order.id not in named and numbers & _built_in(content)
    ]


def _built_in(content: dict[str, Any]) -> set[str]:
    """Return the numbers of the parts that a snapshot builds in, substitutes among them."""
    lines = content["bom"]
    return {line["part"] for line in lines} | {
        entry["part"] for line in lines for entry in line["substitutes"]
    }


def _lots(session: Session, parts: Iterable[int]) -> list[ImpactRow]:
    query = select(Lot).where(Lot.part_id.in_(list(parts)), Lot.state.in_((*_STOCK, LotState.SHIPPED)))
    return [
        ImpactRow("lot", Noun.LOT, lot.id, lot.number, decimal_text(lot.quantity))
        for lot in session.scalars(query.order_by(Lot.id))
    ]


def _assessments(session: Session, parts: Iterable[int]) -> list[ImpactRow]:
    query = (
        select(Assessment.id, Assessment.number, Part.number)
        .join(PartRevision, PartRevision.id == Assessment.part_revision_id)
        .join(Part, Part.id == PartRevision.part_id)
        .where(PartRevision.part_id.in_(list(parts)), Assessment.state != AssessmentState.CLOSED)
        .order_by(Assessment.id)
    )
    return [
        ImpactRow("assessment", Noun.ASSESSMENT, row[0], row[1], row[2]) for row in session.execute(query)
    ]
