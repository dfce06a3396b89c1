"""What screens and documents ask about BOMs: the indented tree, where-used, roll-up. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.bom.bom_refusals import TOO_DEEP, TOO_MANY_ROWS
from app.bom.lines import LineFacts, facts_of
from app.bom.links import answering
from app.bom.roll_up import needed
from app.parts.in_force import shown_label
from app.parts.links import Linked, belonging
from app.refusals import NOT_FOUND
from models.bom import BomLine
from models.part import Part, PartRevision
from models.rules.amount import Amount
from models.rules.effectivity import Asked
from models.rules.structure import topological
from models.types import decimal_text
from models.vocab import PartKind, RevisionState, Source

M = TypeVar("M", Part, PartRevision)
DEEPEST = 60
MOST_ROWS = 200_000


@dataclass(frozen=True)
class BomRow:
    """One row of an indented BOM; level 0 is the part itself.

    Attributes:
        quantity: Per ``per`` units of the parent, in ``unit``.
        total: Per one unit of the top part, exact.
        revision_id: The revision that answers here: pinned, else the newest released, else the newest.
    """

    level: int
    path: str
    line_id: int | None
    find_number: str
    part_id: int
    number: str
    name: str
    name_en: str
    kind: PartKind
    source: Source
    revision_id: int | None
    revision: str
    state: RevisionState | None
    quantity: Decimal
    per: Decimal
    unit: str
    total: Decimal
    reference: str
    note: str
    optional: bool
    substitutes: tuple[str, ...]
    material: str
    weight: Decimal | None
    scrap_percent: Decimal = Decimal(0)
    migrated: bool = False
    active: bool = True


@dataclass(frozen=True)
class UseRow:
    """A revision whose BOM holds the part asked about."""

    part_id: int
    number: str
    name: str
    revision: str
    state: RevisionState
    find_number: str
    quantity: Decimal
    unit: str
    migrated: bool = False


@dataclass(frozen=True)
class WeightSum:
    """Rolled-up weight in kilograms and the parts it could not include."""

    kilograms: Decimal
    missing: tuple[str, ...]


def bom_tree(
    session: Session, revision_id: int, *, asked: Asked | None = None, deep: bool = True
) -> tuple[BomRow, ...]:
    """Return the indented BOM of a revision, depth first in line order, the part itself first.

    Edges are fetched level by level, never node by node. A row stands for each path, and all are kept: a screen
    opens branches of ``bom_structure`` instead, and a file is written row by row from ``bom_walk``.

    Args:
        session: Open session.
        revision_id: The revision.
        asked: For when, which lot, which order the children's revisions are chosen; None takes those released now.
        deep: False stops below the own lines.

    Raises:
        PartproofError: ``bom.too_deep`` or ``bom.too_many_rows``; nothing is ever left out quietly.
    """
    walk = bom_walk(session, revision_id, asked=asked, deep=deep)
    if walk is None:
        return ()
    if walk.count() >= MOST_ROWS:
        raise TOO_MANY_ROWS(number=walk.number, limit=MOST_ROWS)
    return tuple(walk.rows())


@dataclass(frozen=True)
class BomWalk:
    """A loaded BOM: its rows one after the other, and how many they are before the first one is made.

    What is held in memory grows with the lines; only who keeps the rows pays for the paths.
    """

    top: PartRevision
    lines: dict[int, list[BomLine]]
    parts: dict[int, Part]
    chosen: dict[tuple[int, int | None], PartRevision | None]

    @property
    def number(self) -> str:
        """Number of the part itself."""
        return self.parts[self.top.part_id].number

    def amounts(self) -> Iterator[Decimal]:
        """Yield the quantity of every line, each once."""
        return (line.quantity for entries in self.lines.values() for line in entries)

    def count(self) -> int:
        """Return how many rows stand below the part itself when every path is written out; exact, however many.

        Raises:
            PartproofError: ``bom.too_deep`` where a part contains itself or the levels do not end.
        """
        below = {revision_id: self._below(revision_id) for revision_id in self.lines}
        edges = [(above, child) for above, rows in below.items() for child in rows if child is not None]
        try:
            order = topological(edges, self.top.id)
        except ValueError:
            raise TOO_DEEP(number=self.number, limit=DEEPEST) from None
        rows: dict[int, int] = {}
        levels: dict[int, int] = {}
        for revision_id in reversed(order):
            children = below.get(revision_id, [])
            held = [child for child in children if child is not None]
            rows[revision_id] = len(children) + sum(rows[child] for child in held)
            levels[revision_id] = max((1 + levels[child] for child in held), default=1 if children else 0)
        if levels[self.top.id] > DEEPEST:
            raise TOO_DEEP(number=self.number, limit=DEEPEST)
        return rows[self.top.id]

    def _below(self, revision_id: int) -> list[int | None]:
        """Return what answers each line of a revision, None where every revision is obsolete."""
        found = (self.chosen.get(answer_of(line)) for line in self.lines[revision_id])
        return [None if revision is None else revision.id for revision in found]

    def rows(self) -> Iterator[BomRow]:
        """Yield the part itself, then every path below it, depth first in line order.

        Raises:
            PartproofError: ``bom.too_deep`` where the levels do not end; ``count`` says so before the first row.
        """
        stack: list[tuple[int, str, BomLine | None, int, PartRevision | None, Amount]] = [
            (0, "", None, self.top.part_id, self.top, Amount())
        ]
        while stack:
            level, path, line, part_id, revision, total = stack.pop()
            if level > DEEPEST:
                raise TOO_DEEP(number=self.number, limit=DEEPEST)
            yield bom_row(level, path, line, self.parts[part_id], revision, total.decimal(), self.parts)
            if revision is None:
                continue
            for child in reversed(self.lines.get(revision.id, [])):
                below = f"{path}.{child.find_number}" if path else child.find_number
                amount = total.times(child.quantity, child.per)
                answer = self.chosen.get(answer_of(child))
                stack.append((level + 1, below, child, child.child_part_id, answer, amount))


def bom_walk(
    session: Session, revision_id: int, *, asked: Asked | None = None, deep: bool = True
) -> BomWalk | None:
    """Return the loaded BOM of a revision, None where there is none; arguments as of ``bom_tree``."""
    top = session.get(PartRevision, revision_id)
    if top is None:
        return None
    return BomWalk(top, *_load(session, top, asked, deep=deep))


def where_used(session: Session, part_id: int, *, linked: Linked | None = None) -> tuple[UseRow, ...]:
    """Return the revisions (not obsolete) whose BOM names a part, one level up; ``linked``: of such parts only."""
    query = (
        select(BomLine, PartRevision, Part)
        .join(PartRevision, PartRevision.id == BomLine.revision_id)
        .join(Part, Part.id == PartRevision.part_id)
        .where(BomLine.child_part_id == part_id, PartRevision.state != RevisionState.OBSOLETE)
        .where(*belonging(Part.id, linked))
        .order_by(Part.number_key, PartRevision.counter)
    )
    return tuple(
        UseRow(
            part.id,
            part.number,
            part.name,
            shown_label(revision),
            revision.state,
            line.find_number,
            line.quantity,
            line.unit,
            revision.migrated,
        )
        for line, revision, part in session.execute(query)
    )


class LineChange(StrEnum):
    """How a line differs from the revision before."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class BomChangeRow:
    """One line that differs from the revision before; quantities are exact with their unit."""

    change: LineChange
    line_id: int
    part_id: int
    number: str
    name: str
    find_number: str
    source: Source
    before: str
    after: str


