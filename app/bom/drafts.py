"""Saving a whole editing session of a draft's BOM at once: nothing of it, or all of it, never over another's work.

Each edit carries the line as the person saw it. What somebody else changed meanwhile is kept; where both changed the
same line nothing is written and both are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.bom.bom_refusals import EDITED_MEANWHILE, FIND_NUMBER_TAKEN, SAME_PART
from app.bom.lines import (
    EDITORS,
    LineFacts,
    check_line,
    facts_of,
    fill_line,
    refuse_cycle,
    take_substitutes_off,
)
from app.parts.in_force import shown_label
from app.parts.parts import draft_of
from app.rights import require
from app.settings import read_settings
from app.unit_of_work import UnitOfWork, number_key
from models.audit import AuditEntry
from models.bom import BomLine, BomSubstitute
from models.part import Part, PartRevision
from models.vocab import Noun

_NAMED: Final = 6


@dataclass(frozen=True)
class DraftLine:
    """A line of a draft as a person edits it.

    Attributes:
        line_id: Of a stored line; None for one that is new.
        substitutes: Parts that may stand in, the first is tried first.
    """

    line_id: int | None
    facts: LineFacts
    substitutes: tuple[int, ...] = ()


@dataclass(frozen=True)
class DraftBom:
    """The own lines of a draft in order, as they were read."""

    revision_id: int
    lines: tuple[DraftLine, ...]


@dataclass(frozen=True)
class Saved:
    """What was written, and which lines of others stand beside it (find numbers)."""

    added: int
    changed: int
    removed: int
    others: tuple[str, ...]


def read_draft(session: Session, revision_id: int) -> DraftBom:
    """Return the own lines of a revision for editing."""
    query = select(BomLine).where(BomLine.revision_id == revision_id).order_by(BomLine.position, BomLine.id)
    return DraftBom(revision_id, tuple(_draft_line(line) for line in session.scalars(query)))


def _draft_line(line: BomLine) -> DraftLine:
    return DraftLine(line.id, facts_of(line), tuple(entry.part_id for entry in line.substitutes))


def save_draft(unit: UnitOfWork, base: DraftBom, wanted: Sequence[DraftLine]) -> Saved:
    """Write an editing session of a draft's BOM.

    Args:
        unit: The unit of work.
        base: The lines as the person read them before editing.
        wanted: The lines as they shall be, in order; a stored line that is missing is removed.

    Raises:
        PartproofError: not a draft, a line that somebody else changed too, a find number twice, a cycle, a quantity
            that is none. Nothing is written then.
    """
    require(unit, *EDITORS)
    revision = draft_of(unit.session, base.revision_id)
    query = select(BomLine).where(BomLine.revision_id == revision.id).order_by(BomLine.position, BomLine.id)
    stored = {line.id: line for line in unit.session.scalars(query)}
    before = {line.line_id: line for line in base.lines if line.line_id is not None}
    kept = {line.line_id: line for line in wanted if line.line_id is not None}
    edited = {key for key, line in kept.items() if key in before and _differs(line, before[key])}
    removed = before.keys() - kept.keys()
    _refuse_both(unit, revision.id, stored, before, edited | removed)
    others = [key for key in stored if key not in before]
    _refuse_doubles([*(line.facts for line in wanted), *(_draft_line(stored[key]).facts for key in others)])
    for key in removed & stored.keys():
        unit.session.delete(stored[key])
    renumbered = [
        stored[key]
        for key in sorted(edited)
        if key in stored and kept[key].facts.find_number != stored[key].find_number
    ]
    _free_find_numbers(unit, renumbered)
    added = 0
    for position, line in enumerate(wanted, start=1):
        row = stored.get(line.line_id or 0)
        if row is None and line.line_id is not None:
            continue  # somebody else removed a line this session did not touch
        if row is None or line.line_id in edited:
            check_line(unit.session, revision, line.facts)
            row = row or BomLine(revision_id=revision.id)
            added += line.line_id is None
            fill_line(row, line.facts)
        row.position = position
        unit.session.add(row)
        if line.line_id is None or line.line_id in edited:
            _substitute(unit, row, line)
    for offset, key in enumerate(others, start=1):
        stored[key].position = len(wanted) + offset
    unit.record("bom_saved", Noun.BOM, revision.id, added=added, changed=len(edited), removed=len(removed))
    unit.touched.add((Noun.PART_REVISION, revision.id))
    refuse_cycle(unit.session, revision.part_id)
    names = tuple(stored[key].find_number for key in others)
    return Saved(added, len(edited), len(removed), names)


def _differs(line: DraftLine, other: DraftLine) -> bool:
    return _essence(line) != _essence(other)


def _essence(line: DraftLine) -> tuple[Any, ...]:
    # Trailing zeros are resolution: 0.50 over 0.5 is a change.
    facts = line.facts
    numbers = (str(facts.quantity), str(facts.per), str(facts.scrap_percent))
    return (facts, numbers, line.substitutes)


def _refuse_both(
    unit: UnitOfWork,
    revision_id: int,
    stored: dict[int, BomLine],
    before: dict[int, DraftLine],
    touched: Iterable[int],
) -> None:
    """Refuse when a line this session changes was changed or removed by somebody else meanwhile."""
    both = [
        before[key].facts.find_number
        for key in sorted(touched)
        if key not in stored or _differs(_draft_line(stored[key]), before[key])
    ]
    if not both:
        return
    query = (
        select(AuditEntry.actor, AuditEntry.at)
        .where(AuditEntry.noun == Noun.BOM.value, AuditEntry.entity_id == revision_id)
        .order_by(AuditEntry.seq.desc())
        .limit(1)
    )
    row = unit.session.execute(query).one_or_none()
    settings = read_settings(unit.session)
    raise EDITED_MEANWHILE(
        who="?" if row is None else row.actor,
        time="?" if row is None else f"{settings.local(row.at):%H:%M}",
        lines=", ".join(both[:_NAMED]) + (" …" if len(both) > _NAMED else ""),
    )


def _refuse_doubles(lines: Iterable[LineFacts]) -> None:
    seen: set[str] = set()
    for facts in lines:
        key = facts.find_number.strip()
        if key in seen:
            raise FIND_NUMBER_TAKEN(find_number=key)
        seen.add(key)


def _free_find_numbers(unit: UnitOfWork, lines: Sequence[BomLine]) -> None:
    """Two lines may exchange their find numbers: each lets go of its own first."""
    unit.session.flush()
    for line in lines:
        line.find_number = f"\u2063{line.id}"
    unit.session.flush()


def _substitute(unit: UnitOfWork, row: BomLine, line: DraftLine) -> None:
    ranked = [entry.part_id for entry in row.substitutes]
    if ranked == list(line.substitutes):
        return
    own = draft_of(unit.session, row.revision_id).part_id if row.revision_id else 0
    if len(set(line.substitutes) - {line.facts.child_part_id, own}) != len(line.substitutes):
        raise SAME_PART(find_number=line.facts.find_number)
    if row.id is not None:
        take_substitutes_off(unit, row)
    for rank, part_id in enumerate(line.substitutes, start=1):
        row.substitutes.append(BomSubstitute(rank=rank, part_id=part_id))


@dataclass(frozen=True)
class PartChoice:
    """A part as it can stand on a line.

    Attributes:
        revisions: What a line can be pinned to: (as people say it, id), each said otherwise.
    """

    id: int
    number: str
    name: str
    unit: str
    revisions: tuple[tuple[str, int], ...] = ()


def parts_of_draft(session: Session, revision_id: int) -> dict[int, PartChoice]:
    """Return the parts a revision's own lines and substitutes name, by id."""
    lines = select(BomLine.child_part_id).where(BomLine.revision_id == revision_id)
    others = select(BomSubstitute.part_id).join(BomLine, BomLine.id == BomSubstitute.line_id)
    others = others.where(BomLine.revision_id == revision_id)
    query = select(Part.id, Part.number, Part.name, Part.unit).where(
        or_(Part.id.in_(lines), Part.id.in_(others))
    )
    return {part.id: part for part in _choices(session, session.execute(query))}


