"""What a transfer's preview says of files, rows and matches. Sentences only; what stops stands in refusals.py."""

from __future__ import annotations

from typing import Final

from app.drawings.import_remarks import RemarkKind
from app.texts import mark

# Files of the folder that are not looked at, or cannot be.
LINK: Final = RemarkKind("file.link", mark("A link to somewhere else; it is not followed."))
OFFICE_LOCK: Final = RemarkKind("file.office_lock", mark("A leftover of a program that has a file open."))
SYSTEM_FILE: Final = RemarkKind("file.system", mark("A file of the operating system, not a document."))
EMPTY: Final = RemarkKind("file.empty", mark("The file has no content (0 bytes)."))
UNREADABLE: Final = RemarkKind("file.unreadable", mark("It cannot be read: {cause}."))
NOT_A_FILE: Final = RemarkKind("file.not_a_file", mark("A device or a pipe, not a file."))
TOO_LARGE: Final = RemarkKind("file.too_large", mark("Larger than {limit} MB."))
LOCKED: Final = RemarkKind(
    "file.locked",
    mark("Locked by document security ({product}). Release the lock, then choose the folder again."),
)
PASSWORD: Final = RemarkKind("file.password", mark("Protected with a password; store a copy without one."))
NOT_WHAT_IT_SAYS: Final = RemarkKind(
    "file.not_what_it_says",
    mark("Its content is not what its ending promises; it may be locked by document security."),
)
DAMAGED: Final = RemarkKind("file.damaged", mark("Not a sound PDF: {cause}"))
SAME_NAME: Final = RemarkKind(
    "file.same_name", mark("A second file of this name, spelled otherwise on the disk.")
)
CHANGED: Final = RemarkKind("file.changed", mark("Another program is changing it while it is read."))
SAME_CONTENT: Final = RemarkKind(
    "file.same_content", mark("The same content as {other}; one of them is enough.")
)

# Rows of the register.
NO_NUMBER: Final = RemarkKind("row.no_number", mark("No number: {text}"))
REPEATED_HEADER: Final = RemarkKind("row.repeated_header", mark("The header again."))
TWICE: Final = RemarkKind("row.twice", mark("The number stands in row {first} already."))
TWICE_OTHERWISE: Final = RemarkKind(
    "row.twice_otherwise",
    mark("Row {first} says otherwise of the same number: {field} is {one} there, {other} here."),
)
OTHER_SPELLING: Final = RemarkKind(
    "row.other_spelling", mark("Written {other} in row {first}; both are the same number.")
)
TOO_MANY_REVISIONS: Final = RemarkKind(
    "row.too_many_revisions", mark("More than {limit} rows of one number; is another column the number?")
)
UNKNOWN_WORD: Final = RemarkKind(
    "row.unknown_word", mark("{field} is “{text}”, which the program does not know.")
)
BAD_DATE: Final = RemarkKind("row.bad_date", mark("“{text}” is no date; write it as 2019-05-31."))
FUTURE_DATE: Final = RemarkKind(
    "row.future_date", mark("{day} lies in the future; nothing was approved then.")
)
OLD_DATE: Final = RemarkKind("row.old_date", mark("{day} is too long ago to be meant."))
SHORT_YEAR: Final = RemarkKind("row.short_year", mark("“{text}” was read as {day}."))
BAD_WEIGHT: Final = RemarkKind("row.bad_weight", mark("The weight “{text}” is no number."))
TOO_LONG: Final = RemarkKind("row.too_long", mark("{field} has more than {limit} characters."))
EXISTS: Final = RemarkKind("row.exists", mark("{number} is in the factory already."))
EXISTS_OTHERWISE: Final = RemarkKind(
    "row.exists_otherwise", mark("The factory has it already, written {other}.")
)


