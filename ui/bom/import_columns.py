"""Which column of a file is read as what, to be corrected column by column. Reads no file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from app.drawings.import_header import Column
from ui.column_lines import ColumnLines
from ui.i18n import Shown, Texts, term

FIELDS: Final[tuple[tuple[str, Shown], ...]] = (
    ("", term("column", "not read")),
    ("part_number", term("column", "Part number")),
    ("name", term("column", "Name")),
    ("quantity", term("column", "Quantity")),
    ("unit", term("column", "Unit")),
    ("level", term("column", "Level")),
    ("parent_number", term("column", "Parent number")),
    ("find_number", term("column", "Find number")),
    ("description", term("column", "Description")),
    ("material", term("column", "Material")),
    ("revision", term("column", "Revision")),
    ("reference", term("column", "Reference")),
    ("note", term("column", "Note")),
    ("manufacturer", term("column", "Manufacturer")),
    ("manufacturer_part_number", term("column", "Manufacturer’s number")),
    ("supplier", term("column", "Supplier")),
    ("supplier_part_number", term("column", "Supplier’s number")),
    ("optional", term("column", "Optional")),
    ("not_fitted", term("column", "Not fitted")),
    ("scrap_percent", term("column", "Scrap %")),
)


class ColumnChoices(ColumnLines):
    """The columns of a table with one list of fields; those without a title come last.

    Args:
        texts: The window's language.
        offered: Fields and their words; those of a parts list where none are given.
    """

    def __init__(
        self,
        texts: Texts,
        parent: QWidget | None = None,
        offered: Sequence[tuple[str, Shown]] = FIELDS,
    ) -> None:
        super().__init__(texts, parent)
        self._offered = tuple(offered)

    def put(self, columns: Sequence[Column]) -> None:
        """Show the columns as they were recognised."""
        titled = sorted(columns, key=lambda column: column.title == column.letter and not column.field)
        self.show_columns(titled, self._offered)
