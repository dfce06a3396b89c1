"""Customers' own forms with the cells they are filled in, and the register of what was issued in them 발행대장."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, reference, strict
from models.types import CanonicalJson


class CustomerForm(Base):
    """A customer's workbook and what belongs into which cell. Append-only: the newest of its place holds.

    Attributes:
        part_id: The part it is for; None for all parts of the customer that have no form of their own.
        mapping: Sheet, cells and repeated rows, as people clicked them.
    """

    __tablename__ = "customer_form"
    __table_args__ = strict(Index(None, "customer_id", "part_id"))

    id: Mapped[Key]
    customer_id: Mapped[int] = reference("customer.id", index=False)
    part_id: Mapped[int | None] = reference("part.id", nullable=True, index=False)
    name: Mapped[str]
    file_hash: Mapped[str] = reference("vault_file.hash", index=False)
    mapping: Mapped[Any] = mapped_column(CanonicalJson())
    kept_by_id: Mapped[int] = reference("user_account.id", index=False)
    kept_at: Mapped[datetime]


class FormIssue(Base):
    """A line of the register: one issue of a number. Append-only; the same number again counts up.

    Attributes:
        issue: 1 for the first, then counted.
        reason: Why it was issued again; empty only for the first.
    """

    __tablename__ = "form_issue"
    __table_args__ = strict(UniqueConstraint("number", "issue"))

    id: Mapped[Key]
    number: Mapped[str]
    issue: Mapped[int]
    form_id: Mapped[int] = reference("customer_form.id")
    inspection_id: Mapped[int] = reference("inspection.id")
    recipient: Mapped[str]
    reason: Mapped[str]
    uuid: Mapped[uuid.UUID] = mapped_column(unique=True)
    file_hash: Mapped[str] = reference("vault_file.hash", index=False)
    file_name: Mapped[str]
    audit_seq: Mapped[int]
    audit_hash: Mapped[str]
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int] = reference("user_account.id", index=False)


class FormLayout(Base):
    """The plant's own columns, order and wording of a kind of document. Append-only: the newest of a kind holds.

    Attributes:
        content: Title and tables as they were written; an empty one goes back to the program's own form.
    """

    __tablename__ = "form_layout"
    __table_args__ = strict(Index(None, "kind"))

    id: Mapped[Key]
    kind: Mapped[str]
    content: Mapped[Any] = mapped_column(CanonicalJson())
    kept_by_id: Mapped[int] = reference("user_account.id", index=False)
    kept_at: Mapped[datetime]
