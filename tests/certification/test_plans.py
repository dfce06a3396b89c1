"""Control plans as documents against the balloons in force, and what overtakes studies and flows; both engines."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from app.certification.assessments import (
    accept_requirement,
    attach_evidence,
    gather_evidence,
    open_assessment,
)
from app.certification.freshness import freshness_of
from app.certification.queries import requirement_rows
from app.certification.rows import RequirementRow
from app.changes.four_m import approve_four_m, assess_four_m, put_four_m_in_effect, report_four_m, try_four_m
from app.changes.release import release
from app.drawings.document_lifecycle import obsolete_document_revision
from app.drawings.documents import add_document, attach_file, start_document_revision, use_document
from app.drawings.plan_numbers import numbers_in, plan_numbers
from app.errors import PartproofError
from app.gauges.gauges import find_gauge, retire_gauge
from app.parts.parts import start_revision
from app.production.lots import create_lot
from app.texts import LANGUAGES, Language
from models.vocab import CalibrationResult, DocumentKind, Noun, RequirementState
from tests.certification.bench import Bench
from tests.crew import PASSWORD
from tests.production.floor import approve

ACCEPTED, READY, STALE = RequirementState.ACCEPTED, RequirementState.READY, RequirementState.STALE
PARTIAL = RequirementState.PARTIAL
FOUND = ("1", "2", "9", "14", "16")
FLOW, FMEA, PLAN, MSA, STUDY = "5", "6", "7", "8", "11"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def engine_name(request: pytest.FixtureRequest) -> str:
    """The same derivation on PostgreSQL is breadth: test_upstream and test_keeping ask both engines always."""
    return str(request.param)


@pytest.fixture
def bench(certified: Bench) -> Bench:
    """A measured floor with a level 3 assessment."""
    return certified


def workbook(numbers: Iterable[object], title: str = "No.", over: str = "Characteristics") -> bytes:
    """A control plan as AIAG's form has it, the numbers under a title merged over columns; or plainly titled."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["관리계획서"])
    sheet.append(["공정번호", "공정명", over or title, "", "", "규격", "측정방법", "시료", "주기"])
    if over:
        sheet.append(["", "", title, "제품", "공정"])
        sheet.merge_cells("C2:E2")
    for number in numbers:
        sheet.append([10, "선삭", number, "외경", "", "40 ±0.05", "마이크로미터", 2, "LOT"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class Plans:
    """Control plans beside a bench."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.document = 0

    def do(self, verb: Any, *args: Any, **facts: Any) -> Any:
        """Perform a verb as the engineer."""
        return self.bench.floor.do(verb, *args, actor=self.bench.floor.engineer, **facts)

    def release(self, revision: int, content: bytes, name: str) -> int:
        """Attach a file to a draft and release it."""
        file_hash = self.do(attach_file, revision, content, name)
        approve(self.bench.factory, self.bench.floor.crew, Noun.DOCUMENT_REVISION, revision, file_hash)
        self.do(release, [(Noun.DOCUMENT_REVISION, revision)])
        return revision

    def first(self, content: bytes, name: str, number: str = "CP-2210") -> int:
        """Release a control plan that the part's next revision names."""
        facts = {"title": "관리계획서", "kind": DocumentKind.CONTROL_PLAN, "label": "A"}
        revision: int = self.do(add_document, number=number, **facts)
        draft = self.do(start_revision, self.bench.floor.part_id, reason="EO", customer_label="C")
        self.do(use_document, draft, revision)
        return self.release(revision, content, name)

    def next(self, document: int, label: str, content: bytes, name: str) -> int:
        """Release the next revision of a document."""
        return self.release(
            self.do(start_document_revision, document, label=label, reason="개정"), content, name
        )

    def gather(self) -> None:
        """Let all count that is found, and accept the control plan."""
        self.bench.gather()
        self.bench.accept((PLAN,))


def _why(row: RequirementRow) -> list[str]:
    for language in LANGUAGES:
        for sentence in (*row.reasons, row.next_step, *(step.sentence for step in row.path)):
            assert "{" not in sentence.worded(Language(language))
    return [reason.worded(Language("en")) for reason in row.reasons]


def _path(row: RequirementRow) -> list[str]:
    return [step.sentence.worded(Language("en")) for step in row.path]


def _document(bench: Bench, revision: int) -> int:
    from models.document import DocumentRevision

    with bench.factory.reading() as session:
        return session.get_one(DocumentRevision, revision).document_id


def test_a_control_plan_covers_the_balloons_of_the_drawing_in_force(bench: Bench) -> None:
    plans = Plans(bench)
    assert _why(bench.rows()[PLAN])[0].startswith("No control plan is registered")
    first = plans.first(workbook([1, "②"]), "CP A.xlsx")
    document = _document(bench, first)
    bench.gather()
    row = bench.rows()[PLAN]
    assert (row.state, row.acceptable) == (PARTIAL, False)
    assert _why(row) == ["Not in the control plan: balloon 3 of drawing DW-2210 B."]
    # A revision of the plan that names it is the remedy; nothing counts before all of it is linked and signed.
    second = plans.next(document, "B", workbook(["1~2", 3]), "CP B.xlsx")
    assert _path(bench.rows()[PLAN]) == ["CP-2210 B was released", "CP-2210 A is no longer in force"]
    bench.gather()
    assert {link.label for link in bench.rows()[PLAN].evidence} == {"CP-2210 B", "DW-2210 B"}
    assert bench.states(PLAN) == {PLAN: READY}
    bench.accept((PLAN, "1", "9", "14", "16"))
    before = bench.rows()
    # A new drawing revision: the plan was not compared with it, though it names the same balloons.
    bench.release_drawing("C")
    assert bench.changed(before) == dict.fromkeys((PLAN, "1", "9", "14"), STALE)
    assert _path(bench.rows()[PLAN]) == ["DW-2210 C was released", "DW-2210 B is no longer in force"]
    with pytest.raises(PartproofError):
        bench.accept((PLAN,))
    plans.gather()
    assert bench.states(PLAN) == {PLAN: ACCEPTED}
    # A new revision of the plan, then none at all, then one again.
    before = bench.rows()
    third = plans.next(document, "C", workbook([1, 2, 3, 4]), "CP C.xlsx")
    assert bench.changed(before) == {PLAN: STALE}
    assert _path(bench.rows()[PLAN]) == ["CP-2210 C was released", "CP-2210 B is no longer in force"]
    plans.gather()
    assert bench.changed(before) == {}
    plans.do(obsolete_document_revision, third, reason="단종", although_used=True)
    assert bench.changed(before) == {PLAN: STALE}
    assert "No revision of control plan CP-2210 is in force." in _why(bench.rows()[PLAN])
    assert second < third
    plans.next(document, "D", workbook([1, 2, 3]), "CP D.xlsx")
    plans.gather()
    assert bench.changed(before) == {}


def test_a_plan_that_cannot_be_read_waits_for_a_signature(bench: Bench) -> None:
    plans = Plans(bench)
    document = _document(bench, plans.first("관리계획서를 스캔한 것".encode(), "CP A.txt"))
    bench.gather()
    row = bench.rows()[PLAN]
    assert (row.state, row.acceptable, row.act.kind) == (PARTIAL, True, "accept")
    assert _why(row)[0].endswith(
        "by hand with balloons 1, 2, 3 of drawing DW-2210 B and confirm by a signature."
    )
    bench.accept((PLAN,))
    assert (bench.rows()[PLAN].state, bench.rows()[PLAN].reasons) == (ACCEPTED, ())
    bench.release_drawing("C")
    assert bench.states(PLAN) == {PLAN: STALE}
    plans.gather()
    # A column that is called "No." may count lines: it is compared, and somebody says that it is balloons.
    plans.next(document, "B", workbook([1, 2], over=""), "CP B.xlsx")
    assert bench.states(PLAN) == {PLAN: STALE}
    bench.gather()
    reasons = _why(bench.rows()[PLAN])
    assert any("Not in the control plan: balloon 3" in reason for reason in reasons)
    assert any("its column No." in reason for reason in reasons)
    plans.next(document, "C", workbook([1, 2, 3], over=""), "CP C.xlsx")
    bench.gather()
    assert bench.rows()[PLAN].acceptable
    bench.accept((PLAN,))
    assert bench.states(PLAN) == {PLAN: ACCEPTED}


def test_what_overtakes_studies_and_flows(bench: Bench) -> None:
    floor = bench.floor
    rows = bench.rows()
    papers = (FLOW, FMEA, MSA, STUDY)
    for code in papers:
        floor.do(attach_evidence, rows[code].id, code.encode(), f"{code}.pdf", actor=floor.quality)
    bench.accept((*FOUND, *papers))
    before = bench.rows()
    # A drawing: the limits of the study and the FMEA's; how a gauge measures and which steps there are stays.
    bench.release_drawing("C")
    assert set(bench.changed(before)) == {*FOUND, FMEA, STUDY} - {"16"}
    bench.accept((FMEA, STUDY))
    before = bench.rows()
    # A gauge that measured the part is found out of tolerance: what was measured with it, and its own study.
    bench.calibrate(floor.gauge_id, bench.factory.clock().date(), CalibrationResult.FAIL)
    assert set(bench.changed(before)) == {"16", MSA, STUDY}
    assert _why(bench.rows()[MSA])[0].startswith("Gauge G-014 was found out of tolerance on ")
    assert [step.noun for step in bench.rows()[MSA].path] == [Noun.GAUGE]
    bench.accept((MSA, STUDY))
    assert set(bench.changed(before)) == {"16"}
    # Of a gauge that never measured it nothing turns; one that did and is retired needs a study of its successor.
    for gauge_id in (bench.floor.spare_gauge_id, floor.gauge_id):
        before = bench.rows()
        with bench.factory.reading() as session:
            version = find_gauge(session, gauge_id).version
        floor.do(retire_gauge, gauge_id, expected_version=version, reason="마모", actor=floor.quality)
        assert set(bench.changed(before)) == (set() if gauge_id != floor.gauge_id else {MSA})
    assert _why(bench.rows()[MSA]) == ["Gauge G-014 was retired after the paper was attached."]
    floor.do(attach_evidence, rows[MSA].id, b"msa of G-016", "MSA 2.pdf", actor=floor.quality)
    bench.accept((MSA,))
    before = bench.rows()
    _four_m(bench)
    assert set(bench.changed(before)) == {FLOW, FMEA, STUDY}
    assert _why(bench.rows()[FLOW])[0].startswith("4M change ")
    bench.accept((FLOW, FMEA, STUDY))
    assert set(bench.changed(before)) == set()


def _four_m(bench: Bench) -> None:
    floor = bench.floor
    by: dict[str, Any] = {"actor": floor.quality}
    told: dict[str, Any] = {"title": "CNC 3호기 → 5호기", "reason": "노후", "part_ids": [floor.part_id]}
    change = floor.do(report_four_m, rule="man.operator", **told, **by)
    floor.do(assess_four_m, change, assessment="영향 없음", customer_needed=False, **by)
    floor.do(approve_four_m, change, **by)
    made: dict[str, Any] = {"part_id": floor.part_id, "quantity": Decimal(10), "order_id": floor.order_id}
    floor.do(try_four_m, change, lot_id=floor.do(create_lot, **made, **by), **by)
    day = bench.factory.clock().date() - timedelta(days=1)
    floor.do(put_four_m_in_effect, change, result="합격", effective_on=day, **by)


def test_a_paper_that_is_a_controlled_document_goes_stale_with_its_next_revision(bench: Bench) -> None:
    plans, floor = Plans(bench), bench.floor
    facts = {"title": "공정흐름도", "kind": DocumentKind.EXTERNAL, "label": "1"}
    first = plans.release(plans.do(add_document, number="PF-1", **facts), b"flow 1", "PF 1.txt")
    by = {"actor": floor.quality}
    floor.do(attach_evidence, bench.rows()[FLOW].id, b"flow 1", "PF 1.txt", **by)
    bench.accept((FLOW,))
    audit = floor.do(open_assessment, template="internal_audit", **by)
    floor.do(gather_evidence, audit, **by)
    before = bench.rows()
    with bench.factory.reading() as session:
        assert _kept(bench, session)[FLOW] is ACCEPTED
    plans.next(_document(bench, first), "2", b"flow 2", "PF 2.txt")
    assert bench.changed(before) == {FLOW: STALE}
    with bench.factory.reading() as session:
        assert _kept(bench, session)[FLOW] is STALE
    row = bench.rows()[FLOW]
    assert _why(row) == ["The paper is PF-1 1, which is no longer in force; attach the one in force."]
    # No signature brings an old revision back.
    assert not row.acceptable
    with pytest.raises(PartproofError):
        floor.do(accept_requirement, row.id, secret=PASSWORD, **by)
    floor.do(attach_evidence, row.id, b"flow 2", "PF 2.txt", **by)
    bench.accept((FLOW,))
    assert bench.changed(before) == {}


def _kept(bench: Bench, session: Any) -> dict[str, RequirementState]:
    kept = freshness_of(session).look(session, now=bench.factory.clock())
    return {row.code: row.state for one in kept if one.head.id == bench.assessment for row in one.rows}


def test_the_plants_own_audit_looks_at_the_newest_plans(bench: Bench) -> None:
    plans, by = Plans(bench), {"actor": bench.floor.quality}
    audit = bench.floor.do(open_assessment, template="process_audit", **by)
    with bench.factory.reading() as session:
        rows = requirement_rows(session, audit)
    code = next(row.code for row in rows if row.rule == "control_plan_covers")
    plans.first(workbook([1, 2]), "CP A.xlsx")
    with bench.factory.reading() as session:
        row = next(one for one in requirement_rows(session, audit) if one.code == code)
    assert {one.label for one in row.proposals} == {"CP-2210 A", "DW-2210 B"}
    assert _why(row) == ["Not in the control plan: balloon 3 of drawing DW-2210 B."]


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("7", ("7",)),
        ("7.1", ("7.1",)),
        ("1, 2 / 5a", ("1", "2", "5a")),
        ("1 ~ 3", ("1", "2", "3")),
        ("1-2", ("1-2",)),
        ("②③", ("2", "3")),
        ("공정 10", ()),
        ("1~999999", ()),
        ("", ()),
    ],
)
def test_the_numbers_of_a_cell(cell: str, numbers: tuple[str, ...]) -> None:
    assert numbers_in(cell) == numbers


def test_the_column_of_characteristics_goes_before_a_bare_number() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["No.", "공정", "특성번호", "관리항목", "규격"])
    sheet.append([1, "선삭", 7, "외경", "40 ±0.05"])
    sheet.append(["No.", "공정", "특성번호", "관리항목", "규격"])
    sheet.append([2, "선삭", 8, "내경", "20 ±0.05"])
    file = io.BytesIO()
    book.save(file)
    found = plan_numbers(file.getvalue(), "CP.xlsx")
    assert found is not None
    assert (found.numbers, found.column, found.sure) == (("7", "8"), "특성번호", True)
    assert plan_numbers(file.getvalue()[:2000], "CP.xlsx") is None
    assert plan_numbers(b"no table", "CP.xlsx") is None
