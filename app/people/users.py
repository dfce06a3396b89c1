"""Verbs about users: add, roles, badge, PIN, deactivate. Signing in and signing stand beside."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.people.refusals import BADGE_IS_PIN, LAST_ADMINISTRATOR, WEAK_PASSWORD, WEAK_PIN
from app.people.secrets import hash_secret, matches
from app.refusals import NOT_FOUND
from app.rights import filled, require
from app.unit_of_work import UnitOfWork, number_key
from models.person import User, UserRole
from models.vocab import Noun, Role

LEAST_PASSWORD = 8
LEAST_PIN = 6


def find_user(session: Session, user_id: int) -> User:
    """Return a user by id.

    Raises:
        PartproofError: ``record.not_found``.
    """
    user = session.get(User, user_id)
    if user is None:
        raise NOT_FOUND(what=f"user {user_id}")
    return user


def add_user(
    unit: UnitOfWork,
    *,
    login: str,
    name: str,
    password: str,
    roles: Iterable[Role],
    title: str = "",
    badge: str | None = None,
    pin: str | None = None,
) -> int:
    """Add a person and return the id.

    Raises:
        PartproofError: without the administrator's role, for a weak secret, or a login or badge that exists.
    """
    require(unit, Role.ADMINISTRATOR)
    login = filled("login", login, limit=60)
    if pin is not None and pin == badge:
        raise BADGE_IS_PIN(name=name)
    user = User(
        login=login,
        login_key=number_key(login),
        name=filled("name", name, limit=80),
        title=title,
        badge=badge or None,
        password_hash=hash_secret(_password(password)),
        pin_hash=hash_secret(_pin(pin)) if pin else None,
        stamp_hash=None,
        active=True,
        failed_attempts=0,
        locked_until=None,
        roles=[UserRole(role=role) for role in sorted(set(roles))],
    )
    unit.session.add(user)
    unit.session.flush()
    unit.record("user_added", Noun.USER, user.id, login=login)
    return user.id


def set_roles(unit: UnitOfWork, user_id: int, roles: Iterable[Role], *, reason: str) -> None:
    """Give a user exactly these roles."""
    require(unit, Role.ADMINISTRATOR)
    user = find_user(unit.session, user_id)
    wanted = set(roles)
    if Role.ADMINISTRATOR not in wanted:
        _keep_an_administrator(unit.session, user)
    user.roles = [role for role in user.roles if role.role in wanted] + [
        UserRole(role=role) for role in sorted(wanted - {role.role for role in user.roles})
    ]
    unit.record("roles_set", Noun.USER, user_id, roles=sorted(wanted), reason=filled("reason", reason))


def deactivate_user(unit: UnitOfWork, user_id: int, *, reason: str) -> None:
    """Take a user out of service; the record stays for ever."""
    require(unit, Role.ADMINISTRATOR)
    user = find_user(unit.session, user_id)
    _keep_an_administrator(unit.session, user)
    user.active = False
    unit.record("user_deactivated", Noun.USER, user_id, reason=filled("reason", reason))


def set_password(unit: UnitOfWork, user_id: int, password: str) -> None:
    """Set one's own password, or another's as administrator."""
    _own_or_administrator(unit, user_id)
    user = find_user(unit.session, user_id)
    user.password_hash = hash_secret(_password(password))
    user.failed_attempts, user.locked_until = 0, None
    unit.record("password_set", Noun.USER, user_id)


def set_pin(unit: UnitOfWork, user_id: int, pin: str) -> None:
    """Set one's own PIN, or another's as administrator."""
    _own_or_administrator(unit, user_id)
    user = find_user(unit.session, user_id)
    if pin == user.badge:
        raise BADGE_IS_PIN(name=user.name)
    user.pin_hash = hash_secret(_pin(pin))
    unit.record("pin_set", Noun.USER, user_id)


def set_badge(unit: UnitOfWork, user_id: int, badge: str | None) -> None:
    """Give a user a badge, or take it away; a badge identifies and never signs."""
    require(unit, Role.ADMINISTRATOR)
    user = find_user(unit.session, user_id)
    if badge and user.pin_hash is not None and matches(user.pin_hash, badge):
        raise BADGE_IS_PIN(name=user.name)
    user.badge = badge or None
    unit.record("badge_set", Noun.USER, user_id)


def unlock_user(unit: UnitOfWork, user_id: int) -> None:
    """End a lock-out early."""
    require(unit, Role.ADMINISTRATOR)
    user = find_user(unit.session, user_id)
    user.failed_attempts, user.locked_until = 0, None
    unit.record("user_unlocked", Noun.USER, user_id)


def _own_or_administrator(unit: UnitOfWork, user_id: int) -> None:
    if unit.actor.user_id != user_id:
        require(unit, Role.ADMINISTRATOR)


def _keep_an_administrator(session: Session, user: User) -> None:
    query = (
        select(User)
        .join(UserRole)
        .where(UserRole.role == Role.ADMINISTRATOR, User.active.in_([True]))
        # Two administrators who deactivate each other at once must wait for one another.
        .with_for_update(of=User)
    )
    others = [other for other in session.scalars(query) if other.id != user.id]
    if not others and any(role.role is Role.ADMINISTRATOR for role in user.roles):
        raise LAST_ADMINISTRATOR(name=user.name)


def _password(password: str) -> str:
    if len(password.strip()) < LEAST_PASSWORD:
        raise WEAK_PASSWORD(length=len(password), least=LEAST_PASSWORD)
    return password


def _pin(pin: str) -> str:
    steps = (
        {int(b) - int(a) for a, b in itertools.pairwise(pin)} if pin.isascii() and pin.isdigit() else set()
    )
    if len(pin) < LEAST_PIN or not steps or steps in ({0}, {1}, {-1}):
        raise WEAK_PIN(least=LEAST_PIN)
    return pin
