"""Physical keys to the signs of a US keyboard, whatever layout, Caps Lock or 한/영 the system has.

A wedge scanner presses the keys of a US keyboard. Key numbers: IBM scan code set 1 (what Windows reports);
Linux evdev uses the same numbers for these keys, and xkb adds 8. The numeric keypad is left to the system: its
signs do not depend on the layout.
"""

from __future__ import annotations

from enum import Enum
from typing import Final


class CodeSet(Enum):
    """How the window system numbers keys: the value is what it adds to scan code set 1."""

    WINDOWS = 0
    XKB = 8


_ROWS: Final = (
    (0x02, "1234567890-=", "!@#$%^&*()_+"),
    (0x10, "qwertyuiop[]", "QWERTYUIOP{}"),
    (0x1E, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (0x2B, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (0x56, "\\", "|"),  # the extra key of European keyboards
)
_SAME_WITH_SHIFT: Final = {0x39: " ", 0x0F: "\t", 0x1C: "\r"}
_PLAIN: Final = {
    first + place: sign for first, plain, _ in _ROWS for place, sign in enumerate(plain)
} | _SAME_WITH_SHIFT
_SHIFTED: Final = {
    first + place: sign for first, _, shifted in _ROWS for place, sign in enumerate(shifted)
} | _SAME_WITH_SHIFT
_CONTROL: Final = {"2": "\x00", "[": "\x1b", "\\": "\x1c", "]": "\x1d", "6": "\x1e", "-": "\x1f"}
# Windows sets this bit for keys that came later, among them Enter of the keypad and right Ctrl.
_EXTENDED: Final = 0x100
_EXTENDED_SIGNS: Final = {0x1C: "\r", 0x35: "/"}


def code_set_of(platform: str) -> CodeSet | None:
    """Return the code set of a Qt platform name; None where key numbers mean nothing (offscreen, vnc)."""
    if platform == "windows":
        return CodeSet.WINDOWS
    return CodeSet.XKB if platform.startswith(("xcb", "wayland")) else None


def sign_of(code: int, code_set: CodeSet, *, shift: bool = False, control: bool = False) -> str | None:
    """Return the sign a scanner means by a key; None for keys that give no sign.

    Args:
        code: The native scan code of the event.
        code_set: How the window system numbers keys.
        shift: Shift is down. Caps Lock must not be counted in.
        control: Ctrl is down: GS is Ctrl+], RS is Ctrl+^ (Ctrl+6), EOT is Ctrl+D.
    """
    key = code - code_set.value
    if code_set is CodeSet.WINDOWS and key & _EXTENDED:
        return None if control else _EXTENDED_SIGNS.get(key & 0xFF)
    if not control:
        return (_SHIFTED if shift else _PLAIN).get(key)
    sign = _PLAIN.get(key)
    if sign is None:
        return None
    return chr(ord(sign) & 0x1F) if sign.isalpha() else _CONTROL.get(sign)
