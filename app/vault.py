"""The vault: files kept by their content. A folder beside SQLite; chunks in the database on PostgreSQL.

A file put here is on disk (fsync, rename, fsync of the folder) and read back before its hash is given out.
Knows hashes and bytes only; what a file means is said elsewhere.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from app.errors import RefusalKind
from app.texts import mark

CHUNK: Final = 1024 * 1024
GRACE: Final = 3600.0
_HASH: Final = re.compile(r"[0-9a-f]{64}")

FILE_MISSING = RefusalKind(
    "vault.missing",
    mark("The stored file {hash} is missing."),
    mark("Restore it from a backup, or put the same file into the program again."),
)
FILE_DAMAGED = RefusalKind(
    "vault.damaged",
    mark("The stored file {hash} no longer has the content it was stored with."),
    mark("Restore it from a backup; the damaged copy was moved to the quarantine folder."),
)
NO_SPACE = RefusalKind(
    "vault.no_space",
    mark("There is no room left on the disk for this file ({size} bytes)."),
    mark("Free some space and try again; nothing was changed."),
)
NOT_WRITABLE = RefusalKind(
    "vault.not_writable",
    mark("The folder {folder} cannot be written to."),
    mark("Give this user the right to write there, or choose another folder."),
)


class Vault(Protocol):
    """Where files are kept by their SHA-256 (64 hex digits)."""

    def put(self, content: bytes) -> str:
        """Store content and return its hash; the same content again is one file."""

    def put_file(self, source: Path) -> str:
        """Store a file's content piece by piece, however large it is, and return its hash."""

    def pieces(self, file_hash: str) -> Iterator[bytes]:
        """Yield the content in pieces of at most `CHUNK` bytes.

        Raises:
            PartproofError: when the file is missing; after the last piece, when it is damaged. Until the end
                nothing of it may be given out.
        """

    def read(self, file_hash: str) -> bytes:
        """Return the content, verified against its hash.

        Raises:
            PartproofError: when the file is missing or damaged.
        """

    def has(self, file_hash: str) -> bool:
        """Tell whether the content is there (without reading it)."""


@dataclass(frozen=True)
class ScrubReport:
    """What a scrub found: files checked, hashes missing or damaged, orphans moved to quarantine."""

    checked: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]
    orphans: tuple[str, ...]


