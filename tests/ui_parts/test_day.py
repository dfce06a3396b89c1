"""A day with a part, by mouse and keyboard: new part, drawing in, BOM in from Excel, review, signatures, release,
change order, revision B, compare, and the BOM out to Excel.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.changes.ledger import order_view
from app.drawings.queries import document_revision_head
from app.parts.queries import part_head, part_id_of
from app.people.signatures import has_opened
from models.rules.compare import Difference
from models.vocab import Noun, RevisionState
from tests.ui_parts.rig import DesignPage
from tests.ui_parts.stage import Stage
from tests.ui_parts.test_review import sign
from ui.bom.bom_panel import BomPanel
from ui.bom.compare_panel import ComparePanel
from ui.bom.import_dialog import ImportDialog
from ui.changes.ledger_dialogs import AffectedDialog
from ui.changes.ledger_screen import LedgerScreen
from ui.drawings.document_dialogs import LinkDocumentDialog
from ui.drawings.dropped_drawing import DroppedDrawingDialog
from ui.parts.detail_dialogs import CheckInDialog
from ui.parts.details_panel import DetailsPanel
from ui.parts.part_dialogs import NewPartDialog

NUMBER, DRAWING = "HB-9900-00", "DW-9900"
W = TypeVar("W", bound=QWidget)


def _shown(page: DesignPage, kind: type[W]) -> W:
    return [found for found in page.window.findChildren(kind) if found.isVisible()][-1]


def _states(stage: Stage) -> list[RevisionState]:
    head = stage.factory.ask(part_head, stage.factory.ask(part_id_of, NUMBER) or 0)
    assert head is not None
    return [row.state for row in head.revisions]


def _new_part(page: DesignPage, stage: Stage) -> int:
    page.open("parts")
    page.press("parts.new")
    page.dialog(NewPartDialog)
    page.fill(number=NUMBER, name="허브 조립", kind="assembly", source="made")
    page.answer()
    part = stage.factory.ask(part_id_of, NUMBER)
    assert part is not None
    return part


def _drawing_in(page: DesignPage, stage: Stage, part: int, folder: Path) -> int:
    """A drawing is dropped on the list of documents and linked to the part; return its revision's id."""
    file = folder / f"{DRAWING} Rev A.png"
    image = QImage(1200, 800, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.drawRect(300, 200, 500, 300)
    painter.end()
    image.save(str(file))
    page.open("documents")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    at = QPoint(10, 10).toPointF()
    none = Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(at, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, none)
    page.documents.dropEvent(drop)
    page.settle()
    page.dialog(DroppedDrawingDialog)
    page.fill(number=DRAWING, label="A", title="허브 조립도", kind="drawing")
    page.answer()
    facts = page.documents.drawing.facts
    assert facts is not None
    assert facts.files[0].name == file.name
    page.open("parts", part)
    page.tab("drawings")
    page.press("part.link_document")
    page.settle()
    page.dialog(LinkDocumentDialog)
    page.fill(document=DRAWING)
    page.answer()
    return facts.id


def _bom_in(page: DesignPage, folder: Path) -> None:
    page.tab("bom")
    panel = _shown(page, BomPanel)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ("품번", "품명", "수량", "단위"),
        ("PK-BOX-12", "포장 박스 12구", 1, "EA"),
        ("ST-HELI-M8", "", 4, "EA"),
    ):
        sheet.append(row)
    file = folder / "부품표.xlsx"
    book.save(file)
    panel.show_import(file)
    page.settle()
    dialog = page.dialog(ImportDialog)
    assert [row.effect.value for row in dialog.tabs.effects.rows] == ["known", "known"]
    page.answer()
    lines = panel.found.branches[panel.revision_id]
    assert [entry.row.number for entry in lines] == ["PK-BOX-12", "ST-HELI-M8"]
    page.tab("details")
    details = _shown(page, DetailsPanel)
    page.press("part.iteration.add")
    page.dialog(CheckInDialog)
    page.fill(note="엑셀 부품표 반영")
    page.answer()
    assert [row.note for row in details.checked.rows] == ["엑셀 부품표 반영"]


