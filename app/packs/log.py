"""The entries of the audit log about what a pack shows, one JSON object per line, each checkable by its own hash."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certification.queries import RequirementRow
from models.audit import AuditEntry
from models.certification import Assessment
from models.inspection import Reading
from models.types import canonical_json, time_text
from models.vocab import Noun

NAME: Final = "audit_log.jsonl"
_PORTION: Final = 500


def log_of(session: Session, assessment_id: int, requirements: Sequence[RequirementRow], last: int) -> bytes:
    """Return the entries about an assessment, its part revision, its evidence and the readings of its inspections.

    Args:
        session: The state the pack is made from.
        assessment_id: What the pack proves.
        requirements: With their evidence.
        last: Sequence number of the audit head; nothing after it is told.
    """
    wanted = sorted(set(_records(session, assessment_id, requirements)))
    entries: dict[int, AuditEntry] = {}
    for noun in sorted({noun for noun, _ in wanted}):
        ids = [entity_id for kind, entity_id in wanted if kind == noun]
        for start in range(0, len(ids), _PORTION):
            query = select(AuditEntry).where(
                AuditEntry.noun == noun,
                AuditEntry.entity_id.in_(ids[start : start + _PORTION]),
                AuditEntry.seq <= last,
            )
            entries.update({entry.seq: entry for entry in session.scalars(query)})
    lines = [_line(entries[seq]) for seq in sorted(entries)]
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def _records(
    session: Session, assessment_id: int, requirements: Sequence[RequirementRow]
) -> Iterator[tuple[str, int]]:
    assessment = session.get_one(Assessment, assessment_id)
    yield Noun.ASSESSMENT.value, assessment_id
    if assessment.part_revision_id is not None:
        yield Noun.PART_REVISION.value, assessment.part_revision_id
    for row in requirements:
        for evidence in row.evidence:
            if evidence.entity_id is None:
                continue
            yield evidence.noun.value, evidence.entity_id
            if evidence.noun is Noun.INSPECTION:
                readings = select(Reading.id).where(Reading.inspection_id == evidence.entity_id)
                for reading in session.scalars(readings):
                    yield Noun.READING.value, reading


def _line(entry: AuditEntry) -> str:
    """Return an entry with exactly the texts that its hash covers."""
    fields = {
        "alg": entry.alg,
        "seq": entry.seq,
        "at": time_text(entry.at),
        "clock_back": int(entry.clock_back),
        "user_id": entry.user_id,
        "actor": entry.actor,
        "station": entry.station,
        "action": entry.action,
        "noun": entry.noun,
        "entity_id": entry.entity_id,
        "payload": canonical_json(entry.payload),
        "prev": entry.prev,
        "hash": entry.hash,
    }
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
