"""Opens a stored file with the system's program and puts on record that the person opened it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.files import safe_name
from app.people.signatures import record_opened
from ui.i18n import say
from ui.panels import Desk

OpenOutside = Callable[[Path], bool]


def open_outside(path: Path) -> bool:
    """Open a file with the system's program for it. The edge that tests replace."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def open_stored(desk: Desk, owner: QWidget, file_hash: str, name: str, opener: OpenOutside) -> None:
    """Open a copy of a stored file; who signs must have opened it, so this goes on record."""
    factory = desk.factory
    if factory is None:
        return

    def work() -> Path:
        path = Path(tempfile.mkdtemp(prefix="partproof-")) / safe_name(name)
        path.write_bytes(factory.read_file(file_hash))
        # A copy to look at: a change of it would change nothing here.
        path.chmod(0o444)
        return path

    def then(path: Path) -> None:
        if opener(path):
            desk.tasks.write(lambda: desk.perform(record_opened, file_hash, outside=True), owner=owner)
        else:
            desk.notices.toast(say("No program opens {name} here.", name=name), "warn")

    desk.tasks.read(work, then, owner=owner)
