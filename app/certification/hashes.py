"""The hash of a record as evidence: it changes exactly when what the evidence says changes. Reads only."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.document import DocumentRevision
from models.gauge import Calibration, Gauge
from models.inspection import Inspection, Reading
from models.part import PartRevision
from models.types import canonical_json
from models.vocab import CalibrationResult, GaugeState, Noun, RevisionState


def digest(content: Any) -> str:
    """Return the SHA-256 (hex) of a value's canonical JSON."""
    return hashlib.sha256(canonical_json(content).encode("utf-8")).hexdigest()


def document_hash(session: Session, revision_id: int) -> str:
    """Return the hash of a document revision: its content, and whether it is in force."""
    row = session.get(DocumentRevision, revision_id)
    if row is None:
        return ""
    return digest([row.content_hash, row.state is RevisionState.RELEASED])


def inspection_hash(session: Session, inspection_id: int) -> str:
    """Return the hash of an inspection: its state and every reading, also those taken back."""
    inspection = session.get(Inspection, inspection_id)
    if inspection is None:
        return ""
    query = select(Reading).where(Reading.inspection_id == inspection_id).order_by(Reading.id)
    readings = [
        [row.event_id, row.sample, row.characteristic_id, row.value, row.attribute, row.verdict, row.undone]
        for row in session.scalars(query)
    ]
    return digest([inspection.number, inspection.state, readings])


def measured_hash(session: Session, inspection_id: int) -> str:
    """Return the hash of an inspection as evidence: what it says, and whether its drawing is still in force."""
    state = session.scalars(
        select(DocumentRevision.state)
        .join(Inspection, Inspection.document_revision_id == DocumentRevision.id)
        .where(Inspection.id == inspection_id)
    ).one_or_none()
    return digest([inspection_hash(session, inspection_id), state is RevisionState.RELEASED])


def calibration_hash(session: Session, gauge_id: int) -> str:
    """Return the hash of a gauge as evidence: which calibrations failed it.

    A gauge that is repaired or retired later measured no worse for that; one found out of tolerance did.
    """
    gauge = session.get(Gauge, gauge_id)
    if gauge is None:
        return ""
    query = select(Calibration).where(Calibration.gauge_id == gauge_id).order_by(Calibration.id)
    failed = [row.id for row in session.scalars(query) if row.result is CalibrationResult.FAIL]
    return digest([gauge.number, gauge.state is GaugeState.OUT_OF_TOLERANCE, failed])


class Today:
    """What records say at this moment, each looked at once however many requirements lean on it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._hashes: dict[tuple[Noun, int], str] = {}

    def hash_of(self, noun: Noun, entity_id: int | None, file_hash: str | None) -> str:
        """Return the hash that a record has now, to compare with the one its evidence link kept."""
        if noun is Noun.FILE or entity_id is None:
            return file_hash or ""
        if (noun, entity_id) not in self._hashes:
            self._hashes[noun, entity_id] = _current_hash(self.session, noun, entity_id)
        return self._hashes[noun, entity_id]


def _current_hash(session: Session, noun: Noun, entity_id: int) -> str:
    if noun is Noun.DOCUMENT_REVISION:
        return document_hash(session, entity_id)
    if noun is Noun.INSPECTION:
        return measured_hash(session, entity_id)
    if noun is Noun.GAUGE:
        return calibration_hash(session, entity_id)
    if noun is Noun.PART_REVISION:
        revision = session.get(PartRevision, entity_id)
        return "" if revision is None else revision.content_hash or ""
    return ""
