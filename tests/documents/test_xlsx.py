"""The workbook: no text becomes a formula, numbers keep their decimals, print settings and checks are there."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from app.documents.document import Cell, Column, ColumnKind, Mark, Table
from app.documents.writers.cells import number_format, put_number, put_text, sheet_title
from app.documents.writers.xlsx import write_xlsx
from app.errors import BugError, PartproofError
from tests.documents.sample import sample
from tests.documents.tools import libreoffice, shown, workbook

HOSTILE = [
    "=1+1",
    "=cmd|'/c calc'!A0",
    '=HYPERLINK("http://example.invalid","click")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "#N/A",
    "#REF!",
    "00012345",
    "1E5",
    "2026-01-02",
    "12:30",
    "TRUE",
    "_x0041_",
    "'=1+1",
    " =1+1",
]


def one_table(*rows: Cell | str, kind: ColumnKind = ColumnKind.TEXT) -> bytes:
    table = Table(
        [Column("a", "값", kind=kind)], [(row,) for row in rows], key="t", title="값", own_sheet=True
    )
    return write_xlsx(dataclasses.replace(sample(attached=False), blocks=(table,)))


def column_a(content: bytes) -> list[str]:
    sheet = workbook(content).worksheets[1]
    return [shown(row[0]) for row in sheet.iter_rows(min_row=3)]


def test_hostile_texts_stay_texts() -> None:
    sheet = workbook(one_table(*HOSTILE)).worksheets[1]
    cells = [row[0] for row in sheet.iter_rows(min_row=3, max_row=2 + len(HOSTILE))]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert all(cell.quotePrefix for cell in cells)
    wanted = [text.replace("\t", " ").replace("\r", "\n") for text in HOSTILE]
    assert column_a(one_table(*HOSTILE))[: len(HOSTILE)] == wanted


def test_hostile_texts_everywhere_else() -> None:
    bad = "=cmd|'/c calc'!A0"
    document = dataclasses.replace(sample(), title=bad, number=bad, issuer=bad, subtitle=bad)
    for sheet in workbook(write_xlsx(document)).worksheets:
        formulas = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        assert all(str(cell.value).startswith("=AVERAGE(") for cell in formulas)


@pytest.mark.slow
def test_hostile_texts_survive_libreoffice(tmp_path: Path) -> None:
    path = tmp_path / "hostile.xlsx"
    path.write_bytes(one_table(*HOSTILE))
    (tmp_path / "out").mkdir()
    sheet = load_workbook(libreoffice(path, "xlsx", tmp_path)).worksheets[1]
    found = [row[0].value for row in sheet.iter_rows(min_row=3, max_row=2 + len(HOSTILE))]
    wanted = [text.replace("\t", " ").replace("\r", "\n") for text in HOSTILE]
    assert [str(text).replace("_x005F_", "_") for text in found] == wanted
    assert {row[0].data_type for row in sheet.iter_rows(min_row=3, max_row=2 + len(HOSTILE))} == {"s"}


def test_text_above_the_limit_is_refused_not_cut() -> None:
    cell = Workbook().active["A1"]  # type: ignore[index]
    put_text(cell, "가" * 32_767)
    assert cell.value == "가" * 32_767
    with pytest.raises(PartproofError) as caught:
        put_text(cell, "가" * 32_768)
    assert caught.value.code == "documents.text_too_long"


@pytest.mark.parametrize(
    ("text", "value", "display"),
    [
        ("12.500", 12.5, "12.500"),
        ("+0.05", 0.05, "+0.05"),
        ("-0.10", -0.1, "-0.10"),
        ("0", 0, "0"),
        ("+0", 0, "+0"),
        ("123456789.123456", 123456789.123456, "123456789.123456"),
    ],
)
def test_numbers_show_their_recorded_decimals(text: str, value: float, display: str) -> None:
    cell = Workbook().active["A1"]  # type: ignore[index]
    assert put_number(cell, text)
    cell.number_format = number_format(text)
    assert cell.value == value
    assert shown(cell) == display


@pytest.mark.parametrize("text", ["00123", "1E5", "M8×1.25", "12345678901234567890", "-0.0", ""])
def test_what_a_double_cannot_show_is_no_number(text: str) -> None:
    assert not put_number(Workbook().active["A1"], text)  # type: ignore[index]


def test_exact_text_stands_beside_every_number() -> None:
    content = one_table(
        "12.500", Cell("40.052", Mark.NG), "—", "12345678901234567890", kind=ColumnKind.NUMBER
    )
    sheet = workbook(content).worksheets[1]
    rows = list(sheet.iter_rows(min_row=3, max_row=6))
    assert [shown(row[0]) for row in rows] == ["12.500", "✗ 40.052", "—", "12345678901234567890"]
    assert [row[0].data_type for row in rows] == ["n", "n", "s", "s"]
    side = next(cell.column for cell in sheet[2] if cell.value == "값 (기록값)")
    assert [row[side - 1].value for row in rows] == ["12.500", "40.052", "—", "12345678901234567890"]
    assert sheet.column_dimensions[sheet.cell(2, side).column_letter].hidden  # type: ignore[union-attr]


def test_checking_formulas_stand_beside_the_value() -> None:
    sheet = workbook(write_xlsx(sample(rows=6))).worksheets[0]
    formulas = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    (formula,) = formulas
    places: dict[str, str] = {}
    for cell in sheet[int(formula.row or 0)]:
        places.setdefault(shown(cell), cell.coordinate)
    assert formula.value == f"=AVERAGE({places['40.021']},{places['40.018']},{places['40.052']})"
    assert "40.030" in places


@pytest.mark.slow
def test_libreoffice_calculates_the_checks(tmp_path: Path) -> None:
    column = Column("v", "값", kind=ColumnKind.NUMBER)
    raw = Table(
        [column], [("12.1",), ("12.2",), ("12.6",)], key="raw", title="O'Neil: 원자료", own_sheet=True
    )
    result = Table(
        [Column("n", "통계"), column],
        [("평균", Cell("12.3", formula="=ROUND(AVERAGE({raw.v}),1)"))],
        title="통계",
    )
    path = tmp_path / "check.xlsx"
    path.write_bytes(write_xlsx(dataclasses.replace(sample(attached=False), blocks=(result, raw))))
    book = load_workbook(libreoffice(path, "xlsx", tmp_path), data_only=True)
    numbers = [
        cell.value for row in book.worksheets[0].iter_rows() for cell in row if isinstance(cell.value, float)
    ]
    assert numbers == [12.3, 12.3]


def test_formula_with_a_wrong_name_is_a_bug() -> None:
    with pytest.raises(BugError):
        one_table(Cell("1", formula="=SUM({nowhere.v})"), kind=ColumnKind.NUMBER)


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        ("치수/측정:결과[1]*?", "치수 측정 결과 1"),
        ("'따옴표'", "따옴표"),
        ("History", "History 1"),
        ("", "1"),
        ("가" * 40, "가" * 31),
        ("𝔸" * 20, "𝔸" * 15),
    ],
)
def test_sheet_names_are_accepted_by_excel(wanted: str, title: str) -> None:
    assert sheet_title(wanted, Workbook()) == title


def test_sheet_names_are_unique_without_case() -> None:
    book = Workbook()
    book.create_sheet("Results")
    assert sheet_title("results", book) == "results (2)"
    book.create_sheet("가" * 31)
    assert sheet_title("가" * 35, book) == "가" * 27 + " (2)"


def test_print_settings() -> None:
    raw = Table([Column("a", "값")], [(str(n),) for n in range(60)], title="원자료", own_sheet=True)
    document = sample(rows=60, landscape=True)
    document = dataclasses.replace(document, blocks=(*document.blocks, raw))
    first, second = workbook(write_xlsx(document)).worksheets
    for sheet in (first, second):
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.page_setup.orientation == "landscape"
        assert str(sheet.page_setup.paperSize) == "9"
        assert sheet.print_area
        assert sheet.print_title_rows
        footer = str(sheet.oddFooter)
        assert "&P" in footer
        assert len(footer) <= 255
    assert second.freeze_panes == "A3"
    assert first.HeaderFooter.differentFirst


def test_dates_are_those_of_the_issue() -> None:
    book = workbook(write_xlsx(sample()))
    for date in (book.properties.created, book.properties.modified):
        assert str(date).startswith("2026-11-22 01:41:07")
