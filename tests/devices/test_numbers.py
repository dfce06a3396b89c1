"""Numbers and units as instruments print them, to the digit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.numbers import decimal_text, plain_number, unit_name


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("+0000.120", "0.120"),
        ("-001.2340", "-1.2340"),
        ("- 0.50000", "-0.50000"),
        ("000013.5", "13.5"),
        ("   135  ", "135"),
        (".5", "0.5"),
        ("00001234", "1234"),
        ("-000000000", "-0"),
        ("12.", "12"),
        ("0", "0"),
    ],
)
def test_value_keeps_sign_and_resolution(printed: str, value: str) -> None:
    assert decimal_text(printed) == value


@pytest.mark.parametrize(
    "printed", ["", "+", ".", "1.2.3", "1e5", "0x10", "1,5", "١٢", "1 2", "--1", "\x1f1", "1\r", "NaN"]
)
def test_anything_else_is_no_number(printed: str) -> None:
    assert decimal_text(printed) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-9999, max_value=9999))
def test_value_equals_what_was_printed(number: Decimal) -> None:
    text = decimal_text(f"{number:+09.4f}")
    assert text is not None
    assert Decimal(text) == number
    assert decimal_text(text) == text


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("inch", "in"),
        ("MM", "mm"),
        (" g ", "g"),
        ("PC", "pcs"),
        ("lbFin", "lbf.in"),
        ("nm", "N.m"),
        ("In.oz", "ozf.in"),
    ],
)
def test_units_have_one_spelling(printed: str, unit: str) -> None:
    assert unit_name(printed) == unit


@pytest.mark.parametrize("printed", ["", "furlong", "MN", "Mg"])
def test_unknown_units_are_not_guessed(printed: str) -> None:
    assert unit_name(printed) is None


def test_channel_numbers_lose_leading_zeros_only() -> None:
    assert [plain_number(each) for each in ("01", "10", "00", "1a", "")] == ["1", "10", "0", None, None]
