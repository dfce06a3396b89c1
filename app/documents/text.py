"""The border for texts of documents: NFC, no control characters, nothing invisible.

Every text of a `Document` passes here at construction; the writers rely on it and clean nothing again.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

# C0 and C1 controls (not the line feed), format signs, rare spaces, separators, surrogates, non-characters.
_SUSPECT: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u2066-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff0-\uffff\ud800-\udfff]"
)
_LINE_BREAKS: Final = re.compile("\r\n|\r|\x85|\u2028|\u2029")
_NUMBER: Final = re.compile(r"[+-]?(0|[1-9][0-9]*)(\.[0-9]+)?")
# U+FFFD itself is in none of the bundled fonts.
_REPLACED: Final = "□"


def clean_text(text: str) -> str:
    """Return the text in NFC, without control characters or invisible signs.

    Control characters stay visible as their pictures (GS becomes ␝, U+241D), so that no scanned code is
    shortened; line breaks become ``\\n``; lone surrogates and non-characters become □.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    elif text.isprintable():
        return text
    text = _LINE_BREAKS.sub("\n", text)
    return _SUSPECT.sub(_visible, text)


def _visible(match: re.Match[str]) -> str:
    sign = match.group()
    point = ord(sign)
    if sign == "\t" or unicodedata.category(sign) == "Zs":
        return " "
    if point < 0x20:
        return chr(0x2400 + point)
    if point == 0x7F:
        return "␡"
    if unicodedata.category(sign) in ("Cf", "Mn"):
        return ""
    return _REPLACED


def exact_number(text: str) -> Decimal | None:
    """Return the number of a text that is a plain decimal, else None.

    ``00123``, ``1E5`` and ``M8`` are not numbers here: they are codes that must not lose a sign.
    """
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def decimals(text: str) -> int:
    """Return how many decimals a plain decimal was recorded with (its resolution)."""
    return len(text.partition(".")[2])
