"""Which file belongs to which number and revision of the register: a score and a reason for each. Pure.

Nothing is taken on a doubt: a name that contradicts the register waits for the user's word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.drawings.import_remarks import Remark
from app.transfer import remarks
from app.transfer.files import FoundFile
from app.transfer.patterns import PROPOSED, NameReading, read_name
from app.transfer.preview import FileChoice, MatchRow, MatchState
from app.transfer.register import RegisterRow
from app.transfer.revisions import comes_before, is_plausible, label_key
from app.unit_of_work import number_key

_EXACT: Final = 100
_NUMBER_ALONE: Final = 90
_SPELLING: Final = 85
_OLDER: Final = 80
_BEGINNING: Final = 60


@dataclass(frozen=True, slots=True)
class Match:
    """A file and what it is of.

    Attributes:
        document_key: Of the document in the register, or of the number in the name; "" where there is none.
    """

    file: FoundFile
    document_key: str
    number: str
    revision: str
    score: int
    state: MatchState
    reason: Remark

    def row(self) -> MatchRow:
        """Return the match as the preview shows it."""
        return MatchRow(self.file.path, self.number, self.revision, self.score, self.state, self.reason)


class Known:
    """The documents of a register by every way in which a file name may say them."""

    def __init__(self, rows: Iterable[RegisterRow]) -> None:
        self._rows: dict[str, list[RegisterRow]] = defaultdict(list)
        self._by_part: dict[str, set[str]] = defaultdict(set)
        self._files: dict[str, RegisterRow] = {}
        loose: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            self._rows[row.document_key].append(row)
            self._by_part[row.key].add(row.document_key)
            for key in (row.document_key, row.key):
                loose[_loose(key)].add(row.document_key)
            if row.file:
                self._files.setdefault(_file_key(row.file), row)
        self._loose = {key: next(iter(keys)) for key, keys in loose.items() if len(keys) == 1 and key}
        self._longest = sorted((key for key in {*self._rows, *self._by_part} if key), key=len, reverse=True)

    def rows(self, document_key: str) -> list[RegisterRow]:
        """Return the register's rows of a document, one per revision."""
        return self._rows.get(document_key, [])

    def exactly(self, number: str) -> str | None:
        """Return the document with this number, or the one document of the part with it."""
        key = number_key(number)
        if key in self._rows:
            return key
        of_part = self._by_part.get(key, set())
        return next(iter(of_part)) if len(of_part) == 1 else None

    def loosely(self, number: str) -> str | None:
        """Return the only document whose number is this one but for hyphens and blanks."""
        return self._loose.get(_loose(number_key(number)))

    def by_file(self, file: FoundFile) -> RegisterRow | None:
        """Return the row that names this file."""
        for text in (file.path, file.name, file.stem):
            row = self._files.get(_file_key(text))
            if row is not None:
                return row
        return None

    def beginning(self, stem: str) -> str | None:
        """Return the document whose number a name begins with, the longest one."""
        key = number_key(stem)
        for known in self._longest:
            if key.startswith(known) and not key[len(known) : len(known) + 1].isalnum():
                return self.exactly(known)
        return None

    def current(self, document_key: str) -> RegisterRow:
        """Return the row of a document's newest revision: by label where it has an order, else the later date."""
        newest, *others = self._rows[document_key]
        for row in others:
            before = comes_before(newest.revision, row.revision)
            if before is None and newest.approved_on and row.approved_on:
                before = newest.approved_on < row.approved_on
            # Without any order the register's own is taken: below is later.
            if before is None or before:
                newest = row
        return newest


def match_files(
    files: Sequence[FoundFile],
    known: Known,
    patterns: Sequence[str],
    choices: Mapping[str, FileChoice],
    *,
    unlisted: bool,
) -> list[Match]:
    """Return one match per file, in the files' order.

    Args:
        files: What the folder holds.
        known: The register.
        patterns: Tried in order.
        choices: What the user said, by path.
        unlisted: Whether a file that the register does not name is a document of its own.
    """
    matches = [_match(file, known, patterns, choices.get(file.path), unlisted) for file in files]
    return _without_doubles(matches)


def _match(
    file: FoundFile, known: Known, patterns: Sequence[str], choice: FileChoice | None, unlisted: bool
) -> Match:
    if choice is not None and choice.leave:
        return Match(file, "", "", "", 0, MatchState.LEFT, remarks.LEFT_BY_HAND())
    readings = read_name(file.stem, patterns)
    if choice is not None and (choice.number or choice.revision):
        return _by_hand(file, known, choice, readings)
    row = known.by_file(file)
    if row is not None:
        return _taken(
            file, row.document_key, row.document_number, row.revision, _EXACT, remarks.BY_FILE_COLUMN()
        )
    found = [match for reading in readings if (match := _of_reading(file, known, reading))]
    # A doubt raised by one pattern is not silenced by a laxer one behind it; an exact fit settles it.
    ranked = sorted(
        found, key=lambda match: (match.score != _EXACT, match.state is not MatchState.CONTRADICTION)
    )
    if ranked:
        settled = ranked[0]
        if settled.score == _EXACT or settled.state is MatchState.CONTRADICTION:
            return settled
        return max(found, key=_certainty)
    beginning = known.beginning(file.stem)
    if beginning is not None:
        row = known.current(beginning)
        reason = remarks.BY_BEGINNING(number=row.document_number)
        return Match(file, beginning, row.document_number, row.revision, _BEGINNING, MatchState.CHECK, reason)
    return _not_listed(file, readings, unlisted)