# How a file was matched.
BY_NUMBER: Final = RemarkKind("match.number", mark("Number and revision as in the register."))
BY_NUMBER_ALONE: Final = RemarkKind(
    "match.number_alone", mark("Number as in the register; the name states no revision, so it is {revision}.")
)
BY_SPELLING: Final = RemarkKind(
    "match.spelling", mark("Number as in the register but for hyphens and blanks: {number}.")
)
BY_FILE_COLUMN: Final = RemarkKind("match.file_column", mark("Named by the register itself."))
BY_BEGINNING: Final = RemarkKind("match.beginning", mark("No pattern fits; the name begins with {number}."))
BY_HAND: Final = RemarkKind("match.hand", mark("Said by you."))
OLDER: Final = RemarkKind("match.older", mark("An older revision than {revision}; kept as superseded."))
NEWER: Final = RemarkKind(
    "match.newer", mark("The name says revision {named}, the register says {listed}. Which one holds?")
)
NOT_LISTED: Final = RemarkKind("match.not_listed", mark("No number of the register stands in the name."))
NO_PATTERN: Final = RemarkKind("match.no_pattern", mark("No pattern fits the name."))
SEVERAL: Final = RemarkKind(
    "match.several",
    mark("Several files of one kind for {number} revision {revision}: {others}. Leave all but one out."),
)
LEFT_BY_HAND: Final = RemarkKind("match.left", mark("Left out by you."))
SHARED_CONTENT: Final = RemarkKind(
    "match.shared_content",
    mark("The file has the same content as that of {other}; is one sheet for both meant?"),
)
DATES_AGAINST_LABELS: Final = RemarkKind(
    "row.dates_against_labels",
    mark("Revision {later} was approved before revision {earlier} by the register's dates."),
)
TAKEN_ALONE: Final = RemarkKind("match.alone", mark("Not in the register; taken as a document of its own."))

# What is missing.
NO_FILE: Final = RemarkKind("missing.file", mark("No file was found for revision {revision}."))
FILE_NOT_THERE: Final = RemarkKind(
    "missing.named", mark("The register names the file {file}, which is not there.")
)
NO_REVISION: Final = RemarkKind(
    "missing.revision", mark("The register states no revision; it is called {label}.")
)

# Gauges.
NO_GAUGE_FACT: Final = RemarkKind("gauge.no_fact", mark("{field} is missing."))
BAD_NUMBER: Final = RemarkKind("gauge.bad_number", mark("{field} is “{text}”, which is no number."))
BAD_RANGE: Final = RemarkKind(
    "gauge.bad_range", mark("The measuring range “{text}” is not understood; write 0–150.")
)
EMPTY_RANGE: Final = RemarkKind(
    "gauge.empty_range", mark("The range from {low} to {high} is the wrong way round.")
)
BAD_RESOLUTION: Final = RemarkKind("gauge.bad_resolution", mark("The resolution {text} is not above zero."))
BAD_INTERVAL: Final = RemarkKind(
    "gauge.bad_interval", mark("An interval of “{text}” is not 1 to 120 months.")
)
DUE_BEFORE: Final = RemarkKind(
    "gauge.due_before", mark("Due on {due}, which is not after the calibration on {done}.")
)
DUE_FAR: Final = RemarkKind("gauge.due_far", mark("Due on {due}, more than ten years after {done}."))
DUE_ALONE: Final = RemarkKind("gauge.due_alone", mark("A due date but no day of calibration."))
NO_CALIBRATION: Final = RemarkKind(
    "gauge.no_calibration", mark("No calibration; it is refused at work until it has one.")
)
RESULT_ASSUMED: Final = RemarkKind(
    "gauge.result_assumed", mark("The register states no result; taken as passed.")
)
OVERDUE_NOW: Final = RemarkKind("gauge.overdue_now", mark("Overdue since {due}; it is refused at work."))
GAUGE_TWICE: Final = RemarkKind(
    "gauge.twice", mark("The number stands in row {first} already; each gauge has its own.")
)
