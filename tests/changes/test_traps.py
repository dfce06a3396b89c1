"""Traps of change control that other systems fell into, one test each; where a database could be asked, by raw SQL.

What stands in tests of its own (signatures, release, effectivity, files) is not repeated here.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from app.bom.lines import LineFacts, add_line
from app.changes.concessions import (
    make_concession,
    record_concession_approval,
    route_concession,
    sign_concession,
    use_concession,
)
from app.changes.content import files_of
from app.changes.deputies import set_deputy
from app.changes.impact import impact_of
from app.changes.order_flow import close_order, implement_order, release_change_order, sign_order
from app.changes.orders import record_order_approval
from app.changes.queries import approval_line
from app.changes.release import release
from app.changes.reviews import open_review, sign_review
from app.parts.parts import add_part
from app.people.signatures import record_opened
from models.change import Concession, ConcessionUse
from models.part import PartRevision
from models.vocab import ConcessionState, Noun, PartKind, RevisionState, Role, Source
from tests.changes.ledger import Ledger
from tests.changes.test_change_orders import _code, _raw, _refused
from tests.crew import PASSWORD
from ui.changes.state_words import signer_words
from ui.i18n import Texts

pytestmark = pytest.mark.slow


def _get_through(ledger: Ledger, attacks: tuple[str, ...], **values: Any) -> list[str]:
    """Return the statements the database did not refuse."""
    through = []
    for attack in attacks:
        try:
            _refused(ledger, attack, **values)
        except pytest.fail.Exception:
            through.append(attack)
    return through


def test_trap_1_what_a_released_order_says_never_changes_by_raw_sql(ledger: Ledger) -> None:
    ledger.make_order(customer_needed=True)
    ledger.to_review()
    ledger.sign()
    paper = ("승인.pdf", b"%PDF-1.4 ok")
    ledger.do(
        record_order_approval, ledger.order_id, number="A-1", approved_on=date(2026, 11, 24), file=paper
    )
    ledger.do(release_change_order, ledger.order_id)
    other = {"number": "A-2", "approved_on": date(2026, 11, 24), "file": paper}
    assert _code(ledger, record_order_approval, ledger.order_id, **other) == "change.state"
    attacks = (
        "UPDATE change_order SET title = 'x' WHERE id = :id",
        "UPDATE change_order SET reason = 'x' WHERE id = :id",
        "UPDATE change_order SET effective_lot = 'x' WHERE id = :id",
        "UPDATE change_order SET cost = '1' WHERE id = :id",
        "UPDATE change_order SET impact = '[]' WHERE id = :id",
        "UPDATE change_order SET customer_change_id = NULL WHERE id = :id",
        "UPDATE change_order SET content_hash = 'x' WHERE id = :id",
        "UPDATE change_order SET released_at = created_at WHERE id = :id",
        "UPDATE change_order SET number = 'x' WHERE id = :id",
        "UPDATE change_order SET customer_approval = 'A-9' WHERE id = :id",
        "UPDATE change_order SET customer_approval = '' WHERE id = :id",
        "UPDATE change_order SET customer_file_hash = NULL WHERE id = :id",
        "UPDATE change_order SET state = 'impact' WHERE id = :id",
        "UPDATE change_order SET state = 'canceled' WHERE id = :id",
        "DELETE FROM change_order WHERE id = :id",
        "UPDATE affected_revision SET to_revision_id = from_revision_id WHERE change_order_id = :id",
        "UPDATE affected_revision SET note = 'x' WHERE change_order_id = :id",
        "UPDATE affected_revision SET is_open = 0 WHERE change_order_id = :id",
        "DELETE FROM affected_revision WHERE change_order_id = :id",
        "UPDATE change_file SET name = 'x'",
        "DELETE FROM change_file",
        "DELETE FROM change_disposition WHERE change_order_id = :id",
    )
    assert _get_through(ledger, attacks, id=ledger.order_id) == []


def test_trap_4_what_was_used_of_a_concession_is_never_counted_anew(ledger: Ledger) -> None:
    row: int = ledger.do(
        make_concession,
        part_id=ledger.floor.part_id,
        title="위치도 0.25",
        reason="금형",
        quantity=Decimal(500),
        customers=True,
    )
    ledger.do(record_concession_approval, row, number="특-1", file=("특채.pdf", b"%PDF-1.4 c"))
    ledger.do(route_concession, row)
    for role in (Role.ENGINEER, Role.QUALITY, Role.APPROVER):
        for file_hash in ledger.factory.ask(files_of, Noun.CONCESSION, row):
            ledger.do(record_opened, file_hash, role=role)
        ledger.do(sign_concession, row, secret=PASSWORD, role=role)
    # Three tenths are a tenth and two tenths, also where the database only knows binary fractions.
    for quantity in ("0.1", "0.2", "311.7"):
        ledger.do(use_concession, row, lot_id=ledger.floor.lot_id, quantity=Decimal(quantity))
    use = (
        "INSERT INTO concession_use (concession_id, sequence, lot_id, quantity, total, used_on, used_at)"
        " VALUES (:id, {sequence}, :lot, '{quantity}', '{total}', '2026-11-24', '2026-11-24T00:00:00.000000Z')"
    )
    attacks = (
        "UPDATE concession SET used = '0' WHERE id = :id",
        "UPDATE concession SET used = '1' WHERE id = :id AND id < :lot + 1000000",
        "UPDATE concession SET quantity = '900' WHERE id = :id",
        "UPDATE concession SET until = '2099-01-01' WHERE id = :id",
        "UPDATE concession SET upper_limit = '99' WHERE id = :id",
        "UPDATE concession SET customers = 0 WHERE id = :id",
        "UPDATE concession SET customer_approval = 'x' WHERE id = :id",
        "UPDATE concession SET customer_file_hash = NULL WHERE id = :id",
        "UPDATE concession SET state = 'draft' WHERE id = :id",
        "DELETE FROM concession WHERE id = :id",
        "UPDATE concession_use SET quantity = '1'",
        "DELETE FROM concession_use",
        use.format(sequence=4, quantity=400, total=400),
        use.format(sequence=4, quantity=400, total="712.0"),
        use.format(sequence=4, quantity=188, total=313),
        use.format(sequence=9, quantity=1, total=313),
    )
    values = {"id": row, "lot": ledger.floor.lot_id}
    plain = tuple(attack for attack in attacks if ":lot" in attack)
    assert _get_through(ledger, plain, **values) == []
    assert _get_through(ledger, tuple(set(attacks) - set(plain)), id=row) == []
    found = ledger.get(Concession, row)
    assert (found.used, found.state) == (Decimal("312.0"), ConcessionState.ACTIVE)
    with ledger.factory.reading() as session:
        assert session.query(ConcessionUse).count() == 3


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_trap_19_a_changed_child_revises_no_parent_and_names_the_direct_ones_only(ledger: Ledger) -> None:
    parts = {}
    for number in ("SUB-1", "TOP-1"):
        parts[number] = ledger.do(
            add_part, number=number, name="조립품", kind=PartKind.STANDARD, source=Source.MADE
        )
    with ledger.factory.reading() as session:
        drafts = {row.part_id: row.id for row in session.query(PartRevision) if row.part_id in parts.values()}
    ledger.do(add_line, drafts[parts["SUB-1"]], LineFacts(ledger.floor.part_id, "10", Decimal(1), "EA"))
    ledger.do(add_line, drafts[parts["TOP-1"]], LineFacts(parts["SUB-1"], "10", Decimal(1), "EA"))
    _release_by_hand(ledger, drafts)
    ledger.released()
    with ledger.factory.reading() as session:
        states = {row.id: row.state for row in session.query(PartRevision) if row.id in drafts.values()}
        assert set(states.values()) == {RevisionState.RELEASED}
        named = [row.number for row in impact_of(session, ledger.order_id) if row.kind == "parent"]
    assert named == ["SUB-1"]


def _release_by_hand(ledger: Ledger, drafts: dict[int, int]) -> None:
    targets = [(Noun.PART_REVISION, revision) for revision in sorted(drafts.values())]
    for noun, revision in targets:
        ledger.do(open_review, noun, revision)
        for role in (Role.ENGINEER, Role.QUALITY, Role.APPROVER):
            for file_hash in ledger.factory.ask(files_of, noun, revision):
                ledger.do(record_opened, file_hash, role=role)
            ledger.do(sign_review, noun, revision, secret=PASSWORD, role=role)
    ledger.do(release, targets)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_trap_20_who_signs_for_another_is_on_record(ledger: Ledger) -> None:
    ledger.make_order()
    ledger.to_review()
    crew = ledger.floor.crew
    absent, deputy = crew.actor(Role.QUALITY), crew.actor(Role.ADMINISTRATOR)
    days = {"from_on": date(2026, 11, 24), "to_on": date(2026, 11, 25)}
    ledger.do(set_deputy, absent.user_id, deputy.user_id, reason="출장", role=Role.ADMINISTRATOR, **days)
    ledger.sign(Role.ENGINEER)
    ledger.read(Role.ADMINISTRATOR)
    ledger.do(sign_order, ledger.order_id, secret=PASSWORD, role=Role.ADMINISTRATOR)
    line = ledger.factory.ask(approval_line, Noun.CHANGE_ORDER, ledger.order_id)
    assert (line[1].name, line[1].on_behalf_of) == (deputy.name, absent.name)
    assert Texts("ko").show(signer_words(line[1])).endswith(f"(대결: {absent.name})")
    assert not any(row.decided for row in line)
    with _raw(ledger) as connection:
        told = connection.execute(
            text("SELECT payload FROM audit_entry WHERE action = 'review_signed' ORDER BY seq DESC LIMIT 1")
        ).scalar_one()
    assert f'"on_behalf_of":{absent.user_id}' in str(told).replace(" ", "").replace("'", '"')


def test_trap_22_nothing_ends_with_goods_undecided(ledger: Ledger) -> None:
    ledger.released()
    assert _code(ledger, implement_order, ledger.order_id) == "change.undisposed"
    attacks = (
        "UPDATE change_order SET state = 'implemented' WHERE id = :id",
        "UPDATE change_order SET state = 'closed', closed_at = released_at WHERE id = :id",
        "UPDATE change_disposition SET decision = 'scrap' WHERE change_order_id = :id",
    )
    assert _get_through(ledger, attacks, id=ledger.order_id) == []
    ledger.decide_all()
    ledger.do(implement_order, ledger.order_id)
    ledger.do(close_order, ledger.order_id)
    after = (
        "UPDATE change_disposition SET decision = 'scrap' WHERE change_order_id = :id",
        "UPDATE change_order SET state = 'released', closed_at = NULL WHERE id = :id",
    )
    assert _get_through(ledger, after, id=ledger.order_id) == []
