"""The BOM of a revision branch by branch, and its shape: the cost grows with the lines, never with the paths.

Reads only. An indented list with a row for each path is ``queries.bom_tree``; no screen needs one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bom.bom_refusals import TOO_DEEP
from app.bom.links import Links, links_below
from app.bom.queries import DEEPEST, BomRow, answer_of, bom_row, chosen_revisions, in_slices, lines_of
from app.bom.roll_up import RollUp, roll_up
from app.parts.in_force import asked_for
from models.bom import BomLine
from models.part import Part, PartRevision
from models.rules.amount import Amount
from models.rules.effectivity import Asked
from models.rules.structure import topological
from models.vocab import RevisionState

# A structure with no more rows than this is opened whole.
SHORT: Final = 200
_SLICE: Final = 500


@dataclass(frozen=True)
class AsOf:
    """For when, which lot or which customer's order a BOM is asked; empty is what is released now."""

    day: date | None = None
    lot: str = ""
    order: str = ""

    @property
    def given(self) -> bool:
        """Whether it asks for anything but now."""
        return bool(self.day or self.lot or self.order)


NOW: Final = AsOf()


@dataclass(frozen=True)
class BranchRow:
    """One line below a revision.

    Attributes:
        row: As in an indented list of one level: ``total`` is for one of the parent.
        opens: The revision that answers has lines of its own.
    """

    row: BomRow
    opens: bool

    @property
    def obsolete(self) -> bool:
        """Whether the part, or the revision it is pinned to, must not be used any more."""
        return self.row.revision_id is None or self.row.state is RevisionState.OBSOLETE or not self.row.active


@dataclass(frozen=True)
class BomShape:
    """What a whole structure is like without a row for each path.

    Attributes:
        rows: How many rows the indented list would have, without the part itself; exact, however many.
        levels: The longest way down.
        optional: Some line is optional.
        obsolete: Numbers of the obsolete parts in it, and of those out of use.
        containing: Ids of the revisions that hold an obsolete part at any level.
    """

    rows: int = 0
    levels: int = 0
    optional: bool = False
    obsolete: tuple[str, ...] = ()
    containing: frozenset[int] = frozenset()


Branches = dict[int, tuple[BranchRow, ...]]


@dataclass(frozen=True)
class BomOpening:
    """What a tree of a BOM opens with.

    Attributes:
        top: The part itself, level 0; None where the revision is gone.
        branches: Revision to its own lines: those of the top, of all of a short structure, and those wanted.
    """

    top: BomRow | None = None
    branches: Branches = field(default_factory=dict)
    shape: BomShape = BomShape()


def asked_as_of(session: Session, as_of: AsOf) -> Asked | None:
    """Return the question for the resolution of a BOM; None is what is released now."""
    if not as_of.given:
        return None
    return asked_for(session, day=as_of.day, lot=as_of.lot, order=as_of.order)


def sums_as_of(session: Session, revision_id: int, as_of: AsOf = NOW) -> RollUp:
    """Return weight and cost as they are for a day, a lot or an order."""
    return roll_up(session, revision_id, asked=asked_as_of(session, as_of))


def bom_opening(
    session: Session, revision_id: int, wanted: Iterable[int] = (), as_of: AsOf = NOW
) -> BomOpening:
    """Return the top, its own lines, and the shape of all below; of a short structure every branch.

    Args:
        session: Open session.
        revision_id: The revision.
        wanted: Ids of further revisions whose lines are shown already.
        as_of: For when, which lot, which order.

    Raises:
        PartproofError: ``bom.too_deep`` where a part contains itself or the levels do not end.
    """
    top = session.get(PartRevision, revision_id)
    if top is None:
        return BomOpening()
    asked = asked_as_of(session, as_of)
    links = links_below(session, revision_id, top.part_id, asked)
    part = session.get_one(Part, top.part_id)
    shape = _shape(session, links, part.number)
    reached = {node for node in links.reached() if node > 0}
    opened = reached if shape.rows <= SHORT else {revision_id, *(reached & set(wanted))}
    row = bom_row(0, "", None, part, top, Decimal(1), {part.id: part})
    return BomOpening(row, _branches(session, opened, asked), shape)


