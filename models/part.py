"""Parts, their revisions, customers, effectivity, iterations and pictures. Rules on states stand in models/rules."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Versioned, reference, strict
from models.types import CanonicalJson, Choice, Size
from models.vocab import EffectivityScope, Maturity, PartKind, RevisionState, Source


class Customer(Versioned, Base):
    """A customer of the plant."""

    __tablename__ = "customer"

    id: Mapped[Key]
    code: Mapped[str]
    code_key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class Part(Versioned, Base):
    """A part master.

    Attributes:
        number_key: NFKC and case-folded number, unique.
        weight: Mass of one unit in kilograms, or None when unknown.
        active: False is 사용중지.
        cost: Price of one unit in ``currency``, or None when unknown; of an assembly, what making it adds.
    """

    __tablename__ = "part"

    counted = True

    id: Mapped[Key]
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_en: Mapped[str]
    kind: Mapped[PartKind] = mapped_column(Choice(PartKind))
    source: Mapped[Source] = mapped_column(Choice(Source))
    unit: Mapped[str]
    material: Mapped[str]
    weight: Mapped[Decimal | None]
    active: Mapped[bool]
    cost: Mapped[Decimal | None]
    currency: Mapped[str | None]
    revisions: Mapped[list[PartRevision]] = relationship(
        back_populates="part", order_by="PartRevision.counter", foreign_keys="PartRevision.part_id"
    )


class PartCustomer(Base):
    """A part as one customer knows it, on one vehicle or project."""

    __tablename__ = "part_customer"
    __table_args__ = strict(UniqueConstraint("part_id", "customer_id", "customer_part_number", "vehicle"))

    counted = True

    id: Mapped[Key]
    part_id: Mapped[int] = reference("part.id", index=False)
    customer_id: Mapped[int] = reference("customer.id")
    customer_part_number: Mapped[str]
    vehicle: Mapped[str]
    engineering_order: Mapped[str]


class PartRevision(Versioned, Base):
    """A revision of a part; frozen from review on, for ever from release on.

    Attributes:
        counter: Internal revision 0, 1, 2 …; order is by this, never by a label.
        internal_label: How the counter is written by the scheme of its time, with the integers ``major`` and
            ``minor`` behind it; None where the counter itself is the label.
        customer_label: The customer's revision label, taken as it is.
        effective_from: Begin of the general effectivity ``[from, to)``; None where only special ones are given.
        content_hash: SHA-256 of the canonical content, set when a review opens.
        migrated: 이관: approved before the program came; by which line of a signed transfer, with what was on paper.
    """

    __tablename__ = "part_revision"
    __table_args__ = strict(
        UniqueConstraint("part_id", "counter"),
        Index(
            "uq_part_revision_one_draft",
            "part_id",
            unique=True,
            sqlite_where=text("state IN ('draft', 'in_review')"),
            postgresql_where=text("state IN ('draft', 'in_review')"),
        ),
        UniqueConstraint("part_id", "internal_label"),
        UniqueConstraint("part_id", "major", "minor"),
        CheckConstraint(
            "(internal_label IS NULL) = (major IS NULL) AND (major IS NULL) = (minor IS NULL)",
            name="labelled",
        ),
    )

    counted = True

    id: Mapped[Key]
    part_id: Mapped[int] = reference("part.id", index=False)
    counter: Mapped[int]
    internal_label: Mapped[str | None]
    major: Mapped[int | None]
    minor: Mapped[int | None]
    customer_label: Mapped[str]
    reason: Mapped[str]
    material: Mapped[str]
    weight: Mapped[Decimal | None]
    migrated: Mapped[bool]
    transfer_line_id: Mapped[int | None] = reference("transfer_line.id", nullable=True)
    original_revision: Mapped[str | None]
    original_approved_on: Mapped[date | None]
    original_approver: Mapped[str | None]
    state: Mapped[RevisionState] = mapped_column(Choice(RevisionState))
    maturity: Mapped[Maturity] = mapped_column(Choice(Maturity))
    content_hash: Mapped[str | None]
    created_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    created_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    effective_from: Mapped[datetime | None]
    effective_to: Mapped[datetime | None]
    superseded_by_id: Mapped[int | None] = reference("part_revision.id", nullable=True, index=False)
    part: Mapped[Part] = relationship(back_populates="revisions", foreign_keys=[part_id])


class Effectivity(Base):
    """A revision in force beside the general one: for a range of lots, one lot or a customer's order.

    Attributes:
        scope_key: Mask of the lot numbers, key of the lot, or key of the order.
        from_lot: First lot of a range as the mask counts it; the range is ``[from_lot, to_lot)``.
        from_at: Since when; the time is always written, also for "now".
        to_at: Until when, not included; set once.
    """

    __tablename__ = "effectivity"
    __table_args__ = strict(
        CheckConstraint("(scope = 'lot_range') = (from_lot IS NOT NULL)", name="range"),
        CheckConstraint("to_lot IS NULL OR (from_lot IS NOT NULL AND from_lot < to_lot)", name="lots"),
        CheckConstraint("to_at IS NULL OR from_at <= to_at", name="times"),
        CheckConstraint("scope_key <> ''", name="scope_key_given"),
        Index(None, "part_id", "scope", "scope_key"),
    )

    id: Mapped[Key]
    part_id: Mapped[int] = reference("part.id", index=False)
    revision_id: Mapped[int] = reference("part_revision.id")
    scope: Mapped[EffectivityScope] = mapped_column(Choice(EffectivityScope))
    scope_key: Mapped[str]
    shown: Mapped[str]
    from_lot: Mapped[int | None] = mapped_column(Size)
    to_lot: Mapped[int | None] = mapped_column(Size)
    from_at: Mapped[datetime]
    to_at: Mapped[datetime | None]
    reason: Mapped[str]


class PartIteration(Base):
    """A checked-in state of a draft: its whole content, with a note; kept beside the autosaved draft."""

    __tablename__ = "part_iteration"
    __table_args__ = strict(UniqueConstraint("revision_id", "number"))

    counted = True

    id: Mapped[Key]
    revision_id: Mapped[int] = reference("part_revision.id", index=False)
    number: Mapped[int]
    note: Mapped[str]
    content: Mapped[Any] = mapped_column(CanonicalJson())
    content_hash: Mapped[str]
    made_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    made_at: Mapped[datetime]


class PartAttachment(Base):
    """A file that belongs to a revision's content; it is signed and frozen with it."""

    __tablename__ = "part_attachment"
    __table_args__ = strict(UniqueConstraint("revision_id", "file_hash"))

    counted = True

    id: Mapped[Key]
    revision_id: Mapped[int] = reference("part_revision.id", index=False)
    name: Mapped[str]
    note: Mapped[str]
    file_hash: Mapped[str] = reference("vault_file.hash")


class PartPicture(Versioned, Base):
    """The small picture by which people know a part; uncontrolled, each change is on record."""

    __tablename__ = "part_picture"

    part_id: Mapped[int] = reference("part.id", index=False, primary_key=True)
    file_hash: Mapped[str] = reference("vault_file.hash")
