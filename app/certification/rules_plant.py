"""Evidence rules about the plant: gauges, documents, inspections, lots, audits, approvals. Reads only.

Within an assessment of a part they look at that part only, where the records know parts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.certification.hashes import (
    calibration_hash,
    closed_hash,
    document_hash,
    lot_hash,
    measured_hash,
    order_hash,
    submission_hash,
)
from app.certification.rule_kinds import Asked, Finding, Found, Rule, months_after, rule
from app.certification.rules_part import FINISHED, design_records, drawings_of
from app.certification.shipment_right import newest_verdict
from app.gauges.queries import gauge_rows
from app.parts.parts import revision_label
from app.settings import read_settings
from app.texts import mark
from models.bom import BomLine
from models.certification import Assessment, Submission
from models.characteristic import Characteristic
from models.document import Document, DocumentRevision, PartDocument
from models.inspection import Inspection, Reading
from models.nonconformance import Nonconformance
from models.part import Part, PartRevision
from models.production import Lot, OrderSnapshot, WorkOrder
from models.rules.calibration import GaugeCondition
from models.vocab import (
    CustomerVerdict,
    DocumentKind,
    EntryMode,
    InspectionKind,
    NonconformanceState,
    Noun,
    OrderState,
    RevisionState,
    Source,
    Special,
)

# An auditor looks at a few of each; so many of the newest are linked.
_FEW = 5
_SOME = 20
_MANY_READINGS = 2000
_UNUSABLE = (GaugeCondition.OVERDUE, GaugeCondition.NOT_CALIBRATED, GaugeCondition.OUT_OF_TOLERANCE)


@rule("gauge_register", mark("Every gauge in use is calibrated and not overdue on the day."))
def gauge_register(session: Session, _assessment: Assessment, asked: Asked) -> Finding:
    """Every gauge that is neither retired nor in repair may be used today."""
    finding = Finding()
    retired = (GaugeCondition.RETIRED, GaugeCondition.REPAIR)
    rows = [row for row in gauge_rows(session, day=asked.day) if row.condition not in retired]
    for row in rows:
        if row.condition in _UNUSABLE:
            finding.lacks(mark("Gauge {gauge} has no valid calibration."), gauge=row.number)
        finding.evidence.append(
            Found(Noun.GAUGE, row.id, f"{row.number} {row.name}", calibration_hash(session, row.id))
        )
    if not rows:
        finding.lacks(mark("No gauge is registered."))
    return finding


@rule("documents_released", mark("Documents of this kind are released and in force."), "kind")
def documents_released(session: Session, assessment: Assessment, asked: Asked) -> Finding:
    """Released documents of a kind: of the part where one is assessed, else the plant's newest."""
    finding = Finding()
    kind = DocumentKind(asked.parameters.get("kind", DocumentKind.EXTERNAL))
    query = (
        select(DocumentRevision)
        .join(Document, Document.id == DocumentRevision.document_id)
        .where(Document.kind == kind)
        .order_by(DocumentRevision.id.desc())
    )
    if assessment.part_revision_id is not None:
        query = query.join(PartDocument, PartDocument.document_revision_id == DocumentRevision.id).where(
            PartDocument.part_revision_id == assessment.part_revision_id
        )
    else:
        query = query.where(DocumentRevision.state == RevisionState.RELEASED).limit(_SOME)
    for row in session.scalars(query):
        label = f"{row.document.number} {row.label}"
        finding.evidence.append(Found(Noun.DOCUMENT_REVISION, row.id, label, document_hash(session, row.id)))
        if row.state is not RevisionState.RELEASED:
            finding.lacks(mark("Document {document} is not released."), document=label)
    if not finding.evidence:
        finding.lacks(mark("No released document of this kind."))
    return finding


@rule("bom_released", mark("The part revision is released with its parts list."))
def bom_released(session: Session, assessment: Assessment, _asked: Asked) -> Finding:
    """The part revision has a parts list and is released with it."""
    finding = Finding()
    revision = session.get(PartRevision, assessment.part_revision_id or 0)
    if revision is None:
        finding.lacks(mark("The assessment names no part revision."))
        return finding
    if session.scalar(select(func.count()).where(BomLine.revision_id == revision.id)) == 0:
        finding.lacks(mark("The part revision has no BOM."))
    if revision.state is not RevisionState.RELEASED:
        finding.lacks(mark("The part revision is not released."))
    finding.evidence.append(_revision_found(revision))
    return finding


