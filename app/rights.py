"""Rights: which role an act needs. Checked in the verbs, never only in a screen."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, select

from app.labels import FieldName, RoleNames
from app.refusals import EMPTY_FIELD, FIELD_TOO_LONG, NOT_ALLOWED
from app.unit_of_work import UnitOfWork
from models.person import User, UserRole
from models.types import clean_text
from models.vocab import Role

# Asked before every act: made once, over the tables, so that only the asking itself takes time.
_USER, _USER_ROLE = User.__table__, UserRole.__table__
_ROLES: Final = (
    select(_USER_ROLE.c.role)
    .join(_USER, _USER.c.id == _USER_ROLE.c.user_id)
    .where(_USER.c.id == bindparam("user_id"), _USER.c.active == bindparam("active"))
)


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
    asked = {"user_id": unit.actor.user_id, "active": True}
    return unit.actor.roles.intersection(unit.session.execute(_ROLES, asked).scalars())


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
