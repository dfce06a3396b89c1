"""No sequence of verbs around change orders releases what is unsigned, half of an order, or changes what is released.

Hypothesis makes the sequences; ``PARTPROOF_SEQUENCES`` sets how many.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit_trail import check_trail
from app.bom.dropping import drop_draft
from app.changes.approval_line import due_steps
from app.changes.content import content_hash, files_of
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
from app.changes.orders import add_item, add_task, decide_disposition, edit_change_order, remove_item
from app.changes.orders import make_change_order as make_order
from app.changes.release import release
from app.changes.reviews import newest_review, open_review, set_route, sign_review, withdraw_review
from app.drawings.documents import attach_file, detach_file, take_title, use_document
from app.drawings.dropping import drop_document_draft
from app.errors import PartproofError
from app.factory import Factory
from app.factory_folder import make_folder, open_folder
from app.parts.parts import edit_revision
from app.people.signatures import record_opened
from app.people.users import add_user
from app.settings import PlantSettings, change_settings
from app.unit_of_work import SYSTEM, Actor
from app.wiring import build_hooks
from models.change import AffectedRevision, ChangeDisposition, ChangeOrder
from models.database import sqlite_url
from models.document import DocumentRevision
from models.migrations.runner import upgrade
from models.part import PartRevision
from models.person import Signature
from models.review import Review
from models.vocab import (
    ChangeOrderState,
    Disposition,
    Meaning,
    Noun,
    PartKind,
    ReviewState,
    RevisionState,
    Role,
)
from tests.app.test_thread_of_release import make_drawing, make_part
from tests.beginnings import SteppingClock
from tests.changes.ledger import LINE
from tests.crew import PASSWORD, make_crew

SEQUENCES = int(os.environ.get("PARTPROOF_SEQUENCES", "6"))
_START = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
_MAPPED: dict[Noun, Any] = {Noun.PART_REVISION: PartRevision, Noun.DOCUMENT_REVISION: DocumentRevision}
_OUT = (RevisionState.RELEASED, RevisionState.SUPERSEDED, RevisionState.OBSOLETE)
_DONE = (ChangeOrderState.RELEASED, ChangeOrderState.IMPLEMENTED, ChangeOrderState.CLOSED)
_PEOPLE: list[Actor] = []
_ORDER = st.integers(0, 2)
_ITEM = st.sampled_from([(noun, owner) for noun in _MAPPED for owner in (1, 2)])
_WHO = st.integers(0, 3)


@lru_cache(maxsize=1)
def _template() -> Path:
    """A factory with its people, one of whom holds every role, two parts and two drawings, made once."""
    folder = Path(tempfile.mkdtemp(prefix="orders-")) / "factory"
    make_folder(folder, None)
    upgrade(sqlite_url(folder / "partproof.db"))
    factory = Factory(open_folder(folder), build_hooks(), SteppingClock(_START))
    factory.perform(change_settings, PlantSettings("시험"), reason="test", actor=SYSTEM)
    crew = make_crew(factory)
    factory.perform(set_route, Noun.CHANGE_ORDER, LINE, actor=SYSTEM)
    roles = frozenset((Role.ENGINEER, Role.QUALITY, Role.APPROVER))
    both = factory.perform(
        add_user, login="all", name="겸직", title="", password=PASSWORD, roles=list(roles), actor=SYSTEM
    ).result
    _PEOPLE.extend(crew.actor(role) for role in (Role.ENGINEER, Role.QUALITY, Role.APPROVER))
    _PEOPLE.append(Actor(both, "겸직", roles))
    for number in range(2):
        make_part(factory, crew.actor(Role.ENGINEER), f"P{number}", PartKind.STANDARD)
        make_drawing(factory, crew.actor(Role.ENGINEER), f"D{number}")
    factory.close()
    return folder


class AnyOrder(RuleBasedStateMachine):
    """Verbs in any order by anybody, refused or not; what must hold is looked at after each."""

    @initialize()
    def begin(self) -> None:
        template = _template()
        self.folder = Path(tempfile.mkdtemp(prefix="order-"))
        shutil.copytree(template, self.folder / "factory")
        clock = SteppingClock(_START + timedelta(hours=1))
        self.factory = Factory(open_folder(self.folder / "factory"), build_hooks(), clock)
        self.sealed: dict[tuple[Noun, int], str] = {}
        # Half of the way, so that a sequence has something to go wrong with.
        for at in (1, 2):
            order = self.do(make_order, title="변경", reason="시험")
            for noun in _MAPPED:
                self.do(add_item, order, noun, at, label=f"R{at}")

    def teardown(self) -> None:
        if hasattr(self, "factory"):
            assert self.factory.ask(check_trail).problems == []
            self.factory.close()
            shutil.rmtree(self.folder)

    def do(self, verb: Any, *args: Any, who: int = 0, **facts: Any) -> Any:
        """Perform a verb; a refusal is an answer like any other."""
        try:
            return self.factory.perform(verb, *args, actor=_PEOPLE[who], **facts).result
        except PartproofError:
            return None

    def rows(self, mapped: Any) -> list[Any]:
        """Return all rows of a table, oldest first."""
        return self.factory.ask(lambda session: list(session.scalars(select(mapped).order_by(mapped.id))))

    def order(self, at: int) -> int:
        """Return one of the orders, 0 where there is none."""
        orders = self.rows(ChangeOrder)
        return orders[at % len(orders)].id if orders else 0

    def newest(self, noun: Noun, owner: int) -> int:
        """Return the newest revision of a part or document."""
        name = "part_id" if noun is Noun.PART_REVISION else "document_id"
        found = [row for row in self.rows(_MAPPED[noun]) if getattr(row, name) == owner]
        return int(found[-1].id)

    def targets(self, order: int) -> list[tuple[Noun, int]]:
        """Return an order with its items, as they are reviewed."""
        items = [row for row in self.rows(AffectedRevision) if row.change_order_id == order]
        return [*((row.noun, row.to_revision_id) for row in items), (Noun.CHANGE_ORDER, order)]

    @rule(who=_WHO, needed=st.booleans())
    def make(self, who: int, needed: bool) -> None:
        if len(self.rows(ChangeOrder)) < 3:
            self.do(make_order, title="변경", reason="시험", customer_needed=needed, who=who)

    @rule(at=_ORDER, item=_ITEM, who=_WHO)
    def add(self, at: int, item: tuple[Noun, int], who: int) -> None:
        label = f"R{len(self.rows(AffectedRevision))}"
        self.do(add_item, self.order(at), item[0], item[1], label=label, who=who)

    @rule(at=st.integers(0, 5))
    def take_out(self, at: int) -> None:
        items = self.rows(AffectedRevision)
        self.do(remove_item, items[at % len(items)].id if items else 0)

    @rule(item=_ITEM, who=_WHO, text=st.sampled_from(["a", "b"]))
    def draw(self, item: tuple[Noun, int], who: int, text: str) -> None:
        """Change a revision, whatever its state."""
        revision = self.newest(*item)
        if item[0] is Noun.PART_REVISION:
            self.do(edit_revision, revision, material=text, who=who)
            self.do(use_document, revision, self.newest(Noun.DOCUMENT_REVISION, item[1]), who=who)
            return
        for file_hash in self.factory.ask(files_of, *_target(item[0], revision)):
            self.do(detach_file, revision, file_hash, reason="x", who=who)
        content = f"ISO-10303-21; {revision} {text}".encode()
        self.do(attach_file, revision, content, "sheet.step", who=who)
        self.do(take_title, revision, title=text, who=who)

    @rule(item=_ITEM, who=_WHO)
    def drop(self, item: tuple[Noun, int], who: int) -> None:
        """Discard the newest revision, whatever its state; the first one stays, for its owner would go with it."""
        noun, revision = item[0], self.newest(*item)
        if revision > item[1]:
            verb = drop_draft if noun is Noun.PART_REVISION else drop_document_draft
            self.do(verb, revision, reason="x", who=who)

    @rule(at=_ORDER, text=st.sampled_from(["a", "b"]))
    def edit(self, at: int, text: str) -> None:
        self.do(edit_change_order, self.order(at), title=text)

    @rule(at=_ORDER)
    def impact(self, at: int) -> None:
        self.do(work_out_impact, self.order(at))

    @rule(at=_ORDER, who=_WHO)
    def route(self, at: int, who: int) -> None:
        self.do(route_order, self.order(at), who=who)

    @rule(at=_ORDER, who=_WHO)
    def read(self, at: int, who: int) -> None:
        for target in self.targets(self.order(at)):
            for file_hash in self.factory.ask(files_of, *target) if target[1] else ():
                self.do(record_opened, file_hash, who=who)

    @rule(at=_ORDER, who=_WHO, items=st.booleans())
    def sign(self, at: int, who: int, items: bool) -> None:
        self.do(sign_order, self.order(at), secret=PASSWORD, with_items=items, who=who)

    @rule(item=_ITEM, who=_WHO)
    def alone(self, item: tuple[Noun, int], who: int) -> None:
        """Review, sign and release one item by itself."""
        target = _target(item[0], self.newest(*item))
        self.do(open_review, *target, who=who)
        self.do(sign_review, *target, secret=PASSWORD, who=who)
        self.do(release, [target], who=who)

    @rule(item=_ITEM)
    def withdraw(self, item: tuple[Noun, int]) -> None:
        self.do(withdraw_review, *_target(item[0], self.newest(*item)), reason="x")

    @rule(at=_ORDER, act=st.integers(0, 6), who=_WHO)
    def move(self, at: int, act: int, who: int) -> None:
        order = self.order(at)
        reason: dict[str, Any] = {"reason": "x", "who": who}
        if act == 0:
            self.do(send_back_order, order, secret=PASSWORD, **reason)
        elif act == 6:
            self.do(add_task, order, title="할 일", who=who)
        else:
            self.do(
                (take_back_order, hold_order, resume_order, give_up_order, hold_order)[act - 1],
                order,
                **reason,
            )

    @rule(at=_ORDER, who=_WHO)
    def release_order(self, at: int, who: int) -> None:
        self.do(release_change_order, self.order(at), who=who)

    @rule(at=_ORDER)
    def whole_way(self, at: int) -> None:
        """Everything in the right order, by the right people."""
        order = self.order(at)
        for noun, revision in self.targets(order):
            if noun is Noun.DOCUMENT_REVISION:
                self.do(attach_file, revision, f"ISO-10303-21; {revision}".encode(), f"{revision}.step")
        self.do(work_out_impact, order)
        self.do(route_order, order)
        for who in range(3):
            self.read(at, who)
            self.do(sign_order, order, secret=PASSWORD, who=who)
        self.do(release_change_order, order)

    @rule(at=_ORDER, decide=st.booleans())
    def end(self, at: int, decide: bool) -> None:
        for row in self.rows(ChangeDisposition) if decide else ():
            self.do(decide_disposition, row.id, Disposition.USE_UP)
        self.do(implement_order, self.order(at))
        self.do(close_order, self.order(at))

    @invariant()
    @precondition(lambda self: hasattr(self, "factory"))
    def all_holds(self) -> None:
        """Look at everything that must hold."""
        with self.factory.reading() as session:
            for noun, mapped in _MAPPED.items():
                for row in session.scalars(select(mapped)):
                    if row.state in _OUT:
                        self._signed_and_unchanged(session, noun, row)
            open_items: set[tuple[Noun, int]] = set()
            for order in session.scalars(select(ChangeOrder)):
                self._whole_or_nothing(session, order, open_items)

    def _signed_and_unchanged(self, session: Session, noun: Noun, row: Any) -> None:
        now = content_hash(session, noun, row.id)
        assert self.sealed.setdefault((noun, row.id), now) == now == row.content_hash
        review = newest_review(session, noun, row.id)
        assert review is not None
        assert (review.state, review.content_hash) == (ReviewState.APPROVED, now)
        _signed_by_others(session, review, row.created_by_id)

    def _whole_or_nothing(
        self, session: Session, order: ChangeOrder, open_items: set[tuple[Noun, int]]
    ) -> None:
        query = select(AffectedRevision).where(AffectedRevision.change_order_id == order.id)
        items = list(session.scalars(query))
        states = [session.get_one(_MAPPED[item.noun], item.to_revision_id).state for item in items]
        event(f"order {order.state.value}")
        state = order.held_from if order.state is ChangeOrderState.HELD else order.state
        if state in _DONE:
            assert items
            assert all(found in _OUT for found in states)
            review = newest_review(session, Noun.CHANGE_ORDER, order.id)
            assert review is not None
            assert (review.state, review.content_hash) == (ReviewState.APPROVED, order.content_hash)
            _signed_by_others(session, review, order.created_by_id)
            assert not order.customer_needed or order.customer_approval
        for item, found in zip(items, states, strict=True):
            if item.is_open:
                assert state in _DONE or found not in _OUT
                assert (item.noun, item.owner_id) not in open_items
                open_items.add((item.noun, item.owner_id))
        if state is ChangeOrderState.CLOSED:
            query_open = select(ChangeDisposition).where(
                ChangeDisposition.change_order_id == order.id, ChangeDisposition.decision.is_(None)
            )
            assert session.scalars(query_open).first() is None


def _signed_by_others(session: Session, review: Review, author: int | None) -> None:
    """Assert that the line is complete, each box by another person and the approval not by the author."""
    assert due_steps(review.steps) == []
    signatures = [
        session.get_one(Signature, step.signature_id)
        for step in review.steps
        if step.signature_id is not None
    ]
    people = [signature.user_id for signature in signatures]
    assert len(set(people)) == len(people) >= 2
    assert {signature.content_hash for signature in signatures} == {review.content_hash}
    approving = {row.user_id for row in signatures if row.meaning is Meaning.APPROVED}
    assert approving
    assert author not in approving


def _target(noun: Noun, revision: int) -> tuple[Noun, int]:
    return noun, revision


TestAnyOrder = pytest.mark.slow(AnyOrder.TestCase)
TestAnyOrder.settings = settings(
    max_examples=SEQUENCES,
    stateful_step_count=30,
    deadline=None,
    database=None,
    # A shorter example is not worth minutes of a build; run with more sequences to get one.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
