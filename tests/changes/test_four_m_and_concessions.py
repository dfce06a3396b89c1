"""4M changes, concessions, approval lines with stages, quorum, 전결 and 대결; on both engines, also by raw SQL."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from app.changes.approval_line import RouteStep
from app.changes.concessions import (
    end_concession,
    make_concession,
    record_concession_approval,
    route_concession,
    send_back_concession,
    sign_concession,
    use_concession,
)
from app.changes.content import files_of
from app.changes.customer_changes import (
    answer_customer_change,
    decide_request,
    make_request,
    submit_request,
)
from app.changes.deputies import deputy_rows, set_deputy, shorten_deputy
from app.changes.four_m import (
    approve_four_m,
    assess_four_m,
    close_four_m,
    four_m_rules,
    put_four_m_in_effect,
    reject_four_m,
    report_four_m,
    set_four_m_rule,
    shipped_rules,
    try_four_m,
)
from app.changes.ledger_basics import add_change_file
from app.changes.orders import make_change_order
from app.changes.queries import approval_line
from app.changes.reviews import set_route
from app.errors import PartproofError
from app.factory import Factory
from app.parts.parts import add_part
from app.people.signatures import record_opened
from app.people.users import add_user
from app.production.lots import create_lot, reject_lot
from app.unit_of_work import SYSTEM, Actor
from models.change import Concession, FourMChange
from models.part import PartRevision
from models.vocab import (
    ChangeRequestState,
    ConcessionState,
    FourMKind,
    FourMState,
    Meaning,
    Noun,
    PartKind,
    ReviewState,
    Role,
    Source,
)
from tests.at_once import at_once
from tests.changes.ledger import Ledger
from tests.changes.test_change_orders import _code, _refused
from tests.crew import PASSWORD


def _report(ledger: Ledger, rule: str = "machine.new", **facts: Any) -> int:
    given = {"title": "CNC 3호기 → 5호기 이관", "reason": "설비 노후", "part_ids": [ledger.floor.part_id]}
    return int(ledger.do(report_four_m, rule=rule, **{**given, **facts}))


def _state(ledger: Ledger, change_id: int) -> FourMState:
    return FourMState(ledger.get(FourMChange, change_id).state)


def test_the_shipped_sorts_name_what_is_easily_missed(ledger: Ledger) -> None:
    told = {row.code: row.tell_customer for row in shipped_rules()}
    assert told["man.inspector"]
    assert told["material.second_tier"]
    assert told["material.stored"]
    assert not told["man.operator"]
    assert {row.kind for row in shipped_rules()} == set(FourMKind)
    ledger.do(
        set_four_m_rule,
        "man.operator",
        kind=FourMKind.MAN,
        title="Operator",
        title_ko="작업자",
        tell_customer=True,
        source="현대 품질협약 4.2",
        role=Role.QUALITY,
    )
    row = next(row for row in ledger.factory.ask(four_m_rules) if row.code == "man.operator")
    assert (row.tell_customer, row.own, row.source) == (True, True, "현대 품질협약 4.2")
    assert ledger.get(FourMChange, _report(ledger, "man.operator")).customer_needed


def test_a_4m_change_the_customer_must_approve(ledger: Ledger) -> None:
    change = _report(ledger)
    told: dict[str, Any] = {"assessment": "초도 30개 Cpk 확인", "role": Role.QUALITY}
    assert _code(ledger, assess_four_m, change, customer_needed=False, **told) == "change.customer_lowered"
    ledger.do(assess_four_m, change, customer_needed=True, **told)
    assert _state(ledger, change) is FourMState.CUSTOMER_PENDING
    assert _code(ledger, approve_four_m, change, role=Role.QUALITY) == "change.customer_needed"
    _refused(ledger, "UPDATE four_m_change SET state = 'approved' WHERE id = :id", id=change)
    _refused(ledger, "UPDATE four_m_change SET customer_needed = 0 WHERE id = :id", id=change)
    ledger.do(
        approve_four_m,
        change,
        number="4M-승인-12",
        approved_on=date(2026, 11, 24),
        file=("승인.pdf", b"%PDF-1.4 ok"),
        role=Role.QUALITY,
    )
    _refused(ledger, "UPDATE four_m_change SET state = 'effective' WHERE id = :id", id=change)
    ledger.do(try_four_m, change, lot_id=ledger.floor.lot_id)
    _refused(ledger, "UPDATE four_m_change SET state = 'effective' WHERE id = :id", id=change)
    ledger.do(
        put_four_m_in_effect, change, result="30/30 합격", effective_on=date(2026, 11, 25), role=Role.QUALITY
    )
    ledger.do(close_four_m, change)
    assert _state(ledger, change) is FourMState.CLOSED


def test_a_4m_change_of_our_own(ledger: Ledger) -> None:
    change = _report(ledger, "man.operator")
    assert _code(ledger, approve_four_m, change, role=Role.QUALITY) == "change.state"
    ledger.do(assess_four_m, change, assessment="교육 완료", customer_needed=False, role=Role.QUALITY)
    ledger.do(approve_four_m, change, role=Role.QUALITY)
    ledger.do(try_four_m, change, lot_id=ledger.floor.lot_id)
    ledger.do(reject_four_m, change, reason="초도 불합격", role=Role.QUALITY)
    assert _state(ledger, change) is FourMState.REJECTED
    assert (
        _code(ledger, report_four_m, rule="nothing", title="x", reason="x", part_ids=[1]) == "change.no_rule"
    )


def _concession(ledger: Ledger, **facts: Any) -> int:
    given = {"title": "특성 6 위치도 0.25까지", "reason": "금형 수정 중", "quantity": Decimal(500)}
    return int(ledger.do(make_concession, part_id=ledger.floor.part_id, **{**given, **facts}))


def _in_force(ledger: Ledger, **facts: Any) -> int:
    row = _concession(ledger, **facts)
    ledger.do(route_concession, row)
    for role in (Role.ENGINEER, Role.QUALITY, Role.APPROVER):
        ledger.do(sign_concession, row, secret=PASSWORD, role=role)
    assert ledger.get(Concession, row).state is ConcessionState.ACTIVE
    return row


def test_a_concession_ends_with_its_quantity(ledger: Ledger) -> None:
    row = _in_force(ledger)
    lot = ledger.floor.lot_id
    assert ledger.do(use_concession, row, lot_id=lot, quantity=Decimal("312")) == Decimal("188")
    assert _code(ledger, use_concession, row, lot_id=lot, quantity=Decimal("189")) == "concession.used_up"
    assert _code(ledger, use_concession, row, lot_id=lot, quantity=Decimal("0")) == "concession.used_up"
    raw = (
        "INSERT INTO concession_use (concession_id, sequence, lot_id, quantity, total, used_on, used_at)"
        " VALUES (:row, 2, :lot, '200', :total, '2026-11-24', '2026-11-24T00:00:00.000000Z')"
    )
    _refused(ledger, raw, row=row, lot=lot, total="512")
    _refused(ledger, "UPDATE concession SET quantity = '900' WHERE id = :row", row=row)
    _refused(ledger, "UPDATE concession_use SET quantity = '1'")
    assert ledger.do(use_concession, row, lot_id=lot, quantity=Decimal("188")) == Decimal(0)
    ledger.do(end_concession, row, reason="소진")
    assert _code(ledger, use_concession, row, lot_id=lot, quantity=Decimal("1")) == "change.state"


def test_a_concession_ends_with_its_day(ledger: Ledger, clock: Any) -> None:
    from datetime import timedelta

    row = _in_force(ledger, quantity=None, until=date(2026, 11, 25))
    lot = ledger.floor.lot_id
    assert ledger.do(use_concession, row, lot_id=lot, quantity=Decimal("10")) is None
    clock.at += timedelta(days=3)
    assert _code(ledger, use_concession, row, lot_id=lot, quantity=Decimal("1")) == "concession.expired"
    raw = (
        "INSERT INTO concession_use (concession_id, sequence, lot_id, quantity, total, used_on, used_at)"
        " VALUES (:row, 2, :lot, '1', '11', '2026-11-27', '2026-11-27T00:00:00.000000Z')"
    )
    _refused(ledger, raw, row=row, lot=lot)
    limitless = {"part_id": ledger.floor.part_id, "title": "x", "reason": "x"}
    assert _code(ledger, make_concession, **limitless) == "concession.limitless"
    assert _code(ledger, make_concession, quantity=Decimal(0), **limitless) == "concession.limitless"


def test_against_the_customers_characteristic_only_with_number_and_file(ledger: Ledger) -> None:
    row = _concession(ledger, customers=True, characteristic="6")
    assert _code(ledger, route_concession, row) == "change.customer_needed"
    ledger.do(record_concession_approval, row, number="특-77", file=("특채승인.pdf", b"%PDF-1.4 c"))
    ledger.do(route_concession, row)
    for role in (Role.ENGINEER, Role.QUALITY, Role.APPROVER):
        for file_hash in ledger.factory.ask(files_of, Noun.CONCESSION, row):
            ledger.do(record_opened, file_hash, role=role)
        ledger.do(sign_concession, row, secret=PASSWORD, role=role)
    assert ledger.get(Concession, row).state is ConcessionState.ACTIVE


def test_a_rejected_concession_is_a_draft_again(ledger: Ledger) -> None:
    row = _concession(ledger)
    ledger.do(route_concession, row)
    ledger.do(sign_concession, row, secret=PASSWORD)
    _refused(ledger, "UPDATE concession SET state = 'active' WHERE id = :row", row=row)
    ledger.do(send_back_concession, row, reason="기간 필요", secret=PASSWORD, role=Role.QUALITY)
    assert ledger.get(Concession, row).state is ConcessionState.DRAFT


def _person(ledger: Ledger, login: str, *roles: Role) -> Actor:
    user = ledger.factory.perform(
        add_user, login=login, name=login, title="", password=PASSWORD, roles=list(roles), actor=SYSTEM
    ).result
    return Actor(user, login, frozenset(roles))


def _sign(ledger: Ledger, row: int, actor: Actor) -> ReviewState:
    return ReviewState(ledger.factory.perform(sign_concession, row, secret=PASSWORD, actor=actor).result)


def test_side_by_side_a_quorum_is_enough(ledger: Ledger) -> None:
    line = [
        RouteStep(Meaning.AGREED, Role.QUALITY, stage=1, quorum=2),
        RouteStep(Meaning.AGREED, Role.ENGINEER, stage=1, quorum=2),
        RouteStep(Meaning.AGREED, Role.OPERATOR, stage=1, quorum=2),
        RouteStep(Meaning.APPROVED, Role.APPROVER, stage=2),
    ]
    ledger.factory.perform(set_route, Noun.CONCESSION, line, actor=SYSTEM)
    row = _concession(ledger)
    ledger.do(route_concession, row)
    crew = ledger.floor.crew
    assert _code(ledger, sign_concession, row, secret=PASSWORD, role=Role.APPROVER) == "review.not_your_step"
    assert _sign(ledger, row, crew.actor(Role.OPERATOR)) is ReviewState.OPEN
    assert _code(ledger, sign_concession, row, secret=PASSWORD, role=Role.APPROVER) == "review.not_your_step"
    assert _sign(ledger, row, crew.actor(Role.QUALITY)) is ReviewState.OPEN
    assert _sign(ledger, row, crew.actor(Role.APPROVER)) is ReviewState.APPROVED
    assert ledger.get(Concession, row).state is ConcessionState.ACTIVE
    for wrong in (0, 4):
        steps = [RouteStep(Meaning.APPROVED, Role.APPROVER, stage=1, quorum=wrong)]
        assert _code(ledger, set_route, Noun.CONCESSION, steps, role=Role.ADMINISTRATOR) == "review.quorum"


def test_one_who_may_decide_ends_the_line(ledger: Ledger) -> None:
    line = [
        RouteStep(Meaning.REVIEWED, Role.QUALITY, may_decide=True),
        RouteStep(Meaning.APPROVED, Role.APPROVER),
    ]
    ledger.factory.perform(set_route, Noun.CONCESSION, line, actor=SYSTEM)
    row = _concession(ledger)
    ledger.do(route_concession, row)
    assert _sign(ledger, row, ledger.floor.crew.actor(Role.QUALITY)) is ReviewState.APPROVED
    assert ledger.get(Concession, row).state is ConcessionState.ACTIVE
    shown = ledger.factory.ask(approval_line, Noun.CONCESSION, row)
    assert [(step.decided, step.at is not None) for step in shown] == [(True, True), (False, False)]


def test_a_step_of_one_person_is_signed_by_nobody_else_but_the_deputy(ledger: Ledger) -> None:
    boss, deputy = _person(ledger, "boss", Role.APPROVER), _person(ledger, "deputy", Role.QUALITY)
    line = [RouteStep(Meaning.APPROVED, Role.APPROVER, user_id=boss.user_id)]
    ledger.factory.perform(set_route, Noun.CONCESSION, line, actor=SYSTEM)
    row = _concession(ledger)
    ledger.do(route_concession, row)
    assert _code(ledger, sign_concession, row, secret=PASSWORD, role=Role.APPROVER) == "review.not_your_step"
    with pytest.raises(PartproofError, match=r"review\.not_your_step"):
        _sign(ledger, row, deputy)
    days = {"from_on": date(2026, 11, 24), "to_on": date(2026, 11, 26), "reason": "출장"}
    assert boss.user_id is not None
    set_it = (set_deputy, boss.user_id, deputy.user_id)
    assert _code(ledger, *set_it, **days) == "right.missing"
    backwards = {**days, "to_on": date(2026, 11, 1)}
    assert _code(ledger, *set_it, role=Role.ADMINISTRATOR, **backwards) == "change.deputy_days"
    stands_in = ledger.factory.perform(*set_it, **days, actor=boss).result
    (shown,) = ledger.factory.ask(deputy_rows, day=date(2026, 11, 24))
    assert (shown.name, shown.deputy) == ("boss", "deputy")
    assert _sign(ledger, row, deputy) is ReviewState.APPROVED
    # A deputyship can be shortened, by raw SQL never lengthened.
    ledger.factory.perform(shorten_deputy, stands_in, to_on=date(2026, 11, 24), actor=boss)
    _refused(ledger, "UPDATE deputy SET to_on = '2027-01-01'")


def test_a_deputyship_of_other_days_signs_nothing(ledger: Ledger) -> None:
    boss, deputy = _person(ledger, "boss", Role.APPROVER), _person(ledger, "deputy", Role.QUALITY)
    line = [RouteStep(Meaning.APPROVED, Role.APPROVER, user_id=boss.user_id)]
    ledger.factory.perform(set_route, Noun.CONCESSION, line, actor=SYSTEM)
    row = _concession(ledger)
    ledger.do(route_concession, row)
    days = {"from_on": date(2026, 11, 25), "to_on": date(2026, 11, 26), "reason": "출장"}
    ledger.factory.perform(set_deputy, boss.user_id, deputy.user_id, **days, actor=boss)
    with pytest.raises(PartproofError, match=r"review\.not_your_step"):
        _sign(ledger, row, deputy)


def test_nobody_adds_a_file_to_what_is_being_signed_nor_without_the_right(ledger: Ledger) -> None:
    row = _concession(ledger)
    paper = (Noun.CONCESSION, row, b"%PDF-1.4 late", "late.pdf")
    for role in (Role.READER, Role.OPERATOR, Role.APPROVER):
        assert _code(ledger, add_change_file, *paper, role=role) == "right.missing"
    ledger.do(add_change_file, *paper)
    ledger.do(route_concession, row)
    late = (Noun.CONCESSION, row, b"%PDF-1.4 later", "later.pdf")
    assert _code(ledger, add_change_file, *late) == "change.state"
    ordered = {"number": "특-1", "file": ("특채.pdf", b"%PDF-1.4 c")}
    assert _code(ledger, record_concession_approval, row, **ordered) == "change.state"
    ledger.make_order()
    ledger.to_review()
    order = (Noun.CHANGE_ORDER, ledger.order_id, b"%PDF-1.4 late", "late.pdf")
    assert _code(ledger, add_change_file, *order) == "change.state"
    ledger.sign()


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_numbers_and_days_that_cannot_be_are_refused(ledger: Ledger) -> None:
    asked: dict[str, Any] = {"part_id": ledger.floor.part_id, "title": "x", "reason": "x"}
    day = date(2026, 12, 1)
    for text in ("NaN", "sNaN", "Infinity", "0", "-1", "1E-40", "1E+999999", "1.1234567", "123456789"):
        wrong = {**asked, "until": day, "quantity": Decimal(text)}
        assert _code(ledger, make_concession, **wrong) == "change.no_such_number", text
    for text in ("NaN", "-Infinity", "1E+40"):
        wrong = {**asked, "quantity": Decimal(5), "lower_limit": Decimal(text)}
        assert _code(ledger, make_concession, **wrong) == "change.no_such_number", text
        wrong = {"title": "x", "reason": "x", "cost": Decimal("NaN")}
        assert _code(ledger, make_change_order, **wrong) == "change.no_such_number"
    assert _code(ledger, make_concession, until=date(2026, 11, 23), **asked) == "concession.expired"
    missing = {**asked, "part_id": 9999, "quantity": Decimal(5)}
    assert _code(ledger, make_concession, **missing) == "record.not_found"
    row = _in_force(ledger, quantity=None, until=day)
    for text in ("NaN", "sNaN", "1E-40", "-1"):
        used = {"lot_id": ledger.floor.lot_id, "quantity": Decimal(text)}
        assert _code(ledger, use_concession, row, **used) == "concession.used_up", text
    ledger.make_order()
    assert (
        _code(ledger, answer_customer_change, ledger.eo_id, reply="x", replied_on=date(2026, 11, 19))
        == "change.reply_before"
    )
    request = ledger.do(make_request, title="x", reason="x", part_ids=[ledger.floor.part_id])
    ledger.do(submit_request, request)
    for state in (ChangeRequestState.DRAFT, ChangeRequestState.SUBMITTED):
        assert _code(ledger, decide_request, request, state, answer="x") == "change.state"


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_lot_rejected_for_good_is_used_under_no_concession(ledger: Ledger) -> None:
    row, lot = _in_force(ledger), ledger.floor.lot_id
    ledger.do(reject_lot, lot, expected_version=1, reason="폐기", role=Role.QUALITY)
    assert _code(ledger, use_concession, row, lot_id=lot, quantity=Decimal(1)) == "change.state"


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_the_first_lot_of_a_4m_change_is_one_of_its_parts(ledger: Ledger) -> None:
    other = ledger.do(add_part, number="N-1", name="다른 부품", kind=PartKind.COMPONENT, source=Source.MADE)
    with ledger.factory.reading() as session:
        part = session.get_one(PartRevision, other).part_id
    lot = ledger.do(create_lot, part_id=part, quantity=Decimal(5))
    change = _report(ledger, "man.operator")
    ledger.do(assess_four_m, change, assessment="교육", customer_needed=False, role=Role.QUALITY)
    ledger.do(approve_four_m, change, role=Role.QUALITY)
    assert _code(ledger, try_four_m, change, lot_id=lot) == "change.trial_other_part"


def test_two_stations_never_use_more_than_is_left_and_both_take_what_fits(ledger: Ledger) -> None:
    lot, quality = ledger.floor.lot_id, ledger.floor.quality
    for each, wanted in ((Decimal(60), ["concession.used_up", "used"]), (Decimal(50), ["used", "used"])):
        row = _in_force(ledger, quantity=Decimal(100))
        assert (
            at_once(ledger.factory, partial(_use, row=row, lot=lot, quantity=each, actor=quality)) == wanted
        )
        assert ledger.get(Concession, row).used in (Decimal(60), Decimal(100))


def _use(station: Factory, *, row: int, lot: int, quantity: Decimal, actor: Actor) -> str:
    try:
        station.perform(use_concession, row, lot_id=lot, quantity=quantity, actor=actor)
    except PartproofError as refused:
        return refused.code
    return "used"
