"""No BOM contains itself, by whatever path a line comes in; large ones are shown without a query per node."""

from __future__ import annotations

import threading
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from app.audit_trail import check_trail
from app.bom.import_bom import import_bom
from app.bom.import_xlsx import preview_bom
from app.bom.lines import LineFacts, add_line, add_substitute, copy_bom, edit_line
from app.bom.queries import bom_tree, quantities
from app.changes.content import content_hash
from app.changes.guards import release_guards
from app.errors import PartproofError
from app.factory import Factory
from app.parts.parts import edit_part
from app.parts.queries import part_head, part_rows
from app.unit_of_work import UnitOfWork
from app.wiring import build_hooks
from models.bom import BomLine
from models.part import Part, PartRevision
from models.vocab import Maturity, Noun, PartKind, RevisionState, Role, Source
from tests.app.test_thread_of_release import make_part
from tests.crew import Crew
from tests.guards import ANSWER
from tests.rules.counting import counted

LEVELS, LINES = 6, 5_000


def _line(child: int, find: str = "10", quantity: str = "1", **facts: Any) -> LineFacts:
    return LineFacts(child, find, Decimal(quantity), "EA", **facts)


def _code(factory: Factory, verb: Any, *args: Any, **facts: Any) -> str:
    with pytest.raises(PartproofError) as refused:
        factory.perform(verb, *args, **facts)
    return refused.value.code


def test_every_way_to_close_a_circle_is_refused(factory: Factory, crew: Crew, tmp_path: Path) -> None:
    engineer = crew.actor(Role.ENGINEER)
    a, a_draft = make_part(factory, engineer, "A")
    b, b_draft = make_part(factory, engineer, "B")
    c, c_draft = make_part(factory, engineer, "C")
    d, d_draft = make_part(factory, engineer, "D")
    factory.perform(add_line, a_draft, _line(b), actor=engineer)
    factory.perform(add_line, b_draft, _line(c), actor=engineer)
    line = factory.perform(add_line, c_draft, _line(d), actor=engineer).result
    by = {"actor": engineer}
    assert _code(factory, add_line, a_draft, _line(a, "20"), **by) == "bom.self"
    assert _code(factory, add_line, c_draft, _line(a, "20"), **by) == "bom.cycle"
    assert _code(factory, edit_line, line, _line(b), **by) == "bom.cycle"
    assert _code(factory, edit_line, line, _line(c), **by) == "bom.self"
    assert _code(factory, add_substitute, line, a, **by) == "bom.cycle"
    assert _code(factory, add_substitute, line, c, **by) == "bom.self"
    assert _code(factory, add_substitute, line, d, **by) == "bom.same_part"
    # B's lines under D would put C, which holds D, into D.
    assert _code(factory, copy_bom, b_draft, d_draft, **by) == "bom.cycle"
    file = tmp_path / "loop.csv"
    file.write_text("Level,Part Number,Name,Qty\n1,E,e,1\n2,F,f,1\n3,B,b,1\n", encoding="utf-8")
    facts = {"source_name": file.name, "actor": engineer}
    assert _code(factory, import_bom, "D", preview_bom(file), **facts) == "bom.cycle"
    assert [row.number for row in factory.ask(part_rows)] == ["A", "B", "C", "D"]
    assert factory.ask(check_trail).problems == []


