"""Specification texts: exact numbers where the text gives them, nothing where it does not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.specification import SpecificationDoubt, parse_specification
from models.vocab import CharacteristicKind


def _text(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")


@pytest.mark.parametrize(
    ("text", "nominal", "upper", "lower", "low", "high"),
    [
        ("62 ±0.1", "62", "0.1", "-0.1", "61.9", "62.1"),
        ("132.11 ±0.20", "132.11", "0.20", "-0.20", "131.91", "132.31"),
        ("14.75 ±0.10", "14.75", "0.10", "-0.10", "14.65", "14.85"),
        ("1.005 +/-.001", "1.005", "0.001", "-0.001", "1.004", "1.006"),
        ("40 +0.05/0", "40", "0.05", "0", "40", "40.05"),
        ("75 0/−0.05", "75", "0", "-0.05", "74.95", "75"),
        ("180.0 +4.0/-1.0", "180.0", "4.0", "-1.0", "179.0", "184.0"),
        ("6.35 +6.35/0.00", "6.35", "6.35", "0.00", "6.35", "12.70"),
        ("10 -0.1 -0.2", "10", "-0.1", "-0.2", "9.8", "9.9"),
        ("62 mm ±0.1", "62", "0.1", "-0.1", "61.9", "62.1"),
        ("⌀26 H7 (+0.021/0)", "26", "0.021", "0", "26", "26.021"),
        ("8.20/8.00", "", "", "", "8.00", "8.20"),
        ("6.5 / 9.5", "", "", "", "6.5", "9.5"),
        ("8.00~8.20", "", "", "", "8.00", "8.20"),
        ("Min 5", "", "", "", "5", ""),
        ("R0.5 MAX", "", "", "", "", "0.5"),
        ("0.5 이하", "", "", "", "", "0.5"),
        ("≥ 1.20", "", "", "", "1.20", ""),
        ("Ra 1.6", "", "", "", "", "1.6"),
        ("⏥ 0.05", "", "", "", "", "0.05"),
    ],
)
def test_what_is_written_is_read(
    text: str, nominal: str, upper: str, lower: str, low: str, high: str
) -> None:
    reading = parse_specification(text)
    assert [
        _text(value)
        for value in (
            reading.nominal,
            reading.upper_tolerance,
            reading.lower_tolerance,
            reading.lower_limit,
            reading.upper_limit,
        )
    ] == [nominal, upper, lower, low, high]


@pytest.mark.parametrize(
    ("text", "nominal", "doubt"),
    [
        ("⌀26 H7", "26", SpecificationDoubt.FIT_WITHOUT_TABLE),
        ("10 P9", "10", SpecificationDoubt.FIT_WITHOUT_TABLE),
        ("30.80", "30.80", SpecificationDoubt.NO_TOLERANCE),
        ("(18)", "18", SpecificationDoubt.REFERENCE),
        ("(75 ±0.1)", "75", SpecificationDoubt.REFERENCE),
        ("[50]", "50", SpecificationDoubt.BASIC),
        ("20 -0.05", "20", SpecificationDoubt.UNREAD_TEXT),
        ("40 +0.05", "40", SpecificationDoubt.UNREAD_TEXT),
        ("1,250 ±0.5", "", SpecificationDoubt.AMBIGUOUS_COMMA),
        ("TOPHAT HEIGHT - 9mm", "", SpecificationDoubt.NOT_READ),
        ("3 PLACES", "", SpecificationDoubt.NOT_READ),
        ("±0.1", "", SpecificationDoubt.NOT_READ),
        ("1.5x45°", "", SpecificationDoubt.NO_TOLERANCE),
        ("M3X0.5 THRU", "", SpecificationDoubt.NO_TOLERANCE),
    ],
)
def test_limits_are_never_guessed(text: str, nominal: str, doubt: SpecificationDoubt) -> None:
    reading = parse_specification(text)
    assert (reading.lower_limit, reading.upper_limit) == (None, None)
    assert _text(reading.nominal) == nominal
    assert doubt in reading.doubts


@pytest.mark.parametrize(
    ("text", "kind", "places"),
    [
        ("2X Ø3.4", CharacteristicKind.DIAMETER, 2),
        ("5XØ3.2", CharacteristicKind.DIAMETER, 5),
        ("4-M6", CharacteristicKind.THREAD, 4),
        ("R2.00 TYP", CharacteristicKind.RADIUS, 1),
        ("45° ±1°", CharacteristicKind.ANGLE, 1),
        ("58~62 HRC", CharacteristicKind.HARDNESS, 1),
        ("Ra 1.6", CharacteristicKind.ROUGHNESS, 1),
        ("직각도 0.02 A", CharacteristicKind.GEOMETRIC, 1),
        ("NO BURRS", CharacteristicKind.NOTE, 1),
    ],
)
def test_kind_and_places(text: str, kind: CharacteristicKind, places: int) -> None:
    reading = parse_specification(text)
    assert (reading.kind, reading.places) == (kind, places)


def test_a_geometric_tolerance_with_bonus_says_so() -> None:
    reading = parse_specification("⌖ ⌀0.1 Ⓜ A B C")
    assert reading.upper_limit == Decimal("0.1")
    assert SpecificationDoubt.BONUS_TOLERANCE in reading.doubts


def test_a_decimal_comma_is_read_and_named() -> None:
    reading = parse_specification("62,5 ±0,1")
    assert (reading.lower_limit, reading.upper_limit) == (Decimal("62.4"), Decimal("62.6"))
    assert reading.doubts == (SpecificationDoubt.COMMA_AS_POINT,)


def test_decimals_are_those_of_the_finest_number() -> None:
    assert [parse_specification(text).decimals for text in ("62 ±0.1", "26.00 ±0.021", "8", "8.20/8.00")] == [
        1,
        3,
        0,
        2,
    ]


@given(st.text(alphabet="0123456789.,+-±/ ()[]⌀ØRMxX°~HhminaxTYP⌖Ⓜ", max_size=24))
def test_any_text_gives_ordered_limits_or_none(text: str) -> None:
    reading = parse_specification(text)
    if reading.lower_limit is not None and reading.upper_limit is not None:
        assert reading.lower_limit <= reading.upper_limit
    if reading.upper_tolerance is not None:
        assert reading.nominal is not None
        assert reading.upper_limit == reading.nominal + reading.upper_tolerance
