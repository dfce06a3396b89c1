"""Hypothesis at the content parsers: any bytes, and right codes with wrong parts, get an answer with known codes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.barcodes.content import EOT, GS, REASONS, RS, WARNINGS, CodeContent, CodeRefused
from devices.barcodes.gs1_checks import check_digit
from devices.barcodes.registry import parse

TODAY = date(2026, 3, 2)
HEADS = st.sampled_from(
    ["", "]C1", "]d2", "]Q3", "]E0", "]d1", f"[)>{RS}06{GS}", f"[)>{RS}05{GS}", f"[)>{RS}12{GS}", "(01)"]
)
SIGNS = f"0123456789ABCPQTVS()[]>{GS}{RS}{EOT}.-/ 한ㅁ"
PARTS = st.text(SIGNS, max_size=60)


def judged(answer: CodeContent | CodeRefused) -> None:
    if isinstance(answer, CodeRefused):
        assert answer.reason_code in REASONS
    else:
        assert set(answer.warnings) <= set(WARNINGS)


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=200), st.booleans())
def test_any_bytes(data: bytes, keyboard: bool) -> None:
    answer = parse(data, from_keyboard=keyboard, today=TODAY)
    assert answer.raw == data
    judged(answer)


@settings(max_examples=400, deadline=None)
@given(HEADS, PARTS, st.sampled_from(["", RS + EOT, EOT, "\r"]))
def test_any_text_behind_a_known_beginning(head: str, body: str, tail: str) -> None:
    judged(parse(head + body + tail, today=TODAY))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**13 - 1), st.integers(0, 9))
def test_a_gtin_passes_with_its_own_check_digit_only(number: int, digit: int) -> None:
    digits = f"{number:013d}"
    answer = parse(f"]d201{digits}{digit}", today=TODAY)
    right = check_digit(digits) == digit
    assert isinstance(answer, CodeContent) is right
    if not right:
        assert isinstance(answer, CodeRefused)
        assert answer.reason_code == "check_digit"


@given(st.integers(0, 99), st.integers(1, 12))
def test_day_00_is_the_last_day_of_its_month(year: int, month: int) -> None:
    answer = parse(f"]d217{year:02d}{month:02d}00", today=TODAY)
    assert isinstance(answer, CodeContent)
    day = answer.date("17")
    assert day is not None
    assert (day.month, day.year % 100) == (month, year)
    assert day.day in (28, 29, 30, 31)
    assert date.fromordinal(day.toordinal() + 1).day == 1


@pytest.mark.parametrize("symbology", ["]C1", "]d2", "]Q3", "]e0", "]J1"])
def test_gaps_of_the_library_stay_closed(symbology: str) -> None:
    """Empty data behind a GS1 symbology, and a wrong check digit: the library alone lets both pass."""
    assert isinstance(parse(symbology, today=TODAY), CodeRefused)
    wrong = parse(f"{symbology}0109521234543214", today=TODAY)
    assert isinstance(wrong, CodeRefused)
    assert wrong.reason_code == "check_digit"
