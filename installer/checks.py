"""Every check of the repository, one after the other: style, format, types, import contracts, tests.

All of them run even when one fails, so that one run tells everything. Decides nothing about what is checked:
that stands in pyproject.toml.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

# lint-imports has no `python -m` form, and its script would keep the path of a moved folder.
_CONTRACTS: Final = "from importlinter.cli import lint_imports_command; lint_imports_command()"


# A folder in memory is used for the tests' files where so many bytes are free.
_MEMORY: Final = Path("/dev/shm")
_ROOM: Final = 8 * 2**30


def steps(python: Path, *, slow_too: bool) -> list[tuple[str, list[str]]]:
    """The checks as (name, command), in the order they run; the tests last."""
    # One more than there are cores: ports, databases and child processes are waited for half of the time.
    workers = str(min(os.cpu_count() or 1, 8) + 1)
    tests = [
        "-m",
        "pytest",
        "-n",
        workers,
        "--dist",
        "worksteal",
        "-q",
        *([] if slow_too else ["-m", "not slow"]),
    ]
    commands = {
        "ruff check": ["-m", "ruff", "check", "."],
        "ruff format": ["-m", "ruff", "format", "--check", "."],
        "mypy --strict": ["-m", "mypy"],
        "import contracts": ["-c", _CONTRACTS],
        "tests, slow ones too" if slow_too else "tests": tests,
    }
    return [(name, [str(python), *words]) for name, words in commands.items()]


@contextmanager
def quick_folder(memory: Path = _MEMORY) -> Iterator[dict[str, str]]:
    """Give the tests a temporary folder in memory where there is plenty, and take it away again.

    Thousands of small factories are made and every commit waits for the disk: in memory that wait is nothing, and
    what the tests ask of the program is the same. Yields the variables to set, none where the disk has to do.
    """
    try:
        # The size of the folder is only a promise; what the machine can still give counts too.
        told = Path("/proc/meminfo").read_text(encoding="ascii")
        (available,) = (1024 * int(line.split()[1]) for line in told.splitlines() if "MemAvailable" in line)
        enough = min(shutil.disk_usage(memory).free, available) >= _ROOM and os.access(memory, os.W_OK)
    except (OSError, ValueError):
        enough = False
    if not enough:
        yield {}
        return
    folder = Path(tempfile.mkdtemp(prefix="partproof-", dir=memory))
    # The private database server runs as another user and must reach its own folder in here.
    folder.chmod(0o711)
    try:
        yield {"TMPDIR": str(folder)}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_checks(root: Path, python: Path, variables: Mapping[str, str], *, slow_too: bool) -> int:
    """Run every check in ``root`` and print how each ended. Returns 0 if all passed, else 1."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **variables}
    results: list[tuple[str, bool, float]] = []
    with quick_folder() as where:
        for name, command in steps(python, slow_too=slow_too):
            print(f"\n== {name}", flush=True)
            start = time.monotonic()
            code = subprocess.call(command, cwd=root, env=environment | where)
            results.append((name, code == 0, time.monotonic() - start))
    print("\n== all checks")
    for name, passed, seconds in results:
        print(f"{'ok    ' if passed else 'FAILED'} {name} ({seconds:.0f} s)")
    return 0 if all(passed for _, passed, _ in results) else 1
