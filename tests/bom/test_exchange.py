"""Import, export, import is the identity on real lists; comparisons give the published differences."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.bom.compare import Comparison, compared, side_of_preview, side_of_revision
from app.bom.import_bom import import_bom
from app.bom.import_effects import Effect, import_effects
from app.bom.import_xlsx import preview_bom
from app.bom.layouts import remember_layout, remembered_mapping
from app.bom.lines import LineFacts, add_line
from app.bom.roll_up import needed
from app.documents.bom_exchange import export_bom
from app.factory import Factory
from app.parts.parts import edit_part
from app.parts.queries import part_rows
from models.rules.compare import Difference, LineDifference
from models.vocab import Role
from tests.app.test_thread_of_release import make_part
from tests.crew import Crew


def _lists(shared_dir: Path) -> Path:
    return shared_dir / "samples" / "bom"


def _told(compared: Comparison, kind: Difference) -> dict[str, list[tuple[str, str, str]]]:
    return {
        row.line.number: [field for field in row.fields if field[0] == "quantity"]
        for row in compared.rows
        if row.difference is kind and (kind is not Difference.CHANGED or _quantity(row))
    }


def _quantity(row: LineDifference) -> bool:
    return any(field[0] == "quantity" for field in row.fields)


def test_odrive_revisions_compare_as_published(shared_dir: Path) -> None:
    folder = _lists(shared_dir)
    sides = {
        version: side_of_preview(version, preview_bom(folder / f"odrive_BOM_v{version}.csv"))
        for version in ("3.1", "3.2", "3.3")
    }
    first = compared(sides["3.1"], sides["3.2"])
    assert (first.count(Difference.ADDED), first.count(Difference.REMOVED)) == (7, 8)
    assert {number: found[0][1:] for number, found in _told(first, Difference.CHANGED).items()} == {
        "GRM188R61C225KE15D": ("14", "15"),
        "GRM188R71E223KA01D": ("11", "2"),
        "Header 5": ("3", "1"),
        "RC0603FR-07120RL": ("1", "7"),
        "RC0603FR-0722RL": ("13", "8"),
    }
    second = compared(sides["3.2"], sides["3.3"])
    assert set(_told(second, Difference.ADDED)) == {"1704936", "1868076", "LTST-C190KGKT"}
    assert set(_told(second, Difference.REMOVED)) == {"MC000051", "MC000054"}
    assert {number: found[0][1:] for number, found in _told(second, Difference.CHANGED).items()} == {
        "GRM188R61C225KE15D": ("15", "14"),
        "RC0603FR-0710KL": ("2", "1"),
        "RC0603FR-071KL": ("8", "2"),
        "RC0603FR-073K3L": ("4", "10"),
    }
    # C65 came with the fifteenth capacitor; C60 went with it.
    reference = next(
        field
        for row in first.rows
        if row.line.number == "GRM188R61C225KE15D"
        for field in row.fields
        if field[0] == "reference"
    )
    assert "C65" in reference[2].split(", ")
    assert "C65" not in reference[1].split(", ")


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize(
    "source",
    ["gitplm-nested", "exa-spim_solidworks_BOM.xlsx", "odrive_BOM_v3.2.csv", "fractal5pro_matrix_BOM.xlsx"],
)
def test_import_export_import_is_the_identity(
    factory: Factory, crew: Crew, shared_dir: Path, tmp_path: Path, source: str, ending: str
) -> None:
    engineer = crew.actor(Role.ENGINEER)
    preview = preview_bom(_lists(shared_dir) / source)
    if any(not line.part_number for line in preview.lines):
        preview = _numbered(preview)
    revisions = []
    for name in ("ASY-001-0000", "AGAIN"):
        _, revision = make_part(factory, engineer, name)
        revisions.append(revision)
    by: dict[str, Any] = {"source_name": source, "actor": engineer}
    factory.perform(import_bom, "ASY-001-0000", preview, **by)
    out = tmp_path / f"out.{ending}"
    factory.ask(export_bom, revisions[0], out)
    again = preview_bom(out)
    assert again.skipped == ()
    # Sub-assemblies are there already, so the second import stands in a factory of its own lines: compare the files.
    old = factory.ask(side_of_revision, revisions[0])
    new = side_of_preview("out", again)
    differing = [
        row for row in compared(_bare(old), _bare(new)).rows if row.difference is not Difference.SAME
    ]
    assert differing == []
    assert [str(line.quantity) for line in old.lines] == [str(line.quantity) for line in new.lines]
    if again.levels == 1:
        factory.perform(import_bom, "AGAIN", again, **by)
        second = factory.ask(side_of_revision, revisions[1])
        assert second.lines == old.lines
        factory.ask(export_bom, revisions[1], tmp_path / f"again.{ending}")
        third = preview_bom(tmp_path / f"again.{ending}")
        assert third.lines == again.lines


def _numbered(preview: Any) -> Any:
    lines = tuple(
        line if line.part_number else replace(line, part_number=line.name or f"ROW-{line.row}")
        for line in preview.lines
    )
    return replace(preview, lines=lines)


def _bare(side: Any) -> Any:
    """The revision a child has now is not in the file's own words where the import made it."""
    lines = tuple(
        replace(line, facts=tuple(fact for fact in line.facts if fact[0] != "revision"))
        for line in side.lines
    )
    return replace(side, lines=lines)


