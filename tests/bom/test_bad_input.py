"""Parts lists with rows that contradict each other, odd quantities, and numbers in another case."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bom.import_bom import import_bom
from app.bom.import_effects import Effect, import_effects
from app.bom.import_preview import BomPreview
from app.bom.import_xlsx import preview_bom
from app.bom.queries import bom_tree
from app.errors import PartproofError
from app.factory import Factory
from app.parts.queries import part_rows
from app.texts import Language
from models.vocab import PartKind, Role
from tests.app.test_thread_of_release import make_part
from tests.crew import Crew


def _preview(folder: Path, text: str) -> BomPreview:
    file = folder / "목록.csv"
    file.write_text(text, encoding="utf-8")
    return preview_bom(file)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("abc", "bom.bad_quantity"),
        ("½", "bom.bad_quantity"),
        ("0", "bom.zero_quantity"),
        ("-1", "bom.negative_quantity"),
        ("1,5", "1.5"),
        ("1.50", "1.50"),
    ],
)
def test_an_odd_quantity_is_never_guessed(tmp_path: Path, typed: str, read: str) -> None:
    preview = _preview(tmp_path, f'품번,품명,수량\nP-1,볼트,"{typed}"\nP-2,너트,3\n')
    if read.startswith("bom."):
        assert [row.reason.code for row in preview.skipped] == [read]
        assert typed in preview.skipped[0].reason.say(Language("ko"))
        assert [line.part_number for line in preview.lines] == ["P-2"]
    else:
        assert preview.skipped == ()
        assert str(preview.lines[0].quantity) == read


def test_rows_that_contradict_each_other_are_told_and_refused_whole(
    factory: Factory, crew: Crew, tmp_path: Path
) -> None:
    engineer = crew.actor(Role.ENGINEER)
    make_part(factory, engineer, "TOP")
    preview = _preview(
        tmp_path, "Level,Part Number,Name,Qty\n1,ASY,a,1\n2,P-1,x,2\n1,B,b,1\n2,ASY,a,1\n3,P-1,x,3\n"
    )
    with pytest.raises(PartproofError) as refused:
        factory.perform(import_bom, "TOP", preview, source_name="x", actor=engineer)
    assert refused.value.code == "bom.import_conflict"
    assert {refused.value.values["first"], refused.value.values["second"]} == {3, 6}
    assert [row.number for row in factory.ask(part_rows)] == ["TOP"]


def test_a_number_in_another_case_is_the_same_part(factory: Factory, crew: Crew, tmp_path: Path) -> None:
    engineer = crew.actor(Role.ENGINEER)
    _, top = make_part(factory, engineer, "TOP")
    known, _ = make_part(factory, engineer, "Bolt-M8", PartKind.STANDARD)
    preview = _preview(
        tmp_path, "Part Number,Name,Qty,Find No\nBOLT-m8,bolt,4,10\nnut-1,nut,1,20\nNUT-1,nut,2,30\n"
    )
    effects = factory.ask(import_effects, "top", preview)
    assert [row.number for row in effects if row.effect is Effect.NEW] == ["nut-1"]
    factory.perform(import_bom, "top", preview, source_name="x", actor=engineer)
    rows = factory.ask(bom_tree, top)[1:]
    assert [(row.number, str(row.quantity)) for row in rows] == [
        ("Bolt-M8", "4"),
        ("nut-1", "1"),
        ("nut-1", "2"),
    ]
    assert rows[0].part_id == known
    assert [row.number for row in factory.ask(part_rows)] == ["Bolt-M8", "nut-1", "TOP"]
