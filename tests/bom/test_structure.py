"""A BOM opened branch by branch, what it flags as obsolete, and what is missing to make so many of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.bom.copies import revise_part
from app.bom.lines import LineFacts, add_line, add_substitute, edit_line
from app.bom.queries import bom_tree
from app.bom.roll_up import roll_up
from app.bom.shortage import shortage
from app.bom.structure import SHORT, AsOf, bom_branches, bom_opening
from app.factory import Factory
from app.parts.effectivity import Scope, add_effectivity
from app.parts.lifecycle import obsolete_revision
from app.parts.parts import edit_part
from app.production.lots import create_lot
from app.unit_of_work import UnitOfWork
from models.bom import BomLine
from models.part import Part, PartRevision
from models.production import Lot
from models.vocab import EffectivityScope, LotState, Noun, PartKind, Role
from tests.app.test_thread_of_release import make_part
from tests.bom.test_resolution import Shop, shop
from tests.crew import Crew
from tests.rules.counting import counted
from tests.rules.test_bom_paths import _line_row, _part_row, _revision_row

__all__ = ["shop"]

LEVELS, WIDE = 12, 5


def _shared(unit: UnitOfWork) -> list[int]:
    """Make twelve levels of five parts, each of which holds all five below: 306 parts' lines, 5^12 paths."""
    numbers = ["TOP", *(f"S{level}-{n}" for level in range(1, LEVELS + 1) for n in range(WIDE))]
    parts = unit.insert_many(Part, [_part_row(number) for number in numbers])
    revisions = unit.insert_many(PartRevision, [_revision_row(unit, part) for part in parts])
    rows = [_line_row(revisions[0], parts[1 + n], n, None) for n in range(WIDE)]
    for level in range(LEVELS - 1):
        for parent in range(WIDE):
            for child in range(WIDE):
                here, below = 1 + level * WIDE + parent, 1 + (level + 1) * WIDE + child
                rows.append(_line_row(revisions[here], parts[below], child, None))
    unit.insert_many(BomLine, rows)
    unit.record("made", Noun.BOM, revisions[0])
    return list(revisions)


def test_millions_of_paths_cost_what_their_lines_cost(factory: Factory, crew: Crew) -> None:
    revisions = factory.perform(_shared, actor=crew.actor(Role.ENGINEER)).result
    with counted(factory) as sent:
        found = factory.ask(bom_opening, revisions[0])
    assert found.shape.rows == sum(WIDE**level for level in range(1, LEVELS + 1)) > 300_000_000
    assert found.shape.levels == LEVELS
    assert list(found.branches) == [revisions[0]]
    assert len(sent) <= 4 * (LEVELS + 4)
    below = [entry.row.revision_id for entry in found.branches[revisions[0]]]
    assert all(entry.opens for entry in found.branches[revisions[0]])
    with counted(factory) as sent:
        branch = factory.ask(bom_branches, [below[0] or 0])
    assert [entry.row.number for entry in branch[below[0] or 0]] == [f"S2-{n}" for n in range(WIDE)]
    assert len(sent) <= 8
    leaves = factory.ask(bom_branches, [revisions[-WIDE - 1]])
    assert [entry.opens for entry in leaves[revisions[-WIDE - 1]]] == [False] * WIDE
    # A quantity per 3 on every other line: the sums stay as short as their common denominator.
    assert factory.ask(roll_up, revisions[0]).without_weight == tuple(f"S{LEVELS}-{n}" for n in range(WIDE))
    again = factory.ask(bom_opening, revisions[0], [below[0] or 0, 10**9])
    assert set(again.branches) == {revisions[0], below[0]}


def test_a_short_structure_opens_whole_and_says_what_the_list_says(shop: Shop) -> None:
    found = shop.factory.ask(bom_opening, shop.kit_0)
    rows = shop.factory.ask(bom_tree, shop.kit_0)
    assert found.top == rows[0]
    assert [entry.row for entry in found.branches[shop.kit_0]] == list(rows[1:])
    assert found.shape.rows == len(rows) - 1 <= SHORT


