"""Verbs about BOM lines and substitutes of a draft revision. Every one keeps the structure free of cycles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.bom.bom_refusals import (
    CYCLE,
    FIND_NUMBER_TAKEN,
    QUANTITY,
    SAME_PART,
    SCRAP,
    SELF,
    UNIT_DIMENSION,
)
from app.parts.parts import draft_of
from app.parts.refusals import INACTIVE_PART
from app.refusals import NOT_FOUND
from app.rights import filled, require
from app.unit_of_work import UnitOfWork
from models.bom import BomLine, BomSubstitute
from models.database import lock_structure
from models.part import Part, PartRevision
from models.rules.structure import find_cycle
from models.rules.units import dimension
from models.types import clean_text
from models.vocab import Noun, Role

EDITORS: Final = (Role.ENGINEER, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class LineFacts:
    """What a BOM line says; quantity is per ``per`` units of the parent, in ``unit``."""

    child_part_id: int
    find_number: str
    quantity: Decimal
    unit: str
    per: Decimal = Decimal(1)
    reference: str = ""
    note: str = ""
    optional: bool = False
    scrap_percent: Decimal = Decimal(0)
    pinned_revision_id: int | None = None


def add_line(unit: UnitOfWork, revision_id: int, facts: LineFacts) -> int:
    """Add a line to a draft revision's BOM and return its id.

    Raises:
        PartproofError: not a draft, the part itself, a cycle, a quantity not above zero, a taken find number.
    """
    require(unit, *EDITORS)
    revision = draft_of(unit.session, revision_id)
    query = select(BomLine).where(BomLine.revision_id == revision_id)
    known = unit.session.scalars(query).all()
    _refuse_taken(known, facts)
    check_line(unit.session, revision, facts)
    line = BomLine(revision_id=revision_id, position=max((row.position for row in known), default=0) + 1)
    fill_line(line, facts)
    unit.session.add(line)
    unit.record("bom_line_added", Noun.BOM, revision_id, find_number=facts.find_number)
    unit.touched.add((Noun.PART_REVISION, revision_id))
    refuse_cycle(unit.session, revision.part_id)
    return line.id


def edit_line(unit: UnitOfWork, line_id: int, facts: LineFacts) -> None:
    """Replace what a line of a draft says."""
    require(unit, *EDITORS)
    line = _find(unit, line_id)
    revision = draft_of(unit.session, line.revision_id)
    others = select(BomLine).where(BomLine.revision_id == revision.id, BomLine.id != line_id)
    _refuse_taken(unit.session.scalars(others), facts)
    check_line(unit.session, revision, facts)
    if any(entry.part_id == facts.child_part_id for entry in line.substitutes):
        raise SAME_PART(find_number=facts.find_number)
    fill_line(line, facts)
    unit.record("bom_line_edited", Noun.BOM, revision.id, find_number=facts.find_number)
    unit.touched.add((Noun.PART_REVISION, revision.id))
    refuse_cycle(unit.session, revision.part_id)


def remove_line(unit: UnitOfWork, line_id: int) -> None:
    """Delete a line of a draft; its content stays in the audit chain."""
    require(unit, *EDITORS)
    line = _find(unit, line_id)
    draft_of(unit.session, line.revision_id)
    unit.session.delete(line)
    unit.record("bom_line_removed", Noun.BOM, line.revision_id, find_number=line.find_number)
    unit.touched.add((Noun.PART_REVISION, line.revision_id))


def add_substitute(unit: UnitOfWork, line_id: int, part_id: int) -> int:
    """Add a part that may stand in for a line's part, ranked last; cycles count through it too."""
    require(unit, *EDITORS)
    line = _find(unit, line_id)
    revision = draft_of(unit.session, line.revision_id)
    if part_id == revision.part_id:
        raise SELF(number=revision.part.number)
    if part_id in {line.child_part_id, *(entry.part_id for entry in line.substitutes)}:
        raise SAME_PART(find_number=line.find_number)
    _usable(unit.session, part_id)
    rank = max((entry.rank for entry in line.substitutes), default=0) + 1
    substitute = BomSubstitute(line_id=line_id, rank=rank, part_id=part_id)
    line.substitutes.append(substitute)
    unit.record("substitute_added", Noun.BOM, revision.id, line=line.find_number, part=part_id)
    unit.touched.add((Noun.PART_REVISION, revision.id))
    refuse_cycle(unit.session, revision.part_id)
    return substitute.id


