"""Partproof's own codes: badge, order, lot, part, gauge and command, as ``PP:<letter>:<value>``.

Builds and reads their text; drawing them is the task of ``pictures.py``, obeying a command that of the caller.
Upper-case letters, digits and ``:-_./`` survive a keyboard in Hangul mode (the letters come back upper-case).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from devices.barcodes.content import CodeContent, CodeRefused, ContentParser, Scan

LETTERS: Final = {"badge": "B", "order": "O", "lot": "L", "part": "P", "gauge": "G", "command": "C"}
COMMANDS: Final = ("UNDO", "OK", "NG", "NEXT", "REPEAT", "PAUSE", "LOGOUT", "FINISH")

_KINDS: Final = {letter: kind for kind, letter in LETTERS.items()}
_OWN_CODE: Final = re.compile(r"pp:([^:]*)(?::(.*))?", re.IGNORECASE | re.DOTALL)
_KEYBOARD_PROOF: Final = re.compile(r"[A-Z0-9:\-_./]+")


def badge_code(badge: str) -> str:
    """Return the text of a person's badge."""
    return _build("badge", badge)


def order_code(number: str) -> str:
    """Return the text of a work order's code."""
    return _build("order", number)


def lot_code(number: str) -> str:
    """Return the text of a lot's code."""
    return _build("lot", number)


def part_code(number: str) -> str:
    """Return the text of a part number's code."""
    return _build("part", number)


def gauge_code(number: str) -> str:
    """Return the text of a gauge's code."""
    return _build("gauge", number)


def command_code(command: str) -> str:
    """Return the text of a command's code; one of ``COMMANDS``.

    Raises:
        ValueError: There is no such command.
    """
    if command not in COMMANDS:
        raise ValueError(f"no such command: {command!r}")
    return _build("command", command)


def survives_hangul_keyboard(text: str) -> bool:
    """Whether the text comes back exactly from a keyboard left in Hangul mode or with Caps Lock on."""
    return _KEYBOARD_PROOF.fullmatch(text) is not None


def _build(kind: str, value: str) -> str:
    value = unicodedata.normalize("NFC", value).strip()
    if not value or any(unicodedata.category(sign).startswith("C") for sign in value):
        raise ValueError(f"not a value for a code: {value!r}")
    return f"PP:{LETTERS[kind]}:{value}"


def _read(scan: Scan) -> CodeContent | CodeRefused | None:
    match = _OWN_CODE.fullmatch(scan.text.strip())
    if match is None:
        return None
    letter, value = match[1].strip().upper(), (match[2] or "").strip()
    kind = _KINDS.get(letter)
    if kind is None:
        return scan.refuse("unknown_own_code", letter, kind="partproof")
    if not value:
        return scan.refuse("field_missing", kind, kind=kind)
    if kind == "command":
        value = value.upper()
        if value not in COMMANDS:
            return scan.refuse("unknown_command", value, kind=kind)
    return scan.content(kind, ((kind, value),))


PARSER: Final = ContentParser("partproof", 10, _read)
