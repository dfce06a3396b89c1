"""Signing in by password, identifying by badge, and the lock-out that is counted in the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from app.errors import RefusalKind
from app.people.refusals import INACTIVE, LOCKED, NO_PIN, UNKNOWN_BADGE, WRONG_PASSWORD, WRONG_PIN
from app.people.secrets import hash_secret, matches, outdated
from app.settings import read_settings
from app.unit_of_work import Actor, UnitOfWork, number_key
from models.person import User
from models.vocab import Noun, SignMethod

TRIES: Final = 5
LOCK: Final = timedelta(minutes=5)


def actor_of(user: User, station: str = "") -> Actor:
    """Return the actor a user becomes."""
    return Actor(user.id, user.name, frozenset(role.role for role in user.roles), station)


def sign_in(unit: UnitOfWork, login: str, password: str, *, station: str = "") -> Actor:
    """Sign in with name and password.

    Raises:
        PartproofError: wrong, locked or inactive; a wrong try is counted.
    """
    user = unit.session.scalars(select(User).where(User.login_key == number_key(login))).one_or_none()
    if user is None:
        # As slow as a wrong password, so that names cannot be guessed by the time it takes.
        hash_secret(password)
        raise WRONG_PASSWORD(limit=TRIES, minutes=_minutes())
    prove(unit, user, password, SignMethod.PASSWORD)
    unit.record("signed_in", Noun.USER, user.id, method="password")
    return actor_of(user, station)


def identify_by_badge(unit: UnitOfWork, badge: str, *, station: str = "") -> Actor:
    """Identify a person at a station by the badge; it never signs.

    Raises:
        PartproofError: unknown badge, locked or inactive person.
    """
    user = unit.session.scalars(select(User).where(User.badge == badge)).one_or_none()
    if user is None:
        raise UNKNOWN_BADGE(badge=badge)
    _refuse_locked(unit, user)
    unit.record("identified", Noun.USER, user.id, method="badge")
    return actor_of(user, station)


def prove(unit: UnitOfWork, user: User, secret: str, method: SignMethod) -> None:
    """Make sure a secret is this user's, counting wrong tries in the database.

    Raises:
        PartproofError: wrong, locked, inactive, or no PIN set.
    """
    _refuse_locked(unit, user)
    if method is SignMethod.PIN:
        if user.pin_hash is None:
            raise NO_PIN(name=user.name)
        _match(user, user.pin_hash, secret, WRONG_PIN)
    else:
        _match(user, user.password_hash, secret, WRONG_PASSWORD)
        if outdated(user.password_hash):
            user.password_hash = hash_secret(secret)
    if user.failed_attempts or user.locked_until is not None:
        user.failed_attempts, user.locked_until = 0, None


def _match(user: User, secret_hash: str, secret: str, kind: RefusalKind) -> None:
    if not matches(secret_hash, secret):
        refusal = kind(limit=TRIES, minutes=_minutes())
        refusal.afterwards = _count_failure(user.id)
        raise refusal


def _count_failure(user_id: int) -> Callable[[UnitOfWork], None]:
    def count(unit: UnitOfWork) -> None:
        # Locked for the count: several stations may be trying at once, and each wrong try counts.
        query = select(User).where(User.id == user_id).with_for_update()
        user = unit.session.scalars(query).one()
        user.failed_attempts += 1
        if user.failed_attempts >= TRIES:
            user.locked_until = unit.now + LOCK
            user.failed_attempts = 0
        unit.record("wrong_secret", Noun.USER, user_id)

    return count


def _refuse_locked(unit: UnitOfWork, user: User) -> None:
    if not user.active:
        raise INACTIVE(name=user.name)
    if user.locked_until is not None and unit.now < user.locked_until:
        raise LOCKED(name=user.name, until=read_settings(unit.session).stamp(user.locked_until))


def _minutes() -> int:
    return int(LOCK.total_seconds() // 60)
