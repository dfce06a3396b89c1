"""What screens and documents ask about shipments: the list, one with its lots, what may be shipped. Reads only."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bom.stock import gone_by_lot
from app.parts.links import Linked, belonging
from app.production.lots import find_lot_by_number, require_usable
from app.production.refusals import NO_REVISION_TO_SHIP
from app.settings import read_settings
from app.unit_of_work import number_key
from devices.barcodes.content import CodeContent
from devices.barcodes.registry import parse
from models.certification import IssuedDocument
from models.part import Customer, Part, PartCustomer, PartRevision
from models.person import User
from models.production import Lot
from models.shipping import Shipment, ShipmentLine
from models.vocab import LotState


@dataclass(frozen=True)
class ShippedLot:
    """What a shipment took of a lot; ``total`` is what has left of the lot with it."""

    lot_id: int
    lot: str
    part_id: int
    part_number: str
    part_name: str
    part_revision_id: int
    revision: str
    heat_number: str
    quantity: Decimal
    total: Decimal
    lot_quantity: Decimal
    unit: str


@dataclass(frozen=True)
class ShipmentRow:
    """One shipment.

    Attributes:
        certificate: Number of its inspection certificate.
        issues: How often the certificate was given out, in whatever language and format.
    """

    id: int
    number: str
    certificate: str
    customer_id: int
    customer: str
    shipped_on: date
    samples: bool
    note: str
    shipped_by: str
    lots: tuple[ShippedLot, ...]
    issues: int

    @property
    def lot_numbers(self) -> str:
        """The lots in one line."""
        return ", ".join(one.lot for one in self.lots)

    @property
    def parts(self) -> str:
        """The parts in one line, each once."""
        return ", ".join(dict.fromkeys(one.part_number for one in self.lots))


@dataclass(frozen=True)
class ShippableLot:
    """A lot of which something may leave; ``left`` is how much."""

    id: int
    version: int
    number: str
    part_id: int
    part_number: str
    part_name: str
    left: Decimal
    unit: str


@dataclass(frozen=True)
class ShippingChoices:
    """Released lots with something left, and customers; of a part, which customers know it."""

    lots: tuple[ShippableLot, ...]
    customers: tuple[tuple[int, str], ...]
    customers_of: dict[int, tuple[int, ...]]


def shipment_rows(
    session: Session,
    *,
    customer_id: int | None = None,
    lot_id: int | None = None,
    shipment_id: int | None = None,
    linked: Linked | None = None,
) -> tuple[ShipmentRow, ...]:
    """Return the shipments, newest first: all, or those of a customer, those that took of a lot, or one.

    ``linked`` leaves those with a lot of such a part (see app.parts.links), whole.
    """
    query = (
        select(Shipment, Customer.name, User.name)
        .join(Customer, Customer.id == Shipment.customer_id)
        .outerjoin(User, User.id == Shipment.shipped_by_id)
        .order_by(Shipment.id.desc())
    )
    if customer_id is not None:
        query = query.where(Shipment.customer_id == customer_id)
    if lot_id is not None:
        of_lot = select(ShipmentLine.shipment_id).where(ShipmentLine.lot_id == lot_id)
        query = query.where(Shipment.id.in_(of_lot))
    if shipment_id is not None:
        query = query.where(Shipment.id == shipment_id)
    if linked:
        of_parts = select(ShipmentLine.shipment_id).join(Lot, Lot.id == ShipmentLine.lot_id)
        query = query.where(Shipment.id.in_(of_parts.where(*belonging(Lot.part_id, linked))))
    found = session.execute(query).all()
    ids = [row[0].id for row in found]
    lots, issues = _lots(session, ids), _issues(session, ids)
    return tuple(
        ShipmentRow(
            row.id,
            row.number,
            row.certificate,
            row.customer_id,
            customer,
            row.shipped_on,
            row.samples,
            row.note,
            person or "",
            tuple(lots[row.id]),
            len(issues[row.id]),
        )
        for row, customer, person in found
    )


def shipment_row(session: Session, shipment_id: int) -> ShipmentRow | None:
    """Return one shipment, or None."""
    return next(iter(shipment_rows(session, shipment_id=shipment_id)), None)


def shipping_choices(session: Session) -> ShippingChoices:
    """Return what a shipment can be made of."""
    released = (Lot.state == LotState.RELEASED, Lot.order_id.is_not(None))
    gone = gone_by_lot(session, *released)
    lots = select(Lot, Part).join(Part, Part.id == Lot.part_id).where(*released).order_by(Lot.id.desc())
    of: dict[int, list[int]] = defaultdict(list)
    for part_id, known_by in session.execute(
        select(PartCustomer.part_id, PartCustomer.customer_id).order_by(PartCustomer.id)
    ):
        of[part_id].append(known_by)
    return ShippingChoices(
        tuple(
            ShippableLot(
                lot.id,
                lot.version,
                lot.number,
                part.id,
                part.number,
                part.name,
                max(lot.quantity - gone.get(lot.id, Decimal(0)), Decimal(0)),
                part.unit,
            )
            for lot, part in session.execute(lots)
        ),
        tuple(
            (row[0], row[1])
            for row in session.execute(select(Customer.id, Customer.name).order_by(Customer.name))
        ),
        {part_id: tuple(dict.fromkeys(ids)) for part_id, ids in of.items()},
    )


def shippable_lot(session: Session, code: str) -> ShippableLot:
    """Return the lot that a scanned or typed code stands for, where something of it may leave.

    Raises:
        PartproofError: no such lot, held, not released, or of no known part revision.
    """
    lot = coded_lot(session, code)
    require_usable(lot)
    if lot.order_id is None:
        raise NO_REVISION_TO_SHIP(lot=lot.number)
    return next(one for one in shipping_choices(session).lots if one.id == lot.id)


def coded_lot(session: Session, code: str) -> Lot:
    """Return the lot that a scanned or typed code stands for, in whatever state.

    Raises:
        PartproofError: ``record.not_found``.
    """
    content = parse(code, book=read_settings(session).code_book)
    numbers = [code]
    if isinstance(content, CodeContent):
        numbers = [*(value for _name, value in content.fields if value.strip()), code]
    for number in numbers[:-1]:
        found = session.scalars(select(Lot).where(Lot.number_key == number_key(number))).one_or_none()
        if found is not None:
            return found
    return find_lot_by_number(session, numbers[-1])


def _lots(session: Session, shipment_ids: list[int]) -> dict[int, list[ShippedLot]]:
    query = (
        select(ShipmentLine, Lot, Part, PartRevision)
        .join(Lot, Lot.id == ShipmentLine.lot_id)
        .join(Part, Part.id == Lot.part_id)
        .join(PartRevision, PartRevision.id == ShipmentLine.part_revision_id)
        .where(ShipmentLine.shipment_id.in_(shipment_ids))
        .order_by(ShipmentLine.id)
    )
    found: dict[int, list[ShippedLot]] = defaultdict(list)
    for line, lot, part, revision in session.execute(query):
        found[line.shipment_id].append(
            ShippedLot(
                lot.id,
                lot.number,
                part.id,
                part.number,
                part.name,
                revision.id,
                revision.customer_label or str(revision.counter),
                lot.heat_number,
                line.quantity,
                line.total,
                lot.quantity,
                part.unit,
            )
        )
    return found


def _issues(session: Session, shipment_ids: list[int]) -> dict[int, set[object]]:
    query = select(IssuedDocument.entity_id, IssuedDocument.uuid).where(
        IssuedDocument.kind == "shipment_certificate", IssuedDocument.entity_id.in_(shipment_ids)
    )
    found: dict[int, set[object]] = defaultdict(set)
    for shipment_id, issue in session.execute(query):
        found[shipment_id].add(issue)
    return found
