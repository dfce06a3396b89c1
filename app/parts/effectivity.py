"""Verbs about when a revision is in force: by date, for lots, for an order. What asks stands in in_force.py.

The general effectivity, by date, stands on the revision; special ones are rows of their own beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.parts.parts import find_part_revision, revision_label
from app.parts.refusals import (
    EFFECTIVE_PAST,
    EFFECTIVITY_OVERLAP,
    LOT_MASK,
    LOT_NOT_COUNTED,
    LOT_ORDER,
    MASK_WRONG,
    NOT_IN_FORCE,
)
from app.refusals import NOT_FOUND
from app.rights import filled, require
from app.settings import PlantSettings, read_settings
from app.unit_of_work import UnitOfWork, number_key
from models.database import lock_structure
from models.part import Effectivity, PartRevision
from models.rules.mask import counts, place_of
from models.vocab import EffectivityScope, Noun, RevisionState, Role

EDITORS: Final = (Role.ENGINEER, Role.ADMINISTRATOR)
_LIVE: Final = (RevisionState.RELEASED, RevisionState.SUPERSEDED)


@dataclass(frozen=True)
class Scope:
    """A special effectivity as a person says it.

    Attributes:
        kind: Range of lots, one lot, or a customer's order.
        first: The lot, the order's number, or the first lot of a range.
        last: Last lot of a range, included; "" leaves it open.
        mask: How lots of a range are counted, e.g. ``######-###``.
    """

    kind: EffectivityScope
    first: str
    last: str = ""
    mask: str = ""


def plant_day_begin(settings: PlantSettings, day: date) -> datetime:
    """Return the instant at which a work day of the plant begins.

    Where a zone leaves the hour out, the instant after the gap; where it repeats it, the first of the two.
    """
    begin = time.fromisoformat(settings.work_day_start)
    return datetime.combine(day, begin, tzinfo=settings.zone).astimezone(UTC)


def take_effect(
    unit: UnitOfWork,
    revision: PartRevision,
    *,
    from_day: date | None = None,
    general: bool = True,
    special: Iterable[Scope] = (),
) -> PartRevision | None:
    """Put a revision in force as it is released, and end what was in force; for the verb that releases.

    The old revision ends in the very instant in which the new one begins. One that begins later stays RELEASED
    beside it until then; one that was still waiting gives way.

    Args:
        unit: The unit of work.
        revision: The revision that is being released in this transaction; its state is still the old one.
        from_day: Work day from which on; None and today mean now, and the time is written.
        general: False puts it in force for ``special`` only, beside the general one.
        special: For which lots or orders besides.

    Returns:
        The revision that it supersedes now, or None.

    Raises:
        PartproofError: a day that is past, or a scope in which another revision is in force.
    """
    lock_structure(unit.session.connection())
    for scope in special:
        _add(unit, revision, scope, unit.now, "")
    if not general:
        return None
    begin = _begin(unit, from_day)
    others = _others(unit.session, revision)
    now = begin == unit.now
    begin = max([begin, *(_least_begin(old) for old in others)])
    superseded = None
    for old in others:
        if old.state is RevisionState.RELEASED and _end(unit, old, revision, begin, now=now):
            superseded = old
    unit.session.flush()
    revision.effective_from = begin
    return superseded


def _begin(unit: UnitOfWork, day: date | None) -> datetime:
    if day is None:
        return unit.now
    settings = read_settings(unit.session)
    today = settings.work_day(unit.now)
    if day < today:
        raise EFFECTIVE_PAST(day=day.isoformat())
    return unit.now if day == today else plant_day_begin(settings, day)


def _least_begin(old: PartRevision) -> datetime:
    """Return the instant before which nothing may begin: a clock that went back must not put two in force at once."""
    assert old.effective_from is not None
    if old.state is not RevisionState.RELEASED:
        return old.effective_to or old.effective_from
    waiting = old.released_at is not None and old.effective_from > old.released_at
    return datetime.min.replace(tzinfo=UTC) if waiting else old.effective_from


def _end(unit: UnitOfWork, old: PartRevision, new: PartRevision, begin: datetime, *, now: bool) -> bool:
    """End a released revision at the new one's begin; tell whether it is superseded with that."""
    assert old.effective_from is not None
    end = max(begin, old.effective_from)
    if old.effective_to is None or old.effective_to > end:
        old.effective_to = end
    if now or old.effective_to <= max(unit.now, old.effective_from):
        old.state, old.superseded_by_id = RevisionState.SUPERSEDED, new.id
        unit.record("revision_superseded", Noun.PART_REVISION, old.id, by=new.id)
        return True
    unit.record("effectivity_ended", Noun.PART_REVISION, old.id, at=old.effective_to, by=new.id)
    return False


def _others(session: Session, revision: PartRevision) -> list[PartRevision]:
    query = select(PartRevision).where(
        PartRevision.part_id == revision.part_id,
        PartRevision.effective_from.is_not(None),
        PartRevision.id != revision.id,
    )
    return list(session.scalars(query.order_by(PartRevision.counter)))


