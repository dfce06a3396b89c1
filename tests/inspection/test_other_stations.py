"""A reading is checked against what holds now: what another open factory committed a moment ago counts at once.

Also bounds the statements of one reading, because each of them costs a station time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from app.errors import PartproofError
from app.factory import Factory
from app.gauges.calibrations import record_calibration
from app.gauges.gauges import find_gauge, send_to_repair
from app.gauges.refusals import IN_REPAIR, OUT_OF_TOLERANCE
from app.hooks import Hooks
from app.inspection.readings import store_reading
from app.inspection.refusals import ALREADY_MEASURED
from app.inspection.trace import reading_trace
from app.people.users import deactivate_user
from app.production.lots import hold_lot
from app.production.orders import find_order, hold_order
from app.production.refusals import LOT_HELD, ORDER_NOT_RUNNING
from app.refusals import NOT_ALLOWED
from app.settings import change_setting, read_settings
from app.unit_of_work import SYSTEM
from models.vocab import CalibrationResult
from tests.inspection.conftest import Bench
from tests.production.floor import calibration_facts

# Known event, roles, place, readings there, calibrations, the reading, head of the chain, its entry.
MOST_STATEMENTS = 8


@pytest.fixture
def other(bench: Bench) -> Iterator[Factory]:
    """The same factory, open at another station; without effects, so that each act alone is what refuses."""
    here = bench.floor.factory
    opened = Factory.open(here.place.folder, Hooks(), here.clock)
    yield opened
    opened.close()


def _fail_gauge(bench: Bench, other: Factory) -> None:
    facts = {**calibration_facts(date(2026, 11, 1)), "result": CalibrationResult.FAIL}
    other.perform(record_calibration, bench.floor.gauge_id, actor=bench.floor.quality, **facts)


def _repair_gauge(bench: Bench, other: Factory) -> None:
    with other.reading() as session:
        version = find_gauge(session, bench.floor.gauge_id).version
    other.perform(
        send_to_repair, bench.floor.gauge_id, expected_version=version, reason="r", actor=bench.floor.quality
    )


def _hold_lot(bench: Bench, other: Factory) -> None:
    other.perform(hold_lot, bench.floor.lot_id, reason="r", actor=bench.floor.quality)


def _hold_order(bench: Bench, other: Factory) -> None:
    with other.reading() as session:
        version = find_order(session, bench.floor.order_id).version
    other.perform(
        hold_order, bench.floor.order_id, expected_version=version, reason="r", actor=bench.floor.engineer
    )


def _deactivate(bench: Bench, other: Factory) -> None:
    assert bench.floor.operator.user_id is not None
    other.perform(deactivate_user, bench.floor.operator.user_id, reason="r", actor=SYSTEM)


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (_fail_gauge, OUT_OF_TOLERANCE.code),
        (_repair_gauge, IN_REPAIR.code),
        (_hold_lot, LOT_HELD.code),
        (_hold_order, ORDER_NOT_RUNNING.code),
        (_deactivate, NOT_ALLOWED.code),
    ],
)
def test_what_another_station_did_refuses_the_next_reading(
    bench: Bench, other: Factory, act: Callable[[Bench, Factory], None], code: str
) -> None:
    bench.store("1", 1, bench.device("40.020"))
    act(bench, other)
    with pytest.raises(PartproofError) as refused:
        bench.store("1", 2, bench.device("40.021"))
    assert refused.value.code == code


def test_a_place_another_station_filled_is_taken(bench: Bench, other: Factory) -> None:
    place = (bench.inspection_id, bench.floor.balloons["1"], 1)
    first = bench.device("40.020")
    stored = other.perform(store_reading, *place, first, actor=bench.floor.operator).result
    assert bench.store("1", 1, first).again
    assert bench.store("1", 1, first).reading_id == stored.reading_id
    with pytest.raises(PartproofError) as refused:
        bench.store("1", 1, bench.device("40.020"))
    assert refused.value.code == ALREADY_MEASURED.code


def test_a_work_day_another_station_moved_counts_at_once(bench: Bench, other: Factory) -> None:
    first = bench.store("1", 1, bench.device("40.020"))
    factory = bench.floor.factory
    with factory.reading() as session:
        zone = read_settings(session).zone
    later = f"{(factory.clock().astimezone(zone).hour + 1) % 24:02}:59"
    assert later > "00:59", "the test's clock stands too near midnight to move the work day past it"
    other.perform(change_setting, work_day_start="00:00", reason="r", actor=SYSTEM)
    today = bench.store("1", 2, bench.device("40.021"))
    other.perform(change_setting, work_day_start=later, reason="r", actor=SYSTEM)
    yesterday = bench.store("2", 1, bench.device("0.030"))
    days = [factory.ask(reading_trace, row.reading_id).work_day for row in (first, today, yesterday)]
    assert days[1] == factory.clock().astimezone(zone).date()
    assert (days[1] - days[2]).days == 1


@contextmanager
def _sent(factory: Factory) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "SELECT pg_advisory")):
            statements.append(statement)

    event.listen(factory._write, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(factory._write, "before_cursor_execute", note)


def test_a_reading_asks_few_statements(bench: Bench) -> None:
    bench.store("1", 1, bench.device("40.020"))
    with _sent(bench.floor.factory) as statements:
        bench.store("1", 2, bench.device("40.021"))
    assert 0 < len(statements) <= MOST_STATEMENTS, statements
