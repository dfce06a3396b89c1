"""DXF sheets as pages: what the CAD program drew is what is read, and broken or hostile files are refused by name."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from ezdxf.document import Drawing
from ezdxf.filemanagement import new

from app.drawings import page_refusals as refusals
from app.drawings.dxf_text import frame_rows, plain
from app.drawings.pages import (
    PageReader,
    dimensions_on,
    find_text,
    open_pages,
    page_links,
    page_source,
    page_text,
    pages_as_pdf,
    render,
)
from app.errors import PartproofError
from tests.drawings_pages.conftest import one_page, written

# EXPECTED.md of the samples, DIMENSION by DIMENSION; dimensions of other kinds (arc) stand after the bar there.
DRAWN = {
    "example01.dxf": "Ø70|(18)|45°|16|37|Ø97.66 h11|1.5x45°|Ø73.64|42.43|38.3 +0.2/0|31.83±0.1|10 P9|75 0/-0.05",
    "example_2018.dxf": "1504,68|4177,65|4630,52|108°|4701,85|277,87|514,34|449,6|317,88",
    "example_r12.dxf": "1504.68|4177.65|4630.52|108?|4701.85|277.87|514.34|449.6|317.88",
    "sample_AC1032_ascii.dxf": "46,72|94°|94°|R11,4|∅45,6|102,59|353,38|4'-0 1/4\"|7.0711|35.1233|34.9453",
    "uncommon.dxf": "5.5105|2.8667|0.4141|3.6253|∅6.1788|R3.0894|90°|126°|36°|56.0832|53.5753|74.9595|77.5092",
    "isometric_grid.dxf": "30°|30°|120°",
    "dimension_in_block.dxf": "10|10|10",
    "MK3v8b.dxf": "",
    # No drawing of theirs stands in the file: drawn by their style, as the PDF of the same sheet shows them.
    "flange.dxf": "42|60|2|6|R5|Ø28",
}
LARGE_RADIUS = {"uncommon.dxf": ["R3.0894", "R5.6419"]}


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_drawn_dimensions_equal_the_cad_program(shared_dir: Path, name: str) -> None:
    file = shared_dir / "samples" / "drawings-dxf" / name
    noted = dimensions_on(file, 0)
    texts = [row.text for row in noted if row.kind not in ("arc", "frame")]
    for extra in LARGE_RADIUS.get(name, []):
        texts.reverse()
        texts.remove(extra)
        texts.reverse()
    assert sorted(texts) == sorted(DRAWN[name].split("|") if DRAWN[name] else [])
    assert all(row.derived for row in noted) == (name == "flange.dxf" or not noted)


def test_angles_are_the_stored_ones(shared_dir: Path) -> None:
    noted = dimensions_on(shared_dir / "samples" / "drawings-dxf" / "example_2018.dxf", 0)
    angle = next(row for row in noted if row.kind == "angular")
    assert angle.measured == pytest.approx(108.0)
    frames = [row.text for row in noted if row.kind == "frame"]
    assert frames == ["◎ | 1 | 2", "10"]


@pytest.mark.parametrize(
    ("name", "pages"),
    [("flange.dxf", 3), ("sample_AC1032_ascii.dxf", 4), ("uncommon.dxf", 2), ("example01.dxf", 1)],
)
def test_each_sheet_is_a_page_with_its_text(shared_dir: Path, name: str, pages: int) -> None:
    source = page_source(shared_dir / "samples" / "drawings-dxf" / name)
    opened = open_pages(source)
    assert opened.page_count == pages
    assert opened.pages[0].name == "Model"
    picture = render(source, 0, 0.5)
    assert len(set(picture.content[::4])) > 10, "the sheet is empty"


def test_a_text_of_the_sheet_is_found_where_it_stands(shared_dir: Path) -> None:
    source = page_source(shared_dir / "samples" / "drawings-dxf" / "flange.dxf")
    (hit,) = find_text(source, "Filename", 1)
    page = open_pages(source).pages[1]
    assert hit.rectangles[0].x > page.width / 2
    assert hit.rectangles[0].y > page.height / 2


def _korean() -> Drawing:
    document = new("R2000", setup=True)
    document.header["$INSUNITS"] = 4
    space = document.modelspace()
    space.add_lwpolyline([(0, 0), (200, 0), (200, 100), (0, 100)], close=True)
    space.add_text("브라켓 재질 SPCC", height=5).set_placement((10, 10))
    space.add_linear_dim(
        base=(0, 20), p1=(0, 0), p2=(100, 0), override={"dimlfac": 100, "dimdec": 0}
    ).render()
    return document


@pytest.mark.parametrize("stated", ["ANSI_949", "ANSI_1252"])
def test_korean_of_an_old_file_is_read_whatever_codepage_it_states(stated: str) -> None:
    document = _korean()
    document.encoding = "cp949"
    text = io.StringIO()
    document.write(text)
    content = text.getvalue().replace("ANSI_949", stated).encode("cp949")
    texts = [run.text for run in page_text(content, 0, "k.dxf")]
    assert "브라켓 재질 SPCC" in texts
    (noted,) = dimensions_on(content, 0, "k.dxf")
    # The factor of the style counts: the sheet says 10000 over a line of 100.
    assert noted.text == "10000"
    assert noted.measured == pytest.approx(100.0)
    assert open_pages(content, "k.dxf").pages[0].mm_per_point == pytest.approx(25.4 / 72)


def test_the_pages_leave_as_a_pdf_with_their_text() -> None:
    text = io.StringIO()
    _korean().write(text)
    copy = pages_as_pdf(text.getvalue().encode("utf-8"), "k.dxf")
    assert copy.startswith(b"%PDF-")
    assert any("브라켓" in run.text for run in page_text(copy, 0, "k.pdf"))


def _bomb() -> bytes:
    """Blocks in blocks, ten times each: ten million lines from a few kilobytes."""
    document = new("R2000")
    block = document.blocks.new("B0")
    block.add_line((0, 0), (1, 1))
    for level in range(1, 8):
        outer = document.blocks.new(f"B{level}")
        for at in range(10):
            outer.add_blockref(f"B{level - 1}", (at, 0))
    document.modelspace().add_blockref("B7", (0, 0))
    text = io.StringIO()
    document.write(text)
    return text.getvalue().encode()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"  0\nSECTION\n  2\nHEADER\n  0\nENDSEC\n", refusals.TRUNCATED.code),
        (b"  0\nSECTION\n  2\nENTITIES\n  0\nENDSEC\n  0\nEOF\n", refusals.NO_PAGES.code),
        (b"  0\nSECTION\n\xff\xff\nnonsense\n 0\nEOF\n", refusals.DXF_DAMAGED.code),
        (b"", refusals.EMPTY_FILE.code),
        (b"SCDSA004" + bytes(200), refusals.LOCKED.code),
        (b"AC1032" + bytes(200), refusals.NOT_SHOWN.code),
    ],
)
def test_what_is_no_drawing_is_refused_by_name(content: bytes, code: str) -> None:
    with pytest.raises(PartproofError) as refused:
        open_pages(content, "x.dxf")
    assert refused.value.kind.code == code


def test_a_block_bomb_ends_with_a_refusal_and_the_reader_goes_on() -> None:
    reader = PageReader(seconds=4)
    with pytest.raises(PartproofError) as refused:
        reader.open_pages(_bomb(), "bomb.dxf")
    assert refused.value.kind.code in (refusals.DXF_TOO_COMPLEX.code, refusals.TOO_SLOW.code)
    assert reader.open_pages(one_page(), "k.pdf").page_count == 1
    reader.close()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("%%c<>", "Ø<>"),
        ("\\A1;38.3\\S+0.2^ 0;", "38.3 +0.2/0"),
        ("10\\~P9", "10 P9"),
        ("108\\U+00B0", "108°"),
        ("4'-0\\S1#4;\"", "4'-0 1/4\""),
        ("{\\Fgdt;n}12.5", "⌀12.5"),
    ],
)
def test_inline_codes_are_read(raw: str, said: str) -> None:
    assert plain(raw) == said


def test_a_tolerance_frame_is_split_into_cells() -> None:
    assert frame_rows("{\\Fgdt;j}%%v{\\Fgdt;n}0.2{\\Fgdt;m}%%vA%%vB^J0.1") == [
        ["⌖", "⌀0.2Ⓜ", "A", "B"],
        ["0.1"],
    ]


def test_links_are_told_with_their_places_and_aims() -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Resources<<>>/Annots[%b]>>"
    inside = b"<</Type/Annot/Subtype/Link/Rect[20 150 80 170]/Dest[4 0 R/Fit]>>"
    outside = b"<</Type/Annot/Subtype/Link/Rect[100 150 180 170]/A<</S/URI/URI(https://example.org/a)>>>>"
    pages = b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>"
    content = written([b"<</Type/Catalog/Pages 2 0 R>>", pages, page % (inside + outside), page % b""])
    found = page_links(content, 0, "l.pdf")
    assert [(link.page, link.address) for link in found] == [(1, ""), (-1, "https://example.org/a")]
    assert found[0].holds(50, 40)
    assert not found[0].holds(90, 40)
