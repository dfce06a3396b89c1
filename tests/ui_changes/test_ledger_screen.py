"""The day's work on the ledger by mouse and keyboard: EO received, impact, change order, revision, release."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.bom.lines import LineFacts, add_line
from app.changes.concessions import make_concession, route_concession
from app.changes.customer_changes import receive_customer_change
from app.changes.history import history_rows
from app.changes.ledger import due_changes, ledger_rows, order_view
from app.changes.orders import add_task, finish_task, make_change_order
from app.changes.queries import waiting_reviews
from app.changes.tasks import open_tasks
from app.drawings.documents import attach_file, use_document
from app.parts.parts import add_part, link_customer
from models.change import ChangeOrder, CustomerChange
from models.part import PartRevision
from models.vocab import (
    ChangeOrderState,
    ChangeRequestState,
    ConcessionState,
    CustomerChangeState,
    FourMState,
    Noun,
    PartKind,
    RevisionState,
    Role,
    Source,
)
from tests.changes.ledger import Ledger
from tests.crew import PASSWORD
from tests.ui_changes.ledger_page import LedgerPage, shown_as
from tests.ui_quality.screen_page import shown_screen
from ui.changes import ledger_dialog
from ui.changes.history_panel import HistoryPanel
from ui.changes.ledger_dialogs import CustomerChangeDialog
from ui.changes.reviews_screen import ReviewsScreen
from ui.changes.rules_dialog import RulesDialog
from ui.i18n import Texts
from ui.panels import Desk


def test_eo_to_change_order_to_release(ledger: Ledger, texts: Texts, qtbot: QtBot, tmp_path: Path) -> None:
    with shown_as(ledger, Role.ENGINEER, texts, qtbot) as shown:
        page = shown.page
        tester = QAbstractItemModelTester(shown.screen.table.rows_model)
        assert shown.chosen().number == "EO-7731"
        page.push("entry.order")
        shown.answer("order_dialog", reason="고객 EO-7731", due="2026-12-01")
        assert shown.chosen().noun is Noun.CHANGE_ORDER
        ledger.order_id = shown.chosen().id
        assert ledger.get(CustomerChange, ledger.eo_id).state is CustomerChangeState.IN_WORK
        for kind, label in ((Noun.DOCUMENT_REVISION, "B9"), (Noun.PART_REVISION, "D")):
            page.push("order.add_item")
            dialog = shown.dialog("item_dialog")
            dialog.form.set_values({"kind": kind.value})
            field: Any = dialog.form.rows["kind"].field
            field.chosen.emit(kind.value)
            page.wait()
            number = "DW-2210" if kind is Noun.DOCUMENT_REVISION else "HB-2210-01"
            field = dialog.form.rows["part"].field
            place = next(at for at in range(field.count()) if field.itemText(at).startswith(number))
            field.setCurrentIndex(place)
            shown.answer("item_dialog", label=label, note="볼트 길이")
        _draw(ledger)
        page.push("order.impact")
        goods = shown.screen.order.goods.rows_model.rows
        assert {row.place.value for row in goods} >= {"stock", "wip"}
        page.push("order.route")
        assert ledger.is_in(ChangeOrderState.ROUTED)
        assert tester is not None
    for role in (Role.ENGINEER, Role.QUALITY, Role.APPROVER):
        ledger.read(role)
        with shown_as(ledger, role, texts, qtbot) as shown:
            shown.choose(Noun.CHANGE_ORDER, ledger.order_id)
            shown.page.push("order.sign")
            shown.answer("secret_dialog", secret=PASSWORD)
    assert ledger.is_in(ChangeOrderState.APPROVED)
    with shown_as(ledger, Role.ENGINEER, texts, qtbot) as shown:
        shown.choose(Noun.CHANGE_ORDER, ledger.order_id)
        _record_approval(shown, tmp_path)
        shown.page.push("order.release")
        confirm = shown.page.window.findChild(QDialog, "release_dialog")
        assert confirm is not None
        _click(confirm, "confirm")
        shown.page.wait()
        assert ledger.is_in(ChangeOrderState.RELEASED)
        _end(shown, ledger)
    assert ledger.is_in(ChangeOrderState.CLOSED)
    assert ledger.get(PartRevision, ledger.floor.part_revision_id).state is RevisionState.SUPERSEDED


def _click(parent: QDialog, name: str) -> None:
    button = parent.findChild(QAbstractButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _draw(ledger: Ledger) -> None:
    """Put the new drawing in, which is the drawing room's work."""
    revisions = {item.noun: item.to_revision_id for item in ledger.items()}
    ledger.do(attach_file, revisions[Noun.DOCUMENT_REVISION], b"ISO-10303 B9", "B9.step")
    ledger.do(use_document, revisions[Noun.PART_REVISION], revisions[Noun.DOCUMENT_REVISION])


