"""Refusals about operations. Sentences only."""

from __future__ import annotations

from app.errors import RefusalKind
from app.texts import mark

WRONG_NUMBER = RefusalKind(
    "process.wrong_number",
    mark("An operation cannot have the number {number}."),
    mark("Number the operations 10, 20, 30 … so that one can be put between later."),
)
NUMBER_TAKEN = RefusalKind(
    "process.number_taken",
    mark("The part already has an operation {number} ({name})."),
    mark("Choose a free number, or edit that operation."),
)
