"""What a preview of a plan says about rows it skips and rows a person should look at; only declarations."""

from __future__ import annotations

from typing import Final

from app.drawings.import_remarks import RemarkKind
from app.texts import mark
from models.rules.specification import SpecificationDoubt

REPEATED_HEADER: Final = RemarkKind("plan.repeated_header", mark("The header again."))
HEADING: Final = RemarkKind("plan.heading", mark("A heading or a note, not a characteristic: {text}."))
ANOTHER_TABLE: Final = RemarkKind(
    "plan.another_table", mark("Belongs to another table below this one: {text}.")
)
NO_NUMBER: Final = RemarkKind("plan.no_number", mark("No balloon number: {text}."))
NO_REQUIREMENT: Final = RemarkKind(
    "plan.no_requirement", mark("Neither a specification nor limits nor a characteristic: {text}.")
)

NO_NUMBER_COLUMN: Final = RemarkKind(
    "plan.no_number_column", mark("No column holds balloon numbers; the rows are numbered from 1.")
)
NO_LIMITS: Final = RemarkKind(
    "plan.no_limits",
    mark("Rows {rows} have no tolerance and no limits; they can not be judged until they have."),
)
NUMBER_UNREAD: Final = RemarkKind(
    "plan.number_unread", mark("In rows {rows} a tolerance or limit is not a number and was not read.")
)
CONTRADICTION: Final = RemarkKind(
    "plan.contradiction",
    mark("In rows {rows} the specification text and the number columns differ; the columns were read."),
)
LIMITS_REVERSED: Final = RemarkKind(
    "plan.limits_reversed", mark("In rows {rows} the lower limit is above the upper limit.")
)
UNSIGNED: Final = RemarkKind(
    "plan.unsigned",
    mark("In rows {rows} the lower deviation has no sign and may be plus or minus; it was not read."),
)
READ_AS_MINUS: Final = RemarkKind(
    "plan.read_as_minus", mark("In rows {rows} the lower deviation has no sign; it was read as minus.")
)
ONE_SIDED: Final = RemarkKind(
    "plan.one_sided", mark("In rows {rows} only one deviation is given; there is a limit on that side only.")
)
PLACES_UNREAD: Final = RemarkKind(
    "plan.places_unread", mark("In rows {rows} the number of places was not read.")
)
SAMPLING_UNREAD: Final = RemarkKind(
    "plan.sampling_unread",
    mark("In rows {rows} the sample size is not a count; it was put before the frequency."),
)
DUPLICATE_NUMBER: Final = RemarkKind(
    "plan.duplicate_number", mark("Balloon {number} stands more than once: rows {rows}.")
)

DOUBTS: Final = {
    SpecificationDoubt.COMMA_AS_POINT: RemarkKind(
        "plan.comma_as_point", mark("In rows {rows} a comma was read as the decimal point.")
    ),
    SpecificationDoubt.AMBIGUOUS_COMMA: RemarkKind(
        "plan.ambiguous_comma",
        mark("In rows {rows} a comma may be a decimal point or a thousands sign; the numbers were not read."),
    ),
    SpecificationDoubt.FIT_WITHOUT_TABLE: RemarkKind(
        "plan.fit_without_table",
        mark("In rows {rows} a fit class stands without its deviations; the limits stay empty."),
    ),
    SpecificationDoubt.NO_TOLERANCE: RemarkKind("plan.no_tolerance", mark("Rows {rows} have no tolerance.")),
    SpecificationDoubt.REFERENCE: RemarkKind(
        "plan.reference", mark("Rows {rows} are reference dimensions; they have no limits.")
    ),
    SpecificationDoubt.BASIC: RemarkKind(
        "plan.basic", mark("Rows {rows} are basic dimensions; their limits stand in a geometric tolerance.")
    ),
    SpecificationDoubt.BONUS_TOLERANCE: RemarkKind(
        "plan.bonus_tolerance",
        mark("In rows {rows} a bonus tolerance applies; the limit is the zone without bonus."),
    ),
    SpecificationDoubt.UNREAD_TEXT: RemarkKind(
        "plan.unread_text", mark("In rows {rows} part of the specification text was not read.")
    ),
    SpecificationDoubt.NOT_READ: RemarkKind(
        "plan.not_read", mark("In rows {rows} the specification is text that holds no limits.")
    ),
    SpecificationDoubt.REVERSED: RemarkKind(
        "plan.reversed", mark("In rows {rows} the lower deviation stands first; they were put in order.")
    ),
}
