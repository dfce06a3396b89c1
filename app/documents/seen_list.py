"""A list as a person sees it on the screen, ready for a workbook: any room's table or tree goes out through this.

The reusable means for "every list exports as seen": ``ui/seen_lists.py`` makes one of a table or tree and writes it.
Facts are already formatted as text; no database and no Excel here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.documents.writers.atomic import write_atomically
from app.documents.writers.seen_sheet import seen_bytes


@dataclass(frozen=True)
class SeenList:
    """A list as seen.

    Attributes:
        title: Name of the list.
        columns: Headings, left to right, hidden ones left out.
        numbers: Which of the columns hold numbers, by place; their plain decimals become numbers in the sheet.
        rows: The cells' texts in the order shown.
        levels: Depth of each row of a tree, 0 for the top; empty for a flat list. Becomes the sheet's outline.
        facts: What else must be known: filter words, when, who; (name, value) in order.
    """

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[str]]
    numbers: frozenset[int] = frozenset()
    levels: Sequence[int] = ()
    facts: Sequence[tuple[str, str]] = field(default=())


def write_seen_list(seen: SeenList, path: Path) -> str:
    """Write a list as a workbook, whole or not at all, and return its SHA-256.

    Raises:
        PartproofError: when the file cannot be written.
    """
    content = seen_bytes(
        seen.title, seen.columns, seen.rows, numbers=seen.numbers, levels=seen.levels, facts=seen.facts
    )
    return write_atomically(path, content)
