"""What an audit's pack shows of records: each has its own document, once, and every chapter it answers names it."""

from __future__ import annotations

import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from app.certification.assessments import gather_evidence, open_assessment
from app.certification.conduct import score_requirement
from app.certification.queries import RequirementRow
from app.packs.assemble import issue_pack
from app.packs.contents import Plan, plan_of
from models.vocab import Noun, Role
from tests.documents.tools import pdf_text, squeezed
from tests.documents_built.conftest import Built


def _audit(built: Built, template: str, **facts: Any) -> tuple[int, Plan]:
    quality = built.crew.actor(Role.QUALITY)
    audit = built.factory.perform(open_assessment, template=template, actor=quality, **facts).result
    built.factory.perform(gather_evidence, audit, actor=quality)
    with built.factory.reading() as session:
        return audit, plan_of(session, audit)


def _linked(rows: tuple[RequirementRow, ...], noun: Noun) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        for one in row.evidence:
            if one.noun is noun and one.entity_id is not None:
                found[one.entity_id].append(row.code)
    return dict(found)


def test_every_record_of_an_audit_is_shown_by_a_document(built: Built) -> None:
    _, plan = _audit(built, "iatf16949")
    shown: dict[str, dict[int, list[str]]] = defaultdict(dict)
    for one in plan.documents:
        shown[one.kind][one.entity_id] = [one.code, *one.also]
    for noun, kind in (
        (Noun.INSPECTION, "inspection_certificate"),
        (Noun.LOT, "lot_trace"),
        (Noun.FOUR_M_CHANGE, "four_m_report"),
    ):
        linked = _linked(plan.requirements, noun)
        assert linked, noun
        assert shown[kind] == linked
    registers = [row.code for row in plan.requirements if row.rule == "gauge_register"]
    assert shown["gauge_register"] == {0: registers}
    assert any(len(codes) > 1 for codes in shown["inspection_certificate"].values())


def test_a_scored_audit_brings_its_result(built: Built) -> None:
    audit, plan = _audit(built, "sq")
    assert "assessment_report" not in {one.kind for one in plan.documents}
    (row, *_) = plan.requirements
    quality = built.crew.actor(Role.QUALITY)
    built.factory.perform(score_requirement, row.id, points=75, actor=quality)
    with built.factory.reading() as session:
        kinds = [one.kind for one in plan_of(session, audit).documents]
    assert kinds[:3] == ["cover", "checklist", "assessment_report"]


@pytest.mark.slow
def test_the_pack_holds_it_once_and_every_chapter_names_it(built: Built, tmp_path: Path) -> None:
    audit, plan = _audit(built, "iatf16949")
    twice = next(one for one in plan.documents if one.also)
    quality = built.crew.actor(Role.QUALITY)
    made = issue_pack(built.factory, audit, tmp_path / "pack.zip", actor=quality, languages=("en",))
    with zipfile.ZipFile(made.path) as pack:
        books = [name for name in pack.namelist() if name.endswith(".xlsx")]
        (volume,) = (name for name in pack.namelist() if name.endswith("_en.pdf") and "/" not in name)
        text = pdf_text(pack.read(volume), tmp_path)
    assert len(books) == len(plan.documents)
    (book,) = (name for name in books if twice.kind in name and f"{twice.entity_id}" in name)
    assert f"in the chapter of {twice.code}" in " ".join(text.split())
    # The cover lists it, and each chapter it answers.
    assert squeezed(text).count(squeezed(book)) == 2 + len(twice.also)
