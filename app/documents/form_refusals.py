"""What a customer's own form refuses, each with its next step. Holds no code."""

from __future__ import annotations

from app.errors import RefusalKind
from app.texts import mark

FORM_BROKEN = RefusalKind(
    "forms.broken",
    mark("“{name}” is no workbook that can be filled in (.xlsx), or it is damaged."),
    mark("Open it in its own program, save it as an Excel workbook (.xlsx), and choose that one."),
)
FORM_TOO_LARGE = RefusalKind(
    "forms.too_large",
    mark("“{name}” unpacks to more than a form holds."),
    mark("Ask for the form without data, or take what does not belong out of it."),
)
FORM_NO_SHEET = RefusalKind(
    "forms.no_sheet",
    mark("“{name}” has no sheet {sheet}; there are {known}."),
    mark("Choose one of these sheets, or click the cells of this form again."),
)
FORM_WRONG_CELL = RefusalKind(
    "forms.wrong_cell",
    mark("{cell} is no cell of a sheet."),
    mark("Name cells by column and row, such as C5."),
)
FORM_WRONG_FIELD = RefusalKind(
    "forms.wrong_field",
    mark("There is no field {field}; there are {known}."),
    mark("Choose one of these."),
)
FORM_EMPTY = RefusalKind(
    "forms.empty",
    mark("No cell of the form “{name}” was chosen."),
    mark("Click at least one cell and say what belongs there."),
)
FORM_ROWS_WRONG = RefusalKind(
    "forms.rows_wrong",
    mark("The repeated rows {first} to {last} are no rows of a form."),
    mark("Give the first and the last of the rows that are repeated, at most 2,000."),
)
FORM_CELL_TWICE = RefusalKind(
    "forms.cell_twice",
    mark("Two values would stand in the cell {cell} of the form."),
    mark("Give each value a cell of its own; where rows are merged, one characteristic takes all of them."),
)
NO_FORM = RefusalKind(
    "forms.none",
    mark("No form of {customer} is kept for this part."),
    mark("Keep the customer's form once: choose the file and click its cells."),
)
LOGO_BROKEN = RefusalKind(
    "forms.logo_broken",
    mark("“{name}” is no picture that can be printed."),
    mark("Save the logo as PNG or JPEG and choose that file."),
)
LOGO_TOO_LARGE = RefusalKind(
    "forms.logo_too_large",
    mark("“{name}” is too large for a logo."),
    mark("Choose a picture of at most 10 MB."),
)
NO_ISSUE = RefusalKind(
    "forms.no_issue",
    mark("There is no issue {number} in the register."),
    mark("Look the number up in the register of issues."),
)
REASON_MISSING = RefusalKind(
    "forms.reason_missing",
    mark("{number} was issued before; issuing it again needs a reason."),
    mark("Say why it is issued again."),
)
LAYOUT_WRONG = RefusalKind(
    "forms.layout_wrong",
    mark("The form's layout cannot be read: {where}."),
    mark("Write a title and tables with their columns as the manual shows, and read the file in again."),
)
LAYOUT_COLUMN = RefusalKind(
    "forms.layout_column",
    mark("The form's layout names the column {column} of {table}; there are {known}."),
    mark("Correct the layout of this form, or take it back."),
)
