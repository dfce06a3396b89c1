"""Heads of the ledger corrected by mouse and keyboard: what is there now is filled in, the reason is asked for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from app.changes.concessions import make_concession
from app.changes.corrections import correct_customer_change
from app.changes.customer_changes import answer_customer_change
from models.change import Concession, CustomerChange
from models.vocab import Noun, Role
from tests.changes.ledger import Ledger
from tests.ui_changes.ledger_page import shown_as
from ui.i18n import Texts


def test_an_eo_and_a_concession_are_corrected_in_the_window(
    ledger: Ledger, texts: Texts, qtbot: QtBot
) -> None:
    made = ledger.do(
        make_concession,
        part_id=ledger.floor.part_id,
        title="외경 +0.02",
        reason="공구 마모",
        upper_limit=Decimal("12.02"),
        quantity=Decimal(500),
    )
    with shown_as(ledger, Role.ENGINEER, texts, qtbot) as shown:
        shown.choose(Noun.CUSTOMER_CHANGE, ledger.eo_id)
        shown.page.push("entry.correct")
        dialog = shown.dialog("correction_dialog")
        assert dialog.form.values()["title"] == "체결 볼트 길이 변경"
        assert (dialog.form.values()["due"], dialog.form.values()["lot"]) == ("2026-11-27", "2612-01")
        # Without its reason nothing is corrected.
        QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
        assert dialog.isVisible()
        shown.answer("correction_dialog", due="2026-12-04", why="회신일 오기")
        assert ledger.get(CustomerChange, ledger.eo_id).reply_due == date(2026, 12, 4)
        shown.choose(Noun.CONCESSION, made)
        shown.page.push("entry.correct")
        values = shown.dialog("correction_dialog").form.values()
        assert (values["upper"], values["quantity"], values["until"]) == ("12.02", "500", "")
        shown.answer("correction_dialog", upper="12.03", why="측정 재확인")
        row = ledger.get(Concession, made)
        assert (row.upper_limit, row.lower_limit, row.reason) == (Decimal("12.03"), None, "공구 마모")
    ledger.make_order()
    ledger.do(answer_customer_change, ledger.eo_id, reply="적용", replied_on=date(2026, 11, 25))
    with shown_as(ledger, Role.ENGINEER, texts, qtbot) as shown:
        shown.choose(Noun.CUSTOMER_CHANGE, ledger.eo_id)
        assert shown.page.find(QAbstractButton, "entry.close").isVisible()
        assert not shown.page.window.findChildren(QAbstractButton, "entry.correct")


def test_who_is_too_late_takes_over_what_is_there_now_and_keeps_what_was_typed(
    ledger: Ledger, texts: Texts, qtbot: QtBot
) -> None:
    with shown_as(ledger, Role.ENGINEER, texts, qtbot) as shown:
        shown.choose(Noun.CUSTOMER_CHANGE, ledger.eo_id)
        shown.page.push("entry.correct")
        dialog = shown.dialog("correction_dialog")
        ledger.do(
            correct_customer_change,
            ledger.eo_id,
            why="품질에서 정정",
            title="볼트 M8×25",
            effective_lot="2612-07",
            role=Role.QUALITY,
        )
        dialog.form.set_values({"due": "2026-12-04", "lot": "2612-09", "why": "회신일 오기"})
        QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
        shown.page.wait()
        # It says whose change it was, and what was typed is there.
        assert ledger.floor.crew.actor(Role.QUALITY).name in dialog.refusal.text()
        assert dialog.form.values()["due"] == "2026-12-04"
        QTest.mouseClick(dialog.take_now, Qt.MouseButton.LeftButton)
        shown.page.wait()
        values = dialog.form.values()
        assert (values["title"], values["due"], values["lot"]) == ("볼트 M8×25", "2026-12-04", "2612-09")
        # Both changed the lot: what is there now stands beside what was typed.
        assert "2612-07" in dialog.form.rows["lot"].below.text()
        assert not dialog.take_now.isVisible()
        shown.answer("correction_dialog")
    row = ledger.get(CustomerChange, ledger.eo_id)
    assert (row.title, row.reply_due, row.effective_lot) == ("볼트 M8×25", date(2026, 12, 4), "2612-09")
