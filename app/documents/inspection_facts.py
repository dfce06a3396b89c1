"""What the results sheet needs of an inspection beyond its sheet: readings, calibrations, nonconformances.

Reads only, all rows at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.documents.source import DocumentSource
from app.inspection.current import holding
from models.gauge import Calibration, Gauge
from models.inspection import Reading
from models.nonconformance import Nonconformance, NonconformanceReading
from models.person import User


@dataclass(frozen=True)
class ReadingFacts:
    """One reading as it is listed; ``holds`` is false once it was replaced or taken back."""

    row: Reading
    operator: str
    gauge: str
    holds: bool
    ended_by: Reading | None


@dataclass(frozen=True)
class UsedGauge:
    """A gauge with the calibration that its readings name."""

    gauge: Gauge
    calibration: Calibration | None


@dataclass(frozen=True)
class InspectionFacts:
    """Everything measured in one inspection.

    Attributes:
        readings: In the order they were stored, without the rows that only take one back.
        gauges: Used gauges by number, each with the calibrations its readings name.
        nonconformances: Numbers by characteristic id.
    """

    readings: tuple[ReadingFacts, ...]
    gauges: tuple[UsedGauge, ...]
    nonconformances: dict[int, tuple[str, ...]]

    def gauges_of(self, characteristic_id: int) -> str:
        """Return the numbers of the gauges whose readings of a characteristic hold."""
        numbers = [
            entry.gauge
            for entry in self.readings
            if entry.holds and entry.gauge and entry.row.characteristic_id == characteristic_id
        ]
        return ", ".join(dict.fromkeys(numbers))


def inspection_facts(source: DocumentSource, inspection_id: int) -> InspectionFacts:
    """Return all readings of an inspection with their gauges, calibrations and nonconformances."""
    session = source.session
    rows = session.scalars(
        select(Reading).where(Reading.inspection_id == inspection_id).order_by(Reading.id)
    ).all()
    held = {row.id for row in holding(rows)}
    ended: dict[int, Reading] = {row.corrects_id: row for row in rows if row.corrects_id is not None}
    gauges = _by_id(session.scalars(select(Gauge).where(Gauge.id.in_({row.gauge_id for row in rows}))))
    people = dict(session.execute(select(User.id, User.name)).all())
    readings = tuple(
        ReadingFacts(
            row,
            people.get(row.operator_id, ""),
            "" if row.gauge_id is None else gauges[row.gauge_id].number,
            row.id in held,
            None if row.id in held else ended.get(row.id),
        )
        for row in rows
        if not row.undone
    )
    return InspectionFacts(readings, _used(source, readings, gauges), _nonconformances(source, rows))


def _by_id(rows: Any) -> dict[int, Any]:
    return {row.id: row for row in rows}


def _used(
    source: DocumentSource, readings: tuple[ReadingFacts, ...], gauges: dict[int, Gauge]
) -> tuple[UsedGauge, ...]:
    pairs = {(entry.row.gauge_id, entry.row.calibration_id) for entry in readings if entry.row.gauge_id}
    wanted = {calibration for _, calibration in pairs if calibration is not None}
    found = _by_id(source.session.scalars(select(Calibration).where(Calibration.id.in_(wanted))))
    used = [
        UsedGauge(gauges[gauge_id], None if calibration_id is None else found[calibration_id])
        for gauge_id, calibration_id in pairs
        if gauge_id is not None
    ]
    return tuple(
        sorted(used, key=lambda one: (one.gauge.number, one.calibration.id if one.calibration else 0))
    )


def _nonconformances(source: DocumentSource, rows: Any) -> dict[int, tuple[str, ...]]:
    places = {row.id: row.characteristic_id for row in rows}
    query = (
        select(Nonconformance.number, NonconformanceReading.reading_id)
        .join(NonconformanceReading, NonconformanceReading.nonconformance_id == Nonconformance.id)
        .where(NonconformanceReading.reading_id.in_(places))
        .order_by(Nonconformance.id, NonconformanceReading.reading_id)
    )
    found: dict[int, tuple[str, ...]] = {}
    for number, reading_id in source.session.execute(query):
        known = found.get(places[reading_id], ())
        if number not in known:
            found[places[reading_id]] = (*known, number)
    return found
