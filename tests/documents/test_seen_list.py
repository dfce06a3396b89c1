"""A list exported as seen reads back as seen: texts, exact decimals, order, outline; nothing becomes a formula."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from app.documents.seen_list import SeenList, write_seen_list


def test_a_list_reads_back_as_it_was_seen(tmp_path: Path) -> None:
    rows = [("HB-01", "허브 =1+1", "0.4120"), ("00123", "=cmd|'/c calc'!A1", "12"), ("A", "", "4 EA")]
    file = tmp_path / "list.xlsx"
    facts = (("Filter", "허브"), ("Written", "2026-11-24 09:00 · 김설계"))
    seen = SeenList("부품: [a/b]", ("No.", "Name", "Qty"), rows, frozenset({2}), (0, 1, 9), facts)
    write_seen_list(seen, file)
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0] == ["No.", "Name", "Qty"]
    assert cells[1] == ["HB-01", "허브 =1+1", 0.412]
    assert sheet["C2"].number_format == "0.0000"
    assert cells[2][:2] == ["00123", "=cmd|'/c calc'!A1"]
    assert sheet["B3"].data_type == "s"
    assert cells[3][2] == "4 EA"
    assert [sheet.row_dimensions[row].outlineLevel for row in (2, 3, 4)] == [0, 1, 7]
    assert sheet.auto_filter.ref == "A1:C4"
    assert ["Filter", "허브"] in [[cell.value for cell in row] for row in book.worksheets[1].iter_rows()]


def test_an_empty_list_is_a_sheet_with_headings(tmp_path: Path) -> None:
    write_seen_list(SeenList("Empty", ("A", "B"), []), tmp_path / "empty.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "empty.xlsx").worksheets[0]
    assert [cell.value for cell in next(sheet.iter_rows())] == ["A", "B"]
    assert sheet.max_row == 1
