"""Making a factory from a backup: everything is checked in a folder beside, then takes its place by a rename.

What was there before is kept beside it. On PostgreSQL the rows go into an empty database in one transaction.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import tomllib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import tomli_w
from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from app import presence
from app.audit_trail import check_trail
from app.backup import (
    BLOCK,
    CHUNK_TABLE,
    DATABASE,
    FORMAT,
    MANIFEST,
    TABLES,
    VAULT,
    BackupEntry,
    BackupFacts,
    Progress,
    opened_archive,
    verified_blocks,
)
from app.backup_refusals import (
    BACKUP_DAMAGED,
    BACKUP_MISSING,
    BACKUP_NEWER,
    BACKUP_UNSOUND,
    DATABASE_NOT_EMPTY,
    RESTORE_INTO_FULL,
)
from app.causes import NO_ROOM
from app.factory_folder import DATABASE_FILE, SETTINGS_FILE, FactoryFolder, open_folder, refuse_network
from app.factory_open import bring_to_date
from app.refusals import BUSY, DISK_FULL, NOT_WRITABLE, UNREACHABLE
from app.unit_of_work import AuditHead
from app.vault import CHUNK, FolderVault, sync_folder
from app.vault_check import check_vault
from models.database import parse_url, read_engine, single_engine, sqlite_integrity, sqlite_url
from models.migrations.loading import Row, dumped_rows, dumped_tables, fill, known_revision
from models.migrations.runner import MigrationError, SchemaState, state_of

_TABLE_NAME: Final = re.compile(rf"{TABLES}[a-z_]+\.jsonl")
_VAULT_NAME: Final = re.compile(rf"{VAULT}([0-9a-f]{{2}})/\1[0-9a-f]{{62}}")
PASSWORD_VARIABLE: Final = "PARTPROOF_DATABASE_PASSWORD"
_LARGEST_MANIFEST: Final = 64 * BLOCK


@dataclass(frozen=True)
class Restored:
    """What a restore made; ``aside`` is where the former factory lies now, or None."""

    folder: Path
    aside: Path | None
    files: int
    head: AuditHead


@dataclass(frozen=True)
class SharedDatabase:
    """An empty PostgreSQL database to make a factory in.

    Attributes:
        url: As stations will reach it.
        owner: Role that owns the tables, if not the one of the URL.
    """

    url: URL
    owner: str | None = None

    @classmethod
    def of(cls, text: str, owner: str | None) -> SharedDatabase:
        """Return the database of a URL; its password, if one is there, is only kept for this process."""
        url = parse_url(text)
        if url.password:
            os.environ.setdefault(PASSWORD_VARIABLE, str(url.password))
        password = os.environ.get(PASSWORD_VARIABLE)
        return cls(url.set(password=password) if password else url, owner)

    @property
    def owned(self) -> URL:
        """The URL as the owner."""
        return self.url if self.owner is None else self.url.set(username=self.owner)

    @property
    def named(self) -> str:
        """The URL as it stands in a factory's settings file: without the password."""
        # URL.set takes None for "as it is".
        return self.url._replace(password=None).render_as_string(hide_password=False)

    @property
    def station(self) -> str | None:
        """The role that gets the stations' rights, when it is not the owner."""
        return None if self.owner in (None, self.url.username) else self.url.username


def read_facts(file: Path) -> BackupFacts:
    """Return what a backup says of itself.

    Raises:
        PartproofError: not there, damaged, or of a newer program.
    """
    if not file.is_file():
        raise BACKUP_MISSING(file=str(file))
    with opened_archive(file) as archive:
        try:
            with archive.open(MANIFEST) as source:
                content: dict[str, Any] = json.loads(source.read(_LARGEST_MANIFEST))
            if content["format"] != FORMAT or not known_revision(str(content["revision"])):
                raise BACKUP_NEWER(file=file.name)
            entries = tuple(
                BackupEntry(str(entry["path"]), int(entry["size"]), str(entry["sha256"]))
                for entry in content["files"]
            )
            head = AuditHead(int(content["head"]["seq"]), str(content["head"]["hash"]))
            names = ("factory", "engine", "revision", "made_at", "program")
            words = {name: str(content[name]) for name in names}
        except (KeyError, ValueError, TypeError) as error:
            raise BACKUP_DAMAGED(file=file.name, reason=MANIFEST) from error
    for entry in entries:
        fixed = entry.path in (SETTINGS_FILE, DATABASE)
        if not fixed and not _TABLE_NAME.fullmatch(entry.path) and not _VAULT_NAME.fullmatch(entry.path):
            raise BACKUP_DAMAGED(file=file.name, reason=entry.path)
    return BackupFacts(head=head, files=entries, **words)


