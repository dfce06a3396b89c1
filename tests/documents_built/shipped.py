"""A lot of the small factory measured whole and shipped, alone or with one nobody measured. Asserts nothing."""

from __future__ import annotations

import uuid
from decimal import Decimal

from app.drawings.queries import characteristic_rows
from app.gauges.queries import gauge_rows
from app.inspection.inspections import finish_inspection, open_inspection
from app.inspection.measurement import Measurement
from app.inspection.readings import store_reading
from app.production.lots import create_lot, release_lot
from app.production.queries import lot_rows
from app.production.shipment_queries import shipping_choices
from app.production.shipping import Taken, ship_lots
from models.vocab import EntryMode, InspectionKind, Role
from tests.documents_built.conftest import Built


def shipped_measured_lot(built: Built, *, beside: bool = False) -> int:
    """Ship a measured lot as samples and return the shipment's id.

    Args:
        built: The factory.
        beside: A second lot goes with it that nobody measured.
    """
    factory, crew = built.factory, built.crew
    quality = crew.actor(Role.QUALITY)
    first = factory.ask(lot_rows)[0]
    order = next(row.order_id for row in factory.ask(lot_rows) if row.order_id is not None)

    def lot() -> int:
        return int(
            factory.perform(
                create_lot, part_id=first.part_id, quantity=Decimal(50), order_id=order, actor=quality
            ).result
        )

    lots = [lot(), *([lot()] if beside else [])]
    _measure(built, lots[0])
    for one in lots:
        factory.perform(release_lot, one, expected_version=1, reason="합격", actor=quality)
    customer = factory.ask(shipping_choices).customers[0][0]
    taken = [Taken(one) for one in lots]
    return int(factory.perform(ship_lots, taken, customer_id=customer, samples=True, actor=quality).result)


def _measure(built: Built, lot: int) -> None:
    factory, operator = built.factory, built.crew.actor(Role.OPERATOR)
    gauge = factory.ask(gauge_rows, day=factory.clock().date())[0].id
    inspection = factory.perform(
        open_inspection, kind=InspectionKind.LAYOUT, lot_id=lot, sample_size=2, actor=operator
    ).result
    for row in factory.ask(characteristic_rows, built.made.drawing):
        for sample in (1, 2):
            measured = Measurement(uuid.uuid4(), EntryMode.KEYED, None, attribute="OK")
            if row.upper_limit is not None and row.lower_limit is not None:
                value = f"{(row.upper_limit + row.lower_limit) / 2:.3f}"
                measured = Measurement(uuid.uuid4(), EntryMode.KEYED, value, gauge_id=gauge)
            factory.perform(store_reading, inspection, row.id, sample, measured, actor=operator)
    factory.perform(finish_inspection, inspection, actor=operator)
