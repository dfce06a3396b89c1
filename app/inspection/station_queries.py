"""What the station's screen shows beside its job: samples, course, balloons, gauge and order. Reads only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.drawings.queries import characteristic_rows, document_revision_head
from app.gauges.queries import GaugeRow, gauge_rows
from app.inspection.current import holding
from app.inspection.inspections import find_inspection
from app.inspection.queries import SheetRow, inspection_sheet
from app.settings import read_settings
from models.inspection import Reading
from models.part import PartRevision
from models.production import WorkOrder
from models.vocab import Verdict

RECENT = 24


@dataclass(frozen=True)
class StationBalloon:
    """One balloon of the drawing on the station: page from 1, points from the top left of the page.

    Attributes:
        verdict: The worst verdict of its samples so far; None while nothing is measured.
    """

    characteristic_id: int
    number: str
    page: int
    x: Decimal
    y: Decimal
    anchor_x: Decimal
    anchor_y: Decimal
    verdict: Verdict | None


@dataclass(frozen=True)
class StationFacts:
    """What is shown around the value.

    Attributes:
        revision: The part revision as the customer calls it, else our own number.
        quantity: How much the order asks for; None without an order.
        row: The characteristic to be measured, with its samples; None when nothing is armed.
        recent: Its last values, oldest first.
        file_hash: The drawing's first PDF; empty where there is none.
        gauges: The gauges asked about, as they are today.
        rows: All characteristics with their samples.
    """

    revision: str
    quantity: Decimal | None
    row: SheetRow | None
    rows: tuple[SheetRow, ...]
    recent: tuple[Decimal, ...]
    file_hash: str
    file_name: str
    balloons: tuple[StationBalloon, ...]
    gauges: tuple[GaugeRow, ...]


def station_facts(
    session: Session,
    inspection_id: int,
    characteristic_id: int | None,
    *,
    gauge_ids: Collection[int] = (),
    now: datetime,
) -> StationFacts:
    """Return what the station's screen shows of an inspection.

    Args:
        session: Open session.
        inspection_id: The armed inspection.
        characteristic_id: What is measured next; None when everything is measured.
        gauge_ids: The gauges at the station.
        now: The moment, for the calendar day of the plant.

    Raises:
        PartproofError: ``record.not_found``.
    """
    inspection = find_inspection(session, inspection_id)
    revision = session.get_one(PartRevision, inspection.part_revision_id)
    order = session.get(WorkOrder, inspection.order_id) if inspection.order_id is not None else None
    sheet = inspection_sheet(session, inspection_id)
    head = document_revision_head(session, inspection.document_revision_id)
    files = () if head is None else head.files
    drawing = next((file for file in files if file.name.lower().endswith(".pdf")), None)
    day = read_settings(session).local(now).date()
    wanted = set(gauge_ids)
    return StationFacts(
        revision.customer_label or str(revision.counter),
        None if order is None else order.quantity,
        next((row for row in sheet.rows if row.characteristic_id == characteristic_id), None),
        sheet.rows,
        () if characteristic_id is None else recent_values(session, characteristic_id),
        "" if drawing is None else drawing.file_hash,
        "" if drawing is None else drawing.name,
        _balloons(session, inspection.document_revision_id, sheet.rows),
        tuple(row for row in gauge_rows(session, day=day) if row.id in wanted) if wanted else (),
    )


def recent_values(session: Session, characteristic_id: int) -> tuple[Decimal, ...]:
    """Return the last values of a characteristic that hold, over all its inspections, oldest first."""
    query = (
        select(Reading)
        .where(Reading.characteristic_id == characteristic_id)
        .order_by(Reading.id.desc())
        # Some of them were taken back or replaced.
        .limit(RECENT * 3)
    )
    held = holding(session.scalars(query).all())
    return tuple(row.value for row in held if row.value is not None)[-RECENT:]


def _balloons(
    session: Session, document_revision_id: int, rows: tuple[SheetRow, ...]
) -> tuple[StationBalloon, ...]:
    verdicts = {row.characteristic_id: _worst(row) for row in rows}
    return tuple(
        StationBalloon(
            balloon.characteristic_id,
            balloon.number,
            balloon.page,
            balloon.x,
            balloon.y,
            balloon.anchor_x,
            balloon.anchor_y,
            verdicts.get(balloon.characteristic_id),
        )
        for row in characteristic_rows(session, document_revision_id)
        for balloon in row.balloons
    )


def _worst(row: SheetRow) -> Verdict | None:
    found = {cell.verdict for cell in row.cells if cell.verdict is not None}
    return next((v for v in (Verdict.NG, Verdict.NOT_JUDGED, Verdict.OK) if v in found), None)
