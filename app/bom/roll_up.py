"""Roll-ups of a BOM: how much of each part, what it weighs, what it costs, and what each sum includes. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any, Final

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from app.bom.links import Link, Links, links_below
from models.part import PartRevision
from models.rules.effectivity import Asked
from models.rules.roll_up import Exact, Step, decimals, exact, fraction_of, needs, summed, times
from models.rules.units import dimension, factor

_SLICE: Final = 500
_DIGITS: Final = 30
_ONE: Final = Fraction(1)


@dataclass(frozen=True)
class Needed:
    """How much of each part one unit of the top needs, in the part's own unit, exact.

    Attributes:
        quantities: Part id to quantity; the top itself is 1.
        unconverted: (part id, unit of the line, unit of the part) where nothing converts; left out of the sum.
    """

    quantities: dict[int, Decimal]
    unconverted: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True)
class RollUp:
    """Weight and cost of one unit, with what the sums include.

    Attributes:
        kilograms: Net weight; scrap is not in it.
        without_weight: Numbers of the parts that have neither a weight nor anything below.
        costs: (currency, amount); currencies are never mixed. A part's own price replaces nothing below an
            assembly: what making the assembly adds counts beside its parts.
        without_cost: Numbers of the bought parts without a price.
        with_optional: Optional lines are counted.
        with_scrap: Costs hold the scrap percentage of every line, over all levels; weights never do.
        unconverted: Numbers of parts whose line has a unit that does not convert; left out.
    """

    kilograms: Decimal
    without_weight: tuple[str, ...]
    costs: tuple[tuple[str, Decimal], ...]
    without_cost: tuple[str, ...]
    with_optional: bool
    with_scrap: bool
    unconverted: tuple[str, ...]


def needed(session: Session, revision_id: int, asked: Asked | None = None) -> Needed:
    """Return how much of each part one unit of a revision needs, over all levels; optional lines are counted.

    Raises:
        ValueError: when the structure contains itself.
    """
    top = session.get(PartRevision, revision_id)
    if top is None:
        return Needed({}, ())
    below = links_below(session, revision_id, top.part_id, asked)
    steps, unconverted = _steps(below.links)
    found = needs(steps, below.top)
    part_of = below.part_of
    quantities = decimals((part_of[node], number) for node, number in found.items())
    return Needed(quantities, tuple(dict.fromkeys(unconverted)))


def _steps(links: Iterable[Link]) -> tuple[dict[int, list[Step]], list[tuple[int, str, str]]]:
    steps: dict[int, list[Step]] = defaultdict(list)
    read: dict[tuple[str, str], Exact] = {}
    unconverted: list[tuple[int, str, str]] = []
    for parent, child, part, quantity, per, unit, child_unit, _optional, _scrap in links:
        number = read.get((quantity, per))
        if number is None:
            number = read[quantity, per] = exact(quantity, per)
        if unit != child_unit:
            by = factor(unit, child_unit)
            if by is None:
                unconverted.append((part, unit, child_unit))
                continue
            number = times(number, by)
        steps[parent].append((child, number))
    return steps, unconverted


def roll_up(
    session: Session,
    revision_id: int,
    *,
    asked: Asked | None = None,
    with_optional: bool = False,
    with_scrap: bool = True,
) -> RollUp:
    """Return what one unit of a revision weighs and costs.

    Args:
        session: Open session.
        revision_id: The revision.
        asked: For when, which lot, which order; None takes what is released now.
        with_optional: Count optional lines.
        with_scrap: Let costs hold the scrap percentages.
    """
    top = session.get(PartRevision, revision_id)
    if top is None:
        return RollUp(Decimal(0), (), (), (), with_optional, with_scrap, ())
    below = links_below(session, revision_id, top.part_id, asked)
    facts = _facts(session, set(below.part_of.values()))
    weights = _weights(session, [node for node in below.part_of if node > 0])
    links = [link for link in below.links if with_optional or not link.optional]
    numbers = {part: row[1] for part, row in facts.items()}
    kilograms, unweighed, odd = _weight(below, links, facts, weights)
    costs, unpriced = _cost(below, links, facts, with_scrap=with_scrap)
    return RollUp(
        kilograms,
        _numbers(numbers, (below.part_of[node] for node in unweighed)),
        costs,
        _numbers(numbers, unpriced),
        with_optional,
        with_scrap,
        _numbers(numbers, odd),
    )


def _numbers(numbers: dict[int, str], parts: Iterable[int]) -> tuple[str, ...]:
    return tuple(sorted({numbers[part] for part in parts}))


def _facts(session: Session, parts: set[int]) -> dict[int, Any]:
    """Return part id to (id, number, unit, weight, cost, currency, source)."""
    query = text("SELECT id, number, unit, weight, cost, currency, source FROM part WHERE id IN :ids")
    return {row[0]: row for row in _in_slices(session, query, parts)}


def _weights(session: Session, revisions: list[int]) -> dict[int, str | None]:
    query = text("SELECT id, weight FROM part_revision WHERE id IN :ids")
    return {row[0]: row[1] for row in _in_slices(session, query, revisions)}


def _in_slices(session: Session, query: Any, ids: Iterable[int]) -> Iterable[Any]:
    asked = query.bindparams(bindparam("ids", expanding=True))
    listed = sorted(ids)
    for start in range(0, len(listed), _SLICE):
        yield from session.execute(asked, {"ids": listed[start : start + _SLICE]})


def _weight(
    below: Links, links: list[Link], facts: dict[int, Any], weights: dict[int, str | None]
) -> tuple[Decimal, frozenset[int], set[int]]:
    own: dict[int, Fraction] = {}
    for node, part in below.part_of.items():
        given = weights.get(node) or facts[part][3]
        if dimension(facts[part][2]) == "mass":
            own[node] = factor(facts[part][2], "kg") or _ONE
        elif given is not None and node != below.top:
            own[node] = Fraction(given)
    steps: dict[int, list[tuple[int, Fraction]]] = defaultdict(list)
    odd: set[int] = set()
    for link in links:
        quantity = fraction_of(exact(link.quantity, link.per))
        by = factor(link.unit, link.child_unit)
        if by is not None:
            steps[link.parent].append((link.child, quantity * by))
        elif dimension(link.unit) == "mass":
            # A line in kilograms says what it weighs, whatever the part is counted in.
            kilograms = quantity * (factor(link.unit, "kg") or _ONE)
            per_piece = own.get(link.child)
            if per_piece:
                steps[link.parent].append((link.child, kilograms / per_piece))
            else:
                odd.add(link.part)
        else:
            odd.add(link.part)
    total, missing = summed(steps, own, below.top)
    return _decimal(total), missing - {below.top}, odd


def _cost(
    below: Links, links: list[Link], facts: dict[int, Any], *, with_scrap: bool
) -> tuple[tuple[tuple[str, Decimal], ...], set[int]]:
    steps: dict[int, list[Step]] = defaultdict(list)
    for link in links:
        by = factor(link.unit, link.child_unit)
        if by is None:
            continue
        if with_scrap and link.scrap != "0":
            by *= 1 + Fraction(link.scrap) / 100
        steps[link.parent].append((link.child, times(exact(link.quantity, link.per), by)))
    amounts: dict[str, Fraction] = defaultdict(Fraction)
    missing: set[int] = set()
    for node, number in needs(steps, below.top).items():
        part = below.part_of[node]
        _, _, _, _, cost, currency, source = facts[part]
        if cost is not None:
            amounts[currency or ""] += fraction_of(number) * Fraction(cost)
        elif source != "made" and node != below.top:
            missing.add(part)
    return tuple((currency, _decimal(amounts[currency])) for currency in sorted(amounts)), missing


def _decimal(value: Fraction) -> Decimal:
    """Return a fraction as a decimal: exact where one exists, else rounded to thirty digits."""
    with localcontext() as context:
        context.prec = _DIGITS
        found = Decimal(value.numerator) / Decimal(value.denominator)
    return found if "E" not in str(found) else Decimal(format(found, "f"))
