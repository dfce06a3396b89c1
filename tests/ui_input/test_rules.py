"""Rules of keyboard scanners that meet: prefix and end sign by real events, editors at every pace, typing gauges."""

from __future__ import annotations

import time
import uuid
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from devices.barcodes.content import CodeContent
from devices.barcodes.registry import parse
from devices.events import GaugeReading, ScanReceived
from devices.profiles import GaugeProfile
from devices.wedge_gauge import WedgeGauge
from tests.ui_input.conftest import shown
from tests.ui_input.keyboard import AZERTY, UK, Keyboard, Recorder
from tests.ui_input.test_capture import HKMC, JAMO, Keys
from ui.input.capture import WedgeCapture
from ui.input.wedge import WedgeLimits


def test_with_a_prefix_only_what_begins_with_it_is_held(
    qtbot: QtBot, keyboard: Keyboard, capture: WedgeCapture, recorder: Recorder
) -> None:
    widget = Keys()
    shown(qtbot, widget, widget)
    capture.set_limits(WedgeLimits(prefix="~"))
    keyboard.type("PP:C:OK\r")
    assert recorder.scans == []
    assert "".join(widget.reached) == "PP:C:OK\r"
    keyboard.type("~PP:C:OK\r")
    assert recorder.scans == [b"PP:C:OK"]


@pytest.mark.parametrize("state", ["us", "caps", "azerty", "hangul"])
def test_a_prefix_is_told_in_every_keyboard_state(
    state: str, qtbot: QtBot, keyboard: Keyboard, capture: WedgeCapture, recorder: Recorder
) -> None:
    field = QLineEdit()
    shown(qtbot, field, field)
    capture.set_limits(WedgeLimits(prefix="~Q"))
    keyboard.caps_lock = state == "caps"
    keyboard.layout = {"azerty": AZERTY, "hangul": JAMO}.get(state, {})
    field.setText("before ")
    keyboard.type(f"~Q{HKMC}\r")
    assert recorder.scans == [HKMC.encode()]
    assert field.text() == "before "
    assert recorder.taken == [field]


@pytest.mark.parametrize("end", ["\r", "\t", "\x04", "\n"])
def test_each_end_sign_ends_a_scan_where_it_is_switched_on(
    end: str, qtbot: QtBot, keyboard: Keyboard, capture: WedgeCapture, recorder: Recorder
) -> None:
    widget = Keys()
    shown(qtbot, widget, widget)
    keyboard.type(f"PP:O:WO-7{end}")
    assert recorder.scans == [b"PP:O:WO-7"]
    others = "\r\t\x04\n".replace(end, "")
    capture.set_limits(WedgeLimits(suffixes=others))
    keyboard.now_ms += 1000
    keyboard.type(f"PP:O:WO-8{end}")
    qtbot.waitUntil(lambda: len(widget.reached) >= len("PP:O:WO-8"))
    assert recorder.scans == [b"PP:O:WO-7"]


@pytest.mark.parametrize(("gap_ms", "is_scan"), [(5, True), (49, True), (120, False)])
@pytest.mark.parametrize("hangul", [False, True])
def test_the_pace_decides_in_an_open_editor_too(
    gap_ms: int, is_scan: bool, hangul: bool, qtbot: QtBot, keyboard: Keyboard, recorder: Recorder
) -> None:
    field = QLineEdit()
    shown(qtbot, field, field)
    keyboard.gap_ms = gap_ms
    (keyboard.compose if hangul else keyboard.type)("PP:O:WO-117\r")
    if not is_scan:
        assert recorder.scans == []
        assert len(field.text()) >= 7
        return
    (raw,) = recorder.scans
    content = parse(raw, from_keyboard=True)
    assert isinstance(content, CodeContent)
    assert content.value("order") == "WO-117"
    assert ("hangul_reversed" in content.warnings) is hangul
    assert (field.text(), recorder.taken) == ("", [field])


@pytest.mark.parametrize("state", ["us", "caps", "uk", "azerty", "hangul"])
@pytest.mark.parametrize(("typed", "value"), [("DC1-12.340", "-12.340"), ("DC10000.05", "0.05")])
def test_a_gauge_that_types_gives_its_value_in_every_keyboard_state(
    state: str, typed: str, value: str, qtbot: QtBot, keyboard: Keyboard, recorder: Recorder
) -> None:
    widget = Keys()
    shown(qtbot, widget, widget)
    keyboard.caps_lock = state == "caps"
    keyboard.layout = {"uk": UK, "azerty": AZERTY, "hangul": JAMO}.get(state, {})
    keyboard.type(f"{typed}\r")
    (raw,) = recorder.scans
    gauge = WedgeGauge("DC1", GaugeProfile("Digimatic to HID"))
    caught = ScanReceived(
        uuid.uuid4(), raw, raw.decode(), datetime.now(UTC), time.monotonic(), source="keyboard"
    )
    (reading,) = gauge.understand(caught)
    assert isinstance(reading, GaugeReading)
    assert (reading.value, reading.raw) == (value, raw)
    assert widget.reached == []


def test_a_gauge_that_types_slowly_is_no_scan_and_reaches_the_field(
    qtbot: QtBot, keyboard: Keyboard, recorder: Recorder
) -> None:
    field = QLineEdit()
    shown(qtbot, field, field)
    keyboard.gap_ms = 120
    keyboard.type("12.340\r")
    assert (recorder.scans, field.text()) == ([], "12.340")
