"""Bytes as people read and write them: control characters by their names in brackets. Knows no device."""

from __future__ import annotations

import re
from typing import Final


def shown_text(data: bytes) -> str:
    """Return bytes as text in which control characters can be seen: ``01A+12.5<CR>``; other bytes as ``<xB1>``."""
    return "".join(
        chr(byte) if 0x20 <= byte < 0x7F else f"<{_NAMES.get(byte, f'x{byte:02X}')}>" for byte in data
    )


def shown_hex(data: bytes) -> str:
    """Return bytes as pairs of hexadecimal digits with blanks between."""
    return data.hex(" ").upper()


def bytes_of(text: str) -> bytes | None:
    """Return the bytes behind a text as ``shown_text`` writes it; None where a name in brackets is unknown.

    ``<CR>``, ``<0D>``, ``<x0D>`` and ``\\r`` mean the same byte; ``<FF>`` is the form feed, ``<xFF>`` the byte 255.
    """
    for escape, name in (("\\r", "<CR>"), ("\\n", "<LF>"), ("\\t", "<HT>")):
        text = text.replace(escape, name)
    out = bytearray()
    for place in _PARTS.finditer(text):
        name = place[1]
        byte = ord(place[0]) if name is None else _BYTES.get(name.upper(), 0x100)
        if byte > 0xFF:
            return None
        out.append(byte)
    return bytes(out)


def with_controls(text: str) -> str:
    """Return a text with the control characters named in it: ``<GS>`` becomes one; every other bracket stays."""
    return _PARTS.sub(lambda place: _control(place[1]) or place[0], text)


def _control(name: str | None) -> str:
    byte = None if name is None else _BYTES.get(name.upper())
    return (
        chr(byte) if byte is not None and byte < 0x20 and name is not None and name.upper() in _WORDS else ""
    )


# A bracket that begins no name stands for itself: some gauges send one.
_PARTS: Final = re.compile(r"<([A-Za-z0-9]{2,4})>|.", re.DOTALL)
_CONTROLS: Final = (
    "NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC "
    "FS GS RS US"
)
_NAMES: Final = dict(enumerate(_CONTROLS.split())) | {0x7F: "DEL"}
_WORDS: Final = frozenset(_CONTROLS.split())
_BYTES: Final = {f"{x}{byte:02X}": byte for byte in range(256) for x in ("", "X")} | {
    name: byte for byte, name in _NAMES.items()
}
