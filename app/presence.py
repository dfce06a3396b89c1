"""Which programs have a factory open, so that a refusal can name who holds the database. Locks nothing.

Each open factory leaves a small file in the folder ``open``; one whose program is gone counts for nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = "open"
_STILL_ACTIVE: Final = 259
_MAY_ASK: Final = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION of the Windows API


@dataclass(frozen=True)
class Presence:
    """One program's note that it has a factory open; ``file`` is None where it could not be written."""

    file: Path | None

    def leave(self) -> None:
        """Take the note away."""
        if self.file is not None:
            with contextlib.suppress(OSError):
                self.file.unlink()


def enter(folder: Path) -> Presence:
    """Leave a note in a factory's folder; a folder that cannot be written to gets none."""
    notes = folder / FOLDER
    file = notes / f"{os.getpid()}-{secrets.token_hex(4)}.json"
    content = {"pid": os.getpid(), "host": socket.gethostname(), "program": program_name()}
    try:
        notes.mkdir(exist_ok=True)
        _sweep(notes)
        file.write_text(json.dumps(content), encoding="utf-8")
    except OSError:
        return Presence(None)
    return Presence(file)


def others(folder: Path) -> tuple[str, ...]:
    """Return the other programs that have a factory open, as ``program (process 123)``."""
    found: dict[int, str] = {}
    for file in sorted((folder / FOLDER).glob("*.json")):
        note = _read(file)
        if note is not None and note[0] != os.getpid() and note[1] == socket.gethostname() and alive(note[0]):
            found[note[0]] = f"{note[2]} (process {note[0]})"
    return tuple(found.values())


def holder(folder: Path, database: Path | None) -> str:
    """Return who may hold a factory's database, in words for a refusal; its file name where nobody is known.

    Linux names every process that has a lock on the file, also one that is not this program.
    """
    known = list(others(folder))
    if database is not None:
        known += [
            f"{_command(pid)} (process {pid})"
            for pid in lockers(database)
            if not any(f"(process {pid})" in entry for entry in known)
        ]
    return ", ".join(known) or (database.name if database is not None else "PostgreSQL")


def lockers(file: Path) -> tuple[int, ...]:
    """Return the other processes with a lock on a file; empty where the system does not tell."""
    try:
        inode = file.stat().st_ino
        lines = Path("/proc/locks").read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return ()
    found = {int(m[1]) for line in lines if (m := re.search(rf" (\d+) [0-9a-f]+:[0-9a-f]+:{inode} ", line))}
    return tuple(sorted(found - {os.getpid(), -1}))


def program_name() -> str:
    """Return this program and its command, without arguments."""
    command = sys.argv[1] if len(sys.argv) > 1 and re.fullmatch(r"[a-z]+", sys.argv[1]) else ""
    return f"Partproof {command}".strip()


def alive(pid: int) -> bool:
    """Tell whether a process of this machine still runs."""
    if sys.platform == "win32":
        return _alive_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _alive_on_windows(pid: int) -> bool:
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - only there on Windows
    handle = kernel.OpenProcess(_MAY_ASK, False, pid)
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == _STILL_ACTIVE


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return "?"


def _read(file: Path) -> tuple[int, str, str] | None:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        return int(content["pid"]), str(content["host"]), str(content["program"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _sweep(notes: Path) -> None:
    """Take away the notes of programs that ended without doing so."""
    for file in notes.glob("*.json"):
        note = _read(file)
        if note is None or (note[1] == socket.gethostname() and not alive(note[0])):
            with contextlib.suppress(OSError):
                file.unlink()
