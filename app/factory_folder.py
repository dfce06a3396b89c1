"""A factory's folder: factory.toml, the database file, the vault, backups; and where it must not lie."""

from __future__ import annotations

import os
import sys
import tomllib
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import tomli_w
from sqlalchemy import URL

from app.causes import NO_ROOM
from app.refusals import (
    DISK_FULL,
    FACTORY_BROKEN,
    FACTORY_EXISTS,
    NETWORK_SHARE,
    NOT_A_FACTORY,
    NOT_WRITABLE,
    SYNC_FOLDER,
)
from models.database import parse_url, sqlite_url

SETTINGS_FILE: Final = "factory.toml"
DATABASE_FILE: Final = "partproof.db"
_NETWORK_TYPES: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "fuse.sshfs", "afpfs", "davfs", "ncpfs", "9p"}
)
_CLOUD_WORDS: Final = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "mybox", "box sync")


@dataclass(frozen=True)
class FactoryFolder:
    """Where one factory lives.

    Attributes:
        folder: The folder itself.
        factory_id: Made once; leaves the house with packs.
        database: URL of its database, without a password.
    """

    folder: Path
    factory_id: uuid.UUID
    database: URL

    @property
    def vault(self) -> Path:
        """Folder of the vault (on PostgreSQL: of its local cache)."""
        return self.folder / "vault"

    @property
    def backups(self) -> Path:
        """Folder of backups."""
        return self.folder / "backups"

    @property
    def database_file(self) -> Path | None:
        """The SQLite file, or None on PostgreSQL."""
        return Path(self.database.database or "") if self.database.get_backend_name() == "sqlite" else None


def make_folder(folder: Path, database: str | None) -> FactoryFolder:
    """Lay out the folder of a new factory.

    Raises:
        PartproofError: when it is not empty, not writable, on a network drive or in a sync folder.
    """
    folder = folder.absolute()
    synced = cloud_folder(folder) if database is None else None
    if synced is not None:
        raise SYNC_FOLDER(folder=str(folder), name=synced)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FACTORY_EXISTS(folder=str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "vault").mkdir()
        (folder / "backups").mkdir()
        if database is None:
            refuse_network(folder)
        content = {"id": str(uuid.uuid4()), "database": database or "sqlite"}
        (folder / SETTINGS_FILE).write_text(tomli_w.dumps(content), encoding="utf-8")
    except OSError as error:
        raise (DISK_FULL() if error.errno in NO_ROOM else NOT_WRITABLE(folder=str(folder))) from error
    return open_folder(folder)


def open_folder(folder: Path) -> FactoryFolder:
    """Read a factory's settings file.

    Raises:
        PartproofError: when there is none, it is broken, or the folder lies where SQLite is not safe.
    """
    folder = folder.absolute()
    file = folder / SETTINGS_FILE
    if not file.is_file():
        raise NOT_A_FACTORY(folder=str(folder))
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        factory_id = uuid.UUID(content["id"])
        database = str(content["database"])
        url = sqlite_url(folder / DATABASE_FILE) if database == "sqlite" else parse_url(database)
    except (OSError, ValueError, KeyError) as error:
        raise FACTORY_BROKEN(file=str(file), reason=str(error)) from error
    if url.get_backend_name() == "sqlite":
        refuse_network(folder)
        if not os.access(folder, os.W_OK):
            raise NOT_WRITABLE(folder=str(folder))
    elif password := os.environ.get("PARTPROOF_DATABASE_PASSWORD"):
        url = url.set(password=password)
    return FactoryFolder(folder, factory_id, url)


def refuse_network(folder: Path) -> None:
    """Refuse a folder on a network drive: broken locking there damages SQLite files.

    Raises:
        PartproofError: ``factory.network_share``.
    """
    kind = network_kind(folder)
    if kind is not None:
        raise NETWORK_SHARE(folder=str(folder), kind=kind)


def network_kind(folder: Path) -> str | None:
    """Return the kind of network drive a folder lies on, or None for a local disk."""
    if sys.platform == "win32":
        return _windows_network_kind(folder)
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return None
    best, kind = "", ""
    path = str(folder.resolve())
    for line in mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind if kind in _NETWORK_TYPES else None


def _windows_network_kind(folder: Path) -> str | None:
    if str(folder).startswith("\\\\"):
        return "UNC"
    import ctypes

    windll = getattr(ctypes, "windll")  # noqa: B009 - only there on Windows
    drive_remote = 4
    kind = windll.kernel32.GetDriveTypeW(folder.anchor)
    return "network drive" if kind == drive_remote else None


def cloud_folder(folder: Path) -> str | None:
    """Return the name of a sync folder (OneDrive, Dropbox, MYBOX …) the factory lies in, or None."""
    for part in folder.absolute().parts:
        if any(word in part.casefold() for word in _CLOUD_WORDS):
            return part
    return None
