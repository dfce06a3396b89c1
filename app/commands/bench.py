"""``bench``: measures this machine on throw-away factories; each figure stands beside its anchor of the same run.

The pieces are the files ``bench_*.py`` beside this one and of the window; this file only runs and prints them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import app.commands
from app.commands.bench_figure import Figure, Measuring, Piece, pieces_of
from app.commands.console import DONE, Console
from app.texts import mark

WindowPieces = Callable[[], tuple[Piece, ...]]


def main(words: Sequence[str], console: Console, *, window_pieces: WindowPieces) -> int:
    """Measure and print the figures; a missed goal is said, and is no failure.

    Args:
        words: What follows ``bench``.
        console: Where it speaks.
        window_pieces: Returns the pieces that need a window; not called with ``--headless``.
    """
    parser = console.parser("bench", mark("Measure this machine: durable readings, imports, BOM walks."))
    parser.add_argument(
        "pieces", nargs="*", metavar="PIECE", help=parser.word(mark("only these pieces; none means all"))
    )
    parser.add_argument("--json", action="store_true", help=parser.word(mark("for machines")))
    parser.add_argument(
        "--folder", type=Path, metavar="DIR", help=parser.word(mark("folder on the disk to measure"))
    )
    parser.add_argument(
        "--headless", action="store_true", help=parser.word(mark("measure without the window"))
    )
    parser.add_argument(
        "--quick", action="store_true", help=parser.word(mark("small counts: whether it works, not how fast"))
    )
    arguments = parser.parse_args(words)
    pieces = pieces_of(app.commands) + (() if arguments.headless else window_pieces())
    names = [piece.name for piece in pieces]
    unknown = [name for name in arguments.pieces if name not in names]
    if unknown:
        parser.error(
            console.language.say(
                "no piece {name}; there are: {names}", name=unknown[0], names=", ".join(names)
            )
        )
    wanted = [piece for piece in pieces if not arguments.pieces or piece.name in arguments.pieces]
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="partproof-bench-", dir=arguments.folder) as folder:
        measuring = Measuring(Path(folder), console, quick=arguments.quick)
        for piece in wanted:
            console.step(console.language.say(piece.title))
            measured = piece.run(measuring)
            figures += measured
            if not arguments.json:
                for figure in measured:
                    _show(figure, console)
    if arguments.json:
        console.json({"figures": [figure.to_json() for figure in figures]})
    return DONE


def _show(figure: Figure, console: Console) -> None:
    title = console.language.say(figure.title, count=f"{figure.count:,}")
    line = f"{title}: {figure.value:.2f} {figure.unit}"
    if figure.ratio is not None:
        line += " · " + console.language.say(
            figure.beside,
            raw=f"{figure.raw:.2f} {figure.unit}",
            ratio=f"{figure.ratio:.2f}",
        )
    if figure.goal is not None:
        line += " · " + console.language.say("goal ≤ {goal}", goal=f"{figure.goal:g}")
    console.write(line)
