"""A BOM as a table that imports again unchanged: xlsx with the levels as outline, or csv. No controlled document."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.bom.queries import BomRow
from app.documents.writers.atomic import write_atomically
from app.documents.writers.seen_sheet import seen_bytes
from models.types import decimal_text

# Headings that the import reads by themselves, in both languages of the plant.
COLUMNS: Final = (
    "Level",
    "Find No",
    "Part Number",
    "Part Name",
    "Quantity",
    "Unit",
    "Reference",
    "Note",
    "Optional",
    "Scrap %",
    "Revision",
    "Material",
)
_NUMBERS: Final = frozenset({0, 4, 9})


def exchange_rows(rows: Sequence[BomRow]) -> list[tuple[str, ...]]:
    """Return the cells of a BOM below its top, as texts in the order of ``COLUMNS``."""
    return [_cells(row) for row in rows if row.level > 0]


def _cells(row: BomRow) -> tuple[str, ...]:
    quantity = decimal_text(row.quantity)
    if row.per != 1:
        quantity = f"{quantity} / {decimal_text(row.per)}"
    return (
        str(row.level),
        row.find_number,
        row.number,
        row.name,
        quantity,
        row.unit,
        row.reference,
        row.note,
        "yes" if row.optional else "",
        "" if row.scrap_percent == 0 else decimal_text(row.scrap_percent),
        row.revision,
        row.material,
    )


def write_exchange(rows: Sequence[BomRow], path: Path) -> str:
    """Write a BOM as csv or, by any other ending, as xlsx; returns the file's SHA-256.

    Raises:
        PartproofError: when the file cannot be written.
    """
    cells = exchange_rows(rows)
    if path.suffix.casefold() == ".csv":
        return write_atomically(path, _csv(cells))
    top = rows[0].number if rows else "BOM"
    # A number that a double would cut short (0.50) goes out as text: it comes back as it was.
    numbers = _NUMBERS if all(_whole(entry[4]) for entry in cells) else _NUMBERS - {4}
    levels = [max(0, row.level - 1) for row in rows if row.level > 0]
    return write_atomically(path, seen_bytes(top, COLUMNS, cells, numbers=numbers, levels=levels))


def _whole(text: str) -> bool:
    return "." not in text or not text.endswith("0")


def _csv(cells: Sequence[Sequence[str]]) -> bytes:
    sink = io.StringIO(newline="")
    writer = csv.writer(sink)
    writer.writerow(COLUMNS)
    for row in cells:
        writer.writerow([_harmless(text) for text in row])
    return b"\xef\xbb\xbf" + sink.getvalue().encode("utf-8")


def _harmless(text: str) -> str:
    # A spreadsheet would run a cell that begins like a formula; a tab before it is cut off again by every import.
    return f"\t{text}" if text[:1] in ("=", "+", "-", "@") else text
