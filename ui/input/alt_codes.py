"""Signs that a scanner types as Alt and their decimal number on the keypad (GS as Alt+029). Pure: no clock, no focus.

Only what comes as fast as a scanner types counts, so that a person's own Alt codes and shortcuts stay theirs.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ui.input.wedge import Moment

_ALT: Final = Qt.KeyboardModifier.AltModifier.value
_KEYPAD: Final = Qt.KeyboardModifier.KeypadModifier.value
_OTHERS: Final = (
    Qt.KeyboardModifier.ShiftModifier.value
    | Qt.KeyboardModifier.ControlModifier.value
    | Qt.KeyboardModifier.MetaModifier.value
)
# Without Num Lock the keypad's keys have other names; Windows counts them as digits all the same.
_WITHOUT_NUM_LOCK: Final = (
    Qt.Key.Key_Insert, Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Left,
    Qt.Key.Key_Clear, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_Up, Qt.Key.Key_PageUp,
)  # fmt: skip
_DIGITS: Final = {Qt.Key.Key_0.value + digit: str(digit) for digit in range(10)} | {
    key.value: str(digit) for digit, key in enumerate(_WITHOUT_NUM_LOCK)
}
# One digit alone is a person's shortcut; scanners send three or four.
_FEWEST, _MOST = 2, 4


def keypad_digit(event: QKeyEvent) -> str | None:
    """Return the digit of a keypad key pressed with Alt alone; None for every other key."""
    modifiers = event.modifiers().value
    if not modifiers & _ALT or not modifiers & _KEYPAD or modifiers & _OTHERS:
        return None
    return _DIGITS.get(event.key())


class AltCode:
    """Collects the digits between the press and the release of Alt.

    Beyond 126 the number means another sign on every system, so nothing is made of it.
    """

    def __init__(self) -> None:
        self._digits: str | None = None
        self._last: Moment | None = None

    @property
    def is_open(self) -> bool:
        """Whether Alt is down and nothing but digits followed."""
        return self._digits is not None

    def press(self, at: Moment) -> None:
        """Alt goes down."""
        self._digits, self._last = "", at

    def digit(self, digit: str, at: Moment, max_gap_ms: int) -> bool:
        """Take a digit; False where it belongs to no number a scanner types."""
        if not self._in_time(at, max_gap_ms) or len(self._digits or "") >= _MOST:
            self.reset()
            return False
        self._digits, self._last = f"{self._digits}{digit}", at
        return True

    def release(self, at: Moment, max_gap_ms: int) -> str | None:
        """Alt goes up: return the sign, or None where there is none."""
        digits = self._digits if self._in_time(at, max_gap_ms) else None
        self.reset()
        if digits is None or len(digits) < _FEWEST:
            return None
        number = int(digits)
        return chr(number) if 0 < number < 0x7F else None

    def reset(self) -> None:
        """Forget what was typed."""
        self._digits, self._last = None, None

    def _in_time(self, at: Moment, max_gap_ms: int) -> bool:
        return self._digits is not None and self._last is not None and at.since(self._last) <= max_gap_ms
