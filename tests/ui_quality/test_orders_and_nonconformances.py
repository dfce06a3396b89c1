"""Orders and nonconformances on the screen: each state offers its acts, each step needs what it needs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.demo.crew import PASSWORD, DemoCrew
from app.factory import Factory
from app.nonconformance.queries import NonconformanceRow, nonconformance_rows
from app.production.queries import OrderRow, lot_rows, order_rows
from models.vocab import LotState, NonconformanceState, OrderState
from models.vocab_quality import DispositionKind
from tests.ui_quality.screen_page import ScreenPage, shown_screen
from ui.changes.form_dialog import FormDialog
from ui.i18n import Texts
from ui.nonconformance.nonconformances_screen import NonconformancesScreen
from ui.production.orders_screen import OrdersScreen
from ui.widgets.buttons import Button
from ui.widgets.forms import Form


@pytest.fixture
def orders(factory: Factory, people: DemoCrew, texts: Texts, qtbot: QtBot) -> Iterator[ScreenPage]:
    with shown_screen(OrdersScreen, factory, people.engineer, texts, qtbot) as shown:
        yield shown


@pytest.fixture
def found(factory: Factory, people: DemoCrew, texts: Texts, qtbot: QtBot) -> Iterator[ScreenPage]:
    with shown_screen(NonconformancesScreen, factory, people.quality, texts, qtbot) as shown:
        yield shown


def _order(factory: Factory) -> OrderRow:
    return factory.ask(order_rows)[0]


def _nonconformance(factory: Factory) -> NonconformanceRow:
    return factory.ask(nonconformance_rows)[0]


def test_an_order_goes_its_way_by_buttons(orders: ScreenPage, factory: Factory) -> None:
    orders.push("order.new")
    orders.screen.form.set_values({"quantity": "120"})
    orders.push("order.save")
    assert _order(factory).state is OrderState.PLANNED
    orders.push("order.release")
    assert _order(factory).state is OrderState.RELEASED
    assert _order(factory).snapshots == 1
    orders.push("order.hold")
    orders.reason("자재 대기")
    assert _order(factory).state is OrderState.ON_HOLD
    orders.push("order.resume")
    orders.reason("자재 입고")
    assert _order(factory).state is OrderState.RUNNING
    orders.push("order.complete")
    orders.push("order.close")
    assert _order(factory).state is OrderState.CLOSED
    orders.push("orders.open")
    assert [row.state for row in orders.screen.table.rows_model.rows] == [OrderState.RUNNING]


def test_a_quantity_that_is_none_is_said_beside_the_field(orders: ScreenPage, factory: Factory) -> None:
    orders.push("order.new")
    orders.push("order.save")
    row = orders.screen.form.rows["quantity"]
    assert row.below.text() == "Please fill this in."
    assert len(factory.ask(order_rows)) == 1


def test_lots_of_an_order_are_made_and_held(orders: ScreenPage, factory: Factory) -> None:
    assert QAbstractItemModelTester(orders.screen.detail.lots.rows_model) is not None
    orders.push("order.lot")
    lots = factory.ask(lot_rows, order_id=_order(factory).id)
    assert len(lots) == 2
    orders.screen.detail.lots.choose(lots[0].id)
    orders.push("lot.hold")
    orders.reason("외관 확인")
    assert factory.ask(lot_rows)[0].state is LotState.HOLD


def test_a_bad_reading_stands_in_its_nonconformance(found: ScreenPage) -> None:
    row = found.screen.table.chosen()
    assert row.state is NonconformanceState.DRAFT
    readings = found.screen.detail.readings.rows_model.rows
    assert [(r.balloon, r.value, r.holds) for r in readings] == [("2", "40.057", True)]
    assert QAbstractItemModelTester(found.screen.table.rows_model) is not None


def test_a_step_is_refused_until_its_field_is_filled_in(found: ScreenPage, factory: Factory) -> None:
    found.push("nonconformance.step")
    assert _nonconformance(factory).state is NonconformanceState.DRAFT
    assert "containment" in found.toasts[-1]
    found.screen.detail.form.set_values({"containment": "LOT 전수 선별"})
    found.push("nonconformance.save")
    found.push("nonconformance.step")
    assert _nonconformance(factory).state is NonconformanceState.CONTAINED


def _fill(page: ScreenPage, button: str, name: str, **values: str) -> None:
    """Open a dialog by its button, fill it in and confirm it."""
    page.push(button)
    dialogs = [one for one in page.window.findChildren(FormDialog, name) if one.isVisible()]
    assert dialogs, name
    dialogs[0].form.set_values(values)
    dialogs[0].yes.click()
    page.wait()


def test_it_closes_only_with_a_signed_disposition(found: ScreenPage, factory: Factory) -> None:
    texts = ("containment", "cause", "action", "verification", "disposition_note")
    found.screen.detail.form.set_values({name: f"{name} 기록" for name in texts})
    found.push("nonconformance.save")
    for _step in range(5):
        found.push("nonconformance.step")
    assert _nonconformance(factory).state is NonconformanceState.VERIFIED
    found.push("nonconformance.step")
    assert _nonconformance(factory).state is NonconformanceState.VERIFIED
    _fill(found, "nonconformance.count", "count_dialog", quantity="20")
    _fill(found, "nonconformance.decide", "disposition_dialog", kind="return", quantity="5.5")
    _fill(found, "nonconformance.decide", "disposition_dialog", kind="repair", note="용접 보수")
    shared = [(one.kind, one.quantity) for one in _nonconformance(factory).dispositions]
    assert shared == [(DispositionKind.RETURN, Decimal("5.5")), (DispositionKind.REPAIR, Decimal("14.5"))]
    assert not found.find(Button, "nonconformance.decide").isEnabled()
    table = found.screen.table
    said = table.rows_model.index(0, 4).data()
    assert said.startswith("Return to supplier 5.5 EA, Repair 14.5 EA")
    for kind, shown in (("concession", 0), ("undecided", 0), ("repair", 1)):
        found.screen.kind.set_value(kind)
        found.screen.kind.activated.emit(found.screen.kind.currentIndex())
        assert table.rows_model.rowCount() == shown
        assert table.seen_facts()[-1][0] == "Disposition"
    found.push("nonconformance.sign")
    dialog = found.screen.detail.dialog
    form = dialog.findChild(Form)
    assert isinstance(form, Form)
    form.set_values({"secret": PASSWORD})
    dialog.yes.click()
    found.wait()
    assert "이품질" in found.find(QLabel, "nonconformance.signed").text()
    found.push("nonconformance.step")
    assert _nonconformance(factory).state is NonconformanceState.CLOSED
