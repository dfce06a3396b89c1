"""A row that is only taken out of its owner's list is deleted all the same: the audit chain says so; both engines."""

from __future__ import annotations

from app.audit_trail import check_trail
from app.factory import Factory
from app.people.users import set_roles
from app.unit_of_work import SYSTEM
from models.vocab import Role
from tests.crew import make_crew


def test_a_role_that_is_taken_away_is_taken_away_in_the_chain(factory: Factory) -> None:
    crew = make_crew(factory)
    user = crew.actor(Role.ENGINEER).user_id
    factory.perform(set_roles, user, [Role.QUALITY], reason="자리 이동", actor=SYSTEM)
    assert factory.ask(check_trail).problems == []
    factory.perform(set_roles, user, [Role.QUALITY, Role.ENGINEER], reason="자리 이동", actor=SYSTEM)
    assert factory.ask(check_trail).problems == []
