"""The hash of a record as evidence: it changes exactly when what the evidence says changes. Reads only."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.nonconformance.nonconformances import nonconformance_hash
from models.certification import Assessment, AssessmentFinding, Submission, SubmissionVerdict
from models.change import ChangeOrder, FourMChange
from models.document import DocumentRevision
from models.gauge import Calibration, Gauge
from models.inspection import Inspection, Reading
from models.nonconformance import Nonconformance
from models.part import PartRevision
from models.production import Lot, OrderSnapshot, WorkOrder
from models.types import canonical_json
from models.vocab import (
    AssessmentState,
    CalibrationResult,
    GaugeState,
    NonconformanceState,
    Noun,
    RevisionState,
)


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


def submission_hash(session: Session, submission_id: int) -> str:
    """Return the hash of a submission: what was handed in and the answer that holds."""
    entry = session.get(Submission, submission_id)
    if entry is None:
        return ""
    query = select(SubmissionVerdict).where(SubmissionVerdict.submission_id == submission_id)
    answers = [
        [row.verdict, row.decided_on, row.interim_quantity, row.interim_until, row.file_hash]
        for row in session.scalars(query.order_by(SubmissionVerdict.id))
    ]
    return digest([entry.part_revision_id, entry.attempt, entry.submitted_on, answers])


def lot_hash(session: Session, lot_id: int) -> str:
    """Return the hash of where a lot comes from; its state may move on."""
    lot = session.get(Lot, lot_id)
    return "" if lot is None else digest([lot.number, lot.part_id, lot.order_id, lot.heat_number])


def order_hash(session: Session, order_id: int) -> str:
    """Return the hash of what an order was told to make, snapshot by snapshot."""
    order = session.get(WorkOrder, order_id)
    if order is None:
        return ""
    query = select(OrderSnapshot.content_hash).where(OrderSnapshot.order_id == order_id)
    return digest([order.number, list(session.scalars(query.order_by(OrderSnapshot.sequence)))])


def closed_hash(session: Session, nonconformance_id: int) -> str:
    """Return the hash of a nonconformance: what its signature signs, and whether it is closed."""
    found = session.get(Nonconformance, nonconformance_id)
    if found is None:
        return ""
    return digest([nonconformance_hash(session, found), found.state is NonconformanceState.CLOSED])


def assessment_hash(session: Session, assessment_id: int) -> str:
    """Return the hash of an audit as evidence: that it is closed, and what it found."""
    found = session.get(Assessment, assessment_id)
    if found is None:
        return ""
    query = select(AssessmentFinding).where(AssessmentFinding.assessment_id == assessment_id)
    findings = [
        [row.number, row.kind, row.text] for row in session.scalars(query.order_by(AssessmentFinding.number))
    ]
    return digest([found.number, found.state is AssessmentState.CLOSED, findings])


def four_m_hash(session: Session, change_id: int) -> str:
    """Return the hash of a 4M change as evidence: what it changed, and how it was approved and tried."""
    row = session.get(FourMChange, change_id)
    if row is None:
        return ""
    approved = [row.customer_approval, row.customer_approved_on, row.customer_file_hash]
    return digest([row.number, row.title, row.after, approved, row.trial_result, row.effective_on])


def order_change_hash(session: Session, order_id: int) -> str:
    """Return the hash of a change order as evidence: what was signed, and the customer's approval."""
    row = session.get(ChangeOrder, order_id)
    if row is None:
        return ""
    approved = [row.customer_approval, row.customer_approved_on, row.customer_file_hash]
    return digest([row.number, row.content_hash, approved])


class Today:
    """What records say at this moment, each looked at once however many requirements lean on it.

    Args:
        session: Open session.
        known: Hashes that hold still; what is looked at is added to them.
    """

    def __init__(self, session: Session, known: dict[tuple[Noun, int], str] | None = None) -> None:
        self.session = session
        self._hashes: dict[tuple[Noun, int], str] = {} if known is None else known

    def hash_of(self, noun: Noun, entity_id: int | None, file_hash: str | None) -> str:
        """Return the hash that a record has now, to compare with the one its evidence link kept."""
        if noun is Noun.FILE or entity_id is None:
            return file_hash or ""
        if (noun, entity_id) not in self._hashes:
            self._hashes[noun, entity_id] = _current_hash(self.session, noun, entity_id)
        return self._hashes[noun, entity_id]


def _part_revision_hash(session: Session, revision_id: int) -> str:
    revision = session.get(PartRevision, revision_id)
    return "" if revision is None else revision.content_hash or ""


_HASHES: Final[dict[Noun, Callable[[Session, int], str]]] = {
    Noun.DOCUMENT_REVISION: document_hash,
    Noun.INSPECTION: measured_hash,
    Noun.GAUGE: calibration_hash,
    Noun.PART_REVISION: _part_revision_hash,
    Noun.SUBMISSION: submission_hash,
    Noun.LOT: lot_hash,
    Noun.ORDER: order_hash,
    Noun.NONCONFORMANCE: closed_hash,
    Noun.ASSESSMENT: assessment_hash,
    Noun.FOUR_M_CHANGE: four_m_hash,
    Noun.CHANGE_ORDER: order_change_hash,
}


def _current_hash(session: Session, noun: Noun, entity_id: int) -> str:
    found = _HASHES.get(noun)
    return "" if found is None else found(session, entity_id)
