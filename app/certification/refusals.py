"""Refusals about checklists, assessments and evidence. Sentences only."""

from __future__ import annotations

from app.errors import RefusalKind
from app.texts import mark

NO_TEMPLATE = RefusalKind(
    "checklist.none",
    mark("There is no checklist {code}."),
    mark("Choose one of: {known}."),
)
BROKEN_TEMPLATE = RefusalKind(
    "checklist.broken",
    mark("The checklist {file} cannot be used: {reason}."),
    mark("Correct the file, or use the one that came with the program."),
)
NO_LEVEL = RefusalKind(
    "assessment.level",
    mark("{code} has no level {level}."),
    mark("Choose one of: {known}."),
)
NEEDS_PART = RefusalKind(
    "assessment.part",
    mark("This checklist is about a part revision."),
    mark("Choose the part revision first."),
)
NOT_OPEN = RefusalKind(
    "assessment.not_open",
    mark("The assessment {number} is closed."),
    mark("Open a new one; a closed one stays as it was."),
)
NOTHING_TO_ACCEPT = RefusalKind(
    "requirement.nothing",
    mark("Requirement {code} has no complete evidence to accept."),
    mark("Settle what it lacks first: {why}"),
)
