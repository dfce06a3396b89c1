"""The way from what happened upstream to stale evidence, step by step, each with its record. Reads only."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certification.rows import PathStep
from app.certification.rule_kinds import Sentence
from app.parts.parts import revision_label
from app.texts import mark
from models.document import DocumentRevision
from models.gauge import Calibration, Gauge
from models.inspection import Inspection
from models.part import PartRevision
from models.vocab import CalibrationResult, Noun, RevisionState

_GONE = (RevisionState.SUPERSEDED, RevisionState.OBSOLETE)


def path_of(session: Session, noun: Noun, entity_id: int, label: str) -> tuple[PathStep, ...]:
    """Return the steps that made a piece of evidence stale, the cause first."""
    if noun is Noun.DOCUMENT_REVISION:
        return _document(session, entity_id)
    if noun is Noun.INSPECTION:
        inspection = session.get(Inspection, entity_id)
        if inspection is None:
            return ()
        drawing = session.get(DocumentRevision, inspection.document_revision_id)
        if drawing is not None and drawing.state in _GONE:
            text = mark("{label} was measured against it")
            return (*_document(session, drawing.id), _step(text, inspection.number, noun, entity_id))
        return (_step(mark("{label} got other readings since"), inspection.number, noun, entity_id),)
    if noun is Noun.GAUGE:
        return _gauge(session, entity_id)
    if noun is Noun.PART_REVISION:
        return part_path(session, entity_id)
    return (_step(mark("{label} changed"), label, noun, entity_id),)


def part_path(session: Session, revision_id: int) -> tuple[PathStep, ...]:
    """Return how a part revision came to be no longer in force."""
    revision = session.get(PartRevision, revision_id)
    if revision is None:
        return ()
    number = revision.part.number
    old = _step(
        mark("{label} is no longer in force"),
        f"{number} {revision_label(revision)}",
        Noun.PART_REVISION,
        revision.id,
    )
    newer = session.get(PartRevision, revision.superseded_by_id or 0)
    if newer is None:
        return (old,)
    text = mark("{label} was released")
    return (_step(text, f"{number} {revision_label(newer)}", Noun.PART_REVISION, newer.id), old)


def _document(session: Session, revision_id: int) -> tuple[PathStep, ...]:
    revision = session.get(DocumentRevision, revision_id)
    if revision is None:
        return ()
    number = revision.document.number
    gone = _step(
        mark("{label} is no longer in force"),
        f"{number} {revision.label}",
        Noun.DOCUMENT_REVISION,
        revision.id,
    )
    newer = session.get(DocumentRevision, revision.superseded_by_id or 0)
    if newer is None:
        return (gone,)
    text = mark("{label} was released")
    return (_step(text, f"{number} {newer.label}", Noun.DOCUMENT_REVISION, newer.id), gone)


def _gauge(session: Session, gauge_id: int) -> tuple[PathStep, ...]:
    gauge = session.get(Gauge, gauge_id)
    if gauge is None:
        return ()
    query = (
        select(Calibration)
        .where(Calibration.gauge_id == gauge_id, Calibration.result == CalibrationResult.FAIL)
        .order_by(Calibration.id.desc())
    )
    failed = session.scalars(query).first()
    if failed is None:
        return (_step(mark("{label} changed"), gauge.number, Noun.GAUGE, gauge_id),)
    found = Sentence(
        mark("{label} was found out of tolerance on {day}"),
        (("label", gauge.number), ("day", str(failed.done_on))),
    )
    measured = _step(mark("values were measured with {label}"), gauge.number, Noun.GAUGE, gauge_id)
    return (PathStep(found, Noun.GAUGE, gauge_id), measured)


def _step(text: str, label: str, noun: Noun, entity_id: int) -> PathStep:
    return PathStep(Sentence(text, (("label", label),)), noun, entity_id)
