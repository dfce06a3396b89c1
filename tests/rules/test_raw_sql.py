"""Whatever SQL is thrown at the database, with any pragma, what is released, signed or recorded stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.audit_trail import check_trail
from app.factory import Factory
from tests.crew import Crew
from tests.rules.world import World, is_sqlite, make_world

GUARDED = (
    "part",
    "part_revision",
    "bom_line",
    "bom_substitute",
    "document",
    "document_revision",
    "document_file",
    "part_document",
    "characteristic",
    "balloon",
    "review",
    "review_step",
    "signature",
    "user_account",
    "vault_file",
    "audit_entry",
    "file_opened",
    "plant_setting",
    "number_counter",
)


def _cases(name: str) -> list[str]:
    """Return the attacks of a file: one a line; statements apart by ``;`` run one after the other."""
    return (Path(__file__).parent / f"attacks_{name}.sql").read_text(encoding="utf-8").splitlines()


@pytest.fixture
def world(factory: Factory, crew: Crew) -> World:
    """Everything released, superseded, in review and in draft."""
    return make_world(factory, crew)


def _attack(world: World, attack: str, *, careless: bool) -> bool:
    """Run every statement of an attack, refused or not; tell whether one was refused."""
    refused = False
    with world.raw(careless=careless) as connection:
        for statement in attack.format(**world.ids).split(";"):
            try:
                connection.execute(text(statement))
            except DBAPIError:
                refused = True
    return refused


@pytest.mark.parametrize("careless", [True, False])
def test_no_statement_changes_what_is_released_or_recorded(world: World, careless: bool) -> None:
    own = "sqlite" if is_sqlite(world.factory) else "postgresql"
    before = world.rows(*GUARDED)
    got_through = []
    for attack in (*_cases("any_engine"), *_cases(own)):
        refused = _attack(world, attack, careless=careless)
        after = world.rows(*GUARDED)
        if after != before or not refused:
            changed = [name for name in GUARDED if after[name] != before[name]]
            got_through.append((attack[:140], changed))
            before = after
    assert got_through == []
    assert world.factory.ask(check_trail).problems == []
