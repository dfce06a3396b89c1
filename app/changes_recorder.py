"""Collects what a flush changed, in a form that the audit chain keeps and verification can replay.

Knows columns, not meanings. Secrets are replaced; what the chain need not hold is left out.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Table, inspect
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import History

from models.base import Base

# The chain proves who changed a secret, never what it is.
SECRET_COLUMNS: Final = frozenset({"password_hash", "pin_hash"})
# Derived, or proved by their own hash; the audit table itself is the chain.
UNRECORDED_TABLES: Final = frozenset({"audit_entry", "search_entry", "vault_chunk", "number_counter"})
HIDDEN: Final = "•"

Change = list[Any]


def flushed_changes(session: Session) -> list[Change]:
    """Return the changes of the flush that just ran, as ``[table, act, key, fields]``.

    ``add`` keeps all columns, ``edit`` the changed ones as ``[old, new]``, ``remove`` all old ones.
    """
    changes: list[Change] = []
    for row in sorted(session.new, key=_order):
        if _recorded(row):
            changes.append([_table(row).name, "add", _key(row), _columns(row)])
    for row in sorted(session.dirty, key=_order):
        fields = _edited(row) if _recorded(row) else {}
        if fields:
            changes.append([_table(row).name, "edit", _key(row), fields])
    for row in sorted(session.deleted, key=_order):
        if _recorded(row):
            changes.append([_table(row).name, "remove", _key(row), _columns(row)])
    return changes


def _order(row: Any) -> tuple[str, str]:
    return _table(row).name, str(inspect(row).identity or _key(row))


def _table(row: Base) -> Table:
    table = inspect(type(row)).local_table
    assert isinstance(table, Table)
    return table


def _recorded(row: Any) -> bool:
    return _table(row).name not in UNRECORDED_TABLES


def _key(row: Any) -> list[Any]:
    mapper = inspect(type(row))
    return [getattr(row, mapper.get_property_by_column(column).key) for column in mapper.primary_key]


def _columns(row: Any) -> dict[str, Any]:
    mapper = inspect(type(row))
    fields: dict[str, Any] = {}
    for column in _table(row).columns:
        value = getattr(row, mapper.get_property_by_column(column).key)
        fields[column.name] = hide(column.name, value)
    return fields


def _edited(row: Any) -> dict[str, Any]:
    mapper, state = inspect(type(row)), inspect(row)
    fields: dict[str, Any] = {}
    for column in _table(row).columns:
        history: History = state.attrs[mapper.get_property_by_column(column).key].history
        if history.added and history.added != history.deleted:
            old = history.deleted[0] if history.deleted else None
            fields[column.name] = [hide(column.name, old), hide(column.name, history.added[0])]
    return fields


def hide(column: str, value: Any) -> Any:
    """Return a value as the chain keeps it: secrets only as present or absent."""
    if column in SECRET_COLUMNS:
        return None if value is None else HIDDEN
    return value
