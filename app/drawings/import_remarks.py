"""What a preview says about a file: remarks as codes with facts, translated only when shown.

A remark never stops anything; what stops is a refusal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from app.texts import Language

MOST_NAMED: Final = 40


@dataclass(frozen=True, slots=True)
class Remark:
    """One observation, with the facts for its sentence.

    Attributes:
        code: Stable name, e.g. ``bom.duplicate_part``.
        sentence: English source text with named placeholders.
    """

    code: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)

    def say(self, language: Language) -> str:
        """Return the sentence in a language."""
        return language.say(self.sentence, **self.values)


@dataclass(frozen=True)
class RemarkKind:
    """One sort of remark; called with its facts it makes a remark."""

    code: str
    sentence: str

    def __call__(self, **values: object) -> Remark:
        """Return the remark with the facts for its sentence."""
        return Remark(self.code, self.sentence, values)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is not imported, and why; row numbers start at 1 as in the spreadsheet program."""

    row: int
    reason: Remark
    file: str = ""

    def to_json(self, language: Language) -> dict[str, object]:
        """Return ``{"row", "reason"}``, with the file where the table is made of several."""
        entry: dict[str, object] = {"row": self.row, "reason": self.reason.say(language)}
        return {**entry, "file": self.file} if self.file else entry


def row_list(rows: Iterable[int]) -> str:
    """Return row numbers as ``2, 5–9, 12 (+ 30)``: runs joined, at most 40 groups, the rest counted."""
    groups: list[list[int]] = []
    for row in sorted(set(rows)):
        if groups and row == groups[-1][1] + 1:
            groups[-1][1] = row
        else:
            groups.append([row, row])
    shown = ", ".join(_group(first, last) for first, last in groups[:MOST_NAMED])
    rest = sum(last - first + 1 for first, last in groups[MOST_NAMED:])
    return f"{shown} (+ {rest})" if rest else shown


def _group(first: int, last: int) -> str:
    if first == last:
        return str(first)
    return f"{first}, {last}" if last == first + 1 else f"{first}–{last}"
