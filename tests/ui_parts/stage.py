"""A copy of the demo's design per test, made once per session; asserts nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.demo.crew import DemoCrew, make_crew
from app.demo.design import Designed, make_design
from app.drawings.pages import close_reader
from app.factory import Factory
from app.settings import PlantSettings
from app.wiring import build_hooks
from tests.crew import quick_secrets
from tests.ui_parts.demo_draft import Drafts, make_drafts
from tests.ui_parts.rig import DesignPage, Seat, make_window
from ui.i18n import Texts


@dataclass(frozen=True)
class Template:
    """The made factory's folder and what stands in it."""

    folder: Path
    files: Path
    crew: DemoCrew
    designed: Designed
    drafts: Drafts


@dataclass(frozen=True)
class Stage:
    """An open factory of one test, and who sits at the window."""

    factory: Factory
    crew: DemoCrew
    designed: Designed
    drafts: Drafts
    files: Path
    seat: Seat

    @property
    def stored(self) -> dict[str, bytes]:
        """Every byte of the database and the vault."""
        folder = self.factory.place.folder
        kept = [path for path in folder.rglob("*") if path.is_file() and not path.name.endswith("-shm")]
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in kept}


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The demo's released design with open drafts."""
    quick_secrets()
    place = tmp_path_factory.mktemp("design")
    files = place / "files"
    files.mkdir()
    factory = Factory.create(place / "factory", PlantSettings("대한정밀"), build_hooks())
    crew = make_crew(factory)
    designed = make_design(factory, crew, files, "대한정밀")
    drafts = make_drafts(factory, crew, designed)
    factory.close()
    close_reader()
    return Template(place / "factory", files, crew, designed, drafts)


@pytest.fixture
def stage(template: Template, tmp_path: Path) -> Iterator[Stage]:
    """The design, opened for one test."""
    folder = tmp_path / "공장"
    shutil.copytree(template.folder, folder)
    factory = Factory.open(folder, build_hooks())
    yield Stage(
        factory,
        template.crew,
        template.designed,
        template.drafts,
        template.files,
        Seat(template.crew.engineer),
    )
    factory.close()


@pytest.fixture
def page(qtbot: QtBot, stage: Stage, texts: Texts) -> Iterator[DesignPage]:
    """The window with the engineer at it, shown at 1280 × 800."""
    window = make_window(stage.factory, stage.seat, texts)
    window.resize(1280, 800)
    with qtbot.waitActive(window):
        window.show()
    page = DesignPage(window, qtbot)
    page.settle()
    yield page
    if isValid(window):
        window.toasts.clear()
        window.close()
        window.deleteLater()
    close_reader()
