"""Fills an empty database with the rows of another one, of this or an older schema, in one transaction.

Refusals are off while rows go in and are made again before the commit. What the rows mean is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from alembic import command
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, MetaData, Table, bindparam, select, text

from models.database import single_engine
from models.migrations.runner import MigrationError, check_schema, migration_config, remake_triggers
from models.triggers import Engine as EngineName
from models.triggers import grants, triggers

_BATCH: Final = 1_000
Row = Mapping[str, Any]


def known_revision(revision: str) -> bool:
    """Tell whether this program knows a schema revision."""
    scripts = ScriptDirectory.from_config(migration_config())
    return revision in {script.revision for script in scripts.walk_revisions()}


def dumped_tables(connection: Connection) -> tuple[str, list[Table]]:
    """Return a database's schema revision and its tables as they are, parents before children."""
    revision = MigrationContext.configure(connection).get_current_revision()
    reflected = MetaData()
    reflected.reflect(connection)
    tables = [table for table in reflected.sorted_tables if table.name != "alembic_version"]
    return revision or "", tables


def dumped_rows(connection: Connection, table: Table) -> Iterator[Row]:
    """Yield the rows of a table as stored, in the order of its key."""
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_BATCH)
    for row in connection.execute(query).mappings():
        yield dict(row)


def fill(
    url: URL,
    revision: str,
    rows_of: Callable[[str], Iterable[Row]],
    *,
    station_role: str | None = None,
) -> None:
    """Make the schema of ``revision`` in an empty database, put the rows in, and bring it to the newest schema.

    Args:
        url: An empty database; on PostgreSQL as its owner.
        revision: Schema that the rows have.
        rows_of: Returns the rows of a table by its name.
        station_role: On PostgreSQL, the role that stations use.

    Raises:
        MigrationError: when keys or triggers are not whole afterwards; nothing has changed then.
    """
    engine = single_engine(url)
    with engine.connect() as connection, connection.begin():
        name: EngineName = "postgresql" if connection.dialect.name == "postgresql" else "sqlite"
        if MigrationContext.configure(connection).get_current_revision() is not None:
            raise MigrationError("the database is not empty")
        command.upgrade(migration_config(connection), revision)
        for trigger in triggers(name):
            for statement in trigger.drop(name):
                connection.exec_driver_sql(statement)
        _, tables = dumped_tables(connection)
        for table in tables:
            _load(connection, table, rows_of(table.name))
        command.upgrade(migration_config(connection), "head")
        remake_triggers(connection, name)
        if name == "postgresql" and station_role is not None:
            for statement in grants(station_role):
                connection.exec_driver_sql(statement)
        check_schema(connection, name)
    engine.dispose()


def _load(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Insert rows; references of a table to itself follow when all its rows are there."""
    own = [
        column.name
        for column in table.columns
        if any(key.column.table is table for key in column.foreign_keys)
    ]
    later: list[Row] = []
    source = iter(rows)
    while batch := [dict(row) for row in islice(source, _BATCH)]:
        for row in batch:
            if any(row[name] is not None for name in own):
                later.append({f"b_{name}": row[name] for name in (*own, *_key(table))})
                row.update(dict.fromkeys(own))
        connection.execute(table.insert(), batch)
    if later:
        statement = table.update().values({name: bindparam(f"b_{name}") for name in own})
        for name in _key(table):
            statement = statement.where(table.c[name] == bindparam(f"b_{name}"))
        connection.execute(statement, later)
    if connection.dialect.name == "postgresql" and _key(table) == ["id"]:
        _raise_sequence(connection, table)


def _key(table: Table) -> list[str]:
    return [column.name for column in table.primary_key.columns]


def _raise_sequence(connection: Connection, table: Table) -> None:
    """Let the next id follow the highest one that was loaded."""
    sequence = connection.scalar(text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": table.name})
    highest = connection.scalar(select(table.c.id).order_by(table.c.id.desc()).limit(1))
    if sequence is not None and highest is not None:
        connection.execute(
            text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest}
        )
