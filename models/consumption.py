"""What was put into what 투입: which lot went into which, how much of it, and what was taken back. Append-only."""

from __future__ import annotations

import uuid
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, reference, strict


class Consumption(Base):
    """A quantity of one lot that was used to make another, or a counter row that takes such a row back whole.

    Attributes:
        sequence: Counts the rows of the used lot, 1, 2, 3 …
        quantity: In the unit of the used part; below zero only where the row takes another back.
        event_id: The scan it came from; the same scan twice is one fact.
        takes_back_id: The row that was wrong; the reason is mandatory then.
        reason: Also why a part was used that the order's BOM does not name; else empty.
    """

    __tablename__ = "consumption"
    __table_args__ = strict(UniqueConstraint("used_lot_id", "sequence"))

    id: Mapped[Key]
    made_lot_id: Mapped[int] = reference("lot.id")
    used_lot_id: Mapped[int] = reference("lot.id", index=False)
    sequence: Mapped[int]
    quantity: Mapped[Decimal]
    event_id: Mapped[uuid.UUID | None] = mapped_column(unique=True)
    takes_back_id: Mapped[int | None] = mapped_column(
        ForeignKey("consumption.id", ondelete="RESTRICT"), unique=True
    )
    reason: Mapped[str]
    used_at: Mapped[datetime]
    used_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
