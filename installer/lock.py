"""Remakes requirements.txt and requirements-dev.txt from pyproject.toml: `python -m installer.lock [--upgrade]`.

One lock for Python 3.11 to 3.13 on Linux and Windows, with hashes and without any address. Needs uv, which is
no part of the locks; what index uv asks is uv's own setting.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from installer.environment import LOCKS

ROOT: Final = Path(__file__).resolve().parent.parent
HEADER: Final = "# Made by `python -m installer.lock` from pyproject.toml; do not edit by hand.\n"
# Resolved for the oldest Python served; markers tell the systems apart.
_OPTIONS: Final = [
    "--universal", "--python-version", "3.11", "--generate-hashes", "--only-binary", ":all:",
    "--no-emit-index-url", "--no-annotate", "--no-header", "--quiet",
]  # fmt: skip


def find_uv() -> list[str]:
    """The command that starts uv; empty where there is none."""
    if importlib.util.find_spec("uv") is not None:
        return [sys.executable, "-m", "uv"]
    program = shutil.which("uv")
    return [program] if program else []


def without_comments(text: str) -> str:
    """The lock without comment lines, since a comment may name a host, and with our own first line."""
    kept = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    cleaned = HEADER + "\n".join(kept) + "\n"
    if "://" in cleaned:
        raise ValueError("the lock holds an address; a dependency must be named by version alone")
    return cleaned


def remake(root: Path, uv: list[str], *, upgrade: bool) -> None:
    """Write both locks; the one for tests keeps to the versions of the one for running."""
    run_lock, test_lock = root / LOCKS["run"], root / LOCKS["test"]
    changed = ["--upgrade"] if upgrade else []
    for lock, more in ((run_lock, []), (test_lock, ["--extra", "dev", "--constraint", str(run_lock)])):
        command = [*uv, "pip", "compile", *_OPTIONS, *changed, *more, "pyproject.toml", "-o", str(lock)]
        subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL)
        lock.write_text(without_comments(lock.read_text("utf-8")), "utf-8", newline="\n")


def main() -> int:
    """Remake both locks; `--upgrade` takes the newest versions that pyproject.toml allows."""
    uv = find_uv()
    if not uv:
        print(f"uv is missing. Get it with: {sys.executable} -m pip install uv", file=sys.stderr)
        return 3
    remake(ROOT, uv, upgrade="--upgrade" in sys.argv[1:])
    print("Locks made. Next: python -m installer.notices", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
