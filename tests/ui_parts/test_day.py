"""A day with a part, by mouse and keyboard: new part, BOM in from Excel, release, revision B, compare, to Excel."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.changes.release import release
from app.changes.reviews import open_review, sign_review
from app.demo.crew import PASSWORD
from app.parts.queries import part_head, part_id_of
from models.rules.compare import Difference
from models.vocab import Noun, RevisionState
from tests.ui_parts.rig import DesignPage
from tests.ui_parts.stage import Stage
from ui.bom.bom_panel import BomPanel
from ui.bom.compare_panel import ComparePanel
from ui.bom.import_dialog import ImportDialog
from ui.parts.detail_dialogs import CheckInDialog
from ui.parts.details_panel import DetailsPanel
from ui.parts.part_dialogs import NewPartDialog, NewRevisionDialog

NUMBER = "PK-KIT-01"


def _newest(stage: Stage) -> int:
    head = stage.factory.ask(part_head, stage.factory.ask(part_id_of, NUMBER) or 0)
    assert head is not None
    assert head.newest is not None
    return head.newest.id


@pytest.mark.slow
def test_new_part_bom_release_revision_compare(page: DesignPage, stage: Stage, tmp_path: Path) -> None:
    page.open("parts")
    page.press("parts.new")
    page.dialog(NewPartDialog)
    page.fill(number=NUMBER, name="포장 키트", kind="packaging", source="bought")
    page.answer()
    part = stage.factory.ask(part_id_of, NUMBER)
    assert part is not None
    page.tab("bom")
    panel = [found for found in page.window.findChildren(BomPanel) if found.isVisible()][-1]
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ("품번", "품명", "수량", "단위"),
        ("PK-BOX-12", "포장 박스 12구", 1, "EA"),
        ("ST-HELI-M8", "", 4, "EA"),
    ):
        sheet.append(row)
    file = tmp_path / "키트.xlsx"
    book.save(file)
    panel.show_import(file)
    page.settle()
    dialog = page.dialog(ImportDialog)
    effects = dialog.tabs.effects.rows
    assert [row.effect.value for row in effects] == ["known", "known"]
    page.answer()
    assert [entry.row.number for entry in panel.found.branches[panel.revision_id]] == [
        "PK-BOX-12",
        "ST-HELI-M8",
    ]
    page.tab("details")
    details = [found for found in page.window.findChildren(DetailsPanel) if found.isVisible()][-1]
    details._check()
    page.dialog(CheckInDialog)
    page.fill(note="엑셀 부품표 반영")
    page.answer()
    assert [row.note for row in details.checked.rows] == ["엑셀 부품표 반영"]
    first = _newest(stage)
    stage.factory.perform(open_review, Noun.PART_REVISION, first, actor=stage.crew.engineer)
    for actor in (stage.crew.engineer, stage.crew.quality, stage.crew.approver):
        stage.factory.perform(sign_review, Noun.PART_REVISION, first, secret=PASSWORD, actor=actor)
    stage.factory.perform(release, [(Noun.PART_REVISION, first)], actor=stage.crew.engineer)
    page.open("parts")
    page.open("parts", part)
    page.press("part.new_revision")
    page.dialog(NewRevisionDialog)
    page.fill(customer_label="B", reason="EO-7740")
    page.answer()
    page.tab("bom")
    panel = [found for found in page.window.findChildren(BomPanel) if found.isVisible()][-1]
    panel.edit_lines()
    page.settle()
    QGuiApplication.clipboard().setText("품번\t수량\nST-BLT-M8X25\t2\n")
    page.focus(panel.editor.table)
    QTest.keyClick(panel.editor.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    panel.editor.model.setData(panel.editor.model.index(1, 3), "6")
    page.settle()
    page.press("bom.edit.save")
    page.settle()
    page.tab("compare")
    compare = [found for found in page.window.findChildren(ComparePanel) if found.isVisible()][-1]
    page.settle()
    assert compare.found is not None
    assert compare.found.count(Difference.ADDED) == 1
    assert compare.found.count(Difference.CHANGED) == 1
    told = {row.line.number: row.fields for row in compare.rows.rows}
    assert told["ST-HELI-M8"] == (("quantity", "4", "6"),)
    assert page.cells("compare", 0) == ["Changed", "Added"]
    head = stage.factory.ask(part_head, part)
    assert head is not None
    assert [row.state for row in head.revisions] == [RevisionState.RELEASED, RevisionState.DRAFT]
    out = tmp_path / "out.xlsx"
    panel.choose_target = lambda *_: out
    panel.export()
    page.settle()
    cells = [[cell.value for cell in row] for row in openpyxl.load_workbook(out).worksheets[0].iter_rows()]
    assert [row[2] for row in cells[1:]] == ["PK-BOX-12", "ST-HELI-M8", "ST-BLT-M8X25"]
