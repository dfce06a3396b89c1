"""Pieces of the bench: durable readings, an import, walks over a BOM, the check of the chain, the demo's stages."""

from __future__ import annotations

import hashlib
import time
from typing import Final

from app.audit_trail import check_trail
from app.commands.bench_figure import Figure, Measuring, Piece
from app.commands.bench_ground import ground_of, raw_copy
from app.commands.bench_readings import ROUNDS, measure_readings
from app.commands.bench_structure import LARGE, ROWS, SMALL, measure_import, measure_walks
from app.demo.run import STAGES
from app.snapshot import snapshot
from app.texts import mark

READING_GOAL: Final = 3.0


def _readings(measuring: Measuring) -> list[Figure]:
    with ground_of(measuring) as (ground, folder):
        progress = measuring.console.progress(mark("Readings"))
        times = measure_readings(ground, folder, progress, rounds=measuring.count(ROUNDS, 3))
    return [
        Figure("reading", _READING, times.ours_ms, "ms", times.raw_ms, READING_GOAL),
        Figure("reading_p99", mark("The slowest of 100 readings"), times.ours_p99_ms, "ms"),
        Figure("row", _ROW, times.row_ms, "ms", times.raw_ms),
    ]


def _import(measuring: Measuring) -> list[Figure]:
    rows = measuring.count(ROWS, 500)
    with ground_of(measuring) as (ground, folder):
        times = measure_import(ground, folder, rows)
    return [
        Figure("import_reading", mark("{count} BOM rows read from a file"), times.reading_s, "s", count=rows),
        Figure("import", _IMPORT, times.ours_s, "s", times.raw_s, count=rows),
    ]


def _walks(measuring: Measuring) -> list[Figure]:
    structure = SMALL if measuring.quick else LARGE
    with ground_of(measuring) as (ground, folder):
        times = measure_walks(ground, folder, structure)
    raw = times.raw_links_ms
    return [
        Figure("cycle_check", _CYCLES, times.cycle_check_ms, "ms", raw, count=structure.links),
        Figure("where_used", _WHERE_USED, times.where_used_ms, "ms", raw, count=structure.links),
        Figure("explode", _EXPLODE, times.explode_ms, "ms", raw, count=structure.links),
    ]


def _verification(measuring: Measuring) -> list[Figure]:
    with ground_of(measuring) as (ground, folder):
        progress = measuring.console.progress(mark("Readings"))
        measure_readings(ground, folder, progress, rounds=measuring.count(ROUNDS, 3))
        raw = raw_copy(ground.factory, folder / "verify.db")
        begin = time.perf_counter()
        for row in raw.execute("SELECT * FROM audit_entry ORDER BY seq"):
            hashlib.sha256("|".join(map(str, row)).encode()).hexdigest()
        anchor = time.perf_counter() - begin
        raw.close()
        with snapshot(ground.factory) as session:
            begin = time.perf_counter()
            report = check_trail(session, progress=measuring.console.progress(mark("Audit entries")))
            took = time.perf_counter() - begin
    return [Figure("verify", _VERIFY, took, "s", anchor, count=report.entries + report.rows)]


def _demo(measuring: Measuring) -> list[Figure]:
    took = measuring.demo().seconds
    return [Figure(f"demo_{name}", STAGES[name], seconds, "s") for name, seconds in took.items()]


_READING: Final = mark("A reading with all its checks and its audit entry, durable")
_ROW: Final = mark("A row with its audit entry, without the checks of a reading")
_IMPORT: Final = mark("{count} BOM rows written with parts and audit")
_CYCLES: Final = mark("Cycle check in {count} links")
_WHERE_USED: Final = mark("Where-used in {count} links")
_EXPLODE: Final = mark("Quantities of all parts over {count} links")
_VERIFY: Final = mark("Chain and rows verified, {count} in all")
PIECES: Final = (
    Piece("readings", mark("Measuring durable readings"), _readings),
    Piece("import", mark("Measuring an import"), _import),
    Piece("walks", mark("Measuring walks over a BOM"), _walks),
    Piece("verify", mark("Measuring the check of the chain"), _verification),
    Piece("demo", mark("Measuring the demo"), _demo),
)
