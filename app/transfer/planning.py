"""From register and files to the plan that will be signed: parts, document revisions, files. Writes nothing."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cmp_to_key
from pathlib import Path
from typing import Any, Final

from app.changes.guards import WITHOUT_DRAWING
from app.drawings.import_guard import read_bytes
from app.jobs import Progress
from app.transfer import remarks
from app.transfer.files import FolderFiles, walk_folder
from app.transfer.matching import Known, Match, match_files, proposed_patterns
from app.transfer.patterns import checked
from app.transfer.preview import ListedRow, MatchState, PlanLine, Reading, TransferPreview
from app.transfer.register import Register, RegisterRow, read_register
from app.transfer.revisions import comes_before, label_key
from models.types import decimal_text
from models.vocab import DocumentKind, Source
from models.vocab_transfer import TransferKind

_TAKEN: Final = (MatchState.TAKEN, MatchState.CHECK)


@dataclass(frozen=True)
class Existing:
    """What the factory has already: number keys with the number as it is written there."""

    parts: Mapping[str, str]
    documents: Mapping[str, str]


@dataclass(frozen=True)
class Sources:
    """Register and files as read once, so that a correction is matched anew without reading the disk again."""

    register_path: Path
    register_hash: str
    files: FolderFiles | None


NOTHING_THERE: Final = Existing({}, {})


def read_sources(register_path: Path, folder: Path | None, progress: Progress | None = None) -> Sources:
    """Read the folder's files once.

    Raises:
        PartproofError: register or folder cannot be read, or there are too many files.
    """
    register_hash = hashlib.sha256(read_bytes(register_path)).hexdigest()
    files = walk_folder(folder, progress) if folder is not None else None
    return Sources(register_path, register_hash, files)


def plan_parts(
    sources: Sources, reading: Reading, *, today: date, existing: Existing = NOTHING_THERE
) -> TransferPreview:
    """Return the plan of a transfer of parts and documents.

    Args:
        sources: From ``read_sources``.
        reading: The user's word on columns, patterns and files.
        today: The plant's day.
        existing: What the factory has.

    Raises:
        PartproofError: the register or a pattern is refused.
    """
    register = read_register(
        sources.register_path,
        today=today,
        mapping=reading.mapping,
        sheet=reading.sheet,
        kinds=reading.kinds,
    )
    found = sources.files.files if sources.files is not None else ()
    known = Known(register.rows)
    patterns = tuple(checked(pattern) for pattern in reading.patterns) or proposed_patterns(found, known)
    matches = match_files(found, known, patterns, reading.choices, unlisted=reading.unlisted)
    plan = _Plan(register, known, matches, existing, reading)
    plan.make()
    left_files = (
        []
        if sources.files is None
        else [ListedRow(left.what, 0, left.reason) for left in sources.files.left_out]
    )
    return TransferPreview(
        kind=TransferKind.PARTS,
        folder=sources.files.folder if sources.files is not None else None,
        register_path=sources.register_path,
        header_row=register.header_row,
        columns=register.columns,
        sheet=register.sheet,
        encoding=register.encoding,
        layout=register.layout,
        reading=replace(reading, patterns=patterns),
        matches=tuple(match.row() for match in matches),
        missing=tuple(plan.missing),
        left_out=(*plan.left_out, *left_files),
        notes=tuple(plan.notes),
        warnings=register.warnings,
        lines=tuple(plan.lines),
        register_hash=sources.register_hash,
        unknown_kinds=register.unknown_kinds,
    )


class _Plan:
    """The lines of the plan and the lists beside them."""

    def __init__(
        self, register: Register, known: Known, matches: list[Match], existing: Existing, reading: Reading
    ) -> None:
        self._register, self._known, self._existing, self._reading = register, known, existing, reading
        self._files: dict[tuple[str, str], list[Match]] = defaultdict(list)
        for match in matches:
            if match.state in _TAKEN:
                self._files[match.document_key, label_key(match.revision)].append(match)
        self.lines: list[PlanLine] = []
        self.missing: list[ListedRow] = []
        self.left_out = [ListedRow(note.number, note.row, note.reason) for note in register.left_out]
        self.notes = [ListedRow(note.number, note.row, note.reason) for note in register.notes]

    def make(self) -> None:
        """Make the lines: documents first, then the parts that use them."""
        by_part: dict[str, list[RegisterRow]] = defaultdict(list)
        for row in self._register.rows:
            by_part[row.key].append(row)
        documents = {row.document_key: row for row in self._register.rows}
        there = {key for key in documents if self._document(key)}
        unlisted = {key for key, _ in self._files if key not in documents}
        for key in sorted(unlisted):
            self._document(key)
        for rows in by_part.values():
            self._part(rows, there)
            self._note_dates(rows)
        self._note_shared()

    def _note_shared(self) -> None:
        """Name files of one content under several numbers: a sheet for both, or one of them put in by mistake."""
        first: dict[str, PlanLine] = {}
        for line in self.lines:
            if line.file_hash is None:
                continue
            known = first.setdefault(line.file_hash, line)
            if known.content["number"] != line.content["number"]:
                reason = remarks.SHARED_CONTENT(other=known.content["number"])
                self.notes.append(ListedRow(line.file_path, line.row, reason))

    def _note_dates(self, rows: list[RegisterRow]) -> None:
        """Name revisions of one document whose dates run against their labels."""
        for at, row in enumerate(rows):
            for other in rows[at + 1 :]:
                before = comes_before(row.revision, other.revision)
                if row.document_key != other.document_key or before is None:
                    continue
                earlier, later = (row, other) if before else (other, row)
                if earlier.approved_on and later.approved_on and later.approved_on < earlier.approved_on:
                    reason = remarks.DATES_AGAINST_LABELS(later=later.revision, earlier=earlier.revision)
                    self.notes.append(ListedRow(later.number, later.row, reason))

    def _document(self, key: str) -> bool:
        """Plan a document with all its revisions; say whether its current one has a file."""
        rows = self._known.rows(key)
        labels = self._labels(key, rows)
        current = self._known.current(key) if rows else None
        if current is not None and not self._files.get((key, label_key(current.revision))):
            if self._wants_file(current):
                self._lacks(current)
            return False
        if not labels:
            return False
        number = current.document_number if current is not None else self._files[key, labels[0]][0].number
        other = self._existing.documents.get(key)
        if other is not None:
            self._exists(number, other, current.row if current else 0)
            return False
        facts = {label_key(row.revision): row for row in rows}
        for order, label in enumerate(labels):
            self._revision(key, number, label, order, order == len(labels) - 1, facts.get(label), current)
        return True

    def _labels(self, key: str, rows: list[RegisterRow]) -> list[str]:
        """Return the labels that have files, the oldest first and the register's current one last."""
        labels = [label for found, label in self._files if found == key]
        dates = {label_key(row.revision): row.approved_on for row in rows}
        last = label_key(self._known.current(key).revision) if rows else None

        def order(one: str, other: str) -> int:
            if last in (one, other):
                return 1 if one == last else -1
            before = comes_before(one, other)
            first, second = dates.get(one), dates.get(other)
            if before is None and first and second and first != second:
                before = first < second
            return 0 if before is None else (-1 if before else 1)

        return sorted(sorted(labels), key=cmp_to_key(order))

    def _revision(
        self,
        key: str,
        number: str,
        label: str,
        order: int,
        current: bool,
        row: RegisterRow | None,
        newest: RegisterRow | None,
    ) -> None:
        files = self._files[key, label]
        shown = row.revision if row is not None else files[0].revision
        told = row or newest
        content = {
            "what": "revision",
            "number": number,
            "title": told.name if told is not None else files[0].file.stem[:200],
            "kind": (told.document_kind if told is not None else DocumentKind.DRAWING).value,
            "revision": shown,
            "order": order,
            "current": current,
            "approved_on": row.approved_on.isoformat() if row is not None and row.approved_on else None,
            "approver": row.approver if row is not None else "",
        }
        at = row.row if row is not None else 0
        if not shown:
            self.notes.append(ListedRow(number, at, remarks.NO_REVISION(label=str(order))))
        self.lines.append(PlanLine(at, content))
        for match in files:
            file = {
                "what": "file",
                "number": number,
                "revision": shown,
                "order": order,
                "name": match.file.name,
                "pages": match.file.pages,
                "size": match.file.size,
            }
            self.lines.append(PlanLine(at, file, match.file.path, match.file.file_hash))

    def _part(self, rows: list[RegisterRow], there: set[str]) -> None:
        newest = rows[0]
        for row in rows[1:]:
            if comes_before(newest.revision, row.revision) is not False:
                newest = row
        other = self._existing.parts.get(newest.key)
        if other is not None:
            self._exists(newest.number, other, newest.row)
            return
        self._note_differences(rows, newest)
        documents = {row.document_key: row.document_number for row in rows if row.document_key in there}
        release = not needs_drawing(newest) or newest.document_key in there
        if not release and not self._reading.drafts:
            self.left_out.append(ListedRow(newest.number, newest.row, _no_file(newest)))
            return
        content: dict[str, Any] = {
            "what": "part",
            "number": newest.number,
            "name": newest.name,
            "name_en": newest.name_en,
            "kind": newest.kind.value,
            "source": newest.source.value,
            "unit": newest.unit,
            "material": newest.material,
            "weight": None if newest.weight is None else decimal_text(newest.weight),
            "revision": newest.revision,
            "approved_on": newest.approved_on.isoformat() if newest.approved_on else None,
            "approver": newest.approver,
            "release": release,
            "documents": sorted(documents.values()) if release else [],
            "customers": _customers(rows),
        }
        self.lines.append(PlanLine(newest.row, content))

    def _note_differences(self, rows: list[RegisterRow], newest: RegisterRow) -> None:
        for row in rows:
            if row is not newest and (row.kind, row.source) != (newest.kind, newest.source):
                one, other = newest.kind.value, row.kind.value
                reason = remarks.TWICE_OTHERWISE(first=newest.row, field="kind", one=one, other=other)
                self.notes.append(ListedRow(row.number, row.row, reason))

    def _wants_file(self, row: RegisterRow) -> bool:
        return needs_drawing(row) or row.document_key != row.key or bool(row.file)

    def _lacks(self, row: RegisterRow) -> None:
        reason = remarks.FILE_NOT_THERE(file=row.file) if row.file else _no_file(row)
        self.missing.append(ListedRow(row.document_number, row.row, reason))

    def _exists(self, number: str, other: str, row: int) -> None:
        same = other == number
        reason = remarks.EXISTS(number=number) if same else remarks.EXISTS_OTHERWISE(other=other)
        self.left_out.append(ListedRow(number, row, reason))


def needs_drawing(row: RegisterRow) -> bool:
    """Say whether a part is released only with a drawing: the same rule as at every other release."""
    return row.source in (Source.MADE, Source.OUTSOURCED) and row.kind not in WITHOUT_DRAWING


def _no_file(row: RegisterRow) -> Any:
    return remarks.NO_FILE(revision=row.revision or "–")


def _customers(rows: list[RegisterRow]) -> list[dict[str, str]]:
    """Return each customer, number, vehicle and EO of a part once, in the register's order."""
    listed: dict[tuple[str, str, str], dict[str, str]] = {}
    for row in rows:
        if row.customer:
            key = (row.customer, row.customer_number, row.vehicle)
            listed[key] = {
                "customer": row.customer,
                "number": row.customer_number,
                "vehicle": row.vehicle,
                "engineering_order": row.engineering_order,
            }
    return list(listed.values())
