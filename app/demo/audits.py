"""More of the demo's certification: an SQ audit with points and a finding, and an ISIR that the customer answered."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Final

from app.certification.assessments import (
    attach_evidence,
    exclude_requirement,
    gather_evidence,
    open_assessment,
)
from app.certification.conduct import assign_requirement, record_finding, score_requirement
from app.certification.queries import requirement_rows
from app.certification.rows import DONE
from app.certification.rule_kinds import OF_THE_WHOLE
from app.certification.submissions import record_verdict, submit
from app.demo.crew import DemoCrew
from app.demo.design import Designed
from app.factory import Factory
from app.settings import read_settings
from models.vocab import CustomerVerdict, FindingKind, SubmissionReason

# Points of the SQ audit that are not 75 per cent, and what was seen where it was little.
_POINTS: Final = {"1.2": 100, "2.2": 100, "2.4": 50, "3.3": 25, "4.2": 100, "5.6": 50}
_SEEN: Final = ("3.3", "풀프루프 센서의 시작 점검 기록이 없음")
_NOT_ASKED: Final = ("5", "6", "9", "10", "11", "13", "15")


def make_audits(factory: Factory, crew: DemoCrew, designed: Designed) -> None:
    """Hold an SQ audit half-way, and hand in the ISIR of the made part, approved for 500 pieces."""
    _audit(factory, crew)
    _isir(factory, crew, designed)


def _audit(factory: Factory, crew: DemoCrew) -> None:
    today = factory.ask(read_settings).work_day(factory.clock())
    due = today + timedelta(days=24)
    audit = factory.perform(
        open_assessment,
        template="sq",
        customer_id=None,
        held_on=today + timedelta(days=10),
        due_on=due,
        actor=crew.quality,
    ).result
    factory.perform(gather_evidence, audit, actor=crew.quality)
    rows = {row.code: row for row in factory.ask(requirement_rows, audit)}
    for code, row in rows.items():
        factory.perform(score_requirement, row.id, points=_POINTS.get(code, 75), actor=crew.quality)
    code, seen = _SEEN
    factory.perform(
        assign_requirement,
        rows[code].id,
        expected_version=rows[code].version,
        owner_id=crew.engineer.user_id,
        due_on=today - timedelta(days=2),
        remark="센서 3개소",
        actor=crew.quality,
    )
    factory.perform(
        record_finding,
        audit,
        kind=FindingKind.MINOR,
        text=seen,
        requirement_id=rows[code].id,
        owner_id=crew.engineer.user_id,
        due_on=today + timedelta(days=7),
        actor=crew.quality,
    )


def _isir(factory: Factory, crew: DemoCrew, designed: Designed) -> None:
    quality = crew.quality
    today = factory.ask(read_settings).local(factory.clock()).date()
    assessment = factory.perform(
        open_assessment,
        template="isir",
        part_revision_id=designed.top_revision,
        customer_id=designed.customer,
        due_on=today + timedelta(days=20),
        actor=quality,
    ).result
    factory.perform(gather_evidence, assessment, actor=quality)
    for row in factory.ask(requirement_rows, assessment):
        # The cover is the program's own: it is ready once all others are settled.
        if row.state in DONE or row.rule in OF_THE_WHOLE:
            continue
        if row.code in _NOT_ASKED:
            factory.perform(exclude_requirement, row.id, reason="고객 요구 없음", actor=quality)
        else:
            content = f"{row.title_ko}\n".encode()
            factory.perform(
                attach_evidence, row.id, content, f"ISIR {row.code} {row.title_ko}.txt", actor=quality
            )
    for row in factory.ask(requirement_rows, assessment):
        if row.state not in DONE and row.rule not in OF_THE_WHOLE:
            factory.perform(exclude_requirement, row.id, reason="재제출 시 첨부", actor=quality)
    submission = factory.perform(
        submit, assessment, reason=SubmissionReason.INITIAL, detail="KX-3 신규", actor=quality
    ).result
    factory.perform(
        record_verdict,
        submission,
        CustomerVerdict.INTERIM,
        decided_on=today,
        customer_number="HG-IS-2611",
        remark="치수 9번 재제출 조건",
        interim_quantity=Decimal(500),
        interim_until=today + timedelta(days=30),
        content="잠정승인 회신\n".encode(),
        file_name="HG-IS-2611 잠정승인.txt",
        actor=quality,
    )
