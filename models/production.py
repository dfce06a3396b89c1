"""Stations, operations, work orders with their frozen snapshots, and lots."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Versioned, reference, strict
from models.types import CanonicalJson, Choice
from models.vocab import DeviceKind, LotState, OrderState


class Station(Versioned, Base):
    """A place on the floor with a screen, a scanner and gauges."""

    __tablename__ = "station"

    id: Mapped[Key]
    code: Mapped[str]
    code_key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class StationDevice(Base):
    """What stands at a port of a station: a scanner, or a gauge on a channel.

    Attributes:
        port: Port by what it is (identity text), never only by its name.
        driver: Family name of the driver.
        setup: How it is recognised and talked to beyond that (USB identity, line settings, profile of the generic
            driver, way of acquisition); keys and meaning: ``app/production/device_setup.py``.
    """

    __tablename__ = "station_device"
    __table_args__ = strict(UniqueConstraint("station_id", "port", "channel"))

    counted = True

    id: Mapped[Key]
    station_id: Mapped[int] = reference("station.id", index=False)
    kind: Mapped[DeviceKind] = mapped_column(Choice(DeviceKind))
    port: Mapped[str]
    channel: Mapped[str]
    driver: Mapped[str]
    gauge_id: Mapped[int | None] = reference("gauge.id", nullable=True)
    setup: Mapped[Any] = mapped_column(CanonicalJson())


class Operation(Versioned, Base):
    """A step of making a part."""

    __tablename__ = "operation"
    __table_args__ = strict(UniqueConstraint("part_id", "number"))

    id: Mapped[Key]
    part_id: Mapped[int] = reference("part.id", index=False)
    number: Mapped[int]
    name: Mapped[str]


class WorkOrder(Versioned, Base):
    """An order to make a quantity of one part revision."""

    __tablename__ = "work_order"

    id: Mapped[Key]
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(unique=True)
    part_revision_id: Mapped[int] = reference("part_revision.id")
    quantity: Mapped[Decimal]
    due_on: Mapped[date | None]
    state: Mapped[OrderState] = mapped_column(Choice(OrderState))
    snapshots: Mapped[list[OrderSnapshot]] = relationship(order_by="OrderSnapshot.sequence", viewonly=True)


class OrderSnapshot(Base):
    """What the floor was told to make, frozen at release; changes append another one."""

    __tablename__ = "order_snapshot"
    __table_args__ = strict(UniqueConstraint("order_id", "sequence"))

    id: Mapped[Key]
    order_id: Mapped[int] = reference("work_order.id", index=False)
    sequence: Mapped[int]
    content: Mapped[Any] = mapped_column(CanonicalJson())
    content_hash: Mapped[str]
    effect: Mapped[str]
    made_at: Mapped[datetime]


class Lot(Versioned, Base):
    """A quantity of one part made or received together."""

    __tablename__ = "lot"

    id: Mapped[Key]
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(unique=True)
    part_id: Mapped[int] = reference("part.id")
    order_id: Mapped[int | None] = reference("work_order.id", nullable=True)
    quantity: Mapped[Decimal]
    heat_number: Mapped[str]
    state: Mapped[LotState] = mapped_column(Choice(LotState))
    work_day: Mapped[date]
