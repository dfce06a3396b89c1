"""Freezes what a part consisted of when a pack about it was made: its BOM over all levels and its documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.bom.baselines import content_digest, resolved
from app.unit_of_work import UnitOfWork
from models.bom import Baseline
from models.certification import Assessment
from models.part import PartRevision
from models.vocab import Noun


@dataclass(frozen=True)
class FrozenParts:
    """A resolution of a part revision of one state, with its hash."""

    part_revision_id: int
    content: dict[str, Any]
    content_hash: str


def frozen_parts(session: Session, assessment_id: int) -> FrozenParts | None:
    """Return what the part of an assessment consists of in this state, or None where it is about no part."""
    revision_id = session.get_one(Assessment, assessment_id).part_revision_id
    if revision_id is None:
        return None
    content = resolved(session, session.get_one(PartRevision, revision_id), None)
    return FrozenParts(revision_id, content, content_digest(content))


def keep_baseline(unit: UnitOfWork, frozen: FrozenParts, name: str, purpose: str) -> int:
    """Keep a resolution as a baseline of the part revision; return its id."""
    row = Baseline(
        part_revision_id=frozen.part_revision_id,
        name=name,
        purpose=purpose,
        content=frozen.content,
        content_hash=frozen.content_hash,
        made_by_id=unit.actor.user_id,
        made_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    unit.record(
        "baseline_made", Noun.BOM, frozen.part_revision_id, name=name, content_hash=frozen.content_hash
    )
    return row.id
