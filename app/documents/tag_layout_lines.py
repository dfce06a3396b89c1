"""Finds the lines of a TOML tag layout, so that a refusal can name the line it means. Judges nothing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.causes import cause_of
from app.documents.tag_refusals import LAYOUT_KEY, LAYOUT_SYNTAX, LAYOUT_VALUE
from app.errors import PartproofError

_TABLE: Final = re.compile(r"\s*\[+\s*([A-Za-z_]+)\s*\]+")
_KEY: Final = re.compile(r"\s*([A-Za-z_]+)\s*=")
_AT_LINE: Final = re.compile(r"\(at line (\d+)")
LONGEST_FILE: Final = 200_000


@dataclass(frozen=True)
class Section:
    """One table of the file, with the lines of its keys.

    Attributes:
        file: Name of the file.
        line: Line of the heading.
        values: What TOML read.
        lines: Line of each key.
    """

    file: str
    line: int
    values: dict[str, Any]
    lines: dict[str, int]

    def line_of(self, key: str) -> int:
        """Return the line of a key, or of the heading where it is missing."""
        return self.lines.get(key, self.line)

    def wrong(self, key: str) -> PartproofError:
        """Return the refusal of a value."""
        return LAYOUT_VALUE(
            file=self.file, line=self.line_of(key), key=key, value=str(self.values.get(key, "—"))[:60]
        )

    def check_keys(self, needed: frozenset[str], allowed: frozenset[str]) -> None:
        """Refuse unknown keys and missing ones."""
        for key in [*sorted(set(self.values) - allowed), *sorted(needed - set(self.values))]:
            raise LAYOUT_KEY(
                file=self.file, line=self.line_of(key), key=key, known=", ".join(sorted(allowed))
            )

    def number(
        self, key: str, default: float | None = None, *, least: float = 0, most: float = 1000
    ) -> float:
        """Return a number of mm or points."""
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
            raise self.wrong(key)
        return float(value)

    def text(self, key: str, default: str | None = None, *, choice: frozenset[str] | None = None) -> str:
        """Return a text, one of a choice where there is one."""
        value = self.values.get(key, default)
        if not isinstance(value, str) or (choice is not None and value not in choice):
            raise self.wrong(key)
        return value

    def flag(self, key: str) -> bool:
        """Return yes or no; no where it is missing."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(key)
        return value


def sections(file: str, raw: bytes) -> tuple[Section, Section, tuple[Section, ...]]:
    """Return the head, the page and the elements of a layout file.

    Args:
        file: What it is called, for refusals.
        raw: Its bytes.

    Raises:
        PartproofError: ``tag.layout_syntax`` with the line.
    """
    if len(raw) > LONGEST_FILE:
        raise LAYOUT_SYNTAX(file=file, line=1, reason=f"{len(raw)} > {LONGEST_FILE}")
    try:
        text = raw.decode("utf-8-sig")
        read = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise LAYOUT_SYNTAX(file=file, line=line, reason="UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        raise LAYOUT_SYNTAX(file=file, line=line, reason=str(error).split(" (at ")[0]) from error
    except RecursionError as error:
        raise LAYOUT_SYNTAX(file=file, line=1, reason="nesting") from error
    return _arranged(file, text, read)


def read_layout_file(path: Path) -> bytes:
    """Return the bytes of a layout file.

    Raises:
        PartproofError: ``tag.layout_syntax`` where it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(LONGEST_FILE + 1)
    except OSError as error:
        raise LAYOUT_SYNTAX(file=path.name, line=1, reason=cause_of(error)) from error


def _arranged(file: str, text: str, read: dict[str, Any]) -> tuple[Section, Section, tuple[Section, ...]]:
    found = list(_headings(text))
    page, elements = read.pop("page", {}), read.pop("element", [])
    if not isinstance(page, dict) or not _all_tables(elements):
        raise LAYOUT_SYNTAX(file=file, line=1, reason="[page], [[element]]")
    places = {name: (line, keys) for name, line, keys in found if name != "element"}
    line, keys = places.get("page", (1, {}))
    element_places = [(line, keys) for name, line, keys in found if name == "element"]
    # Written another way ({…} in a list), elements have no heading of their own: the file's first line stands in.
    element_places += [(1, {})] * (len(elements) - len(element_places))
    return (
        Section(file, 1, read, places[""][1]),
        Section(file, line, page, keys),
        tuple(
            Section(file, at, values, lines)
            for values, (at, lines) in zip(elements, element_places, strict=False)
        ),
    )


def _all_tables(elements: object) -> bool:
    return isinstance(elements, list) and all(isinstance(entry, dict) for entry in elements)


def _headings(text: str) -> Iterator[tuple[str, int, dict[str, int]]]:
    name, start, keys = "", 1, dict[str, int]()
    for number, line in enumerate(text.splitlines(), start=1):
        heading, key = _TABLE.match(line), _KEY.match(line)
        if heading and not key:
            yield name, start, keys
            name, start, keys = heading[1], number, {}
        elif key:
            keys.setdefault(key[1], number)
    yield name, start, keys
