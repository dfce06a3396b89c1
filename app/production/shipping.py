"""The verb by which a lot leaves the house. Whether the customer approved the part is asked through a hook."""

from __future__ import annotations

from app.events import ShipmentAsked
from app.production.lots import find_lot, require_usable
from app.production.orders import find_order
from app.production.refusals import NO_REVISION_TO_SHIP
from app.refusals import CONFLICT
from app.rights import require
from app.settings import read_settings
from app.unit_of_work import UnitOfWork
from models.types import decimal_text
from models.vocab import LotState, Noun, Role


def ship_lot(
    unit: UnitOfWork, lot_id: int, *, customer_id: int, expected_version: int, samples: bool = False
) -> None:
    """Ship a whole lot to a customer.

    Args:
        unit: The unit of work.
        lot_id: The lot; released, made by an order, which says the part revision.
        customer_id: Where it goes.
        expected_version: What the person looked at.
        samples: The lot holds samples that belong to a submission, not mass product.

    Raises:
        PartproofError: held, not released, changed meanwhile, of no known revision, or not approved by the customer.
    """
    require(unit, Role.QUALITY, Role.ENGINEER, Role.ADMINISTRATOR)
    lot = find_lot(unit.session, lot_id)
    if lot.version != expected_version:
        raise CONFLICT()
    require_usable(lot)
    if lot.order_id is None:
        raise NO_REVISION_TO_SHIP(lot=lot.number)
    revision = find_order(unit.session, lot.order_id).part_revision_id
    day = read_settings(unit.session).local(unit.now).date()
    unit.announce(ShipmentAsked(revision, customer_id, lot_id, lot.quantity, not samples, day))
    lot.state = LotState.SHIPPED
    unit.record(
        "lot_shipped",
        Noun.LOT,
        lot.id,
        customer=customer_id,
        quantity=decimal_text(lot.quantity),
        samples=samples,
    )
