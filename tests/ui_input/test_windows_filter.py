"""Decoding of Windows keyboard messages and the way into the capture; the message queue itself needs Windows."""

from __future__ import annotations

import ctypes

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui_input.conftest import shown
from tests.ui_input.keyboard import Keyboard, Recorder
from ui.input.capture import WedgeCapture
from ui.input.windows_filter import (
    WM_KEYDOWN,
    WM_KEYUP,
    KeyState,
    NativeKey,
    WindowsWedgeFilter,
    _Message,
    key_of_message,
)

VK_PROCESSKEY = 0xE5


def message(code: int, *, down: bool = True, time_ms: int = 0) -> _Message:
    previous_and_transition = 0 if down else 0b11 << 30
    record = _Message()
    record.message = WM_KEYDOWN if down else WM_KEYUP
    record.wParam = VK_PROCESSKEY
    record.lParam = 1 | (code & 0x1FF) << 16 | previous_and_transition
    record.time = time_ms
    return record


def test_messages_are_read() -> None:
    assert key_of_message(WM_KEYDOWN, 0x001E0001) == NativeKey(0x1E, down=True, repeated=False)
    assert key_of_message(WM_KEYDOWN, 0x411C0001) == NativeKey(0x11C, down=True, repeated=True)
    assert key_of_message(WM_KEYUP, 0xC01E0001) == NativeKey(0x1E, down=False, repeated=False)
    assert key_of_message(0x000F, 0x001E0001) is None


def test_modifiers_are_followed() -> None:
    keys = KeyState()
    assert keys.sign_of(NativeKey(0x1E, down=True, repeated=False)) == "a"
    assert keys.sign_of(NativeKey(0x2A, down=True, repeated=False)) is None
    assert keys.sign_of(NativeKey(0x1E, down=True, repeated=False)) == "A"
    assert keys.sign_of(NativeKey(0x2A, down=False, repeated=False)) is None
    assert keys.sign_of(NativeKey(0x1D, down=True, repeated=False)) is None
    assert keys.sign_of(NativeKey(0x1B, down=True, repeated=False)) == "\x1d"
    assert keys.sign_of(NativeKey(0x1B, down=True, repeated=True)) is None


def test_a_scan_in_hangul_mode_comes_through_the_queue(
    qtbot: QtBot, keyboard: Keyboard, capture: WedgeCapture, recorder: Recorder
) -> None:
    widget = QWidget()
    shown(qtbot, widget, widget)
    capture.set_capture_mode(True)
    native = WindowsWedgeFilter(capture)
    swallowed = []
    for place, code in enumerate(
        [0x2A, 0x19, 0x19, 0x27, 0x18, 0x27, 0x02, 0x1C]
    ):  # Shift down, P P : O : ! Enter
        record = message(code, time_ms=1000 + 8 * place)
        answer = native.nativeEventFilter(QByteArray(b"windows_generic_MSG"), ctypes.addressof(record))
        swallowed.append(answer[0])
    assert recorder.scans == [b"PP:O:!"]
    assert swallowed == [False, *[True] * 7]
    release = message(0x19, down=False)
    assert native.nativeEventFilter(QByteArray(b"windows_generic_MSG"), ctypes.addressof(release))[0]


def test_outside_capture_mode_nothing_is_swallowed(capture: WedgeCapture, recorder: Recorder) -> None:
    native = WindowsWedgeFilter(capture)
    assert not native.take(NativeKey(0x1E, down=True, repeated=False), 1000)
    record = message(0x1E)
    assert native.nativeEventFilter(QByteArray(b"other"), ctypes.addressof(record)) == (False, 0)
    assert recorder.scans == []
