"""The vault on PostgreSQL: 1 MiB chunks in the database, so that one dump holds everything, and a local cache.

The cache is only believed when its content has the hash it is named by.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import PartproofError
from app.vault import CHUNK, FILE_DAMAGED, FILE_MISSING, FolderVault, hash_of, pieces_of
from models.plant import VaultChunk


class DatabaseVault:
    """Files as chunks in the session's database; puts are part of its transaction."""

    def __init__(self, session: Session, cache: FolderVault) -> None:
        self._session = session
        self._cache = cache

    def put(self, content: bytes) -> str:
        """Add the content to this transaction and return its hash."""
        file_hash = hashlib.sha256(content).hexdigest()
        if not self.has(file_hash):
            for position, start in enumerate(range(0, max(len(content), 1), CHUNK)):
                chunk = content[start : start + CHUNK]
                self._session.add(VaultChunk(hash=file_hash, position=position, content=chunk))
            self._session.flush()
        return file_hash

    def put_file(self, source: Path) -> str:
        """Add a file's content to this transaction, chunk by chunk, and return its hash."""
        file_hash = hash_of(source)
        if not self.has(file_hash):
            digest = hashlib.sha256()
            for position, chunk in enumerate(pieces_of(source) if source.stat().st_size else (b"",)):
                digest.update(chunk)
                self._session.add(VaultChunk(hash=file_hash, position=position, content=chunk))
                # One by one: what is flushed is let go.
                self._session.flush()
            if digest.hexdigest() != file_hash:
                raise FILE_DAMAGED(hash=file_hash)
        return file_hash

    def pieces(self, file_hash: str) -> Iterator[bytes]:
        """Yield the content chunk by chunk, from the cache where it is sound; the cache is not filled."""
        if self._cache.has(file_hash) and self._cache.sound(file_hash):
            yield from self._cache.pieces(file_hash)
            return
        query = select(VaultChunk.content).where(VaultChunk.hash == file_hash).order_by(VaultChunk.position)
        digest = hashlib.sha256()
        found = False
        for chunk in self._session.scalars(query.execution_options(yield_per=8)):
            found = True
            digest.update(chunk)
            yield chunk
        if not found:
            raise FILE_MISSING(hash=file_hash)
        if digest.hexdigest() != file_hash:
            raise FILE_DAMAGED(hash=file_hash)

    def read(self, file_hash: str) -> bytes:
        """Return the verified content, from the cache where it is sound."""
        if self._cache.has(file_hash):
            try:
                return self._cache.read(file_hash)
            except PartproofError:
                pass  # a damaged cache file was moved away; the database has the original
        query = select(VaultChunk.content).where(VaultChunk.hash == file_hash).order_by(VaultChunk.position)
        chunks = self._session.scalars(query).all()
        if not chunks:
            raise FILE_MISSING(hash=file_hash)
        content = b"".join(chunks)
        if hashlib.sha256(content).hexdigest() != file_hash:
            raise FILE_DAMAGED(hash=file_hash)
        # A full or read-only disk here is no reason to keep the file from its reader.
        with contextlib.suppress(PartproofError, OSError):
            self._cache.put(content)
        return content

    def has(self, file_hash: str) -> bool:
        """Tell whether the database has the content."""
        query = select(VaultChunk.position).where(VaultChunk.hash == file_hash).limit(1)
        return self._session.scalars(query).first() is not None
