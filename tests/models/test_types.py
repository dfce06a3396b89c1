"""Own column types: what goes in comes out to the last zero, and what lies is refused."""

from __future__ import annotations

import json
import unicodedata
import uuid
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.inspection import Reading
from models.types import (
    DECIMAL_PATTERN,
    canonical_json,
    clean_text,
    decimal_text,
    parse_time,
    time_text,
)

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=None)


@given(DECIMALS)
def test_a_decimal_survives_as_text(value: Decimal) -> None:
    text = decimal_text(value)
    assert DECIMAL_PATTERN.fullmatch(text)
    assert Decimal(text) == value
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent <= 0 and value != 0:
        assert Decimal(text).as_tuple().exponent == exponent


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="finite"):
        decimal_text(Decimal(text))


@pytest.mark.parametrize(
    ("value", "text"),
    [("0.000", "0.000"), ("-0.00", "0.00"), ("1E+3", "1000"), ("1E-7", "0.0000001"), ("40.0500", "40.0500")],
)
def test_trailing_zeros_stay_and_exponents_go(value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == text


@given(
    st.datetimes(
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=9)), timezone(timedelta(hours=-5))])
    )
)
def test_times_are_utc_text_in_order(instant: datetime) -> None:
    try:
        text = time_text(instant)
    except OverflowError:
        return
    assert len(text) == 27
    assert parse_time(text) == instant
    later = time_text(instant + timedelta(microseconds=1)) if instant.year < 9998 else "Z"
    assert later > text


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        time_text(datetime(2026, 1, 1))


def test_ordering_exact_decimals_in_sql_is_refused() -> None:
    for act in (lambda: Reading.value < Decimal(1), lambda: Reading.value.desc()):
        with pytest.raises(TypeError, match="text order lies"):
            act()


@given(
    st.dictionaries(
        st.text(max_size=5), st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=9))
    )
)
def test_canonical_json_does_not_depend_on_order_or_form(content: dict[str, object]) -> None:
    turned = dict(reversed(list(content.items())))
    if len({clean_text(name) for name in content}) < len(content):
        for given_so in (content, turned):
            with pytest.raises(ValueError, match="two names are one"):
                canonical_json(given_so)
        return
    assert canonical_json(content) == canonical_json(turned)
    assert len(json.loads(canonical_json(content))) == len(content)


@pytest.mark.parametrize("names", [("", "\0"), ("\u1112\u1161\u11ab", "\ud55c"), ("1", 1)])
def test_names_that_become_one_are_refused_and_none_is_lost(names: tuple[object, object]) -> None:
    for first, second in (names, names[::-1]):
        with pytest.raises(ValueError, match="two names are one"):
            canonical_json({"kept": {first: None, second: False}})


def test_canonical_json_is_nfc_typed_and_without_floats() -> None:
    decomposed = unicodedata.normalize("NFD", "한글")
    assert canonical_json(decomposed) == canonical_json("한글")
    assert canonical_json({"b": Decimal("1.50"), "a": uuid.UUID(int=1), "c": b"\x1d"}) == (
        '{"a":"00000000-0000-0000-0000-000000000001","b":"1.50","c":"1d"}'
    )
    for hostile in (0.1, float("nan"), object()):
        with pytest.raises(TypeError):
            canonical_json(hostile)


def test_text_is_cleaned_of_what_cannot_be_stored() -> None:
    assert clean_text("a\x00b\ud800c\ufffe") == "abc"
    assert clean_text(unicodedata.normalize("NFD", "각")) == "각"
