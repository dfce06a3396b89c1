"""Every check of the repository, one after the other: style, format, types, import contracts, tests.

All of them run even when one fails, so that one run tells everything. Decides nothing about what is checked:
that stands in pyproject.toml.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

# lint-imports has no `python -m` form, and its script would keep the path of a moved folder.
_CONTRACTS: Final = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def steps(python: Path, *, slow_too: bool) -> list[tuple[str, list[str]]]:
    """The checks as (name, command), in the order they run; the tests last."""
    workers = str(max(1, min(os.cpu_count() or 1, 8)))
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


def run_checks(root: Path, python: Path, variables: Mapping[str, str], *, slow_too: bool) -> int:
    """Run every check in ``root`` and print how each ended. Returns 0 if all passed, else 1."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **variables}
    results: list[tuple[str, bool, float]] = []
    for name, command in steps(python, slow_too=slow_too):
        print(f"\n== {name}", flush=True)
        start = time.monotonic()
        code = subprocess.call(command, cwd=root, env=environment)
        results.append((name, code == 0, time.monotonic() - start))
    print("\n== all checks")
    for name, passed, seconds in results:
        print(f"{'ok    ' if passed else 'FAILED'} {name} ({seconds:.0f} s)")
    return 0 if all(passed for _, passed, _ in results) else 1
