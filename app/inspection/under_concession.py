"""Accepting what failed its inspection under concessions 특채: asked here, limited and counted by the change ledger.

A value that no concession in force covers is accepted by nobody.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from app.changes.concession_queries import OfferedConcession, concessions_in_force, used_for_lot
from app.changes.concessions import use_concession
from app.inspection.inspections import find_inspection
from app.inspection.refusals import CONCESSION_UNCOVERED, CONCESSION_UNSIGNED, NOT_FAILED
from app.inspection.slots import Slot, slots_of
from app.production.lots import find_lot
from app.rights import require
from app.settings import read_settings
from app.unit_of_work import UnitOfWork, number_key
from models.characteristic import Characteristic
from models.inspection import Inspection
from models.vocab import InspectionState, Noun, Role, Special, Verdict


@dataclass(frozen=True)
class ConcededRow:
    """One characteristic out of tolerance, and what would let its parts be used.

    Attributes:
        values: What was measured out of tolerance, as shown.
        concession: The oldest one in force that covers it; None where none does.
    """

    number: str
    specification: str
    values: tuple[str, ...]
    concession: OfferedConcession | None


@dataclass(frozen=True)
class Conceding:
    """What a failed inspection needs to be accepted.

    Attributes:
        quantity: How much of its lot would be used under each concession.
    """

    inspection_id: int
    number: str
    lot_number: str
    quantity: Decimal
    rows: tuple[ConcededRow, ...]

    @property
    def numbers(self) -> str:
        """The concessions that would be used, each once."""
        found = (row.concession.number for row in self.rows if row.concession is not None)
        return ", ".join(dict.fromkeys(found))

    @property
    def covered(self) -> bool:
        """Whether a concession covers everything that is out of tolerance."""
        return bool(self.rows) and all(row.concession is not None for row in self.rows)


def conceding(session: Session, inspection_id: int, *, now: datetime) -> Conceding | None:
    """Return what accepting a failed inspection would take at an instant; None where it did not fail."""
    inspection = find_inspection(session, inspection_id)
    if inspection.state is not InspectionState.FAIL:
        return None
    lot = find_lot(session, inspection.lot_id)
    offered = concessions_in_force(session, lot.part_id, day=read_settings(session).work_day(now))
    rows = tuple(
        ConcededRow(
            out.found.number,
            out.found.specification,
            out.shown,
            covering(offered, out.found.number, out.values),
        )
        for out in _out_of_tolerance(session, inspection)
    )
    return Conceding(inspection_id, inspection.number, lot.number, lot.quantity, rows)


def bench_concession(
    session: Session, inspection_id: int, number: str, value: Decimal | None, *, now: datetime
) -> OfferedConcession | None:
    """Return the concession in force for a value of what a station inspects, or None."""
    part_id = find_lot(session, find_inspection(session, inspection_id).lot_id).part_id
    return covering(
        concessions_in_force(session, part_id, day=read_settings(session).work_day(now)), number, (value,)
    )


def covering(
    offered: Collection[OfferedConcession], number: str, values: Collection[Decimal | None]
) -> OfferedConcession | None:
    """Return the oldest concession for a characteristic that covers all these values of it.

    One that names no characteristic covers no measured value.
    """
    return next(
        (
            entry
            for entry in offered
            if number_key(entry.characteristic) == number_key(number)
            and all(entry.covers(value) for value in values)
        ),
        None,
    )


def accept_under_concession(
    unit: UnitOfWork, inspection_id: int, concession_ids: Collection[int]
) -> InspectionState:
    """Accept a failed inspection under concessions; its whole lot counts against each of them once.

    Args:
        unit: The unit of work.
        inspection_id: The failed inspection.
        concession_ids: The concessions the person saw and chose.

    Raises:
        PartproofError: no right, not failed, a value that none of them covers, a special characteristic without the
            customer's approval, or whatever ``use_concession`` refuses (day, quantity, part).
    """
    require(unit, Role.QUALITY)
    inspection = find_inspection(unit.session, inspection_id)
    if inspection.state is not InspectionState.FAIL:
        raise NOT_FAILED(inspection=inspection.number)
    lot = find_lot(unit.session, inspection.lot_id)
    day = read_settings(unit.session).work_day(unit.now)
    chosen = [
        entry
        for entry in concessions_in_force(unit.session, lot.part_id, day=day)
        if entry.id in concession_ids
    ]
    used: dict[int, OfferedConcession] = {}
    bare = []
    for out in _out_of_tolerance(unit.session, inspection):
        found, concession = out.found, covering(chosen, out.found.number, out.values)
        if concession is None:
            bare.append(found.number)
            continue
        if (found.special is not Special.NONE or found.special_symbol) and not concession.approved:
            raise CONCESSION_UNSIGNED(concession=concession.number, balloon=found.number)
        used[concession.id] = concession
    if bare or not used:
        raise CONCESSION_UNCOVERED(inspection=inspection.number, balloons=", ".join(bare) or "—")
    for concession_id in used:
        wanted = lot.quantity - used_for_lot(unit.session, concession_id, lot.id)
        if wanted > 0:
            use_concession(unit, concession_id, lot_id=lot.id, quantity=wanted)
    # The database accepts an inspection only when it sees its lot used under a concession.
    unit.session.flush()
    inspection.state = InspectionState.ACCEPTED_BY_CONCESSION
    numbers = ", ".join(entry.number for entry in used.values())
    unit.record("inspection_conceded", Noun.INSPECTION, inspection_id, number=numbers, lot=lot.number)
    return inspection.state


@dataclass(frozen=True)
class _Out:
    """A characteristic out of tolerance: its values, None for a judgement, and as they are shown."""

    found: Characteristic
    values: tuple[Decimal | None, ...]
    shown: tuple[str, ...]


def _out_of_tolerance(session: Session, inspection: Inspection) -> list[_Out]:
    """Return each characteristic with values that are out of tolerance."""
    bad: dict[int, list[Slot]] = {}
    for slot in slots_of(session, inspection):
        if slot.current is not None and slot.current.verdict is Verdict.NG:
            bad.setdefault(slot.characteristic.id, []).append(slot)
    return [
        _Out(
            slots[0].characteristic,
            tuple(None if slot.measured is None else slot.measured.value for slot in slots),
            tuple(_shown(slot) for slot in slots),
        )
        for slots in bad.values()
    ]


def _shown(slot: Slot) -> str:
    if slot.measured is not None:
        return f"{slot.measured.value:f} {slot.measured.unit}".strip()
    return "" if slot.current is None else slot.current.attribute
