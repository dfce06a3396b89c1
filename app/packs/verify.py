"""Verifies a pack: its bytes by the checker that travels inside, and against the factory that issued it.

Reads only; what a pack says of itself is believed only as far as the factory's own records say the same.
"""

from __future__ import annotations

import tempfile
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit_trail import Problem
from app.documents.writers.sign import FoundSignature, signatures_of
from app.factory import Factory
from app.packs import check_pack
from app.packs.assemble import reissue_pack
from app.texts import mark
from app.vault import hash_of
from models.audit import AuditEntry
from models.certification import EvidencePack


@dataclass(frozen=True)
class PackReport:
    """What verifying a pack found.

    Attributes:
        checked: The stand-alone checker's own result (``ok``, ``problems``, ``files``, ``manifest_sha256`` …).
        known: Whether the factory issued this pack; None when no factory was asked.
        problems: What the factory's records contradict; source texts with their values.
        signatures: Of the bound PDFs, each with the PDF's path.
    """

    checked: dict[str, Any]
    known: bool | None
    problems: tuple[Problem, ...]
    signatures: tuple[tuple[str, FoundSignature], ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong with the pack."""
        broken = any(not one.intact or not one.whole_file for _, one in self.signatures)
        return bool(self.checked["ok"]) and not self.problems and not broken


def verify_pack(path: Path, factory: Factory | None = None, *, expected: str | None = None) -> PackReport:
    """Check a pack file or unpacked folder, and compare it with the factory that is said to have issued it.

    Args:
        path: The zip file or folder.
        factory: Whose records it is compared with; None checks the pack alone.
        expected: SHA-256 of its manifest as the sender told it another way.
    """
    checked = check_pack.check(path, expected)
    signatures = tuple(_signatures(path)) if checked["files"] else ()
    if factory is None:
        return PackReport(checked, None, (), signatures)
    file_hash = hash_of(path) if path.is_file() else None
    with factory.reading() as session:
        row = _issued(session, str(checked["pack"]))
        if row is None:
            unknown = Problem(mark("This factory has no record of having issued this pack."), ())
            return PackReport(checked, False, (unknown,), signatures)
        problems = tuple(_compared(session, row, checked, file_hash))
        return PackReport(checked, True, problems, signatures)


def verify_kept(factory: Factory, pack_id: int) -> PackReport:
    """Check the kept file of an issued pack as a recipient would, and against the factory's records.

    Raises:
        PartproofError: no such pack, or its kept file is missing, damaged or not the recorded one.
    """
    with tempfile.TemporaryDirectory(prefix="partproof-", ignore_cleanup_errors=True) as folder:
        return verify_pack(reissue_pack(factory, pack_id, Path(folder) / "pack.zip"), factory)


def _signatures(path: Path) -> Iterator[tuple[str, FoundSignature]]:
    """Yield the signatures of the bound PDFs at the top of a pack; what is unreadable was said before."""
    for name, content in _bound(path):
        if b"/ByteRange" in content:
            for found in signatures_of(content):
                yield name, found


def _bound(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        for file in sorted(path.glob("*.pdf")):
            yield file.name, file.read_bytes()
        return
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                name = member.filename
                plain = member.compress_type == zipfile.ZIP_STORED
                if plain and "/" not in name and name.endswith(".pdf"):
                    yield name, archive.read(member)
    except (OSError, zipfile.BadZipFile):
        return


def _issued(session: Session, identity: str) -> EvidencePack | None:
    try:
        wanted = uuid.UUID(identity)
    except ValueError:
        return None
    return session.scalars(select(EvidencePack).where(EvidencePack.uuid == wanted)).one_or_none()


def _compared(
    session: Session, row: EvidencePack, checked: dict[str, Any], file_hash: str | None
) -> list[Problem]:
    problems = []
    if checked["manifest_sha256"] != row.manifest_hash:
        problems.append(
            Problem(
                mark("Its manifest is not the one on record ({found} instead of {recorded})."),
                (("found", checked["manifest_sha256"][:12]), ("recorded", row.manifest_hash[:12])),
            )
        )
    elif file_hash is not None and file_hash != row.file_hash:
        problems.append(Problem(mark("The file is not byte for byte the one that was issued."), ()))
    told = str(checked["audit_head"])
    if told != f"{row.audit_seq}:{row.audit_hash}":
        problems.append(Problem(mark("Its audit head {head} is not the one on record."), (("head", told),)))
    entry = session.scalars(select(AuditEntry).where(AuditEntry.seq == row.audit_seq)).one_or_none()
    if entry is None or entry.hash != row.audit_hash:
        problems.append(
            Problem(
                mark("The audit chain of this factory no longer holds entry {seq} of the pack."),
                (("seq", str(row.audit_seq)),),
            )
        )
    return problems
