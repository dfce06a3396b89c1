"""A small checkout with a real lock of one real wheel, set up without any network; holds no assertions."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.guards import HANGING

_PROGRAM = '''"""Says how it was started."""
import json, os, sys
import partproof_probe
print(json.dumps({"arguments": sys.argv[1:], "folder": os.getcwd(), "probe": partproof_probe.VALUE}))
'''


@dataclass(frozen=True)
class Checkout:
    """A folder with the set-up, a lock and a program that reports its arguments.

    Attributes:
        root: The checkout; its path has a blank and Korean letters.
        wheels: Where pip finds the one package.
    """

    root: Path
    wheels: Path

    def variables(self) -> dict[str, str]:
        """The environment of a start: pip sees only the folder of wheels, whatever this machine is set to."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
        own = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels), "PIP_CONFIG_FILE": os.devnull}
        return {**kept, **own, "PIP_NO_CACHE_DIR": "1"}

    def command(self, *words: str) -> list[str]:
        """The command line of the bootstrap."""
        return [sys.executable, str(self.root / "installer" / "bootstrap.py"), *words]

    def start(self, *words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Start the bootstrap and wait for its end."""
        return subprocess.run(
            self.command(*words), cwd=cwd or self.root, env=self.variables(), text=True, encoding="utf-8",
            capture_output=True, timeout=HANGING, check=False,
        )  # fmt: skip


def _digest(content: bytes) -> str:
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def make_wheel(folder: Path, name: str) -> Path:
    """Write a wheel of one module with ``VALUE = 7`` (binary distribution format 1.0)."""
    info = f"{name}-1.0.dist-info"
    members = {
        f"{name}.py": b"VALUE = 7\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [f"{path},{_digest(content)},{len(content)}" for path, content in members.items()]
    members[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""]).encode()
    wheel = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as target:
        for path, content in members.items():
            target.writestr(path, content)
    return wheel


def lock_lines(wheels: Sequence[Path]) -> str:
    """A lock of these wheels with their hashes."""
    return "".join(
        f"{wheel.name.split('-')[0]}==1.0 \\\n    --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"
        for wheel in wheels
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A checkout that was never set up."""
    root, wheels = tmp_path / "부품 증명 a", tmp_path / "wheels"
    wheels.mkdir()
    shutil.copytree(
        REPOSITORY / "installer", root / "installer", ignore=shutil.ignore_patterns("__pycache__")
    )
    program = root / "app"
    program.mkdir()
    (program / "__init__.py").write_text('"""A program."""\n', "utf-8")
    (program / "__main__.py").write_text(_PROGRAM, "utf-8")
    probe, tool = make_wheel(wheels, "partproof_probe"), make_wheel(wheels, "partproof_tool")
    (root / "requirements.txt").write_text(lock_lines([probe]), "utf-8")
    (root / "requirements-dev.txt").write_text(lock_lines([probe, tool]), "utf-8")
    return Checkout(root, wheels)
