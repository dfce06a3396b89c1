"""What the bench is made of: figures, the pieces that measure them, and what a piece is given. Measures nothing.

A piece is found by its file: each module ``bench_*.py`` of app/commands and app/desktop lists its own in ``PIECES``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, TypeVar

from app.commands.console import Console
from app.demo.run import DemoResult, run_demo
from app.texts import mark

Made = TypeVar("Made")


@dataclass(frozen=True)
class Figure:
    """One measured figure.

    Attributes:
        name: Stable name for machines.
        title: Marked source text with ``{count}``.
        unit: Of both values.
        raw: The anchor of the same run, or None where there is none.
        goal: Highest ratio wanted, or None.
        beside: What the anchor is, marked source text with ``{raw}`` and ``{ratio}``.
    """

    name: str
    title: str
    value: float
    unit: str
    raw: float | None = None
    goal: float | None = None
    count: int = 0
    beside: str = mark("raw sqlite3 {raw}, ratio {ratio}")

    @property
    def ratio(self) -> float | None:
        """How many times as long as raw."""
        return None if self.raw is None else self.value / self.raw

    def to_json(self) -> dict[str, object]:
        """Return the figure for machines."""
        ratio = self.ratio
        return {
            "name": self.name,
            "value": round(self.value, 6),
            "unit": self.unit,
            "raw": None if self.raw is None else round(self.raw, 6),
            "ratio": None if ratio is None else round(ratio, 4),
            "goal": self.goal,
        }


class Measuring:
    """What every piece is given.

    Attributes:
        console: Where it tells its progress.
        quick: Counts are small: it is asked whether it works, not how fast it is.
    """

    def __init__(self, folder: Path, console: Console, *, quick: bool = False) -> None:
        self._folder = folder
        self._made: dict[str, tuple[Path, Any]] = {}
        self.console = console
        self.quick = quick

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """A folder of its own on the disk that is measured; thrown away after."""
        with tempfile.TemporaryDirectory(prefix="piece-", dir=self._folder) as made:
            yield Path(made)

    def once(self, name: str, make: Callable[[Path], Made]) -> tuple[Path, Made]:
        """Return what pieces share, made at the first asking in a folder of its own; they work on copies of it."""
        if name not in self._made:
            folder = self._folder / name
            folder.mkdir()
            self._made[name] = (folder, make(folder))
        return self._made[name]

    def demo(self) -> DemoResult:
        """The demo; a piece works on a copy of its factory."""
        console = self.console
        return self.once(
            "demo",
            lambda folder: run_demo(folder, progress=lambda stage: console.step(console.language.say(stage))),
        )[1]

    def count(self, full: int, quick: int) -> int:
        """Return how many, by whether it shall be quick."""
        return quick if self.quick else full


@dataclass(frozen=True)
class Piece:
    """One thing that is measured on its own: ``bench NAME``.

    Attributes:
        title: Marked source text, shown while it runs.
        window: It needs a window and is left out with ``--headless``.
    """

    name: str
    title: str
    run: Callable[[Measuring], list[Figure]]
    window: bool = False


def pieces_of(package: ModuleType) -> tuple[Piece, ...]:
    """Return the pieces of a folder, by the names of their files."""
    found: list[Piece] = []
    for module in sorted(entry.name for entry in iter_modules(package.__path__)):
        if module.startswith("bench_"):
            offered: Any = getattr(import_module(f"{package.__name__}.{module}"), "PIECES", ())
            found.extend(offered)
    return tuple(found)
