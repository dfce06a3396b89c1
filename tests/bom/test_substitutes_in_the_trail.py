"""A substitute that is taken off a line is taken off in the audit chain too; on both engines."""

from __future__ import annotations

from dataclasses import replace

from app.audit_trail import check_trail
from app.bom.drafts import read_draft, save_draft
from app.bom.lines import add_substitute, remove_substitute
from app.changes.replacing import replace_everywhere
from models.vocab import PartKind
from tests.app.test_thread_of_release import make_part
from tests.bom.test_resolution import Shop, shop

__all__ = ["shop"]


def test_every_way_to_take_a_substitute_off_stands_in_the_trail(shop: Shop) -> None:
    one, two, three = (
        make_part(shop.factory, shop.engineer, number, PartKind.STANDARD)[0] for number in ("O1", "O2", "O3")
    )
    for part in (one, two, three):
        shop.do(add_substitute, shop.line, part)
    shop.do(remove_substitute, shop.line, two)
    assert shop.factory.ask(check_trail).problems == []
    base = shop.factory.ask(read_draft, shop.kit_0)
    assert base.lines[0].substitutes == (one, three)
    shop.do(save_draft, base, [replace(base.lines[0], substitutes=(three, one)), *base.lines[1:]])
    assert shop.factory.ask(read_draft, shop.kit_0).lines[0].substitutes == (three, one)
    assert shop.factory.ask(check_trail).problems == []
    shop.do(replace_everywhere, one, two, [shop.kit], title="t", reason="r")
    assert shop.factory.ask(read_draft, shop.kit_0).lines[0].substitutes == (three, two)
    assert shop.factory.ask(check_trail).problems == []