def _record_approval(shown: LedgerPage, tmp_path: Path) -> None:
    answer = tmp_path / "승인.pdf"
    answer.write_bytes(b"%PDF-1.4 ok")
    shown.screen.order.to_open = lambda *_: [answer]
    shown.page.push("order.approved")
    dialog = shown.dialog("approval_dialog")
    dialog.form.set_values({"number": "A-1"})
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    assert dialog.refusal.text()
    _click(dialog, "approval.file")
    shown.page.wait()
    shown.answer("approval_dialog")


def _end(shown: LedgerPage, ledger: Ledger) -> None:
    """Decide about all goods, do a task, carry it out and close it."""
    card = shown.screen.order
    for row in list(card.goods.rows_model.rows):
        card.goods.choose(row.id)
        card.decision.set_value("use_up")
        shown.page.push("order.decide")
    card.task.setFocus()
    card.task.setText("작업표준서 교체")
    QTest.keyClick(card.task, Qt.Key.Key_Return)
    shown.page.wait()
    shown.page.push("order.implement")
    assert ledger.is_in(ChangeOrderState.RELEASED)
    card.tasks_table.choose(card.tasks_table.rows_model.rows[0].id)
    shown.page.push("order.task_done")
    shown.page.push("order.implement")
    shown.page.push("order.close")


def test_the_ledger_filters_by_part_kind_and_state(ledger: Ledger, texts: Texts, qtbot: QtBot) -> None:
    ledger.make_order()
    own = ledger.floor.part_id
    other = ledger.do(add_part, number="Z-1", name="딴 것", kind=PartKind.COMPONENT, source=Source.MADE)
    for part, vehicle in ((own, "NE1"), (other, "CV2")):
        ledger.do(link_customer, part, ledger.customer_id, customer_part_number="1", vehicle=vehicle)
    with shown_as(ledger, Role.QUALITY, texts, qtbot) as shown:
        page = shown.page
        assert {row.noun for row in shown.screen.table.rows_model.rows} == {
            Noun.CUSTOMER_CHANGE,
            Noun.CHANGE_ORDER,
        }
        shown.screen.kind.set_value(Noun.CUSTOMER_CHANGE.value)
        shown.screen.kind.chosen.emit("")
        page.wait()
        assert [row.number for row in shown.screen.table.rows_model.rows] == ["EO-7731"]
        shown.screen.kind.set_value("-")
        shown.screen.open_record((Noun.PART.value, ledger.floor.part_id))
        page.wait()
        rows = shown.screen.table.rows_model.rows
        assert len(rows) == 2
        assert "→D" in next(row.about for row in rows if row.noun is Noun.CHANGE_ORDER)
        assert page.find(QLabel, "screen.title").text() == "Change ledger"
        for vehicle, many in (("NE1", 2), ("CV2", 0)):
            shown.screen.part.set_value(f"vehicle:{vehicle}")
            shown.screen.part.chosen.emit("")
            page.wait()
            assert len(shown.screen.table.rows_model.rows) == many
            assert shown.screen.table.seen_facts() == [("Filter", vehicle)]
        # A change that begins while the ledger shows a vehicle is of no part yet.
        page.push("ledger.four_m")
        shown.dialog("four_m_dialog").reject()
        # What is opened from elsewhere is shown, whatever was filtered.
        shown.screen.open_record((Noun.CHANGE_ORDER.value, ledger.order_id))
        page.wait()
        assert shown.chosen().id == ledger.order_id
        assert page.find(QAbstractButton, "ledger.excel").accessibleName() == "Change ledger to Excel"


