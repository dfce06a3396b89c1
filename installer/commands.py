"""The commands behind run.sh and test.sh: set up, then hand over to the program or to the checks.

Standard library only. Set-up speaks on stderr, because stdout belongs to the program (`--json`).
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from installer import catalogues
from installer.checks import run_checks
from installer.environment import Environment
from installer.obstacles import SetupError

ROOT: Final = Path(__file__).resolve().parent.parent
USAGE: Final = """usage: bootstrap.py run [demo options]   the main job on a demo factory
       bootstrap.py app [options]        the window on your own factory
       bootstrap.py test [all]           every check; all adds the slow ones
       bootstrap.py setup                only the set-up
"""


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code: 2 for a wrong use, 3 where the set-up cannot go on."""
    words = list(arguments)
    if words[:2] == ["run", "app"]:
        words = words[1:]
    if (
        not words
        or words[0] not in ("run", "app", "test", "setup")
        or (words[0] == "test" and words[1:] not in ([], ["all"]))
    ):
        sys.stderr.write(USAGE)
        return 2
    command, rest = words[0], words[1:]
    try:
        python = set_up("test" if command == "test" else "run")
    except SetupError as refusal:
        _say(str(refusal))
        return 3
    except KeyboardInterrupt:
        _say("Stopped. The next start goes on from a clean state.")
        return 130
    if command == "setup":
        return 0
    if command == "test":
        return run_checks(ROOT, python, program_environment(), slow_too=rest == ["all"])
    return hand_over(python, ["demo", *rest] if command == "run" else rest)


def set_up(purpose: str) -> Path:
    """Make everything ready for ``run`` or ``test`` and return the interpreter to use.

    Raises:
        SetupError: With what is missing and the next step.
    """
    start = time.monotonic()
    environment = Environment(ROOT)
    environment.prepare(purpose, _say)
    if catalogues.out_of_date(ROOT):
        command = [str(environment.python), "-P", "-m", "installer.catalogues"]
        # A catalogue that cannot be compiled is no reason not to start: the tests name it.
        subprocess.run(command, env=program_environment(), check=False)
    _say(f"Set-up ready in {time.monotonic() - start:.1f} s")
    return environment.python


def program_environment() -> dict[str, str]:
    """The variables for the program and its child processes: its own folder is where modules come from."""
    variables = dict(os.environ)
    variables["PYTHONPATH"] = str(ROOT)
    variables.pop("PYTHONHOME", None)
    return variables


def hand_over(python: Path, arguments: Sequence[str]) -> int:
    """Become the program; on Windows wait for it and return its exit code.

    It keeps the caller's working folder, so that relative paths mean what the caller meant.
    """
    # -P: a folder `app` where the caller stands must not be taken for the program.
    command = [str(python), "-P", "-m", "app", *arguments]
    sys.stderr.flush()
    if os.name != "nt":
        os.execve(command[0], command, program_environment())
    # exec on Windows would return to the prompt at once.
    return subprocess.call(command, env=program_environment())


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
