"""Refusals about parts, revisions and customers. Sentences only."""

from __future__ import annotations

from app.errors import RefusalKind
from app.texts import mark

PART_EXISTS = RefusalKind(
    "part.exists",
    mark("There is already a part {number}."),
    mark("Open it, or choose another number."),
)
NOT_A_DRAFT = RefusalKind(
    "part.not_draft",
    mark("{number} revision {revision} is not a draft; its content does not change."),
    mark("Start a new revision, or withdraw the review first."),
)
DRAFT_EXISTS = RefusalKind(
    "part.draft_exists",
    mark("{number} already has an open draft, revision {revision}."),
    mark("Finish or delete that draft first."),
)
IN_ORDER = RefusalKind(
    "part.in_order",
    mark("{item} is an item of the open change order {number}."),
    mark("Take it out of that change order first."),
)
INACTIVE_PART = RefusalKind(
    "part.inactive",
    mark("{number} is out of use."),
    mark("Choose another part, or put it into use again."),
)
EVER_RELEASED = RefusalKind(
    "part.ever_released",
    mark("{number} was released before and cannot be deleted."),
    mark("Mark it obsolete instead."),
)
NUMBER_MASK = RefusalKind(
    "part.number_mask",
    mark("{number} does not look like {mask}, as numbers of this kind do."),
    mark("Correct the number, leave it empty to get the next one, or change the numbering scheme."),
)
MASK_WRONG = RefusalKind(
    "part.mask",
    mark("The mask {mask} puts no numbers in order."),
    mark("Use # for a digit and A for a letter; other signs stand for themselves."),
)
EFFECTIVE_PAST = RefusalKind(
    "part.effective_past",
    mark("{day} is past; what was in force then cannot change any more."),
    mark("Choose today or a later day."),
)
EFFECTIVITY_OVERLAP = RefusalKind(
    "part.effectivity_overlap",
    mark("{number} already has revision {revision} in force for {scope}."),
    mark("End that one first, or choose another scope."),
)
LOT_NOT_COUNTED = RefusalKind(
    "part.lot_not_counted",
    mark("The lot {lot} does not fit the mask {mask}, so it cannot stand in a range."),
    mark("Correct it, or name such lots one by one."),
)
LOT_ORDER = RefusalKind(
    "part.lot_order",
    mark("The range of lots ends with {last} before it begins with {first}."),
    mark("Exchange them."),
)
LOT_MASK = RefusalKind(
    "part.lot_mask",
    mark("The lots of {number} are counted by the mask {mask}."),
    mark("Use the same mask for every range of this part."),
)
NOT_IN_FORCE = RefusalKind(
    "part.not_released",
    mark("{number} revision {revision} is not released and cannot be put in force."),
    mark("Release it first."),
)
STILL_USED = RefusalKind(
    "part.still_used",
    mark("{number} is still used by {users}."),
    mark("Confirm that these will contain an obsolete part, or replace it there first."),
)
OPEN_DRAFT = RefusalKind(
    "part.open_draft",
    mark("{number} has an open draft, revision {revision}."),
    mark("Finish or delete the draft first."),
)
ATTRIBUTE_EXISTS = RefusalKind(
    "part.attribute_exists",
    mark("There is already an attribute {name} for these parts."),
    mark("Use that one, or choose another name."),
)
ATTRIBUTE_VALUE = RefusalKind(
    "part.attribute_value",
    mark("{name} cannot be “{value}”."),
    mark("Enter a number like 12.50, a day like 2026-11-24, or choose one of the offered values."),
)
ATTRIBUTE_KIND = RefusalKind(
    "part.attribute_kind",
    mark("Parts of this kind have no attribute {name}."),
    mark("Add it for this kind in the settings first."),
)
NOTHING_CHANGED = RefusalKind(
    "part.nothing_changed",
    mark("Nothing changed since check-in {number}; no new one is kept."),
    mark("Go on editing; the draft itself is saved."),
)
