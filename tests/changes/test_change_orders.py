"""Change orders on both engines: EO to release, all items or none, nothing undisposed, one open order per item."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from app.audit_trail import check_trail
from app.bom.lines import LineFacts, add_line, add_substitute
from app.changes.customer_changes import (
    answer_customer_change,
    close_customer_change,
    receive_customer_change,
)
from app.changes.impact import impact_of
from app.changes.items_below import add_items_below
from app.changes.order_flow import (
    close_order,
    give_up_order,
    hold_order,
    implement_order,
    release_change_order,
    resume_order,
    route_order,
    send_back_order,
    sign_order,
    take_back_order,
    work_out_impact,
)
from app.changes.orders import (
    add_item,
    add_task,
    decide_disposition,
    edit_change_order,
    finish_task,
    make_change_order,
    record_order_approval,
    remove_item,
)
from app.changes.redline import redline_of
from app.changes.release import release
from app.changes.reviews import set_route
from app.drawings.characteristics import edit_characteristic
from app.drawings.documents import add_document, attach_file, use_document
from app.drawings.queries import characteristic_rows
from app.errors import PartproofError
from app.parts.parts import add_part, edit_revision
from app.texts import Language
from app.unit_of_work import SYSTEM
from models.change import CustomerChange
from models.document import DocumentRevision, PartDocument
from models.part import PartRevision
from models.vocab import (
    ChangeOrderState,
    CustomerChangeState,
    Disposition,
    DocumentKind,
    Meaning,
    Noun,
    PartKind,
    RevisionState,
    Role,
    Source,
)
from tests.app.test_thread_of_release import approve as approve_part
from tests.changes.ledger import Ledger
from tests.crew import PASSWORD
from tests.production.floor import approve, characteristics

STATE = ChangeOrderState


def _code(ledger: Ledger, verb: Any, *args: Any, **facts: Any) -> str:
    with pytest.raises(PartproofError) as refused:
        ledger.do(verb, *args, **facts)
    return refused.value.code


@contextmanager
def _raw(ledger: Ledger) -> Iterator[Any]:
    """Open the database as a tool would."""
    engine = create_engine(ledger.factory.place.database, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _refused(ledger: Ledger, statement: str, **values: Any) -> None:
    with (
        _raw(ledger) as connection,
        pytest.raises(DBAPIError, match=r"refused|UNIQUE|permission denied|unique"),
    ):
        connection.execute(text(statement), values)


def _states(ledger: Ledger) -> list[RevisionState]:
    kinds = {Noun.PART_REVISION: PartRevision, Noun.DOCUMENT_REVISION: DocumentRevision}
    return [ledger.get(kinds[item.noun], item.to_revision_id).state for item in ledger.items()]


def test_from_the_customers_eo_to_the_end(ledger: Ledger) -> None:
    eo = ledger.get(CustomerChange, ledger.eo_id)
    assert (eo.state, eo.number) == (CustomerChangeState.RECEIVED, "EO-7731")
    ledger.make_order()
    assert ledger.order.number.startswith("ECO-2026-")
    assert ledger.get(CustomerChange, ledger.eo_id).state is CustomerChangeState.IN_WORK
    ledger.to_review()
    assert ledger.is_in(STATE.ROUTED)
    assert {row["kind"] for row in ledger.order.impact} >= {"order", "lot"}
    assert {row.place.value for row in ledger.dispositions()} >= {"stock", "wip"}
    ledger.sign()
    assert ledger.is_in(STATE.APPROVED)
    assert _states(ledger) == [RevisionState.IN_REVIEW] * 2
    ledger.do(release_change_order, ledger.order_id)
    assert ledger.is_in(STATE.RELEASED)
    assert _states(ledger) == [RevisionState.RELEASED] * 2
    old = ledger.get(PartRevision, ledger.floor.part_revision_id)
    assert old.state is RevisionState.SUPERSEDED
    assert _code(ledger, implement_order, ledger.order_id) == "change.undisposed"
    ledger.decide_all()
    task = ledger.do(add_task, ledger.order_id, title="작업표준서 교체", due_on=date(2026, 12, 1))
    assert _code(ledger, implement_order, ledger.order_id) == "change.tasks_open"
    ledger.do(finish_task, task)
    ledger.do(implement_order, ledger.order_id)
    ledger.do(close_order, ledger.order_id)
    assert ledger.is_in(STATE.CLOSED)
    assert not any(item.is_open for item in ledger.items())
    ledger.do(answer_customer_change, ledger.eo_id, reply="Rev D 적용", replied_on=date(2026, 11, 25))
    ledger.do(close_customer_change, ledger.eo_id)
    # The next change of the same part may begin.
    ledger.make_order()
    assert ledger.factory.ask(check_trail).problems == []


def test_the_same_eo_comes_in_once(ledger: Ledger) -> None:
    again = {
        "customer_id": ledger.customer_id,
        "number": "eo-7731 ",
        "title": "x",
        "received_on": date(2026, 11, 21),
    }
    assert (
        _code(ledger, receive_customer_change, part_ids=[ledger.floor.part_id], **again) == "change.eo_known"
    )
    new = {**again, "number": "EO-1"}
    assert _code(ledger, receive_customer_change, part_ids=[], **new) == "change.no_part"
    assert _code(ledger, receive_customer_change, part_ids=[999], **new) == "record.not_found"
    reader = _code(ledger, receive_customer_change, part_ids=[1], role=Role.READER, **new)
    assert reader == "right.missing"


def test_one_open_order_per_item(ledger: Ledger) -> None:
    ledger.make_order()
    first = ledger.order_id
    other = ledger.do(make_change_order, title="다른 변경", reason="사내")
    part = (Noun.PART_REVISION, ledger.floor.part_id)
    assert _code(ledger, add_item, other, *part) == "change.open_order"
    item = next(row for row in ledger.items() if row.noun is Noun.PART_REVISION)
    _refused(
        ledger,
        "INSERT INTO affected_revision (change_order_id, noun, owner_id, from_revision_id, to_revision_id,"
        " note, is_open)"
        " VALUES (:order_id, 'part_revision', :owner, NULL, :to_id, '', 1)",
        order_id=other, owner=item.owner_id, to_id=item.to_revision_id,
    )  # fmt: skip
    _refused(ledger, "UPDATE affected_revision SET is_open = 0 WHERE id = :id", id=item.id)
    ledger.do(give_up_order, first, reason="중복")
    assert not any(row.is_open for row in ledger.items())
    ledger.do(add_item, other, *part)


def test_all_items_are_released_or_none(ledger: Ledger) -> None:
    ledger.make_order()
    ledger.to_review()
    assert _code(ledger, release_change_order, ledger.order_id) == "change.state"
    items = ledger.items()
    # The drawing alone is approved: it is not released without the rest.
    ledger.read(Role.QUALITY)
    ledger.read(Role.APPROVER)
    drawing = next(item for item in items if item.noun is Noun.DOCUMENT_REVISION)
    from app.changes.reviews import sign_review

    for role in (Role.ENGINEER, Role.QUALITY, Role.APPROVER):
        ledger.do(sign_review, drawing.noun, drawing.to_revision_id, secret=PASSWORD, role=role)
    target = [(drawing.noun, drawing.to_revision_id)]
    assert _code(ledger, release, target) == "change.released_together"
    for role in (Role.ENGINEER, Role.QUALITY, Role.APPROVER):
        ledger.do(sign_order, ledger.order_id, secret=PASSWORD, with_items=False, role=role)
    assert ledger.is_in(STATE.APPROVED)
    # The order is signed, but the part is not.
    assert _code(ledger, release_change_order, ledger.order_id) == "change.items_not_ready"
    assert _states(ledger) == [RevisionState.IN_REVIEW] * 2
    for statement in (
        "UPDATE change_order SET state = 'released', released_at = created_at, version = version + 1 WHERE id = :id",
        "UPDATE change_order SET state = 'closed' WHERE id = :id",
        "UPDATE change_order SET title = 'x' WHERE id = :id",
        "UPDATE change_order SET state = 'draft' WHERE id = :id",
        "DELETE FROM change_order WHERE id = :id",
    ):
        _refused(ledger, statement, id=ledger.order_id)


def test_raw_sql_releases_no_item_of_an_order_that_is_not_approved(ledger: Ledger) -> None:
    ledger.make_order()
    ledger.to_review()
    for item in ledger.items():
        _refused(
            ledger,
            f"UPDATE {item.noun.value} SET state = 'released', released_at = created_at WHERE id = :id",
            id=item.to_revision_id,
        )
    _refused(ledger, "UPDATE change_order SET state = 'approved' WHERE id = :id", id=ledger.order_id)
    _refused(ledger, "DELETE FROM affected_revision WHERE change_order_id = :id", id=ledger.order_id)


def test_it_cannot_end_with_goods_or_tasks_open_in_the_database_too(ledger: Ledger) -> None:
    ledger.released()
    _refused(ledger, "UPDATE change_order SET state = 'implemented' WHERE id = :id", id=ledger.order_id)
    ledger.decide_all()
    ledger.do(add_task, ledger.order_id, title="치공구 수정")
    _refused(ledger, "UPDATE change_order SET state = 'implemented' WHERE id = :id", id=ledger.order_id)
    decided = ledger.dispositions()[0]
    _refused(ledger, "UPDATE change_disposition SET decision = NULL WHERE id = :id", id=decided.id)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_the_impact_names_the_control_plans_before_other_documents(ledger: Ledger) -> None:
    ledger.do(add_document, number="CP-1", title="관리계획서", kind=DocumentKind.CONTROL_PLAN, label="0")
    with ledger.factory.reading() as session:
        plan = session.query(DocumentRevision).order_by(DocumentRevision.id.desc()).first()
        assert plan is not None
    file_hash = ledger.do(attach_file, plan.id, b"plan", "CP-1.txt")
    approve(ledger.factory, ledger.floor.crew, Noun.DOCUMENT_REVISION, plan.id, file_hash)
    ledger.do(release, [(Noun.DOCUMENT_REVISION, plan.id)])
    ledger.make_order()
    (draft,) = [item.to_revision_id for item in ledger.items() if item.noun is Noun.PART_REVISION]
    ledger.do(use_document, draft, plan.id)
    ledger.to_review()
    ledger.sign()
    ledger.do(release_change_order, ledger.order_id)
    for row in ledger.dispositions():
        ledger.do(decide_disposition, row.id, Disposition.USE_UP)
    ledger.do(implement_order, ledger.order_id)
    ledger.do(close_order, ledger.order_id)
    ledger.make_order()
    ledger.do(work_out_impact, ledger.order_id)
    assert ("control_plan", "CP-1") in [(row["kind"], row["number"]) for row in ledger.order.impact]


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_the_impact_names_assemblies_that_build_a_part_in_instead(ledger: Ledger) -> None:
    bought: dict[str, Any] = {"source": Source.BOUGHT}
    screw = ledger.do(add_part, number="SC-1", name="나사", kind=PartKind.STANDARD, **bought)
    box = ledger.do(add_part, number="BX-1", name="상자", kind=PartKind.PACKAGING, **bought)
    with ledger.factory.reading() as session:
        rows = session.scalars(select(PartRevision).where(PartRevision.part_id.in_([screw, box])))
        drafts = {row.part_id: row.id for row in rows}
    line = ledger.do(add_line, drafts[box], LineFacts(screw, "10", Decimal(1), "EA"))
    ledger.do(add_substitute, line, ledger.floor.part_id)
    for part in (screw, box):
        approve_part(ledger.factory, ledger.floor.crew, Noun.PART_REVISION, drafts[part])
    ledger.do(release, [(Noun.PART_REVISION, drafts[part]) for part in (screw, box)])
    ledger.make_order()
    found = ledger.factory.ask(impact_of, ledger.order_id)
    assert ("parent", "BX-1") in {(row.kind, row.number) for row in found}


def test_goods_are_decided_once_unless_they_were_only_held(ledger: Ledger) -> None:
    ledger.released()
    row = ledger.dispositions()[0].id
    ledger.do(decide_disposition, row, Disposition.HOLD)
    # Only the listed words are stored, by raw SQL too.
    statement = text("UPDATE change_disposition SET decision = :word WHERE id = :id")
    for word in ("as it is", ""):
        with _raw(ledger) as connection, pytest.raises(DBAPIError, match=r"(?i)check constraint"):
            connection.execute(statement, {"word": word, "id": row})
    ledger.do(decide_disposition, row, Disposition.SCRAP)
    with pytest.raises(PartproofError) as refused:
        ledger.do(decide_disposition, row, Disposition.USE_UP)
    assert refused.value.code == "change.decided"
    for change in ("decision = 'use_up'", "note = 'x'", "decided_at = '2026-11-25T00:00:00.000000Z'"):
        _refused(ledger, f"UPDATE change_disposition SET {change} WHERE id = :id", id=row)
    assert ledger.dispositions()[0].decision is Disposition.SCRAP


def test_rejected_it_goes_back_with_the_reason(ledger: Ledger) -> None:
    ledger.make_order()
    ledger.to_review()
    ledger.sign(Role.ENGINEER)
    assert _code(ledger, edit_change_order, ledger.order_id, title="x") == "change.state"
    ledger.do(send_back_order, ledger.order_id, reason="공차 근거 없음", secret=PASSWORD, role=Role.QUALITY)
    assert ledger.is_in(STATE.IMPACT)
    assert _states(ledger) == [RevisionState.DRAFT] * 2
    ledger.do(edit_change_order, ledger.order_id, reason="공차 계산서 첨부")
    ledger.do(route_order, ledger.order_id)
    ledger.sign()
    ledger.do(take_back_order, ledger.order_id, reason="고객 재협의")
    assert ledger.is_in(STATE.IMPACT)
    ledger.do(route_order, ledger.order_id)
    ledger.sign()
    ledger.do(release_change_order, ledger.order_id)
    assert ledger.is_in(STATE.RELEASED)


def test_held_it_goes_on_where_it_was(ledger: Ledger) -> None:
    ledger.make_order()
    ledger.to_review()
    ledger.do(hold_order, ledger.order_id, reason="고객 회신 대기")
    assert _code(ledger, sign_order, ledger.order_id, secret=PASSWORD) == "change.state"
    _refused(
        ledger,
        "UPDATE change_order SET state = 'approved', held_from = NULL WHERE id = :id",
        id=ledger.order_id,
    )
    ledger.do(resume_order, ledger.order_id, reason="회신 받음")
    assert ledger.is_in(STATE.ROUTED)


def test_the_customers_approval_comes_first_where_it_is_needed(ledger: Ledger) -> None:
    ledger.make_order(customer_needed=True)
    ledger.to_review()
    ledger.sign()
    assert _code(ledger, release_change_order, ledger.order_id) == "change.customer_needed"
    ledger.do(
        record_order_approval,
        ledger.order_id,
        number="A-2026-77",
        approved_on=date(2026, 11, 24),
        file=("승인서.pdf", b"%PDF-1.4 approval"),
    )
    ledger.do(release_change_order, ledger.order_id)
    assert ledger.is_in(STATE.RELEASED)


def test_the_customers_paper_may_come_and_be_corrected_while_people_sign(ledger: Ledger) -> None:
    ledger.make_order(customer_needed=True)
    # The wrong paper first, corrected after the first signature.
    wrong, right = ("a.pdf", b"%PDF-1.4 wrong"), ("b.pdf", b"%PDF-1.4 right")
    approved: dict[str, Any] = {"number": "A-1", "approved_on": date(2026, 11, 24)}
    ledger.do(record_order_approval, ledger.order_id, file=wrong, **approved)
    ledger.to_review()
    ledger.sign(Role.ENGINEER)
    ledger.do(record_order_approval, ledger.order_id, file=right, **approved)
    ledger.sign(Role.QUALITY, Role.APPROVER)
    ledger.do(release_change_order, ledger.order_id)
    assert ledger.is_in(STATE.RELEASED)


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize(
    ("lot", "mask", "code"),
    [
        ("2612-01", "", "part.mask"),
        ("=cmd|' /c calc'!A0", "####-##", "part.lot_not_counted"),
        ("2612-" + "9" * 40, "####-##", "part.lot_not_counted"),
    ],
)
def test_nobody_signs_an_order_from_a_lot_that_cannot_be_counted(
    ledger: Ledger, lot: str, mask: str, code: str
) -> None:
    ledger.make_order()
    ledger.do(edit_change_order, ledger.order_id, effective_lot=lot, lot_mask=mask)
    ledger.do(work_out_impact, ledger.order_id)
    assert _code(ledger, route_order, ledger.order_id) == code


def test_fail_closed_and_never_by_the_author_alone(ledger: Ledger) -> None:
    ledger.make_order()
    ledger.do(work_out_impact, ledger.order_id)
    without = _code(
        ledger, set_route, Noun.CHANGE_ORDER, [(Meaning.REVIEWED, Role.QUALITY)], role=Role.ADMINISTRATOR
    )
    assert without == "review.no_approver"
    with ledger.factory.reading() as session:
        from sqlalchemy import delete

        from models.review import ReviewRoute

        del session
    with _raw(ledger) as connection:
        connection.execute(delete(ReviewRoute).where(ReviewRoute.noun == Noun.CHANGE_ORDER))
    assert _code(ledger, route_order, ledger.order_id) == "review.no_approver"
    line = [(Meaning.REVIEWED, Role.QUALITY), (Meaning.APPROVED, Role.ENGINEER)]
    ledger.factory.perform(set_route, Noun.CHANGE_ORDER, line, actor=SYSTEM)
    ledger.do(route_order, ledger.order_id)
    ledger.read(Role.QUALITY)
    ledger.read(Role.ENGINEER)
    ledger.do(sign_order, ledger.order_id, secret=PASSWORD, with_items=False, role=Role.QUALITY)
    assert (
        _code(ledger, sign_order, ledger.order_id, secret=PASSWORD, with_items=False) == "review.author_alone"
    )


def test_an_order_without_items_goes_nowhere(ledger: Ledger) -> None:
    ledger.make_order()
    for item in ledger.items():
        ledger.do(remove_item, item.id)
    assert _code(ledger, work_out_impact, ledger.order_id) == "change.no_items"
    drawing = (Noun.DOCUMENT_REVISION, ledger.floor.document_id)
    ledger.do(add_item, ledger.order_id, *drawing)
    assert [item.to_revision_id for item in ledger.items()]


def test_the_redline_says_what_the_drafts_change(ledger: Ledger) -> None:
    ledger.make_order()
    revisions = {item.noun: item for item in ledger.items()}
    drawing, part = revisions[Noun.DOCUMENT_REVISION], revisions[Noun.PART_REVISION]
    # The drafts begin with what is in force.
    assert ledger.factory.ask(redline_of, ledger.order_id) == ()
    ledger.do(edit_revision, part.to_revision_id, material="SCM440", weight=Decimal("1.20"))
    row = ledger.factory.ask(characteristic_rows, drawing.to_revision_id)[0]
    facts = replace(characteristics()[0], specification="40 +0.02/0", upper_tolerance=Decimal("0.02"))
    ledger.do(edit_characteristic, row.id, facts, expected_version=row.version)
    rows = ledger.factory.ask(redline_of, ledger.order_id)
    assert [(row.what, row.before, row.after) for row in rows] == [
        ("(1)", "40 +0.05/0", "40 +0.02/0"),
        ("material", "", "SCM440"),
        ("weight", "", "1.20"),
    ]


def test_a_new_structure_is_released_as_a_whole(ledger: Ledger) -> None:
    """Mass release: what was never released below a part comes in with its drawings, what is released stays out."""
    made: dict[str, Any] = {"kind": PartKind.ASSEMBLY, "source": Source.MADE}
    bought: dict[str, Any] = {"kind": PartKind.STANDARD, "source": Source.BOUGHT}
    parts = {
        number: ledger.do(add_part, number=number, name=number, **facts)
        for number, facts in (("N-1", made), ("N-2", made), ("N-3", bought), ("N-4", bought))
    }
    with ledger.factory.reading() as session:
        drafts = {
            number: session.scalars(select(PartRevision.id).where(PartRevision.part_id == part)).one()
            for number, part in parts.items()
        }
    parts["HB-2210-01"] = ledger.floor.part_id
    below = {"N-1": ("N-2", "N-3"), "N-2": ("N-3", "HB-2210-01", "N-4")}
    for above, children in below.items():
        for at, child in enumerate(children):
            ledger.do(add_line, drafts[above], LineFacts(parts[child], str(10 + 10 * at), Decimal(1), "EA"))
    for number in ("N-1", "N-2"):
        drawing = ledger.do(
            add_document, number=f"DW-{number}", title=number, kind=DocumentKind.DRAWING, label="A"
        )
        ledger.do(attach_file, drawing, f"ISO-10303 {number}".encode(), "a.step")
        ledger.do(use_document, drafts[number], drawing)
    ledger.order_id = ledger.do(make_change_order, title="신규", reason="수주")
    assert ledger.do(add_items_below, ledger.order_id, parts["N-1"]) == 6
    assert ledger.do(add_items_below, ledger.order_id, parts["N-1"]) == 0
    owners = {item.owner_id for item in ledger.items() if item.noun is Noun.PART_REVISION}
    assert owners == {parts[number] for number in drafts}
    ledger.to_review()
    ledger.sign()
    ledger.do(release_change_order, ledger.order_id)
    assert _states(ledger) == [RevisionState.RELEASED] * 6


@pytest.mark.parametrize("part_first", [True, False])
def test_drafts_begin_with_what_is_in_force_and_use_each_other(ledger: Ledger, part_first: bool) -> None:
    ledger.order_id = ledger.do(make_change_order, title="x", reason="y")
    drawing = (Noun.DOCUMENT_REVISION, ledger.floor.document_id)
    part = (Noun.PART_REVISION, ledger.floor.part_id)
    for target in (part, drawing) if part_first else (drawing, part):
        ledger.do(add_item, ledger.order_id, *target, label="Z")
    revisions = {item.noun: item.to_revision_id for item in ledger.items()}
    used = select(PartDocument.document_revision_id).where(
        PartDocument.part_revision_id == revisions[Noun.PART_REVISION]
    )
    with ledger.factory.reading() as session:
        assert session.scalars(used).all() == [revisions[Noun.DOCUMENT_REVISION]]
    carried = ledger.factory.ask(characteristic_rows, revisions[Noun.DOCUMENT_REVISION])
    assert len(carried) == len(characteristics())


def test_two_who_edit_one_order_and_the_second_is_told_who_did_what(ledger: Ledger) -> None:
    ledger.make_order()
    seen = ledger.order.version
    ledger.do(edit_change_order, ledger.order_id, title="첫째", expected_version=seen, role=Role.QUALITY)
    with pytest.raises(PartproofError) as refused:
        ledger.do(edit_change_order, ledger.order_id, title="둘째", expected_version=seen)
    assert refused.value.code == "record.changed_meanwhile"
    assert ledger.floor.crew.actor(Role.QUALITY).name in Language("en").explain(refused.value)
    assert ledger.order.title == "첫째"
