"""Fixtures of the transfer screen's tests: a factory with people and nothing else, and a window on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.factory import Factory
from app.unit_of_work import Actor
from models.vocab import Role
from tests.crew import Crew
from tests.ui.conftest import look, nothing_is_left, texts
from tests.ui_station.stage import make_connections
from tests.ui_transfer.transfer_page import TransferPage
from ui.i18n import Texts, say
from ui.main_window import MainWindow
from ui.navigation import Place
from ui.transfer.transfer_screen import TransferScreen

__all__ = ["look", "nothing_is_left", "texts"]


@pytest.fixture
def engine_name() -> str:
    """The screen is the same on both engines; the acts below it are tested on both."""
    return "sqlite"


@pytest.fixture
def open_page(
    factory: Factory, crew: Crew, texts: Texts, qtbot: QtBot
) -> Iterator[Callable[..., TransferPage]]:
    """Open the screen as a person, with what the two file dialogs answer."""
    windows: list[MainWindow] = []

    def make(register: Path | None = None, folder: Path | None = None) -> TransferPage:
        actor: Actor = crew.actor(Role.APPROVER)
        joined = replace(make_connections(factory, actor), factory=factory, actor=lambda: actor)
        screen = lambda desk: TransferScreen(  # noqa: E731
            desk, lambda _parent, _title: register, lambda _parent, _title: folder
        )
        window = MainWindow(texts, [Place("one", None, say("Show"), "file-import", screen)], joined)
        window.resize(1440, 900)
        with qtbot.waitActive(window):
            window.show()
        windows.append(window)
        page = TransferPage(window, qtbot)
        page.wait()
        return page

    yield make
    for window in windows:
        window.toasts.clear()
        window.close()
        window.deleteLater()
