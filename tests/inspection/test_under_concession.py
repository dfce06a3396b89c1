"""A concession at the bench: offered where it covers, a lot counts once, never beyond its day, quantity or paper."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.changes.concessions import (
    make_concession,
    record_concession_approval,
    route_concession,
    sign_concession,
    use_concession,
)
from app.changes.content import files_of
from app.changes.reviews import set_route
from app.drawings.characteristics import CharacteristicFacts
from app.errors import PartproofError
from app.inspection.inspections import finish_inspection, open_inspection
from app.inspection.measurement import Measurement
from app.inspection.station_job import StationJob
from app.inspection.station_view import armed_order
from app.inspection.under_concession import accept_under_concession, conceding
from app.people.signatures import record_opened
from app.unit_of_work import SYSTEM
from models.change import Concession
from models.inspection import Inspection
from models.vocab import InspectionKind, InspectionState, Noun, Role, Special
from tests.beginnings import SteppingClock
from tests.changes.ledger import LINE
from tests.crew import PASSWORD
from tests.inspection.conftest import Bench
from tests.production import floor as shop

Judge = Callable[[str], Measurement]
# What does not differ by engine; both are asked where the database itself refuses.
on_a_pc = pytest.mark.parametrize("engine_name", ["sqlite"])


def _fail(bench: Bench, judged: Judge) -> None:
    """Measure everything, balloon 1 out of tolerance on its first sample, and finish."""
    bench.store("1", 1, bench.device("40.061"))
    bench.store("1", 2, bench.device("40.020"))
    bench.store("2", 1, bench.device("0.012"))
    bench.store("3", 1, judged("OK"))
    bench.floor.do(finish_inspection, bench.inspection_id)
    assert _state(bench) is InspectionState.FAIL


def _state(bench: Bench) -> InspectionState:
    with bench.floor.factory.reading() as session:
        return session.get_one(Inspection, bench.inspection_id).state


def _in_force(bench: Bench, *, approval: bool = False, **facts: Any) -> int:
    floor = bench.floor
    floor.factory.perform(set_route, Noun.CONCESSION, LINE, actor=SYSTEM)
    given = {"characteristic": "1", "title": "40.07까지", "reason": "금형 수정", "quantity": Decimal(500)}
    row: int = floor.do(make_concession, part_id=floor.part_id, actor=floor.engineer, **{**given, **facts})
    if approval:
        paper = ("특채승인.pdf", b"%PDF-1.4 c")
        floor.do(record_concession_approval, row, number="특-77", file=paper, actor=floor.engineer)
    floor.do(route_concession, row, actor=floor.engineer)
    for role in (Role.ENGINEER, Role.QUALITY, Role.APPROVER):
        person = floor.crew.actor(role)
        for file_hash in floor.factory.ask(files_of, Noun.CONCESSION, row):
            floor.do(record_opened, file_hash, actor=person)
        floor.do(sign_concession, row, secret=PASSWORD, actor=person)
    return row


def _refused(bench: Bench, *concessions: int) -> str:
    with pytest.raises(PartproofError) as refused:
        bench.floor.do(accept_under_concession, bench.inspection_id, concessions, actor=bench.floor.quality)
    assert _state(bench) is InspectionState.FAIL
    return refused.value.code


@on_a_pc
def test_a_failed_inspection_is_accepted_under_the_concession_that_covers_it(
    bench: Bench, judged: Judge, clock: SteppingClock
) -> None:
    row = _in_force(bench)
    other = _in_force(bench, characteristic="2")
    _fail(bench, judged)
    found = bench.floor.factory.ask(conceding, bench.inspection_id, now=clock.at)
    assert found is not None
    assert found.covered
    assert [(entry.number, entry.values) for entry in found.rows] == [("1", ("40.061 mm",))]
    assert _refused(bench, other) == "inspection.concession_uncovered"
    with pytest.raises(PartproofError) as refused:
        bench.floor.do(accept_under_concession, bench.inspection_id, (row,))
    assert refused.value.code == "right.missing"
    bench.floor.do(accept_under_concession, bench.inspection_id, (row, other), actor=bench.floor.quality)
    assert _state(bench) is InspectionState.ACCEPTED_BY_CONCESSION
    with bench.floor.factory.reading() as session:
        assert session.get_one(Concession, row).used == Decimal(100)
        # What was not needed is not used.
        assert session.get_one(Concession, other).used == Decimal(0)
    assert bench.floor.factory.ask(conceding, bench.inspection_id, now=clock.at) is None


@on_a_pc
def test_a_lot_counts_once_also_where_a_part_of_it_was_used_before(bench: Bench, judged: Judge) -> None:
    row = _in_force(bench, quantity=Decimal(150))
    floor = bench.floor
    floor.do(use_concession, row, lot_id=floor.lot_id, quantity=Decimal(60), actor=floor.quality)
    _fail(bench, judged)
    floor.do(accept_under_concession, bench.inspection_id, (row,), actor=floor.quality)
    with floor.factory.reading() as session:
        assert session.get_one(Concession, row).used == Decimal(100)


def test_without_a_concession_nothing_is_accepted_not_by_raw_sql_either(
    bench: Bench, judged: Judge, clock: SteppingClock
) -> None:
    _fail(bench, judged)
    found = bench.floor.factory.ask(conceding, bench.inspection_id, now=clock.at)
    assert found is not None
    assert not found.covered
    assert _refused(bench) == "inspection.concession_uncovered"
    wanted = text("UPDATE inspection SET state = 'accepted_by_concession' WHERE id = :id")
    with pytest.raises(DBAPIError), bench.floor.factory._write.begin() as connection:
        connection.execute(wanted, {"id": bench.inspection_id})
    assert _state(bench) is InspectionState.FAIL


@on_a_pc
def test_what_did_not_fail_has_nothing_to_concede(bench: Bench) -> None:
    row = _in_force(bench)
    with pytest.raises(PartproofError) as refused:
        bench.floor.do(accept_under_concession, bench.inspection_id, (row,), actor=bench.floor.quality)
    assert refused.value.code == "inspection.not_failed"


def test_its_day_and_its_quantity_hold_at_the_bench(
    bench: Bench, judged: Judge, clock: SteppingClock
) -> None:
    few = _in_force(bench, quantity=Decimal(99))
    dated = _in_force(bench, quantity=None, until=date(2026, 11, 25))
    whole = _in_force(bench, characteristic="", quantity=Decimal(500))
    _fail(bench, judged)
    assert _refused(bench, few) == "concession.used_up"
    # One that names no characteristic covers no measured value.
    assert _refused(bench, whole) == "inspection.concession_uncovered"
    clock.at += timedelta(days=5)
    assert _refused(bench, dated) == "inspection.concession_uncovered"


@on_a_pc
def test_a_value_beyond_what_is_conceded_is_covered_by_nothing(bench: Bench, judged: Judge) -> None:
    near = _in_force(bench, upper_limit=Decimal("40.060"))
    far = _in_force(bench, lower_limit=Decimal("39.900"), upper_limit=Decimal("40.061"))
    with pytest.raises(PartproofError) as refused:
        _in_force(bench, lower_limit=Decimal(41), upper_limit=Decimal(40))
    assert refused.value.code == "concession.limits_crossed"
    _fail(bench, judged)
    assert _refused(bench, near) == "inspection.concession_uncovered"
    bench.floor.do(accept_under_concession, bench.inspection_id, (near, far), actor=bench.floor.quality)
    with bench.floor.factory.reading() as session:
        assert session.get_one(Concession, near).used == Decimal(0)
        assert session.get_one(Concession, far).used == Decimal(100)


@on_a_pc
def test_the_station_tells_of_the_concession_but_changes_no_verdict(bench: Bench) -> None:
    row = _in_force(bench, upper_limit=Decimal("40.07"))
    floor = bench.floor
    job = StationJob(floor.factory, floor.station_id, kind=InspectionKind.FIRST_PIECE)
    job.state.actor, job.state.inspection_id = floor.operator, bench.inspection_id
    job.state.gauge_id = floor.gauge_id
    with floor.factory.reading() as session:
        job.state.order = armed_order(session, floor.order_id)
        number = session.get_one(Concession, row).number
    bad = job.typed_value("40.061", event_id=uuid.uuid4())
    assert (bad.code, bad.values["concession"], bad.values["limits"]) == (
        "reading_ng_conceded",
        number,
        "…40.07, 500",
    )
    job.command("NG", event_id=uuid.uuid4())
    job.typed_value("40.020", event_id=uuid.uuid4())
    other = job.typed_value("0.061", event_id=uuid.uuid4())
    assert other.code == "reading_ng"
    job.command("NG", event_id=uuid.uuid4())
    job.command("OK", event_id=uuid.uuid4())
    # Balloon 2 is not covered.
    assert job.command("FINISH", event_id=uuid.uuid4()).code == "finished_fail"
    assert _state(bench) is InspectionState.FAIL


@on_a_pc
def test_a_special_characteristic_is_conceded_by_the_customer_only(
    monkeypatch: pytest.MonkeyPatch, factory: Any, crew: Any, judged: Judge
) -> None:
    plain = shop.characteristics()
    special = CharacteristicFacts(
        "1",
        plain[0].kind,
        plain[0].specification,
        nominal=Decimal(40),
        upper_tolerance=Decimal("0.05"),
        lower_tolerance=Decimal("0.00"),
        sample_size=2,
        special=Special.CRITICAL,
    )
    monkeypatch.setattr(shop, "characteristics", lambda: (special, *plain[1:]))
    floor = shop.make_floor(factory, crew)
    bench = Bench(floor, floor.do(open_inspection, kind=InspectionKind.FIRST_PIECE, lot_id=floor.lot_id))
    with pytest.raises(PartproofError) as refused:
        _in_force(bench, customers=False)
    assert refused.value.code == "change.customer_needed"
    row = _in_force(bench, approval=True)
    _fail(bench, judged)
    floor.do(accept_under_concession, bench.inspection_id, (row,), actor=floor.quality)
    assert _state(bench) is InspectionState.ACCEPTED_BY_CONCESSION
