"""The register of printed tags: each print of a tag, so that a reprint is seen and counted. Append-only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, reference, strict
from models.types import Choice
from models.vocab import Noun


class TagPrint(Base):
    """One print of a tag.

    Attributes:
        kind: Code of the tag.
        layout: Name of the layout it was printed in.
        piece: Which of several tags of the record (box 3/10, delivery note); empty where there is one.
        reprint: How often this tag was printed before; 0 for the first print.
        copies: Equal ones printed at once.
        printer: What it was sent to, as people call it.
        content_hash: SHA-256 of what was printed, without the line of time and name.
    """

    __tablename__ = "tag_print"
    __table_args__ = strict(UniqueConstraint("kind", "noun", "entity_id", "piece", "reprint"))

    id: Mapped[Key]
    kind: Mapped[str]
    layout: Mapped[str]
    noun: Mapped[Noun] = mapped_column(Choice(Noun))
    entity_id: Mapped[int]
    piece: Mapped[str]
    reprint: Mapped[int]
    copies: Mapped[int]
    printer: Mapped[str]
    content_hash: Mapped[str]
    printed_at: Mapped[datetime]
    printed_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
