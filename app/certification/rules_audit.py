"""Evidence rules about audits: closed in the period, their findings in time. Reads only."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certification.hashes import assessment_hash
from app.certification.rule_kinds import Asked, Finding, Found, Rule, months_after, rule
from app.settings import read_settings
from app.texts import mark
from models.certification import Assessment, AssessmentFinding, ChecklistTemplate
from models.vocab import AssessmentState, Noun

# An auditor looks at a few of each; so many of the newest are linked.
_FEW: Final = 5


def _audits(session: Session, asked: Asked, codes: tuple[str, ...], months: int) -> Finding:
    finding = Finding()
    moved = select(Assessment.follows_id).where(Assessment.follows_id.is_not(None))
    query = (
        select(Assessment)
        .join(ChecklistTemplate, ChecklistTemplate.id == Assessment.template_id)
        .where(
            ChecklistTemplate.code.in_(codes),
            Assessment.state == AssessmentState.CLOSED,
            # What was moved to a newer checklist goes on there; nobody held it to its end.
            Assessment.id.not_in(moved),
        )
        .order_by(Assessment.id.desc())
    )
    settings, since = read_settings(session), asked.since(months)
    for row in session.scalars(query):
        held = None if row.closed_at is None else settings.local(row.closed_at).date()
        if held is not None and row.held_on is not None:
            # What somebody typed can only make an audit older.
            held = min(held, row.held_on)
        if held is not None and held >= since and len(finding.evidence) < _FEW:
            finding.evidence.append(
                Found(Noun.ASSESSMENT, row.id, row.number, assessment_hash(session, row.id))
            )
            finding.until = max(
                filter(None, (finding.until, months_after(held, asked.number("months", months))))
            )
    late: Any = (
        select(Assessment.number, AssessmentFinding.number)
        .join(Assessment, Assessment.id == AssessmentFinding.assessment_id)
        .join(ChecklistTemplate, ChecklistTemplate.id == Assessment.template_id)
        .where(
            ChecklistTemplate.code.in_(codes),
            AssessmentFinding.closed_at.is_(None),
            AssessmentFinding.due_on < asked.day,
        )
        .order_by(AssessmentFinding.id)
    )
    for audit, number in session.execute(late):
        finding.lacks(mark("Finding {number} of {audit} is overdue."), number=number, audit=audit)
    return finding


def _audited(codes: tuple[str, ...], months: int, lacking: str) -> Rule:
    """Return a rule that finds the closed audits of some checklists, or says that they are lacking."""

    def find(session: Session, _assessment: Assessment, asked: Asked) -> Finding:
        finding = _audits(session, asked, codes, months)
        if not finding.evidence:
            finding.lacks(lacking, months=asked.number("months", months))
        return finding

    return find


rule(
    "audit_done",
    mark("An internal audit was closed within {months} {months:month|months}, its findings in time."),
    "months",
)(
    _audited(
        ("internal_audit", "iso9001", "iatf16949"),
        12,
        mark("No internal audit was closed in the last {months} {months:month|months}."),
    )
)
rule(
    "process_audit_done", mark("Process audits were closed within {months} {months:month|months}."), "months"
)(
    _audited(
        ("process_audit", "vda63"),
        36,
        mark("No process audit was closed in the last {months} {months:month|months}."),
    )
)


OF_AUDITS: Final = ("audit_done", "process_audit_done")
