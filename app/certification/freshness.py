"""Keeps what was derived about open assessments, and derives anew only what the audit log says was touched.

A memory of one process, never of the factory: verbs and documents derive from the records themselves.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bom.lines import structure_below
from app.certification.hashes import Today
from app.certification.queries import head_of, open_assessments, requirement_rows
from app.certification.rows import AssessmentRow, RequirementRow
from app.settings import read_settings
from models.audit import AuditEntry
from models.certification import Assessment, Evidence, EvidenceWithdrawal, Requirement
from models.document import DocumentFile, DocumentRevision, PartDocument
from models.inspection import Inspection
from models.part import PartRevision
from models.vocab import Noun

Record = tuple[Noun, int]
# So many entries behind, everything is derived anew; it is no slower.
_BEHIND: Final = 2000
# A row of this table is, or belongs to, evidence of this kind: table → (noun, column of the owner, "" for itself).
_OWNERS: Final[dict[str, tuple[Noun, str]]] = {
    "document_revision": (Noun.DOCUMENT_REVISION, ""),
    "document_file": (Noun.DOCUMENT_REVISION, "revision_id"),
    "characteristic": (Noun.DOCUMENT_REVISION, "document_revision_id"),
    "inspection": (Noun.INSPECTION, ""),
    "reading": (Noun.INSPECTION, "inspection_id"),
    "gauge": (Noun.GAUGE, ""),
    "calibration": (Noun.GAUGE, "gauge_id"),
    "part_revision": (Noun.PART_REVISION, ""),
    "submission": (Noun.SUBMISSION, ""),
    "submission_verdict": (Noun.SUBMISSION, "submission_id"),
    "lot": (Noun.LOT, ""),
    "work_order": (Noun.ORDER, ""),
    "order_snapshot": (Noun.ORDER, "order_id"),
    "four_m_change": (Noun.FOUR_M_CHANGE, ""),
    "change_order": (Noun.CHANGE_ORDER, ""),
    "nonconformance": (Noun.NONCONFORMANCE, ""),
    "nonconformance_reading": (Noun.NONCONFORMANCE, "nonconformance_id"),
    "nonconformance_disposition": (Noun.NONCONFORMANCE, "nonconformance_id"),
}
# Of a part only: who looks at one part need not look again when another part's rows changed.
_OF_PARTS: Final = frozenset({Noun.DOCUMENT_REVISION, Noun.INSPECTION, Noun.PART_REVISION})
# Rows that no requirement leans on.
_SILENT: Final = frozenset(
    {
        "tag_print",
        "balloon",
        "document_version",
        "file_fact",
        "issued_document",
        "evidence_pack",
        "file_opened",
        "vault_file",
        "signature",
        "review",
        "review_step",
        "interim_shipment",
        "consumption",
        "shipment",
        "shipment_line",
        "sheet_mapping",
        "station",
        "station_device",
    }
)
_OWN: Final = frozenset({"evidence", "evidence_rejection", "requirement_score", "requirement"})


@dataclass(frozen=True)
class Kept:
    """What was derived of one assessment, and of which parts it depends; None is the plant."""

    head: AssessmentRow
    rows: tuple[RequirementRow, ...]
    parts: frozenset[int] | None
    records: frozenset[Record]


@dataclass
class _Touched:
    """What changed since the last look."""

    everything: bool
    records: set[Record]
    assessments: set[int]
    requirements: set[int]


class Freshness:
    """The memory of one factory.

    Attributes:
        derived: How many assessments the last look derived anew; for tests and figures.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seq = -1
        self._day: date | None = None
        self._hashes: dict[Record, str] = {}
        self._kept: dict[int, Kept] = {}
        self.derived = 0

    def look(self, session: Session, *, now: datetime | None = None) -> tuple[Kept, ...]:
        """Return every open assessment as it stands, derived anew only where something touched it."""
        moment = now or datetime.now(UTC)
        with self._lock:
            day = read_settings(session).local(moment).date()
            self._forget(session, day)
            today = Today(session, self._hashes)
            wanted = open_assessments(session)
            self.derived = 0
            for gone in set(self._kept) - set(wanted):
                del self._kept[gone]
            for assessment_id in wanted:
                if assessment_id not in self._kept:
                    self._kept[assessment_id] = _derive(session, assessment_id, today, moment)
                    self.derived += 1
            return tuple(self._kept[one] for one in wanted)

    def _forget(self, session: Session, day: date) -> None:
        """Drop what the entries since the last look touched."""
        query = select(AuditEntry.seq, AuditEntry.payload).where(AuditEntry.seq > self._seq)
        entries = session.execute(query.order_by(AuditEntry.seq).limit(_BEHIND + 1)).all()
        if self._seq < 0 or len(entries) > _BEHIND:
            self._hashes.clear()
            self._kept.clear()
            newest = select(AuditEntry.seq).order_by(AuditEntry.seq.desc()).limit(1)
            self._seq, self._day = session.scalars(newest).first() or 0, day
            return
        if self._day != day:
            # Papers and calibrations run out by the day; what records say does not.
            self._kept.clear()
            self._day = day
        if not entries:
            return
        touched = _touched(payload for _, payload in entries)
        self._seq = entries[-1][0]
        if touched.everything:
            self._hashes.clear()
            self._kept.clear()
            return
        parts, of_plant = _parts_of(session, touched.records)
        for record in touched.records:
            self._hashes.pop(record, None)
        ids = _assessments_of(session, touched)
        for assessment_id, kept in list(self._kept.items()):
            if assessment_id in ids or _concerns(kept, touched.records, parts, of_plant=of_plant):
                del self._kept[assessment_id]


