"""Rights: which role an act needs. Checked in the verbs, never only in a screen."""

from __future__ import annotations

from sqlalchemy import select

from app.labels import FieldName, RoleNames
from app.refusals import EMPTY_FIELD, FIELD_TOO_LONG, NOT_ALLOWED
from app.unit_of_work import UnitOfWork
from models.person import User, UserRole
from models.types import clean_text
from models.vocab import Role

_ROLES = select(UserRole.role).join(User, User.id == UserRole.user_id).where(User.active.in_([True]))


def require(unit: UnitOfWork, *roles: Role) -> None:
    """Refuse the act unless the actor has one of the roles.

    Raises:
        PartproofError: ``right.missing``, naming the roles.
    """
    if not roles_now(unit).intersection(roles):
        raise NOT_ALLOWED(name=unit.actor.name, roles=RoleNames(roles))


def roles_now(unit: UnitOfWork) -> frozenset[Role]:
    """Return the roles the actor signed in with and still has; a deactivated person has none."""
    if unit.actor.user_id is None:
        return unit.actor.roles
    query = _ROLES.where(User.id == unit.actor.user_id)
    with unit.session.no_autoflush:
        return unit.actor.roles.intersection(unit.session.scalars(query))


def filled(field: str, value: str, *, limit: int = 200) -> str:
    """Return a mandatory text, stripped and NFC.

    Args:
        field: Its name for the refusal.
        value: What was typed.
        limit: Longest text accepted, in characters.

    Raises:
        PartproofError: ``field.empty`` or ``field.too_long``.
    """
    text = clean_text(value).strip()
    if not text:
        raise EMPTY_FIELD(field=FieldName(field))
    if len(text) > limit:
        raise FIELD_TOO_LONG(field=FieldName(field), length=len(text), limit=limit)
    return text
