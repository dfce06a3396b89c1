"""Refusals about gauges and calibrations. Sentences only."""

from __future__ import annotations

from typing import Final

from app.errors import RefusalKind
from app.texts import mark
from models.rules.calibration import GaugeCondition

WRONG_RANGE = RefusalKind(
    "gauges.wrong_range",
    mark("The measuring range of {number} from {low} to {high} is empty or the wrong way round."),
    mark("Type the smallest value first, then the largest."),
)
WRONG_RESOLUTION = RefusalKind(
    "gauges.wrong_resolution",
    mark("The resolution {resolution} of {number} is not above zero."),
    mark("Type the smallest step that the gauge shows, such as 0.001."),
)
WRONG_INTERVAL = RefusalKind(
    "gauges.wrong_interval",
    mark("A calibration interval of {months} {months:month|months} is not possible."),
    mark("Type a number of months from 1 to 120."),
)
FUTURE_CALIBRATION = RefusalKind(
    "gauges.future_calibration",
    mark("The calibration of {number} is dated {day}, which lies in the future."),
    mark("Type the day on which the calibration was done."),
)
WRONG_DUE_DATE = RefusalKind(
    "gauges.wrong_due_date",
    mark("The due date {due} of {number} does not lie after the calibration on {day}."),
    mark("Type a later due date, or leave it empty to use the interval."),
)
RETIRED_FOR_GOOD = RefusalKind(
    "gauges.retired_for_good",
    mark("The gauge {number} is retired."),
    mark("Register the gauge under a new number if it is used again."),
)
OVERDUE = RefusalKind(
    "gauges.overdue",
    mark("The calibration of the gauge {number} ended on {due}."),
    mark("Measure again with {alternative}, which is in calibration."),
)
OVERDUE_NO_OTHER = RefusalKind(
    "gauges.overdue_no_other",
    mark("The calibration of the gauge {number} ended on {due}."),
    mark("No other suitable gauge is in calibration; ask the quality department."),
)
OUT_OF_TOLERANCE = RefusalKind(
    "gauges.out_of_tolerance",
    mark("The gauge {number} was found out of tolerance."),
    mark("Measure again with {alternative}, which is in calibration."),
)
OUT_OF_TOLERANCE_NO_OTHER = RefusalKind(
    "gauges.out_of_tolerance_no_other",
    mark("The gauge {number} was found out of tolerance."),
    mark("No other suitable gauge is in calibration; ask the quality department."),
)
NOT_CALIBRATED = RefusalKind(
    "gauges.not_calibrated",
    mark("The gauge {number} had no calibration on {day}."),
    mark("Measure again with {alternative}, which is in calibration."),
)
NOT_CALIBRATED_NO_OTHER = RefusalKind(
    "gauges.not_calibrated_no_other",
    mark("The gauge {number} had no calibration on {day}."),
    mark("No other suitable gauge is in calibration; ask the quality department."),
)
IN_REPAIR = RefusalKind(
    "gauges.in_repair",
    mark("The gauge {number} is in repair."),
    mark("Measure again with {alternative}, which is in calibration."),
)
IN_REPAIR_NO_OTHER = RefusalKind(
    "gauges.in_repair_no_other",
    mark("The gauge {number} is in repair."),
    mark("No other suitable gauge is in calibration; ask the quality department."),
)
RETIRED = RefusalKind(
    "gauges.retired",
    mark("The gauge {number} is retired."),
    mark("Measure again with {alternative}, which is in calibration."),
)
RETIRED_NO_OTHER = RefusalKind(
    "gauges.retired_no_other",
    mark("The gauge {number} is retired."),
    mark("No other suitable gauge is in calibration; ask the quality department."),
)

# Per condition: the refusal that names another gauge, and the one where there is none.
UNUSABLE: Final = {
    GaugeCondition.OVERDUE: (OVERDUE, OVERDUE_NO_OTHER),
    GaugeCondition.OUT_OF_TOLERANCE: (OUT_OF_TOLERANCE, OUT_OF_TOLERANCE_NO_OTHER),
    GaugeCondition.NOT_CALIBRATED: (NOT_CALIBRATED, NOT_CALIBRATED_NO_OTHER),
    GaugeCondition.REPAIR: (IN_REPAIR, IN_REPAIR_NO_OTHER),
    GaugeCondition.RETIRED: (RETIRED, RETIRED_NO_OTHER),
}