def _open_drawing(page: DesignPage, stage: Stage, drawing: int) -> None:
    """Look at the sheet: who signs must have opened it."""
    page.open("documents")
    page.documents.open_revision(drawing)
    page.settle()
    head = stage.factory.ask(document_revision_head, drawing)
    person = stage.seat.actor.user_id
    assert head is not None
    assert person is not None
    file_hash = head.files[0].file_hash
    page.qtbot.waitUntil(lambda: stage.factory.ask(has_opened, person, file_hash))


def _reviewed_and_released(page: DesignPage, stage: Stage, part: int, drawing: int) -> None:
    """Drawing and part go to review, are signed by three people who looked at the sheet, and are released."""
    _open_drawing(page, stage, drawing)
    page.tab("review")
    page.press("review.send")
    page.settle()
    page.open("parts", part)
    page.press("review.send")
    page.settle()
    assert _states(stage) == [RevisionState.IN_REVIEW]
    for person in (stage.crew.engineer, stage.crew.quality, stage.crew.approver):
        stage.seat.actor = person
        _open_drawing(page, stage, drawing)
        page.tab("review")
        sign(page)
        page.open("parts", part)
        sign(page)
    stage.seat.actor = stage.crew.engineer
    _open_drawing(page, stage, drawing)
    page.tab("review")
    page.press("review.release")
    page.answer()
    page.open("parts", part)
    page.press("review.release")
    page.answer()
    head = stage.factory.ask(document_revision_head, drawing)
    assert head is not None
    assert head.state is RevisionState.RELEASED
    assert _states(stage) == [RevisionState.RELEASED]


def _change_order(page: DesignPage, stage: Stage, part: int) -> None:
    """A change order with the part begins its revision B."""
    page.open("changes")
    page.press("ledger.order")
    page.settle()
    page.fill(title="볼트 추가", reason="EO-7740")
    page.answer()
    ledger = page.window.shown_screen
    assert isinstance(ledger, LedgerScreen)
    row: Any = ledger.table.chosen()
    page.press("order.add_item")
    dialog = page.dialog(AffectedDialog)
    page.fill(kind=Noun.PART_REVISION.value)
    dialog.kind.chosen.emit(Noun.PART_REVISION.value)
    page.settle()
    page.fill(part=str(part), label="B", note="볼트")
    page.answer()
    view = stage.factory.ask(order_view, row.id)
    assert view is not None
    assert [item.after for item in view.items] == ["B"]
    assert _states(stage) == [RevisionState.RELEASED, RevisionState.DRAFT]


def _compared(page: DesignPage, stage: Stage, part: int, folder: Path) -> None:
    """The lines of revision B are edited and compared with what is released, and go out again."""
    page.open("parts", part)
    page.tab("bom")
    panel = _shown(page, BomPanel)
    QGuiApplication.clipboard().setText("품번\t수량\nST-BLT-M8X25\t2\n")
    page.focus(panel.tree)
    QTest.keyClick(panel.tree, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    page.settle()
    panel.editor.model.setData(panel.editor.model.index(1, 3), "6")
    page.settle()
    page.press("bom.edit.save")
    page.settle()
    page.tab("compare")
    compare = _shown(page, ComparePanel)
    page.settle()
    assert compare.found is not None
    assert compare.found.count(Difference.ADDED) == 1
    assert compare.found.count(Difference.CHANGED) == 1
    told = {row.line.number: row.fields for row in compare.rows.rows}
    assert told["ST-HELI-M8"] == (("quantity", "4", "6"),)
    assert page.cells("compare", 0) == ["Changed", "Added"]
    out = folder / "out.xlsx"
    panel.choose_target = lambda *_: out
    panel.export()
    page.settle()
    cells = [[cell.value for cell in row] for row in openpyxl.load_workbook(out).worksheets[0].iter_rows()]
    assert [row[2] for row in cells[1:]] == ["PK-BOX-12", "ST-HELI-M8", "ST-BLT-M8X25"]


@pytest.mark.slow
def test_from_a_new_part_to_revision_b(page: DesignPage, stage: Stage, tmp_path: Path) -> None:
    part = _new_part(page, stage)
    drawing = _drawing_in(page, stage, part, tmp_path)
    _bom_in(page, tmp_path)
    _reviewed_and_released(page, stage, part, drawing)
    _change_order(page, stage, part)
    _compared(page, stage, part, tmp_path)
