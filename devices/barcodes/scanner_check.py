"""The test symbol of the scanner's set-up sheet, and what its arrival tells of scanner and keyboard.

Says what is wrong with the way a code came in; setting the scanner right is the task of the sheet.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from devices.barcodes.content import GS, RS
from devices.barcodes.hangul import has_hangul, keys_behind

TEST_SYMBOL: Final = f"PP:T:aZ1@#/{GS}B{RS}C"
"""What the test symbol holds: both cases, signs that move between layouts, and both separators. Print as QR."""

FINDINGS: Final = MappingProxyType(
    {
        "hangul_mode": "the keyboard was in Hangul mode",
        "case_inverted": "capital and small letters were exchanged: Caps Lock",
        "layout_wrong": "signs were exchanged: the layout of the system is not the scanner's",
        "separators_lost": "GS or RS did not arrive",
        "no_symbology_identifier": "the scanner sends no symbology identifier",
    }
)
"""Finding codes with their meaning for developers."""

_OURS: Final = re.compile(r"pp.t.", re.IGNORECASE)
_AIM: Final = re.compile(r"\][A-Za-z][0-9A-F]")


def findings(raw: bytes | str) -> tuple[str, ...] | None:
    """Return what is wrong with the way the test symbol came in: empty if nothing is.

    Returns:
        Codes out of ``FINDINGS``; None where something other than the test symbol was scanned.
    """
    text = raw if isinstance(raw, str) else raw.decode("utf-8", "replace")
    text = text.strip("\r\n\t\x04")
    hangul = has_hangul(text)
    typed = keys_behind(text) if hangul else text
    aim = _AIM.match(typed)
    body = typed[aim.end() :] if aim else typed
    if not _OURS.match(body):
        return None
    found = ["hangul_mode"] if hangul else []
    plain, expected = re.sub(r"[\x00-\x1f]", "", body), re.sub(r"[\x00-\x1f]", "", TEST_SYMBOL)
    if not hangul and plain != expected:
        found.append("case_inverted" if plain.swapcase() == expected else "layout_wrong")
    elif hangul and plain != expected.upper():
        found.append("layout_wrong")
    if GS not in body or RS not in body:
        found.append("separators_lost")
    if aim is None:
        found.append("no_symbology_identifier")
    return tuple(found)
