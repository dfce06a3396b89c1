"""A decimal written again with another number of zeros is a change: stored, recorded and provable."""

from __future__ import annotations

from decimal import Decimal

from app.audit_trail import check_trail
from app.factory import Factory
from app.parts.parts import edit_revision
from app.parts.queries import part_head
from models.vocab import Role
from tests.app.test_thread_of_release import make_part
from tests.crew import Crew


def test_a_zero_more_is_a_change(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    part_id, revision = make_part(factory, engineer, "P")
    for text in ("0.5", "0.50", "0.500", "0.5"):
        factory.perform(edit_revision, revision, weight=Decimal(text), actor=engineer)
        head = factory.ask(part_head, part_id)
        assert head is not None
        assert head.newest is not None
        assert str(head.newest.weight) == text
    assert factory.ask(check_trail).problems == []
