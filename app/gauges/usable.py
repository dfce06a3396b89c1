"""Whether a gauge may be used on a day, and which other one could be used instead. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.gauges.calibrations import calibration_facts, facts_by_gauge
from app.gauges.gauges import find_gauge
from app.gauges.refusals import UNUSABLE
from models.gauge import Gauge
from models.rules.calibration import GaugeFitness, fitness
from models.rules.verdict import Limits, same_unit
from models.vocab import GaugeState


@dataclass(frozen=True)
class UsableGauge:
    """A gauge that may be used on the day asked about."""

    gauge: Gauge
    fitness: GaugeFitness

    @property
    def calibration_id(self) -> int:
        """The calibration in force; a usable gauge has one."""
        assert self.fitness.calibration_id is not None
        return self.fitness.calibration_id


def usable_gauge(session: Session, gauge_id: int, *, day: date, needed: Limits | None = None) -> UsableGauge:
    """Return a gauge with its calibration in force, or refuse it and name one to use instead.

    Args:
        session: Open session.
        gauge_id: The gauge.
        day: Calendar day of the measurement in the plant's zone.
        needed: Limits to be measured, in the gauge's unit; a gauge named instead covers them.

    Raises:
        PartproofError: overdue, out of tolerance, in repair, retired or not calibrated on that day.
    """
    gauge = find_gauge(session, gauge_id)
    found = fitness(gauge.state, calibration_facts(session, gauge_id), day)
    if found.usable:
        return UsableGauge(gauge, found)
    others = alternatives(session, gauge, day=day, needed=needed)
    facts = {
        "number": gauge.number,
        "due": found.due_on.isoformat() if found.due_on is not None else "",
        "day": day.isoformat(),
    }
    with_other, alone = UNUSABLE[found.condition]
    raise with_other(**facts, alternative=others[0].gauge.number) if others else alone(**facts)


def alternatives(
    session: Session, gauge: Gauge, *, day: date, needed: Limits | None = None
) -> tuple[UsableGauge, ...]:
    """Return the gauges that could stand in for one: kind, unit, range and resolution fit, calibration in force.

    The one whose calibration holds longest comes first.
    """
    query = select(Gauge).where(Gauge.state == GaugeState.ACTIVE, Gauge.id != gauge.id)
    candidates = [other for other in session.scalars(query) if _could_replace(other, gauge, needed)]
    facts = facts_by_gauge(session, [other.id for other in candidates])
    judged = [UsableGauge(other, fitness(other.state, facts.get(other.id, ()), day)) for other in candidates]
    return tuple(
        sorted(
            (entry for entry in judged if entry.fitness.usable),
            key=lambda entry: (-(entry.fitness.days_left or 0), entry.gauge.number),
        )
    )


def _could_replace(other: Gauge, gauge: Gauge, needed: Limits | None) -> bool:
    if other.kind.casefold() != gauge.kind.casefold() or not same_unit(other.unit, gauge.unit):
        return False
    if other.resolution > gauge.resolution:
        return False
    if needed is None or not needed.judged:
        return other.range_low <= gauge.range_low and gauge.range_high <= other.range_high
    values = [limit for limit in (needed.lower, needed.upper) if limit is not None]
    return all(other.range_low <= value <= other.range_high for value in values)
