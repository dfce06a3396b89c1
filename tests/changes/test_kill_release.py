"""Kill -9 in the middle of the release of a change order: none of its items is released, and it can be done again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.audit_trail import check_trail
from app.changes.order_flow import release_change_order
from app.factory import Factory
from app.factory_folder import open_folder
from app.wiring import build_hooks
from models.database import sqlite_integrity
from models.document import DocumentRevision
from models.part import PartRevision
from models.vocab import ChangeOrderState, Noun, RevisionState, Role
from tests.changes.ledger import Ledger

CHILD = Path(__file__).with_name("releasing_child.py")
REPOSITORY = CHILD.parent.parent.parent


@pytest.fixture
def engine_name() -> str:
    """A killed process leaves the file behind; a server rolls back by itself."""
    return "sqlite"


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is not there on Windows")
@pytest.mark.parametrize("stop_at", [1, 2])
def test_killed_in_the_middle_nothing_is_released(ledger: Ledger, stop_at: int) -> None:
    ledger.make_order()
    ledger.to_review()
    ledger.sign()
    folder = ledger.factory.place.folder
    user = ledger.floor.crew.actor(Role.ENGINEER).user_id
    ledger.factory.close()
    words = [str(folder), str(ledger.order_id), str(user), str(stop_at)]
    child = subprocess.Popen(
        [sys.executable, str(CHILD), *words],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"middle\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    again = Factory(open_folder(folder), build_hooks(), ledger.factory.clock)
    try:
        assert sqlite_integrity(folder / "partproof.db") == []
        assert _states(again, ledger) == [RevisionState.IN_REVIEW] * 2
        assert again.ask(check_trail).problems == []
        again.perform(release_change_order, ledger.order_id, actor=ledger.floor.crew.actor(Role.ENGINEER))
        assert _states(again, ledger) == [RevisionState.RELEASED] * 2
    finally:
        again.close()


def _states(factory: Factory, ledger: Ledger) -> list[RevisionState]:
    from app.changes.orders import items_of
    from models.change import ChangeOrder

    kinds: dict[Noun, Any] = {Noun.PART_REVISION: PartRevision, Noun.DOCUMENT_REVISION: DocumentRevision}
    with factory.reading() as session:
        order = session.get_one(ChangeOrder, ledger.order_id)
        found = [
            session.get_one(kinds[item.noun], item.to_revision_id).state
            for item in items_of(session, order.id)
        ]
        released = {state is RevisionState.RELEASED for state in found}
        assert released == {order.state is ChangeOrderState.RELEASED}
        return found