@rule("special_characteristics", mark("Special characteristics are marked on released drawings."))
def special_characteristics(session: Session, assessment: Assessment, _asked: Asked) -> Finding:
    """Released drawings that mark special characteristics: of the part, else the plant's newest."""
    finding = Finding()
    if assessment.part_revision_id is not None:
        drawings: Iterable[DocumentRevision] = drawings_of(session, assessment)
    else:
        drawings = session.scalars(
            select(DocumentRevision)
            .where(DocumentRevision.state == RevisionState.RELEASED)
            .order_by(DocumentRevision.id.desc())
            .limit(_SOME)
        )
    for drawing in drawings:
        marked = select(func.count()).where(
            Characteristic.document_revision_id == drawing.id, Characteristic.special != Special.NONE
        )
        if session.scalar(marked):
            label = f"{drawing.document.number} {drawing.label}"
            finding.evidence.append(
                Found(Noun.DOCUMENT_REVISION, drawing.id, label, document_hash(session, drawing.id))
            )
            if drawing.state is not RevisionState.RELEASED:
                finding.lacks(mark("Drawing {drawing} is not released."), drawing=label)
    if not finding.evidence:
        finding.lacks(mark("No released drawing marks a special characteristic."))
    return finding


@rule("design_outputs", mark("Every part made here has a released revision with a released drawing."))
def design_outputs(session: Session, assessment: Assessment, asked: Asked) -> Finding:
    """Of a part: its drawings are released; of the plant: every part made here has a released drawing."""
    if assessment.part_revision_id is not None:
        return design_records(session, assessment, asked)
    finding = Finding()
    drawn = (
        select(PartDocument.part_revision_id)
        .join(Document, Document.id == PartDocument.document_id)
        .where(Document.kind == DocumentKind.DRAWING)
    )
    query: Any = (
        select(Part, PartRevision)
        .outerjoin(
            PartRevision,
            (PartRevision.part_id == Part.id)
            & (PartRevision.state == RevisionState.RELEASED)
            & PartRevision.id.in_(drawn),
        )
        .where(Part.source == Source.MADE, Part.active.in_((True,)))
        .order_by(Part.id.desc())
    )
    without = []
    for part, revision in session.execute(query):
        if revision is None:
            without.append(part.number)
        elif len(finding.evidence) < _SOME:
            finding.evidence.append(_revision_found(revision))
    if without:
        finding.lacks(
            mark("{count} {count:part has|parts have} no released drawing: {parts}."),
            count=len(without),
            parts=", ".join(without[:_FEW]) + ("…" if len(without) > _FEW else ""),
        )
    if not finding.evidence and not without:
        finding.lacks(mark("No part is made here."))
    return finding


def _revision_found(revision: PartRevision) -> Found:
    label = f"{revision.part.number} {revision_label(revision)}"
    return Found(Noun.PART_REVISION, revision.id, label, revision.content_hash or "")


@rule("submission_answered", mark("The customer approved the submission; an interim approval still holds."))
def submission_answered(session: Session, assessment: Assessment, asked: Asked) -> Finding:
    """The newest submission of the part, or of every part that was submitted, is approved."""
    finding = Finding()
    newest = select(func.max(Submission.id)).group_by(Submission.part_id, Submission.customer_id)
    if assessment.part_revision_id is not None:
        newest = newest.where(Submission.part_revision_id == assessment.part_revision_id)
    for entry in session.scalars(select(Submission).where(Submission.id.in_(newest)).order_by(Submission.id)):
        part = session.get_one(Part, entry.part_id).number
        label = f"{entry.scheme.upper()} {part} #{entry.attempt}"
        finding.evidence.append(Found(Noun.SUBMISSION, entry.id, label, submission_hash(session, entry.id)))
        answer = newest_verdict(session, entry.id)
        if answer is None or answer.verdict is CustomerVerdict.PENDING:
            finding.lacks(mark("The customer has not answered {submission}."), submission=label)
        elif answer.verdict is CustomerVerdict.REJECTED:
            finding.lacks(mark("The customer rejected {submission}."), submission=label)
        elif answer.interim_until is not None and answer.interim_until < asked.day:
            finding.lacks(mark("The interim approval of {submission} is over."), submission=label)
    if not finding.evidence:
        finding.lacks(mark("Nothing was submitted to a customer yet."))
    return finding


