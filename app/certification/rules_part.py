"""Evidence rules about one part revision: drawings, changes, balloons, gauges, material, samples. Reads only.

To add one: a function with ``@rule("name", mark("what satisfies it"))`` that returns what it found and what lacks.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bom.lines import structure_below
from app.certification.hashes import calibration_hash, document_hash, measured_hash
from app.certification.rule_kinds import Asked, Finding, Found, rule
from app.certification.rules_change import measured_before, waiting_changes
from app.inspection.current import holding
from app.settings import read_settings
from app.texts import mark
from models.certification import Assessment
from models.characteristic import Characteristic
from models.document import DocumentRevision, PartDocument
from models.gauge import Gauge
from models.inspection import Inspection, Reading
from models.part import PartRevision
from models.vocab import (
    CalibrationResult,
    DocumentKind,
    InspectionState,
    Noun,
    RevisionState,
)

FINISHED: Final = (
    InspectionState.PASS,
    InspectionState.FAIL,
    InspectionState.ACCEPTED_BY_CONCESSION,
)


def drawings_of(session: Session, assessment: Assessment) -> list[DocumentRevision]:
    """Return the drawing revisions that the assessed part revision names."""
    query = (
        select(DocumentRevision)
        .join(PartDocument, PartDocument.document_revision_id == DocumentRevision.id)
        .where(PartDocument.part_revision_id == assessment.part_revision_id)
        .order_by(DocumentRevision.id)
    )
    return [row for row in session.scalars(query) if row.document.kind is DocumentKind.DRAWING]


@rule("design_records", mark("Every drawing of the part revision is released."))
def design_records(session: Session, assessment: Assessment, asked: Asked) -> Finding:
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


@rule(
    "engineering_changes", mark("No newer draft of the part or its drawings waits beside the released ones.")
)
def engineering_changes(session: Session, assessment: Assessment, asked: Asked) -> Finding:
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
    for drawing in drawings_of(session, assessment):
        for newer in drawing.document.revisions:
            if newer.counter > drawing.counter:
                finding.lacks(
                    mark(
                        "A newer revision {revision} of drawing {drawing} exists; its change document is needed."
                    ),
                    revision=newer.label,
                    drawing=drawing.document.number,
                )
    waiting_changes(session, revision.part_id, finding)
    label = f"{revision.part.number} {revision.customer_label or revision.counter}"
    finding.evidence.append(Found(Noun.PART_REVISION, revision.id, label, revision.content_hash or ""))
    return finding


def newest_inspection(
    session: Session, assessment: Assessment, drawing: DocumentRevision
) -> Inspection | None:
    """Return the newest finished inspection against a drawing revision, of the assessed part or what it contains.

    A machined part is measured where it is made, one level below the assembly that is submitted.
    """
    revision = session.get(PartRevision, assessment.part_revision_id or 0)
    if revision is None:
        return None
    below = structure_below(session, revision.part_id)
    parts = {revision.part_id, *(child for children in below.values() for child in children)}
    query = (
        select(Inspection, PartRevision.part_id)
        .join(PartRevision, PartRevision.id == Inspection.part_revision_id)
        .where(Inspection.document_revision_id == drawing.id, Inspection.state.in_(FINISHED))
        .order_by(Inspection.id.desc())
    )
    return next((row[0] for row in session.execute(query) if row[1] in parts), None)


def held_readings(session: Session, inspection: Inspection) -> list[Reading]:
    """Return the readings of an inspection that hold today."""
    return holding(session.scalars(select(Reading).where(Reading.inspection_id == inspection.id)))


def _in_force(drawing: DocumentRevision, finding: Finding, label: str) -> None:
    if drawing.state is not RevisionState.RELEASED:
        finding.lacks(mark("Drawing {drawing} is no longer the one in force."), drawing=label)


@rule(
    "dimensional_results",
    mark("Every balloon of the drawings in force is measured in a finished inspection, all within limits."),
    "samples",
)
def dimensional_results(session: Session, assessment: Assessment, asked: Asked) -> Finding:
    """Every balloon of every drawing in force is measured and judged in a finished inspection."""
    finding = Finding()
    for drawing in drawings_of(session, assessment):
        label = f"{drawing.document.number} {drawing.label}"
        inspection = newest_inspection(session, assessment, drawing)
        if inspection is None:
            finding.lacks(mark("No finished inspection of drawing {drawing}."), drawing=label)
            continue
        finding.evidence.append(
            Found(Noun.INSPECTION, inspection.id, inspection.number, measured_hash(session, inspection.id))
        )
        _in_force(drawing, finding, label)
        _measured(session, drawing, inspection, finding, asked.number("samples", 1))
        made = session.get_one(PartRevision, inspection.part_revision_id).part_id
        measured_before(session, made, inspection, finding)
    return finding


def _measured(
    session: Session, drawing: DocumentRevision, inspection: Inspection, finding: Finding, samples: int
) -> None:
    wanted = set(
        session.scalars(select(Characteristic.id).where(Characteristic.document_revision_id == drawing.id))
    )
    counts = Counter(reading.characteristic_id for reading in held_readings(session, inspection))
    missing = {one for one in wanted if not counts[one]}
    if not wanted:
        finding.lacks(mark("Drawing {drawing} has no characteristics."), drawing=drawing.document.number)
    if missing:
        finding.lacks(mark("{count} {count:balloon is|balloons are} not measured."), count=len(missing))
    few = {one for one in wanted if 0 < counts[one] < samples}
    if few:
        finding.lacks(
            mark(
                "{count} {count:balloon is|balloons are} measured on fewer than {samples} {samples:part|parts}."
            ),
            count=len(few),
            samples=samples,
        )
    if inspection.state is InspectionState.FAIL:
        finding.lacks(
            mark("Inspection {number} failed; the customer's concession or a new inspection is needed."),
            number=inspection.number,
        )


@rule(
    "checking_aids",
    mark("Every gauge used was in calibration on the day it measured, and not found out since."),
)
def checking_aids(session: Session, assessment: Assessment, asked: Asked) -> Finding:
    """Every gauge used in the newest inspections was in calibration when it measured, and not found out since."""
    finding = Finding()
    used: dict[int, set[tuple[int | None, date]]] = {}
    settings = read_settings(session)
    for drawing in drawings_of(session, assessment):
        inspection = newest_inspection(session, assessment, drawing)
        for reading in [] if inspection is None else held_readings(session, inspection):
            if reading.gauge_id is not None:
                day = settings.local(reading.measured_at).date()
                used.setdefault(reading.gauge_id, set()).add((reading.calibration_id, day))
    if not used:
        finding.lacks(mark("No gauge was used on this part yet."))
    for gauge_id in sorted(used):
        gauge = session.get_one(Gauge, gauge_id)
        finding.evidence.append(
            Found(Noun.GAUGE, gauge.id, f"{gauge.number} {gauge.name}", calibration_hash(session, gauge.id))
        )
        _trusted(gauge, used[gauge_id], finding)
    return finding


def _trusted(gauge: Gauge, uses: set[tuple[int | None, date]], finding: Finding) -> None:
    """Say what is wrong with the calibrations a gauge measured under (calibration id, day)."""
    ordered = sorted(gauge.calibrations, key=lambda entry: (entry.done_on, entry.id))
    following = dict(zip((entry.id for entry in ordered), ordered[1:], strict=False))
    due = {entry.id: entry.due_on for entry in ordered if entry.result is CalibrationResult.PASS}
    for calibration_id, day in sorted(uses, key=lambda use: (use[0] or 0, use[1])):
        if calibration_id is None or calibration_id not in due or day > due[calibration_id]:
            finding.lacks(
                mark("Gauge {gauge} measured on {day} without a valid calibration."),
                gauge=gauge.number,
                day=day,
            )
    after = {following[use] for use, _ in uses if use is not None and use in following}
    if any(entry.result is CalibrationResult.FAIL for entry in after):
        finding.lacks(
            mark(
                "Gauge {gauge} was found out of tolerance after it measured; measure again with a sound one."
            ),
            gauge=gauge.number,
        )


@rule("material_certificates", mark("A released mill sheet is linked to the part revision."))
def material_certificates(session: Session, assessment: Assessment, asked: Asked) -> Finding:
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


@rule("sample_product", mark("The lot that was inspected is on record."))
def sample_product(session: Session, assessment: Assessment, asked: Asked) -> Finding:
    """The lot that was inspected is on record, so that its parts can be kept or sent."""
    finding = Finding()
    found = [
        (drawing, newest_inspection(session, assessment, drawing))
        for drawing in drawings_of(session, assessment)
    ]
    inspected = [(drawing, inspection) for drawing, inspection in found if inspection is not None]
    if not inspected:
        finding.lacks(mark("No inspected lot yet."))
        return finding
    drawing, inspection = max(inspected, key=lambda entry: entry[1].id)
    finding.evidence.append(
        Found(Noun.INSPECTION, inspection.id, inspection.number, measured_hash(session, inspection.id))
    )
    _in_force(drawing, finding, f"{drawing.document.number} {drawing.label}")
    return finding


OF_A_PART: Final = (
    "design_records",
    "engineering_changes",
    "dimensional_results",
    "checking_aids",
    "material_certificates",
    "sample_product",
)
