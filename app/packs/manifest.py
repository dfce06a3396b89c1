"""The manifest of a pack and its bytes: made from contents and the issue record alone. Writes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from app.packs import check_pack
from app.packs.check_pack import Content, content_of
from app.unit_of_work import AuditHead
from models.types import time_text


@dataclass(frozen=True)
class PackFile:
    """One file of a pack: its path inside, content, and what it is (document, original, guide, checker)."""

    path: str
    content: bytes | Content
    role: str
    title: str = ""

    @cached_property
    def body(self) -> Content:
        """The content with its size and hashes; a stored file stays on the disk."""
        return content_of(self.content) if isinstance(self.content, bytes) else self.content


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
    """What a pack is written from; two that are equal have the same bytes.

    Attributes:
        entries: Path and content of all it holds, in their order.
        manifest_hash: SHA-256 of its manifest.
        files: How many the manifest lists.
    """

    entries: tuple[tuple[str, Content], ...]
    manifest_hash: str
    files: int

    def pieces(self) -> Iterator[bytes]:
        """Yield the zip file piece by piece; stored files are read again, and raise what the vault raises."""
        return check_pack.container_pieces(self.entries)

    @property
    def content(self) -> bytes:
        """The zip file whole, for one that is small."""
        return b"".join(self.pieces())


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
    told = f"{manifest_hash}  {check_pack.MANIFEST}\n".encode()
    held = (
        *((file.path, file.body) for file in listed),
        (check_pack.MANIFEST, content_of(raw)),
        (check_pack.MANIFEST_HASH, content_of(told)),
    )
    check_pack.require_room(held)
    return Packed(held, manifest_hash, len(entries))


def _entry(file: PackFile) -> dict[str, Any]:
    return {
        "path": file.path,
        "size": file.body.size,
        "sha256": file.body.sha256,
        "role": file.role,
        "title": file.title,
    }
