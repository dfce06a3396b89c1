"""GS1: the gaps of the library that are closed here, each with the input that would slip through it."""

from __future__ import annotations

from datetime import date

import pytest

from devices.barcodes.content import CodeContent, CodeRefused
from devices.barcodes.gs1_checks import check_digit, check_pair, day_of
from devices.barcodes.registry import parse

TODAY = date(2026, 6, 1)


def reason(raw: str) -> str | None:
    answer = parse(raw, today=TODAY)
    return answer.reason_code if isinstance(answer, CodeRefused) else None


@pytest.mark.parametrize("symbol", ["]C1", "]d2", "]Q3", "]e0", "]J1"])
def test_nothing_behind_a_gs1_symbol_is_refused(symbol: str) -> None:
    assert reason(symbol) == "empty"
    assert reason(symbol + "\x1d") == "empty"
    assert reason(symbol + "99TESTING") is None


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ("0112345678901234", "check_digit"),
        ("0212345678901234", "check_digit"),
        ("00123456789012345670", "check_digit"),
        ("4101234567890120", "check_digit"),
        ("800302112345678901ABC", "check_digit"),
        ("2531234567890120X", "check_digit"),
        ("8017123456789012345670", "check_digit"),
        ("80131987654Ad4X4bL5ttr2310c2L", "check_digit"),
        ("8006123456789012310302", "piece_exceeds_total"),
        ("8006123456789012310002", "piece_exceeds_total"),
        ("17250431", "bad_date"),
        ("700621120A", "non_digit"),
        ("7006211200", "bad_date"),
        ("7007211225211224", "bad_date"),
        ("70032112252460", "bad_date"),
        ("242123456710", "too_long"),
        ("10", "too_short"),
        ("10ABC^1", "bad_character"),
        ("01１２３４５６７８９０１２３１", "bad_character"),
        ("89A", "unknown_ai"),
    ],
)
def test_wrong_elements_are_refused(element: str, expected: str) -> None:
    assert reason("]d2" + element) == expected


@pytest.mark.parametrize(
    "element",
    [
        "0112345678901231",
        "4101234567890128",
        "800302112345678900",
        "80131987654Ad4X4bL5ttr2310c2K",
        "8006123456789012310101",
        "7007211225220101",
        "43242112259999",
        "0112345678901231\x1d10ABC\x1d",
        "\x1d0112345678901231",
    ],
)
def test_right_elements_are_read(element: str) -> None:
    assert reason("]d2" + element) is None


def test_day_00_is_the_last_day_of_the_month() -> None:
    answer = parse("]d217240200", today=TODAY)
    assert isinstance(answer, CodeContent)
    assert answer.date("17") == date(2024, 2, 29)
    assert day_of("4326", "240200", TODAY) is None


@pytest.mark.parametrize(("two_digits", "year"), [("75", 2075), ("76", 2076), ("77", 1977), ("00", 2000)])
def test_century_is_49_back_50_ahead(two_digits: str, year: int) -> None:
    day = day_of("17", f"{two_digits}0101", TODAY)
    assert day is not None
    assert day.year == year


def test_check_digit_and_pair_of_published_examples() -> None:
    assert check_digit("629104150021") == 3
    assert check_pair("1987654Ad4X4bL5ttr2310c") == "2K"


def test_bracketed_text_skips_nothing() -> None:
    assert reason("(01)12345678901231(1A)12345") == "ai_not_numeric"
    assert reason("(10)12345(11)") == "too_short"
    answer = parse(r"(10)12345\(11)991225", today=TODAY)
    assert isinstance(answer, CodeContent)
    assert answer.fields == (("10", "12345(11)991225"),)


def test_ean_with_composite_and_add_on() -> None:
    composite = parse("]E02112345678900|]e099COMPOSITE\x1d98XYZ")
    assert isinstance(composite, CodeContent)
    assert composite.fields == (("gtin", "2112345678900"), ("99", "COMPOSITE"), ("98", "XYZ"))
    add_on = parse("]E3211234567890012")
    assert isinstance(add_on, CodeContent)
    assert add_on.value("add_on") == "12"
    assert reason("]E4123456789") == "too_long"


def test_digits_without_symbol_identifier_stay_text_unless_the_check_digit_holds() -> None:
    lot = parse("2025090500123")
    assert isinstance(lot, CodeContent)
    assert lot.kind == "text"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a/01/12312312312334", "check_digit"),
        ("https://a/01/12312312312333?99=", "too_short"),
        ("https://a/01/12312312312333?89=ABC", "unknown_ai"),
        ("https://a/01/12312312312333/10/A?10=B", "repeated"),
        ("https://a/01/12312312312333?17=251340", "bad_date"),
    ],
)
def test_wrong_digital_links_are_refused(address: str, expected: str) -> None:
    assert reason(address) == expected


def test_a_plain_web_address_is_text() -> None:
    answer = parse("]Q1https://www.example.com/news?id=7")
    assert isinstance(answer, CodeContent)
    assert answer.kind == "text"
