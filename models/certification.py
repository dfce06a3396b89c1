"""Checklist templates, assessments, requirements, evidence, submissions, packs and issued documents."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Versioned, reference, strict
from models.types import CanonicalJson, Choice
from models.vocab import (
    AssessmentScope,
    AssessmentState,
    CustomerVerdict,
    FindingKind,
    Noun,
    SubmissionReason,
    TemplateOrigin,
)


class ChecklistTemplate(Base):
    """A checklist as data, one row per version; a running assessment keeps the one it started with. Append-only.

    Attributes:
        edition: Edition of the standard or form it follows, in words.
        sequence: Version within the code, 1, 2, 3 …; the newest of the house's own goes before what was shipped.
    """

    __tablename__ = "checklist_template"
    __table_args__ = strict(UniqueConstraint("code", "sequence"))

    id: Mapped[Key]
    code: Mapped[str]
    sequence: Mapped[int]
    origin: Mapped[TemplateOrigin] = mapped_column(Choice(TemplateOrigin))
    edition: Mapped[str]
    title: Mapped[str]
    title_ko: Mapped[str]
    content: Mapped[Any] = mapped_column(CanonicalJson())
    content_hash: Mapped[str]
    note: Mapped[str]
    made_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    loaded_at: Mapped[datetime]


class LicensedCheck(Base):
    """Somebody compared a row of a checklist with our licensed copy of the standard. Append-only.

    Attributes:
        requirement_code: The row; empty says the whole checklist.
        content_hash: Hash of the row as it read then; a later edit of the row voids the comparison.
        licensed_copy: Which copy, e.g. "IATF 16949:2016, copy no. 3".
        holds: False takes an earlier comparison back.
    """

    __tablename__ = "licensed_check"
    __table_args__ = strict(Index(None, "template_code", "requirement_code"))

    id: Mapped[Key]
    template_code: Mapped[str]
    requirement_code: Mapped[str]
    content_hash: Mapped[str]
    licensed_copy: Mapped[str]
    holds: Mapped[bool]
    checked_on: Mapped[date]
    checked_by_id: Mapped[int] = reference("user_account.id", index=False)
    recorded_at: Mapped[datetime]


class SheetMapping(Versioned, Base):
    """Where a customer's audit sheet keeps what; clicked once, remembered under a name."""

    __tablename__ = "sheet_mapping"

    id: Mapped[Key]
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    content: Mapped[Any] = mapped_column(CanonicalJson())
    saved_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    saved_at: Mapped[datetime]


class Assessment(Versioned, Base):
    """A run of a checklist for a scope, e.g. PPAP level 3 for one part revision.

    Attributes:
        process: Name of the process where the scope is one; ``operation_id`` where it is on record.
        supplier: Name of the supplier where the scope is one.
        steps: Process steps that are scored apart (VDA 6.3 P6), as names.
        held_on: Day of the audit.
        entries: What only a person can say on the warrant, by the field's name; see app/documents/warrant_fields.py.
        follows_id: The assessment whose checklist version was replaced by this one's.
    """

    __tablename__ = "assessment"

    id: Mapped[Key]
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(unique=True)
    template_id: Mapped[int] = reference("checklist_template.id")
    level: Mapped[str]
    part_revision_id: Mapped[int | None] = reference("part_revision.id", nullable=True)
    customer_id: Mapped[int | None] = reference("customer.id", nullable=True)
    scope: Mapped[AssessmentScope] = mapped_column(Choice(AssessmentScope))
    operation_id: Mapped[int | None] = reference("operation.id", nullable=True)
    process: Mapped[str]
    supplier: Mapped[str]
    steps: Mapped[Any] = mapped_column(CanonicalJson())
    entries: Mapped[Any] = mapped_column(CanonicalJson())
    held_on: Mapped[date | None]
    due_on: Mapped[date | None]
    owner_id: Mapped[int] = reference("user_account.id", index=False)
    state: Mapped[AssessmentState] = mapped_column(Choice(AssessmentState))
    follows_id: Mapped[int | None] = reference("assessment.id", nullable=True)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    requirements: Mapped[list[Requirement]] = relationship(order_by="Requirement.position")