def test_a_customers_eo_is_entered_once(ledger: Ledger, texts: Texts, qtbot: QtBot, tmp_path: Path) -> None:
    notice = tmp_path / "EO-8000.pdf"
    notice.write_bytes(b"%PDF-1.4 notice")
    with shown_as(ledger, Role.ENGINEER, texts, qtbot) as shown:
        desk = shown.page.window.desk
        dialog = CustomerChangeDialog(
            desk, ledger.floor.part_id, shown.page.window, to_open=lambda *_: [notice]
        )
        dialog.open()
        shown.page.wait()
        dialog.form.set_values({"number": "EO-7731", "title": "다시", "due": "11/27"})
        QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
        shown.page.wait()
        assert dialog.form.rows["due"].below.text()
        dialog.form.set_values({"due": "2026-11-27"})
        QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
        shown.page.wait()
        assert "EO-7731 already" in dialog.refusal.text()
        _click(dialog, "eo.files")
        shown.page.wait()
        dialog.form.set_values({"number": "EO-8000"})
        QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
        shown.page.wait()
    rows = ledger.factory.ask(ledger_rows)
    assert {row.number for row in rows} == {"EO-7731", "EO-8000"}


def test_4m_and_concession_from_the_screen(
    ledger: Ledger, texts: Texts, qtbot: QtBot, tmp_path: Path
) -> None:
    with shown_as(ledger, Role.QUALITY, texts, qtbot) as shown:
        page = shown.page
        page.push("ledger.four_m")
        dialog = shown.dialog("four_m_dialog")
        dialog.form.set_values({"rule": "machine.new"})
        rule: Any = dialog.form.rows["rule"].field
        rule.chosen.emit("machine.new")
        told = dialog.findChild(QLabel, "four_m.told")
        assert told is not None
        assert told.text()
        dialog.form.set_values({"part": str(ledger.floor.part_id)})
        shown.answer("four_m_dialog", title="CNC 3호기 → 5호기", reason="노후")
        assert shown.chosen().noun is Noun.FOUR_M_CHANGE
        page.push("entry.assess")
        page.reason("초도 30개 확인")
        assert shown.chosen().state is FourMState.CUSTOMER_PENDING
        answer = tmp_path / "승인.pdf"
        answer.write_bytes(b"%PDF-1.4 ok")
        shown.screen.entry._to_open = lambda *_: [answer]
        shown.screen.entry.number.set_value("4M-77")
        page.push("entry.approve")
        assert shown.chosen().state is FourMState.APPROVED
        page.push("entry.trial")
        shown.answer("lot_dialog")
        page.push("entry.effect")
        page.reason("30/30 합격")
        assert shown.chosen().state is FourMState.EFFECTIVE
        page.push("ledger.concession")
        dialog = shown.dialog("concession_dialog")
        dialog.form.set_values({"part": str(ledger.floor.part_id), "quantity": "500"})
        shown.answer("concession_dialog", title="위치도 0.25까지", reason="금형 수정")
        page.push("entry.route")
        assert shown.chosen().state is ConcessionState.ROUTED
    quality = ledger.floor.crew.actor(Role.ENGINEER)
    (waiting,) = ledger.factory.ask(waiting_reviews, user_id=quality.user_id)
    assert waiting.noun is Noun.CONCESSION
    assert ledger.factory.ask(waiting_reviews, user_id=ledger.floor.crew.actor(Role.APPROVER).user_id) == ()


