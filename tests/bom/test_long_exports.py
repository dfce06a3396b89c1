"""A BOM of more rows than a table holds is refused before the first one, with a way on; never cut short."""

from __future__ import annotations

import csv
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from app.bom.lines import LineFacts, add_line
from app.bom.queries import MOST_ROWS, bom_tree
from app.bom.structure import bom_opening
from app.documents.bom_exchange import SHEET_ROWS, TABLE_ROWS, export_bom
from app.errors import PartproofError
from app.factory import Factory
from app.jobs import CanceledError, Progress, Step
from app.texts import Language
from models.vocab import Role
from tests.app.test_thread_of_release import make_part
from tests.crew import Crew

# What does not differ by engine.
pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])
_LEVELS = 24


@pytest.fixture
def doubling(factory: Factory, crew: Crew) -> list[int]:
    """Revisions of 24 assemblies, each with two lines of the next: at place n stand 2 ** (25 - n) - 2 rows below."""
    engineer = crew.actor(Role.ENGINEER)
    made = [make_part(factory, engineer, f"DB-{level:02}") for level in range(_LEVELS + 1)]
    for (_part, revision), (child, _revision) in pairwise(made):
        for find_number in ("10", "20"):
            facts = LineFacts(child, find_number, Decimal("1.50"), "EA")
            factory.perform(add_line, revision, facts, actor=engineer)
    return [revision for _part, revision in made]


def _refused(factory: Factory, revision: int, path: Path) -> PartproofError:
    with pytest.raises(PartproofError) as refused:
        factory.ask(export_bom, revision, path)
    for code in ("ko", "en"):
        said = Language(code).explain(refused.value)
        assert "CSV" in said or path.suffix == ".csv"
        assert str(refused.value.values["rows"]) in said.replace(",", "")
    return refused.value


def test_what_a_table_cannot_hold_is_refused_with_a_way_on(
    factory: Factory, doubling: list[int], tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    book, table, own = folder / "bom.xlsx", folder / "bom.csv", folder / "own.xlsx"
    book.write_bytes(b"the former file")
    too_long = _refused(factory, doubling[4], book)
    assert too_long.code == "bom.too_long_for_sheet"
    assert too_long.values["rows"] == 2**21 - 2 > SHEET_ROWS
    endless = _refused(factory, doubling[0], table)
    assert endless.code == "bom.too_long_for_table"
    assert endless.values["rows"] == 2**25 - 2 > TABLE_ROWS
    # The former file stays, none is begun, and the way on that is named works.
    assert book.read_bytes() == b"the former file"
    assert [path.name for path in folder.iterdir()] == ["bom.xlsx"]
    factory.ask(export_bom, doubling[0], own, deep=False)
    assert own.is_file()
    with pytest.raises(PartproofError) as kept:
        factory.ask(bom_tree, doubling[4])
    assert kept.value.code == "bom.too_many_rows"
    # The count made before the first row is that of the rows.
    for place in (_LEVELS - 5, _LEVELS):
        rows = factory.ask(bom_tree, doubling[place])
        assert len(rows) - 1 == 2 ** (_LEVELS + 1 - place) - 2
        assert factory.ask(bom_opening, doubling[place]).shape.rows == len(rows) - 1
        path = tmp_path / f"{place}.csv"
        factory.ask(export_bom, doubling[place], path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            written = list(csv.reader(file))
        assert [row[1:3] for row in written[1:]] == [[row.find_number, row.number] for row in rows[1:]]


@pytest.mark.slow
def test_more_rows_than_are_ever_kept_are_written_one_by_one(
    factory: Factory, doubling: list[int], tmp_path: Path
) -> None:
    place, path = _LEVELS - 16, tmp_path / "long.csv"
    rows = 2**17 - 2 + 2**17
    with pytest.raises(PartproofError):
        factory.ask(bom_tree, doubling[place - 1])
    factory.ask(export_bom, doubling[place - 1], path)
    with path.open("rb") as file:
        assert sum(1 for _line in file) - 1 == rows > MOST_ROWS


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_stopped_export_leaves_the_former_file(
    factory: Factory, doubling: list[int], tmp_path: Path, ending: str
) -> None:
    folder = tmp_path / "stopped"
    folder.mkdir()
    path = folder / f"bom{ending}"
    path.write_bytes(b"the former file")
    told: list[Step] = []

    def tell(step: Step) -> None:
        told.append(step)
        if step.done:
            progress.cancel()

    progress = Progress(tell)
    with pytest.raises(CanceledError):
        factory.ask(export_bom, doubling[13], path, progress=progress)
    assert [(step.done, step.total) for step in told] == [(0, 4_094), (2_000, 4_094)]
    assert path.read_bytes() == b"the former file"
    assert list(folder.iterdir()) == [path]