def test_two_edits_that_close_a_circle_only_together(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    a, a_draft = make_part(factory, engineer, "A")
    b, b_draft = make_part(factory, engineer, "B")
    stations = [Factory(factory.place, build_hooks(), factory.clock) for _ in range(2)]
    codes: list[str] = []
    both = threading.Barrier(2, timeout=ANSWER)
    waited: set[int] = set()

    def slow(unit: UnitOfWork, draft: int, child: int) -> None:
        # On SQLite the first one holds the database, so they cannot meet here.
        if unit.session.get_bind().dialect.name == "postgresql" and draft not in waited:
            waited.add(draft)
            both.wait()
        add_line(unit, draft, _line(child))
        time.sleep(0.2)

    def work(station: Factory, draft: int, child: int) -> None:
        try:
            station.perform(slow, draft, child, actor=engineer)
            codes.append("done")
        except PartproofError as refusal:
            codes.append(refusal.code)

    threads = [
        threading.Thread(target=work, args=(stations[0], a_draft, b)),
        threading.Thread(target=work, args=(stations[1], b_draft, a)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for station in stations:
        station.close()
    assert sorted(codes) == ["bom.cycle", "done"]


def test_what_a_line_may_not_say(factory: Factory, crew: Crew, tmp_path: Path) -> None:
    engineer = crew.actor(Role.ENGINEER)
    _, a_draft = make_part(factory, engineer, "A")
    b, _ = make_part(factory, engineer, "B")
    c, c_draft = make_part(factory, engineer, "C")
    by = {"actor": engineer}
    first = factory.perform(add_line, a_draft, _line(b), **by).result
    second = factory.perform(add_line, a_draft, _line(c, "20"), **by).result
    for quantity in ("0", "-1", "0.000"):
        assert _code(factory, add_line, a_draft, _line(c, "30", quantity), **by) == "bom.quantity"
    assert _code(factory, add_line, a_draft, _line(c, "30", per=Decimal(0)), **by) == "bom.quantity"
    assert _code(factory, add_line, a_draft, _line(c, "10"), **by) == "bom.find_number"
    assert _code(factory, edit_line, second, _line(c, " 10 "), **by) == "bom.find_number"
    assert _code(factory, edit_line, first, _line(b, pinned_revision_id=c_draft), **by) == "record.not_found"
    assert _code(factory, add_line, a_draft, _line(999, "30"), **by) == "record.not_found"
    head = factory.ask(part_head, c)
    assert head is not None
    factory.perform(edit_part, c, expected_version=head.version, reason="x", active=False, **by)
    assert _code(factory, add_line, a_draft, _line(c, "30"), **by) == "part.inactive"
    assert _code(factory, add_substitute, first, c, **by) == "part.inactive"
    make_part(factory, engineer, "D")
    file = tmp_path / "inactive.csv"
    file.write_text("Level,Part Number,Name,Qty\n1,C,c,1\n", encoding="utf-8")
    facts = {"source_name": file.name, "actor": engineer}
    assert _code(factory, import_bom, "D", preview_bom(file), **facts) == "part.inactive"


def test_a_circle_put_in_by_hand_is_neither_shown_nor_released(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    a, a_draft = make_part(factory, engineer, "A", PartKind.STANDARD)
    b, b_draft = make_part(factory, engineer, "B", PartKind.STANDARD)
    factory.perform(add_line, a_draft, _line(b), actor=engineer)
    from models.database import write_engine

    engine = write_engine(factory.place.database)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO bom_line SELECT 999, :b, find_number, position, :a, NULL, quantity, per, unit, "
                "reference, note, optional, scrap_percent FROM bom_line"
            ),
            {"b": b_draft, "a": a},
        )
    engine.dispose()
    with pytest.raises(PartproofError) as refused:
        factory.ask(bom_tree, a_draft)
    assert refused.value.code == "bom.too_deep"
    rows = factory.ask(release_guards, Noun.PART_REVISION, a_draft)
    assert [row.met for row in rows if row.sentence == "No part contains itself"] == [False]
    assert any("no recorded act" in problem.sentence for problem in factory.ask(check_trail).problems)


def _large(unit: UnitOfWork) -> int:
    """Make a BOM of 5,000 lines over six levels with shared, pinned and substituted parts; return its revision."""
    per_level = LINES // (LEVELS * 10) + 1
    numbers = ["TOP", *(f"L{level}-{n}" for level in range(1, LEVELS + 1) for n in range(per_level * 2))]
    parts = unit.insert_many(Part, [_part_row(number) for number in numbers])
    revisions = unit.insert_many(PartRevision, [_revision_row(unit, part) for part in parts])
    by_number = dict(zip(numbers, zip(parts, revisions, strict=True), strict=True))
    rows: list[dict[str, Any]] = []

    def put(parent: str, child: str, position: int) -> None:
        pinned = by_number[child][1] if position % 3 == 0 else None
        rows.append(_line_row(by_number[parent][1], by_number[child][0], position, pinned))

    for n in range(per_level * 2):
        put("TOP", f"L1-{n}", n)
        for level in range(1, LEVELS):
            for k in range(5):
                put(f"L{level}-{n}", f"L{level + 1}-{(n + k) % (per_level * 2)}", k)
    unit.insert_many(BomLine, rows)
    unit.record("made", Noun.BOM, by_number["TOP"][1], lines=len(rows))
    return by_number["TOP"][1]


def _part_row(number: str) -> dict[str, Any]:
    words = {"number": number, "number_key": number.casefold(), "name": number, "name_en": "", "unit": "EA"}
    kinds = {"kind": PartKind.STANDARD, "source": Source.MADE}
    return {**words, **kinds, "material": "", "weight": None, "active": True, "version": 1}


def _revision_row(unit: UnitOfWork, part_id: int) -> dict[str, Any]:
    nothing = ("content_hash", "weight", "released_at", "effective_from", "effective_to", "superseded_by_id")
    return {
        **dict.fromkeys(nothing),
        **dict.fromkeys(("customer_label", "reason", "material"), ""),
        "part_id": part_id,
        "counter": 0,
        "migrated": False,
        "state": RevisionState.DRAFT,
        "maturity": Maturity.PROTOTYPE,
        "created_by_id": None,
        "created_at": unit.now,
        "version": 1,
    }


def _line_row(revision_id: int, child: int, position: int, pinned: int | None) -> dict[str, Any]:
    return {
        "revision_id": revision_id,
        "find_number": str(position),
        "position": position,
        "child_part_id": child,
        "pinned_revision_id": pinned,
        "quantity": Decimal("2.0"),
        "per": Decimal(1 if position % 2 else 3),
        "unit": "EA",
        "reference": "",
        "note": "",
        "optional": False,
        "scrap_percent": Decimal(0),
    }


def test_a_large_structure_costs_queries_by_level_not_by_node(factory: Factory, crew: Crew) -> None:
    top = factory.perform(_large, actor=crew.actor(Role.ENGINEER)).result
    lines = factory.ask(lambda session: len(session.scalars(select(BomLine.id)).all()))
    assert lines > LINES * 0.8
    with counted(factory) as sent:
        begun = time.process_time()  # what other programs take of a busy machine does not count
        needed = factory.ask(quantities, top)
        seconds = time.process_time() - begun
    assert len(sent) <= 6 * (LEVELS + 2)
    assert seconds < 10
    assert len(needed) > LINES / 10
    with counted(factory) as sent:
        factory.ask(content_hash, Noun.PART_REVISION, top)
        factory.ask(release_guards, Noun.PART_REVISION, top)
    assert len(sent) <= 25


def test_a_tree_of_five_thousand_rows_is_shown_at_once(factory: Factory, crew: Crew) -> None:
    def make(unit: UnitOfWork) -> int:
        fan = 4
        numbers = ["R", *(f"N{level}-{n}" for level in range(1, LEVELS + 1) for n in range(fan))]
        parts = unit.insert_many(Part, [_part_row(number) for number in numbers])
        revisions = unit.insert_many(PartRevision, [_revision_row(unit, part) for part in parts])
        rows = [_line_row(revisions[0], parts[1 + n], n, None) for n in range(fan)]
        for level in range(LEVELS - 1):
            for parent in range(fan):
                for child in range(fan):
                    here, below = 1 + level * fan + parent, 1 + (level + 1) * fan + child
                    rows.append(_line_row(revisions[here], parts[below], child, None))
        unit.insert_many(BomLine, rows)
        unit.record("made", Noun.BOM, revisions[0])
        return revisions[0]

    top = factory.perform(make, actor=crew.actor(Role.ENGINEER)).result
    with counted(factory) as sent:
        begun = time.process_time()  # what other programs take of a busy machine does not count
        tree = factory.ask(bom_tree, top)
        seconds = time.process_time() - begun
    assert len(tree) == sum(4**level for level in range(LEVELS + 1)) == 5_461
    assert max(row.level for row in tree) == LEVELS
    assert len(sent) <= 5 * (LEVELS + 2)
    assert seconds < 10
    totals: dict[int, Decimal] = {}
    for row in tree:
        totals[row.part_id] = totals.get(row.part_id, Decimal(0)) + row.total
    for part, amount in factory.ask(quantities, top).items():
        assert abs(totals[part] - amount) < Decimal("1e-20")