def test_a_change_order_is_corrected_and_its_tasks_have_owners(
    ledger: Ledger, texts: Texts, qtbot: QtBot
) -> None:
    ledger.make_order()
    quality = ledger.floor.crew.actor(Role.QUALITY)
    with shown_as(ledger, Role.ENGINEER, texts, qtbot) as shown:
        page = shown.page
        shown.choose(Noun.CHANGE_ORDER, ledger.order_id)
        page.push("order.edit")
        shown.answer("edit_order_dialog", title="볼트 길이 25", lot="A261201-001", cost="120000")
        order = ledger.order
        assert (order.title, order.effective_lot, order.lot_mask) == (
            "볼트 길이 25",
            "A261201-001",
            "\\A######-###",
        )
        assert (order.cost, order.currency) == (Decimal("120000"), "KRW")
        shown.screen.order.task.setText("작업표준서 교체")
        page.push("order.task_new")
        shown.answer("task_dialog", owner=str(quality.user_id), due="2026-11-25")
        (task,) = shown.screen.order.tasks_table.rows_model.rows
        assert (task.title, task.owner, task.due_on) == ("작업표준서 교체", quality.name, date(2026, 11, 25))
    # The order is due as soon as its first open task is.
    due = {row.number: row.due_on for row in ledger.factory.ask(due_changes, day=date(2026, 11, 24))}
    assert due[ledger.order.number] == date(2026, 11, 25)
    ledger.do(finish_task, task.id, role=Role.QUALITY)
    due = {row.number: row.due_on for row in ledger.factory.ask(due_changes, day=date(2026, 11, 24))}
    assert ledger.order.number not in due


def test_the_inbox_names_due_days_and_ones_own_tasks(ledger: Ledger, texts: Texts, qtbot: QtBot) -> None:
    ledger.make_order(due_on=date(2026, 1, 30))
    quality = ledger.floor.crew.actor(Role.QUALITY)
    facts: dict[str, Any] = {"owner_id": quality.user_id, "due_on": date(2026, 1, 5)}
    ledger.do(add_task, ledger.order_id, title="검사기준서 교체", **facts)
    ledger.do(add_task, ledger.order_id, title="치공구 수정")
    ledger.to_review()

    def inbox(desk: Desk) -> ReviewsScreen:
        return ReviewsScreen(replace(desk, actor=lambda: quality))

    with shown_screen(inbox, ledger.factory, quality, texts, qtbot) as page:
        screen: Any = page.screen
        due = {row.noun: row.due_on for row in screen.rows.rows}
        nouns = (Noun.CHANGE_ORDER, Noun.PART_REVISION, Noun.DOCUMENT_REVISION)
        assert due == dict.fromkeys(nouns, date(2026, 1, 30))
        assert [row.title for row in screen.task_rows.rows] == ["검사기준서 교체", "치공구 수정"]
        page.push("reviews.mine")
        (task,) = screen.task_rows.rows
        assert (task.title, task.owner) == ("검사기준서 교체", quality.name)
        assert screen.task_table.choose(task.id)
        page.push("reviews.task_done")
        assert not screen.task_rows.rows
        assert not screen.tasks_card.isVisible()
    assert [row.title for row in ledger.factory.ask(open_tasks)] == ["치공구 수정"]


def test_a_change_order_takes_over_from_when_the_customer_wants_it(
    ledger: Ledger, texts: Texts, qtbot: QtBot
) -> None:
    eo = ledger.do(
        receive_customer_change,
        customer_id=ledger.customer_id,
        received_on=date(2026, 11, 20),
        number="EO-7800",
        title="재질",
        part_ids=[ledger.floor.part_id],
        effective_on=date(2026, 12, 5),
    )
    with shown_as(ledger, Role.ENGINEER, texts, qtbot) as shown:
        shown.choose(Noun.CUSTOMER_CHANGE, eo)
        shown.page.push("entry.order")
        shown.answer("order_dialog")
        order = ledger.get(ChangeOrder, shown.chosen().id)
        assert order.effective_on == date(2026, 12, 5)


