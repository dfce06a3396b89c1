"""What was put into what: only what is there and fits, no cycles, counter rows; raw SQL too; a lot as built."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from app.bom.as_built import made_lots, used_lots
from app.bom.compare import Comparison, compared, side_choices, side_of
from app.bom.lines import LineFacts, add_line, add_substitute
from app.bom.stock import gone_by_lot
from app.changes.release import release
from app.drawings.documents import use_document
from app.errors import PartproofError
from app.parts.parts import add_customer, add_part
from app.production.consumption import consume_for, take_back_consumption
from app.production.lots import create_lot, find_lot, hold_lot, reject_lot, release_lot
from app.production.orders import create_order, find_order, release_order
from app.production.shipping import Taken, ship_lots
from models.part import PartRevision
from models.production import OrderSnapshot
from models.rules.compare import Difference
from models.vocab import LotState, Noun, PartKind, Role, Source
from tests.at_once import at_once
from tests.production.floor import Floor, approve

INSERT = (
    "INSERT INTO consumption (made_lot_id, used_lot_id, sequence, quantity, takes_back_id, reason, used_at)"
    " SELECT :made, :used, :sequence, :quantity, :back, :reason, used_at FROM consumption WHERE id = :like"
)


@dataclass
class Shop:
    """An assembly of two brackets (or the spare one) and a third of a metre of wire, with an order and lots."""

    floor: Floor
    parts: dict[str, int]
    revision: int
    order: int

    def lot(self, part: str, quantity: int | str, *, released: bool = True) -> int:
        """Make a lot; an assembly's by the order."""
        floor = self.floor
        facts: dict[str, Any] = {"order_id": self.order} if part == "AS-1" else {}
        lot: int = floor.do(create_lot, part_id=self.parts[part], quantity=Decimal(quantity), **facts)
        if released:
            floor.do(release_lot, lot, expected_version=1, reason="합격", actor=floor.quality)
        return lot

    def put(self, made: int, used: int, quantity: str, **facts: Any) -> int:
        """Put some of a lot into another, as the operator."""
        return int(self.floor.do(consume_for, made, used, quantity=Decimal(quantity), **facts))

    def code(self, verb: Any, *args: Any, **facts: Any) -> str:
        """Return the code of the refusal."""
        with pytest.raises(PartproofError) as refused:
            self.floor.do(verb, *args, **facts)
        return refused.value.code

    def refused(self, made: int, used: int, quantity: str = "1", **facts: Any) -> str:
        """Return why some of a lot may not be put into another."""
        return self.code(consume_for, made, used, quantity=Decimal(quantity), **facts)

    def gone(self, lot: int) -> Decimal:
        """Return how much of a lot is no longer there."""
        return self.floor.factory.ask(gone_by_lot).get(lot, Decimal(0))


@pytest.fixture
def shop(floor: Floor) -> Shop:
    def do(verb: Any, *args: Any, **facts: Any) -> Any:
        return floor.do(verb, *args, actor=floor.engineer, **facts)

    def revision_of(part: int) -> int:
        with floor.factory.reading() as session:
            return session.scalars(select(PartRevision.id).where(PartRevision.part_id == part)).one()

    parts = {"HB": floor.part_id}
    for number, unit in (("AS-1", "EA"), ("HB-9", "EA"), ("WIRE", "m"), ("NUT", "EA")):
        made = Source.MADE if number == "AS-1" else Source.BOUGHT
        facts = {"number": number, "name": number, "source": made, "unit_name": unit}
        parts[number] = do(add_part, kind=PartKind.COMPONENT, **facts)
    revision = revision_of(parts["AS-1"])
    do(use_document, revision, floor.document_revision_id)
    line = do(add_line, revision, LineFacts(parts["HB"], "10", Decimal(2), "EA", note="압입"))
    do(add_substitute, line, parts["HB-9"])
    do(add_line, revision, LineFacts(parts["WIRE"], "20", Decimal(1), "m", per=Decimal(3)))
    with floor.factory.reading() as session:
        file_hash = session.execute(text("SELECT file_hash FROM document_file")).scalars().first()
    for wanted in ("HB-9", "WIRE", "AS-1"):
        approve(floor.factory, floor.crew, Noun.PART_REVISION, revision_of(parts[wanted]), str(file_hash))
        do(release, [(Noun.PART_REVISION, revision_of(parts[wanted]))])
    order = do(create_order, revision, quantity=Decimal(300))
    with floor.factory.reading() as session:
        version = find_order(session, order).version
    do(release_order, order, expected_version=version)
    return Shop(floor, parts, revision, order)


