"""What screens and documents ask about parts. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.unit_of_work import number_key
from models.bom import BomLine
from models.characteristic import Characteristic
from models.document import PartDocument
from models.part import Customer, Part, PartCustomer, PartRevision
from models.plant import SearchEntry
from models.vocab import Maturity, PartKind, RevisionState, Source, Special


@dataclass(frozen=True)
class PartRow:
    """One part of the list, with its newest revision."""

    id: int
    number: str
    name: str
    name_en: str
    kind: PartKind
    source: Source
    unit: str
    revision_id: int | None
    revision: str
    state: RevisionState | None
    customers: str
    vehicles: str
    active: bool
    engineering_orders: str = ""
    migrated: bool = False
    picture: str = ""


@dataclass(frozen=True)
class PartRevisionRow:
    """One revision of a part."""

    id: int
    part_id: int
    counter: int
    customer_label: str
    state: RevisionState
    maturity: Maturity
    reason: str
    material: str
    weight: Decimal | None
    content_hash: str
    created_at: datetime
    released_at: datetime | None
    effective_from: datetime | None
    effective_to: datetime | None
    migrated: bool
    internal_label: str = ""
    original_revision: str = ""
    original_approved_on: date | None = None
    original_approver: str = ""
    version: int = 0

    @property
    def label(self) -> str:
        """The revision as people say it."""
        return self.customer_label or self.internal

    @property
    def internal(self) -> str:
        """Our own internal revision as its scheme writes it."""
        return self.internal_label or str(self.counter)


@dataclass(frozen=True)
class PartHead:
    """A part's master facts for the head of its workspace and its documents."""

    id: int
    number: str
    name: str
    name_en: str
    kind: PartKind
    source: Source
    unit: str
    active: bool
    version: int
    customers: tuple[PartCustomerRow, ...]
    revisions: tuple[PartRevisionRow, ...]
    cost: Decimal | None = None
    currency: str = ""

    @property
    def current(self) -> PartRevisionRow | None:
        """The released revision in force; one that waits for its day does not count before the other one ends."""
        released = [row for row in self.revisions if row.state is RevisionState.RELEASED]
        general = [row for row in released if row.effective_from is not None]
        return general[0] if general else released[-1] if released else None

    @property
    def newest(self) -> PartRevisionRow | None:
        """The newest revision in any state."""
        return self.revisions[-1] if self.revisions else None


@dataclass(frozen=True)
class PartCustomerRow:
    """How a customer knows the part."""

    customer: str
    customer_part_number: str
    vehicle: str
    engineering_order: str
    id: int = 0


@dataclass(frozen=True)
class FoundRow:
    """One hit of the search box."""

    noun: str
    entity_id: int
    title: str
    number: str


def part_rows(session: Session) -> tuple[PartRow, ...]:
    """Return all parts by number with their newest revision, customers and vehicles."""
    newest = (
        select(PartRevision.part_id, func.max(PartRevision.counter).label("counter"))
        .group_by(PartRevision.part_id)
        .subquery()
    )
    query = (
        select(Part, PartRevision)
        .outerjoin(newest, newest.c.part_id == Part.id)
        .outerjoin(
            PartRevision,
            (PartRevision.part_id == Part.id) & (PartRevision.counter == newest.c.counter),
        )
        .order_by(Part.number_key)
    )
    links = _customer_links(session)
    rows = []
    for part, revision in session.execute(query):
        linked = links.get(part.id, ())
        rows.append(
            PartRow(
                part.id,
                part.number,
                part.name,
                part.name_en,
                part.kind,
                part.source,
                part.unit,
                revision.id if revision is not None else None,
                (revision.customer_label or revision.internal_label or str(revision.counter))
                if revision is not None
                else "",
                revision.state if revision is not None else None,
                ", ".join(sorted({link.customer for link in linked})),
                ", ".join(sorted({link.vehicle for link in linked if link.vehicle})),
                part.active,
                migrated=revision is not None and revision.migrated,
            )
        )
    return tuple(rows)