class FolderVault:
    """A vault in a folder: ``ab/abcdef…`` by the first two digits, files read-only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        """Store content durably and return its hash."""
        return self._put(hashlib.sha256(content).hexdigest(), (content,), len(content))

    def put_file(self, source: Path) -> str:
        """Store a file's content durably, piece by piece, and return its hash."""
        return self._put(hash_of(source), pieces_of(source), source.stat().st_size)

    def _put(self, file_hash: str, pieces: Iterable[bytes], size: int) -> str:
        target = self.path(file_hash)
        if target.exists() and self._sound(target, file_hash):
            return file_hash
        try:
            self._write(target, pieces)
        except OSError as error:
            raise _explain(error, self.folder, size) from error
        if not self._sound(target, file_hash):
            raise FILE_DAMAGED(hash=file_hash)
        return file_hash

    def _write(self, target: Path, pieces: Iterable[bytes]) -> None:
        if not target.parent.is_dir():
            target.parent.mkdir(parents=True, exist_ok=True)
            # A shelf that a power cut takes away would take its files along.
            sync_folder(self.folder)
        temporary = target.parent / f".{target.name}.{secrets.token_hex(4)}"
        try:
            with temporary.open("xb") as sink:
                sink.writelines(pieces)
                sink.flush()
                os.fsync(sink.fileno())
            temporary.chmod(stat.S_IREAD | stat.S_IRGRP)
            if target.exists():
                target.chmod(stat.S_IREAD | stat.S_IWRITE)
            temporary.replace(target)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        sync_folder(target.parent)

    def read(self, file_hash: str) -> bytes:
        """Return the verified content."""
        path = self.path(file_hash)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise FILE_MISSING(hash=file_hash) from None
        if hashlib.sha256(content).hexdigest() != file_hash:
            with contextlib.suppress(OSError):
                self._quarantine(path)
            raise FILE_DAMAGED(hash=file_hash)
        return content

    def pieces(self, file_hash: str) -> Iterator[bytes]:
        """Yield the content; that it is damaged is known only after the last piece."""
        path = self.path(file_hash)
        digest = hashlib.sha256()
        try:
            for piece in pieces_of(path):
                digest.update(piece)
                yield piece
        except FileNotFoundError:
            raise FILE_MISSING(hash=file_hash) from None
        if digest.hexdigest() != file_hash:
            with contextlib.suppress(OSError):
                self._quarantine(path)
            raise FILE_DAMAGED(hash=file_hash)

    def sound(self, file_hash: str) -> bool:
        """Tell whether the file is there with the content it is named by; it is read through."""
        return self._sound(self.path(file_hash), file_hash)

    def has(self, file_hash: str) -> bool:
        """Tell whether the file is there."""
        return self.path(file_hash).is_file()

    def path(self, file_hash: str) -> Path:
        """Return where a file lies.

        Raises:
            ValueError: for anything but 64 hex digits, so that no name can leave the folder.
        """
        if not _HASH.fullmatch(file_hash):
            raise ValueError("not a SHA-256")
        return self.folder / file_hash[:2] / file_hash

    def hashes(self) -> Iterator[str]:
        """Yield the hash of every file in the folder."""
        if not self.folder.is_dir():
            return
        for shelf in sorted(self.folder.iterdir()):
            if len(shelf.name) == 2 and shelf.is_dir():
                yield from (file.name for file in sorted(shelf.iterdir()) if _HASH.fullmatch(file.name))

    def scrub(
        self,
        known: set[str],
        progress: Callable[[int, int], None] = lambda _d, _t: None,
        *,
        grace: float = GRACE,
    ) -> ScrubReport:
        """Read every file and compare; move what nobody names, and what is damaged, to quarantine.

        Args:
            known: Hashes the database names.
            progress: Called with (done, total).
            grace: Seconds for which a file that nobody names is left alone: another program puts a file first
                and names it when its act is done.
        """
        before = time.time() - grace
        self._sweep(before)
        present = list(self.hashes())
        damaged: list[str] = []
        orphans: list[str] = []
        for done, file_hash in enumerate(present, start=1):
            path = self.path(file_hash)
            if not self._sound(path, file_hash):
                damaged.append(file_hash)
                self._quarantine(path)
            elif file_hash not in known and path.stat().st_mtime <= before:
                orphans.append(file_hash)
                self._quarantine(path)
            progress(done, len(present))
        missing = sorted(known - set(present))
        return ScrubReport(len(present), tuple(missing), tuple(damaged), tuple(orphans))

    def _sweep(self, before: float) -> None:
        """Delete what puts that were cut off left behind."""
        for file in self.folder.glob("??/.*"):
            with contextlib.suppress(OSError):
                if file.stat().st_mtime <= before:
                    file.chmod(stat.S_IREAD | stat.S_IWRITE)
                    file.unlink()

    def _sound(self, path: Path, file_hash: str) -> bool:
        try:
            return hash_of(path) == file_hash
        except OSError:
            return False

    def _quarantine(self, path: Path) -> None:
        folder = self.folder.parent / "quarantine"
        folder.mkdir(exist_ok=True)
        path.chmod(stat.S_IREAD | stat.S_IWRITE)
        path.replace(folder / f"{path.name}.{secrets.token_hex(4)}")


def pieces_of(path: Path) -> Iterator[bytes]:
    """Yield a file in pieces of `CHUNK` bytes, the last one shorter; an empty file has none."""
    with path.open("rb") as source:
        while piece := source.read(CHUNK):
            yield piece


def hash_of(path: Path) -> str:
    """Return the SHA-256 (hex) of a file, read piece by piece."""
    digest = hashlib.sha256()
    for piece in pieces_of(path):
        digest.update(piece)
    return digest.hexdigest()


def sync_folder(folder: Path) -> None:
    """Make a rename durable; Windows has no such call and orders it by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _explain(error: OSError, folder: Path, size: int) -> Exception:
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC):
        return NO_SPACE(size=size)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return NOT_WRITABLE(folder=str(folder))
    return error