def _certainty(match: Match) -> tuple[bool, int]:
    # A stated older revision says more than a name without any.
    return (match.reason.code == remarks.OLDER.code, match.score)


def _by_hand(file: FoundFile, known: Known, choice: FileChoice, readings: tuple[NameReading, ...]) -> Match:
    number = choice.number or next((known.exactly(r.number) or r.number for r in readings), file.stem)
    key = known.exactly(number) or known.loosely(number) or number_key(number)
    rows = known.rows(key)
    shown = rows[0].document_number if rows else number
    revision = choice.revision or (known.current(key).revision if rows else "")
    return _taken(file, key, shown, revision, _EXACT, remarks.BY_HAND())


def _taken(file: FoundFile, key: str, number: str, revision: str, score: int, reason: Remark) -> Match:
    return Match(file, key, number, revision, score, MatchState.TAKEN, reason)


def _of_reading(file: FoundFile, known: Known, reading: NameReading) -> Match | None:
    key = known.exactly(reading.number)
    spelled = key is not None
    key = key if spelled else known.loosely(reading.number)
    if key is None:
        return None
    current = known.current(key)
    number = current.document_number
    loosely = remarks.BY_SPELLING(number=number)
    for row in known.rows(key):
        if reading.revision and label_key(row.revision) == label_key(reading.revision):
            score, reason = (_EXACT, remarks.BY_NUMBER()) if spelled else (_SPELLING, loosely)
            return _taken(file, key, number, row.revision, score, reason)
    if not is_plausible(reading.revision):
        if reading.revision and not reading.name:
            return None
        alone = remarks.BY_NUMBER_ALONE(revision=current.revision or "–")
        score, reason = (_NUMBER_ALONE, alone) if spelled else (_SPELLING - 5, loosely)
        return _taken(file, key, number, current.revision, score, reason)
    if current.revision == "" and len(known.rows(key)) == 1:
        # The register states no revision at all: the name's own is not against it.
        return _taken(file, key, number, reading.revision, _NUMBER_ALONE, remarks.BY_NUMBER())
    if comes_before(reading.revision, current.revision):
        reason = remarks.OLDER(revision=current.revision)
        return _taken(file, key, number, reading.revision, _OLDER, reason)
    doubt = remarks.NEWER(named=reading.revision, listed=current.revision or "–")
    return Match(file, key, number, reading.revision, 0, MatchState.CONTRADICTION, doubt)


def _not_listed(file: FoundFile, readings: tuple[NameReading, ...], unlisted: bool) -> Match:
    if not readings:
        return Match(file, "", "", "", 0, MatchState.LEFT, remarks.NO_PATTERN())
    best = next((reading for reading in readings if is_plausible(reading.revision)), readings[0])
    if not unlisted:
        return Match(file, "", best.number, best.revision, 0, MatchState.LEFT, remarks.NOT_LISTED())
    key = number_key(best.number)
    return Match(file, key, best.number, best.revision, 50, MatchState.CHECK, remarks.TAKEN_ALONE())


def _without_doubles(matches: list[Match]) -> list[Match]:
    """Leave out the same content twice under one revision, and hold files that cannot both be it."""
    groups: dict[tuple[str, str, str], list[Match]] = defaultdict(list)
    for match in matches:
        if match.state in (MatchState.TAKEN, MatchState.CHECK):
            groups[match.document_key, label_key(match.revision), match.file.ending].append(match)
    changed: dict[str, Match] = {}
    for group in groups.values():
        first: dict[str, Match] = {}
        for match in group:
            known = first.setdefault(match.file.file_hash, match)
            if known is not match:
                reason = remarks.SAME_CONTENT(other=known.file.path)
                changed[match.file.path] = _left(match, MatchState.LEFT, reason)
        if len(first) > 1:
            for match in first.values():
                others = ", ".join(other.file.path for other in first.values() if other is not match)
                values = {"number": match.number, "revision": match.revision or "–", "others": others[:200]}
                reason = remarks.SEVERAL(**values)
                changed[match.file.path] = _left(match, MatchState.CONTRADICTION, reason)
    return [changed.get(match.file.path, match) for match in matches]


def _left(match: Match, state: MatchState, reason: Remark) -> Match:
    return Match(match.file, match.document_key, match.number, match.revision, 0, state, reason)


def proposed_patterns(files: Sequence[FoundFile], known: Known) -> tuple[str, ...]:
    """Return the patterns of the house that read a number of the register out of some name, the best first."""
    hits: dict[str, int] = dict.fromkeys(PROPOSED, 0)
    for file in files:
        readings = {reading.pattern: reading for reading in read_name(file.stem, PROPOSED)}
        exact = [
            pattern
            for pattern, reading in readings.items()
            if known.exactly(reading.number)
            and (is_plausible(reading.revision) or "{revision}" not in pattern)
        ]
        # Each name speaks for the first pattern that reads it: the stricter ones stand first.
        for pattern in exact[:1]:
            hits[pattern] += 1
    kept = [pattern for pattern in PROPOSED if hits[pattern]]
    return tuple(sorted(kept, key=lambda pattern: -hits[pattern])) or PROPOSED[:1]


def _loose(key: str) -> str:
    return "".join(sign for sign in key if sign.isalnum())


def _file_key(text: str) -> str:
    return number_key(text.replace("\\", "/").lstrip("./"))
