"""Readings: what is stored, what is refused and how, undo and correction; nothing is lost or counted twice."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.errors import PartproofError
from app.gauges.calibrations import record_calibration
from app.gauges.gauges import find_gauge, send_to_repair
from app.inspection.inspections import finish_inspection, open_inspection
from app.inspection.measurement import Measurement
from app.inspection.queries import inspection_sheet, mode_counts, next_to_measure
from app.inspection.readings import correct_reading, store_reading, undo_last_reading
from app.inspection.trace import reading_trace
from app.production.lots import hold_lot
from app.production.orders import find_order, hold_order
from models.audit import AuditEntry
from models.inspection import Reading
from models.vocab import (
    CalibrationResult,
    EntryMode,
    InspectionKind,
    InspectionState,
    LotState,
    Role,
    Verdict,
)
from tests.beginnings import SteppingClock
from tests.inspection.conftest import Bench
from tests.production.floor import Floor


def _count(bench: Bench) -> int:
    with bench.floor.factory.reading() as session:
        return session.scalar(select(func.count()).select_from(Reading)) or 0


def _last_refusal(bench: Bench) -> AuditEntry:
    with bench.floor.factory.reading() as session:
        query = select(AuditEntry).where(AuditEntry.action == "refused").order_by(AuditEntry.seq.desc())
        return session.scalars(query.limit(1)).one()


def _refused(bench: Bench, balloon: str, sample: int, measurement: Measurement) -> PartproofError:
    before = _count(bench)
    with pytest.raises(PartproofError) as refused:
        bench.store(balloon, sample, measurement)
    assert _count(bench) == before
    return refused.value


def test_a_reading_keeps_its_bytes_zeros_gauge_calibration_and_work_day(bench: Bench) -> None:
    stored = bench.store("1", 1, bench.device("40.020", facts={"stable": True}))
    assert (stored.verdict, stored.again, stored.warnings) == (Verdict.OK, False, ())
    trace = bench.floor.factory.ask(reading_trace, stored.reading_id)
    assert (trace.value, trace.unit, trace.mode) == ("40.020", "mm", EntryMode.DEVICE)
    assert trace.raw == b"01A+40.020\r"
    assert trace.raw_facts == {"stable": True}
    assert (trace.gauge_number, trace.calibration_certificate) == ("G-014", "C-20260601")
    assert (trace.drawing_number, trace.drawing_revision) == ("DW-2210", "B")
    assert (trace.lot_number, trace.heat_number) == ("261124-01", "H-7788")
    assert trace.operator == bench.floor.operator.name
    assert len(trace.drawing_files) == 1
    assert trace.audit_seq is not None
    assert trace.holds


def test_the_same_event_is_one_fact_and_equal_frames_are_two(bench: Bench) -> None:
    first = bench.device("40.020")
    stored = bench.store("1", 1, first)
    again = bench.store("1", 1, first)
    # A retry may arrive after the job has moved on to the next place.
    elsewhere = bench.store("1", 2, first)
    assert (again.reading_id, again.again) == (stored.reading_id, True)
    assert (elsewhere.reading_id, elsewhere.again) == (stored.reading_id, True)
    assert _count(bench) == 1
    equal = bench.store("1", 2, bench.device("40.020"))
    assert equal.reading_id != stored.reading_id
    assert _count(bench) == 2


@pytest.mark.parametrize(
    ("value", "verdict"),
    [("40.00", Verdict.OK), ("40.05", Verdict.OK), ("40.051", Verdict.NG), ("39.999", Verdict.NG)],
)
def test_limits_are_inclusive(bench: Bench, value: str, verdict: Verdict) -> None:
    assert bench.store("1", 1, bench.device(value)).verdict is verdict


def test_a_coarse_value_is_warned_about(bench: Bench) -> None:
    assert bench.store("1", 1, bench.device("40.0")).warnings == ("resolution",)


def test_inch_on_a_millimetre_drawing_is_refused_and_kept_on_record(bench: Bench) -> None:
    event = bench.device("1.5750", unit="in")
    refusal = _refused(bench, "1", 1, event)
    assert refusal.code == "inspection.wrong_unit"
    entry = _last_refusal(bench)
    assert entry.payload["facts"]["code"] == "inspection.wrong_unit"
    values = entry.payload["facts"]["values"]
    assert values["event_raw"] == event.raw.hex()
    assert values["event_id"] == str(event.event_id)
    assert values["event_value"] == "1.5750"


def test_an_absurd_value_is_refused_until_it_comes_confirmed(bench: Bench) -> None:
    assert _refused(bench, "1", 1, bench.device("4.002")).code == "inspection.not_plausible"
    stored = bench.store("1", 1, bench.device("4.002", confirmed=True))
    assert stored.verdict is Verdict.NG


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"facts": {"stable": False}}, "inspection.unstable"),
        ({"value": "61.000"}, "inspection.outside_gauge_range"),
        ({"value": "4O.02"}, "inspection.not_a_number"),
        ({"gauge_id": None}, "inspection.needs_gauge"),
        ({"value": None}, "inspection.value_or_judgement"),
    ],
)
def test_what_cannot_count_is_refused(bench: Bench, facts: dict[str, Any], code: str) -> None:
    refusal = _refused(bench, "1", 1, replace(bench.device("40.020"), **facts))
    assert refusal.code == code


def test_an_overdue_gauge_is_refused_and_another_is_named(bench: Bench, clock: SteppingClock) -> None:
    floor = bench.floor
    clock.at += timedelta(days=365)
    floor.do(
        record_calibration,
        floor.spare_gauge_id,
        done_on=clock.at.date() - timedelta(days=3),
        result=CalibrationResult.PASS,
        certificate="C-2",
        actor=floor.quality,
    )
    refusal = _refused(bench, "1", 1, bench.device("40.020", measured_at=clock.at))
    assert refusal.code == "gauges.overdue"
    assert refusal.values["alternative"] == "G-015"
    assert refusal.values["due"] == "2027-06-01"
    # Measured while the calibration still held, and entered late with its reason: it counts as that.
    at = clock.at - timedelta(days=300)
    late = Measurement(
        uuid.uuid4(), EntryMode.LATE, "40.02", gauge_id=floor.gauge_id, measured_at=at, reason="정전"
    )
    stored = bench.store("1", 1, late)
    trace = floor.factory.ask(reading_trace, stored.reading_id)
    assert (trace.mode, trace.raw, trace.reason) == (EntryMode.LATE, b"", "정전")


def test_a_gauge_in_repair_is_refused(bench: Bench) -> None:
    floor = bench.floor
    with floor.factory.reading() as session:
        version = find_gauge(session, floor.gauge_id).version
    floor.do(send_to_repair, floor.gauge_id, expected_version=version, reason="떨어뜨림", actor=floor.quality)
    refusal = _refused(bench, "1", 1, bench.device("40.020"))
    assert (refusal.code, refusal.values["alternative"]) == ("gauges.in_repair", "G-015")


def test_typed_long_after_is_a_late_entry_and_late_needs_its_reason(
    bench: Bench, clock: SteppingClock
) -> None:
    long_ago = clock.at - timedelta(hours=3)
    keyed = Measurement(
        uuid.uuid4(), EntryMode.KEYED, "40.02", gauge_id=bench.floor.gauge_id, measured_at=long_ago
    )
    assert _refused(bench, "1", 1, keyed).code == "inspection.late_entry"
    late = Measurement(
        uuid.uuid4(), EntryMode.LATE, "40.02", gauge_id=bench.floor.gauge_id, measured_at=long_ago
    )
    assert _refused(bench, "1", 1, late).code == "field.empty"
    future = bench.device("40.02", measured_at=clock.at + timedelta(hours=1))
    assert _refused(bench, "1", 1, future).code == "inspection.future_reading"


def test_a_held_lot_and_a_stopped_order_take_no_reading(bench: Bench) -> None:
    floor = bench.floor
    with floor.factory.reading() as session:
        version = find_order(session, floor.order_id).version
    floor.do(hold_order, floor.order_id, expected_version=version, reason="고장", actor=floor.engineer)
    assert _refused(bench, "1", 1, bench.device("40.02")).code == "production.order_not_running"


def test_a_lot_held_for_another_reason_takes_no_reading(bench: Bench) -> None:
    bench.floor.do(hold_lot, bench.floor.lot_id, reason="의심")
    assert _refused(bench, "1", 1, bench.device("40.02")).code == "production.lot_held"
    with pytest.raises(PartproofError) as refused:
        bench.floor.do(open_inspection, kind=InspectionKind.SELF, lot_id=bench.floor.lot_id)
    assert refused.value.code == "production.lot_held"


def test_a_place_is_measured_once_unless_it_is_repeated_by_name(bench: Bench) -> None:
    first = bench.store("1", 1, bench.device("40.020"))
    assert _refused(bench, "1", 1, bench.device("40.021")).code == "inspection.already_measured"
    assert _refused(bench, "1", 3, bench.device("40.021")).code == "inspection.no_such_sample"
    wrong = bench.device("40.021", replaces_id=first.reading_id + 50, reason="다시")
    assert _refused(bench, "1", 1, wrong).code == "inspection.not_that_reading"
    second = bench.store("1", 1, bench.device("40.021", replaces_id=first.reading_id, reason="다시"))
    trace = bench.floor.factory.ask(reading_trace, first.reading_id)
    assert (trace.holds, trace.replaced_by) == (False, second.reading_id)


def test_undo_goes_back_step_by_step_and_keeps_every_row(bench: Bench) -> None:
    floor = bench.floor
    big = floor.do(open_inspection, kind=InspectionKind.LAYOUT, lot_id=floor.lot_id, sample_size=25)
    for sample in range(1, 26):
        floor.do(store_reading, big, floor.balloons["1"], sample, bench.device(f"40.0{sample % 5}0"))
    for _ in range(25):
        floor.do(undo_last_reading, big, event_id=uuid.uuid4())
    sheet = floor.factory.ask(inspection_sheet, big)
    assert all(cell.verdict is None for row in sheet.rows for cell in row.cells)
    assert _count(bench) == 50
    with pytest.raises(PartproofError) as nothing:
        floor.do(undo_last_reading, big, event_id=uuid.uuid4())
    assert nothing.value.code == "inspection.nothing_to_undo"


def test_the_same_undo_scan_takes_back_one_reading_only(bench: Bench) -> None:
    bench.store("1", 1, bench.device("40.020"))
    second = bench.store("1", 2, bench.device("40.030"))
    event = uuid.uuid4()
    assert bench.floor.do(undo_last_reading, bench.inspection_id, event_id=event) == second.reading_id
    assert bench.floor.do(undo_last_reading, bench.inspection_id, event_id=event) == second.reading_id
    following = bench.floor.factory.ask(next_to_measure, bench.inspection_id)
    assert following is not None
    assert (following.number, following.sample) == ("1", 2)


def test_a_correction_names_the_old_reading_and_undoing_it_brings_the_old_one_back(bench: Bench) -> None:
    floor = bench.floor
    old = bench.store("1", 1, bench.device("40.020"))
    with pytest.raises(PartproofError) as right:
        floor.do(correct_reading, old.reading_id, event_id=uuid.uuid4(), reason="오기", value="40.030")
    assert right.value.code == "right.missing"
    with pytest.raises(PartproofError) as empty:
        floor.do(
            correct_reading,
            old.reading_id,
            event_id=uuid.uuid4(),
            reason=" ",
            value="40.030",
            actor=floor.quality,
        )
    assert empty.value.code == "field.empty"
    new = floor.do(
        correct_reading,
        old.reading_id,
        event_id=uuid.uuid4(),
        reason="오기",
        value="40.030",
        actor=floor.quality,
    )
    trace = floor.factory.ask(reading_trace, new.reading_id)
    assert (trace.mode, trace.corrects_id, trace.reason) == (EntryMode.CORRECTED, old.reading_id, "오기")
    assert trace.raw == b""
    with pytest.raises(PartproofError) as replaced:
        floor.do(
            correct_reading,
            old.reading_id,
            event_id=uuid.uuid4(),
            reason="또",
            value="40.031",
            actor=floor.quality,
        )
    assert replaced.value.code == "inspection.already_replaced"
    floor.do(undo_last_reading, bench.inspection_id, event_id=uuid.uuid4())
    assert floor.factory.ask(reading_trace, old.reading_id).holds
    assert floor.factory.ask(mode_counts, bench.inspection_id) == {
        EntryMode.DEVICE: 1,
        EntryMode.CORRECTED: 1,
    }


def test_a_value_without_limits_waits_for_a_persons_judgement(
    bench: Bench, judged: Callable[[str], Measurement]
) -> None:
    stored = bench.store("3", 1, bench.device("0.1"))
    assert (stored.verdict, stored.warnings) == (Verdict.NOT_JUDGED, ("not_judged",))
    assert bench.store("3", 1, judged("OK")).verdict is Verdict.OK
    sheet = bench.floor.factory.ask(inspection_sheet, bench.inspection_id)
    cell = sheet.rows[2].cells[0]
    assert (cell.value, cell.attribute, cell.verdict, cell.mode) == (
        "0.1",
        "OK",
        Verdict.OK,
        EntryMode.DEVICE,
    )


def test_limits_are_not_judged_by_word_without_a_gauge(
    bench: Bench, judged: Callable[[str], Measurement]
) -> None:
    assert _refused(bench, "1", 1, judged("OK")).code == "inspection.needs_gauge"
    assert _refused(bench, "3", 1, judged("maybe")).code == "inspection.value_or_judgement"


def test_there_is_no_default_pass(bench: Bench, judged: Callable[[str], Measurement]) -> None:
    floor = bench.floor
    assert floor.do(finish_inspection, bench.inspection_id).state is InspectionState.INCOMPLETE
    bench.store("1", 1, bench.device("40.020"))
    bench.store("1", 2, bench.device("40.030"))
    bench.store("2", 1, bench.device("0.01"))
    ended = floor.do(finish_inspection, bench.inspection_id)
    assert (ended.state, ended.missing) == (InspectionState.INCOMPLETE, 1)
    bench.store("3", 1, judged("OK"))
    sheet = floor.factory.ask(inspection_sheet, bench.inspection_id)
    assert (sheet.missing, sheet.ng, sheet.head.state) == (0, 0, InspectionState.OPEN)
    assert sheet.modes == {EntryMode.DEVICE: 3, EntryMode.KEYED: 1}
    assert floor.factory.ask(next_to_measure, bench.inspection_id) is None
    assert floor.do(finish_inspection, bench.inspection_id).state is InspectionState.PASS
    with pytest.raises(PartproofError) as over:
        floor.do(finish_inspection, bench.inspection_id)
    assert over.value.code == "inspection.finished"
    assert _refused(bench, "2", 1, bench.device("0.02")).code == "inspection.finished"


def test_one_bad_value_fails_the_inspection_and_its_own_hold_lets_it_be_measured_on(
    bench: Bench, judged: Callable[[str], Measurement]
) -> None:
    floor = bench.floor
    bench.store("1", 1, bench.device("40.060"))
    bench.store("1", 2, bench.device("40.030"))
    bench.store("2", 1, bench.device("0.01"))
    bench.store("3", 1, judged("OK"))
    sheet = floor.factory.ask(inspection_sheet, bench.inspection_id)
    assert (sheet.ng, sheet.head.lot_state) == (1, LotState.HOLD)
    ended = floor.do(finish_inspection, bench.inspection_id)
    assert (ended.state, ended.ng) == (InspectionState.FAIL, 1)


def test_a_reading_past_midnight_belongs_to_the_work_day_before(bench: Bench, clock: SteppingClock) -> None:
    clock.at = clock.at.replace(hour=16, minute=30)  # 01:30 in Seoul
    stored = bench.store("1", 1, bench.device("40.020"))
    trace = bench.floor.factory.ask(reading_trace, stored.reading_id)
    assert trace.work_day.isoformat() == "2026-11-24"
    assert trace.measured_at.isoformat().startswith("2026-11-24T16:30")


def test_readers_and_the_program_itself_measure_nothing(bench: Bench) -> None:
    with pytest.raises(PartproofError) as right:
        bench.floor.do(
            store_reading,
            bench.inspection_id,
            bench.floor.balloons["1"],
            1,
            bench.device("40.02"),
            actor=bench.floor.crew.actor(Role.READER),
        )
    assert right.value.code == "right.missing"


def test_the_database_itself_refuses_to_change_or_delete_a_reading(floor: Floor, bench: Bench) -> None:
    stored = bench.store("1", 1, bench.device("40.020"))
    for statement in (
        "UPDATE reading SET value = '40.030' WHERE id = :id",
        "DELETE FROM reading WHERE id = :id",
    ):
        with floor.factory._write.connect() as connection, pytest.raises(DBAPIError) as refused:
            connection.execute(text(statement), {"id": stored.reading_id})
        assert "refused" in str(refused.value) or "permission denied" in str(refused.value)
    assert floor.factory.ask(reading_trace, stored.reading_id).value == "40.020"
    assert Decimal("40.020") == Decimal(floor.factory.ask(reading_trace, stored.reading_id).value)
