"""The home screen: what waits for whom, first steps of a new factory, and rows that lead to their place."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollBar
from pytestqt.qtbot import QtBot

from app.changes.content import files_of
from app.changes.release import release
from app.changes.reviews import open_review, sign_review
from app.desktop.desktop import Desktop
from app.desktop.door import make_factory
from app.drawings.distribution import issue_copy
from app.drawings.document_lifecycle import obsolete_document_revision
from app.drawings.documents import add_document, attach_file
from app.factory import Factory
from app.gauges.gauges import add_gauge
from app.parts.parts import add_part
from app.people.signatures import record_opened
from app.unit_of_work import SYSTEM, Actor
from models.rules.calibration import GaugeCondition
from models.vocab import DocumentKind, Noun, PartKind, Role, Source
from tests.app.test_thread_of_release import approve, make_drawing
from tests.crew import PASSWORD, Crew, make_crew
from tests.desktop.pages import DesktopPage
from ui.gauges.gauge_words import CONDITIONS
from ui.home.home_screen import HomeScreen
from ui.home.waiting_cards import WaitingCard
from ui.itemmodels.columns import TONE_ROLE
from ui.sign_in.new_factory_page import NewFactory

SignIn = Callable[[str], DesktopPage]


def home_of(page: DesktopPage) -> HomeScreen:
    """Return the home screen, shown and settled."""
    page.go("home")
    screen = page.window.shown_screen
    assert isinstance(screen, HomeScreen)
    return screen


def cells(card: WaitingCard[Any]) -> list[list[str]]:
    """Return what a card's table shows."""
    model = card.model
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


@pytest.fixture
def reviewed(factory: Factory, crew: Crew) -> int:
    """A drawing sent to review and signed by its author: it waits for quality. Returns the document's id."""
    engineer = crew.actor(Role.ENGINEER)
    revision = factory.perform(
        add_document, number="DW-1", title="브래킷", kind=DocumentKind.DRAWING, label="A", actor=engineer
    ).result
    factory.perform(attach_file, revision, b"ISO-10303 drawing", "DW-1.step", actor=engineer)
    factory.perform(open_review, Noun.DOCUMENT_REVISION, revision, actor=engineer)
    for file_hash in factory.ask(files_of, Noun.DOCUMENT_REVISION, revision):
        factory.perform(record_opened, file_hash, actor=engineer)
    factory.perform(sign_review, Noun.DOCUMENT_REVISION, revision, secret=PASSWORD, actor=engineer)
    return revision


def test_a_review_waits_only_for_whose_turn_it_is(sign_in: SignIn, reviewed: int) -> None:
    page = sign_in("quality")
    home = home_of(page)
    shown = cells(home.reviews)
    assert len(shown) == 1
    assert "DW-1" in shown[0][0]
    assert shown[0][1:3] == ["Reviewed", "김설계"]
    page.desktop.sign_out()
    page = sign_in("approver")
    assert cells(home_of(page).reviews) == []


