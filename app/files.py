"""Putting a file into the factory: vault first, then its row in the same unit of work."""

from __future__ import annotations

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


def media_type(name: str) -> str:
    """Return the media type by a file name's ending."""
    ending = name[name.rfind(".") :].casefold() if "." in name else ""
    return MEDIA_TYPES.get(ending, "application/octet-stream")


def safe_name(name: str) -> str:
    """Return a file name without folders, controls and what Windows refuses; never empty."""
    text = clean_text(name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join("_" if sign in '<>:"|?*' or ord(sign) < 32 else sign for sign in text).strip(" .")
    if kept.split(".")[0].upper() in {"CON", "PRN", "AUX", "NUL", *(f"COM{n}" for n in range(1, 10))}:
        kept = "_" + kept
    return kept[:150] or "file"


def store_file(unit: UnitOfWork, content: bytes, name: str) -> str:
    """Keep a file and return its SHA-256; the same content again is one file.

    Raises:
        PartproofError: when there is no room or no right to write.
    """
    file_hash = unit.vault.put(content)
    known = unit.session.scalars(select(VaultFile.hash).where(VaultFile.hash == file_hash)).one_or_none()
    if known is None:
        clean = safe_name(name)
        unit.session.add(
            VaultFile(
                hash=file_hash,
                size=len(content),
                media_type=media_type(clean),
                name=clean,
                stored_at=unit.now,
            )
        )
        unit.record("file_stored", Noun.FILE, None, hash=file_hash, name=clean, size=len(content))
    return file_hash


def known_hashes(session: Session) -> set[str]:
    """Return every hash the database names."""
    return set(session.scalars(select(VaultFile.hash)))
