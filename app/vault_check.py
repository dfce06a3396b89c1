"""Checks that every file the database names is there with the content it is named by. Moves and mends nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit_trail import Problem
from app.factory_folder import FactoryFolder
from app.files import known_hashes
from app.texts import mark
from app.vault import FolderVault
from models.plant import VaultChunk

_MISSING = mark("The stored file {hash} is missing.")
_DAMAGED = mark("The stored file {hash} no longer has the content it was stored with.")
_BLOCK = 1024 * 1024


def check_vault(
    session: Session, place: FactoryFolder, progress: Callable[[int, int], None]
) -> tuple[int, list[Problem]]:
    """Return how many files were checked and what is wrong with them.

    Args:
        session: Read-only session on one state.
        place: Where the factory lies; on PostgreSQL the files are in the database itself.
        progress: Called with (files done, total).
    """
    known = sorted(known_hashes(session))
    problems: list[Problem] = []
    for done, file_hash in enumerate(known, start=1):
        found = (
            _in_database(session, file_hash) if place.database_file is None else _in_folder(place, file_hash)
        )
        if found != file_hash:
            sentence = _MISSING if found is None else _DAMAGED
            problems.append(Problem(sentence, (("hash", file_hash),)))
        progress(done, len(known))
    return len(known), problems


def _in_folder(place: FactoryFolder, file_hash: str) -> str | None:
    digest = hashlib.sha256()
    try:
        with FolderVault(place.vault).path(file_hash).open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except FileNotFoundError:
        return None
    except OSError:
        return ""
    return digest.hexdigest()


def _in_database(session: Session, file_hash: str) -> str | None:
    digest = hashlib.sha256()
    query = select(VaultChunk.content).where(VaultChunk.hash == file_hash).order_by(VaultChunk.position)
    chunks = session.scalars(query.execution_options(yield_per=8))
    some = False
    for chunk in chunks:
        some = True
        digest.update(chunk)
    return digest.hexdigest() if some else None
