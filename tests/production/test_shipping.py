"""Shipments: part of a lot, several lots, never more than there is; frozen also against raw SQL on both engines."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from app.changes.impact import goods_of
from app.changes.orders import add_item, make_change_order
from app.errors import PartproofError
from app.factory import Factory
from app.parts.parts import add_customer
from app.production.lots import create_lot, find_lot, hold_lot, release_lot
from app.production.shipment_queries import shipment_row, shipment_rows, shippable_lot, shipping_choices
from app.production.shipping import Taken, ship_lot, ship_lots, shipped_of
from models.vocab import LotState, Noun, StockPlace
from tests.at_once import at_once
from tests.production.floor import Floor


@pytest.fixture
def customer(floor: Floor) -> int:
    """The customer."""
    return int(floor.do(add_customer, code="HG", name="한길자동차", actor=floor.engineer))


def _lot(floor: Floor, quantity: int = 100, *, order: bool = True) -> int:
    facts: dict[str, Any] = {"part_id": floor.part_id, "quantity": Decimal(quantity)}
    lot: int = floor.do(create_lot, order_id=floor.order_id if order else None, actor=floor.quality, **facts)
    floor.do(release_lot, lot, expected_version=1, reason="합격", actor=floor.quality)
    return lot


def _ship(floor: Floor, customer: int, *taken: Taken, **facts: Any) -> int:
    # Samples of a submission: whether mass product may leave is certification's to say.
    facts = {"customer_id": customer, "samples": True, "actor": floor.quality, **facts}
    return int(floor.do(ship_lots, taken, **facts))


def _code(floor: Floor, customer: int, *taken: Taken, **facts: Any) -> str:
    with pytest.raises(PartproofError) as refused:
        _ship(floor, customer, *taken, **facts)
    return refused.value.code


def _state(floor: Floor, lot: int) -> tuple[LotState, Decimal]:
    with floor.factory.reading() as session:
        return find_lot(session, lot).state, shipped_of(session, lot)


def test_part_of_a_lot_leaves_and_the_rest_stays(floor: Floor, customer: int) -> None:
    lot, other = _lot(floor), _lot(floor, 40)
    first = _ship(floor, customer, Taken(lot, Decimal("60")), Taken(other), note="PO-118")
    assert _state(floor, lot) == (LotState.RELEASED, Decimal(60))
    assert _state(floor, other) == (LotState.SHIPPED, Decimal(40))
    row = floor.factory.ask(shipment_row, first)
    assert row is not None
    assert (row.number, row.certificate, row.note) == ("SH-2026-0001", "IC-2026-0001", "PO-118")
    shipped = [(one.quantity, one.total, one.lot_quantity) for one in row.lots]
    assert shipped == [(Decimal(60), Decimal(60), Decimal(100)), (Decimal(40), Decimal(40), Decimal(40))]
    order = floor.do(make_change_order, title="개정", reason="시험", actor=floor.engineer)
    floor.do(add_item, order, Noun.PART_REVISION, floor.part_id, label="C", actor=floor.engineer)
    goods = {(one.entity_id, one.place): one.quantity for one in floor.factory.ask(goods_of, order)}
    assert goods[lot, StockPlace.STOCK] == Decimal(40)
    assert goods[lot, StockPlace.SHIPPED] == Decimal(60)
    assert goods[other, StockPlace.SHIPPED] == Decimal(40)
    assert (other, StockPlace.STOCK) not in goods
    left = floor.factory.ask(shipping_choices).lots
    assert [(one.id, one.left) for one in left] == [(lot, Decimal(40))]
    assert _code(floor, customer, Taken(lot, Decimal("40.001"))) == "production.more_than_left"
    assert _state(floor, lot) == (LotState.RELEASED, Decimal(60))
    with floor.factory.reading() as session:
        version = find_lot(session, lot).version
    last = floor.do(
        ship_lot, lot, customer_id=customer, expected_version=version, samples=True, actor=floor.quality
    )
    assert _state(floor, lot) == (LotState.SHIPPED, Decimal(100))
    assert [one.id for one in floor.factory.ask(shipment_rows, lot_id=lot)] == [last, first]
    assert [one.certificate for one in floor.factory.ask(shipment_rows)] == ["IC-2026-0002", "IC-2026-0001"]


def test_all_of_a_shipment_leaves_or_nothing(floor: Floor, customer: int) -> None:
    lot, held = _lot(floor), _lot(floor)
    floor.do(hold_lot, held, reason="확인", actor=floor.quality)
    assert _code(floor, customer, Taken(lot), Taken(held)) == "production.lot_held"
    assert _code(floor, customer) == "production.nothing_to_ship"
    assert _code(floor, customer, Taken(lot), Taken(lot, Decimal(1))) == "production.lot_twice"
    assert _code(floor, customer, Taken(lot, Decimal(0))) == "production.wrong_quantity"
    assert _code(floor, customer, Taken(lot, expected_version=1)) == "record.conflict"
    assert _code(floor, customer, Taken(_lot(floor, order=False))) == "production.no_revision_to_ship"
    assert _code(floor, customer, Taken(lot), actor=floor.operator) == "right.missing"
    assert _state(floor, lot) == (LotState.RELEASED, Decimal(0))
    assert floor.factory.ask(shipment_rows) == ()
    # What was refused drew no number for good.
    _ship(floor, customer, Taken(lot))
    assert floor.factory.ask(shipment_rows)[0].certificate == "IC-2026-0001"


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_no_quantity_that_cannot_be_counted(floor: Floor, customer: int) -> None:
    lot = _lot(floor)
    for written in ("NaN", "sNaN", "Infinity", "-1", "1E-40", "1E+999999", "33.3666666666666666666666666666"):
        quantity = Decimal(written)
        assert _code(floor, customer, Taken(lot, quantity)) == "production.wrong_quantity", written
        with pytest.raises(PartproofError) as refused:
            floor.do(create_lot, part_id=floor.part_id, quantity=quantity, actor=floor.quality)
        assert refused.value.code == "production.wrong_quantity", written
    largest = floor.do(
        create_lot,
        part_id=floor.part_id,
        quantity=Decimal("99999999.999999"),
        order_id=floor.order_id,
        actor=floor.quality,
    )
    floor.do(release_lot, largest, expected_version=1, reason="합격", actor=floor.quality)
    for part in ("33333333.333334", "0.000001", None):
        _ship(floor, customer, Taken(largest, None if part is None else Decimal(part)))
    assert _state(floor, largest) == (LotState.SHIPPED, Decimal("99999999.999999"))


def test_the_last_of_two_lots_leaves_once_from_two_stations(floor: Floor, customer: int) -> None:
    lots = (_lot(floor), _lot(floor))
    turns = iter((lots, lots[::-1]))

    def ship(station: Factory) -> str:
        taken = [Taken(lot, Decimal(60)) for lot in next(turns)]
        try:
            station.perform(ship_lots, taken, customer_id=customer, samples=True, actor=floor.quality)
        except PartproofError as refused:
            return refused.code
        return "shipped"

    assert at_once(floor.factory, ship) == ["production.more_than_left", "shipped"]
    assert [_state(floor, lot) for lot in lots] == [(LotState.RELEASED, Decimal(60))] * 2


def test_a_scanned_tag_names_its_lot_or_why_it_stays(floor: Floor) -> None:
    lot = _lot(floor)
    with floor.factory.reading() as session:
        number = find_lot(session, lot).number
    assert floor.factory.ask(shippable_lot, f" {number} ").id == lot
    floor.do(hold_lot, lot, reason="확인", actor=floor.quality)
    for code, wanted in ((number, "production.lot_held"), ("없는 번호", "record.not_found")):
        with pytest.raises(PartproofError) as refused:
            floor.factory.ask(shippable_lot, code)
        assert refused.value.code == wanted


def test_what_left_is_frozen_against_raw_sql(floor: Floor, customer: int) -> None:
    lot, waiting = _lot(floor), _lot(floor)
    shipment = _ship(floor, customer, Taken(lot, Decimal("60")))
    floor.do(hold_lot, waiting, reason="확인", actor=floor.quality)
    insert = (
        "INSERT INTO shipment_line (shipment_id, lot_id, part_revision_id, sequence, quantity, total)"
        " VALUES (:shipment, :lot, :revision, :sequence, :quantity, :total)"
    )
    facts = {"shipment": shipment, "revision": floor.part_revision_id}
    attacks = (
        (insert, {**facts, "lot": lot, "sequence": 2, "quantity": "41", "total": "101"}),
        (insert, {**facts, "lot": lot, "sequence": 2, "quantity": "40", "total": "99"}),
        (insert, {**facts, "lot": lot, "sequence": 3, "quantity": "40", "total": "100"}),
        (insert, {**facts, "lot": lot, "sequence": 1, "quantity": "40", "total": "100"}),
        (insert, {**facts, "lot": lot, "sequence": 2, "quantity": "-10", "total": "50"}),
        (insert, {**facts, "lot": waiting, "sequence": 1, "quantity": "1", "total": "1"}),
        ("UPDATE shipment_line SET quantity = '1' WHERE shipment_id = :shipment", {"shipment": shipment}),
        ("DELETE FROM shipment_line WHERE shipment_id = :shipment", {"shipment": shipment}),
        ("UPDATE shipment SET certificate = 'IC-2026-9999' WHERE id = :shipment", {"shipment": shipment}),
        ("DELETE FROM shipment WHERE id = :shipment", {"shipment": shipment}),
        ("UPDATE lot SET quantity = '1000' WHERE id = :lot", {"lot": lot}),
        ("UPDATE lot SET state = 'shipped' WHERE id = :lot", {"lot": lot}),
    )
    engine = create_engine(floor.factory.place.database, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement, values in attacks:
            with pytest.raises(DBAPIError, match=r"refused|UNIQUE|permission denied|unique"):
                connection.execute(text(statement), values)
    engine.dispose()
    assert _state(floor, lot) == (LotState.RELEASED, Decimal(60))
