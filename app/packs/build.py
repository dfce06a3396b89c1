"""Builds a pack in memory from one state of the records: documents, originals, guide, cover, manifest.

The bytes follow from the issue record and that state. Writes and records nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from app.certification.queries import DONE
from app.documents.document import Document
from app.documents.issue import FORMATS, IssuedFile, sha256, written
from app.documents.registry import builder_of
from app.documents.source import ContentsEntry, DocumentSource
from app.jobs import Progress
from app.packs import check_pack
from app.packs.contents import Plan, PlannedDocument, plan_of, unique_path
from app.packs.guide import NAME, how_to_check
from app.packs.manifest import Packed, PackFacts, PackFile, pack_bytes
from app.packs.refusals import TOO_LARGE
from app.texts import mark
from app.unit_of_work import AuditHead
from models.certification import Assessment, ChecklistTemplate, Evidence

PROGRAM: Final = "Partproof 0.1.0"
PACKING: Final = mark("Putting the pack together")
_WRITING: Final = mark("Writing the documents")
# The container's own limit; documents come on top of the originals.
MOST_BYTES: Final = check_pack.LARGEST // 2 - 256 * 1024 * 1024


@dataclass(frozen=True)
class PackDocument:
    """One written document with its path in the pack and its title."""

    path: str
    title: str
    file: IssuedFile


@dataclass(frozen=True)
class MadePack:
    """A pack in memory, with what its record says.

    Attributes:
        options: Frozen with the record: languages, and each requirement with its state and evidence hashes.
        open_codes: Requirements that were not settled.
    """

    packed: Packed
    documents: tuple[PackDocument, ...]
    files: tuple[str, ...]
    options: dict[str, Any]
    open_codes: tuple[str, ...]


def make_pack(
    sources: Sequence[DocumentSource], assessment_id: int, factory_id: UUID, progress: Progress
) -> MadePack:
    """Return the pack of an assessment.

    Args:
        sources: One per language, all on the same state and the same issue.
        assessment_id: What it proves.
        factory_id: Identity of the factory.
        progress: Told of every step.

    Raises:
        PartproofError: unconfirmed balloons, a missing or damaged stored file, or too large.
        CanceledError: when it was asked to stop.
    """
    source = sources[0]
    plan = plan_of(source.session, assessment_id)
    size = sum(file.size for file in plan.files)
    if size > MOST_BYTES:
        raise TOO_LARGE(size=size, limit=MOST_BYTES)
    later = [planned for planned in plan.documents if planned.kind != "cover"]
    taken: set[str] = set()
    documents = _documents(sources, later, taken, progress)
    files = [
        *(PackFile(one.path, one.file.content, "document", one.title) for one in documents),
        *_originals(source, plan),
        PackFile(NAME, how_to_check(source.issue, source.settings.name), "guide"),
    ]
    listed = [replace(one, contents=_contents(files)) for one in sources]
    first = [planned for planned in plan.documents if planned.kind == "cover"]
    covers = _documents(listed, first, taken, progress)
    progress.step(PACKING, 0, 1)
    files += [PackFile(one.path, one.file.content, "document", one.title) for one in covers]
    return MadePack(
        pack_bytes(files, _facts(source, assessment_id, factory_id)),
        (*covers, *documents),
        tuple(planned.path for planned in plan.files),
        _options(source, plan, [one.language.code for one in sources]),
        tuple(row.code for row in plan.requirements if row.state not in DONE),
    )


def build_planned(source: DocumentSource, planned: PlannedDocument) -> Document:
    """Return one planned document."""
    return builder_of(planned.kind).build(source, planned.entity_id)


def _documents(
    sources: Sequence[DocumentSource], plan: Sequence[PlannedDocument], taken: set[str], progress: Progress
) -> list[PackDocument]:
    made: list[PackDocument] = []
    total = len(plan) * len(sources)
    # The cover comes first in the folder, though it is made last.
    start = 0 if any(planned.kind == "cover" for planned in plan) else 1
    for number, planned in enumerate(plan, start=start):
        for source in sources:
            progress.step(_WRITING, len(made) // len(FORMATS), total)
            document = build_planned(source, planned)
            for file in written(document, planned.entity_id, tuple(FORMATS)):
                path = unique_path("documents", f"{number:02d}_{file.name}", taken)
                named = replace(file, name=path.removeprefix("documents/"))
                made.append(PackDocument(path, f"{document.title} {document.number}", named))
    return made


def _originals(source: DocumentSource, plan: Plan) -> list[PackFile]:
    return [
        PackFile(planned.path, source.read_file(planned.file_hash), "original", planned.title)
        for planned in plan.files
    ]


def _contents(files: Sequence[PackFile]) -> tuple[ContentsEntry, ...]:
    return tuple(
        ContentsEntry(file.path, file.title, len(file.content), sha256(file.content)) for file in files
    )


def _facts(source: DocumentSource, assessment_id: int, factory_id: UUID) -> PackFacts:
    assessment = source.session.get_one(Assessment, assessment_id)
    template = source.session.get_one(ChecklistTemplate, assessment.template_id)
    issue = source.issue
    return PackFacts(
        pack=UUID(issue.uuid),
        factory=factory_id,
        factory_name=source.settings.name,
        assessment=assessment.number,
        title=f"{template.title} {assessment.level}".strip(),
        recipient=issue.recipient,
        issued_at=issue.issued_at,
        issued_by=source.issued_by,
        time_zone=issue.zone,
        head=AuditHead(issue.head_seq, issue.head_hash),
        program=PROGRAM,
    )


def _options(source: DocumentSource, plan: Plan, languages: Sequence[str]) -> dict[str, Any]:
    """Return what is frozen with the record: the states that were printed and the hashes they rest on."""
    linked = [one.id for row in plan.requirements for one in row.evidence]
    query = select(Evidence.id, Evidence.content_hash).where(Evidence.id.in_(linked))
    hashes = dict(source.session.execute(query).all())
    return {
        "languages": list(languages),
        "program": PROGRAM,
        "requirements": [
            {
                "code": row.code,
                "state": row.state.value,
                "submission": row.submission,
                "evidence": [
                    {"noun": one.noun, "id": one.entity_id, "hash": hashes[one.id], "fresh": one.fresh}
                    for one in row.evidence
                ],
            }
            for row in plan.requirements
        ],
    }
