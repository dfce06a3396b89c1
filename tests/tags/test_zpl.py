"""ZPL as bytes: whatever stands in a text or a code stays in its field, and comes back as it went in."""

from __future__ import annotations

import numpy
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from app.documents.tag_page import PlacedCode, TagPage
from app.documents.writers.tag_zpl import write_tag_zpl
from devices.barcodes.pictures import modules, read_codes
from devices.printers import code128, zpl
from devices.printers.symbol_sizes import data_matrix_side, planned_side, qr_level, qr_side
from tests.tags.zpl_reader import NativeCode, Printed, read_labels

HOSTILE = (
    "^XA^FO0,0^FDx^FS^XZ",
    "~JR",
    "A\"'`\\|!&{}",
    "_5E_7E",
    ">:>;>5>8",
    "x" * 200,
    "a,b,c",
    "^FS",
    "#@?",
)
printable = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=40)
with_controls = st.text(st.characters(min_codepoint=0x01, max_codepoint=0x7F), min_size=1, max_size=60)


def _label(part: bytes) -> Printed:
    (label,) = read_labels(zpl.label(2000, 2000, [part]))
    return label


def _only(part: bytes) -> NativeCode:
    (code,) = _label(part).codes
    return code


@given(printable)
@example(HOSTILE[0])
@example(HOSTILE[1])
@example(HOSTILE[4])
def test_code_128_holds_exactly_what_went_in(content: str) -> None:
    row = modules("code128", content)[0]
    values = code128.values_of(row)
    if not code128.prints_natively(values):
        with pytest.raises(ValueError, match="subset A"):
            zpl.code_128(0, 0, values, module=3, height=80)
        return
    code = _only(zpl.code_128(0, 0, values, module=3, height=80))
    assert code.content == content
    assert code.modules == len(row)


@given(printable)
@example(HOSTILE[0])
@example(HOSTILE[3])
def test_qr_holds_exactly_what_went_in(content: str) -> None:
    assert _only(zpl.qr(5, 6, content, module=4, level="Q")).content == content


@given(with_controls)
@example("[)>\x1e06\x1dV123\x1dP^XA~JR_1D\x1e\x04")
def test_data_matrix_holds_exactly_what_went_in(content: str) -> None:
    assume(zpl.free_escape(content))
    assert _only(zpl.data_matrix(5, 6, content, module=4)).content == content


@pytest.mark.parametrize("content", HOSTILE)
def test_hostile_contents_stay_in_their_field(content: str) -> None:
    assert _only(zpl.data_matrix(0, 0, content, module=3)).content == content
    assert _only(zpl.qr(0, 0, content, module=3, level="M")).content == content


@pytest.mark.parametrize("content", ["한글", "A\x1dB", "ü"])
def test_what_firmwares_take_differently_is_no_native_qr(content: str) -> None:
    with pytest.raises(ValueError, match="printable"):
        zpl.qr(0, 0, content, module=3, level="M")


def test_no_escape_sign_left_is_refused() -> None:
    content = "|\\!&{}`#@?"
    with pytest.raises(ValueError, match="escape sign"):
        zpl.data_matrix(0, 0, content, module=3)
    symbol = modules("datamatrix", content)
    code = PlacedCode(5, 5, "datamatrix", content, False, symbol, 0.5, len(symbol) * 0.5)
    (label,) = read_labels(write_tag_zpl([TagPage(30, 30, (), (), (code,))]))
    assert label.codes == []
    (read,) = read_codes(numpy.where(label.dots, 0, 255).astype(numpy.uint8))
    assert read.raw.decode() == content


@settings(deadline=None)
@given(arrays.arrays(bool, st.tuples(st.integers(1, 40), st.integers(1, 900))))
def test_pictures_come_back_dot_by_dot(dots: NDArray[numpy.bool_]) -> None:
    found = _label(zpl.picture(7, 9, dots)).dots
    assert numpy.array_equal(found[9 : 9 + dots.shape[0], 7 : 7 + dots.shape[1]], dots)
    assert found.sum() == dots.sum()


@pytest.mark.parametrize("fill", [True, False])
def test_even_pictures_are_short(fill: bool) -> None:
    dots = numpy.full((480, 800), fill)
    part = zpl.picture(0, 0, dots)
    assert len(part) < 600
    assert _label(part).dots.sum() == (480 * 800 if fill else 0)


@pytest.mark.parametrize(
    "call",
    [
        lambda: zpl.label(40_000, 10, []),
        lambda: zpl.label(10, 10, [], copies=0),
        lambda: zpl.box(-1, 0, 10, 10, 1),
        lambda: zpl.code_128(0, 0, (104, 33), module=11, height=10),
        lambda: zpl.qr(0, 0, "A", module=4, level="X"),
    ],
)
def test_what_the_language_cannot_say_is_refused(call: object) -> None:
    assert callable(call)
    with pytest.raises(ValueError, match=r"\d|level"):
        call()


def test_a_damaged_code_128_is_none() -> None:
    row = list(modules("code128", "PP:L:1")[0])
    with pytest.raises(ValueError, match="Code 128"):
        code128.values_of(row[:-3])
    other = list(modules("code128", "PP:L:2")[0])
    mixed = row[: 11 * 7] + other[11 * 7 :]
    with pytest.raises(ValueError, match="check value"):
        code128.values_of(mixed)


@settings(deadline=None, max_examples=100)
@given(st.text(st.characters(min_codepoint=0x00, max_codepoint=0x7F), min_size=1, max_size=200))
def test_a_planned_size_is_never_smaller_than_the_symbol(content: str) -> None:
    assert planned_side("datamatrix", content) >= len(modules("datamatrix", content))
    assert planned_side("qr", content) >= len(modules("qr", content)) or qr_side(content) is None
    level = qr_level(content)
    assert qr_side(content, level) == qr_side(content)


@pytest.mark.parametrize(
    ("side", "content"), [(10, "aB1"), (12, "aB1cD"), (144, "aB" * 779), (None, "aB" * 780)]
)
def test_data_matrix_capacities_are_those_of_the_standard(side: int | None, content: str) -> None:
    assert data_matrix_side(content) == side


@pytest.mark.parametrize("length", [17, 18, 32, 33, 53, 78, 106, 134, 154, 192, 230, 271, 272])
def test_qr_capacities_are_those_of_zxing(length: int) -> None:
    content = "가" * (length // 3) + "x" * (length % 3)
    assert len(content.encode()) == length
    # Not ASCII takes byte mode with a sign for UTF-8 (12 bits), so at most two bytes less than we count with.
    expected = qr_side(content + "xx") or 61
    assert (qr_side(content) or 61) <= len(modules("qr", content)) <= expected


def test_what_is_drawn_for_hangul_reads_back() -> None:
    from devices.barcodes.pictures import png

    (code,) = read_codes(png("qr", "PP:L:한글-01"))
    assert code.raw.decode() == "PP:L:한글-01"
