"""Issues evidence documents: built from one state of the records, put in place whole, kept and recorded.

The order is: write beside the target, record, then rename, so that no file with the final name is unrecorded and
no half file is left. The bytes follow from the stored issue record and the records of that state.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import uuid
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.causes import cause_of
from app.documents.document import Document, IssueRecord
from app.documents.evidence_refusals import NO_FORMAT, NO_RECORD
from app.documents.languages import BOTH, known_language, name_ending, spoken, usual_language
from app.documents.refusals import WRITE_FAILED
from app.documents.registry import builder_of
from app.documents.source import DocumentSource
from app.documents.writers.atomic import write_atomically
from app.documents.writers.pdf import write_pdf
from app.documents.writers.xlsx import write_xlsx
from app.factory import Factory
from app.files import safe_name, store_file
from app.rights import require
from app.settings import PlantSettings, read_settings
from app.snapshot import snapshot
from app.unit_of_work import Actor, UnitOfWork, read_head
from app.vault import sync_folder
from models.certification import EvidencePack, IssuedDocument
from models.types import clean_text
from models.vocab import Noun, Role

T = TypeVar("T")
ISSUERS: Final = (Role.QUALITY, Role.ENGINEER, Role.APPROVER, Role.ADMINISTRATOR)
FORMATS: Final[dict[str, Callable[[Document], bytes]]] = {"xlsx": write_xlsx, "pdf": write_pdf}


@dataclass(frozen=True)
class IssuedFile:
    """One written file of a document: what it is of, in which language and format, its name and bytes."""

    kind: str
    entity_id: int
    language: str
    format: str
    name: str
    content: bytes


def issue_document(
    factory: Factory,
    kind: str,
    entity_id: int,
    out_dir: Path,
    *,
    actor: Actor,
    language: str = "",
    formats: Sequence[str] = ("xlsx", "pdf"),
    recipient: str = "",
) -> list[Path]:
    """Build a document, write it into a folder and record the issue; return the paths.

    Args:
        factory: The factory.
        kind: Code of the document.
        entity_id: The record it is about, by the scope of its builder.
        out_dir: Where the files go; made if it is not there.
        actor: Who issues it; one of `ISSUERS`.
        language: One of `DOCUMENT_LANGUAGES`; empty takes what is usual in the plant.
        formats: ``xlsx``, ``pdf``.
        recipient: For whom.

    Raises:
        PartproofError: unknown kind, format or record, unconfirmed balloons, no right, or no room to write.
    """
    builder = builder_of(kind)
    with snapshot(factory) as session:
        settings = read_settings(session)
        code = known_language(language or usual_language(settings.language))
        issue = issue_record(session, settings, factory.clock(), uuid.uuid4(), recipient)
        source = DocumentSource(
            session, spoken(code), issue, settings, factory.read_file, actor.name, beside=code == BOTH
        )
        files = written(builder.build(source, entity_id), entity_id, formats)
    return publish(
        [(out_dir / file.name, file.content) for file in files],
        lambda: factory.perform(record_issued, issue, files, actor=actor),
    )


def reissue_document(factory: Factory, issued_id: int, out: Path) -> Path:
    """Write an issued document again, byte for byte as it was.

    Raises:
        PartproofError: no such issue, or its stored file is missing or damaged.
    """
    with factory.reading() as session:
        row = session.get(IssuedDocument, issued_id)
        if row is None:
            raise NO_RECORD(what="issued_document", id=issued_id)
        name, file_hash = row.file_name, row.file_hash
        query = select(EvidencePack.file_hash).where(EvidencePack.uuid == row.uuid)
        pack_hash = session.scalars(query).one_or_none()
    content = factory.read_file(file_hash) if pack_hash is None else _out_of_pack(factory, pack_hash, name)
    write_atomically(out, content)
    return out


def _out_of_pack(factory: Factory, pack_hash: str, name: str) -> bytes:
    """Return a document that is kept inside its pack alone; the pack may be larger than the memory."""
    try:
        with tempfile.TemporaryFile() as kept:
            kept.writelines(factory.read_pieces(pack_hash))
            with zipfile.ZipFile(kept) as pack:
                inside = f"documents/{name}"
                return pack.read(inside if inside in pack.namelist() else name)
    except OSError as error:
        raise WRITE_FAILED(name=name, reason=cause_of(error)) from error


def issue_record(
    session: Session, settings: PlantSettings, at: datetime, identity: uuid.UUID, recipient: str
) -> IssueRecord:
    """Return the record of an issue with the audit head of this very state."""
    head = read_head(session)
    return IssueRecord(at, settings.time_zone, str(identity), recipient, head.seq, head.hash)


def written(document: Document, entity_id: int, formats: Sequence[str]) -> list[IssuedFile]:
    """Return the files of a document in the wanted formats.

    Raises:
        PartproofError: ``documents.no_format``, or what the writers refuse.
    """
    for wanted in formats:
        if wanted not in FORMATS:
            raise NO_FORMAT(format=wanted, known=", ".join(FORMATS))
    return [
        IssuedFile(
            document.kind,
            entity_id,
            document.written_in,
            wanted,
            file_name(document, wanted),
            FORMATS[wanted](document),
        )
        for wanted in dict.fromkeys(formats)
    ]


def file_name(document: Document, ending: str) -> str:
    """Return the name of a document's file: kind, number, revision, language; safe on every system."""
    parts = [document.kind, document.number, document.revision, name_ending(document.written_in)]
    stem = "_".join(part for part in parts if part)
    return f"{safe_name(stem.replace('.', '-').replace('/', '-'))[:110]}.{ending}"


