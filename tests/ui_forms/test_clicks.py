"""What clicks come to: merged cells, repeated rows that end by themselves, rows taken back."""

from __future__ import annotations

import pytest

from app.documents.form_sight import SheetSight, look_at_form
from app.errors import PartproofError
from tests.documents_built.test_customer_forms import customers_form
from ui.forms.clicks import FIRST, LAST, Clicks

SHEET = SheetSight(
    "성적서",
    30,
    9,
    {(1, 1): "검사성적서", (13, 1): "종합판정"},
    ((1, 1, 1, 7), (4, 2, 4, 3), (8, 1, 9, 1), (10, 1, 11, 1)),
    (0.0,) * 9,
)


def test_a_click_into_merged_cells_takes_the_first_of_them() -> None:
    clicks = Clicks("성적서").put("part_number", 4, 3, SHEET)
    assert clicks.cells == {"part_number": (4, 2)}
    assert clicks.place_words("part_number") == "B4"
    assert clicks.mapping().cells == {"part_number": "B4"}


def test_the_first_row_says_how_many_rows_one_takes_and_the_form_says_where_they_end() -> None:
    clicks = Clicks("성적서").put("no", 9, 1, SHEET)
    assert (clicks.first, clicks.last, clicks.step) == (8, 11, 2)
    further = clicks.put("x1", 30, 4, SHEET)
    assert further.columns == {"no": 1, "x1": 4}, "after the first row, a click names the column alone"
    assert further.first == 8
    assert set(clicks.marks()) == {(8, 1), (10, 1)}
    own = further.put(LAST, 12, 1, SHEET)
    assert own.put("x2", 8, 5, SHEET).last == 12, "what a person said is not worked out again"


def test_rows_end_above_what_is_printed_below_them() -> None:
    sheet = look_at_form(customers_form(), "f.xlsx")[0]
    clicks = Clicks(sheet.title).put("specification", 8, 2, sheet)
    assert (clicks.first, clicks.last) == (8, 12), "rows merged like the first one"
    assert sheet.cells[1, 1].startswith("검사성적서")
    examples = Clicks(sheet.title).put("x1", 8, 4, sheet)
    assert (examples.first, examples.last) == (8, 12), "rows that hold examples as the first one does"


def test_what_is_taken_back_is_clicked_anew() -> None:
    clicks = Clicks("성적서").put("no", 8, 1, SHEET).put("x1", 8, 4, SHEET)
    assert clicks.without("x1").columns == {"no": 1}
    assert clicks.without(FIRST).first == 0
    nothing = clicks.without("no").without("x1")
    assert (nothing.first, nothing.last, nothing.any) == (0, 0, False)
    with pytest.raises(PartproofError) as refused:
        nothing.mapping()
    assert refused.value.code == "forms.empty"


def test_there_is_always_another_sample_to_click() -> None:
    clicks = Clicks("성적서")
    for sample in range(1, 9):
        clicks = clicks.put(f"x{sample}", 8, sample + 1, SHEET)
    assert "x11" in clicks.codes()
    assert clicks.after("x8") == "x9"


def test_a_kept_form_comes_back_as_it_was_clicked() -> None:
    clicks = Clicks("성적서").put("number", 2, 6, SHEET).put("no", 8, 1, SHEET).put(LAST, 12, 1, SHEET)
    again = Clicks.of(clicks.mapping())
    assert (again.cells, again.columns) == (clicks.cells, clicks.columns)
    assert (again.first, again.last, again.step) == (8, 12, 2)
