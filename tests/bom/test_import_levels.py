"""Structures: level column, marks, dotted find numbers, indentation, parent column, one file per assembly."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bom.import_preview import BomPreview
from app.bom.import_xlsx import preview_bom
from app.errors import PartproofError
from app.texts import Language
from tests.drawings_import.made_files import text_file

TREE = [("A", 1, None), ("B", 2, "A"), ("C", 3, "B"), ("D", 2, "A"), ("E", 1, None)]


def _tree(preview: BomPreview) -> list[tuple[str, int, str | None]]:
    return [
        (
            line.part_number,
            line.level,
            None if line.parent is None else preview.lines[line.parent].part_number,
        )
        for line in preview.lines
    ]


def _codes(preview: BomPreview) -> dict[str, str]:
    return {remark.code: str(remark.values.get("rows", "")) for remark in preview.warnings}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("level,part number,qty\n1,A,1\n2,B,1\n3,C,1\n2,D,1\n1,E,1\n", "bom.by_level"),
        ("레벨,품번,수량\n.1,A,1\n..2,B,1\n...3,C,1\n..2,D,1\n.1,E,1\n", "bom.by_level"),
        ("level,part number,qty\n0,A,1\n1,B,1\n2,C,1\n1,D,1\n0,E,1\n", "bom.by_level"),
        (
            "Lv.1,Lv.2,Lv.3,part number,qty\nx,,,A,1\n,x,,B,1\n,,x,C,1\n,x,,D,1\nx,,,E,1\n",
            "bom.by_level_columns",
        ),
        ("no,part number,qty\n1,A,1\n1.1,B,1\n1.1.1,C,1\n1.2,D,1\n2,E,1\n", "bom.by_find_number"),
        ("part number,qty\nA,1\n  B,1\n    C,1\n  D,1\nE,1\n", "bom.by_indent"),
        ("part number,parent,qty\nA,TOP,1\nB,A,1\nC,B,1\nD,A,1\nE,TOP,1\n", "bom.by_parent"),
    ],
)
def test_the_same_tree_in_every_form(tmp_path: Path, text: str, code: str) -> None:
    preview = preview_bom(text_file(tmp_path, text))
    assert _tree(preview) == TREE
    assert preview.levels == 3
    assert code in _codes(preview)


def test_one_row_at_level_zero_is_the_assembly(tmp_path: Path) -> None:
    preview = preview_bom(text_file(tmp_path, "level,part number,qty\n0,TOP,1\n1,A,2\n2,B,3\n"))
    assert (preview.top_part_number, preview.rows, preview.quantity_total) == ("TOP", 2, "5")
    assert _tree(preview) == [("A", 1, None), ("B", 2, "A")]
    assert [entry.reason.code for entry in preview.skipped] == ["bom.the_assembly"]


def test_parts_below_a_skipped_row_are_skipped_with_it(tmp_path: Path) -> None:
    preview = preview_bom(text_file(tmp_path, "level,part number,qty\n1,A,\n2,B,1\n3,C,1\n1,D,1\n"))
    assert _tree(preview) == [("D", 1, None)]
    assert [(entry.row, entry.reason.code) for entry in preview.skipped] == [
        (2, "bom.no_quantity"),
        (3, "bom.parent_skipped"),
        (4, "bom.parent_skipped"),
    ]


def test_jumps_and_missing_levels_are_named(tmp_path: Path) -> None:
    preview = preview_bom(text_file(tmp_path, "level,part number,qty\n1,A,1\n3,B,1\n?,C,1\n1,D,1\n"))
    assert _tree(preview) == [("A", 1, None), ("B", 2, "A"), ("C", 1, None), ("D", 1, None)]
    assert _codes(preview)["bom.level_jump"] == "3"
    assert _codes(preview)["bom.level_missing"] == "4"


def test_a_part_below_itself_is_named(tmp_path: Path) -> None:
    preview = preview_bom(text_file(tmp_path, "level,part number,qty\n1,A,1\n2,B,1\n3,a,1\n"))
    assert _codes(preview)["bom.below_itself"] == "4"


def test_a_circle_of_parents_is_skipped(tmp_path: Path) -> None:
    text = "part number,parent,qty\nA,C,1\nB,A,1\nC,B,1\nD,C,1\nE,TOP,1\n"
    preview = preview_bom(text_file(tmp_path, text))
    assert _tree(preview) == [("E", 1, None)]
    assert {entry.reason.code for entry in preview.skipped} == {"bom.in_a_cycle"}


def test_unknown_and_repeated_parents_are_named(tmp_path: Path) -> None:
    text = "part number,parent,qty\nA,X,1\nB,Y,1\nA,Y,2\nC,A,1\n"
    preview = preview_bom(text_file(tmp_path, text))
    assert _codes(preview)["bom.parent_unknown"] == "2–4"
    assert "bom.parent_again" in _codes(preview)


def test_find_numbers_without_their_parents_are_no_levels(tmp_path: Path) -> None:
    preview = preview_bom(text_file(tmp_path, "no,part number,qty\n1.0,A,1\n2.0,B,1\n"))
    assert preview.levels == 1


def _folder(tmp_path: Path, tables: dict[str, str]) -> Path:
    folder = tmp_path / "묶음"
    folder.mkdir()
    for name, rows in tables.items():
        text_file(folder, "품번,수량\n" + rows, encoding="cp949", name=f"{name}.csv")
    return folder


def test_a_folder_is_read_from_its_top(tmp_path: Path) -> None:
    folder = _folder(tmp_path, {"TOP": "SUB,2\nP-1,1\n", "SUB": "P-2,3\n", "LONE": "P-9,1\n"})
    preview = preview_bom(folder)
    assert _tree(preview) == [("SUB", 1, None), ("P-2", 2, "SUB"), ("P-1", 1, None)]
    assert (preview.top_part_number, preview.quantity_total) == ("TOP", "6")
    assert [line.file for line in preview.lines] == ["TOP.csv", "SUB.csv", "TOP.csv"]
    assert {"bom.top_file", "bom.other_files"} <= set(_codes(preview))


@pytest.mark.parametrize(
    ("tables", "code"),
    [
        ({"A": "B,1\n", "B": "A,1\n"}, "bom.files_in_a_cycle"),
        ({"T": "A,1\n", "A": "B,1\n", "B": "A,1\n"}, "bom.files_in_a_cycle"),
        ({"A": "C,1\n", "B": "C,1\n", "C": "P,1\n"}, "bom.several_tops"),
        ({"A": "P,1\n"}, "bom.no_top"),
        ({}, "bom.no_top"),
    ],
)
def test_folders_without_one_structure_are_refused(tmp_path: Path, tables: dict[str, str], code: str) -> None:
    with pytest.raises(PartproofError) as caught:
        preview_bom(_folder(tmp_path, tables))
    assert caught.value.code == code
    assert "묶음" in Language("ko").explain(caught.value)
