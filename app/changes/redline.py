"""The redline of a change order: how its drafts differ from what is in force, BOM and characteristics. Reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bom.queries import bom_changes
from app.changes.content import title_of
from models.change import AffectedRevision
from models.characteristic import Characteristic
from models.part import PartRevision
from models.types import decimal_text
from models.vocab import Noun

_PART_FIELDS: Final = ("material", "weight")


@dataclass(frozen=True)
class RedlineRow:
    """One difference.

    Attributes:
        item: The revision that changes, as people call it.
        what: BOM child, characteristic or attribute.
        before: What is in force, empty for what is new.
        after: What the draft says, empty for what falls away.
    """

    item: str
    what: str
    before: str
    after: str


def redline_of(session: Session, order_id: int) -> tuple[RedlineRow, ...]:
    """Return every difference a change order brings, item by item."""
    query = (
        select(AffectedRevision)
        .where(AffectedRevision.change_order_id == order_id)
        .order_by(AffectedRevision.id)
    )
    rows: list[RedlineRow] = []
    for item in session.scalars(query):
        name = title_of(session, item.noun, item.to_revision_id)
        found = _part(session, item) if item.noun is Noun.PART_REVISION else _drawing(session, item)
        rows += [RedlineRow(name, what, before, after) for what, before, after in found]
    return tuple(rows)


def _part(session: Session, item: AffectedRevision) -> Iterator[tuple[str, str, str]]:
    after = session.get_one(PartRevision, item.to_revision_id)
    before = None if item.from_revision_id is None else session.get(PartRevision, item.from_revision_id)
    for field in _PART_FIELDS:
        old, new = _text(getattr(before, field, None)), _text(getattr(after, field))
        if old != new:
            yield field, old, new
    for row in bom_changes(session, item.to_revision_id).rows:
        yield f"{row.find_number} {row.number}".strip(), row.before, row.after


def _drawing(session: Session, item: AffectedRevision) -> Iterator[tuple[str, str, str]]:
    old, new = (
        _characteristics(session, revision) for revision in (item.from_revision_id, item.to_revision_id)
    )
    for number in sorted({*old, *new}, key=lambda text: (len(text), text)):
        before, after = old.get(number, ""), new.get(number, "")
        if before != after:
            yield f"({number})", before, after


def _characteristics(session: Session, revision_id: int | None) -> dict[str, str]:
    query = select(Characteristic).where(Characteristic.document_revision_id == revision_id)
    return {row.number: row.specification for row in session.scalars(query)}


def _text(value: Any) -> str:
    return "" if value is None else decimal_text(value) if not isinstance(value, str) else value
