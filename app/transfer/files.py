"""Walking a folder of drawings: every file that can be taken, with its hash, and every other one with the reason.

Reads only. Links are never followed and nothing is parsed here but the first bytes.
"""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.drawings.file_kind import kind_of
from app.drawings.import_remarks import Remark
from app.drawings.page_refusals import PASSWORD_NEEDED
from app.drawings.pages import open_pages
from app.errors import PartproofError
from app.jobs import Progress
from app.transfer import remarks
from app.transfer.refusals import FOLDER_MISSING, TOO_MANY_FILES
from app.transfer.said import said_refusal
from app.transfer.wording import READING
from models.vocab import FileKind

MOST_FILES: Final = 20_000
MEGABYTE: Final = 1 << 20
LARGEST: Final = 500 * MEGABYTE
_DEEPEST: Final = 40
_SYSTEM: Final = frozenset({"thumbs.db", "desktop.ini", ".ds_store", "ehthumbs.db"})


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that can be taken.

    Attributes:
        path: Below the folder, with ``/``, in NFC: what people see and what is signed.
        pages: Pages of a PDF; None for other files.
    """

    path: str
    file_hash: str
    size: int
    pages: int | None

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.path.rsplit("/", 1)[-1]

    @property
    def stem(self) -> str:
        """The name without its ending."""
        stem, dot, ending = self.name.rpartition(".")
        return stem if dot and stem and len(ending) <= 6 else self.name

    @property
    def ending(self) -> str:
        """The ending in small letters, without its point."""
        return self.name[len(self.stem) + 1 :].casefold()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file or row that is not taken, and why."""

    what: str
    reason: Remark


@dataclass(frozen=True)
class FolderFiles:
    """What a folder holds."""

    folder: Path
    files: tuple[FoundFile, ...]
    left_out: tuple[LeftOut, ...]


def walk_folder(folder: Path, progress: Progress | None = None) -> FolderFiles:
    """Read every file of a folder and its sub-folders once.

    Args:
        folder: Where the drawings lie.
        progress: Told of every file; stops the walk when it was cancelled.

    Raises:
        PartproofError: the folder is not there, or holds too many files.
    """
    if not folder.is_dir():
        raise FOLDER_MISSING(folder=str(folder))
    progress = progress or Progress()
    left_out: list[LeftOut] = []
    listed = _once(sorted(_listed(folder, "", left_out, 0), key=lambda entry: entry[1]), left_out)
    if len(listed) > MOST_FILES:
        raise TOO_MANY_FILES(folder=str(folder), limit=MOST_FILES)
    files: list[FoundFile] = []
    for done, (disk, path) in enumerate(listed):
        progress.step(READING, done, len(listed))
        found = _read(folder, disk, path)
        if isinstance(found, FoundFile):
            files.append(found)
        else:
            left_out.append(found)
    progress.step(READING, len(listed), len(listed))
    return FolderFiles(folder, tuple(files), tuple(left_out))


def _once(listed: list[tuple[str, str]], left_out: list[LeftOut]) -> list[tuple[str, str]]:
    """Return the files without those whose name two spellings of the disk make one."""
    once: dict[str, tuple[str, str]] = {}
    for entry in listed:
        if once.setdefault(entry[1], entry) is not entry:
            left_out.append(LeftOut(entry[1], remarks.SAME_NAME()))
    return list(once.values())


def _listed(folder: Path, below: str, left_out: list[LeftOut], depth: int) -> Iterator[tuple[str, str]]:
    """Yield (path as on the disk, path in NFC) of what may be a document."""
    try:
        entries = sorted(os.scandir(folder / below), key=lambda entry: entry.name)
    except OSError as error:
        left_out.append(LeftOut(_shown(below), remarks.UNREADABLE(cause=_cause(error))))
        return
    for count, entry in enumerate(entries):
        if count > MOST_FILES:
            raise TOO_MANY_FILES(folder=str(folder), limit=MOST_FILES)
        disk = f"{below}/{entry.name}" if below else entry.name
        reason = _not_looked_at(entry, depth)
        if reason is not None:
            left_out.append(LeftOut(_shown(disk), reason))
        elif entry.is_dir(follow_symlinks=False):
            yield from _listed(folder, disk, left_out, depth + 1)
        else:
            yield disk, _shown(disk)


