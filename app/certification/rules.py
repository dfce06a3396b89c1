"""Evidence rules: which records satisfy a requirement, and whether they are complete. Reads only.

A rule finds; it never decides that something is fresh by what somebody typed. To add one: a function with
``@rule("name")`` that returns what it found and what still lacks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certification.hashes import (
    calibration_hash,
    document_hash,
    inspection_hash,
)
from app.texts import mark
from models.certification import Assessment
from models.characteristic import Characteristic
from models.document import DocumentRevision, PartDocument
from models.gauge import Calibration, Gauge
from models.inspection import Inspection, Reading
from models.part import PartRevision
from models.vocab import (
    CalibrationResult,
    DocumentKind,
    InspectionState,
    Noun,
    RevisionState,
)


@dataclass(frozen=True)
class Sentence:
    """A source text with its values."""

    text: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Found:
    """One record that counts as evidence, with the hash it has now."""

    noun: Noun
    entity_id: int
    label: str
    content_hash: str


@dataclass
class Finding:
    """What a rule found and what still lacks; nothing lacking means complete."""

    evidence: list[Found] = field(default_factory=list)
    lacking: list[Sentence] = field(default_factory=list)

    def lacks(self, text: str, **values: object) -> None:
        """Add something that is missing."""
        self.lacking.append(Sentence(text, tuple((name, str(value)) for name, value in values.items())))


Rule = Callable[[Session, Assessment], Finding]
_RULES: Final[dict[str, Rule]] = {}
# Rules that look at the other requirements; judged in app/certification/queries.py once those are known.
OF_THE_WHOLE: Final = frozenset({"submission_warrant"})
FINISHED: Final = (
    InspectionState.PASS,
    InspectionState.FAIL,
    InspectionState.ACCEPTED_BY_CONCESSION,
)


def rule(name: str) -> Callable[[Rule], Rule]:
    """Register an evidence rule under the name that templates use."""

    def register(function: Rule) -> Rule:
        _RULES[name] = function
        return function

    return register


def rule_names() -> frozenset[str]:
    """Return the names templates may use."""
    return frozenset(_RULES) | OF_THE_WHOLE


def run_rule(session: Session, name: str, assessment: Assessment) -> Finding:
    """Return what a rule finds for an assessment today."""
    return _RULES[name](session, assessment)


def drawings_of(session: Session, assessment: Assessment) -> list[DocumentRevision]:
    """Return the drawing revisions that the assessed part revision names."""
    query = (
        select(DocumentRevision)
        .join(PartDocument, PartDocument.document_revision_id == DocumentRevision.id)
        .where(PartDocument.part_revision_id == assessment.part_revision_id)
        .order_by(DocumentRevision.id)
    )
    return [row for row in session.scalars(query) if row.document.kind is DocumentKind.DRAWING]


@rule("design_records")
def design_records(session: Session, assessment: Assessment) -> Finding:
    """Every drawing of the part revision is released."""
    finding = Finding()
    revision = session.get(PartRevision, assessment.part_revision_id or 0)
    if revision is None or revision.state is not RevisionState.RELEASED:
        finding.lacks(mark("The part revision is not released."))
    drawings = drawings_of(session, assessment)
    if not drawings:
        finding.lacks(mark("The part revision names no drawing."))
    for drawing in drawings:
        label = f"{drawing.document.number} {drawing.label}"
        finding.evidence.append(
            Found(Noun.DOCUMENT_REVISION, drawing.id, label, document_hash(session, drawing.id))
        )
        if drawing.state is not RevisionState.RELEASED:
            finding.lacks(mark("Drawing {drawing} is not released."), drawing=label)
    return finding


@rule("engineering_changes")
def engineering_changes(session: Session, assessment: Assessment) -> Finding:
    """No newer draft of the part or its drawings waits beside the released ones."""
    finding = Finding()
    revision = session.get(PartRevision, assessment.part_revision_id or 0)
    if revision is None:
        return finding
    for other in revision.part.revisions:
        if other.counter > revision.counter:
            finding.lacks(
                mark("A newer revision {revision} exists; its change document is needed."),
                revision=other.customer_label or other.counter,
            )
    label = f"{revision.part.number} {revision.customer_label or revision.counter}"
    finding.evidence.append(Found(Noun.PART_REVISION, revision.id, label, revision.content_hash or ""))
    return finding


@rule("dimensional_results")
def dimensional_results(session: Session, assessment: Assessment) -> Finding:
    """Every balloon of every drawing is measured and judged in a finished inspection."""
    finding = Finding()
    for drawing in drawings_of(session, assessment):
        label = f"{drawing.document.number} {drawing.label}"
        query = (
            select(Inspection)
            .where(Inspection.document_revision_id == drawing.id, Inspection.state.in_(FINISHED))
            .order_by(Inspection.id.desc())
        )
        inspection = session.scalars(query.limit(1)).one_or_none()
        if inspection is None:
            finding.lacks(mark("No finished inspection of drawing {drawing}."), drawing=label)
            continue
        finding.evidence.append(
            Found(Noun.INSPECTION, inspection.id, inspection.number, inspection_hash(session, inspection.id))
        )
        _measured(session, drawing, inspection, finding)
    return finding


def _measured(session: Session, drawing: DocumentRevision, inspection: Inspection, finding: Finding) -> None:
    wanted = set(
        session.scalars(select(Characteristic.id).where(Characteristic.document_revision_id == drawing.id))
    )
    query = select(Reading.characteristic_id).where(Reading.inspection_id == inspection.id)
    missing = wanted - set(session.scalars(query))
    if not wanted:
        finding.lacks(mark("Drawing {drawing} has no characteristics."), drawing=drawing.document.number)
    if missing:
        finding.lacks(mark("{count} balloons are not measured."), count=len(missing))
    if inspection.state is InspectionState.FAIL:
        finding.lacks(
            mark("Inspection {number} failed; the customer's concession or a new inspection is needed."),
            number=inspection.number,
        )


@rule("checking_aids")
def checking_aids(session: Session, assessment: Assessment) -> Finding:
    """Every gauge used in the newest inspections had a valid calibration when it measured."""
    finding = Finding()
    drawings = [drawing.id for drawing in drawings_of(session, assessment)]
    query = (
        select(Gauge, Calibration)
        .join(Reading, Reading.gauge_id == Gauge.id)
        .join(Calibration, Calibration.id == Reading.calibration_id)
        .join(Inspection, Inspection.id == Reading.inspection_id)
        .where(Inspection.document_revision_id.in_(drawings))
        .distinct()
        .order_by(Gauge.id, Calibration.id)
    )
    newest: dict[int, tuple[Gauge, Calibration]] = {}
    for gauge, calibration in session.execute(query):
        newest[gauge.id] = (gauge, calibration)
    if not newest:
        finding.lacks(mark("No gauge was used on this part yet."))
    for gauge, _used in newest.values():
        finding.evidence.append(
            Found(Noun.GAUGE, gauge.id, f"{gauge.number} {gauge.name}", calibration_hash(session, gauge.id))
        )
        last = gauge.calibrations[-1] if gauge.calibrations else None
        if last is not None and last.result is CalibrationResult.FAIL:
            finding.lacks(mark("Gauge {gauge} was found out of tolerance."), gauge=gauge.number)
    return finding


@rule("material_certificates")
def material_certificates(session: Session, assessment: Assessment) -> Finding:
    """A released mill sheet is linked to the part revision."""
    finding = Finding()
    query = (
        select(DocumentRevision)
        .join(PartDocument, PartDocument.document_revision_id == DocumentRevision.id)
        .where(PartDocument.part_revision_id == assessment.part_revision_id)
        .order_by(DocumentRevision.id)
    )
    for row in session.scalars(query):
        if row.document.kind is DocumentKind.MILL_SHEET:
            label = f"{row.document.number} {row.label}"
            finding.evidence.append(
                Found(Noun.DOCUMENT_REVISION, row.id, label, document_hash(session, row.id))
            )
            if row.state is not RevisionState.RELEASED:
                finding.lacks(mark("Document {document} is not released."), document=label)
    if not finding.evidence:
        finding.lacks(mark("No mill sheet is linked to the part revision."))
    return finding


@rule("sample_product")
def sample_product(session: Session, assessment: Assessment) -> Finding:
    """The lot that was inspected is on record, so that its parts can be kept or sent."""
    finding = Finding()
    drawings = [drawing.id for drawing in drawings_of(session, assessment)]
    query = (
        select(Inspection)
        .where(Inspection.document_revision_id.in_(drawings), Inspection.state.in_(FINISHED))
        .order_by(Inspection.id.desc())
    )
    inspection = session.scalars(query.limit(1)).one_or_none()
    if inspection is None:
        finding.lacks(mark("No inspected lot yet."))
    else:
        label = inspection.number
        finding.evidence.append(
            Found(Noun.INSPECTION, inspection.id, label, inspection_hash(session, inspection.id))
        )
    return finding
