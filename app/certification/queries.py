"""What screens and documents ask about assessments: each requirement's derived state, why, and what next.

Reads only. A state is never stored: it follows from evidence links, the hashes they kept, and today's records.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certification.hashes import Today, digest
from app.certification.rules import OF_THE_WHOLE, Finding, Sentence, run_rule
from app.texts import mark
from models.certification import (
    Assessment,
    ChecklistTemplate,
    Evidence,
    EvidencePack,
    EvidenceWithdrawal,
    Requirement,
)
from models.part import Customer, Part, PartRevision
from models.person import User
from models.vocab import AssessmentState, Noun, RequirementState, RevisionState

_OTHER = Sentence(mark("The evidence is no longer the one that was accepted."))
DONE = frozenset({RequirementState.READY, RequirementState.ACCEPTED, RequirementState.NOT_APPLICABLE})


@dataclass(frozen=True)
class EvidenceRow:
    """One evidence link and whether it still holds."""

    id: int
    noun: Noun
    entity_id: int | None
    file_hash: str
    label: str
    fresh: bool
    automatic: bool
    linked_at: datetime


@dataclass(frozen=True)
class RequirementRow:
    """One requirement with its derived state, the reasons and the next step (source texts with values).

    Attributes:
        acceptable: Its evidence is fresh and complete, so that a person may accept it as it is now. True also of
            a stale one whose evidence is another one than was accepted, but whole.
    """

    id: int
    code: str
    title: str
    title_ko: str
    text: str
    text_ko: str
    submission: str
    rule: str
    verified: bool
    state: RequirementState
    acceptable: bool
    reasons: tuple[Sentence, ...]
    next_step: Sentence
    evidence: tuple[EvidenceRow, ...]
    owner: str
    due_on: date | None
    accepted_by: str
    not_applicable_reason: str
    version: int


@dataclass(frozen=True)
class AssessmentRow:
    """One assessment of the list.

    Attributes:
        licensed_check: Who compared the checklist with a licensed copy of the standard, and when;
            empty while nobody did.
    """

    id: int
    number: str
    title: str
    title_ko: str
    level: str
    part_revision_id: int | None
    part_number: str
    part_name: str
    revision: str
    customer: str
    due_on: date | None
    owner: str
    state: AssessmentState
    done: int
    total: int
    stale: int
    licensed_check: str


@dataclass(frozen=True)
class PackRow:
    """One pack that left the house."""

    id: int
    recipient: str
    issued_at: datetime
    issued_by: str
    audit_seq: int
    audit_hash: str
    manifest_hash: str
    file_hash: str


def requirement_rows(session: Session, assessment_id: int) -> tuple[RequirementRow, ...]:
    """Return the requirements of an assessment in order, each with its state of this moment."""
    assessment = session.get(Assessment, assessment_id)
    if assessment is None:
        return ()
    template = session.get(ChecklistTemplate, assessment.template_id)
    texts = _texts(template)
    today = Today(session)
    links = _links(session, assessment_id)
    part_stale = _superseded(session, assessment)
    rows: list[RequirementRow] = []
    late: list[Requirement] = []
    for requirement in assessment.requirements:
        if requirement.rule in OF_THE_WHOLE:
            late.append(requirement)
            continue
        finding = run_rule(session, requirement.rule, assessment) if requirement.rule else None
        rows.append(_row(today, requirement, texts, links.get(requirement.id, []), part_stale, finding))
    for requirement in late:
        rows.append(_row(today, requirement, texts, links.get(requirement.id, []), part_stale, _whole(rows)))
    order = {requirement.id: requirement.position for requirement in assessment.requirements}
    return tuple(sorted(rows, key=lambda row: order[row.id]))


def assessment_rows(session: Session) -> tuple[AssessmentRow, ...]:
    """Return all assessments, the earliest due first."""
    rows = [_assessment_row(session, entry) for entry in session.scalars(select(Assessment))]
    return tuple(sorted(rows, key=lambda row: (row.due_on is None, row.due_on or date.max, row.number)))


def assessment_row(session: Session, assessment_id: int) -> AssessmentRow | None:
    """Return one assessment, or None."""
    entry = session.get(Assessment, assessment_id)
    return None if entry is None else _assessment_row(session, entry)


def pack_rows(session: Session, assessment_id: int) -> tuple[PackRow, ...]:
    """Return the packs of an assessment, the newest first."""
    query = (
        select(EvidencePack, User.name)
        .join(User, User.id == EvidencePack.issued_by_id)
        .where(EvidencePack.assessment_id == assessment_id)
        .order_by(EvidencePack.id.desc())
    )
    return tuple(
        PackRow(
            pack.id,
            pack.recipient,
            pack.issued_at,
            name,
            pack.audit_seq,
            pack.audit_hash,
            pack.manifest_hash,
            pack.file_hash,
        )
        for pack, name in session.execute(query)
    )


def _links(session: Session, assessment_id: int) -> dict[int, list[Evidence]]:
    """Return the evidence links that were not taken back, by requirement."""
    query = (
        select(Evidence)
        .join(Requirement, Requirement.id == Evidence.requirement_id)
        .outerjoin(EvidenceWithdrawal, EvidenceWithdrawal.evidence_id == Evidence.id)
        .where(Requirement.assessment_id == assessment_id, EvidenceWithdrawal.evidence_id.is_(None))
        .order_by(Evidence.id)
    )
    links: dict[int, list[Evidence]] = {}
    for link in session.scalars(query):
        links.setdefault(link.requirement_id, []).append(link)
    return links


def evidence_digest(evidence: tuple[EvidenceRow, ...], today: Today) -> str:
    """Return the hash of what a requirement's evidence says now; a person accepts exactly this."""
    return digest(
        sorted(
            (
                row.noun.value,
                row.entity_id or 0,
                today.hash_of(row.noun, row.entity_id, row.file_hash),
            )
            for row in evidence
        )
    )