def test_gitplm_rolls_up_to_its_oracle(factory: Factory, crew: Crew, shared_dir: Path) -> None:
    engineer = crew.actor(Role.ENGINEER)
    folder = _lists(shared_dir) / "gitplm-nested"
    _, revision = make_part(factory, engineer, "ASY-001-0000")
    factory.perform(import_bom, "ASY-001-0000", preview_bom(folder), source_name="x", actor=engineer)
    oracle = {line.part_number: line.quantity for line in preview_bom(folder / "ASY-001-0000-all.csv").lines}
    names = {row.id: row.number for row in factory.ask(part_rows)}
    found = factory.ask(needed, revision)
    ours = {names[part]: amount for part, amount in found.quantities.items()}
    assert {number: ours[number] for number in oracle} == oracle
    assert sum((amount or Decimal(0) for amount in oracle.values()), Decimal(0)) == 149
    assert found.unconverted == ()


def test_effects_are_told_before_anything_is_written(factory: Factory, crew: Crew, tmp_path: Path) -> None:
    engineer = crew.actor(Role.ENGINEER)
    make_part(factory, engineer, "TOP")
    bolt, _ = make_part(factory, engineer, "BOLT-1")
    gone, _ = make_part(factory, engineer, "GONE")
    _, sub_draft = make_part(factory, engineer, "SUB")
    factory.perform(add_line, sub_draft, LineFacts(bolt, "10", Decimal(1), "EA"), actor=engineer)
    factory.perform(edit_part, gone, expected_version=1, reason="단종", active=False, actor=engineer)
    file = tmp_path / "list.csv"
    rows = (
        "1,bolt-1,볼트,4,EA",
        "1,GONE,x,1,EA",
        "1,SUB,SUB,1,EA",
        "2,NEW-1,새 부품,2,EA",
        "1,BOLT-1,부품 BOLT-1,2,kg",
    )
    file.write_text("Level,Part Number,Name,Qty,Unit\n" + "\n".join(rows) + "\n", encoding="utf-8")
    before = factory.ask(part_rows)
    found = factory.ask(import_effects, "TOP", preview_bom(file))
    assert factory.ask(part_rows) == before
    told = [(row.effect, row.number, row.row) for row in found]
    assert (Effect.CONFLICT, "GONE", 3) in told
    assert (Effect.CONFLICT, "SUB", 4) in told
    assert (Effect.CONFLICT, "bolt-1", 2) in told  # kg against EA
    assert (Effect.NEW, "NEW-1", 5) in told
    assert [row.effect for row in found] == sorted(
        (row.effect for row in found), key=["conflict", "differs", "new", "known"].index
    )


def test_a_layout_is_remembered_by_its_headings(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    headings = ["Teil", "Wie viel", "Was"]
    assert factory.ask(remembered_mapping, headings) is None
    for mapping in ({"Teil": "name"}, {"Teil": "part_number", "Wie viel": "quantity"}):
        factory.perform(remember_layout, headings, mapping, name="list.csv", actor=engineer)
    assert factory.ask(remembered_mapping, ["TEIL", "Wie  viel", "was"]) == mapping
    assert factory.ask(remembered_mapping, ["Wie viel", "Teil", "Was"]) is None
