"""Puts a finished file in its place whole or not at all. Knows nothing of what is in it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from app.causes import cause_of
from app.documents.refusals import WRITE_FAILED
from app.vault import sync_folder

# A virus scanner may hold a fresh file for a moment on Windows.
_PAUSES: Final = (0.05, 0.1, 0.2, 0.4, 0.8)


def write_atomically(path: Path, content: bytes | Iterable[bytes], *, called: str = "") -> str:
    """Write a file so that after a power cut there is the old one or the new one, never a half.

    Args:
        path: Where the file shall be; an existing one is replaced.
        content: The bytes, or their pieces in order: what cannot lie in the memory whole.
        called: How a refusal names the file, where its own name means nothing to a person.

    Returns:
        The SHA-256 of the content, hexadecimal.

    Raises:
        PartproofError: `documents.write_failed` if the folder is read-only or full, or the file is held open.
            What the pieces raise goes through, and nothing is left.
    """
    digest = hashlib.sha256()
    temporary = path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as out:
            for piece in (content,) if isinstance(content, bytes) else content:
                digest.update(piece)
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        _replace(temporary, path)
        sync_folder(path.parent)
    except BaseException as error:
        with contextlib.suppress(OSError):  # its folder may be a file
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise WRITE_FAILED(name=called or path.name, reason=cause_of(error)) from error
        raise
    return digest.hexdigest()


def _replace(source: Path, target: Path) -> None:
    for pause in _PAUSES:
        try:
            source.replace(target)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    source.replace(target)
