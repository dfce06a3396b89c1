"""Submissions count their attempts, keep every answer, and let leave exactly what the customer approved (rule 16)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.certification.assessments import exclude_requirement, open_assessment
from app.certification.queries import requirement_rows
from app.certification.shipment_right import shipment_right
from app.certification.submission_queries import submission_rows
from app.certification.submissions import migrate_submission, record_verdict, submit
from app.errors import PartproofError
from app.parts.parts import add_customer
from app.production.lots import create_lot, find_lot, release_lot
from app.production.shipping import Taken, ship_lot, ship_lots
from models.vocab import AssessmentState, CustomerVerdict, LotState, Role, SubmissionReason
from tests.production.floor import Floor

Verdict = CustomerVerdict
DAY = date(2026, 11, 24)
PAPER: dict[str, Any] = {"content": b"approval", "file_name": "승인서.pdf"}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def engine_name(request: pytest.FixtureRequest) -> str:
    """What the database itself defends is asked of both engines always; the rest of PostgreSQL is breadth."""
    return str(request.param)


@pytest.fixture
def customer(floor: Floor) -> int:
    """The customer."""
    return int(floor.do(add_customer, code="HG", name="한길자동차", actor=floor.engineer))


def _assessment(floor: Floor, customer: int | None, *, settled: bool = True) -> int:
    facts = {"template": "ppap", "level": "3", "part_revision_id": floor.part_revision_id}
    found: int = floor.do(open_assessment, customer_id=customer, actor=floor.quality, **facts)
    if settled:
        for row in floor.factory.ask(requirement_rows, found):
            floor.do(exclude_requirement, row.id, reason="시험", actor=floor.quality)
    return found


def _submit(floor: Floor, assessment: int, reason: SubmissionReason = SubmissionReason.INITIAL) -> int:
    return int(floor.do(submit, assessment, reason=reason, actor=floor.quality))


def _code(floor: Floor, verb: Any, *args: Any, **facts: Any) -> str:
    with pytest.raises(PartproofError) as refused:
        floor.do(verb, *args, **{"actor": floor.quality, **facts})
    return refused.value.code


def _lot(floor: Floor, quantity: int) -> int:
    by = {"actor": floor.quality}
    lot: int = floor.do(
        create_lot, part_id=floor.part_id, quantity=Decimal(quantity), order_id=floor.order_id, **by
    )
    with floor.factory.reading() as session:
        version = find_lot(session, lot).version
    floor.do(release_lot, lot, expected_version=version, reason="합격", **by)
    return lot


def _ship(floor: Floor, lot: int, customer: int, **facts: Any) -> None:
    with floor.factory.reading() as session:
        version = find_lot(session, lot).version
    floor.do(ship_lot, lot, customer_id=customer, expected_version=version, actor=floor.quality, **facts)


def _refused(floor: Floor, lot: int, customer: int) -> PartproofError:
    with pytest.raises(PartproofError) as refused:
        _ship(floor, lot, customer)
    with floor.factory.reading() as session:
        assert find_lot(session, lot).state is LotState.RELEASED
    return refused.value


def _verdict(floor: Floor, submission: int, verdict: Verdict, **facts: Any) -> int:
    return int(
        floor.do(
            record_verdict,
            submission,
            verdict,
            **{"decided_on": DAY, "actor": floor.quality, **PAPER, **facts},
        )
    )


def test_nothing_leaves_before_the_customer_approved(floor: Floor, customer: int) -> None:
    lot = _lot(floor, 500)
    assert _refused(floor, lot, customer).code == "shipment.not_approved"
    submission = _submit(floor, _assessment(floor, customer))
    assert _refused(floor, lot, customer).code == "shipment.not_approved"
    _verdict(floor, submission, Verdict.REJECTED, remark="치수 재확인", content=None)
    assert _refused(floor, lot, customer).code == "shipment.not_approved"
    # Samples of the submission go all the same, and nobody counts them as mass product.
    _ship(floor, _lot(floor, 5), customer, samples=True)
    second = _submit(floor, _assessment(floor, customer), SubmissionReason.RESUBMISSION)
    _verdict(floor, second, Verdict.APPROVED)
    _ship(floor, lot, customer)
    rows = floor.factory.ask(submission_rows, part_id=floor.part_id)
    assert [(row.attempt, row.verdict, row.newest) for row in rows] == [
        (2, Verdict.APPROVED, True),
        (1, Verdict.REJECTED, False),
    ]
    assert rows[0].answer is not None
    assert rows[0].answer.file_name == "승인서.pdf"


def test_an_interim_approval_ends_with_its_quantity_and_its_day(floor: Floor, customer: int) -> None:
    submission = _submit(floor, _assessment(floor, customer))
    limits = {"interim_quantity": Decimal(500), "interim_until": date(2026, 11, 30)}
    _verdict(floor, submission, Verdict.INTERIM, **limits)
    _ship(floor, _lot(floor, 499), customer)
    two = _lot(floor, 2)
    refusal = _refused(floor, two, customer)
    assert refusal.code == "shipment.interim_quantity"
    assert dict(refusal.values)["left"] == "1"
    _ship(floor, _lot(floor, 1), customer)
    one = _lot(floor, 1)
    assert _refused(floor, one, customer).code == "shipment.interim_quantity"
    right = floor.factory.ask(shipment_right, floor.part_revision_id, customer)
    assert (right.shipped, right.left) == (Decimal(500), Decimal(0))
    # A further interim approval counts from its own answer on; after its last day nothing leaves.
    _verdict(
        floor, submission, Verdict.INTERIM, interim_quantity=Decimal(10), interim_until=date(2026, 11, 24)
    )
    _ship(floor, one, customer)
    clock = floor.factory.clock
    clock.at = clock.at.replace(day=26)  # type: ignore[attr-defined]
    assert _refused(floor, two, customer).code == "shipment.interim_over"
    # The final approval ends the counting.
    _verdict(floor, submission, Verdict.APPROVED)
    _ship(floor, two, customer)


def test_an_answer_needs_its_facts_and_a_final_one_never_changes(floor: Floor, customer: int) -> None:
    submission = _submit(floor, _assessment(floor, customer))
    by: dict[str, Any] = {"decided_on": DAY}
    assert _code(floor, record_verdict, submission, Verdict.APPROVED, **by) == "submission.file"
    assert _code(floor, record_verdict, submission, Verdict.INTERIM, **by, **PAPER) == "submission.interim"
    assert _code(floor, record_verdict, submission, Verdict.REJECTED, **by) == "field.empty"
    early = {"decided_on": date(2026, 11, 23)}
    assert _code(floor, record_verdict, submission, Verdict.APPROVED, **early, **PAPER) == "submission.day"
    # Nobody answers on a day that is still to come; so nothing leaves on such an answer.
    ahead = {"decided_on": DAY + timedelta(days=2)}
    assert _code(floor, record_verdict, submission, Verdict.APPROVED, **ahead, **PAPER) == (
        "submission.day_ahead"
    )
    _verdict(floor, submission, Verdict.APPROVED)
    assert (
        _code(floor, record_verdict, submission, Verdict.REJECTED, **by, remark="x") == "submission.answered"
    )
    operator = {"actor": floor.operator}
    assert _code(floor, record_verdict, submission, Verdict.REJECTED, **by, **operator) == "right.missing"


def test_only_what_is_whole_is_handed_in(floor: Floor, customer: int) -> None:
    reason = {"reason": SubmissionReason.INITIAL}
    assert _code(floor, submit, _assessment(floor, None), **reason) == "submission.customer"
    assert _code(floor, submit, _assessment(floor, customer, settled=False), **reason) == "submission.open"
    whole = _assessment(floor, customer)
    _submit(floor, whole)
    assert _code(floor, submit, whole, **reason) == "assessment.not_open"


def test_what_comes_back_is_open_for_work_and_counts_on(floor: Floor, customer: int) -> None:
    assessment = _assessment(floor, customer)
    first = _submit(floor, assessment)
    _verdict(floor, first, Verdict.REJECTED, remark="재제출 요망", content=None)
    with floor.factory.reading() as session:
        from models.certification import Assessment

        assert session.get_one(Assessment, assessment).state is AssessmentState.OPEN
    _submit(floor, assessment, SubmissionReason.CORRECTION)
    rows = floor.factory.ask(submission_rows, assessment_id=assessment)
    assert [(row.attempt, row.reason) for row in rows] == [
        (2, SubmissionReason.CORRECTION),
        (1, SubmissionReason.INITIAL),
    ]


def test_an_approval_from_before_the_program_is_marked_so(floor: Floor, customer: int) -> None:
    facts: dict[str, Any] = {
        "scheme": "ppap",
        "level": "3",
        "submitted_on": date(2024, 3, 4),
        "approved_on": date(2024, 3, 20),
        "customer_number": "HG-P-0311",
    }
    who = floor.crew.actor(Role.ADMINISTRATOR)
    floor.do(migrate_submission, floor.part_revision_id, customer, actor=who, **facts)
    _ship(floor, _lot(floor, 500), customer)
    (row,) = floor.factory.ask(submission_rows)
    assert row.migrated
    # What is submitted here is the second one.
    assert _submit(floor, _assessment(floor, customer)) > row.id
    assert floor.factory.ask(submission_rows)[0].attempt == 2


@pytest.mark.parametrize("engine_name", ["sqlite", "postgresql"])
def test_the_database_keeps_what_was_answered(floor: Floor, customer: int) -> None:
    submission = _submit(floor, _assessment(floor, customer))
    limits = {"interim_quantity": Decimal(9), "interim_until": date(2026, 11, 30)}
    _verdict(floor, submission, Verdict.INTERIM, **limits)
    _ship(floor, _lot(floor, 3), customer)
    for statement in (
        "UPDATE submission SET attempt = 7",
        "DELETE FROM submission",
        "UPDATE submission_verdict SET interim_until = NULL",
        "DELETE FROM submission_verdict",
        "UPDATE interim_shipment SET quantity = '1'",
        "DELETE FROM interim_shipment",
    ):
        with pytest.raises(DBAPIError), floor.factory._write.begin() as connection:
            connection.execute(text(statement))


def test_the_piece_after_the_last_of_an_interim_approval_stays(floor: Floor, customer: int) -> None:
    submission = _submit(floor, _assessment(floor, customer))
    limits = {"interim_quantity": Decimal(500), "interim_until": date(2026, 11, 30)}
    _verdict(floor, submission, Verdict.INTERIM, **limits)
    lot = _lot(floor, 501)
    by: dict[str, Any] = {"customer_id": customer, "actor": floor.quality}
    for quantity in (300, 200):
        floor.do(ship_lots, [Taken(lot, Decimal(quantity))], **by)
    refusal = _refused(floor, lot, customer)
    assert refusal.code == "shipment.interim_quantity"
    right = floor.factory.ask(shipment_right, floor.part_revision_id, customer)
    assert (right.shipped, right.left) == (Decimal(500), Decimal(0))