def test_a_new_part_comes_in_with_all_that_is_below_it(ledger: Ledger, texts: Texts, qtbot: QtBot) -> None:
    facts: dict[str, Any] = {"source": Source.MADE}
    top = ledger.do(add_part, number="N-1", name="신규", kind=PartKind.ASSEMBLY, **facts)
    child = ledger.do(add_part, number="N-2", name="신규 하위", kind=PartKind.COMPONENT, **facts)
    with ledger.factory.reading() as session:
        draft = session.scalars(select(PartRevision.id).where(PartRevision.part_id == top)).one()
    ledger.do(add_line, draft, LineFacts(child, "10", Decimal(1), "EA"))
    ledger.order_id = ledger.do(make_change_order, title="신규", reason="수주")
    with shown_as(ledger, Role.ENGINEER, texts, qtbot) as shown:
        shown.choose(Noun.CHANGE_ORDER, ledger.order_id)
        shown.page.push("order.add_item")
        dialog = shown.dialog("item_dialog")
        dialog.form.set_values({"part": str(top)})
        _click(dialog, "item.below")
        shown.answer("item_dialog")
        assert [row.number for row in shown.screen.order.items.rows_model.rows] == ["N-1", "N-2"]


def test_nothing_is_picked_by_itself_and_typing_finds_it(
    ledger: Ledger, texts: Texts, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_dialog, "_MOST", 2)
    facts: dict[str, Any] = {"kind": PartKind.COMPONENT, "source": Source.MADE}
    for number in ("ZZ-318", "ZZ-319", "ZZ-320"):
        ledger.do(add_part, number=number, name="캡", **facts)
    ledger.order_id = ledger.do(make_change_order, title="x", reason="y")
    with shown_as(ledger, Role.ENGINEER, texts, qtbot) as shown:
        shown.page.push("ledger.eo")
        dialog: Any = shown.dialog("eo_dialog")
        assert dialog.part() is None
        assert dialog.parts() == []
        field = dialog.form.rows["part"].field
        assert field.count() == 3
        dialog.search.setText("캡 zz-319")
        assert [field.itemText(at) for at in range(field.count())] == ["—", "ZZ-319  캡"]
        assert field.currentText() == "ZZ-319  캡"
        dialog.reject()
        shown.choose(Noun.CHANGE_ORDER, ledger.order_id)
        shown.page.push("order.add_item")
        item = shown.dialog("item_dialog")
        QTest.mouseClick(item.yes, Qt.MouseButton.LeftButton)
        shown.page.wait()
        assert item.refusal.text()
        item.reject()


def test_an_eo_names_several_parts(ledger: Ledger, texts: Texts, qtbot: QtBot) -> None:
    other = ledger.do(add_part, number="HB-9900-00", name="캡", kind=PartKind.COMPONENT, source=Source.MADE)
    with shown_as(ledger, Role.ENGINEER, texts, qtbot) as shown:
        # A filter by customer names no part.
        shown.screen.part.set_value("customer:x")
        shown.page.push("ledger.eo")
        dialog = shown.dialog("eo_dialog")
        dialog.form.set_values({"part": str(ledger.floor.part_id)})
        _click(dialog, "ledger.more_parts")
        dialog.form.set_values({"part": str(other)})
        shown.answer("eo_dialog", number="EO-7900", title="두 부품")
        assert {"HB-2210-01", "HB-9900-00"} == set(shown.chosen().about.split(", "))


def test_a_concession_goes_back_with_a_reason(ledger: Ledger, texts: Texts, qtbot: QtBot) -> None:
    row = ledger.do(
        make_concession,
        part_id=ledger.floor.part_id,
        title="위치도 0.25까지",
        reason="금형 수정",
        until=date(2026, 12, 31),
    )
    ledger.do(route_concession, row)
    with shown_as(ledger, Role.ENGINEER, texts, qtbot) as shown:
        shown.choose(Noun.CONCESSION, row)
        shown.page.push("entry.send_back")
        shown.answer("secret_dialog", reason="수량 한도 필요", secret=PASSWORD)
        assert shown.chosen().state is ConcessionState.DRAFT


