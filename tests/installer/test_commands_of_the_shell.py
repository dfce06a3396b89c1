"""run.sh and test.sh before any Python is there: what they install, or the one line that they print.

The system is played by small commands on a PATH of their own; only its libraries are those of this machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.guards import HANGING

pytestmark = pytest.mark.skipif(os.name == "nt", reason="on Windows the bootstrap is started directly")

_TOOLS = ("sh", "dirname", "sed", "tail", "mktemp", "rm", "env")
_OLD_PYTHON = 'case "$*" in --version) echo Python 3.9.2 ;; "-c ") ;; *) exit 1 ;; esac'
_NEW_PYTHON = 'case "$1" in -c) exit 0 ;; esac; echo "started:$*"'
_USER, _ROOT = "echo 1000", "echo 0"


@dataclass(frozen=True)
class System:
    """A played system.

    Attributes:
        commands: The folder that is its whole PATH.
        log: What apt-get was asked for.
    """

    commands: Path
    log: Path

    def has(self, name: str, script: str) -> None:
        """Give the system a command."""
        path = self.commands / name
        path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        path.chmod(0o755)

    def start(self, script: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Start one of the two commands on this system."""
        return subprocess.run(
            [str(self.commands / "sh"), str(REPOSITORY / script), *words],
            env={"PATH": str(self.commands), "LC_ALL": "C"}, capture_output=True,
            text=True, timeout=HANGING, check=False,
        )  # fmt: skip


@pytest.fixture
def bare(tmp_path: Path) -> System:
    """A system with a shell, its tools and apt-get, and a user without rights."""
    commands = tmp_path / "bin"
    commands.mkdir()
    for tool in _TOOLS:
        found = shutil.which(tool)
        assert found, tool
        (commands / tool).symlink_to(found)
    system = System(commands, tmp_path / "apt.log")
    system.has("id", _USER)
    system.has("apt-get", f'echo "$*" >>"{system.log}"')
    return system


@pytest.mark.parametrize("script", ["run.sh", "test.sh"])
def test_a_user_without_rights_gets_the_one_line(bare: System, script: str) -> None:
    done = bare.start(script)
    assert (done.returncode, done.stdout) == (3, "")
    lines = [line.strip() for line in done.stderr.splitlines() if "apt-get install" in line]
    assert len(lines) == 1
    assert lines[0].startswith("sudo apt-get update && sudo apt-get install -y ")
    assert "python3 python3-venv" in lines[0]
    assert not bare.log.exists()


def test_root_needs_to_do_nothing(bare: System) -> None:
    bare.has("id", _ROOT)
    # Installing makes the command appear, as the real one does.
    bare.has("fresh", _NEW_PYTHON)
    bare.has(
        "apt-get",
        f'echo "$*" >>"{bare.log}"; case "$*" in *python3*) exec sh "{bare.commands}/arrive" ;; esac',
    )
    (bare.commands / "ln").symlink_to(str(shutil.which("ln")))
    bare.has("arrive", f'exec ln -s fresh "{bare.commands}/python3"')
    done = bare.start("run.sh", "--headless", "--json")
    assert done.returncode == 0, done.stderr
    asked = bare.log.read_text("utf-8").splitlines()
    assert asked[0].endswith("update")
    assert "install --no-install-recommends" in asked[1]
    assert "python3 python3-venv" in asked[1]
    assert done.stdout.startswith("started:")
    assert "installer/bootstrap.py run --headless --json" in done.stdout


def test_sudo_is_used_where_it_asks_nothing(bare: System) -> None:
    bare.has("sudo", f'shift; echo "sudo $*" >>"{bare.log}"')
    done = bare.start("run.sh")
    assert done.returncode == 3
    assert "sudo env DEBIAN_FRONTEND=noninteractive apt-get" in bare.log.read_text("utf-8")


def test_an_old_python_is_named_and_does_not_count(bare: System) -> None:
    bare.has("python3", _OLD_PYTHON)
    done = bare.start("test.sh")
    assert done.returncode == 3
    assert "Found here: Python 3.9.2" in done.stderr


def test_a_system_too_old_to_help_says_so(bare: System) -> None:
    bare.has("apt-cache", 'case "$1" in policy) echo "  Candidate: 3.9.2-3" ;; *) exit 100 ;; esac')
    done = bare.start("run.sh")
    assert done.returncode == 3
    assert "too old" in done.stderr
    assert "apt-get install" not in done.stderr


def test_a_newer_python_beside_the_old_one_is_offered(bare: System) -> None:
    offers = '"policy "*) echo "  Candidate: 3.10.6-1~22.04" ;; "show python3.11-venv") ;; *) exit 100 ;;'
    bare.has("apt-cache", f'case "$1 $2" in {offers} esac')
    done = bare.start("run.sh")
    assert done.returncode == 3
    assert "python3.11 python3.11-venv" in done.stderr


def test_what_apt_get_says_is_shown_when_it_fails(bare: System) -> None:
    bare.has("id", _ROOT)
    bare.has("apt-get", 'echo "E: no route"; exit 100')
    done = bare.start("run.sh")
    assert done.returncode == 3
    assert "E: no route" in done.stderr
    assert "    apt-get update && apt-get install -y " in done.stderr


def test_a_python_elsewhere_is_taken_by_name(bare: System, tmp_path: Path) -> None:
    elsewhere = System(tmp_path, bare.log)
    elsewhere.has("my python", _NEW_PYTHON)
    done = subprocess.run(
        [str(bare.commands / "sh"), str(REPOSITORY / "run.sh")],
        env={"PATH": str(bare.commands), "PYTHON": str(tmp_path / "my python")},
        capture_output=True, text=True, check=False, timeout=HANGING,
    )  # fmt: skip
    assert "started:" in done.stdout
