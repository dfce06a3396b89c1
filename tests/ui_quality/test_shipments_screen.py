"""Shipments on the screen: lots scanned or typed, a refusal with its next step, the certificate as a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.demo.crew import DemoCrew
from app.factory import Factory
from app.production.lots import create_lot, release_lot
from app.production.queries import lot_rows, order_rows
from app.production.shipment_queries import shipment_rows
from models.vocab import LotState
from tests.ui.pages import scan_of
from tests.ui_quality.screen_page import ScreenPage, shown_screen
from ui.i18n import Texts
from ui.shipping.shipments_screen import ShipmentsScreen


@pytest.fixture
def lot(factory: Factory, people: DemoCrew) -> str:
    """A released lot of 500 of the demo's order."""
    order = factory.ask(order_rows)[0]
    facts: dict[str, Any] = {"part_id": order.part_id, "order_id": order.id, "actor": people.quality}
    made = factory.perform(create_lot, quantity=Decimal(500), **facts).result
    factory.perform(release_lot, made, expected_version=1, reason="합격", actor=people.quality)
    return factory.ask(lot_rows)[0].number


@pytest.fixture
def page(factory: Factory, people: DemoCrew, texts: Texts, qtbot: QtBot, lot: str) -> Iterator[ScreenPage]:
    with shown_screen(ShipmentsScreen, factory, people.quality, texts, qtbot) as page:
        yield page


def _refusal(page: ScreenPage) -> str:
    return page.find(QLabel, "shipment.refusal").text()


def test_a_scanned_lot_leaves_and_its_certificate_is_a_file(
    page: ScreenPage, factory: Factory, people: DemoCrew, lot: str, tmp_path: Path
) -> None:
    assert page.screen.pages.currentIndex() == 1
    page.push("shipment.new")
    form = page.screen.form
    held = next(row.number for row in factory.ask(lot_rows) if row.state is LotState.HOLD)
    page.window.take_scan(scan_of(held))
    page.wait()
    assert "is on hold" in _refusal(page)
    form.quantity.set_value("120")
    page.window.take_scan(scan_of(lot))
    page.wait()
    (wanted,) = form.table.rows_model.rows
    assert (wanted.lot.number, wanted.quantity, wanted.lot.left) == (lot, Decimal(120), Decimal(500))
    # Nobody has approved the part: mass product stays here, and the form says what to do.
    page.push("shipment.save")
    assert "not submitted" in _refusal(page).casefold()
    assert factory.ask(shipment_rows) == ()
    form.samples.setChecked(True)
    page.push("shipment.save")
    (row,) = page.screen.table.rows_model.rows
    assert (row.lots[0].quantity, row.lots[0].lot, row.samples) == (Decimal(120), lot, True)
    assert row.customer
    detail = page.screen.detail
    detail.desk = replace(detail.desk, factory=factory, actor=lambda: people.quality)
    detail.to_folder = lambda _parent, _title: tmp_path
    page.push("shipment.pdf")
    (file,) = tmp_path.glob("*.pdf")
    assert row.certificate in file.name
    assert factory.ask(shipment_rows)[0].issues == 1


def test_a_typed_lot_is_taken_off_again(page: ScreenPage, lot: str) -> None:
    page.push("shipment.new")
    form = page.screen.form
    form.lot.setFocus()
    page.type("000000-00")
    page.key(Qt.Key.Key_Return)
    page.wait()
    assert _refusal(page)
    form.lot.set_value(lot)
    form.lot.setFocus()
    page.key(Qt.Key.Key_Return)
    page.wait()
    assert [row.quantity for row in form.table.rows_model.rows] == [Decimal(500)]
    page.push("shipment.off")
    assert form.table.rows_model.rows == ()
    assert not form.save.isEnabled()
    page.push("shipment.cancel")
    assert page.screen.side.currentIndex() == 0
