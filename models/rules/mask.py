"""Masks of numbers: what a part number given by hand looks like, and how lot numbers are counted. Pure.

``#`` stands for one digit, ``A`` for one letter, ``*`` for one or more letters or digits, ``\\`` makes the next sign
stand for itself; every other sign stands for itself. Raw texts are never compared: "A10" is not before "A2".
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_FIRST: Final = ord("A")


@lru_cache(maxsize=64)
def _pattern(mask: str) -> re.Pattern[str]:
    signs: list[str] = []
    literal = False
    for sign in _normal(mask):
        if literal or sign not in "#A*\\":
            signs.append(re.escape(sign))
            literal = False
        elif sign == "\\":
            literal = True
        else:
            signs.append({"#": "([0-9])", "A": "([A-Z])", "*": "[0-9A-Z]+"}[sign])
    return re.compile("".join(signs), re.ASCII | re.IGNORECASE)


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def mask_of(number: str) -> str:
    """Return the mask under which a number counts: each digit a place, every other sign for itself."""
    return "".join(
        "#" if "0" <= sign <= "9" else f"\\{sign}" if sign.upper() in "A*\\" else sign
        for sign in _normal(number)
    )


def matches(mask: str, number: str) -> bool:
    """Tell whether a number looks as its mask says; an empty mask takes every number."""
    return not mask or _pattern(mask).fullmatch(_normal(number).upper()) is not None


def counts(mask: str) -> bool:
    """Tell whether a mask can put numbers in order: it has digits or letters that count, and no open part."""
    pattern = _pattern(mask)
    return pattern.groups > 0 and "[0-9A-Z]+" not in pattern.pattern


def place_of(mask: str, number: str) -> int | None:
    """Return the place of a lot in the order of its mask, or None where the lot does not match.

    The counting signs are read left to right, as digits of a number: ``260314-012`` under ``######-###`` is
    260314012; a letter counts 26.
    """
    match = _pattern(mask).fullmatch(_normal(number).upper()) if counts(mask) else None
    if match is None:
        return None
    place = 0
    for sign in match.groups():
        place = place * 10 + int(sign) if sign.isdigit() else place * 26 + ord(sign) - _FIRST
    return place
