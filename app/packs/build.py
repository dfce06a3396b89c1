"""Builds a pack from one state of the records: documents, originals, guide, cover, manifest.

Documents lie in the memory; originals stay in the vault and are read piece by piece. The bytes follow from the
issue record and that state. Writes and records nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from app.certification.queries import DONE
from app.documents.assessment_facts import assessment_of
from app.documents.document import Document
from app.documents.issue import IssuedFile, written
from app.documents.languages import name_ending
from app.documents.registry import builder_of
from app.documents.source import ContentsEntry, DocumentSource, ReadFile
from app.files import safe_name
from app.jobs import Progress
from app.packs import check_pack
from app.packs.baseline import FrozenParts, frozen_parts
from app.packs.check_pack import Content
from app.packs.contents import Plan, PlannedDocument, PlannedFile, plan_of, unique_path
from app.packs.guide import NAME, how_to_check
from app.packs.log import NAME as LOG_NAME
from app.packs.log import log_of
from app.packs.manifest import Packed, PackFacts, PackFile, pack_bytes
from app.packs.refusals import TOO_LARGE
from app.packs.signing import Signer, signature_text
from app.packs.volume import VolumePlan, WrittenLeaf, make_volume
from app.texts import mark
from app.unit_of_work import AuditHead
from models.certification import Assessment, ChecklistTemplate, Evidence

ReadPieces = Callable[[str], Iterable[bytes]]
PROGRAM: Final = "Partproof 0.1.0"
PACKING: Final = mark("Putting the pack together")
_WRITING: Final = mark("Writing the documents")
_BINDING: Final = mark("Binding the PDF")
VOLUME: Final = "evidence_pack"
_BOTH: Final = ("xlsx", "pdf")
# The container's own limit; documents come on top of the originals.
MOST_BYTES: Final = check_pack.LARGEST // 2 - 256 * 1024 * 1024


@dataclass(frozen=True)
class PackDocument:
    """One written file of a document: path in the pack (empty: only bound in), title, requirements it answers."""

    path: str
    title: str
    file: IssuedFile
    code: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class MadePack:
    """A pack ready to be written, with what its record says.

    Attributes:
        documents: The bound PDFs and covers first, then each document as workbook and as PDF.
        files: Paths of the originals.
        options: Frozen with the record: languages, terms, and each requirement with its state and evidence hashes.
        open_codes: Requirements that were not settled.
        pages: Of the bound PDF by language.
        frozen: The baseline of the part it is about, of the same state; None where it is about no part.
    """

    packed: Packed
    documents: tuple[PackDocument, ...]
    files: tuple[str, ...]
    options: dict[str, Any]
    open_codes: tuple[str, ...]
    pages: dict[str, int]
    frozen: FrozenParts | None = None


def make_pack(
    sources: Sequence[DocumentSource],
    assessment_id: int,
    factory_id: UUID,
    progress: Progress,
    signer: Signer | None = None,
    read_pieces: ReadPieces | None = None,
) -> MadePack:
    """Return the pack of an assessment.

    Args:
        sources: One per language, all on the same state and the same issue.
        assessment_id: What it proves.
        factory_id: Identity of the factory.
        progress: Told of every step.
        signer: Signs the bound PDFs, last of all; None leaves them unsigned.
        read_pieces: Yields a stored file piece by piece, by its hash; None reads each whole, one at a time.

    Raises:
        PartproofError: unconfirmed balloons, a missing or damaged stored file, or too large.
        CanceledError: when it was asked to stop.
    """
    if signer is not None:
        sources = [replace(one, signature=signature_text(one.language, signer.facts)) for one in sources]
    source = sources[0]
    plan = plan_of(source.session, assessment_id)
    size = sum(file.size for file in plan.files)
    if size > MOST_BYTES:
        raise TOO_LARGE(size=size, limit=MOST_BYTES)
    originals = _Originals(read_pieces or partial(_whole, source.read_file))
    taken: set[str] = set()
    written_ones = _documents(sources, plan, taken, progress)
    documents = [one for one in written_ones if one.path]
    files = [
        *(PackFile(one.path, one.file.content, "document", one.title) for one in documents),
        *(PackFile(one.path, originals.content(one), "original", one.title) for one in plan.files),
        PackFile(
            LOG_NAME,
            log_of(source.session, assessment_id, plan.requirements, source.issue.head_seq),
            "log",
        ),
        PackFile(NAME, how_to_check(source.issue, source.settings.name), "guide"),
    ]
    listed = [replace(one, contents=_contents(files)) for one in sources]
    covers: list[PackDocument] = []
    pages: dict[str, int] = {}
    for index, one in enumerate(listed):
        progress.step(_BINDING, index, len(listed))
        bound = _bound(one, assessment_id, plan, written_ones, originals, taken, signer)
        pages[one.written_in] = bound.pages
        covers += bound.files
    progress.step(PACKING, 0, 1)
    files += [PackFile(one.path, one.file.content, "document", one.title) for one in covers]
    options = _options(source, plan, [one.written_in for one in sources])
    frozen = frozen_parts(source.session, assessment_id)
    if frozen is not None:
        options["baseline"] = frozen.content_hash
    if signer is not None:
        options["signed_with"] = signer.facts.to_json()
    return MadePack(
        pack_bytes(files, _facts(source, assessment_id, factory_id)),
        (*covers, *documents),
        tuple(planned.path for planned in plan.files),
        options,
        tuple(row.code for row in plan.requirements if row.state not in DONE),
        pages,
        frozen,
    )


class _Originals:
    """Reads each original through once to know what it is; keeps none of it."""

    def __init__(self, read_pieces: ReadPieces) -> None:
        self._read_pieces = read_pieces
        self._known: dict[str, Content] = {}

    def content(self, file: PlannedFile) -> Content:
        """Return the verified content, to be read again where it is needed."""
        if file.file_hash not in self._known:
            self._known[file.file_hash] = Content(partial(self._read_pieces, file.file_hash))
        return self._known[file.file_hash]


def _whole(read_file: ReadFile, file_hash: str) -> Iterator[bytes]:
    yield read_file(file_hash)


@dataclass(frozen=True)
class _Bound:
    pages: int
    files: tuple[PackDocument, ...]


def _bound(
    source: DocumentSource,
    assessment_id: int,
    plan: Plan,
    documents: Sequence[PackDocument],
    originals: _Originals,
    taken: set[str],
    signer: Signer | None,
) -> _Bound:
    """Return the cover and the bound PDF of one language."""
    code = source.written_in
    cover = builder_of("cover").build(source, assessment_id)
    own = [one for one in documents if one.file.language == code]
    leaves = [
        WrittenLeaf(one.code, one.title, one.file.content, book.path, one.also)
        for one, book in zip(
            [one for one in own if not one.path],
            [one for one in own if one.file.format == "xlsx"],
            strict=True,
        )
    ]
    facts = assessment_of(source, assessment_id)
    bound = make_volume(source, VolumePlan(facts, cover, leaves, plan.files, originals.content))
    pdf = bound.pdf if signer is None else signer.sign(bound.pdf, f"{VOLUME} {cover.number}")
    title = f"{cover.title} {cover.number}"
    name = (
        f"{VOLUME}_{safe_name(cover.number.replace('.', '-').replace('/', '-'))[:90]}_{name_ending(code)}.pdf"
    )
    volume = IssuedFile(VOLUME, assessment_id, code, "pdf", name, pdf)
    made = [PackDocument(unique_path("", name, taken), title, volume)]
    for file in written(cover, assessment_id, _BOTH):
        path = unique_path("documents", f"00_{file.name}", taken)
        made.append(PackDocument(path, title, replace(file, name=path.removeprefix("documents/"))))
    return _Bound(bound.pages, tuple(made))


def build_planned(source: DocumentSource, planned: PlannedDocument) -> Document:
    """Return one planned document."""
    return builder_of(planned.kind).build(source, planned.entity_id)


def _documents(
    sources: Sequence[DocumentSource], plan: Plan, taken: set[str], progress: Progress
) -> list[PackDocument]:
    """Write every document but the cover in all languages: workbook and PDF of its own, and the leaf to be bound."""
    made: list[PackDocument] = []
    later = [planned for planned in plan.documents if planned.kind != "cover"]
    total = len(later) * len(sources)
    for number, planned in enumerate(later, start=1):
        for source in sources:
            progress.step(_WRITING, len(made) // 3, total)
            document = build_planned(source, planned)
            title = f"{document.title} {document.number}"
            for file in written(document, planned.entity_id, _BOTH):
                path = unique_path("documents", f"{number:02d}_{file.name}", taken)
                named = replace(file, name=path.removeprefix("documents/"))
                made.append(PackDocument(path, title, named, planned.code))
            # Bound in, a document leaves the record of issue to the cover.
            (leaf,) = written(replace(document, closed=False), planned.entity_id, ("pdf",))
            made.append(PackDocument("", title, leaf, planned.code, planned.also))
    return made


def _contents(files: Sequence[PackFile]) -> tuple[ContentsEntry, ...]:
    return tuple(ContentsEntry(file.path, file.title, file.body.size, file.body.sha256) for file in files)


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
        "terms": source.terms.to_json(),
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
