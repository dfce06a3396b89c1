"""What is kept in memory is what the records say, after any acts in any order; only what was touched is redone."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.certification.assessments import (
    attach_evidence,
    exclude_requirement,
    include_requirement,
    open_assessment,
    withdraw_evidence,
)
from app.certification.conduct import assign_requirement
from app.certification.freshness import Freshness, freshness_of
from app.certification.needs import with_needs
from app.certification.queries import open_assessments, requirement_rows
from app.certification.rows import DONE, RequirementRow
from app.certification.rule_kinds import Sentence
from app.errors import PartproofError
from models.vocab import CalibrationResult, RequirementState
from tests.certification.bench import Bench

ACTS = (
    "gather",
    "accept",
    "measure",
    "fail",
    "pass",
    "draw",
    "release",
    "attach",
    "withdraw",
    "exclude",
    "assign",
    "open",
    "nothing",
)


@pytest.fixture
def engine_name() -> str:
    """The memory knows no engine; the audit log it follows is tested on both elsewhere."""
    return "sqlite"


@pytest.fixture
def bench(certified: Bench) -> Bench:
    """A measured floor with two assessments, one of the part and one of the plant."""
    certified.floor.do(open_assessment, template="internal_audit", actor=certified.floor.quality)
    return certified


class Walk:
    """Does acts by name; one that is refused at that moment is no matter."""

    def __init__(self, bench: Bench) -> None:
        self.bench, self.day = bench, date(2026, 11, 24)
        self.labels = iter("CDEFGHJKLMNPRTUVWY")

    def act(self, name: str) -> None:
        """Do one act."""
        with suppress(PartproofError):
            getattr(self, f"do_{name}")()

    def _quality(self, verb: Any, *args: Any, **facts: Any) -> Any:
        return self.bench.floor.do(verb, *args, actor=self.bench.floor.quality, **facts)

    def do_nothing(self) -> None:
        """Only look."""

    def do_gather(self) -> None:
        """Let all proposals count."""
        self.bench.gather()

    def do_accept(self) -> None:
        """Accept what is ready."""
        ready = [code for code, row in self.bench.rows().items() if row.acceptable]
        self.bench.accept(ready[:1])

    def do_measure(self) -> None:
        """Measure a lot, one value out of tolerance."""
        self.bench.measure(values=("40.010", "40.090"))

    def do_fail(self) -> None:
        """Find the gauge out of tolerance."""
        self.day += timedelta(days=1)
        self.bench.calibrate(self.bench.floor.gauge_id, self.day, CalibrationResult.FAIL)

    def do_pass(self) -> None:
        """Calibrate it again."""
        self.day += timedelta(days=1)
        self.bench.calibrate(self.bench.floor.gauge_id, self.day, CalibrationResult.PASS)

    def do_draw(self) -> None:
        """Release the next drawing revision."""
        self.bench.release_drawing(next(self.labels))

    def do_release(self) -> None:
        """Release the next part revision."""
        self.bench.release_part(self.bench.drawing)

    def do_attach(self) -> None:
        """Attach a file by hand."""
        row = self.bench.rows()["7"]
        self._quality(attach_evidence, row.id, b"plan %d" % row.version, "관리계획서.pdf")

    def do_withdraw(self) -> None:
        """Take a link back."""
        row = self.bench.rows()["9"]
        if row.evidence:
            self._quality(withdraw_evidence, row.evidence[0].id, reason="시험")

    def do_exclude(self) -> None:
        """Exclude a requirement, or let it apply again."""
        row = self.bench.rows()["14"]
        verb = include_requirement if row.not_applicable_reason else exclude_requirement
        self._quality(verb, row.id, reason="시험")

    def do_assign(self) -> None:
        """Give a requirement an owner."""
        row = self.bench.rows()["6"]
        facts = {"owner_id": self.bench.floor.engineer.user_id, "due_on": self.day}
        self._quality(assign_requirement, row.id, expected_version=row.version, **facts)

    def do_open(self) -> None:
        """Open a further assessment."""
        self._quality(open_assessment, template="process_audit", process="선삭")


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=st.lists(st.sampled_from(ACTS), min_size=1, max_size=6))
def test_what_is_kept_is_what_a_naive_look_says(bench: Bench, acts: list[str]) -> None:
    walk, memory = Walk(bench), Freshness()
    now = bench.factory.clock()
    bench.factory.ask(memory.look, now=now)
    for name in acts:
        walk.act(name)
        kept = {one.head.id: one.rows for one in bench.factory.ask(memory.look, now=now)}
        naive = {
            one: bench.factory.ask(requirement_rows, one, now=now)
            for one in bench.factory.ask(open_assessments)
        }
        assert kept == naive, name


def test_a_part_that_was_not_touched_is_not_looked_at_again(bench: Bench) -> None:
    memory, now = Freshness(), bench.factory.clock()
    assert len(bench.factory.ask(memory.look, now=now)) == 2
    assert memory.derived == 2
    bench.factory.ask(memory.look, now=now)
    assert memory.derived == 0
    row = bench.rows()["6"]
    bench.floor.do(exclude_requirement, row.id, reason="시험", actor=bench.floor.quality)
    bench.factory.ask(memory.look, now=now)
    assert memory.derived == 1
    # Another day: papers and calibrations may have run out.
    bench.factory.ask(memory.look, now=now + timedelta(days=1))
    assert memory.derived == 2
    # One memory per factory.
    with bench.factory.reading() as session:
        first = freshness_of(session)
    with bench.factory.reading() as session:
        assert freshness_of(session) is first


def _row(code: str, state: RequirementState) -> RequirementRow:
    nothing = Sentence("")
    return RequirementRow(
        1, code, "", "", "", "", "", "", True, state, True, (), nothing, (), "", None, "", "", 1
    )


STATES = st.sampled_from(list(RequirementState))


@given(st.data(), st.lists(STATES, min_size=1, max_size=12))
def test_needs_settle_as_a_naive_recomputation_does(
    data: st.DataObject, states: list[RequirementState]
) -> None:
    codes = [str(at) for at in range(len(states))]
    # Edges run from later to earlier codes of a shuffled order, so that there is no circle.
    order = data.draw(st.permutations(codes))
    needs = {
        code: data.draw(st.lists(st.sampled_from(order[:at]), unique=True, max_size=3)) if at else []
        for at, code in enumerate(order)
    }
    rows = [_row(code, state) for code, state in zip(codes, states, strict=True)]
    found = {
        row.code: row.state for row in with_needs(rows, {code: {"needs": needs[code]} for code in codes})
    }
    naive = dict(zip(codes, states, strict=True))
    changed = True
    while changed:
        changed = False
        for code in codes:
            lacking = any(naive[one] not in DONE for one in needs[code])
            if lacking and naive[code] is RequirementState.READY:
                naive[code], changed = RequirementState.PARTIAL, True
            elif lacking and naive[code] is RequirementState.ACCEPTED:
                naive[code], changed = RequirementState.STALE, True
    assert found == naive
