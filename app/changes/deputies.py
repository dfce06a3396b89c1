"""대결: who signs in place of whom, from day to day; said by an administrator or the person who is away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes.change_refusals import DEPUTY_DAYS
from app.changes.ledger_basics import find_entry
from app.people.users import find_user
from app.rights import filled, require
from app.unit_of_work import UnitOfWork
from models.change import Deputy
from models.person import User
from models.vocab import Noun, Role


@dataclass(frozen=True)
class DeputyRow:
    """One deputyship."""

    id: int
    name: str
    deputy: str
    from_on: date
    to_on: date
    reason: str


def set_deputy(
    unit: UnitOfWork, user_id: int, deputy_id: int, *, from_on: date, to_on: date, reason: str
) -> int:
    """Let somebody sign in place of another person from a day to a day, both included."""
    if unit.actor.user_id != user_id:
        require(unit, Role.ADMINISTRATOR)
    if from_on > to_on or user_id == deputy_id:
        raise DEPUTY_DAYS(first=from_on.isoformat(), last=to_on.isoformat())
    find_user(unit.session, user_id)
    find_user(unit.session, deputy_id)
    row = Deputy(
        user_id=user_id,
        deputy_id=deputy_id,
        from_on=from_on,
        to_on=to_on,
        reason=filled("reason", reason),
        given_by_id=unit.actor.user_id,
        given_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    unit.record("deputy_set", Noun.USER, user_id, deputy=deputy_id, first=from_on, last=to_on)
    return row.id


def shorten_deputy(unit: UnitOfWork, deputy_row_id: int, *, to_on: date) -> None:
    """End a deputyship earlier than was said."""
    row = find_entry(unit.session, Deputy, deputy_row_id)
    if unit.actor.user_id != row.user_id:
        require(unit, Role.ADMINISTRATOR)
    if not row.from_on <= to_on <= row.to_on:
        raise DEPUTY_DAYS(first=row.from_on.isoformat(), last=to_on.isoformat())
    row.to_on = to_on
    unit.record("deputy_shortened", Noun.USER, row.user_id, last=to_on)


def deputy_rows(session: Session, *, day: date) -> tuple[DeputyRow, ...]:
    """Return the deputyships of a day and later."""
    names = {row.id: row.name for row in session.execute(select(User.id, User.name))}
    query = select(Deputy).where(Deputy.to_on >= day).order_by(Deputy.from_on, Deputy.id)
    return tuple(
        DeputyRow(row.id, names[row.user_id], names[row.deputy_id], row.from_on, row.to_on, row.reason)
        for row in session.scalars(query)
    )
