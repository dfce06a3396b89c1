"""The verb that records a calibration 검교정: append-only, and a failed one is announced to the rooms above."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.events import GaugeFailed
from app.files import store_file
from app.gauges.gauges import find_gauge
from app.gauges.refusals import FUTURE_CALIBRATION, RETIRED_FOR_GOOD, WRONG_DUE_DATE
from app.rights import filled, require
from app.settings import read_settings
from app.unit_of_work import UnitOfWork
from models.gauge import Calibration, Gauge
from models.rules.calibration import CalibrationFact, add_months, calibration_on, last_good
from models.types import clean_text
from models.vocab import CalibrationResult, GaugeState, Noun, Role


def record_calibration(
    unit: UnitOfWork,
    gauge_id: int,
    *,
    done_on: date,
    result: CalibrationResult,
    certificate: str,
    laboratory: str = "",
    due_on: date | None = None,
    file: bytes | None = None,
    file_name: str = "certificate.pdf",
) -> int:
    """Record a calibration and return its id; a failed one takes the gauge out of use at once.

    Args:
        unit: The unit of work.
        gauge_id: The gauge.
        done_on: Day of the calibration.
        result: Its outcome as found. A gauge adjusted and passed the same day gets both, in that order.
        certificate: Number of the certificate.
        laboratory: Who calibrated.
        due_on: Last day it holds; None takes the gauge's interval.
        file: Content of the certificate.
        file_name: Its name.

    Raises:
        PartproofError: for a day in the future, a wrong due date or a retired gauge.
    """
    require(unit, Role.QUALITY, Role.ADMINISTRATOR)
    gauge = find_gauge(unit.session, gauge_id)
    due = due_on or add_months(done_on, gauge.interval_months)
    _check(unit, gauge, done_on, due)
    calibration = Calibration(
        gauge_id=gauge_id,
        done_on=done_on,
        due_on=due,
        result=result,
        certificate=filled("certificate", certificate, limit=80),
        laboratory=clean_text(laboratory),
        file_hash=None if file is None else store_file(unit, file, file_name),
        recorded_at=unit.now,
    )
    unit.session.add(calibration)
    unit.session.flush()
    facts = calibration_facts(unit.session, gauge_id)
    newest = calibration_on(facts, done_on.max)
    if newest is not None and newest.id == calibration.id:
        # What the latest calibration found is what the gauge is; one entered late changes nothing of that.
        passed = result is CalibrationResult.PASS
        gauge.state = GaugeState.ACTIVE if passed else GaugeState.OUT_OF_TOLERANCE
    unit.record(
        "calibration_recorded", Noun.GAUGE, gauge_id, calibration=calibration.id, result=result, due_on=due
    )
    if result is CalibrationResult.FAIL:
        this = next(entry for entry in facts if entry.id == calibration.id)
        good = last_good(facts, this)
        unit.announce(GaugeFailed(gauge_id, good.done_on if good is not None else None))
    return calibration.id


_FACTS: Final = select(
    Calibration.gauge_id, Calibration.id, Calibration.done_on, Calibration.due_on, Calibration.result
).order_by(Calibration.id)
# Asked for every reading, so made once.
_FACTS_OF_ONE: Final = _FACTS.where(Calibration.gauge_id == bindparam("gauge_id"))


def calibration_facts(session: Session, gauge_id: int) -> tuple[CalibrationFact, ...]:
    """Return what the calibration rule needs of one gauge."""
    rows = session.execute(_FACTS_OF_ONE, {"gauge_id": gauge_id})
    return tuple(
        CalibrationFact(row_id, done_on, due_on, result) for _, row_id, done_on, due_on, result in rows
    )


def facts_by_gauge(
    session: Session, gauge_ids: Iterable[int] | None = None
) -> dict[int, tuple[CalibrationFact, ...]]:
    """Return what the calibration rule needs, by gauge; ``None`` asks for all gauges."""
    query = _FACTS
    if gauge_ids is not None:
        query = query.where(Calibration.gauge_id.in_(tuple(gauge_ids)))
    found: dict[int, list[CalibrationFact]] = {}
    for gauge_id, row_id, done_on, due_on, result in session.execute(query):
        found.setdefault(gauge_id, []).append(CalibrationFact(row_id, done_on, due_on, result))
    return {gauge_id: tuple(facts) for gauge_id, facts in found.items()}


def _check(unit: UnitOfWork, gauge: Gauge, done_on: date, due: date) -> None:
    if gauge.state is GaugeState.RETIRED:
        raise RETIRED_FOR_GOOD(number=gauge.number)
    if done_on > read_settings(unit.session).local(unit.now).date():
        raise FUTURE_CALIBRATION(number=gauge.number, day=done_on.isoformat())
    if due <= done_on:
        raise WRONG_DUE_DATE(number=gauge.number, day=done_on.isoformat(), due=due.isoformat())
