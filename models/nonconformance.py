"""Nonconformances, the readings that showed them, and what becomes of their parts.

What must hold of them stands in models/quality_conditions.py; the acts in app/nonconformance.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, Versioned, reference, strict
from models.types import Choice
from models.vocab import NonconformanceState
from models.vocab_quality import DispositionKind


class Nonconformance(Versioned, Base):
    """Something that is not as required, from discovery to verified action.

    Attributes:
        containment: What was done at once.
        cause: Why it came about, found in the analysis.
        action: What is done so that it does not come again.
        verification: How it was seen that the action works.
        quantity: How many parts are not as required, in the part's unit; None until somebody counted, 0 where
            the finding was about no part after all.
        disposition_note: Words beside the dispositions; signed with them before closing.
    """

    __tablename__ = "nonconformance"
    __table_args__ = strict(
        CheckConstraint("quantity IS NULL OR CAST(quantity AS NUMERIC) >= 0", name="quantity_counted")
    )

    id: Mapped[Key]
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(unique=True)
    state: Mapped[NonconformanceState] = mapped_column(Choice(NonconformanceState))
    title: Mapped[str]
    description: Mapped[str]
    part_revision_id: Mapped[int] = reference("part_revision.id")
    lot_id: Mapped[int | None] = reference("lot.id", nullable=True)
    inspection_id: Mapped[int | None] = reference("inspection.id", nullable=True)
    containment: Mapped[str]
    cause: Mapped[str]
    action: Mapped[str]
    verification: Mapped[str]
    quantity: Mapped[Decimal | None]
    disposition_note: Mapped[str]
    found_by_id: Mapped[int] = reference("user_account.id", index=False)
    found_at: Mapped[datetime]
    work_day: Mapped[date]
    closed_at: Mapped[datetime | None]


class NonconformanceReading(Base):
    """A reading that belongs to a nonconformance; append-only."""

    __tablename__ = "nonconformance_reading"
    __table_args__ = strict(UniqueConstraint("nonconformance_id", "reading_id"))

    id: Mapped[Key]
    nonconformance_id: Mapped[int] = reference("nonconformance.id", index=False)
    reading_id: Mapped[int] = reference("reading.id")


class NonconformanceDisposition(Base):
    """What happens with some of the nonconforming parts 처리방안; the rows of one nonconformance split its quantity.

    Attributes:
        quantity: How many parts, in the part's unit.
        concession_id: The concession 특채 it rests on; there with that kind, and only with it.
        decided_by_id: Who decided.
    """

    __tablename__ = "nonconformance_disposition"
    __table_args__ = strict(
        CheckConstraint("(kind = 'concession') = (concession_id IS NOT NULL)", name="concession_named"),
        CheckConstraint("CAST(quantity AS NUMERIC) > 0", name="quantity_above_zero"),
    )

    counted = True

    id: Mapped[Key]
    nonconformance_id: Mapped[int] = reference("nonconformance.id")
    kind: Mapped[DispositionKind] = mapped_column(Choice(DispositionKind))
    quantity: Mapped[Decimal]
    concession_id: Mapped[int | None] = reference("concession.id", nullable=True)
    note: Mapped[str]
    decided_by_id: Mapped[int] = reference("user_account.id", index=False)
    decided_at: Mapped[datetime]
