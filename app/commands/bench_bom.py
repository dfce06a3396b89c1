"""Explode, roll-up and where-used on 45,000 parts and 100,000 links, and a comparison of two long BOMs.

Beside raw sqlite3 that loads all links into a dict, in the same run.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from app.bom.compare import Side, compared
from app.bom.links import links_below
from app.bom.queries import where_used
from app.bom.roll_up import needed, roll_up
from app.commands.bench_figure import Figure, Measuring, Piece
from app.commands.bench_ground import raw_copy
from app.commands.bench_structure import EDGES, LARGE, SMALL, Structure, fill_links
from app.factory import Factory
from app.parts.ancestors import ancestors_of
from app.settings import PlantSettings
from app.texts import mark
from app.wiring import build_hooks
from models.database import read_engine, sqlite_url
from models.rules.compare import ComparedLine

LINES: Final = 5_000
_TIMES: Final = 3
_EXPLODE: Final = mark("Explode {count} links: which revision answers for each, against loading all links")
_NEEDED: Final = mark("Roll-up of quantities over {count} links, exact and in the parts' own units")
_WEIGHT: Final = mark("Roll-up of weight and cost over {count} links, with what they lack")
_ONE: Final = mark("Where-used, one level, among {count} links")
_ALL: Final = mark("Where-used, all levels, among {count} links")
_COMPARE: Final = mark("Comparison of two BOMs of {count} lines, wanted within 300 ms")


def bom_figures(folder: Path, structure: Structure = LARGE, *, lines: int = LINES) -> list[Figure]:
    """Return milliseconds of walks over a large structure, the best of three of each, beside raw."""
    factory = Factory.create(folder / "factory", PlantSettings("Bench"), build_hooks())
    file = folder / "walks.db"
    raw = raw_copy(factory, file)
    factory.close()
    top = fill_links(raw, structure)

    def load() -> object:
        links: dict[int, list[tuple[int, str]]] = {}
        for parent, child, quantity in raw.execute(EDGES):
            links.setdefault(parent, []).append((child, quantity))
        return links

    anchor = _best(load)
    raw.close()
    engine = read_engine(sqlite_url(file))
    middle = top + structure.parts // 2

    def asked(query: Callable[[Session], Any]) -> float:
        def run() -> object:
            with Session(engine) as session:
                return query(session)

        return _best(run)

    def figure(name: str, title: str, value: float, goal: float | None = None) -> Figure:
        return Figure(name, title, value, "ms", anchor, goal, structure.links)

    figures = [
        figure("bom_explode", _EXPLODE, asked(lambda s: links_below(s, top, top).reached()), 2.0),
        figure("bom_needed", _NEEDED, asked(lambda s: needed(s, top))),
        figure("bom_weight", _WEIGHT, asked(lambda s: roll_up(s, top))),
        figure("bom_where_used", _ONE, asked(lambda s: where_used(s, middle)), 0.2),
        figure("bom_where_used_all", _ALL, asked(lambda s: ancestors_of(s, [middle])), 0.2),
    ]
    engine.dispose()
    left, right = _long(lines, 0), _long(lines, 1)
    took = _best(lambda: compared(left, right))
    return [*figures, Figure("bom_compare", _COMPARE, took, "ms", count=lines)]


def _best(call: Callable[[], object]) -> float:
    """Return the shortest of a few runs in milliseconds: other programs only ever make one longer."""
    took = []
    for _ in range(_TIMES):
        begin = time.perf_counter()
        call()
        took.append((time.perf_counter() - begin) * 1e3)
    return min(took)


def _long(lines: int, revision: int) -> Side:
    """Return a BOM of so many lines in three levels; every twentieth line differs in the second revision."""
    chance = random.Random(7)
    made = []
    for at in range(lines):
        way = () if at % 50 == 0 else (f"sub-{at // 50}",)
        number = f"sub-{at // 50}" if at % 50 == 0 else f"part-{at}"
        quantity = Decimal(chance.randrange(1, 9) + (revision if at % 20 == 7 else 0))
        if revision and at % 20 == 11:
            number = f"new-{at}"
        made.append(ComparedLine(way, str(at), number, number, "", quantity, Decimal(1), "EA"))
    return Side(str(revision), tuple(made))


def _bom(measuring: Measuring) -> list[Figure]:
    with measuring.folder() as folder:
        return bom_figures(folder, SMALL if measuring.quick else LARGE, lines=measuring.count(LINES, 500))


PIECES: Final = (Piece("bom", mark("Walks over a BOM of 100,000 links, comparison of long BOMs"), _bom),)