@dataclass(frozen=True)
class BomCompared:
    """The own lines of a revision against those of the revision before it (None where there is none)."""

    before: str | None
    rows: tuple[BomChangeRow, ...]


def bom_changes(session: Session, revision_id: int) -> BomCompared:
    """Return how a revision's own lines differ from those of the part's revision before; by part, in order."""
    revision = session.get(PartRevision, revision_id)
    if revision is None:
        return BomCompared(None, ())
    query = (
        select(PartRevision)
        .where(PartRevision.part_id == revision.part_id, PartRevision.counter < revision.counter)
        .order_by(PartRevision.counter.desc())
        .limit(1)
    )
    former = session.scalars(query).one_or_none()
    if former is None:
        return BomCompared(None, ())
    old, new = _by_child(session, former.id), _by_child(session, revision_id)
    rows: list[BomChangeRow] = []
    for key, (line, part) in new.items():
        before = old.get(key)
        if before is None:
            rows.append(_change(LineChange.ADDED, line, part, "", _amount(line)))
        elif _amount(before[0]) != _amount(line):
            rows.append(_change(LineChange.CHANGED, line, part, _amount(before[0]), _amount(line)))
    for key, (line, part) in old.items():
        if key not in new:
            rows.append(_change(LineChange.REMOVED, line, part, _amount(line), ""))
    return BomCompared(shown_label(former), tuple(rows))


