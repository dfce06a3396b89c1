"""One consistent state of a factory to read from for long, while others go on writing.

SQLite: a copy made by the backup API, since an open reader would block every commit. PostgreSQL: one read-only
REPEATABLE READ transaction. Writes nothing into the factory.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from app.factory import Factory
from app.refusals import DATABASE_DAMAGED, DISK_FULL
from models.database import read_engine, sqlite_backup, sqlite_url


@contextmanager
def snapshot(factory: Factory) -> Iterator[Session]:
    """Open a read-only session on one state of the factory's database.

    Raises:
        PartproofError: no room for the copy, or a database that cannot be copied.
    """
    file = factory.place.database_file
    if file is None:
        with factory.reading() as session:
            yield session
        return
    with tempfile.TemporaryDirectory(prefix="partproof-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "snapshot.db"
        copy_database(file, copy)
        engine = read_engine(sqlite_url(copy))
        try:
            with Session(engine) as session:
                yield session
        finally:
            engine.dispose()


def copy_database(file: Path, target: Path) -> None:
    """Copy a SQLite database by the backup API.

    Raises:
        PartproofError: no room, or damaged.
    """
    try:
        sqlite_backup(file, target)
    except sqlite3.Error as error:
        if "disk is full" in str(error):
            raise DISK_FULL() from error
        raise DATABASE_DAMAGED(reason=str(error)) from error
