"""The certification side of the demo: a PPAP level 3 assessment filled from what is in the database."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from app.certification.assessments import (
    accept_requirement,
    attach_evidence,
    exclude_requirement,
    gather_evidence,
    open_assessment,
)
from app.certification.queries import requirement_rows
from app.demo.crew import PASSWORD, DemoCrew
from app.demo.design import Designed
from app.documents.document import Column, Document, Fact, Form, IssueRecord, Table
from app.documents.writers.pdf import write_pdf
from app.factory import Factory
from app.settings import read_settings

_EXCLUDED: Final = {
    "1a": "타사 고유 기술이 담긴 구성품이 없음",
    "3": "고객이 별도 기술 승인을 요구하지 않음",
    "4": "설계 책임이 고객에게 있음",
    "13": "외관 부품이 아님",
    "18b": "벌크재료가 아님",
}
_ACCEPTED: Final = ("1", "2")
_STEPS: Final = (
    ("10", "다이캐스팅", "350 t 다이캐스팅기", "외관, 중량"),
    ("20", "CNC 선삭", "CNC 선반 3호기", "②③ 중요특성, ①④⑦⑧"),
    ("25", "드릴·탭", "탭핑 센터", "⑤ M8×1.25 6H, ⑥ 위치도"),
    ("30", "세척·검사", "초음파 세척기, 검사대", "전 항목"),
    ("40", "포장·출하", "포장대", "식별표, 수량"),
)


def make_assessment(factory: Factory, crew: DemoCrew, designed: Designed) -> int:
    """Open a PPAP level 3 assessment, fill it, and return its id."""
    quality = crew.quality
    due = factory.ask(read_settings).work_day(factory.clock()) + timedelta(days=6)
    assessment = factory.perform(
        open_assessment,
        template="ppap",
        level="3",
        part_revision_id=designed.top_revision,
        customer_id=designed.customer,
        due_on=due,
        actor=quality,
    ).result
    rows = {row.code: row for row in factory.ask(requirement_rows, assessment)}
    for code, reason in _EXCLUDED.items():
        factory.perform(exclude_requirement, rows[code].id, reason=reason, actor=quality)
    factory.perform(
        attach_evidence, rows["5"].id, _process_flow(factory), "PF-2210 공정흐름도.pdf", actor=quality
    )
    factory.perform(gather_evidence, assessment, actor=quality)
    for code in _ACCEPTED:
        factory.perform(accept_requirement, rows[code].id, secret=PASSWORD, actor=quality)
    return int(assessment)


def _process_flow(factory: Factory) -> bytes:
    """Return the process flow as the plant keeps it today: a PDF that is attached by hand."""
    settings = factory.ask(read_settings)
    columns = (
        Column("step", "공정번호", 1.0),
        Column("name", "공정명", 2.0),
        Column("machine", "설비", 2.4),
        Column("characteristics", "관리 항목", 3.0),
    )
    issue = IssueRecord(
        factory.clock(), settings.time_zone, str(factory.place.factory_id), settings.name, 0, "0" * 64
    )
    return write_pdf(
        Document(
            kind="process_flow",
            title="공정흐름도",
            subtitle="Process flow diagram",
            language="ko",
            number="PF-2210",
            revision="2",
            form=Form("PP-QF-501", "1"),
            issue=issue,
            issuer=settings.name,
            facts=(Fact("품번", "HB-2210-01"), Fact("품명", "허브 하우징")),
            blocks=(Table(columns, _STEPS, title="공정"),),
        )
    )
