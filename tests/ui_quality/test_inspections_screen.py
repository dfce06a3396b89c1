"""Inspections on the screen: the list, the matrix with its bad value, and one value down to its bytes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.demo.crew import DemoCrew
from app.factory import Factory
from tests.ui_quality.screen_page import ScreenPage, shown_screen
from ui.i18n import Texts
from ui.inspection.inspections_screen import InspectionsScreen
from ui.inspection.sheet_table import FACTS, SheetTable
from ui.inspection.trace_card import bytes_text
from ui.itemmodels.columns import KIND_ROLE, TONE_ROLE


@pytest.fixture
def page(factory: Factory, people: DemoCrew, texts: Texts, qtbot: QtBot) -> Iterator[ScreenPage]:
    with shown_screen(InspectionsScreen, factory, people.quality, texts, qtbot) as shown:
        yield shown


@pytest.fixture
def sheet(page: ScreenPage) -> SheetTable:
    """The sheet of the one inspection."""
    page.screen.open_record(page.screen.list.rows_model.rows[0].id)
    page.wait()
    table = page.screen.table
    assert isinstance(table, SheetTable)
    return table


def test_the_list_shows_state_and_lot(page: ScreenPage) -> None:
    row = page.screen.list.rows_model.rows[0]
    assert (row.number, row.state.value, row.lot_state.value) == ("IN-2026-0001", "fail", "hold")
    assert QAbstractItemModelTester(page.screen.list.rows_model) is not None


def test_the_sheet_is_a_matrix_with_the_bad_value_marked(page: ScreenPage, sheet: SheetTable) -> None:
    model = sheet.rows_model
    assert QAbstractItemModelTester(model) is not None
    assert (model.rowCount(), model.columnCount()) == (8, FACTS + 5)
    bad = model.index(1, FACTS + 3)
    assert bad.data() == "40.057 NG"
    assert (bad.data(KIND_ROLE), bad.data(TONE_ROLE)) == ("chip", "ng")
    good = model.index(1, FACTS)
    assert good.data(KIND_ROLE) == "number"
    judged = model.index(4, FACTS)
    assert judged.data() == "OK · Keyed"
    assert page.find(QLabel, "sheet.modes").text() == "Device 35 of 40 · Keyed 5 of 40"


def test_the_head_of_a_sheet_is_whole_where_the_window_is_small(page: ScreenPage, sheet: SheetTable) -> None:
    for code in ("ko", "en"):
        page.screen.texts.switch(code)
        page.wait()
        head = page.screen.head
        assert head.path.text().endswith(" 261123-01")
        assert not head.path.elided
        assert head.title.width() >= head.title.sizeHint().width()


def test_a_value_leads_to_bytes_gauge_calibration_and_drawing(page: ScreenPage, sheet: SheetTable) -> None:
    sheet.setCurrentIndex(sheet.rows_model.index(1, FACTS + 3))
    page.wait()
    raw = page.find(QLabel, "trace.raw").text()
    assert raw == bytes_text(b"01A+0040.057\r")
    assert raw.splitlines()[1] == "01A+0040.057·"
    said = {label.text() for label in page.screen.trace.findChildren(QLabel)}
    for proof in ("G-014 014-2291", "DW-2210 Rev B", "H26-3381", "최작업", "20 CNC 선삭"):
        assert proof in said, proof


def test_a_judgement_says_that_no_device_sent_it(page: ScreenPage, sheet: SheetTable) -> None:
    sheet.setCurrentIndex(sheet.rows_model.index(4, FACTS))
    page.wait()
    assert page.find(QLabel, "trace.raw").text() == "No device sent it: it was entered as “Keyed”."


def test_the_way_back_leads_to_the_list(page: ScreenPage, sheet: SheetTable) -> None:
    assert sheet.isVisible()
    page.push("sheet.back")
    assert not sheet.isVisible()
    assert page.title == "Inspections"


def test_the_sheet_follows_the_language(page: ScreenPage, sheet: SheetTable, texts: Texts) -> None:
    texts.switch("ko")
    page.wait()
    assert sheet.rows_model.index(1, FACTS + 3).data() == "40.057 불합격"


def test_a_sheet_opens_at_its_bad_value_with_its_proof(page: ScreenPage, sheet: SheetTable) -> None:
    at = sheet.currentIndex()
    assert (at.row(), at.column()) == (1, FACTS + 3)
    page.wait()
    assert page.find(QLabel, "trace.raw").isVisible()
