"""The verbs by which lots leave the house. Whether the customer approved the part is asked through a hook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.bom.stock import consumed_by_lot, taken_out_by_lot
from app.events import ShipmentAsked
from app.production.lots import find_lot, require_usable
from app.production.numbers import certificate_number, yearly_number
from app.production.orders import find_order
from app.production.refusals import (
    LOT_TWICE,
    MORE_THAN_LEFT,
    NO_REVISION_TO_SHIP,
    NOTHING_TO_SHIP,
    WRONG_QUANTITY,
)
from app.quantities import is_quantity, shown_number
from app.refusals import CONFLICT, NOT_FOUND
from app.rights import require
from app.settings import read_settings
from app.unit_of_work import UnitOfWork, number_key
from models.part import Customer
from models.production import Lot
from models.shipping import Shipment, ShipmentLine
from models.types import clean_text, decimal_text
from models.vocab import LotState, Noun, Role

SHIPPERS: Final = (Role.QUALITY, Role.ENGINEER, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Taken:
    """What a shipment takes of a lot.

    Attributes:
        lot_id: The lot.
        quantity: In the part's unit; None takes all that is left.
        expected_version: What the person looked at; None does not ask.
    """

    lot_id: int
    quantity: Decimal | None = None
    expected_version: int | None = None


def ship_lots(
    unit: UnitOfWork, taken: Sequence[Taken], *, customer_id: int, samples: bool = False, note: str = ""
) -> int:
    """Ship goods of one or more lots to a customer and return the shipment's id; all of it leaves, or nothing.

    A lot of which all that is good has left is SHIPPED. The number of the inspection certificate is drawn with the
    shipment.

    Args:
        unit: The unit of work.
        taken: What of which lots; released lots made by an order, which says the part revision.
        customer_id: Where it goes.
        samples: Samples that belong to a submission, not mass product.
        note: The customer's order, the delivery note, the carrier.

    Raises:
        PartproofError: held, not released, more than is left, changed meanwhile, of no known revision, or not
            approved by the customer.
    """
    require(unit, *SHIPPERS)
    customer = unit.session.get(Customer, customer_id)
    if customer is None:
        raise NOT_FOUND(what=f"customer {customer_id}")
    if not taken:
        raise NOTHING_TO_SHIP()
    number = yearly_number(unit, Shipment, "SH")
    shipment = Shipment(
        number=number,
        number_key=number_key(number),
        certificate=certificate_number(unit),
        customer_id=customer_id,
        shipped_on=read_settings(unit.session).local(unit.now).date(),
        samples=samples,
        note=clean_text(note).strip()[:200],
        shipped_at=unit.now,
        shipped_by_id=unit.actor.user_id,
    )
    unit.session.add(shipment)
    unit.session.flush()
    seen: set[int] = set()
    for one in taken:
        if one.lot_id in seen:
            raise LOT_TWICE(lot=find_lot(unit.session, one.lot_id).number)
        seen.add(one.lot_id)
        _take(unit, shipment, one)
    unit.index(Noun.SHIPMENT, shipment.id, number, customer.name, shipment.certificate, shipment.note)
    unit.record(
        "lots_shipped",
        Noun.SHIPMENT,
        shipment.id,
        number=number,
        certificate=shipment.certificate,
        customer=customer_id,
        samples=samples,
    )
    return shipment.id


def ship_lot(
    unit: UnitOfWork, lot_id: int, *, customer_id: int, expected_version: int, samples: bool = False
) -> int:
    """Ship all that is left of one lot and return the shipment's id.

    Raises:
        PartproofError: as `ship_lots`.
    """
    taken = Taken(lot_id, expected_version=expected_version)
    return ship_lots(unit, [taken], customer_id=customer_id, samples=samples)


def shipped_of(session: Session, lot_id: int) -> Decimal:
    """Return how much of a lot has left."""
    newest = select(ShipmentLine.total).where(ShipmentLine.lot_id == lot_id)
    total = session.scalars(newest.order_by(ShipmentLine.sequence.desc()).limit(1)).first()
    return Decimal(0) if total is None else total


def _take(unit: UnitOfWork, shipment: Shipment, taken: Taken) -> None:
    # Two that ship of one lot at once wait for each other here.
    lot = unit.session.get(Lot, taken.lot_id, with_for_update=True) or find_lot(unit.session, taken.lot_id)
    if taken.expected_version is not None and lot.version != taken.expected_version:
        raise CONFLICT()
    require_usable(lot)
    if lot.order_id is None:
        raise NO_REVISION_TO_SHIP(lot=lot.number)
    revision = find_order(unit.session, lot.order_id).part_revision_id
    before = shipped_of(unit.session, lot.id)
    # What is scrapped, sent back or put into other lots is no longer there to be shipped.
    good = lot.quantity
    for gone in (
        taken_out_by_lot(unit.session, Lot.id == lot.id),
        consumed_by_lot(unit.session, Lot.id == lot.id),
    ):
        good -= gone.get(lot.id, Decimal(0))
    quantity = good - before if taken.quantity is None else taken.quantity
    if not is_quantity(quantity):
        raise WRONG_QUANTITY(quantity=shown_number(quantity))
    if before + quantity > good:
        left = decimal_text(max(good - before, Decimal(0)))
        raise MORE_THAN_LEFT(lot=lot.number, left=left, asked=decimal_text(quantity))
    unit.announce(
        ShipmentAsked(
            revision, shipment.customer_id, lot.id, quantity, not shipment.samples, shipment.shipped_on
        )
    )
    unit.session.add(
        ShipmentLine(
            shipment_id=shipment.id,
            lot_id=lot.id,
            part_revision_id=revision,
            sequence=1 + _times(unit.session, lot.id),
            quantity=quantity,
            total=before + quantity,
        )
    )
    unit.session.flush()
    if before + quantity == good:
        lot.state = LotState.SHIPPED
    unit.record(
        "lot_shipped",
        Noun.LOT,
        lot.id,
        customer=shipment.customer_id,
        quantity=decimal_text(quantity),
        samples=shipment.samples,
        shipment=shipment.number,
    )


def _times(session: Session, lot_id: int) -> int:
    query = select(func.count()).select_from(ShipmentLine).where(ShipmentLine.lot_id == lot_id)
    return session.scalars(query).one()
