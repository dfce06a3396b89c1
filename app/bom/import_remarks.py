"""What a preview of a parts list says about rows it skips and rows a person should look at; only declarations."""

from __future__ import annotations

from typing import Final

from app.drawings.import_remarks import RemarkKind
from app.texts import mark

# Reasons for skipping a row.
TOTAL_ROW: Final = RemarkKind("bom.total_row", mark("A line of sums, not a part: {text}."))
APPROVAL_ROW: Final = RemarkKind("bom.approval_row", mark("Part of an approval block: {text}."))
SECTION_ROW: Final = RemarkKind("bom.section_row", mark("A section heading: {text}."))
REPEATED_HEADER: Final = RemarkKind("bom.repeated_header", mark("The header again."))
NO_QUANTITY: Final = RemarkKind("bom.no_quantity", mark("No quantity: {text}."))
BAD_QUANTITY: Final = RemarkKind("bom.bad_quantity", mark("The quantity {quantity} can not be read: {text}."))
NEGATIVE_QUANTITY: Final = RemarkKind("bom.negative_quantity", mark("The quantity is negative: {text}."))
ZERO_QUANTITY: Final = RemarkKind("bom.zero_quantity", mark("The quantity is zero: {text}."))
NO_PART: Final = RemarkKind("bom.no_part", mark("No part number and no name: {text}."))
NOT_FITTED: Final = RemarkKind("bom.not_fitted", mark("Marked as not fitted: {text}."))
PARENT_SKIPPED: Final = RemarkKind(
    "bom.parent_skipped", mark("Stands below row {parent}, which is skipped: {text}.")
)
THE_ASSEMBLY: Final = RemarkKind(
    "bom.the_assembly", mark("The assembly itself (level 0), not one of its parts: {text}.")
)
IN_A_CYCLE: Final = RemarkKind("bom.in_a_cycle", mark("The parent column leads in a circle: {text}."))

