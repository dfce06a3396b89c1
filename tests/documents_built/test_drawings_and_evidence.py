"""Drawings nobody can open, evidence that changed, many samples: the document says so and is made all the same."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.documents.characteristics_list import build as build_list
from app.documents.dimensional_results import build as build_results
from app.documents.document import Document, Paper
from app.documents.issue import issue_record
from app.documents.source import DocumentSource
from app.documents.writers.pdf import write_pdf
from app.documents.writers.xlsx import write_xlsx
from app.errors import PartproofError
from app.gauges.calibrations import record_calibration
from app.inspection.inspections import open_inspection
from app.settings import read_settings
from app.snapshot import snapshot
from app.texts import Language
from app.vault import FILE_DAMAGED
from models.vocab import CalibrationResult, InspectionKind, Role
from tests.documents.tools import missing_texts, pdf_text, workbook_text
from tests.documents_built.conftest import START, Built
from tests.documents_built.small_factory import locked_pdf


def built_with(built: Built, read_file: Callable[[str], bytes], entity_id: int, results: bool) -> Document:
    with snapshot(built.factory) as session:
        settings = read_settings(session)
        issue = issue_record(session, settings, START, uuid.UUID(int=1), "")
        source = DocumentSource(session, Language("ko"), issue, settings, read_file)
        return (build_results if results else build_list)(source, entity_id)


def damaged(file_hash: str) -> bytes:
    raise FILE_DAMAGED(hash=file_hash)


@pytest.mark.parametrize(
    ("read_file", "reason"),
    [
        (lambda _hash: locked_pdf(), "암호가 걸려 있습니다"),
        (lambda _hash: b"%PDF-1.7 cut off", "손상되었거나"),
        (damaged, ""),
    ],
)
def test_a_drawing_that_cannot_be_shown_is_named(
    unchanged: Built, read_file: Callable[[str], bytes], reason: str, tmp_path: Path
) -> None:
    for results in (True, False):
        entity_id = unchanged.made.finished if results else unchanged.made.drawing
        document = built_with(unchanged, read_file, entity_id, results)
        assert document.attachments == ()
        text = "\n".join(document.texts())
        assert "▲ 도면 DW-2210.pdf는 여기에 표시할 수 없습니다." in text
        assert reason in text
        assert missing_texts(document, pdf_text(write_pdf(document), tmp_path)) == []


def test_evidence_that_changed_is_shown_as_changed(built: Built, tmp_path: Path) -> None:
    built.factory.perform(
        record_calibration,
        1,
        done_on=date(2026, 11, 24),
        result=CalibrationResult.FAIL,
        certificate="KOLAS-26-099",
        actor=built.crew.actor(Role.QUALITY),
    )
    document = built.document("checklist")
    rows = next(block for block in document.blocks if getattr(block, "key", "") == "requirements").body  # type: ignore[union-attr]
    aids = next(row for row in rows if row.cells[0].text == "16")
    assert aids.cells[3].shown == "▲ 갱신 필요"
    assert "▲ G-014 하이트 게이지 (이후 변경됨)" in aids.cells[4].text
    assert missing_texts(document, pdf_text(write_pdf(document), tmp_path)) == []


@pytest.mark.parametrize(
    ("samples", "paper", "tables"), [(6, Paper.A4, 1), (12, Paper.A3, 1), (20, Paper.A3, 2)]
)
def test_many_samples_stand_on_larger_paper_and_in_further_tables(
    built: Built, samples: int, paper: Paper, tables: int, tmp_path: Path
) -> None:
    with built.factory.reading() as session:
        from sqlalchemy import select

        from models.inspection import Inspection

        lot = session.scalars(select(Inspection.lot_id).where(Inspection.id == built.made.open)).one()
    inspection = built.factory.perform(
        open_inspection,
        kind=InspectionKind.PATROL,
        lot_id=lot,
        sample_size=samples,
        actor=built.crew.actor(Role.OPERATOR),
    ).result
    document = built.document("dimensional_results", entity_id=inspection)
    keys = [getattr(block, "key", "") for block in document.blocks]
    assert sum(str(key).startswith("results") for key in keys) == tables
    assert document.form.paper is paper
    assert missing_texts(document, pdf_text(write_pdf(document), tmp_path)) == []
    assert missing_texts(document, workbook_text(write_xlsx(document))) == []


def test_a_sign_no_font_has_refuses_the_pdf(unchanged: Built) -> None:
    document = dataclasses.replace(unchanged.document("bom_list"), number="𓀀")
    with pytest.raises(PartproofError) as refused:
        write_pdf(document)
    assert refused.value.code == "documents.sign_missing"
