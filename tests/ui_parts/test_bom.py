"""The BOM as a person edits and imports it; cancelling leaves every byte as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.bom.queries import bom_tree, where_used
from app.documents import bom_exchange
from app.parts.queries import part_head, part_id_of
from models.types import decimal_text
from tests.ui_parts.rig import DesignPage
from tests.ui_parts.stage import Stage
from ui.bom.bom_panel import BomPanel
from ui.bom.import_dialog import ImportDialog
from ui.bom.line_dialog import LineDialog
from ui.i18n import Texts
from ui.widgets.tables import RowTable
from ui.widgets.trees import RowTree

DRAFT = "HB-2240-02"


@pytest.fixture
def panel(page: DesignPage, stage: Stage) -> BomPanel:
    """The empty BOM of an open draft."""
    page.open("parts", stage.factory.ask(part_id_of, DRAFT))
    page.tab("bom")
    return page.window.findChildren(BomPanel)[0]


def lines(stage: Stage, number: str = DRAFT) -> list[tuple[str, str, str, str]]:
    """Return find number, part, exact quantity and unit of the newest revision's own lines."""
    part = stage.factory.ask(part_id_of, number)
    head = stage.factory.ask(part_head, part or 0)
    assert head is not None
    assert head.newest is not None
    rows = stage.factory.ask(bom_tree, head.newest.id)
    return [
        (row.find_number, row.number, decimal_text(row.quantity), row.unit) for row in rows if row.level == 1
    ]


def add(page: DesignPage, part: str, quantity: str) -> None:
    """Add a line through its dialog."""
    page.window.findChildren(BomPanel)[0].add_line()
    dialog = page.dialog(LineDialog)
    page.settle()
    page.fill(part=part, quantity=quantity)
    dialog._take_unit()
    page.answer()


def test_lines_are_added_by_number_or_name(page: DesignPage, stage: Stage, panel: BomPanel) -> None:
    add(page, "RM-ADC12", "0.4120")
    add(page, "헬리코일", "4")
    assert lines(stage) == [("10", "RM-ADC12", "0.4120", "kg"), ("20", "ST-HELI-M8", "4", "EA")]


