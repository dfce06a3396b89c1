"""Pictures of parts, special effectivity that ends, a part replaced everywhere, outputs that are dragged out."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.changes.orders import items_of
from app.parts.effectivity import Scope, add_effectivity
from app.parts.in_force import effectivity_rows
from app.parts.part_list import part_page
from app.parts.parts import add_part
from app.parts.pictures import picture_hash
from app.parts.queries import part_head, part_id_of
from models.vocab import EffectivityScope, PartKind, Source
from tests.ui_parts.rig import DesignPage
from tests.ui_parts.stage import Stage
from ui.bom.replace_dialog import ReplaceDialog
from ui.bom.where_used_panel import WhereUsedPanel
from ui.drag_out import DragOut
from ui.parts.detail_dialogs import EndEffectivityDialog
from ui.parts.details_panel import DetailsPanel
from ui.parts.part_picture import PartPicture
from ui.parts.part_workspace import PartWorkspace
from ui.widgets.tables import RowTable

W = TypeVar("W", bound=QWidget)


def _image(color: str, width: int = 60) -> QImage:
    image = QImage(width, width * 2 // 3, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    return image


def _shown(page: DesignPage, kind: type[W]) -> W:
    return [widget for widget in page.window.findChildren(kind) if widget.isVisible()][-1]


@pytest.fixture
def part(page: DesignPage, stage: Stage) -> int:
    """A released part, opened."""
    page.open("parts", stage.designed.made_part)
    return stage.designed.made_part


def test_a_picture_is_pasted_dropped_chosen_and_taken_off(
    page: DesignPage, stage: Stage, part: int, tmp_path: Path
) -> None:
    picture = _shown(page, PartPicture)
    QGuiApplication.clipboard().setImage(_image("red"))
    page.focus(picture)
    QTest.keyClick(picture, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    page.settle()
    pasted = stage.factory.ask(picture_hash, part)
    assert pasted == picture.file_hash != ""
    file = tmp_path / "사진.png"
    _image("blue", 3000).save(str(file))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    picture.dropEvent(drop)
    page.settle()
    dropped = stage.factory.ask(picture_hash, part)
    assert dropped not in (None, pasted)
    shown = picture.frame.grab().toImage().pixelColor(56, 56)
    assert shown.blue() > 200 > shown.red()
    # The list shows it before the number.
    assert stage.factory.ask(part_page, [part])[part].picture == dropped
    page.parts.open_record(None)
    page.settle()
    assert not page.parts.list.pictures.get(dropped or "").isNull()  # type: ignore[union-attr]
    page.open("parts", part)
    page.window.toasts.clear()
    page.press("part.picture.clear")
    page.settle()
    assert stage.factory.ask(picture_hash, part) is None
    page.press("undo")
    page.settle()
    assert stage.factory.ask(picture_hash, part) == dropped
    (tmp_path / "no.png").write_bytes(b"no picture")
    picture.choose_file = lambda *_facts: tmp_path / "no.png"
    page.press("part.picture")
    page.settle()
    assert any("no picture" in toast for toast in page.toasts)
    assert stage.factory.ask(picture_hash, part) == dropped


def test_a_special_effectivity_is_ended(page: DesignPage, stage: Stage, part: int) -> None:
    head = stage.factory.ask(part_head, part)
    assert head is not None
    assert head.current is not None
    scope = Scope(EffectivityScope.LOT, "L-7")
    stage.factory.perform(add_effectivity, head.current.id, scope, reason="x", actor=stage.crew.engineer)
    page.tab("details")
    panel = _shown(page, DetailsPanel)
    page.press("part.effectivity.end")
    assert page.dialog(EndEffectivityDialog).isVisible()
    page.fill(reason="시험 끝")
    page.answer()
    ended = [row for row in stage.factory.ask(effectivity_rows, part) if row.id is not None]
    assert [row.end is not None for row in ended] == [True]
    assert not panel.end.isVisible()


def test_a_part_is_replaced_everywhere_by_a_change_order(page: DesignPage, stage: Stage) -> None:
    metal = stage.factory.ask(part_id_of, "RM-ADC12") or 0
    facts = {
        "number": "RM-ADC14",
        "name": "다른 원자재",
        "kind": PartKind.RAW_MATERIAL,
        "source": Source.BOUGHT,
    }
    stage.factory.perform(add_part, unit_name="kg", actor=stage.crew.engineer, **facts)
    page.open("parts", metal)
    page.tab("where-used")
    panel = _shown(page, WhereUsedPanel)
    page.press("where_used.replace")
    page.settle()
    dialog = page.dialog(ReplaceDialog)
    parents = [row.holder.number for row in dialog.rows.rows]
    assert parents
    page.fill(by="rm-adc14", reason="길이 부족")
    dialog._name_order()
    assert dialog.form.values()["title"] == "RM-ADC12 → RM-ADC14"
    dialog.table.selectRow(0)
    for _ in range(2):
        QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    assert all(row.taken for row in dialog.rows.rows)
    page.answer()
    items = stage.factory.ask(lambda session: list(items_of(session, 1)))
    numbers = [stage.factory.ask(part_head, row.owner_id).number for row in items]  # type: ignore[union-attr]
    assert sorted(numbers) == sorted(parents)
    assert page.unnamed(panel) == []


def _dragged(page: DesignPage, widget: QWidget) -> list[Path]:
    """Drag something out of a widget as far as the file manager would get it."""
    carried: list[Path] = []
    drag = widget.findChild(DragOut)
    assert drag is not None
    drag.carry = carried.extend  # type: ignore[method-assign, assignment]
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    QTest.mouseMove(widget, QPoint(40, 12))
    QTest.mouseMove(widget, QPoint(80, 14))
    page.settle()
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=QPoint(500, 300))
    return carried


def test_lists_and_files_are_dragged_out(page: DesignPage, stage: Stage, tmp_path: Path) -> None:
    page.open("parts")
    files = _dragged(page, page.parts.list.export)
    assert [file.suffix for file in files] == [".xlsx"]
    cells = [row[0].value for row in openpyxl.load_workbook(files[0]).worksheets[0].iter_rows()]
    assert "HB-2200-00" in cells
    page.open("parts", stage.factory.ask(part_id_of, "HB-2240-02"))
    files = _dragged(page, _shown(page, PartWorkspace).excel)
    assert [file.suffix for file in files] == [".xlsx"]
    page.tab("where-used")
    used = _shown(page, WhereUsedPanel)
    used.link.setFocus()
    for _step in range(used.link.findText("KX-3")):
        QTest.keyClick(used.link, Qt.Key.Key_Down)
    page.settle()
    assert used.link.currentText() == "KX-3"
    assert {row.number for row in used.rows.rows} == {"HB-2200-00"}
    files = _dragged(page, used.export)
    cells = [row[0].value for row in openpyxl.load_workbook(files[0]).worksheets[0].iter_rows()]
    assert cells[1:] == [row.number for row in used.rows.rows]
    page.tab("details")
    panel = _shown(page, DetailsPanel)
    (tmp_path / "성적서.txt").write_text("가", encoding="utf-8")
    panel.take_file(tmp_path / "성적서.txt")
    page.settle()
    table = page.find(RowTable, "part.attachments")
    table.selectRow(0)
    files = _dragged(page, table.viewport())
    assert [file.read_text(encoding="utf-8") for file in files] == ["가"]
