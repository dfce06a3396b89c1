"""What a transfer will bring in, before anything is written: matches with reasons, and the plan's lines."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from app.drawings.import_header import Column
from app.drawings.import_remarks import Remark
from app.texts import Language
from models.types import canonical_json
from models.vocab_transfer import TransferKind

PLAN_VERSION = 1


class MatchState(StrEnum):
    """What becomes of a file."""

    TAKEN = "taken"
    CHECK = "check"
    CONTRADICTION = "contradiction"
    LEFT = "left"


@dataclass(frozen=True)
class FileChoice:
    """What the user said about one file; "" leaves a word to the pattern."""

    number: str = ""
    revision: str = ""
    leave: bool = False


@dataclass(frozen=True)
class Reading:
    """How register and file names are read; all of it the user sees and corrects.

    Attributes:
        mapping: Column title or letter to field, over what is recognised.
        patterns: Tried in order; empty takes the proposed ones that read the register's numbers.
        kinds: Word of the kind column to part kind.
        choices: By path of the file.
        drafts: Parts that lack their drawing are added as drafts; otherwise they are left out.
        unlisted: Files whose number the register does not name are taken as documents of their own.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    patterns: tuple[str, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, FileChoice] = field(default_factory=dict)
    drafts: bool = True
    unlisted: bool = False

    def to_json(self) -> dict[str, object]:
        """Return the reading as plain values, as the plan keeps it."""
        return {
            "mapping": dict(self.mapping),
            "sheet": self.sheet,
            "patterns": list(self.patterns),
            "kinds": dict(self.kinds),
            "choices": {
                path: {"number": choice.number, "revision": choice.revision, "leave": choice.leave}
                for path, choice in self.choices.items()
            },
            "drafts": self.drafts,
            "unlisted": self.unlisted,
        }


@dataclass(frozen=True, slots=True)
class MatchRow:
    """One file of the folder and what it was matched to.

    Attributes:
        score: Percent; 0 for what is not taken.
    """

    path: str
    number: str
    revision: str
    score: int
    state: MatchState
    reason: Remark


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row of one of the lists: what it is about, where it stands in the register, and why."""

    what: str
    row: int
    reason: Remark


@dataclass(frozen=True)
class PlanLine:
    """One line of the plan as it will be stored.

    Attributes:
        row: Row of the register; 0 where there is none.
        content: Plain values: ``what`` is part, revision, file or gauge.
        file_path: Below the folder, in NFC; the disk may spell it otherwise.
    """

    row: int
    content: Mapping[str, Any]
    file_path: str = ""
    file_hash: str | None = None

    def to_json(self) -> list[object]:
        """Return the line as it enters the plan's hash."""
        return [self.row, dict(self.content), self.file_path, self.file_hash]


@dataclass(frozen=True)
class TransferPreview:
    """A transfer as it would be signed.

    Attributes:
        missing: Documents whose file is not there.
        left_out: Rows and files that are not taken, with reasons.
        notes: What is taken, but should be looked at.
        unknown_kinds: Words of the kind column that the program does not know.
    """

    kind: TransferKind
    folder: Path | None
    register_path: Path
    header_row: int
    columns: tuple[Column, ...]
    sheet: str | None
    encoding: str | None
    layout: str
    reading: Reading
    matches: tuple[MatchRow, ...]
    missing: tuple[ListedRow, ...]
    left_out: tuple[ListedRow, ...]
    notes: tuple[ListedRow, ...]
    warnings: tuple[Remark, ...]
    lines: tuple[PlanLine, ...]
    register_hash: str
    unknown_kinds: tuple[str, ...] = ()

    @cached_property
    def plan_hash(self) -> str:
        """The hash that a signature under this preview names; made once, away from the window's thread."""
        folder = "" if self.folder is None else str(self.folder)
        reading = self.reading.to_json()
        lines = [line.to_json() for line in self.lines]
        return plan_hash(self.kind, folder, self.register_hash, reading, lines)

    def count(self, what: str, **facts: object) -> int:
        """Return how many lines of a sort the plan has, those with these facts only."""
        wanted = {"what": what, **facts}
        return sum(
            all(line.content.get(key) == value for key, value in wanted.items()) for line in self.lines
        )

    def contradictions(self) -> int:
        """Return how many files wait for a word of the user."""
        return sum(match.state is MatchState.CONTRADICTION for match in self.matches)

    def to_json(self, language: Language | None = None) -> dict[str, object]:
        """Return the preview for machines, its sentences in a language (English without one)."""
        speech = language or Language("en")

        def listed(rows: tuple[ListedRow, ...]) -> list[dict[str, object]]:
            return [{"what": row.what, "row": row.row, "reason": row.reason.say(speech)} for row in rows]

        return {
            "kind": self.kind.value,
            "header_row": self.header_row,
            "mapping": {column.title: column.field for column in self.columns if column.field},
            "sheet": self.sheet,
            "encoding": self.encoding,
            "patterns": list(self.reading.patterns),
            "plan_hash": self.plan_hash,
            "parts": self.count("part"),
            "released_parts": self.count("part", release=True),
            "documents": self.count("revision", current=True),
            "revisions": self.count("revision"),
            "files": self.count("file"),
            "gauges": self.count("gauge"),
            "matches": [
                {
                    "file": match.path,
                    "number": match.number,
                    "revision": match.revision,
                    "score": match.score,
                    "state": match.state.value,
                    "reason": match.reason.say(speech),
                }
                for match in self.matches
            ],
            "missing": listed(self.missing),
            "left_out": listed(self.left_out),
            "notes": listed(self.notes),
            "warnings": [remark.say(speech) for remark in self.warnings],
        }


def plan_hash(kind: str, folder: str, register_hash: str, reading: object, lines: list[list[object]]) -> str:
    """Return the SHA-256 (hex) of a plan; the same for the stored plan and for the preview it came from."""
    plan = {
        "version": PLAN_VERSION,
        "kind": str(kind),
        "folder": folder,
        "register": register_hash,
        "reading": reading,
        "lines": lines,
    }
    return hashlib.sha256(canonical_json(plan).encode("utf-8")).hexdigest()
