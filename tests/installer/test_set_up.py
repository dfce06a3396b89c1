"""The set-up from nothing, again, after a move, after a kill, without a network: real environments, real pip."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from installer.environment import STAMP_NAME, Environment
from tests.guards import HANGING
from tests.installer.conftest import Checkout

SECOND_RUN_LIMIT = 15.0  # making it anew takes longer; the real figure stands in docs/decisions/010


def test_from_nothing_then_quick_then_moved(checkout: Checkout, tmp_path: Path) -> None:
    first = checkout.start("run", "--headless", "--out", "바깥", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    assert json.loads(first.stdout) == {
        "arguments": ["demo", "--headless", "--out", "바깥"], "folder": str(tmp_path), "probe": 7,
    }  # fmt: skip
    assert "Making the environment" in first.stderr

    began = time.monotonic()
    second = checkout.start("run")
    assert second.returncode == 0
    assert time.monotonic() - began < SECOND_RUN_LIMIT
    assert "Making" not in second.stderr

    moved = Checkout(checkout.root.rename(tmp_path / "옮긴 곳"), checkout.wheels)
    script = moved.root / ".venv" / ("Scripts" if os.name == "nt" else "bin") / "activate"
    third = moved.start("app")
    assert third.returncode == 0, third.stderr
    assert json.loads(third.stdout)["arguments"] == []
    assert "moved" in third.stderr
    assert "Making" not in third.stderr
    assert str(moved.root) in script.read_text("utf-8")
    assert "moved" not in moved.start("run").stderr


def test_a_wrong_command_is_told_the_right_ones(checkout: Checkout) -> None:
    for words in ([], ["fly"], ["test", "some"]):
        done = checkout.start(*words)
        assert (done.returncode, done.stdout) == (2, "")
        assert "usage:" in done.stderr
    assert not (checkout.root / ".venv").exists()


@pytest.mark.slow
def test_the_test_lock_is_added_and_a_failure_leaves_what_was_there(checkout: Checkout) -> None:
    assert checkout.start("setup").returncode == 0
    tool = next(checkout.wheels.glob("partproof_tool*"))
    hidden = tool.rename(tool.with_suffix(".away"))
    failed = checkout.start("test")
    assert failed.returncode == 3
    assert "PIP_FIND_LINKS" in failed.stderr
    assert "Making" not in checkout.start("run").stderr, "the finished set-up for running must survive"
    hidden.rename(tool)
    done = checkout.start("test", "all")
    assert "Making" not in done.stderr
    assert done.returncode == 1, "no check can pass in a checkout without ruff, mypy and tests"
    assert "FAILED tests" in done.stdout


@pytest.mark.slow
def test_no_package_to_be_had_leaves_no_half_made_folder(checkout: Checkout) -> None:
    probe = next(checkout.wheels.glob("partproof_probe*"))
    content = probe.read_bytes()
    probe.unlink()
    missing = checkout.start("run")
    assert (missing.returncode, missing.stdout) == (3, "")
    assert "PIP_FIND_LINKS" in missing.stderr
    assert not (checkout.root / ".venv").exists()
    probe.write_bytes(content + b"\0")
    changed = checkout.start("run")
    assert changed.returncode == 3
    assert "not the one that requirements.txt names" in changed.stderr
    probe.write_bytes(content)
    assert checkout.start("run").returncode == 0


@pytest.mark.slow
def test_killed_at_any_moment_the_next_start_ends_well(checkout: Checkout) -> None:
    moments = [0.15, 0.4, 0.9, 1.6, 2.4, 3.2]
    for moment in moments:
        started = subprocess.Popen(
            checkout.command("setup"), env=checkout.variables(), cwd=checkout.root,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        time.sleep(moment)
        _kill_all_of(started)
        environment = Environment(checkout.root)
        if environment.read_stamp().finished:
            probe = [str(environment.python), "-c", "import partproof_probe"]
            assert subprocess.run(probe, check=False).returncode == 0, "finished must mean installed"
    done = checkout.start("run")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["probe"] == 7


@pytest.mark.slow
def test_two_at_once_make_one(checkout: Checkout) -> None:
    pair = [
        subprocess.Popen(
            checkout.command("setup"), env=checkout.variables(), stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=HANGING)[1] for process in pair]
    assert [process.returncode for process in pair] == [0, 0], said
    assert sum("Making the environment" in words for words in said) == 1
    assert sum("Another set-up is at work" in words for words in said) == 1


@pytest.mark.slow
def test_what_does_not_fit_is_made_anew(checkout: Checkout) -> None:
    assert checkout.start("setup").returncode == 0
    environment = Environment(checkout.root)
    environment.python.unlink()
    environment.python.symlink_to(checkout.root / "removed-python")
    gone = checkout.start("run")
    assert gone.returncode == 0, gone.stderr
    assert "making it anew" in gone.stderr
    (environment.folder / STAMP_NAME).write_text("{half", "utf-8")
    assert "making it anew" in checkout.start("run").stderr
    with (checkout.root / "requirements.txt").open("a", encoding="utf-8") as lock:
        lock.write("# changed\n")
    assert "making it anew" in checkout.start("run").stderr


def _kill_all_of(process: subprocess.Popen[bytes]) -> None:
    """End a process and the children of its session, as a power cut would."""
    if os.name == "nt":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
