"""Verbs about assessments: open, gather evidence, attach, withdraw, exclude, accept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certification.hashes import Today
from app.certification.queries import evidence_digest, requirement_rows
from app.certification.refusals import NEEDS_PART, NO_LEVEL, NOT_OPEN, NOT_PROPOSED, NOTHING_TO_ACCEPT
from app.certification.rows import RequirementRow
from app.certification.rule_kinds import Reasons
from app.certification.rules import Found, kind_of
from app.certification.templates import load_template
from app.files import safe_name, store_file
from app.parts.parts import find_part_revision
from app.people.signatures import sign
from app.refusals import NOT_FOUND
from app.rights import filled, require
from app.unit_of_work import UnitOfWork, number_key
from models.certification import (
    Assessment,
    ChecklistTemplate,
    Evidence,
    EvidenceRejection,
    EvidenceWithdrawal,
    Requirement,
)
from models.part import Customer
from models.production import Operation
from models.vocab import AssessmentScope, AssessmentState, Meaning, Noun, Role

EDITORS: Final = (Role.QUALITY, Role.ENGINEER, Role.ADMINISTRATOR)


def find_assessment(session: Session, number: str) -> Assessment:
    """Return an assessment by its number.

    Raises:
        PartproofError: ``record.not_found``.
    """
    query = select(Assessment).where(Assessment.number_key == number_key(number))
    assessment = session.scalars(query).one_or_none()
    if assessment is None:
        raise NOT_FOUND(what=number)
    return assessment


def find_assessment_by_id(session: Session, assessment_id: int) -> Assessment:
    """Return an assessment by its id.

    Raises:
        PartproofError: ``record.not_found``.
    """
    assessment = session.get(Assessment, assessment_id)
    if assessment is None:
        raise NOT_FOUND(what=f"assessment {assessment_id}")
    return assessment


def open_assessment(
    unit: UnitOfWork,
    *,
    template: str,
    level: str = "",
    part_revision_id: int | None = None,
    customer_id: int | None = None,
    due_on: date | None = None,
    held_on: date | None = None,
    operation_id: int | None = None,
    process: str = "",
    supplier: str = "",
    steps: tuple[str, ...] = (),
) -> int:
    """Open an assessment of a checklist for a scope and return its id.

    The scope follows from what is named: part revision, process, supplier, customer, else the plant.

    Args:
        unit: The unit of work.
        template: Code of the checklist; its version in force is kept.
        level: Submission level where the checklist has levels.
        part_revision_id: The part it is about.
        customer_id: For whom.
        due_on: By when.
        held_on: Day of the audit.
        operation_id: The process on record it is about.
        process: The process in words.
        supplier: The supplier it is about.
        steps: Process steps that are scored apart.

    Raises:
        PartproofError: unknown checklist or level, or no part revision, process or supplier where one is needed.
    """
    require(unit, *EDITORS)
    row = load_template(unit, template)
    levels = [str(entry) for entry in row.content.get("levels", [])]
    if levels and level not in levels:
        raise NO_LEVEL(code=template, level=level, known=", ".join(levels))
    wanted = AssessmentScope(row.content.get("scope", AssessmentScope.PLANT))
    if part_revision_id is None and (levels or wanted is AssessmentScope.PART):
        raise NEEDS_PART()
    if part_revision_id is not None:
        find_part_revision(unit.session, part_revision_id)
    if customer_id is not None and unit.session.get(Customer, customer_id) is None:
        raise NOT_FOUND(what=f"customer {customer_id}")
    if operation_id is not None and not process:
        operation = unit.session.get(Operation, operation_id)
        if operation is None:
            raise NOT_FOUND(what=f"operation {operation_id}")
        process = f"{operation.number} {operation.name}"
    number = f"{template.upper()}-{unit.now:%Y}-{unit.next_number(f'assessment:{template}'):03d}"
    assessment = Assessment(
        number=number,
        number_key=number_key(number),
        template_id=row.id,
        level=level,
        part_revision_id=part_revision_id,
        customer_id=customer_id,
        scope=_scope(part_revision_id, process, supplier, customer_id),
        operation_id=operation_id,
        process=filled("name", process) if process.strip() else "",
        supplier=filled("name", supplier) if supplier.strip() else "",
        steps=list(dict.fromkeys(filled("name", step) for step in steps)),
        entries={},
        held_on=held_on,
        due_on=due_on,
        owner_id=unit.actor.user_id,
        state=AssessmentState.OPEN,
        follows_id=None,
        opened_at=unit.now,
        closed_at=None,
    )
    for position, entry in enumerate(row.content["requirements"], start=1):
        assessment.requirements.append(new_requirement(position, entry, level))
    unit.session.add(assessment)
    unit.session.flush()
    unit.record("assessment_opened", Noun.ASSESSMENT, assessment.id, template=template, level=level)
    index_assessment(unit, assessment)
    return assessment.id


def index_assessment(unit: UnitOfWork, assessment: Assessment) -> None:
    """Let the search box find an assessment by its number, checklist, part, process and supplier."""
    row = unit.session.get_one(ChecklistTemplate, assessment.template_id)
    title = f"{row.title} {assessment.level}".strip()
    if assessment.part_revision_id is not None:
        title = f"{title} {find_part_revision(unit.session, assessment.part_revision_id).part.number}"
    words = (row.title_ko, assessment.process, assessment.supplier)
    unit.index(Noun.ASSESSMENT, assessment.id, assessment.number, title, *words)


def _scope(
    part_revision_id: int | None, process: str, supplier: str, customer_id: int | None
) -> AssessmentScope:
    if part_revision_id is not None:
        return AssessmentScope.PART
    if process:
        return AssessmentScope.PROCESS
    if supplier:
        return AssessmentScope.SUPPLIER
    return AssessmentScope.PLANT if customer_id is None else AssessmentScope.CUSTOMER


def new_requirement(position: int, entry: dict[str, Any], level: str) -> Requirement:
    """Return a requirement of a checklist's row, nothing known of it yet."""
    return Requirement(
        position=position,
        code=str(entry["code"]),
        title=entry["title"],
        title_ko=entry["title_ko"],
        submission=str(entry.get("submission", {}).get(level, "")),
        rule=entry.get("rule", ""),
        not_applicable_reason="",
        accepted_hash="",
        remark="",
    )


