"""The change ledger 변경 대장: customer changes, requests, change orders, 4M changes, concessions.

States and what may move stand in models/protected.py and models/change_conditions.py; the acts in app/changes.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, Versioned, reference, strict
from models.types import CanonicalJson, Choice
from models.vocab import (
    ChangeOrderState,
    ChangeRequestState,
    ConcessionState,
    CustomerChangeState,
    Disposition,
    FourMKind,
    FourMState,
    Noun,
    StockPlace,
)


class CustomerChange(Versioned, Base):
    """A customer's change as it came in 고객 설계변경 접수 (EO).

    Attributes:
        number: The customer's EO number; unique for the customer.
        customer_revision: The revision label the customer changes to.
        effective_on: From which day, or None; ``effective_lot`` from which lot, or empty.
        reply_due: Until when the customer wants an answer.
    """

    __tablename__ = "customer_change"
    __table_args__ = strict(UniqueConstraint("customer_id", "number_key"))

    id: Mapped[Key]
    customer_id: Mapped[int] = reference("customer.id", index=False)
    number: Mapped[str]
    number_key: Mapped[str]
    state: Mapped[CustomerChangeState] = mapped_column(Choice(CustomerChangeState))
    title: Mapped[str]
    note: Mapped[str]
    received_on: Mapped[date]
    customer_revision: Mapped[str]
    effective_on: Mapped[date | None]
    effective_lot: Mapped[str]
    reply_due: Mapped[date | None]
    reply: Mapped[str]
    replied_on: Mapped[date | None]
    created_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    created_at: Mapped[datetime]


class ChangeRequest(Versioned, Base):
    """A wish for a change 설계변경 의뢰 (ECR); our own ideas about a customer's part go to the customer."""

    __tablename__ = "change_request"

    id: Mapped[Key]
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(unique=True)
    state: Mapped[ChangeRequestState] = mapped_column(Choice(ChangeRequestState))
    title: Mapped[str]
    reason: Mapped[str]
    to_customer: Mapped[bool]
    answer: Mapped[str]
    created_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    created_at: Mapped[datetime]


class ChangeOrder(Versioned, Base):
    """A change order 설계변경 (ECO): releases its items together or not at all.

    Attributes:
        held_from: The state to which a held order goes back.
        effective_on: Work day from which on its items are in force; None is the moment of release.
        effective_lot: First lot for which they are in force instead, counted by ``lot_mask``; empty for all.
        cost: What the change costs, in ``currency``; None where nobody said.
        customer_needed: The customer must approve it before release.
        impact: What the program found to be affected when it was sent on its way.
        content_hash: SHA-256 of what was signed.
    """

    __tablename__ = "change_order"

    id: Mapped[Key]
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(unique=True)
    state: Mapped[ChangeOrderState] = mapped_column(Choice(ChangeOrderState))
    held_from: Mapped[ChangeOrderState | None] = mapped_column(Choice(ChangeOrderState))
    title: Mapped[str]
    reason: Mapped[str]
    customer_change_id: Mapped[int | None] = reference("customer_change.id", nullable=True)
    request_id: Mapped[int | None] = reference("change_request.id", nullable=True)
    effective_on: Mapped[date | None]
    effective_lot: Mapped[str]
    lot_mask: Mapped[str]
    cost: Mapped[Decimal | None]
    currency: Mapped[str]
    due_on: Mapped[date | None]
    customer_needed: Mapped[bool]
    customer_approval: Mapped[str]
    customer_approved_on: Mapped[date | None]
    customer_file_hash: Mapped[str | None] = reference("vault_file.hash", nullable=True, index=False)
    impact: Mapped[Any] = mapped_column(CanonicalJson(), nullable=True)
    content_hash: Mapped[str | None]
    created_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    created_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class AffectedRevision(Base):
    """A part or document a change order takes from one revision to the next.

    Attributes:
        noun: PART_REVISION or DOCUMENT_REVISION.
        owner_id: Id of the part or document.
        is_open: The order is not ended; a part or document has one open item at most.
    """

    __tablename__ = "affected_revision"
    __table_args__ = strict(
        UniqueConstraint("change_order_id", "noun", "owner_id"),
        Index(
            "uq_affected_revision_one_open",
            "noun",
            "owner_id",
            unique=True,
            sqlite_where=text("is_open = 1"),
            postgresql_where=text("is_open = 1"),
        ),
    )

    counted = True

    id: Mapped[Key]
    change_order_id: Mapped[int] = reference("change_order.id", index=False)
    noun: Mapped[Noun] = mapped_column(Choice(Noun))
    owner_id: Mapped[int]
    from_revision_id: Mapped[int | None]
    to_revision_id: Mapped[int]
    note: Mapped[str]
    is_open: Mapped[bool]


class ChangeDisposition(Versioned, Base):
    """What happens with one piece of stock, work in progress, supply on order or shipped goods.

    Attributes:
        what: What people call it: a lot, a work order.
        entity_id: Id of the lot or order, None where the program keeps no record of it.
        decision: None until somebody decided.
    """

    __tablename__ = "change_disposition"
    __table_args__ = strict(UniqueConstraint("change_order_id", "part_id", "place", "what"))

    id: Mapped[Key]
    change_order_id: Mapped[int] = reference("change_order.id", index=False)
    part_id: Mapped[int] = reference("part.id")
    place: Mapped[StockPlace] = mapped_column(Choice(StockPlace))
    entity_id: Mapped[int | None]
    what: Mapped[str]
    quantity: Mapped[Decimal | None]
    decision: Mapped[Disposition | None] = mapped_column(Choice(Disposition))
    note: Mapped[str]
    decided_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    decided_at: Mapped[datetime | None]


