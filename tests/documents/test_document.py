"""The model: cleaned texts, verdicts that never stand on colour alone, merged cells, checking formulas."""

from __future__ import annotations

import dataclasses
import datetime
import unicodedata

import pytest

from app.documents.document import Cell, Column, Fact, GroupRow, IssueRecord, Mark, Table
from app.documents.text import clean_text, exact_number
from app.errors import BugError
from tests.documents.sample import ISSUE, sample


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (unicodedata.normalize("NFD", "허브 하우징"), "허브 하우징"),
        ("[)>\x1e06\x1dP123\x04", "[)>␞06␝P123␄"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\tb\u00a0c\u2009d", "a b c d"),
        ("\ufeffzero\u200bwidth\u00ad", "zerowidth"),
        ("user\u202egnp.exe", "usergnp.exe"),
        ("\ud800lone\ufffe\uffff", "□lone□□"),
        ("DEL\x7f C1\x9b", "DEL␡ C1□"),
        ("☑\ufe0f", "☑"),
    ],
)
def test_texts_are_cleaned_at_construction(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean
    assert Cell(raw).text == clean
    assert Fact(raw, raw).value == clean


def test_whole_document_is_nfc() -> None:
    decomposed = dataclasses.replace(sample(), title=unicodedata.normalize("NFD", "치수 측정 결과 보고서"))
    assert decomposed.title == "치수 측정 결과 보고서"
    assert all(unicodedata.is_normalized("NFC", text) for text in decomposed.texts())


@pytest.mark.parametrize("code", ["00123", "1E5", "M8", "", "1.", ".5", "1,000", "−5", "٣"])
def test_codes_are_no_numbers(code: str) -> None:
    assert exact_number(code) is None


@pytest.mark.parametrize("number", ["0", "12.500", "+0.05", "-0.1", "100"])
def test_plain_decimals_are_numbers(number: str) -> None:
    assert exact_number(number) is not None


def test_mark_has_shape_and_word() -> None:
    assert Cell("불합격", Mark.NG).shown == "✗ 불합격"
    assert len({mark.shape for mark in Mark}) == len(Mark)
    with pytest.raises(BugError):
        _ = Cell("", Mark.NG).shown


@pytest.mark.parametrize(
    "formula", ['=HYPERLINK("http://x")', "=cmd|'/c calc'!A0", "SUM(1)", "=[other.xlsx]A1"]
)
def test_foreign_formulas_are_refused(formula: str) -> None:
    with pytest.raises(BugError):
        Cell("1", formula=formula)


def test_row_needs_a_cell_for_every_column() -> None:
    with pytest.raises(BugError):
        Table([Column("a", "A"), Column("b", "B")], [("1",)])


def test_merged_cells_end_where_the_left_one_ends() -> None:
    columns = [Column("a", "A", merge_down=True), Column("b", "B", merge_down=True), Column("c", "C")]
    rows: list[tuple[str, ...] | GroupRow] = [
        ("1", "x", "p"),
        ("1", "x", "q"),
        ("2", "x", "r"),
        GroupRow("group"),
        ("2", "x", "s"),
    ]
    table = Table(columns, rows)
    assert table.merge_runs() == [[0, 0, 2, 3, 4], [0, 0, 2, 3, 4], [0, 1, 2, 3, 4]]
    assert list(table.texts()).count("x") == 3


def test_issue_time_names_the_plant_zone() -> None:
    assert ISSUE.time_text == "2026-11-22 10:41:07 (Asia/Seoul, UTC+09:00)"
    with pytest.raises(BugError):
        IssueRecord(datetime.datetime(2026, 11, 22), "Asia/Seoul", "u", "r", 1, "h")
