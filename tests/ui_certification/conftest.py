"""Fixtures of the certification screen's tests: a demo factory with an assessment, and a window on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.demo.certificate import make_assessment
from app.demo.crew import DemoCrew
from app.demo.design import Designed
from app.factory import Factory
from tests.ui.conftest import look, nothing_is_left, texts
from tests.ui.pages import WindowPage
from tests.ui_certification.assessment_page import AssessmentPage, make_window
from tests.ui_station.stage import new_factory, open_factory
from ui.i18n import Texts

__all__ = ["look", "nothing_is_left", "texts"]


@pytest.fixture(scope="session")
def certified(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> tuple[Path, DemoCrew, Designed, int]:
    """A demo factory's folder with a PPAP assessment; copied for each test."""
    folder = tmp_path_factory.mktemp("certified") / "공장"
    factory, crew, designed = new_factory(folder, sqlite_template)
    assessment = make_assessment(factory, crew, designed)
    factory.close()
    return folder, crew, designed, assessment


@pytest.fixture
def factory(certified: tuple[Path, DemoCrew, Designed, int], tmp_path: Path) -> Iterator[Factory]:
    """The factory of one test."""
    shutil.copytree(certified[0], tmp_path / "공장")
    opened = open_factory(tmp_path / "공장")
    yield opened
    opened.close()


@pytest.fixture
def page(
    factory: Factory,
    certified: tuple[Path, DemoCrew, Designed, int],
    texts: Texts,
    qtbot: QtBot,
    tmp_path: Path,
) -> Iterator[AssessmentPage]:
    """The certification screen, shown at 1440 × 900 as the quality engineer sees it."""
    window, files = make_window(factory, certified[1].quality, texts, tmp_path)
    window.resize(1440, 900)
    with qtbot.waitActive(window):
        window.show()
    shown = AssessmentPage(WindowPage(window, qtbot), factory, files, certified[3])
    shown.settle()
    yield shown
    window.toasts.clear()
    window.close()
    window.deleteLater()
