"""What the room of the BOM refuses; only declarations."""

from __future__ import annotations

from typing import Final

from app.errors import RefusalKind
from app.texts import mark

SEVERAL_TOPS: Final = RefusalKind(
    "bom.several_tops",
    mark("The folder {folder} holds several assemblies that no other table uses: {assemblies}."),
    mark("Choose the file of one of them, or move the others away."),
)
NO_TOP: Final = RefusalKind(
    "bom.no_top",
    mark("The folder {folder} holds no parts list that leads to another file."),
    mark("Choose one xlsx, xls or csv file in it."),
)
FILES_IN_A_CYCLE: Final = RefusalKind(
    "bom.files_in_a_cycle",
    mark("The tables in {folder} lead in a circle: {path}."),
    mark("Correct the table in which an assembly holds itself."),
)
TOO_MANY_FILES: Final = RefusalKind(
    "bom.too_many_files",
    mark("The folder {folder} holds more than {limit} tables."),
    mark("Choose a folder with the tables of one assembly only."),
)
TOO_MANY_LINES: Final = RefusalKind(
    "bom.too_many_lines",
    mark("The structure in {folder} has more than {limit} lines."),
    mark("Import the sub-assemblies one by one."),
)