# Warnings about the table.
NO_PART_NUMBER_COLUMN: Final = RemarkKind(
    "bom.no_part_number_column",
    mark("No column holds part numbers; they stay empty. Name one in the mapping if there is one."),
)
NO_QUANTITY_COLUMN: Final = RemarkKind(
    "bom.no_quantity_column",
    mark("No column holds quantities: this may be a parts master. Rows read without quantity: {rows}."),
)
PART_NUMBER_EMPTY: Final = RemarkKind("bom.part_number_empty", mark("Rows {rows} have no part number."))
NAME_FROM_DESCRIPTION: Final = RemarkKind(
    "bom.name_from_description", mark("The column {column} is read as the name, as no other column is.")
)
DUPLICATE_PART: Final = RemarkKind(
    "bom.duplicate_part",
    mark(
        "{number} stands more than once under the same parent: rows {rows}. Find numbers must keep them apart."
    ),
)
MORE_DUPLICATES: Final = RemarkKind(
    "bom.more_duplicates",
    mark("{count} more part {count:number stands|numbers stand} more than once under the same parent."),
)
DUPLICATE_FIND_NUMBER: Final = RemarkKind(
    "bom.duplicate_find_number", mark("Find numbers stand more than once under the same parent: rows {rows}.")
)
DESIGNATORS_DIFFER: Final = RemarkKind(
    "bom.designators_differ",
    mark("In rows {rows} the quantity differs from the number of reference designators."),
)
MATRIX: Final = RemarkKind(
    "bom.matrix",
    mark("{columns} columns hold quantities per assembly ({sums}); the total in {total} is read, not they."),
)
MATRIX_DIFFERS: Final = RemarkKind(
    "bom.matrix_differs",
    mark(
        "In rows {rows} the stated total differs from the sum of the assembly columns; the stated total is read."
    ),
)
SECTION_OPTIONAL: Final = RemarkKind(
    "bom.section_optional",
    mark(
        "Optional: rows {rows} (number of rows {optional_rows}, quantity {optional_quantity}). "
        "Without them: number of rows {rows_without}, quantity {quantity_without}."
    ),
)
COMMA_AS_POINT: Final = RemarkKind(
    "bom.comma_as_point", mark("In rows {rows} a comma was read as the decimal point.")
)
COMMA_AS_THOUSANDS: Final = RemarkKind(
    "bom.comma_as_thousands",
    mark("In rows {rows} a comma was read as a thousands sign: 1,000 is one thousand."),
)
PER_QUANTITY: Final = RemarkKind(
    "bom.per_quantity",
    mark("In rows {rows} the quantity is for several pieces of the parent (for example per 1000)."),
)
PER_NOT_SUMMED: Final = RemarkKind(
    "bom.per_not_summed",
    mark("The quantities of rows {rows} are not in the total: they do not divide exactly."),
)
LONG_FRACTION: Final = RemarkKind(
    "bom.long_fraction",
    mark(
        "In rows {rows} the quantity has more digits than a quantity has; it looks like the result of a division."
    ),
)
UNKNOWN_UNIT: Final = RemarkKind(
    "bom.unknown_unit", mark("Units that are not known, kept as written: {units} (rows {rows}).")
)
MIXED_UNITS: Final = RemarkKind(
    "bom.mixed_units", mark("The quantity total adds up different units: {units}.")
)
UNCLEAR_FLAG: Final = RemarkKind(
    "bom.unclear_flag", mark("In rows {rows} the column {column} says neither yes nor no; it was read as no.")
)
LEVEL_JUMP: Final = RemarkKind(
    "bom.level_jump",
    mark("In rows {rows} the level jumps by more than one; the row above them was taken as the parent."),
)
LEVEL_MISSING: Final = RemarkKind(
    "bom.level_missing",
    mark("Rows {rows} have no readable level; they were read one level below the assembly."),
)
BY_LEVEL: Final = RemarkKind("bom.by_level", mark("The structure was read from the level column."))
BY_LEVEL_COLUMNS: Final = RemarkKind(
    "bom.by_level_columns", mark("The structure was read from the columns per level.")
)
BY_FIND_NUMBER: Final = RemarkKind(
    "bom.by_find_number", mark("The structure was read from the dotted find numbers.")
)
BY_INDENT: Final = RemarkKind("bom.by_indent", mark("The structure was read from the indentation."))
BY_PARENT: Final = RemarkKind("bom.by_parent", mark("The structure was read from the parent column."))
PARENT_UNKNOWN: Final = RemarkKind(
    "bom.parent_unknown",
    mark(
        "Rows {rows} name parents that the table does not hold ({parents}); they were read as the first level."
    ),
)
PARENT_AGAIN: Final = RemarkKind(
    "bom.parent_again",
    mark("Parents that stand in several rows ({parents}); their parts were put under the first."),
)
NUMERIC_FIND_NUMBER: Final = RemarkKind(
    "bom.numeric_find_number",
    mark("Rows {rows} hold find numbers kept as decimal numbers: 1.1 and 1.10 can not be told apart."),
)
BELOW_ITSELF: Final = RemarkKind(
    "bom.below_itself", mark("In rows {rows} a part stands below itself; the import will be refused.")
)
MERGED_BODY: Final = RemarkKind(
    "bom.merged_body", mark("Rows {rows} lie in merged cells; the value counts for the first of them only.")
)
MIXED_INDENT: Final = RemarkKind(
    "bom.mixed_indent", mark("Rows {rows} are indented unevenly; check their levels.")
)
SPLIT_FILES: Final = RemarkKind(
    "bom.split_files",
    mark(
        "Beside this file stand tables of the assemblies {assemblies}; choose the folder to read all levels."
    ),
)
ROLL_UP_FILES: Final = RemarkKind(
    "bom.roll_up_files", mark("Roll-ups of tables in this folder were not read: {files}.")
)
OTHER_FILES: Final = RemarkKind(
    "bom.other_files", mark("Files that are not part of the structure were not read: {files}.")
)
TOP_FILE: Final = RemarkKind(
    "bom.top_file",
    mark("{assembly} is the assembly itself (level 0); its parts stand in {files} {files:file|files}."),
)
