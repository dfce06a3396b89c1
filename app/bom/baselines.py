"""Baselines: a frozen resolution of a BOM and its documents with its hash. Made once, never changed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bom.bom_refusals import BASELINE_EXISTS, NOT_COMPARABLE
from app.bom.lines import EDITORS
from app.bom.queries import BomRow, bom_tree
from app.parts.in_force import shown_label
from app.parts.parts import find_part_revision
from app.rights import filled, require
from app.unit_of_work import UnitOfWork, number_key
from models.bom import Baseline
from models.document import Document, DocumentFile, DocumentRevision, PartDocument
from models.part import PartRevision
from models.rules.effectivity import Asked
from models.types import canonical_json
from models.vocab import Noun, Role

VERSION: Final = 1


@dataclass(frozen=True)
class BaselineRow:
    """A baseline of a part.

    Attributes:
        holds: Whether its content still has the hash it was made with.
    """

    id: int
    name: str
    purpose: str
    revision: str
    lines: int
    content_hash: str
    made_at: datetime
    holds: bool


def make_baseline(
    unit: UnitOfWork, revision_id: int, *, name: str, purpose: str = "", asked: Asked | None = None
) -> int:
    """Freeze what a revision consists of now, over all levels, with its documents; returns the baseline's id.

    Args:
        unit: The unit of work.
        revision_id: The revision.
        name: By which people find it; once per revision.
        purpose: Submission, release, audit …
        asked: For when, which lot, which order; None takes what is released now.

    Raises:
        PartproofError: without the right, no name, or a baseline of that name.
    """
    require(unit, *EDITORS, Role.QUALITY)
    revision = find_part_revision(unit.session, revision_id)
    name = filled("name", name)
    known = select(Baseline.name).where(Baseline.part_revision_id == revision_id)
    if number_key(name) in {number_key(entry) for entry in unit.session.scalars(known)}:
        raise BASELINE_EXISTS(name=name)
    unit.session.flush()
    content = resolved(unit.session, revision, asked)
    row = Baseline(
        part_revision_id=revision_id,
        name=name,
        purpose=purpose.strip(),
        content=content,
        content_hash=content_digest(content),
        made_by_id=unit.actor.user_id,
        made_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    unit.record("baseline_made", Noun.BOM, revision_id, name=name, content_hash=row.content_hash)
    unit.touched.add((Noun.PART_REVISION, revision_id))
    return row.id


def resolved(session: Session, revision: PartRevision, asked: Asked | None) -> dict[str, Any]:
    """Return the content of a baseline: the part, every line of every level, and the documents with their files."""
    rows = bom_tree(session, revision.id, asked=asked)
    revisions = sorted({row.revision_id for row in rows if row.revision_id is not None})
    rule: dict[str, Any] = {"by": "states"}
    if asked is not None:
        rule = {"by": "effectivity", "at": asked.at, "lot": asked.lot_key, "order": asked.order_key}
    return {
        "version": VERSION,
        "part": revision.part.number,
        "revision": revision.counter,
        "label": shown_label(revision),
        "rule": rule,
        "bom": _lines(rows),
        "documents": _documents(session, revisions),
    }


def _lines(rows: Sequence[BomRow]) -> list[dict[str, Any]]:
    way: list[str] = []
    lines = []
    for row in rows:
        if row.level == 0:
            continue
        del way[row.level - 1 :]
        lines.append(
            {
                "way": list(way),
                "find_number": row.find_number,
                "part": row.number,
                "name": row.name,
                "revision": row.revision,
                "state": row.state,
                "quantity": row.quantity,
                "per": row.per,
                "unit": row.unit,
                "reference": row.reference,
                "note": row.note,
                "optional": row.optional,
                "scrap_percent": row.scrap_percent,
                "substitutes": list(row.substitutes),
            }
        )
        way.append(row.number)
    return lines


def _documents(session: Session, revisions: Sequence[int]) -> list[dict[str, Any]]:
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for start in range(0, len(revisions), 500):
        query = (
            select(Document.number, DocumentRevision)
            .join(DocumentRevision, DocumentRevision.document_id == Document.id)
            .join(PartDocument, PartDocument.document_revision_id == DocumentRevision.id)
            .where(PartDocument.part_revision_id.in_(revisions[start : start + 500]))
        )
        for number, document in session.execute(query):
            files = session.execute(
                select(DocumentFile.file_hash, DocumentFile.name)
                .where(DocumentFile.revision_id == document.id)
                .order_by(DocumentFile.position)
            )
            found[number, document.counter] = {
                "number": number,
                "revision": document.label,
                "content_hash": document.content_hash,
                "files": [[row[0], row[1]] for row in files],
            }
    return [found[key] for key in sorted(found)]


def content_digest(content: object) -> str:
    """Return the SHA-256 (hex) of a baseline's canonical content."""
    return hashlib.sha256(canonical_json(content).encode("utf-8")).hexdigest()


def baseline_rows(session: Session, part_id: int) -> tuple[BaselineRow, ...]:
    """Return the baselines of a part's revisions, newest first."""
    query = (
        select(Baseline, PartRevision)
        .join(PartRevision, PartRevision.id == Baseline.part_revision_id)
        .where(PartRevision.part_id == part_id)
        .order_by(Baseline.id.desc())
    )
    return tuple(
        BaselineRow(
            row.id,
            row.name,
            row.purpose,
            shown_label(revision),
            len(row.content["bom"]),
            row.content_hash,
            row.made_at,
            _holds(row),
        )
        for row, revision in session.execute(query)
    )


def baseline_holds(session: Session, baseline_id: int) -> bool:
    """Tell whether a baseline's content still has the hash it was made with."""
    row = session.get(Baseline, baseline_id)
    if row is None:
        raise NOT_COMPARABLE(what=f"baseline {baseline_id}")
    return _holds(row)


def _holds(row: Baseline) -> bool:
    return content_digest(row.content) == row.content_hash
