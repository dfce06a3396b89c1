"""Pictures of shipping: the form with a lot taken, and a shipment with its certificate's number."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from app.desktop.settle import settle
from app.factory import Factory
from app.production.lots import create_lot, release_lot
from app.production.queries import order_rows
from app.production.shipment_queries import shipping_choices
from app.production.shipping import Taken, ship_lots
from app.unit_of_work import SYSTEM
from models.vocab import OrderState
from ui.bridge import OutsideChanges
from ui.main_window import MainWindow
from ui.shipping.shipments_screen import ShipmentsScreen


def take_shipments(factory: Factory, window: MainWindow, take: Callable[[str], object]) -> None:
    """Ship samples of two lots, then take the form and the shipment.

    Args:
        factory: The demo factory.
        window: The window of the person signed in.
        take: Takes the window as it stands, under a name.
    """
    going = (OrderState.RELEASED, OrderState.RUNNING)
    order = next((row for row in factory.ask(order_rows) if row.state in going), None)
    if order is None:
        return
    facts: dict[str, Any] = {"part_id": order.part_id, "order_id": order.id, "actor": SYSTEM}
    lots = [factory.perform(create_lot, quantity=Decimal(500), **facts).result for _ in range(2)]
    for lot in lots:
        factory.perform(release_lot, lot, expected_version=1, reason="합격", actor=SYSTEM)
    customer = factory.ask(shipping_choices).customers[0][0]
    factory.perform(
        ship_lots,
        [Taken(lots[0]), Taken(lots[1], Decimal(120))],
        customer_id=customer,
        samples=True,
        note="PO-2026-118",
        actor=SYSTEM,
    )
    window.open_place("shipments")
    # Made beside the window: it would see them only at its next look at what others did.
    window.bridge.publish(OutsideChanges(frozenset({"shipment", "lot"})))
    settle(window, window.tasks)
    screen = window.shown_screen
    if not isinstance(screen, ShipmentsScreen):
        return
    take("shipment")
    screen.form.begin()
    screen.side.setCurrentIndex(1)
    settle(window, window.tasks)
    screen.form.take(factory.ask(shipping_choices).lots[0].number)
    settle(window, window.tasks)
    screen.form.save.click()
    settle(window, window.tasks)
    take("shipment-form")
    screen.side.setCurrentIndex(0)
