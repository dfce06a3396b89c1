"""Engines for SQLite and PostgreSQL with the pragmas that evidence needs. The only place that knows drivers.

Writers begin with BEGIN IMMEDIATE; readers are read-only by pragma. No query and no commit stands here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, QueuePool

BUSY_TIMEOUT_MS: Final = 15_000
CHAIN_LOCK: Final = 7_220_186_011  # any constant: the advisory lock of the audit chain
STRUCTURE_LOCK: Final = 7_220_186_012  # another one: held while a BOM is checked for cycles


def sqlite_url(file: Path) -> URL:
    """Return the URL of a SQLite file."""
    return URL.create("sqlite", database=str(file))


def parse_url(text_url: str) -> URL:
    """Return the URL of a database named in a factory's settings."""
    return make_url(text_url)


def write_engine(url: URL, *, foreign_keys: bool = True) -> Engine:
    """Return the engine of the one writer; each transaction takes the write lock at its beginning."""
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, poolclass=QueuePool, pool_size=2, max_overflow=2)
        _sqlite_events(engine, read_only=False, foreign_keys=foreign_keys)
        return engine
    return create_engine(url, isolation_level="READ COMMITTED", pool_pre_ping=True)


def read_engine(url: URL) -> Engine:
    """Return the engine of queries; writing through it fails."""
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, poolclass=QueuePool, pool_size=4, max_overflow=8)
        _sqlite_events(engine, read_only=True, foreign_keys=True)
        return engine
    return create_engine(
        url,
        isolation_level="REPEATABLE READ",
        pool_pre_ping=True,
        connect_args={"options": "-c default_transaction_read_only=on"},
    )


def single_engine(url: URL) -> Engine:
    """Return an engine without a pool, for migrations: foreign keys off on SQLite, outside any transaction."""
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, poolclass=NullPool)
        _sqlite_events(engine, read_only=False, foreign_keys=False)
        return engine
    return create_engine(url, poolclass=NullPool, isolation_level="READ COMMITTED")


def _sqlite_events(engine: Engine, *, read_only: bool, foreign_keys: bool) -> None:
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver's own transaction handling would open a deferred BEGIN; ours is sent by the begin event.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "journal_mode=TRUNCATE",
            "synchronous=FULL",
            f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
            "recursive_triggers=ON",
            "trusted_schema=OFF",
            "cell_size_check=ON",
            f"query_only={'ON' if read_only else 'OFF'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def lock_chain(connection: Connection) -> None:
    """Make the audit chain this transaction's own until it ends (SQLite: BEGIN IMMEDIATE already did)."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})


def lock_structure(connection: Connection) -> None:
    """Let one transaction at a time check what contains what; always taken before the chain's lock."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": STRUCTURE_LOCK})


def busy(error: DBAPIError) -> bool:
    """Tell whether a statement failed only because another process held the database."""
    original = error.orig
    if isinstance(original, sqlite3.OperationalError):
        return "locked" in str(original) or "busy" in str(original)
    return getattr(original, "sqlstate", None) in {"40001", "40P01", "55P03"}


def disk_full(error: DBAPIError) -> bool:
    """Tell whether a statement failed because no space is left."""
    original = error.orig
    if isinstance(original, sqlite3.OperationalError):
        return "disk is full" in str(original) or "disk I/O error" in str(original)
    return getattr(original, "sqlstate", None) == "53100"


def sqlite_backup(source: Path, target: Path) -> None:
    """Copy a SQLite database by the backup API: one consistent state, also while others write."""
    with _closing(source) as from_db, _closing(target) as to_db:
        from_db.backup(to_db)
        to_db.execute("PRAGMA journal_mode=TRUNCATE")


def sqlite_integrity(file: Path) -> list[str]:
    """Return what integrity_check and foreign_key_check find; empty means sound."""
    with _closing(file) as database:
        try:
            rows = [str(row[0]) for row in database.execute("PRAGMA integrity_check")]
            keys = [f"foreign key: {row}" for row in database.execute("PRAGMA foreign_key_check")]
        except sqlite3.DatabaseError as error:
            return [str(error)]
    return ([] if rows == ["ok"] else rows) + keys


@contextmanager
def _closing(file: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(file)
    try:
        yield connection
    finally:
        connection.close()


def sqlite_mode(engine: Engine) -> dict[str, str]:
    """Return SQLite's version and the pragmas in force, for doctor and the About page."""
    with engine.connect() as connection:
        names = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "busy_timeout")
        facts = {name: str(connection.exec_driver_sql(f"PRAGMA {name}").scalar()) for name in names}
    return {"sqlite": sqlite3.sqlite_version, **facts}
