"""What screens and documents ask about people. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.person import Signature, User
from models.vocab import Meaning, Noun, Role


@dataclass(frozen=True)
class UserRow:
    """One person of the list."""

    id: int
    login: str
    name: str
    title: str
    badge: str
    roles: tuple[Role, ...]
    active: bool
    locked_until: datetime | None


@dataclass(frozen=True)
class SignatureRow:
    """One signature as it is shown and printed; ``valid`` says it holds for the content asked about."""

    name: str
    title: str
    meaning: Meaning
    at: datetime
    content_hash: str
    comment: str
    valid: bool


def user_rows(session: Session) -> tuple[UserRow, ...]:
    """Return all people, active ones first, then by name."""
    users = session.scalars(select(User).options(selectinload(User.roles)).order_by(User.name)).all()
    rows = [
        UserRow(
            user.id,
            user.login,
            user.name,
            user.title,
            user.badge or "",
            tuple(role.role for role in user.roles),
            user.active,
            user.locked_until,
        )
        for user in users
    ]
    return tuple(sorted(rows, key=lambda row: not row.active))


def signature_rows(
    session: Session, noun: Noun, entity_id: int, content_hash: str
) -> tuple[SignatureRow, ...]:
    """Return the signatures on a record in their order; one on other content is not valid for it."""
    query = (
        select(Signature)
        .where(Signature.noun == noun, Signature.entity_id == entity_id)
        .order_by(Signature.id)
    )
    return tuple(
        SignatureRow(
            entry.printed_name,
            entry.printed_title,
            entry.meaning,
            entry.at,
            entry.content_hash,
            entry.comment,
            entry.content_hash == content_hash,
        )
        for entry in session.scalars(query)
    )
