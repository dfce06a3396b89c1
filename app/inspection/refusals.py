"""Refusals about inspections and readings. Sentences only."""

from __future__ import annotations

from app.errors import RefusalKind
from app.texts import mark

NO_DRAWING = RefusalKind(
    "inspection.no_drawing",
    mark("{part} has no released drawing with characteristics."),
    mark("Release the drawing with its balloons, then open the inspection."),
)
DRAWING_OUTDATED = RefusalKind(
    "inspection.drawing_outdated",
    mark("Revision {revision} of the drawing {drawing} is not the released one."),
    mark("Give the order the released revision, then inspect by that."),
)
DRAWING_OF_OTHER_PART = RefusalKind(
    "inspection.drawing_of_other_part",
    mark("The drawing {drawing} does not belong to {part} as it was released."),
    mark("Choose a drawing of this part."),
)
LOT_OF_OTHER_ORDER = RefusalKind(
    "inspection.lot_of_other_order",
    mark("The lot {lot} does not belong to the order {order}."),
    mark("Scan the order and the lot that lie in front of you again."),
)
WRONG_SAMPLE_SIZE = RefusalKind(
    "inspection.wrong_sample_size",
    mark("An inspection of {size} {size:sample|samples} is not possible."),
    mark("Type a number from 1 to {limit}."),
)
FINISHED = RefusalKind(
    "inspection.finished",
    mark("The inspection {inspection} is finished."),
    mark("Open a further inspection; what is finished stays as it is."),
)
OTHER_DRAWING = RefusalKind(
    "inspection.other_drawing",
    mark("This characteristic is not on the drawing that the inspection {inspection} goes by."),
    mark("Choose a balloon of that drawing."),
)
NO_SUCH_SAMPLE = RefusalKind(
    "inspection.no_such_sample",
    mark("The inspection {inspection} has no sample {sample}; it has {size}."),
    mark("Choose one of its samples."),
)
ALREADY_MEASURED = RefusalKind(
    "inspection.already_measured",
    mark("Balloon {balloon} on sample {sample} is measured already."),
    mark("Undo it, measure it again with the command REPEAT, or correct it with a reason."),
)
NOT_THAT_READING = RefusalKind(
    "inspection.not_that_reading",
    mark(
        "The reading that is to be replaced is not the one that holds for balloon {balloon} on sample {sample}."
    ),
    mark("Look at the sheet again; somebody else replaced it."),
)
FUTURE_READING = RefusalKind(
    "inspection.future_reading",
    mark("A reading at {at} lies in the future."),
    mark("Check the clock of this PC."),
)
LATE_ENTRY = RefusalKind(
    "inspection.late_entry",
    mark("A value measured at {at} is entered late."),
    mark("Enter it as a late entry with the reason."),
)
VALUE_OR_JUDGEMENT = RefusalKind(
    "inspection.value_or_judgement",
    mark("Balloon {balloon} needs either a value or the judgement OK or NG."),
    mark("Measure it, or judge it by OK or NG."),
)
NEEDS_GAUGE = RefusalKind(
    "inspection.needs_gauge",
    mark("No gauge is named for balloon {balloon}."),
    mark("Scan the label of the gauge you measure with, then measure."),
)
WRONG_UNIT = RefusalKind(
    "inspection.wrong_unit",
    mark("The gauge {gauge} sent {measured} {unit}, but balloon {balloon} is drawn in {wanted}."),
    mark("Switch the gauge to {wanted} and measure again; values are never converted."),
)
OUTSIDE_GAUGE_RANGE = RefusalKind(
    "inspection.outside_gauge_range",
    mark("{measured} {unit} lies outside what the gauge {gauge} can measure ({low} to {high})."),
    mark("Check the gauge's zero and that it is the right one, then measure again."),
)
NOT_PLAUSIBLE = RefusalKind(
    "inspection.not_plausible",
    mark("{measured} {unit} is far from anything balloon {balloon} can be ({specification})."),
    mark(
        "Check the balloon, the unit and the zero, then measure again; the same value twice is taken as it is."
    ),
)
UNSTABLE = RefusalKind(
    "inspection.unstable",
    mark("The gauge {gauge} says that {measured} {unit} is not stable yet."),
    mark("Wait until it rests, then measure again."),
)
NOT_A_NUMBER = RefusalKind(
    "inspection.not_a_number",
    mark("“{text}” is not one number."),
    mark("Type the value alone, such as 40.021."),
)
AMBIGUOUS_COMMA = RefusalKind(
    "inspection.ambiguous_comma",
    mark("The comma in “{text}” could separate thousands or decimals."),
    mark("Type the value with a point, such as 1.250, or without a comma, such as 1250."),
)
NOTHING_TO_UNDO = RefusalKind(
    "inspection.nothing_to_undo",
    mark("The inspection {inspection} has no reading left to take back."),
    mark("Measure the next balloon."),
)
ALREADY_REPLACED = RefusalKind(
    "inspection.already_replaced",
    mark("This reading was already corrected or taken back."),
    mark("Correct the reading that replaced it."),
)
NOT_FAILED = RefusalKind(
    "inspection.not_failed",
    mark("The inspection {inspection} did not fail, so there is nothing to concede."),
    mark("A concession is asked for only where a value is out of tolerance."),
)
CONCESSION_UNCOVERED = RefusalKind(
    "inspection.concession_uncovered",
    mark("No concession in force covers what is out of tolerance in {inspection}: balloon {balloons}."),
    mark("Ask for a concession for these balloons, or decide on the lot otherwise."),
)
CONCESSION_UNSIGNED = RefusalKind(
    "inspection.concession_unsigned",
    mark(
        "Balloon {balloon} is a special characteristic; the concession {concession} lacks the customer's approval."
    ),
    mark("Ask for a concession with the customer's approval number and file."),
)
