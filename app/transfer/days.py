"""Days as registers write them: 2019-05-31, 2019.5.31, 2019년 5월 31일, 20190531, 19.05.31. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.drawings.import_remarks import Remark
from app.transfer import remarks

EARLIEST: Final = date(1950, 1, 1)
_BLANK: Final = frozenset({"", "-", "–", "—", "/", "n/a", "na", "none", "없음", "미정", "."})
_LONG: Final = re.compile(
    r"([0-9]{4})\s*[-./년]\s*([0-9]{1,2})\s*[-./월]\s*([0-9]{1,2})\s*(?:일|\.)?(?:[ T]00:00(?::00)?)?"
)
_SOLID: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SHORT: Final = re.compile(r"'?([0-9]{2})\s*[-./년]\s*([0-9]{1,2})\s*[-./월]\s*([0-9]{1,2})\s*(?:일|\.)?")


@dataclass(frozen=True, slots=True)
class DayReading:
    """A day and what is to be said about it.

    Attributes:
        day: None where there is none, or where it is refused.
        refused: Why the row is refused, or None.
        remark: What the user should look at, or None.
    """

    day: date | None
    refused: Remark | None = None
    remark: Remark | None = None


def is_blank(text: str) -> bool:
    """Say whether a cell says "nothing" in one of the usual ways."""
    return text.strip().casefold() in _BLANK


def read_day(text: str, *, today: date, future: bool = False) -> DayReading:
    """Return the day a text states.

    Args:
        text: As it stands in the register.
        today: The plant's day.
        future: Whether the day may lie in the future (due dates).
    """
    text = text.strip()
    if is_blank(text):
        return DayReading(None)
    short = _SHORT.fullmatch(text)
    match = _LONG.fullmatch(text) or _SOLID.fullmatch(text) or short
    try:
        if match is None:
            return DayReading(None, remarks.BAD_DATE(text=text[:40]))
        year, month, day = (int(part) for part in match.groups())
        found = date(year + 2000 if match is short else year, month, day)
    except ValueError:
        return DayReading(None, remarks.BAD_DATE(text=text[:40]))
    if found < EARLIEST:
        return DayReading(None, remarks.OLD_DATE(day=found.isoformat()))
    if found > today and not future:
        return DayReading(None, remarks.FUTURE_DATE(day=found.isoformat()))
    if match is short:
        return DayReading(found, remark=remarks.SHORT_YEAR(text=text, day=found.isoformat()))
    return DayReading(found)
