"""Orders: what is frozen at release, who may do what, and which steps are refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.changes.release import release
from app.drawings.documents import attach_file, start_document_revision
from app.errors import PartproofError
from app.parts.parts import add_part
from app.production.lots import (
    consume_lot,
    create_lot,
    find_lot,
    find_lot_by_number,
    hold_lot,
    hold_lots,
    reject_lot,
    release_lot,
)
from app.production.orders import (
    append_snapshot,
    complete_order,
    create_order,
    edit_order,
    find_order,
    find_order_by_number,
    hold_order,
    release_order,
    resume_order,
    start_order,
)
from app.production.queries import lot_rows, order_rows, snapshot_rows
from models.vocab import LotState, Noun, OrderState, PartKind, Source
from tests.beginnings import SteppingClock
from tests.production.floor import Floor, approve


def _version(floor: Floor, order_id: int) -> int:
    with floor.factory.reading() as session:
        return find_order(session, order_id).version


def test_release_freezes_part_drawing_and_characteristics(floor: Floor) -> None:
    (snapshot,) = floor.factory.ask(snapshot_rows, floor.order_id)
    assert snapshot.sound
    content = snapshot.content
    assert content["part"]["number"] == "HB-2210-01"
    assert content["part"]["content_hash"]
    assert content["order"] == {"number": "WO-2026-0001", "quantity": "500", "due_on": None}
    (document,) = content["documents"]
    assert (document["number"], document["label"]) == ("DW-2210", "B")
    assert document["files"][0]["name"] == "DW-2210_B.txt"
    assert len(document["files"][0]["hash"]) == 64
    assert [row["number"] for row in content["characteristics"]] == ["1", "2", "3"]
    assert content["characteristics"][0]["upper_limit"] == "40.05"


def test_a_planned_order_can_be_edited_and_a_released_one_cannot(floor: Floor) -> None:
    order = floor.do(create_order, floor.part_revision_id, quantity=Decimal("2.50"), actor=floor.engineer)
    version = _version(floor, order)
    floor.do(edit_order, order, expected_version=version, due_on=date(2026, 12, 1), actor=floor.engineer)
    with pytest.raises(PartproofError) as stale:
        floor.do(edit_order, order, expected_version=version, quantity=Decimal(3), actor=floor.engineer)
    assert stale.value.code == "record.conflict"
    with pytest.raises(PartproofError) as fixed:
        floor.do(
            edit_order,
            floor.order_id,
            expected_version=_version(floor, floor.order_id),
            quantity=Decimal(3),
            actor=floor.engineer,
        )
    assert fixed.value.code == "production.order_fixed"
    row = floor.factory.ask(order_rows)[0]
    assert (row.number, row.quantity, row.due_on) == ("WO-2026-0002", Decimal("2.50"), date(2026, 12, 1))


def test_only_a_released_revision_can_be_ordered_to_the_floor(floor: Floor) -> None:
    part = floor.do(
        add_part,
        number="X-1",
        name="초안",
        kind=PartKind.RAW_MATERIAL,
        source=Source.BOUGHT,
        actor=floor.engineer,
    )
    with floor.factory.reading() as session:
        from models.part import PartRevision

        revision = session.query(PartRevision).filter_by(part_id=part).one()
    order = floor.do(create_order, revision.id, quantity=Decimal(1), actor=floor.engineer)
    with pytest.raises(PartproofError) as refused:
        floor.do(release_order, order, expected_version=1, actor=floor.engineer)
    assert refused.value.code == "production.not_released"


def test_an_operator_plans_nothing_and_zero_pieces_are_no_order(floor: Floor) -> None:
    with pytest.raises(PartproofError) as right:
        floor.do(create_order, floor.part_revision_id, quantity=Decimal(1))
    assert right.value.code == "right.missing"
    with pytest.raises(PartproofError) as nothing:
        floor.do(create_order, floor.part_revision_id, quantity=Decimal(0), actor=floor.engineer)
    assert nothing.value.code == "production.wrong_quantity"


def test_orders_run_hold_resume_and_complete(floor: Floor) -> None:
    floor.do(start_order, floor.order_id)
    for verb, state in ((hold_order, OrderState.ON_HOLD), (resume_order, OrderState.RUNNING)):
        version = _version(floor, floor.order_id)
        floor.do(verb, floor.order_id, expected_version=version, reason="점검", actor=floor.engineer)
        assert floor.factory.ask(order_rows)[0].state is state
    version = _version(floor, floor.order_id)
    floor.do(complete_order, floor.order_id, expected_version=version, actor=floor.engineer)
    version = _version(floor, floor.order_id)
    with pytest.raises(PartproofError) as over:
        floor.do(hold_order, floor.order_id, expected_version=version, reason="늦음", actor=floor.engineer)
    assert over.value.code == "production.order_state"


def test_a_new_drawing_revision_reaches_an_order_only_by_a_further_snapshot(floor: Floor) -> None:
    new = floor.do(start_document_revision, floor.document_id, label="C", reason="EO", actor=floor.engineer)
    file_hash = floor.do(attach_file, new, "도면 C".encode(), "DW-2210_C.txt", actor=floor.engineer)
    approve(floor.factory, floor.crew, Noun.DOCUMENT_REVISION, new, file_hash)
    floor.do(release, [(Noun.DOCUMENT_REVISION, new)], actor=floor.engineer)
    (only,) = floor.factory.ask(snapshot_rows, floor.order_id)
    assert only.content["documents"][0]["label"] == "B"
    floor.do(
        append_snapshot,
        floor.order_id,
        expected_version=_version(floor, floor.order_id),
        effect="101번째부터",
        actor=floor.engineer,
    )
    first, second = floor.factory.ask(snapshot_rows, floor.order_id)
    assert (first.content, second.content["documents"][0]["label"]) == (only.content, "C")
    assert (second.sequence, second.effect, second.sound) == (2, "101번째부터", True)


def test_lot_numbers_follow_the_work_day(floor: Floor, clock: SteppingClock) -> None:
    (first,) = floor.factory.ask(lot_rows, order_id=floor.order_id)
    # 2026-11-24 09:30 in Seoul: the work day began at 08:00.
    assert (first.number, first.work_day) == ("261124-01", date(2026, 11, 24))
    clock.at = clock.at.replace(day=24, hour=16, minute=30)  # 01:30 next morning in Seoul
    floor.do(create_lot, part_id=floor.part_id, quantity=Decimal(5), order_id=floor.order_id)
    newest = floor.factory.ask(lot_rows)[0]
    assert (newest.number, newest.work_day) == ("261124-02", date(2026, 11, 24))


def test_a_typed_lot_number_is_skipped_by_the_series_and_never_given_twice(floor: Floor) -> None:
    floor.do(create_lot, part_id=floor.part_id, quantity=Decimal(5), number="261124-02")
    floor.do(create_lot, part_id=floor.part_id, quantity=Decimal(5))
    assert floor.factory.ask(lot_rows)[0].number == "261124-03"
    with pytest.raises(PartproofError) as taken:
        floor.do(create_lot, part_id=floor.part_id, quantity=Decimal(5), number=" 261124-03 ")
    assert taken.value.code == "record.duplicate"


def test_held_lots_feed_nothing_and_many_are_held_in_one_act(floor: Floor) -> None:
    other = floor.do(create_lot, part_id=floor.part_id, quantity=Decimal(5))
    gone = floor.do(create_lot, part_id=floor.part_id, quantity=Decimal(5))
    floor.do(reject_lot, gone, expected_version=1, reason="긁힘", actor=floor.quality)
    floor.do(hold_lot, other, reason="의심")
    held = floor.do(hold_lots, [floor.lot_id, other, gone], reason="의심")
    assert (held.held, held.already, held.beyond) == ((floor.lot_id,), (other,), (gone,))
    with pytest.raises(PartproofError) as refused:
        floor.do(consume_lot, floor.lot_id, reason="조립")
    assert refused.value.code == "production.lot_held"


def test_release_of_a_lot_is_for_quality_and_then_it_can_be_consumed(floor: Floor) -> None:
    with pytest.raises(PartproofError) as quarantine:
        floor.do(consume_lot, floor.lot_id, reason="조립")
    assert quarantine.value.code == "production.lot_not_usable"
    with pytest.raises(PartproofError) as right:
        floor.do(release_lot, floor.lot_id, expected_version=1, reason="합격")
    assert right.value.code == "right.missing"
    floor.do(release_lot, floor.lot_id, expected_version=1, reason="합격", actor=floor.quality)
    floor.do(consume_lot, floor.lot_id, reason="조립")
    with floor.factory.reading() as session:
        assert find_lot(session, floor.lot_id).state is LotState.CONSUMED


def test_codes_find_orders_and_lots_in_any_spelling(floor: Floor) -> None:
    with floor.factory.reading() as session:
        assert find_order_by_number(session, " wo-2026-0001 ").id == floor.order_id
        assert find_lot_by_number(session, "２６１１２４-01").id == floor.lot_id
        with pytest.raises(PartproofError) as unknown:
            find_order_by_number(session, "WO-1")
    assert unknown.value.code == "record.not_found"
