"""What a parts list will bring in before anything is written: lines, totals, what is skipped and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.drawings.import_header import Column
from app.drawings.import_remarks import Remark, Skipped
from app.texts import Language


@dataclass(frozen=True, slots=True)
class BomImportLine:
    """One accepted row.

    Attributes:
        row: 1-based row in the file.
        level: 1 for a direct child of the assembly the list is for.
        parent: Index of the parent line in ``BomPreview.lines``; None for level 1.
        quantity: For ``per`` pieces of the parent; None where the table has no quantity column.
        unit: Usual sign (EA, kg, mm); "" where the table names none.
        optional: The table marks the row, or its section, as optional.
        file: File the row stands in, where the list is made of several; else "".
    """

    row: int
    level: int
    parent: int | None
    find_number: str
    part_number: str
    name: str
    quantity: Decimal | None
    per: Decimal = Decimal(1)
    unit: str = ""
    reference: str = ""
    note: str = ""
    optional: bool = False
    description: str = ""
    material: str = ""
    manufacturer: str = ""
    manufacturer_part_number: str = ""
    supplier: str = ""
    supplier_part_number: str = ""
    revision: str = ""
    scrap_percent: Decimal = Decimal(0)
    section: str = ""
    file: str = ""


@dataclass(frozen=True)
class BomPreview:
    """A parts list as read.

    Attributes:
        header_row: 1-based; 0 where the user's mapping replaced a missing header.
        mapping: Column title to field, in the order of the columns; as ``--map`` takes it.
        columns: The same with letters and confidence, and the columns that are not read.
        encoding: Of a text table; None for a workbook.
        sheet: Of a workbook; None for a text table.
        rows: Number of lines.
        quantity_total: Exact decimal text of the sum of all quantities, units mixed as they are.
        levels: Depth of the structure: 1 for a flat list, 0 without lines.
        top_part_number: Number of the assembly itself where the table names it, else "".
    """

    header_row: int
    mapping: dict[str, str]
    columns: tuple[Column, ...]
    encoding: str | None
    sheet: str | None
    rows: int
    quantity_total: str
    levels: int
    skipped: tuple[Skipped, ...]
    warnings: tuple[Remark, ...]
    lines: tuple[BomImportLine, ...]
    top_part_number: str = ""

    def to_json(self, language: Language | None = None) -> dict[str, object]:
        """Return the preview for machines, its sentences in a language (English without one)."""
        speech = language or Language("en")
        return {
            "header_row": self.header_row,
            "mapping": dict(self.mapping),
            "encoding": self.encoding,
            "sheet": self.sheet,
            "rows": self.rows,
            "quantity_total": self.quantity_total,
            "levels": self.levels,
            "skipped": [row.to_json(speech) for row in self.skipped],
            "warnings": [remark.say(speech) for remark in self.warnings],
        }
