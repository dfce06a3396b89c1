"""What still stands between a revision and its release. The same list blocks the verb and fills the panel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import null, select
from sqlalchemy.orm import Session

from app.bom.lines import structure_below
from app.changes.content import content_hash
from app.changes.reviews import Revision, find_revision, newest_review
from app.texts import Language, mark
from models.bom import BomLine, BomSubstitute
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


@dataclass(frozen=True)
class Unmet:
    """The conditions that are not met, as one value of a refusal; said in the refusal's language."""

    rows: tuple[GuardRow, ...]

    def __str__(self) -> str:
        return self.worded(Language("en"))

    def worded(self, language: Language) -> str:
        """Return them one after another in a language."""
        return "; ".join(language.say(row.sentence, **dict(row.values)) for row in self.rows)


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
    revision = find_revision(session, noun, entity_id)
    rows = [_approval(session, noun, revision)]
    if isinstance(revision, PartRevision):
        rows += _documents(session, revision, together)
        rows += _children(session, revision, together)
        cycle = find_cycle(structure_below(session, revision.part_id), revision.part_id)
        rows.append(GuardRow(cycle is None, mark("No part contains itself")))
    else:
        rows.append(GuardRow(bool(revision.files), mark("A file is attached and its SHA-256 recorded")))
    return tuple(rows)


def _approval(session: Session, noun: Noun, revision: Revision) -> GuardRow:
    review = newest_review(session, noun, revision.id)
    running = review is not None and review.state in (ReviewState.APPROVED, ReviewState.OPEN)
    if review is None or not running or revision.state is RevisionState.DRAFT:
        return GuardRow(False, mark("Sent to review"))
    signed = sum(step.signature_id is not None for step in review.steps)
    values = (("signed", str(signed)), ("needed", str(len(review.steps))))
    whole = review.content_hash == content_hash(session, noun, revision.id)
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
    """Say of each child, and of each substitute that may be built in instead, whether it is released."""
    lines = session.execute(
        select(Part.id, Part.number, BomLine.pinned_revision_id)
        .join(BomLine, BomLine.child_part_id == Part.id)
        .where(BomLine.revision_id == revision.id)
        .order_by(BomLine.position)
    ).all()
    substitutes = session.execute(
        select(Part.id, Part.number, null())
        .join(BomSubstitute, BomSubstitute.part_id == Part.id)
        .join(BomLine, BomLine.id == BomSubstitute.line_id)
        .where(BomLine.revision_id == revision.id)
        .order_by(BomLine.position, BomSubstitute.rank)
    ).all()
    released = _released_revisions(session, revision, together)
    rows: dict[tuple[int, int | None], GuardRow] = {}
    for part_id, number, pinned in (*lines, *substitutes):
        known = released.get(part_id, set())
        met = bool(known) if pinned is None else pinned in known
        row = GuardRow(met, mark("Part {number} is released"), (("number", number),))
        rows.setdefault((part_id, pinned), row)
    return list(rows.values())


def _released_revisions(
    session: Session, revision: PartRevision, together: frozenset[Target]
) -> dict[int, set[int]]:
    """Return the released revisions of every part that a BOM names, by part."""
    named = (
        select(BomLine.child_part_id)
        .where(BomLine.revision_id == revision.id)
        .union(
            select(BomSubstitute.part_id)
            .join(BomLine, BomLine.id == BomSubstitute.line_id)
            .where(BomLine.revision_id == revision.id)
        )
    )
    query = select(PartRevision.part_id, PartRevision.id, PartRevision.state).where(
        PartRevision.part_id.in_(named)
    )
    found: dict[int, set[int]] = {}
    for part_id, revision_id, state in session.execute(query):
        if state is RevisionState.RELEASED or (Noun.PART_REVISION, revision_id) in together:
            found.setdefault(part_id, set()).add(revision_id)
    return found
