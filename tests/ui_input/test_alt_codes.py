"""Signs that scanners type as Alt and a number: decoded in scans, left alone when a person types them."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from tests.ui_input.conftest import shown
from tests.ui_input.keyboard import Keyboard, Recorder
from ui.input.alt_codes import AltCode
from ui.input.capture import WedgeCapture
from ui.input.capture_widget import CaptureWidget
from ui.input.wedge import GapReport, Moment

HKMC = "[)>\x1e06\x1dV2812\x1dP89231CU1000\x1dS\x1dE\x1dT2510022000A0000001\x1dM\x1d\x1e\x04"


class Keys(CaptureWidget):
    """A widget that notes the signs that reach it."""

    def __init__(self) -> None:
        super().__init__()
        self.reached: list[str] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.reached.append(event.text())


def scan(
    keyboard: Keyboard, code: str, *, digits: int, all_signs: bool, num_lock: bool, windows: bool
) -> None:
    """Type a code with its control characters, or all its signs, as Alt codes."""
    for sign in code:
        if all_signs or not sign.isprintable():
            # Without a leading nought Windows takes the number as a sign of the old code page.
            echo = ("\u2194" if sign == "\x1d" and digits < 3 else sign) if windows else ""
            keyboard.alt_code(str(ord(sign)).rjust(digits, "0"), num_lock=num_lock, echo=echo)
        else:
            keyboard.press(sign)


@pytest.mark.parametrize("digits", [2, 3, 4])
@pytest.mark.parametrize("all_signs", [False, True])
@pytest.mark.parametrize("num_lock", [True, False])
@pytest.mark.parametrize("windows", [False, True])
@pytest.mark.parametrize("capture_mode", [False, True])
def test_a_label_typed_in_alt_codes_keeps_its_separators(
    qtbot: QtBot,
    keyboard: Keyboard,
    capture: WedgeCapture,
    recorder: Recorder,
    digits: int,
    all_signs: bool,
    num_lock: bool,
    windows: bool,
    capture_mode: bool,
) -> None:
    widget = Keys()
    shown(qtbot, widget, widget)
    capture.set_capture_mode(capture_mode)
    scan(keyboard, HKMC, digits=digits, all_signs=all_signs, num_lock=num_lock, windows=windows)
    keyboard.press("\r")
    assert recorder.scans == [HKMC.encode()]
    # Alone the digits of the very first sign may pass: before it nothing says that this is a scan.
    assert "".join(widget.reached) == ""
    reports = [each for each in recorder.reports if isinstance(each, GapReport)]
    assert all(each.greatest_ms == keyboard.gap_ms for each in reports)
    assert reports


@pytest.mark.parametrize("windows", [False, True])
def test_separators_in_alt_codes_are_kept_in_an_open_editor(
    qtbot: QtBot, keyboard: Keyboard, capture: WedgeCapture, recorder: Recorder, windows: bool
) -> None:
    assert not capture.capture_mode
    field = QLineEdit("note ")
    shown(qtbot, field, field)
    scan(keyboard, HKMC, digits=3, all_signs=False, num_lock=True, windows=windows)
    assert recorder.scans == [HKMC.encode()]
    assert recorder.taken == [field]
    assert field.text() == "note "


def test_what_a_person_types_with_alt_stays_theirs(
    qtbot: QtBot, keyboard: Keyboard, capture: WedgeCapture, recorder: Recorder
) -> None:
    assert not capture.capture_mode
    window, field = QMainWindow(), QLineEdit()
    window.setCentralWidget(field)
    shown(qtbot, window, field)
    keyboard.gap_ms = 120
    keyboard.alt_code("0176", echo="°")
    keyboard.alt_code("065", echo="A")
    keyboard.press("1")
    assert field.text() == "°A1"
    assert recorder.scans == []


def test_a_shortcut_with_alt_works_while_nothing_is_scanned(
    qtbot: QtBot, keyboard: Keyboard, recorder: Recorder
) -> None:
    window, keys = QMainWindow(), Keys()
    window.setCentralWidget(keys)
    pressed: list[bool] = []
    action = QAction("previous", window)
    action.triggered.connect(pressed.append)
    window.addAction(action)
    shown(qtbot, window, keys)
    keyboard.gap_ms = 120
    keyboard.alt_code("4", num_lock=False)
    # Nothing was held or swallowed: the key reached the window as it was pressed.
    assert keys.reached.count("") >= 2
    assert recorder.scans == []


def test_only_fast_numbers_of_known_signs_count() -> None:
    code = AltCode()

    def typed(digits: str, gap_ms: int = 5) -> str | None:
        at = 1000
        code.press(Moment(at))
        for digit in digits:
            at += gap_ms
            if not code.digit(digit, Moment(at), 50):
                return None
        return code.release(Moment(at + gap_ms), 50)

    assert [typed(each) for each in ("029", "0029", "29", "030", "004", "065")] == [*"\x1d\x1d\x1d\x1e\x04A"]
    assert [typed(each) for each in ("", "9", "000", "127", "0176", "9999", "00029")] == [None] * 7
    assert typed("029", 51) is None
    assert not code.is_open