def test_what_is_obsolete_or_out_of_use_is_flagged_at_every_level(shop: Shop) -> None:
    _outer, outer_0 = _holder(shop, "OUTER", shop.kit)
    shop.put(shop.bolt_0, shop.wax_0, shop.kit_0)
    assert shop.factory.ask(bom_opening, outer_0).shape.obsolete == ()
    shop.do(obsolete_revision, shop.bolt_0, reason="EO", although_used=True)
    shape = shop.factory.ask(bom_opening, outer_0).shape
    assert shape.obsolete == ("BOLT",)
    assert shape.containing == {outer_0, shop.kit_0}
    flags = {row.row.number: row.obsolete for row in shop.factory.ask(bom_branches, [shop.kit_0])[shop.kit_0]}
    assert flags == {"BOLT": True, "WAX": False}
    shop.do(edit_part, shop.wax, expected_version=1, reason="no more", active=False)
    assert shop.factory.ask(bom_opening, outer_0).shape.obsolete == ("BOLT", "WAX")
    # The parent itself stays as it was released.
    assert shop.factory.ask(bom_opening, shop.kit_0).top.state == "released"  # type: ignore[union-attr]


def _holder(shop: Shop, number: str, *children: int) -> tuple[int, int]:
    part, draft = make_part(shop.factory, shop.engineer, number, PartKind.STANDARD)
    for at, child in enumerate(children, 1):
        shop.do(add_line, draft, LineFacts(child, str(at), Decimal(2), "EA"))
    return part, draft


def test_a_tree_is_shown_for_a_day_a_lot_or_an_order(shop: Shop) -> None:
    shop.put(shop.bolt_0, shop.wax_0, shop.kit_0)
    second = shop.do(revise_part, shop.bolt, reason="EO")
    shop.put(second, from_day=date(2026, 12, 1))
    shop.do(add_effectivity, second, Scope(EffectivityScope.LOT, "L-7"), reason="trial")

    def bolt(at: AsOf) -> int | None:
        found = shop.factory.ask(bom_opening, shop.kit_0, (), at).branches[shop.kit_0]
        return found[0].row.revision_id

    assert bolt(AsOf()) == shop.bolt_0
    assert bolt(AsOf(date(2026, 12, 2))) == second
    assert bolt(AsOf(date(2026, 11, 30), lot="l-7")) == second
    assert bolt(AsOf(date(2026, 11, 30), lot="l-70")) == shop.bolt_0
    assert bolt(AsOf(date(2026, 11, 30), order="L-7")) == shop.bolt_0


def _put_on_shelf(unit: UnitOfWork, lot_id: int) -> None:
    lot = unit.session.get_one(Lot, lot_id)
    lot.state = LotState.RELEASED
    unit.record("lot_released", Noun.LOT, lot_id)


def _stock(shop: Shop, crew: Crew, part: int, quantity: str, *, released: bool = True) -> None:
    actor = crew.actor(Role.QUALITY)
    made = shop.factory.perform(create_lot, part_id=part, quantity=Decimal(quantity), actor=actor).result
    if released:
        shop.factory.perform(_put_on_shelf, made, actor=actor)


def test_what_is_missing_for_so_many_pieces(shop: Shop, crew: Crew) -> None:
    _outer, outer_0 = _holder(shop, "OUTER", shop.kit, shop.bolt)
    line = shop.factory.ask(bom_branches, [shop.kit_0])[shop.kit_0][0].row.line_id
    shop.do(edit_line, line, LineFacts(shop.bolt, "10", Decimal(4), "EA", scrap_percent=Decimal(25)))
    shop.do(add_substitute, line, shop.wax)
    _stock(shop, crew, shop.kit, "3")
    _stock(shop, crew, shop.bolt, "11")
    _stock(shop, crew, shop.bolt, "500", released=False)
    _stock(shop, crew, shop.wax, "0.05")
    found = shop.factory.ask(shortage, outer_0, Decimal(10))
    told = {row.number: (str(row.needed), str(row.available), str(row.missing)) for row in found.rows}
    # 20 kits, 3 are there: 17 * 4 + 25 % bolts, and 2 each in the outer one; three grams of wax for 1000.
    assert told == {"BOLT": ("105", "11", "94"), "WAX": ("0.051", "0.05", "0.001")}
    assert shop.factory.ask(shortage, outer_0, Decimal("0.5")).rows == ()
    assert shop.code_of_query(shortage, outer_0, Decimal(0)) == "bom.pieces"
