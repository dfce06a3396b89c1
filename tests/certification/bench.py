"""A PPAP level 3 assessment over a measured floor, and what can happen upstream of it; asserts nothing."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.bom.lines import copy_bom
from app.certification.assessments import accept_requirement, gather_evidence, open_assessment
from app.certification.queries import RequirementRow, requirement_rows
from app.changes.release import release
from app.drawings.characteristics import copy_characteristics
from app.drawings.documents import add_document, attach_file, start_document_revision, use_document
from app.drawings.queries import characteristic_rows
from app.factory import Factory
from app.gauges.calibrations import record_calibration
from app.inspection.inspections import finish_inspection, open_inspection
from app.inspection.measurement import Measurement
from app.inspection.readings import store_reading
from app.parts.parts import start_revision
from app.production.lots import create_lot
from models.vocab import (
    CalibrationResult,
    DocumentKind,
    EntryMode,
    InspectionKind,
    Noun,
    RequirementState,
)
from tests.crew import PASSWORD
from tests.production.floor import Floor, approve


@dataclass
class Bench:
    """A floor with its assessment.

    Attributes:
        drawing: The drawing revision that is measured now.
    """

    floor: Floor
    assessment: int
    drawing: int

    @property
    def factory(self) -> Factory:
        """The factory."""
        return self.floor.factory

    def rows(self) -> dict[str, RequirementRow]:
        """Return the requirements by code."""
        return {row.code: row for row in self.factory.ask(requirement_rows, self.assessment)}

    def states(self, *codes: str) -> dict[str, RequirementState]:
        """Return the states of some requirements."""
        rows = self.rows()
        return {code: rows[code].state for code in codes}

    def gather(self) -> int:
        """Link what the rules find today."""
        return int(self.floor.do(gather_evidence, self.assessment, actor=self.floor.quality))

    def accept(self, codes: Iterable[str]) -> None:
        """Accept requirements with a signature."""
        rows = self.rows()
        for code in codes:
            self.floor.do(accept_requirement, rows[code].id, secret=PASSWORD, actor=self.floor.quality)

    def changed(self, before: dict[str, RequirementRow]) -> dict[str, RequirementState]:
        """Return the requirements whose state is another one than before."""
        return {code: row.state for code, row in self.rows().items() if row.state is not before[code].state}

    def measure(self, *, gauge_id: int | None = None, values: tuple[str, ...] = ("40.010", "40.020")) -> int:
        """Measure a new lot wholly against the drawing of now and return the inspection."""
        floor = self.floor
        by = {"actor": floor.engineer}
        lot = floor.do(create_lot, part_id=floor.part_id, quantity=_hundred(), order_id=floor.order_id, **by)
        inspection = floor.do(
            open_inspection, kind=InspectionKind.FIRST_PIECE, lot_id=lot, document_revision_id=self.drawing
        )
        balloons = {row.number: row.id for row in self.factory.ask(characteristic_rows, self.drawing)}
        gauge = gauge_id or floor.gauge_id
        for sample, value in enumerate(values, start=1):
            floor.do(store_reading, inspection, balloons["1"], sample, _device(value, gauge))
        floor.do(store_reading, inspection, balloons["2"], 1, _device("0.020", gauge))
        judged = Measurement(uuid.uuid4(), EntryMode.KEYED, attribute="OK")
        floor.do(store_reading, inspection, balloons["3"], 1, judged)
        floor.do(finish_inspection, inspection)
        return int(inspection)

    def calibrate(self, gauge_id: int, done_on: date, result: CalibrationResult) -> None:
        """Record a calibration."""
        self.floor.do(
            record_calibration,
            gauge_id,
            done_on=done_on,
            result=result,
            certificate=f"C-{done_on}-{result}",
            actor=self.floor.quality,
        )

    def release_drawing(self, label: str) -> int:
        """Release the next drawing revision with the same characteristics."""
        floor = self.floor
        new: int = floor.do(
            start_document_revision, floor.document_id, label=label, reason="EO", actor=floor.engineer
        )
        file_hash = floor.do(attach_file, new, f"도면 {label}".encode(), f"{label}.txt", actor=floor.engineer)
        floor.do(copy_characteristics, floor.document_revision_id, new, actor=floor.engineer)
        approve(self.factory, floor.crew, Noun.DOCUMENT_REVISION, new, file_hash)
        floor.do(release, [(Noun.DOCUMENT_REVISION, new)], actor=floor.engineer)
        return new

    def release_part(self, drawing: int) -> int:
        """Release the next part revision with a drawing revision."""
        floor, by = self.floor, {"actor": self.floor.engineer}
        new: int = floor.do(start_revision, floor.part_id, reason="EO", customer_label="C", **by)
        floor.do(copy_bom, floor.part_revision_id, new, **by)
        floor.do(use_document, new, drawing, **by)
        for file_hash in _files(self.factory, new):
            approve(self.factory, floor.crew, Noun.PART_REVISION, new, file_hash)
        floor.do(release, [(Noun.PART_REVISION, new)], **by)
        return new


def make_bench(_factory: Factory, floor: Floor) -> Bench:
    """Measure one lot wholly, open a level 3 assessment and gather its evidence."""
    bench = Bench(floor, 0, floor.document_revision_id)
    bench.measure()
    bench.assessment = floor.do(
        open_assessment,
        template="ppap",
        level="3",
        part_revision_id=floor.part_revision_id,
        actor=floor.quality,
    )
    bench.gather()
    return bench


def add_mill_sheet(bench: Bench) -> int:
    """Release a mill sheet (of no part yet) and return its revision."""
    floor = bench.floor
    facts: dict[str, Any] = {
        "title": "밀시트",
        "kind": DocumentKind.MILL_SHEET,
        "label": "1",
        "actor": floor.quality,
    }
    sheet: int = floor.do(add_document, number="MS-1", **facts)
    file_hash = floor.do(attach_file, sheet, b"mill sheet", "ms.txt", actor=floor.quality)
    approve(bench.factory, floor.crew, Noun.DOCUMENT_REVISION, sheet, file_hash)
    floor.do(release, [(Noun.DOCUMENT_REVISION, sheet)], actor=floor.quality)
    return sheet


def _device(value: str, gauge_id: int) -> Measurement:
    raw = b"01A+" + value.encode() + b"\r"
    return Measurement(uuid.uuid4(), EntryMode.DEVICE, value=value, raw=raw, gauge_id=gauge_id)


def _hundred() -> Any:
    from decimal import Decimal

    return Decimal(100)


def _files(factory: Factory, revision: int) -> list[str]:
    from app.changes.content import files_of

    return sorted(factory.ask(files_of, Noun.PART_REVISION, revision))
