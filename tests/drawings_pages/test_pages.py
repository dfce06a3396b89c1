"""Facts, pictures and text of real and hand-made PDFs; hostile files are in test_pages_hostile."""

from __future__ import annotations

import math
import threading
from pathlib import Path

import pytest

from app.drawings.pages import PageReader, Rectangle, TextOrigin, page_source, pdf_facts
from app.texts import Language
from tests.drawings_pages.conftest import one_page

# File, pages, PDF version, as in EXPECTED.md and as pdfinfo states.
SAMPLES = {
    "TC-FACE_v1.4.pdf": 1,
    "TC-SHAFT_v1.5.pdf": 1,
    "TC-MOTOR-BRACKET_v1.0.pdf": 1,
    "TC-PLATE-AS_v1.0.pdf": 2,
    "TC-COUPLER-KIT_v1.1.pdf": 4,
    "TC-DOCK-V6_v1.3.pdf": 1,
    "t1-backplate-REV_A.pdf": 1,
    "ANNEX_Engineering_K3_180mm_x_180mm_Bed_Drawing.PDF": 1,
    "Hotend_Mount_Dimensions.PDF": 1,
    "Mid_Panel_v0.2.PDF": 1,
    "Tophat_Panels_v0.2.PDF": 1,
    "VRN-BP-VT-300-R0_-_VORON_Trident_Build_Plate_300mm.pdf": 1,
    "VRN-BP-VT-350-R0_-_VORON_Trident_Build_Plate_350mm.pdf": 1,
    "flange.pdf": 1,
    "nist_mtc_crada_box_rev-A.PDF": 1,
}


def test_every_real_drawing_opens_and_shows(reader: PageReader, drawings: Path) -> None:
    found = {path.name for path in drawings.iterdir() if path.suffix.lower() == ".pdf"}
    assert found == set(SAMPLES)
    for name, pages in SAMPLES.items():
        facts = reader.open_pages(drawings / name)
        assert facts.page_count == pages, name
        assert not facts.encrypted
        for index, page in enumerate(facts.pages):
            picture = reader.render(drawings / name, index, 0.5)
            assert picture.width == round(page.width * 0.5)
            assert picture.height == round(page.height * 0.5)
            darkest, lightest = min(picture.content), max(picture.content)
            assert darkest < 128 < lightest, f"{name} page {index} is one colour"


def test_facts_of_a_real_drawing(reader: PageReader, drawings: Path) -> None:
    facts = reader.open_pages(drawings / "TC-PLATE-AS_v1.0.pdf")
    assert facts.pdf_version == "1.7"
    assert [(page.width, page.height, page.rotation) for page in facts.pages] == [(842, 595, 0)] * 2
    assert facts.has_text
    assert not facts.has_3d
    assert facts.warnings == ()


def test_a_3d_pdf_opens_shows_its_header_and_says_that_it_has_no_dimensions(
    reader: PageReader, drawings: Path
) -> None:
    path = drawings / "nist_mtc_crada_box_rev-A.PDF"
    facts = reader.open_pages(path)
    assert facts.has_3d
    assert [warning.code for warning in facts.warnings] == ["no_2d_dimensions"]
    said = Language("ko").say(facts.warnings[0].message, **facts.warnings[0].values)
    assert "3D" in said
    assert "1쪽" in said
    runs = reader.page_text(path, 0)
    assert {"NIST-MTC-001", "BOX", "2/6/2017", "A", "AL6061-T6", "T. Hedberg"} <= {run.text for run in runs}
    assert {run.source for run in runs} == {TextOrigin.FORM_FIELD}


def test_a_drawing_with_stroked_dimensions_has_its_frame_texts_only(
    reader: PageReader, drawings: Path
) -> None:
    texts = [run.text for run in reader.page_text(drawings / "flange.pdf", 0)]
    assert "flange.dxf" in " ".join(texts)
    assert not {"28", "42", "60", "R5"} & set(texts)


