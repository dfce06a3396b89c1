"""Parts, their revisions, customers and vehicles. Rules about states stand in models/rules."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Versioned, reference, strict
from models.types import Choice
from models.vocab import Maturity, PartKind, RevisionState, Source


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
        customer_label: The customer's revision label, taken as it is.
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
        Index(
            "uq_part_revision_one_released",
            "part_id",
            unique=True,
            sqlite_where=text("state = 'released'"),
            postgresql_where=text("state = 'released'"),
        ),
    )

    counted = True

    id: Mapped[Key]
    part_id: Mapped[int] = reference("part.id", index=False)
    counter: Mapped[int]
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
