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
CHECKED_OUT = RefusalKind(
    "document.checked_out",
    mark("{name} has {number} revision {revision} checked out since {since} (on {host}, {folder})."),
    mark("Ask for it to be checked in; an administrator can take the check-out off."),
)
NOT_YOURS = RefusalKind(
    "document.not_your_check_out",
    mark("This check-out of {number} is not yours, or it has ended."),
    mark("Open the drawing and look who has it."),
)
WORK_FILE_MISSING = RefusalKind(
    "document.work_file_missing",
    mark("{name} is not in the work folder {folder} any more, or cannot be read ({reason})."),
    mark("Put it back, or give the drawing back without changes."),
)
FOLDER_UNUSABLE = RefusalKind(
    "document.work_folder",
    mark("Nothing can be written to the work folder {folder} ({reason})."),
    mark("Choose another folder, or make room."),
)
NOT_IN_FORCE = RefusalKind(
    "document.not_in_force",
    mark("{number} revision {revision} is neither released nor superseded."),
    mark("A draft is deleted or changed; only what was released becomes obsolete."),
)
DOCUMENT_OPEN_DRAFT = RefusalKind(
    "document.open_draft",
    mark("{number} has the open draft {revision}, which will supersede this revision."),
    mark("Release the draft, or give it up first."),
)
DOCUMENT_STILL_USED = RefusalKind(
    "document.still_used",
    mark("{number} is still used by {users}."),
    mark("Confirm that these will name an obsolete drawing, or give them another one first."),
)
NOT_RELEASED = RefusalKind(
    "distribution.not_released",
    mark("{number} revision {revision} is not released; controlled copies are issued of what is in force."),
    mark("Release it first, or print an uncontrolled copy."),
)
COPY_ENDED = RefusalKind(
    "distribution.ended",
    mark("Copy {copy} of {number} revision {revision} has already come back or been destroyed."),
    mark("Look into the distribution ledger."),
)
COPY_UNKNOWN = RefusalKind(
    "distribution.unknown",
    mark("This code belongs to no controlled copy of this factory."),
    mark("Check that the paper is one of yours; an uncontrolled print is simply destroyed."),
)
MARKUP_EMPTY = RefusalKind(
    "markup.empty",
    mark("Nothing is drawn."),
    mark("Drag over the page; a note needs its text."),
)
NOTHING_TO_COPY = RefusalKind(
    "distribution.nothing_to_copy",
    mark("{number} revision {revision} has no file that the program can show and stamp."),
    mark("Attach a PDF or DXF of the drawing; other files leave by Open outside."),
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
