"""A small coverage-guided fuzzer: inputs that reach new lines of our own code are kept and changed further.

Pure Python, so that it runs wherever the tests run. By hand: `python -m tests.devices.fuzzing 1000000`.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Final

LONGEST: Final = 8192
SLOW_SECONDS: Final = 0.05
"""CPU seconds that no single input may take."""
_TOKENS: Final = (
    b"\r", b"\n", b"\r\n", b"\x02", b"\x03", b"\x04", b"\x06", b"\x15", b"\x1b", b"\x1d", b"\x1e", b"\x00", b"\xff",
    b"]d2", b"]C1", b"]Q3", b"]e0", b"]E0", b"[)>\x1e06\x1d", b"[)>\x1e05\x1d", b"[)>\x1e12\x1d", b"\x1e\x04",
    b"(01)", b"(10)", b"https://id.gs1.org/01/", b"PP:", b"12PGTL3", b"01A", b"ST,GS,", b"S S ", b"FFFF", b"ERR",
    b"+", b"-", b".", b",", b";", b":", b"=", b" ", b"0", b"9", b"?", b"*", b"mm", b"inch", b"kg", b"0000000000",
    "ㅂㅈㄷ".encode(), "한글".encode(), b"\xed\xa0\x80", b"\xf4\x8f\xbf\xbf", b"%00", b"%ff",
)  # fmt: skip


@dataclass(frozen=True)
class Failure:
    """An input that broke a rule."""

    target: str
    data: bytes
    what: str


@dataclass
class Outcome:
    """What a run did.

    Attributes:
        runs: inputs tried.
        edges: pairs of lines of our own code that were reached one after the other.
        corpus: inputs kept because they reached new ones.
        slowest: most CPU seconds of one of the inputs that were slow with tracing, measured without it.
        failures: inputs that broke a rule; the run goes on.
    """

    runs: int = 0
    edges: int = 0
    corpus: int = 0
    slowest: float = 0.0
    failures: list[Failure] = field(default_factory=list)


class LineTracer:
    """Notes which lines of the given folder follow each other."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._last = 0
        self.seen: set[int] = set()
        self.fresh = False

    def run(self, act: Callable[[], object]) -> None:
        """Run with tracing; `fresh` says whether anything new was reached."""
        self.fresh, self._last = False, 0
        before = sys.gettrace()
        sys.settrace(self._call)
        try:
            act()
        finally:
            sys.settrace(before)

    def _call(self, frame: FrameType, event: str, argument: Any) -> Any:
        return self._line if frame.f_code.co_filename.startswith(self._folder) else None

    def _line(self, frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line":
            place = id(frame.f_code) ^ (frame.f_lineno << 1)
            edge = hash((self._last, place))
            self._last = place
            if edge not in self.seen:
                self.seen.add(edge)
                self.fresh = True
        return self._line


Target = Callable[[bytes, random.Random], None]
"""Runs one input and raises AssertionError where a rule is broken; anything else raised is a fault as well."""


def fuzz(
    targets: dict[str, tuple[Target, Sequence[bytes]]],
    runs: int,
    folder: Path,
    *,
    seed: int = 1,
    progress: Callable[[Outcome], object] | None = None,
) -> Outcome:
    """Try so many inputs, spread over the targets.

    Args:
        targets: by name, what is run and the inputs to begin with.
        runs: how many inputs altogether.
        folder: whose lines count as coverage.
        seed: the same seed tries the same inputs.
        progress: called every 10,000 inputs.
    """
    chance = random.Random(seed)
    tracer = LineTracer(folder)
    outcome = Outcome()
    corpora = {name: list(seeds) or [b""] for name, (_, seeds) in targets.items()}
    names = list(targets)
    while outcome.runs < runs:
        name = names[outcome.runs % len(names)]
        corpus = corpora[name]
        place = outcome.runs // len(names)
        data = corpus[place] if place < len(targets[name][1]) else changed(chance, corpus)
        outcome.runs += 1
        _try(name, targets[name][0], data, chance.getrandbits(32), tracer, outcome)
        if tracer.fresh and len(corpus) < 5_000:
            corpus.append(data)
        if progress is not None and outcome.runs % 10_000 == 0:
            progress(outcome)
    outcome.edges = len(tracer.seen)
    outcome.corpus = sum(len(corpus) - len(targets[name][1]) for name, corpus in corpora.items())
    return outcome


def _try(name: str, target: Target, data: bytes, seed: int, tracer: LineTracer, outcome: Outcome) -> None:
    with _Looking(name, data, outcome):
        began = time.thread_time()
        tracer.run(lambda: target(data, random.Random(seed)))
        if time.thread_time() - began < SLOW_SECONDS:
            return
        # Tracing itself takes time: what counts is the time without it, and the best of three.
        took = min(_seconds(target, data, seed) for _ in range(3))
        outcome.slowest = max(outcome.slowest, took)
        if took > SLOW_SECONDS:
            outcome.failures.append(Failure(name, data, f"{1000 * took:.0f} ms"))


class _Looking:
    """Whatever a target raises is what is looked for: it is noted, and the run goes on."""

    def __init__(self, name: str, data: bytes, outcome: Outcome) -> None:
        self._name, self._data, self._outcome = name, data, outcome

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Note a fault; being stopped by hand is none."""
        if isinstance(error, Exception):
            self._outcome.failures.append(Failure(self._name, self._data, f"{type(error).__name__}: {error}"))
        return isinstance(error, Exception)


def _seconds(target: Target, data: bytes, seed: int) -> float:
    began = time.thread_time()
    target(data, random.Random(seed))
    return time.thread_time() - began


def changed(chance: random.Random, corpus: Sequence[bytes]) -> bytes:
    """An input of the corpus, changed in one to six places."""
    # What was kept last is nearest to what has not been reached yet.
    recent = corpus[-20:] if chance.random() < 0.5 else corpus
    data = bytearray(chance.choice(recent))
    if chance.random() < 0.2:
        # What an input does not need makes changes in the right place rare.
        del data[chance.choice((4, 8, 16, 64, 256)) :]
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 6))):
        _change(chance, data, corpus)
    return bytes(data[:LONGEST])


def _change(chance: random.Random, data: bytearray, corpus: Sequence[bytes]) -> None:
    place = chance.randrange(len(data) + 1)
    end = min(len(data), place + chance.choice((1, 1, 2, 4, 16, 64)))
    match chance.randrange(11):
        case 0 if data:
            data[min(place, len(data) - 1)] ^= 1 << chance.randrange(8)
        case 1:
            data[place:place] = bytes([chance.randrange(256)])
        case 2:
            del data[place:end]
        case 3:
            data[place:place] = chance.choice(_TOKENS)
        case 4:
            data[place:end] = chance.choice(_TOKENS)
        case 5:
            data[place:place] = bytes(data[place:end]) * chance.choice((1, 2, 8, 40))
        case 6 | 7 | 8 if data:
            data[min(place, len(data) - 1)] = chance.randrange(0x20, 0x7F)
        case 9:
            other = chance.choice(corpus)
            start = chance.randrange(len(other) + 1)
            data[place:] = other[start:]
        case _:
            data[place:place] = b"%d" % chance.choice((0, 1, 9, 10**8, 10**30, chance.randrange(10**6)))


def main(words: Sequence[str]) -> int:
    """Fuzz by hand and print the figures."""
    from tests.devices.fuzz_targets import CONTENT_TARGETS, DEVICES, FEED_TARGETS

    runs = int(words[0]) if words else 20_000
    failed = 0
    for title, targets in (("feed", FEED_TARGETS()), ("content", CONTENT_TARGETS())):
        began = time.monotonic()
        cpu = time.process_time()

        def progress(so_far: Outcome, title: str = title) -> None:
            if so_far.runs % 100_000 == 0:
                print(f"{title}: {so_far.runs} tried, {len(so_far.failures)} failures", flush=True)

        outcome = fuzz(targets, runs, DEVICES, seed=int(began), progress=progress)
        failed += len(outcome.failures)
        print(
            f"{title}: {outcome.runs} inputs, {outcome.edges} edges, {outcome.corpus} kept, "
            f"{len(outcome.failures)} failures, {time.process_time() - cpu:.0f} s CPU"
        )
        for failure in outcome.failures[:10]:
            print(f"  {failure.target} {failure.what} {failure.data!r}")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
