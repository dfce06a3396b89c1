"""Gauges and their calibrations. Whether a gauge may be used now is a rule, not a column."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Versioned, reference
from models.types import Choice
from models.vocab import CalibrationResult, GaugeState


class Gauge(Versioned, Base):
    """A measuring instrument of the register 계측기대장.

    Attributes:
        unit: Unit of its values when its frames carry none.
        resolution: Smallest step it shows, in ``unit``.
        interval_months: Calibration interval.
    """

    __tablename__ = "gauge"

    id: Mapped[Key]
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    maker: Mapped[str]
    serial_number: Mapped[str]
    unit: Mapped[str]
    resolution: Mapped[Decimal]
    range_low: Mapped[Decimal]
    range_high: Mapped[Decimal]
    interval_months: Mapped[int]
    state: Mapped[GaugeState] = mapped_column(Choice(GaugeState))
    calibrations: Mapped[list[Calibration]] = relationship(order_by="Calibration.id", viewonly=True)


class Calibration(Base):
    """One calibration; append-only.

    Attributes:
        transfer_line_id: The line of a signed transfer that brought it (이관); None for one recorded here.
    """

    __tablename__ = "calibration"

    id: Mapped[Key]
    gauge_id: Mapped[int] = reference("gauge.id")
    done_on: Mapped[date]
    due_on: Mapped[date]
    result: Mapped[CalibrationResult] = mapped_column(Choice(CalibrationResult))
    certificate: Mapped[str]
    laboratory: Mapped[str]
    file_hash: Mapped[str | None] = reference("vault_file.hash", nullable=True, index=False)
    recorded_at: Mapped[datetime]
    transfer_line_id: Mapped[int | None] = reference("transfer_line.id", nullable=True, index=False)
