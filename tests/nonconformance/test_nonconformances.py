"""Nonconformances: opened by a bad reading, guarded at each step, closed only with a signature that still holds."""

from __future__ import annotations

import uuid

import pytest

from app.errors import PartproofError
from app.inspection.inspections import finish_inspection, open_inspection
from app.inspection.measurement import Measurement
from app.inspection.readings import store_reading, undo_last_reading
from app.nonconformance.nonconformances import (
    edit_nonconformance,
    open_nonconformance,
    sign_disposition,
    take_step,
)
from app.nonconformance.queries import (
    NonconformanceRow,
    disposition_signatures,
    found_readings,
    nonconformance_rows,
)
from app.production.lots import find_lot, release_lot
from models.vocab import EntryMode, InspectionKind, LotState, NonconformanceState
from models.vocab_quality import DispositionKind
from tests.crew import PASSWORD, PIN
from tests.nonconformance.deciding import dispose
from tests.production.floor import Floor

State = NonconformanceState


@pytest.fixture
def inspection(floor: Floor) -> int:
    """An open inspection of the lot."""
    opened: int = floor.do(open_inspection, kind=InspectionKind.SELF, lot_id=floor.lot_id, sample_size=3)
    return opened


def _measure(floor: Floor, inspection: int, balloon: str, sample: int, value: str) -> int:
    measured = Measurement(uuid.uuid4(), EntryMode.DEVICE, value, raw=value.encode(), gauge_id=floor.gauge_id)
    stored = floor.do(store_reading, inspection, floor.balloons[balloon], sample, measured)
    return int(stored.reading_id)


def _only(floor: Floor) -> NonconformanceRow:
    (row,) = floor.factory.ask(nonconformance_rows)
    return row


def _edit(floor: Floor, **fields: str) -> None:
    row = _only(floor)
    floor.do(edit_nonconformance, row.id, expected_version=row.version, actor=floor.quality, **fields)


def _step(floor: Floor, wanted: NonconformanceState) -> None:
    row = _only(floor)
    floor.do(take_step, row.id, wanted, expected_version=row.version, actor=floor.quality)


def test_bad_readings_of_one_balloon_open_one_nonconformance_and_hold_the_lot(
    floor: Floor, inspection: int
) -> None:
    _measure(floor, inspection, "1", 1, "40.020")
    assert floor.factory.ask(nonconformance_rows) == ()
    first = _measure(floor, inspection, "1", 2, "40.060")
    second = _measure(floor, inspection, "1", 3, "40.070")
    row = _only(floor)
    assert (row.number, row.state, row.lot_state) == ("NC-2026-0001", State.DRAFT, LotState.HOLD)
    assert row.title == "풍선 1 (40 +0.05/0) 공차 벗어남, LOT 261124-01"
    assert (row.inspection_number, row.found_by) == ("IN-2026-0001", floor.operator.name)
    found = floor.factory.ask(found_readings, row.id)
    assert [(entry.reading_id, entry.value, entry.holds) for entry in found] == [
        (first, "40.060", True),
        (second, "40.070", True),
    ]
    _measure(floor, inspection, "2", 1, "0.060")
    assert len(floor.factory.ask(nonconformance_rows)) == 2


def test_a_reading_taken_back_stays_named_and_is_marked(floor: Floor, inspection: int) -> None:
    _measure(floor, inspection, "1", 1, "40.060")
    floor.do(undo_last_reading, inspection, event_id=uuid.uuid4())
    (entry,) = floor.factory.ask(found_readings, _only(floor).id)
    assert not entry.holds


def test_a_failing_hook_leaves_neither_reading_nor_nonconformance(floor: Floor, inspection: int) -> None:
    from app.events import ReadingStored

    def broken(_unit: object, _happened: ReadingStored) -> None:
        raise RuntimeError("power off")

    floor.factory.hooks.on(ReadingStored, broken)
    with pytest.raises(RuntimeError, match="power off"):
        _measure(floor, inspection, "1", 1, "40.060")
    assert floor.factory.ask(nonconformance_rows) == ()
    with floor.factory.reading() as session:
        assert find_lot(session, floor.lot_id).state is LotState.QUARANTINE