def test_a_bom_too_long_for_a_sheet_is_refused_and_goes_out_as_csv(
    page: DesignPage, stage: Stage, panel: BomPanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(page, "RM-ADC12", "0.4120")
    monkeypatch.setattr(bom_exchange, "SHEET_ROWS", 0)
    book, table = tmp_path / "bom.xlsx", tmp_path / "bom.csv"
    panel.choose_target = lambda *_: book
    panel.export()
    page.settle()
    said = " ".join(label.text() for label in page.window.findChildren(QLabel))
    assert "an Excel sheet holds 0" in said
    assert "CSV" in said
    assert not book.exists()
    panel.choose_target = lambda *_: table
    panel.export_own()
    page.settle()
    assert "RM-ADC12" in table.read_text("utf-8-sig")


def test_a_circle_is_refused_and_explained(page: DesignPage, stage: Stage, panel: BomPanel) -> None:
    panel.add_line()
    page.settle()
    page.fill(part="HB-2200-00", quantity="1")
    page.answer()
    assert "would contain itself" in page.dialog(LineDialog).refusal.text()
    page.answer("cancel")
    assert lines(stage) == []


def test_a_quantity_is_typed_into_the_table(page: DesignPage, stage: Stage, panel: BomPanel) -> None:
    add(page, "RM-ADC12", "0.4120")
    model = panel.model
    cell = model.index(0, 4, model.index(0, 0, QModelIndex()))
    assert model.flags(cell) & Qt.ItemFlag.ItemIsEditable
    model.setData(cell, "0.4200 kg")
    page.settle()
    assert lines(stage) == [("10", "RM-ADC12", "0.4200", "kg")]
    cell = model.index(0, 4, model.index(0, 0, QModelIndex()))
    model.setData(cell, "viel")
    page.settle()
    assert lines(stage) == [("10", "RM-ADC12", "0.4200", "kg")]
    assert any("no quantity" in toast for toast in page.toasts)


def test_a_removed_line_comes_back_by_undo(page: DesignPage, stage: Stage, panel: BomPanel) -> None:
    add(page, "RM-ADC12", "0.4120")
    tree = page.find(RowTree, "bom.tree")
    model = panel.model
    page.focus(tree)
    tree.setCurrentIndex(model.index(0, 0, model.index(0, 0, QModelIndex())))
    QTest.keyClick(tree, Qt.Key.Key_Delete)
    page.settle()
    assert lines(stage) == []
    page.press("undo")
    page.settle()
    assert lines(stage) == [("10", "RM-ADC12", "0.4120", "kg")]


def opened_import(page: DesignPage, panel: BomPanel, path: Path) -> ImportDialog:
    """Choose a file and wait for its preview."""
    panel.choose_file = lambda *_facts: path
    page.press("empty.action")
    page.settle()
    return page.dialog(ImportDialog)


def bom_file(stage: Stage) -> Path:
    return next(stage.files.glob("*.xlsx"))


def test_a_preview_says_what_it_read(page: DesignPage, stage: Stage, panel: BomPanel) -> None:
    dialog = opened_import(page, panel, bom_file(stage))
    assert dialog.preview is not None
    shown = {name: label.text() for name, label in dialog.facts.items()}
    assert (shown["rows"], shown["levels"]) == ("8", "2")
    assert shown["header"] == str(dialog.preview.header_row)
    assert shown["total"] == dialog.preview.quantity_total
    assert dialog.yes.text() == "Import 8 rows"
    table = dialog.findChild(RowTable, "import.table")
    assert isinstance(table, RowTable)
    assert table.model().rowCount(QModelIndex()) == 8
    page.answer("cancel")


def test_cancelling_leaves_every_byte(page: DesignPage, stage: Stage, panel: BomPanel) -> None:
    before = stage.stored
    dialog = opened_import(page, panel, bom_file(stage))
    dialog.columns.fields["H"].chosen.emit("reference") if "H" in dialog.columns.fields else None
    page.settle()
    page.answer("cancel")
    assert stage.stored == before
    assert lines(stage) == []


def test_confirming_writes_all_levels(
    page: DesignPage, stage: Stage, panel: BomPanel, tmp_path: Path
) -> None:
    file = tmp_path / "parts.csv"
    file.write_text("품번,품명,소요량,단위\nNEW-1,새 부품,0.4120,kg\nST-HELI-M8,헬리코일,4,EA\n", "utf-8")
    opened_import(page, panel, file)
    page.answer()
    assert lines(stage) == [("10", "NEW-1", "0.4120", "kg"), ("20", "ST-HELI-M8", "4", "EA")]
    assert any("2 BOM lines imported, 1 new part." in toast for toast in page.toasts)
    used = stage.factory.ask(where_used, stage.factory.ask(part_id_of, "NEW-1") or 0)
    assert [row.number for row in used] == [DRAFT]


def test_a_column_is_read_as_something_else(
    page: DesignPage, stage: Stage, panel: BomPanel, tmp_path: Path
) -> None:
    file = tmp_path / "two.csv"
    file.write_text("Part Number,Name,Qty,Spare\nNEW-1,New,1,7\nNEW-2,Newer,2,8\n", "utf-8")
    dialog = opened_import(page, panel, file)
    assert dialog.facts["total"].text() == "3"
    field = dialog.columns.fields["D"]
    field.set_value("quantity")
    field.chosen.emit("quantity")
    page.settle()
    assert dialog.facts["total"].text() == "15"
    assert dialog.columns.fields["C"].value() == ""
    page.answer()
    assert [row[2] for row in lines(stage)] == ["7", "8"]


def test_a_broken_file_is_explained(
    page: DesignPage, stage: Stage, panel: BomPanel, tmp_path: Path, texts: Texts
) -> None:
    file = tmp_path / "broken.xlsx"
    file.write_bytes(b"PK\x03\x04 no workbook")
    dialog = opened_import(page, panel, file)
    assert "broken.xlsx" in dialog.refusal.text()
    assert not dialog.yes.isEnabled()
    page.answer("cancel")


def test_the_bom_is_written_for_excel(page: DesignPage, stage: Stage, tmp_path: Path) -> None:
    page.open("parts", stage.designed.made_part)
    page.parts.workspace.choose_folder = lambda *_facts: tmp_path / "out"
    page.press("part.excel")
    page.settle()
    written = list((tmp_path / "out").glob("*.xlsx"))
    assert len(written) == 1
    assert any(written[0].name in toast for toast in page.toasts)
