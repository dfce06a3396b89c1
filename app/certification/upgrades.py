"""Moving a running assessment to a newer version of its checklist: shown row by row first, then done in one act.

The old assessment is closed as it stands; its successor takes over what is known of rows that read the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certification.assessments import EDITORS, find_assessment_by_id, index_assessment, new_requirement
from app.certification.licensed import row_hash
from app.certification.refusals import NOT_OPEN, SAME_VERSION
from app.certification.templates import in_force, known_templates, load_template, read_template
from app.refusals import CONFLICT
from app.rights import require
from app.unit_of_work import UnitOfWork, number_key
from models.certification import (
    Assessment,
    AssessmentPerson,
    ChecklistTemplate,
    Evidence,
    EvidenceRejection,
    EvidenceWithdrawal,
    Requirement,
    RequirementScore,
)
from models.vocab import AssessmentState, Noun


@dataclass(frozen=True)
class UpgradeRow:
    """One row of the review: ``added``, ``removed``, ``changed`` or ``same``."""

    code: str
    title: str
    title_ko: str
    change: str


def upgrade_rows(session: Session, assessment_id: int) -> tuple[UpgradeRow, ...]:
    """Return what a move to the version in force would change, row by row; empty where there is no newer one."""
    assessment = session.get(Assessment, assessment_id)
    if assessment is None:
        return ()
    template = session.get_one(ChecklistTemplate, assessment.template_id)
    own = in_force(session, template.code)
    if own is not None:
        content = own.content
    elif template.code in known_templates():
        content = read_template(template.code)
    else:
        return ()
    before = {str(row["code"]): row for row in template.content["requirements"]}
    after = {str(row["code"]): row for row in content["requirements"]}
    rows = []
    for code in [*after, *(code for code in before if code not in after)]:
        row = after.get(code) or before[code]
        if code not in before:
            change = "added"
        elif code not in after:
            change = "removed"
        else:
            change = "same" if before[code] == after[code] else "changed"
        rows.append(UpgradeRow(code, row["title"], row["title_ko"], change))
    return tuple(rows) if any(row.change != "same" for row in rows) else ()


def upgrade_assessment(unit: UnitOfWork, assessment_id: int, *, expected_version: int) -> int:
    """Close an assessment and open its successor on the checklist's version in force; returns the successor's id.

    Evidence, exclusions, owners, days and points go along with their row; an acceptance only where the row reads
    the same.

    Raises:
        PartproofError: not open, changed meanwhile, or no newer version.
    """
    require(unit, *EDITORS)
    old = find_assessment_by_id(unit.session, assessment_id)
    if old.state is not AssessmentState.OPEN:
        raise NOT_OPEN(number=old.number)
    if old.version != expected_version:
        raise CONFLICT()
    before = unit.session.get_one(ChecklistTemplate, old.template_id)
    row = load_template(unit, before.code)
    if row.id == before.id:
        raise SAME_VERSION(number=old.number)
    number = f"{before.code.upper()}-{unit.now:%Y}-{unit.next_number(f'assessment:{before.code}'):03d}"
    new = Assessment(
        number=number,
        number_key=number_key(number),
        template_id=row.id,
        level=old.level,
        part_revision_id=old.part_revision_id,
        customer_id=old.customer_id,
        scope=old.scope,
        operation_id=old.operation_id,
        process=old.process,
        supplier=old.supplier,
        steps=list(old.steps),
        entries=dict(old.entries),
        held_on=old.held_on,
        due_on=old.due_on,
        owner_id=old.owner_id,
        state=AssessmentState.OPEN,
        follows_id=old.id,
        opened_at=unit.now,
        closed_at=None,
    )
    for position, entry in enumerate(row.content["requirements"], start=1):
        new.requirements.append(new_requirement(position, entry, old.level))
    unit.session.add(new)
    unit.session.flush()
    _take_over(unit, old, new, before, row)
    old.state, old.closed_at = AssessmentState.CLOSED, unit.now
    unit.record("assessment_upgraded", Noun.ASSESSMENT, new.id, followed=old.number, version=row.sequence)
    unit.touched.add((Noun.ASSESSMENT, old.id))
    index_assessment(unit, new)
    return new.id


def _take_over(
    unit: UnitOfWork, old: Assessment, new: Assessment, before: ChecklistTemplate, after: ChecklistTemplate
) -> None:
    known = {one.code: one for one in old.requirements}
    was = {str(row["code"]): row_hash(row) for row in before.content["requirements"]}
    reads = {str(row["code"]): row_hash(row) for row in after.content["requirements"]}
    for requirement in new.requirements:
        source = known.get(requirement.code)
        if source is None:
            continue
        requirement.not_applicable_reason = source.not_applicable_reason
        requirement.owner_id, requirement.due_on = source.owner_id, source.due_on
        requirement.remark = source.remark
        if was[requirement.code] == reads[requirement.code] and source.rule == requirement.rule:
            requirement.accepted_hash = source.accepted_hash
            requirement.accepted_by_id, requirement.accepted_at = source.accepted_by_id, source.accepted_at
        _copy_rows(unit, source, requirement)
    people = select(AssessmentPerson).where(AssessmentPerson.assessment_id == old.id)
    for person in unit.session.scalars(people.order_by(AssessmentPerson.id)).all():
        unit.session.add(
            AssessmentPerson(assessment_id=new.id, name=person.name, duty=person.duty, user_id=person.user_id)
        )


def _copy_rows(unit: UnitOfWork, source: Requirement, target: Requirement) -> None:
    links = (
        select(Evidence)
        .outerjoin(EvidenceWithdrawal, EvidenceWithdrawal.evidence_id == Evidence.id)
        .where(Evidence.requirement_id == source.id, EvidenceWithdrawal.evidence_id.is_(None))
        .order_by(Evidence.id)
    )
    for link in unit.session.scalars(links).all():
        # With the hash and the day it had: a move to another checklist makes nothing fresher.
        unit.session.add(
            Evidence(
                requirement_id=target.id,
                noun=link.noun,
                entity_id=link.entity_id,
                file_hash=link.file_hash,
                label=link.label,
                content_hash=link.content_hash,
                automatic=link.automatic,
                dated_on=link.dated_on,
                linked_by_id=link.linked_by_id,
                linked_at=link.linked_at,
            )
        )
    rejected = select(EvidenceRejection).where(EvidenceRejection.requirement_id == source.id)
    for one in unit.session.scalars(rejected.order_by(EvidenceRejection.id)).all():
        unit.session.add(
            EvidenceRejection(
                requirement_id=target.id,
                noun=one.noun,
                entity_id=one.entity_id,
                content_hash=one.content_hash,
                label=one.label,
                reason=one.reason,
                rejected_by_id=one.rejected_by_id,
                rejected_at=one.rejected_at,
            )
        )
    scores = select(RequirementScore).where(RequirementScore.requirement_id == source.id)
    for score in unit.session.scalars(scores.order_by(RequirementScore.id)).all():
        unit.session.add(
            RequirementScore(
                requirement_id=target.id,
                step=score.step,
                points=score.points,
                not_evaluated=score.not_evaluated,
            )
        )
