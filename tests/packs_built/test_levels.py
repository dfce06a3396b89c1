"""What a level submits goes into the pack, what it keeps stays out; one content lies in it once."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app.certification.assessments import (
    attach_evidence,
    exclude_requirement,
    gather_evidence,
    open_assessment,
)
from app.certification.queries import requirement_rows
from app.packs.contents import plan_of
from models.vocab import RequirementState, Role
from tests.documents_built.conftest import Built


def opened(built: Built, level: str) -> int:
    """Open an assessment of a level and give every requirement the same file and one of its own."""
    quality = built.crew.actor(Role.QUALITY)
    assessment = built.factory.perform(
        open_assessment,
        template="ppap",
        level=level,
        part_revision_id=built.made.part_revision,
        actor=quality,
    ).result
    built.factory.perform(gather_evidence, assessment, actor=quality)
    for row in built.factory.ask(requirement_rows, assessment):
        for content, name in ((b"shared", "shared.txt"), (row.code.encode(), f"{row.code}.txt")):
            built.factory.perform(attach_evidence, row.id, content, name, actor=quality)
    return int(assessment)


@pytest.mark.parametrize("level", ["1", "2", "3", "4", "5"])
def test_a_level_gives_exactly_what_its_table_submits(built: Built, level: str, shared_dir: Path) -> None:
    with (shared_dir / "standards" / "ppap-elements.csv").open(encoding="utf-8", newline="") as source:
        table = list(csv.DictReader(source))
    marks = {row["no"].strip(): row[f"L{level}"].strip() for row in table}
    assessment = opened(built, level)
    with built.factory.reading() as session:
        plan = plan_of(session, assessment)
    rows = {row.code: row for row in plan.requirements}
    assert {code: rows[code].submission for code in rows if code in marks} == {
        code: mark for code, mark in marks.items() if code in rows
    }
    own = {file.name.removesuffix(".txt") for file in plan.files if file.name != "shared.txt"}
    submitted = {
        code
        for code, row in rows.items()
        if row.submission == "S" and row.state is not RequirementState.NOT_APPLICABLE
    }
    assert {name for name in own if name in rows} == submitted
    assert {document.code for document in plan.documents} - {""} <= submitted


def test_one_content_lies_in_the_pack_once_and_every_chapter_names_it(built: Built) -> None:
    assessment = opened(built, "3")
    with built.factory.reading() as session:
        plan = plan_of(session, assessment)
    (shared,) = [file for file in plan.files if file.name == "shared.txt"]
    submitted = [row.code for row in plan.requirements if row.submission == "S"]
    assert [shared.code, *shared.also] == submitted


def test_what_does_not_apply_stays_out(built: Built) -> None:
    assessment = opened(built, "3")
    quality = built.crew.actor(Role.QUALITY)
    row = next(one for one in built.factory.ask(requirement_rows, assessment) if one.code == "5")
    built.factory.perform(exclude_requirement, row.id, reason="고객이 요구하지 않음", actor=quality)
    with built.factory.reading() as session:
        plan = plan_of(session, assessment)
    assert "5" not in {file.code for file in plan.files}
