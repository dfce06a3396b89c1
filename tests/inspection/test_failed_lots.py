"""A lot that failed is good again only when it passed again or was conceded: deciding on it alone frees nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.errors import PartproofError
from app.inspection.inspections import finish_inspection, open_inspection
from app.inspection.measurement import Measurement
from app.inspection.under_concession import accept_under_concession
from app.nonconformance.nonconformances import edit_nonconformance, sign_disposition, take_step
from app.nonconformance.queries import nonconformance_rows
from app.production.lots import find_lot, release_lot
from models.vocab import InspectionKind, InspectionState, LotState, NonconformanceState
from models.vocab_quality import DispositionKind as Kind
from tests.crew import PASSWORD
from tests.inspection.conftest import Bench
from tests.inspection.test_under_concession import _in_force
from tests.nonconformance.deciding import dispose

Judge = Callable[[str], Measurement]
State = NonconformanceState


def _measure(bench: Bench, judged: Judge, first: str) -> InspectionState:
    """Measure everything, balloon 1 of the first sample as given, and finish."""
    bench.store("1", 1, bench.device(first))
    bench.store("1", 2, bench.device("40.020"))
    bench.store("2", 1, bench.device("0.012"))
    bench.store("3", 1, judged("OK"))
    finished = bench.floor.do(finish_inspection, bench.inspection_id)
    state: InspectionState = finished.state
    return state


def _again(bench: Bench, kind: InspectionKind = InspectionKind.FIRST_PIECE) -> Bench:
    return Bench(bench.floor, bench.floor.do(open_inspection, kind=kind, lot_id=bench.floor.lot_id))


def _close(bench: Bench, kind: Kind = Kind.REWORK, **facts: Any) -> int:
    """Close the only nonconformance with a signed disposition of one part, and return its id."""
    floor = bench.floor
    for wanted, field in (
        (State.CONTAINED, "containment"),
        (State.ANALYSIS, "description"),
        (State.ACTION_PLAN, "cause"),
        (State.IN_PROGRESS, "action"),
        (State.VERIFIED, "verification"),
        (State.CLOSED, "disposition_note"),
    ):
        row = floor.factory.ask(nonconformance_rows)[0]
        fields: dict[str, Any] = {field: "적었음"}
        floor.do(edit_nonconformance, row.id, expected_version=row.version, actor=floor.quality, **fields)
        if wanted is State.CLOSED:
            dispose(floor, row.id, kind, **facts)
            floor.do(sign_disposition, row.id, secret=PASSWORD, actor=floor.quality)
        version = floor.factory.ask(nonconformance_rows)[0].version
        floor.do(take_step, row.id, wanted, expected_version=version, actor=floor.quality)
    return int(row.id)


def _release(bench: Bench) -> None:
    floor = bench.floor
    with floor.factory.reading() as session:
        version = find_lot(session, floor.lot_id).version
    floor.do(release_lot, floor.lot_id, expected_version=version, reason="사용", actor=floor.quality)


def _lot_state(bench: Bench) -> LotState:
    with bench.floor.factory.reading() as session:
        return find_lot(session, bench.floor.lot_id).state


def _refused(act: Callable[[], object]) -> str:
    with pytest.raises(PartproofError) as refused:
        act()
    return refused.value.code


def _refused_raw(bench: Bench, statement: str, row_id: int) -> None:
    with pytest.raises(DBAPIError), bench.floor.factory._write.begin() as connection:
        connection.execute(text(statement), {"id": row_id})


def test_after_rework_a_failed_lot_is_released_only_when_it_passed_again(bench: Bench, judged: Judge) -> None:
    release = "UPDATE lot SET state = 'released' WHERE id = :id"
    lot = bench.floor.lot_id
    assert _measure(bench, judged, "40.061") is InspectionState.FAIL
    # While the finding is open, the lot is neither released nor inspected again.
    assert _refused(lambda: _again(bench)) == "production.lot_held"
    assert _refused(lambda: _release(bench)) == "production.lot_has_nonconformance"
    found = bench.floor.factory.ask(nonconformance_rows)[0].id
    _refused_raw(bench, release, lot)
    _close(bench)
    # The decision alone makes no part good, not by raw SQL either.
    assert _refused(lambda: _release(bench)) == "production.lot_not_passed"
    _refused_raw(bench, release, lot)
    # Another kind of inspection is not the one that failed.
    assert _measure(_again(bench, InspectionKind.PATROL), judged, "40.010") is InspectionState.PASS
    assert _refused(lambda: _release(bench)) == "production.lot_not_passed"
    _refused_raw(bench, release, lot)
    once_more = _again(bench)
    assert _refused(lambda: _release(bench)) == "production.lot_not_passed"
    assert _measure(once_more, judged, "40.010") is InspectionState.PASS
    _release(bench)
    assert _lot_state(bench) is LotState.RELEASED
    _refused_raw(bench, "UPDATE nonconformance SET disposition_note = '특채' WHERE id = :id", found)


def test_what_is_used_as_it_is_needs_the_concession(bench: Bench, judged: Judge) -> None:
    row = _in_force(bench)
    assert _measure(bench, judged, "40.061") is InspectionState.FAIL
    _close(bench, Kind.CONCESSION, concession_id=row)
    assert _refused(lambda: _release(bench)) == "production.lot_not_passed"
    bench.floor.do(accept_under_concession, bench.inspection_id, (row,), actor=bench.floor.quality)
    _release(bench)
    assert _lot_state(bench) is LotState.RELEASED


def test_no_nonconformance_is_closed_unsigned_by_raw_sql(bench: Bench, judged: Judge) -> None:
    bench.store("1", 1, bench.device("40.061"))
    found = bench.floor.factory.ask(nonconformance_rows)[0].id
    steps = ("contained", "analysis", "action_plan", "in_progress", "verified")
    with bench.floor.factory._write.begin() as connection:
        for state in steps:
            statement = text(
                "UPDATE nonconformance SET state = :state, quantity = '0', disposition_note = '사용' WHERE id = :id"
            )
            connection.execute(statement, {"state": state, "id": found})
    _refused_raw(
        bench, "UPDATE nonconformance SET state = 'closed', closed_at = found_at WHERE id = :id", found
    )
