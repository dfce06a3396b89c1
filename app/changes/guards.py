"""What still stands between a revision and its release. The same list blocks the verb and fills the panel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bom.lines import structure_below
from app.changes.content import content_hash
from app.changes.reviews import find_revision, newest_review
from app.texts import mark
from models.bom import BomLine
from models.document import DocumentRevision, PartDocument
from models.part import Part, PartRevision
from models.rules.structure import find_cycle
from models.vocab import Noun, PartKind, ReviewState, RevisionState, Source

# These are bought by a standard or a specification and need no drawing of our own.
WITHOUT_DRAWING: Final = frozenset({PartKind.RAW_MATERIAL, PartKind.STANDARD, PartKind.PACKAGING})
Target = tuple[Noun, int]


@dataclass(frozen=True)
class GuardRow:
    """One condition of release: whether it is met, its sentence (source text) and the sentence's values."""

    met: bool
    sentence: str
    values: tuple[tuple[str, str], ...] = ()


def release_guards(
    session: Session, noun: Noun, entity_id: int, together: frozenset[Target] = frozenset()
) -> tuple[GuardRow, ...]:
    """Return every condition of a revision's release, met or not.

    Args:
        session: Open session.
        noun: PART_REVISION or DOCUMENT_REVISION.
        entity_id: Its id.
        together: What is released in the same act, and so counts as released.
    """
    rows = [_approval(session, noun, entity_id)]
    revision = find_revision(session, noun, entity_id)
    if isinstance(revision, PartRevision):
        rows += _documents(session, revision, together)
        rows += _children(session, revision, together)
        cycle = find_cycle(structure_below(session, revision.part_id), revision.part_id)
        rows.append(GuardRow(cycle is None, mark("No part contains itself")))
    else:
        rows.append(GuardRow(bool(revision.files), mark("A file is attached and its SHA-256 recorded")))
    return tuple(rows)


def _approval(session: Session, noun: Noun, entity_id: int) -> GuardRow:
    review = newest_review(session, noun, entity_id)
    if review is None or review.state not in (ReviewState.APPROVED, ReviewState.OPEN):
        return GuardRow(False, mark("Sent to review"))
    signed = sum(step.signature_id is not None for step in review.steps)
    values = (("signed", str(signed)), ("needed", str(len(review.steps))))
    whole = review.content_hash == content_hash(session, noun, entity_id)
    if not whole:
        return GuardRow(False, mark("The signed content is unchanged"))
    met = review.state is ReviewState.APPROVED
    return GuardRow(met, mark("Signatures {signed} of {needed}"), values)


def _documents(session: Session, revision: PartRevision, together: frozenset[Target]) -> list[GuardRow]:
    query = (
        select(DocumentRevision)
        .join(PartDocument, PartDocument.document_revision_id == DocumentRevision.id)
        .where(PartDocument.part_revision_id == revision.id)
    )
    used = session.scalars(query).all()
    rows = []
    part = revision.part
    made = part.source in (Source.MADE, Source.OUTSOURCED) and part.kind not in WITHOUT_DRAWING
    if made and not used:
        rows.append(GuardRow(False, mark("A drawing is linked")))
    for document in used:
        released = document.state is RevisionState.RELEASED
        met = released or (Noun.DOCUMENT_REVISION, document.id) in together
        values = (("number", document.document.number), ("revision", document.label))
        rows.append(GuardRow(met, mark("Drawing {number} revision {revision} is released"), values))
    return rows


def _children(session: Session, revision: PartRevision, together: frozenset[Target]) -> list[GuardRow]:
    query = (
        select(BomLine, Part)
        .join(Part, Part.id == BomLine.child_part_id)
        .where(BomLine.revision_id == revision.id)
        .order_by(BomLine.position)
    )
    rows = []
    for line, child in session.execute(query):
        met = _child_released(session, line, child, together)
        values = (("number", child.number),)
        rows.append(GuardRow(met, mark("Part {number} is released"), values))
    return rows


def _child_released(session: Session, line: BomLine, child: Part, together: frozenset[Target]) -> bool:
    query = select(PartRevision.id, PartRevision.state).where(PartRevision.part_id == child.id)
    if line.pinned_revision_id is not None:
        query = query.where(PartRevision.id == line.pinned_revision_id)
    return any(
        row.state is RevisionState.RELEASED or (Noun.PART_REVISION, row.id) in together
        for row in session.execute(query)
    )
