"""The traceability sheet names what a lot was made of and what it went into, taken back entries with their reason."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from app.documents.blocks import Table
from app.documents.document import Document
from app.production.consumption import consume_for, take_back_consumption
from app.production.lots import create_lot, find_lot, release_lot
from models.vocab import Role
from tests.documents_built.conftest import Built


def _rows(document: Document, key: str) -> list[list[str]]:
    table = next(block for block in document.blocks if isinstance(block, Table) and block.key == key)
    wanted = ("number", "heat", "quantity", "person", "remark")
    places = [[column.key for column in table.columns].index(name) for name in wanted]
    return [[row.cells[place].text for place in places] for row in table.body]


def test_both_directions_stand_on_the_sheet(built: Built) -> None:
    factory, quality = built.factory, built.crew.actor(Role.QUALITY)
    with factory.reading() as session:
        part = find_lot(session, 1).part_id

    def lot(number: str, heat: str) -> int:
        made = factory.perform(
            create_lot, part_id=part, quantity=Decimal(30), number=number, heat_number=heat, actor=quality
        ).result
        factory.perform(release_lot, made, expected_version=1, reason="합격", actor=quality)
        return int(made)

    made, used = lot("MADE-1", ""), lot("USED-1", "H-77")
    put: dict[str, Any] = {"reason": "특채 CN-1", "actor": quality}
    wrong = factory.perform(consume_for, made, used, quantity=Decimal("2.50"), **put).result
    factory.perform(take_back_consumption, wrong, reason="오기", actor=quality)
    factory.perform(consume_for, made, used, quantity=Decimal("3"), **put)
    name = quality.name
    for language, back in (("ko", "취소됨: 오기"), ("en", "Taken back: 오기")):
        sheet = built.document("lot_trace", language, entity_id=made)
        assert _rows(sheet, "used_lots") == [
            ["USED-1", "H-77", "2.50", name, back],
            ["USED-1", "H-77", "3", name, "특채 CN-1"],
        ]
        assert len(_rows(sheet, "made_lots")) == 1
        other = built.document("lot_trace", language, entity_id=used)
        assert [row[:3] for row in _rows(other, "made_lots")] == [["MADE-1", "", "2.50"], ["MADE-1", "", "3"]]
