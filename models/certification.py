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
from models.vocab import AssessmentState, CustomerVerdict, Noun


class ChecklistTemplate(Base):
    """A checklist as data, one row per edition; a running assessment keeps the one it started with."""

    __tablename__ = "checklist_template"
    __table_args__ = strict(UniqueConstraint("code", "edition", "content_hash"))

    id: Mapped[Key]
    code: Mapped[str]
    edition: Mapped[str]
    title: Mapped[str]
    title_ko: Mapped[str]
    content: Mapped[Any] = mapped_column(CanonicalJson())
    content_hash: Mapped[str]
    loaded_at: Mapped[datetime]


class Assessment(Versioned, Base):
    """A run of a checklist for a scope, e.g. PPAP level 3 for one part revision."""

    __tablename__ = "assessment"

    id: Mapped[Key]
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(unique=True)
    template_id: Mapped[int] = reference("checklist_template.id")
    level: Mapped[str]
    part_revision_id: Mapped[int | None] = reference("part_revision.id", nullable=True)
    customer_id: Mapped[int | None] = reference("customer.id", nullable=True)
    due_on: Mapped[date | None]
    owner_id: Mapped[int] = reference("user_account.id", index=False)
    state: Mapped[AssessmentState] = mapped_column(Choice(AssessmentState))
    opened_at: Mapped[datetime]
    requirements: Mapped[list[Requirement]] = relationship(order_by="Requirement.position")


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


class Evidence(Base):
    """A link from a requirement to a record or file, with the hash it had when it was linked. Append-only."""

    __tablename__ = "evidence"

    id: Mapped[Key]
    requirement_id: Mapped[int] = reference("requirement.id")
    noun: Mapped[Noun] = mapped_column(Choice(Noun))
    entity_id: Mapped[int | None]
    file_hash: Mapped[str | None] = reference("vault_file.hash", nullable=True)
    label: Mapped[str]
    content_hash: Mapped[str]
    automatic: Mapped[bool]
    linked_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    linked_at: Mapped[datetime]


class EvidenceWithdrawal(Base):
    """An evidence link taken back, with the reason. Append-only."""

    __tablename__ = "evidence_withdrawal"

    evidence_id: Mapped[int] = reference("evidence.id", index=False, primary_key=True)
    reason: Mapped[str]
    withdrawn_by_id: Mapped[int] = reference("user_account.id", index=False)
    withdrawn_at: Mapped[datetime]


class Submission(Versioned, Base):
    """One attempt to have a part approved by a customer."""

    __tablename__ = "submission"
    __table_args__ = strict(UniqueConstraint("assessment_id", "attempt"))

    id: Mapped[Key]
    assessment_id: Mapped[int] = reference("assessment.id", index=False)
    attempt: Mapped[int]
    reason: Mapped[str]
    submitted_on: Mapped[date]
    verdict: Mapped[CustomerVerdict] = mapped_column(Choice(CustomerVerdict))
    verdict_on: Mapped[date | None]
    interim_quantity: Mapped[Decimal | None]
    interim_until: Mapped[date | None]


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
