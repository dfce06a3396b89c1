"""Writing a signed plan of parts and documents: made, linked and released in the transaction of its caller.

Every row names its line of the plan. Rows are inserted many at a time; each revision has its own audit entry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

from sqlalchemy import insert, select
from sqlalchemy.orm import selectinload

from app.changes.content import content_hash
from app.events import RevisionReleased
from app.files import safe_name
from app.jobs import Progress
from app.transfer.part_rows import customer_ids, part_row, revision_row, search_row
from app.transfer.preview import PlanLine
from app.transfer.refusals import NUMBER_TAKEN
from app.transfer.wording import WRITING
from app.unit_of_work import UnitOfWork, number_key
from models.document import Document, DocumentFile, DocumentRevision, PartDocument
from models.part import Part, PartCustomer, PartRevision
from models.plant import SearchEntry
from models.transfer import Transfer
from models.vocab import DocumentKind, Noun, RevisionState

_SLICE: Final = 200
T = TypeVar("T")
Revision = PartRevision | DocumentRevision


@dataclass(frozen=True)
class _Line:
    """One line of the plan with its id."""

    id: int
    content: Mapping[str, Any]
    file_hash: str | None

    @property
    def key(self) -> str:
        """The number of what it is about, for comparison."""
        return number_key(str(self.content["number"]))


def write_parts(
    unit: UnitOfWork, transfer: Transfer, lines: Sequence[tuple[int, PlanLine]], progress: Progress
) -> None:
    """Make and release documents, then parts.

    Raises:
        PartproofError: a number is in the factory by now.
        CanceledError: nobody wants it any more; nothing of it stays.
    """
    by_what: dict[str, list[_Line]] = defaultdict(list)
    for line_id, line in lines:
        by_what[line.content["what"]].append(_Line(line_id, line.content, line.file_hash))
    count = _Count(progress, len(by_what["revision"]) + len(by_what["part"]))
    documents = _Documents(unit, transfer.id, by_what["revision"], by_what["file"], count)
    used = documents.write()
    _Parts(unit, transfer.id, by_what["part"], used, count).write()


class _Count:
    """Progress over everything that is made."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def add(self, count: int) -> None:
        """Say that so many more are made."""
        self._done += count
        self._progress.step(WRITING, self._done, self._total)


class _Documents:
    """Documents and their revisions, one round per revision: each is released and supersedes the one before."""

    def __init__(
        self, unit: UnitOfWork, transfer_id: int, revisions: list[_Line], files: list[_Line], count: _Count
    ) -> None:
        self._unit, self._transfer_id, self._count = unit, transfer_id, count
        self._rounds: dict[int, list[_Line]] = defaultdict(list)
        for line in revisions:
            self._rounds[int(line.content["order"])].append(line)
        self._files: dict[tuple[str, int], list[_Line]] = defaultdict(list)
        for line in files:
            self._files[line.key, int(line.content["order"])].append(line)
        self._ids: dict[str, int] = {}
        self._newest: dict[str, int] = {}

    def write(self) -> dict[str, tuple[int, int]]:
        """Return document id and newest revision id by the document's number key."""
        for order in sorted(self._rounds):
            for part in _slices(self._rounds[order]):
                if order == 0:
                    self._masters(part)
                self._round(order, part)
                self._count.add(len(part))
        return {key: (self._ids[key], revision_id) for key, revision_id in self._newest.items()}

    def _masters(self, lines: list[_Line]) -> None:
        taken = select(Document.number).where(Document.number_key.in_([line.key for line in lines]))
        for number in self._unit.session.scalars(taken):
            raise NUMBER_TAKEN(number=number)
        rows = [
            {
                "number": line.content["number"],
                "number_key": line.key,
                "title": line.content["title"],
                "kind": DocumentKind(line.content["kind"]),
                "version": 1,
            }
            for line in lines
        ]
        ids = self._unit.insert_many(Document, rows)
        found = [
            search_row(Noun.DOCUMENT, document_id, row["number"], row["title"])
            for document_id, row in zip(ids, rows, strict=True)
        ]
        self._unit.session.execute(insert(SearchEntry), found)
        self._ids.update((line.key, document_id) for line, document_id in zip(lines, ids, strict=True))
        self._unit.record("transferred", Noun.TRANSFER, self._transfer_id, documents=len(ids))

    def _round(self, order: int, lines: list[_Line]) -> None:
        rows = [self._revision(order, line) for line in lines]
        ids = self._unit.insert_many(DocumentRevision, rows)
        files = [
            {
                "revision_id": revision_id,
                "position": position,
                "file_hash": file.file_hash,
                "name": safe_name(str(file.content["name"])),
                "page_count": file.content["pages"],
            }
            for line, revision_id in zip(lines, ids, strict=True)
            for position, file in enumerate(self._files[line.key, order], start=1)
        ]
        self._unit.insert_many(DocumentFile, files)
        self._unit.record("transferred", Noun.TRANSFER, self._transfer_id, revisions=len(ids))
        query = (
            select(DocumentRevision)
            .where(DocumentRevision.id.in_(ids))
            .options(selectinload(DocumentRevision.files), selectinload(DocumentRevision.document))
        )
        loaded = {revision.id: revision for revision in self._unit.session.scalars(query)}
        before = {
            revision_id: self._newest[line.key]
            for line, revision_id in zip(lines, ids, strict=True)
            if line.key in self._newest
        }
        release_transferred(self._unit, Noun.DOCUMENT_REVISION, [loaded[found] for found in ids], before)
        self._newest.update((line.key, revision_id) for line, revision_id in zip(lines, ids, strict=True))

    def _revision(self, order: int, line: _Line) -> dict[str, Any]:
        content = line.content
        return {
            "document_id": self._ids[line.key],
            "counter": order,
            "label": content["revision"] or str(order),
            "reason": "",
            "issued_on": None,
            **original_facts(line.id, content),
            "state": RevisionState.DRAFT,
            "content_hash": None,
            "created_by_id": self._unit.actor.user_id,
            "created_at": self._unit.now,
            "released_at": None,
            "superseded_by_id": None,
            "version": 1,
        }


