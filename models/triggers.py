"""The refusals that live in the database itself: append-only, frozen content, listed transitions, no deletion.

Made from the lists of models/protected.py and the conditions of models/trigger_conditions.py, one list per engine;
migrations drop and re-create it. Nothing here touches a connection.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import Integer, Table, UniqueConstraint

from models.catalogue import metadata
from models.protected import APPEND_ONLY, CHILDREN, FROZEN, IMMUTABLE, MASTERS, NEVER_DELETED
from models.protected import TRANSITIONS as TRANSITIONS
from models.trigger_conditions import CONDITIONS

PROTECTED: Final = tuple(sorted({*NEVER_DELETED, *FROZEN, *CHILDREN, *MASTERS}))
Event = Literal["INSERT", "UPDATE", "DELETE"]
Engine = Literal["sqlite", "postgresql"]
# Told apart by app/factory.py, which says "there is already …" instead of "refused".
KNOWN_KEY: Final = "(known key)"


@dataclass(frozen=True)
class Trigger:
    """One refusal.

    Attributes:
        name: Unique name in the database.
        table: Table it guards.
        event: What it refuses.
        condition: SQL over NEW and OLD; ``<>?`` stands for "differs, NULLs counted".
        message: Says what is refused; starts with ``refused:``.
        sqlite_only: Against what only SQLite does (REPLACE, hidden row ids).
    """

    name: str
    table: str
    event: Event
    condition: str
    message: str
    sqlite_only: bool = False

    def create(self, engine: Engine) -> tuple[str, ...]:
        """Return the statements that make this trigger."""
        if engine == "sqlite":
            condition = self.condition.replace("<>?", "IS NOT")
            return (
                (
                    f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH ROW "
                    f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
                ),
            )
        return (
            (
                # Without its own path, a temporary table of the session would be looked at in place of the real one.
                f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql "
                f"SET search_path = public, pg_temp AS $body${self._body()}$body$"
            ),
            (
                f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH ROW "
                f"EXECUTE FUNCTION {self.name}()"
            ),
        )

    def stored(self, engine: Engine) -> str:
        """Return the text by which a database says that it has this very trigger."""
        if engine == "sqlite":
            return self.create(engine)[0]
        kind = 3 + {"INSERT": 4, "DELETE": 8, "UPDATE": 16}[self.event]  # before, for each row
        return f"{self.table} {kind} search_path=public, pg_temp {self._body()}"

    def _body(self) -> str:
        condition = self.condition.replace("<>?", "IS DISTINCT FROM")
        row = "OLD" if self.event == "DELETE" else "NEW"
        return (
            f" BEGIN IF {condition} THEN RAISE EXCEPTION '{self.message}' USING ERRCODE = '23514'; END IF; "
            f"RETURN {row}; END "
        )

    def drop(self, engine: Engine) -> tuple[str, ...]:
        """Return the statements that take this trigger away."""
        if engine == "sqlite":
            return (f"DROP TRIGGER IF EXISTS {self.name}",)
        return (f"DROP FUNCTION IF EXISTS {self.name}() CASCADE",)


def triggers(engine: Engine) -> tuple[Trigger, ...]:
    """Return every refusal of the schema on an engine, sorted by name."""
    made = [trigger for trigger in _all_triggers() if engine == "sqlite" or not trigger.sqlite_only]
    return tuple(sorted(made, key=lambda trigger: trigger.name))


def _all_triggers() -> Iterator[Trigger]:
    for name in APPEND_ONLY:
        yield from _append_only(metadata.tables[name])
    for name in NEVER_DELETED:
        yield Trigger(f"no_delete_{name}", name, "DELETE", "1 = 1", f"refused: {name} rows are never deleted")
    for name, columns in IMMUTABLE.items():
        message = f"refused: identity of {name} never changes"
        yield Trigger(f"immutable_{name}", name, "UPDATE", _differs(columns), message)
    for name, columns in FROZEN.items():
        yield from _frozen(name, columns)
    for name, allowed in TRANSITIONS.items():
        yield _transition(name, allowed)
    for name, (revisions, link, identity) in MASTERS.items():
        yield from _master(name, revisions, link, identity)
    for name, state in CHILDREN.items():
        yield from _child(name, state)
    for name in PROTECTED:
        yield from _known_keys(metadata.tables[name])
    for name, table, event, condition, message in CONDITIONS:
        yield Trigger(name, table, event, " ".join(condition.split()), f"refused: {message}")


def _differs(columns: Iterable[str]) -> str:
    return "(" + " OR ".join(f"NEW.{column} <>? OLD.{column}" for column in columns) + ")"


def _append_only(table: Table) -> Iterator[Trigger]:
    name = table.name
    message = f"refused: {name} is append-only"
    yield Trigger(f"append_only_{name}_update", name, "UPDATE", "1 = 1", message)
    yield Trigger(f"append_only_{name}_delete", name, "DELETE", "1 = 1", message)
    # REPLACE deletes the old row without a delete trigger unless a pragma is set; so refuse known keys here too.
    known = " OR ".join(_exists(name, key) for key in _unique_keys(table))
    yield Trigger(f"append_only_{name}_again", name, "INSERT", known, f"{message} {KNOWN_KEY}")
    if _hidden_row_id(table):
        yield _row_id(name, "INSERT", f"{message} {KNOWN_KEY}")


def _known_keys(table: Table) -> Iterator[Trigger]:
    """Refuse what REPLACE would push aside: on SQLite no delete trigger runs then unless a pragma is set."""
    name, message = table.name, f"refused: there is already such a {table.name} {KNOWN_KEY}"
    key = tuple(column.name for column in table.primary_key.columns)
    yield Trigger(f"fixed_key_{name}", name, "UPDATE", _differs(key), f"refused: the key of {name} is fixed")
    keys = _unique_keys(table)
    partial = [
        (tuple(column.name for column in index.columns), str(index.dialect_options["sqlite"]["where"]))
        for index in sorted(table.indexes, key=lambda index: str(index.name))
        if index.unique and index.dialect_options["sqlite"]["where"] is not None
    ]
    new = [_exists(name, entry) for entry in keys]
    new += [f"NEW.{where} AND {_exists(name, columns, where)}" for columns, where in partial]
    yield Trigger(f"known_{name}_insert", name, "INSERT", _any(new), message, sqlite_only=True)
    other = " AND ".join(f"{column} = OLD.{column}" for column in key)
    changed = [f"{_differs(entry)} AND {_exists(name, entry, f'NOT ({other})')}" for entry in keys[1:]]
    changed += [
        f"NEW.{where} AND {_exists(name, columns, f'{where} AND NOT ({other})')}"
        for columns, where in partial
    ]
    if changed:
        yield Trigger(f"known_{name}_update", name, "UPDATE", _any(changed), message, sqlite_only=True)
    if _hidden_row_id(table):
        yield _row_id(name, "INSERT", message)
        yield _row_id(name, "UPDATE", message)


def _row_id(name: str, event: Event, message: str) -> Trigger:
    known = f"EXISTS (SELECT 1 FROM {name} WHERE rowid = NEW.rowid)"
    condition = known if event == "INSERT" else "NEW.rowid <>? OLD.rowid"
    return Trigger(f"row_id_{name}_{event.lower()}", name, event, condition, message, sqlite_only=True)


def _hidden_row_id(table: Table) -> bool:
    """Tell whether SQLite keeps a row number beside the key, through which a row could be replaced."""
    columns = list(table.primary_key.columns)
    return len(columns) != 1 or not isinstance(columns[0].type, Integer)


def _exists(name: str, key: Sequence[str], also: str = "") -> str:
    match = " AND ".join(f"{column} = NEW.{column}" for column in key)
    return f"EXISTS (SELECT 1 FROM {name} WHERE {match}{' AND ' + also if also else ''})"


def _any(conditions: Iterable[str]) -> str:
    return " OR ".join(f"({condition})" for condition in conditions)


def _unique_keys(table: Table) -> list[tuple[str, ...]]:
    """Return the primary key and then every other unique key without a condition."""
    keys = [tuple(column.name for column in table.primary_key.columns)]
    for constraint in sorted(table.constraints, key=lambda entry: str(entry.name)):
        if isinstance(constraint, UniqueConstraint):
            keys.append(tuple(column.name for column in constraint.columns))
    keys.extend(
        tuple(column.name for column in index.columns)
        for index in sorted(table.indexes, key=lambda index: str(index.name))
        if index.unique and index.dialect_options["sqlite"]["where"] is None
    )
    keys.extend((column.name,) for column in table.columns if column.unique and (column.name,) not in keys)
    return keys


def _frozen(name: str, columns: Sequence[str]) -> Iterator[Trigger]:
    yield Trigger(
        f"frozen_{name}",
        name,
        "UPDATE",
        f"OLD.state <> 'draft' AND {_differs(columns)}",
        f"refused: content of a {name} is frozen outside draft",
    )
    message = f"refused: only a draft {name} can be deleted"
    yield Trigger(f"frozen_{name}_delete", name, "DELETE", "OLD.state <> 'draft'", message)
    message = f"refused: a {name} begins as a draft"
    yield Trigger(f"frozen_{name}_insert", name, "INSERT", "NEW.state <> 'draft'", message)


def _transition(name: str, allowed: dict[str, tuple[str, ...]]) -> Trigger:
    pairs = [
        f"(OLD.state = '{old}' AND NEW.state = '{new}')" for old, states in allowed.items() for new in states
    ]
    condition = f"NEW.state <> OLD.state AND NOT ({' OR '.join(pairs)})"
    return Trigger(f"transition_{name}", name, "UPDATE", condition, f"refused: no such transition of {name}")


def _master(name: str, revisions: str, link: str, identity: Sequence[str]) -> Iterator[Trigger]:
    left_draft = f"EXISTS (SELECT 1 FROM {revisions} WHERE {link} = OLD.id AND state <> 'draft')"
    message = f"refused: the identity of a {name} that was sent to review never changes"
    yield Trigger(f"{name}_identity", name, "UPDATE", f"{_differs(identity)} AND {left_draft}", message)
    message = f"refused: a {name} that was sent to review is never deleted"
    yield Trigger(f"{name}_delete", name, "DELETE", left_draft, message)


def _child(name: str, state: str) -> Iterator[Trigger]:
    message = f"refused: {name} belongs to content that is not a draft"
    # A row whose revision is not there belongs to nothing, and is not let in to be adopted later.
    new = f"COALESCE(({state.format(row='NEW')}), 'none') <> 'draft'"
    old = f"COALESCE(({state.format(row='OLD')}), 'none') <> 'draft'"
    yield Trigger(f"child_{name}_insert", name, "INSERT", new, message)
    yield Trigger(f"child_{name}_update", name, "UPDATE", f"({new}) OR ({old})", message)
    yield Trigger(f"child_{name}_delete", name, "DELETE", old, message)


def truncate_guards() -> tuple[str, ...]:
    """Return PostgreSQL statements that refuse TRUNCATE, which row triggers do not see."""
    statements = [
        (
            "CREATE OR REPLACE FUNCTION refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN "
            "RAISE EXCEPTION 'refused: facts are never truncated' USING ERRCODE = '23514'; END $body$"
        )
    ]
    statements.extend(
        f"CREATE OR REPLACE TRIGGER refuse_truncate BEFORE TRUNCATE ON {name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate()"
        for name in sorted({*APPEND_ONLY, *PROTECTED})
    )
    return tuple(statements)


def grants(role: str) -> tuple[str, ...]:
    """Return PostgreSQL statements that give a station's role what it needs and nothing more.

    Args:
        role: A quoted-safe role name (letters, digits, underscore).

    Raises:
        ValueError: for any other name.
    """
    if not role.replace("_", "").isalnum():
        raise ValueError(f"not a role name: {role}")
    statements = [f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}"]
    for name in sorted(metadata.tables):
        rights = "SELECT, INSERT"
        if name not in APPEND_ONLY:
            rights += ", UPDATE" if name in NEVER_DELETED else ", UPDATE, DELETE"
        statements.append(f"GRANT {rights} ON {name} TO {role}")
    statements.append(f"GRANT SELECT ON alembic_version TO {role}")
    return tuple(statements)
