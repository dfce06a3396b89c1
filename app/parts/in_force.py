"""Which revision of a part is in force, asked for a day, a lot or a customer's order. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.parts.effectivity import plant_day_begin
from app.settings import read_settings
from app.unit_of_work import number_key
from models.part import Effectivity, PartRevision
from models.rules.effectivity import Asked, Span, Special, gaps, in_force
from models.vocab import EffectivityScope, RevisionState

_SLICE: Final = 500


@dataclass(frozen=True)
class EffectivityRow:
    """One span in which a revision is in force; ``scope`` None is the general one, by date."""

    id: int | None
    revision_id: int
    revision: str
    scope: EffectivityScope | None
    shown: str
    begin: datetime
    end: datetime | None
    reason: str


def asked_for(
    session: Session, *, day: date | None = None, at: datetime | None = None, lot: str = "", order: str = ""
) -> Asked:
    """Return the question for a work day (its begin), an instant, or now; for a lot; for a customer's order.

    Today's work day means now: what came in force since this morning counts.
    """
    if day is not None and at is None:
        settings = read_settings(session)
        now = datetime.now(UTC)
        at = now if day == settings.work_day(now) else plant_day_begin(settings, day)
    return Asked(at or datetime.now(UTC), number_key(lot), number_key(order))


def revision_in_force(session: Session, part_id: int, asked: Asked) -> int | None:
    """Return the id of the released revision of a part that is in force, or None in a gap."""
    return revisions_in_force(session, [part_id], asked).get(part_id)


def revisions_in_force(session: Session, part_ids: Iterable[int], asked: Asked) -> dict[int, int]:
    """Return part to revision in force for many parts; a part without one is left out."""
    found: dict[int, int] = {}
    for ids in _slices(part_ids):
        spans: dict[int, list[Span]] = defaultdict(list)
        query = select(
            PartRevision.part_id, PartRevision.id, PartRevision.effective_from, PartRevision.effective_to
        ).where(PartRevision.part_id.in_(ids), PartRevision.effective_from.is_not(None))
        for part_id, revision_id, begin, end in session.execute(query):
            if begin is not None:
                spans[part_id].append(Span(revision_id, begin, end))
        specials = _specials(session, ids) if asked.lot_key or asked.order_key else {}
        for part in {*spans, *specials}:
            revision = in_force(spans.get(part, ()), specials.get(part, ()), asked)
            if revision is not None:
                found[part] = revision
    return found


def _specials(session: Session, part_ids: list[int]) -> dict[int, list[Special]]:
    found: dict[int, list[Special]] = defaultdict(list)
    query = (
        select(Effectivity)
        .join(PartRevision, PartRevision.id == Effectivity.revision_id)
        .where(Effectivity.part_id.in_(part_ids), PartRevision.state != RevisionState.OBSOLETE)
        .order_by(Effectivity.id)
    )
    for row in session.scalars(query):
        special = Special(
            row.revision_id, row.scope, row.scope_key, row.from_lot, row.to_lot, row.from_at, row.to_at
        )
        found[row.part_id].append(special)
    return found


def effectivity_rows(session: Session, part_id: int) -> tuple[EffectivityRow, ...]:
    """Return every span of a part's revisions: the general ones by begin, then the special ones."""
    revisions = session.scalars(
        select(PartRevision).where(PartRevision.part_id == part_id).order_by(PartRevision.counter)
    ).all()
    labels = {row.id: shown_label(row) for row in revisions}
    rows = [
        EffectivityRow(None, row.id, labels[row.id], None, "", row.effective_from, row.effective_to, "")
        for row in revisions
        if row.effective_from is not None
    ]
    query = select(Effectivity).where(Effectivity.part_id == part_id).order_by(Effectivity.id)
    rows += [
        EffectivityRow(
            row.id,
            row.revision_id,
            labels[row.revision_id],
            row.scope,
            row.shown,
            row.from_at,
            row.to_at,
            row.reason,
        )
        for row in session.scalars(query)
    ]
    return tuple(rows)


def effectivity_gaps(session: Session, part_id: int) -> tuple[tuple[datetime, datetime], ...]:
    """Return the times in which no revision of a part was or will be in force, between first and last."""
    query = select(PartRevision.id, PartRevision.effective_from, PartRevision.effective_to)
    query = query.where(PartRevision.part_id == part_id, PartRevision.effective_from.is_not(None))
    found = session.execute(query)
    return gaps([Span(revision, begin, end) for revision, begin, end in found if begin is not None])


def shown_label(revision: PartRevision) -> str:
    """Return a revision as people say it: the customer's label, else the internal one."""
    return revision.customer_label or revision.internal_label or str(revision.counter)


def _slices(ids: Iterable[int]) -> Iterator[list[int]]:
    listed = sorted(ids)
    for start in range(0, len(listed), _SLICE):
        yield listed[start : start + _SLICE]
