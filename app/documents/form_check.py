"""What is asked of a customer's form before it is kept: every value has a cell of its own, on a sheet that has cells.

Reads the workbook; fills nothing in.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.documents.form_mapping import FormMapping
from app.documents.form_refusals import FORM_BROKEN, FORM_CELL_TWICE
from app.documents.writers.form_package import MAIN, FormPackage
from app.documents.writers.form_sheet import FormSheet, cell_name, place_of


def check_form(package: FormPackage, mapping: FormMapping) -> None:
    """Refuse a form in which what was clicked cannot stand.

    Raises:
        PartproofError: no such sheet, one without cells, or two values that would stand in one cell.
    """
    path = package.sheet_path(mapping.sheet)
    if package.tree(path).find(f"{{{MAIN}}}sheetData") is None:
        raise FORM_BROKEN(name=package.name)
    sheet = FormSheet(package, path)
    taken: set[tuple[int, int]] = set()
    for row, column in _cells(mapping):
        anchor = sheet.anchor(row, column)
        if anchor in taken:
            raise FORM_CELL_TWICE(cell=cell_name(*anchor))
        taken.add(anchor)


def _cells(mapping: FormMapping) -> Iterator[tuple[int, int]]:
    yield from (place_of(cell) for cell in mapping.cells.values())
    columns = [place_of(f"{letters}1")[1] for letters in mapping.columns.values()]
    for index in range(mapping.capacity):
        for column in columns:
            yield mapping.first_row + index * mapping.step, column
