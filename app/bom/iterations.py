"""Iterations of a draft: a check-in keeps its whole content with a note, beside the draft that saves itself."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bom.compare import Comparison, Side, compared, side_of_revision, stored_lines
from app.bom.lines import EDITORS
from app.bom.queries import bom_tree
from app.parts.parts import draft_of, find_part_revision
from app.parts.refusals import NOTHING_CHANGED
from app.rights import filled, require
from app.unit_of_work import UnitOfWork
from models.attribute import AttributeDefinition, RevisionAttribute
from models.part import PartAttachment, PartIteration, PartRevision
from models.person import User
from models.types import canonical_json
from models.vocab import Noun


@dataclass(frozen=True)
class IterationRow:
    """A check-in: its number, note, who and when."""

    id: int
    number: int
    note: str
    who: str
    at: datetime
    content_hash: str


@dataclass(frozen=True)
class IterationDifference:
    """What changed between two check-ins, or since one: fields as (name, old, new), and the lines."""

    fields: tuple[tuple[str, str, str], ...]
    lines: Comparison


def check_in(unit: UnitOfWork, revision_id: int, *, note: str) -> int:
    """Keep the content of a draft as its next iteration and return the number, from 1.

    Raises:
        PartproofError: not a draft, no note, or nothing changed since the last one.
    """
    require(unit, *EDITORS)
    revision = draft_of(unit.session, revision_id)
    note = filled("note", note, limit=500)
    unit.session.flush()
    content = _content(unit.session, revision)
    digest = hashlib.sha256(canonical_json(content).encode("utf-8")).hexdigest()
    query = select(PartIteration).where(PartIteration.revision_id == revision_id)
    known = unit.session.scalars(query.order_by(PartIteration.number.desc()).limit(1)).first()
    if known is not None and known.content_hash == digest:
        raise NOTHING_CHANGED(number=known.number)
    number = 1 if known is None else known.number + 1
    row = PartIteration(
        revision_id=revision_id,
        number=number,
        note=note,
        content=content,
        content_hash=digest,
        made_by_id=unit.actor.user_id,
        made_at=unit.now,
    )
    unit.session.add(row)
    unit.record("checked_in", Noun.PART_REVISION, revision_id, number=number, note=note)
    return number


def _content(session: Session, revision: PartRevision) -> dict[str, Any]:
    values = (
        select(AttributeDefinition.name, RevisionAttribute.value)
        .join(AttributeDefinition, AttributeDefinition.id == RevisionAttribute.definition_id)
        .where(RevisionAttribute.revision_id == revision.id)
        .order_by(AttributeDefinition.name)
    )
    files = select(PartAttachment.name, PartAttachment.file_hash).where(
        PartAttachment.revision_id == revision.id
    )
    lines = [
        {
            "find_number": row.find_number,
            "part": row.number,
            "name": row.name,
            "quantity": row.quantity,
            "per": row.per,
            "unit": row.unit,
            "reference": row.reference,
            "note": row.note,
            "optional": row.optional,
            "scrap_percent": row.scrap_percent,
            "substitutes": list(row.substitutes),
        }
        for row in bom_tree(session, revision.id, deep=False)
        if row.level == 1
    ]
    return {
        "fields": {
            "customer_label": revision.customer_label,
            "reason": revision.reason,
            "material": revision.material,
            "weight": revision.weight,
        },
        "attributes": [[row[0], row[1]] for row in session.execute(values)],
        "files": sorted([row[0], row[1]] for row in session.execute(files)),
        "bom": lines,
    }


def iteration_rows(session: Session, revision_id: int) -> tuple[IterationRow, ...]:
    """Return the check-ins of a revision, newest first."""
    query = (
        select(PartIteration, User.name)
        .outerjoin(User, User.id == PartIteration.made_by_id)
        .where(PartIteration.revision_id == revision_id)
        .order_by(PartIteration.number.desc())
    )
    return tuple(
        IterationRow(row.id, row.number, row.note, name or "", row.made_at, row.content_hash)
        for row, name in session.execute(query)
    )


def iteration_difference(session: Session, old_id: int, new_id: int | None = None) -> IterationDifference:
    """Return what changed from one check-in to another, or to the draft as it is now (None)."""
    old = session.get_one(PartIteration, old_id)
    if new_id is None:
        revision = find_part_revision(session, old.revision_id)
        after = _plain(_content(session, revision))
        right = side_of_revision(session, revision.id, deep=False)
    else:
        new = session.get_one(PartIteration, new_id)
        after = new.content
        right = Side(str(new.number), stored_lines(new.content["bom"]))
    # Iterations hold no revision of the children, which is chosen when it is asked.
    left = Side(str(old.number), stored_lines(old.content["bom"]))
    lines = compared(left, _without_revisions(right))
    return IterationDifference(tuple(_fields(old.content, after)), lines)


def _plain(content: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(canonical_json(content))
    return found


def _without_revisions(side: Side) -> Side:
    lines = (
        replace(line, facts=tuple(fact for fact in line.facts if fact[0] != "revision"))
        for line in side.lines
    )
    return Side(side.title, tuple(lines))


def _fields(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str, str]]:
    def flat(content: dict[str, Any]) -> dict[str, str]:
        told = {name: str(value or "") for name, value in content["fields"].items()}
        told.update(dict(content["attributes"]))
        told.update({f"file {name}": file_hash[:12] for name, file_hash in content["files"]})
        return told

    before, after = flat(old), flat(new)
    return [
        (name, before.get(name, ""), after.get(name, ""))
        for name in {**before, **after}
        if before.get(name, "") != after.get(name, "")
    ]
