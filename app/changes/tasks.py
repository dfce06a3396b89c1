"""Open tasks of change orders, and until when what waits for a signature must be done. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.change import AffectedRevision, ChangeOrder, ChangeTask, Concession
from models.person import User
from models.vocab import ChangeOrderState, Noun

_ENDED = (ChangeOrderState.CLOSED, ChangeOrderState.REJECTED, ChangeOrderState.CANCELED)


@dataclass(frozen=True)
class OpenTaskRow:
    """A task that nobody has done yet."""

    id: int
    order_id: int
    order: str
    title: str
    owner: str
    due_on: date | None


def open_tasks(session: Session, *, user_id: int | None = None) -> tuple[OpenTaskRow, ...]:
    """Return the open tasks of change orders that go on, the first due first; of one person where one is named."""
    query = (
        select(ChangeTask, ChangeOrder.number, User.name)
        .join(ChangeOrder, ChangeOrder.id == ChangeTask.change_order_id)
        .outerjoin(User, User.id == ChangeTask.owner_id)
        .where(ChangeTask.done_at.is_(None), ChangeOrder.state.not_in(_ENDED))
    )
    if user_id is not None:
        query = query.where(ChangeTask.owner_id == user_id)
    rows = [
        OpenTaskRow(task.id, task.change_order_id, number, task.title, name or "", task.due_on)
        for task, number, name in session.execute(query)
    ]
    return tuple(sorted(rows, key=lambda row: (row.due_on or date.max, row.id)))


def due_days(session: Session, records: Iterable[tuple[Noun, int]]) -> dict[tuple[Noun, int], date]:
    """Return until when records must be done: a change order, its items, a concession; without a day none."""
    found: dict[tuple[Noun, int], date] = {}
    ids: dict[Noun, list[int]] = {}
    for noun, entity_id in records:
        ids.setdefault(noun, []).append(entity_id)
    orders = select(ChangeOrder.id, ChangeOrder.due_on).where(
        ChangeOrder.id.in_(ids.get(Noun.CHANGE_ORDER, ()))
    )
    concessions = select(Concession.id, Concession.until).where(
        Concession.id.in_(ids.get(Noun.CONCESSION, ()))
    )
    for noun, query in ((Noun.CHANGE_ORDER, orders), (Noun.CONCESSION, concessions)):
        found.update({(noun, key): day for key, day in session.execute(query) if day is not None})
    items = (
        select(AffectedRevision.noun, AffectedRevision.to_revision_id, ChangeOrder.due_on)
        .join(ChangeOrder, ChangeOrder.id == AffectedRevision.change_order_id)
        .where(AffectedRevision.is_open.in_([True]), ChangeOrder.due_on.is_not(None))
    )
    for noun, key, day in session.execute(items):
        if day is not None and key in ids.get(noun, ()):
            found[noun, key] = day
    return found
