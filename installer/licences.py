"""What licence a locked package is under, and whether Partproof may carry it; reads installed metadata only.

The rule: nothing in the lock for running whose only choice is the GPL or the AGPL. The LGPL fits while the
libraries stay separate files.
"""

from __future__ import annotations

import importlib.metadata
import re
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Final

# Not LGPL; a GPL with the GCC exception covers only the compiler's own run-time.
_STRONG_COPYLEFT: Final = re.compile(
    r"(?<![A-Za-z])A?GPL|Affero|(?<!Lesser )General Public Licen", re.IGNORECASE
)
_LONGEST_NAME: Final = 60


@dataclass(frozen=True)
class Locked:
    """One line of a lock.

    Attributes:
        name: As the lock spells it.
        version: Exact version.
        marker: Environment marker, empty where the package is for every system.
    """

    name: str
    version: str
    marker: str


def read_lock(lock: Path) -> list[Locked]:
    """The packages of a lock, in its order."""
    pattern = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)(?:\s*;\s*(.*?))?\s*\\?$", re.MULTILINE)
    return [
        Locked(name, version, marker) for name, version, marker in pattern.findall(lock.read_text("utf-8"))
    ]


def licence_of(metadata: importlib.metadata.PackageMetadata | Message) -> str:
    """The shortest true name of a licence that a package's metadata give; empty where they give none.

    Source: core metadata fields License-Expression, License and Classifier, in this order of trust.
    """
    expression = metadata["License-Expression"]
    if expression:
        return str(expression)
    stated = str(metadata["License"] or "").strip()
    if stated and len(stated) <= _LONGEST_NAME and "\n" not in stated and "see " not in stated:
        return stated
    classifiers = [str(line) for line in metadata.get_all("Classifier") or []]
    return "; ".join(line.split(" :: ")[-1] for line in classifiers if line.startswith("License :: "))


def is_strong_copyleft(licence: str) -> bool:
    """Whether every choice that a licence leaves is the GPL or the AGPL."""
    choices = re.split(r"\s+OR\s+", licence.strip("() "))
    return all(_STRONG_COPYLEFT.search(choice) is not None for choice in choices)