def remove_substitute(unit: UnitOfWork, line_id: int, part_id: int) -> None:
    """Take a substitute off a line of a draft; those behind it move up."""
    require(unit, *EDITORS)
    line = _find(unit, line_id)
    revision = draft_of(unit.session, line.revision_id)
    left = [entry.part_id for entry in line.substitutes if entry.part_id != part_id]
    if len(left) == len(line.substitutes):
        raise NOT_FOUND(what=f"substitute {part_id}")
    take_substitutes_off(unit, line)
    line.substitutes.extend(BomSubstitute(rank=rank, part_id=part) for rank, part in enumerate(left, start=1))
    unit.record("substitute_removed", Noun.BOM, revision.id, line=line.find_number, part=part_id)
    unit.touched.add((Noun.PART_REVISION, revision.id))


def take_substitutes_off(unit: UnitOfWork, line: BomLine) -> None:
    """Delete the substitutes of a line; what follows may use their ranks again.

    Each is deleted by itself: what is only taken out of its list is gone too, but the audit chain does not see it.
    """
    for entry in list(line.substitutes):
        unit.session.delete(entry)
    unit.session.flush()
    unit.session.expire(line, ["substitutes"])


def copy_bom(unit: UnitOfWork, from_revision_id: int, to_revision_id: int) -> int:
    """Copy all lines with their substitutes to a draft revision; returns how many."""
    require(unit, *EDITORS)
    revision = draft_of(unit.session, to_revision_id)
    query = select(BomLine).where(BomLine.revision_id == from_revision_id).order_by(BomLine.position)
    lines = unit.session.scalars(query).all()
    skipped = {"id", "revision_id"}
    for line in lines:
        fields = {c.name: getattr(line, c.name) for c in BomLine.__table__.columns if c.name not in skipped}
        copy = BomLine(revision_id=to_revision_id, **fields)
        copy.substitutes = [BomSubstitute(rank=s.rank, part_id=s.part_id) for s in line.substitutes]
        unit.session.add(copy)
    unit.record("bom_copied", Noun.BOM, to_revision_id, source=from_revision_id)
    unit.touched.add((Noun.PART_REVISION, to_revision_id))
    refuse_cycle(unit.session, revision.part_id)
    return len(lines)


def structure_below(session: Session, part_id: int) -> dict[int, set[int]]:
    """Return part to contained parts (children and substitutes) for all that is reachable from a part.

    All revisions but obsolete ones count: an old revision in use may meet a new one in one product.
    """
    query = text(
        "WITH RECURSIVE below(id) AS (SELECT CAST(:top AS INTEGER) UNION "
        "SELECT e.child FROM below JOIN ("
        " SELECT r.part_id AS parent, l.child_part_id AS child FROM bom_line l"
        "  JOIN part_revision r ON r.id = l.revision_id WHERE r.state <> 'obsolete'"
        " UNION SELECT r.part_id, s.part_id FROM bom_substitute s JOIN bom_line l ON l.id = s.line_id"
        "  JOIN part_revision r ON r.id = l.revision_id WHERE r.state <> 'obsolete'"
        ") e ON e.parent = below.id) "
        "SELECT r.part_id, l.child_part_id FROM bom_line l JOIN part_revision r ON r.id = l.revision_id"
        " JOIN below b ON b.id = r.part_id WHERE r.state <> 'obsolete'"
        " UNION SELECT r.part_id, s.part_id FROM bom_substitute s JOIN bom_line l ON l.id = s.line_id"
        " JOIN part_revision r ON r.id = l.revision_id JOIN below b ON b.id = r.part_id"
        " WHERE r.state <> 'obsolete'"
    )
    children: dict[int, set[int]] = defaultdict(set)
    for parent, child in session.execute(query, {"top": part_id}):
        children[parent].add(child)
    return children


