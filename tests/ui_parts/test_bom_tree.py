"""The BOM tree of a person: branches that come when they are opened, flags, what is missing, for when, paste."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest

from app.bom.structure import NOW
from app.parts.queries import part_id_of
from app.production.lots import create_lot
from tests.bom.test_structure import LEVELS, WIDE, _put_on_shelf, _shared
from tests.ui_parts.rig import DesignPage
from tests.ui_parts.stage import Stage
from ui.bom.as_of_dialog import AsOfDialog
from ui.bom.bom_panel import BomPanel

FLAG = 7


def _panel(page: DesignPage, part: object) -> BomPanel:
    page.open("parts", part)
    page.tab("bom")
    return [found for found in page.window.findChildren(BomPanel) if found.isVisible()][-1]


def _cells(panel: BomPanel, parent: QModelIndex, column: int) -> list[str]:
    model = panel.model
    return [str(model.index(at, column, parent).data()) for at in range(model.rowCount(parent))]


def test_branches_come_as_they_are_opened(page: DesignPage, stage: Stage) -> None:
    stage.factory.perform(_shared, actor=stage.crew.engineer)
    panel = _panel(page, stage.factory.ask(part_id_of, "TOP"))
    model = panel.model
    assert "12 levels" in panel.card.note.text()
    assert len(model.branches) == 1
    at = model.index(0, 0)
    for level in range(1, LEVELS + 1):
        assert _cells(panel, at, 0) == [f"S{level}-{n}" for n in range(WIDE)]
        at = model.index(1, 0, at)
        panel.tree.setCurrentIndex(at)
        page.focus(panel.tree)
        QTest.keyClick(panel.tree, Qt.Key.Key_Right)
        page.settle()
    assert not model.hasChildren(at)
    assert len(model.branches) == LEVELS
    # What was open stays open when the BOM is asked anew.
    path = model.path_of(panel.tree.currentIndex())
    panel.renew()
    page.settle()
    assert model.path_of(panel.tree.currentIndex()) == path
    assert len(model.branches) == LEVELS


def test_what_is_missing_is_flagged_for_the_pieces_typed(page: DesignPage, stage: Stage) -> None:
    panel = _panel(page, stage.designed.made_part)
    QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Fatal, panel)
    top = panel.model.index(0, 0)
    assert set(_cells(panel, top, FLAG)) == {""}
    panel.foot.pieces.setText("100")
    QTest.keyClick(panel.foot.pieces, Qt.Key.Key_Return)
    page.settle()
    short = panel.foot.short
    assert short is not None
    assert short.rows
    assert {row.available for row in short.rows} == {Decimal(0)}
    flagged = [text for text in _cells(panel, top, FLAG) if text]
    assert flagged
    assert all(text.startswith("Short ") for text in flagged)
    assert "missing for 100 pieces" in panel.foot.text()
    part = short.rows[0]
    quality = stage.crew.quality
    lot = stage.factory.perform(create_lot, part_id=part.part_id, quantity=part.missing, actor=quality).result
    stage.factory.perform(_put_on_shelf, lot, actor=quality)
    panel.foot.count()
    page.settle()
    assert panel.foot.short is not None
    assert part.number not in {row.number for row in panel.foot.short.rows}
    panel.foot.pieces.setText("")
    QTest.keyClick(panel.foot.pieces, Qt.Key.Key_Return)
    page.settle()
    assert set(_cells(panel, top, FLAG)) == {""}


def test_the_bom_is_shown_for_a_day_a_lot_or_an_order(page: DesignPage, stage: Stage) -> None:
    panel = _panel(page, stage.designed.made_part)
    page.press("bom.as_of")
    page.fill(day="24.12.2026", lot="L-1")
    page.answer()
    assert page.dialog(AsOfDialog).isVisible()
    assert panel.at == NOW
    page.fill(day="2026-12-24")
    page.answer()
    assert panel.as_of.text() == "As of 2026-12-24 · lot L-1"
    assert panel.model.rowCount(panel.model.index(0, 0)) > 0
    assert page.unnamed(panel) == []


def test_copied_cells_go_into_the_lines_that_are_edited(page: DesignPage, stage: Stage) -> None:
    panel = _panel(page, stage.factory.ask(part_id_of, "HB-2240-02"))
    QGuiApplication.clipboard().setText("품번\t수량\nST-HELI-M8\t4\nRM-ADC12\t0.50\n")
    page.focus(panel.tree)
    QTest.keyClick(panel.tree, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    page.settle()
    session = panel.editor.session
    assert session is not None
    assert [(line.part, line.quantity) for line in session.lines] == [
        ("ST-HELI-M8", "4"),
        ("RM-ADC12", "0.50"),
    ]
    assert panel.unfinished
    page.press("bom.edit.discard")
    page.settle()
