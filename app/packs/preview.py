"""What a pack would hold if it were made now: documents, files, what is stale or open, pages. Reads only."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from app.certification.queries import DONE
from app.documents.issue import issue_record
from app.documents.languages import BOTH, spoken, usual_language
from app.documents.source import DocumentSource, ReadFile
from app.documents.terms import NO_TERMS, Terms
from app.documents.writers.pdf import write_pdf
from app.errors import PartproofError
from app.jobs import Progress
from app.packs.build import ReadPieces, build_planned, make_pack
from app.packs.contents import PlannedDocument, PlannedFile, plan_of
from app.settings import read_settings
from models.vocab import RequirementState


@dataclass(frozen=True)
class PreviewDocument:
    """A document that would be made.

    Attributes:
        title: Source text, marked under the context "form".
        refused: Why it cannot be made, or None.
    """

    kind: str
    title: str
    entity_id: int
    code: str
    language: str
    refused: PartproofError | None


@dataclass(frozen=True)
class PackPreview:
    """What would go in.

    Attributes:
        stale: Codes of requirements whose evidence changed since.
        open_codes: Codes of all requirements not settled, stale ones included.
        kept: Codes that this level only keeps; they are named in the checklist, their evidence stays here.
        size: Bytes of the original files.
        pages: Of the bound PDFs of all languages; None when they were not built or something refuses.
    """

    documents: tuple[PreviewDocument, ...]
    files: tuple[PlannedFile, ...]
    stale: tuple[str, ...]
    open_codes: tuple[str, ...]
    kept: tuple[str, ...]
    size: int
    pages: int | None


def preview_pack(
    session: Session,
    assessment_id: int,
    *,
    languages: Sequence[str] = (),
    recipient: str = "",
    terms: Terms | None = None,
    read_file: ReadFile | None = None,
    read_pieces: ReadPieces | None = None,
    progress: Progress | None = None,
) -> PackPreview:
    """Return what the pack of an assessment would hold.

    Args:
        session: One state of the records.
        assessment_id: The assessment.
        languages: Of the documents; empty takes the plant's.
        recipient: For whom; printed, so it counts for the pages.
        terms: As the pack itself would get them.
        read_file: Given, the whole pack is built to count its pages and to find what refuses it.
        read_pieces: As `read_file`, piece by piece, for originals that would fill the memory.
        progress: Told of every step.

    Raises:
        PartproofError: ``documents.no_record``.
        CanceledError: when it was asked to stop.
    """
    plan = plan_of(session, assessment_id)
    settings = read_settings(session)
    codes = list(dict.fromkeys(languages or (usual_language(settings.language),)))
    pages: dict[str, int] | None = None
    sources: list[DocumentSource] = []
    if read_file is not None:
        issue = issue_record(session, settings, datetime.now(UTC), uuid.uuid4(), recipient)
        sources = [
            DocumentSource(
                session,
                spoken(code),
                issue,
                settings,
                read_file,
                terms=terms or NO_TERMS,
                beside=code == BOTH,
            )
            for code in codes
        ]
        try:
            steps = progress or Progress()
            pages = make_pack(sources, assessment_id, uuid.UUID(int=0), steps, read_pieces=read_pieces).pages
        except PartproofError:
            # Something refuses; each document is then asked alone, so that the preview names it.
            pages = None
    documents: list[PreviewDocument] = []
    for index, code in enumerate(codes):
        ask = sources[index] if sources and pages is None else None
        documents += [_previewed(ask, planned, code) for planned in plan.documents]
    return PackPreview(
        tuple(documents),
        plan.files,
        tuple(row.code for row in plan.requirements if row.state is RequirementState.STALE),
        tuple(row.code for row in plan.requirements if row.state not in DONE),
        tuple(row.code for row in plan.requirements if row.submission not in ("", "S")),
        sum(file.size for file in plan.files),
        None if pages is None else sum(pages.values()),
    )


def _previewed(source: DocumentSource | None, planned: PlannedDocument, code: str) -> PreviewDocument:
    refused: PartproofError | None = None
    if source is not None:
        try:
            write_pdf(build_planned(source, planned))
        except PartproofError as refusal:
            refused = refusal
    return PreviewDocument(planned.kind, planned.title, planned.entity_id, planned.code, code, refused)
