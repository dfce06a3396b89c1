"""Fixtures shared by every room of tests; holds no assertions."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from app.factory import Factory
from app.factory_folder import make_folder, open_folder
from app.settings import PlantSettings, change_settings
from app.unit_of_work import SYSTEM, Actor
from app.wiring import build_hooks
from models.database import sqlite_url
from models.migrations.runner import upgrade
from models.vocab import Role
from tests import postgres
from tests.crew import Crew, make_crew

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of real samples and vectors beside the repository; tests skip where it is absent."""
    folder = REPOSITORY.parent / "shared"
    if not (folder / "vectors").is_dir():
        pytest.skip("the folder `shared` with samples and vectors is not beside the repository")
    return folder


class SteppingClock:
    """A clock that goes on by a second at each look; tests may set it."""

    def __init__(self, start: datetime) -> None:
        self.at = start

    def __call__(self) -> datetime:
        """Return the time and step on."""
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture
def clock() -> SteppingClock:
    """A clock that begins on a Tuesday morning in Seoul."""
    return SteppingClock(datetime(2026, 11, 24, 0, 30, tzinfo=UTC))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database with the schema, copied for each test."""
    file = tmp_path_factory.mktemp("template") / "template.db"
    upgrade(sqlite_url(file))
    return file


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A private PostgreSQL server, where PostgreSQL is installed."""
    if postgres.programs() is None:
        pytest.skip("PostgreSQL (initdb) is not installed; its half of the tests needs it")
    with postgres.private_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """Run the test on both engines."""
    return str(request.param)


@pytest.fixture
def factory(
    engine_name: str, tmp_path: Path, clock: SteppingClock, request: pytest.FixtureRequest
) -> Iterator[Factory]:
    """A new factory on each engine, with plant settings and nothing else."""
    folder = tmp_path / "공장 factory"
    if engine_name == "sqlite":
        make_folder(folder, None)
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "partproof.db")
    else:
        server = request.getfixturevalue("postgres_server")
        url = server.url(server.new_database(), postgres.STATION)
        make_folder(folder, url.render_as_string(hide_password=False))
    made = Factory(open_folder(folder), build_hooks(), clock)
    made.perform(change_settings, PlantSettings("시험 공장"), reason="test", actor=SYSTEM)
    yield made
    made.close()


@pytest.fixture
def crew(factory: Factory) -> Crew:
    """The people of a small factory, with passwords, PINs, badges and approval routes."""
    return make_crew(factory)


@pytest.fixture
def engineer(crew: Crew) -> Actor:
    """The design engineer."""
    return crew.actor(Role.ENGINEER)
