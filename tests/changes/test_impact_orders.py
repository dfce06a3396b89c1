"""Running orders in the impact of a change order: of the part itself, and of what builds it in. Own factory."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from app.bom.lines import LineFacts, add_line
from app.changes.impact import impact_of
from app.changes.release import release
from app.parts.parts import add_part
from app.production.orders import cancel_order, create_order, release_order
from models.part import PartRevision
from models.production import WorkOrder
from models.vocab import Noun, PartKind, Source
from tests.app.test_thread_of_release import approve as approve_part
from tests.changes.ledger import Ledger


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_the_impact_names_running_orders_of_assemblies_that_build_a_part_in(ledger: Ledger) -> None:
    bought: dict[str, Any] = {"source": Source.BOUGHT}
    box = ledger.do(add_part, number="BX-2", name="상자", kind=PartKind.PACKAGING, **bought)
    with ledger.factory.reading() as session:
        draft = session.scalars(select(PartRevision.id).where(PartRevision.part_id == box)).one()
    ledger.do(add_line, draft, LineFacts(ledger.floor.part_id, "10", Decimal(2), "EA"))
    approve_part(ledger.factory, ledger.floor.crew, Noun.PART_REVISION, draft)
    ledger.do(release, [(Noun.PART_REVISION, draft)])
    order = ledger.do(create_order, draft, number="WO-BOX", quantity=Decimal(7))
    ledger.make_order()

    def named() -> list[tuple[str, str]]:
        found = ledger.factory.ask(impact_of, ledger.order_id)
        return [(row.number, row.detail) for row in found if row.kind == "order"]

    # What nobody told the floor yet takes over what is released when it begins.
    before = named()
    assert before
    assert "WO-BOX" not in dict(before)
    ledger.do(release_order, order, expected_version=ledger.get(WorkOrder, order).version)
    assert named() == [*before, ("WO-BOX", "7 · BX-2")]
    ledger.do(cancel_order, order, expected_version=ledger.get(WorkOrder, order).version, reason="취소")
    assert named() == before