def test_every_step_asks_for_what_must_be_known(floor: Floor, inspection: int) -> None:
    _measure(floor, inspection, "1", 1, "40.060")
    course = (
        (State.CONTAINED, "containment", "needs_containment"),
        (State.ANALYSIS, "", ""),
        (State.ACTION_PLAN, "cause", "needs_cause"),
        (State.IN_PROGRESS, "action", "needs_action"),
        (State.VERIFIED, "verification", "needs_verification"),
        (State.CLOSED, "disposition_note", "needs_quantity"),
    )
    for wanted, field, code in course:
        if field:
            with pytest.raises(PartproofError) as missing:
                _step(floor, wanted)
            assert missing.value.code == f"nonconformance.{code}"
            _edit(floor, **{field: "적었음"})
        if wanted is State.CLOSED:
            dispose(floor, _only(floor).id, DispositionKind.REWORK)
            with pytest.raises(PartproofError) as unsigned:
                _step(floor, wanted)
            assert unsigned.value.code == "nonconformance.not_signed"
            floor.do(sign_disposition, _only(floor).id, secret=PASSWORD, actor=floor.quality)
        _step(floor, wanted)
        assert _only(floor).state is wanted
    assert _only(floor).closed_at is not None
    with pytest.raises(PartproofError) as closed:
        _edit(floor, title="다른 제목")
    assert closed.value.code == "nonconformance.closed"


def test_an_edit_after_the_signature_voids_it_visibly(floor: Floor) -> None:
    floor.do(
        open_nonconformance,
        title="긁힘",
        part_revision_id=floor.part_revision_id,
        lot_id=floor.lot_id,
    )
    dispose(floor, _only(floor).id, DispositionKind.SORT, 100)
    from models.vocab import SignMethod

    row = _only(floor)
    floor.do(sign_disposition, row.id, secret=PIN, method=SignMethod.PIN, actor=floor.quality)
    assert [entry.valid for entry in floor.factory.ask(disposition_signatures, row.id)] == [True]
    _edit(floor, disposition_note="선별 기준: 한도견본 B")
    assert [entry.valid for entry in floor.factory.ask(disposition_signatures, row.id)] == [False]


def test_steps_that_are_not_listed_and_people_without_the_role_are_refused(floor: Floor) -> None:
    floor.do(open_nonconformance, title="긁힘", part_revision_id=floor.part_revision_id)
    with pytest.raises(PartproofError) as jump:
        _step(floor, State.CLOSED)
    assert jump.value.code == "nonconformance.no_such_step"
    row = _only(floor)
    with pytest.raises(PartproofError) as right:
        floor.do(take_step, row.id, State.CONTAINED, expected_version=row.version)
    assert right.value.code == "right.missing"


def test_a_lot_is_not_released_while_its_nonconformance_is_open(floor: Floor, inspection: int) -> None:
    for balloon, sample, value in (("1", 1, "40.060"),):
        _measure(floor, inspection, balloon, sample, value)
    with floor.factory.reading() as session:
        version = find_lot(session, floor.lot_id).version
    with pytest.raises(PartproofError) as waiting:
        floor.do(release_lot, floor.lot_id, expected_version=version, reason="사용", actor=floor.quality)
    assert waiting.value.code == "production.lot_has_nonconformance"
    assert waiting.value.values["numbers"] == "NC-2026-0001"
    for wanted, field in (
        (State.CONTAINED, "containment"),
        (State.ANALYSIS, "description"),
        (State.ACTION_PLAN, "cause"),
        (State.IN_PROGRESS, "action"),
        (State.VERIFIED, "verification"),
        (State.CLOSED, "disposition_note"),
    ):
        _edit(floor, **{field: "적었음"})
        if wanted is State.CLOSED:
            dispose(floor, _only(floor).id, DispositionKind.REWORK)
            floor.do(sign_disposition, _only(floor).id, secret=PASSWORD, actor=floor.quality)
        _step(floor, wanted)
    assert floor.do(finish_inspection, inspection).missing > 0
    with pytest.raises(PartproofError) as unfinished:
        floor.do(release_lot, floor.lot_id, expected_version=version, reason="사용", actor=floor.quality)
    assert unfinished.value.code == "production.lot_not_passed"
