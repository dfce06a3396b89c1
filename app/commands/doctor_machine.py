"""What doctor looks at on the machine: folders, ports, fonts, sound, Qt, the shared library of SQLite."""

from __future__ import annotations

import importlib
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from app.causes import cause_of
from app.commands.borders import has_display, missing_libraries
from app.commands.doctor_findings import Finding, State, refused
from app.documents.fonts import FONT_DIR, runs
from app.documents.fonts import register as register_fonts
from app.errors import PartproofError
from app.machine import log_folder, machine_folder
from app.texts import mark
from devices.transport.ports import list_ports

_OLDEST_SQLITE: Final = (3, 37, 0)  # the first with STRICT tables
# One sign of each bundled font; a PDF without them would lose them silently.
_PROOF: Final = "한글 A1 ⌀ ± ° ⌖ ⏥ ⌴ ↧ Ⓜ ◇ ▽ ☑"
_PLAYERS: Final = ("pw-play", "paplay", "aplay")


def look_at_machine() -> Iterator[Finding]:
    """Yield what is found on this machine."""
    yield _sqlite()
    for name, folder in (
        ("settings", machine_folder()),
        ("log", log_folder()),
        ("temporary", Path(tempfile.gettempdir())),
    ):
        yield _writable(name, folder)
    yield _fonts()
    yield _window()
    yield _sound()
    yield from _ports()


def _sqlite() -> Finding:
    facts: dict[str, object] = {"version": sqlite3.sqlite_version}
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        step = mark("Use a Python that brings SQLite 3.37 or newer.")
        return Finding("sqlite", State.BAD, mark("SQLite {version} is too old."), facts, step)
    return Finding("sqlite", State.GOOD, mark("SQLite {version}."), facts)


def _writable(name: str, folder: Path) -> Finding:
    facts: dict[str, object] = {"folder": str(folder)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"x")
    except OSError as error:
        facts["reason"] = cause_of(error)
        sentence = mark("The folder {folder} cannot be written to: {reason}.")
        step = mark("Give this user the right to write there.")
        return Finding(f"folder.{name}", State.BAD, sentence, facts, step)
    return Finding(f"folder.{name}", State.GOOD, mark("{folder} can be written to."), facts)


def _fonts() -> Finding:
    facts: dict[str, object] = {"folder": str(FONT_DIR), "signs": _PROOF}
    step = mark("Run the set-up again; it brings the fonts with the program.")
    try:
        register_fonts()
        runs(_PROOF)
    except PartproofError as refusal:
        return refused("fonts", refusal)
    except (OSError, ValueError) as error:
        facts["reason"] = str(error)
        return Finding(
            "fonts", State.BAD, mark("The fonts in {folder} cannot be loaded: {reason}."), facts, step
        )
    return Finding("fonts", State.GOOD, mark("The bundled fonts have every sign: {signs}"), facts)


def _window() -> Finding:
    try:
        qt = importlib.import_module("PySide6.QtWidgets")
        core = importlib.import_module("PySide6.QtCore")
    except ImportError as error:
        return refused("window", missing_libraries(error))
    facts: dict[str, object] = {"version": core.qVersion(), "module": qt.__name__}
    if not has_display():
        sentence = mark("Qt {version} can be loaded; there is no display for a window here.")
        return Finding("window", State.NOTE, sentence, facts)
    return Finding("window", State.GOOD, mark("Qt {version} can be loaded."), facts)


def _sound() -> Finding:
    player = "winsound" if sys.platform == "win32" else next(filter(shutil.which, _PLAYERS), None)
    if player is None:
        step = mark("Install one of them if tones are wanted at the station, e.g. apt install alsa-utils.")
        facts: dict[str, object] = {"players": ", ".join(_PLAYERS)}
        return Finding(
            "sound", State.NOTE, mark("No sound player ({players}): tones stay silent."), facts, step
        )
    return Finding("sound", State.GOOD, mark("Tones are played with {player}."), {"player": player})


def _ports() -> Iterator[Finding]:
    ports = list_ports()
    if not ports:
        step = mark("Plug the gauge or scanner in; on Linux the user must be in the group dialout.")
        yield Finding("ports", State.NOTE, mark("There is no serial port on this machine."), {}, step)
    for port in ports:
        facts: dict[str, object] = {"name": port.name, "description": port.description or "-"}
        if os.name != "nt" and not os.access(port.name, os.R_OK | os.W_OK):
            sentence = mark("The port {name} ({description}) may not be opened by this user.")
            step = mark("Add the user to the group dialout and sign in again: sudo usermod -aG dialout USER")
            yield Finding("ports", State.BAD, sentence, facts, step)
        else:
            yield Finding("ports", State.GOOD, mark("Port {name}: {description}."), facts)
