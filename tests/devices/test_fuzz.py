"""Changed inputs by the thousand at every driver and content parser: no exception, no hang, no unbounded buffer."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from tests.devices.fuzz_targets import CONTENT_TARGETS, DEVICES, FEED_TARGETS
from tests.devices.fuzzing import SLOW_SECONDS, Target, changed, fuzz

RUNS = int(os.environ.get("PARTPROOF_FUZZ_RUNS", "20000"))
QUICK = 1_500
# A million by hand takes longer than any test may.
BY_HAND = pytest.mark.timeout(0 if RUNS > 100_000 else 300)


def report(title: str, targets: dict[str, tuple[Target, Sequence[bytes]]], runs: int) -> str:
    outcome = fuzz(targets, runs, DEVICES)
    lines = [f"{each.target}: {each.what}: {each.data!r}" for each in outcome.failures[:5]]
    assert not outcome.failures, "\n".join([f"{len(outcome.failures)} failures", *lines])
    assert outcome.runs == runs
    return f"fuzzed {title}: {outcome.runs} inputs, {outcome.edges} edges, {outcome.corpus} kept, none failed"


@pytest.mark.slow
@BY_HAND
def test_drivers_survive_many_changed_streams(capsys: pytest.CaptureFixture[str]) -> None:
    said = report("feed", FEED_TARGETS(), RUNS)
    with capsys.disabled():
        print(f"\n{said}")


@pytest.mark.slow
@BY_HAND
def test_content_parsers_survive_many_changed_codes(capsys: pytest.CaptureFixture[str]) -> None:
    said = report("content", CONTENT_TARGETS(), RUNS)
    with capsys.disabled():
        print(f"\n{said}")


def test_drivers_survive_some_changed_streams() -> None:
    assert "none failed" in report("feed", FEED_TARGETS(), QUICK)


def test_content_parsers_survive_some_changed_codes() -> None:
    assert "none failed" in report("content", CONTENT_TARGETS(), QUICK)


def test_the_fuzzer_finds_what_is_hidden_behind_several_steps() -> None:
    """Four bytes that must all be right: hopeless by chance alone, found by keeping each step."""

    def target(data: bytes, _chance: Random) -> None:
        for place, sign in enumerate(b"Part"):
            if data[place : place + 1] != bytes([sign]):
                return
            steps[place]()
        raise ValueError("found")

    # A line of its own for each step, as code has that looks deeper the more is right.
    steps = (
        lambda: 0,
        lambda: 1,
        lambda: 2,
        lambda: 3,
    )
    outcome = fuzz({"hidden": (target, [b"xxxx"])}, 12_000, Path(__file__).parent, seed=6)
    assert any("found" in each.what for each in outcome.failures)


def test_the_fuzzer_tells_what_takes_long() -> None:
    def target(data: bytes, _chance: Random) -> None:
        end = time.thread_time() + 1.5 * SLOW_SECONDS
        while len(data) > 3 and time.thread_time() < end:
            pass

    outcome = fuzz({"slow": (target, [b"xxxx"])}, 3, Path(__file__).parent)
    assert "ms" in outcome.failures[0].what


def test_changes_stay_within_bounds() -> None:
    chance = Random(5)
    assert max(len(changed(chance, [b"x" * 8000, b""])) for _ in range(500)) <= 8192
