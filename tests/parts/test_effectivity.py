"""Which revision is in force: half-open, never two in one scope, "now" written; by verbs and by raw SQL."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.changes.release import release
from app.errors import PartproofError
from app.factory import Factory
from app.parts.effectivity import Scope, add_effectivity, end_effectivity, plant_day_begin, supersede_elapsed
from app.parts.in_force import asked_for, effectivity_gaps, effectivity_rows, revision_in_force
from app.parts.parts import start_revision
from app.settings import PlantSettings
from app.unit_of_work import SYSTEM, Actor
from models.part import PartRevision
from models.rules.effectivity import Asked, Span, in_force, overlap
from models.rules.mask import mask_of, matches, place_of
from models.vocab import EffectivityScope, Noun, PartKind, RevisionState, Role
from tests.app.test_thread_of_release import approve, make_part
from tests.beginnings import SteppingClock
from tests.crew import Crew

LOTS = EffectivityScope.LOT_RANGE
MASK = "######-###"


class Bench:
    """One part whose revisions are released one after the other."""

    def __init__(self, factory: Factory, crew: Crew) -> None:
        self.factory, self.crew, self.engineer = factory, crew, crew.actor(Role.ENGINEER)
        self.part, first = make_part(factory, self.engineer, "P", PartKind.STANDARD)
        self.ids = [first]
        self.put(first)

    def put(self, revision: int, **facts: Any) -> int:
        """Approve and release a revision."""
        approve(self.factory, self.crew, Noun.PART_REVISION, revision)
        self.do(release, [(Noun.PART_REVISION, revision)], **facts)
        return revision

    def next(self, **facts: Any) -> int:
        """Start, approve and release the next revision."""
        self.ids.append(self.do(start_revision, self.part, reason="EO"))
        return self.put(self.ids[-1], **facts)

    def do(self, verb: Any, *args: Any, actor: Actor | None = None, **facts: Any) -> Any:
        """Perform a verb."""
        return self.factory.perform(verb, *args, actor=actor or self.engineer, **facts).result

    def at(self, when: datetime, lot: str = "", order: str = "") -> int | None:
        """Return the revision in force."""
        return self.factory.ask(
            lambda session: revision_in_force(
                session, self.part, asked_for(session, at=when, lot=lot, order=order)
            )
        )

    def states(self) -> list[RevisionState]:
        """Return the states by counter."""
        query = select(PartRevision).order_by(PartRevision.counter)
        return self.factory.ask(lambda session: [row.state for row in session.scalars(query)])


@pytest.fixture
def bench(factory: Factory, crew: Crew) -> Bench:
    """A part with its first revision in force."""
    return Bench(factory, crew)


def test_now_writes_a_time_and_the_old_one_ends_in_that_instant(bench: Bench, clock: SteppingClock) -> None:
    first = bench.ids[0]
    second = bench.next()
    rows = bench.factory.ask(effectivity_rows, bench.part)
    assert [row.revision_id for row in rows] == [first, second]
    assert rows[0].end == rows[1].begin is not None
    assert rows[1].end is None
    assert bench.at(rows[1].begin) == second  # the begin belongs to it, the end does not
    assert bench.at(rows[1].begin - timedelta(microseconds=1)) == first
    assert bench.states() == [RevisionState.SUPERSEDED, RevisionState.RELEASED]


def test_a_later_day_waits_and_the_state_follows_when_it_comes(bench: Bench, clock: SteppingClock) -> None:
    first, day = bench.ids[0], date(2026, 12, 1)
    second = bench.next(from_day=day)
    begin = datetime(2026, 11, 30, 23, tzinfo=UTC)  # 08:00 in Seoul, where the work day begins
    assert bench.states() == [RevisionState.RELEASED, RevisionState.RELEASED]
    assert bench.at(begin - timedelta(seconds=1)) == first
    assert bench.at(begin) == second
    assert bench.do(supersede_elapsed, actor=SYSTEM) == 0
    clock.at = begin
    assert bench.do(supersede_elapsed, actor=SYSTEM) == 1
    assert bench.states() == [RevisionState.SUPERSEDED, RevisionState.RELEASED]


def test_a_revision_that_still_waits_gives_way_to_one_that_comes_at_once(
    bench: Bench, clock: SteppingClock
) -> None:
    waiting = bench.next(from_day=date(2026, 12, 1))
    third = bench.next()
    assert bench.states() == [RevisionState.SUPERSEDED, RevisionState.SUPERSEDED, RevisionState.RELEASED]
    for when in (clock.at, datetime(2027, 1, 1, tzinfo=UTC)):
        assert bench.at(when) == third
    assert waiting not in {bench.at(datetime(2026, 12, day, tzinfo=UTC)) for day in range(1, 9)}


def test_a_day_that_is_past_is_refused(bench: Bench) -> None:
    draft = bench.do(start_revision, bench.part, reason="EO")
    approve(bench.factory, bench.crew, Noun.PART_REVISION, draft)
    with pytest.raises(PartproofError) as refused:
        bench.do(release, [(Noun.PART_REVISION, draft)], from_day=date(2026, 11, 20))
    assert refused.value.code == "part.effective_past"
    assert bench.states() == [RevisionState.RELEASED, RevisionState.IN_REVIEW]


def test_parallel_revisions_only_with_scopes_of_their_own(bench: Bench, clock: SteppingClock) -> None:
    first = bench.ids[0]
    scope = Scope(EffectivityScope.CUSTOMER_ORDER, "PO-77")
    draft = bench.do(start_revision, bench.part, reason="EO")
    approve(bench.factory, bench.crew, Noun.PART_REVISION, draft)
    bench.do(release, [(Noun.PART_REVISION, draft)], special={draft: [scope]})
    assert bench.states() == [RevisionState.RELEASED, RevisionState.RELEASED]
    assert bench.at(clock.at) == first
    assert bench.at(clock.at, order=" po-77") == draft
    with pytest.raises(PartproofError) as refused:
        bench.do(add_effectivity, first, Scope(EffectivityScope.CUSTOMER_ORDER, "po-77"), reason="both")
    assert refused.value.code == "part.effectivity_overlap"
    row = next(row for row in bench.factory.ask(effectivity_rows, bench.part) if row.id)
    bench.do(end_effectivity, row.id, reason="delivered")
    bench.do(add_effectivity, first, Scope(EffectivityScope.CUSTOMER_ORDER, "po-77"), reason="again")
    assert bench.at(clock.at, order="PO-77") == first


def test_lots_are_counted_by_their_mask_never_compared_as_text(bench: Bench, clock: SteppingClock) -> None:
    first = bench.ids[0]
    second = bench.next()
    bench.do(add_effectivity, first, Scope(LOTS, "261120-009", "261120-010", MASK), reason="rest of stock")
    assert bench.at(clock.at, lot="261120-009") == first
    assert bench.at(clock.at, lot="261120-010") == first
    assert bench.at(clock.at, lot="261120-011") == second
    assert bench.at(clock.at, lot="odd lot") == second

    def code(revision: int, scope: Scope) -> str:
        with pytest.raises(PartproofError) as refused:
            bench.do(add_effectivity, revision, scope, reason="x")
        return refused.value.code

    assert code(second, Scope(LOTS, "261120-010", "", MASK)) == "part.effectivity_overlap"
    assert code(second, Scope(LOTS, "261121-010", "261121-009", MASK)) == "part.lot_order"
    assert code(second, Scope(LOTS, "A10", "A20", MASK)) == "part.lot_not_counted"
    assert code(second, Scope(LOTS, "A10", "A20", "*")) == "part.mask"
    assert code(second, Scope(LOTS, "A10", "A20", "A##")) == "part.lot_mask"
    bench.do(add_effectivity, first, Scope(EffectivityScope.LOT, "Odd lot"), reason="by name")
    assert bench.at(clock.at, lot="ODD LOT") == first
    bench.do(add_effectivity, second, Scope(LOTS, "261120-011", "", MASK), reason="half-open: they touch")


OVERLAPS = """
UPDATE part_revision SET effective_to = NULL WHERE id = {first}
UPDATE part_revision SET effective_to = '2999-01-01T00:00:00.000000Z' WHERE id = {first}
UPDATE part_revision SET effective_from = NULL WHERE id = {second}
UPDATE part_revision SET effective_from = '2020-01-01T00:00:00.000000Z' WHERE id = {second}
INSERT INTO effectivity VALUES (900, {part}, {second}, 'customer_order', 'po-1', 'x', NULL, NULL, {t}, NULL, '')
INSERT INTO effectivity VALUES (901, {part}, {second}, 'lot_range', '######-###', 'x', 5, 9, {t}, NULL, '')
INSERT INTO effectivity VALUES (902, {part}, {second}, 'lot_range', 'A##', 'x', 50, 90, {t}, NULL, '')
INSERT INTO effectivity VALUES (903, {part}, {second}, 'lot_range', '######-###', 'x', 90, 50, {t}, NULL, '')
INSERT INTO effectivity VALUES (904, {other}, {second}, 'lot', 'a', 'x', NULL, NULL, {t}, NULL, '')
INSERT INTO effectivity VALUES (905, {other}, {draft}, 'lot', 'a', 'x', NULL, NULL, {t}, NULL, '')
UPDATE effectivity SET to_lot = NULL WHERE scope = 'lot_range'
UPDATE effectivity SET revision_id = {second}
UPDATE effectivity SET to_at = '2020-01-01T00:00:00.000000Z'
DELETE FROM effectivity
INSERT INTO part_revision (id, part_id, counter, customer_label, reason, material, migrated, state, maturity,\
 created_at, effective_from, version) SELECT 990, part_id, 90, 'x', '', '', 0, 'draft', maturity, created_at,\
 {t}, 1 FROM part_revision WHERE id = {first}
