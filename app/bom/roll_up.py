"""Roll-ups of a BOM: how much of each part, what it weighs, what it costs, and what each sum includes. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from app.bom.links import MANY, Link, Links, links_below, plain_rows
from models.part import PartRevision
from models.rules.effectivity import Asked
from models.rules.roll_up import Exact, Step, decimal_of, decimals, exact, fraction_of, needs, summed, times
from models.rules.units import dimension, factor

_SLICE: Final = 500
_ONE: Final = Fraction(1)
_NOTHING: Final[Exact] = (0, 1, 0)


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
    steps, part_of, unconverted = _steps(below)
    found = needs(steps, below.top)
    quantities = decimals((part_of[node], number) for node, number in found.items())
    return Needed(quantities, tuple(dict.fromkeys(unconverted)))


def _steps(
    links: Links,
) -> tuple[dict[int, list[Step]], dict[int, int], list[tuple[int, str, str]]]:
    """Return what the top reaches as steps, node to part, and what does not convert."""
    steps: dict[int, list[Step]] = {}
    part_of = {links.top: links.top_part}
    read: dict[tuple[str, str], Exact] = {}
    unconverted: list[tuple[int, str, str]] = []
    waiting = [links.top]
    below, answer = links.below, links.answers.get
    while waiting:
        node = waiting.pop()
        rows = below.get(node)
        if not rows:
            continue
        own = steps[node] = []
        for _parent, part, pinned, quantity, per, unit, part_unit, _optional, _scrap in rows:
            number = read.get((quantity, per))
            if number is None:
                number = read[quantity, per] = exact(quantity, per)
            if unit is not None:
                by = factor(unit, part_unit or "")
                if by is None:
                    unconverted.append((part, unit, part_unit or ""))
                    continue
                number = times(number, by)
            child = pinned if pinned is not None else answer(part, -part)
            own.append((child, number))
            if child not in part_of:
                part_of[child] = part
                if child > 0:
                    waiting.append(child)
    return steps, part_of, unconverted


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
    part_of = below.reached()
    facts = _by_id(session, _FACTS, _FACTS_OF, set(part_of.values()))
    weights = _by_id(session, _WEIGHTS, _WEIGHTS_OF, {node for node in part_of if node > 0})
    links = [
        (below.child(row), Link(*row))
        for node in part_of
        for row in below.below.get(node, ())
        if with_optional or not row[7]
    ]
    numbers = {part: row[1] for part, row in facts.items()}
    kilograms, unweighed, odd = _weight(below.top, part_of, links, facts, weights)
    costs, unpriced = _cost(below.top, part_of, links, facts, with_scrap=with_scrap)
    return RollUp(
        kilograms,
        _numbers(numbers, (part_of[node] for node in unweighed)),
        costs,
        _numbers(numbers, unpriced),
        with_optional,
        with_scrap,
        _numbers(numbers, odd),
    )


def _numbers(numbers: dict[int, str], parts: Iterable[int]) -> tuple[str, ...]:
    return tuple(sorted({numbers[part] for part in parts}))


_FACTS: Final = "SELECT id, number, unit, weight, cost, currency, source FROM part"
_WEIGHTS: Final = "SELECT id, weight FROM part_revision"
_FACTS_OF: Final = _FACTS + " WHERE id IN :ids"
_WEIGHTS_OF: Final = _WEIGHTS + " WHERE id IN :ids"


def _by_id(session: Session, statement: str, of_some: str, ids: set[int]) -> dict[int, Any]:
    """Return rows by their first column; of many, one pass over the whole table is quicker."""
    if len(ids) > MANY:
        return {row[0]: row for row in plain_rows(session, statement)}
    asked = text(of_some).bindparams(bindparam("ids", expanding=True))
    listed = sorted(ids)
    found: dict[int, Any] = {}
    for start in range(0, len(listed), _SLICE):
        rows = session.execute(asked, {"ids": listed[start : start + _SLICE]})
        found.update((row[0], tuple(row)) for row in rows)
    return found


class _Numbers:
    """Stored quantities as exact numbers, each read once, converted where the line has a unit of its own."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, str], Exact] = {}

    def of(self, link: Link) -> Exact | None:
        """Return a line's quantity in the part's unit; None where nothing converts."""
        key = (link.quantity, link.per)
        number = self._read.get(key)
        if number is None:
            number = self._read[key] = exact(*key)
        if link.unit is None:
            return number
        by = factor(link.unit, link.part_unit or "")
        return None if by is None else times(number, by)

    def kilograms(self, link: Link) -> Exact | None:
        """Return what a line in a unit of mass weighs, whatever its part is counted in."""
        by = factor(link.unit or "", "kg")
        return None if by is None else times(exact(link.quantity, link.per), by)


def _weight(
    top: int,
    part_of: dict[int, int],
    links: list[tuple[int, Link]],
    facts: dict[int, Any],
    weights: dict[int, Any],
) -> tuple[Decimal, frozenset[int], set[int]]:
    own: dict[int, Exact] = {}
    for node, part in part_of.items():
        revision = weights.get(node)
        given = (revision[1] if revision is not None else None) or facts[part][3]
        if dimension(facts[part][2]) == "mass":
            own[node] = times((1, 1, 0), factor(facts[part][2], "kg") or _ONE)
        elif given is not None and node != top:
            own[node] = exact(given)
    steps: dict[int, list[Step]] = defaultdict(list)
    odd: set[int] = set()
    numbers = _Numbers()
    for child, link in links:
        number = numbers.of(link)
        if number is None and own.get(child, _NOTHING)[0]:
            mass = numbers.kilograms(link)
            number = None if mass is None else times(mass, 1 / fraction_of(own[child]))
        if number is None:
            odd.add(link.part)
        else:
            steps[link.parent].append((child, number))
    total, missing = summed(steps, own, top)
    return decimal_of(total), missing - {top}, odd


def _cost(
    top: int,
    part_of: dict[int, int],
    links: list[tuple[int, Link]],
    facts: dict[int, Any],
    *,
    with_scrap: bool,
) -> tuple[tuple[tuple[str, Decimal], ...], set[int]]:
    steps: dict[int, list[Step]] = defaultdict(list)
    numbers = _Numbers()
    for child, link in links:
        number = numbers.of(link)
        if number is None:
            continue
        if with_scrap and link.scrap != "0":
            number = times(number, 1 + Fraction(link.scrap) / 100)
        steps[link.parent].append((child, number))
    amounts: dict[str, Fraction] = defaultdict(Fraction)
    missing: set[int] = set()
    for node, number in needs(steps, top).items():
        part = part_of[node]
        _, _, _, _, cost, currency, source = facts[part]
        if cost is not None:
            amounts[currency or ""] += fraction_of(number) * Fraction(cost)
        elif source != "made" and node != top:
            missing.add(part)
    return tuple((currency, _decimal(amounts[currency])) for currency in sorted(amounts)), missing


def _decimal(value: Fraction) -> Decimal:
    """Return a fraction as a decimal: exact where one exists, else rounded to thirty digits."""
    return decimal_of((value.numerator, value.denominator, 0))