def _inspections(
    session: Session, assessment: Assessment, asked: Asked, kinds: tuple[InspectionKind, ...], months: int
) -> Finding:
    finding = Finding()
    query = select(Inspection).where(
        Inspection.state.in_(FINISHED), Inspection.work_day >= asked.since(months)
    )
    if kinds:
        query = query.where(Inspection.kind.in_(kinds))
    if assessment.part_revision_id is not None:
        query = query.where(Inspection.part_revision_id == assessment.part_revision_id)
    for row in session.scalars(query.order_by(Inspection.id.desc()).limit(_FEW)):
        finding.evidence.append(Found(Noun.INSPECTION, row.id, row.number, measured_hash(session, row.id)))
        finding.until = _later(finding.until, months_after(row.work_day, _months(asked, months)))
    return finding


def _later(known: date | None, day: date) -> date:
    return day if known is None else max(known, day)


def _inspected(kinds: tuple[InspectionKind, ...], months: int, lacking: str) -> Rule:
    """Return a rule that finds the newest finished inspections of some kinds, or says that they are lacking."""

    def find(session: Session, assessment: Assessment, asked: Asked) -> Finding:
        finding = _inspections(session, assessment, asked, kinds, months)
        if not finding.evidence:
            finding.lacks(lacking, months=_months(asked, months))
        return finding

    return find


rule(
    "inspections_finished", mark("Inspections were finished within {months} {months:month|months}."), "months"
)(_inspected((), 3, mark("No inspection was finished in the last {months} {months:month|months}.")))
rule("first_pieces", mark("First pieces were inspected within {months} {months:month|months}."), "months")(
    _inspected(
        (InspectionKind.FIRST_PIECE,),
        3,
        mark("No first piece was inspected in the last {months} {months:month|months}."),
    )
)
rule(
    "layout_inspection",
    mark("All dimensions were inspected within {months} {months:month|months}."),
    "months",
)(
    _inspected(
        (InspectionKind.LAYOUT,),
        12,
        mark("No layout inspection was finished in the last {months} {months:month|months}."),
    )
)


@rule("material_in", mark("Incoming goods were inspected, or have released mill sheets."), "months")
def material_in(session: Session, assessment: Assessment, asked: Asked) -> Finding:
    """Incoming inspections of the period, and mill sheets in force."""
    finding = _inspections(session, assessment, asked, (InspectionKind.INCOMING,), 6)
    sheets = documents_released(
        session, assessment, Asked({"kind": DocumentKind.MILL_SHEET.value}, asked.day)
    )
    finding.evidence += sheets.evidence
    if sheets.evidence:
        # A mill sheet in force does not age.
        finding.until = None
    if not finding.evidence:
        finding.lacks(mark("No incoming inspection and no mill sheet is on record."))
    return finding


@rule("traceable_lots", mark("The newest lots lead to their order and material."))
def traceable_lots(session: Session, assessment: Assessment, _asked: Asked) -> Finding:
    """The newest lots made by an order carry a heat number."""
    finding = Finding()
    query = select(Lot).where(Lot.order_id.is_not(None)).order_by(Lot.id.desc()).limit(_FEW)
    if assessment.part_revision_id is not None:
        part_id = session.get_one(PartRevision, assessment.part_revision_id).part_id
        query = query.where(Lot.part_id == part_id)
    for lot in session.scalars(query):
        finding.evidence.append(Found(Noun.LOT, lot.id, f"LOT {lot.number}", lot_hash(session, lot.id)))
        if not lot.heat_number:
            finding.lacks(mark("Lot {lot} has no heat number."), lot=lot.number)
    if not finding.evidence:
        finding.lacks(mark("No lot was made yet."))
    return finding


