"""Further things that happen upstream: each turns exactly what leans on it, shows the way there, and turns back."""

from __future__ import annotations

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
    withdraw_evidence,
)
from app.certification.queries import requirement_rows
from app.certification.rows import RequirementRow
from app.certification.submissions import record_verdict, submit
from app.certification.templates import known_templates, read_template
from app.parts.parts import add_customer
from app.production.orders import append_snapshot, find_order
from app.texts import LANGUAGES, Language
from models.vocab import CalibrationResult, CustomerVerdict, Noun, RequirementState, SubmissionReason
from tests.certification.bench import Bench
from tests.crew import PASSWORD

ACCEPTED, STALE = RequirementState.ACCEPTED, RequirementState.STALE


class Audit:
    """An assessment beside the bench's, everything accepted that its rules find."""

    def __init__(self, bench: Bench, template: str, **facts: Any) -> None:
        self.bench = bench
        self.id: int = self.do(open_assessment, template=template, **facts)
        self.do(gather_evidence, self.id)
        self.accept()

    def do(self, verb: Any, *args: Any, **facts: Any) -> Any:
        """Perform a verb as the quality engineer."""
        return self.bench.floor.do(verb, *args, actor=self.bench.floor.quality, **facts)

    def rows(self, days: int = 0) -> dict[str, RequirementRow]:
        """Return the requirements by code, so many days from now."""
        now = self.bench.factory.clock() + timedelta(days=days)
        return {row.code: row for row in self.bench.factory.ask(requirement_rows, self.id, now=now)}

    def accept(self) -> None:
        """Accept what is whole."""
        for row in self.rows().values():
            if row.acceptable and row.state is not ACCEPTED:
                self.do(accept_requirement, row.id, secret=PASSWORD)

    def stale(self, days: int = 0) -> set[str]:
        """Return the codes that are stale."""
        return {code for code, row in self.rows(days).items() if row.state is STALE}

    def path(self, code: str) -> list[str]:
        """Return the way to a requirement in English; every step can be said in Korean as well."""
        steps = self.rows()[code].path
        for language in LANGUAGES:
            for step in steps:
                assert "{" not in Language(language).say(step.sentence.text, **dict(step.sentence.values))
        return [Language("en").say(step.sentence.text, **dict(step.sentence.values)) for step in steps]


@pytest.fixture
def bench(certified: Bench) -> Bench:
    """A measured floor."""
    return certified


def test_documents_gauges_and_orders_under_an_audit_of_the_plant(bench: Bench) -> None:
    audit = Audit(bench, "internal_audit")
    company = Audit(bench, "smart_company")
    accepted = {code for code, row in audit.rows().items() if row.state is ACCEPTED}
    assert {"6", "11", "12"} <= accepted
    assert company.rows()["2.3"].state is ACCEPTED
    assert audit.stale() == company.stale() == set()
    # An order counts for so many months after it was released to the floor.
    assert "2.3" not in company.stale(80)
    assert "2.3" in company.stale(100)
    # A document of the kind is replaced: its row and nothing else; linking the new one is the remedy.
    bench.release_drawing("C")
    assert audit.stale() == {"6", "11"}
    assert audit.path("6") == ["DW-2210 C was released", "DW-2210 B is no longer in force"]
    assert audit.path("11")[-1].endswith("was measured against it")
    assert audit.rows()["6"].act.kind == "gather"
    audit.do(gather_evidence, audit.id)
    assert "6" in audit.stale()
    audit.accept()
    assert "6" not in audit.stale()
    # The day passes a calibration's end: nothing was written, and yet the register says so.
    assert "12" not in audit.stale(100)
    assert "12" in audit.stale(400)
    # An order is told something else: what the order shows, and nothing else.
    with bench.factory.reading() as session:
        version = find_order(session, bench.floor.order_id).version
    before = company.stale()
    told: dict[str, Any] = {"effect": "LOT 2부터", "actor": bench.floor.engineer}
    bench.floor.do(append_snapshot, bench.floor.order_id, expected_version=version, **told)
    assert company.stale() - before == {"2.3"}
    company.do(gather_evidence, company.id)
    company.accept()
    assert "2.3" not in company.stale()


