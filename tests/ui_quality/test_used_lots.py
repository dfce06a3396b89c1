"""The card of used lots: a tag scanned or a number typed, a refusal in place, a wrong entry taken back."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from app.bom.as_built import LotUse, used_lots
from app.bom.stock import gone_by_lot
from app.demo.crew import DemoCrew
from app.factory import Factory
from app.production.lots import create_lot, release_lot
from app.production.queries import lot_rows
from tests.ui.pages import scan_of
from tests.ui_quality.screen_page import ScreenPage, shown_screen
from ui.i18n import Texts
from ui.production.lots_screen import LotsScreen
from ui.production.used_lots import UsedLots


@pytest.fixture
def page(factory: Factory, people: DemoCrew, texts: Texts, qtbot: QtBot) -> Iterator[ScreenPage]:
    """The lots with two more of the part: one in quarantine is shown, one released is there to be used."""
    part = factory.ask(lot_rows)[0].part_id
    for number in ("USED-1", "MADE-1"):
        lot = factory.perform(
            create_lot, part_id=part, quantity=Decimal(30), number=number, actor=people.quality
        ).result
        if number == "USED-1":
            factory.perform(release_lot, lot, expected_version=1, reason="합격", actor=people.quality)
    with shown_screen(LotsScreen, factory, people.quality, texts, qtbot) as page:
        page.screen.open_record(lot)
        page.wait()
        yield page


def _card(page: ScreenPage) -> UsedLots:
    card = page.screen.detail.used
    assert isinstance(card, UsedLots)
    return card


def _known(page: ScreenPage, factory: Factory) -> tuple[LotUse, ...]:
    made = page.screen.detail.row
    assert made.number == "MADE-1"
    return factory.ask(used_lots, made.id)


def test_a_scanned_tag_goes_in_and_a_wrong_entry_is_taken_back(page: ScreenPage, factory: Factory) -> None:
    card = _card(page)
    page.push("used.new")
    scan = scan_of("USED-1")
    page.window.take_scan(scan)
    page.wait()
    assert card.found.text().startswith("USED-1 · ")
    assert card.found.text().endswith(" · 30 EA left")
    card.quantity.set_value("12")
    page.push("used.save")
    assert "neither as a line nor as a substitute" in card.refusal.text()
    assert _known(page, factory) == ()
    card.why.set_value("재작업 대체")
    page.push("used.save")
    (row,) = _known(page, factory)
    assert (row.number, row.quantity, row.reason) == ("USED-1", Decimal(12), "재작업 대체")
    assert [one.id for one in card.table.rows_model.rows] == [row.id]
    page.push("used.cancel")
    assert not card.entering
    card.table.choose(row.id)
    page.push("used.back")
    page.reason("다른 LOT를 스캔함")
    (row,) = card.table.rows_model.rows
    assert (row.is_taken_back, row.taken_back) == (True, "다른 LOT를 스캔함")
    assert not card.take_back.isEnabled()
    assert factory.ask(gone_by_lot).get(row.lot_id) == Decimal(0)


def test_a_number_that_is_typed_says_why_it_may_not_go_in(page: ScreenPage, factory: Factory) -> None:
    card = _card(page)
    page.push("used.new")
    card.quantity.set_value("1")
    for number, told in (("없는 번호", "없는 번호"), ("MADE-1", "not released for use")):
        card.lot.set_value(number)
        page.push("used.save")
        assert told in card.refusal.text()
    card.lot.set_value("used-1")
    card.quantity.set_value("31")
    page.push("used.save")
    assert "only 30 are left" in card.refusal.text()
    assert _known(page, factory) == ()
    page.push("used.cancel")
