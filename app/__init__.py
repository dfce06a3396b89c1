"""The verbs of the program. Here only its version, which pyproject.toml repeats; a test compares them."""

from __future__ import annotations

from typing import Final

VERSION: Final = "0.1.0"


def program_version() -> str:
    """Return the program's version as it stands in packs, backups and doctor."""
    return VERSION
