"""Scan codes straight from the Windows message queue, for capture mode: before Qt and before the IME's messages.

Written from Microsoft's and Qt's documentation and NOT run on Windows yet; decoding is tested, the filter is not.
In Hangul mode Windows reports the virtual key VK_PROCESSKEY, but the scan code in lParam stays the physical key.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray

from ui.input.capture import WedgeCapture
from ui.input.scan_codes import CodeSet, sign_of

WM_KEYDOWN: Final = 0x0100
WM_KEYUP: Final = 0x0101
WM_SYSKEYDOWN: Final = 0x0104
WM_SYSKEYUP: Final = 0x0105
_SHIFT_KEYS: Final = frozenset({0x2A, 0x36})
_CONTROL_KEYS: Final = frozenset({0x1D, 0x11D})
_ALT_KEYS: Final = frozenset({0x38, 0x138})


@dataclass(frozen=True)
class NativeKey:
    """A keyboard message, read.

    Attributes:
        code: Scan code of set 1; bit 8 set for extended keys.
        down: Pressed, not released.
        repeated: The key was down before: auto-repeat.
    """

    code: int
    down: bool
    repeated: bool


def key_of_message(message: int, l_param: int) -> NativeKey | None:
    """Read WM_KEYDOWN and its kin: bits 16-23 scan code, 24 extended, 30 previous state; None for other messages."""
    if message not in (WM_KEYDOWN, WM_KEYUP, WM_SYSKEYDOWN, WM_SYSKEYUP):
        return None
    down = message in (WM_KEYDOWN, WM_SYSKEYDOWN)
    code = (l_param >> 16) & 0xFF | (l_param >> 16) & 0x100
    return NativeKey(code, down, down and bool(l_param >> 30 & 1))


class KeyState:
    """Follows Shift, Ctrl and Alt through the messages and gives the sign of each press."""

    def __init__(self) -> None:
        self._down: set[int] = set()

    def sign_of(self, key: NativeKey) -> str | None:
        """Return the sign a press means; None for releases, repeats, modifiers and keys without a sign."""
        if key.code in _SHIFT_KEYS | _CONTROL_KEYS | _ALT_KEYS:
            (self._down.add if key.down else self._down.discard)(key.code)
            return None
        if not key.down or key.repeated or self._down & _ALT_KEYS:
            return None
        return sign_of(
            key.code,
            CodeSet.WINDOWS,
            shift=bool(self._down & _SHIFT_KEYS),
            control=bool(self._down & _CONTROL_KEYS),
        )


class _Message(ctypes.Structure):
    """MSG of winuser.h, written out so that this file can be read on other systems."""

    _fields_ = (
        ("hwnd", ctypes.c_void_p),
        ("message", ctypes.c_uint32),
        ("wParam", ctypes.c_size_t),
        ("lParam", ctypes.c_ssize_t),
        ("time", ctypes.c_uint32),
        ("x", ctypes.c_int32),
        ("y", ctypes.c_int32),
    )


class WindowsWedgeFilter(QAbstractNativeEventFilter):
    """Feeds a capture from the message queue; install with ``QCoreApplication.installNativeEventFilter``.

    Swallowed presses never reach TranslateMessage, so neither Qt nor the IME makes a sign of them. Only capture mode
    is served: what is swallowed here cannot be given back to an editor.
    """

    def __init__(self, capture: WedgeCapture) -> None:
        super().__init__()
        self._capture = capture
        self._keys = KeyState()
        self._swallowed: set[int] = set()

    def nativeEventFilter(
        self, event_type: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        """Take one message; (True, 0) swallows it."""
        name = event_type.data() if isinstance(event_type, QByteArray) else bytes(event_type)
        if name != b"windows_generic_MSG":
            return False, 0
        record = _Message.from_address(int(message))
        key = key_of_message(record.message, record.lParam)
        if key is None:
            return False, 0
        return self.take(key, record.time), 0

    def take(self, key: NativeKey, time_ms: int) -> bool:
        """Take one key; return whether its message is swallowed."""
        sign = self._keys.sign_of(key)
        if not key.down:
            swallowed = key.code in self._swallowed
            self._swallowed.discard(key.code)
            return swallowed
        if sign is None or not self._capture.take_native_sign(sign, time_ms):
            return False
        self._swallowed.add(key.code)
        return True
