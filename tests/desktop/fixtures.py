"""Fixtures of a window on a real factory, for the rooms that test screens; asserts nothing itself."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.desktop import Desktop
from app.desktop.door import Door
from app.desktop.memory import MachineMemory
from app.factory import Factory
from tests.crew import Crew
from tests.desktop.pages import DesktopPage, DoorPage, enter
from tests.ui.conftest import look, nothing_is_left
from ui.i18n import Texts
from ui.theme.theme import Theme

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

__all__ = ["desktop", "door_page", "engine_name", "home", "look", "machine", "nothing_is_left", "sign_in"]


@pytest.fixture
def engine_name() -> str:
    """The window is tested on the engine a single PC has; queries and verbs are tested on both."""
    return "sqlite"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine nobody has used yet."""
    folder = tmp_path / "machine"
    monkeypatch.setenv("PARTPROOF_MACHINE_DIR", str(folder))
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where new factories are proposed."""
    return tmp_path / "home"


@pytest.fixture
def desktop(qapp: QApplication, look: Theme, machine: Path, home: Path) -> Iterator[Desktop]:
    """A program that was just started, in English; nothing is open."""
    assert machine.parent.is_dir()
    memory = MachineMemory()
    texts = Texts("en")
    door = Door(texts, memory, lambda _parent, _title, _start: "", home)
    made = Desktop(texts, memory, door)
    made.capture.start()
    yield made
    made.capture.stop()
    if made.window is not None:
        made.window.toasts.clear()
        made.window.open_place("home")
        made.window.close()
    door.window.toasts.clear()
    door.close()
    for leftover in (made, door, door.window):
        leftover.deleteLater()
    qapp.processEvents()


@pytest.fixture
def door_page(desktop: Desktop) -> DoorPage:
    """The door of that program."""
    return DoorPage(desktop.door)


@pytest.fixture
def sign_in(desktop: Desktop, factory: Factory, crew: Crew, qtbot: QtBot) -> Callable[[str], DesktopPage]:
    """Sign a person of the crew in to the factory of the test and return the window."""
    assert crew.actors
    return lambda login: enter(desktop, factory.place.folder, login, qtbot)
