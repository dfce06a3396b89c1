"""The command line as a person uses it: its own process, its own machine folder; and a factory to work on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.commands.new_factory import Administrator, make_factory
from app.factory import Factory
from app.logging_setup import LOGGER
from app.parts.parts import add_part
from app.people.users import add_user
from app.settings import PlantSettings
from app.unit_of_work import SYSTEM
from app.wiring import build_hooks
from models.vocab import PartKind, Role, Source
from tests.conftest import REPOSITORY
from tests.crew import PASSWORD
from tests.guards import HANGING


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def refusal(self) -> str:
        """The code of the refusal; asserts that stderr holds exactly one line, and no trace."""
        assert self.code == 3, self.out + self.err
        assert "Traceback" not in self.err
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        return lines[0].partition(":")[0]


Run = Callable[..., Said]


def command(*words: object) -> list[str]:
    """Return the words that start the program."""
    return [sys.executable, "-P", "-m", "app", *(str(word) for word in words)]


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """Return a clean environment in English with a machine folder of its own."""
    kept = {
        name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP", "HOME") if name in os.environ
    }
    own = {"PYTHONPATH": str(REPOSITORY), "PARTPROOF_MACHINE_DIR": str(folder), "PARTPROOF_LANG": "en"}
    return {**kept, **own, **variables}


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """The folder of this test's machine settings and log."""
    return tmp_path / "machine"


@pytest.fixture
def inside(machine: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a test run the program inside this process, with a log of its own."""
    monkeypatch.setenv("PARTPROOF_MACHINE_DIR", str(machine))
    monkeypatch.setenv("PARTPROOF_PASSWORD", PASSWORD)
    monkeypatch.setattr("app.__main__.speak_utf8", lambda: None)
    monkeypatch.setattr(LOGGER, "handlers", [])
    yield
    for handler in LOGGER.handlers:
        handler.close()


@pytest.fixture
def run(machine: Path, tmp_path: Path) -> Run:
    """Run a command in a process of its own and return what it said."""

    def go(*words: object, **variables: str) -> Said:
        done = subprocess.run(
            command(*words),
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env=environment(machine, **{"PARTPROOF_PASSWORD": PASSWORD, **variables}),
            cwd=tmp_path,
            timeout=HANGING,
            check=False,
        )
        return Said(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return go


@pytest.fixture(scope="session")
def factory_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite factory with an administrator, an engineer, a quality engineer and the part TOP."""
    folder = tmp_path_factory.mktemp("cli") / "template"
    make_factory(folder, PlantSettings("시험 공장"), Administrator("admin", PASSWORD, generated=False))
    factory = Factory.open(folder, build_hooks())
    for login, role in (("engineer", Role.ENGINEER), ("quality", Role.QUALITY)):
        factory.perform(add_user, login=login, name=login, password=PASSWORD, roles=[role], actor=SYSTEM)
    factory.perform(
        add_part, number="TOP", name="상위 품목", kind=PartKind.ASSEMBLY, source=Source.MADE, actor=SYSTEM
    )
    factory.close()
    return folder


@pytest.fixture
def place(factory_template: Path, tmp_path: Path) -> Path:
    """A copy of that factory, in a folder with Korean letters and a blank."""
    folder = tmp_path / "우리 공장"
    shutil.copytree(factory_template, folder)
    return folder
