"""Plant settings, counters and the search table: what the whole factory shares."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, strict
from models.types import CanonicalJson, Size


class PlantSetting(Base):
    """One setting of the plant (time zone, shifts, work-day start, languages, form numbers …), audited."""

    __tablename__ = "plant_setting"

    name: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[Any] = mapped_column(CanonicalJson())
    version: Mapped[int]


class NumberCounter(Base):
    """Next number of a series (orders, lots, nonconformances …) or of the ids of deletable rows."""

    __tablename__ = "number_counter"

    name: Mapped[str] = mapped_column(primary_key=True)
    next_number: Mapped[int]


class SearchEntry(Base):
    """What the search box finds; one portable table, kept by the verbs."""

    __tablename__ = "search_entry"
    __table_args__ = strict(Index(None, "noun", "entity_id", unique=True))

    id: Mapped[Key]
    noun: Mapped[str]
    entity_id: Mapped[int]
    number_key: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    words: Mapped[str]


class VaultFile(Base):
    """A file kept by its content; the hash is its name."""

    __tablename__ = "vault_file"

    hash: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(Size)
    media_type: Mapped[str]
    name: Mapped[str]
    stored_at: Mapped[datetime]


class VaultChunk(Base):
    """One MiB of a file's content; used on PostgreSQL, where one dump must hold everything."""

    __tablename__ = "vault_chunk"

    hash: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes]
