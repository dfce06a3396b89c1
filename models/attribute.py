"""Own attributes of parts per kind: what they are, and their values. Controlled values belong to a revision."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, Versioned, reference, strict
from models.types import CanonicalJson, Choice
from models.vocab import AttributeType, PartKind


class AttributeDefinition(Versioned, Base):
    """One attribute that parts of a kind have.

    Attributes:
        kind: Kind of parts; None stands for every kind.
        type: What a value is; a number is an exact decimal in ``unit``.
        choices: What may be chosen, for a choice; else an empty list.
        controlled: A change needs a new revision; otherwise it is only logged.
    """

    __tablename__ = "attribute_definition"
    __table_args__ = strict(Index(None, "kind", "name_key", unique=True))

    id: Mapped[Key]
    kind: Mapped[PartKind | None] = mapped_column(Choice(PartKind))
    name: Mapped[str]
    name_key: Mapped[str]
    name_en: Mapped[str]
    type: Mapped[AttributeType] = mapped_column(Choice(AttributeType))
    unit: Mapped[str]
    choices: Mapped[Any] = mapped_column(CanonicalJson())
    controlled: Mapped[bool]
    position: Mapped[int]
    active: Mapped[bool]


class PartAttribute(Versioned, Base):
    """The value of an uncontrolled attribute; every change is on record."""

    __tablename__ = "part_attribute"
    __table_args__ = strict(UniqueConstraint("part_id", "definition_id"))

    counted = True

    id: Mapped[Key]
    part_id: Mapped[int] = reference("part.id", index=False)
    definition_id: Mapped[int] = reference("attribute_definition.id")
    value: Mapped[str]


class RevisionAttribute(Base):
    """The value of a controlled attribute; part of the revision's content, frozen with it."""

    __tablename__ = "revision_attribute"
    __table_args__ = strict(UniqueConstraint("revision_id", "definition_id"))

    counted = True

    id: Mapped[Key]
    revision_id: Mapped[int] = reference("part_revision.id", index=False)
    definition_id: Mapped[int] = reference("attribute_definition.id")
    value: Mapped[str]
