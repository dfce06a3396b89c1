"""Fixtures shared by every room of tests; holds no assertions."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from app.factory import Factory
from app.people.queries import user_rows
from app.unit_of_work import Actor
from models.database import sqlite_url
from models.migrations.runner import upgrade
from models.vocab import Role
from tests import postgres
from tests.beginnings import CHAIN, START, Beginnings, FileBeginnings, ServerBeginnings, SteppingClock
from tests.crew import Crew, make_crew
from tests.guards import ANSWER_MS
from tests.production.floor import Floor

# As in the program: garbage with Qt objects in it must not be collected on a thread of its own accord.
gc.disable()
# What an example takes says how busy the machine is, nothing of the program.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
_EVERY = 500
_tests_ended = count(1)
REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _garbage() -> Iterator[None]:
    """Collect what a test leaves, on the thread of the tests, where Qt lives; what stays is passed over from then on.

    To look through everything that was ever read in takes a second; so that is done once in many tests.
    """
    yield
    if next(_tests_ended) % _EVERY == 0:
        gc.unfreeze()
    gc.collect()
    gc.freeze()


@pytest.fixture
def qtbot(qtbot: QtBot) -> QtBot:
    """The robot of the tests, patient where it only waits: its own five seconds are short on a busy machine."""
    for name in ("waitSignal", "waitSignals", "waitUntil", "waitActive", "waitExposed"):
        setattr(qtbot, name, partial(getattr(qtbot, name), timeout=ANSWER_MS))
    return qtbot


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of real samples and vectors beside the repository; tests skip where it is absent."""
    folder = REPOSITORY.parent / "shared"
    if not (folder / "vectors").is_dir():
        pytest.skip("the folder `shared` with samples and vectors is not beside the repository")
    return folder


@pytest.fixture
def clock() -> SteppingClock:
    """A clock that begins on a Tuesday morning in Seoul."""
    return SteppingClock(START)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database with the schema, copied for each test."""
    file = tmp_path_factory.mktemp("template") / "template.db"
    upgrade(sqlite_url(file))
    return file


@pytest.fixture(scope="session")
def sqlite_beginnings(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Beginnings:
    """The beginnings on SQLite."""
    return FileBeginnings(tmp_path_factory.mktemp("beginnings"), sqlite_template)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A private PostgreSQL server, where PostgreSQL is installed."""
    if postgres.programs() is None:
        pytest.skip("PostgreSQL (initdb) is not installed; its half of the tests needs it")
    with postgres.private_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_beginnings(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: postgres.Server
) -> Beginnings:
    """The beginnings on PostgreSQL, as the station role."""
    return ServerBeginnings(tmp_path_factory.mktemp("beginnings"), postgres_server)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """Run the test on both engines."""
    return str(request.param)


@pytest.fixture
def beginnings(engine_name: str, request: pytest.FixtureRequest) -> Beginnings:
    """What the engine's factories begin as."""
    name = "sqlite_beginnings" if engine_name == "sqlite" else "postgres_beginnings"
    found: Beginnings = request.getfixturevalue(name)
    return found


@pytest.fixture
def beginning(request: pytest.FixtureRequest) -> str:
    """The deepest beginning that the test asks for by the name of a fixture."""
    return next(name for name, _parent, _made in CHAIN if name in request.fixturenames or name == "plain")


@pytest.fixture
def factory(
    tmp_path: Path, clock: SteppingClock, beginnings: Beginnings, beginning: str
) -> Iterator[Factory]:
    """A factory of its own on each engine, with plant settings and with what else the test asks for."""
    folder = tmp_path / "공장 factory"
    made = beginnings.start(beginning, folder, clock)
    yield made
    made.close()
    beginnings.forget(folder)


@pytest.fixture
def crew(factory: Factory, beginnings: Beginnings) -> Crew:
    """The people of a small factory, with passwords, PINs, badges and approval routes."""
    # A fixture that is asked for by name alone is not known when the factory is copied.
    if not factory.ask(user_rows):
        return make_crew(factory)
    made: Crew = beginnings.made("crew", factory)
    return made


@pytest.fixture
def floor(factory: Factory, beginnings: Beginnings) -> Floor:
    """A small shop floor: a released part with its drawing, gauges, a station, an order, a lot."""
    made: Floor = beginnings.made("floor", factory)
    return made


@pytest.fixture
def engineer(crew: Crew) -> Actor:
    """The design engineer."""
    return crew.actor(Role.ENGINEER)
