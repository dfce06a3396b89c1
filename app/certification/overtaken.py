"""What overtakes a paper that was attached by hand, derived from records released or changed since. Reads only.

Nothing here looks into a paper. A plant's own audit without a part looks at all gauges and at no drawing or change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certification.rule_kinds import Overtaken, Sentence
from app.certification.rules_change import changes_since
from app.certification.rules_part import drawings_of, held_readings, newest_inspection
from app.texts import mark
from models.audit import AuditEntry
from models.certification import Assessment, Evidence, Requirement
from models.document import DocumentFile, DocumentRevision
from models.gauge import Calibration, Gauge
from models.vocab import CalibrationResult, GaugeState, Noun, RevisionState


def drawn_since(session: Session, assessment: Assessment, moment: datetime) -> tuple[Overtaken, ...]:
    """Return the drawing revisions in force that were released after a moment, of the part's drawings."""
    documents = {drawing.document_id for drawing in drawings_of(session, assessment)}
    query = select(DocumentRevision).where(
        DocumentRevision.document_id.in_(documents),
        DocumentRevision.state == RevisionState.RELEASED,
        DocumentRevision.released_at > moment,
    )
    return tuple(
        Overtaken(
            Sentence(
                mark("Drawing {drawing} was released after the paper was attached."),
                (("drawing", f"{row.document.number} {row.label}"),),
            ),
            Noun.DOCUMENT_REVISION,
            row.id,
        )
        for row in session.scalars(query.order_by(DocumentRevision.id))
    )


def changed_since(session: Session, assessment: Assessment, moment: datetime) -> tuple[Overtaken, ...]:
    """Return the drawings released, and the changes begun and put through, after a moment."""
    return (*drawn_since(session, assessment, moment), *changes_since(session, assessment, moment))


def gauges_doubted_since(session: Session, assessment: Assessment, moment: datetime) -> tuple[Overtaken, ...]:
    """Return the gauges that were found out of tolerance after a moment: of the part, those that measured it."""
    failed = select(Calibration).where(
        Calibration.result == CalibrationResult.FAIL, Calibration.recorded_at > moment
    )
    used = _gauges_of(session, assessment)
    if used is not None:
        failed = failed.where(Calibration.gauge_id.in_(used))
    text = mark("Gauge {gauge} was found out of tolerance on {day}, after the paper was attached.")
    found: dict[int, Overtaken] = {}
    for row in session.scalars(failed.order_by(Calibration.id)):
        number = session.get_one(Gauge, row.gauge_id).number
        said = Sentence(text, (("gauge", number), ("day", str(row.done_on))))
        found.setdefault(row.gauge_id, Overtaken(said, Noun.GAUGE, row.gauge_id))
    return tuple(found.values())


def gauges_changed_since(session: Session, assessment: Assessment, moment: datetime) -> tuple[Overtaken, ...]:
    """Return the gauges found out of tolerance, and those retired, after a moment."""
    retired = select(Gauge).where(Gauge.state == GaugeState.RETIRED)
    used = _gauges_of(session, assessment)
    if used is not None:
        retired = retired.where(Gauge.id.in_(used))
    # The register keeps no day of retiring; the chain does.
    acts = select(AuditEntry.entity_id).where(
        AuditEntry.noun == Noun.GAUGE.value, AuditEntry.action == "gauge_retired", AuditEntry.at > moment
    )
    text = mark("Gauge {gauge} was retired after the paper was attached.")
    gone = tuple(
        Overtaken(Sentence(text, (("gauge", row.number),)), Noun.GAUGE, row.id)
        for row in session.scalars(retired.where(Gauge.id.in_(acts)).order_by(Gauge.id))
    )
    return (*gauges_doubted_since(session, assessment, moment), *gone)


def studied_since(session: Session, assessment: Assessment, moment: datetime) -> tuple[Overtaken, ...]:
    """Return what makes a capability study doubtful: other limits, another process, a gauge that measured wrong."""
    return (
        *changed_since(session, assessment, moment),
        *gauges_doubted_since(session, assessment, moment),
    )


def _gauges_of(session: Session, assessment: Assessment) -> set[int] | None:
    """Return the gauges that measured the part's newest inspections, or None for the whole plant."""
    if assessment.part_revision_id is None:
        return None
    used: set[int] = set()
    for drawing in drawings_of(session, assessment):
        inspection = newest_inspection(session, assessment, drawing)
        readings = [] if inspection is None else held_readings(session, inspection)
        used |= {reading.gauge_id for reading in readings if reading.gauge_id is not None}
    return used


def controlled_papers(session: Session, assessment_id: int) -> dict[str, list[DocumentRevision]]:
    """Return of which document revisions the papers of an assessment are the files, by hash, in one question."""
    query = (
        select(DocumentFile.file_hash, DocumentRevision)
        .join(DocumentRevision, DocumentRevision.id == DocumentFile.revision_id)
        .where(
            DocumentFile.file_hash.in_(
                select(Evidence.file_hash)
                .join(Requirement, Requirement.id == Evidence.requirement_id)
                .where(Requirement.assessment_id == assessment_id, Evidence.file_hash.is_not(None))
            )
        )
    )
    found: dict[str, list[DocumentRevision]] = {}
    for file_hash, revision in session.execute(query):
        found.setdefault(file_hash, []).append(revision)
    return found


def replaced_papers(
    hashes: Iterable[str], controlled: Mapping[str, list[DocumentRevision]]
) -> tuple[Overtaken, ...]:
    """Return the controlled documents of which papers are a revision that is no longer in force.

    A paper counts where the file is of a revision in force as well, or where the file of a later revision lies
    beside it. No signature brings such a paper back; the later revision attached does.

    Args:
        hashes: Of the papers of one requirement.
        controlled: See ``controlled_papers``.
    """
    newest: dict[int, DocumentRevision] = {}
    for revision in (one for file_hash in hashes for one in controlled.get(file_hash, ())):
        known = newest.get(revision.document_id)
        if known is None or known.counter < revision.counter:
            newest[revision.document_id] = revision
    text = mark("The paper is {document}, which is no longer in force; attach the one in force.")
    return tuple(
        Overtaken(
            Sentence(text, (("document", f"{row.document.number} {row.label}"),)),
            Noun.DOCUMENT_REVISION,
            row.superseded_by_id or row.id,
            renewable=False,
        )
        for row in sorted(newest.values(), key=lambda one: one.id)
        if row.state in (RevisionState.SUPERSEDED, RevisionState.OBSOLETE)
    )
