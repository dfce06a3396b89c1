"""Verb that replaces a part by another one in many BOMs at once: as a change order, never in what is released."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bom.lines import add_substitute, edit_line, remove_substitute
from app.bom.queries import in_slices, line_facts
from app.changes.ledger_basics import EDITORS, find_entry
from app.changes.orders import add_item, make_change_order
from app.changes.replace_refusals import BY_ITSELF, NOWHERE
from app.parts.in_force import shown_label
from app.rights import require
from app.unit_of_work import UnitOfWork
from models.bom import BomLine, BomSubstitute
from models.change import AffectedRevision
from models.part import Part, PartRevision
from models.vocab import Noun, RevisionState

_LIVE = (RevisionState.DRAFT, RevisionState.IN_REVIEW, RevisionState.RELEASED)


@dataclass(frozen=True)
class HolderRow:
    """A part whose newest BOM names the part that shall go, as a line or as a substitute."""

    part_id: int
    number: str
    name: str
    revision: str
    state: RevisionState
    lines: int


def holders(session: Session, part_id: int) -> tuple[HolderRow, ...]:
    """Return the parts in whose newest revision, released or in work, a part stands; by number."""
    named = select(BomLine.revision_id, BomLine.id).where(BomLine.child_part_id == part_id)
    others = (
        select(BomLine.revision_id, BomLine.id)
        .join(BomSubstitute, BomSubstitute.line_id == BomLine.id)
        .where(BomSubstitute.part_id == part_id)
    )
    lines: dict[int, set[int]] = {}
    for query in (named, others):
        for revision_id, line_id in session.execute(query):
            lines.setdefault(revision_id, set()).add(line_id)
    parents = {row.part_id for row in in_slices(session, PartRevision, set(lines))}
    newest: dict[int, PartRevision] = {}
    listed = sorted(parents)
    for start in range(0, len(listed), 500):
        live = select(PartRevision).where(
            PartRevision.part_id.in_(listed[start : start + 500]), PartRevision.state.in_(_LIVE)
        )
        # A draft that no longer names it has been seen to already.
        newest.update((row.part_id, row) for row in session.scalars(live.order_by(PartRevision.counter)))
    rows = [
        HolderRow(
            row.part_id, row.part.number, row.part.name, shown_label(row), row.state, len(lines[row.id])
        )
        for row in newest.values()
        if row.id in lines
    ]
    return tuple(sorted(rows, key=lambda row: row.number))


def replace_everywhere(
    unit: UnitOfWork,
    part_id: int,
    by_id: int,
    parents: Sequence[int],
    *,
    title: str,
    reason: str,
    due_on: date | None = None,
) -> int:
    """Begin a change order in which the drafts of some parts use another part; return the order's id.

    Quantity, find number and notes of a line stay. Nothing that is released changes: each parent becomes an affected
    item with its next revision, begun here where none was in work.

    Args:
        unit: The unit of work.
        part_id: The part that goes.
        by_id: The part that comes.
        parents: Ids of the parts in whose BOM that happens.
        title: Of the change order.
        reason: Of the change order.
        due_on: When it shall be done.

    Raises:
        PartproofError: the same part, one that no chosen BOM holds, a unit of another kind, a circle, or a parent
            in another open change order; then nothing was begun.
    """
    require(unit, *EDITORS)
    goes = find_entry(unit.session, Part, part_id)
    comes = find_entry(unit.session, Part, by_id)
    if goes.id == comes.id:
        raise BY_ITSELF(number=goes.number)
    order_id = make_change_order(unit, title=title, reason=reason, due_on=due_on)
    replaced = 0
    for parent_id in dict.fromkeys(parents):
        item_id = add_item(
            unit, order_id, Noun.PART_REVISION, parent_id, note=f"{goes.number} → {comes.number}"
        )
        item = find_entry(unit.session, AffectedRevision, item_id)
        replaced += _replace(unit, item.to_revision_id, goes.id, comes.id)
    if not replaced:
        raise NOWHERE(number=goes.number)
    unit.record(
        "part_replaced", Noun.CHANGE_ORDER, order_id, part=goes.number, by=comes.number, lines=replaced
    )
    return order_id


def _replace(unit: UnitOfWork, revision_id: int, part_id: int, by_id: int) -> int:
    """Let the lines of a draft name another part; return how many did name the old one."""
    query = select(BomLine).where(BomLine.revision_id == revision_id).order_by(BomLine.position)
    count = 0
    for line in unit.session.scalars(query).all():
        substitutes = [entry.part_id for entry in line.substitutes]
        if line.child_part_id == part_id:
            if by_id in substitutes:
                # What stood in for it is now the part itself.
                remove_substitute(unit, line.id, by_id)
            facts = line_facts(unit.session, line.id)
            edit_line(unit, line.id, replace(facts, child_part_id=by_id, pinned_revision_id=None))
            count += 1
        elif part_id in substitutes:
            remove_substitute(unit, line.id, part_id)
            if by_id not in (*substitutes, line.child_part_id):
                add_substitute(unit, line.id, by_id)
            count += 1
    return count
