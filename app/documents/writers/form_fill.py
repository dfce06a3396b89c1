"""Fills a customer's workbook: single cells, repeated rows, and as many copies of the sheet as the rows need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.documents.form_mapping import FormMapping
from app.documents.form_values import FormValues
from app.documents.writers.form_package import FormPackage
from app.documents.writers.form_sheet import FormSheet

_LONGEST_TITLE: Final = 31


def fill_form(content: bytes, name: str, mapping: FormMapping, values: FormValues) -> bytes:
    """Return the form filled in; the same form and values give the same bytes.

    Args:
        content: The customer's workbook.
        name: Of the file, for refusals.
        mapping: What belongs where.
        values: What an inspection says.

    Raises:
        PartproofError: no workbook, a bomb, or no such sheet.
    """
    package = FormPackage.read(content, name)
    first = package.sheet_path(mapping.sheet)
    portions = _portions(mapping, values)
    paths = [first]
    titles = set(package.sheets())
    for number in range(2, len(portions) + 1):
        # Copied before anything is filled in, so that no page carries rows of another.
        title = _free_title(mapping.sheet, number, titles)
        titles.add(title)
        paths.append(package.copy_sheet(mapping.sheet, title))
    for number, (path, rows) in enumerate(zip(paths, portions, strict=True), start=1):
        sheet = FormSheet(package, path)
        fields = {**values.fields, "page": str(number), "pages": str(len(portions))}
        for field, cell in mapping.cells.items():
            sheet.put(cell, fields[field])
        for index in range(mapping.capacity):
            row = rows[index] if index < len(rows) else {}
            line = mapping.first_row + index * mapping.step
            for field, letters in mapping.columns.items():
                # What a form held there as an example must not look measured.
                sheet.put(f"{letters}{line}", row.get(field, ""))
        sheet.forget_results()
    package.recalculate()
    return package.packed()


def _portions(mapping: FormMapping, values: FormValues) -> list[Sequence[dict[str, str]]]:
    if not mapping.capacity:
        return [[]]
    rows = [dict(row) for row in values.rows]
    return [rows[start : start + mapping.capacity] for start in range(0, max(len(rows), 1), mapping.capacity)]


def _free_title(title: str, number: int, taken: set[str]) -> str:
    known = {one.casefold() for one in taken}
    count = number
    while True:
        ending = f" ({count})"
        wanted = title[: _LONGEST_TITLE - len(ending)] + ending
        if wanted.casefold() not in known:
            return wanted
        count += 1
