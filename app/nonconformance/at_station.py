"""The verb behind the station's button for a defect that no reading shows: opens a nonconformance, holds the lot."""

from __future__ import annotations

from dataclasses import dataclass

from app.inspection.inspections import find_inspection
from app.nonconformance.nonconformances import find_nonconformance, open_nonconformance
from app.production.lots import find_lot
from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ReportedDefect:
    """What came of a report: the nonconformance and the lot that is held."""

    nonconformance_id: int
    number: str
    lot_number: str


def report_defect(unit: UnitOfWork, inspection_id: int, *, title: str) -> ReportedDefect:
    """Open a nonconformance about the lot of an inspection as the person at the station.

    Raises:
        PartproofError: unknown inspection, an empty title, or nobody signed in.
    """
    inspection = find_inspection(unit.session, inspection_id)
    found = open_nonconformance(
        unit,
        title=title,
        part_revision_id=inspection.part_revision_id,
        lot_id=inspection.lot_id,
        inspection_id=inspection_id,
    )
    number = find_nonconformance(unit.session, found).number
    return ReportedDefect(found, number, find_lot(unit.session, inspection.lot_id).number)
