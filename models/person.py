"""People: users, their roles, and signatures.

Users are deactivated, never deleted; signatures are append-only.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Versioned, reference, strict
from models.types import Choice
from models.vocab import Meaning, Noun, Role, SignMethod


class User(Versioned, Base):
    """A person who works with the program.

    Attributes:
        login_key: NFKC and case-folded login, unique.
        badge: Identifies at a station; never signs.
        failed_attempts: Wrong passwords or PINs in a row, counted here and not in memory.
    """

    __tablename__ = "user_account"

    id: Mapped[Key]
    login: Mapped[str]
    login_key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    title: Mapped[str]
    badge: Mapped[str | None] = mapped_column(unique=True)
    password_hash: Mapped[str]
    pin_hash: Mapped[str | None]
    stamp_hash: Mapped[str | None]
    active: Mapped[bool]
    failed_attempts: Mapped[int]
    locked_until: Mapped[datetime | None]
    roles: Mapped[list[UserRole]] = relationship(
        back_populates="user", cascade="all, delete-orphan", order_by="UserRole.role"
    )


class UserRole(Base):
    """One role of one person."""

    __tablename__ = "user_role"

    user_id: Mapped[int] = reference("user_account.id", index=False, primary_key=True)
    role: Mapped[Role] = mapped_column(Choice(Role), primary_key=True)
    user: Mapped[User] = relationship(back_populates="roles")


class Signature(Base):
    """A signature: who, meaning, and the hash of exactly what was signed."""

    __tablename__ = "signature"
    __table_args__ = strict(Index(None, "noun", "entity_id"))

    id: Mapped[Key]
    uuid: Mapped[uuid.UUID] = mapped_column(unique=True)
    user_id: Mapped[int] = reference("user_account.id")
    printed_name: Mapped[str]
    printed_title: Mapped[str]
    meaning: Mapped[Meaning] = mapped_column(Choice(Meaning))
    method: Mapped[SignMethod] = mapped_column(Choice(SignMethod))
    noun: Mapped[Noun] = mapped_column(Choice(Noun))
    entity_id: Mapped[int]
    content_hash: Mapped[str]
    comment: Mapped[str]
    at: Mapped[datetime]


class FileOpened(Base):
    """A person opened a file; a signature on something unread is refused by it."""

    __tablename__ = "file_opened"
    __table_args__ = strict(Index(None, "user_id", "file_hash"))

    id: Mapped[Key]
    user_id: Mapped[int] = reference("user_account.id", index=False)
    file_hash: Mapped[str]
    outside: Mapped[bool]
    at: Mapped[datetime]
