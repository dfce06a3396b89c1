"""What is proposed from real drawings against what a person sees on them, and the traps of dimension texts."""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path

import pytest

from app.drawings.page_callouts import CalloutKind, read_callout
from app.drawings.page_dimensions import (
    BARE,
    DRAWN_SIGNS,
    NUMBERED,
    Candidate,
    Proposals,
    propose,
)
from app.drawings.page_title_block import TitleField, TitleSource
from app.drawings.pages import PageFacts, PageReader, TextRun
from app.texts import Language
from tests.drawings_pages.conftest import one_page

TRIDENT = "VRN-BP-VT-300-R0_-_VORON_Trident_Build_Plate_300mm.pdf"
ANNEX = "ANNEX_Engineering_K3_180mm_x_180mm_Bed_Drawing.PDF"


def proposals(reader: PageReader, path: Path, page: int = 0) -> Proposals:
    return propose(reader.open_pages(path).pages[page], reader.page_text(path, page))


def nominals(found: Proposals) -> list[str]:
    return sorted(str(candidate.nominal) for candidate in found.candidates)


# Seen by eye (EXPECTED.md): what a person would balloon, as nominals.
SEEN = [
    (
        "TC-FACE_v1.4.pdf",
        0,
        "40.0 30.0 120 3.2 19.0 6.0 4.0 4.0 4.0 13.0 3 10.0 30.0 43.0 40.0 21.5 7.25 3.0 8.0 2.0 13.0 15.1 12.0",
    ),
    ("TC-SHAFT_v1.5.pdf", 0, "5.0 11.0 0.75 85.25"),
    ("TC-MOTOR-BRACKET_v1.0.pdf", 0, "33.5 15.86 8.82 7.93 5.5 1.0 1.0 2.0"),
    ("TC-PLATE-AS_v1.0.pdf", 0, ""),
    ("TC-PLATE-AS_v1.0.pdf", 1, "40.0 20.0 22.5 22.5 10.0 15.0 30.0 60.0 8.0 120 1.5 4.5 4.0 1.0"),
    ("TC-COUPLER-KIT_v1.1.pdf", 0, ""),
    ("TC-COUPLER-KIT_v1.1.pdf", 1, ""),
    ("TC-COUPLER-KIT_v1.1.pdf", 2, "28.0 6.75 12.0 3.0"),
    ("TC-COUPLER-KIT_v1.1.pdf", 3, ""),
    ("TC-DOCK-V6_v1.3.pdf", 0, "40.0 21.25 15.0 30.0 3.2 3 10.5 26.25 5.0 8.0 5.0 15.0 30.0"),
    ("t1-backplate-REV_A.pdf", 0, "132.11 67.20 115.00 65.00 55.00 14.75"),
    ("Hotend_Mount_Dimensions.PDF", 0, "30.80 25.00 3.50 1.40 50 58.50 21.50 3.40 22.19 11.34 4.20"),
    ("Mid_Panel_v0.2.PDF", 0, "69.00 77.50 170.00 21.00 20.95 63.00 20.00 22.00 230.00 2.00"),
    ("Tophat_Panels_v0.2.PDF", 0, "212.00 212.00 212.00 None"),
    (TRIDENT, 0, "304.0 304.0 189.5 152.0 114.5 7.0 7.0 255.0 297.0 75.0 37.5 None 3.4 3"),
    ("flange.pdf", 0, ""),
    ("nist_mtc_crada_box_rev-A.PDF", 0, ""),
]


@pytest.mark.parametrize(("name", "page", "seen"), SEEN)
def test_every_dimension_that_is_text_is_proposed_and_nothing_else(
    reader: PageReader, drawings: Path, name: str, page: int, seen: str
) -> None:
    found = proposals(reader, drawings / name, page)
    assert nominals(found) == sorted(seen.split())
    assert (found.why_nothing is not None) == (not seen)


def test_tolerances_are_read_from_level_and_upright_texts(reader: PageReader, drawings: Path) -> None:
    found = proposals(reader, drawings / "t1-backplate-REV_A.pdf")
    by_nominal = {str(c.nominal): c for c in found.candidates}
    for nominal, deviation in (("132.11", "0.20"), ("67.20", "0.20"), ("14.75", "0.10")):
        candidate = by_nominal[nominal]
        assert (str(candidate.upper), str(candidate.lower)) == (deviation, f"-{deviation}")
        assert candidate.nominal is not None
    assert by_nominal["14.75"].angle == 270
    assert by_nominal["14.75"].rectangle.height > by_nominal["14.75"].rectangle.width


