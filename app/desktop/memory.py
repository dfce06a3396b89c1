"""What the window remembers on this machine: language, theme, where it stood. Never part of a factory."""

from __future__ import annotations

import contextlib
import os
import tomllib
from pathlib import Path
from typing import Final

import tomli_w

from app.machine import change_machine, machine_folder, read_machine

_FILE: Final = "window.toml"
# These two belong to the whole program, not only to the window.
_SHARED: Final = {"window.language": "language", "window.theme": "theme"}


class MachineMemory:
    """The window's settings of this machine; a machine that cannot keep them goes on without."""

    def get(self, name: str) -> str | None:
        """Return what was remembered under a name."""
        if name in _SHARED:
            return str(getattr(read_machine(), _SHARED[name])) or None
        return self._kept().get(name)

    def set(self, name: str, value: str) -> None:
        """Remember a text under a name."""
        if name in _SHARED:
            change_machine(**{_SHARED[name]: value})
            return
        kept = {**self._kept(), name: value}
        folder = machine_folder()
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            temporary = folder / f".{_FILE}.{os.getpid()}"
            temporary.write_text(tomli_w.dumps(kept), encoding="utf-8")
            temporary.replace(folder / _FILE)

    @staticmethod
    def _kept() -> dict[str, str]:
        try:
            content = tomllib.loads(Path(machine_folder() / _FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {name: value for name, value in content.items() if isinstance(value, str)}
