"""Refusals about BOM lines and their import into the database. Sentences only."""

from __future__ import annotations

from app.errors import RefusalKind
from app.texts import mark

CYCLE = RefusalKind(
    "bom.cycle",
    mark("{parent} would contain itself: {path}."),
    mark("Take out one of these lines or substitutes."),
)
SELF = RefusalKind(
    "bom.self",
    mark("{number} cannot be a part of itself."),
    mark("Choose another part."),
)
SAME_PART = RefusalKind(
    "bom.same_part",
    mark("Line {find_number} already names this part; a substitute is another one."),
    mark("Choose another part."),
)
QUANTITY = RefusalKind(
    "bom.quantity",
    mark("Line {find_number}: the quantity {quantity} is not above zero."),
    mark("Enter how much one parent needs."),
)
FIND_NUMBER_TAKEN = RefusalKind(
    "bom.find_number",
    mark("Find number {find_number} is used twice."),
    mark("Give each line its own find number."),
)
IMPORT_WITHOUT_NUMBERS = RefusalKind(
    "bom.import_no_numbers",
    mark("{count} rows have no part number; the first is row {row}."),
    mark("Map the column that holds the part numbers, or add them to the file."),
)
IMPORT_CONFLICT = RefusalKind(
    "bom.import_conflict",
    mark("{number} stands in the file with two different structures (rows {first} and {second})."),
    mark("Make both occurrences alike and import again."),
)
TOO_DEEP = RefusalKind(
    "bom.too_deep",
    mark("The BOM of {number} is deeper than {limit} levels, or contains itself."),
    mark("Run verify on the factory; look for a part that leads back to itself."),
)
HAS_LINES = RefusalKind(
    "bom.has_lines",
    mark("The draft of {number} already has BOM lines."),
    mark("Delete them first, or start a new revision and import there."),
)
STRUCTURE_FROZEN = RefusalKind(
    "bom.frozen",
    mark("{number} revision {revision} is released; the file would change its BOM."),
    mark("Start a new revision of it, or leave its lines out of the file."),
)
