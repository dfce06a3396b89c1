"""A part is replaced in many BOMs by a change order; what is released stays as it was."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from app.bom.lines import LineFacts, add_line, add_substitute
from app.bom.queries import bom_tree
from app.changes.orders import items_of
from app.changes.replacing import holders, replace_everywhere
from app.errors import PartproofError
from app.factory import Factory
from app.parts.queries import part_head
from models.change import ChangeOrder
from models.vocab import Noun, PartKind, RevisionState, Role
from tests.app.test_thread_of_release import make_part
from tests.bom.test_resolution import Shop
from tests.crew import Crew


class Yard(Shop):
    """KIT of the shop and BOX beside it, both with BOLT, released; STUD may replace it."""

    def __init__(self, factory: Factory, crew: Crew) -> None:
        super().__init__(factory, crew)
        self.stud, self.stud_0 = make_part(factory, self.engineer, "STUD", PartKind.STANDARD)
        self.box, self.box_0 = make_part(factory, self.engineer, "BOX", PartKind.PACKAGING)
        facts = LineFacts(self.wax, "10", Decimal("0.50"), "EA", note="가", reference="R1")
        line = self.do(add_line, self.box_0, facts)
        self.do(add_substitute, line, self.bolt)
        self.do(add_line, self.box_0, LineFacts(self.bolt, "20", Decimal("2.0"), "EA", note="나"))
        self.put(self.bolt_0, self.stud_0, self.wax_0, self.kit_0, self.box_0)

    def replaced(self, *parents: int, by: int | None = None) -> int:
        """Replace the bolt by the stud in some BOMs; return the order's id."""
        words = {"title": "볼트 → 스터드", "reason": "원가"}
        made: int = self.do(replace_everywhere, self.bolt, by or self.stud, parents, **words)
        return made

    def lines(self, revision: int) -> list[tuple[Any, ...]]:
        """Return what stands in a revision."""
        rows = self.factory.ask(bom_tree, revision, deep=False)[1:]
        return [(row.find_number, row.number, str(row.quantity), row.note, row.substitutes) for row in rows]


@pytest.fixture
def yard(factory: Factory, crew: Crew) -> Yard:
    """Two released assemblies that hold the bolt."""
    return Yard(factory, crew)


def test_every_parent_becomes_an_item_with_the_other_part_in_its_draft(yard: Yard) -> None:
    rows = yard.factory.ask(holders, yard.bolt)
    assert [(row.number, row.lines) for row in rows] == [("BOX", 2), ("KIT", 1)]
    order = yard.replaced(yard.kit, yard.box)
    items = {row.owner_id: row for row in yard.factory.ask(lambda session: list(items_of(session, order)))}
    assert set(items) == {yard.kit, yard.box}
    assert {row.noun for row in items.values()} == {Noun.PART_REVISION}
    assert (items[yard.kit].from_revision_id, items[yard.box].from_revision_id) == (yard.kit_0, yard.box_0)
    assert yard.lines(items[yard.box].to_revision_id) == [
        ("10", "WAX", "0.50", "가", ("STUD",)),
        ("20", "STUD", "2.0", "나", ()),
    ]
    assert yard.lines(items[yard.kit].to_revision_id)[0][:3] == ("10", "STUD", "4")
    assert yard.lines(yard.box_0)[1][1] == "BOLT"
    head = yard.factory.ask(part_head, yard.kit)
    assert head is not None
    assert [row.state for row in head.revisions] == [RevisionState.RELEASED, RevisionState.DRAFT]
    # A second order for the same parent has to wait for the first.
    with pytest.raises(PartproofError) as refused:
        yard.do(replace_everywhere, yard.wax, yard.stud, [yard.box], title="t", reason="r")
    assert refused.value.code == "change.open_order"


def test_nothing_begins_where_it_cannot_be_done(yard: Yard) -> None:
    assert yard.code(replace_everywhere, yard.bolt, yard.bolt, [yard.kit], title="t", reason="r") == (
        "change.replace_by_itself"
    )
    assert yard.code(replace_everywhere, yard.stud, yard.bolt, [yard.kit], title="t", reason="r") == (
        "change.replace_nowhere"
    )
    # BOX would hold itself by way of KIT: refused whole, KIT included.
    holder, holder_0 = make_part(yard.factory, yard.engineer, "HOLDER", PartKind.STANDARD)
    yard.do(add_line, holder_0, LineFacts(yard.kit, "10", Decimal(1), "EA"))
    assert yard.code(replace_everywhere, yard.bolt, holder, [yard.box, yard.kit], title="t", reason="r") == (
        "bom.cycle"
    )
    assert yard.factory.ask(lambda session: session.scalars(select(ChangeOrder)).all()) == []
    head = yard.factory.ask(part_head, yard.box)
    assert head is not None
    assert len(head.revisions) == 1
    quality = yard.crew.actor(Role.QUALITY)
    with pytest.raises(PartproofError) as refused:
        yard.factory.perform(
            replace_everywhere, yard.bolt, yard.stud, [yard.kit], title="t", reason="r", actor=quality
        )
    assert refused.value.code.startswith("right")
