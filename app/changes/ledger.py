"""The change ledger as people read it: one line of time over all kinds, and one entry whole. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.changes.ledger_basics import MAPPED, files_of_entry
from app.parts.links import Linked, belonging
from app.settings import read_settings
from models.change import (
    AffectedRevision,
    ChangeDisposition,
    ChangeOrder,
    ChangePart,
    ChangeRequest,
    ChangeTask,
    Concession,
    CustomerChange,
    FourMChange,
)
from models.document import Document, DocumentRevision
from models.part import Customer, Part, PartRevision
from models.person import User
from models.types import decimal_text
from models.vocab import (
    ChangeOrderState,
    ChangeRequestState,
    ConcessionState,
    CustomerChangeState,
    Disposition,
    FourMState,
    Noun,
    StockPlace,
)

ENDED: Final = frozenset(
    {
        CustomerChangeState.CLOSED,
        CustomerChangeState.DECLINED,
        ChangeRequestState.ACCEPTED,
        ChangeRequestState.REJECTED,
        ChangeRequestState.DUPLICATE,
        ChangeOrderState.CLOSED,
        ChangeOrderState.REJECTED,
        ChangeOrderState.CANCELED,
        FourMState.CLOSED,
        FourMState.REJECTED,
        ConcessionState.ENDED,
        ConcessionState.REJECTED,
    }
)


@dataclass(frozen=True)
class LedgerRow:
    """One entry of the ledger.

    Attributes:
        day: Its day on the line of time: when it came in or was begun.
        kind: Of a 4M change what changes, else None.
        about: The parts and documents it is about, with revisions where they change.
        due_on: Until when something must be done, a task of a change order included, or None.
        left: Of a concession what it says of its limits, e.g. ``312 / 500``.
        ended: Nobody has to do anything any more.
    """

    noun: Noun
    id: int
    number: str
    day: date
    kind: StrEnum | None
    title: str
    state: StrEnum
    about: str
    due_on: date | None
    left: str
    ended: bool


@dataclass(frozen=True)
class AffectedRow:
    """One affected item with its revisions as people call them."""

    id: int
    noun: Noun
    owner_id: int
    number: str
    before: str
    after: str
    note: str


@dataclass(frozen=True)
class DispositionRow:
    """One disposition of goods."""

    id: int
    version: int
    place: StockPlace
    what: str
    part: str
    quantity: Decimal | None
    decision: Disposition | None
    note: str


@dataclass(frozen=True)
class TaskRow:
    """One task."""

    id: int
    title: str
    owner: str
    due_on: date | None
    done: bool


@dataclass(frozen=True)
class OrderView:
    """A change order with all that hangs on it."""

    id: int
    version: int
    number: str
    state: ChangeOrderState
    title: str
    reason: str
    customer_change: str
    request: str
    effective_on: date | None
    effective_lot: str
    cost: str
    due_on: date | None
    customer_needed: bool
    customer_approval: str
    items: tuple[AffectedRow, ...]
    dispositions: tuple[DispositionRow, ...]
    tasks: tuple[TaskRow, ...]
    impact: tuple[dict[str, Any], ...]
    files: tuple[tuple[str, str], ...]
    lot_mask: str = ""
    amount: Decimal | None = None
    currency: str = ""


def ledger_rows(
    session: Session,
    *,
    part_id: int | None = None,
    nouns: frozenset[Noun] = frozenset(),
    open_only: bool = False,
    linked: Linked | None = None,
) -> tuple[LedgerRow, ...]:
    """Return the ledger, newest day first.

    Args:
        session: Open session.
        part_id: Only what this part's history holds.
        nouns: Only these kinds; all where none is named.
        open_only: Leave out what is ended.
        linked: Only what concerns parts of a ``customer``, ``vehicle`` or ``engineering_order``.
    """
    about = _about(session)
    tasks = _first_tasks(session)
    zone = read_settings(session).zone
    found: list[LedgerRow] = []
    for noun, mapped in MAPPED.items():
        if nouns and noun not in nouns:
            continue
        of_parts = select(ChangePart.entity_id).where(ChangePart.noun == noun)
        entries = select(mapped)
        if part_id is not None:
            entries = entries.where(mapped.id.in_(of_parts.where(ChangePart.part_id == part_id)))
        if linked:
            entries = entries.where(mapped.id.in_(of_parts.where(*belonging(ChangePart.part_id, linked))))
        for entry in session.scalars(entries):
            day = (
                entry.received_on
                if noun is Noun.CUSTOMER_CHANGE
                else entry.created_at.astimezone(zone).date()
            )
            found.append(
                LedgerRow(
                    noun,
                    entry.id,
                    entry.number,
                    day,
                    entry.kind if noun is Noun.FOUR_M_CHANGE else None,
                    entry.title,
                    entry.state,
                    ", ".join(about[noun, entry.id]),
                    _due(noun, entry, tasks),
                    _left(noun, entry),
                    entry.state in ENDED,
                )
            )
    rows = [row for row in found if not (open_only and row.ended)]
    return tuple(sorted(rows, key=lambda row: (row.day, row.id), reverse=True))


def _first_tasks(session: Session) -> dict[int, date]:
    """Return the first day on which an open task of a change order is due."""
    query = select(ChangeTask.change_order_id, func.min(ChangeTask.due_on))
    open_ones = query.where(ChangeTask.done_at.is_(None), ChangeTask.due_on.is_not(None))
    found = session.execute(open_ones.group_by(ChangeTask.change_order_id))
    return {order_id: day for order_id, day in found if day is not None}


def _due(noun: Noun, entry: Any, tasks: Mapping[int, date]) -> date | None:
    if entry.state in ENDED:
        return None
    if noun is Noun.CUSTOMER_CHANGE:
        answered = entry.state is CustomerChangeState.REPLIED
        return None if answered else entry.reply_due
    if noun is Noun.CONCESSION:
        return entry.until if isinstance(entry.until, date) else None
    if noun is Noun.FOUR_M_CHANGE:
        return entry.planned_on if isinstance(entry.planned_on, date) else None
    if noun is not Noun.CHANGE_ORDER:
        return None
    return min((day for day in (entry.due_on, tasks.get(entry.id)) if day is not None), default=None)


def _left(noun: Noun, entry: Any) -> str:
    if noun is not Noun.CONCESSION or entry.quantity is None:
        return ""
    return f"{decimal_text(entry.used)} / {decimal_text(entry.quantity)}"


def _about(session: Session) -> dict[tuple[Noun, int], list[str]]:
    """Return what each entry is about, as people call it; as many questions however long the ledger is."""
    about: dict[tuple[Noun, int], list[str]] = defaultdict(list)
    changed: set[tuple[int, int]] = set()
    items = session.scalars(select(AffectedRevision).order_by(AffectedRevision.id)).all()
    known = _names_of(session, items)
    for item in items:
        owner, before, after = known(item)
        shown = f"{owner} {before}→{after}" if before else f"{owner} {after}"
        about[Noun.CHANGE_ORDER, item.change_order_id].append(shown)
        if item.noun is Noun.PART_REVISION:
            changed.add((item.change_order_id, item.owner_id))
    query = select(ChangePart.noun, ChangePart.entity_id, Part.number, Part.id)
    for noun, entity_id, number, part_id in session.execute(query.join(Part, Part.id == ChangePart.part_id)):
        if noun is not Noun.CHANGE_ORDER or (entity_id, part_id) not in changed:
            about[noun, entity_id].append(number)
    return about


def _names_of(
    session: Session, items: Sequence[AffectedRevision]
) -> Callable[[AffectedRevision], tuple[str, str, str]]:
    """Return what tells the number of an item's part or document and the labels of its two revisions."""
    part_query = (
        select(
            PartRevision.id,
            PartRevision.part_id,
            Part.number,
            PartRevision.customer_label,
            PartRevision.internal_label,
            PartRevision.counter,
        )
        .join(Part, Part.id == PartRevision.part_id)
        .where(PartRevision.part_id.in_(_owners(items, Noun.PART_REVISION)))
    )
    document_query = (
        select(DocumentRevision.id, DocumentRevision.document_id, Document.number, DocumentRevision.label)
        .join(Document, Document.id == DocumentRevision.document_id)
        .where(DocumentRevision.document_id.in_(_owners(items, Noun.DOCUMENT_REVISION)))
    )
    labels: dict[tuple[Noun, int | None], str] = {}
    numbers: dict[tuple[Noun, int], str] = {}
    for revision_id, part_id, number, customers, own, counter in session.execute(part_query):
        labels[Noun.PART_REVISION, revision_id] = str(customers or own or counter)
        numbers[Noun.PART_REVISION, part_id] = number
    for revision_id, document_id, number, label in session.execute(document_query):
        labels[Noun.DOCUMENT_REVISION, revision_id] = label
        numbers[Noun.DOCUMENT_REVISION, document_id] = number

    def named(item: AffectedRevision) -> tuple[str, str, str]:
        before, after = (item.noun, item.from_revision_id), (item.noun, item.to_revision_id)
        return numbers.get((item.noun, item.owner_id), ""), labels.get(before, ""), labels.get(after, "")

    return named


