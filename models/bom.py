"""BOM lines, their substitutes, and baselines. Walks over them stand in models/rules."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Versioned, reference, strict
from models.types import CanonicalJson


def _above_zero(name: str) -> CheckConstraint:
    digits = f"replace(replace({name}, '0', ''), '.', '')"
    return CheckConstraint(f"substr({name}, 1, 1) <> '-' AND {digits} <> ''", name=f"{name}_above_zero")


class BomLine(Base):
    """One row of a part revision's BOM; points at the child part, optionally pinned to a revision.

    Attributes:
        quantity: Per ``per`` units of the parent, in ``unit`` (3 kg per 1000 keeps both numbers).
        scrap_percent: Expected loss in percent.
    """

    __tablename__ = "bom_line"
    __table_args__ = strict(
        UniqueConstraint("revision_id", "find_number"), _above_zero("quantity"), _above_zero("per")
    )

    counted = True

    id: Mapped[Key]
    revision_id: Mapped[int] = reference("part_revision.id", index=False)
    find_number: Mapped[str]
    position: Mapped[int]
    child_part_id: Mapped[int] = reference("part.id")
    pinned_revision_id: Mapped[int | None] = reference("part_revision.id", nullable=True)
    quantity: Mapped[Decimal]
    per: Mapped[Decimal]
    unit: Mapped[str]
    reference: Mapped[str]
    note: Mapped[str]
    optional: Mapped[bool]
    scrap_percent: Mapped[Decimal]
    substitutes: Mapped[list[BomSubstitute]] = relationship(
        cascade="all, delete-orphan", order_by="BomSubstitute.rank"
    )


class BomSubstitute(Base):
    """A part that may stand in for a line's part; rank 1 is tried first."""

    __tablename__ = "bom_substitute"
    __table_args__ = strict(UniqueConstraint("line_id", "rank"), UniqueConstraint("line_id", "part_id"))

    counted = True

    id: Mapped[Key]
    line_id: Mapped[int] = reference("bom_line.id", index=False)
    rank: Mapped[int]
    part_id: Mapped[int] = reference("part.id")


class Baseline(Base):
    """A frozen resolution of a BOM and its documents, with its hash."""

    __tablename__ = "baseline"

    id: Mapped[Key]
    part_revision_id: Mapped[int] = reference("part_revision.id")
    name: Mapped[str]
    purpose: Mapped[str]
    content: Mapped[Any] = mapped_column(CanonicalJson())
    content_hash: Mapped[str]
    made_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    made_at: Mapped[datetime]


class ImportLayout(Versioned, Base):
    """How a parts list with these headings was read last, by the words of its heading row.

    Attributes:
        signature: SHA-256 over the headings.
        mapping: Heading to field.
    """

    __tablename__ = "import_layout"

    id: Mapped[Key]
    signature: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    mapping: Mapped[Any] = mapped_column(CanonicalJson())
    used_at: Mapped[datetime]
