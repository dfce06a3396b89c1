"""Inspection certificate 검사성적서 of a lot's inspection; issued again it keeps its number and says the count."""

from __future__ import annotations

from typing import Final

from app.documents.document import Document
from app.documents.measured_report import measured_report
from app.documents.source import DocumentSource
from app.texts import mark_term

KIND: Final = "inspection_certificate"
TITLE: Final = mark_term("form", "Inspection certificate")
SCOPE: Final = "inspection"


def build(source: DocumentSource, entity_id: int) -> Document:
    """Return the certificate of an inspection.

    Raises:
        PartproofError: ``documents.no_record``.
    """
    return measured_report(source, entity_id, kind=KIND, title=TITLE, prefix="IC")
