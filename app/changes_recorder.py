"""Collects what a flush changed, in a form that the audit chain keeps and verification can replay.

Knows columns, not meanings. Secrets are replaced by a digest; what the chain need not hold is left out.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import Table, inspect
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import History
from sqlalchemy.orm.unitofwork import UOWTransaction

from models.base import Base

# The chain proves who changed a secret and that nobody else did, never what it is: these hold salted hashes, and
# the chain holds a digest of those.
SECRET_COLUMNS: Final = frozenset({"password_hash", "pin_hash"})
# Derived, or proved by their own hash; the audit table itself is the chain.
UNRECORDED_TABLES: Final = frozenset({"audit_entry", "search_entry", "vault_chunk", "number_counter"})
_SECRET: Final = "sha256:"

Change = list[Any]


def flushed_changes(session: Session, flush: UOWTransaction) -> list[Change]:
    """Return the changes of the flush that just ran, as ``[table, act, key, fields]``.

    A row that was only taken out of its owner's list is deleted by the flush itself: the session does not know it.

    ``add`` keeps all columns, ``edit`` the changed ones as ``[old, new]``, ``remove`` all old ones.
    """
    changes: list[Change] = []
    for row in sorted(session.new, key=_order):
        if _recorded(row):
            changes.append([_shape(row.__class__).table, "add", _key(row), _columns(row)])
    known = set(session.deleted)
    orphans = {state.obj() for state, (gone, listed) in flush.states.items() if gone and not listed} - known
    for row in sorted((row for row in session.dirty if row not in orphans), key=_order):
        fields = _edited(row) if _recorded(row) else {}
        if fields:
            changes.append([_shape(row.__class__).table, "edit", _key(row), fields])
    for row in sorted(known | orphans, key=_order):
        if _recorded(row):
            changes.append([_shape(row.__class__).table, "remove", _key(row), _columns(row)])
    return changes


@dataclass(frozen=True)
class _Shape:
    """How a mapped class is read: its table, its key, and (column, attribute) of every column."""

    table: str
    key: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]


@cache
def _shape(mapped: type[Base]) -> _Shape:
    mapper = inspect(mapped)
    table = mapper.local_table
    assert isinstance(table, Table)
    return _Shape(
        table.name,
        tuple(mapper.get_property_by_column(column).key for column in mapper.primary_key),
        tuple((column.name, mapper.get_property_by_column(column).key) for column in table.columns),
    )


def _order(row: Base) -> tuple[str, str]:
    return _shape(row.__class__).table, str(inspect(row).identity or _key(row))


def _recorded(row: Base) -> bool:
    return _shape(row.__class__).table not in UNRECORDED_TABLES


def _key(row: Base) -> list[Any]:
    return [getattr(row, name) for name in _shape(row.__class__).key]


def _columns(row: Base) -> dict[str, Any]:
    return {column: hide(column, getattr(row, name)) for column, name in _shape(row.__class__).fields}


def _edited(row: Base) -> dict[str, Any]:
    state = inspect(row)
    fields: dict[str, Any] = {}
    for column, name in _shape(row.__class__).fields:
        history: History = state.attrs[name].history
        if history.added:  # the type compares: a decimal that gained a zero has changed
            old = history.deleted[0] if history.deleted else None
            fields[column] = [hide(column, old), hide(column, history.added[0])]
    return fields


def hide(column: str, value: Any) -> Any:
    """Return a value as the chain keeps it: of a secret's hash only the digest."""
    if column in SECRET_COLUMNS and value is not None:
        return _SECRET + hashlib.sha256(str(value).encode("utf-8")).hexdigest()
    return value
