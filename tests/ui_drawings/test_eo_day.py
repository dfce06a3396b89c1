"""The day the EO came, by mouse and keyboard: received, impact, change order, revision, release, old copies back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog

from app.changes.ledger import entry_facts, order_view
from app.demo.crew import PASSWORD
from app.drawings.distribution_queries import copies_to_recall, recall_count
from app.drawings.queries import document_revision_head
from app.parts.queries import part_head
from app.people.signatures import has_opened
from models.vocab import ChangeOrderState, CopyState, CustomerChangeState, Noun, RevisionState
from tests.ui_drawings.test_drawing import released
from tests.ui_parts.rig import DesignPage
from tests.ui_parts.stage import Stage
from ui.changes.form_dialog import FormDialog
from ui.changes.ledger_dialogs import AffectedDialog, CustomerApprovalDialog
from ui.changes.ledger_screen import LedgerScreen
from ui.drawings.copies_panel import DestroyCopyDialog, DistributionScreen, IssueCopyDialog


def _ledger(page: DesignPage) -> LedgerScreen:
    screen = page.window.shown_screen
    assert isinstance(screen, LedgerScreen)
    return screen


def _press(page: DesignPage, name: str) -> None:
    page.press(name)
    page.settle()
    page.settle()


def _issue_copies(page: DesignPage, stage: Stage, tmp_path: Path) -> None:
    """Two controlled copies of Rev B go out."""
    screen = released(page, stage)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "print.pdf"))
    screen.acts.copying.choose_printer = lambda _parent: printer
    page.tab("copies")
    for place in ("2라인 게시판", "검사실"):
        page.press("copy.issue")
        page.dialog(IssueCopyDialog)
        page.fill(place=place, holder="최작업")
        page.answer()


def _receive(page: DesignPage, stage: Stage, notice: Path) -> int:
    """The customer's EO is entered with its file."""
    page.open("changes")
    _press(page, "ledger.eo")
    dialog: Any = page.dialog(FormDialog)
    dialog._to_open = lambda *_: [notice]
    page.fill(number="EO-7801", title="허브 폭 62 → 62.5", revision="C", due="2027-01-15")
    page.fill(customer=str(stage.designed.customer), part=str(stage.designed.made_part))
    attach = dialog.findChild(QAbstractButton, "eo.files")
    QTest.mouseClick(attach, Qt.MouseButton.LeftButton)
    page.settle()
    page.answer()
    row = _ledger(page).table.chosen()
    assert row is not None
    assert (row.number, row.state) == ("EO-7801", CustomerChangeState.RECEIVED)
    return row.id


def _make_order(page: DesignPage, stage: Stage) -> int:
    """A change order for it, with the drawing and the part."""
    _press(page, "entry.order")
    page.fill(reason="고객 EO-7801")
    page.answer()
    row = _ledger(page).table.chosen()
    assert row is not None
    for kind, owner, label in (
        (Noun.DOCUMENT_REVISION, stage.drafts.document, ""),
        (Noun.PART_REVISION, stage.designed.made_part, "C"),
    ):
        _press(page, "order.add_item")
        dialog = page.dialog(AffectedDialog)
        page.fill(kind=kind.value)
        dialog.kind.chosen.emit(kind.value)
        page.settle()
        page.fill(part=str(owner), label=label, note="폭 변경")
        page.answer()
    view = stage.factory.ask(order_view, row.id)
    assert view is not None
    assert [(item.before, item.after) for item in view.items] == [("B", "C"), ("B", "C")]
    return row.id


def _read_and_sign(page: DesignPage, stage: Stage, order: int) -> None:
    """Each person looks at the sheet, then signs the order with its items."""
    file_hash = _head(stage).files[0].file_hash
    for person in (stage.crew.engineer, stage.crew.quality, stage.crew.approver):
        stage.seat.actor = person
        page.open("parts")
        page.open("documents")
        page.settle()
        assert person.user_id is not None
        assert stage.factory.ask(has_opened, person.user_id, file_hash)
        page.open("changes", (Noun.CHANGE_ORDER, order))
        page.settle()
        _press(page, "order.sign")
        page.fill(secret=PASSWORD)
        page.answer()
    stage.seat.actor = stage.crew.engineer


