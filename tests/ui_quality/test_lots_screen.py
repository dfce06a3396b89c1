"""Lots on the screen: what is on hold, what is known of one, and the acts of its state."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.demo.crew import DemoCrew
from app.factory import Factory
from app.production.queries import lot_rows
from models.vocab import InspectionState, LotState
from tests.ui_quality.screen_page import ScreenPage, shown_screen
from ui.i18n import Texts
from ui.production.lots_screen import LotsScreen


@pytest.fixture
def page(factory: Factory, people: DemoCrew, texts: Texts, qtbot: QtBot) -> Iterator[ScreenPage]:
    with shown_screen(LotsScreen, factory, people.quality, texts, qtbot) as page:
        yield page


def test_a_lot_tells_what_is_known_of_it(page: ScreenPage) -> None:
    detail = page.screen.detail
    assert detail.row.state is LotState.HOLD
    assert [row.state for row in detail.inspections.rows_model.rows] == [InspectionState.FAIL]
    assert len(detail.troubles.rows_model.rows) == 1
    acts = [row.action for row in detail.entries.rows_model.rows]
    assert acts[0] == "lot_held"
    assert acts[-1] == "lot_created"


def test_a_lot_with_an_open_nonconformance_is_not_released(page: ScreenPage, factory: Factory) -> None:
    page.push("lot.release")
    page.reason("괜찮아 보임")
    assert "nonconformances that are not closed: NC-" in page.toasts[-1]
    assert factory.ask(lot_rows)[0].state is LotState.HOLD


def test_a_lot_is_rejected_for_a_reason_that_stays_in_its_history(page: ScreenPage, factory: Factory) -> None:
    page.push("lot.reject")
    page.reason("치수 불량, 재작업 불가")
    assert factory.ask(lot_rows)[0].state is LotState.REJECTED
    entries = page.screen.detail.entries.rows_model.rows
    assert (entries[0].action, entries[0].reason) == ("lot_rejected", "치수 불량, 재작업 불가")


def test_only_those_on_hold(page: ScreenPage) -> None:
    page.push("lots.held")
    assert [row.state for row in page.screen.table.rows_model.rows] == [LotState.HOLD]
    page.push("lot.reject")
    page.reason("폐기")
    assert page.screen.table.rows_model.rows == ()
