"""What reading a table file refuses: the file itself, the workbook, the text, and the mapping of its columns.

Only declarations; the reading stands beside this file.
"""

from __future__ import annotations

from typing import Final

from app.errors import RefusalKind
from app.texts import mark

MISSING: Final = RefusalKind(
    "table.missing",
    mark("The file {file} does not exist."),
    mark("Check the name and the folder, then choose the file again."),
)
FOLDER: Final = RefusalKind(
    "table.folder",
    mark("{file} is a folder, not a table file."),
    mark("Choose one xlsx, xls or csv file in it."),
)
NOT_A_FILE: Final = RefusalKind(
    "table.not_a_file",
    mark("{file} is a device or a pipe, not a file."),
    mark("Choose an xlsx, xls or csv file."),
)
UNREADABLE: Final = RefusalKind(
    "table.unreadable",
    mark("The file {file} can not be read: {cause}."),
    mark("Close it in other programs and check that you may read it, then try again."),
)
EMPTY: Final = RefusalKind(
    "table.empty",
    mark("The file {file} is empty."),
    mark("Export or save it again; a copy that was cut off often looks like this."),
)
TOO_BIG: Final = RefusalKind(
    "table.too_big",
    mark("The file {file} is larger than {limit} MB and was not read."),
    mark("Save only the sheet with the table as a new file, without pictures."),
)
PASSWORD: Final = RefusalKind(
    "table.password",
    mark("The file {file} is protected with a password."),
    mark("Open it in Excel, remove the password under File > Info > Protect Workbook, and save it."),
)
BROKEN: Final = RefusalKind(
    "table.broken",
    mark("The file {file} is damaged or incomplete and can not be read as a workbook."),
    mark("Open it in Excel or LibreOffice, save it again as xlsx, or ask the sender for a new copy."),
)
BOMB: Final = RefusalKind(
    "table.bomb",
    mark("The file {file} unpacks to far more than its size; it was not read."),
    mark("Ask the sender what it is; save the table itself as a new xlsx or csv file."),
)
ENTITIES: Final = RefusalKind(
    "table.entities",
    mark("The file {file} contains XML definitions that no spreadsheet program writes; it was not read."),
    mark("Ask the sender what it is; save the table itself as a new xlsx or csv file."),
)
NOT_A_TABLE: Final = RefusalKind(
    "table.not_a_table",
    mark("The file {file} is not a table: it looks like {kind}."),
    mark("Choose an xlsx, xls or csv file; other files can be attached to the part instead."),
)
OTHER_FORMAT: Final = RefusalKind(
    "table.other_format",
    mark("The file {file} is a table in the format {kind}, which is not read directly."),
    mark("Open it in Excel or LibreOffice and save it as xlsx."),
)
NUL_BYTES: Final = RefusalKind(
    "table.nul_bytes",
    mark("The file {file} holds binary bytes and is not a text table."),
    mark("Export the table again as csv or save it as xlsx."),
)
BROKEN_TEXT: Final = RefusalKind(
    "table.broken_text",
    mark("The text table {file} can not be cut into cells near row {row}: a quotation mark is not closed."),
    mark("Correct the quotation mark in that row, or save the table as xlsx."),
)
TOO_SLOW: Final = RefusalKind(
    "table.too_slow",
    mark("Reading the workbook {file} took longer than {seconds} s and was stopped."),
    mark("Open it in Excel or LibreOffice, save only the sheet with the table as xlsx, and try again."),
)
READER_MISSING: Final = RefusalKind(
    "table.reader_missing",
    mark("The reader for the workbook {file} could not be started: {cause}."),
    mark("Save the table as a small xlsx or as csv, or set the program up again."),
)
TOO_MANY_CELLS: Final = RefusalKind(
    "table.too_many_cells",
    mark("The table in {file} spans more than {limit} cells; it was not read."),
    mark("Delete formatting and cells far outside the table, or split the table into several files."),
)
TOO_MANY_ROWS: Final = RefusalKind(
    "table.too_many_rows",
    mark("The table in {file} has more than {limit} rows; it was not read."),
    mark("Delete formatting and cells far outside the table, or split the table into several files."),
)
NO_CELLS: Final = RefusalKind(
    "table.no_cells",
    mark("No sheet of {file} holds a filled cell."),
    mark("Check that the right file was saved; sheets that are hidden are only read when named."),
)
NO_SHEET: Final = RefusalKind(
    "table.no_sheet",
    mark("{file} has no sheet named {sheet}. Its sheets: {sheets}."),
    mark("Choose one of these names."),
)
NO_HEADER: Final = RefusalKind(
    "table.no_header",
    mark("No header row was found in {file}: no row names columns such as {examples}."),
    mark("Say which column holds what, for example --map B={field}, or add a header row."),
)
UNKNOWN_FIELD: Final = RefusalKind(
    "table.unknown_field",
    mark("There is no field named {field}. Known fields: {fields}."),
    mark("Correct the mapping and try again."),
)
UNKNOWN_COLUMN: Final = RefusalKind(
    "table.unknown_column",
    mark("The table has no column {column}. Its columns: {columns}."),
    mark("Use one of these titles or a column letter."),
)
COLUMN_TWICE: Final = RefusalKind(
    "table.column_twice",
    mark("Several columns carry the title {column}: {letters}."),
    mark("Use the column letter instead of the title."),
)
FIELD_TWICE: Final = RefusalKind(
    "table.field_twice",
    mark("The field {field} was given to two columns: {columns}."),
    mark("Give it to one column only."),
)
