"""Partproof's own codes and the undoing of Hangul mode: what a keyboard makes of them comes back right."""

from __future__ import annotations

import random
import string

import pytest

from devices.barcodes import partproof
from devices.barcodes.content import CodeContent, CodeRefused
from devices.barcodes.hangul import has_hangul, keys_behind
from devices.barcodes.registry import parse
from tests.devices_barcodes.two_set import compose

CODES = [
    ("badge", partproof.badge_code("KIM-07"), "KIM-07"),
    ("order", partproof.order_code("WO-2026/0117"), "WO-2026/0117"),
    ("lot", partproof.lot_code("L261124.03"), "L261124.03"),
    ("part", partproof.part_code("88600-A7AC0WK"), "88600-A7AC0WK"),
    ("gauge", partproof.gauge_code("MIC_012"), "MIC_012"),
    *(("command", partproof.command_code(command), command) for command in partproof.COMMANDS),
]


@pytest.mark.parametrize(("kind", "text", "value"), CODES)
def test_own_codes_survive_every_keyboard(kind: str, text: str, value: str) -> None:
    assert partproof.survives_hangul_keyboard(text)
    for seen in (text, text.lower(), text.encode(), f"]d1{text}", f"{text}\r\n"):
        answer = parse(seen, from_keyboard=True)
        assert isinstance(answer, CodeContent)
        assert answer.kind == kind
        assert answer.value(kind) in (value, value.lower())
        assert answer.warnings == ()
    hangul = parse(compose(text), from_keyboard=True)
    assert isinstance(hangul, CodeContent)
    assert (hangul.kind, hangul.value(kind)) == (kind, value)
    assert hangul.warnings == ("hangul_reversed",)


def test_commands_are_upper_case_whatever_arrives() -> None:
    answer = parse("pp:c:undo")
    assert isinstance(answer, CodeContent)
    assert answer.value("command") == "UNDO"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("PP:X:1", "unknown_own_code"),
        ("PP:B:", "field_missing"),
        ("PP:B", "field_missing"),
        ("PP:C:DELETE", "unknown_command"),
    ],
)
def test_wrong_own_codes_are_refused(raw: str, reason: str) -> None:
    answer = parse(raw)
    assert isinstance(answer, CodeRefused)
    assert answer.reason_code == reason


def test_builders_refuse_what_no_code_can_hold() -> None:
    with pytest.raises(ValueError, match="DELETE"):
        partproof.command_code("DELETE")
    for value in ("", "  ", "A\x1dB"):
        with pytest.raises(ValueError, match="not a value"):
            partproof.lot_code(value)
    assert not partproof.survives_hangul_keyboard(partproof.part_code("작지-1"))


def test_text_like_ours_is_not_ours() -> None:
    answer = parse("PPAP-7")
    assert isinstance(answer, CodeContent)
    assert answer.kind == "text"


@pytest.mark.parametrize(
    ("code", "kind", "aim"),
    [
        ("]d2011234567890123110LOT7", "gs1", "]d2"),
        ("]C10112345678901231", "gs1", "]C1"),
        ("]e00112345678901231", "gs1", "]e0"),
        ("]Q30112345678901231", "gs1", "]Q3"),
        ("]E04006381333931", "gtin", "]E0"),
        ("]d1PP:L:LOT-7", "lot", "]d1"),
    ],
)
def test_a_symbology_identifier_comes_back_from_hangul_mode(code: str, kind: str, aim: str) -> None:
    answer = parse(compose(code), from_keyboard=True)
    assert isinstance(answer, CodeContent)
    assert (answer.kind, answer.aim, answer.warnings) == (kind, aim, ("hangul_reversed",))


@pytest.mark.parametrize("letters", [string.ascii_uppercase, string.ascii_lowercase])
def test_random_codes_come_back_from_hangul_mode(letters: str) -> None:
    chance = random.Random(20261124)
    for _ in range(5000):
        code = "".join(chance.choices(letters + string.digits, k=chance.randint(1, 24)))
        assert keys_behind(compose(code)) == code.upper()


def test_serial_scanners_are_never_repaired() -> None:
    answer = parse("브레이크 패드")
    assert isinstance(answer, CodeContent)
    assert (answer.text, answer.warnings) == ("브레이크 패드", ())
    assert has_hangul("ㅁ1")
    assert not has_hangul("A1")


def test_text_with_latin_letters_was_not_typed_in_hangul_mode() -> None:
    answer = parse("LOT 브레이크", from_keyboard=True)
    assert isinstance(answer, CodeContent)
    assert (answer.text, answer.warnings) == ("LOT 브레이크", ())
