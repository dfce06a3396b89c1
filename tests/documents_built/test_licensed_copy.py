"""Who compared a checklist with the licensed copy stands on its documents, row by row and for the whole."""

from __future__ import annotations

from typing import Any

from app.certification.assessments import open_assessment
from app.certification.licensed import record_check
from app.documents.document import Document
from models.certification import Assessment
from models.vocab import Role
from tests.documents_built.conftest import Built


def _said(document: Document) -> str:
    return "\n".join(document.texts())


def test_a_comparison_is_printed_where_it_was_made(built: Built) -> None:
    quality = built.crew.actor(Role.QUALITY)
    audit = built.factory.perform(open_assessment, template="internal_audit", actor=quality).result

    def compare(codes: tuple[str, ...]) -> None:
        with built.factory.reading() as session:
            template = session.get_one(Assessment, audit).template_id
        facts: dict[str, Any] = {"licensed_copy": "ISO 9001:2015 2호", "actor": quality}
        built.factory.perform(record_check, template, codes, **facts)

    def of(kind: str) -> str:
        return _said(built.document(kind, "en", entity_id=audit))

    assert "was not checked against the licensed copy" in of("checklist")
    compare(("1", "2"))
    for kind in ("checklist", "assessment_report"):
        assert "2 of 18 rows were checked against the licensed copy" in of(kind)
    assert of("checklist").count("ISO 9001:2015 2호") == 2
    compare(())
    for kind in ("checklist", "assessment_report"):
        assert "Checked against the licensed copy: " in of(kind)
        assert "was not checked" not in of(kind)


def test_a_korean_document_names_the_edition_in_korean(built: Built) -> None:
    quality = built.crew.actor(Role.QUALITY)
    audit = built.factory.perform(open_assessment, template="sq", actor=quality).result
    assert "SQ 평가 (2016년 구성)" in _said(built.document("checklist", "ko", entity_id=audit))
    assert "SQ assessment: structure of 2016" in _said(built.document("checklist", "en", entity_id=audit))
