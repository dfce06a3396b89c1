"""Verbs that open and finish an inspection. Pass and fail are computed; what is missing is INCOMPLETE, never pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.events import InspectionFinished
from app.inspection.refusals import (
    DRAWING_OF_OTHER_PART,
    DRAWING_OUTDATED,
    FINISHED,
    LOT_OF_OTHER_ORDER,
    NO_DRAWING,
    WRONG_SAMPLE_SIZE,
)
from app.inspection.slots import characteristics_of, slots_of
from app.labels import RoleNames
from app.production.lots import find_lot, require_measurable
from app.production.numbers import yearly_number
from app.production.orders import current_snapshot, find_order, start_order
from app.refusals import NOT_ALLOWED, NOT_FOUND
from app.rights import require
from app.settings import read_settings
from app.unit_of_work import UnitOfWork, number_key
from models.document import Document, DocumentRevision, PartDocument
from models.inspection import Inspection
from models.part import Part, PartRevision
from models.production import Lot
from models.vocab import DocumentKind, InspectionKind, InspectionState, Noun, RevisionState, Role, Verdict

MOST_SAMPLES: Final = 1000
_INSPECTED_BY: Final = (DocumentKind.DRAWING, DocumentKind.INSPECTION_STANDARD)
OPEN_STATES: Final = (InspectionState.OPEN, InspectionState.INCOMPLETE)


@dataclass(frozen=True)
class Finished:
    """How an inspection ended: its state, and how many values are missing, out of tolerance or not judged."""

    state: InspectionState
    missing: int
    ng: int
    not_judged: int


def find_inspection(session: Session, inspection_id: int) -> Inspection:
    """Return an inspection by id.

    Raises:
        PartproofError: ``record.not_found``.
    """
    inspection = session.get(Inspection, inspection_id)
    if inspection is None:
        raise NOT_FOUND(what=f"inspection {inspection_id}")
    return inspection


def acting_user(unit: UnitOfWork) -> int:
    """Return the id of the acting person; the program itself measures nothing.

    Raises:
        PartproofError: ``right.missing``.
    """
    require(unit, Role.OPERATOR, Role.QUALITY)
    if unit.actor.user_id is None:
        raise NOT_ALLOWED(name=unit.actor.name, roles=RoleNames((Role.OPERATOR,)))
    return unit.actor.user_id


def open_inspection(
    unit: UnitOfWork,
    *,
    kind: InspectionKind,
    lot_id: int,
    document_revision_id: int | None = None,
    sample_size: int | None = None,
    station_id: int | None = None,
) -> int:
    """Open an inspection of a lot against a released drawing and return its id; its order begins to run.

    Args:
        unit: The unit of work.
        kind: When in the flow it happens.
        lot_id: What is inspected; the order follows from it.
        document_revision_id: The drawing; None takes the first of the order that has characteristics.
        sample_size: Samples for every characteristic; None follows the plan of each characteristic.
        station_id: Where it happens.

    Raises:
        PartproofError: a lot on hold (unless what failed is inspected again), an order not on the floor, no
            released drawing, or a wrong size.
    """
    user_id = acting_user(unit)
    lot = find_lot(unit.session, lot_id)
    require_measurable(unit.session, lot)
    part_revision_id, snapshot_id, offered = _made(unit, lot)
    drawing = _drawing(unit.session, lot.part_id, offered, document_revision_id)
    size = _sample_size(unit.session, drawing.id, sample_size)
    number = yearly_number(unit, Inspection, "IN")
    inspection = Inspection(
        number=number,
        number_key=number_key(number),
        kind=kind,
        state=InspectionState.OPEN,
        order_id=lot.order_id,
        snapshot_id=snapshot_id,
        lot_id=lot_id,
        part_revision_id=part_revision_id,
        document_revision_id=drawing.id,
        station_id=station_id,
        sample_size=size,
        opened_by_id=user_id,
        opened_at=unit.now,
        finished_at=None,
        work_day=read_settings(unit.session).work_day(unit.now),
    )
    unit.session.add(inspection)
    unit.session.flush()
    unit.index(Noun.INSPECTION, inspection.id, number, lot.number, kind.value)
    unit.record("inspection_opened", Noun.INSPECTION, inspection.id, number=number, lot=lot_id)
    return inspection.id


def open_inspection_of(
    session: Session, *, lot_id: int, kind: InspectionKind, station_id: int | None = None
) -> int | None:
    """Return the unfinished inspection of a lot of this kind, if there is one, to go on with it."""
    query = select(Inspection.id).where(
        Inspection.lot_id == lot_id, Inspection.kind == kind, Inspection.state.in_(OPEN_STATES)
    )
    if station_id is not None:
        query = query.where(Inspection.station_id == station_id)
    return session.scalars(query.order_by(Inspection.id.desc()).limit(1)).first()


def finish_inspection(unit: UnitOfWork, inspection_id: int) -> Finished:
    """Finish an inspection: FAIL, PASS, or INCOMPLETE while a value is missing or nobody judged it.

    Raises:
        PartproofError: when it is finished already.
    """
    acting_user(unit)
    inspection = find_inspection(unit.session, inspection_id)
    require_open(inspection)
    slots = slots_of(unit.session, inspection)
    missing = sum(1 for slot in slots if slot.required and slot.current is None)
    verdicts = [slot.current.verdict for slot in slots if slot.current is not None]
    ng, unjudged = verdicts.count(Verdict.NG), verdicts.count(Verdict.NOT_JUDGED)
    if missing or unjudged or not verdicts:
        state = InspectionState.INCOMPLETE
    else:
        state = InspectionState.FAIL if ng else InspectionState.PASS
    finished = Finished(state, missing, ng, unjudged)
    inspection.state = state
    if state is not InspectionState.INCOMPLETE:
        inspection.finished_at = unit.now
    unit.record(
        "inspection_finished",
        Noun.INSPECTION,
        inspection_id,
        state=state,
        missing=missing,
        ng=ng,
        not_judged=unjudged,
    )
    if state is not InspectionState.INCOMPLETE:
        unit.announce(InspectionFinished(inspection_id, state is InspectionState.PASS))
    return finished


def require_open(inspection: Inspection) -> None:
    """Refuse an inspection that is finished.

    Raises:
        PartproofError: ``inspection.finished``.
    """
    if inspection.state not in OPEN_STATES:
        raise FINISHED(inspection=inspection.number)


def require_released(session: Session, document_revision_id: int) -> DocumentRevision:
    """Return a drawing revision that is the released one.

    Raises:
        PartproofError: ``inspection.drawing_outdated``.
    """
    revision = session.get(DocumentRevision, document_revision_id)
    if revision is None:
        raise NOT_FOUND(what=f"document revision {document_revision_id}")
    if revision.state is not RevisionState.RELEASED:
        document = session.get_one(Document, revision.document_id)
        raise DRAWING_OUTDATED(drawing=document.number, revision=revision.label or str(revision.counter))
    return revision


def require_lot_of_order(session: Session, lot: Lot, order_id: int) -> None:
    """Refuse a lot that another order makes.

    Raises:
        PartproofError: ``inspection.lot_of_other_order``.
    """
    if lot.order_id != order_id:
        raise LOT_OF_OTHER_ORDER(lot=lot.number, order=find_order(session, order_id).number)


def _made(unit: UnitOfWork, lot: Lot) -> tuple[int, int | None, list[int]]:
    """The part revision a lot is made by, its order's snapshot, and the drawing revisions it goes by.

    An order goes by what it was released with; received lots go by the part's released revision.
    """
    if lot.order_id is not None:
        start_order(unit, lot.order_id)
        snapshot = current_snapshot(unit.session, lot.order_id)
        documents = [entry for entry in snapshot.content["documents"] if entry["kind"] in _INSPECTED_BY]
        documents.sort(key=lambda entry: _INSPECTED_BY.index(entry["kind"]))
        return (
            snapshot.content["part"]["revision_id"],
            snapshot.id,
            [entry["revision_id"] for entry in documents],
        )
    query = select(PartRevision.id).where(
        PartRevision.part_id == lot.part_id, PartRevision.state == RevisionState.RELEASED
    )
    released = unit.session.scalars(query.order_by(PartRevision.counter.desc()).limit(1)).first()
    if released is None:
        raise NO_DRAWING(part=unit.session.get_one(Part, lot.part_id).number)
    return released, None, _released_drawings(unit.session, released)


def _released_drawings(session: Session, part_revision_id: int) -> list[int]:
    query = (
        select(DocumentRevision.id)
        .join(Document, Document.id == DocumentRevision.document_id)
        .join(PartDocument, PartDocument.document_id == Document.id)
        .where(
            PartDocument.part_revision_id == part_revision_id,
            Document.kind.in_(_INSPECTED_BY),
            DocumentRevision.state == RevisionState.RELEASED,
            or_(
                PartDocument.document_revision_id.is_(None),
                PartDocument.document_revision_id == DocumentRevision.id,
            ),
        )
        # "drawing" sorts before "inspection_standard".
        .order_by(Document.kind, Document.number_key)
    )
    return list(session.scalars(query))


def _drawing(session: Session, part_id: int, offered: list[int], wanted: int | None) -> DocumentRevision:
    if wanted is not None:
        revision = require_released(session, wanted)
        if wanted not in offered:
            raise DRAWING_OF_OTHER_PART(
                drawing=session.get_one(Document, revision.document_id).number,
                part=session.get_one(Part, part_id).number,
            )
        return revision
    for revision_id in offered:
        if characteristics_of(session, revision_id):
            return require_released(session, revision_id)
    raise NO_DRAWING(part=session.get_one(Part, part_id).number)


def _sample_size(session: Session, document_revision_id: int, wanted: int | None) -> int:
    if wanted is not None:
        if not 1 <= wanted <= MOST_SAMPLES:
            raise WRONG_SAMPLE_SIZE(size=str(wanted), limit=str(MOST_SAMPLES))
        return wanted
    return max((row.sample_size for row in characteristics_of(session, document_revision_id)), default=1) or 1
