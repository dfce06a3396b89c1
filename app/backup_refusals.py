"""Refusals of backup and restore. Sentences only."""

from __future__ import annotations

from app.errors import RefusalKind
from app.texts import mark

BACKUP_EXISTS = RefusalKind(
    "backup.exists",
    mark("{file} is there already; a backup is never overwritten."),
    mark("Choose another name."),
)
BACKUP_MISSING = RefusalKind(
    "backup.missing",
    mark("The backup {file} is not there."),
    mark("Check the name and the folder."),
)
BACKUP_DAMAGED = RefusalKind(
    "backup.damaged",
    mark("The backup {file} is not whole: {reason}."),
    mark("Take another backup; nothing was changed."),
)
BACKUP_UNSOUND = RefusalKind(
    "backup.unsound",
    mark("What is in the backup {file} is not sound: {reason}."),
    mark("Take another backup; nothing was changed."),
)
BACKUP_NEWER = RefusalKind(
    "backup.newer",
    mark("The backup {file} was written by a newer version of the program."),
    mark("Install the newer version on this PC; nothing was changed."),
)
RESTORE_INTO_FULL = RefusalKind(
    "restore.not_empty",
    mark("{folder} is not empty."),
    mark("Choose an empty folder, or add --replace: what is there now is kept beside it."),
)
DATABASE_NOT_EMPTY = RefusalKind(
    "restore.database_not_empty",
    mark("The database {database} is not empty."),
    mark("Name an empty database; nothing was changed."),
)