def _head(stage: Stage) -> Any:
    head = stage.factory.ask(document_revision_head, stage.drafts.drawing_revision)
    assert head is not None
    return head


def _state(stage: Stage, order: int) -> ChangeOrderState:
    view = stage.factory.ask(order_view, order)
    assert view is not None
    return view.state


@pytest.mark.slow
def test_from_the_eo_to_the_old_copies_back(page: DesignPage, stage: Stage, tmp_path: Path) -> None:
    notice, answer = tmp_path / "EO-7801.txt", tmp_path / "승인.txt"
    notice.write_text("폭 62.5", "utf-8")
    answer.write_text("승인 A-12", "utf-8")
    _issue_copies(page, stage, tmp_path)
    eo = _receive(page, stage, notice)
    order = _make_order(page, stage)
    _press(page, "order.impact")
    ledger = _ledger(page)
    assert ledger.order.view is not None
    assert {row["kind"] for row in ledger.order.view.impact} >= {"parent"}
    # What is not confirmed on the new sheet stops it.
    _press(page, "order.route")
    assert any("not confirmed" in toast for toast in page.toasts)
    page.window.toasts.clear()
    page.open("documents", stage.drafts.document)
    page.tab("characteristics")
    page.choose("characteristics", 8)
    page.press("characteristic.confirm")
    page.settle()
    page.open("changes", (Noun.CHANGE_ORDER, order))
    page.settle()
    _press(page, "order.route")
    assert _state(stage, order) is ChangeOrderState.ROUTED
    _read_and_sign(page, stage, order)
    assert _state(stage, order) is ChangeOrderState.APPROVED
    page.open("changes", (Noun.CHANGE_ORDER, order))
    page.settle()
    _ledger(page).order.to_open = lambda *_: [answer]
    _press(page, "order.approved")
    dialog = page.dialog(CustomerApprovalDialog)
    page.fill(number="A-12")
    attach = dialog.findChild(QAbstractButton, "approval.file")
    assert attach is not None
    QTest.mouseClick(attach, Qt.MouseButton.LeftButton)
    page.settle()
    page.answer()
    _press(page, "order.release")
    assert page.dialog(QDialog).objectName() == "release_dialog"
    page.answer()
    assert _state(stage, order) is ChangeOrderState.RELEASED
    assert _head(stage).state is RevisionState.RELEASED
    part = stage.factory.ask(part_head, stage.designed.made_part)
    assert part is not None
    assert [row.state for row in part.revisions] == [RevisionState.SUPERSEDED, RevisionState.RELEASED]
    _bring_back(page, stage)
    page.open("changes", (Noun.CUSTOMER_CHANGE, eo))
    page.settle()
    _press(page, "entry.answer")
    reason = _ledger(page).entry.reason
    reason.field.set_value("Rev C 적용 완료")
    reason.enter()
    page.settle()
    _press(page, "entry.close")
    assert stage.factory.ask(entry_facts, Noun.CUSTOMER_CHANGE, eo)["state"] is CustomerChangeState.CLOSED


def _bring_back(page: DesignPage, stage: Stage) -> None:
    """One old copy is scanned back, the destruction of the other is signed."""
    recalled = stage.factory.ask(copies_to_recall)
    assert [(row.label, row.recalled_for) for row in recalled] == [("B", "C"), ("B", "C")]
    page.open("distribution")
    screen = page.window.shown_screen
    assert isinstance(screen, DistributionScreen)
    assert screen.copies.take_scanned(recalled[0].code)
    page.settle()
    assert stage.factory.ask(recall_count) == 1
    page.settle()
    states = {row.id: row.state for row in screen.copies.rows.rows}
    assert states == {recalled[0].id: CopyState.RETURNED, recalled[1].id: CopyState.RECALLED}
    assert screen.copies.table.choose(recalled[1].id)
    page.settle()
    _press(page, "copy.destroy")
    page.dialog(DestroyCopyDialog)
    page.fill(reason="현장 파쇄", secret=PASSWORD)
    page.answer()
    assert stage.factory.ask(recall_count) == 0