def test_what_is_put_in_leaves_the_used_lot_and_comes_back_by_a_counter_row(shop: Shop) -> None:
    made, used = shop.lot("AS-1", 30, released=False), shop.lot("HB", 100)
    event = uuid.uuid4()
    row = shop.put(made, used, "60", event_id=event)
    assert shop.put(made, used, "60", event_id=event) == row
    assert (shop.gone(used), shop.refused(made, used, "41")) == (
        Decimal(60),
        "production.consumed_more_than_left",
    )
    assert shop.code(take_back_consumption, row, reason=" ") == "field.empty"
    counter = shop.floor.do(take_back_consumption, row, reason="다른 대차를 스캔함")
    assert shop.gone(used) == Decimal(0)
    for again in (row, counter):
        assert shop.code(take_back_consumption, again, reason="또") == "production.consumed_taken_back"
    shop.put(made, used, "40")
    first, second = shop.floor.factory.ask(used_lots, made)
    assert (first.is_taken_back, first.taken_back, first.quantity) == (
        True,
        "다른 대차를 스캔함",
        Decimal(60),
    )
    assert (second.is_taken_back, second.lot_id, second.unit) == (False, used, "EA")
    assert [one.lot_id for one in shop.floor.factory.ask(made_lots, used)] == [made, made]


def test_only_what_may_be_used_goes_in(shop: Shop) -> None:
    made, used = shop.lot("AS-1", 30), shop.lot("HB", 10)
    assert shop.refused(made, used, "0") == "production.wrong_quantity"
    assert shop.refused(made, made) == "production.lot_of_itself"
    assert shop.refused(made, shop.lot("HB", 10, released=False)) == "production.lot_not_usable"
    assert shop.refused(made, shop.lot("NUT", 10)) == "production.not_on_bom"
    shop.put(made, shop.lot("NUT", 10), "4", reason="특채 CN-26-001")
    shop.put(made, shop.lot("HB-9", 10), "4")
    shop.floor.do(hold_lot, used, reason="확인")
    assert shop.refused(made, used) == "production.lot_held"
    other = shop.lot("HB", 10)
    shop.floor.do(hold_lot, made, reason="확인")
    assert shop.refused(made, other) == "production.lot_held"
    with shop.floor.factory.reading() as session:
        version = find_lot(session, made).version
    shop.floor.do(reject_lot, made, expected_version=version, reason="불량", actor=shop.floor.quality)
    assert shop.refused(made, other) == "production.nothing_made_of_it"
    approver = shop.floor.crew.actor(Role.APPROVER)
    assert shop.refused(made, other, actor=approver) == "right.missing"


def test_no_lot_is_made_of_itself_over_any_number_of_levels(shop: Shop) -> None:
    first, second, third = (shop.lot("HB", 10) for _turn in range(3))
    shop.put(first, second, "1", reason="재작업")
    lower = shop.put(second, third, "1", reason="재작업")
    assert shop.refused(third, first, reason="재작업") == "production.lot_of_itself"
    shop.floor.do(take_back_consumption, lower, reason="오기")
    shop.put(third, first, "1", reason="재작업")


def test_a_shipment_leaves_what_was_put_in_and_two_stations_never_share_a_piece(shop: Shop) -> None:
    floor = shop.floor
    customer = floor.do(add_customer, code="HG", name="한길자동차", actor=floor.engineer)
    made = shop.lot("AS-1", 30)
    used: int = floor.do(create_lot, part_id=floor.part_id, quantity=Decimal(10), order_id=floor.order_id)
    floor.do(release_lot, used, expected_version=1, reason="합격", actor=floor.quality)
    shop.put(made, used, "4")
    ship = {"customer_id": customer, "samples": True, "actor": floor.quality}
    assert shop.code(ship_lots, [Taken(used, Decimal(7))], **ship) == "production.more_than_left"

    def take(station: Any) -> str:
        try:
            station.perform(consume_for, made, used, quantity=Decimal(5), actor=floor.operator)
        except PartproofError as refused:
            return refused.code
        return "put in"

    assert at_once(floor.factory, take) == ["production.consumed_more_than_left", "put in"]
    floor.do(ship_lots, [Taken(used)], **ship)
    with floor.factory.reading() as session:
        assert find_lot(session, used).state is LotState.SHIPPED
    assert shop.refused(made, used) == "production.lot_not_usable"


