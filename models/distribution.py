"""Controlled copies of released documents: the distribution ledger 배포대장, with receipts and recalls."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, Versioned, reference, strict
from models.types import Choice
from models.vocab import CopyState


class ControlledCopy(Versioned, Base):
    """One numbered paper (or file) copy of a released revision.

    Attributes:
        uuid: In the QR code of its stamp; a copy scanned back is known by it.
        number: Counts the copies of one revision.
        place: Where it hangs or lies, e.g. a line, a station, a supplier.
        holder: Who answers for it.
        received_by: Who signed for it on receipt; None until then.
        recalled_for_id: The revision that made it invalid; None while it is valid.
        ended_at: When it came back or its destruction was signed.
        signature_id: On its destruction.
    """

    __tablename__ = "controlled_copy"
    __table_args__ = strict(UniqueConstraint("document_revision_id", "number"))

    id: Mapped[Key]
    uuid: Mapped[uuid.UUID] = mapped_column(unique=True)
    document_revision_id: Mapped[int] = reference("document_revision.id", index=False)
    number: Mapped[int]
    place: Mapped[str]
    holder: Mapped[str]
    issued_by_id: Mapped[int] = reference("user_account.id", index=False)
    issued_at: Mapped[datetime]
    state: Mapped[CopyState] = mapped_column(Choice(CopyState), index=True)
    received_by: Mapped[str | None]
    received_at: Mapped[datetime | None]
    recalled_at: Mapped[datetime | None]
    recalled_for_id: Mapped[int | None] = reference("document_revision.id", nullable=True, index=False)
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    signature_id: Mapped[int | None] = reference("signature.id", nullable=True, index=False)
    note: Mapped[str]
