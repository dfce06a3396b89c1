"""The gauge register on the screen: what calls for somebody comes first, calibrations, doubt, out of use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.demo.crew import DemoCrew
from app.factory import Factory
from app.gauges.queries import calibration_rows
from app.gauges.register import register_rows
from models.rules.calibration import GaugeCondition
from tests.ui_quality.screen_page import ScreenPage, shown_screen
from ui.gauges.gauges_screen import GaugesScreen
from ui.i18n import Texts


@pytest.fixture
def page(factory: Factory, people: DemoCrew, texts: Texts, qtbot: QtBot) -> Iterator[ScreenPage]:
    with shown_screen(GaugesScreen, factory, people.quality, texts, qtbot) as shown:
        yield shown


def _condition(factory: Factory, number: str) -> GaugeCondition:
    rows = factory.ask(register_rows, now=datetime.now(UTC))
    return next(row.condition for row in rows if row.number == number)


def test_the_register_says_what_may_not_be_used(page: ScreenPage) -> None:
    tester = QAbstractItemModelTester(page.screen.table.rows_model)
    shown = {row.number: row.condition for row in page.screen.table.rows_model.rows}
    assert shown["G-009"] is GaugeCondition.OVERDUE
    assert shown["G-021"] is GaugeCondition.DUE_SOON
    assert page.screen.table.chosen().number == "G-009"
    page.push("gauge.calling")
    assert [row.number for row in page.screen.table.rows_model.rows] == ["G-009", "G-021"]
    assert tester is not None


def test_a_calibration_brings_a_gauge_back(page: ScreenPage, factory: Factory) -> None:
    gauge = page.screen.table.chosen()
    page.push("gauge.calibrate")
    page.push("calibration.save")
    assert _condition(factory, "G-009") is GaugeCondition.OVERDUE
    page.screen.detail.form.set_values({"certificate": "K-77", "laboratory": "한국정밀교정"})
    page.push("calibration.save")
    assert _condition(factory, "G-009") is GaugeCondition.ACTIVE
    assert factory.ask(calibration_rows, gauge.id)[0].certificate == "K-77"
    assert page.screen.detail.history.rows_model.rows[0].certificate == "K-77"


def test_a_failed_calibration_lists_what_is_in_doubt(page: ScreenPage) -> None:
    row = next(row for row in page.screen.table.rows_model.rows if row.number == "G-014")
    page.screen.table.choose(row.id)
    page.wait()
    assert not page.screen.detail.doubt.isVisible()
    page.push("gauge.calibrate")
    page.screen.detail.form.set_values({"certificate": "K-78", "result": "fail"})
    page.push("calibration.save")
    assert page.screen.detail.doubt.isVisible()
    suspects = page.screen.detail.suspects.rows_model.rows
    assert len(suspects) == 35
    assert {row.lot_state.value for row in suspects} == {"hold"}


def test_out_of_use_needs_a_reason(page: ScreenPage, factory: Factory) -> None:
    page.push("gauge.repair")
    page.reason("")
    assert _condition(factory, "G-009") is GaugeCondition.OVERDUE
    page.reason("측정면 마모")
    assert _condition(factory, "G-009") is GaugeCondition.REPAIR


def test_a_new_gauge_is_entered(page: ScreenPage, factory: Factory) -> None:
    page.push("gauge.new")
    form = page.screen.form
    form.set_values({"number": "G-030", "name": "깊이 게이지", "kind": "깊이 게이지", "high": "x"})
    form.set_values({"high": "150.00"})
    page.push("gauge.save")
    assert _condition(factory, "G-030") is GaugeCondition.NOT_CALIBRATED
    assert page.screen.table.chosen().number == "G-030"
    assert page.screen.table.chosen().range_high.as_tuple().exponent == -2


def test_a_record_is_opened_from_elsewhere(page: ScreenPage) -> None:
    row = next(row for row in page.screen.table.rows_model.rows if row.number == "G-021")
    page.window.open_place("one", row.id)
    page.wait()
    assert page.screen.detail.row.number == "G-021"
    assert page.screen.detail.row.warning == 30
