"""What a person should look at in an accepted parts list: doubles, counts that do not add up, units, matrices.

Only observes; changes no line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from app.bom.import_levels import number_key
from app.bom.import_preview import BomImportLine
from app.bom.import_remarks import (
    BELOW_ITSELF,
    COMMA_AS_POINT,
    COMMA_AS_THOUSANDS,
    DESIGNATORS_DIFFER,
    DUPLICATE_FIND_NUMBER,
    DUPLICATE_PART,
    LONG_FRACTION,
    MATRIX,
    MATRIX_DIFFERS,
    MERGED_BODY,
    MIXED_UNITS,
    MORE_DUPLICATES,
    PART_NUMBER_EMPTY,
    PER_NOT_SUMMED,
    PER_QUANTITY,
    SECTION_OPTIONAL,
    UNKNOWN_UNIT,
)
from app.bom.import_rows import Draft
from app.drawings.import_header import Header
from app.drawings.import_remarks import Remark, row_list
from app.drawings.import_table import RAGGED_LONG, RAGGED_SHORT, Row
from models.rules.quantity import Doubt, divided, plain

_MOST_DUPLICATES: Final = 20
_DESIGNATOR: Final = re.compile(r"[A-Za-z_$]{1,6}\$?[0-9]{1,5}[A-Za-z]?")
_RANGE: Final = re.compile(r"([A-Za-z_$]{1,6})([0-9]{1,5})\s*[-~–…]+\s*(?:\1)?([0-9]{1,5})")
# Share of rows whose columns must sum up to the stated total to call the columns a matrix.
_MATRIX_PERCENT: Final = 80
# No product is built in more levels; the importing verb walks all of them.
_DEEPEST: Final = 200


def quantity_total(lines: Sequence[BomImportLine]) -> tuple[Decimal, list[int]]:
    """Return the sum of quantity / per, and the rows whose division is not exact and which are left out."""
    total = Decimal(0)
    left_out: list[int] = []
    for line in lines:
        share = line.quantity if line.per == 1 or line.quantity is None else divided(line.quantity, line.per)
        if share is not None:
            total += share
        elif line.quantity is not None:
            left_out.append(line.row)
    return total, left_out


def total_text(total: Decimal) -> str:
    """Return a sum without the trailing zeros that adding left behind."""
    return plain(total.normalize()) if total else "0"


def line_remarks(lines: Sequence[BomImportLine], *, numbered: bool) -> Iterator[Remark]:
    """Observe the accepted lines.

    Args:
        numbered: A column holds part numbers.
    """
    empty = [line.row for line in lines if not line.part_number]
    if numbered and empty:
        yield PART_NUMBER_EMPTY(rows=row_list(empty))
    yield from _duplicates(lines)
    differing = [line.row for line in lines if _designators_differ(line)]
    if differing:
        yield DESIGNATORS_DIFFER(rows=row_list(differing))
    below = _below_themselves(lines)
    if below:
        yield BELOW_ITSELF(rows=row_list(below))
    _, left_out = quantity_total(lines)
    if left_out:
        yield PER_NOT_SUMMED(rows=row_list(left_out))
    units = sorted({line.unit for line in lines if line.unit and line.quantity is not None})
    if len(units) > 1:
        yield MIXED_UNITS(units=", ".join(units[:12]))
    yield from _optional(lines)


def _duplicates(lines: Sequence[BomImportLine]) -> Iterator[Remark]:
    parts: dict[tuple[int | None, str], list[BomImportLine]] = {}
    finds: dict[tuple[int | None, str], list[int]] = {}
    for line in lines:
        number = line.part_number or line.manufacturer_part_number
        if number:
            parts.setdefault((line.parent, number_key(number)), []).append(line)
        if line.find_number:
            finds.setdefault((line.parent, line.find_number), []).append(line.row)
    doubles = [group for group in parts.values() if len(group) > 1]
    for group in doubles[:_MOST_DUPLICATES]:
        number = group[0].part_number or group[0].manufacturer_part_number
        yield DUPLICATE_PART(number=number, rows=row_list(line.row for line in group))
    if len(doubles) > _MOST_DUPLICATES:
        yield MORE_DUPLICATES(count=len(doubles) - _MOST_DUPLICATES)
    rows = [row for group in finds.values() if len(group) > 1 for row in group]
    if rows:
        yield DUPLICATE_FIND_NUMBER(rows=row_list(rows))


def designator_count(reference: str) -> int | None:
    """Return how many designators a text lists (``C1, C2, R4-R6`` is five), None where it lists none."""
    expanded = 0
    for match in _RANGE.finditer(reference):
        first, last = int(match[2]), int(match[3])
        if last < first:
            return None
        expanded += last - first + 1
    rest = [word for word in re.split(r"[\s,;/]+", _RANGE.sub(" ", reference)) if word]
    if not all(_DESIGNATOR.fullmatch(word) for word in rest):
        return None
    return expanded + len(rest) or None


def _designators_differ(line: BomImportLine) -> bool:
    count = designator_count(line.reference) if line.reference else None
    return count is not None and line.quantity is not None and line.per == 1 and line.quantity != count


def _below_themselves(lines: Sequence[BomImportLine]) -> list[int]:
    """Return the rows whose part also stands on the way up; only numbers that stand twice can."""
    seen: dict[str, int] = {}
    for line in lines:
        seen[number_key(line.part_number)] = seen.get(number_key(line.part_number), 0) + 1
    found: list[int] = []
    for line in lines:
        key = number_key(line.part_number)
        at = line.parent if key and seen[key] > 1 else None
        for _ in range(_DEEPEST):
            if at is None:
                break
            if number_key(lines[at].part_number) == key:
                found.append(line.row)
                break
            at = lines[at].parent
    return found


def _optional(lines: Sequence[BomImportLine]) -> Iterator[Remark]:
    chosen = [line for line in lines if line.optional]
    if not chosen:
        return
    others = [line for line in lines if not line.optional]
    yield SECTION_OPTIONAL(
        rows=row_list(line.row for line in chosen),
        optional_rows=len(chosen),
        optional_quantity=total_text(quantity_total(chosen)[0]),
        rows_without=len(others),
        quantity_without=total_text(quantity_total(others)[0]),
    )


def quantity_remarks(drafts: Sequence[Draft]) -> Iterator[Remark]:
    """Observe how quantities were read."""
    for doubt, kind in (
        (Doubt.COMMA_AS_POINT, COMMA_AS_POINT),
        (Doubt.COMMA_AS_THOUSANDS, COMMA_AS_THOUSANDS),
        (Doubt.PER, PER_QUANTITY),
        (Doubt.LONG_FRACTION, LONG_FRACTION),
    ):
        rows = [draft.number for draft in drafts if doubt in draft.quantity.doubts]
        if rows:
            yield kind(rows=row_list(rows))


def unit_remarks(unknown: dict[int, str]) -> Iterator[Remark]:
    """Name the units that are not known, by row."""
    if unknown:
        units = ", ".join(sorted(set(unknown.values()))[:12])
        yield UNKNOWN_UNIT(units=units, rows=row_list(unknown))


def table_remarks(header: Header, drafts: Sequence[Draft]) -> Iterator[Remark]:
    """Observe ragged rows, merged cells and matrices of the whole table."""
    yield from ragged_remarks(header)
    read = {column.index for column in header.columns if column.field}
    parts = {draft.number for draft in drafts}
    merged = {
        row
        for span in header.table.merged
        if span.bottom > span.top
        and span.top >= header.first_body_row
        and any(span.left <= index <= span.right for index in read)
        for row in range(span.top, min(span.bottom, span.top + 1000) + 1)
    }
    if merged & parts:
        yield MERGED_BODY(rows=row_list(merged & parts))
    yield from _matrix(header, drafts)


def ragged_remarks(header: Header) -> Iterator[Remark]:
    """Name the rows of a text table that have fewer or more fields than its header."""
    first = next((row for row in header.table.rows if row.number == header.row), None)
    if first is None or not first.fields:
        return
    short = [row.number for row in header.body() if row.fields < first.fields]
    long = [row.number for row in header.body() if row.fields > first.fields]
    if short:
        yield RAGGED_SHORT(rows=row_list(short), columns=first.fields)
    if long:
        yield RAGGED_LONG(rows=row_list(long), columns=first.fields)


def _matrix(header: Header, drafts: Sequence[Draft]) -> Iterator[Remark]:
    """Find a run of unread number columns that sum up to the quantity column on most rows."""
    total = header.index("quantity")
    rows = [draft.row for draft in drafts if isinstance(draft.row.cell(total), Decimal)]
    if total < 0 or len(rows) < 3:
        return
    for run in _number_runs(header, rows):
        differing = [row.number for row in rows if _sum(row, run) != row.cell(total)]
        if (len(rows) - len(differing)) * 100 < len(rows) * _MATRIX_PERCENT:
            continue
        titles = {column.index: column.title for column in header.columns}
        sums = ", ".join(
            f"{titles[index]} {total_text(sum((_number(row, index) for row in rows), Decimal(0)))}"
            for index in run
        )
        yield MATRIX(columns=len(run), sums=sums, total=titles[total])
        if differing:
            yield MATRIX_DIFFERS(rows=row_list(differing))


def _number_runs(header: Header, rows: Sequence[Row]) -> list[list[int]]:
    """Return runs of two or more neighbouring unread columns that hold only numbers and blanks."""
    unread = [
        column.index
        for column in header.columns
        if not column.field and column.title and _holds_numbers(rows, column.index)
    ]
    runs: list[list[int]] = []
    for index in unread:
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return [run for run in runs if len(run) > 1]


def _holds_numbers(rows: Sequence[Row], index: int) -> bool:
    cells = [row.cell(index) for row in rows]
    numbers = sum(isinstance(cell, Decimal) for cell in cells)
    return numbers > 0 and all(isinstance(cell, Decimal) or not cell.strip() for cell in cells)


def _number(row: Row, index: int) -> Decimal:
    cell = row.cell(index)
    return cell if isinstance(cell, Decimal) else Decimal(0)


def _sum(row: Row, run: Sequence[int]) -> Decimal:
    return sum((_number(row, index) for index in run), Decimal(0))
