"""The body of a parts list, row by row: which rows are parts, which are skipped and why.

Decides by the row and its neighbours; knows no structure.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from app.bom.import_columns import OPTIONAL, is_approval, is_total, yes_or_no
from app.bom.import_remarks import (
    APPROVAL_ROW,
    BAD_QUANTITY,
    NEGATIVE_QUANTITY,
    NO_PART,
    NO_QUANTITY,
    NOT_FITTED,
    REPEATED_HEADER,
    SECTION_ROW,
    TOTAL_ROW,
    ZERO_QUANTITY,
)
from app.drawings.import_header import Header
from app.drawings.import_remarks import Remark, Skipped
from app.drawings.import_table import Fault as CellFault
from app.drawings.import_table import Row, text_of
from models.rules.quantity import Fault, QuantityReading, parse_quantity, uses_decimal_comma

_NAMING: Final = ("part_number", "name", "description", "manufacturer_part_number", "supplier_part_number")
_SHOWN: Final = 60


@dataclass
class Draft:
    """A row that is a part, before the structure is known.

    Attributes:
        values: Field to text.
        indent: Blanks before the part number, or before the name where that has none.
        skip: Why it will not be a line although it is a part.
    """

    row: Row
    values: dict[str, str]
    quantity: QuantityReading
    indent: int
    optional: bool
    section: str
    skip: Remark | None = None

    @property
    def number(self) -> int:
        """The 1-based row in the file."""
        return self.row.number

    def shown(self) -> str:
        """Return the row's text for a sentence."""
        return shown(self.row)


@dataclass
class Body:
    """The rows of a table below its header.

    Attributes:
        unclear_flags: Rows whose optional column says neither yes nor no.
    """

    drafts: list[Draft] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    unclear_flags: list[int] = field(default_factory=list)


def shown(row: Row) -> str:
    """Return the first texts of a row, cut to one readable length."""
    texts = [row.text(index) for index in row.filled() if row.text(index)]
    text = " · ".join(texts[:4]) or "?"
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def read_body(header: Header) -> Body:
    """Sort the rows below the header into parts and skipped rows."""
    body = Body()
    columns = {column.field: column.index for column in header.columns if column.field}
    comma = _decimal_comma(header, columns)
    section, last_number, last_was_part = "", header.first_body_row - 1, True
    for row in header.body():
        values = {name: row.text(index) for name, index in columns.items()}
        apart = last_was_part or row.number > last_number + 1
        reason = _not_a_part(header, row, values, columns, apart)
        last_number, last_was_part = row.number, reason is None
        if reason is not None:
            if reason.code in (SECTION_ROW.code, NO_QUANTITY.code) and len(row.filled()) == 1 and apart:
                section = row.text(row.filled()[0])
            body.skipped.append(Skipped(row.number, reason))
            continue
        draft = _draft(row, values, columns, section, comma)
        if draft.skip is not None and draft.skip.code == NO_QUANTITY.code:
            last_was_part = False
        _flag(draft, columns, body)
        body.drafts.append(draft)
    return body


def _decimal_comma(header: Header, columns: dict[str, int]) -> bool:
    index = columns.get("quantity", -1)
    return uses_decimal_comma([row.text(index) for row in header.body()]) if index >= 0 else False


def _not_a_part(
    header: Header, row: Row, values: dict[str, str], columns: dict[str, int], apart: bool
) -> Remark | None:
    if header.is_repeated_by(row):
        return REPEATED_HEADER()
    number, naming = values.get("part_number", ""), [values.get(name, "") for name in _NAMING]
    texts = [row.text(index) for index in row.filled() if not isinstance(row.cell(index), Decimal)]
    first = next((text for text in [*naming, values.get("find_number", "")] if text), "")
    countless = _has_no_quantity(row, columns)
    if _sums(first, number, values, texts, named=any(naming)):
        return TOTAL_ROW(text=shown(row))
    approvals = sum(is_approval(text) for text in texts)
    if countless and (approvals > 1 or (approvals and (not number or is_approval(number)))):
        return APPROVAL_ROW(text=shown(row))
    if countless and len(row.filled()) == 1:
        return _single(row, columns, apart)
    if not any(naming) and (countless or not values.get("find_number")):
        return NO_PART(text=shown(row))
    return None


def _sums(first: str, number: str, values: dict[str, str], texts: list[str], *, named: bool) -> bool:
    if named:
        identified = number and not is_total(number)
        return is_total(first) and not identified and not values.get("find_number", "").strip("-")
    return any(is_total(text) for text in texts)


def _single(row: Row, columns: dict[str, int], apart: bool) -> Remark | None:
    """Judge a row with one text: a heading where it stands apart, else a row that lacks its quantity."""
    only = row.filled()[0]
    if "quantity" not in columns:
        is_part = only in {columns[name] for name in _NAMING if name in columns}
        return None if is_part else SECTION_ROW(text=shown(row))
    numbered = only == columns.get("part_number") and any(sign.isdigit() for sign in row.text(only))
    if apart and not numbered and not isinstance(row.cell(only), Decimal):
        return SECTION_ROW(text=shown(row))
    return NO_QUANTITY(text=shown(row))


def _has_no_quantity(row: Row, columns: dict[str, int]) -> bool:
    """Say whether nothing that could be counted stands in the quantity column."""
    if "quantity" not in columns:
        return True
    cell = row.cell(columns["quantity"])
    return not isinstance(cell, Decimal) and parse_quantity(cell).value is None


def _draft(row: Row, values: dict[str, str], columns: dict[str, int], section: str, comma: bool) -> Draft:
    index = columns.get("quantity", -1)
    cell = row.cell(index)
    quantity = parse_quantity(cell, decimal_comma=comma)
    draft = Draft(row, values, quantity, _indent(row, columns), bool(OPTIONAL.match(section)), section)
    if yes_or_no(values.get("not_fitted", "")) is True:
        draft.skip = NOT_FITTED(text=draft.shown())
    elif index >= 0 and quantity.fault is not None:
        draft.skip = _fault(
            quantity.fault, str(cell) if isinstance(cell, CellFault) else text_of(cell), draft
        )
    return draft


def _fault(fault: Fault, written: str, draft: Draft) -> Remark:
    if fault is Fault.EMPTY:
        return NO_QUANTITY(text=draft.shown())
    if fault is Fault.ZERO:
        return ZERO_QUANTITY(text=draft.shown())
    if fault is Fault.NEGATIVE:
        return NEGATIVE_QUANTITY(text=draft.shown())
    return BAD_QUANTITY(quantity=" ".join(written.split())[:_SHOWN], text=draft.shown())


def _indent(row: Row, columns: dict[str, int]) -> int:
    for name in ("part_number", "name", "description"):
        text = text_of(row.cell(columns.get(name, -1)))
        if text.strip():
            return len(text) - len(text.lstrip(" \t\u3000"))
    return 0


def _flag(draft: Draft, columns: dict[str, int], body: Body) -> None:
    if "optional" not in columns:
        return
    said = yes_or_no(draft.values["optional"])
    if said is None:
        body.unclear_flags.append(draft.number)
    draft.optional = draft.optional or said is True
