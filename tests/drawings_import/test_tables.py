"""Reading table files: what they are, how they are encoded and cut, and what stands in odd cells."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Alignment

from app.drawings.import_csv import decode
from app.drawings.import_table import NO_RESULT, Table, letter_of
from app.drawings.import_workbook import SMALL_ELEMENTS
from app.drawings.import_xlsx import read_tables
from app.errors import PartproofError
from tests.drawings_import.made_files import changed, text_file, with_rows, workbook


def _cells(table: Table) -> list[tuple[object, ...]]:
    return [row.cells for row in table.rows]


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("cp949", "cp949"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
    ],
)
def test_korean_tables_are_read_in_every_encoding(tmp_path: Path, encoding: str, named: str) -> None:
    text = "품번,품명,수량,비고\nP-1,하우징,2,도금 후 검사\nP-2,볼트,4,\n"
    (table,) = read_tables(text_file(tmp_path, text, encoding=encoding))
    assert table.encoding == named
    assert table.rows[1].cells == ("P-1", "하우징", "2", "도금 후 검사")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_unmarked_utf16_with_signs_of_engineering_is_read(encoding: str) -> None:
    rows = "".join(f"P-{n},육각구멍붙이 볼트 ⌀{n} ─ 한국산업규격 열처리 후 도금,{n},EA\n" for n in range(300))
    text = "품번,품명,수량,단위\n" + rows
    assert decode(text.encode(encoding), "t.csv") == (text, "utf-16", True)
    with pytest.raises(PartproofError) as refused:
        decode(b"a,b\n1,2\n" + bytes(64), "t.csv")
    assert refused.value.code == "table.nul_bytes"


@pytest.mark.parametrize("word", ["±0.1 µm", "Müller GmbH, Größe", "Ø26 – 90°"])
def test_western_tables_are_windows_1252(word: str) -> None:
    text, encoding, _ = decode(f"name;note\n{word};x\n".encode("cp1252"), "t.csv")
    assert (encoding, word in text) == ("windows-1252", True)


def test_an_encoding_seen_from_few_signs_is_said_to_be_uncertain(tmp_path: Path) -> None:
    (table,) = read_tables(text_file(tmp_path, "part number,name\nP-1,축\n", encoding="cp949"))
    assert table.encoding == "cp949"
    assert [remark.code for remark in table.remarks] == ["table.encoding_guessed"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_whatever_the_name(tmp_path: Path, separator: str) -> None:
    lines = [["part", "name", "qty"], ["P-1", "Schraube 1,5", "2"], ["P-2", "Mutter", "1"]]
    quoted = [[f'"{cell}"' if separator in cell else cell for cell in line] for line in lines]
    (table,) = read_tables(text_file(tmp_path, "\n".join(separator.join(line) for line in quoted)))
    assert _cells(table) == [tuple(line) for line in lines]


def test_a_separator_line_and_empty_lines_keep_the_row_numbers(tmp_path: Path) -> None:
    (table,) = read_tables(text_file(tmp_path, "sep=;\n\npart;qty\n;\nP-1;2\n"))
    assert [(row.number, row.cells) for row in table.rows] == [(3, ("part", "qty")), (5, ("P-1", "2"))]


def test_texts_are_composed_and_control_characters_shown(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "하우징")
    (table,) = read_tables(text_file(tmp_path, f"품번,품명\nP\x1d-1,{decomposed}\u200b\u00a0A\n"))
    assert table.rows[1].cells == ("P\u241d-1", "하우징 A")
    assert [remark.code for remark in table.remarks] == ["table.control_signs"]


def test_numbers_are_the_decimals_the_sheet_shows(tmp_path: Path) -> None:
    path = workbook(tmp_path, [("a", "b", "c", "d"), (0.1 + 0.2, 1796.9199999999998, 12, 301.25)])
    (table,) = read_tables(path)
    assert table.rows[1].cells == (Decimal("0.3"), Decimal("1796.92"), Decimal(12), Decimal("301.25"))


def test_padded_numbers_indents_dates_and_flags(tmp_path: Path) -> None:
    import datetime

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B1"], sheet["C1"], sheet["D1"] = 123, "sub", datetime.date(2026, 1, 2), True
    sheet["A1"].number_format = "00000"
    sheet["B1"].alignment = Alignment(indent=2)
    book.save(tmp_path / "t.xlsx")
    (table,) = read_tables(tmp_path / "t.xlsx")
    assert table.rows[0].cells == ("00123", "  sub", "2026-01-02", "TRUE")


def test_cached_results_are_read_and_missing_ones_named(tmp_path: Path) -> None:
    path = workbook(tmp_path, [("a", "b", "c"), (1, 2, 3)])

    def formulas(body: bytes) -> bytes:
        body = body.replace(b'<c r="A2" t="n"><v>1</v></c>', b'<c r="A2"><f>1+6</f><v>7</v></c>')
        body = body.replace(b'<c r="B2" t="n"><v>2</v></c>', b'<c r="B2"><f>1+6</f></c>')
        return body.replace(b'<c r="C2" t="n"><v>3</v></c>', b'<c r="C2" t="e"><v>#N/A</v></c>')

    (table,) = read_tables(changed(path, {"xl/worksheets/sheet1.xml": formulas}))
    assert table.rows[1].cells == (Decimal(7), NO_RESULT, "#N/A")
    assert [remark.code for remark in table.remarks] == ["table.faulty_cells"]
    assert table.rows[1].text(2) == ""


def test_large_workbooks_are_read_alike(tmp_path: Path) -> None:
    """Above the limit another reader takes over; errors, which it does not tell, are still there."""
    rows: list[tuple[object, ...]] = [("번호", "품명", "수량", "값")]
    rows += [(f"P-{index}", "이름", index + 1, 0.5) for index in range(SMALL_ELEMENTS // 5 + 10)]
    path = with_rows(workbook(tmp_path, rows), b'<row r="90000"><c r="A90000" t="e"><v>#REF!</v></c></row>')
    (table,) = read_tables(path)
    assert table.rows[1].cells == ("P-0", "이름", Decimal(1), Decimal("0.5"))
    assert (table.rows[-1].number, table.rows[-1].cells) == (90000, ("#REF!",))
    assert len(table.rows) == len(rows) + 1


def test_a_sheet_that_claims_a_million_rows_is_read_quickly(tmp_path: Path) -> None:
    path = with_rows(workbook(tmp_path), b'<row r="1048576"><c r="A1048576" t="n"><v>9</v></c></row>')
    (table,) = read_tables(path)
    assert [row.number for row in table.rows] == [1, 2, 3, 1_048_576]


def test_empty_and_hidden_sheets_are_left_out_unless_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "비어 있음"
    hidden = book.create_sheet("Hidden")
    hidden.append(["part", "qty"])
    hidden.sheet_state = "hidden"
    book.create_sheet("BOM").append(["part", "qty"])
    book.save(tmp_path / "t.xlsx")
    assert [table.sheet for table in read_tables(tmp_path / "t.xlsx")] == ["BOM"]
    assert [table.sheet for table in read_tables(tmp_path / "t.xlsx", sheet="hidden")] == ["Hidden"]


def test_letters_count_like_a_spreadsheet() -> None:
    assert [letter_of(index) for index in (0, 25, 26, 255, 16_383)] == ["A", "Z", "AA", "IV", "XFD"]


def test_openpyxl_is_guarded_by_defusedxml() -> None:
    assert openpyxl.DEFUSEDXML
