"""Every code of every layout is read back from paper, from dots and from ZPL, and says exactly what went in."""

from __future__ import annotations

import re
from pathlib import Path

import numpy
import pytest
from PIL import Image

from app.documents.tag_page import PlacedCode, TagPage
from app.documents.tag_printing import preview_tag
from app.documents.tags import KINDS, layout_names
from app.documents.writers.tag_bitmap import (
    draw_code,
    draw_colours,
    draw_page,
    draw_text,
    module_dots,
    tag_png,
)
from app.documents.writers.tag_pdf import write_tag_pdf
from app.documents.writers.tag_zpl import write_tag_zpl
from devices.barcodes.content import CodeContent
from devices.barcodes.pictures import read_codes
from devices.barcodes.registry import parse
from tests.documents.tools import rendered
from tests.tags.shop import Shop
from tests.tags.zpl_reader import read_labels

_MADE: dict[str, dict[str, TagPage]] = {}


@pytest.fixture
def engine_name() -> str:
    """Drawing does not differ by engine; the tests of the register run on both."""
    return "sqlite"


@pytest.fixture(params=["ko", "en"])
def pages(shop: Shop, request: pytest.FixtureRequest) -> dict[str, TagPage]:
    """The first page of every layout in a language; made once, they are only looked at."""
    language = str(request.param)
    if language not in _MADE:
        ask, now = shop.floor.factory.ask, shop.floor.factory.clock()
        _MADE[language] = {
            layout: ask(
                preview_tag, shop.order(kind, layout=layout, language=language), now=now, actor_name="이품질"
            )[0]
            for kind in KINDS
            for layout in layout_names(kind)
        }
    return _MADE[language]


def _expected(code: PlacedCode) -> bytes:
    """What a scanner must get: of GS1 the elements without brackets, FNC1 after the lot number of open length."""
    if not code.gs1:
        return code.content.encode("utf-8")
    return re.sub(r"\((37)\)", "\x1d\\1", code.content).replace("(", "").replace(")", "").encode("ascii")


def test_every_kind_has_a_code_on_every_layout(pages: dict[str, TagPage]) -> None:
    assert set(pages) >= set(KINDS)
    assert all(page.codes for page in pages.values())
    assert len(pages["commands"].codes) == 8


@pytest.mark.parametrize("dpi", [203, 300])
def test_codes_are_read_from_the_printed_page(pages: dict[str, TagPage], tmp_path: Path, dpi: int) -> None:
    for layout, page in pages.items():
        read = read_codes(rendered(write_tag_pdf([page]), tmp_path, dpi))
        assert sorted(code.raw for code in read) == sorted(_expected(code) for code in page.codes), layout
        if any(code.gs1 for code in page.codes):
            assert [code.aim for code in read] == ["]d2"]


@pytest.mark.parametrize("dpi", [203, 300, pytest.param(600, marks=pytest.mark.slow)])
def test_codes_are_read_from_the_dots_of_a_label_printer(pages: dict[str, TagPage], dpi: int) -> None:
    for layout, page in pages.items():
        if page.width * page.height > 200 * 200:
            continue
        read = read_codes(tag_png(page, dpi))
        assert sorted(code.raw for code in read) == sorted(_expected(code) for code in page.codes), layout


@pytest.mark.parametrize("dpi", [203, 300])
def test_zpl_says_the_same_as_the_dots(pages: dict[str, TagPage], dpi: int) -> None:
    for layout, page in pages.items():
        (label,) = read_labels(write_tag_zpl([page], dpi=dpi, copies=3))
        assert label.copies == 3
        # GS1, and modules of more dots than the language can say, are pictures.
        drawn = [code for code in page.codes if code.gs1 or module_dots(code, dpi) > 10]
        native = [code for code in page.codes if code not in drawn]
        assert sorted(code.content for code in label.codes) == sorted(code.content for code in native), layout
        # Pictures of texts, frames and fills, back as dots, are the tag without its native codes.
        assert numpy.array_equal(label.dots, draw_page(TagPage(
            page.width, page.height, page.boxes, page.texts, tuple(drawn)), dpi)), layout  # fmt: skip
        for printed in label.codes:
            assert printed.module * 25.4 / dpi >= 0.33
        linear = [len(code.modules[0]) for code in native if code.symbology == "code128"]
        assert [printed.modules for printed in label.codes if printed.command == "BC"] == linear


def test_gs1_in_zpl_is_a_picture_that_reads_back(pages: dict[str, TagPage]) -> None:
    page = pages["box-gs1"]
    (label,) = read_labels(write_tag_zpl([page]))
    picture = Image.fromarray(numpy.where(label.dots, 0, 255).astype(numpy.uint8))
    (code,) = read_codes(picture)
    assert (code.aim, code.raw) == ("]d2", b"010880123456789310261124-02\x1d3720")


def test_the_tags_scan_back_as_what_they_are_about(pages: dict[str, TagPage]) -> None:
    kinds = {}
    for layout, page in pages.items():
        content = parse(_expected(page.codes[0]))
        assert isinstance(content, CodeContent), (layout, content)
        kinds[layout] = content.kind if page.codes[0].gs1 is False else "gs1"
    assert kinds["identification"] == "lot"
    assert kinds["delivery-hkmc"] == "hkmc"
    assert kinds["delivery"] == "iso15434"
    assert kinds["traveller"] == "order"
    assert kinds["calibration"] == "gauge"
    assert kinds["badge"] == "badge"
    assert kinds["commands"] == "command"
    assert kinds["part"] == "part"


def test_no_ink_of_a_text_lies_outside_of_the_page_or_over_a_code(pages: dict[str, TagPage]) -> None:
    for layout, page in pages.items():
        paper = draw_page(TagPage(page.width, page.height, (), (), page.codes), 203)
        for text in page.texts:
            drawn = draw_text(text, 203)
            height, width = drawn.dots.shape
            assert drawn.x + width <= paper.shape[1], (layout, text.text)
            assert drawn.y + height <= paper.shape[0], (layout, text.text)
            assert not paper[drawn.y : drawn.y + height, drawn.x : drawn.x + width].any(), (layout, text.text)
        for code in page.codes:
            assert draw_code(code, 203).dots.any()


def test_several_small_tags_stand_on_one_office_sheet(pages: dict[str, TagPage], tmp_path: Path) -> None:
    page = pages["lot"]
    content = write_tag_pdf([page] * 18, sheet=True)
    assert content.count(b"/Type /Page\n") == 1
    read = read_codes(rendered(content, tmp_path, 203))
    assert [code.raw for code in read] == [page.codes[0].content.encode()] * 18
    assert write_tag_pdf([page] * 19, sheet=True).count(b"/Type /Page\n") == 2


def test_the_picture_in_colours_shows_the_same_as_the_dots(pages: dict[str, TagPage]) -> None:
    for layout, page in pages.items():
        coloured = draw_colours(page, 203)
        black = draw_page(page, 203)
        assert numpy.array_equal(coloured.min(axis=2) < 255, black), layout
        read = read_codes(Image.fromarray(coloured))
        assert sorted(code.raw for code in read) == sorted(_expected(code) for code in page.codes), layout
    red = draw_colours(pages["nonconforming"], 203).reshape(-1, 3)
    assert any((row == (179, 21, 24)).all() for row in numpy.unique(red, axis=0))
