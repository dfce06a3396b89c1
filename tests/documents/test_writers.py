"""One document, two files: both show every text, and both are the same bytes each time."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from app.documents.document import Document
from app.documents.writers.pdf import write_pdf
from app.documents.writers.xlsx import write_xlsx
from tests.documents.sample import sample
from tests.documents.tools import libreoffice, missing_texts, pdf_text, squeezed, workbook_text


@pytest.fixture(params=["ko portrait", "en landscape", "ko long"])
def document(request: pytest.FixtureRequest) -> Document:
    return {
        "ko portrait": lambda: sample(),
        "en landscape": lambda: sample("en", 30, True),
        "ko long": lambda: sample(rows=150, attached=False),
    }[request.param]()


def test_pdf_shows_every_text(document: Document, tmp_path: Path) -> None:
    assert missing_texts(document, pdf_text(write_pdf(document), tmp_path)) == []


def test_workbook_shows_every_text(document: Document) -> None:
    assert missing_texts(document, workbook_text(write_xlsx(document))) == []


def test_comparison_notices_one_digit(tmp_path: Path) -> None:
    document = sample()
    other = dataclasses.replace(document, number="DR-2026-0148")
    assert missing_texts(other, pdf_text(write_pdf(document), tmp_path)) == ["DR-2026-0148"]
    assert missing_texts(other, workbook_text(write_xlsx(document))) == ["DR-2026-0148"]


def test_same_document_gives_same_bytes(document: Document) -> None:
    assert write_pdf(document) == write_pdf(document)
    assert write_xlsx(document) == write_xlsx(document)


def test_other_issue_gives_other_bytes() -> None:
    document = sample()
    other = dataclasses.replace(document, issue=dataclasses.replace(document.issue, recipient="다른 고객"))
    assert write_pdf(document) != write_pdf(other)
    assert write_xlsx(document) != write_xlsx(other)


@pytest.mark.slow
def test_libreoffice_prints_the_workbook(tmp_path: Path) -> None:
    document = sample()
    path = tmp_path / "sample.xlsx"
    path.write_bytes(write_xlsx(document))
    text = squeezed(pdf_text(libreoffice(path, "pdf", tmp_path).read_bytes(), tmp_path))
    # LibreOffice wraps by its own rules and prints columns side by side, so whole short texts are compared.
    for wanted in (
        document.title,
        "HB-2210-01",
        "40.021",
        "+0.05",
        "✗불합격",
        "1/2쪽",
        "2/2쪽",
        document.issue.short_head,
    ):
        assert squeezed(wanted) in text
