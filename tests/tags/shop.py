"""A shop floor with everything tags are printed from: customer, operations, released lot, nonconformance, people.

Made by the ordinary verbs; holds no assertions.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.documents.tag_printing import TagOrder
from app.factory import Factory
from app.nonconformance.nonconformances import open_nonconformance
from app.parts.parts import add_customer, link_customer
from app.process.operations import add_operation
from app.production.lots import create_lot, find_lot, release_lot
from app.production.orders import create_order, find_order, release_order
from app.settings import change_setting
from app.unit_of_work import SYSTEM
from tests.production.floor import Floor

OPERATIONS = ("황삭 가공", "열처리(외주)", "정삭 가공", "세척", "최종 검사", "포장")
GTIN = "08801234567893"


@dataclass(frozen=True)
class Shop:
    """The floor, and what the tags in particular are about."""

    floor: Floor
    order_id: int
    lot_id: int
    nonconformance_id: int

    def order(self, kind: str, **facts: Any) -> TagOrder:
        """What to print so that every kind of tag has its record and its entries."""
        records = {
            "part": self.floor.part_revision_id,
            "traveller": self.order_id,
            "nonconforming": self.nonconformance_id,
            "calibration": self.floor.gauge_id,
            "badge": self.floor.operator.user_id or 0,
            "commands": 0,
        }
        return TagOrder(kind, records.get(kind, self.lot_id), **{"entries": ENTRIES.get(kind, {}), **facts})


ENTRIES: dict[str, dict[str, str]] = {
    "box": {"box_number": "3", "boxes": "10", "box_quantity": "20", "gtin": GTIN},
    "delivery": {"delivery_note": "D-261124-07", "delivered_quantity": "500", "m4": "A1D2"},
    "first_submission": {"reason": "EO 적용에 따른 금형 수정", "engineering_order": "EO-26-1183"},
    "four_m_change": {
        "change_number": "4M-2026-031",
        "change_kind": "machine",
        "change_content": "CNC 3호기 → 5호기 이관, 지그 신규 제작. 초도 30개 전수 검사 후 적용.",
        "effective_on": "2026-11-25",
    },
}


def make_shop(factory: Factory, floor: Floor) -> Shop:
    """Make it on a floor."""
    engineer, quality = floor.engineer, floor.quality

    def do(verb: Any, *args: Any, actor: Any = engineer, **facts: Any) -> Any:
        return factory.perform(verb, *args, actor=actor, **facts).result

    do(change_setting, reason="test", supplier_code="A1B2", actor=SYSTEM)
    customer = do(add_customer, code="HMC", name="현대자동차")
    do(
        link_customer,
        floor.part_id,
        customer,
        customer_part_number="52933-D4100",
        vehicle="NX4",
        engineering_order="EO2611A",
    )
    for number, name in enumerate(OPERATIONS, start=1):
        do(add_operation, floor.part_id, number=number * 10, name=name)
    order = do(create_order, floor.part_revision_id, quantity=Decimal(500))
    with factory.reading() as session:
        version = find_order(session, order).version
    do(release_order, order, expected_version=version)
    lot = do(create_lot, part_id=floor.part_id, quantity=Decimal(500), order_id=order, heat_number="H-7788")
    with factory.reading() as session:
        version = find_lot(session, lot).version
    do(release_lot, lot, expected_version=version, reason="시험", actor=quality)
    found = do(
        open_nonconformance,
        title="외경 ⌀40 +0.05 초과 (40.08)",
        part_revision_id=floor.part_revision_id,
        lot_id=floor.lot_id,
        actor=floor.quality,
    )
    return Shop(floor, order, lot, found)
