"""Scans outside editors: exact in every keyboard state, typing given back, shortcuts intact."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QInputMethodQueryEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from devices.barcodes.content import CodeContent
from devices.barcodes.registry import parse
from tests.ui_input.conftest import shown
from tests.ui_input.keyboard import AZERTY, UK, Keyboard, Recorder
from ui.input.capture import WedgeCapture
from ui.input.capture_widget import CaptureWidget
from ui.input.wedge import GapReport, WedgeLimits

HKMC = "[)>\x1e06\x1dV2812\x1dP89231CU1000\x1dS\x1dE\x1dT2510022000A0000001\x1dM\x1d\x1e\x04"
CODES = [
    "PP:O:WO-2026/0117",
    "PP:L:Ab-cd_9",
    HKMC,
    "]d201088065720024331725061610HP04AA\x1d21HP04AA003122",
    "P@\"#~\\|'",
]
JAMO = dict(
    zip("QWERTYUIOPASDFGHJKLZXCVBNM", "ㅃㅉㄸㄲㅆㅛㅕㅑㅒㅖㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ", strict=True)
)
JAMO |= {key.lower(): jamo for key, jamo in JAMO.items()}


class Keys(CaptureWidget):
    """A station widget that notes the keys that reach it."""

    def __init__(self) -> None:
        super().__init__()
        self.reached: list[str] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.reached.append(event.text())


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("state", ["us", "caps", "uk", "azerty", "hangul"])
def test_same_bytes_in_every_keyboard_state(
    code: str, state: str, qtbot: QtBot, keyboard: Keyboard, recorder: Recorder
) -> None:
    widget = Keys()
    shown(qtbot, widget, widget)
    keyboard.caps_lock = state == "caps"
    keyboard.layout = {"uk": UK, "azerty": AZERTY, "hangul": JAMO}.get(state, {})
    keyboard.type(f"{code}\r")
    assert recorder.scans == [code.encode()]
    assert widget.reached == []


@pytest.mark.parametrize(("gap_ms", "is_scan"), [(5, True), (49, True), (120, False)])
def test_timing(gap_ms: int, is_scan: bool, qtbot: QtBot, keyboard: Keyboard, recorder: Recorder) -> None:
    widget = Keys()
    shown(qtbot, widget, widget)
    keyboard.gap_ms = gap_ms
    keyboard.type("PP:C:UNDO\r")
    assert recorder.scans == ([b"PP:C:UNDO"] if is_scan else [])
    assert widget.reached == ([] if is_scan else [*"PP:C:UNDO", "\r"])
    (report,) = recorder.reports
    assert isinstance(report, GapReport)
    assert report.greatest_ms == gap_ms


def test_limits_can_be_changed(
    qtbot: QtBot, keyboard: Keyboard, capture: WedgeCapture, recorder: Recorder
) -> None:
    widget = Keys()
    shown(qtbot, widget, widget)
    capture.set_limits(WedgeLimits(max_gap_ms=150, min_length=2))
    keyboard.gap_ms = 120
    keyboard.type("OK\r")
    assert recorder.scans == [b"OK"]
    assert capture.limits.max_gap_ms == 150


def test_held_keys_are_given_back_when_nothing_follows(
    qtbot: QtBot, keyboard: Keyboard, recorder: Recorder
) -> None:
    widget = Keys()
    shown(qtbot, widget, widget)
    keyboard.type("ab")
    assert widget.reached == []
    qtbot.waitUntil(lambda: widget.reached == ["a", "b"])
    assert recorder.scans == []


def test_space_still_presses_a_button(qtbot: QtBot, keyboard: Keyboard, recorder: Recorder) -> None:
    button = QPushButton("x")
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    shown(qtbot, button, button)
    keyboard.press(" ")
    qtbot.waitUntil(lambda: len(pressed) == 1)
    assert recorder.scans == []


def test_a_letter_shortcut_still_works_and_no_scan_fires_it(
    qtbot: QtBot, keyboard: Keyboard, recorder: Recorder
) -> None:
    window = QMainWindow()
    central = Keys()
    window.setCentralWidget(central)
    action = QAction("confirm", window)
    action.setShortcut("P")
    window.addAction(action)
    fired: list[bool] = []
    action.triggered.connect(lambda: fired.append(True))
    shown(qtbot, window, central)
    keyboard.type("PP:C:OK\r")
    assert (fired, recorder.scans) == ([], [b"PP:C:OK"])
    keyboard.now_ms += 500
    keyboard.press("p")
    qtbot.waitUntil(lambda: len(fired) == 1)
    assert central.reached == []


def test_ctrl_and_enter_alone_pass_at_once(qtbot: QtBot, keyboard: Keyboard, recorder: Recorder) -> None:
    widget = Keys()
    shown(qtbot, widget, widget)
    keyboard.press("\x04")
    keyboard.now_ms += 500
    keyboard.press("\r")
    assert widget.reached == ["\x04", "\r"]
    assert recorder.scans == []


def test_keys_without_number_are_read_from_their_text(
    qtbot: QtBot, keyboard: Keyboard, recorder: Recorder
) -> None:
    widget = Keys()
    shown(qtbot, widget, widget)
    for sign in "PP:C:NG\r":
        keyboard.press(sign, numbered=False)
    assert recorder.scans == [b"PP:C:NG"]


def test_a_key_kept_down_is_no_scanner(qtbot: QtBot, keyboard: Keyboard, recorder: Recorder) -> None:
    widget = Keys()
    shown(qtbot, widget, widget)
    for _ in range(10):
        keyboard.press("a", repeat=True)
    keyboard.press("\r")
    assert recorder.scans == []
    assert widget.reached == [*"a" * 10, "\r"]


def test_two_scans_in_a_row(qtbot: QtBot, keyboard: Keyboard, recorder: Recorder) -> None:
    widget = Keys()
    shown(qtbot, widget, widget)
    keyboard.type(f"{HKMC}\rPP:C:OK\r")
    assert recorder.scans == [HKMC.encode(), b"PP:C:OK"]


def test_capture_widget_accepts_no_input_method(qtbot: QtBot) -> None:
    widget = CaptureWidget()
    shown(qtbot, widget, widget)
    assert widget.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False
    query = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
    QApplication.sendEvent(widget, query)
    assert query.value(Qt.InputMethodQuery.ImEnabled) in (False, None)


def test_capture_mode_switches_the_input_method_of_editors_off(
    qtbot: QtBot, keyboard: Keyboard, capture: WedgeCapture, recorder: Recorder
) -> None:
    field = QLineEdit()
    shown(qtbot, field, field)
    capture.set_capture_mode(True)
    query = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
    QApplication.sendEvent(field, query)
    assert query.value(Qt.InputMethodQuery.ImEnabled) is False
    keyboard.layout = JAMO
    keyboard.type(f"{HKMC}\r")
    assert recorder.scans == [HKMC.encode()]
    assert field.text() == ""
    capture.set_capture_mode(False)
    query = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
    QApplication.sendEvent(field, query)
    assert query.value(Qt.InputMethodQuery.ImEnabled) is True
    assert QGuiApplication.focusObject() is field


def test_capture_mode_keeps_jamo_out_even_if_the_input_method_stays_on(
    qtbot: QtBot, keyboard: Keyboard, capture: WedgeCapture, recorder: Recorder
) -> None:
    field = QLineEdit()
    shown(qtbot, field, field)
    seen: list[str] = []
    field.textChanged.connect(lambda text: seen.append(text))
    capture.set_capture_mode(True)
    keyboard.compose("PP:O:WO-117\r")
    assert (seen, field.text(), field.displayText()) == ([], "", "")
    (raw,) = recorder.scans
    answer = parse(raw, from_keyboard=True)
    assert isinstance(answer, CodeContent)
    assert (answer.kind, answer.value("order")) == ("order", "WO-117")
    assert "hangul_reversed" in answer.warnings


def test_stopping_gives_back_and_watches_no_longer(
    qtbot: QtBot, keyboard: Keyboard, capture: WedgeCapture, recorder: Recorder
) -> None:
    widget = Keys()
    shown(qtbot, widget, widget)
    keyboard.type("ab")
    capture.stop()
    assert widget.reached == ["a", "b"]
    keyboard.type("PP:C:OK\r")
    assert recorder.scans == []


def test_focus_stays_where_it_was(qtbot: QtBot, keyboard: Keyboard, recorder: Recorder) -> None:
    window = QWidget()
    layout = QVBoxLayout(window)
    first, second = QPushButton("1"), QPushButton("2")
    layout.addWidget(first)
    layout.addWidget(second)
    shown(qtbot, window, first)
    keyboard.type("PP:C:NEXT\t")
    assert recorder.scans == [b"PP:C:NEXT"]
    assert QApplication.focusWidget() is first
