"""What screens and documents ask about nonconformances. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes.concession_queries import (
    OfferedConcession,
    concessions_in_force,
    concessions_used_by,
)
from app.inspection.current import holding
from app.nonconformance.nonconformances import nonconformance_hash, readings_of
from app.parts.links import Linked, belonging
from app.people.queries import SignatureRow, signature_rows
from app.settings import read_settings
from models.change import Concession
from models.characteristic import Characteristic
from models.inspection import Inspection, Reading
from models.nonconformance import Nonconformance, NonconformanceDisposition
from models.part import Part, PartRevision
from models.person import User
from models.production import Lot
from models.types import decimal_text
from models.vocab import LotState, NonconformanceState, Noun
from models.vocab_quality import DispositionKind


@dataclass(frozen=True)
class DispositionRow:
    """What happens with some of the nonconforming parts; ``concession`` is the number of the one it rests on."""

    id: int
    kind: DispositionKind
    quantity: Decimal
    concession_id: int | None
    concession: str
    note: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True)
class NonconformanceRow:
    """One nonconformance with its words and dispositions.

    Attributes:
        quantity: How many parts are not as required, in ``unit``; None until somebody counted.
    """

    id: int
    version: int
    number: str
    state: NonconformanceState
    title: str
    description: str
    containment: str
    cause: str
    action: str
    verification: str
    quantity: Decimal | None
    unit: str
    dispositions: tuple[DispositionRow, ...]
    disposition_note: str
    part_id: int
    part_number: str
    part_name: str
    lot_id: int | None
    lot_number: str
    lot_state: LotState | None
    inspection_id: int | None
    inspection_number: str
    found_by: str
    found_at: datetime
    work_day: date
    closed_at: datetime | None

    @property
    def undecided(self) -> Decimal | None:
        """How many parts have no disposition yet; None until they were counted."""
        if self.quantity is None:
            return None
        return self.quantity - sum((row.quantity for row in self.dispositions), Decimal(0))


@dataclass(frozen=True)
class FoundReading:
    """A reading of a nonconformance; ``holds`` is false once it was taken back or corrected."""

    reading_id: int
    balloon: str
    specification: str
    sample: int
    value: str
    attribute: str
    unit: str
    measured_at: datetime
    holds: bool


def nonconformance_rows(
    session: Session,
    *,
    lot_id: int | None = None,
    inspection_id: int | None = None,
    nonconformance_id: int | None = None,
    states: Collection[NonconformanceState] = (),
    kinds: Collection[DispositionKind] = (),
    linked: Linked | None = None,
) -> tuple[NonconformanceRow, ...]:
    """Return nonconformances, newest first: all, or those of a lot, an inspection, some states or linked parts.

    ``kinds`` leaves those of which at least some parts are disposed of so.
    """
    query = (
        select(Nonconformance, Part, Lot, Inspection.number, User.name)
        .join(PartRevision, PartRevision.id == Nonconformance.part_revision_id)
        .join(Part, Part.id == PartRevision.part_id)
        .join(User, User.id == Nonconformance.found_by_id)
        .outerjoin(Lot, Lot.id == Nonconformance.lot_id)
        .outerjoin(Inspection, Inspection.id == Nonconformance.inspection_id)
        .where(*belonging(Part.id, linked))
        .order_by(Nonconformance.id.desc())
    )
    if lot_id is not None:
        query = query.where(Nonconformance.lot_id == lot_id)
    if inspection_id is not None:
        query = query.where(Nonconformance.inspection_id == inspection_id)
    if nonconformance_id is not None:
        query = query.where(Nonconformance.id == nonconformance_id)
    if states:
        query = query.where(Nonconformance.state.in_(tuple(states)))
    if kinds:
        of_kinds = select(NonconformanceDisposition.nonconformance_id).where(
            NonconformanceDisposition.kind.in_(tuple(kinds))
        )
        query = query.where(Nonconformance.id.in_(of_kinds))
    decided = _dispositions(session, nonconformance_id)
    return tuple(
        NonconformanceRow(
            row.id,
            row.version,
            row.number,
            row.state,
            row.title,
            row.description,
            row.containment,
            row.cause,
            row.action,
            row.verification,
            row.quantity,
            part.unit,
            tuple(decided[row.id]),
            row.disposition_note,
            part.id,
            part.number,
            part.name,
            row.lot_id,
            "" if lot is None else lot.number,
            None if lot is None else lot.state,
            row.inspection_id,
            inspection or "",
            found_by,
            row.found_at,
            row.work_day,
            row.closed_at,
        )
        for row, part, lot, inspection, found_by in session.execute(query)
    )


def _dispositions(session: Session, nonconformance_id: int | None) -> dict[int, list[DispositionRow]]:
    query = (
        select(NonconformanceDisposition, Concession.number, User.name)
        .join(User, User.id == NonconformanceDisposition.decided_by_id)
        .outerjoin(Concession, Concession.id == NonconformanceDisposition.concession_id)
        .order_by(NonconformanceDisposition.id)
    )
    if nonconformance_id is not None:
        query = query.where(NonconformanceDisposition.nonconformance_id == nonconformance_id)
    found: dict[int, list[DispositionRow]] = defaultdict(list)
    for row, concession, person in session.execute(query):
        found[row.nonconformance_id].append(
            DispositionRow(
                row.id,
                row.kind,
                row.quantity,
                row.concession_id,
                concession or "",
                row.note,
                person,
                row.decided_at,
            )
        )
    return found


def found_readings(session: Session, nonconformance_id: int) -> tuple[FoundReading, ...]:
    """Return the readings that show a nonconformance."""
    query = (
        select(Reading, Characteristic)
        .join(Characteristic, Characteristic.id == Reading.characteristic_id)
        .where(Reading.id.in_(readings_of(session, nonconformance_id)))
        .order_by(Reading.id)
    )
    found = session.execute(query).all()
    inspections = {reading.inspection_id for reading, _ in found}
    all_rows = session.scalars(select(Reading).where(Reading.inspection_id.in_(inspections))).all()
    held = {
        row.id
        for inspection in inspections
        for row in holding(row for row in all_rows if row.inspection_id == inspection)
    }
    return tuple(
        FoundReading(
            reading.id,
            characteristic.number,
            characteristic.specification,
            reading.sample,
            "" if reading.value is None else decimal_text(reading.value),
            reading.attribute,
            reading.unit,
            reading.measured_at,
            reading.id in held,
        )
        for reading, characteristic in found
    )


def offered_concessions(
    session: Session, nonconformance_id: int, *, now: datetime
) -> tuple[OfferedConcession, ...]:
    """Return what a disposition may rest on at an instant: concessions in force, and what the lot used up already."""
    found = session.get_one(Nonconformance, nonconformance_id)
    part_id = session.get_one(PartRevision, found.part_revision_id).part_id
    offered = list(concessions_in_force(session, part_id, day=read_settings(session).work_day(now)))
    if found.lot_id is not None:
        known = {one.id for one in offered}
        offered += [one for one in concessions_used_by(session, found.lot_id) if one.id not in known]
    return tuple(offered)


def disposition_signatures(session: Session, nonconformance_id: int) -> tuple[SignatureRow, ...]:
    """Return the signatures on a nonconformance; one on words changed since is not valid."""
    found = session.get_one(Nonconformance, nonconformance_id)
    return signature_rows(
        session, Noun.NONCONFORMANCE, nonconformance_id, nonconformance_hash(session, found)
    )
