"""Drawings and other controlled documents, their revisions and files."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Versioned, reference, strict
from models.types import Choice
from models.vocab import DocumentKind, RevisionState


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


class PartDocument(Base):
    """A part revision uses a document; which revision of it is decided at the part's release."""

    __tablename__ = "part_document"
    __table_args__ = strict(UniqueConstraint("part_revision_id", "document_id"))

    counted = True

    id: Mapped[Key]
    part_revision_id: Mapped[int] = reference("part_revision.id", index=False)
    document_id: Mapped[int] = reference("document.id")
    document_revision_id: Mapped[int | None] = reference("document_revision.id", nullable=True)
