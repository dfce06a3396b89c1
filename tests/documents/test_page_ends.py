"""What page ends and labels must not cut: headings from what they head, a short table from its chart, words."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from app.documents import fonts
from app.documents.blocks import Block, Chart, ChartKind, ColumnKind, Heading
from app.documents.document import Cell, Column, Document, Fact, KeyValues, Paragraph, Table
from app.documents.writers.pdf import write_pdf
from app.documents.writers.pdf_blocks import FactsRow, label_shares
from app.documents.writers.xlsx import write_xlsx
from tests.documents.sample import sample
from tests.documents.tools import pdf_text, workbook


def _document(blocks: list[Block]) -> Document:
    return dataclasses.replace(sample("en", attached=False), blocks=blocks, revisions=(), facts=())


def _pages(blocks: list[Block], folder: Path) -> list[str]:
    return pdf_text(write_pdf(_document(blocks)), folder).split("\f")


def _page_of(pages: list[str], text: str) -> int:
    return next(number for number, page in enumerate(pages) if text in page)


def _table(rows: int, key: str = "") -> Table:
    columns = [Column("name", "Name"), Column("share", "Share", kind=ColumnKind.NUMBER)]
    return Table(columns, [(f"row{number}", Cell(str(10 * number))) for number in range(rows)], key=key)


@pytest.mark.parametrize("lines", range(20, 32))
def test_a_heading_stands_with_what_it_heads(lines: int, tmp_path: Path) -> None:
    above: list[Block] = [Paragraph(f"line {number}") for number in range(lines)]
    pages = _pages([*above, Heading("Section"), Heading("Reason for it", level=2), _table(6)], tmp_path)
    assert _page_of(pages, "Section") == _page_of(pages, "Reason for it") == _page_of(pages, "row0")


@pytest.mark.parametrize("lines", [12, 18, 22, 26])
@pytest.mark.parametrize("kind", list(ChartKind))
def test_a_short_table_stands_with_its_chart(lines: int, kind: ChartKind, tmp_path: Path) -> None:
    above: list[Block] = [Paragraph(f"line {number}") for number in range(lines)]
    chart = Chart(kind, "Drawn share", "shares", "name", ("share",), highest=100)
    pages = _pages([*above, _table(5, "shares"), chart], tmp_path)
    assert _page_of(pages, "Drawn share") == _page_of(pages, "row4")


def test_a_radar_says_names_values_and_rings(tmp_path: Path) -> None:
    chart = Chart(ChartKind.RADAR, "Drawn share", "shares", "name", ("share",), highest=100)
    text = _pages([_table(5, "shares"), chart], tmp_path)[0]
    drawn = text.split("row4 40", 1)[1]
    for number in range(5):
        assert f"row{number} {10 * number}" in drawn
    assert {"25", "50", "75", "100"} <= set(drawn.split())


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_labels_keep_their_words_and_line_up(columns: int) -> None:
    width, labels = 505.0, ("No.", "Nonconforming quantity", "Results meet all design record requirements")
    facts = [Fact(label, "x", "Requirements settled") for label in labels]
    shares = label_shares([KeyValues(facts[:1], columns), KeyValues(facts, columns)], width)
    assert set(shares) == {columns}
    room = shares[columns] * width / max(columns, 2) - 8.0
    for label in labels:
        lines = fonts.wrap(label, room, FactsRow.size - 0.5, True)
        assert " ".join(lines) == label
        assert len(lines) <= (3 if columns < 3 else 4)
    assert label_shares([KeyValues((), columns)], width) == {columns: FactsRow.label_share}


@pytest.mark.parametrize("rows", [24, 29, 34, 39])
def test_the_record_of_issue_is_not_cut_in_a_workbook(rows: int) -> None:
    sheet = workbook(write_xlsx(_document([_table(rows)]))).worksheets[0]
    code = sheet._images[-1].anchor  # type: ignore[attr-defined]
    first, ends = code._from.row + 1, [one.id for one in sheet.row_breaks.brk]
    # The page ends above the title of the record, or not near it at all.
    assert all(end <= first - 2 for end in ends)
    begins = max(ends, default=0) + 1
    above = sum(float(sheet.row_dimensions[row].height or 13.5) for row in range(begins, first))
    page = 842.0 - (0.65 + 0.75) * 72
    assert above % page + 78.0 <= page
