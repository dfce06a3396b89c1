"""Finds the record a tag is printed from: by its number, by a scanned code of ours, or by its id. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.documents.tag_refusals import RECORD_UNKNOWN
from app.documents.tags import TagKind
from app.parts.links import Linked, belonging, revisions_belonging
from app.unit_of_work import number_key
from devices.barcodes.content import CodeContent
from devices.barcodes.registry import parse
from models.gauge import Gauge
from models.nonconformance import Nonconformance
from models.part import Part, PartRevision
from models.person import User
from models.production import Lot, WorkOrder
from models.vocab import Noun, RevisionState

_SHOWN: Final = 30
# The query of (id, number, detail), what is searched, and the key of the newest.
_Search = tuple[
    Select[int, Any, Any],
    ColumnElement[str] | ColumnElement[str | None],
    ColumnElement[int] | InstrumentedAttribute[int],
]
_OWN: Final = frozenset({"badge", "order", "lot", "part", "gauge"})


@dataclass(frozen=True)
class TagRecord:
    """One record a tag can be printed from.

    Attributes:
        id: Of the record.
        number: What people call it.
        detail: What it is.
    """

    id: int
    number: str
    detail: str


def tag_records(session: Session, kind: TagKind, text: str = "", most: int = _SHOWN) -> tuple[TagRecord, ...]:
    """Return the records whose number or words hold all words of a text, newest first.

    Args:
        session: Open session.
        kind: Of the tag; says what its records are.
        text: What was typed or scanned; empty returns the newest ones.
        most: How many at most.
    """
    if kind.noun is Noun.PLANT:
        return (TagRecord(0, "", ""),)
    query, found_in, key = _query(kind.noun)
    for word in number_key(_plain(text)).split():
        pattern = "%" + word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
        query = query.where(func.lower(found_in).like(pattern, escape="\\"))
    rows = session.execute(query.order_by(key.desc()).limit(most)).all()
    return tuple(TagRecord(row[0], row[1], row[2] or "") for row in rows)


def find_tag_record(session: Session, kind: TagKind, text: str) -> int:
    """Return the id of the record with exactly this number, code of ours, or id.

    Raises:
        PartproofError: ``tag.record_unknown``.
    """
    if kind.noun is Noun.PLANT:
        return 0
    plain = _plain(text)
    query, _, key = _query(kind.noun)
    for row in session.execute(query.order_by(key.desc())).all():
        if number_key(row[1]) == number_key(plain):
            return int(row[0])
    if plain.isascii() and plain.isdecimal():
        for row in session.execute(query.where(key == int(plain))).all():
            return int(row[0])
    raise RECORD_UNKNOWN(text=text[:60])


def _plain(text: str) -> str:
    """Return the number in a scanned code of ours, any other text as it is."""
    content = parse(text) if text.strip() else None
    if isinstance(content, CodeContent) and content.kind in _OWN:
        return str(content.fields[0][1])
    return text


def _query(noun: Noun) -> _Search:
    """Return the query of (id, number, detail), what is searched, and the key of the newest."""
    if noun is Noun.LOT:
        lots = select(Lot.id, Lot.number, Part.number + " " + Part.name).join(Part, Part.id == Lot.part_id)
        return lots, Lot.number + " " + Part.number + " " + Part.name, Lot.id
    if noun is Noun.PART_REVISION:
        return _parts()
    if noun is Noun.ORDER:
        orders = (
            select(WorkOrder.id, WorkOrder.number, Part.number + " " + Part.name)
            .join(PartRevision, PartRevision.id == WorkOrder.part_revision_id)
            .join(Part, Part.id == PartRevision.part_id)
        )
        return orders, WorkOrder.number + " " + Part.number + " " + Part.name, WorkOrder.id
    if noun is Noun.NONCONFORMANCE:
        found = select(Nonconformance.id, Nonconformance.number, Nonconformance.title)
        return found, Nonconformance.number + " " + Nonconformance.title, Nonconformance.id
    if noun is Noun.GAUGE:
        return select(Gauge.id, Gauge.number, Gauge.name), Gauge.number + " " + Gauge.name, Gauge.id
    people = select(User.id, User.badge, User.name).where(User.badge.is_not(None), User.active.in_([True]))
    return people, User.badge + " " + User.name, User.id


def _parts() -> _Search:
    """Return one revision of each part: the released one, else its newest."""
    rank = func.row_number().over(
        partition_by=PartRevision.part_id,
        order_by=((PartRevision.state == RevisionState.RELEASED).desc(), PartRevision.counter.desc()),
    )
    chosen = select(PartRevision.id, PartRevision.part_id, rank.label("rank")).subquery()
    query = (
        select(chosen.c.id, Part.number, Part.name)
        .join(Part, Part.id == chosen.c.part_id)
        .where(chosen.c.rank == 1)
    )
    return query, Part.number + " " + Part.name, chosen.c.id


def part_label_record(session: Session, part_id: int) -> int | None:
    """Return the revision whose label a part gets: the released one, else its newest."""
    query = select(PartRevision.id).where(PartRevision.part_id == part_id)
    released = (PartRevision.state == RevisionState.RELEASED).desc()
    return session.scalars(query.order_by(released, PartRevision.counter.desc()).limit(1)).one_or_none()


def records_belonging(
    noun: InstrumentedAttribute[Noun], entity_id: InstrumentedAttribute[int], linked: Linked
) -> ColumnElement[bool]:
    """Return the condition that a row's record is about linked parts (see app.parts.links).

    Gauges, people and the plant belong to no part.
    """
    lots = select(Lot.id).where(*belonging(Lot.part_id, linked))
    orders = select(WorkOrder.id).where(*revisions_belonging(WorkOrder.part_revision_id, linked))
    found = select(Nonconformance.id).where(*revisions_belonging(Nonconformance.part_revision_id, linked))
    return or_(
        and_(noun == Noun.LOT, entity_id.in_(lots)),
        and_(noun == Noun.ORDER, entity_id.in_(orders)),
        and_(noun == Noun.NONCONFORMANCE, entity_id.in_(found)),
        and_(noun == Noun.PART_REVISION, *revisions_belonging(entity_id, linked)),
    )


def record_numbers(session: Session, noun: Noun, ids: frozenset[int]) -> dict[int, str]:
    """Return what people call records of a noun, by id; ids nobody has any more are left out."""
    if noun is Noun.PLANT or not ids:
        return {}
    if noun is Noun.PART_REVISION:
        query = select(PartRevision.id, Part.number).join(Part, Part.id == PartRevision.part_id)
        return {row[0]: row[1] for row in session.execute(query.where(PartRevision.id.in_(ids)))}
    if noun is Noun.USER:
        return {row[0]: row[1] for row in session.execute(select(User.id, User.name).where(User.id.in_(ids)))}
    named, _, key = _query(noun)
    return {row[0]: row[1] for row in session.execute(named.where(key.in_(ids)))}