def _assessment_row(session: Session, entry: Assessment) -> AssessmentRow:
    template = session.get(ChecklistTemplate, entry.template_id)
    revision = session.get(PartRevision, entry.part_revision_id) if entry.part_revision_id else None
    part = session.get(Part, revision.part_id) if revision is not None else None
    customer = session.get(Customer, entry.customer_id) if entry.customer_id else None
    owner = session.get(User, entry.owner_id)
    rows = requirement_rows(session, entry.id)
    return AssessmentRow(
        entry.id,
        entry.number,
        template.title if template is not None else "",
        template.title_ko if template is not None else "",
        entry.level,
        entry.part_revision_id,
        part.number if part is not None else "",
        part.name if part is not None else "",
        "" if revision is None else revision.customer_label or str(revision.counter),
        customer.name if customer is not None else "",
        entry.due_on,
        owner.name if owner is not None else "",
        entry.state,
        sum(row.state in DONE for row in rows),
        len(rows),
        sum(row.state is RequirementState.STALE for row in rows),
        "" if template is None else str(template.content.get("checked_against_licensed_copy", "")),
    )


def _texts(template: ChecklistTemplate | None) -> dict[str, dict[str, Any]]:
    if template is None:
        return {}
    return {str(entry["code"]): entry for entry in template.content["requirements"]}


def _superseded(session: Session, assessment: Assessment) -> Sentence | None:
    revision = session.get(PartRevision, assessment.part_revision_id or 0)
    if revision is None or revision.state not in (RevisionState.SUPERSEDED, RevisionState.OBSOLETE):
        return None
    return Sentence(
        mark("Part revision {revision} is no longer the one in force."),
        (("revision", revision.customer_label or str(revision.counter)),),
    )


def _whole(rows: list[RequirementRow]) -> Finding:
    finding = Finding()
    open_rows = [row for row in rows if row.state not in DONE]
    if open_rows:
        finding.lacks(
            mark("{count} other requirements are open: {codes}."),
            count=len(open_rows),
            codes=", ".join(row.code for row in open_rows),
        )
    return finding