def test_what_was_put_in_is_frozen_against_raw_sql(shop: Shop) -> None:
    made, used, waiting = shop.lot("AS-1", 30), shop.lot("HB", 10), shop.lot("HB", 10, released=False)
    lower, held = shop.lot("HB", 10), shop.lot("HB", 10)
    row = shop.put(made, used, "6")
    shop.put(used, lower, "1", reason="재작업")
    shop.floor.do(hold_lot, held, reason="확인")
    facts: dict[str, Any] = {
        "made": made,
        "used": used,
        "sequence": 2,
        "back": None,
        "reason": "",
        "like": row,
    }
    wrong: tuple[dict[str, Any], ...] = (
        {"quantity": "5"},
        {"quantity": "0"},
        {"quantity": "-1"},
        {"quantity": "1", "sequence": 1},
        {"quantity": "1", "sequence": 3},
        {"quantity": "1", "used": waiting, "sequence": 1},
        {"quantity": "1", "used": held, "sequence": 1},
        {"quantity": "1", "made": held},
        {"quantity": "1", "made": used},
        {"quantity": "1", "made": lower},
        {"quantity": "-6", "back": row},
        {"quantity": "-5", "back": row, "reason": "오기"},
        {"quantity": "6", "back": row, "reason": "오기"},
        {"quantity": "-6", "back": row, "reason": "오기", "made": lower},
    )
    attacks = [(INSERT, {**facts, **one}) for one in wrong]
    attacks += [
        ("UPDATE consumption SET quantity = '1' WHERE id = :like", facts),
        ("DELETE FROM consumption WHERE id = :like", facts),
        ("UPDATE lot SET state = 'shipped' WHERE id = :used", facts),
    ]
    engine = create_engine(
        shop.floor.factory.place.database, poolclass=NullPool, isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        for statement, values in attacks:
            with pytest.raises(DBAPIError, match=r"refused|permission denied"):
                connection.execute(text(statement), values)
        good = {**facts, "quantity": "-6", "back": row, "reason": "오기"}
        connection.execute(text(INSERT), good)
        with pytest.raises(DBAPIError, match=r"refused|UNIQUE|unique"):
            connection.execute(text(INSERT), {**good, "sequence": 3})
    engine.dispose()
    assert shop.gone(used) == Decimal(0)


def test_a_lot_as_built_is_held_against_what_was_planned(shop: Shop) -> None:
    made, assembly = shop.lot("AS-1", 30), shop.parts["AS-1"]
    factory = shop.floor.factory
    for part, quantity in (("HB", "40"), ("HB", "20"), ("WIRE", "10")):
        shop.put(made, shop.lot(part, 100), quantity)

    def against(kind: str, key: int) -> Comparison:
        return factory.ask(lambda s: compared(side_of(s, kind, key), side_of(s, "lot", made)))

    with factory.reading() as session:
        newest = select(OrderSnapshot.id).where(OrderSnapshot.order_id == shop.order)
        snapshot = session.scalars(newest).one()
    for kind, key in (("revision", shop.revision), ("order", snapshot)):
        assert {row.difference for row in against(kind, key).rows} == {Difference.SAME}
    wrong = shop.put(made, shop.lot("HB-9", 100), "1")
    shop.put(made, shop.lot("WIRE", 100), "1")
    rows = {row.line.number: row for row in against("order", snapshot).rows}
    assert rows["HB-9"].difference is Difference.ADDED
    assert rows["WIRE"].new is not None
    assert rows["WIRE"].new.amount == Fraction(11, 30)
    assert rows["WIRE"].fields == (("quantity", "1 / 3", "11 / 30"),)
    shop.floor.do(take_back_consumption, wrong, reason="오기")
    assert "HB-9" not in {row.line.number for row in against("order", snapshot).rows}
    offered = [row for row in factory.ask(side_choices, assembly) if row.kind == "lot"]
    with factory.reading() as session:
        assert [(row.id, row.title) for row in offered] == [(made, find_lot(session, made).number)]
