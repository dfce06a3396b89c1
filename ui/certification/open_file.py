"""Opens a stored file with the program of this machine that shows it, from a copy in a folder of its own.

The copy is read-only and under its safe name; what is done to it changes no record.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from app.files import safe_name
from ui.i18n import say
from ui.panels import Desk


def show_outside(path: Path) -> bool:
    """Let the machine open a file; replaced by tests."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def open_stored(desk: Desk, file_hash: str, name: str) -> None:
    """Copy a stored file out on a read thread, then open it; say so where nothing can."""
    factory = desk.factory
    if factory is None:
        return

    def copy() -> Path:
        folder = Path(tempfile.mkdtemp(prefix="partproof-"))
        path = folder / safe_name(name)
        path.write_bytes(factory.read_file(file_hash))
        path.chmod(0o444)
        return path

    def shown(path: Path) -> None:
        if not show_outside(path):
            desk.notices.toast(say("No program opens {name} here.", name=path.name), "warn")

    desk.tasks.read(copy, shown)
