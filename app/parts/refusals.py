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
