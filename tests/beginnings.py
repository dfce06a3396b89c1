"""How the factories of tests begin: made once on each engine by the ordinary verbs, then copied for each test.

Each beginning goes on from another one. Holds no assertions.
"""

from __future__ import annotations

import copy
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL

from app.factory import Factory
from app.factory_folder import SETTINGS_FILE, make_folder, open_folder
from app.settings import PlantSettings, change_settings
from app.unit_of_work import SYSTEM
from app.wiring import build_hooks
from tests import postgres

START: Final = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)

# The deepest first: name, what it goes on from, and the function that makes it of a factory and of that one's made.
CHAIN: Final = (
    ("certified", "floor", "tests.certification.bench:make_bench"),
    ("tag_shop", "floor", "tests.tags.shop:make_shop"),
    ("ledger", "floor", "tests.changes.ledger:make_ledger"),
    ("floor", "crew", "tests.production.floor:make_floor"),
    ("crew", "plain", "tests.crew:make_crew"),
    ("plain", "", "tests.beginnings:make_plain"),
)


class SteppingClock:
    """A clock that goes on by a second at each look; tests may set it."""

    def __init__(self, start: datetime) -> None:
        self.at = start

    def __call__(self) -> datetime:
        """Return the time and step on."""
        self.at += timedelta(seconds=1)
        return self.at


def make_plain(factory: Factory) -> None:
    """Name the plant."""
    factory.perform(change_settings, PlantSettings("시험 공장"), reason="test", actor=SYSTEM)


@dataclass(frozen=True)
class Beginning:
    """One of them as it was left.

    Attributes:
        place: Its folder.
        at: What the clock said at its end.
        factory: The closed factory that ``made`` knows.
        made: What the making returned.
    """

    place: Path
    at: datetime
    factory: Factory
    made: Any


class Beginnings(ABC):
    """The beginnings on one engine, each made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[str, Beginning] = {}

    def start(self, name: str, folder: Path, clock: SteppingClock) -> Factory:
        """Return a factory of its own in a new folder, just as the beginning left it, and set the clock."""
        kept = self._get(name)
        self.copy(kept.place, folder)
        clock.at = kept.at
        return Factory(open_folder(folder), build_hooks(), clock)

    def made(self, name: str, factory: Factory) -> Any:
        """Return what the making returned, now of a factory that began so."""
        kept = self._get(name)
        return copy.deepcopy(kept.made, {id(kept.factory): factory})

    @abstractmethod
    def lay_out(self, folder: Path) -> None:
        """Make the empty factory with the schema."""

    @abstractmethod
    def copy(self, source: Path, folder: Path) -> None:
        """Make a factory that equals a closed one."""

    @abstractmethod
    def forget(self, folder: Path) -> None:
        """Take away what a closed factory holds outside its folder."""

    def _get(self, name: str) -> Beginning:
        if name not in self._kept:
            self._kept[name] = self._make(name)
        return self._kept[name]

    def _make(self, name: str) -> Beginning:
        parent, path = next((parent, path) for key, parent, path in CHAIN if key == name)
        module, _, function = path.partition(":")
        maker: Callable[..., Any] = getattr(import_module(module), function)
        folder, clock = self._folder / name, SteppingClock(START)
        if parent:
            factory = self.start(parent, folder, clock)
        else:
            self.lay_out(folder)
            factory = Factory(open_folder(folder), build_hooks(), clock)
        former = self.made(parent, factory) if parent else None
        made = maker(factory) if former is None else maker(factory, former)
        factory.close()
        return Beginning(folder, clock.at, factory, made)


class FileBeginnings(Beginnings):
    """On SQLite: folders are copied."""

    def __init__(self, folder: Path, template: Path) -> None:
        super().__init__(folder)
        self._template = template

    def lay_out(self, folder: Path) -> None:
        """Lay out a folder with a copy of the empty database."""
        shutil.copy(self._template, make_folder(folder, None).folder / "partproof.db")

    def copy(self, source: Path, folder: Path) -> None:
        """Copy the whole folder."""
        shutil.copytree(source, folder)

    def forget(self, folder: Path) -> None:
        """Nothing stands outside."""


class ServerBeginnings(Beginnings):
    """On PostgreSQL: databases are cloned by the server, the folder of settings and vault is copied."""

    def __init__(self, folder: Path, server: postgres.Server) -> None:
        super().__init__(folder)
        self._server = server
        self._names: dict[Path, str] = {}

    def lay_out(self, folder: Path) -> None:
        """Lay out a folder beside a clone of the empty database."""
        make_folder(folder, self._url(self._clone(folder, postgres.TEMPLATE)))

    def copy(self, source: Path, folder: Path) -> None:
        """Clone the database and copy the folder, its settings with the clone's name."""
        former = self._url(self._names[source])
        address = self._url(self._clone(folder, self._names[source]))
        shutil.copytree(source, folder)
        settings = folder / SETTINGS_FILE
        settings.write_text(settings.read_text(encoding="utf-8").replace(former, address), encoding="utf-8")

    def forget(self, folder: Path) -> None:
        """Drop the database: hundreds of them would fill the memory or the disk that the next tests need."""
        self._server.drop(self._names.pop(folder))

    def _clone(self, folder: Path, template: str) -> str:
        self._names[folder] = self._server.new_database(template)
        return self._names[folder]

    def _url(self, name: str) -> str:
        url: URL = self._server.url(name, postgres.STATION)
        return url.render_as_string(hide_password=False)
