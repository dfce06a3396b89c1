"""The report of an audit says when it was held, of what and by whom; names follow the language of the paper."""

from __future__ import annotations

from datetime import date

from app.certification.assessments import open_assessment
from app.certification.conduct import add_person
from app.documents.blocks import KeyValues
from app.documents.document import Document
from app.parts.parts import edit_part, find_part
from models.vocab import Role
from tests.documents_built.conftest import Built


def _facts(document: Document) -> dict[str, str]:
    blocks = (block for block in document.blocks if isinstance(block, KeyValues))
    return {fact.label: fact.value for block in blocks for fact in block.facts}


def test_a_report_says_when_of_what_and_by_whom(built: Built) -> None:
    factory, quality = built.factory, built.crew.actor(Role.QUALITY)
    held = {
        "held_on": date(2026, 12, 3),
        "process": "20 선삭",
        "supplier": "동해단조",
        "steps": ("선삭", "세척"),
    }
    audit = factory.perform(open_assessment, template="vda63", **held, actor=quality).result
    factory.perform(add_person, audit, name="이심사", duty="선임 심사원", actor=quality)
    factory.perform(add_person, audit, name="박안내", duty="", actor=quality)
    english = _facts(built.document("assessment_report", "en", entity_id=audit))
    assert english["Day of the audit"] == "2026-12-03"
    assert english["Process"] == "20 선삭"
    assert english["Process steps"] == "선삭, 세척"
    assert english["Supplier assessed"] == "동해단조"
    assert english["Taking part"] == "이심사 (선임 심사원)\n박안내"
    # A checklist without levels has none to enter; one with levels says it.
    assert "Level" not in english
    assert _facts(built.document("assessment_report", "en"))["Level"] == "3"
    korean = _facts(built.document("assessment_report", entity_id=audit))
    assert korean["심사일"] == "2026-12-03"
    assert korean["참석자"].startswith("이심사")


def test_parts_are_named_in_the_language_of_the_paper(built: Built) -> None:
    with built.factory.reading() as session:
        part = find_part(session, "HB-2210-01")
        part_id, version, name = part.id, part.version, part.name
    engineer = built.crew.actor(Role.ENGINEER)
    changed = {"name_en": "Hub housing", "expected_version": version, "reason": "고객 도면"}
    built.factory.perform(edit_part, part_id, **changed, actor=engineer)
    for kind in ("lot_trace", "nonconformance_notice"):
        assert _facts(built.document(kind, "en"))["Part name"] == "Hub housing"
        assert _facts(built.document(kind))["품명"] == f"{name} (Hub housing)"
    for language, wanted in (("en", "Hub housing"), ("ko", name)):
        texts = list(built.document("four_m_report", language).texts())
        assert wanted in texts