def _not_looked_at(entry: os.DirEntry[str], depth: int) -> Remark | None:
    name = unicodedata.normalize("NFC", entry.name)
    if entry.is_symlink():
        return remarks.LINK()
    if entry.is_dir(follow_symlinks=False):
        return remarks.UNREADABLE(cause=f"> {_DEEPEST}") if depth >= _DEEPEST else None
    if name.startswith(("~$", ".~lock", "~WR")) or name.casefold().endswith((".tmp", ".dwl", ".dwl2")):
        return remarks.OFFICE_LOCK()
    if name.casefold() in _SYSTEM or name.startswith("._"):
        return remarks.SYSTEM_FILE()
    return None if entry.is_file(follow_symlinks=False) else remarks.NOT_A_FILE()


def read_content(folder: Path, disk: str) -> bytes:
    """Return a file's bytes without following a link at its end.

    Raises:
        OSError: when it cannot be read.
    """
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    )
    with os.fdopen(os.open(folder / disk, flags), "rb") as source:
        if not stat.S_ISREG(os.fstat(source.fileno()).st_mode):
            raise OSError("not a regular file")
        return source.read(LARGEST + 1)


def existing_folder(stored: str) -> Path:
    """Return a stored folder as the disk spells it (NFC or NFD).

    Raises:
        PartproofError: ``transfer.folder_missing``.
    """
    for form in ("NFC", "NFD"):
        folder = Path(unicodedata.normalize(form, stored))
        if folder.is_dir():
            return folder
    raise FOLDER_MISSING(folder=stored)


def on_disk(folder: Path, path: str) -> str:
    """Return a file's path below the folder as the disk spells it; as it is where nothing fits."""
    if (folder / path).exists():
        return path
    found = ""
    for part in path.split("/"):
        try:
            names = [entry.name for entry in (folder / found).iterdir()]
        except OSError:
            return path
        spelled = next((name for name in names if _shown(name) == part), part)
        found = f"{found}/{spelled}" if found else spelled
    return found


def _read(folder: Path, disk: str, path: str) -> FoundFile | LeftOut:
    try:
        size = (folder / disk).lstat().st_size
        if size > LARGEST:
            return LeftOut(path, remarks.TOO_LARGE(limit=LARGEST // MEGABYTE))
        content = read_content(folder, disk)
    except (OSError, ValueError) as error:
        return LeftOut(path, remarks.UNREADABLE(cause=_cause(error)))
    if not content:
        return LeftOut(path, remarks.EMPTY())
    if len(content) != size:
        return LeftOut(path, remarks.CHANGED())
    reason, pages = _looked_into(content, path)
    if reason is not None:
        return LeftOut(path, reason)
    return FoundFile(path, hashlib.sha256(content).hexdigest(), len(content), pages)


def _looked_into(content: bytes, path: str) -> tuple[Remark | None, int | None]:
    """Return why the content cannot be taken, or None, and a PDF's pages."""
    facts = kind_of(content, path)
    if facts.kind is FileKind.LOCKED:
        return remarks.LOCKED(product=facts.detail or "–"), None
    if facts.kind is FileKind.PASSWORD:
        return remarks.PASSWORD(), None
    if not path.casefold().endswith(".pdf"):
        return (remarks.NOT_WHAT_IT_SAYS() if facts.suspect else None), None
    try:
        return None, len(open_pages(content, path.rsplit("/", 1)[-1]).pages)
    except PartproofError as refusal:
        if refusal.kind is PASSWORD_NEEDED:
            return remarks.PASSWORD(), None
        return remarks.DAMAGED(cause=said_refusal(refusal)), None


def _shown(disk: str) -> str:
    plain = os.fsencode(disk).decode("utf-8", "replace")
    return unicodedata.normalize("NFC", plain)


def _cause(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).splitlines()[0]
