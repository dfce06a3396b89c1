"""A whole job by scanner and gauge alone, and everything that can go wrong on the way; nothing is lost or doubled."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.inspection.queries import inspection_sheet
from app.inspection.station_notice import NOTICE_TEXTS, NoticeKind, StationNotice, notice_text
from app.inspection.station_view import Step
from app.nonconformance.queries import nonconformance_rows
from app.production.queries import lot_rows
from app.refusals import UNREACHABLE
from app.texts import LANGUAGES, Language
from devices.events import (
    Facts,
    FrameIncomplete,
    FrameRejected,
    GaugeNotice,
    GaugeTrouble,
    PortFound,
    PortLost,
    ScanReceived,
)
from models.audit import AuditEntry
from models.inspection import Reading
from models.vocab import EntryMode, InspectionState, LotState, Verdict
from tests.beginnings import SteppingClock
from tests.device_hub.desk import Desk, make_desk
from tests.production.floor import GAUGE_PORT, SCANNER_PORT, Floor


@pytest.fixture
def desk(floor: Floor, clock: SteppingClock) -> Iterator[Desk]:
    """A station; every notice it gave must be sayable in both languages."""
    made = make_desk(floor, clock)
    yield made
    made.writer.close()
    for notice in made.heard:
        for language in LANGUAGES:
            sentence = notice_text(Language(language), notice)
            assert sentence
            assert "{" not in sentence


def _readings(desk: Desk) -> int:
    with desk.floor.factory.reading() as session:
        return session.scalar(select(func.count()).select_from(Reading)) or 0


def _kept(desk: Desk, action: str) -> list[AuditEntry]:
    with desk.floor.factory.reading() as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


def test_a_complete_job_needs_scanner_and_gauge_only(desk: Desk) -> None:
    assert desk.view.step is Step.BADGE
    assert desk.scan("PP:B:B-OPERATOR").code == "welcome"
    assert desk.scan("PP:O:WO-2026-0001").code == "order_armed"
    begun = desk.scan("PP:L:261124-01")
    assert (begun.code, begun.view.step) == ("measuring", Step.MEASURE)
    assert begun.view.next is not None
    assert (begun.view.next.number, begun.view.next.sample, begun.view.total) == ("1", 1, 4)
    first = desk.measure("40.020")
    assert (first.kind, first.code, first.verdict) == (NoticeKind.OK, "reading_ok", Verdict.OK)
    assert {"reading", "inspection"} <= first.changes[0].nouns
    assert first.view.done == 1
    desk.measure("40.030")
    assert desk.measure("0.012").view.step is Step.MEASURE
    assert desk.scan("PP:C:OK").view.step is Step.COMPLETE
    ended = desk.scan("PP:C:FINISH")
    assert (ended.kind, ended.code, ended.view.step) == (NoticeKind.OK, "finished_pass", Step.ORDER)
    assert desk.scan("PP:C:LOGOUT").view.step is Step.BADGE
    sheet = desk.floor.factory.ask(inspection_sheet, 1)
    assert sheet.head.state is InspectionState.PASS
    assert sheet.modes == {EntryMode.DEVICE: 3, EntryMode.KEYED: 1}
    assert sheet.rows[0].cells[0].gauge_number == "G-014"


def test_a_bad_reading_stays_until_it_is_acknowledged(desk: Desk) -> None:
    desk.begin()
    bad = desk.measure("40.061")
    assert (bad.kind, bad.code, bad.view.step) == (NoticeKind.NG, "reading_ng", Step.ACKNOWLEDGE)
    assert len(desk.floor.factory.ask(nonconformance_rows)) == 1
    assert desk.floor.factory.ask(lot_rows)[0].state is LotState.HOLD
    waiting = desk.measure("40.020")
    assert (waiting.kind, waiting.code) == (NoticeKind.WARN, "acknowledge_first")
    assert _kept(desk, "device_event_unused")[0].payload["facts"]["value"] == "40.020"
    assert desk.scan("PP:C:OK").code == "acknowledge_first"
    assert desk.scan("PP:C:FINISH").code == "acknowledge_first"
    assert desk.scan("PP:C:NG").view.step is Step.MEASURE
    assert desk.measure("40.020").verdict is Verdict.OK
    desk.measure("0.012")
    desk.scan("PP:C:OK")
    assert desk.scan("PP:C:FINISH").code == "finished_fail"


def test_undo_takes_back_the_last_and_repeat_replaces_it(desk: Desk) -> None:
    desk.begin()
    desk.measure("40.061")
    undone = desk.scan("PP:C:UNDO")
    assert (undone.code, undone.view.step, undone.view.done) == ("taken_back", Step.MEASURE, 0)
    desk.measure("40.020")
    again = desk.scan("PP:C:REPEAT")
    assert again.view.next is not None
    assert (again.code, again.view.next.number, again.view.next.sample) == ("repeat", "1", 1)
    replaced = desk.measure("40.040")
    assert replaced.view.next is not None
    assert replaced.view.next.sample == 2
    cell = desk.floor.factory.ask(inspection_sheet, 1).rows[0].cells[0]
    assert (cell.value, cell.corrected) == ("40.040", True)
    assert _readings(desk) == 4


def test_undo_can_go_back_to_the_first_reading(desk: Desk) -> None:
    desk.begin()
    for value in ("40.020", "40.030", "0.012"):
        desk.measure(value)
    for left in (2, 1, 0):
        assert desk.scan("PP:C:UNDO").view.done == left
    assert desk.scan("PP:C:UNDO").code == "inspection.nothing_to_undo"


def test_the_same_scan_within_200_ms_counts_once(desk: Desk) -> None:
    desk.begin()
    desk.measure("40.020")
    desk.measure("40.030")
    assert desk.scan("PP:C:UNDO", monotonic=5000.0).code == "taken_back"
    assert desk.scan("PP:C:UNDO", monotonic=5000.19).code == "scanned_twice"
    # Each further one moves the window: a scanner left on a label stays one scan.
    assert desk.scan("PP:C:UNDO", monotonic=5000.38).code == "scanned_twice"
    assert desk.view.done == 1
    assert desk.scan("PP:C:UNDO", monotonic=5000.60).code == "taken_back"


def test_the_same_event_told_twice_is_one_fact(desk: Desk) -> None:
    desk.begin()
    frame = desk.frame("40.020")
    first, again = desk.give(frame), desk.give(frame)
    assert (again.kind, again.code) == (NoticeKind.DUPLICATE, "same_event")
    assert again.reading_id == first.reading_id
    scan = desk.scanned("PP:C:UNDO")
    assert desk.give(scan, SCANNER_PORT).code == "taken_back"
    assert desk.give(scan, SCANNER_PORT).kind is NoticeKind.DUPLICATE
    equal = desk.frame("40.020"), desk.frame("40.020")
    assert [desk.give(event).code for event in equal] == ["reading_ok", "reading_ok"]


def test_scanning_what_is_armed_already_is_a_third_state(desk: Desk) -> None:
    desk.begin()
    again = desk.scan("PP:L:261124-01")
    assert (again.kind, again.code) == (NoticeKind.DUPLICATE, "already_scanned")
    assert (again.values["name"], again.values["at"]) == (desk.floor.operator.name, "09:30")
    assert desk.scan("PP:O:WO-2026-0001").kind is NoticeKind.DUPLICATE
    assert desk.scan("PP:O:WO-2026-0002").code == "job_open"


def test_the_order_of_scans_is_asked_for(desk: Desk) -> None:
    assert desk.scan("PP:O:WO-2026-0001").code == "badge_first"
    assert desk.scan("PP:C:UNDO").code == "badge_first"
    assert desk.scan("PP:B:NOBODY").code == "people.unknown_badge"
    desk.scan("PP:B:B-OPERATOR")
    assert desk.scan("PP:L:261124-01").code == "order_first"
    assert desk.scan("PP:C:FINISH").code == "order_first"
    assert desk.scan("PP:C:REPEAT").code == "nothing_to_repeat"
    desk.scan("PP:O:WO-2026-0001")
    assert desk.scan("PP:C:OK").code == "lot_first"
    assert desk.scan("PP:L:999999-01").code == "record.not_found"


def test_a_plain_number_is_what_the_station_waits_for(desk: Desk) -> None:
    assert desk.scan("B-OPERATOR").code == "welcome"
    assert desk.scan("wo-2026-0001").code == "order_armed"
    assert desk.scan("261124-01").code == "measuring"
    unknown = desk.scan("8801234567893X")
    assert (unknown.code, unknown.values["text"]) == ("unknown_code", "8801234567893X")
    refused = desk.scan("PP:C:EXPLODE")
    assert (refused.code, refused.values["reason"]) == ("scan_refused", "unknown_command")


def _typed(desk: Desk, text: str, shown: str = "") -> StationNotice:
    """Let a keyboard scanner type; the window gives the repaired text along with the bytes."""
    event = replace(desk.scanned(text), source="keyboard", raw=text.encode(), text=shown or text)
    return desk.hub.scan(desk.floor.station_id, event).result(20)


def test_what_was_repaired_in_a_scan_is_told_with_its_answer(desk: Desk) -> None:
    assert desk.scan("PP:B:B-OPERATOR").warnings == ()
    repaired = _typed(desk, "ㅔㅔ:ㅐ:ㅈㅐ-2026-0001", "PP:O:WO-2026-0001")
    assert (repaired.code, repaired.warnings) == ("order_armed", ("hangul_reversed",))
    assert _typed(desk, "PP:L:261124-01").warnings == ()


def test_a_keyboard_scan_keeps_its_symbology_identifier(desk: Desk) -> None:
    desk.begin()
    # The window leaves the identifier out of the text it shows; without it this is no GS1 code.
    wrong = _typed(desk, "]d20112312312312334", "0112312312312334")
    assert (wrong.code, wrong.values["reason"]) == ("scan_refused", "check_digit")
    assert _typed(desk, "]d2240A-17", "240A-17").values["kind_of_code"] == "gs1"


def test_a_refused_scan_comes_with_what_it_may_have_been(desk: Desk) -> None:
    desk.begin()
    refused = desk.scan("[)>06V2812P89131CU210SET2509052000A0000010M")
    assert (refused.code, refused.values["reason"]) == ("scan_refused", "separators_lost")
    assert str(refused.values["suggest"]).startswith("[)>\x1e06\x1dV2812\x1dP89131CU210")


def test_the_part_in_the_hand_is_compared_with_the_order(desk: Desk) -> None:
    desk.begin()
    assert desk.scan("PP:P:hb-2210-01").code == "part_matches"
    wrong = desk.scan("PP:P:HB-9999")
    assert (wrong.kind, wrong.code, wrong.values["wanted"]) == (NoticeKind.NG, "part_differs", "HB-2210-01")


def test_a_reading_that_nobody_waits_for_is_kept_and_told(desk: Desk) -> None:
    unused = desk.measure("40.020")
    assert (unused.kind, unused.code, unused.values["why"]) == (NoticeKind.WARN, "reading_unused", "no_badge")
    (entry,) = _kept(desk, "device_event_unused")
    assert entry.payload["facts"]["raw"] == b"01A40.020\r".hex()
    assert entry.payload["facts"]["why"] == "no_badge"
    assert entry.station == "ST-1"
    desk.begin()
    desk.scan("PP:C:PAUSE")
    assert desk.measure("40.020").values["why"] == "paused"
    assert desk.scan("PP:C:NEXT").code == "paused"
    assert desk.scan("PP:B:B-OPERATOR").view.step is Step.MEASURE
    assert _readings(desk) == 0


def test_an_unknown_port_or_channel_reaches_no_job(desk: Desk) -> None:
    desk.begin()
    elsewhere = desk.give(desk.frame("40.020"), "COM9")
    assert (elsewhere.code, elsewhere.values["port"]) == ("unknown_device", "COM9")
    assert _kept(desk, "device_event_unused")[0].payload["facts"]["port"] == "COM9"
    # The gauge is set up without a channel, so it takes whatever channel its port names.
    assert desk.give(desk.frame("40.020", channel="3")).code == "reading_ok"
    assert desk.give(desk.frame("40.030"), SCANNER_PORT).code == "unknown_device"


def test_a_far_off_value_is_believed_when_it_comes_twice(desk: Desk) -> None:
    desk.begin()
    first = desk.measure("4.002")
    assert (first.kind, first.code) == (NoticeKind.WARN, "inspection.not_plausible")
    assert desk.measure("9.900").code == "inspection.not_plausible"
    confirmed = desk.measure("9.910")
    assert (confirmed.code, confirmed.verdict) == ("reading_ng", Verdict.NG)


def test_a_refused_reading_names_the_reason_and_the_place_stays(desk: Desk) -> None:
    desk.begin()
    refused = desk.give(desk.frame("1.5755", unit="in"))
    assert (refused.kind, refused.code) == (NoticeKind.WARN, "inspection.wrong_unit")
    assert refused.refusal is not None
    assert refused.view.next is not None
    assert (refused.view.next.number, refused.view.next.sample) == ("1", 1)


def test_an_overdue_gauge_is_refused_at_the_station_with_an_alternative(
    desk: Desk, clock: SteppingClock
) -> None:
    desk.begin()
    clock.at += timedelta(days=190)
    refused = desk.measure("40.020")
    assert refused.code == "gauges.overdue_no_other"
    assert _readings(desk) == 0


def test_next_leaves_a_place_for_later_and_comes_back_to_it(desk: Desk) -> None:
    desk.begin()
    places = []
    for _ in range(5):
        following = desk.view.next
        assert following is not None
        places.append((following.number, following.sample))
        desk.scan("PP:C:NEXT")
    assert places == [("1", 1), ("1", 2), ("2", 1), ("3", 1), ("1", 1)]


def test_finish_with_missing_values_asks_once_and_then_leaves_it_incomplete(desk: Desk) -> None:
    desk.begin()
    desk.measure("40.020")
    asked = desk.scan("PP:C:FINISH")
    assert (asked.code, asked.values["missing"]) == ("finish_again", 3)
    desk.measure("40.030")
    assert desk.scan("PP:C:FINISH").code == "finish_again"
    assert desk.scan("PP:C:FINISH").code == "finished_incomplete"
    assert desk.floor.factory.ask(inspection_sheet, 1).head.state is InspectionState.INCOMPLETE
    desk.scan("PP:O:WO-2026-0001")
    resumed = desk.scan("PP:L:261124-01")
    assert (resumed.view.done, resumed.view.total) == (2, 4)


def test_a_typed_value_is_keyed_and_names_the_gauge_that_was_scanned(desk: Desk) -> None:
    desk.begin()
    station = desk.floor.station_id
    refused = desk.hub.typed_value(station, "40.02").result(30)
    assert refused.code == "inspection.needs_gauge"
    assert desk.scan("PP:G:G-015").code == "gauge_armed"
    assert desk.hub.typed_value(station, "4o.02").result(30).code == "inspection.not_a_number"
    assert desk.hub.typed_value(station, " ").result(30).code == "inspection.not_a_number"
    stored = desk.hub.typed_value(station, "40.02").result(30)
    assert stored.code == "reading_ok"
    cell = desk.floor.factory.ask(inspection_sheet, 1).rows[0].cells[0]
    assert (cell.mode, cell.gauge_number, cell.value) == (EntryMode.KEYED, "G-015", "40.02")


def test_buttons_do_what_their_barcodes_do(desk: Desk) -> None:
    desk.begin()
    desk.measure("40.020")
    event = uuid.uuid4()
    undone = [desk.hub.command(desk.floor.station_id, "UNDO", event_id=event).result(30) for _ in range(2)]
    assert [notice.code for notice in undone] == ["taken_back", "taken_back"]
    assert _readings(desk) == 2  # the reading and one reversal: the same press takes back once


def test_hangul_from_a_keyboard_scanner_is_read_as_the_keys_behind_it(desk: Desk) -> None:
    from devices.barcodes.hangul import keys_behind

    typed = "ㅔㅔ:ㅠ:ㅠ-ㅐㅔㄷㄱㅁ새ㄱ"
    assert keys_behind(typed).upper() == "PP:B:B-OPERATOR"
    event = ScanReceived(uuid.uuid4(), typed.encode(), typed, desk.now, 1.0, "keyboard")
    assert desk.hub.scan(desk.floor.station_id, event).result(30).code == "welcome"


def test_another_badge_takes_the_work_over(desk: Desk) -> None:
    desk.begin()
    desk.measure("40.020")
    taken = desk.scan("PP:B:B-QUALITY")
    assert (taken.code, taken.view.operator) == ("handover", desk.floor.quality.name)
    desk.measure("40.030")
    cells = desk.floor.factory.ask(inspection_sheet, 1).rows[0].cells
    assert [cell.operator for cell in cells] == [desk.floor.operator.name, desk.floor.quality.name]


def test_after_a_restart_the_badge_goes_on_where_it_was(desk: Desk) -> None:
    desk.begin()
    desk.measure("40.020")
    desk.measure("40.061")
    restarted = make_desk(desk.floor, desk.clock)
    try:
        assert restarted.view.step is Step.BADGE
        resumed = restarted.scan("PP:B:B-OPERATOR")
        assert (resumed.code, resumed.view.lot_number) == ("resumed", "261124-01")
        # Nobody can know any more whether the bad reading was acknowledged, so it is asked for again.
        assert resumed.view.step is Step.ACKNOWLEDGE
        going_on = restarted.scan("PP:C:NEXT")
        assert going_on.view.next is not None
        assert (going_on.view.next.number, going_on.view.done) == ("2", 2)
        assert restarted.scan("PP:C:UNDO").code == "taken_back"
    finally:
        restarted.writer.close()


def test_troubles_are_told_and_noise_does_not_fill_the_chain(desk: Desk) -> None:
    desk.begin()
    trouble = GaugeTrouble(b"E\r", "overload", None, None, desk.now, 10.0, Facts(), "mt_sics")
    assert desk.give(trouble).code == "gauge_trouble"
    noise = [FrameRejected(b"\xff" * 600, "format", desk.now, 20.0 + n / 100, "x") for n in range(50)]
    assert {desk.give(event).code for event in noise} == {"frame_unusable"}
    cut = FrameIncomplete(b"01A", desk.now, 30.0, "x")
    assert desk.give(cut).values["reason"] == "incomplete"
    kept = [entry.payload["facts"] for entry in _kept(desk, "device_event_unusable")]
    assert [facts["reason"] for facts in kept] == ["overload", "format", "incomplete"]
    assert [facts["before"] for facts in kept] == [0, 0, 49]
    assert len(kept[1]["raw"]) == 2 * 512
    assert desk.view.done == 0


def test_when_the_database_does_not_answer_the_person_hears_it_and_measures_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.begin()
    desk.measure("40.020")

    def silent(*_args: object, **_facts: object) -> None:
        raise UNREACHABLE(reason="no route to host")

    with monkeypatch.context() as patched:
        patched.setattr(desk.floor.factory, "reading", silent)
        lost = desk.measure("40.030")
    assert (lost.kind, lost.code) == (NoticeKind.WARN, "factory.unreachable")
    assert (lost.view.step, lost.view.done) == (Step.MEASURE, 1)
    again = desk.measure("40.030")
    assert (again.code, again.view.done) == ("reading_ok", 2)


def test_a_fault_of_the_program_is_written_to_the_log(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: object, **_facts: object) -> None:
        raise RuntimeError("a fault of ours")

    with monkeypatch.context() as patched:
        patched.setattr(desk.floor.factory, "perform", broken)
        with pytest.raises(RuntimeError):
            desk.measure("40.020")
    desk.writer.submit(str).result(10)
    assert "a device event failed" in caplog.text


def test_a_lost_port_is_named_and_the_job_waits(desk: Desk) -> None:
    desk.begin()
    lost = desk.give(PortLost(GAUGE_PORT, "missing", desk.now))
    assert (lost.code, lost.values["port"], lost.view.step) == ("port_lost", GAUGE_PORT, Step.MEASURE)
    assert desk.give(PortFound(GAUGE_PORT, desk.now)).code == "port_found"
    echo = GaugeNotice(b"OK", "ack", "OK", None, desk.now, 3.0, Facts(), "x")
    assert desk.give(echo).code == "gauge_notice"
    assert desk.measure("40.020").code == "reading_ok"


def test_every_notice_code_is_said_by_somebody() -> None:
    from pathlib import Path

    import app.inspection

    folder = Path(app.inspection.__file__).parent
    sources = "".join(path.read_text("utf-8") for path in folder.glob("station_*.py"))
    sources += (folder.parent / "device_hub.py").read_text("utf-8")
    assert [code for code in NOTICE_TEXTS if sources.count(f'"{code}"') < 2] == []
