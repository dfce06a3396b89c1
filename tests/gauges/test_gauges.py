"""Gauges: register, calibrations, due dates, the interlock with its alternative, and what a failure puts on hold."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import PartproofError
from app.gauges.calibrations import record_calibration
from app.gauges.gauges import add_gauge, edit_gauge, retire_gauge, send_to_repair
from app.gauges.queries import calibration_rows, due_warnings, gauge_rows, suspect_readings
from app.gauges.usable import alternatives, usable_gauge
from app.inspection.inspections import open_inspection
from app.inspection.measurement import Measurement
from app.inspection.readings import store_reading
from app.production.lots import create_lot
from app.production.queries import lot_rows
from models.audit import AuditEntry
from models.gauge import Gauge
from models.rules.calibration import (
    CalibrationFact,
    GaugeCondition,
    add_months,
    calibration_on,
    fitness,
    last_good,
)
from models.rules.verdict import Limits
from models.vocab import CalibrationResult, EntryMode, GaugeState, InspectionKind, LotState
from tests.production.floor import CALIBRATED, Floor, calibration_facts, gauge_facts

DAY = date(2026, 11, 24)
PASS, FAIL = CalibrationResult.PASS, CalibrationResult.FAIL


@pytest.mark.parametrize(
    ("left", "condition", "warning"),
    [
        (200, GaugeCondition.ACTIVE, None),
        (31, GaugeCondition.ACTIVE, None),
        (30, GaugeCondition.DUE_SOON, 30),
        (8, GaugeCondition.DUE_SOON, 30),
        (7, GaugeCondition.DUE_SOON, 7),
        (2, GaugeCondition.DUE_SOON, 7),
        (1, GaugeCondition.DUE_SOON, 1),
        (0, GaugeCondition.DUE_SOON, 1),
        (-1, GaugeCondition.OVERDUE, None),
    ],
)
def test_warnings_come_thirty_seven_and_one_days_before(
    left: int, condition: GaugeCondition, warning: int | None
) -> None:
    fact = CalibrationFact(1, DAY - timedelta(days=90), DAY + timedelta(days=left), PASS)
    found = fitness(GaugeState.ACTIVE, [fact], DAY)
    assert (found.condition, found.warning, found.days_left) == (condition, warning, left)
    assert found.usable is (left >= 0)


def test_the_state_people_set_wins_and_no_calibration_is_none() -> None:
    good = CalibrationFact(1, DAY, DAY + timedelta(days=300), PASS)
    for state in (GaugeState.REPAIR, GaugeState.RETIRED, GaugeState.OUT_OF_TOLERANCE):
        assert not fitness(state, [good], DAY).usable
    assert fitness(GaugeState.ACTIVE, [], DAY).condition is GaugeCondition.NOT_CALIBRATED
    assert fitness(GaugeState.ACTIVE, [good], DAY - timedelta(days=1)).calibration_id is None


def test_adjusted_the_same_day_counts_from_the_second_result() -> None:
    found, passed = (CalibrationFact(1, DAY, DAY.replace(year=2027), FAIL),) * 2
    passed = CalibrationFact(2, DAY, DAY.replace(year=2027), PASS)
    assert calibration_on([passed, found], DAY) is passed
    assert last_good([passed, found], found) is None


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 120))
def test_months_keep_the_day_or_take_the_months_last(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).month != later.month)


def test_the_register_says_what_each_gauge_is_today(floor: Floor) -> None:
    floor.do(add_gauge, **gauge_facts("G-100"), actor=floor.quality)
    rows = {row.number: row for row in floor.factory.ask(gauge_rows, day=date(2027, 5, 27))}
    assert rows["G-014"].condition is GaugeCondition.DUE_SOON
    assert (rows["G-014"].due_on, rows["G-014"].warning) == (date(2027, 6, 1), 7)
    assert rows["G-100"].condition is GaugeCondition.NOT_CALIBRATED
    urgent = floor.factory.ask(due_warnings, day=date(2027, 6, 2))
    assert [row.number for row in urgent] == ["G-100", "G-014", "G-015"]
    assert urgent[1].condition is GaugeCondition.OVERDUE


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"resolution": Decimal(0)}, "gauges.wrong_resolution"),
        ({"range_high": Decimal(0)}, "gauges.wrong_range"),
        ({"interval_months": 0}, "gauges.wrong_interval"),
        ({"name": " "}, "field.empty"),
        ({"number": "g-014"}, "record.duplicate"),
    ],
)
def test_a_gauge_that_cannot_be_is_refused(floor: Floor, change: dict[str, object], code: str) -> None:
    with pytest.raises(PartproofError) as refused:
        floor.do(add_gauge, **{**gauge_facts("G-200"), **change}, actor=floor.quality)
    assert refused.value.code == code


def test_only_quality_keeps_the_register_and_stale_edits_are_refused(floor: Floor) -> None:
    with pytest.raises(PartproofError) as right:
        floor.do(add_gauge, **gauge_facts("G-200"))
    assert right.value.code == "right.missing"
    version = floor.factory.ask(gauge_rows, day=DAY)[0].version
    floor.do(edit_gauge, floor.gauge_id, expected_version=version, maker="미쓰토요", actor=floor.quality)
    with pytest.raises(PartproofError) as stale:
        floor.do(edit_gauge, floor.gauge_id, expected_version=version, maker="X", actor=floor.quality)
    assert stale.value.code == "record.conflict"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"done_on": date(2026, 11, 25)}, "gauges.future_calibration"),
        ({"due_on": CALIBRATED}, "gauges.wrong_due_date"),
        ({"certificate": ""}, "field.empty"),
    ],
)
def test_a_calibration_that_cannot_be_is_refused(floor: Floor, change: dict[str, object], code: str) -> None:
    with pytest.raises(PartproofError) as refused:
        floor.do(record_calibration, floor.gauge_id, **{**calibration_facts(), **change}, actor=floor.quality)
    assert refused.value.code == code


def test_repair_ends_with_a_passed_calibration_and_retired_is_for_good(floor: Floor) -> None:
    def row() -> tuple[GaugeCondition, int]:
        found = floor.factory.ask(gauge_rows, day=DAY)[0]
        return found.condition, found.version

    floor.do(send_to_repair, floor.gauge_id, expected_version=row()[1], reason="낙하", actor=floor.quality)
    assert row()[0] is GaugeCondition.REPAIR
    floor.do(
        record_calibration,
        floor.gauge_id,
        **calibration_facts(date(2026, 11, 20)),
        file=b"%PDF-1.4 cert",
        actor=floor.quality,
    )
    assert row()[0] is GaugeCondition.ACTIVE
    newest = floor.factory.ask(calibration_rows, floor.gauge_id)[0]
    assert (newest.due_on, newest.file_hash is not None) == (date(2027, 11, 20), True)
    floor.do(retire_gauge, floor.gauge_id, expected_version=row()[1], reason="마모", actor=floor.quality)
    with pytest.raises(PartproofError) as refused:
        floor.do(
            record_calibration, floor.gauge_id, **calibration_facts(date(2026, 11, 22)), actor=floor.quality
        )
    assert refused.value.code == "gauges.retired_for_good"


def test_the_alternative_measures_the_same_at_least_as_finely(floor: Floor) -> None:
    coarse = {**gauge_facts("G-300"), "resolution": Decimal("0.01")}
    short = {**gauge_facts("G-301"), "range_high": Decimal(25)}
    inch = {**gauge_facts("G-302"), "measures_in": "in"}
    caliper = {**gauge_facts("G-303"), "kind": "caliper"}
    for facts in (coarse, short, inch, caliper):
        gauge = floor.do(add_gauge, **facts, actor=floor.quality)
        floor.do(record_calibration, gauge, **calibration_facts(), actor=floor.quality)
    with floor.factory.reading() as session:
        gauge_row = session.get_one(Gauge, floor.gauge_id)
        found = alternatives(session, gauge_row, day=DAY)
        assert [entry.gauge.number for entry in found] == ["G-015"]
        small = alternatives(session, gauge_row, day=DAY, needed=Limits(None, Decimal("0.05")))
        assert [entry.gauge.number for entry in small] == ["G-015", "G-301"]


def test_without_another_gauge_the_refusal_says_so(floor: Floor) -> None:
    with floor.factory.reading() as session, pytest.raises(PartproofError) as refused:
        usable_gauge(session, floor.gauge_id, day=date(2027, 6, 2))
    assert refused.value.code == "gauges.overdue_no_other"
    with floor.factory.reading() as session:
        assert usable_gauge(session, floor.gauge_id, day=date(2027, 6, 1)).fitness.warning == 1


def test_a_failed_gauge_puts_everything_measured_since_on_hold_in_the_same_act(floor: Floor) -> None:
    untouched = floor.do(create_lot, part_id=floor.part_id, quantity=Decimal(10), order_id=floor.order_id)
    inspection = floor.do(open_inspection, kind=InspectionKind.SELF, lot_id=floor.lot_id)
    measured = Measurement(
        uuid.uuid4(), EntryMode.KEYED, "40.020", gauge_id=floor.gauge_id, station_id=floor.station_id
    )
    stored = floor.do(store_reading, inspection, floor.balloons["1"], 1, measured)
    change = floor.factory.perform(
        record_calibration,
        floor.gauge_id,
        done_on=DAY,
        result=FAIL,
        certificate="C-9",
        actor=floor.quality,
    )
    assert {"gauge", "lot"} <= change.nouns
    states = {row.id: row.state for row in floor.factory.ask(lot_rows)}
    assert states == {floor.lot_id: LotState.HOLD, untouched: LotState.QUARANTINE}
    (suspect,) = floor.factory.ask(suspect_readings, floor.gauge_id)
    assert (suspect.reading_id, suspect.lot_number) == (stored.reading_id, "261124-01")
    assert floor.factory.ask(gauge_rows, day=DAY)[0].condition is GaugeCondition.OUT_OF_TOLERANCE
    with floor.factory.reading() as session:
        entry = session.query(AuditEntry).filter_by(action="suspect_lots_held").one()
        assert entry.payload["facts"]["held"] == [floor.lot_id]
        held = session.query(AuditEntry).filter_by(action="lot_held").one()
        assert "G-014" in held.payload["facts"]["reason"]


def test_a_failure_with_nothing_measured_since_holds_nothing(floor: Floor) -> None:
    floor.do(
        record_calibration,
        floor.spare_gauge_id,
        done_on=DAY,
        result=FAIL,
        certificate="C-9",
        actor=floor.quality,
    )
    assert floor.factory.ask(suspect_readings, floor.spare_gauge_id) == ()
    assert floor.factory.ask(lot_rows)[0].state is LotState.QUARANTINE
