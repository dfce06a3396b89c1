"""Papers attached by hand: what runs out, what overtakes them, how each turns back; and the calendar of dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.certification.assessments import (
    accept_requirement,
    attach_evidence,
    exclude_requirement,
    gather_evidence,
    open_assessment,
)
from app.certification.conduct import assign_requirement, edit_assessment, record_finding
from app.certification.queries import assessment_row, requirement_rows
from app.certification.readiness import calendar_rows
from app.certification.rows import RequirementRow
from app.certification.submissions import record_verdict, submit
from app.changes.concessions import make_concession, route_concession, sign_concession
from app.changes.four_m import approve_four_m, assess_four_m, put_four_m_in_effect, report_four_m, try_four_m
from app.changes.reviews import set_route
from app.gauges.queries import due_warnings
from app.parts.parts import add_customer
from app.production.lots import create_lot
from app.texts import Language
from app.unit_of_work import SYSTEM
from models.vocab import CustomerVerdict, FindingKind, Meaning, Noun, RequirementState, Role, SubmissionReason
from tests.certification.bench import Bench
from tests.crew import PASSWORD

ACCEPTED, STALE = RequirementState.ACCEPTED, RequirementState.STALE
FOUND = ("1", "2", "9", "14", "16")


@pytest.fixture
def engine_name() -> str:
    """Nothing here asks an engine more than test_upstream does on both."""
    return "sqlite"


@pytest.fixture
def bench(certified: Bench) -> Bench:
    """A measured floor with a level 3 assessment."""
    return certified


def _do(bench: Bench, verb: Any, *args: Any, **facts: Any) -> Any:
    return bench.floor.do(verb, *args, **{"actor": bench.floor.quality, **facts})


def _rows(bench: Bench, assessment: int, days: int = 0) -> dict[str, RequirementRow]:
    now = bench.factory.clock() + timedelta(days=days)
    return {row.code: row for row in bench.factory.ask(requirement_rows, assessment, now=now)}


def _stale(rows: Mapping[str, RequirementRow]) -> set[str]:
    return {code for code, row in rows.items() if row.state is STALE}


def _why(row: RequirementRow) -> list[str]:
    assert all("{" not in reason.worded(Language("ko")) for reason in (*row.reasons, row.next_step))
    return [reason.worded(Language("en")) for reason in row.reasons]


@pytest.mark.parametrize(
    ("template", "code", "rule", "months"),
    [("internal_audit", "14", "skill_valid", 12), ("ppap", "8", "msa_within", 36)],
)
def test_a_dated_paper_runs_out_and_a_newer_one_turns_it_back(
    bench: Bench, template: str, code: str, rule: str, months: int
) -> None:
    audit = bench.assessment
    if template != "ppap":
        audit = _do(bench, open_assessment, template=template)
    row = _rows(bench, audit)[code]
    assert (row.rule, row.no_records) == (rule, True)
    if "{months}" in row.asks.text:
        assert str(months) in row.asks.worded(Language("en"))
    today = bench.factory.clock().date()
    old = date(today.year - months // 12, today.month, today.day) + timedelta(days=20)
    _do(bench, attach_evidence, row.id, b"skill 1", "자격 1.pdf", dated_on=old)
    _do(bench, accept_requirement, row.id, secret=PASSWORD)
    assert _rows(bench, audit)[code].expires_on == today + timedelta(days=20)
    before, after = _rows(bench, audit, 19), _rows(bench, audit, 22)
    assert before[code].state is ACCEPTED
    assert _stale(after) - _stale(before) == {code}
    assert "counted until" in _why(after[code])[0]
    # Neither a signature nor a day that is typed in makes the same paper count again.
    assert not after[code].acceptable
    clock: Any = bench.factory.clock
    clock.at += timedelta(days=22)
    _do(bench, attach_evidence, row.id, b"skill 2", "자격 2.pdf")
    _do(bench, accept_requirement, row.id, secret=PASSWORD)
    assert _rows(bench, audit)[code].state is ACCEPTED


def test_a_control_plan_is_overtaken_by_a_drawing_revision(bench: Bench) -> None:
    rows = bench.rows()
    for code, name in (("5", "공정흐름.pdf"), ("7", "관리계획서.pdf"), ("8", "MSA.pdf")):
        _do(bench, attach_evidence, rows[code].id, name.encode(), name)
    bench.accept((*FOUND, "5", "7", "8"))
    before = bench.rows()
    drawing = bench.release_drawing("C")
    assert bench.changed(before) == dict.fromkeys(("1", "2", "9", "14", "7"), STALE)
    row = bench.rows()["7"]
    assert _why(row) == ["Drawing DW-2210 C was released after the paper was attached."]
    assert [(step.noun, step.entity_id) for step in row.path] == [(Noun.DOCUMENT_REVISION, drawing)]
    # The same file attached once more is no newer.
    _do(bench, attach_evidence, row.id, "관리계획서.pdf".encode(), "관리계획서 새 이름.pdf")
    again = bench.rows()["7"]
    assert again.state is STALE
    assert "Drawing DW-2210 C was released after the paper was attached." in _why(again)
    _do(bench, attach_evidence, row.id, b"plan C", "관리계획서 C.pdf")
    assert _why(bench.rows()["7"]) == ["The evidence is no longer the one that was accepted."]
    bench.accept(("7",))
    assert bench.states("7") == {"7": ACCEPTED}


def test_a_process_fmea_is_overtaken_by_a_4m_change_and_may_be_signed_again(bench: Bench) -> None:
    rows, floor = bench.rows(), bench.floor
    for code in ("6", "7"):
        _do(bench, attach_evidence, rows[code].id, code.encode(), f"{code}.pdf")
    bench.accept((*FOUND, "6", "7"))
    before = bench.rows()
    told = {"title": "작업자 교체", "reason": "퇴사", "part_ids": [floor.part_id]}
    change = _do(bench, report_four_m, rule="man.operator", **told)
    assert bench.changed(before) == {"2": STALE}
    _do(bench, assess_four_m, change, assessment="영향 없음", customer_needed=False)
    _do(bench, approve_four_m, change)
    made = {"part_id": floor.part_id, "quantity": Decimal(10), "order_id": floor.order_id}
    _do(bench, try_four_m, change, lot_id=_do(bench, create_lot, **made))
    day = bench.factory.clock().date() + timedelta(days=2)
    _do(bench, put_four_m_in_effect, change, result="합격", effective_on=day)
    assert bench.changed(before) == {"6": STALE, "9": STALE}
    row = bench.rows()["6"]
    assert (row.act.kind, [step.noun for step in row.path]) == ("accept", [Noun.FOUR_M_CHANGE])
    assert "sign that it still holds" in row.next_step.worded(Language("en"))
    bench.accept(("6",))
    assert bench.changed(before) == {"9": STALE}


def test_the_calendar_shows_every_kind_of_day(bench: Bench) -> None:
    floor, today = bench.floor, bench.factory.clock().date()
    audit = _do(
        bench,
        open_assessment,
        template="internal_audit",
        held_on=today + timedelta(days=9),
        due_on=today + timedelta(days=30),
    )
    _do(bench, gather_evidence, audit)
    rows = _rows(bench, audit)
    due = {"owner_id": None, "due_on": today + timedelta(days=5)}
    _do(bench, assign_requirement, rows["14"].id, expected_version=rows["14"].version, **due)
    minor: dict[str, Any] = {"kind": FindingKind.MINOR, "text": "게시판 없음", "due_on": today}
    _do(bench, record_finding, audit, **minor)
    _do(bench, attach_evidence, rows["17"].id, b"x", "5S.pdf")
    _answered(bench, today)
    line = ((Meaning.PREPARED, Role.ENGINEER), (Meaning.APPROVED, Role.APPROVER))
    bench.factory.perform(set_route, Noun.CONCESSION, line, actor=SYSTEM)
    limits: dict[str, Any] = {"quantity": Decimal(5), "until": today + timedelta(days=40)}
    leave = _do(bench, make_concession, part_id=floor.part_id, title="t", reason="r", **limits)
    _do(bench, route_concession, leave)
    for _, role in line:
        _do(bench, sign_concession, leave, secret=PASSWORD, actor=floor.crew.actor(role))
    with bench.factory.reading() as session:
        last = max(row.due_on for row in due_warnings(session, day=today + timedelta(days=400)) if row.due_on)
    ask: dict[str, Any] = {"now": bench.factory.clock(), "days": (last - today).days}
    found = {row.kind: row for row in bench.factory.ask(calendar_rows, **ask)}
    kinds = {
        "audit",
        "due",
        "requirement",
        "finding",
        "paper",
        "again",
        "interim",
        "calibration",
        "concession",
    }
    assert set(found) == kinds
    assert found["again"].day == date(2027, 2, 24)
    assert (found["audit"].days_left, found["interim"].days_left) == (9, 7)
    # What does not apply runs out on no day.
    _do(bench, exclude_requirement, rows["17"].id, reason="해당 없음")
    left = [row for row in bench.factory.ask(calendar_rows, **ask) if row.kind == "paper"]
    assert left == []


def _answered(bench: Bench, today: date) -> None:
    """Hand an ISIR in and let the customer approve it for a week."""
    floor = bench.floor
    customer = _do(bench, add_customer, code="HG", name="한길자동차", actor=floor.engineer)
    part = {"part_revision_id": floor.part_revision_id, "customer_id": customer}
    isir = _do(bench, open_assessment, template="isir", **part)
    for row in bench.factory.ask(requirement_rows, isir):
        _do(bench, exclude_requirement, row.id, reason="시험")
    submission = _do(bench, submit, isir, reason=SubmissionReason.INITIAL)
    limits = {"interim_quantity": Decimal(10), "interim_until": today + timedelta(days=7)}
    paper: dict[str, Any] = {"content": b"x", "file_name": "회신.pdf"}
    _do(bench, record_verdict, submission, CustomerVerdict.INTERIM, decided_on=today, **limits, **paper)


def test_days_of_a_plan_can_be_taken_away(bench: Bench) -> None:
    day = date(2026, 12, 1)
    audit = _do(bench, open_assessment, template="sq", held_on=day, due_on=day)

    def head() -> Any:
        return bench.factory.ask(assessment_row, audit)

    _do(bench, edit_assessment, audit, expected_version=head().version, process="")
    assert (head().held_on, head().due_on) == (day, day)
    _do(bench, edit_assessment, audit, expected_version=head().version, without=("due_on",))
    assert (head().held_on, head().due_on) == (day, None)
    later = day + timedelta(days=1)
    _do(bench, edit_assessment, audit, expected_version=head().version, due_on=later, without=("held_on",))
    assert (head().held_on, head().due_on) == (None, later)