class _Parts:
    """Parts with their one revision, their drawings and customers; what lacks its drawing stays a draft."""

    def __init__(
        self,
        unit: UnitOfWork,
        transfer_id: int,
        lines: list[_Line],
        documents: Mapping[str, tuple[int, int]],
        count: _Count,
    ) -> None:
        self._unit, self._transfer_id, self._count = unit, transfer_id, count
        self._lines, self._documents = lines, documents

    def write(self) -> None:
        """Write all of them."""
        customers = customer_ids(self._unit, [line.content for line in self._lines])
        for lines in _slices(self._lines):
            self._slice(lines, customers)
            self._count.add(len(lines))

    def _slice(self, lines: list[_Line], customers: Mapping[str, int]) -> None:
        unit = self._unit
        taken = select(Part.number).where(Part.number_key.in_([line.key for line in lines]))
        for number in unit.session.scalars(taken):
            raise NUMBER_TAKEN(number=number)
        ids = unit.insert_many(Part, [part_row(line.content) for line in lines])
        rows = []
        for line, part_id in zip(lines, ids, strict=True):
            facts = original_facts(line.id, line.content) if line.content["release"] else None
            rows.append(revision_row(unit, part_id, line.content, facts or original_facts(None, {})))
        revision_ids = unit.insert_many(PartRevision, rows)
        unit.insert_many(PartDocument, list(self._links(lines, revision_ids)))
        unit.insert_many(PartCustomer, list(_customer_links(lines, ids, customers)))
        found = [
            search_row(
                Noun.PART,
                part_id,
                line.content["number"],
                line.content["name"],
                line.content["name_en"],
                *(word for link in line.content["customers"] for word in (link["number"], link["vehicle"])),
            )
            for line, part_id in zip(lines, ids, strict=True)
        ]
        unit.session.execute(insert(SearchEntry), found)
        unit.record("transferred", Noun.TRANSFER, self._transfer_id, parts=len(ids))
        unit.touched.update((Noun.PART, part_id) for part_id in ids)
        released = [
            revision_id
            for line, revision_id in zip(lines, revision_ids, strict=True)
            if line.content["release"]
        ]
        query = (
            select(PartRevision)
            .where(PartRevision.id.in_(released))
            .options(selectinload(PartRevision.part))
            .order_by(PartRevision.id)
        )
        release_transferred(unit, Noun.PART_REVISION, list(unit.session.scalars(query)), {})

    def _links(self, lines: list[_Line], revision_ids: list[int]) -> Iterator[dict[str, int]]:
        for line, revision_id in zip(lines, revision_ids, strict=True):
            for number in line.content["documents"]:
                document_id, document_revision_id = self._documents[number_key(number)]
                yield {
                    "part_revision_id": revision_id,
                    "document_id": document_id,
                    "document_revision_id": document_revision_id,
                }


def _customer_links(
    lines: list[_Line], ids: list[int], customers: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    for line, part_id in zip(lines, ids, strict=True):
        for link in line.content["customers"]:
            yield {
                "part_id": part_id,
                "customer_id": customers[number_key(link["customer"])],
                "customer_part_number": link["number"],
                "vehicle": link["vehicle"],
                "engineering_order": link["engineering_order"],
            }


def original_facts(line_id: int | None, content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns by which a revision carries for ever that it was approved before, or their absence."""
    if line_id is None:
        return {
            "migrated": False,
            "transfer_line_id": None,
            "original_revision": None,
            "original_approved_on": None,
            "original_approver": None,
        }
    day = content["approved_on"]
    return {
        "migrated": True,
        "transfer_line_id": line_id,
        "original_revision": content["revision"],
        "original_approved_on": date.fromisoformat(day) if day else None,
        "original_approver": content["approver"],
    }


def release_transferred(
    unit: UnitOfWork, noun: Noun, revisions: Sequence[Revision], before: Mapping[int, int]
) -> None:
    """Release revisions of a signed transfer: what the trigger of the database allows to it and nobody else.

    Args:
        unit: The unit of work.
        noun: PART_REVISION or DOCUMENT_REVISION.
        revisions: Drafts of one sort, each of another part or document.
        before: Revision id to the id of the one it follows.
    """
    with unit.session.no_autoflush:
        hashes = {revision.id: content_hash(unit.session, noun, revision.id) for revision in revisions}
    for revision in revisions:
        revision.content_hash, revision.state = hashes[revision.id], RevisionState.IN_REVIEW
    unit.session.flush()
    for revision in revisions:
        if revision.id in before:
            old = unit.session.get_one(DocumentRevision, before[revision.id])
            old.state, old.superseded_by_id = RevisionState.SUPERSEDED, revision.id
    # The database allows one released revision: the old one goes first.
    unit.session.flush()
    for revision in revisions:
        revision.state, revision.released_at = RevisionState.RELEASED, unit.now
        if isinstance(revision, PartRevision):
            revision.effective_from = unit.now
    unit.session.flush()
    for revision in revisions:
        unit.record(
            "transferred",
            noun,
            revision.id,
            content_hash=revision.content_hash,
            revision=revision.original_revision,
            approved_on=revision.original_approved_on,
            approver=revision.original_approver,
        )
        unit.announce(RevisionReleased(noun, revision.id, before.get(revision.id)))


def _slices(lines: list[T]) -> Iterable[list[T]]:
    for start in range(0, len(lines), _SLICE):
        yield lines[start : start + _SLICE]