class AssessmentPerson(Base):
    """Somebody who takes part in an assessment: auditor, guide, process owner; ours or from outside."""

    __tablename__ = "assessment_person"

    counted = True

    id: Mapped[Key]
    assessment_id: Mapped[int] = reference("assessment.id")
    name: Mapped[str]
    duty: Mapped[str]
    user_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)


class Requirement(Versioned, Base):
    """One row of an assessment. Its state is derived; people only accept it or exclude it with a reason.

    Attributes:
        submission: ``S``, ``R`` or ``*`` of the level table; empty where the scheme has none.
        rule: Name of the evidence rule, empty when evidence is attached by hand.
        accepted_hash: Hash of the evidence a person accepted; another one makes it stale.
    """

    __tablename__ = "requirement"
    __table_args__ = strict(UniqueConstraint("assessment_id", "code"))

    id: Mapped[Key]
    assessment_id: Mapped[int] = reference("assessment.id", index=False)
    position: Mapped[int]
    code: Mapped[str]
    title: Mapped[str]
    title_ko: Mapped[str]
    submission: Mapped[str]
    rule: Mapped[str]
    not_applicable_reason: Mapped[str]
    accepted_hash: Mapped[str]
    accepted_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    accepted_at: Mapped[datetime | None]
    owner_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    due_on: Mapped[date | None]
    remark: Mapped[str]
    evidence: Mapped[list[Evidence]] = relationship(order_by="Evidence.id", viewonly=True)


class RequirementScore(Versioned, Base):
    """What an auditor gave for a requirement, per process step where steps are scored apart.

    Attributes:
        step: Name of the process step; empty where the scheme has none.
        points: Points or per cent as the scheme says; None when it was not evaluated.
        not_evaluated: Why it was not.
    """

    __tablename__ = "requirement_score"
    __table_args__ = strict(UniqueConstraint("requirement_id", "step"))

    id: Mapped[Key]
    requirement_id: Mapped[int] = reference("requirement.id", index=False)
    step: Mapped[str]
    points: Mapped[int | None]
    not_evaluated: Mapped[str]


class AssessmentFinding(Versioned, Base):
    """Something an assessment found: major, minor or an observation; what it says never changes.

    Attributes:
        number: Counts within the assessment.
        nonconformance_id: The nonconformance it became, through which it is settled.
        closing: How an observation was settled.
    """

    __tablename__ = "assessment_finding"
    __table_args__ = strict(UniqueConstraint("assessment_id", "number"))

    id: Mapped[Key]
    assessment_id: Mapped[int] = reference("assessment.id", index=False)
    requirement_id: Mapped[int | None] = reference("requirement.id", nullable=True)
    number: Mapped[int]
    kind: Mapped[FindingKind] = mapped_column(Choice(FindingKind))
    text: Mapped[str]
    nonconformance_id: Mapped[int | None] = reference("nonconformance.id", nullable=True)
    owner_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    due_on: Mapped[date | None]
    found_by_id: Mapped[int] = reference("user_account.id", index=False)
    found_at: Mapped[datetime]
    closing: Mapped[str]
    closed_at: Mapped[datetime | None]


class Evidence(Base):
    """A link from a requirement to a record or file, with the hash it had when it was linked. Append-only.

    Attributes:
        dated_on: The day a paper attached by hand carries; it can only make the paper older, never fresher.
    """

    __tablename__ = "evidence"
    __table_args__ = strict(Index(None, "noun", "entity_id"))

    id: Mapped[Key]
    requirement_id: Mapped[int] = reference("requirement.id")
    noun: Mapped[Noun] = mapped_column(Choice(Noun))
    entity_id: Mapped[int | None]
    file_hash: Mapped[str | None] = reference("vault_file.hash", nullable=True)
    label: Mapped[str]
    content_hash: Mapped[str]
    automatic: Mapped[bool]
    dated_on: Mapped[date | None]
    linked_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    linked_at: Mapped[datetime]


class EvidenceWithdrawal(Base):
    """An evidence link taken back, with the reason. Append-only."""

    __tablename__ = "evidence_withdrawal"

    evidence_id: Mapped[int] = reference("evidence.id", index=False, primary_key=True)
    reason: Mapped[str]
    withdrawn_by_id: Mapped[int] = reference("user_account.id", index=False)
    withdrawn_at: Mapped[datetime]