def _concerns(kept: Kept, records: set[Record], parts: set[int], *, of_plant: bool) -> bool:
    if kept.records & records:
        return True
    if kept.parts is None:
        return bool(records)
    return of_plant or bool(kept.parts & parts)


def _derive(session: Session, assessment_id: int, today: Today, moment: datetime) -> Kept:
    entry = session.get_one(Assessment, assessment_id)
    rows = requirement_rows(session, assessment_id, now=moment, today=today)
    records = frozenset(
        (link.noun, link.entity_id) for row in rows for link in row.evidence if link.entity_id is not None
    )
    parts: frozenset[int] | None = None
    if entry.part_revision_id is not None:
        part_id = session.get_one(PartRevision, entry.part_revision_id).part_id
        below = structure_below(session, part_id)
        parts = frozenset({part_id, *(child for children in below.values() for child in children)})
    return Kept(head_of(session, entry, rows), rows, parts, records)


def _touched(payloads: Iterable[Any]) -> _Touched:
    found = _Touched(False, set(), set(), set())
    for payload in payloads:
        for table, key, fields in _changes(payload):
            _note(found, table, key, fields)
    return found


def _changes(payload: Any) -> Iterator[tuple[str, list[Any], dict[str, Any]]]:
    """Yield (table, key, fields) of every row that an entry's act changed; an edit's fields are the new values."""
    if not isinstance(payload, dict):
        return
    for table, act, key, fields in payload.get("changes", ()):
        yield table, key, {name: value[1] for name, value in fields.items()} if act == "edit" else fields
    for table, columns, rows in payload.get("bulk", ()):
        for values in rows:
            fields = dict(zip(columns, values, strict=True))
            yield table, [fields.get("id")], fields


def _note(found: _Touched, table: str, key: list[Any], fields: dict[str, Any]) -> None:
    if table in _SILENT:
        return
    if table in _OWNERS:
        noun, column = _OWNERS[table]
        owner = fields.get(column) if column else key[0]
        if owner is None:
            found.everything = True
        else:
            found.records.add((noun, int(owner)))
    elif table == "assessment":
        found.assessments.add(int(key[0]))
        found.records.add((Noun.ASSESSMENT, int(key[0])))
    elif table == "requirement":
        found.requirements.add(int(key[0]))
    elif table in _OWN and "requirement_id" in fields:
        found.requirements.add(int(fields["requirement_id"]))
    else:
        # An unknown table, or one whose owner the entry does not name: look at everything again.
        found.everything = True


def _parts_of(session: Session, records: set[Record]) -> tuple[set[int], bool]:
    """Return the parts whose rows changed, and whether something changed that belongs to no part."""
    ids: dict[Noun, list[int]] = defaultdict(list)
    for noun, entity_id in records:
        ids[noun].append(entity_id)
    of_plant = any(noun not in _OF_PARTS for noun in ids)
    parts: set[int] = set()
    documents = select(DocumentRevision.document_id).where(
        DocumentRevision.id.in_(ids[Noun.DOCUMENT_REVISION])
    )
    queries = (
        select(PartRevision.part_id).where(PartRevision.id.in_(ids[Noun.PART_REVISION])),
        select(PartRevision.part_id)
        .join(Inspection, Inspection.part_revision_id == PartRevision.id)
        .where(Inspection.id.in_(ids[Noun.INSPECTION])),
        select(PartRevision.part_id)
        .join(PartDocument, PartDocument.part_revision_id == PartRevision.id)
        .where(PartDocument.document_id.in_(documents)),
    )
    for query in queries:
        parts.update(session.scalars(query))
    # What was measured against a drawing changes as evidence with the drawing.
    measured = select(Inspection.id).where(Inspection.document_revision_id.in_(ids[Noun.DOCUMENT_REVISION]))
    records.update((Noun.INSPECTION, one) for one in session.scalars(measured))
    return parts, of_plant


def _assessments_of(session: Session, touched: _Touched) -> set[int]:
    query = select(Requirement.assessment_id).where(Requirement.id.in_(touched.requirements))
    found = touched.assessments | set(session.scalars(query))
    revisions = [entity_id for noun, entity_id in touched.records if noun is Noun.DOCUMENT_REVISION]
    if revisions:
        # A paper attached by hand may be the file of a controlled document.
        papers = (
            select(Requirement.assessment_id)
            .join(Evidence, Evidence.requirement_id == Requirement.id)
            .join(DocumentFile, DocumentFile.file_hash == Evidence.file_hash)
            .where(DocumentFile.revision_id.in_(revisions))
        )
        found |= set(session.scalars(papers))
    return found


def stale_links(session: Session) -> frozenset[int]:
    """Return the links whose record says something else than when it was linked, each looked at: the naive way."""
    today = Today(session)
    query = (
        select(Evidence)
        .outerjoin(EvidenceWithdrawal, EvidenceWithdrawal.evidence_id == Evidence.id)
        .where(EvidenceWithdrawal.evidence_id.is_(None))
    )
    return frozenset(
        link.id
        for link in session.scalars(query)
        if today.hash_of(link.noun, link.entity_id, link.file_hash) != link.content_hash
    )


_MEMORIES: WeakKeyDictionary[Any, Freshness] = WeakKeyDictionary()
_GUARD: Final = threading.Lock()


def freshness_of(session: Session) -> Freshness:
    """Return the memory of the factory a session reads."""
    with _GUARD:
        return _MEMORIES.setdefault(session.get_bind(), Freshness())
