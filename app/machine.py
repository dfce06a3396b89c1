"""This machine's own settings and folders: one TOML file per person and PC, never part of a factory.

Holds no password and nothing that another station must know; those are plant settings in the database.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

import platformdirs
import tomli_w

from app.texts import LANGUAGES

SETTINGS_FILE: Final = "machine.toml"
_KEPT_FACTORIES: Final = 10
_KOREAN_PRIMARY: Final = 0x12  # LANG_KOREAN of the Windows API
_NO_VARIABLES: Final[Mapping[str, str]] = {}


@dataclass(frozen=True)
class MachineSettings:
    """What one PC remembers for the person who uses it.

    Attributes:
        language: ``ko``, ``en``, or empty to follow the system.
        theme: ``light``, ``dark``, or empty to follow the system.
        sounds: Whether tones are played.
        station: Code of the station this PC stands at, or empty.
        factories: Folders opened before, newest first.
        wedge_gap_ms: Greatest time between two keys of a keyboard scanner, in milliseconds.
        wedge_least: Least number of signs of a scan by keys.
        wedge_prefix: Signs the keyboard scanner sends first, or empty.
        wedge_suffixes: Each of these signs ends a scan by keys.
        wedge_native: Windows only: stations take keys by their number before the input method sees them.
    """

    language: str = ""
    theme: str = ""
    sounds: bool = True
    station: str = ""
    factories: tuple[str, ...] = ()
    wedge_gap_ms: int = 50
    wedge_least: int = 4
    wedge_prefix: str = ""
    wedge_suffixes: str = "\r\n\t\x04"
    wedge_native: bool = False


def machine_folder() -> Path:
    """Return the folder of the machine's settings; ``PARTPROOF_MACHINE_DIR`` names another one."""
    own = os.environ.get("PARTPROOF_MACHINE_DIR")
    return Path(own) if own else Path(platformdirs.user_config_dir("partproof", appauthor=False))


def log_folder() -> Path:
    """Return the folder of the machine's log and crash bundles."""
    own = os.environ.get("PARTPROOF_MACHINE_DIR")
    return Path(own) / "log" if own else Path(platformdirs.user_log_dir("partproof", appauthor=False))


def read_machine() -> MachineSettings:
    """Return the machine's settings; what is missing or unreadable is as on a new machine."""
    try:
        content = tomllib.loads((machine_folder() / SETTINGS_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return MachineSettings()
    return _settings(content)


def _settings(content: dict[str, Any]) -> MachineSettings:
    known: dict[str, Any] = {}
    for field in fields(MachineSettings):
        value = content.get(field.name)
        if field.name == "factories" and isinstance(value, list):
            known[field.name] = tuple(entry for entry in value if isinstance(entry, str))
        elif isinstance(value, type(field.default)):
            known[field.name] = value
    settings = MachineSettings(**known)
    return settings if settings.language in ("", *LANGUAGES) else replace(settings, language="")


def change_machine(**changed: Any) -> MachineSettings:
    """Change single settings and return all of them; a machine that cannot keep them goes on without.

    Args:
        **changed: Fields of ``MachineSettings``.
    """
    settings = replace(read_machine(), **changed)
    content = {**asdict(settings), "factories": list(settings.factories)}
    folder = machine_folder()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        temporary = folder / f".{SETTINGS_FILE}.{os.getpid()}"
        temporary.write_text(tomli_w.dumps(content), encoding="utf-8")
        temporary.replace(folder / SETTINGS_FILE)
    return settings


def remember_factory(folder: Path) -> None:
    """Put a factory at the head of those opened before."""
    name = str(folder.absolute())
    others = [entry for entry in read_machine().factories if entry != name]
    change_machine(factories=(name, *others[: _KEPT_FACTORIES - 1]))


def chosen_language(wish: str | None = None, variables: Mapping[str, str] = _NO_VARIABLES) -> str:
    """Return the language to speak: a wish, ``PARTPROOF_LANG``, this machine's setting, then the system's.

    Args:
        wish: What the command line asks for.
        variables: Environment to look at; empty takes the process's own.
    """
    env = variables or os.environ
    for word in (wish, env.get("PARTPROOF_LANG"), read_machine().language):
        code = (word or "").casefold().replace("-", "_").split("_")[0]
        if code in LANGUAGES:
            return code
    return _system_language(env)


def _system_language(env: Mapping[str, str]) -> str:
    if sys.platform == "win32":
        import ctypes

        number = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return "ko" if number & 0x3FF == _KOREAN_PRIMARY else "en"
    word = env.get("LC_ALL") or env.get("LC_MESSAGES") or env.get("LANG") or ""
    return "ko" if word.casefold().startswith("ko") else "en"
