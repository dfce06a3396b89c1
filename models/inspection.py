"""Inspections and readings. A reading is a fact: append-only, corrected by a further row, never deleted."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, Versioned, reference, strict
from models.types import CanonicalJson, Choice
from models.vocab import EntryMode, InspectionKind, InspectionState, Verdict


class Inspection(Versioned, Base):
    """One inspection of a lot against the characteristics of one released drawing revision."""

    __tablename__ = "inspection"

    id: Mapped[Key]
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[InspectionKind] = mapped_column(Choice(InspectionKind))
    state: Mapped[InspectionState] = mapped_column(Choice(InspectionState))
    order_id: Mapped[int | None] = reference("work_order.id", nullable=True)
    snapshot_id: Mapped[int | None] = reference("order_snapshot.id", nullable=True)
    lot_id: Mapped[int] = reference("lot.id")
    part_revision_id: Mapped[int] = reference("part_revision.id")
    document_revision_id: Mapped[int] = reference("document_revision.id")
    station_id: Mapped[int | None] = reference("station.id", nullable=True)
    sample_size: Mapped[int]
    opened_by_id: Mapped[int] = reference("user_account.id", index=False)
    opened_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    work_day: Mapped[date]


class Reading(Base):
    """One measured value with everything that proves it.

    Attributes:
        event_id: Made once by the device side; the same event twice is one fact.
        value: In ``unit``, with the gauge's trailing zeros.
        raw: The bytes of the frame; empty for keyed values.
        corrects_id: The reading this one replaces; the reason is mandatory then.
        undone: This row takes the named reading back without a new value.
    """

    __tablename__ = "reading"
    __table_args__ = strict(Index(None, "inspection_id", "characteristic_id", "sample"))

    id: Mapped[Key]
    event_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    inspection_id: Mapped[int] = reference("inspection.id", index=False)
    characteristic_id: Mapped[int] = reference("characteristic.id")
    sample: Mapped[int]
    value: Mapped[Decimal | None]
    attribute: Mapped[str]
    unit: Mapped[str]
    raw: Mapped[bytes]
    raw_facts: Mapped[Any] = mapped_column(CanonicalJson())
    mode: Mapped[EntryMode] = mapped_column(Choice(EntryMode))
    verdict: Mapped[Verdict] = mapped_column(Choice(Verdict))
    gauge_id: Mapped[int | None] = reference("gauge.id", nullable=True)
    calibration_id: Mapped[int | None] = reference("calibration.id", nullable=True)
    operator_id: Mapped[int] = reference("user_account.id")
    station_id: Mapped[int | None] = reference("station.id", nullable=True, index=False)
    measured_at: Mapped[datetime]
    stored_at: Mapped[datetime]
    work_day: Mapped[date] = mapped_column(index=True)
    corrects_id: Mapped[int | None] = reference("reading.id", nullable=True)
    undone: Mapped[bool]
    reason: Mapped[str]
