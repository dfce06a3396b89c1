"""Writes a document about a record into a folder a person chooses, away from the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.documents.issue import issue_document
from app.documents.languages import usual_language
from ui.bridge import OutsideChanges
from ui.i18n import say
from ui.panels import Desk


def choose_folder(parent: QWidget, title: str) -> Path | None:
    """Let a person choose a folder; None when they change their mind. The edge that tests replace."""
    name = QFileDialog.getExistingDirectory(parent, title)
    return Path(name) if name else None


def issue_file(
    desk: Desk,
    owner: QWidget,
    kind: str,
    entity_id: int,
    form: str,
    folder: Path,
    *,
    recipient: str = "",
    language: str = "",
) -> None:
    """Issue a document and say where it is.

    Args:
        desk: What screens are given.
        owner: The widget that asks; the notice is dropped with it.
        kind: Code of the document's builder.
        entity_id: The record it is about.
        form: ``xlsx`` or ``pdf``.
        folder: Where the file goes.
        recipient: For whom.
        language: Of the document; empty takes what is usual in the window's.
    """
    write = file_writer(desk, kind, entity_id, form, recipient=recipient, language=language)
    if write is None:
        return

    def done(paths: list[Path]) -> None:
        desk.notices.toast(say("{file} is written.", file=paths[0].name), "ok")
        tell_issued(desk)

    desk.tasks.read(lambda: write(folder), done, owner=owner)


def tell_issued(desk: Desk) -> None:
    """Tell the screens that a document was issued; what issues files tells nobody by itself."""
    desk.bridge.publish(OutsideChanges(frozenset({"issued_document"})))


def file_writer(
    desk: Desk, kind: str, entity_id: int, form: str, *, recipient: str = "", language: str = ""
) -> Callable[[Path], list[Path]] | None:
    """Return what issues a document into a folder, for another thread; None where no factory is open."""
    factory, code, actor = desk.factory, language or usual_language(desk.texts.code), desk.actor()
    if factory is None:
        return None

    def write(folder: Path) -> list[Path]:
        return issue_document(
            factory,
            kind,
            entity_id,
            folder,
            actor=actor,
            language=code,
            formats=(form,),
            recipient=recipient,
        )

    return write
