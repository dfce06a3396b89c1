"""Layout files: those that ship are sound; a broken one is refused by the line that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.documents.tag_content import TagContent, title
from app.documents.tag_elements import CodeElement, TextElement
from app.documents.tag_layout import LAYOUT_DIR, load_layout
from app.documents.tag_placing import place_tag
from app.documents.tag_words import COMMAND_WORDS, FIELD_WORDS
from app.documents.tags import KINDS, layout_names, tag_kind, tag_layout
from app.errors import PartproofError
from app.texts import LANGUAGES, Language
from tests.tags.test_placing import LAYOUT, VOCABULARY


def test_every_kind_has_its_ordinary_layout_and_none_is_left_over() -> None:
    names = [name for kind in KINDS for name in layout_names(kind)]
    assert sorted(names) == sorted(path.stem for path in LAYOUT_DIR.glob("*.toml"))
    for kind in KINDS.values():
        assert layout_names(kind.kind)[0] == kind.kind
        for name in layout_names(kind.kind):
            assert tag_layout(kind, name).tag == kind.kind


def test_every_printed_field_has_a_caption() -> None:
    for kind in KINDS.values():
        assert set(kind.entries) <= set(FIELD_WORDS)
        assert set(kind.columns) <= set(FIELD_WORDS)
        for name in layout_names(kind.kind):
            elements = tag_layout(kind, name).elements
            captions = {entry.caption_of for entry in elements if isinstance(entry, TextElement)} - {""}
            assert captions <= set(FIELD_WORDS), name


def test_every_layout_has_room_for_long_numbers() -> None:
    for kind in KINDS.values():
        for name in layout_names(kind.kind):
            for entry in tag_layout(kind, name).elements:
                if isinstance(entry, CodeElement) and entry.symbology != "code128":
                    assert entry.holds >= 30, name


LONG = {
    "plant": "대한정밀부품 주식회사 제2공장",
    "part_number": "HB-2210-01-LH",
    "part_name": "브라켓 어셈블리-리어 범퍼 마운팅, 좌측(신규)",
    "revision": "C.02 (internal 12)",
    "material": "SCM440H 조질 HRC 28~32",
    "customer": "현대자동차, 기아, 모비스",
    "customer_part_number": "86613-D4100WK",
    "vehicle": "NX4, CN7, MQ4 PHEV",
    "lot_number": "20261124-A12-003",
    "quantity": "123456.125 kg",
    "box_quantity": "12345.125 kg",
    "delivered_number": "86613-D4100WK",
    "delivered_quantity": "123456.125 kg",
    "box_number": "120 / 250",
    "heat_number": "H7788-20261124",
    "order_number": "WO-2026-12345",
    "order_quantity": "123456.125 kg",
    "defect": "외경 ⌀40 +0.05/0 초과, 시료 5개 중 3개 (40.08, 40.07, 40.09), 표면 긁힘 동반",
    "disposition": "선별 후 재작업, 재작업 불가품 폐기",
    "found_by": "남궁민수정",
    "reason": "EO 적용에 따른 금형 수정과 신규 설비 투입",
    "engineering_order": "EO-2026-118312",
    "change_number": "4M-2026-0000123",
    "change_content": "CNC 3호기에서 5호기로 이관하고 지그를 새로 제작함. " * 3,
    "delivery_note": "D-20261124-0007",
    "gauge_name": "디지털 외측 마이크로미터 0-25",
    "gauge_number": "G-2014-03",
    "certificate": "KTL-2026-CAL-0012345",
    "laboratory": "한국산업기술시험원",
    "person_name": "남궁민수정",
    "person_title": "생산기술팀 책임연구원",
    "badge": "B-2026-00012345",
    "printed": "2026-11-24 09:30 남궁민수정 · 재발행 12회",
}


def _own() -> str:
    return "PP:C:FINISH"


def _gs1() -> str:
    return "(01)08801234567893(10)A"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_layout_takes_long_values_of_real_plants(language: str) -> None:
    said = Language(language)
    for kind in KINDS.values():
        fields = {name: LONG.get(name, "2026-11-24") for name in kind.vocabulary.fields}
        fields |= {"title": title(said, kind.kind), "subtitle": title(said, kind.kind)}
        if kind.kind == "commands":
            fields |= {
                f"command_{name.lower()}": said.term("tag", word) for name, word in COMMAND_WORDS.items()
            }
        codes = {code: _gs1 if code == "gs1" else _own for code in kind.codes}
        for name in layout_names(kind.kind):
            layout = tag_layout(kind, name)
            (page,) = place_tag(layout, TagContent(kind.kind, fields, codes), said)
            assert max(text.size for text in page.texts) >= 17, (
                name
            )  # capitals of 4.4 mm: 7.5 minutes of arc at 2 m


BROKEN = [
    # what is replaced, by what, the code of the refusal, the line
    ('tag = "lot"', 'tag = "lot', "tag.layout_syntax", 1),
    ("width = 96", "width = = 96", "tag.layout_syntax", 11),
    ("width = 96", 'width = "96"', "tag.layout_value", 11),
    ("width = 96", "width = 99", "tag.layout_outside", 7),
    ("x = 2\ny = 2\n", "x = -2\ny = 2\n", "tag.layout_value", 9),
    ("size = 36", "size = 30", "tag.layout_small_text", 14),
    ("main = true", "main = false", "tag.layout_no_main", 3),
    ("main = true", "main = 1", "tag.layout_value", 15),
    ("size = 16", "size = 5", "tag.layout_small_text", 25),
    ("size = 16", "size = 16\nsmallest = 4", "tag.layout_small_text", 26),
    ("size = 16", "size = 16\ncolour = 'pink'", "tag.layout_value", 26),
    ("size = 16", "size = 16\ncolour = 'white'", "tag.layout_overlap", 17),
    ("size = 16", "size = 16\nfont = 'Arial'", "tag.layout_key", 26),
    ('field = "part_name"', 'field = "weight"', "tag.layout_field", 19),
    ('field = "lot"', 'field = "part_name"', "tag.layout_field", 29),
    ("width = 60\n", "width = 70\n", "tag.layout_overlap", 27),
    ("caption = 14", "caption = 60", "tag.layout_value", 24),
    ('symbology = "qr"', 'symbology = "ean13"', "tag.layout_value", 30),
    ("holds = 60", "", "tag.layout_key", 27),
    ("holds = 60", "holds = 400", "tag.layout_small_code", 35),
    ("holds = 60", "holds = 60\nmodule = 0.25", "tag.layout_small_code", 36),
    ("holds = 60", "holds = 60\nmodule = 0.4", "tag.layout_small_code", 36),
    ("holds = 60", "holds = 60\nmodule = 0.875", "tag.layout_small_code", 35),
    ("width = 28\nheight = 28", "width = 12\nheight = 12", "tag.layout_small_code", 35),
    ('is = "code"', 'is = "picture"', "tag.layout_value", 28),
    ("height = 50", "height = 50\ndepth = 3", "tag.layout_key", 6),
    ("width = 100\n", "", "tag.layout_key", 3),
    ("[page]\nwidth = 100\nheight = 50", "page = 3", "tag.layout_syntax", 1),
]


@pytest.mark.parametrize(("old", "new", "code", "line"), BROKEN)
def test_a_broken_layout_is_refused_by_its_line(
    tmp_path: Path, old: str, new: str, code: str, line: int
) -> None:
    assert LAYOUT.count(old) >= 1
    path = tmp_path / "lot.toml"
    path.write_text(LAYOUT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PartproofError) as refused:
        load_layout(path, VOCABULARY)
    assert (refused.value.code, refused.value.values["line"]) == (code, line)
    for language in LANGUAGES:
        assert f"{line}" in Language(language).explain(refused.value)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"a = [" * 3000, b"[[element]]\nis = 3\n" * 2, b"element = 3"]
)
def test_no_layout_at_all_is_a_refusal_too(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lot.toml"
    path.write_bytes(content)
    with pytest.raises(PartproofError, match=r"tag\.layout_"):
        load_layout(path, VOCABULARY)


def test_a_missing_file_kind_or_layout_is_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(PartproofError, match=r"tag\.layout_syntax"):
        load_layout(tmp_path / "none.toml", VOCABULARY)
    with pytest.raises(PartproofError, match=r"tag\.no_kind"):
        tag_kind("sticker")
    with pytest.raises(PartproofError, match=r"tag\.no_layout"):
        tag_layout(KINDS["lot"], "identification")


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    text = (LAYOUT_DIR / "lot.toml").read_text("utf-8")
    path = tmp_path / "lot.toml"
    path.write_text(text, encoding="utf-8")
    assert tag_layout(KINDS["lot"], folder=tmp_path).height == 40
    path.write_text(text.replace("height = 40", "height = 45", 1), encoding="utf-8")
    assert tag_layout(KINDS["lot"], folder=tmp_path).height == 45


def test_a_module_wanted_smaller_than_it_could_be_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "lot.toml"
    path.write_text(LAYOUT + "module = 0.5\n", encoding="utf-8")
    (code,) = [entry for entry in load_layout(path, VOCABULARY).elements if isinstance(entry, CodeElement)]
    assert code.module == 0.5
