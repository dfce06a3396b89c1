"""The files of a check-out on this PC: written without overwriting work, compared, read once, and tidied afterwards.

Touches no database. What stands in the folder is the person's: only files equal to what is stored are ever removed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from app.causes import cause_of
from app.drawings.check_out import WorkContent
from app.drawings.file_facts import read_facts
from app.drawings.queries import FileRow
from app.drawings.refusals import FOLDER_UNUSABLE, WORK_FILE_MISSING
from app.files import safe_name

NOTE: Final = ".partproof-check-out.json"
# Locks and autosaves of CAD and office programs; never checked in.
_BESIDE: Final = (".bak", ".dwl", ".dwl2", ".tmp", ".lck", ".sv$", ".ac$")


class WorkState(StrEnum):
    """How a file of the folder stands to what is stored."""

    SAME = "same"
    CHANGED = "changed"
    MISSING = "missing"
    NEW = "new"


@dataclass(frozen=True)
class WorkFile:
    """A file of a work folder.

    Attributes:
        name: Its name.
        state: Against the draft's stored files.
        stored: SHA-256 of the stored content; empty of a new one.
        found: SHA-256 of what lies in the folder; empty of a missing one.
    """

    name: str
    state: WorkState
    stored: str
    found: str


def work_folder(root: Path, number: str, label: str) -> Path:
    """Return where the files of a draft go below a person's work folder."""
    return root / safe_name(f"{number} {label}")


def write_work_files(folder: Path, files: Sequence[FileRow], read: Callable[[str], bytes]) -> tuple[str, ...]:
    """Write the draft's files into the folder; one that is there already with other content is left as it is.

    Args:
        folder: Made if it is not there.
        files: Of the draft.
        read: Returns the verified content of a hash.

    Returns:
        Names of files left alone because they differ: somebody's work.

    Raises:
        PartproofError: ``document.work_folder``.
    """
    left: list[str] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            target = folder / safe_name(file.name)
            if target.exists():
                if _digest(target.read_bytes()) != file.file_hash:
                    left.append(file.name)
                continue
            _write(target, read(file.file_hash))
        note = {"files": {safe_name(file.name): file.file_hash for file in files}}
        _write(folder / NOTE, json.dumps(note, ensure_ascii=False).encode())
    except OSError as error:
        reason = cause_of(error)
        raise FOLDER_UNUSABLE(folder=str(folder), reason=reason) from error
    return tuple(left)


def compare_work_files(folder: Path, files: Sequence[FileRow]) -> tuple[WorkFile, ...]:
    """Return how the folder stands to the draft: each stored file, then what was put in beside."""
    found = {path.name: path for path in _inside(folder)}
    rows: list[WorkFile] = []
    for file in files:
        path = found.pop(safe_name(file.name), None)
        if path is None:
            rows.append(WorkFile(file.name, WorkState.MISSING, file.file_hash, ""))
            continue
        digest = _digest(_read(path, folder))
        state = WorkState.SAME if digest == file.file_hash else WorkState.CHANGED
        rows.append(WorkFile(file.name, state, file.file_hash, digest))
    rows += [WorkFile(name, WorkState.NEW, "", _digest(_read(path, folder))) for name, path in found.items()]
    return tuple(rows)


def read_work_files(folder: Path, wanted: Sequence[WorkFile]) -> tuple[WorkContent, ...]:
    """Read the files to be checked in, once each: what is looked into is what is stored.

    Raises:
        PartproofError: ``document.work_file_missing``, or a drawing that cannot be opened.
    """
    contents = []
    for file in wanted:
        content = _read(folder / safe_name(file.name), folder)
        contents.append(WorkContent(file.name, content, read_facts(content, file.name)))
    return tuple(contents)


def tidy_work_files(folder: Path, stored: Sequence[FileRow]) -> tuple[str, ...]:
    """Remove what is safely stored; return the names of files that stay because they are not."""
    hashes = {file.file_hash for file in stored}
    stay: list[str] = []
    for path in _inside(folder):
        with contextlib.suppress(OSError):
            if _digest(path.read_bytes()) in hashes:
                path.unlink()
                continue
        stay.append(path.name)
    if not stay:
        with contextlib.suppress(OSError):
            (folder / NOTE).unlink()
            folder.rmdir()
    return tuple(stay)


def _inside(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and not path.name.startswith((".", "~")) and path.suffix.casefold() not in _BESIDE
    )


def _read(path: Path, folder: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = cause_of(error)
        raise WORK_FILE_MISSING(name=path.name, folder=str(folder), reason=reason) from error


def _write(target: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    beside = target.with_name(f".{target.name}.part")
    try:
        with beside.open("wb") as sink:
            sink.write(content)
            sink.flush()
            os.fsync(sink.fileno())
        beside.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
