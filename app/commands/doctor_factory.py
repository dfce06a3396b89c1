"""What doctor looks at in a factory: place, version, database, the newest audit entries, files, room on the disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app import presence
from app.commands.doctor_findings import Finding, State, refused
from app.errors import PartproofError
from app.factory_folder import FactoryFolder, cloud_folder, open_folder
from app.files import known_hashes
from app.texts import mark
from app.vault import FolderVault
from models.audit import GENESIS, AuditEntry, entry_hash
from models.database import read_engine, sqlite_integrity, sqlite_mode
from models.migrations.runner import SchemaState, missing_triggers, state_of

LAST_ENTRIES: Final = 10_000
_LITTLE_ROOM: Final = 1_000_000_000
_STATES: Final = {
    SchemaState.OLDER: (
        State.NOTE,
        mark("The database has an older schema than this program."),
        mark(
            "It is backed up and brought to date when the factory is opened (PostgreSQL: python -m app migrate)."
        ),
    ),
    SchemaState.NEWER: (
        State.BAD,
        mark("This factory was written by a newer version of the program."),
        mark("Install the newer version on this PC; nothing was changed."),
    ),
    SchemaState.EMPTY: (
        State.BAD,
        mark("The database is empty."),
        mark("Restore the last backup, or make a new factory."),
    ),
}


def look_at_factory(folder: Path) -> Iterator[Finding]:
    """Yield what is found in a factory's folder; its database is only read."""
    try:
        place = open_folder(folder)
    except PartproofError as refusal:
        yield refused("factory", refusal)
        return
    yield Finding("factory", State.GOOD, mark("Factory in {folder}."), {"folder": str(place.folder)})
    yield from _surroundings(place)
    file = place.database_file
    if file is not None:
        if not file.is_file():
            facts: dict[str, object] = {"file": str(file)}
            yield Finding(
                "database", State.BAD, mark("{file} is missing."), facts, mark("Restore the last backup.")
            )
            return
        problems = sqlite_integrity(file)
        if problems:
            sentence, step = mark("The database is damaged: {reason}."), mark("Restore the last backup.")
            yield Finding("database", State.BAD, sentence, {"reason": problems[0]}, step)
            return
    try:
        yield from _database(place)
    except DBAPIError as error:
        facts = {"reason": str(error.orig).splitlines()[0]}
        step = mark("Check that the server PC is on and the network cable is in.")
        yield Finding("database", State.BAD, mark("The database does not answer: {reason}."), facts, step)


def _surroundings(place: FactoryFolder) -> Iterator[Finding]:
    cloud = cloud_folder(place.folder)
    if cloud is not None and place.database_file is not None:
        sentence = mark("The factory lies in the sync folder {name}; syncing can damage its database.")
        step = mark("Move the factory out of it; put backups there instead.")
        yield Finding("cloud", State.BAD, sentence, {"name": cloud}, step)
    free = shutil.disk_usage(place.folder).free
    facts: dict[str, object] = {"free": f"{free / 1e9:.1f}"}
    if free < _LITTLE_ROOM:
        step = mark("Free some space soon; a full disk stops all recording.")
        yield Finding("disk", State.BAD, mark("Only {free} GB are free on the factory's disk."), facts, step)
    else:
        yield Finding("disk", State.GOOD, mark("{free} GB are free on the factory's disk."), facts)
    users = presence.others(place.folder)
    if users:
        yield Finding("open", State.NOTE, mark("Open in: {programs}."), {"programs": ", ".join(users)})


def _database(place: FactoryFolder) -> Iterator[Finding]:
    state = state_of(place.database)
    if state is not SchemaState.CURRENT:
        level, sentence, step = _STATES[state]
        yield Finding("schema", level, sentence, {}, step)
        return
    yield Finding("schema", State.GOOD, mark("The database has the schema of this version."))
    engine = read_engine(place.database)
    try:
        if place.database_file is not None:
            mode = sqlite_mode(engine)
            facts: dict[str, object] = {"mode": mode["journal_mode"], "synchronous": mode["synchronous"]}
            safe = (mode["journal_mode"], mode["synchronous"]) == ("truncate", "2")
            sentence = mark("Durable mode: journal {mode}, synchronous {synchronous}.")
            yield Finding("mode", State.GOOD if safe else State.BAD, sentence, facts)
        with Session(engine) as session:
            yield from _content(session, place)
    finally:
        engine.dispose()


def _content(session: Session, place: FactoryFolder) -> Iterator[Finding]:
    missing = missing_triggers(session.connection())
    if missing:
        sentence = mark("The database lacks its refusals: {names}.")
        step = mark("Somebody took them away; run verify and restore a backup if rows were changed.")
        yield Finding("refusals", State.BAD, sentence, {"names": ", ".join(missing[:5])}, step)
    checked, broken = newest_entries(session)
    if broken is None:
        sentence = mark(
            "{count:The newest audit entry is|The newest {count} audit entries are} chained without a gap."
        )
        yield Finding("chain", State.GOOD, sentence, {"count": checked})
    else:
        sentence = mark("Audit entry {seq} was altered or replaced.")
        yield Finding(
            "chain", State.BAD, sentence, {"seq": broken}, mark("Run verify --factory to see all of it.")
        )
    if place.database_file is not None:
        vault = FolderVault(place.vault)
        known = known_hashes(session)
        lost = sorted(name for name in known if not vault.has(name))
        if lost:
            sentence = mark("{count} stored {count:file is|files are} missing, the first is {hash}.")
            step = mark("Restore them from a backup.")
            yield Finding("vault", State.BAD, sentence, {"count": len(lost), "hash": lost[0]}, step)
        else:
            yield Finding(
                "vault",
                State.GOOD,
                mark("{count:The one stored file is|All {count} stored files are} there."),
                {"count": len(known)},
            )


def newest_entries(session: Session, count: int = LAST_ENTRIES) -> tuple[int, int | None]:
    """Check the end of the audit chain.

    Args:
        session: Read-only session.
        count: How many of the newest entries.

    Returns:
        Entries checked, and the first that does not fit (None: all do).
    """
    query = select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(count + 1)
    entries = list(reversed(session.scalars(query).all()))
    before: AuditEntry | None = None
    for entry in entries:
        first = before is None and entry.seq > 1
        if not first:
            fits = entry.prev == (GENESIS if before is None else before.hash)
            numbered = entry.seq == (1 if before is None else before.seq + 1)
            if not fits or not numbered or entry_hash(entry) != entry.hash:
                return len(entries), entry.seq
        before = entry
    return min(len(entries), count), None
