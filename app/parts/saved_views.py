"""Views of lists that a person keeps: verbs and what asks for them. What a view holds is the screen's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.labels import RoleNames
from app.refusals import NOT_ALLOWED
from app.rights import filled
from app.unit_of_work import UnitOfWork
from models.numbering import SavedView
from models.vocab import Noun


@dataclass(frozen=True)
class ViewRow:
    """A view by its name, with what the screen put in."""

    name: str
    content: dict[str, Any]


def save_view(unit: UnitOfWork, list_name: str, name: str, content: Mapping[str, Any]) -> None:
    """Keep a view under a name for the person who is signed in; the same name replaces it."""
    user = _user(unit)
    name = filled("name", name, limit=60)
    query = select(SavedView).where(
        SavedView.user_id == user, SavedView.list_name == list_name, SavedView.name == name
    )
    row = unit.session.scalars(query).one_or_none()
    if row is None:
        row = SavedView(user_id=user, list_name=list_name, name=name)
        unit.session.add(row)
    row.content = dict(content)
    unit.session.flush()
    unit.record("view_saved", Noun.USER, user, list=list_name, name=name)


def remove_view(unit: UnitOfWork, list_name: str, name: str) -> None:
    """Forget a view of the person who is signed in."""
    user = _user(unit)
    query = select(SavedView).where(
        SavedView.user_id == user, SavedView.list_name == list_name, SavedView.name == name
    )
    row = unit.session.scalars(query).one_or_none()
    if row is not None:
        unit.session.delete(row)
        unit.record("view_removed", Noun.USER, user, list=list_name, name=name)


def saved_views(session: Session, user_id: int | None, list_name: str) -> tuple[ViewRow, ...]:
    """Return a person's views of a list by name."""
    query = select(SavedView).where(SavedView.user_id == user_id, SavedView.list_name == list_name)
    return tuple(
        ViewRow(row.name, dict(row.content)) for row in session.scalars(query.order_by(SavedView.name))
    )


def _user(unit: UnitOfWork) -> int:
    if unit.actor.user_id is None:
        raise NOT_ALLOWED(name=unit.actor.name, roles=RoleNames(()))
    return unit.actor.user_id
