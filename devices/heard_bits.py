"""What bytes tell of the line they came over: whether they are text, and whether bit 7 is a parity.

Pure functions on bytes; which family speaks is asked elsewhere.
"""

from __future__ import annotations

import re
from typing import Final

# Fewer bytes match a parity by chance: each by one half.
_LEAST_BYTES: Final = 8
_LEAST_MATCH: Final = 0.97
_TEXT: Final = frozenset(range(0x20, 0x7F)) | frozenset(b"\t\r\n\x02\x03\x04\x06\x1b")
_SEPARATORS: Final = frozenset(b"\x1d\x1e")
_ODD_ONES: Final = tuple(bin(byte & 0x7F).count("1") % 2 for byte in range(256))
_UTF8_LETTER: Final = re.compile(rb"[\xc3-\xf4][\x80-\xbf]")


def text_share(data: bytes, *, separators: bool = False) -> float:
    """The share of bytes that instruments print: ASCII signs, line ends, STX, ETX, EOT, ACK, ESC; 1 for none.

    Args:
        data: what was heard.
        separators: count GS and RS as text, and letters of UTF-8: scanners send them.
    """
    if not data:
        return 1.0
    if separators:
        data = _UTF8_LETTER.sub(b"a", data)
        data = bytes(byte for byte in data if byte not in _SEPARATORS) or b" "
    return sum(byte in _TEXT for byte in data) / len(data)


def parity_behind(data: bytes) -> str | None:
    """The parity (E, O, M) that bit 7 of 8-bit bytes turns out to be; None where it is a bit like others.

    A device with seven bits and a parity, read with eight bits and none, shows its parity bit as bit 7.
    """
    if len(data) < _LEAST_BYTES or not any(byte & 0x80 for byte in data):
        return None
    if text_share(bytes(byte & 0x7F for byte in data)) < _LEAST_MATCH:
        return None
    even = sum((byte >> 7) == _ODD_ONES[byte] for byte in data) / len(data)
    mark = sum(byte >> 7 for byte in data) / len(data)
    for letter, share in (("M", mark), ("E", even), ("O", 1 - even)):
        if share >= _LEAST_MATCH:
            return letter
    return None
