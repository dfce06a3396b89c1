"""What a pack would hold if it were made now: documents, files, what is stale or open, pages. Reads only."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from app.certification.queries import DONE
from app.documents.issue import issue_record
from app.documents.source import DocumentSource, ReadFile
from app.documents.writers.merge import page_sizes
from app.documents.writers.pdf import write_pdf
from app.errors import PartproofError
from app.packs.build import build_planned
from app.packs.contents import PlannedDocument, PlannedFile, plan_of
from app.settings import read_settings
from app.texts import Language
from models.vocab import RequirementState


@dataclass(frozen=True)
class PreviewDocument:
    """A document that would be made.

    Attributes:
        title: Source text, marked under the context "form".
        pages: Of its PDF with attached drawings; None when it was not built for the preview.
        refused: Why it cannot be made, or None.
    """

    kind: str
    title: str
    entity_id: int
    code: str
    language: str
    pages: int | None
    refused: PartproofError | None


@dataclass(frozen=True)
class PackPreview:
    """What would go in.

    Attributes:
        stale: Codes of requirements whose evidence changed since.
        open_codes: Codes of all requirements not settled, stale ones included.
        kept: Codes that this level only keeps; they are named in the checklist, their evidence stays here.
        size: Bytes of the original files.
        pages: Of all PDFs together, originals included as far as their pages are known; None when not built.
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
    read_file: ReadFile | None = None,
) -> PackPreview:
    """Return what the pack of an assessment would hold.

    Args:
        session: One state of the records.
        assessment_id: The assessment.
        languages: Of the documents; empty takes the plant's.
        read_file: Given, every document is built to count its pages and to find what refuses it.

    Raises:
        PartproofError: ``documents.no_record``.
    """
    plan = plan_of(session, assessment_id)
    settings = read_settings(session)
    codes = list(dict.fromkeys(languages or (settings.language,)))
    documents: list[PreviewDocument] = []
    for code in codes:
        source = None
        if read_file is not None:
            issue = issue_record(session, settings, datetime.now(UTC), uuid.uuid4(), "")
            source = DocumentSource(session, Language(code), issue, settings, read_file)
        documents += [_previewed(source, planned, code) for planned in plan.documents]
    counted = [document.pages for document in documents if document.pages is not None]
    originals = sum(file.pages or 0 for file in plan.files)
    return PackPreview(
        tuple(documents),
        plan.files,
        tuple(row.code for row in plan.requirements if row.state is RequirementState.STALE),
        tuple(row.code for row in plan.requirements if row.state not in DONE),
        tuple(row.code for row in plan.requirements if row.submission not in ("", "S")),
        sum(file.size for file in plan.files),
        None if read_file is None else sum(counted) + originals,
    )


def _previewed(source: DocumentSource | None, planned: PlannedDocument, code: str) -> PreviewDocument:
    pages: int | None = None
    refused: PartproofError | None = None
    if source is not None:
        try:
            pages = len(page_sizes(write_pdf(build_planned(source, planned)), planned.kind))
        except PartproofError as refusal:
            refused = refusal
    return PreviewDocument(planned.kind, planned.title, planned.entity_id, planned.code, code, pages, refused)
