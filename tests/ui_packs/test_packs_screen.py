"""Packs in the window: named as people name them, beside today, given out again as they were, verified."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.certification.assessments import exclude_requirement
from app.certification.queries import requirement_rows
from app.documents.terms import LeftOut, Terms
from app.packs.assemble import IssuedPack, issue_pack
from app.packs.queries import name_of_pack, pack_rows
from models.vocab import RequirementState, Role
from tests.documents_built.conftest import Built, built, template
from tests.ui.conftest import look, nothing_is_left, texts
from tests.ui.pages import WindowPage
from tests.ui_station.stage import make_connections
from ui.i18n import Texts, say
from ui.main_window import MainWindow
from ui.navigation import Place
from ui.packs.packs_screen import PacksScreen

__all__ = ["built", "look", "nothing_is_left", "template", "texts"]
TERMS = Terms("양산 승인", date(2020, 1, 31), "대외비", frozenset({LeftOut.BOM_MATERIALS}))


@pytest.fixture
def pack(built: Built, tmp_path: Path) -> IssuedPack:
    """A pack that left the house on terms."""
    return issue_pack(
        built.factory,
        built.made.assessment,
        tmp_path / "first.zip",
        actor=built.crew.actor(Role.QUALITY),
        recipient="한길자동차",
        terms=TERMS,
    )


@pytest.fixture
def page(built: Built, pack: IssuedPack, texts: Texts, qtbot: QtBot, tmp_path: Path) -> Iterator[WindowPage]:
    """The place of packs; file dialogs answer with the test's folder."""

    def to_save(_parent: QWidget, _title: str, name: str) -> Path:
        return tmp_path / name

    def to_open(_parent: QWidget, _title: str, _name: str) -> Path:
        return tmp_path / "changed.zip"

    actor = built.crew.actor(Role.QUALITY)
    joined = replace(make_connections(built.factory, actor), factory=built.factory, actor=lambda: actor)
    place = Place(
        "packs",
        None,
        say("Evidence packs"),
        "package",
        lambda desk: PacksScreen(desk, to_save=to_save, to_open=to_open),
    )
    window = MainWindow(texts, [place], joined)
    window.resize(1280, 800)
    with qtbot.waitActive(window):
        window.show()
    shown = WindowPage(window, qtbot)
    settle(shown)
    yield shown
    window.toasts.clear()
    window.close()
    window.deleteLater()


def settle(page: WindowPage) -> None:
    for _turn in range(4):
        page.settle()


def test_a_pack_is_found_again_compared_given_out_and_verified(
    page: WindowPage, built: Built, pack: IssuedPack, tmp_path: Path
) -> None:
    screen = page.window.shown_screen
    assert isinstance(screen, PacksScreen)
    (row,) = screen.list.rows_model.rows
    assert row.name == "PPAP-2026-001 / 1"
    assert row.name == built.factory.ask(name_of_pack, pack.pack_id)
    assert (row.recipient, row.terms) == ("한길자동차", TERMS)
    assert row.baseline
    QAbstractItemModelTester(screen.list.rows_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    said = {label.text() for label in screen.facts.findChildren(QLabel)}
    assert {"한길자동차", "양산 승인", "대외비"} <= said
    assert screen.changed.rows_model.rowCount() == 0
    # Afterwards one requirement is settled otherwise.
    wanted = next(
        one
        for one in built.factory.ask(requirement_rows, built.made.assessment)
        if one.state is RequirementState.MISSING
    )
    quality = built.crew.actor(Role.QUALITY)
    built.factory.perform(exclude_requirement, wanted.id, reason="해당 없음", actor=quality)
    screen.renew()
    settle(page)
    (changed,) = screen.changed.rows_model.rows
    assert (changed.code, changed.then, changed.now) == (
        wanted.code,
        RequirementState.MISSING,
        RequirementState.NOT_APPLICABLE,
    )
    page.press("packs.again")
    settle(page)
    again = tmp_path / "PPAP-2026-001 1.zip"
    assert again.read_bytes() == pack.path.read_bytes()
    page.press("packs.verify")
    settle(page)
    assert screen.found.text().startswith("PPAP-2026-001 / 1:")
    assert "✗" not in screen.found.text()
    # One byte of a file inside is another one.
    content = bytearray(pack.path.read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "changed.zip").write_bytes(content)
    page.press("packs.file")
    settle(page)
    assert "✗" in screen.found.text()


@pytest.mark.slow
def test_the_second_pack_of_an_assessment_counts_on(built: Built, pack: IssuedPack, tmp_path: Path) -> None:
    actor = built.crew.actor(Role.QUALITY)
    second = issue_pack(built.factory, built.made.assessment, tmp_path / "second.zip", actor=actor)
    assert [row.name for row in built.factory.ask(pack_rows)] == ["PPAP-2026-001 / 1", "PPAP-2026-001 / 2"]
    assert built.factory.ask(name_of_pack, second.pack_id) == "PPAP-2026-001 / 2"
    assert built.factory.ask(name_of_pack, pack.pack_id) == "PPAP-2026-001 / 1"