@rule(
    "orders_run",
    mark("Work orders were run through the program within {months} {months:month|months}."),
    "months",
)
def orders_run(session: Session, _assessment: Assessment, asked: Asked) -> Finding:
    """The newest orders that were released to the floor in the period."""
    finding = Finding()
    left = (OrderState.PLANNED, OrderState.CANCELED)
    since = datetime.combine(asked.since(3), time(), tzinfo=read_settings(session).zone).astimezone(UTC)
    # Released, an order has its first snapshot.
    released = select(OrderSnapshot.order_id).where(
        OrderSnapshot.sequence == 1, OrderSnapshot.made_at >= since
    )
    query = select(WorkOrder).where(WorkOrder.state.not_in(left), WorkOrder.id.in_(released))
    for order in session.scalars(query.order_by(WorkOrder.id.desc()).limit(_FEW)):
        finding.evidence.append(Found(Noun.ORDER, order.id, order.number, order_hash(session, order.id)))
    if not finding.evidence:
        finding.lacks(
            mark("No order was released to the floor in the last {months} {months:month|months}."),
            months=_months(asked, 3),
        )
    return finding


@rule(
    "device_readings",
    mark("Most values of the last {months} {months:month|months} came from an instrument."),
    "months",
    "percent",
)
def device_readings(session: Session, _assessment: Assessment, asked: Asked) -> Finding:
    """The share of values that came from a device, each way of entry counted apart."""
    finding = Finding()
    query = (
        select(Reading.mode, Reading.inspection_id)
        .where(Reading.work_day >= asked.since(3), Reading.undone.in_((False,)))
        .order_by(Reading.id.desc())
        .limit(_MANY_READINGS)
    )
    rows = session.execute(query).all()
    inspections: list[int] = []
    for mode, inspection in rows:
        if mode is EntryMode.DEVICE and inspection not in inspections and len(inspections) < _FEW:
            inspections.append(inspection)
    for inspection_id in inspections:
        number = session.get_one(Inspection, inspection_id).number
        finding.evidence.append(
            Found(Noun.INSPECTION, inspection_id, number, measured_hash(session, inspection_id))
        )
    if not rows:
        finding.lacks(
            mark("No value was measured in the last {months} {months:month|months}."),
            months=_months(asked, 3),
        )
    elif 100 * sum(mode is EntryMode.DEVICE for mode, _ in rows) < asked.number("percent", 50) * len(rows):
        share = 100 * sum(mode is EntryMode.DEVICE for mode, _ in rows) // len(rows)
        finding.lacks(
            mark("Only {share} % of the last {count} {count:value|values} came from an instrument."),
            share=share,
            count=len(rows),
        )
    return finding


def _closed(session: Session, finding: Finding) -> None:
    query = (
        select(Nonconformance)
        .where(Nonconformance.state == NonconformanceState.CLOSED)
        .order_by(Nonconformance.id.desc())
        .limit(_FEW)
    )
    for row in session.scalars(query):
        finding.evidence.append(
            Found(Noun.NONCONFORMANCE, row.id, f"{row.number} {row.title}", closed_hash(session, row.id))
        )


# Closing a nonconformance asks for cause, action and verification: that is what problem solving is proved by.
@rule("problem_solving", mark("Problems are closed with cause, action and proof."), "days")
@rule(
    "nonconformances_followed",
    mark("Nonconformances are closed with a signature; none is open longer than {days} {days:day|days}."),
    "days",
)
def nonconformances_followed(session: Session, _assessment: Assessment, asked: Asked) -> Finding:
    """The newest closed nonconformances; every one that is open too long is named."""
    finding = Finding()
    days = asked.number("days", 30)
    late = asked.day - timedelta(days=days)
    query = select(Nonconformance.number).where(
        Nonconformance.state != NonconformanceState.CLOSED, Nonconformance.work_day < late
    )
    for number in session.scalars(query.order_by(Nonconformance.id)):
        finding.lacks(
            mark("Nonconformance {number} is open for more than {days} {days:day|days}."),
            number=number,
            days=days,
        )
    _closed(session, finding)
    if not finding.evidence:
        finding.lacks(mark("No nonconformance was closed yet."))
    return finding


def _months(asked: Asked, default: int) -> int:
    return asked.number("months", default)


OF_THE_PLANT: Final = (
    "gauge_register",
    "documents_released",
    "bom_released",
    "special_characteristics",
    "design_outputs",
    "submission_answered",
    "inspections_finished",
    "first_pieces",
    "layout_inspection",
    "material_in",
    "traceable_lots",
    "orders_run",
    "device_readings",
    "nonconformances_followed",
    "problem_solving",
)
