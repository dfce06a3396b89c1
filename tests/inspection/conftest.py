"""A shop floor with an open inspection, for the tests of readings; asserts nothing."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from app.inspection.inspections import open_inspection
from app.inspection.measurement import Measurement, StoredReading
from app.inspection.readings import store_reading
from models.vocab import EntryMode, InspectionKind
from tests.production.floor import Floor


@dataclass(frozen=True)
class Bench:
    """An open inspection on the floor."""

    floor: Floor
    inspection_id: int

    def store(self, balloon: str, sample: int, measurement: Measurement, **facts: Any) -> StoredReading:
        """Store a measurement at a place as the operator."""
        result: StoredReading = self.floor.do(
            store_reading, self.inspection_id, self.floor.balloons[balloon], sample, measurement, **facts
        )
        return result

    def device(self, value: str, **facts: Any) -> Measurement:
        """A value from the micrometer."""
        given = {
            "event_id": uuid.uuid4(),
            "mode": EntryMode.DEVICE,
            "value": value,
            "raw": b"01A+" + value.encode() + b"\r",
            "gauge_id": self.floor.gauge_id,
            "station_id": self.floor.station_id,
        }
        return Measurement(**{**given, **facts})


@pytest.fixture
def bench(floor: Floor) -> Bench:
    """A first-piece inspection by the plan: two samples of balloon 1, one of 2 and 3."""
    return Bench(floor, floor.do(open_inspection, kind=InspectionKind.FIRST_PIECE, lot_id=floor.lot_id))


@pytest.fixture
def judged() -> Callable[[str], Measurement]:
    """Makes the judgement OK or NG of a person."""
    return lambda word: Measurement(uuid.uuid4(), EntryMode.KEYED, attribute=word)
