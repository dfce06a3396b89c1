"""One filter by vehicle, customer and EO in every list of what belongs to parts: by key, by name, and to Excel."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.demo.crew import DemoCrew
from app.factory import Factory
from app.parts.parts import add_customer, add_part, link_customer
from app.production.lots import create_lot
from app.production.queries import lot_rows
from models.vocab import PartKind, Source
from tests.ui_quality.screen_page import ScreenPage
from tests.ui_station.stage import make_connections
from ui import seen_lists
from ui.certification.assessments_screen import AssessmentsScreen
from ui.certification.submissions_screen import SubmissionsScreen
from ui.changes.reviews_screen import ReviewsScreen
from ui.drawings.copies_panel import DistributionScreen
from ui.drawings.documents_screen import DocumentsScreen
from ui.forms.forms_screen import FormsScreen
from ui.i18n import Texts, say
from ui.inspection.inspections_screen import InspectionsScreen
from ui.link_filter import LinkFilter
from ui.main_window import MainWindow
from ui.navigation import Place
from ui.nonconformance.nonconformances_screen import NonconformancesScreen
from ui.packs.packs_screen import PacksScreen
from ui.panels import Screen
from ui.production.lots_screen import LotsScreen
from ui.production.orders_screen import OrdersScreen
from ui.shipping.shipments_screen import ShipmentsScreen
from ui.widgets.tables import RowTable

# The place, its screen, its list, and how many rows of it belong to the bracket's vehicle.
PLACES: Final[tuple[tuple[str, type[Screen], str, int], ...]] = (
    ("lots", LotsScreen, "lots", 1),
    ("orders", OrdersScreen, "orders", 1),
    ("inspections", InspectionsScreen, "inspections", 1),
    ("nonconformances", NonconformancesScreen, "nonconformances", 1),
    ("documents", DocumentsScreen, "documents", 1),
    ("distribution", DistributionScreen, "ledger", 0),
    ("reviews", ReviewsScreen, "reviews", 0),
    ("submissions", SubmissionsScreen, "submissions", 0),
    ("assessments", AssessmentsScreen, "assessments", 0),
    ("shipments", ShipmentsScreen, "shipments", 0),
    ("packs", PacksScreen, "packs", 0),
    ("forms", FormsScreen, "forms.register", 0),
)
VEHICLE, OTHER = "KX-3", "CV9"


class FilteredPage(ScreenPage):
    """The places one after another, each with its filter."""

    def show(self, place: str) -> LinkFilter | None:
        """Open a place and return its filter, where there is a list already."""
        self.window.open_place(place)
        self.wait()
        found = [field for field in self.screen.findChildren(LinkFilter) if field.isVisible()]
        return found[0] if found else None

    def choose(self, word: str) -> None:
        """Go with the arrow keys to a word of the filter."""
        field = next(iter(self.screen.findChildren(LinkFilter)))
        field.setFocus()
        steps = field.findText(word) - field.currentIndex()
        for _step in range(abs(steps)):
            QTest.keyClick(field, Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)
        self.wait()
        assert field.currentText() == word

    def choose_by_keys(self, word: str) -> None:
        """Open the filter from anywhere and choose by the first letters."""
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        self.key(Qt.Key.Key_F, both)
        field = next(iter(self.screen.findChildren(LinkFilter)))
        assert field.view().isVisible()
        QTest.keyClicks(field.view(), word)
        QTest.keyClick(field.view(), Qt.Key.Key_Return)
        self.wait()
        assert field.currentText() == word

    def rows(self, name: str) -> tuple[object, ...]:
        """Return the rows of a list."""
        return tuple(self.find(RowTable, name).rows_model.rows)


@pytest.fixture
def page(factory: Factory, people: DemoCrew, texts: Texts, qtbot: QtBot) -> Iterator[FilteredPage]:
    """All places with a filter in one window of 1280 × 800; a second vehicle has one part and one lot of it."""
    engineer, quality = people.engineer, people.quality
    facts = {"kind": PartKind.COMPONENT, "source": Source.MADE}
    part = factory.perform(add_part, number="ZZ-1", name="딴 부품", actor=engineer, **facts).result
    customer = factory.perform(add_customer, code="ZZ", name="다른자동차", actor=engineer).result
    link = {"customer_part_number": "1", "vehicle": OTHER, "engineering_order": "EO-1"}
    factory.perform(link_customer, part, customer, actor=engineer, **link)
    factory.perform(create_lot, part_id=part, quantity=Decimal(3), actor=quality)
    window = MainWindow(
        texts,
        [Place(key, None, say("Show"), "gauge", screen) for key, screen, _list, _count in PLACES],
        make_connections(factory, quality),
    )
    window.resize(1280, 800)
    with qtbot.waitActive(window):
        window.show()
    page = FilteredPage(window, qtbot)
    page.wait()
    yield page
    window.toasts.clear()
    window.close()
    window.deleteLater()


def test_every_list_of_what_belongs_to_parts_has_the_filter(page: FilteredPage, texts: Texts) -> None:
    for place, _screen, listed, count in PLACES:
        field = page.show(place)
        if field is None:
            # A list without any row is no list yet: its place says how the first row comes.
            assert count == 0
            continue
        assert field.accessibleName()
        page.choose(VEHICLE)
        assert len(page.rows(listed)) == count, place
        whole = page.find(RowTable, listed)
        page.choose("다른자동차" if place == "lots" else OTHER)
        left = page.rows(listed) if place != "documents" else ()
        assert len(left) == (1 if place == "lots" else 0), place
        for language in ("ko", "en"):
            texts.switch(language)
            page.wait()
            right = field.mapTo(page.window, QPoint(field.width(), 0)).x()
            assert right <= page.window.width() == 1280, (place, language)
            assert not whole.horizontalScrollBar().maximum() or not whole.isVisible(), (place, language)


def test_a_filtered_list_says_why_it_is_empty_and_a_record_that_is_opened_is_shown(
    page: FilteredPage, factory: Factory
) -> None:
    page.show("orders")
    page.choose(OTHER)
    words = page.find(QLabel, "rows.empty").text()
    assert words == "Nothing here belongs to this vehicle, customer or EO."
    page.show("lots")
    page.choose(OTHER)
    (row,) = page.rows("lots")
    held = next(lot.id for lot in factory.ask(lot_rows) if lot.part_number == "HB-2210-01")
    page.window.open_place("lots", held)
    page.wait()
    assert page.screen.table.chosen().id == held
    assert len(page.rows("lots")) == 2
    assert row in page.rows("lots")


def test_what_is_filtered_is_written_as_it_is_seen(
    page: FilteredPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "lots.xlsx"
    monkeypatch.setattr(seen_lists, "choose_target", lambda *_asked: target)
    page.show("lots")
    page.choose_by_keys(OTHER)
    assert page.find(QWidget, "lots.excel").accessibleName() == "Lots to Excel"
    page.push("lots.excel")
    sheets = openpyxl.load_workbook(target).worksheets
    rows = list(sheets[0].iter_rows(values_only=True))
    assert len(rows) == 2
    assert "ZZ-1" in rows[1]
    told = [row for sheet in sheets[1:] for row in sheet.iter_rows(values_only=True)]
    assert ("Filter", OTHER) in [row[:2] for row in told]
