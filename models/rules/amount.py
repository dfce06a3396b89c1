"""Exact quantities along a BOM: "1 per 3" times 3 is 1, and trailing zeros survive. Pure numbers, no units."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Final

# Digits of a quotient that no decimal ends, like one third.
_DIGITS: Final = 30


@dataclass(frozen=True)
class Amount:
    """The exact number ``numerator / (denominator * 10 ** places)``.

    Attributes:
        places: Digits after the point that its factors show together; kept as resolution.
    """

    numerator: int = 1
    denominator: int = 1
    places: int = 0

    def times(self, quantity: Decimal, per: Decimal) -> Amount:
        """Return this many times ``quantity`` for each ``per``.

        Raises:
            ValueError: when ``per`` is not above zero.
        """
        if per <= 0:
            raise ValueError("quantity per zero")
        digits, places = _whole(quantity)
        if per == 1:
            return Amount(self.numerator * digits, self.denominator, self.places + places)
        below, shift = _whole(per)
        return Amount(self.numerator * digits * 10**shift, self.denominator * below, self.places + places)

    def __add__(self, other: Amount) -> Amount:
        places = max(self.places, other.places)
        mine = self.numerator * 10 ** (places - self.places)
        others = other.numerator * 10 ** (places - other.places)
        if self.denominator == other.denominator:
            return Amount(mine + others, self.denominator, places)
        both = self.denominator * other.denominator
        return Amount(mine * other.denominator + others * self.denominator, both, places)

    def decimal(self) -> Decimal:
        """Return the decimal: exact where one exists, else rounded to thirty digits."""
        if self.denominator == 1:
            return _decimal(self.numerator, self.places)
        value = Fraction(self.numerator, self.denominator * 10**self.places)
        left, needed = value.denominator, 0
        for factor in (2, 5):
            count = 0
            while left % factor == 0:
                left //= factor
                count += 1
            needed = max(needed, count)
        if left == 1:
            return _decimal(value.numerator * 10**needed // value.denominator, needed)
        with localcontext() as context:
            context.prec = _DIGITS
            return Decimal(value.numerator) / Decimal(value.denominator)


def _whole(value: Decimal) -> tuple[int, int]:
    """Return (n, k) with value = n / 10 ** k and k not below zero."""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError(f"not a finite decimal: {value}")
    number = int("".join(map(str, digits)) or "0")
    if exponent > 0:
        number, exponent = number * 10**exponent, 0
    return (-number if sign else number), -exponent


def _decimal(number: int, places: int) -> Decimal:
    # Built from its digits, because arithmetic would round to the context's precision.
    return Decimal((int(number < 0), tuple(int(digit) for digit in str(abs(number))), -places))
