"""What a BOM resolves to for a day, a lot or an order; sums with their units; baselines, check-ins, sessions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.bom.baselines import baseline_holds, baseline_rows, make_baseline
from app.bom.compare import compared, side_of, side_of_revision
from app.bom.copies import copy_part, revise_part
from app.bom.drafts import DraftLine, parts_by_number, read_draft, save_draft
from app.bom.iterations import check_in, iteration_difference, iteration_rows
from app.bom.lines import LineFacts, add_line, add_substitute, edit_line, remove_substitute
from app.bom.queries import BomRow, bom_tree, where_used
from app.bom.roll_up import needed, roll_up
from app.bom.where_used import where_used_everywhere
from app.changes.release import release
from app.errors import PartproofError
from app.factory import Factory
from app.parts.effectivity import Scope, add_effectivity
from app.parts.in_force import asked_for
from app.parts.lifecycle import obsolete_revision
from app.parts.parts import add_customer, edit_part, edit_revision, link_customer
from models.rules.compare import Difference
from models.rules.units import converted, factor
from models.vocab import EffectivityScope, Noun, PartKind, Role
from tests.app.test_thread_of_release import approve, make_part
from tests.crew import Crew


class Shop:
    """An assembly KIT of 4 bolts and 0.5 kg of wax, and the people."""

    def __init__(self, factory: Factory, crew: Crew) -> None:
        self.factory, self.crew, self.engineer = factory, crew, crew.actor(Role.ENGINEER)
        self.bolt, self.bolt_0 = make_part(factory, self.engineer, "BOLT", PartKind.STANDARD)
        self.wax, self.wax_0 = make_part(factory, self.engineer, "WAX", PartKind.STANDARD)
        self.kit, self.kit_0 = make_part(factory, self.engineer, "KIT", PartKind.PACKAGING)
        self.line = self.do(add_line, self.kit_0, LineFacts(self.bolt, "10", Decimal("4"), "EA"))
        self.do(add_line, self.kit_0, LineFacts(self.wax, "20", Decimal("3"), "EA", per=Decimal(1000)))

    def do(self, verb: Any, *args: Any, **facts: Any) -> Any:
        """Perform a verb as the engineer."""
        return self.factory.perform(verb, *args, actor=self.engineer, **facts).result

    def code(self, verb: Any, *args: Any, **facts: Any) -> str:
        """Return the code of the refusal."""
        with pytest.raises(PartproofError) as refused:
            self.do(verb, *args, **facts)
        return refused.value.code

    def code_of_query(self, query: Any, *args: Any) -> str:
        """Return the code by which a query refuses."""
        with pytest.raises(PartproofError) as refused:
            self.factory.ask(query, *args)
        return refused.value.code

    def put(self, *revisions: int, **facts: Any) -> None:
        """Approve and release together."""
        for revision in revisions:
            approve(self.factory, self.crew, Noun.PART_REVISION, revision)
        self.do(release, [(Noun.PART_REVISION, revision) for revision in revisions], **facts)

    def refused(self, statement: str) -> bool:
        """Tell whether the database itself refuses a statement."""
        try:
            with self.factory._write.begin() as connection:
                connection.execute(text(statement))
        except DBAPIError:
            return True
        return False


@pytest.fixture
def shop(factory: Factory, crew: Crew) -> Shop:
    """The assembly as a draft."""
    return Shop(factory, crew)


def test_a_bom_resolves_by_day_lot_and_order(shop: Shop) -> None:
    shop.put(shop.bolt_0, shop.wax_0, shop.kit_0)
    second = shop.do(revise_part, shop.bolt, reason="EO")
    shop.put(second, from_day=date(2026, 12, 1))
    order = Scope(EffectivityScope.CUSTOMER_ORDER, "PO-9")
    shop.do(add_effectivity, second, order, reason="first article")

    def bolt(**asked: Any) -> int | None:
        def query(session: Session) -> tuple[BomRow, ...]:
            return bom_tree(session, shop.kit_0, asked=asked_for(session, **asked))

        found = {row.number: row.revision_id for row in shop.factory.ask(query)}
        return found["BOLT"]

    assert bolt(day=date(2026, 11, 30)) == shop.bolt_0
    assert bolt(day=date(2026, 12, 1)) == second
    assert bolt(day=date(2026, 11, 30), order="po-9") == second
    # Without a question: what is released and in force; the other one waits.
    rows = {row.number: row.revision_id for row in shop.factory.ask(bom_tree, shop.kit_0)}
    assert rows["BOLT"] == shop.bolt_0


def test_sums_convert_inside_one_dimension_and_say_what_they_lack(shop: Shop) -> None:
    assert factor("g", "kg") == converted(Decimal(1), "g", "kg")
    assert converted(Decimal("1"), "in", "mm") == Fraction("25.4")
    assert factor("kg", "m") is None
    assert (
        shop.code(add_line, shop.kit_0, LineFacts(shop.bolt, "30", Decimal(1), "kg")) == "bom.unit_dimension"
    )
    high = LineFacts(shop.bolt, "30", Decimal(1), "EA", scrap_percent=Decimal(100))
    assert shop.code(add_line, shop.kit_0, high) == "bom.scrap"
    top, top_0 = make_part(shop.factory, shop.engineer, "TOP", PartKind.PACKAGING)
    shop.do(add_line, top_0, LineFacts(shop.kit, "10", Decimal(2), "EA"))
    shop.do(add_line, top_0, LineFacts(shop.bolt, "20", Decimal(1), "EA", optional=True))
    found = shop.factory.ask(needed, top_0).quantities
    assert {found[shop.bolt], found[top]} == {Decimal(9), Decimal(1)}
    assert found[shop.wax] == Decimal("0.006")
    shop.do(edit_revision, shop.bolt_0, weight=Decimal("0.0125"))
    shop.do(edit_part, shop.bolt, expected_version=1, reason="x", cost=Decimal("120"), currency="KRW")
    lossy = LineFacts(shop.bolt, "10", Decimal("4"), "EA", scrap_percent=Decimal("2.5"))
    shop.do(edit_line, shop.line, lossy)
    sums = shop.factory.ask(roll_up, top_0)
    assert sums.kilograms == Decimal("0.1")  # 2 × 4 × 0.0125; the optional bolt and scrap are not in it
    assert sums.without_weight == ("WAX",)
    assert sums.costs == (("KRW", Decimal("984")),)  # 2 × 4 × 1.025 × 120
    more = shop.factory.ask(roll_up, top_0, with_optional=True, with_scrap=False)
    assert more.costs == (("KRW", Decimal("1080")),)
    assert more.kilograms == Decimal("0.1125")
    above = shop.factory.ask(where_used_everywhere, shop.bolt)
    assert [(row.number, row.level, row.product) for row in above] == [("KIT", 1, False), ("TOP", 1, True)]
    customer = shop.do(add_customer, code="HG", name="한길자동차")
    shop.do(link_customer, top, customer, customer_part_number="1", vehicle="NE1")
    queries: tuple[Any, ...] = (where_used, where_used_everywhere)
    for query in queries:
        assert [row.number for row in shop.factory.ask(query, shop.bolt, linked={"vehicle": "NE1"})] == [
            "TOP"
        ]
        assert shop.factory.ask(query, shop.bolt, linked={"vehicle": "CV2"}) == ()


def test_a_baseline_holds_its_hash_and_no_sql_touches_it(shop: Shop) -> None:
    made = shop.do(make_baseline, shop.kit_0, name="PPAP")
    assert shop.code(make_baseline, shop.kit_0, name="ppap") == "bom.baseline_exists"
    shop.do(edit_line, shop.line, LineFacts(shop.bolt, "10", Decimal("5"), "EA"))
    assert shop.factory.ask(baseline_holds, made)
    found = shop.factory.ask(
        lambda s: compared(side_of(s, "baseline", made), side_of_revision(s, shop.kit_0))
    )
    assert [row.fields for row in found.rows if row.difference is Difference.CHANGED] == [
        (("quantity", "4", "5"),)
    ]
    assert [(row.lines, row.holds) for row in shop.factory.ask(baseline_rows, shop.kit)] == [(2, True)]
    assert shop.refused("UPDATE baseline SET name = 'x'")
    assert shop.refused("DELETE FROM baseline")


def test_check_ins_keep_what_was_and_unchanged_content_makes_none(shop: Shop) -> None:
    assert shop.do(check_in, shop.kit_0, note="처음") == 1
    assert shop.code(check_in, shop.kit_0, note="다시") == "part.nothing_changed"
    shop.do(edit_line, shop.line, LineFacts(shop.bolt, "10", Decimal("6"), "EA"))
    shop.do(edit_revision, shop.kit_0, material="종이")
    assert shop.do(check_in, shop.kit_0, note="볼트 6개") == 2
    rows = shop.factory.ask(iteration_rows, shop.kit_0)
    assert [(row.number, row.note, row.who) for row in rows] == [
        (2, "볼트 6개", shop.engineer.name),
        (1, "처음", shop.engineer.name),
    ]
    for newer in (rows[0].id, None):
        found = shop.factory.ask(iteration_difference, rows[1].id, newer)
        assert found.fields == (("material", "", "종이"),)
        assert [row.fields for row in found.lines.rows if row.difference is Difference.CHANGED] == [
            (("quantity", "4", "6"),)
        ]
    assert shop.refused("UPDATE part_iteration SET note = 'x'")
    shop.put(shop.bolt_0, shop.wax_0, shop.kit_0)
    assert shop.code(check_in, shop.kit_0, note="x") == "part.not_draft"
    assert shop.refused("DELETE FROM part_iteration")


def test_a_session_is_saved_whole_or_not_at_all(shop: Shop) -> None:
    base = shop.factory.ask(read_draft, shop.kit_0)
    first, second = base.lines
    swapped = [
        replace(second, facts=replace(second.facts, find_number="10")),
        replace(first, facts=replace(first.facts, find_number="20"), substitutes=(shop.wax,)),
    ]
    saved = shop.do(save_draft, base, swapped)
    assert (saved.added, saved.changed, saved.removed) == (0, 2, 0)
    rows = [row for row in shop.factory.ask(bom_tree, shop.kit_0) if row.level == 1]
    assert [(row.find_number, row.number, row.substitutes) for row in rows] == [
        ("10", "WAX", ()),
        ("20", "BOLT", ("WAX",)),
    ]
    shop.do(remove_substitute, first.line_id, shop.wax)
    now = shop.factory.ask(read_draft, shop.kit_0)
    for wrong, code in (
        (LineFacts(shop.kit, "30", Decimal(1), "EA"), "bom.self"),
        (LineFacts(shop.bolt, "10", Decimal(1), "EA"), "bom.find_number"),
        (LineFacts(shop.bolt, "30", Decimal(0), "EA"), "bom.quantity"),
    ):
        assert shop.code(save_draft, now, [*now.lines[:1], DraftLine(None, wrong)]) == code
    known = shop.factory.ask(parts_by_number, ["bolt", "nothing"])
    assert {key: (part.id, part.revisions) for key, part in known.items()} == {
        "bolt": (shop.bolt, (("0", shop.bolt_0),))
    }
    loop = DraftLine(None, LineFacts(shop.wax, "30", Decimal(1), "EA"), (shop.kit,))
    assert shop.code(save_draft, now, [*now.lines, loop]) == "bom.same_part"
    assert shop.factory.ask(read_draft, shop.kit_0) == now


def test_a_child_made_obsolete_later_flags_the_parent_and_changes_nothing(shop: Shop) -> None:
    shop.do(add_substitute, shop.line, shop.wax)
    shop.put(shop.bolt_0, shop.wax_0, shop.kit_0)
    before = shop.factory.ask(read_draft, shop.kit_0)
    shop.do(obsolete_revision, shop.bolt_0, reason="단종", although_used=True)
    row = next(row for row in shop.factory.ask(bom_tree, shop.kit_0) if row.number == "BOLT")
    assert row.revision_id is None
    assert shop.factory.ask(read_draft, shop.kit_0) == before


def test_a_copy_takes_the_content_over_under_its_own_number(shop: Shop) -> None:
    copied = shop.do(copy_part, shop.kit_0, number="KIT-2", name="다른 키트")
    assert shop.code(copy_part, shop.kit_0, number="kit-2", name="x") == "part.exists"
    above = shop.factory.ask(where_used_everywhere, shop.bolt)
    assert [row.number for row in above] == ["KIT", "KIT-2"]
    assert copied != shop.kit