def test_stacked_tolerances_of_a_real_drawing(reader: PageReader, drawings: Path) -> None:
    found = proposals(reader, drawings / ANNEX)
    stated = {str(c.nominal): (str(c.upper), str(c.lower)) for c in found.candidates if c.upper is not None}
    assert stated == {
        "180.0": ("4.0", "-1.0"),
        "10.0": ("4.0", "-4.0"),
        "6.35": ("6.35", "0.00"),
        "0.25": ("0.25", "0.00"),
    }
    assert found.general_tolerances == ("tolerances are +/- 0.5mm unless noted",)
    # The zeros of the ordinates (drawn as ℄ 0) are not found, the inch twin of the thickness is one too many.
    assert len(found.candidates) == 16 - 2 + 1
    holes = [c for c in found.candidates if DRAWN_SIGNS in c.doubts]
    assert [(c.count, c.confidence) for c in holes] == [(3, 50), (2, 50)]
    assert all(number in holes[0].text for number in ("3.4", "6.5", "3.0"))


def test_symbol_fonts_limits_and_several_lines(reader: PageReader, drawings: Path) -> None:
    found = proposals(reader, drawings / TRIDENT)
    hole = next(c for c in found.candidates if c.kind is CalloutKind.DIAMETER)
    assert hole.text == "⌀3.4 THRU ⏎ ⌴⌀6.5 ↧3.0 ⏎ TYP 3 PLCS"
    assert hole.count == 3
    limits = next(c for c in found.candidates if c.kind is CalloutKind.LIMITS)
    assert limits.limits == (Decimal("6.5"), Decimal("9.5"))
    assert limits.nominal is None
    assert limits.confidence < 50
    assert sorted(str(c.nominal) for c in found.candidates if c.reference) == ["37.5", "75.0"]


def test_a_formula_has_no_nominal(reader: PageReader, drawings: Path) -> None:
    found = proposals(reader, drawings / "Tophat_Panels_v0.2.PDF")
    formula = next(c for c in found.candidates if c.kind is CalloutKind.SYMBOLIC)
    assert formula.text == "TOPHAT HEIGHT - 9mm"
    assert (formula.nominal, formula.upper, formula.limits) == (None, None, None)


def test_a_bare_number_is_doubted_and_says_why(reader: PageReader, drawings: Path) -> None:
    found = proposals(reader, drawings / "TC-SHAFT_v1.5.pdf")
    assert all(BARE in candidate.doubts for candidate in found.candidates)
    korean = Language("ko")
    for candidate in found.candidates:
        assert all(korean.say(doubt) != doubt for doubt in candidate.doubts)


def test_item_and_zone_numbers_are_left_out_with_the_reason(reader: PageReader, drawings: Path) -> None:
    for name, page in (("TC-COUPLER-KIT_v1.1.pdf", 0), ("flange.pdf", 0)):
        found = proposals(reader, drawings / name, page)
        assert NUMBERED in {left.reason for left in found.left_out}
        assert found.why_nothing is not None
        assert "풍선" in Language("ko").say(found.why_nothing.message)
        assert Language("ko").say(NUMBERED) != NUMBERED


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        (
            "TC-FACE_v1.4.pdf",
            {
                TitleField.NUMBER: {"TC-FACE"},
                TitleField.TITLE: {"Tool Head Face Plate"},
                TitleField.REVISION: {"1.4"},
                TitleField.DATE: {"13/06/19", "25/06/19"},
                TitleField.SHEET: {"1/1"},
                TitleField.STATUS: {"RELEASED"},
                TitleField.MATERIAL: {"ALUMINIUM"},
                TitleField.SCALE: {"1:1"},
            },
        ),
        (
            "t1-backplate-REV_A.pdf",
            {
                TitleField.NUMBER: {"TBD"},
                TitleField.TITLE: {"T1-BACKPLATE"},
                TitleField.REVISION: {"A"},
                TitleField.DATE: {"5/3/2022"},
                TitleField.MATERIAL: {"PC/ABS"},
            },
        ),
        (
            TRIDENT,
            {
                TitleField.NUMBER: {"VRN-BP-VT-300"},
                TitleField.TITLE: {"TRIDENT BUILD PLATE -300x300"},
                TitleField.REVISION: {"0"},
            },
        ),
        (
            "nist_mtc_crada_box_rev-A.PDF",
            {
                TitleField.NUMBER: {"NIST-MTC-001"},
                TitleField.TITLE: {"BOX"},
                TitleField.REVISION: {"A"},
                TitleField.DATE: {"2/6/2017"},
                TitleField.MATERIAL: {"AL6061-T6"},
            },
        ),
    ],
)
def test_the_title_block_is_proposed(
    reader: PageReader, drawings: Path, name: str, fields: dict[TitleField, set[str]]
) -> None:
    found = proposals(reader, drawings / name)
    for field, values in fields.items():
        assert {title.value for title in found.title if title.field is field} == values, field


def test_a_title_block_that_contradicts_the_revision_table_is_offered_both_ways(
    reader: PageReader, drawings: Path
) -> None:
    found = proposals(reader, drawings / "TC-COUPLER-KIT_v1.1.pdf")
    revisions = {(t.value, t.source) for t in found.title if t.field is TitleField.REVISION}
    assert revisions == {("1", TitleSource.BLOCK), ("1.1", TitleSource.REVISION_TABLE)}