def any_elapsed(session: Session, now: datetime) -> bool:
    """Tell whether a released revision's end has come."""
    query = select(PartRevision.id).where(
        PartRevision.state == RevisionState.RELEASED,
        PartRevision.effective_to.is_not(None),
        PartRevision.effective_to <= now,
    )
    return session.scalars(query.limit(1)).first() is not None


def supersede_elapsed(unit: UnitOfWork) -> int:
    """Supersede released revisions whose end has come and that another one follows; returns how many.

    What is in force does not wait for this: the spans say it. This only lets the states follow.
    """
    query = select(PartRevision).where(
        PartRevision.state == RevisionState.RELEASED,
        PartRevision.effective_to.is_not(None),
        PartRevision.effective_to <= unit.now,
    )
    elapsed = unit.session.scalars(query.order_by(PartRevision.id)).all()
    for old in elapsed:
        follows = select(PartRevision.id).where(
            PartRevision.part_id == old.part_id, PartRevision.effective_from == old.effective_to
        )
        old.state = RevisionState.SUPERSEDED
        old.superseded_by_id = unit.session.scalars(follows.limit(1)).first()
        unit.record("revision_superseded", Noun.PART_REVISION, old.id, by=old.superseded_by_id)
    return len(elapsed)


def add_effectivity(unit: UnitOfWork, revision_id: int, scope: Scope, *, reason: str) -> int:
    """Put a released or superseded revision in force for lots or an order, from now on; returns the row's id.

    Raises:
        PartproofError: not released, a lot that its mask does not count, or a scope another revision holds.
    """
    require(unit, *EDITORS)
    revision = find_part_revision(unit.session, revision_id)
    if revision.state not in _LIVE:
        raise NOT_IN_FORCE(number=revision.part.number, revision=revision_label(revision))
    lock_structure(unit.session.connection())
    return _add(unit, revision, scope, unit.now, filled("reason", reason))


def end_effectivity(unit: UnitOfWork, effectivity_id: int, *, reason: str) -> None:
    """End a special effectivity now; it stays on record, and its scope is free again."""
    require(unit, *EDITORS)
    row = unit.session.get(Effectivity, effectivity_id)
    if row is None or row.to_at is not None:
        raise NOT_FOUND(what=f"effectivity {effectivity_id}")
    row.to_at = max(unit.now, row.from_at)
    unit.record("effectivity_ended", Noun.PART_REVISION, row.revision_id, reason=filled("reason", reason))


def _add(unit: UnitOfWork, revision: PartRevision, scope: Scope, begin: datetime, reason: str) -> int:
    row = _row(revision, scope)
    row.from_at, row.reason = begin, reason
    _refuse_overlap(unit.session, revision, row)
    unit.session.add(row)
    unit.session.flush()
    unit.record("effectivity_added", Noun.PART_REVISION, revision.id, scope=scope.kind, shown=row.shown)
    return row.id


def _row(revision: PartRevision, scope: Scope) -> Effectivity:
    first = filled("scope", scope.first, limit=60)
    row = Effectivity(part_id=revision.part_id, revision_id=revision.id, scope=scope.kind, shown=first)
    if scope.kind is not EffectivityScope.LOT_RANGE:
        row.scope_key = number_key(first)
        return row
    mask = scope.mask.strip()
    if not counts(mask):
        raise MASK_WRONG(mask=mask)
    row.scope_key, row.from_lot = mask, _place(mask, first)
    row.shown = f"{first}…"
    if scope.last.strip():
        last = _place(mask, scope.last)
        if last < row.from_lot:
            raise LOT_ORDER(first=first, last=scope.last)
        row.to_lot, row.shown = last + 1, f"{first}…{scope.last.strip()}"
    return row


def check_first_lot(mask: str, lot: str) -> None:
    """Refuse lots that cannot be counted, before anybody signs that something is in force from one of them.

    Raises:
        PartproofError: no mask, or a lot that it does not count.
    """
    if not counts(mask.strip()):
        raise MASK_WRONG(mask=mask)
    _place(mask.strip(), lot)


def _place(mask: str, lot: str) -> int:
    place = place_of(mask, lot)
    if place is None:
        raise LOT_NOT_COUNTED(lot=lot, mask=mask)
    return place


def _refuse_overlap(session: Session, revision: PartRevision, row: Effectivity) -> None:
    query = select(Effectivity).where(
        Effectivity.part_id == row.part_id, Effectivity.scope == row.scope, Effectivity.to_at.is_(None)
    )
    for other in session.scalars(query):
        if row.scope is EffectivityScope.LOT_RANGE and other.scope_key != row.scope_key:
            raise LOT_MASK(number=revision.part.number, mask=other.scope_key)
        if other.scope_key == row.scope_key and _share_lots(row, other):
            held = find_part_revision(session, other.revision_id)
            raise EFFECTIVITY_OVERLAP(
                number=revision.part.number, revision=revision_label(held), scope=other.shown
            )


def _share_lots(one: Effectivity, other: Effectivity) -> bool:
    if one.from_lot is None or other.from_lot is None:
        return True
    return (other.to_lot is None or one.from_lot < other.to_lot) and (
        one.to_lot is None or other.from_lot < one.to_lot
    )
