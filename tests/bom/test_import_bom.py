"""A real parts list goes into the factory through the ordinary importer, all of it or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.audit_trail import check_trail
from app.bom.import_bom import import_bom
from app.bom.import_xlsx import preview_bom
from app.bom.queries import bom_tree, quantities
from app.errors import PartproofError
from app.factory import Factory
from app.parts.queries import part_rows
from models.vocab import Role
from tests.app.test_thread_of_release import make_part
from tests.crew import Crew


def test_a_nested_list_rolls_up_to_the_published_sums(factory: Factory, crew: Crew, shared_dir: Path) -> None:
    engineer = crew.actor(Role.ENGINEER)
    folder = shared_dir / "samples" / "bom" / "gitplm-nested"
    _, revision = make_part(factory, engineer, "ASY-001-0000")
    preview = preview_bom(folder)
    imported = factory.perform(
        import_bom, "asy-001-0000", preview, source_name=folder.name, actor=engineer
    ).result
    assert imported.revision_id == revision
    tree = factory.ask(bom_tree, revision)
    assert max(row.level for row in tree) == 3
    names = {row.id: row.number for row in factory.ask(part_rows)}
    needed = {names[part]: str(amount) for part, amount in factory.ask(quantities, revision).items()}
    assert needed["SCR-002-0002"] == "56"
    assert needed["ASY-012-0012"] == "6"
    assert factory.ask(check_trail).problems == []


def test_a_second_import_over_lines_is_refused_and_changes_nothing(
    factory: Factory, crew: Crew, tmp_path: Path
) -> None:
    engineer = crew.actor(Role.ENGINEER)
    make_part(factory, engineer, "TOP")
    file = tmp_path / "부품표.csv"
    file.write_text("품번,품명,수량,단위\nP-1,볼트,4,EA\nP-2,실링,0.50,m\n", encoding="cp949")
    preview = preview_bom(file)
    factory.perform(import_bom, "TOP", preview, source_name=file.name, actor=engineer)
    before = factory.ask(part_rows)
    with pytest.raises(PartproofError) as refused:
        factory.perform(import_bom, "TOP", preview, source_name=file.name, actor=engineer)
    assert refused.value.code == "bom.has_lines"
    assert factory.ask(part_rows) == before


def test_a_list_that_contains_its_own_parent_is_refused_whole(
    factory: Factory, crew: Crew, tmp_path: Path
) -> None:
    engineer = crew.actor(Role.ENGINEER)
    make_part(factory, engineer, "TOP")
    file = tmp_path / "loop.csv"
    file.write_text("Level,Part Number,Name,Qty\n1,A,a,1\n2,TOP,top,1\n", encoding="utf-8")
    with pytest.raises(PartproofError) as refused:
        factory.perform(import_bom, "TOP", preview_bom(file), source_name=file.name, actor=engineer)
    assert refused.value.code == "bom.cycle"
    assert [row.number for row in factory.ask(part_rows)] == ["TOP"]
