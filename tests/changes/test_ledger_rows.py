"""The change ledger as a list: what it says of each entry, asked by as many statements however long it is."""

from __future__ import annotations

from typing import Any

import pytest

from app.changes.customer_changes import decide_request, make_request, submit_request
from app.changes.ledger import entry_facts, ledger_rows, order_view
from app.changes.orders import add_item, make_change_order
from app.drawings.documents import add_document
from app.drawings.queries import documents_linked
from app.parts.parts import add_part, link_customer
from models.document import DocumentRevision
from models.vocab import ChangeRequestState, DocumentKind, Noun, PartKind, Source
from tests.changes.ledger import Ledger
from tests.changes.test_change_orders import _code, _refused
from tests.rules.counting import counted


def _order_of_new_things(ledger: Ledger, name: str) -> int:
    """Make an order with a new part and a new drawing, both still drafts."""
    part = ledger.do(
        add_part, number=f"N-{name}", name="새 부품", kind=PartKind.COMPONENT, source=Source.MADE
    )
    drawing = ledger.do(
        add_document, number=f"D-{name}", title="새 도면", kind=DocumentKind.DRAWING, label="A"
    )
    order: int = ledger.do(make_change_order, title=f"변경 {name}", reason="시험")
    document = ledger.get(DocumentRevision, drawing).document_id
    ledger.do(add_item, order, Noun.DOCUMENT_REVISION, document)
    ledger.do(add_item, order, Noun.PART_REVISION, part)
    return order


def test_a_longer_ledger_needs_no_more_statements(ledger: Ledger) -> None:
    ledger.make_order()
    with counted(ledger.factory) as few:
        (order, *_rest) = [row for row in ledger.factory.ask(ledger_rows) if row.noun is Noun.CHANGE_ORDER]
    assert order.about == f"DW-2210 B→R{ledger.order_id}, HB-2210-01 0→D"
    orders = [_order_of_new_things(ledger, str(number)) for number in range(4)]
    with counted(ledger.factory) as many:
        rows = {row.id: row for row in ledger.factory.ask(ledger_rows) if row.noun is Noun.CHANGE_ORDER}
    assert len(many) == len(few)
    assert [rows[order].about for order in orders] == [f"D-{n} A, N-{n} 0" for n in range(4)]
    assert rows[ledger.order_id].about == order.about
    with counted(ledger.factory) as one:
        view = ledger.factory.ask(order_view, orders[0])
    assert view is not None
    assert [(item.number, item.before, item.after) for item in view.items] == [
        ("D-0", "", "A"),
        ("N-0", "", "0"),
    ]
    assert len(one) <= 11


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_ledger_and_documents_are_filtered_by_vehicle_customer_and_eo(ledger: Ledger) -> None:
    floor = ledger.floor
    ledger.do(
        link_customer,
        floor.part_id,
        ledger.customer_id,
        customer_part_number="55310",
        vehicle="NE1",
        engineering_order="EO-7",
    )
    ledger.make_order()
    other = _order_of_new_things(ledger, "9")
    for link in ({"vehicle": "NE1"}, {"customer": "현대자동차"}, {"engineering_order": "EO-7"}):
        rows = ledger.factory.ask(ledger_rows, linked=link, nouns=frozenset({Noun.CHANGE_ORDER}))
        assert [row.id for row in rows] == [ledger.order_id]
        assert ledger.factory.ask(documents_linked, **link) == {floor.document_id}
    rows = ledger.factory.ask(ledger_rows, linked={"vehicle": "MX5"})
    assert rows == ()
    assert ledger.factory.ask(documents_linked, vehicle="MX5") == frozenset()
    assert other in [row.id for row in ledger.factory.ask(ledger_rows) if row.noun is Noun.CHANGE_ORDER]


def test_a_request_is_decided_before_an_order_is_made_for_it(ledger: Ledger) -> None:
    wanted: dict[str, Any] = {"title": "체결 나사 통일", "reason": "재고 종류를 줄인다"}
    assert _code(ledger, make_request, part_ids=[], **wanted) == "change.no_part"
    own = ledger.do(make_request, part_ids=[ledger.floor.part_id], **wanted)
    assert _code(ledger, make_change_order, request_id=own, **wanted) == "change.state"
    ledger.do(submit_request, own)
    ledger.do(decide_request, own, ChangeRequestState.ACCEPTED, answer="다음 금형부터")
    assert _code(ledger, decide_request, own, ChangeRequestState.REJECTED, answer="x") == "change.state"
    order = ledger.do(make_change_order, request_id=own, **wanted)
    view = ledger.factory.ask(order_view, order)
    assert view is not None
    assert view.request == "ECR-2026-001"
    asked = ledger.do(make_request, part_ids=[ledger.floor.part_id], to_customer=True, **wanted)
    facts = ledger.factory.ask(entry_facts, Noun.CHANGE_REQUEST, asked)
    assert (facts["number"], facts["to_customer"]) == ("ECR-2026-002", True)


def test_what_was_decided_of_a_request_and_what_an_entry_is_about_stay_against_raw_sql(
    ledger: Ledger,
) -> None:
    request = ledger.do(make_request, title="나사 통일", reason="재고", part_ids=[ledger.floor.part_id])
    ledger.do(submit_request, request)
    _refused(ledger, "UPDATE change_request SET title = 'x' WHERE id = :id", id=request)
    ledger.do(decide_request, request, ChangeRequestState.REJECTED, answer="필요 없음")
    ledger.make_order()
    for statement in (
        "UPDATE change_request SET answer = 'x' WHERE id = :id",
        "UPDATE change_order SET request_id = :id",
        "DELETE FROM change_part WHERE entity_id = :id",
        "UPDATE change_part SET entity_id = 99 WHERE entity_id = :id",
        "UPDATE customer_change SET received_on = '1999-01-01'",
    ):
        _refused(ledger, statement, **({"id": request} if ":id" in statement else {}))
