"""What a shop adds to the contents that are known: patterns of its own labels, and other lengths of the HKMC table.

Plain values with their flaws; kept in the plant's settings and handed to `registry.parse`. Reads no code itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from devices.patterns import Pattern, PatternError

MOST_PATTERNS: Final = 50
KINDS: Final = ("user", "order", "lot", "part", "gauge", "badge")
"""What a code of a pattern is: ``user`` gives its fields only, the others are taken as that record's own code."""

NEEDED: Final = ("V", "P", "T")
"""The fields of the HKMC label by which it is known; they can be changed, never taken out."""

_LEAVABLE: Final = ("S", "E", "M", "C")
# A data identifier as ISO/IEC 15418 writes them, e.g. 1T.
_LETTER: Final = re.compile(r"[0-9]{0,3}[A-Z]")
_MOST_FIELDS: Final = 30
_LONGEST_FIELD: Final = 60
_NAME_LENGTH: Final = 80
# One character class, or single letters: nothing that could take time.
_SIGNS: Final = re.compile(r"\[[^\[\]\\]{1,60}\]\*|[A-Z](?:\|[A-Z]){0,9}")
_AIM: Final = re.compile(r"(?:\][A-Za-z][0-9A-F]?)?")

FLAWS: Final = {
    "not_a_book": "not the values of a code book",
    "too_many": "more than 50 patterns",
    "name": "the name is empty, too long, or stands twice",
    "kind": "no such kind",
    "pattern": "no regular expression",
    "pattern.unsupported": "a regular expression beyond what is read here (look-around, back references, flags)",
    "pattern.long": "a regular expression that is too long",
    "pattern.groups": "no named group, or none of the name of its kind",
    "aim": "no beginning of a symbology identifier (]d2 or ]d)",
    "hkmc.letter": "no data identifier, or one that stands twice",
    "hkmc.needed": "a field without which the HKMC label cannot be told from others",
    "hkmc.many": "more than 30 fields of the HKMC label",
    "hkmc.length": "lengths that cannot be",
    "hkmc.signs": "signs other than one character class or single letters",
}
"""Reason codes with their meaning for developers."""


