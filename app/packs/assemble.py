"""Issues the evidence pack of an assessment, and gives it out again byte for byte.

The pack is written beside its place, recorded and kept in the vault, and only then renamed; canceled or killed, it
leaves no half file and no half record. Signs nothing and judges nothing.
"""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.documents.document import IssueRecord
from app.documents.issue import (
    ISSUERS,
    add_issued,
    issue_record,
    publish,
    sha256,
    waiting_place,
)
from app.documents.languages import BOTH, known_language, spoken, usual_language
from app.documents.source import DocumentSource
from app.documents.terms import Terms
from app.factory import Factory
from app.files import store_path
from app.jobs import CanceledError, Progress
from app.packs import check_pack
from app.packs.baseline import keep_baseline
from app.packs.build import PACKING, MadePack, make_pack
from app.packs.queries import name_of_pack
from app.packs.refusals import NO_PACK, NOT_THE_SAME
from app.packs.signing import Signer
from app.rights import require
from app.settings import read_settings
from app.snapshot import snapshot
from app.unit_of_work import Actor, AuditHead, UnitOfWork
from models.certification import EvidencePack
from models.vocab import Noun


@dataclass(frozen=True)
class IssuedPack:
    """A pack that was issued.

    Attributes:
        pack_id: Its record.
        path: Where it was put.
        documents: Paths of the documents inside.
        files: Paths of the originals inside.
        manifest_hash: SHA-256 of its manifest, to be told to the recipient another way.
        sha256: Of the whole file.
        head: Audit head of the state it was made from.
        open_codes: Requirements that were not settled then.
        pages: Of the bound PDF by language.
    """

    pack_id: int
    uuid: uuid.UUID
    path: Path
    documents: tuple[str, ...]
    files: tuple[str, ...]
    manifest_hash: str
    sha256: str
    head: AuditHead
    open_codes: tuple[str, ...]
    pages: dict[str, int]


def issue_pack(
    factory: Factory,
    assessment_id: int,
    out: Path,
    *,
    actor: Actor,
    recipient: str = "",
    languages: Sequence[str] = (),
    terms: Terms | None = None,
    signer: Signer | None = None,
    progress: Progress | None = None,
) -> IssuedPack:
    """Make the pack of an assessment, record it, and put it in place.

    Args:
        factory: The factory.
        assessment_id: What it proves.
        out: The zip file to write; an existing one is replaced by the whole new one.
        actor: Who issues it; one of the roles that may issue documents.
        recipient: For whom; printed and in the manifest.
        languages: Of the documents, in order; empty takes the plant's.
        terms: Purpose, end of use, watermark and what is left out.
        signer: Signs the bound PDFs, last of all.
        progress: Told of every step; its cancel ends the work with nothing left.

    Raises:
        PartproofError: unconfirmed balloons, a damaged stored file, too large, no right or no room.
        CanceledError: when it was asked to stop.
    """
    steps = progress or Progress()
    identity = uuid.uuid4()
    with snapshot(factory) as session:
        settings = read_settings(session)
        issue = issue_record(session, settings, factory.clock(), identity, recipient)
        wanted = languages or (usual_language(settings.language),)
        codes = [known_language(code) for code in dict.fromkeys(wanted)]
        sources = [
            DocumentSource(
                session,
                spoken(code),
                issue,
                settings,
                factory.read_file,
                actor.name,
                terms=terms or Terms(),
                beside=code == BOTH,
            )
            for code in codes
        ]
        made = make_pack(sources, assessment_id, factory.place.factory_id, steps, signer, factory.read_pieces)
    recorded: list[tuple[int, str]] = []

    def record() -> None:
        steps.step(PACKING, 1, 1)
        change = factory.perform(
            record_pack, issue, assessment_id, made, waiting_place(out), file_name=out.name, actor=actor
        )
        recorded.append(change.result)

    publish([(out, _unless_canceled(made.packed.pieces(), steps))], record)
    pack_id, file_hash = recorded[0]
    return IssuedPack(
        pack_id,
        identity,
        out,
        tuple(one.path for one in made.documents),
        made.files,
        made.packed.manifest_hash,
        file_hash,
        AuditHead(issue.head_seq, issue.head_hash),
        made.open_codes,
        made.pages,
    )


def _unless_canceled(pieces: Iterable[bytes], steps: Progress) -> Iterator[bytes]:
    """Yield pieces until nobody wants them any more: writing a large pack takes its time."""
    for piece in pieces:
        if steps.canceled:
            raise CanceledError(PACKING)
        yield piece


def record_pack(
    unit: UnitOfWork,
    issue: IssueRecord,
    assessment_id: int,
    made: MadePack,
    written: Path,
    *,
    file_name: str,
) -> tuple[int, str]:
    """Keep a pack in the vault and record it with its documents; return its id and the SHA-256 of the file.

    Args:
        unit: The unit of work.
        issue: The record of this issue.
        assessment_id: What it proves.
        made: The pack.
        written: Where it lies whole; the very file that will leave the house.
        file_name: Under which it leaves.

    Raises:
        PartproofError: without a role that may issue documents, or no room in the vault.
    """
    require(unit, *ISSUERS)
    packed = made.packed
    row = EvidencePack(
        uuid=uuid.UUID(issue.uuid),
        assessment_id=assessment_id,
        recipient=issue.recipient,
        options=made.options,
        audit_seq=issue.head_seq,
        audit_hash=issue.head_hash,
        manifest_hash=packed.manifest_hash,
        file_hash=store_path(unit, written, file_name),
        issued_at=issue.issued_at,
        issued_by_id=unit.actor.user_id,
    )
    unit.session.add(row)
    unit.session.flush()
    if made.frozen is not None:
        keep_baseline(unit, made.frozen, name_of_pack(unit.session, row.id), issue.recipient)
    unit.record(
        "pack_issued",
        Noun.PACK,
        row.id,
        manifest=packed.manifest_hash,
        file=row.file_hash,
        recipient=issue.recipient,
        files=packed.files,
    )
    unit.touched.add((Noun.ASSESSMENT, assessment_id))
    add_issued(unit, issue, [(one.file, sha256(one.file.content)) for one in made.documents])
    return row.id, row.file_hash


def reissue_pack(factory: Factory, pack_id: int, out: Path) -> Path:
    """Write an issued pack again, byte for byte as it left the house.

    Raises:
        PartproofError: no such pack, or its kept file is missing, damaged or not the recorded one.
    """
    with factory.reading() as session:
        row = session.get(EvidencePack, pack_id)
        if row is None:
            raise NO_PACK(id=pack_id)
        name, file_hash, manifest_hash = str(row.uuid), row.file_hash, row.manifest_hash

    def compare() -> None:
        found = _manifest_hash(waiting_place(out))
        if found != manifest_hash:
            raise NOT_THE_SAME(pack=name, found=found[:12], recorded=manifest_hash[:12])

    publish([(out, factory.read_pieces(file_hash))], compare)
    return out


def _manifest_hash(pack: Path) -> str:
    try:
        with zipfile.ZipFile(pack) as archive:
            return sha256(archive.read(check_pack.MANIFEST))
    except (zipfile.BadZipFile, KeyError):
        return ""
