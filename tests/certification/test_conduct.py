"""How audits are held: scope, points, findings, comparison, own checklists, upgrade, and what is red today."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.certification.assessments import (
    attach_evidence,
    exclude_requirement,
    link_proposal,
    open_assessment,
    reject_proposal,
)
from app.certification.conduct import (
    add_person,
    assign_requirement,
    close_assessment,
    close_finding,
    edit_assessment,
    raise_nonconformance,
    record_finding,
    score_requirement,
)
from app.certification.findings import (
    compared_rows,
    comparison,
    finding_rows,
    person_rows,
    result_of,
    revision_of_number,
)
from app.certification.licensed import record_check, withdraw_check
from app.certification.queries import assessment_row, requirement_rows
from app.certification.readiness import calendar_rows, readiness
from app.certification.rule_kinds import months_after
from app.certification.templates import keep_template, read_template, template_content
from app.certification.upgrades import upgrade_assessment, upgrade_rows
from app.errors import PartproofError
from app.parts.parts import find_part_revision
from app.texts import Language
from models.certification import Assessment, ChecklistTemplate
from models.vocab import AssessmentScope, AssessmentState, FindingKind, RequirementState, Role
from tests.certification.bench import Bench

DAY = date(2026, 11, 24)


@pytest.fixture
def engine_name() -> str:
    """Nothing here asks an engine more than test_submissions and test_upstream do on both."""
    return "sqlite"


@pytest.fixture
def bench(certified: Bench) -> Bench:
    """A measured floor with a level 3 assessment."""
    return certified


def _do(bench: Bench, verb: Any, *args: Any, **facts: Any) -> Any:
    return bench.floor.do(verb, *args, **{"actor": bench.floor.quality, **facts})


def _code(bench: Bench, verb: Any, *args: Any, **facts: Any) -> str:
    with pytest.raises(PartproofError) as refused:
        _do(bench, verb, *args, **facts)
    return refused.value.code


def _rows(bench: Bench, assessment: int) -> dict[str, Any]:
    return {row.code: row for row in bench.factory.ask(requirement_rows, assessment)}


def test_a_scored_audit_with_steps_findings_and_its_successor(bench: Bench) -> None:
    audit = _do(
        bench, open_assessment, template="vda63", process="CNC 선삭", steps=("선삭", "세척"), held_on=DAY
    )
    rows = _rows(bench, audit)
    head = bench.factory.ask(assessment_row, audit)
    assert head is not None
    assert (head.scope, head.process, head.steps) == (AssessmentScope.PROCESS, "CNC 선삭", ("선삭", "세척"))
    assert _code(bench, score_requirement, rows["P6.1"].id, points=7, step="선삭") == "assessment.points"
    assert _code(bench, score_requirement, rows["P6.1"].id, points=8, step="도금") == "assessment.step"
    assert _code(bench, score_requirement, rows["P2"].id, points=None) == "field.empty"
    for code in ("P2", "P3", "P4", "P5", "P7"):
        _do(bench, score_requirement, rows[code].id, points=10)
    for code in ("P6.1", "P6.2", "P6.3", "P6.4", "P6.5", "P6.6"):
        _do(bench, score_requirement, rows[code].id, points=10, step="선삭")
    # Nobody looked at the other step: no grade yet.
    waiting = bench.factory.ask(result_of, audit)
    assert waiting is not None
    assert (waiting.grade, waiting.incomplete) == ("", ("세척",))
    for code in ("P6.1", "P6.2", "P6.3", "P6.4", "P6.5", "P6.6"):
        _do(bench, score_requirement, rows[code].id, points=8, step="세척")
    result = bench.factory.ask(result_of, audit)
    assert result is not None
    # P6 = 90 %, five others 100 %: 98.33 %.
    assert (result.total, result.grade) == (Decimal("98.33"), "A")
    _do(bench, score_requirement, rows["P6.2"].id, points=4, step="세척")
    lower = bench.factory.ask(result_of, audit)
    assert lower is not None
    # EU2 falls to 70 %, the step 세척 to 44 / 60 = 73 %: both below 80 %.
    assert (lower.by_points, lower.grade) == ("A", "B")
    assert lower.downgrades == (("element_80", "세척"), ("sub_element_80", "P6.2"))
    version = _version(bench, audit)
    left = {"steps": ("선삭",), "expected_version": version}
    assert _code(bench, edit_assessment, audit, **left) == "assessment.step"
    # A finding about a part becomes a nonconformance; one about the plant is settled in itself.
    part = {"part_revision_id": bench.floor.part_revision_id}
    major = {"kind": FindingKind.MAJOR, "requirement_id": rows["P6.2"].id}
    first = _do(bench, record_finding, audit, text="작업표준과 다름", due_on=DAY, **major, **part)
    second = _do(bench, record_finding, audit, text="게시판 없음", kind=FindingKind.MAJOR)
    found = bench.factory.ask(finding_rows, audit)
    assert [(row.number, row.code, bool(row.nonconformance)) for row in found] == [
        (1, "P6.2", True),
        (2, "", False),
    ]
    assert _code(bench, close_finding, first, closing="개정") == "finding.nonconformance"
    assert _code(bench, close_assessment, audit) == "assessment.findings"
    # What named no part is settled in itself, unless somebody says on which part it was seen.
    third = _do(bench, record_finding, audit, text="표시 누락", kind=FindingKind.OBSERVATION)
    assert _code(bench, raise_nonconformance, third) == "finding.no_part"
    _do(bench, raise_nonconformance, third, **part)
    assert bench.factory.ask(finding_rows, audit)[2].nonconformance
    assert _code(bench, raise_nonconformance, third, **part) == "finding.nonconformance"
    _do(bench, close_finding, second, closing="게시판 설치, 사진 확인")
    assert _code(bench, raise_nonconformance, second, **part) == "finding.closed"
    assert _code(bench, close_finding, second, closing="다시") == "finding.closed"
    _do(bench, add_person, audit, name="홍길동", duty="심사원")
    assert [row.duty for row in bench.factory.ask(person_rows, audit)] == ["심사원"]
    # The next audit of the same process is compared with it.
    following = _do(bench, open_assessment, template="vda63", process="CNC 선삭", steps=("선삭",))
    compared = {row.code: row for row in bench.factory.ask(compared_rows, following)}
    assert (compared["P6.1"].points_before, compared["P6.1"].points_now) == (9, None)
    other = _do(bench, open_assessment, template="vda63", process="다이캐스팅")
    assert bench.factory.ask(compared_rows, other) == ()
    assert bench.factory.ask(comparison, other) is None
    beside = bench.factory.ask(comparison, following)
    assert beside is not None
    assert (beside.held_on, len(beside.rows)) == (DAY, len(compared))
    number = bench.factory.ask(part_head_number, bench)
    assert bench.factory.ask(revision_of_number, f" {number.lower()}") == bench.floor.part_revision_id
    assert bench.factory.ask(revision_of_number, "없는 품번") is None


def part_head_number(session: Any, bench: Bench) -> str:
    return find_part_revision(session, bench.floor.part_revision_id).part.number


def _version(bench: Bench, assessment: int) -> int:
    with bench.factory.reading() as session:
        return session.get_one(Assessment, assessment).version


def test_a_weighted_audit_passes_at_its_mark_and_closes(bench: Bench) -> None:
    audit = _do(bench, open_assessment, template="sq")
    rows = _rows(bench, audit)
    for code, row in rows.items():
        _do(bench, score_requirement, row.id, points=100 if code[0] in "12" else 75)
    result = bench.factory.ask(result_of, audit)
    assert result is not None
    # 10 + 40 + 0.75 · 50 = 87.5 of 100, pass 82.
    assert (result.total, result.grade, result.pass_mark) == (Decimal("87.50"), "passed", 82)
    _do(bench, close_assessment, audit)
    assert _code(bench, score_requirement, rows["1.1"].id, points=0) == "assessment.not_open"
    assert _code(bench, score_requirement, bench.rows()["1"].id, points=10) == "assessment.no_scoring"


def test_the_day_of_an_audit_makes_it_only_older(bench: Bench) -> None:
    plant = _do(bench, open_assessment, template="iatf16949")
    today = bench.factory.clock().date()
    found = {}
    for held in (date(2020, 1, 2), date(2031, 1, 1), today - timedelta(days=100)):
        audit = _do(bench, open_assessment, template="process_audit", process="선삭", held_on=held)
        for row in _rows(bench, audit).values():
            _do(bench, exclude_requirement, row.id, reason="시험")
        _do(bench, close_assessment, audit)
        proof = _rows(bench, plant)["9.2.2.3"]
        found[held] = (len(proof.proposals), proof.expires_on)
    # One of long ago does not count; one of a day to come counts from the day it was closed.
    until = months_after(today, 36)
    assert list(found.values()) == [(0, None), (1, until), (2, until)]


def test_what_is_red_today_says_why_whose_and_by_when(bench: Bench) -> None:
    row = bench.rows()["7"]
    due = date(2026, 11, 20)
    who = bench.floor.engineer.user_id
    facts = {"expected_version": row.version, "owner_id": who, "due_on": due, "remark": "3차 개정 반영"}
    _do(bench, assign_requirement, row.id, **facts)
    _do(
        bench,
        open_assessment,
        template="internal_audit",
        held_on=date(2026, 12, 1),
        due_on=date(2026, 12, 20),
    )
    now = bench.factory.clock()
    answer = bench.factory.ask(readiness, now=now)
    assert len(answer.board) == 2
    first = answer.red[0]
    # Late things come first, with their own owner and day.
    assert (first.code, first.owner, first.days_left) == ("7", "김설계", -4)
    assert {one.number for one in answer.red} == {board.head.number for board in answer.board}
    assert all(one.reason.text for one in answer.red)
    kinds = {entry.kind for entry in bench.factory.ask(calendar_rows, now=now)}
    assert {"audit", "due", "requirement"} <= kinds
    _do(bench, exclude_requirement, row.id, reason="도면 고객 책임")
    assert "7" not in [one.code for one in bench.factory.ask(readiness, now=now).red if one.part_number]


def test_a_paper_ages_and_what_it_says_of_itself_makes_it_only_older(bench: Bench) -> None:
    row = bench.rows()["8"]
    _do(bench, attach_evidence, row.id, b"msa", "MSA.pdf", dated_on=date(2023, 11, 23))
    clock = bench.factory.clock
    now = clock()
    assert {one.code: one for one in bench.factory.ask(requirement_rows, bench.assessment, now=now)}[
        "8"
    ].state is RequirementState.STALE
    # A day that is not there yet makes nothing fresher than the day of attaching.
    _do(bench, attach_evidence, row.id, b"msa 2", "MSA 2.pdf", dated_on=date(2030, 1, 1))
    fresh = {one.code: one for one in bench.factory.ask(requirement_rows, bench.assessment, now=now)}["8"]
    assert (fresh.state, fresh.expires_on) == (RequirementState.READY, date(2029, 11, 24))
    assert fresh.no_records
    # The same paper attached once more, years later, is no newer than it was.
    clock.at += timedelta(days=1200)  # type: ignore[attr-defined]
    other = _do(
        bench,
        open_assessment,
        template="ppap",
        level="3",
        part_revision_id=bench.floor.part_revision_id,
    )
    for assessment in (bench.assessment, other):
        _do(bench, attach_evidence, _rows(bench, assessment)["8"].id, b"msa 2", "MSA 새것.pdf")
        again = {one.code: one for one in bench.factory.ask(requirement_rows, assessment, now=clock())}["8"]
        assert (again.state, again.expires_on) == (RequirementState.STALE, date(2029, 11, 24))


def test_an_audit_that_was_moved_to_a_newer_checklist_was_not_held(bench: Bench) -> None:
    plant = _do(bench, open_assessment, template="iatf16949")
    running = _do(bench, open_assessment, template="internal_audit")
    content = dict(read_template("internal_audit"))
    rows = [{**row, "text": f"{row['text']} (2)"} for row in content["requirements"]]
    _do(bench, keep_template, {**content, "requirements": rows}, note="2판")
    moved = _do(bench, upgrade_assessment, running, expected_version=_version(bench, running))
    assert _rows(bench, plant)["9.2.2.1"].proposals == ()
    for row in _rows(bench, moved).values():
        _do(bench, exclude_requirement, row.id, reason="시험")
    _do(bench, close_assessment, moved)
    assert [one.entity_id for one in _rows(bench, plant)["9.2.2.1"].proposals] == [moved]


def test_a_proposal_is_accepted_or_rejected_with_a_reason(bench: Bench) -> None:
    audit = _do(bench, open_assessment, template="internal_audit")
    row = _rows(bench, audit)["12"]
    assert [one.label[:5] for one in row.proposals] == ["G-014", "G-015"]
    first, second = row.proposals
    _do(bench, link_proposal, row.id, first.noun, first.entity_id)
    assert _code(bench, reject_proposal, row.id, second.noun, second.entity_id, reason=" ") == "field.empty"
    _do(bench, reject_proposal, row.id, second.noun, second.entity_id, reason="예비 게이지")
    after = _rows(bench, audit)["12"]
    assert after.proposals == ()
    assert after.state is RequirementState.PARTIAL
    assert "예비 게이지" in str(after.reasons)
    gone = (second.noun, second.entity_id)
    assert _code(bench, link_proposal, row.id, *gone) == "evidence.not_proposed"


def test_a_row_is_compared_with_the_licensed_copy_until_it_is_edited(bench: Bench) -> None:
    head = bench.factory.ask(assessment_row, bench.assessment)
    assert head is not None
    assert head.licensed_check == ""
    with bench.factory.reading() as session:
        template = session.get_one(Assessment, bench.assessment).template_id
    copy = {"licensed_copy": "PPAP 4판 정본 2호"}
    operator = {"actor": bench.floor.operator}
    assert _code(bench, record_check, template, ("7",), **copy, **operator) == "right.missing"
    assert _code(bench, record_check, template, ("99",), **copy) == "checklist.row"
    _do(bench, record_check, template, ("7",), **copy)
    assert bench.rows()["7"].licensed == "이품질 2026-11-24 PPAP 4판 정본 2호"
    assert bench.rows()["8"].licensed == ""
    _do(bench, record_check, template, (), **copy)
    whole = bench.factory.ask(assessment_row, bench.assessment)
    assert whole is not None
    assert "PPAP 4판 정본 2호" in whole.licensed_check
    # An edit of the row voids the comparison of that row, and of no other.
    content = dict(read_template("ppap"))
    content["requirements"] = [
        {**row, "text": "Changed."} if row["code"] == "7" else row for row in content["requirements"]
    ]
    _do(bench, keep_template, content, note="고객 요구")
    bench.assessment = _do(
        bench, upgrade_assessment, bench.assessment, expected_version=_version(bench, bench.assessment)
    )
    assert (bench.rows()["7"].licensed, bool(bench.rows()["8"].licensed)) == ("", True)
    _do(bench, withdraw_check, template, ("8",), reason="다른 판과 대조함")
    assert bench.rows()["8"].licensed == ""


def test_a_running_assessment_keeps_its_version_until_it_is_moved(bench: Bench) -> None:
    bench.accept(("1", "2"))
    content: dict[str, Any] = dict(read_template("ppap"))
    kept = [dict(row) for row in content["requirements"] if row["code"] != "18b"]
    kept[0]["title"] = "Design records, ours"
    extra = {**kept[-1], "code": "19", "title": "Tag", "title_ko": "식별표", "rule": ""}
    content["requirements"] = [*kept, extra]
    assert _code(bench, keep_template, read_template("ppap"), note="x") == "checklist.same"
    _do(bench, keep_template, content, note="한길자동차 요구 반영")
    assert bench.factory.ask(template_content, "ppap")["requirements"][-1]["code"] == "19"
    assert "19" not in bench.rows()
    review = {row.code: row.change for row in bench.factory.ask(upgrade_rows, bench.assessment)}
    assert {code: change for code, change in review.items() if change != "same"} == {
        "1": "changed",
        "19": "added",
        "18b": "removed",
    }
    before = bench.rows()
    old, bench.assessment = (
        bench.assessment,
        _do(bench, upgrade_assessment, bench.assessment, expected_version=_version(bench, bench.assessment)),
    )
    after = bench.rows()
    # The edited row is to be looked at again, the other one stays accepted; its evidence came along.
    assert after["1"].state is RequirementState.READY
    assert after["2"].state is RequirementState.ACCEPTED
    assert [one.label for one in after["9"].evidence] == [one.label for one in before["9"].evidence]
    assert after["9"].evidence[0].linked_at == before["9"].evidence[0].linked_at
    with bench.factory.reading() as session:
        assert session.get_one(Assessment, old).state is AssessmentState.CLOSED
        assert session.get_one(Assessment, bench.assessment).follows_id == old
        assert session.query(ChecklistTemplate).filter_by(code="ppap").count() == 2
    assert bench.factory.ask(upgrade_rows, bench.assessment) == ()
    version = _version(bench, bench.assessment)
    assert _code(bench, upgrade_assessment, bench.assessment, expected_version=version) == "assessment.newest"


def test_a_row_may_ask_for_more_parts_than_were_measured(bench: Bench) -> None:
    content: dict[str, Any] = dict(read_template("ppap"))
    content["requirements"] = [
        {**row, "samples": 2} if row["code"] == "9" else row for row in content["requirements"]
    ]
    _do(bench, keep_template, content, note="2개 측정")
    part = {"part_revision_id": bench.floor.part_revision_id}
    bench.assessment = _do(bench, open_assessment, template="ppap", level="3", **part)
    bench.gather()
    row = bench.rows()["9"]
    said = [reason.worded(Language("en")) for reason in row.reasons]
    assert (row.state, said) == (
        RequirementState.PARTIAL,
        ["2 balloons are measured on fewer than 2 parts."],
    )
    assert not row.acceptable


@pytest.mark.parametrize("template", ["apqp", "four_m", "isir"])
def test_checklists_about_a_part_need_one(bench: Bench, template: str) -> None:
    assert _code(bench, open_assessment, template=template) == "assessment.part"
    part = {"part_revision_id": bench.floor.part_revision_id}
    assessment = _do(bench, open_assessment, template=template, **part)
    rows = bench.factory.ask(requirement_rows, assessment)
    assert len(rows) == len(read_template(template)["requirements"])


def test_what_belongs_elsewhere_or_nowhere_is_refused(bench: Bench) -> None:
    opened: dict[str, Any] = {"template": "sq"}
    nowhere = "record.not_found"
    assert _code(bench, open_assessment, customer_id=999, **opened) == nowhere
    assert _code(bench, open_assessment, template="isir", part_revision_id=999) == nowhere
    assert _code(bench, open_assessment, supplier="가" * 300, **opened) == "field.too_long"
    audit = _do(bench, open_assessment, template="vda63", process="선삭", steps=("선삭", "세척", "선삭"))
    head = bench.factory.ask(assessment_row, audit)
    assert head is not None
    assert head.steps == ("선삭", "세척")
    edit = {"expected_version": head.version}
    assert _code(bench, edit_assessment, audit, owner_id=999, **edit) == nowhere
    rows = _rows(bench, audit)
    # P6 is scored at each step, the others as a whole.
    assert _code(bench, score_requirement, rows["P6.1"].id, points=10) == "assessment.step"
    assert _code(bench, score_requirement, rows["P2"].id, points=10, step="선삭") == "assessment.step"
    major: dict[str, Any] = {"kind": FindingKind.MAJOR, "text": "표준과 다름"}
    theirs = bench.rows()["9"].id
    assert _code(bench, record_finding, audit, requirement_id=theirs, **major) == nowhere
    assert _code(bench, record_finding, audit, part_revision_id=999, **major) == nowhere
    assert _code(bench, record_finding, audit, owner_id=999, **major) == nowhere
    assert bench.factory.ask(finding_rows, audit) == ()
    for code in ("../x", "a b", "가", "x" * 80):
        content = {**read_template("four_m"), "code": code}
        assert _code(bench, keep_template, content, note="x") == "checklist.broken"


def test_only_their_roles_audit(bench: Bench) -> None:
    facts: dict[str, Any] = {"actor": bench.floor.crew.actor(Role.READER)}
    assert _code(bench, open_assessment, template="sq", **facts) == "right.missing"
    assert (
        _code(bench, record_finding, bench.assessment, kind=FindingKind.MINOR, text="x", **facts)
        == "right.missing"
    )
