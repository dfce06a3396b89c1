"""A BOM as a table that imports again unchanged: xlsx with the levels as outline, or csv. No controlled document.

Rows are written as they are walked, never all kept; a BOM that a table cannot hold is refused before the first one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, tee
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from app.bom.bom_refusals import TOO_LONG_FOR_SHEET, TOO_LONG_FOR_TABLE
from app.bom.queries import BomRow, BomWalk, bom_walk
from app.bom.structure import NOW, AsOf, asked_as_of
from app.documents.writers.atomic import write_atomically
from app.documents.writers.seen_sheet import seen_bytes
from app.jobs import Progress
from app.refusals import NOT_FOUND
from app.texts import mark
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
# What a sheet of xlsx holds below its headings.
SHEET_ROWS: Final = 1_048_575
# About a gigabyte; whoever needs every path of more wants another question answered.
TABLE_ROWS: Final = 10_000_000
_PIECE: Final = 2_000


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


def export_bom(
    session: Session,
    revision_id: int,
    path: Path,
    *,
    deep: bool = True,
    as_of: AsOf = NOW,
    progress: Progress | None = None,
) -> str:
    """Write a BOM as csv or, by any other ending, as xlsx; returns the file's SHA-256.

    Args:
        session: Open session.
        revision_id: The revision.
        path: The file; csv takes up to ``TABLE_ROWS`` rows, a sheet ``SHEET_ROWS``.
        deep: False writes the own lines only.
        as_of: For when, which lot or which order the revisions below are chosen.
        progress: Told how many rows are written; can stop it.

    Raises:
        CanceledError: stopped; there is no file, or the former one.
        PartproofError: more rows than the file holds, a part that contains itself, no such revision, or a file
            that cannot be written. Then there is no file, or the former one: nothing is ever cut short.
    """
    walk = bom_walk(session, revision_id, asked=asked_as_of(session, as_of), deep=deep)
    if walk is None:
        raise NOT_FOUND(what=f"revision {revision_id}")
    count, listed = walk.count(), path.suffix.casefold() == ".csv"
    if count > TABLE_ROWS:
        raise TOO_LONG_FOR_TABLE(number=walk.number, rows=count, limit=TABLE_ROWS)
    if not listed and count > SHEET_ROWS:
        raise TOO_LONG_FOR_SHEET(number=walk.number, rows=count, limit=SHEET_ROWS)
    below = _below(walk, progress or Progress(), count)
    if listed:
        return write_atomically(path, _csv(_cells(row) for row in below))
    # A number that a double would cut short (0.50) goes out as text: it comes back as it was.
    whole = all(_whole(decimal_text(quantity)) for quantity in walk.amounts())
    # Both are taken at one pace, so no more than the sample for the widths waits between them.
    for_cells, for_levels = tee(below)
    cells = (_cells(row) for row in for_cells)
    levels = (max(0, row.level - 1) for row in for_levels)
    numbers = _NUMBERS if whole else _NUMBERS - {4}
    return write_atomically(path, seen_bytes(walk.number, COLUMNS, cells, numbers=numbers, levels=levels))


def _below(walk: BomWalk, progress: Progress, count: int) -> Iterator[BomRow]:
    for number, row in enumerate(islice(walk.rows(), 1, None)):
        if number % _PIECE == 0:
            progress.step(mark("Writing the rows"), number, count)
        yield row


def _whole(text: str) -> bool:
    return "." not in text or not text.endswith("0")


def _csv(cells: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Yield the file piece by piece."""
    yield b"\xef\xbb\xbf"
    waiting = iter(cells)
    rows: list[Sequence[str]] = [COLUMNS]
    while rows:
        sink = io.StringIO(newline="")
        csv.writer(sink).writerows([_harmless(text) for text in row] for row in rows)
        yield sink.getvalue().encode("utf-8")
        rows = list(islice(waiting, _PIECE))


def _harmless(text: str) -> str:
    # A spreadsheet would run a cell that begins like a formula; a tab before it is cut off again by every import.
    return f"\t{text}" if text[:1] in ("=", "+", "-", "@") else text
