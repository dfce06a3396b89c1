"""``bench``: measures this machine on a throw-away factory; each figure stands beside raw sqlite3 of the same run."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.audit_trail import check_trail
from app.commands.bench_ground import Ground, make_ground, raw_copy
from app.commands.bench_readings import measure_readings
from app.commands.bench_structure import LINKS, ROWS, measure_import, measure_walks
from app.commands.console import DONE, Console
from app.demo.run import STAGES, run_demo
from app.snapshot import snapshot
from app.texts import mark

READING_GOAL: Final = 3.0
WindowFigures = Callable[[Path], "list[Figure]"]


@dataclass(frozen=True)
class Figure:
    """One measured figure.

    Attributes:
        name: Stable name for machines.
        title: Marked source text with ``{count}``.
        unit: Of both values.
        raw: The anchor of the same run, or None where there is none.
        goal: Highest ratio wanted, or None.
    """

    name: str
    title: str
    value: float
    unit: str
    raw: float | None = None
    goal: float | None = None
    count: int = 0

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


def main(words: Sequence[str], console: Console, *, window_figures: WindowFigures) -> int:
    """Measure and print the figures; a missed goal is said, and is no failure.

    Args:
        words: What follows ``bench``.
        console: Where it speaks.
        window_figures: Measures the window on a demo factory; not called with ``--headless``.
    """
    parser = console.parser("bench", mark("Measure this machine: durable readings, imports, BOM walks."))
    parser.add_argument("--json", action="store_true", help=parser.word(mark("for machines")))
    parser.add_argument(
        "--folder", type=Path, metavar="DIR", help=parser.word(mark("folder on the disk to measure"))
    )
    parser.add_argument(
        "--headless", action="store_true", help=parser.word(mark("measure without the window"))
    )
    arguments = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="partproof-bench-", dir=arguments.folder) as folder:
        figures = measure(Path(folder), console)
        demo, stages = measure_demo(Path(folder) / "demo", console)
        figures += stages
        if not arguments.headless:
            console.step(console.language.say("Measuring the window"))
            figures += window_figures(demo)
    if arguments.json:
        console.json({"figures": [figure.to_json() for figure in figures]})
        return DONE
    for figure in figures:
        _show(figure, console)
    return DONE


def measure(folder: Path, console: Console) -> list[Figure]:
    """Return all figures of the program without its window, measured in a folder that is thrown away."""
    console.step(console.language.say("Making a factory to measure on"))
    ground = make_ground(folder)
    try:
        figures = _readings(ground, folder, console)
        console.step(console.language.say("Importing {count} rows", count=ROWS))
        figures += _imports(ground, folder)
        console.step(console.language.say("Walking {count} links", count=LINKS))
        figures += _walks(ground, folder)
        figures.append(_verification(ground, folder, console))
    finally:
        ground.factory.close()
    return figures


def measure_demo(folder: Path, console: Console) -> tuple[Path, list[Figure]]:
    """Run the demo and return its factory and the wall time of each stage."""
    result = run_demo(folder, progress=lambda stage: console.step(console.language.say(stage)))
    figures = [Figure(f"demo_{name}", STAGES[name], took, "s") for name, took in result.seconds.items()]
    return result.factory, figures


def _readings(ground: Ground, folder: Path, console: Console) -> list[Figure]:
    times = measure_readings(ground, folder, console.progress(mark("Readings")))
    return [
        Figure("reading", _READING, times.ours_ms, "ms", times.raw_ms, READING_GOAL),
        Figure("reading_p99", mark("The slowest of 100 readings"), times.ours_p99_ms, "ms"),
        Figure(
            "row",
            mark("A row with its audit entry, without the checks of a reading"),
            times.row_ms,
            "ms",
            times.raw_ms,
        ),
    ]


def _imports(ground: Ground, folder: Path) -> list[Figure]:
    times = measure_import(ground, folder)
    return [
        Figure("import_reading", mark("{count} BOM rows read from a file"), times.reading_s, "s", count=ROWS),
        Figure(
            "import",
            mark("{count} BOM rows written with parts and audit"),
            times.ours_s,
            "s",
            times.raw_s,
            count=ROWS,
        ),
    ]


def _walks(ground: Ground, folder: Path) -> list[Figure]:
    times = measure_walks(ground, folder)
    raw = times.raw_links_ms
    return [
        Figure(
            "cycle_check", mark("Cycle check in {count} links"), times.cycle_check_ms, "ms", raw, count=LINKS
        ),
        Figure(
            "where_used", mark("Where-used in {count} links"), times.where_used_ms, "ms", raw, count=LINKS
        ),
        Figure(
            "explode",
            mark("Quantities of all parts over {count} links"),
            times.explode_ms,
            "ms",
            raw,
            count=LINKS,
        ),
    ]


def _verification(ground: Ground, folder: Path, console: Console) -> Figure:
    raw = raw_copy(ground.factory, folder / "verify.db")
    begin = time.perf_counter()
    for row in raw.execute("SELECT * FROM audit_entry ORDER BY seq"):
        hashlib.sha256("|".join(map(str, row)).encode()).hexdigest()
    anchor = time.perf_counter() - begin
    raw.close()
    with snapshot(ground.factory) as session:
        begin = time.perf_counter()
        report = check_trail(session, progress=console.progress(mark("Audit entries")))
        took = time.perf_counter() - begin
    return Figure("verify", _VERIFY, took, "s", anchor, count=report.entries + report.rows)


_READING: Final = mark("A reading with all its checks and its audit entry, durable")
_VERIFY: Final = mark("Chain and rows verified, {count} in all")


def _show(figure: Figure, console: Console) -> None:
    title = console.language.say(figure.title, count=f"{figure.count:,}")
    line = f"{title}: {figure.value:.2f} {figure.unit}"
    if figure.ratio is not None:
        line += " · " + console.language.say(
            "raw sqlite3 {raw}, ratio {ratio}",
            raw=f"{figure.raw:.2f} {figure.unit}",
            ratio=f"{figure.ratio:.2f}",
        )
    if figure.goal is not None:
        line += " · " + console.language.say("goal ≤ {goal}", goal=f"{figure.goal:g}")
    console.write(line)
