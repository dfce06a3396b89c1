"""Editing a draft's BOM as a table: keyboard, paste from Excel, many rows, undo, and two stations at one draft."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest

from app.bom.drafts import DraftLine, read_draft, save_draft
from app.bom.lines import LineFacts
from app.bom.queries import bom_tree
from app.parts.queries import part_head, part_id_of
from models.types import decimal_text
from tests.ui_parts.rig import DesignPage
from tests.ui_parts.stage import Stage
from ui.bom.bom_editor import BomEditor
from ui.bom.bom_panel import BomPanel
from ui.bom.edit_session import COLUMNS

DRAFT = "HB-2240-02"


def _lines(stage: Stage) -> list[tuple[str, str, str, str]]:
    head = stage.factory.ask(part_head, stage.factory.ask(part_id_of, DRAFT) or 0)
    assert head is not None
    assert head.newest is not None
    return [
        (row.find_number, row.number, decimal_text(row.quantity), row.unit)
        for row in stage.factory.ask(bom_tree, head.newest.id)
        if row.level == 1
    ]


@pytest.fixture
def editor(page: DesignPage, stage: Stage) -> BomEditor:
    """The editor of an open draft without lines."""
    page.open("parts", stage.factory.ask(part_id_of, DRAFT))
    page.tab("bom")
    panel = page.window.findChildren(BomPanel)[0]
    panel.edit_lines()
    page.settle()
    editor = panel.editor
    QAbstractItemModelTester(editor.model, QAbstractItemModelTester.FailureReportingMode.Fatal, editor)
    return editor


def _paste(page: DesignPage, editor: BomEditor, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    page.focus(editor.table)
    QTest.keyClick(editor.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    page.settle()


def test_cells_of_excel_come_in_with_their_headings(
    page: DesignPage, stage: Stage, editor: BomEditor
) -> None:
    _paste(
        page,
        editor,
        '품번\t품명\t수량\t비고\nRM-ADC12\t알루미늄\t0.4120\t"두 줄\n비고"\nst-heli-m8\t\t4\t쉼표, 있음\n',
    )
    assert not editor.session.faults()  # type: ignore[union-attr]
    page.focus(editor.table)
    QTest.keyClick(editor.table, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    page.settle()
    assert _lines(stage) == [("10", "RM-ADC12", "0.4120", "kg"), ("20", "ST-HELI-M8", "4", "EA")]


def test_what_cannot_be_read_stays_in_its_cell_and_is_told(
    page: DesignPage, stage: Stage, editor: BomEditor
) -> None:
    bad = ["½", "-1", "abc", "0"]
    rows = "".join(f"ST-HELI-M8\t{(at + 1) * 10}\t{text}\n" for at, text in enumerate([*bad, "1,5"]))
    _paste(page, editor, "Part Number\tFind No\tQty\n" + rows + "없는-부품\t60\t2\n")
    session = editor.session
    assert session is not None
    assert [line.quantity for line in session.lines] == [*bad, "1,5", "2"]
    faults = {(fault.column, fault.key) for fault in session.faults()}
    assert len([column for column, _ in faults if column == "quantity"]) == 4
    assert len([column for column, _ in faults if column == "part"]) == 1
    assert "5 cells cannot be read. Row 1, Quantity" in editor.trouble.text()
    assert not editor.save_button.isEnabled()
    for row in range(4):
        assert editor.model.setData(editor.model.index(row, COLUMNS.index("quantity")), "2")
    editor.table.selectRow(5)
    QTest.keyClick(editor.table, Qt.Key.Key_Delete)
    page.settle()
    page.press("bom.edit.save")
    page.settle()
    # A comma before other than three digits is a decimal comma.
    assert [line[2] for line in _lines(stage)] == ["2", "2", "2", "2", "1.5"]


def test_a_line_is_pinned_to_a_revision_by_its_label(
    page: DesignPage, stage: Stage, editor: BomEditor
) -> None:
    _paste(page, editor, "품번\t수량\nST-HELI-M8\t1\n")
    pinned = COLUMNS.index("pinned")
    editor.model.setData(editor.model.index(0, pinned), "Z")
    assert "ST-HELI-M8 has no revision “Z”." in editor.trouble.text()
    assert not editor.save_button.isEnabled()
    editor.model.setData(editor.model.index(0, pinned), "0")
    page.press("bom.edit.save")
    page.settle()
    base = stage.factory.ask(read_draft, editor.revision_id)
    helicoil = stage.factory.ask(part_head, stage.factory.ask(part_id_of, "ST-HELI-M8") or 0)
    assert helicoil is not None
    assert base.lines[0].facts.pinned_revision_id == helicoil.revisions[0].id
    page.window.findChildren(BomPanel)[0].edit_lines()
    page.settle()
    assert editor.session is not None
    assert editor.session.lines[0].pinned == "0"
    assert not editor.dirty


def test_many_rows_at_once_and_undo_before_saving(page: DesignPage, stage: Stage, editor: BomEditor) -> None:
    _paste(page, editor, "품번\t수량\nST-HELI-M8\t1\nRM-ADC12\t2\nST-BLT-M8X25\t3\n")
    page.focus(editor.table)
    editor.table.selectAll()
    editor.model.setData(editor.model.index(1, COLUMNS.index("note")), "공통")
    session = editor.session
    assert session is not None
    assert [line.note for line in session.lines] == ["공통"] * 3
    editor.table.clearSelection()
    editor.table.selectRow(2)
    QTest.keyClick(editor.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [line.part for line in session.lines] == ["ST-HELI-M8", "ST-BLT-M8X25", "RM-ADC12"]
    data = editor.model.mimeData([editor.model.index(2, 0)])
    editor.model.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, QModelIndex())
    assert session.lines[0].part == "RM-ADC12"
    for _ in range(4):
        QTest.keyClick(editor.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert list(session.lines) == []
    QTest.keyClick(editor.table, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert len(session.lines) == 3
    assert _lines(stage) == []
    page.press("bom.edit.discard")
    page.settle()
    assert _lines(stage) == []


def test_the_second_station_is_told_who_and_what_and_loses_nothing(
    page: DesignPage, stage: Stage, editor: BomEditor
) -> None:
    _paste(page, editor, "품번\t수량\nST-HELI-M8\t4\nRM-ADC12\t0.50\n")
    page.press("bom.edit.save")
    page.settle()
    panel = page.window.findChildren(BomPanel)[0]
    panel.edit_lines()
    page.settle()
    revision = editor.revision_id
    quantity = COLUMNS.index("quantity")
    editor.model.setData(editor.model.index(0, quantity), "5")
    base = stage.factory.ask(read_draft, revision)
    bolt = stage.factory.ask(part_id_of, "ST-BLT-M8X25") or 0
    first = base.lines[0]
    facts = LineFacts(first.facts.child_part_id, first.facts.find_number, Decimal(6), "EA")
    theirs = [
        DraftLine(first.line_id, facts),
        base.lines[1],
        DraftLine(None, LineFacts(bolt, "30", Decimal(1), "EA")),
    ]
    stage.factory.perform(save_draft, base, theirs, actor=stage.crew.administrator)
    page.press("bom.edit.save")
    page.settle()
    assert stage.crew.administrator.name in editor.trouble.text()
    assert ": 10." in editor.trouble.text()
    assert editor.session is not None
    assert editor.session.lines[0].quantity == "5"
    page.press("bom.edit.merge")
    page.settle()
    assert [line.quantity for line in editor.session.lines] == ["5", "0.50", "1"]
    assert "10" in editor.note.text()
    page.press("bom.edit.save")
    page.settle()
    assert [line[2] for line in _lines(stage)] == ["5", "0.50", "1"]
    assert page.unnamed(panel) == []
