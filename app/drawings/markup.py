"""Redlines over a page: verbs to draw and withdraw them, and the query that shows them by layer.

Stored apart from the file, which never changes by them; a released drawing can be marked up as well as a draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.drawings.documents import find_document_revision
from app.drawings.refusals import MARKUP_EMPTY
from app.refusals import NOT_FOUND
from app.rights import filled, require
from app.unit_of_work import UnitOfWork
from models.characteristic import Markup
from models.person import User
from models.types import clean_text, decimal_text
from models.vocab import MarkupShape, Noun, Role

MARKERS = (Role.ENGINEER, Role.QUALITY, Role.APPROVER, Role.ADMINISTRATOR)
_MOST_POINTS = 2_000


@dataclass(frozen=True)
class MarkupFacts:
    """What is drawn.

    Attributes:
        page: From 1, of the file.
        layer: A name people give.
        shape: What it is.
        points: (x, y) in points from the top left of the displayed page.
        text: Beside a TEXT or ARROW; may be empty otherwise.
    """

    page: int
    layer: str
    shape: MarkupShape
    points: tuple[tuple[Decimal, Decimal], ...]
    text: str = ""


@dataclass(frozen=True)
class MarkupRow:
    """A redline that is shown, with who drew it and when."""

    id: int
    file_hash: str
    facts: MarkupFacts
    made_by: str
    made_by_id: int
    made_at: datetime


def draw_markup(unit: UnitOfWork, document_revision_id: int, file_hash: str, facts: MarkupFacts) -> int:
    """Draw a redline over a page of a file of a revision and return its id.

    Raises:
        PartproofError: no such file of this revision, or nothing drawn.
    """
    require(unit, *MARKERS)
    revision = find_document_revision(unit.session, document_revision_id)
    if all(file.file_hash != file_hash for file in revision.files):
        raise NOT_FOUND(what=file_hash[:12])
    text = clean_text(facts.text).strip()[:400]
    needed = 1 if facts.shape is MarkupShape.TEXT else 2
    if not needed <= len(facts.points) <= _MOST_POINTS or (facts.shape is MarkupShape.TEXT and not text):
        raise MARKUP_EMPTY()
    row = Markup(
        document_revision_id=document_revision_id,
        file_hash=file_hash,
        page=facts.page,
        layer=filled("layer", facts.layer, limit=60),
        shape=facts.shape,
        points=[[decimal_text(x), decimal_text(y)] for x, y in facts.points],
        text=text,
        made_by_id=unit.actor.user_id,
        made_at=unit.now,
        withdrawn_at=None,
        withdrawn_by_id=None,
    )
    unit.session.add(row)
    unit.session.flush()
    unit.record(
        "markup_drawn",
        Noun.DOCUMENT_REVISION,
        document_revision_id,
        markup=row.id,
        layer=row.layer,
        shape=facts.shape,
    )
    return row.id


def withdraw_markup(unit: UnitOfWork, markup_id: int) -> None:
    """Show a redline no more; who drew and who withdrew it stays on record."""
    require(unit, *MARKERS)
    row = unit.session.get(Markup, markup_id)
    if row is None or row.withdrawn_at is not None:
        raise NOT_FOUND(what=f"markup {markup_id}")
    row.withdrawn_at, row.withdrawn_by_id = unit.now, unit.actor.user_id
    unit.record("markup_withdrawn", Noun.DOCUMENT_REVISION, row.document_revision_id, markup=row.id)


def markup_rows(session: Session, document_revision_id: int) -> tuple[MarkupRow, ...]:
    """Return the redlines shown over a revision's files, oldest first."""
    query = (
        select(Markup, User)
        .join(User, User.id == Markup.made_by_id)
        .where(Markup.document_revision_id == document_revision_id, Markup.withdrawn_at.is_(None))
        .order_by(Markup.id)
    )
    return tuple(_row(row, user) for row, user in session.execute(query))


def layers_of(rows: Sequence[MarkupRow]) -> tuple[str, ...]:
    """Return the names of the layers, each once, in the order they were begun."""
    return tuple(dict.fromkeys(row.facts.layer for row in rows))


def _row(row: Markup, user: User) -> MarkupRow:
    points = tuple((Decimal(x), Decimal(y)) for x, y in row.points)
    facts = MarkupFacts(row.page, row.layer, row.shape, points, row.text)
    return MarkupRow(row.id, row.file_hash, facts, user.name, user.id, row.made_at)
