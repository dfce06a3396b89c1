"""Fixtures of the station's tests: a demo factory copied per test, ports, hub and window."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.demo.crew import DemoCrew
from app.demo.design import Designed
from tests.guards import ANSWER_MS
from tests.ui.conftest import look, nothing_is_left, texts
from tests.ui_station.stage import Stage, make_stage, new_factory, open_factory
from tests.ui_station.station_page import StationPage
from ui.i18n import Texts

__all__ = ["look", "nothing_is_left", "texts"]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> tuple[Path, DemoCrew, Designed]:
    """A demo factory's folder with people and released design; copied for each test."""
    folder = tmp_path_factory.mktemp("made") / "공장"
    factory, crew, designed = new_factory(folder, sqlite_template)
    factory.close()
    return folder, crew, designed


@pytest.fixture
def stage(made: tuple[Path, DemoCrew, Designed], tmp_path: Path, texts: Texts) -> Iterator[Stage]:
    """A station with its devices and its window, the window not shown yet."""
    folder, crew, designed = made
    shutil.copytree(folder, tmp_path / "공장")
    factory = open_factory(tmp_path / "공장")
    stage = make_stage(factory, crew, designed, texts)
    yield stage
    stage.close()
    stage.window.close()
    stage.window.deleteLater()
    factory.close()


@pytest.fixture
def station(stage: Stage, qtbot: QtBot) -> StationPage:
    """The station's screen, shown at 1280 × 800, its devices found."""
    window = stage.window
    window.resize(1280, 800)
    with qtbot.waitActive(window):
        window.show()
    window.open_place("station")
    window.showNormal()
    window.resize(1280, 800)
    page = StationPage(stage, qtbot)
    page.settle()
    qtbot.waitUntil(
        lambda: sorted(stage.link.ports.values()) == ["connected", "connected"], timeout=ANSWER_MS
    )
    page.settle()
    QApplication.processEvents()
    return page
