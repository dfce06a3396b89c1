"""The distribution ledger: what is out, who took it, recalls that stay open until the copy is back or destroyed."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.changes.release import release
from app.drawings.distribution import destroy_copy, issue_copy, receive_copy, return_copy, return_scanned
from app.drawings.distribution_queries import (
    copies_of,
    copies_to_recall,
    copy_row,
    recall_count,
    scanned_copy,
)
from app.drawings.document_lifecycle import obsolete_document_revision
from app.drawings.documents import attach_file, start_document_revision
from app.drawings.queries import document_revision_head
from app.errors import PartproofError
from app.factory import Factory
from models.vocab import CopyState, Noun, Role
from tests.app.test_thread_of_release import approve, make_drawing
from tests.crew import PASSWORD, Crew
from tests.rules.world import World


def _code(factory: Factory, verb: Any, *args: Any, **facts: Any) -> str:
    with pytest.raises(PartproofError) as refused:
        factory.perform(verb, *args, **facts)
    return refused.value.code


def _released(factory: Factory, crew: Crew, drawing: int) -> int:
    approve(factory, crew, Noun.DOCUMENT_REVISION, drawing)
    factory.perform(release, [(Noun.DOCUMENT_REVISION, drawing)], actor=crew.actor(Role.ENGINEER))
    head = factory.ask(document_revision_head, drawing)
    assert head is not None
    return head.document_id


def test_a_new_revision_recalls_and_the_recall_stays_until_the_copy_is_back(
    factory: Factory, crew: Crew
) -> None:
    engineer = crew.actor(Role.ENGINEER)
    first = make_drawing(factory, engineer, "DW-1")
    draft: dict[str, Any] = {"place": "2라인 게시판", "holder": "최작업", "actor": engineer}
    assert _code(factory, issue_copy, first, **draft) == "distribution.not_released"
    document = _released(factory, crew, first)
    one, two, three = (factory.perform(issue_copy, first, **draft).result for _ in range(3))
    factory.perform(receive_copy, one, received_by="최작업", actor=engineer)
    factory.perform(return_copy, three, actor=engineer)
    assert factory.ask(recall_count) == 0
    second = factory.perform(start_document_revision, document, label="B", reason="EO", actor=engineer).result
    factory.perform(attach_file, second, b"ISO-10303-21; B", "b.step", actor=engineer)
    _released(factory, crew, second)
    open_rows = factory.ask(copies_to_recall)
    assert [(row.number, row.state, row.recalled_for) for row in open_rows] == [
        (1, CopyState.RECALLED, "B"),
        (2, CopyState.RECALLED, "B"),
    ]
    code = open_rows[0].code
    found = factory.ask(scanned_copy, code.lower().replace("ppcc:", "PPCC:"))
    assert found is not None
    assert found.id == one
    assert factory.perform(return_scanned, code, actor=engineer).result == one
    assert _code(factory, return_scanned, code, actor=engineer) == "distribution.ended"
    assert _code(factory, return_scanned, "PPCC:nonsense", actor=engineer) == "distribution.unknown"
    wrong = {"secret": "falsch", "reason": "분실", "actor": engineer}
    assert _code(factory, destroy_copy, two, **wrong) == "people.wrong_password"
    factory.perform(destroy_copy, two, secret=PASSWORD, reason="분실", actor=engineer)
    assert factory.ask(recall_count) == 0
    states = [row.state for row in factory.ask(copies_of, document)]
    assert states == [CopyState.RETURNED, CopyState.DESTROYED, CopyState.RETURNED]


def test_the_ledger_refuses_what_the_program_would_refuse(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    first = make_drawing(factory, engineer, "DW-1")
    _released(factory, crew, first)
    other = make_drawing(factory, engineer, "DW-2")
    copy = factory.perform(issue_copy, first, place="창고", holder="이품질", actor=engineer).result
    again = """INSERT INTO controlled_copy (version, uuid, document_revision_id, number, place, holder,
        issued_by_id, issued_at, state, note) SELECT 1, '00000000-0000-4000-8000-000000000000', :revision, 7,
        place, holder, issued_by_id, issued_at, :state, note FROM controlled_copy"""
    attacks = (
        "DELETE FROM controlled_copy",
        "UPDATE controlled_copy SET place = 'x'",
        "UPDATE controlled_copy SET number = 9",
        "UPDATE controlled_copy SET state = 'returned'",
        "UPDATE controlled_copy SET state = 'destroyed', ended_at = '2026-11-24T00:00:00.000000Z'",
    )
    with World(factory, crew, {}).raw() as connection:
        for attack in attacks:
            with pytest.raises(DatabaseError):
                connection.execute(text(attack))
        for revision, state in ((other, "issued"), (first, "recalled")):
            with pytest.raises(DatabaseError):
                connection.execute(text(again), {"revision": revision, "state": state})
    factory.perform(return_copy, copy, actor=engineer)
    with World(factory, crew, {}).raw() as connection, pytest.raises(DatabaseError):
        connection.execute(text("UPDATE controlled_copy SET state = 'issued', ended_at = NULL"))
    row = factory.ask(copy_row, copy)
    assert row is not None
    assert row.state is CopyState.RETURNED


def test_an_obsolete_drawing_recalls_its_copies_and_never_comes_back(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    first = make_drawing(factory, engineer, "DW-1")
    gone: dict[str, Any] = {"reason": "단종", "actor": engineer}
    assert _code(factory, obsolete_document_revision, first, **gone) == "document.not_in_force"
    document = _released(factory, crew, first)
    factory.perform(issue_copy, first, place="창고", holder="이품질", actor=engineer)
    operator = crew.actor(Role.OPERATOR)
    assert _code(factory, obsolete_document_revision, first, reason="x", actor=operator) == "right.missing"
    draft = factory.perform(start_document_revision, document, label="B", reason="EO", actor=engineer).result
    assert _code(factory, obsolete_document_revision, first, **gone) == "document.open_draft"
    factory.perform(attach_file, draft, b"ISO-10303-21; B", "b.step", actor=engineer)
    _released(factory, crew, draft)
    # The superseded one may end too; its copy is recalled already, for the newer revision.
    assert factory.perform(obsolete_document_revision, first, **gone).result == 0
    factory.perform(issue_copy, draft, place="1라인", holder="최작업", actor=engineer)
    assert factory.perform(obsolete_document_revision, draft, **gone).result == 1
    recalled = [(row.label, row.recalled_for) for row in factory.ask(copies_to_recall)]
    assert recalled == [("A", "B"), ("B", "")]
    with World(factory, crew, {}).raw() as connection, pytest.raises(DatabaseError):
        connection.execute(text("UPDATE document_revision SET state = 'released'"))
