"""No sequence of verbs reaches a released row changed, a cycle, two open drafts, an overlap, or a hash that stays.

Hypothesis makes the sequences; ``PARTPROOF_SEQUENCES`` sets how many.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select, text

from app.audit_trail import check_trail
from app.bom.baselines import baseline_holds, make_baseline
from app.bom.copies import revise_part
from app.bom.drafts import DraftLine, read_draft, save_draft
from app.bom.dropping import drop_draft
from app.bom.lines import LineFacts, add_line, add_substitute, edit_line, remove_line
from app.changes.content import content_hash
from app.changes.release import release
from app.changes.replacing import replace_everywhere
from app.changes.reviews import open_review, sign_review, withdraw_review
from app.errors import PartproofError
from app.factory import Factory
from app.factory_folder import make_folder, open_folder
from app.parts.effectivity import Scope, add_effectivity, end_effectivity, supersede_elapsed
from app.parts.lifecycle import obsolete_revision
from app.parts.parts import edit_revision
from app.settings import PlantSettings, change_settings
from app.unit_of_work import SYSTEM
from app.wiring import build_hooks
from models.bom import BomLine
from models.database import sqlite_url
from models.migrations.runner import upgrade
from models.part import Effectivity, PartRevision
from models.rules.effectivity import Span, overlap
from models.rules.structure import find_cycle
from models.vocab import EffectivityScope, Noun, PartKind, RevisionState, Role
from tests.app.test_thread_of_release import make_part
from tests.beginnings import SteppingClock
from tests.crew import PASSWORD, make_crew

PARTS = 4
SEQUENCES = int(os.environ.get("PARTPROOF_SEQUENCES", "6"))


@lru_cache(maxsize=1)
def _template() -> Path:
    """A factory with its people and four parts, made once."""
    folder = Path(tempfile.mkdtemp(prefix="sequences-")) / "factory"
    make_folder(folder, None)
    upgrade(sqlite_url(folder / "partproof.db"))
    factory = Factory(open_folder(folder), build_hooks(), SteppingClock(_START))
    factory.perform(change_settings, PlantSettings("시험"), reason="test", actor=SYSTEM)
    crew = make_crew(factory)
    for number in range(PARTS):
        make_part(factory, crew.actor(Role.ENGINEER), f"P{number}", PartKind.STANDARD)
    _CREW.update(crew.actors)
    factory.close()
    return folder


_START = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
_CREW: dict[Role, Any] = {}
_PART = st.integers(1, PARTS)
_LOT = st.sampled_from([10, 20, 25, 40])
_QUANTITY = st.sampled_from([Decimal("1"), Decimal("0.50"), Decimal("2.5"), Decimal("0"), Decimal("-1")])


class AnySequence(RuleBasedStateMachine):
    """Verbs in any order, refused or not; what must hold is looked at after each."""

    @initialize()
    def begin(self) -> None:
        template = _template()
        self.folder = Path(tempfile.mkdtemp(prefix="sequence-"))
        shutil.copytree(template, self.folder / "factory")
        self.clock = SteppingClock(_START + timedelta(hours=1))
        self.factory = Factory(open_folder(self.folder / "factory"), build_hooks(), self.clock)
        self.sealed: dict[int, str] = {}
        self.baselines: list[int] = []

    def teardown(self) -> None:
        if hasattr(self, "factory"):
            assert self.factory.ask(check_trail).problems == []
            self.factory.close()
            shutil.rmtree(self.folder)

    def do(self, verb: Any, *args: Any, role: Role = Role.ENGINEER, **facts: Any) -> Any:
        """Perform a verb; a refusal is an answer like any other."""
        try:
            return self.factory.perform(verb, *args, actor=_CREW[role], **facts).result
        except PartproofError:
            return None

    def newest(self, part: int) -> PartRevision:
        """Return the newest revision of a part."""
        query = select(PartRevision).where(PartRevision.part_id == part).order_by(PartRevision.counter.desc())
        found: PartRevision = self.factory.ask(lambda session: session.scalars(query.limit(1)).one())
        return found

    def line(self, part: int, at: int) -> int:
        """Return a line of a part, any revision."""
        query = (
            select(BomLine.id)
            .join(PartRevision, PartRevision.id == BomLine.revision_id)
            .where(PartRevision.part_id == part)
            .order_by(BomLine.id)
        )
        found = self.factory.ask(lambda session: list(session.scalars(query)))
        return found[at % len(found)] if found else 0

    @rule(part=_PART, child=_PART, find=st.integers(1, 3), quantity=_QUANTITY)
    def add(self, part: int, child: int, find: int, quantity: Decimal) -> None:
        self.do(add_line, self.newest(part).id, LineFacts(child, str(find), quantity, "EA"))

    @rule(part=_PART, at=st.integers(0, 5), child=_PART, quantity=_QUANTITY)
    def edit(self, part: int, at: int, child: int, quantity: Decimal) -> None:
        self.do(edit_line, self.line(part, at), LineFacts(child, "9", quantity, "EA"))

    @rule(part=_PART, at=st.integers(0, 5))
    def remove(self, part: int, at: int) -> None:
        self.do(remove_line, self.line(part, at))

    @rule(part=_PART, at=st.integers(0, 5), other=_PART)
    def substitute(self, part: int, at: int, other: int) -> None:
        self.do(add_substitute, self.line(part, at), other)

    @rule(part=_PART, child=_PART, other=_PART)
    def save_a_session(self, part: int, child: int, other: int) -> None:
        base = self.factory.ask(read_draft, self.newest(part).id)
        facts = LineFacts(child, "7", Decimal("1.0"), "EA")
        self.do(save_draft, base, [*base.lines[1:], DraftLine(None, facts, (other,))])

    @rule(part=_PART, material=st.sampled_from(["S45C", "SUS304"]))
    def edit_fields(self, part: int, material: str) -> None:
        revision = self.newest(part)
        before = self.factory.ask(content_hash, Noun.PART_REVISION, revision.id)
        changed = revision.state is RevisionState.DRAFT and revision.material != material
        self.do(edit_revision, revision.id, material=material)
        after = self.factory.ask(content_hash, Noun.PART_REVISION, revision.id)
        assert (after != before) == changed

    @rule(part=_PART)
    def review(self, part: int) -> None:
        self.do(open_review, Noun.PART_REVISION, self.newest(part).id)

    @rule(part=_PART)
    def sign(self, part: int) -> None:
        for role in (Role.ENGINEER, Role.QUALITY, Role.APPROVER):
            self.do(sign_review, Noun.PART_REVISION, self.newest(part).id, secret=PASSWORD, role=role)

    @rule(part=_PART)
    def withdraw(self, part: int) -> None:
        self.do(withdraw_review, Noun.PART_REVISION, self.newest(part).id, reason="x")

    @rule(part=_PART, days=st.sampled_from([None, 0, 3]))
    def release(self, part: int, days: int | None) -> None:
        day = None if days is None else date(2026, 11, 24) + timedelta(days=days)
        self.do(release, [(Noun.PART_REVISION, self.newest(part).id)], from_day=day)

    @rule(part=_PART)
    def review_sign_release(self, part: int) -> None:
        self.review(part)
        self.sign(part)
        self.release(part, None)

    @rule(part=_PART)
    def revise(self, part: int) -> None:
        self.do(revise_part, part, reason="EO")

    @rule(part=_PART, begin=st.booleans())
    def drop(self, part: int, begin: bool) -> None:
        """Discard the newest revision, whatever its state; the first one stays, for the part would go with it."""
        if begin:
            self.review_sign_release(part)
            self.revise(part)
        revision = self.newest(part)
        if revision.counter > 0:
            gone = self.do(drop_draft, revision.id, reason="x") is not None
            assert not gone or revision.state is RevisionState.DRAFT

    @rule(part=_PART, order=st.sampled_from(["PO-1", "po-1", "PO-2"]))
    def special(self, part: int, order: str) -> None:
        scope = Scope(EffectivityScope.CUSTOMER_ORDER, order)
        self.do(add_effectivity, self.newest(part).id, scope, reason="x")

    @rule(part=_PART, first=_LOT, last=_LOT)
    def special_lots(self, part: int, first: int, last: int) -> None:
        scope = Scope(EffectivityScope.LOT_RANGE, f"{first}", f"{last}", "##")
        self.do(add_effectivity, self.newest(part).id, scope, reason="x")

    @rule(at=st.integers(0, 5))
    def end_special(self, at: int) -> None:
        found = self.factory.ask(lambda session: list(session.scalars(select(Effectivity.id))))
        self.do(end_effectivity, found[at % len(found)] if found else 0, reason="x")

    @rule(part=_PART, by=_PART, parent=_PART)
    def replace_in_many(self, part: int, by: int, parent: int) -> None:
        parents = [parent, parent % PARTS + 1]
        self.do(replace_everywhere, part, by, parents, title="t", reason="r")

    @rule(part=_PART)
    def obsolete(self, part: int) -> None:
        self.do(obsolete_revision, self.newest(part).id, reason="x", although_used=True)

    @rule(part=_PART, name=st.sampled_from(["a", "b"]))
    def baseline(self, part: int, name: str) -> None:
        made = self.do(make_baseline, self.newest(part).id, name=name)
        if made is not None:
            self.baselines.append(made)

    @rule(hours=st.sampled_from([1, 30, 100]))
    def wait(self, hours: int) -> None:
        self.clock.at += timedelta(hours=hours)
        self.factory.perform(supersede_elapsed, actor=SYSTEM)

    @invariant()
    @precondition(lambda self: hasattr(self, "factory"))
    def all_holds(self) -> None:
        """Look at everything that must hold."""
        with self.factory.reading() as session:
            revisions = list(session.scalars(select(PartRevision)))
            children: dict[int, set[int]] = {}
            for parent, child in session.execute(text(_EDGES)):
                children.setdefault(parent, set()).add(child)
            for part in range(1, PARTS + 1):
                own = [row for row in revisions if row.part_id == part]
                drafts = [row for row in own if row.state in (RevisionState.DRAFT, RevisionState.IN_REVIEW)]
                assert len(drafts) <= 1
                assert find_cycle(children, part) is None
                spans = [
                    Span(row.id, row.effective_from, row.effective_to)
                    for row in own
                    if row.effective_from is not None
                ]
                assert not any(overlap(a, b) for a in spans for b in spans if a.revision_id < b.revision_id)
            special = list(session.scalars(select(Effectivity).where(Effectivity.to_at.is_(None))))
            for one in special:
                for other in special:
                    assert one.id >= other.id or not _meet(one, other)
            assert set(self.sealed) <= {row.id for row in revisions}
            for row in revisions:
                if row.state in (RevisionState.RELEASED, RevisionState.SUPERSEDED, RevisionState.OBSOLETE):
                    now = content_hash(session, Noun.PART_REVISION, row.id)
                    assert self.sealed.setdefault(row.id, now) == now == row.content_hash
            assert all(baseline_holds(session, baseline) for baseline in self.baselines)


def _meet(one: Effectivity, other: Effectivity) -> bool:
    """Tell whether two special effectivities that have not ended are for the same lots or order of one part."""
    if (one.part_id, one.scope, one.scope_key) != (other.part_id, other.scope, other.scope_key):
        return False
    if one.from_lot is None or other.from_lot is None:
        return True
    ends = (one.to_lot or 10**9, other.to_lot or 10**9)
    return one.from_lot < ends[1] and other.from_lot < ends[0]


_EDGES = (
    "SELECT r.part_id, l.child_part_id FROM bom_line l JOIN part_revision r ON r.id = l.revision_id"
    " WHERE r.state <> 'obsolete' UNION SELECT r.part_id, s.part_id FROM bom_substitute s"
    " JOIN bom_line l ON l.id = s.line_id JOIN part_revision r ON r.id = l.revision_id"
    " WHERE r.state <> 'obsolete'"
)

TestAnySequence = pytest.mark.slow(AnySequence.TestCase)
TestAnySequence.settings = settings(
    max_examples=SEQUENCES,
    stateful_step_count=25,
    deadline=None,
    database=None,
    # A shorter example is not worth minutes of a build; run with more sequences to get one.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