def test_the_whole_history_of_a_part_is_one_line_of_time(ledger: Ledger, texts: Texts, qtbot: QtBot) -> None:
    ledger.make_order()
    ledger.to_review()
    rows = ledger.factory.ask(history_rows, Noun.PART, ledger.floor.part_id)
    assert [row.seq for row in rows] == sorted((row.seq for row in rows), reverse=True)
    told = {(row.action, row.detail.partition(",")[0]) for row in rows}
    number = ledger.order.number
    assert {
        ("customer_change_received", "EO-7731"),
        ("change_order_made", number),
        ("change_order_routed", number),
        ("review_opened", number),
    } <= told
    assert any(action == "revision_released" and "DW-2210" in what for action, what in told)
    other = ledger.do(add_part, number="HB-9901-00", name="캡", kind=PartKind.COMPONENT, source=Source.MADE)
    rows = ledger.factory.ask(history_rows, Noun.PART, other)
    assert {row.action for row in rows} == {"part_added", "revision_started"}
    with shown_as(ledger, Role.QUALITY, texts, qtbot) as shown:
        panel = HistoryPanel(shown.page.window.desk, Noun.PART, ledger.floor.part_id, shown.page.window)
        panel.show()
        shown.page.wait()
        texts.switch("ko")
        acts = {str(panel.rows.index(at, 3).data()) for at in range(panel.rows.rowCount())}
        assert not [act for act in acts if act.isascii()]


def test_what_is_due_is_told(ledger: Ledger) -> None:
    ledger.make_order(due_on=date(2026, 12, 30))
    rows = ledger.factory.ask(due_changes, day=date(2026, 11, 24))
    assert [row.number for row in rows] == ["EO-7731"]
    rows = ledger.factory.ask(due_changes, day=date(2026, 12, 28))
    assert [row.number for row in rows] == ["EO-7731", ledger.get(ChangeOrder, ledger.order_id).number]
    assert ledger.factory.ask(order_view, 4711) is None


@pytest.mark.parametrize("code", ["ko", "en"])
def test_every_word_is_there_in_both_languages(ledger: Ledger, qtbot: QtBot, texts: Texts, code: str) -> None:
    ledger.make_order()
    with shown_as(ledger, Role.QUALITY, texts, qtbot) as shown:
        texts.switch(code)
        shown.page.wait()
        title = shown.page.find(QLabel, "screen.title").text()
        assert title == ("변경 대장" if code == "ko" else "Change ledger")


def test_the_sorts_of_4m_changes_are_the_plants(ledger: Ledger, texts: Texts, qtbot: QtBot) -> None:
    with shown_as(ledger, Role.QUALITY, texts, qtbot) as shown:
        shown.screen._rules()
        shown.page.wait()
        dialog = shown.page.window.findChild(RulesDialog, "rules_dialog")
        assert dialog is not None
        assert dialog.table.choose("man.operator")
        dialog.told.setChecked(True)
        _click(dialog, "rule.save")
        assert dialog.form.rows["source"].below.text()
        dialog.form.set_values({"source": "품질협약 4.2"})
        _click(dialog, "rule.save")
        shown.page.wait()
        row = next(row for row in dialog.table.rows_model.rows if row.code == "man.operator")
        assert (row.tell_customer, row.own) == (True, True)
        _click(dialog, "close")


def test_an_idea_of_our_own_becomes_a_request_and_an_order(
    ledger: Ledger, texts: Texts, qtbot: QtBot
) -> None:
    with shown_as(ledger, Role.ENGINEER, texts, qtbot) as shown:
        page = shown.page
        page.push("ledger.request")
        dialog = shown.dialog("request_dialog")
        dialog.form.set_values({"part": str(ledger.floor.part_id)})
        _click(dialog, "request.to_customer")
        shown.answer("request_dialog", title="체결 나사 통일", reason="재고 종류를 줄인다")
        assert (shown.chosen().noun, shown.chosen().state) == (Noun.CHANGE_REQUEST, ChangeRequestState.DRAFT)
        # Of a concession in the same word of state nothing is offered here.
        assert not page.window.findChildren(QAbstractButton, "entry.route")
        page.push("entry.submit")
        page.push("entry.accept")
        page.reason("고객 회신 2026-11-24")
        assert shown.chosen().state is ChangeRequestState.ACCEPTED
        number = shown.chosen().number
        page.push("entry.order")
        shown.answer("order_dialog")
        order = ledger.factory.ask(order_view, shown.chosen().id)
        assert order is not None
        assert (order.request, order.title, order.customer_change) == (number, "체결 나사 통일", "")