@pytest.mark.parametrize(
    ("text", "kind", "nominal", "upper", "lower", "fit", "count"),
    [
        ("62 ±0.1", "length", "62", "0.1", "-0.1", "", 1),
        ("⌀26 H7", "diameter", "26", None, None, "H7", 1),
        ("Ø14g6", "diameter", "14", None, None, "g6", 1),
        ("40 +0.05/0", "length", "40", "0.05", "0", "", 1),
        ("40 +0.05 / -0.02", "length", "40", "0.05", "-0.02", "", 1),
        ("60 0/-0.2", "length", "60", "0", "-0.2", "", 1),
        ("25,40 ±0,05", "length", "25.40", "0.05", "-0.05", "", 1),
        ("14 -0.006/-0.017", "length", "14", "-0.006", "-0.017", "", 1),
        ("4-⌀8.5 THRU", "diameter", "8.5", None, None, "", 4),
        ("4-M8×1.25-6H", "thread", "8", None, None, "6H", 4),
        ("M10", "thread", "10", None, None, "", 1),
        ("R0.5", "radius", "0.5", None, None, "", 1),
        ("SR12.00", "radius", "12.00", None, None, "", 1),
        ("S⌀20", "diameter", "20", None, None, "", 1),
        ("C1.5", "chamfer", "1.5", None, None, "", 1),
        ("1.5x45°", "chamfer", "1.5", None, None, "", 1),
        ("45°±0.5°", "angle", "45", "0.5", "-0.5", "", 1),
        ("3X 6.6 +0.40/-0.10", "length", "6.6", "0.40", "-0.10", "", 3),
        ("2-R3 TYP", "radius", "3", None, None, "", 2),
        ("⌀6.6 4개소", "diameter", "6.6", None, None, "", 4),
    ],
)
def test_dimension_texts_are_read(
    text: str, kind: str, nominal: str, upper: str | None, lower: str | None, fit: str, count: int
) -> None:
    callout = read_callout(text)
    assert callout is not None
    assert (callout.kind.value, str(callout.nominal), callout.fit, callout.count) == (
        kind,
        nominal,
        fit,
        count,
    )
    assert callout.upper == (None if upper is None else Decimal(upper))
    assert callout.lower == (None if lower is None else Decimal(lower))
    if upper is not None:
        assert str(callout.upper) == upper


@pytest.mark.parametrize(
    "text",
    [
        "600-0.2",
        "A-A",
        "1:2",
        "13/06/19",
        "2026-01-02",
        "1.",
        "REV 1.4",
        "12.5.3",
        "(40",
        "40)",
        "+0.05",
        "±0.1",
        *("Moved Pins Back 1mm", "ISO 2768", "12:30", "40 +0.05", "", "Ra 3.2 6.3", "9" * 200, "M", "⌀"),
        "40 -0.2 +0.1",
    ],
)
def test_what_is_not_wholly_a_dimension_is_none(text: str) -> None:
    assert read_callout(text) is None


def drawn(reader: PageReader, rotate: int, *texts: tuple[str, float, float, float]) -> list[Candidate]:
    """Draw texts at size, x, y on a page turned by so many degrees and return what is proposed."""
    parts = [f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET" for text, size, x, y in texts]
    content = one_page("\n".join(parts).encode("cp1252"), more=f"/Rotate {rotate}")
    page = reader.open_pages(content).pages[0]
    return list(propose(page, reader.page_text(content, 0)).candidates)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_stacked_tolerances_are_joined_in_any_direction(reader: PageReader, rotate: int) -> None:
    (found,) = drawn(
        reader, rotate, ("60", 12, 100, 100), ("0", 7, 116, 106), ("-0.2", 7, 116, 98), ("NOTE", 12, 40, 40)
    )
    assert (str(found.nominal), str(found.upper), str(found.lower)) == ("60", "0", "-0.2")


def test_numbers_beside_each_other_stay_apart(reader: PageReader) -> None:
    found = drawn(reader, 0, ("60.0", 12, 100, 100), ("0.2", 12, 160, 100), ("12.5", 12, 100, 60))
    assert sorted(str(c.nominal) for c in found) == ["0.2", "12.5", "60.0"]


def test_a_page_of_very_many_runs_is_read_in_bounded_time() -> None:
    runs = [
        TextRun(
            f"{n % 90 + 10}.5",
            n % 200 * 40.0,
            n // 200 * 9.0,
            20,
            9,
            0,
            9,
            "F",
            n % 200 * 40.0,
            n // 200 * 9.0,
            20,
        )
        for n in range(20_000)
    ]
    # Processor time: what other programs take of a busy machine does not count.
    start = time.process_time()
    found = propose(PageFacts(8000, 1000, 0, 80_000, False), runs)
    assert len(found.candidates) + len(found.left_out) > 1_000
    assert time.process_time() - start < 20
