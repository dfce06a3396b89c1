"""The audit log as it is listed: who came in, and what a record is called instead of its id."""

from __future__ import annotations

from app.audit_queries import audit_rows
from app.changes.reviews import open_review
from app.factory import Factory
from app.people.sign_in import identify_by_badge, sign_in
from app.record_names import record_names
from app.unit_of_work import SYSTEM
from models.vocab import Noun, Role
from tests.app.test_thread_of_release import make_drawing, make_part
from tests.crew import PASSWORD, Crew


def test_who_signs_in_is_the_one_who_came(factory: Factory, crew: Crew) -> None:
    factory.perform(sign_in, "engineer", PASSWORD, actor=SYSTEM)
    factory.perform(identify_by_badge, "B-OPERATOR", actor=SYSTEM)
    badge, password = factory.ask(audit_rows, limit=2)
    assert (password.action, password.actor, password.about) == ("signed_in", "김설계", "김설계")
    assert (badge.action, badge.actor) == ("identified", "최작업")


def test_records_are_called_by_their_numbers(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    part, revision = make_part(factory, engineer, "HB-1")
    drawing = make_drawing(factory, engineer, "DW-1")
    factory.perform(open_review, Noun.PART_REVISION, revision, actor=engineer)
    told = {row.action: row.about for row in factory.ask(audit_rows, limit=30)}
    assert told["part_added"] == "HB-1"
    assert told["review_opened"].startswith("HB-1 ")
    assert told["document_added"] == "DW-1"
    assert told["file_stored"].startswith("DW-1")
    names = factory.ask(record_names, [("part", part), ("document_revision", drawing), ("part", 10**9)])
    assert names["part", part] == "HB-1"
    assert names["document_revision", drawing].startswith("DW-1")
    assert ("part", 10**9) not in names


def test_every_noun_can_be_asked(factory: Factory) -> None:
    assert factory.ask(record_names, [(noun.value, 1) for noun in Noun]) == {}