def gather_evidence(unit: UnitOfWork, assessment_id: int) -> int:
    """Let all count that the rules propose today, and withdraw what they no longer find; returns links added.

    What a person rejected is not proposed again as it was.
    """
    require(unit, *EDITORS)
    assessment = _open(unit, assessment_id)
    rows = {row.id: row for row in requirement_rows(unit.session, assessment_id, now=unit.now)}
    added = 0
    for requirement in assessment.requirements:
        kind = kind_of(requirement.rule)
        if kind is None or kind.find is None or requirement.not_applicable_reason:
            continue
        row = rows[requirement.id]
        for link in row.evidence:
            if link.automatic and not (link.fresh and (link.noun, link.entity_id) in row.found):
                _withdraw(unit, link.id, "superseded by newer evidence")
        for found in row.proposals:
            _link(unit, requirement.id, found)
            added += 1
    unit.record("evidence_gathered", Noun.ASSESSMENT, assessment_id, added=added)
    unit.session.expire_all()
    return added


def link_proposal(unit: UnitOfWork, requirement_id: int, noun: Noun, entity_id: int) -> int:
    """Let one proposed record count as evidence and return the link's id.

    Raises:
        PartproofError: when the program does not propose it (any more).
    """
    require(unit, *EDITORS)
    requirement = _find(unit, requirement_id)
    _open(unit, requirement.assessment_id)
    found = _proposal(unit, requirement, noun, entity_id)
    link = _link(unit, requirement_id, found)
    unit.record("evidence_linked", Noun.ASSESSMENT, requirement.assessment_id, code=requirement.code)
    return link


def reject_proposal(
    unit: UnitOfWork, requirement_id: int, noun: Noun, entity_id: int, *, reason: str
) -> None:
    """Say that a proposed record does not count, and why; proposed again only when it changed.

    Raises:
        PartproofError: when the program does not propose it, or without a reason.
    """
    require(unit, *EDITORS)
    requirement = _find(unit, requirement_id)
    _open(unit, requirement.assessment_id)
    found = _proposal(unit, requirement, noun, entity_id)
    unit.session.add(
        EvidenceRejection(
            requirement_id=requirement_id,
            noun=noun,
            entity_id=entity_id,
            content_hash=found.content_hash,
            label=found.label,
            reason=filled("reason", reason, limit=1000),
            rejected_by_id=unit.actor.user_id,
            rejected_at=unit.now,
        )
    )
    unit.record("evidence_rejected", Noun.ASSESSMENT, requirement.assessment_id, code=requirement.code)


def _proposal(unit: UnitOfWork, requirement: Requirement, noun: Noun, entity_id: int) -> Found:
    row = row_of(unit.session, requirement, unit.now)
    for found in row.proposals:
        if (found.noun, found.entity_id) == (noun, entity_id):
            return found
    raise NOT_PROPOSED(code=requirement.code)


def _link(unit: UnitOfWork, requirement_id: int, found: Found) -> int:
    link = Evidence(
        requirement_id=requirement_id,
        noun=found.noun,
        entity_id=found.entity_id,
        file_hash=None,
        label=found.label,
        content_hash=found.content_hash,
        automatic=True,
        dated_on=None,
        linked_by_id=unit.actor.user_id,
        linked_at=unit.now,
    )
    unit.session.add(link)
    unit.session.flush()
    return link.id


