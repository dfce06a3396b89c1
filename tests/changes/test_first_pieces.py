"""After a 4M change took effect no lot made since is released before a first piece passed; on both engines."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.changes.four_m import (
    approve_four_m,
    assess_four_m,
    put_four_m_in_effect,
    report_four_m,
    try_four_m,
)
from app.errors import PartproofError
from app.inspection.inspections import finish_inspection, open_inspection
from app.inspection.measurement import Measurement
from app.inspection.readings import store_reading
from app.production.lots import create_lot, find_lot, release_lot
from models.vocab import EntryMode, InspectionKind, LotState, Role
from tests.changes.ledger import Ledger

_VALUES = {"1": ("40.02", ""), "2": ("0.02", ""), "3": (None, "OK")}


def _lot(ledger: Ledger) -> int:
    floor = ledger.floor
    facts: dict[str, Any] = {"part_id": floor.part_id, "order_id": floor.order_id}
    return int(ledger.do(create_lot, quantity=Decimal(10), **facts))


def _measure(ledger: Ledger, lot: int, kind: InspectionKind) -> None:
    inspection = ledger.do(open_inspection, kind=kind, lot_id=lot, sample_size=1, role=Role.OPERATOR)
    for balloon, characteristic in ledger.floor.balloons.items():
        value, attribute = _VALUES[balloon]
        measured = Measurement(uuid.uuid4(), EntryMode.KEYED, value, attribute=attribute)
        if value is not None:
            measured = Measurement(
                uuid.uuid4(), EntryMode.KEYED, value, gauge_id=ledger.floor.gauge_id, attribute=attribute
            )
        ledger.do(store_reading, inspection, characteristic, 1, measured, role=Role.OPERATOR)
    ledger.do(finish_inspection, inspection, role=Role.OPERATOR)


def _changed(ledger: Ledger, trial: int, day: date) -> None:
    facts: dict[str, Any] = {"title": "작업자 교체", "reason": "퇴직", "part_ids": [ledger.floor.part_id]}
    change = ledger.do(report_four_m, rule="man.operator", **facts)
    ledger.do(assess_four_m, change, assessment="초도 확인", customer_needed=False, role=Role.QUALITY)
    ledger.do(approve_four_m, change, role=Role.QUALITY)
    ledger.do(try_four_m, change, lot_id=trial)
    ledger.do(put_four_m_in_effect, change, result="이상 없음", effective_on=day, role=Role.QUALITY)


def _release(ledger: Ledger, lot: int) -> str:
    try:
        ledger.do(release_lot, lot, expected_version=1, reason="합격", role=Role.QUALITY)
    except PartproofError as refused:
        return refused.code
    with ledger.factory.reading() as session:
        assert find_lot(session, lot).state is LotState.RELEASED
    return ""


def test_a_lot_made_after_the_change_waits_for_a_first_piece(ledger: Ledger, clock: Any) -> None:
    day = clock.at.date()
    before = _lot(ledger)
    _changed(ledger, before, day + timedelta(days=1))
    assert _release(ledger, before) == ""
    clock.at += timedelta(days=2)
    lot = _lot(ledger)
    assert _release(ledger, lot) == "change.first_piece"
    # A patrol is no first piece.
    _measure(ledger, lot, InspectionKind.PATROL)
    assert _release(ledger, lot) == "change.first_piece"
    _measure(ledger, lot, InspectionKind.FIRST_PIECE)
    assert _release(ledger, lot) == ""
    assert _release(ledger, _lot(ledger)) == ""


@pytest.mark.slow
def test_the_first_lot_of_the_change_counts_when_it_passed(ledger: Ledger, clock: Any) -> None:
    trial = _lot(ledger)
    _measure(ledger, trial, InspectionKind.FIRST_PIECE)
    _changed(ledger, trial, clock.at.date() + timedelta(days=1))
    clock.at += timedelta(days=2)
    assert _release(ledger, _lot(ledger)) == ""


@pytest.mark.slow
def test_what_was_received_is_not_asked(ledger: Ledger, clock: Any) -> None:
    _changed(ledger, _lot(ledger), clock.at.date())
    floor = ledger.floor
    received = ledger.do(create_lot, part_id=floor.part_id, quantity=Decimal(5))
    # What was received, not made here, is inspected as it comes in.
    assert _release(ledger, int(received)) == ""


@pytest.mark.slow
@pytest.mark.parametrize("kind", [InspectionKind.FIRST_PIECE, InspectionKind.LAYOUT])
def test_a_first_piece_of_an_earlier_lot_does_not_count(
    ledger: Ledger, clock: Any, kind: InspectionKind
) -> None:
    early, trial = _lot(ledger), _lot(ledger)
    _measure(ledger, early, kind)
    _changed(ledger, trial, clock.at.date() + timedelta(days=1))
    clock.at += timedelta(days=2)
    assert _release(ledger, _lot(ledger)) == "change.first_piece"
