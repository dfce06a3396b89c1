"""How large a code can get that a printer encodes itself: by capacity, not by the best encodation.

Data Matrix after ISO/IEC 16022 table 7 (square, data codewords), QR after ISO/IEC 18004 table 7 (data codewords
of versions 1 to 10). Nothing is drawn here.
"""

from __future__ import annotations

import re
from typing import Final

_DATA_MATRIX: Final = (
    (10, 3), (12, 5), (14, 8), (16, 12), (18, 18), (20, 22), (22, 30), (24, 36), (26, 44), (32, 62), (36, 86),
    (40, 114), (44, 144), (48, 174), (52, 204), (64, 280), (72, 368), (80, 456), (88, 576), (96, 696), (104, 816),
    (120, 1050), (132, 1304), (144, 1558),
)  # fmt: skip
_QR: Final = {
    "L": (19, 34, 55, 80, 108, 136, 156, 194, 232, 274),
    "M": (16, 28, 44, 64, 86, 108, 124, 154, 182, 216),
    "Q": (13, 22, 34, 48, 62, 76, 88, 110, 132, 154),
    "H": (9, 16, 26, 36, 46, 60, 66, 86, 100, 122),
}


def data_matrix_side(content: str, *, gs1: bool = False) -> int | None:
    """Return the modules per side of the square symbol in plain ASCII encodation, or None beyond the largest.

    A better encodation is never larger. Signs outside ASCII count two codewords for each UTF-8 byte.
    """
    pairs = len(re.findall(r"[0-9]{2}", content))
    signs = sum(1 if ord(sign) < 128 else 2 * len(sign.encode()) for sign in content)
    needed = signs - pairs + (1 if gs1 else 0)
    return next((side for side, room in _DATA_MATRIX if room >= needed), None)


def qr_side(content: str, level: str = "L") -> int | None:
    """Return the modules per side of the symbol in byte mode, or None beyond version 10."""
    needed = len(content.encode("utf-8"))
    for version, codewords in enumerate(_QR[level], start=1):
        # Mode and length take 12 bits, from version 10 on 20.
        if codewords - (2 if version < 10 else 3) >= needed:
            return 17 + 4 * version
    return None


def qr_level(content: str) -> str:
    """Return the highest error correction level that needs no larger symbol than the lowest does."""
    side = qr_side(content)
    return next(level for level in "HQML" if qr_side(content, level) == side)


def planned_side(symbology: str, content: str, *, gs1: bool = False) -> int:
    """Return the modules per side of a matrix code that a printer may come to.

    0 for a linear code, for one beyond all sizes, and beyond ASCII, which is never left to a printer.
    """
    if not content.isascii():
        return 0
    if symbology == "datamatrix":
        return data_matrix_side(content, gs1=gs1) or 0
    return (qr_side(content) or 0) if symbology == "qr" else 0