def line_facts(session: Session, line_id: int) -> LineFacts:
    """Return all that a line says, as the verbs take it.

    Raises:
        PartproofError: ``record.not_found``.
    """
    line = session.get(BomLine, line_id)
    if line is None:
        raise NOT_FOUND(what=f"BOM line {line_id}")
    return facts_of(line)


def _by_child(session: Session, revision_id: int) -> dict[tuple[int, int], tuple[BomLine, Part]]:
    query = (
        select(BomLine, Part)
        .join(Part, Part.id == BomLine.child_part_id)
        .where(BomLine.revision_id == revision_id)
        .order_by(BomLine.position)
    )
    seen: dict[int, int] = {}
    found: dict[tuple[int, int], tuple[BomLine, Part]] = {}
    for line, part in session.execute(query):
        # The same part may stand on two lines: the first answers the first.
        seen[part.id] = seen.get(part.id, 0) + 1
        found[part.id, seen[part.id]] = (line, part)
    return found


def _amount(line: BomLine) -> str:
    return amount_text(line.quantity, line.per, line.unit)


def amount_text(quantity: Decimal, per: Decimal, unit: str) -> str:
    """Return a quantity as people read it: ``0.4120 kg``, or ``3 kg / 1000`` where it is for several."""
    several = "" if per == 1 else f" / {decimal_text(per)}"
    return f"{decimal_text(quantity)} {unit}{several}"


def _change(change: LineChange, line: BomLine, part: Part, before: str, after: str) -> BomChangeRow:
    return BomChangeRow(
        change, line.id, part.id, part.number, part.name, line.find_number, part.source, before, after
    )


def weight_sum(rows: tuple[BomRow, ...]) -> WeightSum:
    """Return the weight of a BOM: a part's own weight where given, else that of what it contains."""
    kilograms = Decimal(0)
    missing: list[str] = []
    covered: int | None = None
    for position, row in enumerate(rows):
        if covered is not None and row.level > covered:
            continue
        covered = None
        if row.level == 0:
            continue
        if row.unit.casefold() == "kg":
            kilograms += row.total
            covered = row.level
        elif row.weight is not None:
            kilograms += row.total * row.weight
            covered = row.level
        elif position + 1 == len(rows) or rows[position + 1].level <= row.level:
            missing.append(row.number)
    return WeightSum(kilograms, tuple(dict.fromkeys(missing)))


def quantities(session: Session, revision_id: int) -> dict[int, Decimal]:
    """Return how much of each part one unit of a revision needs, over all levels, exact, in the part's own unit."""
    return needed(session, revision_id).quantities


Loaded = tuple[dict[int, list[BomLine]], dict[int, Part], dict[tuple[int, int | None], PartRevision | None]]


