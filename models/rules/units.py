"""Conversion of units inside one dimension, by exact factors; between dimensions there is none. Pure."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

# Dimension and factor to its first unit. The inch is 25.4 mm and the pound 0.45359237 kg by definition.
_UNITS: Final[dict[str, tuple[str, Fraction]]] = {
    "kg": ("mass", Fraction(1)),
    "g": ("mass", Fraction(1, 1000)),
    "mg": ("mass", Fraction(1, 1_000_000)),
    "t": ("mass", Fraction(1000)),
    "lb": ("mass", Fraction("0.45359237")),
    "m": ("length", Fraction(1)),
    "mm": ("length", Fraction(1, 1000)),
    "cm": ("length", Fraction(1, 100)),
    "km": ("length", Fraction(1000)),
    "in": ("length", Fraction("0.0254")),
    "ft": ("length", Fraction("0.3048")),
    "m²": ("area", Fraction(1)),
    "cm²": ("area", Fraction(1, 10_000)),
    "mm²": ("area", Fraction(1, 1_000_000)),
    "l": ("volume", Fraction(1)),
    "ml": ("volume", Fraction(1, 1000)),
    "m³": ("volume", Fraction(1000)),
    "ea": ("count", Fraction(1)),
}


def dimension(unit: str) -> str:
    """Return what a unit measures; a unit that is not known is a dimension of its own."""
    known = _UNITS.get(unit.casefold())
    return known[0] if known is not None else f"={unit.casefold()}"


def factor(unit: str, to: str) -> Fraction | None:
    """Return by what a quantity in ``unit`` is multiplied to be in ``to``; None between dimensions."""
    if unit == to or unit.casefold() == to.casefold():
        return Fraction(1)
    first, second = _UNITS.get(unit.casefold()), _UNITS.get(to.casefold())
    if first is None or second is None or first[0] != second[0]:
        return None
    return first[1] / second[1]


def converted(quantity: Decimal, unit: str, to: str) -> Fraction | None:
    """Return a quantity in another unit, exact; None where the units measure different things."""
    by = factor(unit, to)
    return None if by is None else Fraction(quantity) * by