def test_a_failed_gauge_shows_its_way_and_opens_the_gauge(bench: Bench) -> None:
    bench.accept(("16",))
    bench.calibrate(bench.floor.gauge_id, date(2026, 11, 23), CalibrationResult.FAIL)
    row = bench.rows()["16"]
    assert [step.noun for step in row.path] == [Noun.GAUGE, Noun.GAUGE]
    assert "2026-11-23" in str(row.path[0].sentence.values)
    assert (row.act.kind, row.act.entity_id) in {("open", bench.floor.gauge_id), ("gather", None)}


def test_a_bom_revision_an_edited_paper_and_an_answer(bench: Bench) -> None:
    floor = bench.floor
    customer = floor.do(add_customer, code="HG", name="한길자동차", actor=floor.engineer)
    isir: int = floor.do(
        open_assessment,
        template="isir",
        part_revision_id=floor.part_revision_id,
        customer_id=customer,
        actor=floor.quality,
    )
    for row in bench.factory.ask(requirement_rows, isir):
        floor.do(exclude_requirement, row.id, reason="시험", actor=floor.quality)
    submission = floor.do(submit, isir, reason=SubmissionReason.INITIAL, actor=floor.quality)
    limits: dict[str, Any] = {"interim_quantity": Decimal(10), "interim_until": date(2026, 12, 1)}
    answered: dict[str, Any] = {"decided_on": date(2026, 11, 24), "actor": floor.quality}
    paper: dict[str, Any] = {"content": b"x", "file_name": "회신.pdf"}
    floor.do(record_verdict, submission, CustomerVerdict.INTERIM, **answered, **limits, **paper)
    apqp = Audit(bench, "apqp", part_revision_id=floor.part_revision_id)
    assert apqp.rows()["4.4"].state is ACCEPTED
    # The customer answers otherwise.
    floor.do(record_verdict, submission, CustomerVerdict.REJECTED, **answered, remark="균열")
    assert apqp.stale() == {"4.4"}
    assert any("rejected" in reason.text for reason in apqp.rows()["4.4"].reasons)
    # A paper is replaced by another: what was accepted is not that; accepting anew is the remedy.
    row = apqp.rows()["3.5"]
    first = apqp.do(attach_evidence, row.id, b"matrix 1", "매트릭스.xlsx")
    apqp.accept()
    apqp.do(withdraw_evidence, first, reason="수정본")
    apqp.do(attach_evidence, row.id, b"matrix 2", "매트릭스.xlsx")
    assert apqp.stale() == {"4.4", "3.5"}
    apqp.accept()
    assert apqp.stale() == {"4.4"}
    # It runs out by the day; who looks at it again and signs lets it count on.
    assert apqp.stale(370) >= {"3.5"}
    # A new revision of the part brings a new parts list: all with evidence, with the way there.
    bench.release_part(floor.document_revision_id)
    rows = apqp.rows()
    assert {code for code, one in rows.items() if one.evidence or one.accepted_by} <= apqp.stale()
    assert apqp.path("3.5")[-1].endswith("is no longer in force")


def test_every_checklist_is_looked_at_on_both_engines(bench: Bench) -> None:
    """No rule of any checklist breaks on a factory in use, with and without a part; each says what it found."""
    for code in known_templates():
        content = read_template(code)
        facts: dict[str, Any] = {"template": code, "actor": bench.floor.quality}
        if content.get("scope") == "part":
            facts["part_revision_id"] = bench.floor.part_revision_id
        if content.get("levels"):
            facts["level"] = "3"
        assessment = bench.floor.do(open_assessment, **facts)
        rows = bench.factory.ask(requirement_rows, assessment)
        assert len(rows) == len(content["requirements"])
        for row in rows:
            assert row.state in (RequirementState.MISSING, RequirementState.PARTIAL)
            assert row.reasons
            for language in LANGUAGES:
                for sentence in (*row.reasons, row.next_step, row.asks):
                    assert "{" not in Language(language).say(sentence.text, **dict(sentence.values))