def _load(session: Session, top: PartRevision, asked: Asked | None, *, deep: bool) -> Loaded:
    lines: dict[int, list[BomLine]] = {}
    chosen: dict[tuple[int, int | None], PartRevision | None] = {}
    waiting = [top.id]
    while waiting:
        found = lines_of(session, waiting)
        lines.update(found)
        wanted = {answer_of(line) for entries in found.values() for line in entries} - set(chosen)
        chosen.update(chosen_revisions(session, wanted, asked))
        if not deep:
            break
        waiting = [r.id for key in wanted if (r := chosen[key]) is not None and r.id not in lines]
    part_ids = {top.part_id, *(line.child_part_id for entries in lines.values() for line in entries)}
    part_ids.update(s.part_id for entries in lines.values() for line in entries for s in line.substitutes)
    parts = {part.id: part for part in in_slices(session, Part, part_ids)}
    return lines, parts, chosen


def answer_of(line: BomLine) -> tuple[int, int | None]:
    """Return what a line asks for: the part, and the revision it is pinned to."""
    return line.child_part_id, line.pinned_revision_id


def lines_of(session: Session, revision_ids: list[int]) -> dict[int, list[BomLine]]:
    """Return the own lines of some revisions in order, with their substitutes; an empty list where there are none."""
    found: dict[int, list[BomLine]] = {revision_id: [] for revision_id in revision_ids}
    for start in range(0, len(revision_ids), 500):
        query = (
            select(BomLine)
            .where(BomLine.revision_id.in_(revision_ids[start : start + 500]))
            .options(selectinload(BomLine.substitutes))
            .order_by(BomLine.position)
        )
        for line in session.scalars(query):
            found[line.revision_id].append(line)
    return found


def chosen_revisions(
    session: Session, wanted: set[tuple[int, int | None]], asked: Asked | None
) -> dict[tuple[int, int | None], PartRevision | None]:
    """Return the revision that answers what lines ask for; None where every one is obsolete."""
    parts = {part_id for part_id, pinned in wanted if pinned is None}
    answers = answering(session, parts, asked)
    ids = {pinned for _, pinned in wanted if pinned is not None} | set(answers.values())
    revisions = {revision.id: revision for revision in in_slices(session, PartRevision, ids)}
    return {
        (part_id, pinned): revisions.get(answers.get(part_id, 0) if pinned is None else pinned)
        for part_id, pinned in wanted
    }


def in_slices(session: Session, mapped: type[M], ids: set[int]) -> list[M]:
    """Return records by their ids, a few hundred at a time."""
    listed = sorted(ids)
    rows: list[M] = []
    for start in range(0, len(listed), 500):
        rows.extend(session.scalars(select(mapped).where(mapped.id.in_(listed[start : start + 500]))))
    return rows


def bom_row(
    level: int,
    path: str,
    line: BomLine | None,
    part: Part,
    revision: PartRevision | None,
    total: Decimal,
    parts: dict[int, Part],
) -> BomRow:
    """Return one row of an indented BOM; ``parts`` holds the substitutes besides."""
    label = "" if revision is None else shown_label(revision)
    return BomRow(
        level,
        path,
        None if line is None else line.id,
        "" if line is None else line.find_number,
        part.id,
        part.number,
        part.name,
        part.name_en,
        part.kind,
        part.source,
        None if revision is None else revision.id,
        label,
        None if revision is None else revision.state,
        Decimal(1) if line is None else line.quantity,
        Decimal(1) if line is None else line.per,
        part.unit if line is None else line.unit,
        total,
        "" if line is None else line.reference,
        "" if line is None else line.note,
        False if line is None else line.optional,
        () if line is None else tuple(parts[s.part_id].number for s in line.substitutes),
        part.material if revision is None else revision.material,
        part.weight if revision is None else revision.weight,
        Decimal(0) if line is None else line.scrap_percent,
        False if revision is None else revision.migrated,
        part.active,
    )
