"""Cycles and roll-ups against the simplest way to find them, and amounts against fractions."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.rules.amount import Amount
from models.rules.structure import find_cycle, rolled_up, topological

NODES = 8
EDGES = st.lists(st.tuples(st.integers(0, NODES), st.integers(0, NODES)), max_size=24)
QUANTITY = st.decimals(min_value="0.001", max_value="9999", places=3)
PER = st.sampled_from([Decimal(1), Decimal(1), Decimal(3), Decimal(1000), Decimal("7"), Decimal("2.50")])


def _children(edges: list[tuple[int, int]]) -> dict[int, list[int]]:
    children: dict[int, list[int]] = {}
    for parent, child in edges:
        children.setdefault(parent, []).append(child)
    return children


def _reaches_itself(children: dict[int, list[int]], start: int) -> bool:
    """Tell by plain recursion over every path whether some node below ``start`` leads back to itself."""

    def walk(node: int, path: tuple[int, ...]) -> bool:
        if node in path:
            return True
        return any(walk(child, (*path, node)) for child in children.get(node, ()))

    return walk(start, ())


@given(EDGES)
def test_cycles_are_found_exactly_when_there_are_some(edges: list[tuple[int, int]]) -> None:
    children = _children(edges)
    cycle = find_cycle(children, 0)
    assert (cycle is not None) == _reaches_itself(children, 0)
    if cycle is not None:
        assert cycle[0] == cycle[-1]
        assert len(set(cycle)) == len(cycle) - 1
        assert all(
            child in children[parent]
            for parent, child in zip(cycle, cycle[1:], strict=False)  # noqa: RUF007
        )


@given(EDGES)
def test_the_order_of_work_puts_parents_first_or_names_the_cycle(edges: list[tuple[int, int]]) -> None:
    if _reaches_itself(_children(edges), 0):
        with pytest.raises(ValueError, match="contains itself"):
            topological(edges, 0)
        return
    order = topological(edges, 0)
    assert order[0] == 0
    place = {node: position for position, node in enumerate(order)}
    assert len(place) == len(order)
    assert all(place[parent] < place[child] for parent, child in edges if parent in place)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, NODES), st.integers(1, NODES), QUANTITY, PER).map(
            # Edges lead to higher numbers, so that there is no cycle.
            lambda line: (min(line[0], line[1] - 1), line[1], line[2], line[3])
        ),
        max_size=12,
    )
)
def test_a_roll_up_is_the_sum_over_every_path(lines: list[tuple[int, int, Decimal, Decimal]]) -> None:
    def expand(node: int, amount: Fraction) -> list[tuple[int, Fraction]]:
        found = [(node, amount)]
        for parent, child, quantity, per in lines:
            if parent == node:
                found += expand(child, amount * Fraction(quantity) / Fraction(per))
        return found

    naive: dict[int, Fraction] = {}
    for node, amount in expand(0, Fraction(1)):
        naive[node] = naive.get(node, Fraction()) + amount
    rolled = rolled_up(lines, 0)
    assert set(rolled) == set(naive)
    for node, amount in naive.items():
        exact = Fraction(rolled[node])
        assert abs(exact - amount) <= amount / 10**29
        if set(_factors(amount.denominator)) <= {2, 5}:
            assert exact == amount


def _factors(number: int) -> list[int]:
    found, factor = [], 2
    while number > 1 and factor * factor <= number:
        while number % factor == 0:
            found.append(factor)
            number //= factor
        factor += 1
    return found + ([number] if number > 1 else [])


def test_a_third_three_times_is_one_and_a_tenth_ten_times_is_one() -> None:
    third = Amount().times(Decimal(1), Decimal(3))
    assert third.times(Decimal(3), Decimal(1)).decimal() == Decimal(1)
    assert str(third.times(Decimal("3.00"), Decimal(1)).decimal()) == "1"
    tenths = [(0, node, Decimal("0.1"), Decimal(1)) for node in range(1, 11)]
    sums = [(node, 99, Decimal(1), Decimal(1)) for node in range(1, 11)]
    assert str(rolled_up([*tenths, *sums], 0)[99]) == "1.0"
    assert str(Amount().times(Decimal("3"), Decimal("1000")).decimal()) == "0.003"
    assert str(Amount().times(Decimal("2.50"), Decimal(1)).times(Decimal(4), Decimal(1)).decimal()) == "10.00"


@given(st.lists(QUANTITY, min_size=1, max_size=40))
def test_a_long_chain_of_products_loses_no_digit(quantities: list[Decimal]) -> None:
    amount = Amount()
    for quantity in quantities:
        amount = amount.times(quantity, Decimal(1))
    with localcontext() as context:
        context.prec = 500
        product = Decimal(1)
        for quantity in quantities:
            product *= quantity
    assert format(amount.decimal(), "f") == format(product, "f")


@pytest.mark.parametrize("per", [Decimal(0), Decimal("-1")])
def test_per_zero_is_refused(per: Decimal) -> None:
    with pytest.raises(ValueError, match="zero"):
        rolled_up([(0, 1, Decimal(1), per)], 0)


def test_ten_thousand_levels_do_not_exhaust_the_stack() -> None:
    deep = {node: [node + 1] for node in range(10_000)}
    assert find_cycle(deep, 0) is None
    assert find_cycle({**deep, 10_000: [0]}, 0) is not None
    assert len(topological([(node, node + 1) for node in range(10_000)], 0)) == 10_001
