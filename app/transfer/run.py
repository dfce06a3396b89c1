"""Carrying a signed transfer out: its files go into the vault in steps, then all of it is brought in at once.

May be stopped or killed at any moment and called again; what is stored is not stored twice.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from app.causes import cause_of
from app.factory import Factory
from app.jobs import Progress
from app.transfer.acts import bring_in, store_transfer_files
from app.transfer.files import existing_folder, on_disk, read_content
from app.transfer.queries import TransferRow, open_transfer, transfer_rows, waiting_files
from app.transfer.refusals import FILE_GONE, NOT_RUNNING
from app.transfer.wording import STORING
from app.unit_of_work import Actor

# One transaction each: small enough that a station never waits long, large enough to be quick.
_FILES: Final = 40
_BYTES: Final = 32 * 1024 * 1024


def run_transfer(
    factory: Factory, *, actor: Actor, progress: Progress | None = None, folder: Path | None = None
) -> TransferRow:
    """Carry the open signed transfer out, from where it stands, and return it as it is afterwards.

    Args:
        factory: The factory.
        actor: Who runs it; need not be the signer.
        progress: Told how far it is.
        folder: Where the files lie now, if not where they lay when the plan was made.

    Raises:
        PartproofError: none is signed, a file is gone or changed, or a number was taken meanwhile.
        CanceledError: it was stopped; nothing of it is to be seen, and it can be continued.
    """
    progress = progress or Progress()
    running = factory.ask(open_transfer)
    if running is None:
        raise NOT_RUNNING()
    if running.stored < running.files:
        _store(factory, running, folder or existing_folder(running.folder), actor, progress)
    factory.perform(bring_in, running.id, progress=progress, actor=actor)
    return next(row for row in factory.ask(transfer_rows) if row.id == running.id)


def _store(factory: Factory, running: TransferRow, folder: Path, actor: Actor, progress: Progress) -> None:
    done = running.stored
    while waiting := factory.ask(waiting_files, running.id, _FILES):
        contents: list[tuple[str, str, bytes]] = []
        size = 0
        for path, file_hash in waiting:
            progress.step(STORING, done + len(contents), running.files)
            # Read before the transaction begins: a slow drive must not keep other stations from writing.
            content = _content(folder, path)
            contents.append((path, file_hash, content))
            size += len(content)
            if size >= _BYTES:
                break
        done += factory.perform(store_transfer_files, running.id, contents, actor=actor).result
    progress.step(STORING, done, running.files)


def _content(folder: Path, path: str) -> bytes:
    try:
        return read_content(folder, on_disk(folder, path))
    except OSError as error:
        raise FILE_GONE(file=path, cause=cause_of(error)) from error
