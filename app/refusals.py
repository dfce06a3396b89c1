"""Refusals of the program's ground: factories, storage, rights, conflicts. Sentences only."""

from __future__ import annotations

from app.errors import RefusalKind
from app.texts import mark

NOT_A_FACTORY = RefusalKind(
    "factory.none",
    mark("{folder} is not a Partproof factory."),
    mark("Choose a folder that holds factory.toml, or make a new factory."),
)
FACTORY_EXISTS = RefusalKind(
    "factory.exists",
    mark("{folder} is not empty."),
    mark("Choose an empty or new folder for the new factory."),
)
FACTORY_BROKEN = RefusalKind(
    "factory.broken",
    mark("The settings file {file} cannot be read: {reason}."),
    mark("Restore it from a backup."),
)
FACTORY_NEWER = RefusalKind(
    "factory.newer",
    mark("This factory was written by a newer version of the program."),
    mark("Install the newer version on this PC; nothing was changed."),
)
FACTORY_NEEDS_OWNER = RefusalKind(
    "factory.needs_owner",
    mark("The shared database is older than this program."),
    mark("Ask the administrator to run `python -m app migrate` once with the owner's rights."),
)
MIGRATION_FAILED = RefusalKind(
    "factory.migration_failed",
    mark("The factory could not be brought to the new version: {reason}."),
    mark("Nothing was changed; the backup is {backup}. Send the log to the maker."),
)
DATABASE_DAMAGED = RefusalKind(
    "factory.damaged",
    mark("The database is damaged: {reason}."),
    mark("Restore the last backup; the damaged file is left as it is."),
)
NETWORK_SHARE = RefusalKind(
    "factory.network_share",
    mark("{folder} lies on a network drive ({kind}), where a database file can be damaged."),
    mark("Keep the factory on this PC's own disk, or use PostgreSQL for several PCs."),
)
SYNC_FOLDER = RefusalKind(
    "factory.sync_folder",
    mark("{folder} lies in the sync folder {name}; syncing can damage a database that is open."),
    mark("Choose a folder on this PC that is not synced; put backups into the synced one."),
)
NOT_WRITABLE = RefusalKind(
    "factory.not_writable",
    mark("The folder {folder} cannot be written to."),
    mark("Give this user the right to write there, or choose another folder."),
)
DISK_FULL = RefusalKind(
    "factory.disk_full",
    mark("The disk is full; this was not saved."),
    mark("Free some space and do it again; everything saved before is safe."),
)
BUSY = RefusalKind(
    "factory.busy",
    mark("Another program holds the database ({who})."),
    mark("Wait a moment and try again; if it stays so, close the other program."),
)
UNREACHABLE = RefusalKind(
    "factory.unreachable",
    mark("The shared database does not answer: {reason}."),
    mark("Check that the server PC is on and the network cable is in; it is tried again by itself."),
)
CONFLICT = RefusalKind(
    "record.conflict",
    mark("Somebody else changed this record in the meantime."),
    mark("Look at the new state and make your change again."),
)
CHANGED_MEANWHILE = RefusalKind(
    "record.changed_meanwhile",
    mark("{name} changed this record at {time}: {act}."),
    mark("What you typed is kept here; look at the new state, then save again or cancel."),
)
DATABASE_REFUSED = RefusalKind(
    "record.refused",
    mark("The database refused this: {reason}."),
    mark("Released and recorded content never changes; make a new revision or a correction."),
)
DUPLICATE = RefusalKind(
    "record.duplicate",
    mark("There is already a record with this number or name."),
    mark("Choose another one, or open the record that has it."),
)
IN_USE = RefusalKind(
    "record.in_use",
    mark("Something else still names this record, so it stays."),
    mark("Take it out there first, or leave it as it is."),
)
NOT_FOUND = RefusalKind(
    "record.not_found",
    mark("{what} was not found."),
    mark("Check the number; it may be written differently."),
)
NOT_ALLOWED = RefusalKind(
    "right.missing",
    mark("{name} may not do this; it needs the role {roles}."),
    mark("Ask somebody with that role, or an administrator to give it."),
)
EMPTY_FIELD = RefusalKind(
    "field.empty",
    mark("The field {field} must not be empty."),
    mark("Fill it in and save again."),
)
FIELD_TOO_LONG = RefusalKind(
    "field.too_long",
    mark("The field {field} is too long ({length} characters, at most {limit})."),
    mark("Shorten it and save again."),
)
