"""Asks the child process for a workbook's cells, under limits of memory and time.

Must not import calamine: a hostile file may only ever end the child.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from app.causes import cause_of
from app.drawings.import_refusals import BROKEN, NO_SHEET, PASSWORD, READER_MISSING, TOO_MANY_CELLS, TOO_SLOW
from app.drawings.import_table import MAX_CELLS
from app.drawings.import_worker import TABLE_WORKER_FLAG

MEMORY_BYTES: Final = 1024 * 1024 * 1024
# Measured: 100,000 rows of 12 columns (5 MB) take 4 s on the slowest machine at hand.
SECONDS: Final = 10.0
_SECONDS_PER_MEGABYTE: Final = 3.0
_ROOT: Final = Path(__file__).resolve().parent.parent.parent
_LOG: Final = logging.getLogger(__name__)


def workbook_cells(content: bytes, name: str, sheet: str | None) -> list[dict[str, Any]]:
    """Return the sheets ``{"name", "merged", "rows": [[number, cells]]}`` of a workbook.

    Args:
        content: The workbook; for xlsx the unpacked copy.
        sheet: The sheet wanted; without it all visible ones.

    Raises:
        PartproofError: damaged, encrypted, too large, too slow, or without that sheet.
    """
    seconds = SECONDS + _SECONDS_PER_MEGABYTE * len(content) / 2**20
    request = json.dumps({"sheet": sheet}).encode("ascii") + b"\n" + content
    try:
        ended = subprocess.run(
            _command(),
            input=request,
            capture_output=True,
            timeout=seconds,
            check=False,
            cwd=_ROOT,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as late:
        raise TOO_SLOW(file=name, seconds=f"{seconds:.0f}") from late
    except OSError as failure:
        raise READER_MISSING(file=name, cause=cause_of(failure)) from failure
    return _checked(ended, name, sheet)


def _checked(ended: subprocess.CompletedProcess[bytes], name: str, sheet: str | None) -> list[dict[str, Any]]:
    if ended.returncode != 0:
        said = ended.stderr[:500].decode("utf-8", "replace").strip()
        _LOG.warning("workbook reader ended with %s: %s", ended.returncode, said or "no message")
        raise BROKEN(file=name)
    answer = json.loads(ended.stdout)
    refused = answer.get("refused")
    if refused == "password":
        raise PASSWORD(file=name)
    if refused == "cells":
        raise TOO_MANY_CELLS(file=name, limit=MAX_CELLS)
    if refused is not None:
        raise BROKEN(file=name)
    sheets: list[dict[str, Any]] = answer["sheets"]
    if sheet is not None and not sheets:
        raise NO_SHEET(file=name, sheet=sheet, sheets=", ".join(answer["names"]))
    return sheets


def _command() -> list[str]:
    limits = [str(MEMORY_BYTES)]
    if getattr(sys, "frozen", False):
        return [sys.executable, TABLE_WORKER_FLAG, *limits]
    # Started in the source folder: a file called like one of ours in the user's folder is never run.
    return [sys.executable, "-m", "app.drawings.import_worker", *limits]


def serve_if_asked(arguments: list[str]) -> int | None:
    """Be the child when a frozen program was started as one.

    Args:
        arguments: ``sys.argv``.

    Returns:
        The exit code of the served child, or None when this is an ordinary start.
    """
    if len(arguments) != 3 or arguments[1] != TABLE_WORKER_FLAG:
        return None
    from app.drawings.import_worker import main

    return main(int(arguments[2]))