""".strip().splitlines()


def test_raw_sql_makes_no_overlap_either(bench: Bench) -> None:
    first, second = bench.ids[0], bench.next()
    bench.do(add_effectivity, first, Scope(EffectivityScope.CUSTOMER_ORDER, "PO-1"), reason="x")
    with bench.factory._write.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO effectivity VALUES (800, :part, :first, 'lot_range', '######-###', 'x', 1, 8,"
                " '2026-01-01T00:00:00.000000Z', NULL, '')"
            ),
            {"part": bench.part, "first": first},
        )
    other, draft = make_part(bench.factory, bench.engineer, "Q")
    ids = {"first": first, "second": second, "part": bench.part, "other": other, "draft": draft}
    when = "'2026-01-01T00:00:00.000000Z'"
    got_through = []
    for attack in OVERLAPS:
        statement = attack.format(t=when, **ids)
        try:
            with bench.factory._write.begin() as connection:
                connection.execute(text(statement))
            got_through.append(attack)
        except DBAPIError:
            continue
    assert got_through == []


def test_a_gap_is_told_and_an_unscheduled_part_has_none(bench: Bench) -> None:
    assert bench.factory.ask(effectivity_gaps, bench.part) == ()


def test_a_work_day_begins_once_where_the_clocks_change() -> None:
    berlin = PlantSettings("Werk", time_zone="Europe/Berlin", work_day_start="02:30")
    assert plant_day_begin(berlin, date(2026, 3, 29)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert plant_day_begin(berlin, date(2026, 10, 25)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


_DAYS = st.integers(0, 40)
_SPANS = st.lists(st.tuples(_DAYS, st.one_of(st.none(), _DAYS)), max_size=5)


@given(_SPANS, _DAYS)
def test_spans_that_do_not_overlap_give_one_answer_at_most(pairs: list[Any], day: int) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    kept: list[Span] = []
    for number, (begin, length) in enumerate(pairs):
        first = start + timedelta(days=begin)
        span = Span(number, first, None if length is None else first + timedelta(days=length))
        if not any(overlap(span, other) for other in kept):
            kept.append(span)
    at = start + timedelta(days=day)
    holding = [span.revision_id for span in kept if span.holds(at)]
    assert len(holding) <= 1
    assert in_force(kept, (), Asked(at)) == (holding[0] if holding else None)


@given(st.integers(0, 999_999), st.integers(0, 999_999))
def test_the_mask_keeps_the_order_of_numbers(one: int, other: int) -> None:
    first = place_of("L###-###", f"l{one // 1000:03d}-{one % 1000:03d}")
    second = place_of("L######", f"L{other:06d}")
    assert (first, second) == (one, other)
    assert place_of("A##", "B05") == 105
    assert place_of("A##", "A10") == 10
    assert matches("HB-####", "hb-0012")
    assert not matches("HB-####", "HB-12")
    assert mask_of("LA261201-001") == "L\\A######-###"
    assert place_of(mask_of("LA261201-001"), "LA261201-012") == 261201012
