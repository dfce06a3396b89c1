"""How part numbers and internal revisions are written, per kind; and views of lists people saved. No rule here."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, Versioned, reference, strict
from models.types import CanonicalJson, Choice
from models.vocab import CheckDigit, LabelScheme, PartKind


class NumberingScheme(Versioned, Base):
    """The scheme of one kind of parts.

    Attributes:
        prefix: Before the counter; the counter itself is the series ``part:<kind>``.
        digits: Least width of the counter, filled with zeros.
        mask: What numbers given by hand must look like (see models/rules/mask.py); "" takes any.
    """

    __tablename__ = "numbering_scheme"
    __table_args__ = strict(Index(None, "kind", unique=True))

    id: Mapped[Key]
    kind: Mapped[PartKind] = mapped_column(Choice(PartKind))
    prefix: Mapped[str]
    digits: Mapped[int]
    check_digit: Mapped[CheckDigit] = mapped_column(Choice(CheckDigit))
    mask: Mapped[str]
    labels: Mapped[LabelScheme] = mapped_column(Choice(LabelScheme))


class SavedView(Versioned, Base):
    """A view of a list that a person keeps: filter words, columns, order."""

    __tablename__ = "saved_view"
    __table_args__ = strict(UniqueConstraint("user_id", "list_name", "name"))

    counted = True

    id: Mapped[Key]
    user_id: Mapped[int] = reference("user_account.id", index=False)
    list_name: Mapped[str]
    name: Mapped[str]
    content: Mapped[Any] = mapped_column(CanonicalJson())
