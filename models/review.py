"""Reviews: the approval line (결재란) of one revision, signed step by step."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Versioned, reference, strict
from models.types import Choice
from models.vocab import Meaning, Noun, ReviewState, Role


class ReviewRoute(Base):
    """Who must sign what kind of record; without an approving step nothing can be released.

    Attributes:
        stage: Steps of one stage sign side by side; stages follow one another.
        quorum: How many signatures of its stage are enough.
        user_id: The one person who signs, or None for anybody with the role.
        may_decide: 전결: this signature ends the line; later stages need not sign.
    """

    __tablename__ = "review_route"
    __table_args__ = strict(
        UniqueConstraint("noun", "position"), CheckConstraint("quorum >= 1 AND stage >= 1", name="stages")
    )

    counted = True

    id: Mapped[Key]
    noun: Mapped[Noun] = mapped_column(Choice(Noun))
    position: Mapped[int]
    meaning: Mapped[Meaning] = mapped_column(Choice(Meaning))
    role: Mapped[Role] = mapped_column(Choice(Role))
    stage: Mapped[int]
    quorum: Mapped[int]
    user_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    may_decide: Mapped[bool]


class Review(Versioned, Base):
    """One run of a route over the frozen content of one revision."""

    __tablename__ = "review"
    __table_args__ = strict(
        Index(None, "noun", "entity_id"),
        Index(
            "uq_review_one_open",
            "noun",
            "entity_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[Key]
    noun: Mapped[Noun] = mapped_column(Choice(Noun))
    entity_id: Mapped[int]
    content_hash: Mapped[str]
    state: Mapped[ReviewState] = mapped_column(Choice(ReviewState))
    opened_by_id: Mapped[int] = reference("user_account.id", index=False)
    opened_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    steps: Mapped[list[ReviewStep]] = relationship(back_populates="review", order_by="ReviewStep.position")


class ReviewStep(Base):
    """One box of the approval line; holds the signature once given.

    Attributes:
        on_behalf_of_id: 대결: in whose place a deputy signed.
    """

    __tablename__ = "review_step"
    __table_args__ = strict(
        UniqueConstraint("review_id", "position"),
        UniqueConstraint("signature_id"),
        CheckConstraint("quorum >= 1 AND stage >= 1", name="stages"),
    )

    id: Mapped[Key]
    review_id: Mapped[int] = reference("review.id", index=False)
    position: Mapped[int]
    meaning: Mapped[Meaning] = mapped_column(Choice(Meaning))
    role: Mapped[Role] = mapped_column(Choice(Role))
    stage: Mapped[int]
    quorum: Mapped[int]
    user_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    may_decide: Mapped[bool]
    signature_id: Mapped[int | None] = reference("signature.id", nullable=True, index=False)
    on_behalf_of_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    review: Mapped[Review] = relationship(back_populates="steps")