class ChangeTask(Versioned, Base):
    """Something that must be done for a change order before it counts as implemented."""

    __tablename__ = "change_task"

    id: Mapped[Key]
    change_order_id: Mapped[int] = reference("change_order.id")
    title: Mapped[str]
    owner_id: Mapped[int | None] = reference("user_account.id", nullable=True)
    due_on: Mapped[date | None]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)


class FourMRule(Versioned, Base):
    """One sort of 4M change, and whether the customer must be told of it; the plant's own word on it.

    Attributes:
        code: Stable; one of the shipped list, or the plant's own.
        source: Where the plant takes it from, e.g. an agreement with the customer.
    """

    __tablename__ = "four_m_rule"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[FourMKind] = mapped_column(Choice(FourMKind))
    title: Mapped[str]
    title_ko: Mapped[str]
    tell_customer: Mapped[bool]
    source: Mapped[str]


class FourMChange(Versioned, Base):
    """A change of man, machine, material or method 4M 변경.

    Attributes:
        rule: Code of its sort.
        customer_needed: The customer must approve it; taken from the rule, can be raised, never lowered.
        trial_lot_id: The first lot made after it, by which it was tried; ``trial_result`` what came of it.
    """

    __tablename__ = "four_m_change"

    id: Mapped[Key]
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(unique=True)
    state: Mapped[FourMState] = mapped_column(Choice(FourMState))
    kind: Mapped[FourMKind] = mapped_column(Choice(FourMKind))
    rule: Mapped[str]
    title: Mapped[str]
    reason: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    operation: Mapped[str]
    planned_on: Mapped[date | None]
    assessment: Mapped[str]
    customer_needed: Mapped[bool]
    customer_approval: Mapped[str]
    customer_approved_on: Mapped[date | None]
    customer_file_hash: Mapped[str | None] = reference("vault_file.hash", nullable=True, index=False)
    trial_lot_id: Mapped[int | None] = reference("lot.id", nullable=True, index=False)
    trial_result: Mapped[str]
    effective_on: Mapped[date | None]
    created_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    created_at: Mapped[datetime]


class Concession(Versioned, Base):
    """Leave to use what is not as required 특채: for a time or a quantity, never without end.

    Attributes:
        characteristic: Which requirement it deviates from, as on the drawing.
        lower_limit: Smallest value that is conceded, in the unit of the characteristic; None concedes no lower end.
        upper_limit: Largest value that is conceded; with neither, how far stands in the title alone.
        customers: It is the customer's characteristic, so the customer's approval number and file are needed.
        until: Last day it may be used.
        quantity: Most that may be used; ``used`` is what was.
    """

    __tablename__ = "concession"
    __table_args__ = strict(
        CheckConstraint("until IS NOT NULL OR quantity IS NOT NULL", name="limited"),
    )

    id: Mapped[Key]
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(unique=True)
    state: Mapped[ConcessionState] = mapped_column(Choice(ConcessionState))
    part_id: Mapped[int] = reference("part.id")
    characteristic: Mapped[str]
    lower_limit: Mapped[Decimal | None]
    upper_limit: Mapped[Decimal | None]
    customers: Mapped[bool]
    title: Mapped[str]
    reason: Mapped[str]
    until: Mapped[date | None]
    quantity: Mapped[Decimal | None]
    used: Mapped[Decimal]
    customer_approval: Mapped[str]
    customer_file_hash: Mapped[str | None] = reference("vault_file.hash", nullable=True, index=False)
    content_hash: Mapped[str | None]
    created_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    created_at: Mapped[datetime]


class ConcessionUse(Base):
    """A quantity of a lot that went out under a concession; ``total`` is what was used with it."""

    __tablename__ = "concession_use"
    __table_args__ = strict(UniqueConstraint("concession_id", "sequence"))

    id: Mapped[Key]
    concession_id: Mapped[int] = reference("concession.id", index=False)
    sequence: Mapped[int]
    lot_id: Mapped[int] = reference("lot.id")
    quantity: Mapped[Decimal]
    total: Mapped[Decimal]
    used_on: Mapped[date]
    used_at: Mapped[datetime]
    used_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)


class ChangePart(Base):
    """A part that an entry of the ledger is about, so that a part's whole history is one list."""

    __tablename__ = "change_part"
    __table_args__ = strict(UniqueConstraint("noun", "entity_id", "part_id"), Index(None, "part_id"))

    counted = True

    id: Mapped[Key]
    noun: Mapped[Noun] = mapped_column(Choice(Noun))
    entity_id: Mapped[int]
    part_id: Mapped[int] = reference("part.id", index=False)


class ChangeFile(Base):
    """A file of an entry of the ledger: the customer's notice, a sketch, an answer."""

    __tablename__ = "change_file"
    __table_args__ = strict(UniqueConstraint("noun", "entity_id", "file_hash"))

    id: Mapped[Key]
    noun: Mapped[Noun] = mapped_column(Choice(Noun))
    entity_id: Mapped[int]
    name: Mapped[str]
    file_hash: Mapped[str] = reference("vault_file.hash")
    note: Mapped[str]
    added_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    added_at: Mapped[datetime]


class Deputy(Base):
    """대결: who signs in place of whom, from day to day; ended early by its day, never deleted."""

    __tablename__ = "deputy"
    __table_args__ = strict(
        CheckConstraint("from_on <= to_on", name="days"),
        CheckConstraint("user_id <> deputy_id", name="another"),
    )

    id: Mapped[Key]
    user_id: Mapped[int] = reference("user_account.id")
    deputy_id: Mapped[int] = reference("user_account.id")
    from_on: Mapped[date]
    to_on: Mapped[date]
    reason: Mapped[str]
    given_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    given_at: Mapped[datetime]
