"""Performance test results 성능시험 성적서 of an inspection: torque, weight, roughness, notes of the drawing."""

from __future__ import annotations

from typing import Final

from app.documents.document import Document
from app.documents.measured_report import measured_report
from app.documents.source import DocumentSource
from app.texts import mark_term
from models.vocab import CharacteristicKind

KIND: Final = "performance_results"
TITLE: Final = mark_term("form", "Performance test results")
SCOPE: Final = "inspection"
TESTED: Final = frozenset(
    {
        CharacteristicKind.TORQUE,
        CharacteristicKind.WEIGHT,
        CharacteristicKind.NOTE,
        CharacteristicKind.ROUGHNESS,
    }
)


def build(source: DocumentSource, entity_id: int) -> Document:
    """Return the performance results of an inspection.

    Raises:
        PartproofError: ``documents.no_record``.
    """
    return measured_report(source, entity_id, kind=KIND, title=TITLE, prefix="PT", kinds=TESTED)
