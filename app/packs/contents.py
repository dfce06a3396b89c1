"""What goes into the pack of an assessment: documents to build and files to add, from its requirements. Reads only.

The level's marks decide: what is submitted (S, or no mark in the scheme) goes in; what is kept is named only.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certification.queries import RequirementRow, requirement_rows
from app.certification.rule_kinds import OF_THE_WHOLE
from app.certification.shipment_right import newest_verdict
from app.documents.evidence_refusals import NO_RECORD
from app.documents.registry import builder_of
from app.drawings.queries import DocumentRevisionHead, document_revision_head, documents_of_part
from app.files import safe_name
from models.certification import Assessment
from models.gauge import Calibration
from models.plant import VaultFile
from models.vocab import DocumentKind, Noun, RequirementState

_SUBMITTED: Final = frozenset({"S", ""})
# Evidence that documents of its own tell about, whatever rule found it.
_OF_EVIDENCE: Final = {
    Noun.CHANGE_ORDER: ("change_report",),
    Noun.FOUR_M_CHANGE: ("four_m_report",),
    Noun.NONCONFORMANCE: ("nonconformance_notice",),
    Noun.LOT: ("lot_trace",),
    Noun.ASSESSMENT: ("assessment_report", "findings_list"),
}
# What an inspection is shown by, where not by a certificate: every dimension, or the sample itself.
_INSPECTED: Final = {"dimensional_results": ("dimensional_results",), "sample_product": ()}
_CERTIFICATE: Final = ("inspection_certificate",)
# Of the plant as a whole: the id of its documents.
_PLANT: Final = 0
_LONGEST_NAME: Final = 100
_LONGEST_ENDING: Final = 12


@dataclass(frozen=True)
class PlannedDocument:
    """A document to be built for the pack.

    Attributes:
        code: The requirement it answers (empty: the pack as a whole).
        also: Further requirements that it answers; it lies in the pack once.
    """

    kind: str
    entity_id: int
    code: str
    title: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlannedFile:
    """A stored file to be added as it is.

    Attributes:
        path: Inside the pack; safe and unique without case.
        name: As it was received.
        pages: Of a PDF, where known.
        also: Further requirements that the same content answers; it lies in the pack once.
    """

    path: str
    name: str
    file_hash: str
    size: int
    code: str
    title: str
    pages: int | None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What goes in, and the requirements it is made for."""

    requirements: tuple[RequirementRow, ...]
    documents: tuple[PlannedDocument, ...]
    files: tuple[PlannedFile, ...]


@dataclass(frozen=True)
class _Wanted:
    """A file before it has its place."""

    name: str
    file_hash: str
    code: str
    title: str
    pages: int | None = None


def plan_of(session: Session, assessment_id: int) -> Plan:
    """Return what the pack of an assessment holds in this state of the records.

    Raises:
        PartproofError: ``documents.no_record``.
    """
    assessment = session.get(Assessment, assessment_id)
    if assessment is None:
        raise NO_RECORD(what="assessment", id=assessment_id)
    rows = requirement_rows(session, assessment_id)
    sent = [
        row
        for row in rows
        if row.submission in _SUBMITTED and row.state is not RequirementState.NOT_APPLICABLE
    ]
    documents = [_document("cover", assessment_id), _document("checklist", assessment_id)]
    if any(row.scores for row in rows):
        # Points, result and findings are what a scored audit is asked for.
        documents.append(_document("assessment_report", assessment_id))
    wanted: list[_Wanted] = []
    for row in sent:
        documents.extend(_documents(session, assessment, row))
        wanted.extend(_files(session, assessment, row))
    return Plan(rows, tuple(_once(documents)), tuple(_placed(session, wanted)))


def _once(documents: Sequence[PlannedDocument]) -> Iterator[PlannedDocument]:
    """Give each document one place: with the requirement that asks for it first; the others name it."""
    codes: dict[tuple[str, int], dict[str, None]] = {}
    for one in documents:
        codes.setdefault((one.kind, one.entity_id), {})[one.code] = None
    for one in documents:
        answered = list(codes.pop((one.kind, one.entity_id), ()))
        if answered:
            yield replace(one, also=tuple(answered[1:]))


def _document(kind: str, entity_id: int, code: str = "") -> PlannedDocument:
    return PlannedDocument(kind, entity_id, code, builder_of(kind).title)


