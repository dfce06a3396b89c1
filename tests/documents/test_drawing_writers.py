"""Drawing sheets, balloons, copy stamps and merging: real text, upright on turned pages, nothing lost."""

from __future__ import annotations

import io
import math
import re
import subprocess
from pathlib import Path

import pikepdf
import pytest

from app.documents.document import CopyMark, Mark
from app.documents.writers.balloons import Balloon, draw_balloons
from app.documents.writers.merge import Part, join, page_sizes
from app.documents.writers.sheet import draw_sheet
from app.documents.writers.stamp import stamp_copy
from app.errors import PartproofError
from tests.documents.sample import drawing_pdf
from tests.documents.sample_sheet import FRONT, HEIGHT, SHEET, WIDTH
from tests.documents.tools import pdf_text, rendered, require

COPY = CopyMark(True, "No. 03", "생산팀 CNC 2라인", "2026-11-22 10:41 김하늘")


def words_with_places(content: bytes, folder: Path) -> dict[str, tuple[float, float]]:
    """Return word → centre in points from the upper left corner, as pdftotext sees it."""
    path = folder / "words.pdf"
    path.write_bytes(content)
    run = subprocess.run(
        [require("pdftotext"), "-bbox", str(path), "-"], capture_output=True, check=True, text=True
    )
    found = re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', run.stdout
    )
    return {
        text: ((float(left) + float(right)) / 2, (float(top) + float(bottom)) / 2)
        for left, top, right, bottom, text in found
    }


def test_sheet_has_real_text_for_every_requirement(tmp_path: Path) -> None:
    text = "".join(pdf_text(draw_sheet(SHEET), tmp_path).split())
    for wanted in (
        "62±0.1",
        "⌀26H7",
        "⌖⌀0.2ⓂAB",
        "4-M8×1.256H↧12",
        "도면번호DW-2210",
        "허브하우징",
        "제3각법",
        "±0.3",
    ):
        assert wanted in text


def test_sheet_is_the_same_each_time_and_a3() -> None:
    assert draw_sheet(SHEET) == draw_sheet(SHEET)
    (size,) = page_sizes(draw_sheet(SHEET), "sheet")
    assert (round(size.width), round(size.height)) == (1191, 842)


def test_dimension_text_stands_where_the_sheet_says(tmp_path: Path) -> None:
    words = words_with_places(draw_sheet(SHEET), tmp_path)
    assert words["62"][0] == pytest.approx(SHEET.place_of(FRONT, WIDTH)[0], abs=30)
    assert words["62"][1] == pytest.approx(SHEET.place_of(FRONT, WIDTH)[1], abs=6)
    assert words["40"][1] == pytest.approx(SHEET.place_of(FRONT, HEIGHT)[1], abs=30)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_balloon_stands_at_its_place_on_turned_pages(turned: int, tmp_path: Path) -> None:
    with pikepdf.Pdf.open(io.BytesIO(drawing_pdf())) as opened:
        opened.pages[0].rotate(turned, relative=False)
        out = io.BytesIO()
        opened.save(out)
    (size,) = page_sizes(out.getvalue(), "drawing")
    words = words_with_places(
        draw_balloons(out.getvalue(), [Balloon("17", 1, 300, 200, (400, 300), "◇")]), tmp_path
    )
    assert math.dist(words["17"], (300, 200)) < 4
    assert (size.width > size.height) == (turned in (90, 270))


def test_cropped_page_keeps_the_displayed_origin(tmp_path: Path) -> None:
    with pikepdf.Pdf.open(io.BytesIO(draw_sheet(SHEET))) as opened:
        opened.pages[0].cropbox = pikepdf.Array([100, 50, 900, 750])
        out = io.BytesIO()
        opened.save(out)
    words = words_with_places(draw_balloons(out.getvalue(), [Balloon("88", 1, 40, 60)]), tmp_path)
    # pdftotext counts from the media box here, whose height is 842.
    assert min(math.dist(words["88"], place) for place in ((40, 60), (140, 152))) < 4


def test_results_differ_in_shape_not_only_colour(tmp_path: Path) -> None:
    pictures = set()
    for result in (Mark.OK, Mark.NG, Mark.WARN):
        content = draw_balloons(drawing_pdf(), [Balloon("5", 1, 300, 200, result=result)])
        image = rendered(content, tmp_path, 40)
        header, pixels = image[:15], image[15:]
        dark = bytes(
            1 if pixels[index] + pixels[index + 1] + pixels[index + 2] < 600 else 0
            for index in range(0, len(pixels) - 2, 3)
        )
        pictures.add((header, dark))
    assert len(pictures) == 3


def test_balloon_on_a_missing_page_is_refused() -> None:
    with pytest.raises(PartproofError) as caught:
        draw_balloons(drawing_pdf(), [Balloon("5", 2, 10, 10)])
    assert caught.value.code == "documents.balloon_page_missing"


def test_stamp_says_both_languages_and_keeps_the_page(tmp_path: Path) -> None:
    content = stamp_copy(draw_sheet(SHEET), COPY, "ko", "Rev B")
    text = pdf_text(content, tmp_path)
    for wanted in ("관리본", "CONTROLLED COPY", "No. 03 Rev B", "생산팀 CNC 2라인", "62 ±0.1"):
        assert wanted in text
    assert content == stamp_copy(draw_sheet(SHEET), COPY, "ko", "Rev B")
    assert "비관리본" in pdf_text(stamp_copy(drawing_pdf(), CopyMark(False), "ko"), tmp_path)


def test_pages_that_share_resources_are_stamped_apart(tmp_path: Path) -> None:
    with pikepdf.Pdf.open(io.BytesIO(drawing_pdf())) as opened:
        shared = opened.make_indirect(pikepdf.Dictionary(XObject=pikepdf.Dictionary()))
        opened.pages.append(opened.pages[0])
        for page in opened.pages:
            page.obj.Resources = shared
        out = io.BytesIO()
        opened.save(out)
    text = pdf_text(
        draw_balloons(out.getvalue(), [Balloon("71", 1, 99, 99), Balloon("72", 2, 99, 99)]), tmp_path
    )
    assert text.split("\f")[0].split() == ["71"]
    assert text.split("\f")[1].split() == ["72"]


def test_join_keeps_pages_and_bookmarks() -> None:
    whole = join([Part("도면", draw_sheet(SHEET)), Part("밀시트", drawing_pdf()), Part("", drawing_pdf())])
    with pikepdf.Pdf.open(io.BytesIO(whole)) as opened:
        assert len(opened.pages) == 3
        with opened.open_outline() as outline:
            assert [item.title for item in outline.root] == ["도면", "밀시트"]
    assert whole == join(
        [Part("도면", draw_sheet(SHEET)), Part("밀시트", drawing_pdf()), Part("", drawing_pdf())]
    )


def test_real_drawings_take_balloons_and_stamps(shared_dir: Path, tmp_path: Path) -> None:
    drawings = sorted((shared_dir / "samples" / "drawings-pdf").glob("*.[pP][dD][fF]"))
    assert drawings
    for path in drawings:
        content = path.read_bytes()
        sizes = page_sizes(content, path.name)
        marked = stamp_copy(
            draw_balloons(content, [Balloon("1", 1, 100, 100, name_anchor(sizes[0].width))]), COPY, "ko"
        )
        assert "관리본" in pdf_text(marked, tmp_path)


def name_anchor(width: float) -> tuple[float, float]:
    return width / 2, 140.0