def restore(
    file: Path,
    folder: Path,
    *,
    replace: bool = False,
    database: SharedDatabase | None = None,
    progress: Progress,
) -> Restored:
    """Make a factory from a backup, after checking all of it.

    Args:
        file: The backup.
        folder: Where the factory shall lie; empty or new unless ``replace``.
        replace: What is there now is moved aside.
        database: An empty PostgreSQL database, or None for a SQLite file in the folder.
        progress: Called with (files done, total).

    Raises:
        PartproofError: the backup is damaged, unsound or newer; the folder is not empty or in use. Nothing
            has changed then.
    """
    facts = read_facts(file)
    folder = folder.absolute()
    _refuse_place(folder, replace, database)
    staged = folder.parent / f".{folder.name}.restore-{secrets.token_hex(4)}"
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staged.mkdir()
        _unpack(file, facts, staged, progress)
        place = _furnish(file, facts, staged, database)
        _check(file, facts, place)
        _sync(staged)
        aside = _take_place(staged, folder)
    except OSError as error:
        full = error.errno in NO_ROOM
        raise (DISK_FULL() if full else NOT_WRITABLE(folder=str(folder.parent))) from error
    finally:
        if staged.exists():
            shutil.rmtree(staged, ignore_errors=True)
    return Restored(folder, aside, len(facts.files), facts.head)


def _refuse_place(folder: Path, replace: bool, database: SharedDatabase | None) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        if not replace:
            raise RESTORE_INTO_FULL(folder=str(folder))
        users = presence.others(folder)
        if users:
            raise BUSY(who=", ".join(users))
    if database is None:
        refuse_network(folder if folder.exists() else folder.parent)
        return
    try:
        if state_of(database.owned) is not SchemaState.EMPTY:
            raise DATABASE_NOT_EMPTY(database=database.url.database or "?")
    except OperationalError as error:
        raise UNREACHABLE(reason=str(error.orig).splitlines()[0]) from error


def _unpack(file: Path, facts: BackupFacts, staged: Path, progress: Progress) -> None:
    (staged / "backups").mkdir()
    vault = FolderVault(staged / "vault")
    vault.folder.mkdir()
    with opened_archive(file) as archive:
        for done, entry in enumerate(facts.files, start=1):
            if entry.path.startswith(VAULT):
                _unpack_stored(archive, entry, vault, file.name)
            else:
                target = staged / entry.path
                target.parent.mkdir(exist_ok=True)
                with target.open("xb") as sink:
                    for block in verified_blocks(archive, entry, file.name):
                        sink.write(block)
            progress(done, len(facts.files))


def _unpack_stored(archive: zipfile.ZipFile, entry: BackupEntry, vault: FolderVault, file: str) -> None:
    file_hash = vault.put(b"".join(verified_blocks(archive, entry, file)))
    if file_hash != entry.path.rsplit("/", 1)[-1]:
        raise BACKUP_DAMAGED(file=file, reason=entry.path)