class EvidenceRejection(Base):
    """What a rule found and a person would not let count, with the reason. Append-only; holds for that content."""

    __tablename__ = "evidence_rejection"

    id: Mapped[Key]
    requirement_id: Mapped[int] = reference("requirement.id")
    noun: Mapped[Noun] = mapped_column(Choice(Noun))
    entity_id: Mapped[int]
    content_hash: Mapped[str]
    label: Mapped[str]
    reason: Mapped[str]
    rejected_by_id: Mapped[int] = reference("user_account.id", index=False)
    rejected_at: Mapped[datetime]


class Submission(Base):
    """One attempt to have a part approved by a customer. Append-only; the answers stand beside it.

    Attributes:
        scheme: Code of the checklist it followed, ``ppap`` or ``isir``.
        attempt: 차수, counted per part, customer and scheme over all revisions.
        detail: The reason in words.
        migrated: It was made before the program came (이관), without an assessment here.
    """

    __tablename__ = "submission"
    __table_args__ = strict(UniqueConstraint("part_id", "customer_id", "scheme", "attempt"))

    id: Mapped[Key]
    assessment_id: Mapped[int | None] = reference("assessment.id", nullable=True)
    scheme: Mapped[str]
    level: Mapped[str]
    part_id: Mapped[int] = reference("part.id", index=False)
    part_revision_id: Mapped[int] = reference("part_revision.id")
    customer_id: Mapped[int] = reference("customer.id", index=False)
    attempt: Mapped[int]
    reason: Mapped[SubmissionReason] = mapped_column(Choice(SubmissionReason))
    detail: Mapped[str]
    submitted_on: Mapped[date]
    migrated: Mapped[bool]
    submitted_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    recorded_at: Mapped[datetime]


class SubmissionVerdict(Base):
    """An answer of the customer to a submission; the newest one holds. Append-only.

    Attributes:
        interim_quantity: How much may leave under an interim approval, from this answer on.
        interim_until: Last day of an interim approval.
        customer_number: The customer's own number of it.
        file_hash: The paper or mail that says it.
    """

    __tablename__ = "submission_verdict"

    id: Mapped[Key]
    submission_id: Mapped[int] = reference("submission.id")
    verdict: Mapped[CustomerVerdict] = mapped_column(Choice(CustomerVerdict))
    decided_on: Mapped[date]
    interim_quantity: Mapped[Decimal | None]
    interim_until: Mapped[date | None]
    customer_number: Mapped[str]
    file_hash: Mapped[str | None] = reference("vault_file.hash", nullable=True, index=False)
    file_name: Mapped[str]
    remark: Mapped[str]
    recorded_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    recorded_at: Mapped[datetime]


class InterimShipment(Base):
    """What left under an interim approval, so that its quantity is counted down. Append-only."""

    __tablename__ = "interim_shipment"

    id: Mapped[Key]
    verdict_id: Mapped[int] = reference("submission_verdict.id")
    lot_id: Mapped[int | None] = reference("lot.id", nullable=True)
    quantity: Mapped[Decimal]
    shipped_at: Mapped[datetime]


class EvidencePack(Base):
    """A pack that left the house. Append-only."""

    __tablename__ = "evidence_pack"

    id: Mapped[Key]
    uuid: Mapped[uuid.UUID] = mapped_column(unique=True)
    assessment_id: Mapped[int] = reference("assessment.id")
    recipient: Mapped[str]
    options: Mapped[Any] = mapped_column(CanonicalJson())
    audit_seq: Mapped[int]
    audit_hash: Mapped[str]
    manifest_hash: Mapped[str]
    file_hash: Mapped[str]
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int] = reference("user_account.id", index=False)


class IssuedDocument(Base):
    """A document as it was written: what, from which state of the records, and its hash. Append-only."""

    __tablename__ = "issued_document"
    __table_args__ = strict(Index(None, "kind", "entity_id"))

    id: Mapped[Key]
    uuid: Mapped[uuid.UUID]
    kind: Mapped[str]
    entity_id: Mapped[int]
    language: Mapped[str]
    format: Mapped[str]
    file_name: Mapped[str]
    file_hash: Mapped[str]
    audit_seq: Mapped[int]
    audit_hash: Mapped[str]
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
