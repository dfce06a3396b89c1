"""Quantities as exact decimals, with what is in doubt; never a rounded or invented number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.quantity import (
    Doubt,
    Fault,
    divided,
    exact_of_double,
    normal_unit,
    parse_quantity,
    plain,
    uses_decimal_comma,
)


@pytest.mark.parametrize(
    ("text", "value", "per", "unit"),
    [
        ("4", "4", "1", ""),
        ("12.50", "12.50", "1", ""),
        ("10 EA", "10", "1", "EA"),
        ("10개", "10", "1", "EA"),
        ("2 pcs.", "2", "1", "EA"),
        ("0.25 kg", "0.25", "1", "kg"),
        ("３", "3", "1", ""),
        ("x2", "2", "1", ""),
        ("2x", "2", "1", ""),
        ("1 000", "1000", "1", ""),
        ("1,234.5", "1234.5", "1", ""),
        ("3 kg per 1000", "3", "1000", "kg"),
        ("3kg/1000EA", "3", "1000", "kg"),
        ("1000개당 3kg", "3", "1000", "kg"),
    ],
)
def test_quantities_are_read_exactly(text: str, value: str, per: str, unit: str) -> None:
    reading = parse_quantity(text)
    assert reading.value is not None
    assert (plain(reading.value), plain(reading.per), reading.unit) == (value, per, unit)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault.EMPTY),
        ("AR", Fault.NOT_A_NUMBER),
        ("2 or 3", Fault.NOT_A_NUMBER),
        ("½", Fault.NOT_A_NUMBER),
        ("3/4", Fault.NOT_A_NUMBER),
        ("1e5", Fault.NOT_A_NUMBER),
        ("#N/A", Fault.NOT_A_NUMBER),
        ("9" * 60, Fault.NOT_A_NUMBER),
        ("0", Fault.ZERO),
        ("-1", Fault.NEGATIVE),
    ],
)
def test_what_is_no_quantity_is_no_number(text: str, fault: Fault) -> None:
    reading = parse_quantity(text)
    assert (reading.value, reading.fault) == (None, fault)


def test_commas_are_read_by_the_column_and_named() -> None:
    assert parse_quantity("1,000").value == Decimal(1000)
    assert parse_quantity("1,000").doubts == (Doubt.COMMA_AS_THOUSANDS,)
    assert parse_quantity("1,000", decimal_comma=True).value == Decimal("1.000")
    assert parse_quantity("1,5").doubts == (Doubt.COMMA_AS_POINT,)
    assert uses_decimal_comma(["1,000", "2,5"])
    assert not uses_decimal_comma(["1,000", "12", ""])


def test_units_have_one_sign_each() -> None:
    assert {normal_unit(text)[0] for text in ("EA", "ea.", "PCS", "개", "Stück")} == {"EA"}
    assert [normal_unit(text)[0] for text in ("KG", "㎏", "G", "MM", "㎜", "M", "세트")] == [
        *("kg", "kg", "g", "mm", "mm", "m", "SET")
    ]
    assert normal_unit("foo") == ("foo", False)


def test_division_is_exact_or_not_at_all() -> None:
    assert divided(Decimal(3), Decimal(1000)) == Decimal("0.003")
    assert divided(Decimal(1), Decimal(3)) is None
    assert divided(Decimal(1), Decimal(0)) is None


@pytest.mark.parametrize(
    ("double", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (1796.9199999999998, "1796.92"),
        (301.25, "301.25"),
        (12.0, "12"),
        (1e22, "10000000000000000000000"),
        (0.000001, "0.000001"),
    ],
)
def test_a_double_is_the_decimal_the_sheet_shows(double: float, text: str) -> None:
    assert plain(exact_of_double(double)) == text


@given(st.decimals(min_value="0.001", max_value="999999", places=3))
def test_a_number_typed_into_a_cell_comes_back(value: Decimal) -> None:
    assert exact_of_double(float(value)) == value


@given(st.text(max_size=40))
def test_any_text_is_read_or_faulted(text: str) -> None:
    reading = parse_quantity(text)
    assert (reading.value is None) == (reading.fault is not None)
    assert reading.value is None or reading.value > 0
