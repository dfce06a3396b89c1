"""What biip does not check in a GS1 element: check digits and pairs, dates, piece of total, length to the separator.

Pure rules on (identifier, value); finding the elements is the task of ``gs1.py``.
Source of the rules: GS1 General Specifications, sections 3 and 7.12; GS1 Barcode Syntax Dictionary.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Final

# Identifier (or its first two digits and n) -> number of leading digits that end in a check digit.
_CHECK_DIGIT_LENGTHS: Final = {
    "00": 18, "01": 14, "02": 14, "03": 14, "253": 13, "255": 13, "402": 17, "8006": 14, "8017": 18, "8018": 18,
    "8026": 14, **{str(number): 13 for number in range(410, 418)},
}  # fmt: skip
_CHECK_PAIRS: Final = ("8013", "8014")
_PIECES: Final = ("8006", "8026")
# Day 00 means the last day of the month, in these only.
_DATES_WITH_DAY_00: Final = ("11", "12", "13", "15", "16", "17", "4324", "4325")
_DATES: Final = (*_DATES_WITH_DAY_00, "4326", "7003", "7006", "7007", "7011", "8008")
_SET_82: Final = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_SET_32: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_CLOCK: Final = re.compile(r"(?:[01]\d|2[0-3])(?:[0-5]\d){0,2}")
_NO_TIME: Final = "9999"


def check_digit(digits: str) -> int:
    """Return the GS1 check digit for these digits (without it): weights 3 and 1 from the right."""
    return (
        -sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits))) % 10
    )


def ends_in_check_digit(digits: str) -> bool:
    """Whether the last digit is the right check digit of those before it."""
    return check_digit(digits[:-1]) == int(digits[-1])


def check_pair(value: str) -> str:
    """Return the pair of check characters for this value (GMN, highly individualised device)."""
    total = sum(_SET_82.index(sign) * prime for sign, prime in zip(reversed(value), _primes(), strict=False))
    return _SET_32[total % 1021 >> 5] + _SET_32[total % 1021 & 31]


def fault_of(identifier: str, value: str, today: date) -> str | None:
    """Return the reason code of what is wrong with a value that has the right form; None if nothing is."""
    if not _check_digit_holds(identifier, value):
        return "check_digit"
    if identifier in _CHECK_PAIRS and (len(value) < 3 or check_pair(value[:-2]) != value[-2:]):
        return "check_digit"
    if identifier in _PIECES:
        piece, total = int(value[14:16]), int(value[16:18])
        if not 1 <= piece <= total:
            return "piece_exceeds_total"
    if identifier in _DATES and not _dates_hold(identifier, value, today):
        return "bad_date"
    return None


def day_of(identifier: str, value: str, today: date) -> date | None:
    """Return the first day a date element names; None where it is no date element or no such day exists."""
    if identifier not in _DATES:
        return None
    year, month, day = _century(int(value[:2]), today), int(value[2:4]), int(value[4:6])
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    if day == 0 and identifier in _DATES_WITH_DAY_00:
        day = last
    return date(year, month, day) if 1 <= day <= last else None


def _check_digit_holds(identifier: str, value: str) -> bool:
    if identifier == "8003":
        return ends_in_check_digit(value[1:14])
    length = _CHECK_DIGIT_LENGTHS.get(identifier)
    return length is None or ends_in_check_digit(value[:length])


def _dates_hold(identifier: str, value: str, today: date) -> bool:
    if day_of(identifier, value, today) is None:
        return False
    rest = value[6:]
    if identifier == "7007" and rest:
        end, start = day_of(identifier, rest, today), day_of(identifier, value, today)
        return start is not None and end is not None and end >= start
    if not rest or (identifier in ("4324", "4325") and rest == _NO_TIME):
        return True
    return _CLOCK.fullmatch(rest) is not None


def _century(two_digits: int, today: date) -> int:
    """From 49 years back to 50 ahead (GS1 General Specifications 7.12)."""
    century, current = divmod(today.year, 100)
    if two_digits - current >= 51:
        return (century - 1) * 100 + two_digits
    if two_digits - current <= -50:
        return (century + 1) * 100 + two_digits
    return century * 100 + two_digits


def _primes() -> list[int]:
    # Values are at most 25 characters long; 97 primes reach any length a GS1 element can have.
    found: list[int] = []
    candidate = 2
    while len(found) < 97:
        if all(candidate % prime for prime in found):
            found.append(candidate)
        candidate += 1
    return found