def _documents(session: Session, assessment: Assessment, row: RequirementRow) -> Iterator[PlannedDocument]:
    if row.rule in OF_THE_WHOLE:
        yield _document(row.rule, assessment.id, row.code)
    elif row.rule == "design_records" and assessment.part_revision_id is not None:
        yield _document("bom_list", assessment.part_revision_id, row.code)
        for head in _drawings(session, assessment):
            yield _document("characteristics_list", head.id, row.code)
    elif row.rule == "bom_released" and assessment.part_revision_id is not None:
        yield _document("bom_list", assessment.part_revision_id, row.code)
    elif row.rule == "gauge_register":
        yield _document("gauge_register", _PLANT, row.code)
    for evidence in row.evidence:
        if evidence.entity_id is None:
            continue
        kinds = _OF_EVIDENCE.get(evidence.noun, ())
        if evidence.noun is Noun.INSPECTION:
            kinds = _INSPECTED.get(row.rule, _CERTIFICATE)
        for kind in kinds:
            yield _document(kind, evidence.entity_id, row.code)


def _drawings(session: Session, assessment: Assessment) -> list[DocumentRevisionHead]:
    heads = documents_of_part(session, assessment.part_revision_id or 0)
    return [head for head in heads if head.kind is DocumentKind.DRAWING]


def _files(session: Session, assessment: Assessment, row: RequirementRow) -> Iterator[_Wanted]:
    seen: set[int] = set()
    if row.rule == "design_records":
        for head in _drawings(session, assessment):
            seen.add(head.id)
            yield from _of_revision(head, row.code)
    for evidence in row.evidence:
        if evidence.noun is Noun.FILE and evidence.file_hash:
            yield _Wanted(evidence.label, evidence.file_hash, row.code, evidence.label)
        elif evidence.noun is Noun.DOCUMENT_REVISION and evidence.entity_id not in seen:
            found = document_revision_head(session, evidence.entity_id or 0)
            if found is not None:
                yield from _of_revision(found, row.code)
        elif evidence.noun is Noun.GAUGE and evidence.entity_id is not None:
            yield from _certificates(session, evidence.entity_id, row.code, evidence.label)
        elif evidence.noun is Noun.SUBMISSION and evidence.entity_id is not None:
            answer = newest_verdict(session, evidence.entity_id)
            if answer is not None and answer.file_hash is not None:
                yield _Wanted(answer.file_name, answer.file_hash, row.code, evidence.label)


def _of_revision(head: DocumentRevisionHead, code: str) -> Iterator[_Wanted]:
    for file in head.files:
        yield _Wanted(file.name, file.file_hash, code, f"{head.number} {head.label}", file.page_count)


def _certificates(session: Session, gauge_id: int, code: str, title: str) -> Iterator[_Wanted]:
    query = (
        select(Calibration)
        .where(Calibration.gauge_id == gauge_id, Calibration.file_hash.is_not(None))
        .order_by(Calibration.id)
    )
    for calibration in session.scalars(query):
        assert calibration.file_hash is not None
        stored = session.get(VaultFile, calibration.file_hash)
        name = stored.name if stored is not None else f"{calibration.certificate}.pdf"
        yield _Wanted(name, calibration.file_hash, code, f"{title} {calibration.certificate}")


def _placed(session: Session, wanted: Sequence[_Wanted]) -> Iterator[PlannedFile]:
    """Give each content one place; the same content again is in the pack once."""
    taken: set[str] = set()
    codes: dict[str, dict[str, None]] = {}
    for one in wanted:
        codes.setdefault(one.file_hash, {})[one.code] = None
    for one in wanted:
        answered = list(codes.pop(one.file_hash, ()))
        if not answered:
            continue
        stored = session.get(VaultFile, one.file_hash)
        path = unique_path("files", f"{one.code}_{one.name}", taken)
        size = stored.size if stored is not None else 0
        also = tuple(code for code in answered if code != one.code)
        yield PlannedFile(path, one.name, one.file_hash, size, one.code, one.title, one.pages, also)


def unique_path(folder: str, name: str, taken: set[str]) -> str:
    """Return a safe path that no other file of the pack has, whatever the case; it is added to ``taken``.

    An empty folder is the top of the pack.

    The name is NFC, without folders, reserved words and signs that Windows refuses, and keeps its ending.
    """
    whole = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    ending = PurePosixPath(whole).suffix
    if len(ending) > _LONGEST_ENDING:
        ending = ""
    stem = safe_name(whole.removesuffix(ending)[:_LONGEST_NAME])
    ending = "." + safe_name(ending) if ending else ""
    within = f"{folder}/" if folder else ""
    path, number = f"{within}{stem}{ending}", 1
    while path.casefold() in taken:
        number += 1
        path = f"{within}{stem} ({number}){ending}"
    taken.add(path.casefold())
    return path
