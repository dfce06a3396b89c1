"""How long a parts list of 10,000 rows takes to import, and walks over 100,000 BOM links, against raw sqlite3.

The structure is made at random from a fixed seed, so that every run and machine walks the same one.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from app.bom.import_bom import import_bom
from app.bom.import_xlsx import preview_bom
from app.bom.lines import refuse_cycle
from app.bom.queries import quantities, where_used
from app.commands.bench_ground import Ground, raw_copy
from app.parts.parts import add_part
from models.database import read_engine, sqlite_url
from models.types import time_text
from models.vocab import PartKind, Source

ROWS: Final = 10_000
_PARENTS: Final = 100
_TABLES: Final = ("part", "part_revision", "search_entry", "bom_line")


@dataclass(frozen=True)
class Structure:
    """How large a BOM is: parts, links among them, levels."""

    parts: int
    links: int
    levels: int


LARGE: Final = Structure(parts=45_300, links=100_000, levels=12)
SMALL: Final = Structure(parts=463, links=1_000, levels=12)


@dataclass(frozen=True)
class ImportTimes:
    """Seconds for the rows: reading the file, writing it by the verb, and the same rows by raw sqlite3."""

    reading_s: float
    ours_s: float
    raw_s: float


def measure_import(ground: Ground, folder: Path, rows: int = ROWS) -> ImportTimes:
    """Import a parts list of sub-assemblies by the ordinary verb, and the very same rows by raw sqlite3."""
    factory, engineer = ground.factory, ground.crew.engineer
    factory.perform(
        add_part, number="BENCH", name="Bench", kind=PartKind.ASSEMBLY, source=Source.MADE, actor=engineer
    )
    raw = raw_copy(factory, folder / "raw-import.db")
    marks = {name: highest_id(raw, name) for name in _TABLES}
    file = folder / "bench.csv"
    file.write_text("\n".join(_list(rows)), encoding="utf-8")
    begin = time.perf_counter()
    preview = preview_bom(file)
    reading = time.perf_counter() - begin
    begin = time.perf_counter()
    factory.perform(import_bom, "BENCH", preview, source_name=file.name, actor=engineer)
    ours = time.perf_counter() - begin
    took = _raw_import(raw, _new_rows(ground, folder, marks))
    raw.close()
    return ImportTimes(reading, ours, took)


def _list(rows: int) -> Iterator[str]:
    yield "Level,Part Number,Name,Qty,Unit"
    below = ROWS // _PARENTS - 1
    for parent in range(rows * _PARENTS // ROWS):
        yield f"1,B-{parent:03},Sub-assembly {parent},1,EA"
        for child in range(below):
            yield f"2,B-{parent:03}-{child:03},Part {parent} {child},{child % 7 + 1}.50,EA"


def highest_id(connection: sqlite3.Connection, table: str) -> int:
    """Return the highest id of a table, 0 of an empty one."""
    return int(connection.execute(f'SELECT COALESCE(MAX(id), 0) FROM "{table}"').fetchone()[0])


def _new_rows(
    ground: Ground, folder: Path, marks: dict[str, int]
) -> dict[str, tuple[int, list[tuple[Any, ...]]]]:
    """Return the rows the import made, per table with the number of columns."""
    copy = raw_copy(ground.factory, folder / "after-import.db")
    rows = {
        table: copy.execute(f'SELECT * FROM "{table}" WHERE id > ?', (mark,)).fetchall()
        for table, mark in marks.items()
    }
    copy.close()
    return {table: (len(found[0]), found) for table, found in rows.items()}


def _raw_import(raw: sqlite3.Connection, rows: dict[str, tuple[int, list[tuple[Any, ...]]]]) -> float:
    begin = time.perf_counter()
    raw.execute("BEGIN IMMEDIATE")
    for table, (width, found) in rows.items():
        raw.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * width)})', found)
    raw.execute("COMMIT")
    return time.perf_counter() - begin


@dataclass(frozen=True)
class WalkTimes:
    """Milliseconds for a BOM; raw is loading all links into a dict."""

    cycle_check_ms: float
    where_used_ms: float
    explode_ms: float
    raw_links_ms: float


def measure_walks(ground: Ground, folder: Path, structure: Structure = LARGE) -> WalkTimes:
    """Walk a BOM of so many links by the ordinary queries."""
    file = folder / "walks.db"
    raw = raw_copy(ground.factory, file)
    first = fill_links(raw, structure)
    begin = time.perf_counter()
    links: dict[int, list[tuple[int, str]]] = {}
    for parent, child, quantity in raw.execute(EDGES):
        links.setdefault(parent, []).append((child, quantity))
    anchor = time.perf_counter() - begin
    raw.close()
    engine = read_engine(sqlite_url(file))
    top, middle = first, first + structure.parts // 2
    times = []
    for call in (
        lambda session: refuse_cycle(session, middle),
        lambda session: where_used(session, middle),
        lambda session: quantities(session, top),
    ):
        with Session(engine) as session:
            session.connection()
            begin = time.perf_counter()
            call(session)
            times.append((time.perf_counter() - begin) * 1e3)
    engine.dispose()
    return WalkTimes(times[0], times[1], times[2], anchor * 1e3)


def fill_links(raw: sqlite3.Connection, structure: Structure = LARGE) -> int:
    """Put parts with one draft revision each, and links between neighbouring levels; return the top's id."""
    first = max(highest_id(raw, "part"), highest_id(raw, "part_revision")) + 1
    now = time_text(datetime.now(UTC))
    raw.execute("BEGIN IMMEDIATE")
    raw.executemany(_PART, ((first + k, f"W-{k}", f"w-{k}") for k in range(structure.parts)))
    raw.executemany(_REVISION, ((first + k, first + k, now) for k in range(structure.parts)))
    line = highest_id(raw, "bom_line")
    raw.executemany(
        _LINE,
        (
            (line + n, first + parent, str(n), n, first + child, f"{n % 9 + 1}.5")
            for n, parent, child in _links(structure)
        ),
    )
    raw.execute("COMMIT")
    return first


