"""The whole history of a part or document as one line of time: own acts, changes, its drawings. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.changes.ledger_basics import MAPPED
from app.parts.in_force import shown_label
from app.settings import read_settings
from models.audit import AuditEntry
from models.change import ChangePart
from models.document import Document, DocumentRevision, PartDocument
from models.part import PartRevision
from models.review import Review, ReviewStep
from models.vocab import Meaning, Noun

# Of a part's drawings its history tells how far they are, not every stroke.
_OF_DRAWINGS: Final = ("revision_started", "revision_released", "revision_superseded", "revision_obsoleted")
_Record = tuple[str, int]


@dataclass(frozen=True)
class HistoryRow:
    """One recorded act on a record.

    Attributes:
        at: In plant time.
        action: The stored word, e.g. ``bom_line_added``.
        detail: What of it; of a change or drawing its number first.
        meaning: What the signature says, where the act is one in a review; None for any other act.
    """

    seq: int
    at: datetime
    actor: str
    action: str
    detail: str
    reason: str
    meaning: Meaning | None = None


def history_rows(session: Session, noun: Noun, entity_id: int, *, limit: int = 300) -> tuple[HistoryRow, ...]:
    """Return what was done to a part or document and all its revisions, the newest first.

    Of a part also what happened to the entries of the change ledger that are about it, and to its drawings.

    Args:
        session: Open session.
        noun: PART or DOCUMENT.
        entity_id: Its id.
        limit: Most rows returned.
    """
    revisions, of = _revisions_of(session, noun, entity_id)
    entries = _entries_about(session, entity_id) if noun is Noun.PART else {}
    drawings = _drawings_of(session, revisions) if noun is Noun.PART else {}
    reviews = _reviews(session, [(of, revisions), *_by_noun(entries)])
    wanted = [
        and_(AuditEntry.noun == noun.value, AuditEntry.entity_id == entity_id),
        _about(of, revisions),
        *(_about(ledger, ids) for ledger, ids in _by_noun(entries)),
        and_(AuditEntry.noun == Noun.REVIEW.value, AuditEntry.entity_id.in_(reviews)),
        and_(_about(Noun.DOCUMENT_REVISION, list(_ids(drawings))), AuditEntry.action.in_(_OF_DRAWINGS)),
    ]
    if of is Noun.PART_REVISION:
        wanted.append(_about(Noun.BOM, revisions))
    # A signature in a review is told by the review's own entry.
    query = (
        select(AuditEntry)
        .where(or_(*wanted), AuditEntry.action != "signed")
        .order_by(AuditEntry.seq.desc())
        .limit(limit)
    )
    names = {**entries, **drawings, **_labels(session, of, revisions)}
    for review_id, record in reviews.items():
        names[Noun.REVIEW.value, review_id] = entries.get(record, "")
    zone, signed = read_settings(session).zone, _meanings(session, list(reviews))
    return tuple(_history_row(entry, zone, signed, names) for entry in session.scalars(query))


def _about(noun: Noun, ids: Sequence[int]) -> ColumnElement[bool]:
    return and_(AuditEntry.noun == noun.value, AuditEntry.entity_id.in_(ids))


def _ids(records: Iterable[_Record]) -> Iterable[int]:
    return (record[1] for record in records)


def _by_noun(entries: Mapping[_Record, str]) -> list[tuple[Noun, list[int]]]:
    found: dict[Noun, list[int]] = {}
    for noun, entity_id in entries:
        found.setdefault(Noun(noun), []).append(entity_id)
    return list(found.items())


def _revisions_of(session: Session, noun: Noun, entity_id: int) -> tuple[list[int], Noun]:
    if noun is Noun.PART:
        query = select(PartRevision.id).where(PartRevision.part_id == entity_id)
        return list(session.scalars(query)), Noun.PART_REVISION
    found = select(DocumentRevision.id).where(DocumentRevision.document_id == entity_id)
    return list(session.scalars(found)), Noun.DOCUMENT_REVISION


def _labels(session: Session, of: Noun, revisions: Sequence[int]) -> dict[_Record, str]:
    """Return the own revisions as people call them; the BOM of a part is told by its revision."""
    if of is Noun.DOCUMENT_REVISION:
        query = select(DocumentRevision.id, DocumentRevision.label).where(DocumentRevision.id.in_(revisions))
        return {(of.value, key): f"Rev {label}" for key, label in session.execute(query)}
    rows = session.scalars(select(PartRevision).where(PartRevision.id.in_(revisions))).all()
    nouns = (of.value, Noun.BOM.value)
    return {(noun, row.id): f"Rev {shown_label(row)}" for row in rows for noun in nouns}


def _entries_about(session: Session, part_id: int) -> dict[_Record, str]:
    """Return the numbers of the ledger's entries that are about a part."""
    found: dict[_Record, str] = {}
    for noun, mapped in MAPPED.items():
        about = select(ChangePart.entity_id).where(ChangePart.noun == noun, ChangePart.part_id == part_id)
        for entity_id, number in session.execute(
            select(mapped.id, mapped.number).where(mapped.id.in_(about))
        ):
            found[noun.value, entity_id] = number
    return found


def _drawings_of(session: Session, revisions: Sequence[int]) -> dict[_Record, str]:
    """Return the document revisions that some part revisions name, as people call them."""
    query = (
        select(DocumentRevision.id, Document.number, DocumentRevision.label)
        .join(Document, Document.id == DocumentRevision.document_id)
        .join(PartDocument, PartDocument.document_revision_id == DocumentRevision.id)
        .where(PartDocument.part_revision_id.in_(revisions))
    )
    noun = Noun.DOCUMENT_REVISION.value
    return {(noun, key): f"{number} {label}".strip() for key, number, label in session.execute(query)}


def _reviews(session: Session, of: Sequence[tuple[Noun, Sequence[int]]]) -> dict[int, _Record]:
    """Return the reviews of some records, each with what it is of."""
    found: dict[int, _Record] = {}
    for noun, ids in of:
        query = select(Review.id, Review.entity_id).where(Review.noun == noun, Review.entity_id.in_(ids))
        found.update((review_id, (noun.value, entity_id)) for review_id, entity_id in session.execute(query))
    return found


def _meanings(session: Session, reviews: Sequence[int]) -> dict[tuple[int | None, int | None], Meaning]:
    """Return what the signature of each step says, by review and place in its approval line."""
    query = select(ReviewStep.review_id, ReviewStep.position, ReviewStep.meaning)
    steps = session.execute(query.where(ReviewStep.review_id.in_(reviews)))
    return {(step.review_id, step.position): step.meaning for step in steps}


def _history_row(
    entry: AuditEntry,
    zone: ZoneInfo,
    signed: Mapping[tuple[int | None, int | None], Meaning],
    names: Mapping[_Record, str],
) -> HistoryRow:
    facts = entry.payload.get("facts", {}) if isinstance(entry.payload, dict) else {}
    step = facts.get("step") if entry.action == "review_signed" else None
    told = [names.get((entry.noun, entry.entity_id or 0), "")]
    told += [
        str(facts[name]) for name in ("number", "find_number", "name", "file", "title") if facts.get(name)
    ]
    return HistoryRow(
        entry.seq,
        entry.at.astimezone(zone),
        entry.actor,
        entry.action,
        ", ".join(dict.fromkeys(word for word in told if word)),
        str(facts.get("reason") or ""),
        signed.get((entry.entity_id, step)) if isinstance(step, int) else None,
    )
