"""What screens and documents ask about assessments: each requirement's derived state, why, and what next.

Reads only. A state is never stored: it follows from evidence links, the hashes they kept, and today's records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.certification.deriving import Around, Of, evidence_digest, row_of, whole
from app.certification.hashes import Today
from app.certification.licensed import licensed_rows
from app.certification.needs import after_the_others, with_needs
from app.certification.overtaken import controlled_papers, replaced_papers
from app.certification.reasons import part_path
from app.certification.rows import (
    DONE,
    AssessmentRow,
    EvidenceRow,
    NextAct,
    PackRow,
    PathStep,
    RequirementRow,
    ScoreRow,
)
from app.certification.rule_kinds import Overtaken
from app.certification.rules import OF_THE_WHOLE, Asked, Sentence, kind_of, parameters_of, run_rule
from app.parts.links import Linked, revisions_belonging
from app.settings import PlantSettings, read_settings
from app.texts import mark
from models.certification import (
    Assessment,
    AssessmentFinding,
    ChecklistTemplate,
    Evidence,
    EvidencePack,
    EvidenceRejection,
    EvidenceWithdrawal,
    Requirement,
    RequirementScore,
)
from models.document import DocumentRevision
from models.part import Customer, Part, PartRevision
from models.person import User
from models.plant import VaultFile
from models.vocab import AssessmentState, Noun, RequirementState, RevisionState

__all__ = [
    "DONE",
    "AssessmentRow",
    "EvidenceRow",
    "NextAct",
    "PackRow",
    "PathStep",
    "RequirementRow",
    "ScoreRow",
    "assessment_row",
    "assessment_rows",
    "evidence_digest",
    "open_assessments",
    "pack_rows",
    "requirement_rows",
]


def requirement_rows(
    session: Session, assessment_id: int, *, now: datetime | None = None, today: Today | None = None
) -> tuple[RequirementRow, ...]:
    """Return the requirements of an assessment in order, each with its state of a moment.

    Args:
        session: Open session.
        assessment_id: Which assessment.
        now: The moment, on which papers and calibrations are looked at; by default this one.
        today: Hashes that are known already, for who asks about several assessments.
    """
    assessment = session.get(Assessment, assessment_id)
    if assessment is None:
        return ()
    around = _around(session, assessment, today or Today(session), now or datetime.now(UTC))
    stored = _stored(session, assessment)
    controlled = controlled_papers(session, assessment_id)
    rows: list[RequirementRow] = []
    late: list[Requirement] = []
    for requirement in assessment.requirements:
        if requirement.rule in OF_THE_WHOLE:
            late.append(requirement)
            continue
        asked = Asked(parameters_of(around.texts.get(requirement.code, {})), around.day)
        finding = run_rule(session, requirement.rule, assessment, asked)
        of = stored[requirement.id]
        # Where records prove it, a paper that lies beside them proves nothing and overtakes nothing.
        by_paper = finding is None or finding.by_paper
        overtaken = _overtaken(session, assessment, of, controlled) if by_paper else ()
        rows.append(row_of(around, replace(of, finding=finding, overtaken=overtaken)))
    rows = with_needs(rows, around.texts)
    others = tuple(rows)
    for requirement in late:
        row = row_of(around, replace(stored[requirement.id], finding=whole(rows)))
        rows.append(after_the_others(row, others))
    order = {requirement.id: requirement.position for requirement in assessment.requirements}
    return tuple(sorted(rows, key=lambda row: order[row.id]))


def assessment_rows(
    session: Session, *, now: datetime | None = None, linked: Linked | None = None
) -> tuple[AssessmentRow, ...]:
    """Return all assessments, or those of linked parts (see app.parts.links), the earliest due first."""
    today = Today(session)
    query = select(Assessment).where(*revisions_belonging(Assessment.part_revision_id, linked))
    rows = [_assessment_row(session, entry, today, now) for entry in session.scalars(query)]
    return tuple(sorted(rows, key=lambda row: (row.due_on is None, row.due_on or date.max, row.number)))


def assessment_row(
    session: Session, assessment_id: int, *, now: datetime | None = None
) -> AssessmentRow | None:
    """Return one assessment, or None."""
    entry = session.get(Assessment, assessment_id)
    return None if entry is None else _assessment_row(session, entry, Today(session), now)


def open_assessments(session: Session) -> tuple[int, ...]:
    """Return the assessments an auditor could ask about today: open or handed in."""
    query = select(Assessment.id).where(Assessment.state != AssessmentState.CLOSED)
    return tuple(session.scalars(query.order_by(Assessment.id)))


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


def head_of(session: Session, entry: Assessment, rows: Iterable[RequirementRow]) -> AssessmentRow:
    """Return an assessment of the list, given its requirements."""
    template = session.get_one(ChecklistTemplate, entry.template_id)
    revision = session.get(PartRevision, entry.part_revision_id) if entry.part_revision_id else None
    part = session.get(Part, revision.part_id) if revision is not None else None
    customer = session.get(Customer, entry.customer_id) if entry.customer_id else None
    owner = session.get(User, entry.owner_id)
    listed = tuple(rows)
    licensed = {row.licensed for row in listed}
    return AssessmentRow(
        entry.id,
        entry.number,
        template.title,
        template.title_ko,
        entry.level,
        entry.part_revision_id,
        part.number if part is not None else "",
        part.name if part is not None else "",
        "" if revision is None else revision.customer_label or str(revision.counter),
        customer.name if customer is not None else "",
        entry.due_on,
        owner.name if owner is not None else "",
        entry.state,
        sum(row.state in DONE for row in listed),
        len(listed),
        sum(row.state is RequirementState.STALE for row in listed),
        "" if "" in licensed else "; ".join(sorted(licensed)),
        code=template.code,
        edition=template.edition,
        sequence=template.sequence,
        scope=entry.scope,
        process=entry.process,
        supplier=entry.supplier,
        steps=tuple(entry.steps),
        held_on=entry.held_on,
        customer_id=entry.customer_id,
        owner_id=entry.owner_id,
        follows_id=entry.follows_id,
        opened_at=entry.opened_at,
        version=entry.version,
        open_findings=_open_findings(session, entry.id),
    )


def _assessment_row(session: Session, entry: Assessment, today: Today, now: datetime | None) -> AssessmentRow:
    return head_of(session, entry, requirement_rows(session, entry.id, now=now, today=today))


def _open_findings(session: Session, assessment_id: int) -> int:
    query = (
        select(func.count())
        .select_from(AssessmentFinding)
        .where(AssessmentFinding.assessment_id == assessment_id, AssessmentFinding.closed_at.is_(None))
    )
    return session.scalar(query) or 0


def _around(session: Session, assessment: Assessment, today: Today, now: datetime) -> Around:
    template = session.get_one(ChecklistTemplate, assessment.template_id)
    settings = read_settings(session)
    superseded = _superseded(session, assessment)
    people: set[int] = set()
    for requirement in assessment.requirements:
        people.update(who for who in (requirement.owner_id, requirement.accepted_by_id) if who is not None)
    names = {key: session.get_one(User, key).name for key in people}
    return Around(
        today,
        settings.local(now).date(),
        settings,
        _texts(template),
        licensed_rows(session, template.code, template.content),
        superseded,
        () if superseded is None else part_path(session, assessment.part_revision_id or 0),
        names,
        _first_kept(session, assessment, settings),
    )


def _first_kept(session: Session, assessment: Assessment, settings: PlantSettings) -> dict[str, date]:
    """Return the day on which the content of each attached file was first kept, by its hash."""
    query = (
        select(VaultFile.hash, VaultFile.stored_at)
        .join(Evidence, Evidence.file_hash == VaultFile.hash)
        .join(Requirement, Requirement.id == Evidence.requirement_id)
        .where(Requirement.assessment_id == assessment.id)
        .distinct()
    )
    return {content: settings.local(at).date() for content, at in session.execute(query)}


def _stored(session: Session, assessment: Assessment) -> dict[int, Of]:
    """Return what is stored about each requirement: links not taken back, rejections, scores."""
    links: dict[int, list[Evidence]] = defaultdict(list)
    query = (
        select(Evidence)
        .join(Requirement, Requirement.id == Evidence.requirement_id)
        .outerjoin(EvidenceWithdrawal, EvidenceWithdrawal.evidence_id == Evidence.id)
        .where(Requirement.assessment_id == assessment.id, EvidenceWithdrawal.evidence_id.is_(None))
        .order_by(Evidence.id)
    )
    for link in session.scalars(query):
        links[link.requirement_id].append(link)
    rejected: dict[int, list[EvidenceRejection]] = defaultdict(list)
    ofs = select(EvidenceRejection).join(Requirement).where(Requirement.assessment_id == assessment.id)
    for rejection in session.scalars(ofs.order_by(EvidenceRejection.id)):
        rejected[rejection.requirement_id].append(rejection)
    scores: dict[int, list[ScoreRow]] = defaultdict(list)
    given = select(RequirementScore).join(Requirement).where(Requirement.assessment_id == assessment.id)
    for score in session.scalars(given.order_by(RequirementScore.id)):
        scores[score.requirement_id].append(
            ScoreRow(score.step, score.points, score.not_evaluated, score.version)
        )
    first = _first_attached(session, assessment)
    return {
        one.id: Of(
            one,
            links[one.id],
            rejected[one.id],
            tuple(scores[one.id]),
            None,
            max(
                (first[one.id, link.file_hash] for link in links[one.id] if link.noun is Noun.FILE),
                default=None,
            ),
        )
        for one in assessment.requirements
    }


def _first_attached(session: Session, assessment: Assessment) -> dict[tuple[int, str | None], datetime]:
    """Return when each file was first attached to each requirement: attached once more it is no newer."""
    query = (
        select(Evidence.requirement_id, Evidence.file_hash, func.min(Evidence.linked_at))
        .join(Requirement, Requirement.id == Evidence.requirement_id)
        .where(Requirement.assessment_id == assessment.id, Evidence.noun == Noun.FILE)
        .group_by(Evidence.requirement_id, Evidence.file_hash)
    )
    return {(requirement, content): at for requirement, content, at in session.execute(query)}


def _overtaken(
    session: Session, assessment: Assessment, of: Of, controlled: Mapping[str, list[DocumentRevision]]
) -> tuple[Overtaken, ...]:
    """Return what happened upstream since the newest paper was attached or signed again."""
    kind = kind_of(of.requirement.rule)
    if of.attached_at is None:
        return ()
    papers = [link.file_hash for link in of.links if link.file_hash is not None]
    replaced = replaced_papers(papers, controlled)
    if kind is None or kind.overtakes is None:
        return replaced
    signed = of.requirement.accepted_at
    moment = of.attached_at if signed is None else max(of.attached_at, signed)
    return (*replaced, *kind.overtakes(session, assessment, moment))


def _texts(template: ChecklistTemplate) -> Mapping[str, Mapping[str, Any]]:
    return {str(entry["code"]): entry for entry in template.content["requirements"]}


def _superseded(session: Session, assessment: Assessment) -> Sentence | None:
    revision = session.get(PartRevision, assessment.part_revision_id or 0)
    if revision is None or revision.state not in (RevisionState.SUPERSEDED, RevisionState.OBSOLETE):
        return None
    return Sentence(
        mark("Part revision {revision} is no longer the one in force."),
        (("revision", revision.customer_label or str(revision.counter)),),
    )