def _links(structure: Structure) -> Iterator[tuple[int, int, int]]:
    """Yield (number, parent, child): the top holds the second level, every other part stands below some other."""
    chance = random.Random(20_261_123)
    parts, levels = structure.parts, structure.levels
    size = (parts - 1) // (levels - 1)
    starts = [0, *(1 + level * size for level in range(levels - 1)), parts]
    number = 0
    for level in range(1, levels):
        above = range(starts[level - 1], starts[level])
        for child in range(starts[level], starts[level + 1]):
            number += 1
            yield number, chance.choice(above), child
    while number < structure.links:
        number += 1
        level = chance.randrange(1, levels - 1)
        yield (
            number,
            chance.randrange(starts[level], starts[level + 1]),
            chance.randrange(starts[level + 1], starts[level + 2]),
        )


EDGES: Final = (
    "SELECT r.part_id, l.child_part_id, l.quantity FROM bom_line l"
    " JOIN part_revision r ON r.id = l.revision_id"
)
_PART: Final = (
    "INSERT INTO part (id, number, number_key, name, name_en, kind, source, unit, material, weight, active, version)"
    " VALUES (?, ?, ?, 'bench', '', 'component', 'made', 'EA', '', NULL, 1, 1)"
)
_REVISION: Final = (
    "INSERT INTO part_revision (id, part_id, counter, customer_label, reason, material, weight, migrated, state,"
    " maturity, content_hash, created_by_id, created_at, released_at, effective_from, effective_to,"
    " superseded_by_id, version) VALUES (?, ?, 0, '', '', '', NULL, 0, 'draft', 'prototype', NULL, NULL, ?, NULL,"
    " NULL, NULL, NULL, 1)"
)
_LINE: Final = (
    "INSERT INTO bom_line (id, revision_id, find_number, position, child_part_id, pinned_revision_id, quantity,"
    " per, unit, reference, note, optional, scrap_percent) VALUES (?, ?, ?, ?, ?, NULL, ?, '1', 'EA', '', '', 0, '0')"
)
