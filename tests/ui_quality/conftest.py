"""Fixtures of the quality screens' tests: a demo factory after its measured job, and a window on one screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.demo.crew import DemoCrew
from app.demo.floor import make_floor, run_job, simulated_ports
from app.factory import Factory
from app.jobs import Progress
from tests.ui.conftest import look, nothing_is_left, texts
from tests.ui_station.stage import new_factory, open_factory

__all__ = ["look", "nothing_is_left", "texts"]


@pytest.fixture(scope="session")
def measured(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> tuple[Path, DemoCrew]:
    """A demo factory's folder after five parts were measured, one value bad; copied for each test."""
    folder = tmp_path_factory.mktemp("measured") / "공장"
    factory, crew, designed = new_factory(folder, sqlite_template)
    with simulated_ports() as ports:
        floor = make_floor(factory, crew, designed, ports[0].name, ports[1].name)
        run_job(factory, crew, floor, ports, Progress())
    factory.close()
    return folder, crew


@pytest.fixture
def factory(measured: tuple[Path, DemoCrew], tmp_path: Path) -> Iterator[Factory]:
    """The factory of one test."""
    shutil.copytree(measured[0], tmp_path / "공장")
    opened = open_factory(tmp_path / "공장")
    yield opened
    opened.close()


@pytest.fixture
def people(measured: tuple[Path, DemoCrew]) -> DemoCrew:
    """The people of the factory."""
    return measured[1]