def _furnish(file: Path, facts: BackupFacts, staged: Path, database: SharedDatabase | None) -> FactoryFolder:
    """Turn what was unpacked into a factory's folder and fill its database."""
    source = staged / DATABASE
    if facts.engine == "sqlite":
        problems = sqlite_integrity(source)
        if problems:
            raise BACKUP_UNSOUND(file=file.name, reason=problems[0])
    _write_settings(file, staged, database)
    if database is None and facts.engine == "sqlite":
        source.replace(staged / DATABASE_FILE)
    else:
        target = sqlite_url(staged / DATABASE_FILE) if database is None else database.owned
        station = None if database is None else database.station
        rows_of = _rows_of(facts, staged, shared=database is not None)
        try:
            fill(target, facts.revision, rows_of, station_role=station)
        except (MigrationError, DBAPIError, ValueError, KeyError) as error:
            raise BACKUP_UNSOUND(file=file.name, reason=str(error).splitlines()[0]) from error
        source.unlink(missing_ok=True)
        shutil.rmtree(staged / TABLES, ignore_errors=True)
    place = open_folder(staged)
    bring_to_date(place)
    return place


def _write_settings(file: Path, staged: Path, database: SharedDatabase | None) -> None:
    settings = staged / SETTINGS_FILE
    try:
        content = tomllib.loads(settings.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BACKUP_UNSOUND(file=file.name, reason=SETTINGS_FILE) from error
    content["database"] = "sqlite"
    if database is not None:
        content["database"] = database.named
    settings.write_text(tomli_w.dumps(content), encoding="utf-8")


def _rows_of(facts: BackupFacts, staged: Path, *, shared: bool) -> Callable[[str], Iterable[Row]]:
    """Return the source of each table's rows; on PostgreSQL the vault's files become its chunks."""

    def rows(table: str) -> Iterable[Row]:
        if table == CHUNK_TABLE:
            return _chunks(FolderVault(staged / "vault")) if shared else ()
        if facts.engine == "sqlite":
            return _rows_of_file(staged / DATABASE, table)
        return _rows_of_lines(staged / f"{TABLES}{table}.jsonl")

    return rows


def _rows_of_file(file: Path, name: str) -> Iterator[Row]:
    engine = single_engine(sqlite_url(file))
    with engine.connect() as connection:
        _, tables = dumped_tables(connection)
        for table in tables:
            if table.name == name:
                yield from dumped_rows(connection, table)
    engine.dispose()


def _rows_of_lines(file: Path) -> Iterator[Row]:
    if not file.exists():
        return
    with file.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            row: dict[str, Any] = json.loads(line)
            yield {
                name: bytes.fromhex(value["hex"]) if isinstance(value, dict) else value
                for name, value in row.items()
            }


def _chunks(vault: FolderVault) -> Iterator[Row]:
    for file_hash in vault.hashes():
        content = vault.read(file_hash)
        for position, start in enumerate(range(0, max(len(content), 1), CHUNK)):
            yield {"hash": file_hash, "position": position, "content": content[start : start + CHUNK]}


def _check(file: Path, facts: BackupFacts, place: FactoryFolder) -> None:
    """Make sure that chain, rows and files of the new factory are those of the backup.

    Raises:
        PartproofError: ``backup.unsound``.
    """
    engine = read_engine(place.database)
    try:
        with Session(engine) as session:
            report = check_trail(session, held=facts.head)
            _, missing = check_vault(session, place, lambda _done, _total: None)
    finally:
        engine.dispose()
    problems = [*report.problems, *missing]
    if problems:
        raise BACKUP_UNSOUND(file=file.name, reason=problems[0])


def _sync(staged: Path) -> None:
    """Bring what was unpacked to the disk; the vault's files are there already."""
    for file in staged.iterdir():
        if file.is_file():
            with file.open("rb+") as opened:
                os.fsync(opened.fileno())
    sync_folder(staged)


def _take_place(staged: Path, folder: Path) -> Path | None:
    """Move the new factory to its place and what was there aside; two renames, nothing is deleted."""
    aside: Path | None = None
    if folder.exists() and any(folder.iterdir()):
        aside = folder.with_name(f"{folder.name}.before-restore-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
        folder.replace(aside)
    elif folder.exists():
        folder.rmdir()
    try:
        staged.replace(folder)
    except OSError:
        if aside is not None:
            aside.replace(folder)
        raise
    sync_folder(folder.parent)
    return aside