def refuse_cycle(session: Session, part_id: int) -> None:
    """Refuse when a part now contains itself, through children or substitutes.

    Raises:
        PartproofError: ``bom.cycle`` with the path.
    """
    session.flush()
    # Two edits that are fine alone may close a circle together: the second one waits and sees the first.
    lock_structure(session.connection())
    cycle = find_cycle(structure_below(session, part_id), part_id)
    if cycle is not None:
        query = select(Part.id, Part.number).where(Part.id.in_(cycle))
        numbers = {row.id: row.number for row in session.execute(query)}
        raise CYCLE(parent=numbers[cycle[0]], path=" → ".join(numbers[node] for node in cycle))


def _find(unit: UnitOfWork, line_id: int) -> BomLine:
    line = unit.session.get(BomLine, line_id)
    if line is None:
        raise NOT_FOUND(what=f"BOM line {line_id}")
    return line


def check_line(session: Session, revision: PartRevision, facts: LineFacts) -> None:
    """Refuse a line that cannot stand in a draft: the part itself, no quantity, an odd scrap, a unit of another kind.

    Raises:
        PartproofError: saying which.
    """
    if facts.child_part_id == revision.part_id:
        raise SELF(number=revision.part.number)
    if facts.quantity <= 0 or facts.per <= 0:
        raise QUANTITY(find_number=facts.find_number, quantity=str(facts.quantity))
    if not 0 <= facts.scrap_percent < 100:
        raise SCRAP(find_number=facts.find_number, percent=str(facts.scrap_percent))
    child = _usable(session, facts.child_part_id)
    if _odd_unit(facts.unit, child.unit):
        raise UNIT_DIMENSION(
            find_number=facts.find_number, number=child.number, unit=facts.unit, part_unit=child.unit
        )
    if facts.pinned_revision_id is not None:
        pinned = session.get(PartRevision, facts.pinned_revision_id)
        if pinned is None or pinned.part_id != child.id:
            raise NOT_FOUND(what=f"{child.number} · {facts.pinned_revision_id}")


def _odd_unit(unit: str, part_unit: str) -> bool:
    """Tell whether two known units measure different things; what a house's own unit means nobody knows."""
    measured = dimension(unit), dimension(part_unit)
    return measured[0] != measured[1] and not any(kind.startswith("=") for kind in measured)


def _usable(session: Session, part_id: int) -> Part:
    part = session.get(Part, part_id)
    if part is None:
        raise NOT_FOUND(what=f"part {part_id}")
    if not part.active:
        raise INACTIVE_PART(number=part.number)
    return part


def _refuse_taken(lines: Iterable[BomLine], facts: LineFacts) -> None:
    if any(line.find_number == clean_text(facts.find_number).strip() for line in lines):
        raise FIND_NUMBER_TAKEN(find_number=facts.find_number)


def facts_of(line: BomLine) -> LineFacts:
    """Return what a line says, as the verbs take it."""
    return LineFacts(
        line.child_part_id,
        line.find_number,
        line.quantity,
        line.unit,
        line.per,
        line.reference,
        line.note,
        line.optional,
        line.scrap_percent,
        line.pinned_revision_id,
    )


def fill_line(line: BomLine, facts: LineFacts) -> None:
    """Let a line say what its facts say."""
    line.find_number = filled("find_number", facts.find_number, limit=20)
    line.child_part_id = facts.child_part_id
    line.quantity, line.per, line.unit = facts.quantity, facts.per, filled("unit", facts.unit, limit=20)
    line.reference, line.note = clean_text(facts.reference), clean_text(facts.note)
    line.optional, line.scrap_percent = facts.optional, facts.scrap_percent
    line.pinned_revision_id = facts.pinned_revision_id
