"""Characteristics of a drawing revision, the balloons that mark them on its pages, and redlines drawn over them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Versioned, reference, strict
from models.types import CanonicalJson, Choice
from models.vocab import CharacteristicKind, MarkupShape, Special


class Characteristic(Versioned, Base):
    """A requirement on a drawing.

    Attributes:
        number: Balloon number as printed (``7``, ``7.1``); unique per revision.
        upper_tolerance: Signed deviation from nominal, as drawn; None when the drawing gives none.
        lower_limit: Lowest accepted value, inclusive; None when one-sided. In ``unit``.
        decimals: Digits after the point that a reading must at least resolve.
        confirmed: A person confirmed it; unconfirmed ones block review and export.
    """

    __tablename__ = "characteristic"
    __table_args__ = strict(UniqueConstraint("document_revision_id", "number"))

    counted = True

    id: Mapped[Key]
    document_revision_id: Mapped[int] = reference("document_revision.id", index=False)
    number: Mapped[str]
    position: Mapped[int]
    kind: Mapped[CharacteristicKind] = mapped_column(Choice(CharacteristicKind))
    specification: Mapped[str]
    nominal: Mapped[Decimal | None]
    upper_tolerance: Mapped[Decimal | None]
    lower_tolerance: Mapped[Decimal | None]
    upper_limit: Mapped[Decimal | None]
    lower_limit: Mapped[Decimal | None]
    unit: Mapped[str]
    decimals: Mapped[int]
    places: Mapped[int]
    special: Mapped[Special] = mapped_column(Choice(Special))
    special_symbol: Mapped[str]
    method: Mapped[str]
    sample_size: Mapped[int]
    frequency: Mapped[str]
    zone: Mapped[str]
    confirmed: Mapped[bool]
    balloons: Mapped[list[Balloon]] = relationship(
        back_populates="characteristic", cascade="all, delete-orphan"
    )


class Balloon(Base):
    """Where a characteristic stands on a page; points (1/72 inch) from the top left of the displayed page."""

    __tablename__ = "balloon"

    counted = True

    id: Mapped[Key]
    characteristic_id: Mapped[int] = reference("characteristic.id")
    page: Mapped[int]
    x: Mapped[Decimal]
    y: Mapped[Decimal]
    anchor_x: Mapped[Decimal]
    anchor_y: Mapped[Decimal]
    characteristic: Mapped[Characteristic] = relationship(back_populates="balloons")


class Markup(Base):
    """A redline over a page, stored apart: the file below never changes by it, released or not.

    Attributes:
        page: From 1, of the file.
        layer: A name people give, e.g. the meeting it came from.
        points: [[x, y], …] as texts of points from the top left of the displayed page.
        withdrawn_at: None while it is shown; nothing is deleted.
    """

    __tablename__ = "markup"
    __table_args__ = strict(Index(None, "document_revision_id", "file_hash"))

    counted = True

    id: Mapped[Key]
    document_revision_id: Mapped[int] = reference("document_revision.id", index=False)
    file_hash: Mapped[str]
    page: Mapped[int]
    layer: Mapped[str]
    shape: Mapped[MarkupShape] = mapped_column(Choice(MarkupShape))
    points: Mapped[Any] = mapped_column(CanonicalJson())
    text: Mapped[str]
    made_by_id: Mapped[int] = reference("user_account.id", index=False)
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
