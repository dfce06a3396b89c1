"""What a station is at a moment: who works, on which order and lot, and what is measured next. Reads only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.inspection.queries import InspectionRow, NextMeasurement, inspection_rows, next_to_measure
from app.inspection.slots import places_of
from models.inspection import Inspection
from models.part import Part, PartRevision
from models.production import WorkOrder
from models.vocab import InspectionState


class Step(StrEnum):
    """What the station waits for."""

    BADGE = "badge"
    ORDER = "order"
    LOT = "lot"
    MEASURE = "measure"
    ACKNOWLEDGE = "acknowledge"
    COMPLETE = "complete"
    PAUSED = "paused"


@dataclass(frozen=True)
class StationView:
    """The station as a screen shows it.

    Attributes:
        inspection: The armed inspection, if there is one.
        next: What is measured next; None when everything is measured or nothing is armed.
        done: Places with a verdict.
        total: Places the plan asks for.
    """

    step: Step
    operator: str = ""
    order_id: int | None = None
    order_number: str = ""
    part_number: str = ""
    part_name: str = ""
    lot_number: str = ""
    gauge_id: int | None = None
    inspection: InspectionRow | None = None
    next: NextMeasurement | None = None
    done: int = 0
    total: int = 0


@dataclass(frozen=True)
class ArmedOrder:
    """The order of a job as it is shown."""

    order_id: int
    number: str
    part_id: int
    part_number: str
    part_name: str


def armed_order(session: Session, order_id: int) -> ArmedOrder:
    """Return an order with the part it makes."""
    order = session.get_one(WorkOrder, order_id)
    part = session.scalars(
        select(Part)
        .join(PartRevision, PartRevision.part_id == Part.id)
        .where(PartRevision.id == order.part_revision_id)
    ).one()
    return ArmedOrder(order.id, order.number, part.id, part.number, part.name)


def armed_inspection(session: Session, station_id: int) -> int | None:
    """Return the inspection a station was in the middle of: its last one that is still open."""
    query = select(Inspection.id).where(
        Inspection.station_id == station_id, Inspection.state == InspectionState.OPEN
    )
    return session.scalars(query.order_by(Inspection.id.desc()).limit(1)).first()


def inspection_view(
    session: Session,
    inspection_id: int,
    *,
    skipped: Collection[tuple[int, int]] = (),
    at: tuple[int, int] | None = None,
) -> tuple[InspectionRow, NextMeasurement | None, int, int]:
    """Return an inspection's head, what is measured next, and how many of how many places have their verdict."""
    head = inspection_rows(session, inspection_id=inspection_id)[0]
    coming = next_to_measure(session, inspection_id, skipped=skipped, at=at)
    if coming is not None:
        return head, coming, coming.done, coming.total
    places = places_of(session, session.get_one(Inspection, inspection_id))
    total = sum(1 for place in places if place.required)
    return head, None, total, total
