"""An editing session of a draft's own BOM lines: cells as typed, undo and redo, paste, what cannot be read and why.

Nothing typed is ever lost: what cannot be read stays in its cell and is told. Asks nothing and shows nothing itself.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from app.bom.drafts import DraftBom, DraftLine, PartChoice
from app.bom.import_columns import VOCABULARY
from app.bom.lines import LineFacts
from app.unit_of_work import number_key
from models.rules.quantity import Fault, parse_quantity
from models.types import decimal_text
from ui.i18n import Words, say

COLUMNS: Final = (
    "part",
    "find_number",
    "name",
    "quantity",
    "unit",
    "per",
    "reference",
    "note",
    "optional",
    "scrap_percent",
    "substitutes",
    "pinned",
)
READ_ONLY: Final = frozenset({"name"})
_STEPS: Final = 200
_YES: Final = frozenset({"yes", "y", "✓", "o", "예", "1", "true", "선택", "optional", "x"})
_FROM_IMPORT: Final = {"part_number": "part", **{name: name for name in COLUMNS}}


@dataclass(frozen=True)
class EditLine:
    """One line as typed; ``key`` tells it apart while it is edited."""

    key: int
    line_id: int | None
    part: str = ""
    find_number: str = ""
    quantity: str = ""
    unit: str = ""
    per: str = "1"
    reference: str = ""
    note: str = ""
    optional: str = ""
    scrap_percent: str = ""
    substitutes: str = ""
    pinned: str = ""


@dataclass(frozen=True)
class CellFault:
    """A cell that cannot be read, and why."""

    key: int
    column: str
    reason: Words


class EditSession:
    """The lines of one draft while a person edits them.

    Args:
        base: The stored lines.
        parts: The parts they name, by id.
    """

    def __init__(self, base: DraftBom, parts: Mapping[int, PartChoice]) -> None:
        self.base = base
        self.known: dict[str, PartChoice] = {number_key(part.number): part for part in parts.values()}
        self._by_id = dict(parts)
        self._next = 1
        self.lines: tuple[EditLine, ...] = tuple(self._typed(line) for line in base.lines)
        self._stored: dict[int | None, EditLine] = {line.line_id: line for line in self.lines}
        self._undo: list[tuple[EditLine, ...]] = []
        self._redo: list[tuple[EditLine, ...]] = []

    def _key(self) -> int:
        self._next += 1
        return self._next

    def _typed(self, line: DraftLine) -> EditLine:
        facts = line.facts
        return EditLine(
            self._key(),
            line.line_id,
            self._number(facts.child_part_id),
            facts.find_number,
            decimal_text(facts.quantity),
            facts.unit,
            decimal_text(facts.per),
            facts.reference,
            facts.note,
            "✓" if facts.optional else "",
            "" if facts.scrap_percent == 0 else decimal_text(facts.scrap_percent),
            ", ".join(self._number(part) for part in line.substitutes),
            self._label(facts.child_part_id, facts.pinned_revision_id),
        )

    def _label(self, part_id: int, revision_id: int | None) -> str:
        """Return how the revision is said that a line is pinned to, "" for none."""
        if revision_id is None:
            return ""
        part = self._by_id.get(part_id)
        said = {known: label for label, known in part.revisions} if part is not None else {}
        return said.get(revision_id, str(revision_id))

    @staticmethod
    def _pinned(part: PartChoice, typed: str) -> int | None:
        """Return the revision of a part that is meant by a text, or None."""
        said = {number_key(label): known for label, known in part.revisions}
        return said.get(number_key(typed))

    def _number(self, part_id: int) -> str:
        part = self._by_id.get(part_id)
        return str(part_id) if part is None else part.number

    def learn(self, parts: Mapping[str, PartChoice]) -> None:
        """Take parts that were looked up by number key."""
        self.known.update(parts)
        self._by_id.update({part.id: part for part in parts.values()})

    def unknown(self) -> set[str]:
        """Return the number keys of parts that are named and not looked up yet."""
        named = {number_key(number) for line in self.lines for number in self._named(line)}
        return {key for key in named if key} - self.known.keys()

    @staticmethod
    def _named(line: EditLine) -> list[str]:
        return [line.part, *(word.strip() for word in line.substitutes.split(","))]

    def name_of(self, line: EditLine) -> str:
        """Return the name of a line's part, "" where it is not known."""
        part = self.known.get(number_key(line.part))
        return "" if part is None else part.name

    # editing
    def change(self, lines: Sequence[EditLine]) -> None:
        """Put other lines, so that it can be undone."""
        if tuple(lines) == self.lines:
            return
        self._undo = [*self._undo[-_STEPS:], self.lines]
        self._redo = []
        self.lines = tuple(lines)

    def set_cells(self, keys: Iterable[int], column: str, text: str) -> None:
        """Type the same text into a column of several lines."""
        chosen = set(keys)
        self.change(
            [_with(line, {column: text.strip()}) if line.key in chosen else line for line in self.lines]
        )

    def insert(self, at: int) -> int:
        """Insert an empty line and return its key; it gets the next free find number."""
        line = EditLine(self._key(), None, find_number=self._free_find(), unit="EA")
        self.change([*self.lines[:at], line, *self.lines[at:]])
        return line.key

    def _free_find(self, taken: Iterable[str] = ()) -> str:
        used = {line.find_number for line in self.lines} | set(taken)
        number = 10
        while str(number) in used:
            number += 10
        return str(number)

    def remove(self, keys: Iterable[int]) -> None:
        """Take lines out."""
        gone = set(keys)
        self.change([line for line in self.lines if line.key not in gone])

    def move(self, keys: Iterable[int], at: int) -> None:
        """Move lines before the place ``at``, in their order."""
        chosen = set(keys)
        moved = [line for line in self.lines if line.key in chosen]
        before = [line for line in self.lines[:at] if line.key not in chosen]
        after = [line for line in self.lines[at:] if line.key not in chosen]
        self.change([*before, *moved, *after])

    def undo(self) -> None:
        """Take the last change back."""
        if self._undo:
            self._redo.append(self.lines)
            self.lines = self._undo.pop()

    def redo(self) -> None:
        """Do again what was taken back."""
        if self._redo:
            self._undo.append(self.lines)
            self.lines = self._redo.pop()

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Whether there is something to do again."""
        return bool(self._redo)

    @property
    def dirty(self) -> bool:
        """Whether anything differs from what is stored."""
        return self.lines != tuple(self._stored.values())

    def changed(self, line: EditLine) -> bool:
        """Tell whether a line differs from what is stored."""
        return line.line_id is None or line != self._stored.get(line.line_id)

    def paste(self, text: str, at: int, column: str) -> int:
        """Take copied cells in; returns how many rows they had.

        A heading row is recognised by its words. Without one, the cells go from ``column`` rightwards; rows beyond
        the last line become new ones. With one, every row becomes a new line.
        """
        rows = [
            row for row in csv.reader(io.StringIO(text), dialect="excel-tab") if any(c.strip() for c in row)
        ]
        if not rows:
            return 0
        headings = [_column_of(cell) for cell in rows[0]]
        if sum(bool(name) for name in headings) >= 2:
            self._append(rows[1:], headings)
            return len(rows) - 1
        first = COLUMNS.index(column)
        names = [name for name in COLUMNS[first:] if name not in READ_ONLY]
        lines = list(self.lines)
        for offset, row in enumerate(rows):
            cells = _cells(row, names)
            if at + offset < len(lines):
                lines[at + offset] = _with(lines[at + offset], cells)
            else:
                lines.append(self._made(cells, lines))
        self.change(lines)
        return len(rows)

    def _append(self, rows: Sequence[Sequence[str]], names: Sequence[str]) -> None:
        lines = list(self.lines)
        for row in rows:
            lines.append(self._made(_cells(row, names), lines))
        self.change(lines)

    def _made(self, cells: dict[str, str], lines: Sequence[EditLine]) -> EditLine:
        used = {line.find_number for line in lines}
        find = cells.get("find_number", "")
        if not find or find in used:
            number = 10 * (len(lines) + 1)
            while str(number) in used:
                number += 10
            find = str(number)
        return _with(EditLine(self._key(), None, unit=""), {**cells, "find_number": find})

    def copied(self, keys: Iterable[int]) -> str:
        """Return lines as cells for the clipboard, with the column names that paste knows."""
        chosen = set(keys)
        sink = io.StringIO(newline="")
        writer = csv.writer(sink, dialect="excel-tab", lineterminator="\n")
        writer.writerow(_HEADINGS)
        for line in self.lines:
            if line.key in chosen:
                writer.writerow([self.cell(line, column) for column in COLUMNS])
        return sink.getvalue()

    def cell(self, line: EditLine, column: str) -> str:
        """Return the text of a cell."""
        return self.name_of(line) if column == "name" else str(getattr(line, column))

    # reading
    def faults(self) -> tuple[CellFault, ...]:
        """Return every cell that cannot be read, in order."""
        found: list[CellFault] = []
        finds: set[str] = set()
        for line in self.lines:
            found += self._line_faults(line)
            if not line.find_number:
                found.append(CellFault(line.key, "find_number", say("No find number.")))
            elif line.find_number in finds:
                found.append(
                    CellFault(
                        line.key,
                        "find_number",
                        say("Find number {number} stands twice.", number=line.find_number),
                    )
                )
            finds.add(line.find_number)
        return tuple(found)

    def _line_faults(self, line: EditLine) -> list[CellFault]:
        found = []
        if number_key(line.part) not in self.known:
            reason = (
                say("There is no part “{number}” in use.", number=line.part) if line.part else say("No part.")
            )
            found.append(CellFault(line.key, "part", reason))
        for number in (word.strip() for word in line.substitutes.split(",")):
            if number and number_key(number) not in self.known:
                found.append(
                    CellFault(
                        line.key, "substitutes", say("There is no part “{number}” in use.", number=number)
                    )
                )
        for column in ("quantity", "per"):
            wrong = quantity_fault(str(getattr(line, column)))
            if wrong is not None:
                found.append(CellFault(line.key, column, wrong))
        part = self.known.get(number_key(line.part))
        if line.pinned and part is not None and self._pinned(part, line.pinned) is None:
            told = say("{number} has no revision “{text}”.", number=part.number, text=line.pinned)
            found.append(CellFault(line.key, "pinned", told))
        if line.scrap_percent and quantity_fault(line.scrap_percent.rstrip("%")) is not None:
            told = say("“{text}” is no percentage.", text=line.scrap_percent)
            found.append(CellFault(line.key, "scrap_percent", told))
        return found

    def draft(self) -> list[DraftLine]:
        """Return the lines as the verb takes them; only without faults."""
        return [self._read(line) for line in self.lines]

    def _read(self, line: EditLine) -> DraftLine:
        quantity, per = parse_quantity(line.quantity), parse_quantity(line.per)
        part = self.known[number_key(line.part)]
        scrap = parse_quantity(line.scrap_percent.rstrip("%")).value if line.scrap_percent else None
        several = quantity.per if quantity.per != 1 else per.value or Decimal(1)
        facts = LineFacts(
            part.id,
            line.find_number,
            quantity.value or Decimal(0),
            line.unit or quantity.unit or part.unit,
            several,
            line.reference,
            line.note,
            line.optional.casefold() in _YES,
            scrap or Decimal(0),
            self._pinned(part, line.pinned) if line.pinned else None,
        )
        named = [word.strip() for word in line.substitutes.split(",") if word.strip()]
        return DraftLine(line.line_id, facts, tuple(self.known[number_key(number)].id for number in named))

    def rebase(self, base: DraftBom, parts: Mapping[int, PartChoice]) -> tuple[str, ...]:
        """Take the lines as somebody else left them under this session's own edits.

        Returns:
            Find numbers of the lines that both changed; they stay as this person typed them.
        """
        self._by_id.update(parts)
        self.known.update({number_key(part.number): part for part in parts.values()})
        mine = {line.line_id: line for line in self.lines if line.line_id is not None}
        edited: dict[int | None, EditLine] = {
            line_id: line for line_id, line in mine.items() if line != self._stored.get(line_id)
        }
        removed = {key for key in self._stored if key is not None} - mine.keys()
        fresh: dict[int | None, EditLine] = {line.line_id: self._typed(line) for line in base.lines}
        old: dict[int | None, DraftLine] = {line.line_id: line for line in self.base.lines}
        now: dict[int | None, DraftLine] = {line.line_id: line for line in base.lines}
        both = [
            line.find_number
            for line_id, line in edited.items()
            if line_id not in now or now[line_id] != old.get(line_id)
        ]
        lines: list[EditLine] = []
        for line_id, line in fresh.items():
            if line_id in removed:
                continue
            lines.append(edited.get(line_id, line))
        lines += [
            line if line.line_id is None else replace(line, line_id=None)
            for line in self.lines
            if line.line_id is None or (line.line_id in edited and line.line_id not in fresh)
        ]
        self.base, self._stored = base, fresh
        self.change(lines)
        return tuple(both)


def _with(line: EditLine, cells: Mapping[str, str]) -> EditLine:
    changed: dict[str, Any] = dict(cells)
    return replace(line, **changed)


def quantity_fault(text: str) -> Words | None:
    """Return why a text is no quantity, or None where it is one."""
    fault = parse_quantity(text).fault
    if fault is None:
        return None
    if fault is Fault.EMPTY:
        return say("No quantity.")
    if fault is Fault.ZERO:
        return say("“{text}” is zero; a line needs a quantity above zero.", text=text)
    if fault is Fault.NEGATIVE:
        return say("“{text}” is below zero; a line needs a quantity above zero.", text=text)
    return say("“{text}” is no quantity; write it like 4, 0.4120 or 3 / 1000.", text=text)


def _cells(row: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    pairs = zip(names, row, strict=False)
    return {name: cell.strip() for name, cell in pairs if name and name not in READ_ONLY}


def _column_of(heading: str) -> str:
    """Return the column a copied heading names, "" for none."""
    own = {number_key(title): name for title, name in zip(_HEADINGS, COLUMNS, strict=True)}
    found = own.get(number_key(heading))
    if found is None:
        recognised = VOCABULARY.recognise(heading)
        found = _FROM_IMPORT.get(recognised[0], "") if recognised is not None else ""
    return found


_HEADINGS: Final = (
    "Part Number",
    "Find No",
    "Part Name",
    "Quantity",
    "Unit",
    "per",
    "Reference",
    "Note",
    "Optional",
    "Scrap %",
    "substitutes",
    "Pinned Rev",
)