def record_issued(unit: UnitOfWork, issue: IssueRecord, files: Sequence[IssuedFile]) -> list[int]:
    """Keep issued files in the vault and record them; return the ids of the records.

    Raises:
        PartproofError: without one of the roles of `ISSUERS`, or no room in the vault.
    """
    require(unit, *ISSUERS)
    for file in files:
        store_file(unit, file.content, file.name)
    return add_issued(unit, issue, [(file, sha256(file.content)) for file in files])


def add_issued(unit: UnitOfWork, issue: IssueRecord, files: Sequence[tuple[IssuedFile, str]]) -> list[int]:
    """Record issued files with their hashes; return the ids of the records."""
    rows = []
    for file, file_hash in files:
        row = IssuedDocument(
            uuid=uuid.UUID(issue.uuid),
            kind=file.kind,
            entity_id=file.entity_id,
            language=file.language,
            format=file.format,
            file_name=clean_text(file.name),
            file_hash=file_hash,
            audit_seq=issue.head_seq,
            audit_hash=issue.head_hash,
            issued_at=issue.issued_at,
            issued_by_id=unit.actor.user_id,
        )
        unit.session.add(row)
        unit.session.flush()
        unit.record(
            "document_issued",
            Noun.ISSUED_DOCUMENT,
            row.id,
            kind=file.kind,
            format=file.format,
            hash=file_hash,
            recipient=issue.recipient,
        )
        rows.append(row.id)
    return rows


def sha256(content: bytes) -> str:
    """Return the SHA-256 of bytes in hex."""
    return hashlib.sha256(content).hexdigest()


def waiting_place(path: Path) -> Path:
    """Return where a file lies, whole and beside its place, while its issue is recorded."""
    return path.with_name(f".{path.name[:80]}.{os.getpid()}.waiting")


def publish(
    files: Sequence[tuple[Path, bytes | Iterable[bytes]]], record: Callable[[], object]
) -> list[Path]:
    """Write files beside their places, record them, then rename them into place.

    Args:
        files: Path of each, and its content or the pieces of it.
        record: Records the issue, while the files lie whole at their `waiting_place`; when it refuses, nothing is
            left behind.

    Raises:
        PartproofError: what `record` raises, or ``documents.write_failed``.
    """
    waiting: list[tuple[Path, Path]] = []
    try:
        for path, content in files:
            beside = waiting_place(path)
            waiting.append((beside, path))
            write_atomically(beside, content, called=path.name)
        record()
        for beside, path in waiting:
            try:
                beside.replace(path)
            except OSError as error:
                raise WRITE_FAILED(name=path.name, reason=cause_of(error)) from error
    except BaseException:
        for beside, _ in waiting:
            with contextlib.suppress(
                OSError
            ):  # its folder may be a file; what went wrong first is what is told
                beside.unlink(missing_ok=True)
        raise
    for folder in {path.parent for _, path in waiting}:
        sync_folder(folder)
    return [path for _, path in waiting]
