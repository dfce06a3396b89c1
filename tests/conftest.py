"""Fixtures shared by every room of tests; holds no assertions."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from app.factory import Factory
from app.factory_folder import make_folder, open_folder
from app.people.queries import user_rows
from app.settings import PlantSettings, change_settings
from app.unit_of_work import SYSTEM, Actor
from app.wiring import build_hooks
from models.database import sqlite_url
from models.migrations.runner import upgrade
from models.vocab import Role
from tests import postgres
from tests.crew import Crew, make_crew

_START = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
# As in the program: garbage with Qt objects in it must not be collected on a thread of its own accord.
gc.disable()
_MUCH_GARBAGE = 100_000
REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _garbage() -> Iterator[None]:
    """Collect after a test on the thread of the tests, where Qt lives."""
    yield
    if gc.get_count()[0] > _MUCH_GARBAGE:
        gc.collect()


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
    return SteppingClock(_START)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database with the schema, copied for each test."""
    file = tmp_path_factory.mktemp("template") / "template.db"
    upgrade(sqlite_url(file))
    return file


@dataclass(frozen=True)
class Beginnings:
    """How the factories of tests begin, made once and copied for each test.

    Attributes:
        at: What the clock says after plant settings, and after plant settings and people.
        crew: The people.
    """

    at: tuple[datetime, datetime]
    crew: Crew


def _begin(folder: Path) -> tuple[Factory, SteppingClock]:
    clock = SteppingClock(_START)
    factory = Factory(open_folder(folder), build_hooks(), clock)
    factory.perform(change_settings, PlantSettings("시험 공장"), reason="test", actor=SYSTEM)
    return factory, clock


@pytest.fixture(scope="session")
def sqlite_beginnings(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> tuple[Path, Beginnings]:
    """A folder with ``plain.db`` (plant settings) and ``crew.db`` (people too)."""
    folder = tmp_path_factory.mktemp("beginnings") / "factory"
    make_folder(folder, None)
    shutil.copy(sqlite_template, folder / "partproof.db")
    factory, clock = _begin(folder)
    factory.close()
    plain_at = clock.at
    shutil.copy(folder / "partproof.db", folder / "plain.db")
    factory = Factory(open_folder(folder), build_hooks(), clock)
    crew = make_crew(factory)
    factory.close()
    shutil.copy(folder / "partproof.db", folder / "crew.db")
    return folder, Beginnings((plain_at, clock.at), crew)


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
) -> tuple[tuple[str, str], Beginnings]:
    """The names of two databases, with plant settings and with people too."""
    folder = tmp_path_factory.mktemp("beginnings") / "factory"
    plain = postgres_server.new_database()
    url = postgres_server.url(plain, postgres.STATION)
    make_folder(folder, url.render_as_string(hide_password=False))
    factory, clock = _begin(folder)
    factory.close()
    plain_at = clock.at
    crewed = postgres_server.new_database(plain)
    url = postgres_server.url(crewed, postgres.STATION)
    shutil.rmtree(folder)
    make_folder(folder, url.render_as_string(hide_password=False))
    factory = Factory(open_folder(folder), build_hooks(), clock)
    crew = make_crew(factory)
    factory.close()
    return (plain, crewed), Beginnings((plain_at, clock.at), crew)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """Run the test on both engines."""
    return str(request.param)


@pytest.fixture
def beginnings(engine_name: str, request: pytest.FixtureRequest) -> tuple[object, Beginnings]:
    """What the engine's factories begin as."""
    name = "sqlite_beginnings" if engine_name == "sqlite" else "postgres_beginnings"
    found: tuple[object, Beginnings] = request.getfixturevalue(name)
    return found


@pytest.fixture
def factory(
    engine_name: str,
    tmp_path: Path,
    clock: SteppingClock,
    beginnings: tuple[object, Beginnings],
    request: pytest.FixtureRequest,
) -> Iterator[Factory]:
    """A new factory on each engine, with plant settings, and with the crew where the test asks for it."""
    folder = tmp_path / "공장 factory"
    peopled = "crew" in request.fixturenames
    if engine_name == "sqlite":
        source = request.getfixturevalue("sqlite_beginnings")[0]
        make_folder(folder, None)
        shutil.copy(source / ("crew.db" if peopled else "plain.db"), folder / "partproof.db")
    else:
        server = request.getfixturevalue("postgres_server")
        names = request.getfixturevalue("postgres_beginnings")[0]
        url = server.url(server.new_database(names[peopled]), postgres.STATION)
        make_folder(folder, url.render_as_string(hide_password=False))
    clock.at = beginnings[1].at[peopled]
    made = Factory(open_folder(folder), build_hooks(), clock)
    yield made
    made.close()


@pytest.fixture
def crew(factory: Factory, beginnings: tuple[object, Beginnings]) -> Crew:
    """The people of a small factory, with passwords, PINs, badges and approval routes."""
    # A fixture that is asked for by name alone is not known when the factory is copied.
    return beginnings[1].crew if factory.ask(user_rows) else make_crew(factory)


@pytest.fixture
def engineer(crew: Crew) -> Actor:
    """The design engineer."""
    return crew.actor(Role.ENGINEER)