def _owners(items: Sequence[AffectedRevision], noun: Noun) -> Select[int]:
    """Return the parts or documents of some items; of the whole ledger as a question, not as a list of ids."""
    query = select(AffectedRevision.owner_id).where(AffectedRevision.noun == noun)
    orders = {item.change_order_id for item in items}
    return query.where(AffectedRevision.change_order_id.in_(orders)) if len(orders) == 1 else query


def order_view(session: Session, order_id: int) -> OrderView | None:
    """Return a change order with all that hangs on it, or None."""
    order = session.get(ChangeOrder, order_id)
    if order is None:
        return None
    eo = None if order.customer_change_id is None else session.get(CustomerChange, order.customer_change_id)
    asked = None if order.request_id is None else session.get(ChangeRequest, order.request_id)
    return OrderView(
        order.id,
        order.version,
        order.number,
        order.state,
        order.title,
        order.reason,
        "" if eo is None else eo.number,
        "" if asked is None else asked.number,
        order.effective_on,
        order.effective_lot,
        "" if order.cost is None else f"{decimal_text(order.cost)} {order.currency}".strip(),
        order.due_on,
        order.customer_needed,
        order.customer_approval,
        _items(session, order_id),
        _dispositions(session, order_id),
        _tasks(session, order_id),
        tuple(order.impact or ()),
        tuple(files_of_entry(session, Noun.CHANGE_ORDER, order_id).items()),
        order.lot_mask,
        order.cost,
        order.currency,
    )


