"""The parts place as a person uses it: finding, opening, adding, revising, languages and names."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from app.bom.queries import bom_tree
from app.parts.queries import part_head, part_id_of
from tests.ui_parts.rig import DesignPage
from tests.ui_parts.stage import Stage
from ui.bom.bom_panel import BomPanel
from ui.parts.part_dialogs import CustomerDialog, EditRevisionDialog, NewPartDialog, NewRevisionDialog
from ui.widgets.fields import LineField
from ui.widgets.trees import RowTree

MADE = "HB-2210-01"


def test_the_list_shows_every_part_and_filters(page: DesignPage) -> None:
    page.open("parts")
    numbers = page.cells("parts", 0)
    assert len(numbers) == 9
    page.find(LineField, "parts.search").setText("브래킷")
    page.settle()
    assert page.cells("parts", 0) == ["HB-2200-00"]
    page.find(LineField, "parts.search").setText("")
    page.parts.list.filters["kind"].set_value("standard")
    page.settle()
    assert page.cells("parts", 0) == ["ST-BLT-M8X25", "ST-HELI-M8"]


def test_enter_opens_a_part_with_its_bom(page: DesignPage) -> None:
    page.open("parts")
    page.open_row("parts", page.cells("parts", 0).index(MADE))
    assert page.title == "허브 하우징"
    page.tab("bom")
    tree = page.find(RowTree, "bom.tree")
    model = tree.model()
    top = model.index(0, 0)
    assert top.data() == MADE
    assert [model.index(at, 0, top).data() for at in range(model.rowCount(top))] == ["RM-ADC12", "ST-HELI-M8"]
    assert model.index(0, 4, top).data() == "0.4120 kg"
    page.press("part.back")
    page.settle()
    assert page.cells("parts", 0)


def test_a_revision_shows_what_changed(page: DesignPage, stage: Stage) -> None:
    page.open("parts", stage.drafts.part)
    page.tab("bom")
    model = page.find(RowTree, "bom.tree").model()
    top = model.index(0, 0)
    shown = {
        model.index(at, 0, top).data(): model.index(at, 6, top).data() for at in range(model.rowCount(top))
    }
    assert shown["HB-2230-00"] == "Qty 2 → 4"
    assert shown["ST-HELI-M8"] == "Added"
    assert shown["ST-BLT-M8X25"] == "Removed"


def test_what_is_released_is_locked(page: DesignPage, stage: Stage) -> None:
    page.open("parts", stage.designed.made_part)
    page.tab("bom")
    panel = page.window.findChildren(BomPanel)[0]
    assert not panel.draft
    assert panel.lock.isVisible()
    assert not panel.add_button.isVisible()
    model = panel.model
    line = model.index(0, 4, model.index(0, 0, QModelIndex()))
    assert not model.flags(line) & Qt.ItemFlag.ItemIsEditable


def test_an_unfinished_syllable_is_in_the_new_part(page: DesignPage, stage: Stage) -> None:
    page.open("parts")
    page.press("parts.new")
    dialog = page.dialog(NewPartDialog)
    page.fill(number="HB-2250-00", weight="0.4120")
    name = dialog.form.rows["name"].field
    name.setFocus()
    QApplication.sendEvent(name, QInputMethodEvent("어", []))
    page.answer()
    made = stage.factory.ask(part_id_of, "HB-2250-00")
    assert made is not None
    head = stage.factory.ask(part_head, made)
    assert head is not None
    assert head.name == "어"
    assert str(head.revisions[0].weight) == "0.4120"
    assert page.title == "어"


def test_a_part_number_that_exists_is_explained_in_the_form(page: DesignPage) -> None:
    page.open("parts")
    page.press("parts.new")
    page.fill(number="hb-2200-00", name="또")
    page.answer()
    dialog = page.dialog(NewPartDialog)
    assert "There is already a part hb-2200-00" in dialog.refusal.text()
    page.answer("cancel")


def test_a_new_revision_carries_the_bom_over(page: DesignPage, stage: Stage) -> None:
    page.open("parts", stage.designed.made_part)
    page.press("part.new_revision")
    page.dialog(NewRevisionDialog)
    page.fill(customer_label="C", reason="EO-8000")
    page.answer()
    head = stage.factory.ask(part_head, stage.designed.made_part)
    assert head is not None
    assert head.newest is not None
    assert (head.newest.customer_label, head.newest.reason) == ("C", "EO-8000")
    numbers = [row.number for row in stage.factory.ask(bom_tree, head.newest.id)]
    assert numbers == [MADE, "RM-ADC12", "ST-HELI-M8"]


def test_facts_and_customers_of_a_draft_are_changed(page: DesignPage, stage: Stage) -> None:
    seal = stage.factory.ask(part_id_of, "HB-2240-02")
    page.open("parts", seal)
    page.press("revision.edit")
    page.dialog(EditRevisionDialog)
    page.fill(customer_label="D", weight="0.00450", reason="재질 변경")
    page.answer()
    page.press("part.link")
    page.settle()
    page.dialog(CustomerDialog).form.set_values({"customer_part_number": "51224-KX300", "vehicle": "KX-3"})
    page.answer()
    head = stage.factory.ask(part_head, seal or 0)
    assert head is not None
    assert head.newest is not None
    assert str(head.newest.weight) == "0.00450"
    assert [row.customer_part_number for row in head.customers] == ["51224-KX300"]


def test_the_other_language_is_shown_at_once(page: DesignPage, stage: Stage) -> None:
    page.open("parts", stage.drafts.part)
    assert page.parts.workspace.review.ready.title.text() == "Conditions of release"
    page.window.switch_language()
    page.settle()
    assert page.parts.workspace.review.ready.title.text() == "확정 조건"
    assert page.find(QAbstractButton, "tab.overview").text() == "개요"
    assert page.find(QAbstractButton, "review.sign").text() == "서명"
    page.window.switch_language()


def test_everything_has_a_name(page: DesignPage, stage: Stage) -> None:
    page.open("parts")
    assert page.unnamed(page.parts) == []
    page.open("parts", stage.drafts.part)
    for tab in ("overview", "bom", "drawings", "characteristics", "where-used", "history"):
        page.tab(tab)
        assert page.unnamed(page.parts) == []


def test_the_history_tells_who_and_why(page: DesignPage, stage: Stage) -> None:
    page.open("parts", stage.drafts.part)
    page.tab("history")
    assert "Sent to review" in page.cells("history", 3)
    # Each signature says what it means.
    signed = {act for act in page.cells("history", 3) if act.startswith("Signed")}
    assert signed == {"Signed: Approved", "Signed: Reviewed", "Signed: Prepared"}
    assert set(page.cells("history", 2)) >= {"김설계", "이품질", "박승인"}


def test_the_list_of_approvals_opens_what_waits(page: DesignPage) -> None:
    page.open("approvals")
    assert page.cells("reviews", 0) == ["HB-2200-00 D"]
    page.open_row("reviews", 0)
    page.settle()
    assert page.window.current_key == "parts"
    assert page.title == "허브 브래킷 ASSY"
    QTest.keyClick(page.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    page.settle()
    assert page.parts.pages.currentWidget() is page.parts.list
