"""Bytes as people read and write them: control characters by their names in brackets. Knows no device."""

from __future__ import annotations

from typing import Final


def shown_text(data: bytes) -> str:
    """Return bytes as text in which control characters can be seen: ``01A+12.5<CR>``; other bytes as ``<B1>``."""
    return "".join(
        chr(byte) if 0x20 <= byte < 0x7F else f"<{_NAMES.get(byte, f'{byte:02X}')}>" for byte in data
    )


def shown_hex(data: bytes) -> str:
    """Return bytes as pairs of hexadecimal digits with blanks between."""
    return data.hex(" ").upper()


def bytes_of(text: str) -> bytes | None:
    """Return the bytes behind a text as ``shown_text`` writes it; None where a name in brackets is unknown.

    ``<CR>``, ``<0D>`` and ``\\r`` mean the same byte.
    """
    for escape, name in (("\\r", "<CR>"), ("\\n", "<LF>"), ("\\t", "<HT>")):
        text = text.replace(escape, name)
    out, rest = bytearray(), text
    while rest:
        if rest[0] == "<" and ">" in rest:
            name, rest = rest[1:].split(">", 1)
            byte = _BYTES.get(name.upper())
            if byte is None:
                return None
            out.append(byte)
        elif ord(rest[0]) > 0xFF:
            return None
        else:
            out.append(ord(rest[0]))
            rest = rest[1:]
    return bytes(out)


_CONTROLS: Final = (
    "NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC "
    "FS GS RS US"
)
_NAMES: Final = dict(enumerate(_CONTROLS.split())) | {0x7F: "DEL"}
_BYTES: Final = {f"{byte:02X}": byte for byte in range(256)} | {name: byte for byte, name in _NAMES.items()}
