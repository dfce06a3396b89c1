"""A whole job through pseudo-terminals, the serial readers and the hub to the screen: no mouse, no keyboard."""

from __future__ import annotations

import logging
import time
import uuid
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.demo.floor import value_inside
from app.inspection.inspections import find_inspection
from app.inspection.queries import inspection_sheet
from app.inspection.station_notice import NoticeKind, StationNotice
from app.inspection.station_view import Step
from app.nonconformance.queries import nonconformance_rows
from app.production.device_setup import DeviceSetup
from app.production.stations import change_device
from devices.barcodes.partproof import command_code, gauge_code, lot_code, order_code
from devices.events import ScanReceived
from models.inspection import Reading
from models.vocab import EntryMode, InspectionState, Verdict
from tests.guards import ANSWER_MS
from tests.ui_station.stage import Stage
from tests.ui_station.station_page import StationPage
from ui.station.verdict_cover import OK_MS

_LOG = logging.getLogger("partproof.measured")


def test_each_step_says_what_to_scan(station: StationPage) -> None:
    assert station.text("waiting.title") == "Scan your badge"
    station.sign_in()
    assert station.text("waiting.title") == "Scan the work order"
    assert station.screen.bar.text_of("operator") == "최작업"
    station.scan(order_code(station.stage.floor.order_number))
    assert station.text("waiting.title") == "Scan the lot"
    station.scan(lot_code(station.stage.floor.lot_number))
    assert station.screen.pages.currentIndex() == 1
    assert station.screen.bar.text_of("part") == "HB-2210-01 · B"
    assert station.screen.bar.text_of("lot") == station.stage.floor.lot_number
    assert station.text("measure.what").startswith("① Length 62")
    assert station.text("drawing.title") == "DW-2210 Rev B"


