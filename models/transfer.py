"""Initial transfers (초기 이관): what was approved before the program came, planned, signed and then brought in.

Only the stored plan stands here; a plan is frozen once signed, and its signature names the plan's hash.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, Versioned, reference, strict
from models.types import CanonicalJson, Choice
from models.vocab_transfer import TransferKind, TransferState


class Transfer(Versioned, Base):
    """One transfer: where it came from, how it was read, and the one signature under its plan.

    Attributes:
        folder: Folder of the files as it was chosen; "" for a register alone.
        register_name: File name of the register.
        register_hash: The register itself in the vault.
        reading: Columns, patterns and defaults by which register and file names were read.
        plan_hash: SHA-256 of the canonical plan, set when it is signed.
    """

    __tablename__ = "transfer"
    __table_args__ = strict(
        Index(
            "uq_transfer_one_open",
            "kind",
            unique=True,
            sqlite_where=text("state IN ('draft', 'signed')"),
            postgresql_where=text("state IN ('draft', 'signed')"),
        ),
    )

    id: Mapped[Key]
    kind: Mapped[TransferKind] = mapped_column(Choice(TransferKind))
    state: Mapped[TransferState] = mapped_column(Choice(TransferState))
    folder: Mapped[str]
    register_name: Mapped[str]
    register_hash: Mapped[str] = reference("vault_file.hash", index=False)
    reading: Mapped[Any] = mapped_column(CanonicalJson())
    plan_hash: Mapped[str | None]
    signature_id: Mapped[int | None] = reference("signature.id", nullable=True, index=False)
    created_by_id: Mapped[int] = reference("user_account.id", index=False)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class TransferLine(Base):
    """One line of the plan: one part, document revision or gauge that will be there afterwards.

    Attributes:
        row: Row of the register, 1-based; 0 for a file that the register does not name.
        content: Everything that will be written, as plain values.
        file_path: Path below the folder; "" where the line has no file.
        file_hash: SHA-256 of that file as it was when the plan was made.
    """

    __tablename__ = "transfer_line"
    __table_args__ = strict(UniqueConstraint("transfer_id", "position"))

    counted = True

    id: Mapped[Key]
    transfer_id: Mapped[int] = reference("transfer.id", index=False)
    position: Mapped[int]
    row: Mapped[int]
    content: Mapped[Any] = mapped_column(CanonicalJson())
    file_path: Mapped[str]
    file_hash: Mapped[str | None] = mapped_column(index=True)


class TransferLayout(Base):
    """How a register of one layout was read last time; proposed when the same titles come again."""

    __tablename__ = "transfer_layout"

    layout: Mapped[str] = mapped_column(primary_key=True)
    reading: Mapped[Any] = mapped_column(CanonicalJson())
    used_at: Mapped[datetime]
