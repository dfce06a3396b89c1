"""The register of parts and drawings: from a table's recognised columns to rows with dates, kinds and reasons.

Reads through the table reader of app/drawings; writes nothing and knows no file of the folder.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from app.drawings.import_header import Column, Header, find_header
from app.drawings.import_remarks import Remark
from app.drawings.import_table import OTHER_SHEETS, Row
from app.drawings.import_xlsx import read_tables
from app.transfer import remarks
from app.transfer.columns import FIELDS, VOCABULARY, document_kind_of, part_kind_of, source_of
from app.transfer.days import is_blank, read_day
from app.transfer.revisions import bare_label, label_key
from app.transfer.said import Term
from app.unit_of_work import number_key
from models.rules.quantity import parse_number
from models.types import canonical_json
from models.vocab import DocumentKind, PartKind, Source

_LIMITS: Final = {"number": 60, "document_number": 60, "name": 200, "unit": 20, "revision": 40}
# No drawing has as many; a column of something else was read as the number.
_MOST_REVISIONS: Final = 200
_MOST_WORDS: Final = 12
_BOUGHT: Final = frozenset({PartKind.RAW_MATERIAL, PartKind.PURCHASED, PartKind.STANDARD, PartKind.PACKAGING})


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One row of the register as it will be taken."""

    row: int
    number: str
    document_number: str
    name: str
    name_en: str
    kind: PartKind
    source: Source
    document_kind: DocumentKind
    unit: str
    material: str
    weight: Decimal | None
    revision: str
    approved_on: date | None
    approver: str
    customer: str
    customer_number: str
    vehicle: str
    engineering_order: str
    file: str

    @property
    def key(self) -> str:
        """The part's number for comparison."""
        return number_key(self.number)

    @property
    def document_key(self) -> str:
        """The document's number for comparison."""
        return number_key(self.document_number)


@dataclass(frozen=True, slots=True)
class RowNote:
    """What is to be said about one row of the register."""

    row: int
    number: str
    reason: Remark


@dataclass(frozen=True)
class Register:
    """A register as read.

    Attributes:
        columns: Every column with the field it was given.
        layout: Hash of the titles; equal for registers of one layout.
        left_out: Rows that are not taken, each with its reason.
        notes: Rows that are taken, with what the user should look at.
    """

    name: str
    header_row: int
    columns: tuple[Column, ...]
    sheet: str | None
    encoding: str | None
    layout: str
    rows: tuple[RegisterRow, ...]
    left_out: tuple[RowNote, ...]
    notes: tuple[RowNote, ...]
    warnings: tuple[Remark, ...]
    unknown_kinds: tuple[str, ...] = ()


def read_header(
    path: Path, mapping: Mapping[str, str], sheet: str | None
) -> tuple[Header, tuple[Remark, ...]]:
    """Return the register's header and what is to be said of the whole file.

    Raises:
        PartproofError: the file, its table or the mapping is refused.
    """
    tables = read_tables(path, sheet=sheet)
    header = find_header(tables, path.name, VOCABULARY, mapping)
    warnings = [*header.table.remarks, *header.remarks]
    others = [table.sheet for table in tables if table.sheet and table.sheet != header.table.sheet]
    if others:
        warnings.append(OTHER_SHEETS(sheet=header.table.sheet, sheets=", ".join(others)))
    return header, tuple(warnings)


def layout_of(header: Header) -> str:
    """Return the hash of a header's titles, by which the next register of the same layout is known."""
    titles = [column.title for column in header.columns]
    return hashlib.sha256(canonical_json(titles).encode("utf-8")).hexdigest()


def read_register(
    path: Path,
    *,
    today: date,
    mapping: Mapping[str, str] | None = None,
    sheet: str | None = None,
    kinds: Mapping[str, str] | None = None,
) -> Register:
    """Read a register of parts and drawings.

    Args:
        path: xlsx, xls or text table.
        today: The plant's day; nothing was approved after it.
        mapping: Column title or letter to field, over what is recognised.
        sheet: Name of the sheet; without it the visible sheet whose header fits best.
        kinds: Word of the kind column to part kind, over what is recognised.

    Raises:
        PartproofError: the file, its table or the mapping is refused.
    """
    header, warnings = read_header(path, mapping or {}, sheet)
    reading = _Reading(header, today, {word: PartKind(kind) for word, kind in (kinds or {}).items()})
    for row in header.body():
        reading.take(row)
    return Register(
        name=path.name,
        header_row=header.row,
        columns=header.columns,
        sheet=header.table.sheet,
        encoding=header.table.encoding,
        layout=layout_of(header),
        rows=tuple(reading.rows),
        left_out=tuple(reading.left_out),
        notes=tuple(reading.notes),
        warnings=warnings,
        unknown_kinds=tuple(reading.unknown_kinds),
    )


