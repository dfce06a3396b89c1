"""The manifest of a pack and its bytes: made from contents and the issue record alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from app.packs import check_pack
from app.unit_of_work import AuditHead
from models.types import time_text


@dataclass(frozen=True)
class PackFile:
    """One file of a pack: its path inside, content, and what it is (document, original, guide, checker)."""

    path: str
    content: bytes
    role: str
    title: str = ""


@dataclass(frozen=True)
class PackFacts:
    """What a pack says of itself."""

    pack: UUID
    factory: UUID
    factory_name: str
    assessment: str
    title: str
    recipient: str
    issued_at: datetime
    issued_by: str
    time_zone: str
    head: AuditHead
    program: str


@dataclass(frozen=True)
class Packed:
    """A pack's bytes and its manifest's hash."""

    content: bytes
    manifest_hash: str
    files: int


def pack_bytes(files: list[PackFile], facts: PackFacts) -> Packed:
    """Return the pack of these files; the same input gives the same bytes.

    Raises:
        ValueError: a path twice, or too large for one pack.
    """
    checker = PackFile("check_pack.py", Path(check_pack.__file__).read_bytes(), "checker")
    listed = sorted([*files, checker], key=lambda file: file.path)
    if len({file.path.casefold() for file in listed}) != len(listed):
        raise ValueError("two files of one name")
    entries = [_entry(file) for file in listed]
    manifest: dict[str, Any] = {
        "format": check_pack.FORMAT,
        "pack": str(facts.pack),
        "factory": str(facts.factory),
        "factory_name": facts.factory_name,
        "assessment": facts.assessment,
        "title": facts.title,
        "recipient": facts.recipient,
        "issued_at": time_text(facts.issued_at),
        "issued_by": facts.issued_by,
        "time_zone": facts.time_zone,
        "program": facts.program,
        "audit_head": {"seq": facts.head.seq, "hash": facts.head.hash},
        "files": entries,
        "merkle_root": check_pack.merkle_root(entry["sha256"] for entry in entries),
    }
    raw = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8")
    manifest_hash = check_pack.sha256(raw)
    content = check_pack.container(
        [
            *((file.path, file.content) for file in listed),
            (check_pack.MANIFEST, raw),
            (check_pack.MANIFEST_HASH, f"{manifest_hash}  {check_pack.MANIFEST}\n".encode()),
        ]
    )
    return Packed(content, manifest_hash, len(entries))


def _entry(file: PackFile) -> dict[str, Any]:
    return {
        "path": file.path,
        "size": len(file.content),
        "sha256": check_pack.sha256(file.content),
        "role": file.role,
        "title": file.title,
    }
