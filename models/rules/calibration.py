"""Whether a gauge may be used on a day, and when it falls due. Pure: the day is given, no clock is read."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from models.vocab import CalibrationResult, GaugeState

# Days before the due date on which people are warned.
WARNING_DAYS: Final = (30, 7, 1)


class GaugeCondition(StrEnum):
    """What a gauge is on a day: its state, and what its calibrations say."""

    ACTIVE = "active"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    NOT_CALIBRATED = "not_calibrated"
    OUT_OF_TOLERANCE = "out_of_tolerance"
    REPAIR = "repair"
    RETIRED = "retired"


USABLE: Final = frozenset({GaugeCondition.ACTIVE, GaugeCondition.DUE_SOON})
_SET_BY_PEOPLE: Final = {
    GaugeState.OUT_OF_TOLERANCE: GaugeCondition.OUT_OF_TOLERANCE,
    GaugeState.REPAIR: GaugeCondition.REPAIR,
    GaugeState.RETIRED: GaugeCondition.RETIRED,
}


@dataclass(frozen=True)
class CalibrationFact:
    """What the rule needs of one calibration; ``due_on`` is the last day it holds."""

    id: int
    done_on: date
    due_on: date
    result: CalibrationResult


@dataclass(frozen=True)
class GaugeFitness:
    """The answer for one gauge on one day.

    Attributes:
        calibration_id: The calibration in force on that day, if there is one.
        due_on: Last day of it.
        days_left: Days until then; negative when overdue.
    """

    condition: GaugeCondition
    calibration_id: int | None = None
    due_on: date | None = None
    days_left: int | None = None

    @property
    def usable(self) -> bool:
        """Whether a reading may be taken with it."""
        return self.condition in USABLE

    @property
    def warning(self) -> int | None:
        """Which warning holds: 30, 7 or 1 days before the due date; None while none does or it is too late."""
        if not self.usable or self.days_left is None:
            return None
        return min((days for days in WARNING_DAYS if self.days_left <= days), default=None)


def fitness(state: GaugeState, calibrations: Iterable[CalibrationFact], day: date) -> GaugeFitness:
    """Return what a gauge is on a day.

    Args:
        state: The state people set; anything but ACTIVE refuses, whatever the calibrations say.
        calibrations: All of the gauge; those after ``day`` do not count for it.
        day: Calendar day in the plant's zone.
    """
    in_force = calibration_on(calibrations, day)
    held = _SET_BY_PEOPLE.get(state)
    if in_force is None:
        return GaugeFitness(held or GaugeCondition.NOT_CALIBRATED)
    left = (in_force.due_on - day).days
    if held is not None:
        condition = held
    elif in_force.result is CalibrationResult.FAIL:
        condition = GaugeCondition.OUT_OF_TOLERANCE
    elif left < 0:
        condition = GaugeCondition.OVERDUE
    else:
        condition = GaugeCondition.DUE_SOON if left <= WARNING_DAYS[0] else GaugeCondition.ACTIVE
    return GaugeFitness(condition, in_force.id, in_force.due_on, left)


def calibration_on(calibrations: Iterable[CalibrationFact], day: date) -> CalibrationFact | None:
    """Return the calibration in force on a day: the latest done on or before it."""
    done = [entry for entry in calibrations if entry.done_on <= day]
    return max(done, key=lambda entry: (entry.done_on, entry.id), default=None)


def last_good(calibrations: Iterable[CalibrationFact], before: CalibrationFact) -> CalibrationFact | None:
    """Return the last passed calibration before a failed one; everything measured since then is suspect."""
    good = [
        entry
        for entry in calibrations
        if entry.result is CalibrationResult.PASS and (entry.done_on, entry.id) < (before.done_on, before.id)
    ]
    return max(good, key=lambda entry: (entry.done_on, entry.id), default=None)


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the month's last day where it has fewer."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
