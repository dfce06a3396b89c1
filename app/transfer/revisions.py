"""The order of revision labels as factories write them: 0, 1, 2; A, B … Z, AA; A1; 1.2. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_PREFIX: Final = re.compile(r"(?:revision|rev|개정|ver|version|v|r)[\s._-]*(?=[0-9a-z])", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[0-9]{1,3}")
_LETTERS: Final = re.compile(r"[A-Z]{1,2}")
_MIXED: Final = re.compile(r"([A-Z])([0-9]{1,2})")
_POINT: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})")
_NONE: Final = frozenset({"", "-", "–", "none", "n/a", "없음"})
Place = tuple[str, int, int]


def bare_label(label: str) -> str:
    """Return a label without "Rev." before it; "R" and "V" alone stay letters."""
    text = " ".join(unicodedata.normalize("NFKC", label).split())
    match = _PREFIX.match(text)
    return text[match.end() :] if match and match.end() < len(text) else text


def label_key(label: str) -> str:
    """Return the form under which two spellings of a label are one: Rev.C, rev c and C."""
    text = bare_label(label).casefold()
    return "" if text in _NONE else text


def place_of(label: str) -> Place | None:
    """Return a label's place among labels of its own sort, or None where it has no order."""
    text = bare_label(label).upper()
    if text.casefold() in _NONE:
        return ("", 0, 0)
    if _NUMBER.fullmatch(text):
        return ("number", int(text), 0)
    if _LETTERS.fullmatch(text):
        number = 0
        for letter in text:
            number = number * 26 + ord(letter) - ord("A") + 1
        return ("letter", number, 0)
    mixed = _MIXED.fullmatch(text)
    if mixed:
        return ("letter", ord(mixed[1]) - ord("A") + 1, int(mixed[2]))
    point = _POINT.fullmatch(text)
    return ("number", int(point[1]), int(point[2])) if point else None


def is_plausible(label: str) -> bool:
    """Say whether a text of a file name looks like a revision at all."""
    return bool(label) and place_of(label) is not None


def comes_before(one: str, other: str) -> bool | None:
    """Say whether one label comes before another; None where their order is not known."""
    first, second = place_of(one), place_of(other)
    if first is None or second is None:
        return None
    if first[0] != second[0]:
        # A drawing without a label is the one before the first label; letters and numbers do not compare.
        return first[0] == "" if "" in (first[0], second[0]) else None
    return first < second