def part_head(session: Session, part_id: int) -> PartHead | None:
    """Return a part's head with all its revisions by counter, or None."""
    part = session.get(Part, part_id)
    if part is None:
        return None
    revisions = tuple(revision_row(revision) for revision in part.revisions)
    return PartHead(
        part.id,
        part.number,
        part.name,
        part.name_en,
        part.kind,
        part.source,
        part.unit,
        part.active,
        part.version,
        _customer_links(session, part_id).get(part_id, ()),
        revisions,
        part.cost,
        part.currency or "",
    )


def part_id_of(session: Session, number: str) -> int | None:
    """Return the id of the part with this number, or None."""
    return session.scalars(select(Part.id).where(Part.number_key == number_key(number))).one_or_none()


def revision_row(revision: PartRevision) -> PartRevisionRow:
    """Return the row of a revision."""
    return PartRevisionRow(
        revision.id,
        revision.part_id,
        revision.counter,
        revision.customer_label,
        revision.state,
        revision.maturity,
        revision.reason,
        revision.material,
        revision.weight,
        revision.content_hash or "",
        revision.created_at,
        revision.released_at,
        revision.effective_from,
        revision.effective_to,
        revision.migrated,
        revision.internal_label or "",
        revision.original_revision or "",
        revision.original_approved_on,
        revision.original_approver or "",
        revision.version,
    )


def find_anything(session: Session, text: str, *, limit: int = 20) -> tuple[FoundRow, ...]:
    """Return records whose number or words hold all words of the text; exact numbers first."""
    words = number_key(text).split()
    if not words:
        return ()
    query = select(SearchEntry).limit(limit * 4)
    for word in words:
        query = query.where(SearchEntry.words.contains(word, autoescape=True))
    key = number_key(text)
    found = sorted(
        session.scalars(query),
        key=lambda row: (row.number_key != key, not row.number_key.startswith(key), row.number_key),
    )
    return tuple(FoundRow(row.noun, row.entity_id, row.title, row.number_key) for row in found[:limit])


@dataclass(frozen=True)
class PartCounts:
    """How much hangs on a part revision; for the tabs and chips of its workspace."""

    lines: int
    documents: int
    characteristics: int
    special: int
    used_in: int


def part_counts(session: Session, revision_id: int) -> PartCounts:
    """Return how many BOM lines, documents, characteristics and uses a part revision has."""
    drawn = (
        select(func.count(Characteristic.id))
        .join(PartDocument, PartDocument.document_revision_id == Characteristic.document_revision_id)
        .where(PartDocument.part_revision_id == revision_id)
    )
    part_id = select(PartRevision.part_id).where(PartRevision.id == revision_id).scalar_subquery()
    used = (
        select(func.count(func.distinct(PartRevision.part_id)))
        .join(BomLine, BomLine.revision_id == PartRevision.id)
        .where(BomLine.child_part_id == part_id, PartRevision.state != RevisionState.OBSOLETE)
    )
    lines = select(func.count(BomLine.id)).where(BomLine.revision_id == revision_id)
    documents = select(func.count(PartDocument.id)).where(PartDocument.part_revision_id == revision_id)
    return PartCounts(
        session.scalar(lines) or 0,
        session.scalar(documents) or 0,
        session.scalar(drawn) or 0,
        session.scalar(drawn.where(Characteristic.special != Special.NONE)) or 0,
        session.scalar(used) or 0,
    )


def customer_rows(session: Session) -> tuple[tuple[int, str, str], ...]:
    """Return id, code and name of every customer by code."""
    query = select(Customer.id, Customer.code, Customer.name).order_by(Customer.code_key)
    return tuple((row.id, row.code, row.name) for row in session.execute(query))


def _customer_links(session: Session, part_id: int | None = None) -> dict[int, tuple[PartCustomerRow, ...]]:
    query = select(PartCustomer, Customer.name).join(Customer, Customer.id == PartCustomer.customer_id)
    if part_id is not None:
        query = query.where(PartCustomer.part_id == part_id)
    links: dict[int, tuple[PartCustomerRow, ...]] = {}
    for link, customer in session.execute(query.order_by(PartCustomer.id)):
        row = PartCustomerRow(
            customer, link.customer_part_number, link.vehicle, link.engineering_order, link.id
        )
        links[link.part_id] = (*links.get(link.part_id, ()), row)
    return links
