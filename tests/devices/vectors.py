"""Reads the gauge vectors that travel with the tests; judges nothing."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from devices.driver import Driver
from devices.events import Event, Now
from devices.qualification import driver_for, record_of

VECTORS = Path(__file__).resolve().parent.parent / "data" / "vectors" / "gauges.csv"
START = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def moment(seconds: float) -> Now:
    """A moment so many seconds after the start of a test, on both clocks."""
    return Now(START, seconds)


@dataclass(frozen=True)
class Vector:
    """One row of gauges.csv."""

    id: str
    family: str
    device: str
    kind: str
    frame: bytes
    expected: list[dict[str, object]]
    rest: bytes

    def driver(self) -> Driver:
        """A fresh driver for this row."""
        return driver_for(self.family, self.device)


def gauge_vectors() -> list[Vector]:
    """All rows, in file order."""
    with VECTORS.open(encoding="utf-8", newline="") as file:
        return [
            Vector(
                row["id"],
                row["family"],
                row["device"],
                row["kind"],
                (
                    row["frame_hex"].encode("ascii")
                    if row["encoding"] == "digimatic_nibbles"
                    else bytes.fromhex(row["frame_hex"])
                ),
                json.loads(row["expected"]),
                bytes.fromhex(row["rest_hex"]),
            )
            for row in csv.DictReader(file)
        ]


def records(events: list[Event]) -> list[dict[str, object]]:
    """Events in the words of the vectors."""
    return [record_of(each) for each in events]
