"""What left the house 출하: a shipment to a customer and the lots it took its goods from. Append-only, both."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, reference, strict


class Shipment(Base):
    """One shipment to one customer, with the number of its inspection certificate 검사성적서.

    Attributes:
        certificate: Number from the register 발행대장; the certificate keeps it however often it is issued.
        shipped_on: The plant's calendar day.
        samples: Samples that belong to a submission, not mass product.
        note: The customer's order, the delivery note, the carrier.
    """

    __tablename__ = "shipment"

    id: Mapped[Key]
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(unique=True)
    certificate: Mapped[str] = mapped_column(unique=True)
    customer_id: Mapped[int] = reference("customer.id")
    shipped_on: Mapped[date]
    samples: Mapped[bool]
    note: Mapped[str]
    shipped_at: Mapped[datetime]
    shipped_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)


class ShipmentLine(Base):
    """A quantity of one lot in a shipment; `total` is what left of the lot with it.

    Attributes:
        part_revision_id: What the lot was made as.
        sequence: Counts the shipments of the lot, 1, 2, 3 …
    """

    __tablename__ = "shipment_line"
    __table_args__ = strict(UniqueConstraint("lot_id", "sequence"))

    id: Mapped[Key]
    shipment_id: Mapped[int] = reference("shipment.id")
    lot_id: Mapped[int] = reference("lot.id", index=False)
    part_revision_id: Mapped[int] = reference("part_revision.id")
    sequence: Mapped[int]
    quantity: Mapped[Decimal]
    total: Mapped[Decimal]
