"""Which amounts of goods a verb takes: above zero, with few enough digits that all sums are exact on both engines.

Decides only; the rooms refuse in their own words.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

_MOST: Final = Decimal(100_000_000)
# Sums of such numbers fit the 28 digits of decimal arithmetic and the doubles of SQLite's own checks.
_FINEST: Final = Decimal("0.000001")
_SHOWN: Final = 40


def is_quantity(value: Decimal) -> bool:
    """Return whether goods can be counted so: above 0, below 100 000 000, not finer than a millionth."""
    return value.is_finite() and 0 < value < _MOST and value % _FINEST == 0


def is_amount(value: Decimal) -> bool:
    """Return whether a number of any sign has no more digits than a quantity may have."""
    return value.is_finite() and (value == 0 or is_quantity(abs(value)))


def shown_number(value: Decimal) -> str:
    """Return a number as it is said in a refusal, NaN and endless ones too."""
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
