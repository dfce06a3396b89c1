"""A whole factory in one file: one consistent state of its database, every file it names, and their hashes.

The file is a zip (stored) that is complete, on disk and read back before it gets its name. Restoring stands beside.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO, Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from app.backup_refusals import BACKUP_DAMAGED, BACKUP_EXISTS
from app.causes import NO_ROOM, Cause
from app.factory import Factory
from app.factory_folder import SETTINGS_FILE
from app.files import known_hashes
from app.refusals import DISK_FULL, NOT_WRITABLE
from app.snapshot import copy_database
from app.texts import mark
from app.unit_of_work import AuditHead, read_head
from app.vault import sync_folder
from models.database import read_engine, sqlite_url
from models.migrations.loading import Row, dumped_rows, dumped_tables
from models.types import time_text

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
DATABASE: Final = "database.db"
TABLES: Final = "tables/"
VAULT: Final = "vault/"
BLOCK: Final = 1024 * 1024
# In a dump the files of the vault stand beside the tables, so that either engine can take them.
CHUNK_TABLE: Final = "vault_chunk"

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class BackupEntry:
    """One file inside a backup."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class BackupFacts:
    """What a backup says of itself.

    Attributes:
        engine: ``sqlite`` (a database file) or ``postgresql`` (tables as JSON lines).
        revision: Schema of the database.
        head: Newest audit entry of the state that was kept.
    """

    factory: str
    engine: str
    revision: str
    head: AuditHead
    made_at: str
    program: str
    files: tuple[BackupEntry, ...] = ()


def back_up(factory: Factory, target: Path, *, progress: Progress) -> BackupFacts:
    """Write a backup of one consistent state; others may go on working meanwhile.

    Args:
        factory: What is backed up.
        target: The file to make; its folder must exist.
        progress: Called with (files done, total).

    Raises:
        PartproofError: the file exists, no room, no right to write, or a stored file is missing or damaged.
    """
    target = target.absolute()
    if target.exists():
        raise BACKUP_EXISTS(file=str(target))
    temporary = target.parent / f".{target.name}.{secrets.token_hex(4)}"
    try:
        with temporary.open("xb") as sink:
            facts = _write(factory, sink, progress)
            sink.flush()
            os.fsync(sink.fileno())
        read_back(temporary, facts)
        temporary.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise (DISK_FULL() if error.errno in NO_ROOM else NOT_WRITABLE(folder=str(target.parent))) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return facts


def _write(factory: Factory, sink: IO[bytes], progress: Progress) -> BackupFacts:
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        entries: list[BackupEntry] = []
        settings = (factory.place.folder / SETTINGS_FILE).read_bytes()
        entries.append(_add(archive, SETTINGS_FILE, iter([settings])))
        with _one_state(factory, Path(sink.name).parent) as (session, file):
            connection = session.connection()
            revision, _ = dumped_tables(connection)
            if file is not None:
                entries.append(_add(archive, DATABASE, _blocks(file)))
            else:
                entries.extend(_add_tables(archive, connection))
            hashes = sorted(known_hashes(session))
            facts = _facts(factory, revision, read_head(session), factory.clock())
        for done, file_hash in enumerate(hashes, start=1):
            name = f"{VAULT}{file_hash[:2]}/{file_hash}"
            entries.append(_add(archive, name, iter([factory.read_file(file_hash)])))
            progress(done, len(hashes))
        facts = replace(facts, files=tuple(entries))
        archive.writestr(MANIFEST, json.dumps(_manifest(facts), ensure_ascii=False, indent=1))
    return facts


@contextmanager
def _one_state(factory: Factory, beside: Path) -> Iterator[tuple[Session, Path | None]]:
    """Open one consistent state; on SQLite also its file, made on the disk that gets the backup."""
    source = factory.place.database_file
    if source is None:
        with factory.reading() as session:
            yield session, None
        return
    with tempfile.TemporaryDirectory(prefix=".partproof-", dir=beside, ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / DATABASE
        copy_database(source, copy)
        engine = read_engine(sqlite_url(copy))
        try:
            with Session(engine) as session:
                yield session, copy
        finally:
            engine.dispose()


def _facts(factory: Factory, revision: str, head: AuditHead, now: datetime) -> BackupFacts:
    try:
        program = f"partproof {version('partproof')}"
    except PackageNotFoundError:
        program = "partproof"
    engine = "sqlite" if factory.place.database_file is not None else "postgresql"
    return BackupFacts(str(factory.place.factory_id), engine, revision, head, time_text(now), program)


def _manifest(facts: BackupFacts) -> dict[str, object]:
    return {"format": FORMAT, **asdict(facts)}


def _add(archive: zipfile.ZipFile, name: str, blocks: Iterator[bytes]) -> BackupEntry:
    digest, size = hashlib.sha256(), 0
    with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as entry:
        for block in blocks:
            entry.write(block)
            digest.update(block)
            size += len(block)
    return BackupEntry(name, size, digest.hexdigest())


def _add_tables(archive: zipfile.ZipFile, connection: Connection) -> Iterator[BackupEntry]:
    _, tables = dumped_tables(connection)
    for table in tables:
        if table.name != CHUNK_TABLE:
            lines = (_line(row) for row in dumped_rows(connection, table))
            yield _add(archive, f"{TABLES}{table.name}.jsonl", lines)


def _line(row: Row) -> bytes:
    """Return a row as one JSON line; bytes are ``{"hex": …}``, everything else is text, integer or null."""
    plain = {name: {"hex": value.hex()} if isinstance(value, bytes) else value for name, value in row.items()}
    return (
        json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"
    )


def _blocks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        while block := source.read(BLOCK):
            yield block


def read_back(file: Path, facts: BackupFacts) -> None:
    """Read every file of a backup and compare it with what the backup says of it.

    Raises:
        PartproofError: ``backup.damaged``, naming the file inside.
    """
    with opened_archive(file) as archive:
        listed = sorted([*(entry.path for entry in facts.files), MANIFEST])
        if sorted(archive.namelist()) != listed:
            raise BACKUP_DAMAGED(file=file.name, reason=Cause(mark("files are missing or were added")))
        for entry in facts.files:
            for _ in verified_blocks(archive, entry, file.name):
                pass


@contextmanager
def opened_archive(file: Path) -> Iterator[zipfile.ZipFile]:
    """Open a backup's container.

    Raises:
        PartproofError: ``backup.damaged``.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError) as error:
        reason = Cause(mark("it is cut off, altered, or no backup at all"))
        raise BACKUP_DAMAGED(file=file.name, reason=reason) from error


def verified_blocks(archive: zipfile.ZipFile, entry: BackupEntry, file: str) -> Iterator[bytes]:
    """Yield a file's content in blocks; the end is only reached when size and hash are right.

    Raises:
        PartproofError: ``backup.damaged``.
    """
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(entry.path) as source:
            while block := source.read(BLOCK):
                size += len(block)
                digest.update(block)
                if size > entry.size:
                    break
                yield block
    except KeyError as error:
        raise BACKUP_DAMAGED(
            file=file, reason=Cause(mark("{file} is not there"), {"file": entry.path})
        ) from error
    if size != entry.size or digest.hexdigest() != entry.sha256:
        raise BACKUP_DAMAGED(file=file, reason=entry.path)
