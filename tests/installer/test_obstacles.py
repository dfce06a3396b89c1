"""What is said when a set-up cannot go on: the cause in one sentence, and the next step."""

from __future__ import annotations

import ast
import errno
import os
import runpy
import shutil
import sys
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest

from installer import obstacles
from installer.environment import Environment
from installer.obstacles import SetupError
from tests.conftest import REPOSITORY
from tests.installer.conftest import Checkout

BOOTSTRAP = REPOSITORY / "installer" / "bootstrap.py"
_DiskUsage = namedtuple("_DiskUsage", "total used free")


@pytest.mark.parametrize(
    ("output", "told"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "disk became full",
        ),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "mirror"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "PIP_CERT"),
        (
            "WARNING: Retrying after NewConnectionError\nERROR: (from versions: none)",
            "no package index answered",
        ),
        ("ERROR: Could not find a version that satisfies a==2 (from versions: 0.9)", "no ready-made package"),
        (
            "ERROR: Could not find a version that satisfies a==2 (from versions: none)",
            "no ready-made package",
        ),
        ("something else", "its last words are above"),
    ],
)
def test_pips_words_are_explained(output: str, told: str) -> None:
    text = str(obstacles.explain_pip(output, Path("requirements.txt")))
    assert told in text
    assert "start" in text.splitlines()[-1].casefold(), "the last line is the next step"
    assert "Retrying" not in text


def test_a_full_disk_is_told_before_anything_is_made(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: _DiskUsage(10**9, 10**9 - 5_000_000, 5_000_000))
    with pytest.raises(SetupError, match=r"too full.* MB .* 5 MB are free"):
        Environment(checkout.root).prepare("run", print)
    assert not (checkout.root / ".venv").exists()


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.EROFS, "cannot be written"),
        (errno.EACCES, "cannot be written"),
        (errno.ENOSPC, "too full"),
        (errno.EIO, "Check the disk"),
    ],
)
def test_a_folder_that_takes_no_files_is_named(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, number: int, told: str
) -> None:
    def refuse(*_arguments: Any, **_named: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Environment, "_make", refuse)
    with pytest.raises(SetupError) as refusal:
        Environment(checkout.root).prepare("run", print)
    assert told in str(refusal.value)
    assert str(checkout.root) in str(refusal.value)


def test_a_folder_with_the_path_separator_is_refused(tmp_path: Path) -> None:
    root = tmp_path / f"a{os.pathsep}b"
    (root / ".venv").mkdir(parents=True)
    (root / "requirements.txt").write_text("", "utf-8")
    with pytest.raises(SetupError, match="Rename or move"):
        Environment(root).prepare("run", print)


def test_line_ends_of_a_checkout_do_not_change_a_lock(checkout: Checkout) -> None:
    environment = Environment(checkout.root)
    before = environment.lock_hash("run")
    lock = checkout.root / "requirements.txt"
    lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))
    assert environment.lock_hash("run") == before
    lock.write_bytes(lock.read_bytes() + b"b==1\n")
    assert environment.lock_hash("run") != before


def test_an_old_python_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ast.parse(BOOTSTRAP.read_text("utf-8"), feature_version=(3, 4))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(BOOTSTRAP), run_name="__main__")
    assert ended.value.code == 3
    assert "needs Python 3.11 or newer; this is Python 3.9" in capsys.readouterr().err
