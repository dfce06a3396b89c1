"""What a new order can be for: the released part revisions. Reads only."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.part import Part, PartRevision
from models.vocab import RevisionState, Source


def orderable_revisions(session: Session) -> tuple[tuple[int, str], ...]:
    """Return the released revisions of parts that are made here, as (revision id, text)."""
    query = (
        select(PartRevision, Part)
        .join(Part, Part.id == PartRevision.part_id)
        .where(PartRevision.state == RevisionState.RELEASED, Part.source == Source.MADE)
        .order_by(Part.number_key, PartRevision.counter.desc())
    )
    return tuple(
        (revision.id, f"{part.number} {revision.customer_label or revision.counter} {part.name}")
        for revision, part in session.execute(query)
    )
