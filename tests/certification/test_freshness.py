"""What happens upstream turns exactly the requirements that lean on it, says why, and the remedy turns them back."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.certification import templates
from app.certification.assessments import (
    accept_requirement,
    attach_evidence,
    exclude_requirement,
    gather_evidence,
    include_requirement,
    open_assessment,
    withdraw_evidence,
)
from app.certification.queries import assessment_rows, requirement_rows
from app.errors import PartproofError
from app.gauges.gauges import find_gauge, retire_gauge, send_to_repair
from app.parts.parts import start_revision
from app.texts import LANGUAGES, Language
from models.vocab import CalibrationResult, RequirementState, Role
from tests.certification.bench import Bench
from tests.crew import PASSWORD
from tests.rules.counting import counted

ACCEPTED, STALE, READY = RequirementState.ACCEPTED, RequirementState.STALE, RequirementState.READY
MISSING, PARTIAL = RequirementState.MISSING, RequirementState.PARTIAL
FOUND = ("1", "2", "9", "14", "16")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def engine_name(request: pytest.FixtureRequest) -> str:
    """The same derivation on PostgreSQL is breadth: test_upstream and test_keeping ask both engines always."""
    return str(request.param)


@pytest.fixture
def bench(certified: Bench) -> Bench:
    """A measured floor with a level 3 assessment whose evidence is gathered."""
    return certified


@pytest.fixture
def accepted(bench: Bench) -> Bench:
    """The same with everything accepted that the rules found."""
    bench.accept(FOUND)
    return bench


def _code(bench: Bench, verb: Any, *args: Any, **facts: Any) -> str:
    with pytest.raises(PartproofError) as refused:
        bench.floor.do(verb, *args, **{"actor": bench.floor.quality, **facts})
    return refused.value.code


def _why(bench: Bench, code: str) -> list[str]:
    """Return the reasons of a requirement in English; every one can be said in Korean as well."""
    row = bench.rows()[code]
    for language in LANGUAGES:
        for sentence in (*row.reasons, row.next_step):
            assert "{" not in Language(language).say(sentence.text, **dict(sentence.values))
    return [Language("en").say(reason.text, **dict(reason.values)) for reason in row.reasons]


def test_rules_find_what_is_there_and_nothing_is_ready_by_itself(bench: Bench) -> None:
    rows = bench.rows()
    assert {code for code, row in rows.items() if row.state is READY} == set(FOUND)
    others = {row.state for code, row in rows.items() if code not in FOUND}
    assert others == {MISSING}
    assert all(
        row.evidence and all(link.fresh for link in row.evidence) for row in map(rows.get, FOUND) if row
    )
    assert bench.gather() == 0
    assert "No mill sheet is linked to the part revision." in _why(bench, "10")
    assert any("other requirements are open" in reason for reason in _why(bench, "18"))


def test_a_new_drawing_revision_turns_what_leans_on_the_drawing(accepted: Bench) -> None:
    before = accepted.rows()
    drawing = accepted.release_drawing("C")
    assert accepted.changed(before) == dict.fromkeys(("1", "2", "9", "14"), STALE)
    assert any("is no longer the one in force" in reason for reason in _why(accepted, "9"))
    # Linking again what is old does not make it fresh.
    accepted.gather()
    assert set(accepted.states("1", "2", "9", "14").values()) == {STALE}
    # The remedy is a part revision that names it, measured against it, in an assessment of its own.
    revision = accepted.release_part(drawing)
    assert set(accepted.states(*FOUND).values()) == {STALE}
    accepted.assessment = accepted.floor.do(
        open_assessment, template="ppap", level="3", part_revision_id=revision, actor=accepted.floor.quality
    )
    accepted.gather()
    assert accepted.states("1", "2", "9") == {"1": READY, "2": READY, "9": MISSING}


def test_a_new_part_revision_turns_all_that_has_evidence(accepted: Bench) -> None:
    by_hand = accepted.rows()["7"]
    accepted.floor.do(
        attach_evidence, by_hand.id, b"plan", "../관리계획서.xlsx", actor=accepted.floor.quality
    )
    assert accepted.states("7") == {"7": READY}
    before = accepted.rows()
    accepted.release_part(accepted.floor.document_revision_id)
    assert accepted.changed(before) == dict.fromkeys((*FOUND, "7"), STALE)
    assert any("is no longer the one in force" in reason for reason in _why(accepted, "7"))


def test_a_draft_beside_asks_for_its_change_document_and_for_nothing_else(accepted: Bench) -> None:
    before = accepted.rows()
    facts: dict[str, Any] = {"reason": "EO", "customer_label": "C", "actor": accepted.floor.engineer}
    accepted.floor.do(start_revision, accepted.floor.part_id, **facts)
    assert accepted.changed(before) == {"2": STALE}
    assert _why(accepted, "2") == ["A newer revision C exists; its change document is needed."]


def test_a_gauge_found_out_of_tolerance_turns_the_checking_aids_until_measured_again(accepted: Bench) -> None:
    before, floor = accepted.rows(), accepted.floor
    accepted.calibrate(floor.gauge_id, date(2026, 11, 23), CalibrationResult.FAIL)
    assert accepted.changed(before) == {"16": STALE}
    assert any("found out of tolerance after it measured" in reason for reason in _why(accepted, "16"))
    accepted.gather()
    assert accepted.states("16") == {"16": STALE}
    # A repaired gauge says nothing about what it measured before.
    accepted.calibrate(floor.gauge_id, date(2026, 11, 24), CalibrationResult.PASS)
    accepted.gather()
    assert accepted.states("16") == {"16": STALE}
    with pytest.raises(PartproofError) as refused:
        accepted.floor.do(accept_requirement, before["16"].id, secret=PASSWORD, actor=accepted.floor.quality)
    assert refused.value.code == "requirement.nothing"
    # The reasons are said in the language of the sentence they stand in.
    said = {code: Language(code).explain(refused.value) for code in LANGUAGES}
    assert "found out of tolerance after it measured" in said["en"]
    assert "found out" not in said["ko"]
    accepted.measure()
    accepted.gather()
    assert accepted.states("16", "9", "14") == dict.fromkeys(("16", "9", "14"), STALE)
    assert _why(accepted, "16") == ["The evidence is no longer the one that was accepted."]


def test_the_remedied_evidence_can_be_accepted_again(accepted: Bench) -> None:
    accepted.calibrate(accepted.floor.gauge_id, date(2026, 11, 23), CalibrationResult.FAIL)
    accepted.measure(gauge_id=accepted.floor.spare_gauge_id)
    accepted.gather()
    accepted.accept(("9", "14", "16"))
    assert set(accepted.states(*FOUND).values()) == {ACCEPTED}


def test_what_happens_to_other_gauges_or_to_gauges_later_turns_nothing(accepted: Bench) -> None:
    before, floor = accepted.rows(), accepted.floor
    accepted.calibrate(floor.spare_gauge_id, date(2026, 11, 23), CalibrationResult.FAIL)
    accepted.calibrate(floor.gauge_id, date(2026, 11, 23), CalibrationResult.PASS)
    for verb in (send_to_repair, retire_gauge):
        version = floor.factory.ask(lambda session: find_gauge(session, floor.gauge_id).version)
        floor.do(verb, floor.gauge_id, expected_version=version, reason="x", actor=floor.quality)
    assert accepted.changed(before) == {}


def test_a_failed_inspection_turns_the_results_and_a_good_one_turns_them_back(accepted: Bench) -> None:
    before = accepted.rows()
    accepted.measure(values=("40.010", "40.060"))
    assert accepted.changed(before) == {"9": STALE}
    assert any("failed" in reason for reason in _why(accepted, "9"))
    accepted.measure()
    assert accepted.changed(before) == {}


def test_withdrawn_evidence_voids_what_was_accepted_until_it_is_back(accepted: Bench) -> None:
    before = accepted.rows()
    link = before["1"].evidence[0]
    assert _code(accepted, withdraw_evidence, link.id, reason=" ") == "field.empty"
    accepted.floor.do(withdraw_evidence, link.id, reason="다른 도면", actor=accepted.floor.quality)
    assert _code(accepted, withdraw_evidence, link.id, reason="again") == "record.not_found"
    assert accepted.changed(before) == {"1": STALE}
    accepted.gather()
    assert accepted.changed(before) == {}


def test_more_evidence_than_was_accepted_is_not_what_was_accepted(accepted: Bench) -> None:
    before = accepted.rows()
    accepted.floor.do(attach_evidence, before["1"].id, b"x", "x.pdf", actor=accepted.floor.quality)
    assert accepted.changed(before) == {"1": STALE}


def test_only_complete_evidence_is_accepted_by_the_right_people_with_their_secret(bench: Bench) -> None:
    rows, floor = bench.rows(), bench.floor
    for code in ("4", "10", "18"):
        assert _code(bench, accept_requirement, rows[code].id, secret=PASSWORD) == "requirement.nothing"
    assert _code(bench, accept_requirement, rows["1"].id, secret="wrong") == "people.wrong_password"
    for role in (Role.ENGINEER, Role.OPERATOR, Role.READER, Role.ADMINISTRATOR):
        actor = floor.crew.actor(role)
        assert _code(bench, accept_requirement, rows["1"].id, secret=PASSWORD, actor=actor) == "right.missing"
    for role in (Role.OPERATOR, Role.READER, Role.APPROVER):
        actor = floor.crew.actor(role)
        assert _code(bench, attach_evidence, rows["4"].id, b"x", "x", actor=actor) == "right.missing"
        assert _code(bench, exclude_requirement, rows["4"].id, reason="x", actor=actor) == "right.missing"
        assert _code(bench, gather_evidence, bench.assessment, actor=actor) == "right.missing"
    assert bench.states("1") == {"1": READY}


def test_not_applicable_needs_a_reason_and_can_be_taken_back(bench: Bench) -> None:
    row, by = bench.rows()["13"], {"actor": bench.floor.quality}
    for empty in ("", "   ", "\0"):
        assert _code(bench, exclude_requirement, row.id, reason=empty) == "field.empty"
    assert bench.states("13") == {"13": MISSING}
    bench.floor.do(exclude_requirement, row.id, reason="외관 부품 아님", **by)
    assert bench.states("13") == {"13": RequirementState.NOT_APPLICABLE}
    assert _why(bench, "13") == ["Not applicable: 외관 부품 아님"]
    assert _code(bench, include_requirement, row.id, reason="") == "field.empty"
    bench.floor.do(include_requirement, row.id, reason="해당", **by)
    assert bench.states("13") == {"13": MISSING}


def test_the_warrant_is_ready_when_all_else_is_and_stale_when_something_no_longer_is(bench: Bench) -> None:
    bench.accept(FOUND)
    by = {"actor": bench.floor.quality}
    for code, row in bench.rows().items():
        if row.state is MISSING and code != "18":
            bench.floor.do(exclude_requirement, row.id, reason="해당 없음", **by)
    assert bench.states("18") == {"18": READY}
    bench.accept(["18"])
    before = bench.rows()
    assert before["18"].state is ACCEPTED
    bench.calibrate(bench.floor.gauge_id, date(2026, 11, 23), CalibrationResult.FAIL)
    assert bench.changed(before) == {"16": STALE, "18": STALE}
    bench.floor.do(exclude_requirement, before["16"].id, reason="고객 합의", **by)
    assert bench.states("18") == {"18": ACCEPTED}


def test_an_edited_checklist_leaves_running_assessments_as_they_began(
    accepted: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = accepted.rows()
    edited = tmp_path / "ppap.toml"
    shutil.copy(templates.FOLDER / "ppap.toml", edited)
    text = edited.read_text(encoding="utf-8").replace("설계 FMEA", "설계 고장형태 분석")
    edited.write_text(text.replace('edition = "4"', 'edition = "4 (ours)"'), encoding="utf-8")
    monkeypatch.setattr(templates, "FOLDER", tmp_path)
    assert accepted.rows() == before
    facts = {"template": "ppap", "level": "3", "part_revision_id": accepted.floor.part_revision_id}
    new = accepted.floor.do(open_assessment, actor=accepted.floor.quality, **facts)
    rows = {row.code: row for row in accepted.factory.ask(requirement_rows, new)}
    assert (before["4"].title_ko, rows["4"].title_ko) == ("설계 FMEA", "설계 고장형태 분석")
    assert accepted.rows() == before


def test_the_number_of_queries_does_not_grow_with_the_evidence(accepted: Bench) -> None:
    def queries() -> int:
        with counted(accepted.factory) as sent:
            accepted.factory.ask(requirement_rows, accepted.assessment)
        return len(sent)

    few = queries()
    row, by = accepted.rows()["4"], {"actor": accepted.floor.quality}
    for number in range(15):
        accepted.floor.do(attach_evidence, row.id, f"{number}".encode(), f"{number}.txt", **by)
    assert queries() == few
    assert few <= 60
    with counted(accepted.factory) as sent:
        accepted.factory.ask(assessment_rows)
    assert len(sent) <= few + 8
