"""Heads of the ledger that are corrected before they are decided: reason, history, refusals; on both engines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from app.changes.concessions import make_concession, record_concession_approval, route_concession
from app.changes.corrections import correct_concession, correct_customer_change
from app.changes.customer_changes import answer_customer_change
from app.errors import PartproofError
from models.audit import AuditEntry
from models.change import Concession, CustomerChange
from models.vocab import CustomerChangeState, Noun, Role
from tests.changes.ledger import Ledger


def _code(ledger: Ledger, verb: Any, *args: Any, **facts: Any) -> str:
    with pytest.raises(PartproofError) as refused:
        ledger.do(verb, *args, **facts)
    return refused.value.code


def _last(ledger: Ledger, noun: Noun) -> tuple[str, str, dict[str, Any]]:
    """Return the act recorded last of a noun: its name, its reason, and the columns it changed."""
    with ledger.factory.reading() as session:
        query = select(AuditEntry).where(AuditEntry.noun == noun.value).order_by(AuditEntry.seq.desc())
        entry = session.scalars(query.limit(1)).one()
        changed = entry.payload["changes"][0][3]
        return entry.action, entry.payload["facts"]["reason"], changed


def test_an_eo_is_corrected_with_a_reason_until_it_is_answered(ledger: Ledger) -> None:
    seen = ledger.get(CustomerChange, ledger.eo_id)
    ledger.do(
        correct_customer_change,
        ledger.eo_id,
        why="납기 오기",
        expected_version=seen.version,
        title="체결 볼트 길이 변경 (M8)",
        reply_due=date(2026, 11, 30),
        effective_lot=" 2612-02 ",
    )
    now = ledger.get(CustomerChange, ledger.eo_id)
    assert (now.title, now.effective_lot) == ("체결 볼트 길이 변경 (M8)", "2612-02")
    assert (now.reply_due, now.customer_revision) == (date(2026, 11, 30), seen.customer_revision)
    action, reason, changed = _last(ledger, Noun.CUSTOMER_CHANGE)
    assert (action, reason) == ("customer_change_edited", "납기 오기")
    assert changed["effective_lot"] == ["2612-01", "2612-02"]
    stale = {"why": "x", "expected_version": seen.version}
    assert (
        _code(ledger, correct_customer_change, ledger.eo_id, note="둘", **stale) == "record.changed_meanwhile"
    )
    assert _code(ledger, correct_customer_change, ledger.eo_id, why=" ", note="둘") == "field.empty"
    assert _code(ledger, correct_customer_change, ledger.eo_id, why="x", title=" ") == "field.empty"
    operator = {"role": Role.OPERATOR, "why": "x"}
    assert _code(ledger, correct_customer_change, ledger.eo_id, note="둘", **operator) == "right.missing"
    ledger.make_order()
    ledger.do(correct_customer_change, ledger.eo_id, why="작업 중에도", note="둘")
    ledger.do(answer_customer_change, ledger.eo_id, reply="적용", replied_on=date(2026, 11, 25))
    assert ledger.get(CustomerChange, ledger.eo_id).state is CustomerChangeState.REPLIED
    assert _code(ledger, correct_customer_change, ledger.eo_id, why="x", note="셋") == "change.state"


def test_a_concession_is_corrected_until_it_is_sent_and_loses_an_approval_of_other_limits(
    ledger: Ledger,
) -> None:
    made = ledger.do(
        make_concession,
        part_id=ledger.floor.part_id,
        title="외경 +0.02",
        reason="공구 마모",
        upper_limit=Decimal("12.02"),
        customers=True,
        quantity=Decimal(500),
    )
    file = ("승인.pdf", b"%PDF-1.4 A-1")
    ledger.do(record_concession_approval, made, number="A-1", file=file)
    ledger.do(correct_concession, made, why="오기", reason="인서트 마모")
    row = ledger.get(Concession, made)
    assert (row.reason, row.customer_approval) == ("인서트 마모", "A-1")
    assert _last(ledger, Noun.CONCESSION)[:2] == ("concession_edited", "오기")
    # What the customer approved was another limit.
    ledger.do(correct_concession, made, why="측정 재확인", upper_limit=Decimal("12.03"))
    row = ledger.get(Concession, made)
    assert (row.upper_limit, row.customer_approval, row.customer_file_hash) == (Decimal("12.03"), "", None)
    assert _code(ledger, route_concession, made) == "change.customer_needed"
    for wrong, code in (
        ({"quantity": None}, "concession.limitless"),
        ({"quantity": Decimal(-1)}, "concession.limitless"),
        ({"lower_limit": Decimal(13)}, "concession.limits_crossed"),
        ({"until": date(2020, 1, 1)}, "concession.expired"),
    ):
        assert _code(ledger, correct_concession, made, why="x", **wrong) == code
    ledger.do(record_concession_approval, made, number="A-2", file=file)
    ledger.do(route_concession, made)
    assert _code(ledger, correct_concession, made, why="x", reason="늦음") == "change.state"
