"""Every list whose rows belong to parts is filtered by vehicle, customer and EO in one way, on both engines."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from typing import Any, Final

from app.certification.queries import assessment_rows
from app.certification.readiness import readiness
from app.certification.submission_queries import submission_rows
from app.certification.submissions import migrate_submission
from app.changes.ledger import ledger_rows
from app.changes.orders import add_item, make_change_order
from app.changes.queries import waiting_reviews
from app.changes.reviews import open_review
from app.documents.customer_forms import issue_rows
from app.drawings.distribution import issue_copy
from app.drawings.distribution_queries import ledger
from app.files import store_file
from app.inspection.queries import inspection_rows
from app.nonconformance.nonconformances import open_nonconformance
from app.nonconformance.queries import nonconformance_rows
from app.packs.queries import pack_rows
from app.parts.parts import add_customer, add_part, link_customer
from app.production.lots import create_lot, release_lot
from app.production.queries import lot_rows, order_rows
from app.production.shipment_queries import shipment_rows
from app.production.shipping import Taken, ship_lots
from app.unit_of_work import UnitOfWork
from models.certification import EvidencePack
from models.issuing import CustomerForm, FormIssue
from models.part import PartRevision
from models.vocab import Noun, PartKind, Role, Source
from tests.certification.bench import Bench

# Each with how many of its rows are about the bracket.
LISTS: Final[tuple[tuple[Any, int], ...]] = (
    (order_rows, 1),
    (lot_rows, 3),
    (inspection_rows, 1),
    (nonconformance_rows, 1),
    (shipment_rows, 1),
    (submission_rows, 1),
    (assessment_rows, 1),
    (pack_rows, 1),
    (issue_rows, 1),
    (ledger, 1),
    (waiting_reviews, 1),
    (ledger_rows, 1),
)


def _issued(unit: UnitOfWork, assessment_id: int, inspection_id: int, customer_id: int) -> None:
    """Write a pack and an issue of a form as the registers hold them; how they are made is tested elsewhere."""
    by, now = unit.actor.user_id, unit.now
    assert by is not None
    stored, zero = store_file(unit, b"form", "form.xlsx"), "0" * 64
    form = CustomerForm(
        customer_id=customer_id, name="성적서", file_hash=stored, mapping={}, kept_by_id=by, kept_at=now
    )
    pack = EvidencePack(uuid=uuid.uuid4(), assessment_id=assessment_id, recipient="고객", options={})
    unit.session.add(form)
    unit.session.flush()
    issue = FormIssue(number="IC-1", issue=1, form_id=form.id, inspection_id=inspection_id, reason="")
    issue.recipient, issue.uuid, issue.file_name = "고객", uuid.uuid4(), "IC-1.xlsx"
    for row in (pack, issue):
        row.audit_seq, row.audit_hash, row.file_hash = 1, zero, stored
        row.issued_at, row.issued_by_id = now, by
    pack.manifest_hash = zero
    unit.session.add_all([pack, issue])
    unit.record("form_issued", Noun.INSPECTION, inspection_id)


def _one_of_each(bench: Bench) -> None:
    """Make one record of every list about the bracket, which two vehicles share, and a few about another part."""
    floor = bench.floor
    quality, engineer = floor.quality, floor.engineer
    admin = floor.crew.actor(Role.ADMINISTRATOR)
    customer = int(floor.do(add_customer, code="HG", name="한길자동차", actor=engineer))
    for vehicle, eo in (("NE1", "EO-7"), ("CV2", "EO-8")):
        facts = {"customer_part_number": "55310", "vehicle": vehicle, "engineering_order": eo}
        floor.do(link_customer, floor.part_id, customer, actor=engineer, **facts)
    other = floor.do(
        add_part, number="ZZ-1", name="딴 부품", kind=PartKind.COMPONENT, source=Source.MADE, actor=engineer
    )
    floor.do(create_lot, part_id=other, quantity=Decimal(3), actor=quality)
    with floor.factory.reading() as session:
        draft = session.query(PartRevision).filter_by(part_id=other).one().id
    floor.do(open_review, Noun.PART_REVISION, draft, actor=engineer)
    floor.do(open_nonconformance, title="딴 부품 흠", part_revision_id=draft, actor=quality)
    floor.do(open_nonconformance, title="흠", part_revision_id=floor.part_revision_id, actor=quality)
    made = {"part_id": floor.part_id, "quantity": Decimal(100), "order_id": floor.order_id}
    lot = floor.do(create_lot, actor=quality, **made)
    floor.do(release_lot, lot, expected_version=1, reason="합격", actor=quality)
    floor.do(ship_lots, (Taken(lot),), customer_id=customer, samples=True, actor=quality)
    days = {"submitted_on": date(2026, 1, 5), "approved_on": date(2026, 1, 9)}
    before = {"scheme": "ppap", "level": "3", "customer_number": "A-1", **days}
    floor.do(migrate_submission, floor.part_revision_id, customer, actor=admin, **before)
    floor.do(issue_copy, bench.drawing, place="2라인", holder="김", actor=engineer)
    order = floor.do(make_change_order, title="변경", reason="시험", actor=engineer)
    floor.do(add_item, order, Noun.PART_REVISION, floor.part_id, actor=engineer)
    with floor.factory.reading() as session:
        new = session.query(PartRevision).filter_by(part_id=floor.part_id, released_at=None).one().id
    floor.do(open_review, Noun.PART_REVISION, new, actor=engineer)
    inspection = floor.factory.ask(inspection_rows)[0].id
    floor.do(_issued, bench.assessment, inspection, customer, actor=quality)


def test_one_condition_filters_every_list_of_what_belongs_to_parts(certified: Bench) -> None:
    _one_of_each(certified)
    ask = certified.factory.ask
    whole = {query: ask(query) for query, _ in LISTS}
    shared = (
        {"vehicle": "NE1"},
        {"vehicle": "CV2"},
        {"customer": "한길자동차"},
        {"engineering_order": "EO-8"},
    )
    for link in shared:
        found = {query: ask(query, linked=link) for query, _ in LISTS}
        assert {query.__name__: len(rows) for query, rows in found.items()} == {
            query.__name__: count for query, count in LISTS
        }
        # The rows themselves are the same as without a filter.
        assert all(set(rows) <= set(whole[query]) for query, rows in found.items())
        answer = ask(readiness, linked=link)
        assert [row.head.id for row in answer.board] == [certified.assessment]
        assert answer.red == ask(readiness).red
    nothing = ask(readiness, linked={"vehicle": "MX5"})
    assert (nothing.red, nothing.board) == ((), ())
    assert all(ask(query, linked={"vehicle": "MX5"}) == () for query, _ in LISTS)
    # What is about the other part is left out, not what the list shows without a filter.
    assert [len(whole[query]) for query in (lot_rows, nonconformance_rows, waiting_reviews)] == [4, 2, 2]
