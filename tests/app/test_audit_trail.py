"""The chain and the rows: what was altered outside the program is found and named."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

import pytest

from app.audit_trail import check_trail
from app.bom.lines import LineFacts, add_line
from app.factory import Factory
from app.texts import Language
from app.unit_of_work import AuditHead, UnitOfWork
from models.bom import BomLine
from models.vocab import Noun, Role
from tests.app.test_thread_of_release import make_drawing, make_part
from tests.crew import Crew


def _messages(factory: Factory, held: AuditHead | None = None) -> list[str]:
    report = factory.ask(check_trail, held=held)
    return [problem.sentence.format(**dict(problem.values)) for problem in report.problems]


def _edit(factory: Factory, *statements: str) -> None:
    """Edit the file as somebody with a database tool would: triggers dropped first."""
    file = factory.place.database_file
    assert file is not None
    factory.close()
    with sqlite3.connect(file) as database:
        for statement in statements:
            database.execute(statement)
    database.close()


@pytest.fixture
def worked(factory: Factory, crew: Crew) -> Factory:
    """A factory in which something was done, also by one bulk insert."""
    engineer = crew.actor(Role.ENGINEER)
    _, revision = make_part(factory, engineer, "HB-1")
    child, _ = make_part(factory, engineer, "HB-2")
    from decimal import Decimal

    factory.perform(add_line, revision, LineFacts(child, "10", Decimal("2.50"), "EA"), actor=engineer)
    factory.perform(_many_lines, revision, child, actor=engineer)
    make_drawing(factory, engineer, "DW-1")
    return factory


def _many_lines(unit: UnitOfWork, revision: int, child: int) -> None:
    from decimal import Decimal

    rows = [
        {
            "revision_id": revision,
            "find_number": str(number),
            "position": number,
            "child_part_id": child,
            "pinned_revision_id": None,
            "quantity": Decimal("1.0"),
            "per": Decimal(1),
            "unit": "EA",
            "reference": "",
            "note": "한글",
            "optional": False,
            "scrap_percent": Decimal(0),
        }
        for number in range(20, 25)
    ]
    unit.insert_many(BomLine, rows)
    unit.record("lines_added", Noun.BOM, revision)


def test_an_untouched_factory_is_sound(worked: Factory) -> None:
    report = worked.ask(check_trail)
    assert report.problems == []
    assert report.entries > 10
    assert report.rows > 20
    assert not report.tail_checkable


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (["UPDATE bom_line SET quantity = '9' WHERE id = 1"], "bom_line [1]: quantity was changed outside"),
        (["UPDATE bom_line SET note = 'x' WHERE id = 3"], "bom_line [3]: note was changed outside"),
        (["DELETE FROM bom_line WHERE id = 2"], "bom_line [2]: the row is gone"),
        (
            ["INSERT INTO customer (id, code, code_key, name, version) VALUES (9, 'X', 'x', 'X', 1)"],
            "customer [9]: a row that no recorded act made",
        ),
        (
            [
                "DROP TRIGGER append_only_audit_entry_update",
                "UPDATE audit_entry SET actor = 'X' WHERE seq = 5",
            ],
            "Audit entry 5 was altered",
        ),
        (
            ["DROP TRIGGER append_only_audit_entry_delete", "DELETE FROM audit_entry WHERE seq = 5"],
            "Audit entries 5 to 5 are missing",
        ),
        (["DROP TRIGGER part_identity"], "The database lacks its refusal part_identity"),
    ],
)
def test_what_was_altered_by_hand_is_named(worked: Factory, statements: list[str], expected: str) -> None:
    _edit(worked, *statements)
    assert any(expected in message for message in _messages(worked)), _messages(worked)
    korean = [problem.worded(Language("ko")) for problem in worked.ask(check_trail).problems]
    assert all("가" <= max(message) <= "힣" for message in korean), korean
    if "customer" in expected:
        assert any(message.startswith("고객사(customer) [9]") for message in korean), korean


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_cut_off_tail_is_seen_with_a_head_kept_elsewhere(worked: Factory) -> None:
    head = worked.ask(check_trail).head
    _edit(
        worked,
        "DROP TRIGGER append_only_audit_entry_delete",
        f"DELETE FROM audit_entry WHERE seq = {head.seq}",
    )
    assert any("existed" in message for message in _messages(worked, head))
    changed = AuditHead(head.seq - 1, "0" * 64)
    assert any("is not the one of the head" in message for message in _messages(worked, changed))


def test_sql_refuses_to_touch_facts(worked: Factory, engine_name: str) -> None:
    from sqlalchemy.exc import DBAPIError

    from models.database import write_engine

    engine = write_engine(worked.place.database)
    attempts: list[Callable[[], str]] = [
        lambda: "UPDATE audit_entry SET actor = 'x' WHERE seq = 1",
        lambda: "DELETE FROM audit_entry WHERE seq = 1",
        lambda: "DELETE FROM user_account WHERE id = 1",
        lambda: "UPDATE vault_file SET size = 1",
        lambda: "DELETE FROM signature" if engine_name == "postgresql" else "DELETE FROM vault_file",
    ]
    if engine_name == "sqlite":
        attempts.append(
            lambda: (
                "REPLACE INTO audit_entry SELECT seq, at, clock_back, user_id, 'x', station, action, noun, "
                "entity_id, payload, alg, prev, hash FROM audit_entry WHERE seq = 1"
            )
        )
    else:
        attempts.append(lambda: "TRUNCATE audit_entry")
        attempts.append(lambda: "ALTER TABLE audit_entry DISABLE TRIGGER ALL")
        attempts.append(lambda: "DROP TRIGGER part_identity ON part")
    for attempt in attempts:
        with pytest.raises(DBAPIError), engine.begin() as connection:
            connection.exec_driver_sql(attempt())
    engine.dispose()
    assert _messages(worked) == []


def test_a_check_breathes_after_each_row_and_may_be_given_up_at_any(worked: Factory) -> None:
    breaths: list[int] = []
    report = worked.ask(check_trail, breathe=lambda: breaths.append(1))
    assert report.sound
    assert len(breaths) > report.entries + report.rows

    class GaveUpError(Exception):
        """The one who asked has left."""

    for last in (1, report.entries // 2, report.entries + report.rows):
        left = iter(range(last))

        def breathe(left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise GaveUpError

        with pytest.raises(GaveUpError):
            worked.ask(check_trail, breathe=breathe)
