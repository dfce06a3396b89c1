"""A 4M change: while it is under way its records are asked for; what was measured before it took effect is stale."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.certification.assessments import attach_evidence
from app.changes.four_m import (
    approve_four_m,
    assess_four_m,
    close_four_m,
    put_four_m_in_effect,
    report_four_m,
    try_four_m,
)
from app.production.lots import create_lot
from models.change import FourMChange
from models.vocab import RequirementState
from tests.certification.bench import Bench, _hundred

FOUND = ("1", "2", "9", "14", "16")
STALE = RequirementState.STALE


def _do(bench: Bench, verb: Any, *args: Any, **facts: Any) -> Any:
    return bench.floor.do(verb, *args, actor=bench.floor.quality, **facts)


def test_a_4m_change_turns_what_was_measured_before_it(certified: Bench) -> None:
    bench = certified
    bench.accept(FOUND)
    _do(bench, attach_evidence, bench.rows()["7"].id, b"plan", "관리계획서.pdf")
    before = bench.rows()
    facts = {"title": "CNC 3호기 → 5호기", "reason": "노후", "part_ids": [bench.floor.part_id]}
    change = _do(bench, report_four_m, rule="machine.new", **facts)
    assert bench.changed(before) == {"2": STALE}
    assert "4M change" in bench.rows()["2"].reasons[0].text
    _do(bench, assess_four_m, change, assessment="치수 영향", customer_needed=True)
    day = bench.factory.clock().date()
    _do(bench, approve_four_m, change, number="HG-4M-1", approved_on=day, file=("승인.pdf", b"ok"))
    lot = _do(
        bench, create_lot, part_id=bench.floor.part_id, quantity=_hundred(), order_id=bench.floor.order_id
    )
    _do(bench, try_four_m, change, lot_id=lot)
    _do(bench, put_four_m_in_effect, change, result="전 항목 합격", effective_on=day + timedelta(days=2))
    # In effect: its records are there, and the dimensions say how the part was made before.
    assert bench.changed(before) == {"9": STALE}
    _do(bench, close_four_m, change)
    with bench.factory.reading() as session:
        assert session.get_one(FourMChange, change).effective_on == day + timedelta(days=2)
    # Measured again after it, and nothing is stale but what another inspection proves now.
    clock = bench.factory.clock
    clock.at += timedelta(days=3)  # type: ignore[attr-defined]
    bench.measure()
    bench.gather()
    assert bench.rows()["9"].acceptable
    bench.accept(("9", "14"))
    assert bench.changed(before) == {}
