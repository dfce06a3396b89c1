"""How long a durable reading with its audit row takes, against the same two rows by raw sqlite3 in the same run.

Rounds of both are interleaved and medians compared, because a disk is never quiet.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import statistics
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

from app.commands.bench_ground import Ground, raw_copy
from app.inspection.measurement import Measurement
from app.inspection.readings import store_reading
from app.unit_of_work import UnitOfWork
from models.audit import GENESIS
from models.inspection import Reading
from models.types import time_text
from models.vocab import EntryMode, Noun, Verdict

ROUNDS: Final = 12
PER_ROUND: Final = 40
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class ReadingTimes:
    """Milliseconds: medians over all rounds, and the slowest hundredth of ours.

    Attributes:
        ours_ms: A reading by the verb with all its checks.
        row_ms: The same row with its audit entry, without the checks.
        raw_ms: The same two rows by raw sqlite3.
    """

    ours_ms: float
    ours_p99_ms: float
    row_ms: float
    raw_ms: float


def measure_readings(
    ground: Ground, folder: Path, progress: Progress, *, rounds: int = ROUNDS
) -> ReadingTimes:
    """Store readings by the ordinary verb and by raw sqlite3, in turns.

    Args:
        ground: Where readings can be stored.
        folder: For the raw copy; on the same disk.
        progress: Called with (rounds done, total).
        rounds: How often both are timed.
    """
    raw = raw_copy(ground.factory, folder / "raw-readings.db")
    ours: list[float] = []
    rows: list[float] = []
    anchor: list[float] = []
    places = iter(ground.places)
    try:
        for number in range(rounds + 1):
            took_raw = [
                _raw_reading(raw, ground, next_id=number * PER_ROUND + k + 1) for k in range(PER_ROUND)
            ]
            took_ours = [_our_reading(ground, *next(places)) for _ in range(PER_ROUND)]
            took_rows = [_our_row(ground, *next(places)) for _ in range(PER_ROUND)]
            if number:  # the first round warms caches up
                anchor += took_raw
                ours += took_ours
                rows += took_rows
            progress(number, rounds)
    finally:
        raw.close()
    slow = statistics.quantiles(ours, n=100)[98]
    medians = [statistics.median(times) * 1e3 for times in (ours, rows, anchor)]
    return ReadingTimes(medians[0], slow * 1e3, medians[1], medians[2])


def _our_reading(ground: Ground, characteristic: int, sample: int, value: str) -> float:
    measurement = Measurement(
        event_id=uuid.uuid4(),
        mode=EntryMode.DEVICE,
        value=value,
        unit="mm",
        raw=b"01A+0040.000\r",
        gauge_id=ground.gauge,
    )
    begin = time.perf_counter()
    ground.factory.perform(
        store_reading, ground.inspection, characteristic, sample, measurement, actor=ground.crew.operator
    )
    return time.perf_counter() - begin


def _our_row(ground: Ground, characteristic: int, sample: int, value: str) -> float:
    begin = time.perf_counter()
    ground.factory.perform(_store_row, ground, characteristic, sample, value, actor=ground.crew.operator)
    return time.perf_counter() - begin


def _store_row(unit: UnitOfWork, ground: Ground, characteristic: int, sample: int, value: str) -> None:
    """Store the row of a reading as the verb does at its end."""
    reading = Reading(
        event_id=uuid.uuid4(),
        inspection_id=ground.inspection,
        characteristic_id=characteristic,
        sample=sample,
        value=Decimal(value),
        attribute="",
        unit="mm",
        raw=b"01A+0040.000\r",
        raw_facts={},
        mode=EntryMode.DEVICE,
        verdict=Verdict.OK,
        gauge_id=ground.gauge,
        calibration_id=None,
        operator_id=unit.actor.user_id,
        station_id=None,
        measured_at=unit.now,
        stored_at=unit.now,
        work_day=unit.now.date(),
        corrects_id=None,
        undone=False,
        reason="",
    )
    unit.session.add(reading)
    unit.session.flush()
    unit.record("reading_stored", Noun.READING, reading.id)


def _raw_reading(raw: sqlite3.Connection, ground: Ground, next_id: int) -> float:
    """Write one reading and one chained audit row of the same columns, and commit."""
    characteristic, sample, value = ground.places[next_id]
    begin = time.perf_counter()
    now = time_text(datetime.now(UTC))
    raw.execute("BEGIN IMMEDIATE")
    last = raw.execute("SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1").fetchone() or (
        0,
        GENESIS,
    )
    row = {
        "id": next_id,
        "event_id": str(uuid.uuid4()),
        "inspection_id": ground.inspection,
        "characteristic_id": characteristic,
        "sample": sample,
        "value": value,
        "attribute": "",
        "unit": "mm",
        "raw": b"01A+0040.000\r",
        "raw_facts": "{}",
        "mode": "device",
        "verdict": "ok",
        "gauge_id": ground.gauge,
        "calibration_id": None,
        "operator_id": ground.crew.operator.user_id,
        "station_id": None,
        "measured_at": now,
        "stored_at": now,
        "work_day": now[:10],
        "corrects_id": None,
        "undone": 0,
        "reason": "",
    }
    raw.execute(_READING, row)
    facts = {name: entry.hex() if isinstance(entry, bytes) else entry for name, entry in row.items()}
    payload = json.dumps(
        {"changes": [["reading", "add", [next_id], facts]]}, sort_keys=True, ensure_ascii=False
    )
    hashed = hashlib.sha256(f"{last[0] + 1}|{now}|{payload}|{last[1]}".encode()).hexdigest()
    raw.execute(_AUDIT, (last[0] + 1, now, ground.crew.operator.user_id, next_id, payload, last[1], hashed))
    raw.execute("COMMIT")
    return time.perf_counter() - begin


_READING: Final = (
    "INSERT INTO reading (id, event_id, inspection_id, characteristic_id, sample, value, attribute, unit, raw,"
    " raw_facts, mode, verdict, gauge_id, calibration_id, operator_id, station_id, measured_at, stored_at,"
    " work_day, corrects_id, undone, reason) VALUES (:id, :event_id, :inspection_id, :characteristic_id, :sample,"
    " :value, :attribute, :unit, :raw, :raw_facts, :mode, :verdict, :gauge_id, :calibration_id, :operator_id,"
    " :station_id, :measured_at, :stored_at, :work_day, :corrects_id, :undone, :reason)"
)
_AUDIT: Final = (
    "INSERT INTO audit_entry (seq, at, clock_back, user_id, actor, station, action, noun, entity_id, payload, alg,"
    " prev, hash) VALUES (?, ?, 0, ?, 'bench', '', 'reading_stored', 'reading', ?, ?, 1, ?, ?)"
)
