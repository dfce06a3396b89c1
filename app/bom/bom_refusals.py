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
    mark("{count} {count:row has|rows have} no part number; the first is row {row}."),
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
TOO_MANY_ROWS = RefusalKind(
    "bom.too_many_rows",
    mark("The BOM of {number} has more than {limit} rows when every path is written out."),
    mark(
        "Export it as a CSV table or only its own lines, or open single branches; the roll-up counts every part once."
    ),
)
TOO_LONG_FOR_SHEET = RefusalKind(
    "bom.too_long_for_sheet",
    mark("The BOM of {number} has {rows} rows when every path is written out; an Excel sheet holds {limit}."),
    mark("Export it as a CSV table, or export only its own lines. Nothing was written."),
)
TOO_LONG_FOR_TABLE = RefusalKind(
    "bom.too_long_for_table",
    mark(
        "The BOM of {number} has {rows} rows when every path is written out; a table is written up to {limit}."
    ),
    mark("Export only its own lines, and those of the assemblies in it one by one. Nothing was written."),
)
NOT_COMPARABLE = RefusalKind(
    "bom.not_comparable",
    mark("{what} is not there and cannot be compared."),
    mark("Choose another revision, baseline or file."),
)
UNIT_DIMENSION = RefusalKind(
    "bom.unit_dimension",
    mark("Line {find_number}: {number} is counted in {part_unit}, which {unit} does not convert to."),
    mark("Enter the quantity in {part_unit} or a unit of the same kind."),
)
SCRAP = RefusalKind(
    "bom.scrap",
    mark("Line {find_number}: a scrap of {percent} % is not possible."),
    mark("Enter a percentage from 0 to below 100."),
)
EDITED_MEANWHILE = RefusalKind(
    "bom.edited_meanwhile",
    mark("{who} changed the same lines at {time}: {lines}."),
    mark("Your edits are kept here: compare them with the lines as they are now, then save again."),
)
BASELINE_EXISTS = RefusalKind(
    "bom.baseline_exists",
    mark("There is already a baseline {name} of this revision."),
    mark("Choose another name; a baseline never changes."),
)
PIECES = RefusalKind(
    "bom.pieces",
    mark("{pieces} is no number of pieces."),
    mark("Enter a number above zero."),
)
