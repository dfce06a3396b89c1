"""Texts of people on tags: they shrink, wrap or are refused; nothing is cut off and nothing gets out of its field."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy
import pytest

from app.documents.tag_content import TagContent
from app.documents.tag_elements import TagLayout, Vocabulary
from app.documents.tag_layout import load_layout
from app.documents.tag_page import TagPage
from app.documents.tag_placing import place_tag
from app.documents.writers.tag_bitmap import draw_page, tag_png
from app.documents.writers.tag_pdf import write_tag_pdf
from app.documents.writers.tag_zpl import write_tag_zpl
from app.errors import PartproofError
from app.texts import Language
from devices.barcodes.pictures import read_codes
from tests.documents.tools import pdf_text
from tests.tags.zpl_reader import read_labels

LAYOUT = """tag = "lot"

[page]
width = 100
height = 50

[[element]]
is = "text"
x = 2
y = 2
width = 96
height = 14
field = "part_number"
size = 36
main = true

[[element]]
is = "cell"
field = "part_name"
x = 2
y = 18
width = 60
height = 12
caption = 14
size = 16

[[element]]
is = "code"
field = "lot"
symbology = "qr"
x = 70
y = 18
width = 28
height = 28
holds = 60
"""
VOCABULARY = Vocabulary(frozenset({"part_number", "part_name"}), frozenset({"lot"}), frozenset())
KO = Language("ko")


@pytest.fixture
def layout(tmp_path: Path) -> TagLayout:
    """A small layout with a main value, a cell and a code."""
    path = tmp_path / "lot.toml"
    path.write_text(LAYOUT, encoding="utf-8")
    return load_layout(path, VOCABULARY)


def _page(layout: TagLayout, name: str, number: str = "HB-2210-01", code: str = "PP:L:1") -> TagPage:
    content = TagContent("lot", {"part_number": number, "part_name": name}, {"lot": lambda: code})
    (page,) = place_tag(layout, content, KO)
    return page


def _lines(page: TagPage) -> list[tuple[str, float]]:
    return [(text.text, text.size) for text in page.texts if text.text not in ("품명", "HB-2210-01")]


def test_a_long_text_gets_smaller_then_takes_two_lines_then_is_refused(layout: TagLayout) -> None:
    assert _lines(_page(layout, "허브 브라켓")) == [("허브 브라켓", 16.0)]
    ((line, size),) = _lines(_page(layout, "허브 브라켓 좌측용"))
    assert (line, size < 16) == ("허브 브라켓 좌측용", True)
    wrapped = _lines(_page(layout, "허브 브라켓 좌측용 어셈블리 2열 시트"))
    assert len(wrapped) == 2
    assert " ".join(line for line, _ in wrapped) == "허브 브라켓 좌측용 어셈블리 2열 시트"
    with pytest.raises(PartproofError) as refused:
        _page(layout, "가" * 200)
    assert refused.value.code == "tag.text_too_long"
    assert KO.explain(refused.value).startswith("“" + "가" * 60 + "”(200자)는 LOT 라벨의 품명 칸에")


def test_a_number_is_never_broken(layout: TagLayout) -> None:
    ((line, size),) = _lines(_page(layout, "12345678901234567890.125"))
    assert (line, size < 14) == ("12345678901234567890.125", True)
    assert [line for line, _ in _lines(_page(layout, "수량 1234567890.125 kg 12345678.125 kg"))] == [
        "수량 1234567890.125",
        "kg 12345678.125 kg",
    ]
    with pytest.raises(PartproofError, match="too_long"):
        _page(layout, "1234567890" * 4)
    # A long number with hyphens breaks there, as people read it.
    lines = [line for line, _ in _lines(_page(layout, "-".join(["2026112"] * 6)))]
    assert len(lines) == 2
    assert lines[0].endswith("-")


def test_the_main_value_stays_readable_or_is_refused(layout: TagLayout) -> None:
    (text,) = [text for text in _page(layout, "A", "HB-2210-01-XYZ-9").texts if text.text.startswith("HB")]
    assert text.size >= 36 * 0.55
    with pytest.raises(PartproofError, match="too_long"):
        _page(layout, "A", "HB-2210-01-" * 6)


@pytest.mark.parametrize(
    "name",
    ["^XA^FO0,0^FDboo^FS^XZ", "~JR ~JA", "\"'`\\|", "_5E_7E", "<script>&amp;", "%s {x} {{", "⌀40 ±0.05"],
)
def test_a_hostile_name_is_only_dots(layout: TagLayout, name: str) -> None:
    page = _page(layout, name)
    (label,) = read_labels(write_tag_zpl([page]))
    assert [code.content for code in label.codes] == ["PP:L:1"]
    without = TagPage(page.width, page.height, page.boxes, page.texts, ())
    assert numpy.array_equal(label.dots, draw_page(without, 203))
    assert name.replace(" ", "") == "".join(line for line, _ in _lines(page)).replace(" ", "")


def test_a_name_from_a_mac_prints_like_any_other(layout: TagLayout) -> None:
    name = "허브 브라켓"
    decomposed = unicodedata.normalize("NFD", name)
    assert decomposed != name
    assert tag_png(_page(layout, decomposed)) == tag_png(_page(layout, name))
    assert write_tag_pdf([_page(layout, decomposed)]) == write_tag_pdf([_page(layout, name)])


def test_control_characters_stay_visible(layout: TagLayout) -> None:
    ((line, _),) = _lines(_page(layout, "A\x1dB\x00C\x07"))
    assert line == "A␝B␀C␇"
    assert read_labels(write_tag_zpl([_page(layout, "A\x1dB\x00C\x07")]))


def test_a_sign_no_font_has_is_refused(layout: TagLayout) -> None:
    with pytest.raises(PartproofError) as refused:
        _page(layout, "브라켓 🙂")
    assert refused.value.code == "documents.sign_missing"


def test_an_empty_text_prints_nothing(layout: TagLayout) -> None:
    assert _lines(_page(layout, "")) == []
    assert read_labels(write_tag_zpl([_page(layout, " \u200b ")]))


def test_the_text_can_be_taken_from_the_pdf(layout: TagLayout, tmp_path: Path) -> None:
    assert "허브 브라켓" in pdf_text(write_tag_pdf([_page(layout, "허브 브라켓")]), tmp_path)


@pytest.mark.parametrize("code", ["PP:L:한글-LOT-01", "PP:L:^XA~JR_5E", "PP:L:a\"b'c,d", "PP:L:" + "9" * 50])
def test_codes_say_exactly_what_went_in(layout: TagLayout, code: str) -> None:
    page = _page(layout, "A", code=code)
    (read,) = read_codes(tag_png(page))
    assert read.raw.decode() == code
    (label,) = read_labels(write_tag_zpl([page]))
    if code.isascii():
        assert [native.content for native in label.codes] == [code]
    else:
        # Beyond ASCII firmwares differ: sent as a picture.
        assert label.codes == []
        assert numpy.array_equal(label.dots, draw_page(page, 203))


def test_a_code_too_long_for_its_place_is_refused(layout: TagLayout) -> None:
    with pytest.raises(PartproofError) as refused:
        _page(layout, "A", code="PP:L:" + "x" * 1000)
    assert refused.value.code == "tag.code_too_long"


def test_a_code_that_cannot_be_made_is_refused(layout: TagLayout) -> None:
    def impossible() -> str:
        raise ValueError("not a value")

    content = TagContent("lot", {"part_number": "A", "part_name": "B"}, {"lot": impossible})
    with pytest.raises(PartproofError) as refused:
        place_tag(layout, content, KO)
    assert refused.value.code == "tag.code_impossible"


def test_two_prints_of_the_same_are_the_same_bytes(layout: TagLayout) -> None:
    page = _page(layout, "허브 브라켓")
    assert write_tag_pdf([page, page]) == write_tag_pdf([page, page])
    assert write_tag_zpl([page]) == write_tag_zpl([page])
