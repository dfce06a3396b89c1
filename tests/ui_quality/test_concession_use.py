"""A failed inspection accepted under a concession at the screen; without one the screen says why not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.changes.concessions import (
    make_concession,
    record_concession_approval,
    route_concession,
    sign_concession,
)
from app.changes.content import files_of
from app.changes.ledger import ledger_rows
from app.demo.crew import PASSWORD, DemoCrew
from app.factory import Factory
from app.inspection.queries import inspection_rows
from app.nonconformance.queries import nonconformance_rows
from app.people.signatures import record_opened
from models.nonconformance import Nonconformance
from models.part import PartRevision
from models.vocab import InspectionState, Noun
from models.vocab_quality import DispositionKind
from tests.ui_quality.screen_page import ScreenPage, shown_screen
from tests.ui_quality.test_orders_and_nonconformances import _fill
from ui.changes.form_dialog import FormDialog
from ui.i18n import Texts
from ui.inspection.inspections_screen import InspectionsScreen
from ui.nonconformance.nonconformances_screen import NonconformancesScreen

pytestmark = pytest.mark.slow


def _state(factory: Factory) -> InspectionState:
    return factory.ask(inspection_rows)[0].state


def _in_force(factory: Factory, people: DemoCrew) -> None:
    with factory.reading() as session:
        found = session.query(Nonconformance).one()
        part_id = session.get_one(PartRevision, found.part_revision_id).part_id
    row = factory.perform(
        make_concession,
        part_id=part_id,
        characteristic="2",
        title="40.06까지",
        reason="금형 수정 중",
        quantity=Decimal(500),
        actor=people.engineer,
    ).result
    # A special characteristic is conceded by the customer only.
    paper = ("특채승인.pdf", b"%PDF-1.4 c")
    factory.perform(record_concession_approval, row, number="특-77", file=paper, actor=people.engineer)
    factory.perform(route_concession, row, actor=people.engineer)
    for person in (people.engineer, people.quality, people.approver):
        for file_hash in factory.ask(files_of, Noun.CONCESSION, row):
            factory.perform(record_opened, file_hash, actor=person)
        factory.perform(sign_concession, row, secret=PASSWORD, actor=person)


def _dialog(page: ScreenPage) -> FormDialog:
    found = [w for w in page.window.findChildren(QDialog, "concession_use_dialog") if w.isVisible()]
    assert found
    assert isinstance(found[0], FormDialog)
    return found[0]


def test_without_a_concession_the_screen_says_why_not(
    factory: Factory, people: DemoCrew, texts: Texts, qtbot: QtBot
) -> None:
    assert _state(factory) is InspectionState.FAIL
    with shown_screen(InspectionsScreen, factory, people.quality, texts, qtbot) as page:
        page.screen.open_record(factory.ask(inspection_rows)[0].id)
        page.wait()
        page.push("sheet.concede")
        dialog = _dialog(page)
        assert not dialog.yes.isEnabled()
        dialog.reject()
        page.wait()
    assert _state(factory) is InspectionState.FAIL


def test_a_nonconformance_is_disposed_under_a_concession(
    factory: Factory, people: DemoCrew, texts: Texts, qtbot: QtBot
) -> None:
    _in_force(factory, people)
    with shown_screen(NonconformancesScreen, factory, people.quality, texts, qtbot) as page:
        page.push("nonconformance.concede")
        _dialog(page).yes.click()
        page.wait()
        assert _state(factory) is InspectionState.ACCEPTED_BY_CONCESSION
        number = next(row.number for row in factory.ask(ledger_rows) if row.left is not None)
        assert not page.screen.detail.concede.isVisible()
        # All of the concession is used up by this very lot, and still it is what the disposition rests on.
        _fill(page, "nonconformance.count", "count_dialog", quantity="500")
        _fill(page, "nonconformance.decide", "disposition_dialog", kind="concession")
    decided = factory.ask(nonconformance_rows)[0].dispositions[-1]
    assert (decided.kind, decided.quantity, decided.concession) == (
        DispositionKind.CONCESSION,
        Decimal(500),
        number,
    )
