"""How file names state number and revision: patterns people read, such as ``{number}_{revision}_{name}``.

Pure. Several patterns are tried in order; text in square brackets may be missing. Knows no file and no register.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.errors import PartproofError
from app.texts import mark
from app.transfer.refusals import PATTERN
from app.transfer.said import Said

EXAMPLE: Final = "{number}_{revision}_{name}"
# In the order in which they are proposed; the ones that read the register's numbers are kept.
PROPOSED: Final = (
    "{number}_{revision}_{name}",
    "{number}_[Rev|R][.]{revision}_{name}",
    "{number}[ |_|-][(]Rev[.][ ]{revision}[)][ |_]{name}",
    "{number} {revision} {name}",
    "{number}[ ]({revision})[ |_]{name}",
    "{number}_{name}_{revision}",
    "{name}_{number}_{revision}",
    "{number}[_| |-][Rev|R][.]{revision}",
    "{number}_{revision}",
    "{number}[ ]({revision})",
    "{number}_{name}",
    "{number} {name}",
    "{number}",
)
LONGEST: Final = 120
_FIELDS: Final = {
    "number": r"(?P<number>\S.*?)",
    "revision": r"(?P<revision>[0-9A-Za-z][0-9A-Za-z.\-]{0,7}?)",
    "name": r"(?P<name>.+)",
    "date": r"(?P<date>[0-9]{2,4}[.\-]?[0-9]{2}[.\-]?[0-9]{2})",
    "*": r".*?",
}
_WORD: Final = re.compile(r"\{([^{}]*)\}")
_MOST_OPEN: Final = 3


@dataclass(frozen=True, slots=True)
class NameReading:
    """What a pattern reads out of a file name; "" for what it does not state."""

    pattern: str
    number: str
    revision: str
    name: str


def checked(pattern: str) -> str:
    """Return a pattern in NFC, without blanks at its ends.

    Raises:
        PartproofError: ``transfer.pattern`` with the cause.
    """
    _compiled(unicodedata.normalize("NFC", pattern).strip())
    return unicodedata.normalize("NFC", pattern).strip()


def read_name(stem: str, patterns: Sequence[str]) -> tuple[NameReading, ...]:
    """Return what each fitting pattern reads out of a file name without its ending, in the patterns' order."""
    text = " ".join(unicodedata.normalize("NFC", stem).split())
    found = []
    for pattern in patterns:
        match = _compiled(pattern).fullmatch(text)
        if match is not None:
            parts = match.groupdict()
            found.append(
                NameReading(
                    pattern,
                    (parts.get("number") or "").strip(" _-"),
                    (parts.get("revision") or "").strip(),
                    (parts.get("name") or "").strip(" _-"),
                )
            )
    return tuple(found)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    if not pattern or len(pattern) > LONGEST:
        raise PATTERN(pattern=pattern[:40], cause=f"1–{LONGEST}", example=EXAMPLE)
    words = _WORD.findall(pattern)
    if "number" not in words:
        raise _wrong(pattern, mark("it does not say where the number stands"))
    for word in words:
        if word not in _FIELDS:
            raise _wrong(pattern, mark("it has a word in braces that is not known"))
        if word != "*" and words.count(word) > 1:
            raise _wrong(pattern, mark("it has one word twice"))
    if sum(word in ("number", "name", "*") for word in words) > _MOST_OPEN or re.search(r"\}\{", pattern):
        raise _wrong(pattern, mark("two words need something between them"))
    return re.compile("".join(_pieces(pattern)), re.IGNORECASE)


def _wrong(pattern: str, cause: str) -> PartproofError:
    return PATTERN(pattern=pattern, cause=Said(cause), example=EXAMPLE)


def _pieces(pattern: str) -> list[str]:
    pieces: list[str] = []
    open_group = False
    for piece in re.findall(r"\{[^{}]*\}|.", pattern):
        if piece == "[":
            if open_group:
                raise _wrong(pattern, mark("a bracket is opened inside another"))
            open_group = True
            pieces.append("(?:")
        elif piece == "]":
            if not open_group:
                raise _wrong(pattern, mark("a bracket is closed that was not opened"))
            open_group = False
            pieces.append(")?")
        elif piece == "|" and open_group:
            pieces.append("|")
        elif piece[0] == "{" and len(piece) > 1:
            pieces.append(_FIELDS[piece[1:-1]])
        elif piece == " ":
            pieces.append(r"\s+")
        else:
            pieces.append(re.escape(piece))
    if open_group:
        raise _wrong(pattern, mark("a bracket is not closed"))
    return pieces