def attach_evidence(
    unit: UnitOfWork, requirement_id: int, content: bytes, name: str, *, dated_on: date | None = None
) -> int:
    """Attach a file to a requirement by hand and return the link's id.

    Args:
        unit: The unit of work.
        requirement_id: What it proves.
        content: The file.
        name: Its name.
        dated_on: The day the paper carries; it can only make the paper older than the day of attaching.
    """
    require(unit, *EDITORS)
    requirement = _find(unit, requirement_id)
    _open(unit, requirement.assessment_id)
    file_hash = store_file(unit, content, name)
    link = Evidence(
        requirement_id=requirement_id,
        noun=Noun.FILE,
        entity_id=None,
        file_hash=file_hash,
        label=safe_name(name),
        content_hash=file_hash,
        automatic=False,
        dated_on=dated_on,
        linked_by_id=unit.actor.user_id,
        linked_at=unit.now,
    )
    unit.session.add(link)
    unit.session.flush()
    unit.record("evidence_attached", Noun.ASSESSMENT, requirement.assessment_id, code=requirement.code)
    return link.id


def withdraw_evidence(unit: UnitOfWork, evidence_id: int, *, reason: str) -> None:
    """Take an evidence link back; both the link and this act stay on record."""
    require(unit, *EDITORS)
    link = unit.session.get(Evidence, evidence_id)
    if link is None or unit.session.get(EvidenceWithdrawal, evidence_id) is not None:
        raise NOT_FOUND(what=f"evidence {evidence_id}")
    requirement = _find(unit, link.requirement_id)
    _open(unit, requirement.assessment_id)
    _withdraw(unit, evidence_id, filled("reason", reason, limit=1000))
    unit.record("evidence_withdrawn", Noun.ASSESSMENT, requirement.assessment_id, code=requirement.code)


def exclude_requirement(unit: UnitOfWork, requirement_id: int, *, reason: str) -> None:
    """Say that a requirement does not apply and why; an empty reason is refused."""
    require(unit, *EDITORS)
    requirement = _find(unit, requirement_id)
    _open(unit, requirement.assessment_id)
    requirement.not_applicable_reason = filled("reason", reason, limit=1000)
    unit.record("requirement_excluded", Noun.ASSESSMENT, requirement.assessment_id, code=requirement.code)


def include_requirement(unit: UnitOfWork, requirement_id: int, *, reason: str) -> None:
    """Let an excluded requirement apply again."""
    require(unit, *EDITORS)
    requirement = _find(unit, requirement_id)
    _open(unit, requirement.assessment_id)
    requirement.not_applicable_reason = ""
    unit.record(
        "requirement_included",
        Noun.ASSESSMENT,
        requirement.assessment_id,
        code=requirement.code,
        reason=filled("reason", reason, limit=1000),
    )


def accept_requirement(unit: UnitOfWork, requirement_id: int, *, secret: str, comment: str = "") -> None:
    """Accept a requirement's evidence as it is now, with a signature over its hash.

    Raises:
        PartproofError: when the evidence is not complete, or the secret is wrong.
    """
    require(unit, Role.QUALITY, Role.APPROVER)
    requirement = _find(unit, requirement_id)
    _open(unit, requirement.assessment_id)
    row = row_of(unit.session, requirement, unit.now)
    if not row.acceptable:
        raise NOTHING_TO_ACCEPT(code=requirement.code, why=Reasons(row.reasons))
    sealed = evidence_digest(row.evidence, Today(unit.session))
    sign(
        unit,
        Noun.ASSESSMENT,
        requirement.assessment_id,
        sealed,
        Meaning.APPROVED,
        secret=secret,
        comment=comment or requirement.code,
    )
    requirement.accepted_hash = sealed
    requirement.accepted_by_id, requirement.accepted_at = unit.actor.user_id, unit.now
    unit.record("requirement_accepted", Noun.ASSESSMENT, requirement.assessment_id, code=requirement.code)


def row_of(session: Session, requirement: Requirement, now: datetime | None = None) -> RequirementRow:
    """Return the derived row of one requirement."""
    rows = requirement_rows(session, requirement.assessment_id, now=now)
    return next(row for row in rows if row.id == requirement.id)


def _withdraw(unit: UnitOfWork, evidence_id: int, reason: str) -> None:
    unit.session.add(
        EvidenceWithdrawal(
            evidence_id=evidence_id,
            reason=reason,
            withdrawn_by_id=unit.actor.user_id,
            withdrawn_at=unit.now,
        )
    )
    unit.session.flush()


def _find(unit: UnitOfWork, requirement_id: int) -> Requirement:
    requirement = unit.session.get(Requirement, requirement_id)
    if requirement is None:
        raise NOT_FOUND(what=f"requirement {requirement_id}")
    return requirement


def _open(unit: UnitOfWork, assessment_id: int) -> Assessment:
    assessment = unit.session.get(Assessment, assessment_id)
    if assessment is None:
        raise NOT_FOUND(what=f"assessment {assessment_id}")
    if assessment.state is not AssessmentState.OPEN:
        raise NOT_OPEN(number=assessment.number)
    return assessment
