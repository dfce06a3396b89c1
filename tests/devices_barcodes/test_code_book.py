"""The shop's own patterns and HKMC rows: what they read, who is asked first, what is refused by its code."""

from __future__ import annotations

import json
import time
from datetime import date

import pytest

from devices.barcodes import hkmc
from devices.barcodes.code_book import (
    FLAWS,
    CodeBook,
    CodeBookError,
    CodePattern,
    FieldRule,
    book_from_plain,
    book_to_plain,
)
from devices.barcodes.content import GS, CodeContent, CodeRefused
from devices.barcodes.registry import parse

BOX = CodePattern("ERP box", r"BX(?P<part>[A-Z0-9-]+)/(?P<quantity>\d+)(?:/(?P<lot>\d{6}-\d{2}))?")
ORDER = CodePattern("ERP order", r"\*(?P<order>WO-\d{4}-\d{4})\*", kind="order", first=True)
LOT = CodePattern("Q lot", r"Q(?P<lot>\d{5})", kind="lot")


def read(text: str, *patterns: CodePattern, from_keyboard: bool = False) -> CodeContent:
    answer = parse(text, book=CodeBook(patterns), from_keyboard=from_keyboard)
    assert isinstance(answer, CodeContent)
    return answer


def test_named_groups_become_fields() -> None:
    content = read("BXHB-2210-01/48/261124-01", ORDER, BOX)
    assert (content.kind, content.profile) == ("user", "ERP box")
    assert content.fields == (("part", "HB-2210-01"), ("quantity", "48"), ("lot", "261124-01"))
    assert read("BXHB-2210-01/48", BOX).value("lot") is None
    assert read("BXHB-2210-01/", BOX).kind == "text"


def test_a_pattern_may_stand_for_one_of_our_own_codes() -> None:
    content = read("*WO-2026-0001*", ORDER)
    assert (content.kind, content.value("order")) == ("order", "WO-2026-0001")


def test_who_is_asked_first() -> None:
    # Q12345 guessed as a quantity by its identifier; the shop's pattern knows better.
    assert read("Q12345").kind == "di"
    assert read("Q12345", LOT).kind == "lot"
    # A standard content is sure, unless the shop asks to be first; our own codes always are.
    gtin = CodePattern("ean", r"(?P<number>\d{13})")
    assert read("4006381333931", gtin).kind == "gtin"
    assert read("4006381333931", CodePattern("ean", gtin.pattern, first=True)).kind == "user"
    everything = CodePattern("all", r"(?P<all>.*)", first=True)
    assert read("PP:C:OK", everything).kind == "command"


def test_a_symbology_can_be_asked_for() -> None:
    matrix = CodePattern("matrix", BOX.pattern, aim="]d")
    assert read("]d1BXA-1/5", matrix).kind == "user"
    assert read("BXA-1/5", matrix).kind == "text"
    assert read("]A0BXA-1/5", matrix).kind == "text"


def test_hangul_is_repaired_before_the_pattern_is_asked() -> None:
    content = read("ㅠㅌㅁ-1/5", BOX, from_keyboard=True)
    assert (content.kind, content.fields[0], "hangul_reversed" in content.warnings) == (
        "user",
        ("part", "A-1"),
        True,
    )


def test_patterns_that_take_long_are_passed_over_in_time() -> None:
    slow = [
        CodePattern(f"slow {number}", r"(?P<a>(?:a?){40})(?:a*)*(?P<b>b)", first=True) for number in range(50)
    ]
    began = time.process_time()
    assert read("a" * 8000, *slow).kind == "text"
    assert time.process_time() - began < 0.5


def test_a_book_comes_back_from_plain_values() -> None:
    book = CodeBook(
        (BOX, ORDER, LOT), (FieldRule("V", 3, 6, None, True), FieldRule("E", 8, 9, "[A-Z0-9]*", True))
    )
    assert book_from_plain(json.loads(json.dumps(book_to_plain(book)))) == book
    assert book_from_plain({}) == CodeBook()


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ([], "not_a_book"),
        ({"more": 1}, "not_a_book"),
        ({"patterns": "x"}, "not_a_book"),
        ({"patterns": [{"name": 1}]}, "not_a_book"),
        ({"patterns": [{"name": "x", "pattern": "a", "extra": 1}]}, "not_a_book"),
        ({"patterns": [{"name": "x", "pattern": "(?P<a>a)", "first": 1}]}, "not_a_book"),
        ({"patterns": [{"name": " ", "pattern": "(?P<a>a)"}]}, "name"),
        ({"patterns": [{"name": "x", "pattern": "(?P<a>a)"}] * 2}, "name"),
        ({"patterns": [{"name": "x", "pattern": "("}]}, "pattern"),
        ({"patterns": [{"name": "x", "pattern": "a"}]}, "pattern.groups"),
        ({"patterns": [{"name": "x", "pattern": "(?P<a>a)", "kind": "lot"}]}, "pattern.groups"),
        ({"patterns": [{"name": "x", "pattern": "(?P<a>a)", "kind": "magic"}]}, "kind"),
        ({"patterns": [{"name": "x", "pattern": "(?P<a>(?=b))"}]}, "pattern.unsupported"),
        ({"patterns": [{"name": "x", "pattern": "(?P<a>a)", "aim": "d2"}]}, "aim"),
        ({"patterns": [{"name": str(n), "pattern": "(?P<a>a)"} for n in range(51)]}, "too_many"),
        ({"hkmc": [{"letter": "x", "shortest": 1, "longest": 2}]}, "hkmc.letter"),
        ({"hkmc": [{"letter": "XY", "shortest": 1, "longest": 2}]}, "hkmc.letter"),
        ({"hkmc": [{"letter": "", "shortest": 1, "longest": 2}]}, "hkmc.letter"),
        ({"hkmc": [{"letter": f"{n}X", "shortest": 1, "longest": 2} for n in range(31)]}, "hkmc.many"),
        ({"hkmc": [{"letter": "S", "shortest": 1, "longest": 2}], "hkmc_without": ["S"]}, "hkmc.letter"),
        ({"hkmc_without": ["T"]}, "hkmc.needed"),
        ({"hkmc_without": ["Z"]}, "hkmc.letter"),
        ({"hkmc_without": "S"}, "not_a_book"),
        ({"hkmc": [{"letter": "V", "shortest": 1, "longest": 2}] * 2}, "hkmc.letter"),
        ({"hkmc": [{"letter": "V", "shortest": 3, "longest": 2}]}, "hkmc.length"),
        ({"hkmc": [{"letter": "V", "shortest": 1, "longest": 600}]}, "hkmc.length"),
        ({"hkmc": [{"letter": "V", "shortest": "1", "longest": 2}]}, "hkmc.length"),
        ({"hkmc": [{"letter": "V", "shortest": 1, "longest": 2, "signs": "(a+)+"}]}, "hkmc.signs"),
    ],
)
def test_what_is_no_book_is_refused_by_its_code(record: object, code: str) -> None:
    with pytest.raises(CodeBookError) as refused:
        book_from_plain(record)
    assert refused.value.code == code
    assert code in FLAWS