def test_text_runs_have_place_angle_and_size(reader: PageReader, drawings: Path) -> None:
    runs = {run.text: run for run in reader.page_text(drawings / "t1-backplate-REV_A.pdf", 0)}
    level, upright = runs["132.11 ±0.20"], runs["67.20 ±0.20"]
    assert (level.angle, upright.angle) == (0, 270)
    assert level.font_size == pytest.approx(13.23, abs=0.01)
    assert level.font == "CenturyGothic"
    assert level.width > 3 * level.height
    assert upright.height > 3 * upright.width
    # Read off the rendered page: 398…482 × 322…336 of 1306 × 924 pixels, page 1190.55 × 841.89 points.
    assert level.x == pytest.approx(398 * 0.9116, abs=3)
    assert level.y + level.height / 2 == pytest.approx(329 * 0.9111, abs=4)
    # Vertical text is read from below: its baseline begins at the lower edge.
    assert upright.origin_y == pytest.approx(upright.y + upright.height, abs=4)


@pytest.mark.parametrize(
    ("rotate", "size", "angle", "origin"),
    [
        (0, (300, 200), 0, (50, 180)),
        (90, (200, 300), 90, (20, 50)),
        (180, (300, 200), 180, (250, 20)),
        (270, (200, 300), 270, (180, 250)),
    ],
)
def test_a_rotated_page_is_told_as_displayed(
    reader: PageReader, rotate: int, size: tuple[int, int], angle: int, origin: tuple[int, int]
) -> None:
    content = one_page(b"BT /F1 12 Tf 50 20 Td (12.5) Tj ET", more=f"/Rotate {rotate}")
    page = reader.open_pages(content).pages[0]
    assert (page.width, page.height, page.rotation) == (*size, rotate)
    (run,) = reader.page_text(content, 0)
    assert run.angle == angle
    assert (run.origin_x, run.origin_y) == pytest.approx(origin, abs=0.01)
    assert run.length == pytest.approx(23.3, abs=0.5)
    assert _ink(reader, content, run.rectangle) > 20
    assert _ink(reader, content, Rectangle(0, 0, size[0], size[1])) == _ink(reader, content, run.rectangle)


def _ink(reader: PageReader, content: bytes, rectangle: Rectangle) -> int:
    picture = reader.render(content, 0, 2, rectangle)
    return sum(1 for value in picture.content[0::4] if value < 128)


def test_the_origin_of_the_media_box_does_not_matter(reader: PageReader) -> None:
    drawn = b"BT /F1 12 Tf 150 120 Td (7.25) Tj ET"
    (run,) = reader.page_text(one_page(drawn, box="100 100 400 300"), 0)
    assert (run.origin_x, run.origin_y) == pytest.approx((50, 180), abs=0.01)


def test_oblique_text_keeps_its_angle_and_length(reader: PageReader) -> None:
    turn = math.radians(30)
    matrix = f"{math.cos(turn):.5f} {math.sin(turn):.5f} {-math.sin(turn):.5f} {math.cos(turn):.5f}"
    (run,) = reader.page_text(one_page(f"BT /F1 12 Tf {matrix} 50 50 Tm (100.00) Tj ET".encode()), 0)
    assert run.angle == pytest.approx(330, abs=0.1)
    assert run.length == pytest.approx(36.7, abs=0.3)


def test_letters_placed_one_by_one_become_words_but_words_stay_apart(
    reader: PageReader, drawings: Path
) -> None:
    name = "VRN-BP-VT-300-R0_-_VORON_Trident_Build_Plate_300mm.pdf"
    texts = [run.text for run in reader.page_text(drawings / name, 0)]
    assert texts.count("304.0") == 2
    assert {"VRN-BP-VT-300", "189.5", "(37.5)", "6.5", "9.5", "M3x0.5", "THRU"} <= set(texts)