class CodeBookError(ValueError):
    """The book cannot be used; `code` is out of `FLAWS`, `detail` names the pattern or the letter."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail


@dataclass(frozen=True)
class FieldRule:
    """One row of the HKMC table: lengths in characters, both ends inclusive.

    Attributes:
        letter: The data identifier.
        shortest: Least length; of the trace field that of its number.
        longest: Greatest length; of the trace field that of its number.
        signs: Pattern of the whole value, where the table gives one.
        required: The field must carry a value in every message.
    """

    letter: str
    shortest: int
    longest: int
    signs: str | None
    required: bool

    def flaw(self) -> str | None:
        """What is wrong with this row: a code out of ``FLAWS``, or None."""
        if not _LETTER.fullmatch(self.letter):
            return "hkmc.letter"
        if not 1 <= self.shortest <= self.longest <= _LONGEST_FIELD:
            return "hkmc.length"
        if self.signs is not None and not _SIGNS.fullmatch(self.signs):
            return "hkmc.signs"
        return None


@dataclass(frozen=True)
class CodePattern:
    """A label of the shop's own, or of a customer's, as a pattern for the whole code.

    Attributes:
        name: For people; unique.
        pattern: Regular expression (`devices.patterns`); each named group is a field, empty ones are left out.
        kind: Out of ``KINDS``; a kind other than ``user`` needs a group of its name.
        aim: Beginning of the symbology identifier it must have come with; empty takes any code.
        first: Asked before the built-in contents (save our own codes); otherwise only before those that guess.
    """

    name: str
    pattern: str
    kind: str = "user"
    aim: str = ""
    first: bool = False

    def flaw(self) -> str | None:
        """What is wrong with this pattern: a code out of ``FLAWS``, or None."""
        if not self.name.strip() or len(self.name) > _NAME_LENGTH:
            return "name"
        if self.kind not in KINDS:
            return "kind"
        if not _AIM.fullmatch(self.aim):
            return "aim"
        try:
            names = compiled(self.pattern).names
        except PatternError as error:
            return error.code
        return "pattern.groups" if not names or (self.kind != "user" and self.kind not in names) else None


@dataclass(frozen=True)
class CodeBook:
    """All that a shop adds.

    Attributes:
        patterns: Labels of its own.
        hkmc: The rows of the HKMC label that differ from the table, or are not in it.
        hkmc_without: Letters of the table that the customer's label does not have.
    """

    patterns: tuple[CodePattern, ...] = ()
    hkmc: tuple[FieldRule, ...] = ()
    hkmc_without: tuple[str, ...] = ()

    def check(self) -> None:
        """Check everything.

        Raises:
            CodeBookError: With the first thing that is wrong.
        """
        if len(self.patterns) > MOST_PATTERNS:
            raise CodeBookError("too_many")
        for pattern in self.patterns:
            if (flaw := pattern.flaw()) is not None:
                raise CodeBookError(flaw, pattern.name[:_NAME_LENGTH])
        names = [pattern.name for pattern in self.patterns]
        if len(set(names)) != len(names):
            raise CodeBookError("name", next(name for name in names if names.count(name) > 1))
        letters = [*(rule.letter for rule in self.hkmc), *self.hkmc_without]
        if len(letters) > _MOST_FIELDS:
            raise CodeBookError("hkmc.many")
        for letter in self.hkmc_without:
            if letter in NEEDED:
                raise CodeBookError("hkmc.needed", letter)
            if letter not in _LEAVABLE or letters.count(letter) > 1:
                raise CodeBookError("hkmc.letter", letter[:4])
        for rule in self.hkmc:
            flaw = rule.flaw() or ("hkmc.letter" if letters.count(rule.letter) > 1 else None)
            if flaw is not None:
                raise CodeBookError(flaw, rule.letter[:4])


NO_BOOK: Final = CodeBook()


@lru_cache(maxsize=256)
def compiled(pattern: str) -> Pattern:
    """The pattern, made once.

    Raises:
        PatternError: It cannot be used.
    """
    return Pattern(pattern)


def book_to_plain(book: CodeBook) -> dict[str, object]:
    """Return the book as values that JSON and TOML can hold."""
    return {
        "patterns": [dict(vars(each)) for each in book.patterns],
        "hkmc": [
            {key: value for key, value in vars(each).items() if value is not None} for each in book.hkmc
        ],
        "hkmc_without": list(book.hkmc_without),
    }


def book_from_plain(record: object) -> CodeBook:
    """Return the book of plain values, checked.

    Raises:
        CodeBookError: With its code; also for keys that nobody knows.
    """
    if not isinstance(record, Mapping) or not record.keys() <= {"patterns", "hkmc", "hkmc_without"}:
        raise CodeBookError("not_a_book")
    without = record.get("hkmc_without", ())
    if not isinstance(without, list | tuple) or not all(isinstance(each, str) for each in without):
        raise CodeBookError("not_a_book")
    book = CodeBook(
        tuple(_pattern(each) for each in _rows(record.get("patterns", ()))),
        tuple(_rule(each) for each in _rows(record.get("hkmc", ()))),
        tuple(without),
    )
    book.check()
    return book


def _rows(value: object) -> list[Mapping[str, object]]:
    if not isinstance(value, list | tuple) or not all(isinstance(each, Mapping) for each in value):
        raise CodeBookError("not_a_book")
    return list(value)


def _pattern(record: Mapping[str, object]) -> CodePattern:
    words = {key: record.get(key, "") for key in ("name", "pattern", "aim")}
    kind, first = record.get("kind", "user"), record.get("first", False)
    known = record.keys() <= {"name", "pattern", "kind", "aim", "first"}
    if not known or not all(isinstance(each, str) for each in (*words.values(), kind)):
        raise CodeBookError("not_a_book")
    if not isinstance(first, bool):
        raise CodeBookError("not_a_book")
    name, pattern, aim = (unicodedata.normalize("NFC", str(words[key])) for key in ("name", "pattern", "aim"))
    return CodePattern(name, pattern, str(kind), aim, first)


def _rule(record: Mapping[str, object]) -> FieldRule:
    letter, signs, required = record.get("letter"), record.get("signs"), record.get("required", False)
    shortest, longest = record.get("shortest"), record.get("longest")
    known = record.keys() <= {"letter", "shortest", "longest", "signs", "required"}
    if not known or not isinstance(letter, str) or not isinstance(required, bool):
        raise CodeBookError("not_a_book")
    if type(shortest) is not int or type(longest) is not int:
        raise CodeBookError("hkmc.length", letter[:1])
    if signs is not None and not isinstance(signs, str):
        raise CodeBookError("hkmc.signs", letter[:1])
    return FieldRule(letter, shortest, longest, signs, required)
