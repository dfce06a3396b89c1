"""Facts of parts as a person sets them: the price that a cost roll-up needs, the maturity of a revision."""

from __future__ import annotations

from decimal import Decimal

from app.parts.queries import part_head
from models.vocab import Maturity
from tests.ui_parts.rig import DesignPage
from tests.ui_parts.stage import Stage
from ui.bom.bom_foot import BomFoot


def test_a_price_is_given_and_stands_in_the_sums(page: DesignPage, stage: Stage) -> None:
    part = stage.designed.made_part
    page.open("parts", part)
    page.press("part.edit")
    page.fill(cost="1250.50", reason="견적 2026-11")
    page.answer()
    head = stage.factory.ask(part_head, part)
    assert head is not None
    assert (head.cost, head.currency) == (Decimal("1250.50"), "KRW")
    page.tab("bom")
    foot = next(foot for foot in page.window.findChildren(BomFoot) if foot.isVisible())
    assert "1250.5 KRW" in foot.text()
    page.tab("fields")
    changed = dict(zip(page.cells("fields", 4), page.cells("fields", 6), strict=True))
    assert changed["Cost"] == "1250.50"
    page.tab("overview")
    page.press("part.edit")
    page.fill(cost="", reason="견적이 취소됨")
    page.answer()
    head = stage.factory.ask(part_head, part)
    assert head is not None
    assert (head.cost, head.currency) == (None, "")


def test_the_maturity_of_a_released_revision_moves(page: DesignPage, stage: Stage) -> None:
    part = stage.designed.made_part
    page.open("parts", part)
    page.press("revision.maturity")
    page.fill(maturity=Maturity.PRODUCTION.value, reason="양산 승인")
    page.answer()
    head = stage.factory.ask(part_head, part)
    assert head is not None
    assert head.revisions[-1].maturity is Maturity.PRODUCTION
    assert "Production" in page.cells("part.revisions", 3)
