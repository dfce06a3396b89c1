"""Refusals about documents, drawings, characteristics and balloons. Sentences only."""

from __future__ import annotations

from app.errors import RefusalKind
from app.texts import mark

DOCUMENT_EXISTS = RefusalKind(
    "document.exists",
    mark("There is already a document {number}."),
    mark("Open it, or choose another number."),
)
NOT_A_DRAFT = RefusalKind(
    "document.not_draft",
    mark("{number} revision {revision} is not a draft; its content does not change."),
    mark("Start a new revision, or withdraw the review first."),
)
DRAFT_EXISTS = RefusalKind(
    "document.draft_exists",
    mark("{number} already has an open draft, revision {revision}."),
    mark("Finish or delete that draft first."),
)
LABEL_TAKEN = RefusalKind(
    "document.label_taken",
    mark("{number} already has a revision {revision}."),
    mark("Enter the revision as it stands on the new sheet; a changed drawing needs a new one."),
)
SAME_REVISION_OTHER_FILE = RefusalKind(
    "document.other_file",
    mark("{number} revision {revision} already has another file {name} ({stored}, not {given})."),
    mark("Compare both; a changed drawing needs a new revision."),
)
NUMBER_TAKEN = RefusalKind(
    "characteristic.number_taken",
    mark("Balloon {number} exists already on this drawing."),
    mark("Choose the next free number."),
)
LIMITS_CROSSED = RefusalKind(
    "characteristic.limits",
    mark("Characteristic {number}: the lower limit {lower} is above the upper limit {upper}."),
    mark("Check the signs of the tolerances."),
)
TOLERANCE_WITHOUT_NOMINAL = RefusalKind(
    "characteristic.no_nominal",
    mark("Characteristic {number} has a tolerance but no nominal value."),
    mark("Enter the nominal value, or the limits themselves."),
)
LESS_THAN_ONE = RefusalKind(
    "characteristic.less_than_one",
    mark("Characteristic {number}: places and sample size are at least 1."),
    mark("Enter how often it stands on the drawing and how many parts are measured."),
)
OFF_PAGE = RefusalKind(
    "balloon.off_page",
    mark("The balloon does not lie on page {page}."),
    mark("Place it inside the drawing."),
)
