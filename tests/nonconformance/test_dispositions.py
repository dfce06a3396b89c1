"""Dispositions are typed and share the nonconforming parts: in the verbs, and against raw SQL on both engines."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.bom.stock import gone_by_lot
from app.errors import PartproofError
from app.factory import Factory
from app.inspection.inspections import open_inspection
from app.nonconformance.dispositions import decide_disposition, take_back_disposition
from app.nonconformance.nonconformances import (
    edit_nonconformance,
    open_nonconformance,
    sign_disposition,
    take_step,
)
from app.nonconformance.queries import NonconformanceRow, nonconformance_rows
from app.nonconformance.wording import dispositions_line
from app.parts.parts import add_customer
from app.production.lots import find_lot, reject_lot, release_lot
from app.production.queries import lot_rows
from app.production.shipment_queries import shipping_choices
from app.production.shipping import Taken, ship_lots
from app.texts import Language
from models.change import Concession
from models.production import Lot
from models.vocab import InspectionKind, InspectionState, LotState, NonconformanceState
from models.vocab_quality import DispositionKind as Kind
from tests.at_once import at_once
from tests.crew import PASSWORD
from tests.inspection.conftest import Bench
from tests.inspection.conftest import bench as bench
from tests.inspection.conftest import judged as judged
from tests.inspection.test_failed_lots import _measure
from tests.inspection.test_under_concession import _in_force
from tests.nonconformance.deciding import count, decide, dispose
from tests.production.floor import Floor

State = NonconformanceState
on_a_pc = pytest.mark.parametrize("engine_name", ["sqlite"])
_INSERT = (
    "INSERT INTO nonconformance_disposition"
    " (nonconformance_id, kind, quantity, concession_id, note, decided_by_id, decided_at)"
    " VALUES (:id, :kind, :quantity, :concession, '', :user, '2026-11-24T00:00:00.000000Z')"
)


def _open(floor: Floor, **facts: Any) -> int:
    """Open a nonconformance about the lot by hand; no reading shows it."""
    given = {"title": "긁힘", "part_revision_id": floor.part_revision_id, "lot_id": floor.lot_id, **facts}
    return int(floor.do(open_nonconformance, **given))


def _row(floor: Floor, found: int) -> NonconformanceRow:
    (row,) = floor.factory.ask(nonconformance_rows, nonconformance_id=found)
    return row


def _close(floor: Floor, found: int, *, note: str = "") -> None:
    """Fill in the rest, sign and close."""
    words: dict[str, Any] = dict.fromkeys(("containment", "cause", "action", "verification"), "적었음")
    facts: dict[str, Any] = {"expected_version": _row(floor, found).version, "actor": floor.quality}
    floor.do(edit_nonconformance, found, disposition_note=note, **words, **facts)
    floor.do(sign_disposition, found, secret=PASSWORD, actor=floor.quality)
    for state in tuple(State)[1:]:
        version = _row(floor, found).version
        floor.do(take_step, found, state, expected_version=version, actor=floor.quality)


def _refused(act: Callable[..., object], *args: Any, **facts: Any) -> str:
    with pytest.raises(PartproofError) as refused:
        act(*args, **facts)
    return refused.value.code


def _raw(floor: Floor, statement: str, **facts: Any) -> None:
    with floor.factory._write.begin() as connection:
        connection.execute(text(statement), facts)


def _refused_raw(floor: Floor, statement: str, **facts: Any) -> None:
    with pytest.raises(DBAPIError):
        _raw(floor, statement, **facts)


def _insert(
    floor: Floor, found: int, kind: str, quantity: str, concession: int | None = None
) -> dict[str, Any]:
    return {
        "statement": _INSERT,
        "id": found,
        "kind": kind,
        "quantity": quantity,
        "concession": concession,
        "user": floor.quality.user_id,
    }


def _lot(floor: Floor) -> Lot:
    with floor.factory.reading() as session:
        return find_lot(session, floor.lot_id)


def _release(floor: Floor) -> None:
    version = _lot(floor).version
    floor.do(release_lot, floor.lot_id, expected_version=version, reason="확인", actor=floor.quality)


def test_several_dispositions_share_the_parts_and_never_exceed_them(floor: Floor) -> None:
    found = _open(floor)
    assert _refused(decide, floor, found, Kind.REWORK, 1) == "nonconformance.needs_quantity"
    _refused_raw(floor, **_insert(floor, found, "rework", "1"))
    assert _refused(count, floor, found, 101) == "nonconformance.more_than_lot"
    _refused_raw(floor, "UPDATE nonconformance SET quantity = '100.5' WHERE id = :id", id=found)
    _refused_raw(floor, "UPDATE nonconformance SET quantity = '-1' WHERE id = :id", id=found)
    assert _refused(count, floor, found, "-1") == "production.wrong_quantity"
    count(floor, found, "12.5")
    decide(floor, found, Kind.REWORK, "7.5", note="버 제거")
    last = decide(floor, found, Kind.SCRAP, 4)
    assert _refused(decide, floor, found, Kind.RETURN, "1.1") == "nonconformance.more_than_counted"
    _refused_raw(floor, **_insert(floor, found, "return", "1.1"))
    assert _refused(count, floor, found, "11.4") == "nonconformance.more_than_counted"
    _refused_raw(floor, "UPDATE nonconformance SET quantity = '11.4' WHERE id = :id", id=found)
    _refused_raw(floor, "UPDATE nonconformance SET quantity = NULL WHERE id = :id", id=found)
    assert _row(floor, found).undecided == 1
    # What is decided about some parts only is neither signed nor closed.
    sign: dict[str, Any] = {"secret": PASSWORD, "actor": floor.quality}
    assert _refused(floor.do, sign_disposition, found, **sign) == "nonconformance.needs_disposition"
    floor.do(take_back_disposition, last, actor=floor.quality)
    decide(floor, found, Kind.SORT, 5)
    row = _row(floor, found)
    assert [(one.kind, one.quantity, one.decided_by) for one in row.dispositions] == [
        (Kind.REWORK, Decimal("7.5"), floor.quality.name),
        (Kind.SORT, Decimal(5), floor.quality.name),
    ]
    assert dispositions_line(Language("ko"), row) == "재작업 7.5 EA, 전수선별 5 EA"
    asked = floor.factory.ask(nonconformance_rows, kinds=(Kind.SORT, Kind.SCRAP))
    assert [one.id for one in asked] == [found]
    assert floor.factory.ask(nonconformance_rows, kinds=(Kind.SCRAP,)) == ()


def test_only_listed_words_and_quantities_above_zero_are_stored_and_nothing_after_the_end(
    floor: Floor,
) -> None:
    found = _open(floor)
    count(floor, found, 10)
    for kind, quantity in (("use_as_is", "1"), ("", "1"), ("scrap", "0"), ("scrap", "-1"), ("scrap", "1,5")):
        _refused_raw(floor, **_insert(floor, found, kind, quantity))
    assert _refused(decide, floor, found, Kind.SCRAP, 0) == "production.wrong_quantity"
    one = decide(floor, found, Kind.RETURN, 10)
    for change in ("kind = 'rework'", "quantity = '9'", "note = 'x'", "decided_by_id = 1 + decided_by_id"):
        _refused_raw(floor, f"UPDATE nonconformance_disposition SET {change} WHERE id = :id", id=one)
    _close(floor, found)
    assert _refused(floor.do, take_back_disposition, one, actor=floor.quality) == "nonconformance.closed"
    assert _refused(count, floor, found, 11) == "nonconformance.closed"
    _refused_raw(floor, "DELETE FROM nonconformance_disposition WHERE id = :id", id=one)
    _refused_raw(floor, "UPDATE nonconformance SET quantity = '11' WHERE id = :id", id=found)
    _refused_raw(floor, **_insert(floor, found, "scrap", "1"))


def test_a_disposition_belongs_to_who_may_decide(floor: Floor) -> None:
    found = _open(floor)
    count(floor, found, 10)
    assert _refused(floor.do, decide_disposition, found, Kind.SCRAP, Decimal(1)) == "right.missing"


def test_a_concession_is_named_in_force_and_counted_once(bench: Bench) -> None:
    floor = bench.floor
    found = _open(floor)
    count(floor, found, 40)
    assert _refused(decide, floor, found, Kind.CONCESSION, 40) == "nonconformance.concession_missing"
    _refused_raw(floor, **_insert(floor, found, "concession", "40"))
    small = _in_force(bench, quantity=Decimal(30))
    assert (
        _refused(decide, floor, found, Kind.CONCESSION, 40, concession_id=small)
        == "nonconformance.concession_too_small"
    )
    assert (
        _refused(decide, floor, found, Kind.SCRAP, 1, concession_id=small)
        == "nonconformance.concession_not_meant"
    )
    _refused_raw(floor, **_insert(floor, found, "scrap", "1", small))
    # A lot without which nothing can be counted.
    lotless = _open(floor, lot_id=None)
    count(floor, lotless, 5)
    assert (
        _refused(decide, floor, lotless, Kind.CONCESSION, 5, concession_id=small)
        == "nonconformance.needs_lot"
    )
    _refused_raw(floor, **_insert(floor, lotless, "concession", "5", small))
    decide(floor, found, Kind.CONCESSION, 30, concession_id=small)
    decide(floor, found, Kind.SCRAP, 10)
    _close(floor, found)
    with floor.factory.reading() as session:
        assert session.get_one(Concession, small).used == Decimal(30)
    again = _open(floor)
    count(floor, again, 5)
    spent = _refused(decide, floor, again, Kind.CONCESSION, 31, concession_id=small)
    assert spent == "nonconformance.more_than_counted"


def test_by_raw_sql_nothing_is_closed_with_parts_or_uses_left_open(bench: Bench) -> None:
    floor = bench.floor
    found = _open(floor)
    concession = _in_force(bench)
    count(floor, found, 20)
    decide(floor, found, Kind.CONCESSION, 20, concession_id=concession)
    words = dict.fromkeys(("containment", "cause", "action", "verification"), "적었음")
    version = _row(floor, found).version
    floor.do(edit_nonconformance, found, expected_version=version, actor=floor.quality, **words)
    floor.do(sign_disposition, found, secret=PASSWORD, actor=floor.quality)
    for state in tuple(State)[1:-1]:
        version = _row(floor, found).version
        floor.do(take_step, found, state, expected_version=version, actor=floor.quality)
    close = "UPDATE nonconformance SET state = 'closed', closed_at = found_at WHERE id = :id"
    _refused_raw(floor, close, id=found)
    version = _row(floor, found).version
    floor.do(take_step, found, State.CLOSED, expected_version=version, actor=floor.quality)
    assert _row(floor, found).state is State.CLOSED


def test_scrapped_and_returned_parts_are_no_longer_there(floor: Floor) -> None:
    found = _open(floor)
    count(floor, found, 30)
    decide(floor, found, Kind.SCRAP, 20)
    decide(floor, found, Kind.RETURN, 10)
    other = _open(floor)
    count(floor, other, 80)
    assert _refused(decide, floor, other, Kind.SCRAP, 71) == "nonconformance.takes_more_than_lot"
    _refused_raw(floor, **_insert(floor, other, "scrap", "71"))
    count(floor, other, 0)
    assert _refused(_close, floor, other) == "nonconformance.needs_reason"
    _close(floor, other, note="측정 오류로 판명")
    _close(floor, found)
    _release(floor)
    assert floor.factory.ask(gone_by_lot) == {floor.lot_id: Decimal(30)}
    assert [row.taken_out for row in floor.factory.ask(lot_rows)] == [Decimal(30)]
    assert [one.left for one in floor.factory.ask(shipping_choices).lots] == [Decimal(70)]
    customer = floor.do(add_customer, code="HG", name="한길자동차", actor=floor.engineer)
    ship: dict[str, Any] = {"customer_id": customer, "samples": True, "actor": floor.quality}
    too_many = _refused(floor.do, ship_lots, [Taken(floor.lot_id, Decimal(71))], **ship)
    assert too_many == "production.more_than_left"
    floor.do(ship_lots, [Taken(floor.lot_id, Decimal(1))], **ship)
    line = (
        "INSERT INTO shipment_line (shipment_id, lot_id, part_revision_id, sequence, quantity, total)"
        " SELECT shipment_id, lot_id, part_revision_id, 2, :more, :total FROM shipment_line"
    )
    _refused_raw(floor, line, more="70", total="71")
    _refused_raw(floor, "UPDATE lot SET state = 'shipped' WHERE id = :id", id=floor.lot_id)
    floor.do(ship_lots, [Taken(floor.lot_id)], **ship)
    assert _lot(floor).state is LotState.SHIPPED


def test_of_a_lot_that_is_all_scrapped_nothing_is_released(floor: Floor) -> None:
    found = _open(floor)
    dispose(floor, found, Kind.SCRAP, 100)
    _close(floor, found)
    assert _refused(_release, floor) == "production.lot_nothing_left"
    _refused_raw(floor, "UPDATE lot SET state = 'released' WHERE id = :id", id=floor.lot_id)
    version = _lot(floor).version
    floor.do(reject_lot, floor.lot_id, expected_version=version, reason="전량 폐기", actor=floor.quality)


def test_what_was_reworked_is_inspected_again_whatever_had_shown_it(
    floor: Floor, judged: Callable[[str], Any]
) -> None:
    found = _open(floor)
    dispose(floor, found, Kind.REWORK, 5)
    again: dict[str, Any] = {"kind": InspectionKind.FIRST_PIECE, "lot_id": floor.lot_id}
    assert _refused(floor.do, open_inspection, **again) == "production.lot_held"
    _close(floor, found)
    assert _refused(_release, floor) == "production.lot_not_seen_again"
    _refused_raw(floor, "UPDATE lot SET state = 'released' WHERE id = :id", id=floor.lot_id)
    bench = Bench(floor, floor.do(open_inspection, **again))
    assert _measure(bench, judged, "40.010") is InspectionState.PASS
    _release(floor)
    assert _lot(floor).state is LotState.RELEASED


@on_a_pc
def test_an_edit_of_the_dispositions_voids_the_signature(floor: Floor) -> None:
    found = _open(floor)
    first = dispose(floor, found, Kind.SCRAP, 5)
    floor.do(sign_disposition, found, secret=PASSWORD, actor=floor.quality)
    floor.do(take_back_disposition, first, actor=floor.quality)
    decide(floor, found, Kind.REPAIR, 5)
    words = dict.fromkeys(("containment", "cause", "action", "verification"), "적었음")
    version = _row(floor, found).version
    floor.do(edit_nonconformance, found, expected_version=version, actor=floor.quality, **words)
    for state in tuple(State)[1:-1]:
        version = _row(floor, found).version
        floor.do(take_step, found, state, expected_version=version, actor=floor.quality)
    version = _row(floor, found).version
    closing: dict[str, Any] = {"expected_version": version, "actor": floor.quality}
    assert _refused(floor.do, take_step, found, State.CLOSED, **closing) == "nonconformance.not_signed"


def test_two_who_decide_at_once_never_decide_on_more_than_there_is(floor: Floor) -> None:
    first, second = _open(floor), _open(floor)
    for found in (first, second):
        count(floor, found, 100)

    def scrap_of(wanted: list[int]) -> Callable[[Factory], str]:
        def act(station: Factory) -> str:
            try:
                verb, kind = decide_disposition, Kind.SCRAP
                station.perform(verb, wanted.pop(), kind, Decimal(60), actor=floor.quality)
            except PartproofError as refused:
                return refused.code
            return "decided"

        return act

    assert at_once(floor.factory, scrap_of([first, first])) == ["decided", "nonconformance.more_than_counted"]
    floor.do(take_back_disposition, _row(floor, first).dispositions[0].id, actor=floor.quality)
    assert at_once(floor.factory, scrap_of([first, second])) == [
        "decided",
        "nonconformance.takes_more_than_lot",
    ]
