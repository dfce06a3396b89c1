"""Which rows of a parts list are parts: sums, approval blocks, headings, missing and odd quantities, columns."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from app.bom.import_checks import designator_count
from app.bom.import_preview import BomPreview
from app.bom.import_xlsx import preview_bom
from app.errors import PartproofError
from app.texts import Language
from tests.drawings_import.made_files import text_file, workbook


def _read(folder: Path, text: str, mapping: Mapping[str, str] | None = None) -> BomPreview:
    return preview_bom(text_file(folder, text), mapping=mapping or {})


def _skipped(preview: BomPreview) -> list[tuple[int, str]]:
    return [(entry.row, entry.reason.code) for entry in preview.skipped]


def _codes(preview: BomPreview) -> dict[str, str]:
    return {remark.code: str(remark.values.get("rows", "")) for remark in preview.warnings}


def test_a_korean_form_with_title_sum_and_approval_block(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [
        ("자재명세서 (BOM)",),
        ("제품명", "허브 브래킷"),
        (),
        ("번호", "품번", "품명", "규격", "재질", "소요량", "단위", "비고"),
        (1, "HB-110", "허브", "⌀62", "SCM440", 1, "EA", ""),
        (2, "HB-120", "볼트", "M8x20", "SWCH", 4, "개", "도금"),
        (3, "HB-130", "그리스", "", "", 0.25, "KG", ""),
        ("", "", "합계", "", "", 5.25, "", ""),
        (),
        ("작성", "홍길동", "검토", "김철수", "승인", "이영희"),
        ("Total Qty. 60",),
    ]
    preview = preview_bom(workbook(tmp_path, rows))
    assert (preview.header_row, preview.rows, preview.quantity_total) == (4, 3, "5.25")
    assert _skipped(preview) == [(8, "bom.total_row"), (10, "bom.approval_row"), (11, "bom.total_row")]
    assert [line.unit for line in preview.lines] == ["EA", "EA", "kg"]
    assert (preview.lines[0].material, preview.lines[0].description) == ("SCM440", "⌀62")
    assert _codes(preview) == {"bom.mixed_units": ""}


@pytest.mark.parametrize(
    "total", ["TOTAL", "Total Qty. 60", "Grand total:", "Sub-total", "소 계", "Summe", "합계 :"]
)
def test_lines_of_sums_are_no_parts(tmp_path: Path, total: str) -> None:
    preview = _read(tmp_path, f"part number;name;qty\nP-1;Hub;2\n{total};;2\n;{total};2\n")
    assert (preview.rows, _skipped(preview)) == (1, [(3, "bom.total_row"), (4, "bom.total_row")])


def test_a_part_named_like_a_sum_stays_a_part(tmp_path: Path) -> None:
    preview = _read(tmp_path, "part number,name,qty\nP-1,Total station mount,2\nP-2,Summer cover,1\n")
    assert preview.rows == 2


def test_quantities_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    text = "part number,qty\nP-1,\nP-2,AR\nP-3,0\nP-4,-2\nP-5,1.50\npart number,qty\n,\n"
    preview = _read(tmp_path, text)
    assert [line.part_number for line in preview.lines] == ["P-5"]
    assert preview.quantity_total == "1.5"
    assert preview.lines[0].quantity is not None
    assert str(preview.lines[0].quantity) == "1.50"
    assert _skipped(preview) == [
        (2, "bom.no_quantity"),
        (3, "bom.bad_quantity"),
        (4, "bom.zero_quantity"),
        (5, "bom.negative_quantity"),
        (7, "bom.repeated_header"),
    ]
    assert "AR" in preview.skipped[1].reason.say(Language("ko"))


def test_cells_equal_to_their_titles_do_not_make_a_header(tmp_path: Path) -> None:
    preview = _read(tmp_path, "품번,품명,수량,비고,업체\nP-1,허브,2,비고,업체\n품번,품명,수량,비고,업체\n")
    assert (preview.rows, _skipped(preview)) == (1, [(3, "bom.repeated_header")])


def test_error_cells_are_no_quantities(tmp_path: Path) -> None:
    preview = preview_bom(workbook(tmp_path, [("품번", "수량"), ("P-1", "#N/A"), ("P-2", "=1+1")]))
    assert (preview.rows, [code for _, code in _skipped(preview)]) == (0, ["bom.bad_quantity"] * 2)
    assert _codes(preview)["table.faulty_cells"] == "2, 3"


def test_per_quantities_and_commas(tmp_path: Path) -> None:
    text = "Sachnummer;Menge;Einheit\nP-1;1,5;Stk\nP-2;3 kg je 1000;\nP-3;1,000;kg\nP-4;1 / 3 EA;\n"
    preview = _read(tmp_path, text)
    assert [(str(line.quantity), str(line.per)) for line in preview.lines] == [
        *(("1.5", "1"), ("3", "1000"), ("1.000", "1"), ("1", "3"))
    ]
    assert preview.quantity_total == "2.503"
    assert _codes(preview)["bom.comma_as_point"] == "2, 4"
    assert _codes(preview)["bom.per_not_summed"] == "5"


def test_doubles_designators_and_units_are_named(tmp_path: Path) -> None:
    text = (
        "part number,find no,qty,unit,designator\n"
        'P-1,10,3,EA,"C1, C2, C3"\nP-2,20,2,EA,R1-R3\np-1,10,1,foo,C9\n'
    )
    codes = _codes(_read(tmp_path, text))
    assert codes["bom.duplicate_part"] == "2, 4"
    assert codes["bom.duplicate_find_number"] == "2, 4"
    assert codes["bom.designators_differ"] == "3"
    assert codes["bom.unknown_unit"] == "4"


@pytest.mark.parametrize(
    ("text", "count"),
    [("C1, C2, C3", 3), ("R1-R4; C1", 5), ("R1-4", 4), ("U$2", 1), ("see drawing", None), ("", None)],
)
def test_designators_are_counted(text: str, count: int | None) -> None:
    assert designator_count(text) == count


def test_not_fitted_and_optional_rows(tmp_path: Path) -> None:
    text = "part number,qty,optional,DNP\nP-1,1,Y,\nP-2,1,,x\nP-3,1,maybe,\n"
    preview = _read(tmp_path, text)
    assert [(line.part_number, line.optional) for line in preview.lines] == [("P-1", True), ("P-3", False)]
    assert _skipped(preview) == [(3, "bom.not_fitted")]
    assert _codes(preview)["bom.unclear_flag"] == "4"


def test_merged_cells_are_named_and_merged_titles_joined(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("품번", "수량", "LEVEL", "", ""),
        ("", "", 0, 1, 2),
        ("A", 1, "●", "", ""),
        ("B", 2, "", "●", ""),
        ("C", 3, "", "", "●"),
        ("", 4, "", "●", ""),
    ):
        sheet.append(list(row))
    for span in ("A1:A2", "B1:B2", "C1:E1", "A5:A6"):
        sheet.merge_cells(span)
    book.save(tmp_path / "t.xlsx")
    preview = preview_bom(tmp_path / "t.xlsx")
    assert [(line.part_number, line.level) for line in preview.lines] == [("B", 1), ("C", 2)]
    assert _skipped(preview) == [(3, "bom.the_assembly"), (6, "bom.no_part")]
    assert preview.top_part_number == "A"
    assert _codes(preview)["bom.merged_body"] == "5"


def test_the_best_sheet_is_read_and_the_others_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.append(["Deckblatt", "HB-100"])
    book.create_sheet("Stückliste").append(["Teilenummer", "Benennung", "Menge"])
    book["Stückliste"].append(["HB-110", "Nabe", 2])
    book.save(tmp_path / "t.xlsx")
    preview = preview_bom(tmp_path / "t.xlsx")
    assert (preview.sheet, preview.rows) == ("Stückliste", 1)
    assert "table.other_sheets" in _codes(preview)


def test_the_mapping_of_the_user_wins(tmp_path: Path) -> None:
    text = "Part # or Link,Bezeichnung,Total,Qty\nP-1,Hub,9,1\nP-2,Bolt,9,4\n"
    preview = _read(tmp_path, text, {"Part # or Link": "part_number", "C": "quantity", "qty": ""})
    assert preview.mapping == {
        "Part # or Link": "part_number",
        "Bezeichnung": "name",
        "Total": "quantity",
    }
    assert (preview.quantity_total, preview.lines[1].part_number) == ("18", "P-2")
    assert {column.title: column.confidence for column in preview.columns}["Bezeichnung"] == 100


def test_a_table_without_header_is_read_by_letters(tmp_path: Path) -> None:
    preview = _read(tmp_path, "P-1,Hub,1\nP-2,Bolt,4\n", {"A": "part_number", "C": "quantity"})
    assert (preview.header_row, preview.rows, preview.quantity_total) == (0, 2, "5")


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ({"Qty": "amount"}, "table.unknown_field"),
        ({"Menge": "quantity"}, "table.unknown_column"),
        ({"Qty": "quantity", "Name": "quantity"}, "table.field_twice"),
        ({"Link": "note"}, "table.column_twice"),
    ],
)
def test_wrong_mappings_are_refused(tmp_path: Path, mapping: dict[str, str], code: str) -> None:
    with pytest.raises(PartproofError) as caught:
        _read(tmp_path, "Name,Qty,Link,Link\nHub,1,,\n", mapping)
    assert caught.value.code == code
    assert "{" not in Language("ko").explain(caught.value)


def test_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PartproofError) as caught:
        preview_bom(workbook(tmp_path), sheet="재고")
    assert caught.value.code == "table.no_sheet"


def test_several_quantity_columns_are_named(tmp_path: Path) -> None:
    preview = _read(tmp_path, "part number,Qty (A),Qty (B)\nP-1,1,2\n")
    (remark,) = [entry for entry in preview.warnings if entry.code == "table.several_columns"]
    assert remark.values["columns"] == "Qty (A) (B), Qty (B) (C)"
    assert preview.quantity_total == "1"


def test_a_long_list_is_read_in_seconds(tmp_path: Path) -> None:
    lines = "".join(f"P-{index},Name {index},{index % 7 + 1}\n" for index in range(10_000))
    preview = _read(tmp_path, "part number,name,qty\n" + lines)
    assert preview.rows == 10_000
    assert Decimal(preview.quantity_total) == sum(index % 7 + 1 for index in range(10_000))