def _row(
    today: Today,
    requirement: Requirement,
    texts: dict[str, dict[str, Any]],
    links: list[Evidence],
    part_stale: Sentence | None,
    finding: Finding | None,
) -> RequirementRow:
    evidence = tuple(_evidence_row(today, entry) for entry in links)
    state, reasons = _state(today, requirement, evidence, finding, part_stale)
    acceptable = state in (RequirementState.READY, RequirementState.ACCEPTED) or reasons == [_OTHER]
    text = texts.get(requirement.code, {})
    owner = today.session.get(User, requirement.owner_id) if requirement.owner_id else None
    accepted = today.session.get(User, requirement.accepted_by_id) if requirement.accepted_by_id else None
    return RequirementRow(
        requirement.id,
        requirement.code,
        requirement.title,
        requirement.title_ko,
        str(text.get("text", "")),
        str(text.get("text_ko", "")),
        requirement.submission,
        requirement.rule,
        bool(text.get("verified", False)),
        state,
        acceptable,
        tuple(reasons),
        _next_step(state, requirement.rule, acceptable),
        evidence,
        owner.name if owner is not None else "",
        requirement.due_on,
        accepted.name if accepted is not None else "",
        requirement.not_applicable_reason,
        requirement.version,
    )


def _evidence_row(today: Today, entry: Evidence) -> EvidenceRow:
    now = today.hash_of(entry.noun, entry.entity_id, entry.file_hash)
    return EvidenceRow(
        entry.id,
        entry.noun,
        entry.entity_id,
        entry.file_hash or "",
        entry.label,
        now == entry.content_hash,
        entry.automatic,
        entry.linked_at,
    )


def _state(
    today: Today,
    requirement: Requirement,
    evidence: tuple[EvidenceRow, ...],
    finding: Finding | None,
    part_stale: Sentence | None,
) -> tuple[RequirementState, list[Sentence]]:
    if requirement.not_applicable_reason:
        values = (("reason", requirement.not_applicable_reason),)
        return RequirementState.NOT_APPLICABLE, [Sentence(mark("Not applicable: {reason}"), values)]
    lacking = list(finding.lacking) if finding is not None else []
    stale = [
        Sentence(mark("{label} changed after it was linked."), (("label", row.label),))
        for row in evidence
        if not row.fresh
    ]
    if part_stale is not None and (evidence or requirement.accepted_hash):
        stale.insert(0, part_stale)
    if stale:
        return RequirementState.STALE, stale + lacking
    if requirement.accepted_hash:
        if requirement.accepted_hash != evidence_digest(evidence, today):
            unlinked = not evidence and requirement.rule not in OF_THE_WHOLE
            nothing = [Sentence(mark("No evidence is attached."))] if unlinked and not lacking else []
            return RequirementState.STALE, [_OTHER, *lacking, *nothing]
        # What was accepted was complete; when something lacks now, that acceptance says no longer what is.
        return (RequirementState.STALE if lacking else RequirementState.ACCEPTED), lacking
    if finding is not None and not lacking and (evidence or requirement.rule in OF_THE_WHOLE):
        return RequirementState.READY, []
    if evidence and requirement.rule == "":
        return RequirementState.READY, []
    if evidence or (finding is not None and finding.evidence):
        return RequirementState.PARTIAL, lacking or [
            Sentence(mark("Evidence was found but is not linked yet."))
        ]
    return RequirementState.MISSING, lacking or [Sentence(mark("No evidence is attached."))]


def _next_step(state: RequirementState, rule_name: str, acceptable: bool) -> Sentence:
    if state is RequirementState.STALE:
        if acceptable:
            return Sentence(mark("Look at it and accept it."))
        return Sentence(mark("Look at the change, then link the new evidence."))
    if state is RequirementState.READY:
        return Sentence(mark("Look at it and accept it."))
    if state in (RequirementState.ACCEPTED, RequirementState.NOT_APPLICABLE):
        return Sentence(mark("Nothing to do."))
    if rule_name in OF_THE_WHOLE:
        return Sentence(mark("Settle the open requirements first."))
    if rule_name:
        return Sentence(mark("Settle what is listed, then gather the evidence."))
    return Sentence(mark("Attach a file, or say why it does not apply."))