def parts_by_number(session: Session, keys: Iterable[str]) -> dict[str, PartChoice]:
    """Return parts by number key, for pasted rows; unknown ones are left out."""
    listed = sorted(set(keys))
    found: dict[str, PartChoice] = {}
    for start in range(0, len(listed), 500):
        query = select(Part.id, Part.number, Part.name, Part.unit).where(
            Part.number_key.in_(listed[start : start + 500]), Part.active.in_([True])
        )
        found.update((number_key(part.number), part) for part in _choices(session, session.execute(query)))
    return found


def _choices(session: Session, rows: Iterable[Any]) -> list[PartChoice]:
    """Return parts with the revisions they have, the oldest first."""
    listed = list(rows)
    revisions: dict[int, list[PartRevision]] = {row.id: [] for row in listed}
    ids = sorted(revisions)
    for start in range(0, len(ids), 500):
        query = select(PartRevision).where(PartRevision.part_id.in_(ids[start : start + 500]))
        for revision in session.scalars(query.order_by(PartRevision.counter)):
            revisions[revision.part_id].append(revision)
    return [PartChoice(row.id, row.number, row.name, row.unit, _said(revisions[row.id])) for row in listed]


def _said(revisions: Sequence[PartRevision]) -> tuple[tuple[str, int], ...]:
    """Return how each revision is said; a label that came again is told apart by the internal revision."""
    labels = [shown_label(revision) for revision in revisions]
    return tuple(
        (label if labels.count(label) == 1 else f"{label} ({revision.counter})", revision.id)
        for label, revision in zip(labels, revisions, strict=True)
    )
