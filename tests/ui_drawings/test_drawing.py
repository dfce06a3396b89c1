"""A drawing as a person uses it: balloons placed, moved, confirmed in a draft; locked once released."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog

from app.changes.refusals import UNCONFIRMED
from app.demo.crew import PASSWORD
from app.drawings.characteristics import edit_characteristic, place_balloon
from app.drawings.page_facts import Rectangle
from app.drawings.queries import CharacteristicRow, characteristic_rows, document_revision_head
from app.drawings.refusals import NOT_A_DRAFT
from app.errors import PartproofError
from app.people.signatures import has_opened
from models.types import decimal_text
from models.vocab import RevisionState, Special
from tests.ui_parts.rig import DesignPage
from tests.ui_parts.stage import Stage
from ui.changes.review_dialogs import SignDialog
from ui.drawings.characteristic_dialog import CharacteristicDialog, facts_of
from ui.drawings.documents_screen import DocumentsScreen
from ui.drawings.drawing_screen import DrawingScreen
from ui.drawings.page_view import PageTool
from ui.drawings.proposed import place_at


@pytest.fixture
def drawing(page: DesignPage, stage: Stage) -> DrawingScreen:
    """The draft Rev C of the demo's drawing, its sheet drawn sharply."""
    page.open("documents")
    screen = page.documents.drawing
    with page.qtbot.waitSignal(screen.sheet.view.sharp):
        page.open("documents", stage.drafts.document)
    page.settle()
    return screen


def released(page: DesignPage, stage: Stage) -> DrawingScreen:
    """The released Rev B, its sheet drawn sharply."""
    page.open("documents")
    screen: DocumentsScreen = page.documents
    with page.qtbot.waitSignal(screen.drawing.sheet.view.sharp):
        screen.open_revision(stage.designed.drawing_revision)
        page.settle()
    return screen.drawing


def rows(stage: Stage, revision: int = 0) -> dict[str, CharacteristicRow]:
    found = stage.factory.ask(characteristic_rows, revision or stage.drafts.drawing_revision)
    return {row.number: row for row in found}


def chosen(page: DesignPage) -> CharacteristicRow:
    """Return the characteristic chosen in the table."""
    row = page.documents.drawing.table.table.chosen()
    assert row is not None
    return row


def double_click(screen: DrawingScreen, x: float, y: float) -> None:
    view = screen.sheet.view
    QTest.mouseDClick(
        view.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        view.mapFromScene(QPointF(x, y)),
    )


def test_the_list_opens_a_drawing(page: DesignPage, stage: Stage) -> None:
    page.open("documents")
    assert page.cells("documents", 0) == ["DW-2210"]
    page.open_row("documents", 0)
    assert page.title == "허브 하우징"
    assert page.cells("characteristics", 0)[:3] == ["1", "2", "3"]
    page.press("drawing.back")
    page.settle()
    assert page.cells("documents", 3) == ["C"]


def test_row_and_balloon_are_chosen_together(page: DesignPage, stage: Stage, drawing: DrawingScreen) -> None:
    second = rows(stage)["2"]
    page.choose("characteristics", 1)
    assert drawing.sheet.view.selected == str(second.id)
    third = rows(stage)["3"]
    drawing.sheet.view.select_balloon(str(third.id))
    page.settle()
    assert chosen(page).number == "3"
    assert drawing.table.detail.isVisible()


def test_a_balloon_is_placed_in_two_clicks(page: DesignPage, stage: Stage, drawing: DrawingScreen) -> None:
    double_click(drawing, 300, 90)
    page.settle()
    dialog = page.dialog(CharacteristicDialog)
    assert dialog.form.values()["number"] == "9"
    page.fill(specification="40 +0.050/0", method="마이크로미터", special=Special.CRITICAL.value)
    dialog._read()
    page.answer()
    made = rows(stage)["9"]
    assert made.nominal is not None
    assert [decimal_text(n) for n in (made.upper_limit, made.lower_limit) if n is not None] == [
        "40.050",
        "40",
    ]
    assert (made.special, made.confirmed) == (Special.CRITICAL, True)
    assert abs(float(made.balloons[0].x) - 300) < 3
    assert chosen(page).number == "9"


