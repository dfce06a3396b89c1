"""The program's log on this machine, and the bundle that is kept when something breaks.

Nothing is ever sent. Secrets and the values of database statements are cut out before a line is written.
"""

from __future__ import annotations

import contextlib
import json
import logging
import logging.handlers
import os
import platform
import re
import secrets
import sqlite3
import sys
import traceback
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Final

from app.machine import log_folder

LOGGER: Final = logging.getLogger("partproof")
LOG_FILE: Final = "partproof.log"
_LOG_BYTES: Final = 1_000_000
_LOG_FILES: Final = 5
_KEPT_BUNDLES: Final = 20
_TAIL: Final = 64_000
_HIDDEN: Final = "•••"
# What SQLAlchemy adds to its errors, the password in a database address, and key=value secrets.
_SECRETS: Final = (
    (re.compile(r"\[parameters: .*?\](?=\n|$)", re.DOTALL), f"[parameters: {_HIDDEN}]"),
    (re.compile(r"(://[^/@\s:]+:)[^@\s]+@"), rf"\1{_HIDDEN}@"),
    (re.compile(r"(?i)\b(password|passwd|secret|pin)(\s*[=:]\s*)(?!None\b)\S+"), rf"\1\2{_HIDDEN}"),
)


@dataclass(frozen=True)
class Breakdown:
    """Something broke: the number to name when asking for help, and the bundle, where one could be kept."""

    number: str
    bundle: Path | None


def without_secrets(text: str) -> str:
    """Return a text with passwords, PINs and statement values cut out."""
    for name, value in os.environ.items():
        if name.startswith("PARTPROOF_") and name.endswith("PASSWORD") and value:
            text = text.replace(value, _HIDDEN)
    for pattern, shown in _SECRETS:
        text = pattern.sub(shown, text)
    return text


class _Formatter(logging.Formatter):
    """Formats a record without secrets, times in UTC."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        """Return the record's time in UTC."""
        return f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%S.%f}Z"

    def format(self, record: logging.LogRecord) -> str:
        """Return the whole entry without secrets."""
        return without_secrets(super().format(record))


class _SharedLog(logging.handlers.RotatingFileHandler):
    """A rotating log that several programs of one machine write; who cannot rotate it just goes on."""

    def doRollover(self) -> None:  # noqa: N802 - the library's name
        """Begin a new file, unless another program holds the old one."""
        with contextlib.suppress(OSError):
            super().doRollover()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """A full disk must not stop the work that is being logged."""


def start_log() -> None:
    """Let the program's log go to this machine's log file; without the right to write there is none."""
    if any(isinstance(handler, _SharedLog) for handler in LOGGER.handlers):
        return
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False
    try:
        folder = log_folder()
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = _SharedLog(
            folder / LOG_FILE, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(_Formatter("%(asctime)s %(process)d %(levelname)s %(message)s"))
    LOGGER.addHandler(handler)


def keep_breakdown(error: BaseException) -> Breakdown:
    """Log what broke and keep a local bundle: trace, versions and the end of the log.

    Args:
        error: What was raised; not a refusal.
    """
    number = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
    trace = without_secrets("".join(traceback.format_exception(error)))
    LOGGER.error("%s %s", number, trace)
    try:
        return Breakdown(number, _bundle(number, trace))
    except OSError:
        return Breakdown(number, None)


def _bundle(number: str, trace: str) -> Path:
    folder = log_folder() / "crashes"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"crash-{number}.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("trace.txt", trace)
        bundle.writestr("versions.json", json.dumps(versions(), indent=1))
        bundle.writestr("log.txt", _log_tail())
    for old in sorted(folder.glob("crash-*.zip"))[:-_KEPT_BUNDLES]:
        old.unlink()
    return file


def _log_tail() -> bytes:
    try:
        with (log_folder() / LOG_FILE).open("rb") as log:
            log.seek(0, os.SEEK_END)
            log.seek(max(0, log.tell() - _TAIL))
            return log.read()
    except OSError:
        return b""


def versions() -> dict[str, str]:
    """Return the versions of the interpreter, the system, SQLite and every library the program needs."""
    found = {
        "python": platform.python_version(),
        "system": platform.platform(),
        "sqlite": sqlite3.sqlite_version,
        "encoding": sys.getfilesystemencoding(),
    }
    for name in _LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = ""
    return found


_LIBRARIES: Final = (
    "PySide6-Essentials",
    "SQLAlchemy",
    "alembic",
    "psycopg",
    "openpyxl",
    "lxml",
    "defusedxml",
    "python-calamine",
    "reportlab",
    "pikepdf",
    "pypdfium2",
    "pyserial",
    "ezdxf",
    "zxing-cpp",
    "biip",
    "pyqtgraph",
    "numpy",
    "scipy",
    "argon2-cffi",
    "Babel",
    "Pillow",
)
