"""Signing: re-authentication, meaning, and the hash of exactly what is signed; and having read it."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.labels import RoleNames
from app.people.sign_in import prove
from app.people.users import find_user
from app.refusals import NOT_ALLOWED
from app.unit_of_work import UnitOfWork
from models.person import FileOpened, Signature
from models.vocab import Meaning, Noun, Role, SignMethod


def sign(
    unit: UnitOfWork,
    noun: Noun,
    entity_id: int,
    content_hash: str,
    meaning: Meaning,
    *,
    secret: str,
    method: SignMethod = SignMethod.PASSWORD,
    comment: str = "",
) -> Signature:
    """Sign the content of a record as the acting person.

    Args:
        unit: The unit of work.
        noun: What is signed.
        entity_id: Its id.
        content_hash: SHA-256 of the canonical content that the signer saw.
        meaning: What the signature says.
        secret: Password or PIN, asked for at this moment.
        method: Which of the two.
        comment: What the signer adds.

    Raises:
        PartproofError: wrong secret, locked user, or nobody signed in.
    """
    if unit.actor.user_id is None:
        raise NOT_ALLOWED(name=unit.actor.name, roles=RoleNames((Role.APPROVER,)))
    user = find_user(unit.session, unit.actor.user_id)
    prove(unit, user, secret, method)
    signature = Signature(
        uuid=uuid.uuid4(),
        user_id=user.id,
        printed_name=user.name,
        printed_title=user.title,
        meaning=meaning,
        method=method,
        noun=noun,
        entity_id=entity_id,
        content_hash=content_hash,
        comment=comment,
        at=unit.now,
    )
    unit.session.add(signature)
    unit.session.flush()
    unit.record(
        "signed", noun, entity_id, meaning=meaning, content_hash=content_hash, signature=signature.uuid
    )
    return signature


def record_opened(unit: UnitOfWork, file_hash: str, *, outside: bool = False) -> None:
    """Record that the acting person opened a file (``outside``: with another program)."""
    if unit.actor.user_id is None or has_opened(unit.session, unit.actor.user_id, file_hash):
        return
    unit.session.add(
        FileOpened(user_id=unit.actor.user_id, file_hash=file_hash, outside=outside, at=unit.now)
    )
    unit.record("file_opened", Noun.FILE, None, hash=file_hash, outside=outside)


def has_opened(session: Session, user_id: int, file_hash: str) -> bool:
    """Tell whether a person ever opened a file."""
    query = select(FileOpened.id).where(FileOpened.user_id == user_id, FileOpened.file_hash == file_hash)
    return session.scalars(query.limit(1)).first() is not None
