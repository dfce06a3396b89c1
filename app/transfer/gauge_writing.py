"""Writing a signed plan of a gauge register: gauges and their last calibration, marked as transferred."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.jobs import Progress
from app.transfer.preview import PlanLine
from app.transfer.refusals import NUMBER_TAKEN
from app.transfer.wording import WRITING
from app.unit_of_work import UnitOfWork, number_key
from models.gauge import Calibration, Gauge
from models.transfer import Transfer
from models.vocab import CalibrationResult, GaugeState, Noun


def write_gauges(
    unit: UnitOfWork, transfer: Transfer, lines: Sequence[tuple[int, PlanLine]], progress: Progress
) -> None:
    """Enter every gauge of the plan.

    Raises:
        PartproofError: a number is in the register by now.
        CanceledError: nobody wants it any more; nothing of it stays.
    """
    for done, (line_id, line) in enumerate(lines):
        progress.step(WRITING, done, len(lines))
        _write(unit, line_id, line.content)
    progress.step(WRITING, len(lines), len(lines))


def _write(unit: UnitOfWork, line_id: int, content: Mapping[str, Any]) -> None:
    key = number_key(content["number"])
    if unit.session.scalars(select(Gauge.id).where(Gauge.number_key == key)).first() is not None:
        raise NUMBER_TAKEN(number=content["number"])
    failed = content["result"] == CalibrationResult.FAIL.value
    gauge = Gauge(
        number=content["number"],
        number_key=key,
        name=content["name"],
        kind=content["kind"],
        maker=content["maker"],
        serial_number=content["serial_number"],
        unit=content["unit"],
        resolution=Decimal(content["resolution"]),
        range_low=Decimal(content["range_low"]),
        range_high=Decimal(content["range_high"]),
        interval_months=content["interval_months"],
        state=GaugeState.OUT_OF_TOLERANCE if failed else GaugeState.ACTIVE,
    )
    unit.session.add(gauge)
    unit.session.flush()
    unit.index(Noun.GAUGE, gauge.id, gauge.number, gauge.name, gauge.kind, gauge.maker, gauge.serial_number)
    if content["done_on"] is not None:
        calibration = Calibration(
            gauge_id=gauge.id,
            done_on=date.fromisoformat(content["done_on"]),
            due_on=date.fromisoformat(content["due_on"]),
            result=CalibrationResult(content["result"]),
            certificate=content["certificate"] or "–",
            laboratory=content["laboratory"],
            file_hash=None,
            recorded_at=unit.now,
            transfer_line_id=line_id,
        )
        unit.session.add(calibration)
    unit.record("transferred", Noun.GAUGE, gauge.id, number=gauge.number, done_on=content["done_on"])
