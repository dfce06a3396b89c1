"""The register of printed tags, so that a reprint is seen and counted, and the plant's own layouts. Append-only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
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
        reason: Why it was printed again; empty only for the first print.
    """

    __tablename__ = "tag_print"
    __table_args__ = strict(
        UniqueConstraint("kind", "noun", "entity_id", "piece", "reprint"),
        CheckConstraint("reprint = 0 OR reason <> ''", name="reason"),
    )

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
    reason: Mapped[str]
    printed_at: Mapped[datetime]
    printed_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)


class PlantTagLayout(Base):
    """One version of a layout the plant made for itself; the newest of a name is in force.

    Attributes:
        name: What people choose it by; the kind's own name takes the place of the ordinary layout.
        name_key: For comparing.
        counter: 1, 2, 3 … within the name.
        kind: Code of the tag it is for.
        text: The layout file, TOML.
        withdrawn: From here on the plant does without it.
    """

    __tablename__ = "tag_layout"
    __table_args__ = strict(UniqueConstraint("name_key", "counter"))

    id: Mapped[Key]
    name: Mapped[str]
    name_key: Mapped[str]
    counter: Mapped[int]
    kind: Mapped[str]
    text: Mapped[str]
    withdrawn: Mapped[bool]
    kept_at: Mapped[datetime]
    kept_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
