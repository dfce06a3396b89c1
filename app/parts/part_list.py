"""The list of parts for 100,000 of them: which rows match, in order, as ids; and the rows of one page. Reads only.

Nothing here loads all parts as objects: the screen asks for the ids once and for pages as it scrolls.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Text, cast, func, select
from sqlalchemy.orm import Session, aliased

from app.parts.ancestors import ancestors_of
from app.parts.links import parts_linked
from app.parts.queries import PartRow
from app.unit_of_work import number_key
from models.part import Customer, Part, PartCustomer, PartPicture, PartRevision
from models.plant import SearchEntry
from models.vocab import Noun, PartKind, RevisionState, Source

_SLICE: Final = 500
_AT_ONCE: Final = 2_000
SORTS: Final = ("number", "name", "kind", "source", "state", "material", "active")


@dataclass(frozen=True)
class PartFilter:
    """What a person looks for; empty fields take everything.

    Attributes:
        words: All of them must be found in number, names, customers' numbers or vehicles.
        vehicle: Vehicle or project of a part, by its own links.
        order: One of ``SORTS``.
    """

    words: str = ""
    kind: PartKind | None = None
    source: Source | None = None
    state: RevisionState | None = None
    customer: str = ""
    vehicle: str = ""
    engineering_order: str = ""
    active: bool | None = None
    order: str = "number"
    descending: bool = False


@dataclass(frozen=True)
class PartOpening:
    """What a list of parts opens with: ids and rows of the first page, how many match, how many there are."""

    ids: tuple[int, ...]
    first: dict[int, PartRow]
    matching: int
    total: int


@dataclass(frozen=True)
class PartChoices:
    """What the filters of the list can be set to."""

    customers: tuple[str, ...]
    vehicles: tuple[str, ...]
    engineering_orders: tuple[str, ...]


def part_ids(session: Session, wanted: PartFilter) -> tuple[int, ...]:
    """Return the ids of the parts that match, in order; the number breaks ties."""
    # One text instead of 100,000 rows: rows are made one by one, and meanwhile the window does not get its turn.
    # Both engines keep the order of a sorted subquery.
    ordered = _matching(wanted).subquery()
    listed = session.scalar(select(func.aggregate_strings(cast(ordered.c.id, Text), ",")))
    return tuple(numbers_of(listed or ""))


def numbers_of(listed: str) -> Iterator[int]:
    """Yield the numbers of a text that names them with commas.

    A few thousand at a time: all in one call would keep every other thread waiting for some 20 ms.
    """
    rest = listed
    while rest:
        *some, last = rest.split(",", _AT_ONCE)
        rest = last if len(some) == _AT_ONCE else ""
        yield from map(int, some if rest else (*some, last))


def _matching(wanted: PartFilter) -> Select[Any]:
    newest = _newest()
    query: Select[Any] = select(Part.id)
    if wanted.state is not None or wanted.order == "state":
        query = query.outerjoin(newest, newest.part_id == Part.id)
        query = query.where(newest.counter == _highest(Part.id))
    for condition in _conditions(wanted, newest):
        query = query.where(condition)
    column: Any = {
        "name": Part.name,
        "kind": Part.kind,
        "source": Part.source,
        "state": newest.state,
        "material": Part.material,
        "active": Part.active,
    }.get(wanted.order, Part.number_key)
    return query.order_by(column.desc() if wanted.descending else column, Part.number_key)


def part_opening(session: Session, wanted: PartFilter, page: int = 200) -> PartOpening:
    """Return what a list of parts opens with, in one question; ``part_ids`` gives the ids of all."""
    query = _matching(wanted)
    ids: tuple[int, ...] = tuple(session.scalars(query.limit(page)))
    total = session.scalar(select(func.count()).select_from(Part)) or 0
    matching = total
    if wanted != PartFilter(order=wanted.order, descending=wanted.descending):
        matching = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    return PartOpening(ids, part_page(session, ids), matching, total)


def _newest() -> Any:
    return aliased(PartRevision)


def _highest(part_id: Any) -> Any:
    other = aliased(PartRevision)
    return select(func.max(other.counter)).where(other.part_id == part_id).scalar_subquery()


def _conditions(wanted: PartFilter, newest: Any) -> Iterable[ColumnElement[bool]]:
    for word in number_key(wanted.words).split():
        found = select(SearchEntry.entity_id).where(
            SearchEntry.noun == Noun.PART.value, SearchEntry.words.contains(word, autoescape=True)
        )
        yield Part.id.in_(found)
    if wanted.kind is not None:
        yield Part.kind == wanted.kind
    if wanted.source is not None:
        yield Part.source == wanted.source
    if wanted.state is not None:
        yield newest.state == wanted.state
    if wanted.active is not None:
        yield Part.active == wanted.active
    if wanted.customer or wanted.vehicle or wanted.engineering_order:
        yield Part.id.in_(
            parts_linked(
                customer=wanted.customer, vehicle=wanted.vehicle, engineering_order=wanted.engineering_order
            )
        )


def part_page(session: Session, ids: Sequence[int]) -> dict[int, PartRow]:
    """Return the rows of some parts by id; a part that is gone meanwhile is left out."""
    rows: dict[int, PartRow] = {}
    for start in range(0, len(ids), _SLICE):
        rows.update(_page(session, ids[start : start + _SLICE]))
    return rows


def _page(session: Session, ids: Sequence[int]) -> dict[int, PartRow]:
    customers: dict[int, list[str]] = defaultdict(list)
    vehicles: dict[int, list[str]] = defaultdict(list)
    orders: dict[int, list[str]] = defaultdict(list)
    links = (
        select(PartCustomer.part_id, Customer.name, PartCustomer.vehicle, PartCustomer.engineering_order)
        .join(Customer, Customer.id == PartCustomer.customer_id)
        .where(PartCustomer.part_id.in_(ids))
    )
    for part_id, customer, vehicle, order in session.execute(links):
        customers[part_id].append(customer)
        vehicles[part_id].append(vehicle)
        orders[part_id].append(order)
    newest: dict[int, Any] = {}
    revisions = (
        select(
            PartRevision.part_id,
            PartRevision.id,
            PartRevision.counter,
            PartRevision.customer_label,
            PartRevision.internal_label,
            PartRevision.state,
            PartRevision.migrated,
        )
        .where(PartRevision.part_id.in_(ids))
        .order_by(PartRevision.counter)
    )
    for row in session.execute(revisions):
        newest[row.part_id] = row
    shown = select(PartPicture.part_id, PartPicture.file_hash).where(PartPicture.part_id.in_(ids))
    pictures = {row.part_id: row.file_hash for row in session.execute(shown)}
    columns = (
        Part.id,
        Part.number,
        Part.name,
        Part.name_en,
        Part.kind,
        Part.source,
        Part.unit,
        Part.active,
    )
    found = {}
    for part in session.execute(select(*columns).where(Part.id.in_(ids))):
        revision = newest.get(part.id)
        found[part.id] = PartRow(
            part.id,
            part.number,
            part.name,
            part.name_en,
            part.kind,
            part.source,
            part.unit,
            None if revision is None else revision.id,
            ""
            if revision is None
            else revision.customer_label or revision.internal_label or str(revision.counter),
            None if revision is None else revision.state,
            _joined(customers.get(part.id, ())),
            _joined(vehicles.get(part.id, ())),
            part.active,
            _joined(orders.get(part.id, ())),
            migrated=revision is not None and revision.migrated,
            picture=pictures.get(part.id, ""),
        )
    return found


def _joined(words: Iterable[str]) -> str:
    return ", ".join(sorted({word for word in words if word}))


def part_choices(session: Session) -> PartChoices:
    """Return the customers, vehicles and orders that parts are linked to."""
    query = (
        select(Customer.name, PartCustomer.vehicle, PartCustomer.engineering_order)
        .join(Customer, Customer.id == PartCustomer.customer_id)
        .distinct()
    )
    found = session.execute(query).all()
    columns = [tuple(sorted({str(row[at]) for row in found if row[at]})) for at in range(3)]
    return PartChoices(*columns)


def vehicles_touched(session: Session, part_id: int) -> tuple[str, ...]:
    """Return every vehicle or project a part touches: its own and those of all assemblies it goes into.

    Substitutes count too; obsolete revisions do not.
    """
    parts = {part_id, *ancestors_of(session, [part_id])}
    listed = sorted(parts)
    words: set[str] = set()
    for start in range(0, len(listed), _SLICE):
        query = select(PartCustomer.vehicle).where(PartCustomer.part_id.in_(listed[start : start + _SLICE]))
        words.update(word for word in session.scalars(query) if word)
    return tuple(sorted(words))
