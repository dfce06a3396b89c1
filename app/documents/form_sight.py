"""What a customer's form looks like as a grid, empty for clicking its cells, and filled in before anything is issued.

Reads and shows; keeps nothing, draws no number.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.documents.customer_forms import issues_of
from app.documents.form_mapping import FormMapping
from app.documents.form_values import FormValues, form_values
from app.documents.issue import issue_record
from app.documents.languages import BOTH, known_language, spoken, usual_language
from app.documents.source import DocumentSource
from app.documents.writers.form_fill import fill_form
from app.documents.writers.form_package import FormPackage
from app.documents.writers.form_sheet import FormSheet
from app.factory import Factory
from app.settings import read_settings
from app.snapshot import snapshot
from app.texts import mark
from app.unit_of_work import Actor

# A form is a printed page; what lies further out is not shown for clicking.
MOST_ROWS: Final = 400
MOST_COLUMNS: Final = 100
_ROOM: Final = 3
_FEWEST_ROWS: Final = 20
_FEWEST_COLUMNS: Final = 8
_LATER: Final = mark("(number on issue)")


@dataclass(frozen=True)
class SheetSight:
    """One worksheet as a grid.

    Attributes:
        title: Of the tab.
        rows: How many are shown, from 1.
        columns: How many are shown, from 1.
        cells: Text by (row, column).
        merged: Areas as (top, left, bottom, right).
        widths: Width of each column in characters; 0 where the form says none.
    """

    title: str
    rows: int
    columns: int
    cells: Mapping[tuple[int, int], str]
    merged: tuple[tuple[int, int, int, int], ...]
    widths: tuple[float, ...]

    def area_of(self, row: int, column: int) -> tuple[int, int, int, int]:
        """Return the merged area a cell lies in, or the cell alone."""
        for top, left, bottom, right in self.merged:
            if top <= row <= bottom and left <= column <= right:
                return top, left, bottom, right
        return row, column, row, column


@dataclass(frozen=True)
class FormPreview:
    """A form filled in with what an inspection says now.

    Attributes:
        pages: The filled sheets in their order.
        values: What was put in, by field.
    """

    pages: tuple[SheetSight, ...]
    values: FormValues


def look_at_form(content: bytes, name: str) -> tuple[SheetSight, ...]:
    """Return the worksheets of a workbook as grids.

    Raises:
        PartproofError: no workbook, damaged, or a bomb.
    """
    package = FormPackage.read(content, name)
    return tuple(_sight(package, title, path) for title, path in package.sheets().items())


def preview_form(
    factory: Factory,
    inspection_id: int,
    content: bytes,
    file_name: str,
    mapping: FormMapping,
    *,
    actor: Actor,
    form: str = "",
    language: str = "",
) -> FormPreview:
    """Fill a form in for an inspection without issuing it.

    Args:
        factory: The factory.
        inspection_id: What is reported.
        content: The workbook.
        file_name: For refusals.
        mapping: What belongs where.
        actor: Who looks.
        form: Name under which the form is kept; with it the number it would keep is shown.
        language: ``ko`` or ``en``; empty takes the plant's.

    Raises:
        PartproofError: no workbook, no such sheet, no such inspection.
    """
    with snapshot(factory) as session:
        settings = read_settings(session)
        code = known_language(language or usual_language(settings.language))
        issue = issue_record(session, settings, factory.clock(), uuid.uuid4(), "")
        source = DocumentSource(
            session, spoken(code), issue, settings, factory.read_file, actor.name, beside=code == BOTH
        )
        before = issues_of(session, inspection_id, form) if form else []
        number = before[-1].number if before else source.say(_LATER)
        values = form_values(source, inspection_id, number, len(before) + 1)
    known = set(FormPackage.read(content, file_name).sheets())
    filled = look_at_form(fill_form(content, file_name, mapping, values), file_name)
    pages = tuple(one for one in filled if one.title == mapping.sheet or one.title not in known)
    return FormPreview(pages, values)


def _sight(package: FormPackage, title: str, path: str) -> SheetSight:
    sheet = FormSheet(package, path)
    rows, columns = sheet.extent()
    # Some room around it: a field may belong where the form holds nothing yet.
    rows = min(max(rows + _ROOM, _FEWEST_ROWS), MOST_ROWS)
    columns = min(max(columns + 1, _FEWEST_COLUMNS), MOST_COLUMNS)
    merged = tuple(
        (top, left, min(bottom, rows), min(right, columns))
        for top, left, bottom, right in sheet.merged()
        if top <= rows and left <= columns
    )
    cells = {(row, column): text for row, column, text in sheet.shown() if row <= rows and column <= columns}
    return SheetSight(title, rows, columns, cells, merged, tuple(sheet.widths(columns)))
