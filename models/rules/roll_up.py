"""Exact sums along a structure of many links: how much of each node one top needs, and sums from below. Pure.

Numbers stay whole: a quantity text becomes digits and places once, and no object is made per link.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Final

from models.rules.amount import Amount

# Numerator, denominator and places: the number is numerator / (denominator * 10 ** places).
Exact = tuple[int, int, int]
Step = tuple[int, Exact]
# Fits the 28 digits of decimal arithmetic, which therefore rounds nothing.
_SHORT: Final = 10**27


def exact(quantity: str, per: str = "1") -> Exact:
    """Return a stored decimal, shared by ``per`` parents, as an exact number."""
    digits, places = _digits(quantity)
    if per == "1":
        return digits, 1, places
    below, shift = _digits(per)
    if below <= 0:
        raise ValueError("quantity per zero")
    return digits * 10**shift, below, places


def _digits(text: str) -> tuple[int, int]:
    whole, _, fraction = text.partition(".")
    return int(whole + fraction), len(fraction)


def times(number: Exact, by: Fraction) -> Exact:
    """Return a number times a fraction, exact."""
    return number[0] * by.numerator, number[1] * by.denominator, number[2]


def decimal_of(number: Exact) -> Decimal:
    """Return the decimal: exact where one exists, else rounded to thirty digits."""
    digits, below, places = number
    if below == 1 and -_SHORT < digits < _SHORT:
        return Decimal(digits).scaleb(-places)
    return Amount(digits, below, places).decimal()


def fraction_of(number: Exact) -> Fraction:
    """Return the number as a fraction."""
    return Fraction(number[0], number[1] * 10 ** number[2])


def needs(steps: Mapping[int, Sequence[Step]], top: int) -> dict[int, Exact]:
    """Return how much of each node one unit of ``top`` needs.

    Args:
        steps: Node to the nodes below with their quantity for one of it.
        top: The node that is made once.

    Raises:
        ValueError: for a cycle.
    """
    need: dict[int, Exact] = {top: (1, 1, 0)}
    for node in _ordered(steps, top):
        number, below, places = need[node]
        for child, (digits, per, shift) in steps.get(node, ()):
            more = (number * digits, below * per, places + shift)
            known = need.get(child)
            if known is None:
                need[child] = more
            elif known[1] == more[1] and known[2] == more[2]:
                need[child] = (known[0] + more[0], more[1], more[2])
            else:
                need[child] = _added(known, more)
    return need


def _added(one: Exact, other: Exact) -> Exact:
    places = max(one[2], other[2])
    first, second = one[0] * 10 ** (places - one[2]), other[0] * 10 ** (places - other[2])
    if one[1] == other[1]:
        return first + second, one[1], places
    # The least common one: their product would grow with every sum, over levels without end.
    below = lcm(one[1], other[1])
    return first * (below // one[1]) + second * (below // other[1]), below, places


def _ordered(steps: Mapping[int, Sequence[Step]], top: int) -> Sequence[int]:
    """Return the nodes so that each parent comes before its children."""
    incoming: dict[int, int] = defaultdict(int)
    reached = {top}
    waiting = [top]
    while waiting:
        for child, _ in steps.get(waiting.pop(), ()):
            incoming[child] += 1
            if child not in reached:
                reached.add(child)
                waiting.append(child)
    order: list[int] = []
    ready = [top] if not incoming.get(top) else []
    while ready:
        node = ready.pop()
        order.append(node)
        for child, _ in steps.get(node, ()):
            incoming[child] -= 1
            if not incoming[child]:
                ready.append(child)
    if len(order) != len(reached):
        raise ValueError("the structure contains itself")
    return order


def summed(
    steps: Mapping[int, Sequence[Step]], own: Mapping[int, Exact], top: int
) -> tuple[Exact, frozenset[int]]:
    """Return what one ``top`` weighs: a node's own value where it has one, else the sum of what it contains.

    Returns:
        The sum, and the nodes without a value and without anything below, which it could not include.

    Raises:
        ValueError: for a cycle.
    """
    value: dict[int, Exact] = {}
    lacking: dict[int, bool] = {}
    for node in reversed(_ordered(steps, top)):
        given, below = own.get(node), steps.get(node)
        if given is not None:
            value[node], lacking[node] = given, False
            continue
        total: Exact | None = None
        lacks = not below
        for child, (digits, per, shift) in below or ():
            number, under, places = value[child]
            lacks = lacks or lacking[child]
            more = (number * digits, under * per, places + shift)
            if total is None:
                total = more
            elif total[1] == more[1] and total[2] == more[2]:
                total = (total[0] + more[0], more[1], more[2])
            else:
                total = _added(total, more)
        value[node], lacking[node] = total or (0, 1, 0), lacks
    return value[top], _lacking(steps, own, lacking, top)


def _lacking(
    steps: Mapping[int, Sequence[Step]], own: Mapping[int, Exact], lacking: Mapping[int, bool], top: int
) -> frozenset[int]:
    """Return the nodes that a sum could not include, following only branches that lack something."""
    found: set[int] = set()
    met = {top}
    waiting = [top] if lacking[top] else []
    while waiting:
        node = waiting.pop()
        if not steps.get(node):
            found.add(node)
        for child, _ in steps.get(node, ()):
            if lacking[child] and child not in met and child not in own:
                met.add(child)
                waiting.append(child)
    return frozenset(found)


def decimals(pairs: Iterable[tuple[int, Exact]]) -> dict[int, Decimal]:
    """Return numbers as decimals by key, keys that stand twice added."""
    total: dict[int, Exact] = {}
    for key, number in pairs:
        total[key] = number if key not in total else _added(total[key], number)
    return {key: decimal_of(number) for key, number in total.items()}
