"""Comparing pages, reading title blocks and carried balloons: what differs is listed, and nothing is chosen."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.drawings.page_compare import DifferenceKind, compare_pages, overlay
from app.drawings.page_title_block import TitleField
from app.drawings.pages import page_source, page_text
from app.drawings.queries import BalloonRow, CharacteristicRow
from app.drawings.revision_changes import BalloonChange, changes_between, not_on_sheet
from app.drawings.title_reading import against_record, read_title, real_length
from models.vocab import CharacteristicKind, Special
from tests.drawings_pages.conftest import one_page

LINES = b"0 0 0 RG 1 w 20 20 m 200 20 l S "


def _text(words: str, x: int, y: int) -> bytes:
    return b"BT /F1 10 Tf %d %d Td (%b) Tj ET " % (x, y, words.encode())


def test_texts_that_changed_moved_came_or_went_are_listed() -> None:
    before = page_source(
        one_page(LINES + _text("40.0", 20, 100) + _text("R5", 100, 100) + _text("NOTE", 20, 150))
    )
    after = page_source(
        one_page(LINES + _text("42.0", 20, 100) + _text("M8", 200, 50) + _text("NOTE", 150, 150))
    )
    found = compare_pages(before, 0, after, 0)
    rows = {
        (row.kind, row.before, row.after) for row in found.differences if row.kind is not DifferenceKind.DRAWN
    }
    assert rows == {
        (DifferenceKind.CHANGED, "40.0", "42.0"),
        (DifferenceKind.GONE, "R5", ""),
        (DifferenceKind.ADDED, "", "M8"),
        (DifferenceKind.MOVED, "NOTE", "NOTE"),
    }
    assert found.same_size
    assert compare_pages(before, 0, before, 0).differences == ()


def test_a_line_that_is_new_is_an_area_and_has_the_newer_colour() -> None:
    before = page_source(one_page(LINES))
    after = page_source(one_page(LINES + b"2 w 150 120 m 250 120 l S "))
    (row,) = compare_pages(before, 0, after, 0).differences
    assert row.kind is DifferenceKind.DRAWN
    assert row.place.x < 160
    assert row.place.right > 245
    assert row.place.y == pytest.approx(80, abs=6)
    picture = overlay(before, 0, after, 0, 2.0, None, ((200, 0, 0), (0, 0, 200)))
    at = picture.stride * 160 + 4 * 400
    assert tuple(picture.content[at : at + 3]) == (200, 0, 0), "blue, green, red"


def test_two_build_plates_differ_in_their_sizes(shared_dir: Path) -> None:
    small, large = sorted((shared_dir / "samples" / "drawings-pdf").glob("VRN-BP-*.pdf"))
    found = compare_pages(page_source(small), 0, page_source(large), 0)
    gone = {row.before for row in found.differences if row.kind is DifferenceKind.GONE}
    added = {row.after for row in found.differences if row.kind is DifferenceKind.ADDED}
    assert {"189.5", "152.0", "255.0", "297.0"} <= gone
    assert {"177.0", "305.0", "347.0"} <= added


@pytest.mark.parametrize(
    ("name", "field", "one", "two"),
    [
        ("TC-COUPLER-KIT_v1.1.pdf", TitleField.REVISION, "1", "1.1"),
        ("TC-MOTOR-BRACKET_v1.0.pdf", TitleField.REVISION, "1", "1.0"),
    ],
)
def test_block_and_table_that_disagree_are_both_shown(
    shared_dir: Path, name: str, field: TitleField, one: str, two: str
) -> None:
    reading = read_title(page_source(shared_dir / "samples" / "drawings-pdf" / name))
    (found,) = [row for row in reading.contradictions if row.field is field]
    assert (found.one, found.two) == (one, two)
    assert reading.proposals[field] == (one, two)


def test_a_sheet_of_another_number_or_revision_is_told(shared_dir: Path) -> None:
    reading = read_title(page_source(shared_dir / "samples" / "drawings-pdf" / "TC-FACE_v1.4.pdf"))
    assert against_record(reading, "tc-face", "Rev 1.4") == ()
    rows = against_record(reading, "TC-FACE-2", "1.5")
    assert [(row.field, row.one, row.two) for row in rows] == [
        (TitleField.NUMBER, "TC-FACE", "TC-FACE-2"),
        (TitleField.REVISION, "1.4", "1.5"),
    ]


@pytest.mark.parametrize(
    ("scales", "millimetres"),
    [
        (("1:2",), 25.4 / 36),
        (("5 : 1",), 25.4 / 360),
        (("1:1", "1:2"), None),
        (("N.T.S.",), None),
        ((), None),
    ],
)
def test_only_one_clear_scale_measures(scales: tuple[str, ...], millimetres: float | None) -> None:
    assert real_length(scales) == (None if millimetres is None else pytest.approx(millimetres))


def _row(number: str, nominal: str, x: int = 25, y: int = 100) -> CharacteristicRow:
    place = Decimal(x), Decimal(y)
    balloon = BalloonRow(1, number, 1, *place, *place, Special.NONE, True)
    blank = (None,) * 4
    facts: tuple[Any, ...] = ("mm", 1, 1, Special.NONE, "", "", 5, "", "", True, 1, (balloon,))
    return CharacteristicRow(1, number, CharacteristicKind.LENGTH, nominal, Decimal(nominal), *blank, *facts)


def test_balloons_added_changed_and_gone_are_listed_by_number() -> None:
    before = [_row("1", "40"), _row("2", "5.0"), _row("3", "7")]
    after = [_row("1", "42"), replace(_row("2", "5.0"), zone="B2"), _row("4", "9")]
    rows = {row.number: (row.change, row.fields) for row in changes_between(before, after)}
    assert rows == {
        "1": (BalloonChange.CHANGED, ("specification", "nominal")),
        "3": (BalloonChange.GONE, ()),
        "4": (BalloonChange.ADDED, ()),
    }


def test_a_carried_balloon_whose_value_left_the_sheet_is_named() -> None:
    runs = page_text(one_page(_text("42.0", 20, 100) + _text("5", 150, 100)), 0)
    rows = [_row("1", "40"), _row("2", "5.0", 150), _row("3", "42.00")]
    assert not_on_sheet(rows, 1, runs) == ("1",)
    assert not_on_sheet(rows, 2, runs) == ()
    assert not_on_sheet(rows, 1, ()) == ()