def _items(session: Session, order_id: int) -> tuple[AffectedRow, ...]:
    query = (
        select(AffectedRevision)
        .where(AffectedRevision.change_order_id == order_id)
        .order_by(AffectedRevision.id)
    )
    items = session.scalars(query).all()
    known = _names_of(session, items)
    return tuple(AffectedRow(item.id, item.noun, item.owner_id, *known(item), item.note) for item in items)


def _dispositions(session: Session, order_id: int) -> tuple[DispositionRow, ...]:
    query = (
        select(ChangeDisposition, Part.number)
        .join(Part, Part.id == ChangeDisposition.part_id)
        .where(ChangeDisposition.change_order_id == order_id)
        .order_by(ChangeDisposition.id)
    )
    return tuple(
        DispositionRow(row.id, row.version, row.place, row.what, number, row.quantity, row.decision, row.note)
        for row, number in session.execute(query)
    )


def _tasks(session: Session, order_id: int) -> tuple[TaskRow, ...]:
    query = (
        select(ChangeTask, User.name)
        .outerjoin(User, User.id == ChangeTask.owner_id)
        .where(ChangeTask.change_order_id == order_id)
        .order_by(ChangeTask.id)
    )
    return tuple(
        TaskRow(row.id, row.title, name or "", row.due_on, row.done_at is not None)
        for row, name in session.execute(query)
    )


def entry_facts(session: Session, noun: Noun, entity_id: int) -> dict[str, Any]:
    """Return the columns of an entry that is no change order, with names for what it points at; empty for none."""
    entry = session.get(MAPPED[noun], entity_id)
    if entry is None:
        return {}
    facts = {column.name: getattr(entry, column.name) for column in entry.__table__.columns}
    if isinstance(entry, CustomerChange):
        facts["customer"] = session.get_one(Customer, entry.customer_id).name
    if isinstance(entry, Concession):
        facts["left"] = _left(noun, entry)
    if isinstance(entry, FourMChange) and entry.trial_lot_id is not None:
        from models.production import Lot

        facts["trial_lot"] = session.get_one(Lot, entry.trial_lot_id).number
    facts["files"] = tuple(files_of_entry(session, noun, entity_id).items())
    return facts


def due_changes(session: Session, *, day: date, within: int = 7) -> tuple[LedgerRow, ...]:
    """Return the open entries that are due within so many days or late, the latest first."""
    rows = [row for row in ledger_rows(session, open_only=True) if row.due_on is not None]
    return tuple(
        sorted(
            (row for row in rows if row.due_on is not None and (row.due_on - day).days <= within),
            key=lambda row: (row.due_on, row.number),
        )
    )
