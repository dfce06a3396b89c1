"""Verbs that end a revision: obsolete, with the list of who still uses it. Superseding stands in effectivity.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from app.parts.in_force import shown_label
from app.parts.parts import OPEN_STATES, find_part_revision
from app.parts.refusals import IN_ORDER, NOT_IN_FORCE, OPEN_DRAFT, STILL_USED
from app.rights import filled, require
from app.unit_of_work import UnitOfWork
from models.bom import BomLine, BomSubstitute
from models.change import AffectedRevision, ChangeOrder
from models.part import Effectivity, Part, PartRevision
from models.vocab import Noun, RevisionState, Role

_NAMED: Final = 4
_LIVE: Final = (RevisionState.DRAFT, RevisionState.IN_REVIEW, RevisionState.RELEASED)


@dataclass(frozen=True)
class StillUsedRow:
    """A revision whose BOM names a part, as a line, a pinned line or a substitute."""

    part_id: int
    number: str
    name: str
    revision_id: int
    revision: str
    state: RevisionState
    find_number: str
    substitute: bool
    pinned_revision_id: int | None


def still_used(session: Session, part_id: int) -> tuple[StillUsedRow, ...]:
    """Return every draft, reviewed or released BOM that names a part, by number and revision."""
    lines = select(
        BomLine.revision_id.label("revision_id"),
        BomLine.find_number.label("find_number"),
        BomLine.pinned_revision_id.label("pinned"),
        (BomLine.id * 0).label("substitute"),
    ).where(BomLine.child_part_id == part_id)
    others = (
        select(BomLine.revision_id, BomLine.find_number, BomLine.id * 0, BomSubstitute.rank)
        .join(BomSubstitute, BomSubstitute.line_id == BomLine.id)
        .where(BomSubstitute.part_id == part_id)
    )
    used = union_all(lines, others).subquery()
    query = (
        select(Part, PartRevision, used.c.find_number, used.c.substitute, used.c.pinned)
        .join(PartRevision, PartRevision.id == used.c.revision_id)
        .join(Part, Part.id == PartRevision.part_id)
        .where(PartRevision.state.in_(_LIVE))
        .order_by(Part.number_key, PartRevision.counter, used.c.find_number)
    )
    return tuple(
        StillUsedRow(
            part.id,
            part.number,
            part.name,
            revision.id,
            shown_label(revision),
            revision.state,
            find_number,
            bool(substitute),
            pinned or None,
        )
        for part, revision, find_number, substitute, pinned in session.execute(query)
    )


def obsolete_revision(
    unit: UnitOfWork, revision_id: int, *, reason: str, although_used: bool = False
) -> None:
    """Make a released or superseded revision obsolete; nothing leads out of that state.

    What released BOMs name it by stays as it is; those BOMs are flagged as containing an obsolete part.

    Args:
        unit: The unit of work.
        revision_id: The revision.
        reason: Why; goes on record.
        although_used: The person saw who still uses the part and means it.

    Raises:
        PartproofError: neither released nor superseded, an open draft of the part when the released revision
            ends, or somebody still uses it and that was not confirmed.
    """
    require(unit, Role.ENGINEER, Role.APPROVER, Role.ADMINISTRATOR)
    revision = find_part_revision(unit.session, revision_id)
    number = revision.part.number
    if revision.state not in (RevisionState.RELEASED, RevisionState.SUPERSEDED):
        raise NOT_IN_FORCE(number=number, revision=shown_label(revision))
    if revision.state is RevisionState.RELEASED:
        _refuse_open_draft(revision)
    users = [row for row in still_used(unit.session, revision.part_id) if _touches(row, revision)]
    if users and not although_used:
        named = [f"{row.number} {row.revision}" for row in users]
        more = f" … (+{len(named) - _NAMED})" if len(named) > _NAMED else ""
        raise STILL_USED(number=f"{number} {shown_label(revision)}", users=", ".join(named[:_NAMED]) + more)
    if revision.effective_from is not None and (
        revision.effective_to is None or revision.effective_to > unit.now
    ):
        revision.effective_to = max(unit.now, revision.effective_from)
    special = select(Effectivity).where(Effectivity.revision_id == revision_id, Effectivity.to_at.is_(None))
    for row in unit.session.scalars(special):
        row.to_at = max(unit.now, row.from_at)
    revision.state = RevisionState.OBSOLETE
    unit.record("revision_obsoleted", Noun.PART_REVISION, revision_id, reason=filled("reason", reason))
    unit.touched.update((Noun.PART_REVISION, row.revision_id) for row in users)


def _touches(row: StillUsedRow, revision: PartRevision) -> bool:
    if row.pinned_revision_id is not None:
        return row.pinned_revision_id == revision.id
    return revision.state is RevisionState.RELEASED


def _refuse_open_draft(revision: PartRevision) -> None:
    for other in revision.part.revisions:
        if other.state in OPEN_STATES:
            raise OPEN_DRAFT(number=revision.part.number, revision=shown_label(other))


def refuse_in_order(unit: UnitOfWork, noun: Noun, revision_id: int, what: str) -> None:
    """Refuse to discard what an open change order is going to release.

    Raises:
        PartproofError: ``part.in_order``.
    """
    query = (
        select(ChangeOrder.number)
        .join(AffectedRevision, AffectedRevision.change_order_id == ChangeOrder.id)
        .where(AffectedRevision.noun == noun, AffectedRevision.to_revision_id == revision_id)
        .where(AffectedRevision.is_open.in_([True]))
    )
    number = unit.session.scalars(query).first()
    if number is not None:
        raise IN_ORDER(item=what, number=number)
