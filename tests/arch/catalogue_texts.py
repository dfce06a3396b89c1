"""What the sources mark for translation and what the Korean catalogues hold, for the tests; asserts nothing.

Marked texts are found by Babel's own extractor, as a translator's tools would find them.
"""

from __future__ import annotations

import ast
import io
import re
import string
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import read_po

from tests.arch.sources import FLOORS, ROOT, called_name, place, python_files

CATALOGUES = ROOT / "resources" / "locale" / "ko"
KEYWORDS = {"mark": (1,), "say": (1,), "term": ((1, "c"), 2), "mark_term": ((1, "c"), 2)}
# How many leading arguments of each call are texts.
_TEXT_ARGUMENTS = {"mark": 1, "say": 1, "term": 2, "mark_term": 2}

Key = tuple[str, str]  # context (empty for none), source text


@dataclass(frozen=True)
class Entry:
    """One message of a catalogue file."""

    file: str
    key: Key
    korean: str
    fuzzy: bool


@cache
def marked_texts() -> dict[Key, str]:
    """Every marked text with the first place it stands at."""
    found: dict[Key, str] = {}
    for path in python_files(*FLOORS):
        source = io.BytesIO(path.read_bytes())
        for line, message, _comments, context in extract("python", source, keywords=KEYWORDS):
            text = message if isinstance(message, str) else message[0]
            found.setdefault((context or "", text), f"{place(path)}:{line}")
    return found


@cache
def entries() -> list[Entry]:
    """Every message of every Korean catalogue, without headers and obsolete ones."""
    found = []
    for path in sorted(CATALOGUES.glob("*.po")):
        with path.open("rb") as source:
            catalogue = read_po(source, locale="ko", abort_invalid=True)
        for message in catalogue:
            if message.id:
                key = (message.context or "", str(message.id))
                found.append(Entry(path.name, key, str(message.string or ""), message.fuzzy))
    return found


def written_entries(path: Path) -> int:
    """How many messages a catalogue file spells out; more than Babel reads means one stands there twice."""
    return len(re.findall(r"^msgid\s", path.read_text("utf-8"), re.MULTILINE)) - 1


def placeholders(text: str) -> set[str]:
    """The names of the placeholders of a text; format specs (Korean particles) do not count.

    Raises:
        ValueError: For braces that do not pair or a placeholder without a name.
    """
    names = {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}
    for name in names:
        if not name.isidentifier():
            raise ValueError(f"placeholder {{{name}}} is no plain name")
    return names


def composed_texts(path: Path, tree: ast.Module) -> list[str]:
    """Places where a translation call gets a text put together on the spot, which no catalogue can hold."""
    found = []
    for node in ast.walk(tree):
        count = _TEXT_ARGUMENTS.get(called_name(node), 0)
        if not count or not isinstance(node, ast.Call):
            continue
        for argument in node.args[:count]:
            if isinstance(argument, ast.JoinedStr | ast.BinOp) or called_name(argument) == "format":
                found.append(place(path, node))
    return found
