"""Nonconformances and the readings that showed them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, Versioned, reference, strict
from models.types import Choice
from models.vocab import NonconformanceState


class Nonconformance(Versioned, Base):
    """Something that is not as required, from discovery to verified action.

    Attributes:
        containment: What was done at once.
        cause: Why it came about, found in the analysis.
        action: What is done so that it does not come again.
        verification: How it was seen that the action works.
        disposition: What happens with the parts; signed before closing.
    """

    __tablename__ = "nonconformance"

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
    disposition: Mapped[str]
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
