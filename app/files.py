"""Putting a file into the factory: vault first, then its row in the same unit of work."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.unit_of_work import UnitOfWork
from models.plant import VaultFile
from models.types import clean_text
from models.vocab import Noun

MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".dxf": "image/vnd.dxf",
    ".dwg": "image/vnd.dwg",
    ".step": "model/step",
    ".stp": "model/step",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".zip": "application/zip",
    ".json": "application/json",
}


# Names of devices on Windows, whatever ending follows.
_RESERVED = {
    *("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"),
    *(f"{port}{number}" for port in ("COM", "LPT") for number in (*range(10), "¹", "²", "³")),
}
# Also what turns the direction of reading: it can show "fdp.exe" as "exe.pdf".
_HOSTILE = re.compile('[<>:"|?*\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]')
_LONGEST, _MOST_BYTES, _LONGEST_ENDING = 150, 220, 12


def media_type(name: str) -> str:
    """Return the media type by a file name's ending."""
    ending = name[name.rfind(".") :].casefold() if "." in name else ""
    return MEDIA_TYPES.get(ending, "application/octet-stream")


def safe_name(name: str) -> str:
    """Return a file name without folders, controls and what Windows refuses; never empty, its ending kept."""
    text = clean_text(name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join("_" if _HOSTILE.match(sign) else sign for sign in text).strip(" .")
    if kept.split(".")[0].strip().upper() in _RESERVED:
        kept = "_" + kept
    return _shortened(kept) or "file"


def _shortened(name: str) -> str:
    """Return a name that every file system takes, cut before its ending and never inside a letter."""
    if len(name) <= _LONGEST and len(name.encode()) <= _MOST_BYTES:
        return name
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > _LONGEST_ENDING:
        stem, dot, ending = name, "", ""
    while stem and (len(stem) + len(ending) >= _LONGEST or len((stem + ending).encode()) >= _MOST_BYTES):
        stem = stem[:-1]
    return f"{stem.rstrip(' .')}{dot}{ending}"


def store_file(unit: UnitOfWork, content: bytes, name: str) -> str:
    """Keep a file and return its SHA-256; the same content again is one file.

    Raises:
        PartproofError: when there is no room or no right to write.
    """
    return _named(unit, unit.vault.put(content), len(content), name)


def store_path(unit: UnitOfWork, source: Path, name: str) -> str:
    """Keep a file that lies on the disk, piece by piece, and return its SHA-256; see `store_file`.

    Raises:
        PartproofError: when there is no room or no right to write.
    """
    return _named(unit, unit.vault.put_file(source), source.stat().st_size, name)


def _named(unit: UnitOfWork, file_hash: str, size: int, name: str) -> str:
    """Give what lies in the vault its row."""
    known = unit.session.scalars(select(VaultFile.hash).where(VaultFile.hash == file_hash)).one_or_none()
    if known is None:
        clean = safe_name(name)
        unit.session.add(
            VaultFile(
                hash=file_hash,
                size=size,
                media_type=media_type(clean),
                name=clean,
                stored_at=unit.now,
            )
        )
        unit.record("file_stored", Noun.FILE, None, hash=file_hash, name=clean, size=size)
    return file_hash


def known_hashes(session: Session) -> set[str]:
    """Return every hash the database names."""
    return set(session.scalars(select(VaultFile.hash)))
