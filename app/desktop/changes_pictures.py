"""Fills the ledger of a demo factory for its pictures: an EO, the order made for it, a request, a 4M change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from app.changes.customer_changes import make_request, receive_customer_change
from app.changes.four_m import report_four_m
from app.changes.order_flow import work_out_impact
from app.changes.orders import add_item, add_task, make_change_order
from app.changes.picks import customer_picks
from app.factory import Factory
from app.unit_of_work import SYSTEM, Actor
from models.vocab import Noun


def take_changes(
    factory: Factory, actor: Actor, part_id: int | None, place: Callable[[str, str, object], object]
) -> None:
    """Take pictures of an EO, of a request, and of the EO's change order with the impact worked out."""
    customers = factory.ask(customer_picks)
    if part_id is None or not customers:
        return
    day = datetime.now(UTC).date()
    eo = factory.perform(
        receive_customer_change,
        customer_id=customers[0].id,
        number="EO-7731",
        title="체결 볼트 M8×20 → M8×25",
        received_on=day,
        part_ids=[part_id],
        customer_revision="D",
        reply_due=day + timedelta(days=4),
        actor=actor,
    ).result
    factory.perform(
        report_four_m,
        rule="machine.new",
        title="CNC 3호기 → 5호기 이관",
        reason="설비 노후",
        part_ids=[part_id],
        actor=actor,
    )
    order = factory.perform(
        make_change_order,
        title="볼트 M8×20 → M8×25",
        reason="EO-7731 (Rev D)",
        customer_change_id=eo,
        due_on=day + timedelta(days=10),
        actor=actor,
    ).result
    factory.perform(add_item, order, Noun.PART_REVISION, part_id, label="D", note="볼트 길이", actor=SYSTEM)
    factory.perform(work_out_impact, order, actor=actor)
    factory.perform(add_task, order, title="작업표준서 교체", due_on=day + timedelta(days=7), actor=actor)
    place("changes-eo", "changes", (Noun.CUSTOMER_CHANGE, eo))
    request = factory.perform(
        make_request,
        title="체결 나사 M8로 통일",
        reason="재고 종류를 줄인다",
        part_ids=[part_id],
        to_customer=True,
        actor=actor,
    ).result
    place("changes-request", "changes", (Noun.CHANGE_REQUEST, request))
    place("changes-order", "changes", (Noun.CHANGE_ORDER, order))
