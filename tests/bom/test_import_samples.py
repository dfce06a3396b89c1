"""Real parts lists made by others give the rows and sums that were counted by eye, or say why not."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from app.bom.import_preview import BomPreview
from app.bom.import_xlsx import preview_bom
from app.errors import PartproofError
from app.texts import Language


@pytest.fixture
def lists(shared_dir: Path) -> Path:
    return shared_dir / "samples" / "bom"


def _codes(preview: BomPreview) -> dict[str, str]:
    return {remark.code: str(remark.values.get("rows", "")) for remark in preview.warnings}


@pytest.mark.parametrize(
    ("file", "rows", "total", "encoding", "sheet"),
    [
        ("exa-spim_solidworks_BOM.xlsx", 92, "212", None, "in"),
        ("exa-spim_solidworks_BOM.csv", 92, "212", "utf-8", None),
        ("odrive_BOM_v3.1.csv", 42, "194", "windows-1252", None),
        ("odrive_BOM_v3.2.csv", 41, "196", "windows-1252", None),
        ("odrive_BOM_v3.3.csv", 42, "195", "windows-1252", None),
        ("Bill_of_Materials-FMU3_REV_D(FMU3_REV_D).xlsx", 53, "151", None, "BOM"),
        ("fractal5pro_matrix_BOM.xlsx", 200, "1326.5", None, "Fractal 5 Pro BOM"),
        ("tracker-one-bracket_BOM.xlsx", 9, "20", None, "Sheet1"),
        ("excel-semi-column.csv", 2, "0", "utf-8", None),
        ("pixhawk_parts_database.csv", 234, "0", "utf-8", None),
        ("gitplm-nested/ASY-001-0000-all.csv", 10, "149", "utf-8", None),
        ("gitplm-nested/ASY-002-0001.csv", 2, "12", "utf-8", None),
    ],
)
def test_rows_and_sums(
    lists: Path, file: str, rows: int, total: str, encoding: str | None, sheet: str | None
) -> None:
    preview = preview_bom(lists / file)
    assert (preview.rows, preview.quantity_total, preview.levels) == (rows, total, 1)
    assert (preview.header_row, preview.encoding, preview.sheet) == (1, encoding, sheet)
    assert "bom.designators_differ" not in _codes(preview)
    assert total != "0" or "bom.no_quantity_column" in _codes(preview)


def test_every_list_is_read_or_refused_in_words(lists: Path) -> None:
    files = [path for path in sorted(lists.rglob("*")) if path.is_file() and path.suffix != ".md"]
    assert len(files) > 20
    for path in files:
        if path.suffix == ".pdf":
            with pytest.raises(PartproofError):
                preview_bom(path)
            continue
        shown = preview_bom(path).to_json(Language("ko"))
        assert list(shown) == [
            *("header_row", "mapping", "encoding", "sheet", "rows"),
            *("quantity_total", "levels", "skipped", "warnings"),
        ]
        assert Decimal(str(shown["quantity_total"])) >= 0


def test_solidworks_number_and_rows_without_one(lists: Path) -> None:
    sheet = preview_bom(lists / "exa-spim_solidworks_BOM.xlsx")
    assert sheet.mapping["SOLIDWORKS PART NUMBER"] == "part_number"
    assert "CATALOG PART NUMBER" not in sheet.mapping
    text = preview_bom(lists / "exa-spim_solidworks_BOM.csv")
    assert _codes(text)["bom.part_number_empty"] == "9, 12"
    only = {line.part_number for line in sheet.lines} - {line.part_number for line in text.lines}
    assert {"board_MB424", "board_MB624"} <= only


def test_revisions_compare_as_published(lists: Path) -> None:
    parts = {
        version: {
            line.part_number: line.quantity
            for line in preview_bom(lists / f"odrive_BOM_v{version}.csv").lines
        }
        for version in ("3.1", "3.2", "3.3")
    }

    def compared(old: str, new: str) -> tuple[int, int, int]:
        before, after = parts[old], parts[new]
        both = set(before) & set(after)
        changed = sum(before[number] != after[number] for number in both)
        return len(set(after) - set(before)), len(set(before) - set(after)), changed

    assert compared("3.1", "3.2") == (7, 8, 5)
    assert compared("3.2", "3.3") == (3, 2, 4)


def test_the_matrix_says_which_totals_do_not_add_up(lists: Path) -> None:
    preview = preview_bom(lists / "fractal5pro_matrix_BOM.xlsx")
    remarks = {remark.code: remark for remark in preview.warnings}
    assert remarks["bom.matrix"].values["columns"] == 10
    sums = str(remarks["bom.matrix"].values["sums"])
    assert [piece.rpartition(" ")[2] for piece in sums.split(", ")] == [
        *("72", "47", "23", "301.25", "199", "190.25", "188", "82", "59", "136")
    ]
    assert remarks["bom.matrix_differs"].values["rows"] == "54, 119, 120, 123, 127–130"
    assert [(entry.row, entry.reason.code) for entry in preview.skipped] == [
        (202, "bom.total_row"),
        (204, "bom.total_row"),
    ]


def test_sections_of_a_list_without_part_numbers(lists: Path) -> None:
    preview = preview_bom(lists / "tracker-one-bracket_BOM.xlsx")
    assert [line.row for line in preview.lines if line.optional] == [13]
    assert [(entry.row, entry.reason.code) for entry in preview.skipped] == [
        (12, "bom.section_row"),
        (16, "bom.section_row"),
        *((row, "bom.no_quantity") for row in (17, 18, 19, 20)),
    ]
    (optional,) = [remark for remark in preview.warnings if remark.code == "bom.section_optional"]
    assert (optional.values["rows_without"], optional.values["quantity_without"]) == (8, "16")
    assert "bom.no_part_number_column" in _codes(preview)
    assert {line.part_number for line in preview.lines} == {""}


def test_slipped_columns_are_named(lists: Path) -> None:
    assert (
        _codes(preview_bom(lists / "pixhawk_parts_database.csv"))["table.ragged_long"]
        == "31, 32, 34, 51, 64, 81"
    )
    for name in ("asy", "cap", "mch", "pca", "pcb", "scr", "dio"):
        assert "table.ragged_short" in _codes(preview_bom(lists / "gitplm-nested" / f"{name}.csv"))


def test_a_folder_of_assemblies_rolls_up_to_the_published_sums(lists: Path) -> None:
    preview = preview_bom(lists / "gitplm-nested")
    assert (preview.top_part_number, preview.levels, preview.rows) == ("ASY-001-0000", 3, 12)
    totals: list[Decimal] = []
    sums: dict[str, Decimal] = {}
    for line in preview.lines:
        assert line.quantity is not None
        above = totals[line.parent] if line.parent is not None else Decimal(1)
        totals.append(above * line.quantity)
        sums[line.part_number] = sums.get(line.part_number, Decimal(0)) + totals[-1]
    published = preview_bom(lists / "gitplm-nested" / "ASY-001-0000-all.csv")
    assert sums == {line.part_number: line.quantity for line in published.lines}
    assert sums["SCR-002-0002"] == 56


def test_a_file_beside_its_assemblies_points_to_the_folder(lists: Path) -> None:
    remarks = preview_bom(lists / "gitplm-nested" / "ASY-001-0000.csv").warnings
    (split,) = [remark for remark in remarks if remark.code == "bom.split_files"]
    assert split.values["assemblies"] == "ASY-002-0001, PCA-019-0000"