def test_what_was_typed_is_kept_where_somebody_else_was_first(
    page: DesignPage, stage: Stage, drawing: DrawingScreen
) -> None:
    row = rows(stage)["1"]
    page.choose("characteristics", 0)
    page.press("characteristic.edit")
    dialog = page.dialog(CharacteristicDialog)
    page.fill(method="하이트게이지")
    other = replace(facts_of(row), frequency="2h")
    stage.factory.perform(
        edit_characteristic, row.id, other, expected_version=row.version, actor=stage.crew.quality
    )
    page.answer()
    page.settle()
    assert stage.crew.quality.name in dialog.refusal.text()
    assert dialog.form.values()["method"] == "하이트게이지"
    assert rows(stage)["1"].frequency == "2h"
    page.answer()
    assert rows(stage)["1"].method == "하이트게이지"


def test_a_balloon_is_moved_by_keys(page: DesignPage, stage: Stage, drawing: DrawingScreen) -> None:
    before = rows(stage)["1"].balloons[0]
    view = drawing.sheet.view
    view.select_balloon(str(before.characteristic_id))
    page.focus(view)
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    page.settle()
    after = rows(stage)["1"].balloons[0]
    assert (after.x - before.x, after.y) == (Decimal(1), before.y)
    assert (after.anchor_x, after.anchor_y) == (before.anchor_x, before.anchor_y)


def test_a_released_drawing_is_locked(page: DesignPage, stage: Stage) -> None:
    screen = released(page, stage)
    chips = [chip.text for chip in screen.head.findChildren(type(screen.table.detail.chip))]
    assert "Released · locked" in chips
    assert not screen.sheet.tools[PageTool.BALLOON].isVisible()
    assert not screen.find_act.isVisible()
    assert not screen.table.add.isVisible()
    double_click(screen, 300, 90)
    page.settle()
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
    first = rows(stage, stage.designed.drawing_revision)["1"]
    view = screen.sheet.view
    view.select_balloon(str(first.id))
    page.focus(view)
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    page.settle()
    assert rows(stage, stage.designed.drawing_revision)["1"].balloons == first.balloons
    with pytest.raises(PartproofError) as refused:
        stage.factory.perform(place_balloon, first.id, place_at(0, (9, 9), (9, 9)), actor=stage.crew.engineer)
    assert refused.value.kind is NOT_A_DRAFT


def test_a_removed_characteristic_comes_back_by_undo(
    page: DesignPage, stage: Stage, drawing: DrawingScreen
) -> None:
    before = rows(stage)["3"]
    page.choose("characteristics", 2)
    page.press("characteristic.remove")
    page.settle()
    assert "3" not in rows(stage)
    page.press("undo")
    page.settle()
    after = rows(stage)["3"]
    assert (after.specification, after.upper_limit) == (before.specification, before.upper_limit)
    assert after.balloons[0].x == before.balloons[0].x


def test_found_dimensions_are_hollow_until_confirmed(
    page: DesignPage, stage: Stage, drawing: DrawingScreen
) -> None:
    for row in range(9):
        page.choose("characteristics", 0)
        page.press("characteristic.remove")
        page.settle()
        page.window.toasts.clear()
        assert len(rows(stage)) == 8 - row
    page.press("drawing.find")
    page.settle()
    found = rows(stage)
    assert len(found) >= 4
    assert not any(row.confirmed for row in found.values())
    assert drawing.table.card.chip.text == f"{len(found)} to confirm"
    page.press("review.send")
    page.settle()
    assert any(f"{len(found)} characteristics" in toast for toast in page.toasts), UNCONFIRMED.code
    page.window.toasts.clear()
    page.focus(drawing.sheet.view)
    QTest.keyClick(drawing.sheet.view, Qt.Key.Key_F8)
    page.settle()
    assert sum(row.confirmed for row in rows(stage).values()) == 1
    assert not chosen(page).confirmed
    page.press("drawing.find")
    page.settle()
    assert len(rows(stage)) == len(found)