def test_a_row_leads_to_its_place(sign_in: SignIn, reviewed: int) -> None:
    page = sign_in("quality")
    table = home_of(page).reviews.table
    where = table.visualRect(table.rows_model.index(0, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)
    page.settle()
    assert page.window.current_key == "documents"


def test_gauges_never_calibrated_come_first_and_loud(sign_in: SignIn, factory: Factory, crew: Crew) -> None:
    factory.perform(
        add_gauge,
        number="G-001",
        name="버니어 캘리퍼스",
        kind="캘리퍼스",
        measures_in="mm",
        resolution=Decimal("0.01"),
        range_low=Decimal(0),
        range_high=Decimal(150),
        interval_months=12,
        actor=crew.actor(Role.QUALITY),
    )
    home = home_of(sign_in("quality"))
    # In the words and the tone of the register.
    word, tone = CONDITIONS[GaugeCondition.NOT_CALIBRATED]
    assert cells(home.gauges) == [["G-001", "버니어 캘리퍼스", word.message, ""]]
    assert home.gauges.model.index(0, 2).data(TONE_ROLE) == tone
    assert (home.gauges.chip.text, home.gauges.chip.tone) == ("1", "ng")


def test_copies_that_must_come_back_are_on_the_home_screen(
    sign_in: SignIn, factory: Factory, crew: Crew
) -> None:
    engineer = crew.actor(Role.ENGINEER)
    drawing = make_drawing(factory, engineer, "DW-7")
    approve(factory, crew, Noun.DOCUMENT_REVISION, drawing)
    factory.perform(release, [(Noun.DOCUMENT_REVISION, drawing)], actor=engineer)
    factory.perform(issue_copy, drawing, place="2라인 게시판", holder="최작업", actor=engineer)
    factory.perform(obsolete_document_revision, drawing, reason="단종", actor=engineer)
    page = sign_in("engineer")
    home = home_of(page)
    (row,) = cells(home.recalls)
    assert row[:2] == ["DW-7 A · 1", "2라인 게시판"]
    assert (home.recalls.chip.text, home.recalls.chip.tone) == ("1", "warn")


def test_a_new_factory_shows_its_first_steps_until_they_are_done(
    desktop: Desktop, home: Path, qtbot: QtBot
) -> None:
    wanted = NewFactory("대한정밀", home / "factory", "ko", "한관리", "admin", PASSWORD)
    workplace, _login = make_factory(wanted)
    desktop.door.workplace = workplace
    desktop.enter(workplace)
    page = DesktopPage(desktop, qtbot)
    steps = home_of(page).steps
    assert steps.isVisible()
    page.press("step.parts")
    page.settle()
    assert page.window.current_key == "parts"
    factory = workplace.factory
    make_crew(factory)
    page.go("home")
    home_of(page).refresh()
    page.settle()
    # People and route are there; what was approved before can still be transferred.
    assert steps.isVisible()
    factory.perform(
        add_part, number="P-1", name="부품", kind=PartKind.COMPONENT, source=Source.MADE, actor=SYSTEM
    )
    page.go("home")
    home_of(page).refresh()
    page.settle()
    assert not steps.isVisible()


def test_where_nothing_waits_the_cards_say_so_calmly(sign_in: SignIn) -> None:
    home = home_of(sign_in("reader"))
    for card in (home.reviews, home.assessments, home.gauges, home.nonconformances, home.orders):
        assert card.calm.isVisible()
        assert not card.table.isVisible()
        assert card.chip.text == ""


def test_what_was_done_last_is_told_in_words(sign_in: SignIn, factory: Factory, engineer: Actor) -> None:
    factory.perform(
        add_part, number="P-1", name="부품", kind=PartKind.COMPONENT, source=Source.MADE, actor=engineer
    )
    page = sign_in("engineer")
    home = home_of(page)
    assert cells(home.acts)[0][1:] == ["김설계", "Revision started", "Part revision"]
    page.press("language")
    page.settle()
    assert cells(home.acts)[0][1:] == ["김설계", "개정 시작", "부품 개정"]


def test_a_change_by_somebody_else_refreshes_the_card(sign_in: SignIn, factory: Factory, crew: Crew) -> None:
    page = sign_in("quality")
    home = home_of(page)
    page.window.bridge.publish(
        factory.perform(
            add_part, number="P-2", name="부품", kind=PartKind.COMPONENT, source=Source.MADE, actor=SYSTEM
        )
    )
    page.settle()
    assert cells(home.acts)[0][1:3] == ["Partproof", "Revision started"]


def test_the_home_screen_scrolls_as_one_and_its_cards_never_sideways(sign_in: SignIn) -> None:
    page = sign_in("quality")
    home = home_of(page)
    page.window.resize(1280, 500)
    page.settle()
    shown = [bar for bar in home.findChildren(QScrollBar) if bar.isVisible() and bar.maximum() > 0]
    assert len(shown) == 1
    assert shown[0].orientation() is Qt.Orientation.Vertical
