"""The verdict rule: inclusive, exact, one-sided; plausibility never refuses what lies inside the limits."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.verdict import (
    PLAUSIBLE_WIDTHS,
    Limits,
    NotANumberError,
    decimals_of,
    judge,
    plausible,
    read_value,
    required_samples,
    resolves,
    same_unit,
)
from models.types import decimal_text
from models.vocab import Verdict

DECIMALS = st.decimals(min_value=-10_000, max_value=10_000, places=4)
STEP = Decimal("0.0001")


@given(DECIMALS, st.decimals(min_value=0, max_value=100, places=4), DECIMALS)
def test_a_value_is_good_exactly_from_limit_to_limit(lower: Decimal, width: Decimal, value: Decimal) -> None:
    limits = Limits(lower, lower + width)
    expected = Verdict.OK if lower <= value <= lower + width else Verdict.NG
    assert judge(value, limits) is expected
    assert judge(lower, limits) is judge(lower + width, limits) is Verdict.OK
    assert judge(lower - STEP, limits) is judge(lower + width + STEP, limits) is Verdict.NG


@given(DECIMALS, DECIMALS)
def test_one_sided_limits_judge_one_side_only(limit: Decimal, value: Decimal) -> None:
    assert judge(value, Limits(None, limit)) is (Verdict.OK if value <= limit else Verdict.NG)
    assert judge(value, Limits(limit, None)) is (Verdict.OK if value >= limit else Verdict.NG)
    assert judge(value, Limits(None, None)) is Verdict.NOT_JUDGED


@given(DECIMALS, st.decimals(min_value="0.0001", max_value=100, places=4), DECIMALS)
def test_plausible_is_whatever_is_good_and_ten_widths_beyond(
    lower: Decimal, width: Decimal, value: Decimal
) -> None:
    limits = Limits(lower, lower + width)
    reach = PLAUSIBLE_WIDTHS * width
    assert plausible(value, limits) is (lower - reach <= value <= lower + width + reach)
    assert plausible(value, Limits(None, None))
    if judge(value, Limits(lower, None)) is Verdict.OK:
        assert plausible(value, Limits(lower, None))


@given(DECIMALS)
def test_trailing_zeros_change_no_verdict_and_survive(value: Decimal) -> None:
    longer = Decimal(decimal_text(value) + "00")
    limits = Limits(Decimal("-1.5"), Decimal("1.5"))
    assert judge(longer, limits) is judge(value, limits)
    assert decimals_of(read_value(decimal_text(longer))) == decimals_of(value) + 2


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("40.021", "40.021"),
        ("+40.0210", "40.0210"),
        ("-0.5", "-0.5"),
        (".5", "0.5"),
        ("40,021", None),
        ("0,5", "0.5"),
        ("１２.５", "12.5"),
        (" 12 ", "12"),
        ("−3.0", "-3.0"),
    ],
)
def test_numbers_are_read_exactly_or_not_at_all(text: str, value: str | None) -> None:
    if value is None:
        with pytest.raises(NotANumberError) as refused:
            read_value(text)
        assert refused.value.ambiguous
    else:
        assert decimal_text(read_value(text)) == value


@pytest.mark.parametrize("text", ["", "OK", "1e5", "4 0", "40.0.1", "NaN", "inf", "1" * 30, "0x10", "--1"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NotANumberError) as refused:
        read_value(text)
    assert not refused.value.ambiguous


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("mm", "MM", True),
        ("°", "deg", True),
        ("µm", "um", True),
        ("μm", "µm", True),
        ("N·m", "N.m", True),
        ("mm", "in", False),
        ("mm", "um", False),
        ("MPa", "mPa", False),
        ("HRC", "hrc", True),
        ("kg", "g", False),
    ],
)
def test_units_are_one_or_not(one: str, other: str, same: bool) -> None:
    assert same_unit(one, other) is same


def test_resolution_needs_the_digits_of_the_drawing() -> None:
    assert resolves(Decimal("40.02"), Decimal("0.01"), 2)
    assert not resolves(Decimal("40.0"), Decimal("0.1"), 2)
    assert not resolves(Decimal("40.00"), Decimal("0.05"), 2)
    assert resolves(Decimal("40"), None, 0)


def test_an_inspection_of_the_plans_size_follows_the_plan_and_another_measures_everything() -> None:
    assert required_samples([5, 1, 0], 5) == (5, 1, 5)
    assert required_samples([5, 1, 0], 3) == (3, 3, 3)
    assert required_samples([], 3) == ()
