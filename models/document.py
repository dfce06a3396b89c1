"""Drawings and other controlled documents, their revisions and files."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Versioned, reference, strict
from models.types import CanonicalJson, Choice
from models.vocab import CheckOutEnd, DocumentKind, FileKind, RevisionState


class Document(Versioned, Base):
    """A controlled document; drawings are the most important kind."""

    __tablename__ = "document"

    counted = True

    id: Mapped[Key]
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    kind: Mapped[DocumentKind] = mapped_column(Choice(DocumentKind))
    revisions: Mapped[list[DocumentRevision]] = relationship(
        back_populates="document",
        order_by="DocumentRevision.counter",
        foreign_keys="DocumentRevision.document_id",
    )


class DocumentRevision(Versioned, Base):
    """A revision of a document; content columns and files freeze from review on.

    Attributes:
        migrated: 이관: approved before the program came; by which line of a signed transfer, with what was on paper.
    """

    __tablename__ = "document_revision"
    __table_args__ = strict(
        UniqueConstraint("document_id", "counter"),
        Index(
            "uq_document_revision_one_draft",
            "document_id",
            unique=True,
            sqlite_where=text("state IN ('draft', 'in_review')"),
            postgresql_where=text("state IN ('draft', 'in_review')"),
        ),
        Index(
            "uq_document_revision_one_released",
            "document_id",
            unique=True,
            sqlite_where=text("state = 'released'"),
            postgresql_where=text("state = 'released'"),
        ),
    )

    counted = True

    id: Mapped[Key]
    document_id: Mapped[int] = reference("document.id", index=False)
    counter: Mapped[int]
    label: Mapped[str]
    reason: Mapped[str]
    issued_on: Mapped[date | None]
    migrated: Mapped[bool]
    transfer_line_id: Mapped[int | None] = reference("transfer_line.id", nullable=True)
    original_revision: Mapped[str | None]
    original_approved_on: Mapped[date | None]
    original_approver: Mapped[str | None]
    state: Mapped[RevisionState] = mapped_column(Choice(RevisionState))
    content_hash: Mapped[str | None]
    created_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    created_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    superseded_by_id: Mapped[int | None] = reference("document_revision.id", nullable=True, index=False)
    document: Mapped[Document] = relationship(back_populates="revisions", foreign_keys=[document_id])
    files: Mapped[list[DocumentFile]] = relationship(order_by="DocumentFile.position")


class DocumentFile(Base):
    """One file of a document revision, named by its hash in the vault."""

    __tablename__ = "document_file"
    __table_args__ = strict(UniqueConstraint("revision_id", "position"))

    counted = True

    id: Mapped[Key]
    revision_id: Mapped[int] = reference("document_revision.id", index=False)
    position: Mapped[int]
    file_hash: Mapped[str] = reference("vault_file.hash")
    name: Mapped[str]
    page_count: Mapped[int | None]


class DocumentVersion(Base):
    """What was checked into a draft: each changed content once, with who, when and why. Belongs to its draft."""

    __tablename__ = "document_version"
    __table_args__ = strict(UniqueConstraint("revision_id", "number"))

    counted = True

    id: Mapped[Key]
    revision_id: Mapped[int] = reference("document_revision.id", index=False)
    number: Mapped[int]
    name: Mapped[str]
    file_hash: Mapped[str] = reference("vault_file.hash")
    note: Mapped[str]
    made_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    made_at: Mapped[datetime]


class CheckOut(Base):
    """A draft is in somebody's work folder; nobody else changes its files until that ends.

    Attributes:
        folder: Where the files lie, as that PC calls it.
        host: The PC.
        ending: None while it lasts.
    """

    __tablename__ = "check_out"
    __table_args__ = strict(
        Index(
            "uq_check_out_one_open",
            "revision_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    counted = True

    id: Mapped[Key]
    revision_id: Mapped[int] = reference("document_revision.id")
    user_id: Mapped[int] = reference("user_account.id")
    folder: Mapped[str]
    host: Mapped[str]
    taken_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = reference("user_account.id", nullable=True, index=False)
    ending: Mapped[CheckOutEnd | None] = mapped_column(Choice(CheckOutEnd))


class FileFact(Base):
    """What a file says of itself, read once when it came in.

    Attributes:
        detail: Version or product, e.g. ``AC1032``.
        pages: Those the program shows; None where it shows none.
        facts: By kind: products and tree of a STEP, release of a DWG.
        preview_hash: Its first page as a picture, so that it is on the screen at once; None where there is none.
    """

    __tablename__ = "file_fact"
    __table_args__ = strict()

    id: Mapped[Key]
    file_hash: Mapped[str] = mapped_column(ForeignKey("vault_file.hash", ondelete="RESTRICT"), unique=True)
    kind: Mapped[FileKind] = mapped_column(Choice(FileKind))
    detail: Mapped[str]
    pages: Mapped[int | None]
    facts: Mapped[Any] = mapped_column(CanonicalJson())
    preview_hash: Mapped[str | None] = reference("vault_file.hash", nullable=True)
    read_at: Mapped[datetime]


class PartDocument(Base):
    """A part revision uses a document; which revision of it is decided at the part's release."""

    __tablename__ = "part_document"
    __table_args__ = strict(UniqueConstraint("part_revision_id", "document_id"))

    counted = True

    id: Mapped[Key]
    part_revision_id: Mapped[int] = reference("part_revision.id", index=False)
    document_id: Mapped[int] = reference("document.id")
    document_revision_id: Mapped[int | None] = reference("document_revision.id", nullable=True)
