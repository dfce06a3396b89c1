"""Bringing a factory's database to the program's version: checked, backed up, migrated, or left untouched."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from app import presence
from app.causes import Cause
from app.factory_folder import FactoryFolder
from app.refusals import (
    BUSY,
    DATABASE_DAMAGED,
    FACTORY_NEEDS_OWNER,
    FACTORY_NEWER,
    MIGRATION_FAILED,
    UNREACHABLE,
)
from app.texts import mark
from models.database import busy, sqlite_backup, sqlite_integrity
from models.migrations.runner import MigrationError, SchemaState, state_of, upgrade

KEPT_BACKUPS = 5


def bring_to_date(place: FactoryFolder, *, new: bool = False) -> None:
    """Make sure the database has the program's schema.

    Args:
        place: The factory.
        new: A factory being made; an empty database is right then.

    Raises:
        PartproofError: newer, damaged, missing, unreachable, or a migration that failed (and changed nothing).
    """
    file = place.database_file
    if file is not None and not new and not file.is_file():
        raise DATABASE_DAMAGED(reason=Cause(mark("{file} is not there"), {"file": file.name}))
    try:
        state = state_of(place.database)
    except OperationalError as error:
        if busy(error):
            raise BUSY(who=presence.holder(place.folder, file)) from error
        if file is None:
            raise UNREACHABLE(reason=str(error.orig).splitlines()[0]) from error
        raise DATABASE_DAMAGED(reason=str(error.orig)) from error
    except DatabaseError as error:
        raise DATABASE_DAMAGED(reason=str(error.orig)) from error
    if state is SchemaState.NEWER:
        raise FACTORY_NEWER()
    if state is SchemaState.CURRENT:
        return
    if file is not None and state is SchemaState.EMPTY and not new:
        # Making the tables in a file that lost them would hide the loss.
        raise DATABASE_DAMAGED(reason=Cause(mark("{file} is empty"), {"file": file.name}))
    if file is None:
        if not new:
            raise FACTORY_NEEDS_OWNER()
        upgrade(place.database)
        return
    _migrate_file(place, file, state)


def _migrate_file(place: FactoryFolder, file: Path, state: SchemaState) -> None:
    backup = ""
    if state is SchemaState.OLDER:
        problems = sqlite_integrity(file)
        if problems:
            raise DATABASE_DAMAGED(reason=problems[0])
        target = place.backups / f"before-migration-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.db"
        sqlite_backup(file, target)
        if sqlite_integrity(target):
            raise DATABASE_DAMAGED(reason=str(target))
        backup = str(target)
        for old in sorted(place.backups.glob("before-migration-*.db"))[:-KEPT_BACKUPS]:
            old.unlink()
    try:
        upgrade(place.database)
    except (MigrationError, DBAPIError, sqlite3.Error) as error:
        raise MIGRATION_FAILED(reason=str(error).splitlines()[0], backup=backup) from error
