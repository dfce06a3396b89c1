"""Compares two structures line by line: by find number and part, then by part, then by find number. Pure.

A structure is a sequence of lines with the way that leads to each; where it came from (revision, baseline, file) does
not matter here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final


class Difference(StrEnum):
    """How a line differs."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One line of a structure.

    Attributes:
        way: Keys of the assemblies from the top down to the line's parent, the top left out.
        part: Key by which the part is the same on both sides (number key).
        number: The part's number as it is written.
        quantity: Per ``per`` of the parent, in ``unit``; None where a table named none.
        facts: Further fields by name, as text.
    """

    way: tuple[str, ...]
    find_number: str
    part: str
    number: str
    name: str
    quantity: Decimal | None
    per: Decimal
    unit: str
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def amount(self) -> Fraction | None:
        """Quantity for one parent."""
        return None if self.quantity is None else Fraction(self.quantity) / Fraction(self.per)


@dataclass(frozen=True, slots=True)
class LineDifference:
    """One line of the comparison: what stood on the left, what stands on the right, which fields differ."""

    difference: Difference
    old: ComparedLine | None
    new: ComparedLine | None
    fields: tuple[tuple[str, str, str], ...] = field(default=())

    @property
    def line(self) -> ComparedLine:
        """The line as it stands now, or stood last."""
        found = self.new or self.old
        assert found is not None
        return found


FIND: Final = "find_number"
QUANTITY: Final = "quantity"
UNIT: Final = "unit"
PART: Final = "part"
Group = list[ComparedLine]


def compare(old: Sequence[ComparedLine], new: Sequence[ComparedLine]) -> tuple[LineDifference, ...]:
    """Return every line of both sides once, in the order of the right side, removed ones after their neighbours.

    Lines are matched below the same assembly only: first by find number and part, then by part alone (in order, so
    that a part on two lines is matched line by line), and what is left by find number alone (the part was replaced).
    """
    left, right = _grouped(old), _grouped(new)
    rows: dict[int, LineDifference] = {}
    removed: dict[tuple[str, ...], list[LineDifference]] = {}
    for way in {**right, **left}:
        pairs, gone = _matched(left.get(way, []), right.get(way, []))
        for before, after in pairs:
            rows[id(after)] = _difference(before, after)
        removed[way] = [LineDifference(Difference.REMOVED, entry, None) for entry in gone]
    listed: list[LineDifference] = []
    for line in new:
        listed.append(rows[id(line)])
    return _placed(listed, removed)


def _grouped(lines: Iterable[ComparedLine]) -> dict[tuple[str, ...], Group]:
    groups: dict[tuple[str, ...], Group] = defaultdict(list)
    for line in lines:
        groups[line.way].append(line)
    return groups


def _matched(old: Group, new: Group) -> tuple[list[tuple[ComparedLine | None, ComparedLine]], Group]:
    waiting, pairs = list(old), {}
    keys: tuple[Callable[[ComparedLine], tuple[str, ...] | None], ...] = (
        lambda line: (line.find_number, line.part) if line.find_number else None,
        lambda line: (line.part,) if line.part else None,
        lambda line: (line.find_number,) if line.find_number else None,
    )
    for key in keys:
        known: dict[tuple[str, ...], Group] = defaultdict(list)
        for line in waiting:
            found = key(line)
            if found is not None:
                known[found].append(line)
        taken: set[int] = set()
        for line in new:
            found = key(line) if id(line) not in pairs else None
            if found is not None and known.get(found):
                match = known[found].pop(0)
                pairs[id(line)] = match
                taken.add(id(match))
        waiting = [line for line in waiting if id(line) not in taken]
    return [(pairs.get(id(line)), line) for line in new], waiting


def _difference(old: ComparedLine | None, new: ComparedLine) -> LineDifference:
    if old is None:
        return LineDifference(Difference.ADDED, None, new)
    fields: list[tuple[str, str, str]] = []
    if old.part != new.part:
        fields.append((PART, old.number, new.number))
    if old.find_number != new.find_number:
        fields.append((FIND, old.find_number, new.find_number))
    if old.amount != new.amount:
        fields.append((QUANTITY, amount_of(old), amount_of(new)))
    if old.unit.casefold() != new.unit.casefold():
        fields.append((UNIT, old.unit, new.unit))
    before, after = dict(old.facts), dict(new.facts)
    for name in {**before, **after}:
        if before.get(name, "") != after.get(name, ""):
            fields.append((name, before.get(name, ""), after.get(name, "")))
    if not fields:
        return LineDifference(Difference.SAME, old, new)
    kind = Difference.REPLACED if old.part != new.part else Difference.CHANGED
    return LineDifference(kind, old, new, tuple(fields))


def amount_of(line: ComparedLine) -> str:
    """Return a quantity as people read it: ``4``, or ``3 / 1000`` where it is for several; "" for none."""
    if line.quantity is None:
        return ""
    shown = format(line.quantity, "f")
    return shown if line.per == 1 else f"{shown} / {format(line.per, 'f')}"


def _placed(
    listed: list[LineDifference], removed: dict[tuple[str, ...], list[LineDifference]]
) -> tuple[LineDifference, ...]:
    """Put removed lines after the last line below their assembly; of assemblies that are gone, at the end."""
    last: dict[tuple[str, ...], int] = {}
    for at, row in enumerate(listed):
        way = row.line.way
        for depth in range(len(way) + 1):
            last[way[:depth]] = at
    after: dict[int, list[LineDifference]] = defaultdict(list)
    end: list[LineDifference] = []
    for way in sorted(removed, key=len, reverse=True):
        entries = removed[way]
        if way in last:
            after[last[way]].extend(entries)
        else:
            end.extend(entries)
    rows: list[LineDifference] = []
    for at, row in enumerate(listed):
        rows.append(row)
        rows.extend(after.get(at, ()))
    return (*rows, *sorted(end, key=lambda row: row.line.way))