class _Reading:
    """The rows read so far; a row says the same of a number as the rows before it, or is left out."""

    def __init__(self, header: Header, today: date, kinds: Mapping[str, PartKind]) -> None:
        self._header, self._today, self._kinds = header, today, kinds
        self._columns = {column.field: column.index for column in header.columns if column.field}
        self.rows: list[RegisterRow] = []
        self.left_out: list[RowNote] = []
        self.notes: list[RowNote] = []
        self._seen: dict[tuple[str, str, str], RegisterRow] = {}
        self._spelled: dict[str, RegisterRow] = {}
        self._count: Counter[str] = Counter()
        # In the order of the register; more than a person would name are one column read wrong.
        self.unknown_kinds: dict[str, None] = {}

    def take(self, row: Row) -> None:
        """Read one row of the table."""
        values = {name: "" if is_blank(text := row.text(i)) else text for name, i in self._columns.items()}
        number = values.get("number") or values.get("document_number") or ""
        if self._header.is_repeated_by(row):
            self.left_out.append(RowNote(row.number, "", remarks.REPEATED_HEADER()))
        elif not number:
            shown = " · ".join(row.text(index) for index in row.filled()[:3])[:60]
            self.left_out.append(RowNote(row.number, "", remarks.NO_NUMBER(text=shown)))
        else:
            self._take(row.number, number, values)

    def _take(self, row: int, number: str, values: Mapping[str, str]) -> None:
        for name, limit in _LIMITS.items():
            if len(values.get(name, "")) > limit:
                word = Term("register", FIELDS[name])
                self.left_out.append(RowNote(row, number[:60], remarks.TOO_LONG(field=word, limit=limit)))
                return
        day = read_day(values.get("approved_on", ""), today=self._today)
        if day.refused is not None:
            self.left_out.append(RowNote(row, number, day.refused))
            return
        if day.remark is not None:
            self.notes.append(RowNote(row, number, day.remark))
        self._add(replace(self._row(row, number, values), approved_on=day.day))

    def _row(self, row: int, number: str, values: Mapping[str, str]) -> RegisterRow:
        kind = self._word(row, number, "kind", values)
        part_kind = kind if isinstance(kind, PartKind) else PartKind.COMPONENT
        source = self._word(row, number, "source", values)
        document_kind = self._word(row, number, "document_kind", values)
        return RegisterRow(
            row=row,
            number=number,
            document_number=values.get("document_number") or number,
            name=values.get("name") or number,
            name_en=values.get("name_en", ""),
            kind=part_kind,
            source=source
            if isinstance(source, Source)
            else (Source.BOUGHT if part_kind in _BOUGHT else Source.MADE),
            document_kind=document_kind if isinstance(document_kind, DocumentKind) else DocumentKind.DRAWING,
            unit=values.get("unit") or "EA",
            material=values.get("material", ""),
            weight=self._weight(row, number, values.get("weight", "")),
            revision=bare_label(values.get("revision", "")),
            approved_on=None,
            approver=values.get("approver", ""),
            customer=values.get("customer", ""),
            customer_number=values.get("customer_number", ""),
            vehicle=values.get("vehicle", ""),
            engineering_order=values.get("engineering_order", ""),
            file=values.get("file", ""),
        )

    def _word(
        self, row: int, number: str, name: str, values: Mapping[str, str]
    ) -> PartKind | Source | DocumentKind | None:
        text = values.get(name, "")
        if not text:
            return None
        known = {"kind": part_kind_of, "source": source_of, "document_kind": document_kind_of}[name](text)
        found = self._kinds.get(text, known) if name == "kind" else known
        if found is None:
            if name == "kind" and len(self.unknown_kinds) < _MOST_WORDS:
                self.unknown_kinds[text] = None
            word = Term("register", FIELDS[name])
            self.notes.append(RowNote(row, number, remarks.UNKNOWN_WORD(field=word, text=text[:40])))
        return found

    def _weight(self, row: int, number: str, text: str) -> Decimal | None:
        if not text:
            return None
        weight, _ = parse_number(text.casefold().removesuffix("kg").strip())
        if weight is None or weight < 0:
            self.notes.append(RowNote(row, number, remarks.BAD_WEIGHT(text=text[:40])))
            return None
        return weight

    def _add(self, taken: RegisterRow) -> None:
        spelled = self._spelled.setdefault(taken.key, taken)
        if spelled.number != taken.number:
            reason = remarks.OTHER_SPELLING(other=spelled.number, first=spelled.row)
            self.notes.append(RowNote(taken.row, taken.number, reason))
        first = self._seen.setdefault((taken.key, taken.document_key, label_key(taken.revision)), taken)
        if first is taken:
            self._count[taken.key] += 1
            if self._count[taken.key] <= _MOST_REVISIONS:
                self.rows.append(taken)
            else:
                reason = remarks.TOO_MANY_REVISIONS(limit=_MOST_REVISIONS)
                self.left_out.append(RowNote(taken.row, taken.number, reason))
            return
        field = _difference(first, taken)
        if field is None:
            reason = remarks.TWICE(first=first.row)
        else:
            one, other = str(getattr(first, field) or "–"), str(getattr(taken, field) or "–")
            word = Term("register", FIELDS[field])
            reason = remarks.TWICE_OTHERWISE(first=first.row, field=word, one=one[:60], other=other[:60])
        self.left_out.append(RowNote(taken.row, taken.number, reason))


def _difference(first: RegisterRow, second: RegisterRow) -> str | None:
    """Return the first field in which two rows of one number and revision contradict each other."""
    fields = ("name", "kind", "source", "material", "weight", "approved_on", "approver", "unit", "file")
    return next((name for name in fields if getattr(first, name) != getattr(second, name)), None)
