"""Brings a database to the program's schema in one transaction, or leaves it untouched.

Foreign keys are off outside the transaction (batch steps rebuild tables), the refusal triggers are dropped and
made again, and nothing is committed before keys, triggers and version are checked. Back-ups are the caller's.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, inspect, text

from models.database import single_engine
from models.triggers import Engine as EngineName
from models.triggers import grants, triggers, truncate_guards

FOLDER: Final = Path(__file__).parent


class SchemaState(StrEnum):
    """How a database stands to this program."""

    EMPTY = "empty"
    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"


class MigrationError(Exception):
    """A migration left something broken and was rolled back; the text says what."""


def migration_config(connection: Connection | None = None) -> Config:
    """Return Alembic's settings for running inside a connection's transaction."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def schema_state(connection: Connection) -> SchemaState:
    """Compare the database's version with the program's."""
    version = MigrationContext.configure(connection).get_current_revision()
    scripts = ScriptDirectory.from_config(migration_config())
    if version is None:
        return SchemaState.EMPTY
    if version == scripts.get_current_head():
        return SchemaState.CURRENT
    known = {script.revision for script in scripts.walk_revisions()}
    return SchemaState.OLDER if version in known else SchemaState.NEWER


def state_of(url: URL) -> SchemaState:
    """Open a database once and tell how it stands to this program."""
    engine = single_engine(url)
    with engine.connect() as connection:
        return schema_state(connection)


def upgrade(url: URL, *, station_role: str | None = None) -> None:
    """Bring a database to the newest schema in one transaction.

    Args:
        url: The database; on PostgreSQL as its owner.
        station_role: On PostgreSQL, the role that stations use, given its rights afterwards.

    Raises:
        MigrationError: when keys or triggers are not whole afterwards; nothing has changed then.
    """
    engine = single_engine(url)
    with engine.connect() as connection, connection.begin():
        name: EngineName = "postgresql" if connection.dialect.name == "postgresql" else "sqlite"
        for trigger in triggers(name):
            for statement in trigger.drop(name):
                connection.exec_driver_sql(statement)
        command.upgrade(migration_config(connection), "head")
        remake_triggers(connection, name)
        if name == "postgresql" and station_role is not None:
            for statement in grants(station_role):
                connection.exec_driver_sql(statement)
        check_schema(connection, name)


def remake_triggers(connection: Connection, name: EngineName) -> None:
    """Create every refusal; they must have been dropped before."""
    for trigger in triggers(name):
        for statement in trigger.create(name):
            connection.exec_driver_sql(statement)
    if name == "postgresql":
        for statement in truncate_guards():
            connection.exec_driver_sql(statement)


def check_schema(connection: Connection, name: EngineName) -> None:
    """Make sure that keys, triggers and version are whole.

    Raises:
        MigrationError: naming what is not.
    """
    if name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise MigrationError(f"foreign keys: {broken[:5]}")
    missing = sorted({trigger.name for trigger in triggers(name)} - set(trigger_names(connection)))
    if missing:
        raise MigrationError(f"triggers missing: {missing}")
    if schema_state(connection) is not SchemaState.CURRENT:
        raise MigrationError("the version is not the newest")


def trigger_names(connection: Connection) -> list[str]:
    """Return the names of the triggers the database has."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    else:
        query = (
            "SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT tgisinternal ORDER BY tgname"
        )
    return [str(row[0]) for row in connection.execute(text(query))]


def missing_triggers(connection: Connection) -> list[str]:
    """Return the refusals that somebody took away, switched off or made to say something else."""
    if not inspect(connection).has_table("alembic_version"):
        return []
    name: EngineName = "postgresql" if connection.dialect.name == "postgresql" else "sqlite"
    present = _trigger_texts(connection, name)
    return sorted(
        trigger.name for trigger in triggers(name) if present.get(trigger.name) != trigger.stored(name)
    )


def _trigger_texts(connection: Connection, name: EngineName) -> dict[str, str]:
    """Return what the database holds of each trigger that is in force, as ``Trigger.stored`` says it."""
    if name == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT t.tgname, concat_ws(' ', c.relname, t.tgtype, array_to_string(p.proconfig, ','), p.prosrc) "
            "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE NOT t.tgisinternal AND t.tgenabled = 'O' AND t.tgqual IS NULL"
        )
    return {str(row[0]): str(row[1]) for row in connection.execute(text(query))}
