"""Documents about a record are given out from its screen: the notice of a nonconformance, the trace of a lot."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.demo.crew import DemoCrew
from app.factory import Factory
from tests.ui_quality.screen_page import ScreenPage, shown_screen
from ui.changes.document_dialog import DocumentDialog
from ui.gauges.gauges_screen import GaugesScreen
from ui.i18n import Texts
from ui.inspection.inspections_screen import InspectionsScreen
from ui.nonconformance.nonconformances_screen import NonconformancesScreen
from ui.panels import Screen
from ui.production.lots_screen import LotsScreen


def _dialog(page: ScreenPage) -> DocumentDialog:
    page.push("documents.give")
    (dialog,) = page.window.findChildren(DocumentDialog, "document_dialog")
    return dialog


@pytest.mark.parametrize(
    ("screen", "written"),
    [
        (NonconformancesScreen, "nonconformance_notice_NC-2026-0001_en.xlsx"),
        (LotsScreen, "lot_trace_TR-"),
        (GaugesScreen, "gauge_register_GR-"),
    ],
)
def test_what_is_chosen_becomes_a_file(
    factory: Factory,
    people: DemoCrew,
    texts: Texts,
    qtbot: QtBot,
    tmp_path: Path,
    screen: type[Screen],
    written: str,
) -> None:
    with shown_screen(screen, factory, people.quality, texts, qtbot) as page:
        dialog = _dialog(page)
        dialog.desk = replace(dialog.desk, factory=factory, actor=lambda: people.quality)
        dialog.to_folder = lambda _parent, _title: tmp_path
        dialog.form.set_values({"format": "xlsx", "language": "en", "recipient": "한길자동차"})
        dialog.yes.click()
        page.wait()
    (file,) = tmp_path.glob("*.xlsx")
    assert file.name.startswith(written)


def test_a_document_is_dragged_out_of_its_dialog(
    factory: Factory, people: DemoCrew, texts: Texts, qtbot: QtBot
) -> None:
    carried: list[Path] = []
    with shown_screen(NonconformancesScreen, factory, people.quality, texts, qtbot) as page:
        dialog = _dialog(page)
        dialog.desk = replace(dialog.desk, factory=factory, actor=lambda: people.quality)
        dialog.form.set_values({"format": "xlsx", "language": "en"})
        dialog.drag.carry = carried.extend  # type: ignore[method-assign, assignment]
        QTest.mousePress(dialog.yes, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
        QTest.mouseMove(dialog.yes, QPoint(40, 12))
        page.wait()
        QTest.mouseRelease(dialog.yes, Qt.MouseButton.LeftButton, pos=QPoint(500, 300))
        # The dialog stays, for one more format; nothing was asked for.
        assert dialog.isVisible()
        dialog.reject()
        page.wait()
    (file,) = carried
    assert file.name.startswith("nonconformance_notice_NC-2026-0001_en")
    cells = [
        cell for row in openpyxl.load_workbook(file).worksheets[0].iter_rows(values_only=True) for cell in row
    ]
    assert "NC-2026-0001" in cells


def test_an_inspection_has_four_documents_once_it_is_open(
    factory: Factory, people: DemoCrew, texts: Texts, qtbot: QtBot
) -> None:
    with shown_screen(InspectionsScreen, factory, people.quality, texts, qtbot) as page:
        page.push("documents.give")
        assert "Choose first" in page.toasts[-1]
        page.screen.open_record(1)
        page.wait()
        dialog = _dialog(page)
        assert len(dialog._offered) == 4
        dialog.reject()
        page.wait()