def message(supplier: str, part: str) -> str:
    return f"[)>\x1e06{GS}V{supplier}{GS}P{part}{GS}S{GS}E{GS}T2509052000A0000010{GS}M\x1e\x04"


def test_the_hkmc_table_can_be_edited() -> None:
    book = CodeBook(hkmc=(FieldRule("V", 4, 6, None, True), FieldRule("E", 8, 9, None, True)))
    long_supplier = message("LF32AB", "89131CU210")
    refused = parse(long_supplier)
    assert isinstance(refused, CodeRefused)
    assert refused.reason_code == "too_long"
    without_order = parse(long_supplier, book=book)
    assert isinstance(without_order, CodeRefused)
    assert (without_order.reason_code, without_order.detail) == ("field_missing", "E")
    optional = CodeBook(hkmc=(FieldRule("V", 4, 6, None, True),))
    content = parse(long_supplier, book=optional)
    assert isinstance(content, CodeContent)
    assert content.value("supplier") == "LF32AB"
    built = hkmc.build(
        supplier="LF32AB",
        part="89131CU210",
        made_on=date(2026, 3, 2),
        m4="A1D2",
        trace="0000010",
        book=optional,
    )
    assert isinstance(parse(built, book=optional), CodeContent)


def test_fields_of_the_hkmc_label_are_added_and_left_out() -> None:
    added = CodeBook(hkmc=(FieldRule("1T", 3, 8, "[0-9]*", True),), hkmc_without=("E", "M"))
    assert book_from_plain(book_to_plain(added)) == added
    head = f"[)>\x1e06{GS}VLF32{GS}P89131CU210{GS}S{GS}T2509052000A0000010"
    content = parse(f"{head}{GS}1T4711{GS}\x1e\x04", book=added)
    assert isinstance(content, CodeContent)
    assert (content.kind, content.value("lot_supplier")) == ("hkmc", "4711")
    for wrong, code, detail in (("", "field_missing", "1T"), (f"{GS}1T47AB", "bad_character", "1T 47AB")):
        refused = parse(f"{head}{wrong}{GS}\x1e\x04", book=added)
        assert isinstance(refused, CodeRefused)
        assert (refused.reason_code, refused.detail) == (code, detail)
    # As delivered, a label with that field is none of Hyundai's and Kia's; one with E is none once E is left out.
    assert getattr(parse(f"{head}{GS}1T4711{GS}\x1e\x04"), "kind", "") != "hkmc"
    assert getattr(parse(message("LF32", "89131CU210"), book=added), "kind", "") != "hkmc"
    made = {
        "supplier": "LF32",
        "part": "89131CU210",
        "made_on": date(2026, 3, 2),
        "m4": "A1D2",
        "trace": "0000010",
    }
    short = CodeBook(hkmc_without=("E", "M"))
    assert f"{GS}E" not in hkmc.build(**made, book=short)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not an HKMC message"):
        hkmc.build(**made, eo="KD123456", book=short)  # type: ignore[arg-type]
    # A lost separator is not guessed at where any letter may begin a field.
    lost = parse(message("LF32", "89131CU210").replace(GS, ""), book=added)
    assert isinstance(lost, CodeRefused)
    assert lost.suggest is None


def test_a_message_without_separators_is_judged_quickly_whatever_the_table() -> None:
    widest = CodeBook(hkmc=tuple(FieldRule(letter, 1, 60, None, False) for letter in "VPSETC"))
    hostile = "[)>06V" + "A" * 60 + "P" + "PSE" * 60 + "T250905" + "A" * 60 + "M"
    began = time.process_time()
    answer = parse(hostile, book=widest)
    assert isinstance(answer, CodeRefused)
    assert time.process_time() - began < 0.5