def test_a_whole_job_runs_by_scanner_and_gauge_alone(
    station: StationPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_input(*_args: object) -> None:
        raise AssertionError("a mouse or key event came in")

    for handler in ("mousePressEvent", "keyPressEvent"):
        monkeypatch.setattr(type(station.screen), handler, no_input, raising=False)
    notice = station.arm()
    inspection = notice.view.inspection
    assert inspection is not None
    bad = False
    while (wanted := notice.view.next) is not None:
        if wanted.judged_by_person:
            # The same code sooner than a scanner's double read would count once.
            later = time.monotonic() + 0.25
            qtbot.waitUntil(lambda later=later: time.monotonic() > later)  # type: ignore[misc]
            notice = station.command("OK")
        elif wanted.number == "2" and not bad:
            bad = True
            assert station.press_gauge("40.057").kind is NoticeKind.NG
            notice = station.command("NEXT")
        else:
            notice = station.press_gauge(value_inside(wanted))
    assert station.text("waiting.title") == "Everything is measured"
    assert station.command("FINISH").code == "finished_fail"
    factory = station.stage.factory
    with factory.reading() as session:
        assert find_inspection(session, inspection.id).state is InspectionState.FAIL
        modes = {row.mode for row in session.query(Reading) if row.value is not None}
        raws = [row.raw for row in session.query(Reading) if row.mode is EntryMode.DEVICE]
    assert modes == {EntryMode.DEVICE}
    assert all(raw.startswith(b"01A") for raw in raws)
    sheet = factory.ask(inspection_sheet, inspection.id)
    assert (sheet.missing, sheet.ng) == (0, 1)
    assert len(factory.ask(nonconformance_rows)) == 1


def test_the_value_and_its_neighbourhood_are_shown(station: StationPage) -> None:
    station.arm()
    station.press_gauge("62.004")
    screen = station.screen
    assert screen.measuring.value.accessibleDescription() == "62.004 mm"
    assert screen.measuring.strip.accessibleDescription() == "62.004, —"
    assert screen.measuring.verdict.verdict == "ok"
    assert (
        screen.drawing.picture.current == station.view.next.characteristic_id if station.view.next else False
    )
    assert screen.bar.text_of("progress") == "1 / 16"


def test_the_answer_is_painted_and_heard(station: StationPage, qtbot: QtBot) -> None:
    station.arm()
    taken: list[float] = []
    for value in ("62.004", "62.010"):
        with qtbot.waitSignal(station.cover.painted, timeout=ANSWER_MS):
            began = time.monotonic()
            station.stage.gauge.press(value)
        taken.append(time.monotonic() - began)
        station.settle()
    # Told, not asserted: a busy test machine is no station. Seen with --log-cli-level=INFO.
    _LOG.info("press to painted verdict: %s ms", [round(seconds * 1000, 1) for seconds in taken])
    _LOG.info("notice to painted verdict: %.1f ms", station.screen.answer_seconds * 1000)
    assert station.cover.verdict == "ok"
    assert station.stage.sounds.heard[-2:] == ["ok", "ok"]


def test_ok_goes_by_itself(station: StationPage, qtbot: QtBot) -> None:
    assert 1000 <= OK_MS <= 1500
    station.arm()
    station.press_gauge("62.004")
    assert station.cover.isVisible()
    with qtbot.waitSignal(station.cover.gone, timeout=ANSWER_MS):
        pass
    assert not station.cover.isVisible()


def test_ng_stays_until_it_is_acknowledged_by_a_code(station: StationPage) -> None:
    station.arm()
    station.press_gauge("62.250")
    assert station.cover.verdict == "ng"
    assert station.stage.sounds.heard[-1] == "ng"
    # No clock runs that could take it away.
    assert not station.cover._timer.isActive()
    assert station.cover.isVisible()
    station.command("NEXT")
    assert not station.cover.isVisible()
    assert station.view.step is Step.MEASURE


def test_a_younger_warning_does_not_end_the_ng(station: StationPage) -> None:
    station.arm()
    station.press_gauge("62.250")
    notice = station.press_gauge("62.001")
    assert notice.code == "acknowledge_first"
    looks = [str(station.cover.verdict)]
    station.cover.clear()
    looks.append(str(station.cover.verdict))
    assert looks == ["warn", "ng"]
    assert station.cover.isVisible()


def test_the_big_button_and_the_key_acknowledge_too(station: StationPage) -> None:
    station.arm()
    station.press_gauge("62.250")
    station.answer_to(station.button("verdict.acknowledge").click)
    assert station.view.step is Step.MEASURE
    station.command("UNDO")
    station.press_gauge("62.250")
    station.answer_to(lambda: QTest.keyClick(station.screen, Qt.Key.Key_Return))
    assert station.view.step is Step.MEASURE
    assert not station.cover.isVisible()


def test_the_same_lot_twice_is_a_third_state(station: StationPage) -> None:
    station.arm()
    station.press_gauge("62.004")
    notice = station.scan(lot_code(station.stage.floor.lot_number))
    assert notice.kind is NoticeKind.DUPLICATE
    assert station.cover.verdict == "warn"
    assert station.cover.accessibleName() == "Already scanned"
    assert "최작업" in station.cover.accessibleDescription()
    assert station.screen.bar.text_of("progress") == "1 / 16"


def test_an_unknown_scan_says_what_it_was(station: StationPage) -> None:
    station.arm()
    station.scan("4006381333931")
    assert station.cover.accessibleName() == "Unknown code"
    assert "4006381333931" in station.cover.accessibleDescription()
    station.cover.clear()
    assert "4006381333931" in station.text("next.said")


def test_a_repaired_or_refused_scan_is_explained(station: StationPage) -> None:
    def typed(text: str) -> None:
        now = datetime.now(UTC)
        scan = ScanReceived(uuid.uuid4(), text.encode(), text, now, time.monotonic(), "keyboard")
        station.stage.link.scan(scan)

    station.sign_in()
    station.answer_to(lambda: typed("ㅔㅔ:ㅊ:ㅔㅁㅕㄴㄸ"))
    assert "Hangul mode: the code was repaired" in station.text("waiting.said")
    station.answer_to(lambda: typed("PP:C:PAUSE"))
    station.answer_to(lambda: typed("[)>06V2812P89131CU210SET2509052000A0000010M"))
    assert station.cover.accessibleName() == "Unreadable"
    said = station.cover.accessibleDescription().replace("\u200b", "")
    assert "The scanner dropped the separators between the fields." in said
    assert "It was probably meant as “[)>␞06␝V2812␝P89131CU210␝S␝E␝T2509052000A0000010␝M␝␞␄”." in said


def test_twenty_steps_can_be_taken_back(station: StationPage, stage: Stage) -> None:
    notice: StationNotice = station.arm()
    stored = 0
    for _round in range(2):
        for _value in range(10):
            wanted = notice.view.next
            assert wanted is not None
            notice = (
                station.answer_to(lambda: station.screen._command("OK"))
                if wanted.judged_by_person
                else station.press_gauge(value_inside(wanted))
            )
            stored += notice.verdict is Verdict.OK
        if _round == 0:
            for _back in range(10):
                notice = station.answer_to(station.button("station.undo").click)
                assert notice.code == "taken_back"
    assert stored == 20
    for _back in range(10):
        notice = station.answer_to(station.button("station.undo").click)
    assert notice.view.done == 0
    with stage.factory.reading() as session:
        # Both are kept: every value and every act that took one back.
        assert session.query(Reading).filter_by(undone=True).count() == 20
        assert session.query(Reading).filter_by(undone=False).count() == 20


def test_a_lost_port_is_named_and_comes_back_by_itself(station: StationPage, qtbot: QtBot) -> None:
    station.arm()
    name = station.stage.ports[1].name
    notice = station.answer_to(station.stage.ports[1].unplug)
    assert notice.code == "port_lost"
    banner = station.screen.banner
    assert banner.isVisible()
    assert name in banner.label.text()
    assert banner.tone == "neutral"
    qtbot.waitUntil(lambda: banner.tone == "warn", timeout=6_000)
    assert station.stage.link.ports[name] == "lost"
    station.stage.ports[1].replug()
    qtbot.waitUntil(lambda: not banner.isVisible(), timeout=8_000)
    station.settle()
    assert station.press_gauge("62.004").kind is NoticeKind.OK


def test_a_defect_is_reported_with_one_button(station: StationPage, stage: Stage) -> None:
    station.arm()
    station.button("station.defect").click()
    station.button("defect.1").click()
    station.settle()
    found = stage.factory.ask(nonconformance_rows)
    assert [row.title for row in found] == ["Burr"]
    assert found[0].found_by == "최작업"
    assert found[0].number in station.text("next.said")


def test_a_value_is_typed_on_the_pad(station: StationPage, stage: Stage) -> None:
    station.arm()
    station.scan(gauge_code("G-014"))
    station.button("station.type").click()
    for sign in "62.05":
        station.button(f"keypad.{sign}").click()
    notice = station.answer_to(station.button("keypad.enter").click)
    assert notice.code == "reading_ok"
    with stage.factory.reading() as session:
        assert [row.mode for row in session.query(Reading)] == [EntryMode.KEYED]


def test_the_screen_begins_where_the_job_stands(station: StationPage, stage: Stage) -> None:
    station.arm()
    station.press_gauge("62.250")
    # As after a start of the program: another screen on the same job.
    window = stage.window
    window.open_place("home")
    old = window._screens.pop("station")
    window.stack.removeWidget(old)
    old.deleteLater()
    window.open_place("station")
    window.showNormal()
    station.settle()
    assert station.view.step is Step.ACKNOWLEDGE
    assert station.cover.verdict == "ng"
    station.scan(command_code("NG"))
    assert not station.cover.isVisible()


def test_a_gauge_that_is_asked_has_a_key_and_the_others_have_none(station: StationPage) -> None:
    """Set up as asked, the gauge gets a button; its answer is judged as any other value."""
    stage = station.stage
    notice = station.arm()
    assert notice.view.next is not None
    assert not station.button("station.take").isVisible()
    assert station.text("next.what") == "Next: press the gauge's button"
    row = next(each for each in stage.hub.devices if each.port == stage.floor.gauge_port)
    stage.factory.perform(
        change_device,
        row.id,
        setup=DeviceSetup(acquisition={"mode": "request"}),
        actor=stage.crew.engineer,
    )
    stage.hub.reload_devices()
    pressed: list[str] = []
    stage.hub.keep_key(row.port, lambda: pressed.append(stage.gauge.press("62.010").decode()))
    answered = station.answer_to(lambda: stage.hub.command(stage.floor.station, "REPEAT"))
    assert answered.code == "nothing_to_repeat"
    assert station.button("station.take").isVisible()
    assert station.text("next.what") == "Next: take the value with F7"
    stored = station.answer_to(station.button("station.take").click)
    assert len(pressed) == 1
    assert stored.reading_id is not None