def test_a_picture_of_a_part_equals_that_part_of_the_whole(reader: PageReader, drawings: Path) -> None:
    path = drawings / "TC-FACE_v1.4.pdf"
    whole = reader.render(path, 0, 2)
    part = reader.render(path, 0, 2, Rectangle(300, 100, 64, 40))
    assert (part.left, part.top, part.width, part.height) == (600, 200, 128, 80)
    assert part.rectangle == Rectangle(300, 100, 64, 40)
    step = part.stride
    rows = [part.content[row * step : row * step + part.width * 4] for row in range(part.height)]
    starts = [(part.top + row) * whole.stride + part.left * 4 for row in range(part.height)]
    cut = [whole.content[start : start + part.width * 4] for start in starts]
    # Anti-aliasing at another origin differs by a grey level here and there, never by a line.
    assert (
        max(abs(a - b) for one, other in zip(rows, cut, strict=True) for a, b in zip(one, other, strict=True))
        <= 2
    )
    assert min(min(row) for row in rows) < 100


def test_a_picture_outside_the_page_is_cut_to_it(reader: PageReader) -> None:
    picture = reader.render(one_page(), 0, 1, Rectangle(250, 150, 500, 500))
    assert (picture.left, picture.top, picture.width, picture.height) == (250, 150, 50, 50)


def test_a_picture_is_kept_and_leaves_when_the_cache_is_full() -> None:
    reader = PageReader(cache_bytes=100 * 100 * 4 * 2)
    try:
        content = page_source(one_page())
        spot = [Rectangle(x, 0, 100, 100) for x in (0, 100, 200)]
        first = reader.render(content, 0, 1, spot[0])
        assert reader.render(content, 0, 1, spot[0]) is first
        reader.render(content, 0, 1, spot[1])
        reader.render(content, 0, 1, spot[2])
        assert reader.render(content, 0, 1, spot[0]) is not first
    finally:
        reader.close()


def test_a_picture_becomes_a_png(reader: PageReader) -> None:
    import io

    from PIL import Image

    picture = Image.open(io.BytesIO(reader.render(one_page(b"1 0 0 rg 0 0 300 200 re f"), 0, 1).png()))
    assert picture.size == (300, 200)
    assert picture.getpixel((150, 100)) == (255, 0, 0)


def test_text_is_found_where_it_stands_whatever_its_case(reader: PageReader, drawings: Path) -> None:
    hits = reader.find_text(drawings / "TC-FACE_v1.4.pdf", "tool head", 0)
    assert len(hits) == 1
    (rectangle,) = hits[0].rectangles
    (run,) = (
        r for r in reader.page_text(drawings / "TC-FACE_v1.4.pdf", 0) if r.text == "Tool Head Face Plate"
    )
    assert rectangle.intersects(run.rectangle)
    assert reader.find_text(drawings / "TC-FACE_v1.4.pdf", "치수", 0) == ()
    assert reader.find_text(drawings / "TC-FACE_v1.4.pdf", " ", 0) == ()


def test_many_threads_share_one_child(drawings: Path) -> None:
    reader = PageReader(cache_bytes=0)
    widths: list[int] = []

    def draw() -> None:
        for at in range(5):
            widths.append(reader.render(drawings / "TC-FACE_v1.4.pdf", 0, 0.1 + at / 10).width)

    threads = [threading.Thread(target=draw) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    child = reader.process.process_id
    reader.close()
    assert sorted(widths) == sorted([84, 168, 253, 337, 421] * 4)
    assert child is not None
    assert reader.process.process_id is None


def test_head_facts_need_no_parsing() -> None:
    facts = pdf_facts(one_page())
    assert (facts.version, facts.complete) == ("1.7", True)
    assert not pdf_facts(one_page()[:-8]).complete
    # Some generators put a line of their own before the mark, or blanks after the end.
    assert pdf_facts(b"\xef\xbb\xbf\n" + one_page() + b"\0" * 4096).complete
