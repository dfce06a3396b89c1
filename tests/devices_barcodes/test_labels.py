"""HKMC, ISO/IEC 15434, GTL and single-identifier labels: each rule, and what real labels get wrong."""

from __future__ import annotations

from datetime import date

import pytest

from devices.barcodes import gtl, hkmc
from devices.barcodes.content import EOT, GS, RS, CodeContent, CodeRefused
from devices.barcodes.registry import parse


def message(*fields: str) -> str:
    return f"[)>{RS}06{GS}{GS.join(fields)}{RS}{EOT}"


def read(raw: str) -> CodeContent:
    answer = parse(raw)
    assert isinstance(answer, CodeContent), answer
    return answer


def refused(raw: str) -> CodeRefused:
    answer = parse(raw)
    assert isinstance(answer, CodeRefused), answer
    return answer


GOOD = {"V": "LF32", "P": "88600A7AC0WK", "S": "ALC1", "E": "KETC0102", "T": "250905S1B2A0476217", "M": "N"}


@pytest.mark.parametrize(
    ("letter", "value", "reason"),
    [
        ("V", "LF3", "too_short"),
        ("V", "", "field_missing"),
        ("P", "88600A7AC0WK1234", "too_long"),
        ("P", "88600-A7AC0WK", "bad_character"),
        ("P", "", "field_missing"),
        ("S", "ALC123456", "too_long"),
        ("E", "KETC010", "too_short"),
        ("T", "251332S1B2A0476217", "bad_date"),
        ("T", "250905S1B2X0476217", "trace_type"),
        ("T", "250905S1B2A047621", "too_short"),
        ("T", "250905S1B2A" + "1" * 31, "too_long"),
        ("T", "", "field_missing"),
        ("M", "X", "bad_character"),
        ("C", "x" * 51, "too_long"),
    ],
)
def test_hkmc_fields_that_break_the_table_are_refused(letter: str, value: str, reason: str) -> None:
    answer = refused(message(*(name + text for name, text in (GOOD | {letter: value}).items())))
    assert (answer.kind, answer.reason_code) == ("hkmc", reason)


def test_hkmc_lot_trace() -> None:
    answer = read(message(*(name + text for name, text in (GOOD | {"T": "250905S1B2@LOT0001"}).items())))
    assert (answer.value("trace_type"), answer.value("trace")) == ("@", "LOT0001")
    assert answer.date("date") == date(2025, 9, 5)


def test_hkmc_label_reads_back() -> None:
    text = hkmc.build(
        supplier="LF32", part="88600A7AC0WK", made_on=date(2026, 11, 24), m4="S1B2", trace="0000001", lot=True
    )
    answer = read(text)
    assert answer.kind == "hkmc"
    assert answer.date("date") == date(2026, 11, 24)
    assert answer.value("trace_type") == "@"
    assert answer.value("sequence") == ""


def test_hkmc_label_that_breaks_the_table_is_not_built() -> None:
    with pytest.raises(ValueError, match="too_short"):
        hkmc.build(supplier="LF32", part="88600", made_on=date(2026, 11, 24), m4="S1B2", trace="0000001")
    with pytest.raises(ValueError, match="not read back"):
        hkmc.build(
            supplier="LF32", part=f"88600A7AC0WK{GS}N1", made_on=date(2026, 1, 1), m4="S1B2", trace="0000001"
        )


def test_hkmc_separators_lost_suggests_only_a_single_reading() -> None:
    single = refused("[)>06VLF32P88600A7AC0WKSALC1EKETC0102T250905S1B2A0476217MNC")
    assert single.suggest is not None
    assert read(single.suggest).value("part") == "88600A7AC0WK"
    # Both `P88600A7AC0` with `SS` and `P88600A7AC0S` with `S` keep the rules.
    double = refused("[)>06VLF32P88600A7AC0SSET250905S1B2A0476217MN")
    assert (double.reason_code, double.suggest) == ("separators_lost", None)


def test_other_message_without_separators_gets_no_suggestion() -> None:
    answer = refused("[)>06P12345678Q100")
    assert (answer.reason_code, answer.suggest) == ("separators_lost", None)


@pytest.mark.parametrize(
    ("raw", "warnings"),
    [
        (f"[)>{RS}06{GS}P1{GS}Q2{RS}{EOT}", ()),
        (f"[)>06{GS}P1{GS}Q2{RS}{EOT}", ("broken_header",)),
        (f"[]>{RS}06{GS}P1{GS}Q2{RS}{EOT}", ("broken_header",)),
        (f"[)>{RS}06{GS}P1{GS}Q2{GS}{RS}EOT", ("trailer_spelled",)),
        ("[)><RS>06<GS>P1<GS>Q2<RS><EOT>", ("separators_spelled",)),
        ("[)>␞06␝P1␝Q2␞␄", ("separators_spelled",)),
        ("[)>^^06^]P1^]Q2^^^D", ("separators_spelled",)),
        (f"[)>{RS}06{GS}P1{GS}Q2", ("no_trailer",)),
    ],
)
def test_damage_seen_in_the_field_is_read_with_a_warning(raw: str, warnings: tuple[str, ...]) -> None:
    answer = read(raw)
    assert answer.fields == (("P", "1"), ("Q", "2"))
    assert answer.warnings == warnings


def test_several_formats_in_one_envelope() -> None:
    answer = read(f"[)>{RS}06{GS}P1{RS}12{GS}SER 7{RS}05{GS}10AB{RS}{EOT}")
    assert answer.fields == (("P", "1"), ("SER", "7"), ("10", "AB"))
    assert answer.envelope == "06+12+05"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (message("P1", "12345"), "no_identifier"),
        (message("P1", "Q1x"), "not_a_number"),
        (f"[)>{RS}05{GS}0112345678901234{RS}{EOT}", "check_digit"),
        (f"[)>{RS}06{GS}{RS}{EOT}", "empty"),
    ],
)
def test_broken_messages_are_refused(raw: str, reason: str) -> None:
    assert refused(raw).reason_code == reason


def test_gtl_fields_have_names() -> None:
    answer = read(message("12PGTL3", "9K12", "6JUN449113031000007248", "14D", "P8613013591", "Q448", "99ZX"))
    assert answer.profile == "gtl"
    assert gtl.licence_plate(answer) == "UN449113031000007248"
    named = gtl.named_fields(answer)
    assert named["part_number_customer"] == "8613013591"
    assert named["99Z"] == "X"
    assert "date_expiry" not in named


@pytest.mark.parametrize(
    ("raw", "kind", "profile"),
    [
        ("N12345678", "di", "vda4902"),
        ("V123456789", "di", "aiag"),
        ("]A0H0815", "di", "vda4902"),
        ("KETC0102", "text", None),
        ("PUMP", "text", None),
        ("]I0P123", "text", None),
        ("P12 34", "text", None),
        ("PUMP 1ST STAGE QUALITY", "text", None),
    ],
)
def test_a_bare_identifier_is_told_from_a_word(raw: str, kind: str, profile: str | None) -> None:
    answer = read(raw)
    assert (answer.kind, answer.profile) == (kind, profile)
    assert answer.text == raw[3:] if raw.startswith("]") else raw


def test_korean_code_page_is_read_with_a_warning() -> None:
    answer = parse("부품 A".encode("cp949"))
    assert isinstance(answer, CodeContent)
    assert answer.text == "부품 A"
    assert answer.warnings == ("not_utf8",)