def bom_branches(session: Session, revision_ids: Iterable[int], as_of: AsOf = NOW) -> Branches:
    """Return the own lines of some revisions, as somebody opens them."""
    return _branches(session, set(revision_ids), asked_as_of(session, as_of))


def _branches(session: Session, revision_ids: set[int], asked: Asked | None) -> Branches:
    lines = lines_of(session, sorted(revision_ids))
    every = [line for entries in lines.values() for line in entries]
    chosen = chosen_revisions(session, {answer_of(line) for line in every}, asked)
    part_ids = {line.child_part_id for line in every}
    part_ids.update(substitute.part_id for line in every for substitute in line.substitutes)
    parts = {part.id: part for part in in_slices(session, Part, part_ids)}
    holding = _holding(session, {revision.id for revision in chosen.values() if revision is not None})
    found: Branches = {}
    for revision_id, entries in lines.items():
        rows = []
        for line in entries:
            child = chosen[answer_of(line)]
            amount = Amount().times(line.quantity, line.per).decimal()
            row = bom_row(1, line.find_number, line, parts[line.child_part_id], child, amount, parts)
            rows.append(BranchRow(row, child is not None and child.id in holding))
        found[revision_id] = tuple(rows)
    return found


def _holding(session: Session, revision_ids: set[int]) -> set[int]:
    """Return which of some revisions have lines."""
    found: set[int] = set()
    listed = sorted(revision_ids)
    for start in range(0, len(listed), _SLICE):
        ids = listed[start : start + _SLICE]
        found.update(
            session.scalars(select(BomLine.revision_id).where(BomLine.revision_id.in_(ids)).distinct())
        )
    return found


def _shape(session: Session, links: Links, number: str) -> BomShape:
    edges = [(node, links.child(row)) for node, rows in links.below.items() for row in rows]
    try:
        order = topological(edges, links.top)
    except ValueError:
        raise TOO_DEEP(number=number, limit=DEEPEST) from None
    paths, depth = dict.fromkeys(order, 0), dict.fromkeys(order, 0)
    paths[links.top] = 1
    optional = False
    for node in order:
        for row in links.below.get(node, ()):
            child = links.child(row)
            paths[child] += paths[node]
            depth[child] = max(depth[child], depth[node] + 1)
            optional = optional or bool(row[7])
    levels = max(depth.values())
    if levels > DEEPEST:
        raise TOO_DEEP(number=number, limit=DEEPEST)
    bad = _obsolete(session, links)
    containing: set[int] = set()
    for node in reversed(order):
        below = (links.child(row) for row in links.below.get(node, ()))
        if any(child in bad or child in containing for child in below):
            containing.add(node)
    numbers = tuple(sorted(set(bad.values())))
    return BomShape(sum(paths.values()) - 1, levels, optional, numbers, frozenset(containing))


def _obsolete(session: Session, links: Links) -> dict[int, str]:
    """Return node to number for what must not be used any more; the top itself is not asked."""
    reached = links.reached()
    reached.pop(links.top, None)
    gone = {node for node in reached if node < 0}
    pinned = {row[2] for rows in links.below.values() for row in rows if row[2] is not None} & reached.keys()
    gone |= {
        row.id for row in in_slices(session, PartRevision, pinned) if row.state is RevisionState.OBSOLETE
    }
    unused = set(session.scalars(select(Part.id).where(Part.active.in_([False]))))
    gone |= {node for node, part in reached.items() if part in unused}
    parts = in_slices(session, Part, {reached[node] for node in gone})
    numbers = {part.id: part.number for part in parts}
    return {node: numbers[reached[node]] for node in gone}