def test_who_saw_every_page_may_sign(page: DesignPage, stage: Stage, drawing: DrawingScreen) -> None:
    file_hash = drawing.facts.files[0].file_hash if drawing.facts else ""
    page.choose("characteristics", 8)
    page.press("characteristic.confirm")
    page.settle()
    page.press("review.send")
    page.settle()
    for person in (stage.crew.engineer, stage.crew.quality, stage.crew.approver):
        stage.seat.actor = person
        page.open("parts")
        page.open("documents")
        page.settle()
        page.press("review.sign")
        page.dialog(SignDialog)
        page.fill(secret=PASSWORD)
        page.answer()
        assert person.user_id is not None
        assert stage.factory.ask(has_opened, person.user_id, file_hash)
    page.press("review.release")
    page.answer()
    head = stage.factory.ask(document_revision_head, stage.drafts.drawing_revision)
    assert head is not None
    assert head.state is RevisionState.RELEASED
    assert page.find(QAbstractButton, "drawing.new_revision").isVisible()


def test_a_file_is_attached_and_shown(page: DesignPage, stage: Stage) -> None:
    page.open("documents")
    page.press("documents.new")
    page.fill(number="WS-10", title="작업표준", label="0", kind="work_standard")
    page.answer()
    screen = page.documents.drawing
    assert screen.sheet.empty.isVisible()
    pdf: Path = next(stage.files.glob("*.pdf"))
    screen.choose_file = lambda *_facts: pdf
    with page.qtbot.waitSignal(screen.sheet.view.sharp):
        page.press("drawing.attach")
        page.settle()
    assert not screen.sheet.empty.isVisible()
    assert screen.sheet.view.page_count == 1
    page.tab("files")
    assert page.cells("files", 0) == [pdf.name]


def test_the_other_language_names_the_balloons(
    page: DesignPage, stage: Stage, drawing: DrawingScreen
) -> None:
    first = rows(stage)["1"]
    drawing.sheet.view.select_balloon(str(first.id))
    assert drawing.sheet.view.accessibleDescription().startswith("Balloon 1")
    page.window.switch_language()
    page.settle()
    assert drawing.sheet.view.accessibleDescription().startswith("풍선 1")
    assert drawing.table.detail.title.text() == "특성 1"
    page.window.switch_language()


def test_the_released_drawing_is_written_with_its_balloons(
    page: DesignPage, stage: Stage, tmp_path: Path
) -> None:
    screen = released(page, stage)
    screen.choose_folder = lambda *_facts: tmp_path / "out"
    page.press("drawing.issue")
    page.settle()
    written = list((tmp_path / "out").glob("*.pdf"))
    assert len(written) == 1
    assert written[0].read_bytes().startswith(b"%PDF")


def test_an_area_is_read_into_a_characteristic(
    page: DesignPage, stage: Stage, drawing: DrawingScreen
) -> None:
    second = rows(stage)["2"].balloons[0]
    x, y = float(second.anchor_x), float(second.anchor_y)
    drawing.read_area(Rectangle(x - 5, y - 90, 40, 120))
    page.settle()
    values = page.dialog(CharacteristicDialog).form.values()
    assert values["specification"]
    page.answer("cancel")
    assert len(rows(stage)) == 9


def test_everything_has_a_name(page: DesignPage, stage: Stage, drawing: DrawingScreen) -> None:
    for tab in ("characteristics", "review", "files", "history"):
        page.tab(tab)
        assert page.unnamed(drawing) == []
    page.press("drawing.back")
    page.settle()
    assert page.unnamed(page.documents) == []
