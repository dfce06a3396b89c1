"""Who is shown at the sign-in: the people of a demo factory, and whose badge was scanned. Reads only."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.crew import PASSWORD
from app.people.queries import UserRow, user_rows
from app.people.secrets import matches
from models.person import User

# The logins of the demo; a factory with other people is never asked for its passwords.
_DEMO_LOGINS = frozenset({"admin", "kim", "lee", "park", "choi"})


def demo_people(session: Session) -> tuple[UserRow, ...]:
    """Return the active people of a demo factory, as long as the printed password still opens it; else nobody."""
    rows = user_rows(session)
    if not {row.login for row in rows} >= _DEMO_LOGINS:
        return ()
    stored = session.scalars(select(User.password_hash).where(User.login == "admin")).first()
    if stored is None or not matches(stored, PASSWORD):
        return ()
    return tuple(row for row in rows if row.active and row.login in _DEMO_LOGINS)


def login_of(session: Session, user_id: int | None) -> str:
    """Return a person's sign-in name."""
    return session.scalars(select(User.login).where(User.id == user_id)).first() or ""
