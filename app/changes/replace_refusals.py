"""Refusals about replacing a part in many parts lists at once. Sentences only."""

from __future__ import annotations

from app.errors import RefusalKind
from app.texts import mark

BY_ITSELF = RefusalKind(
    "change.replace_by_itself",
    mark("{number} cannot be replaced by itself."),
    mark("Choose another part."),
)
NOWHERE = RefusalKind(
    "change.replace_nowhere",
    mark("{number} stands in none of the BOMs chosen."),
    mark("Choose a BOM that holds it."),
)
