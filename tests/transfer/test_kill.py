"""Kill -9 at random moments of a running transfer: nothing half-released is seen, and it goes on where it was."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.audit_trail import check_trail
from app.factory import Factory
from app.settings import PlantSettings
from app.transfer.acts import sign_transfer
from app.transfer.queries import transfer_rows
from app.wiring import build_hooks
from models.database import sqlite_integrity
from models.document import DocumentRevision
from models.part import Part
from models.vocab import Role
from models.vocab_transfer import TransferState
from tests.conftest import REPOSITORY
from tests.crew import PASSWORD, make_crew
from tests.transfer.shop import drawing, preview, register, row

CHILD = Path(__file__).with_name("running_child.py")
ROUNDS = int(os.environ.get("PARTPROOF_KILL_ROUNDS", "8"))
FILES = 300


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="kill -9 is not there on Windows")
def test_a_killed_transfer_goes_on_and_shows_nothing_before(tmp_path: Path) -> None:
    folder = tmp_path / "factory"
    drawings = tmp_path / "도면"
    drawings.mkdir()
    for number in range(FILES):
        (drawings / f"HB-{number:04}_A_축.pdf").write_bytes(drawing(f"drawing {number}"))
    book = register(tmp_path / "대장.xlsx", [row(f"HB-{number:04}") for number in range(FILES)])
    factory = Factory.create(folder, PlantSettings("시험"), build_hooks())
    approver = make_crew(factory).actor(Role.APPROVER)
    shown = preview(factory, book, drawings)
    factory.perform(sign_transfer, shown, book.read_bytes(), secret=PASSWORD, actor=approver)
    factory.close()
    chance = random.Random(1200)
    stored = 0
    struck: set[str] = set()
    for _ in range(ROUNDS):
        struck.add(_killed_round(folder, chance))
        factory = Factory.open(folder, build_hooks())
        (running,) = factory.ask(transfer_rows)
        assert running.stored >= stored
        stored = running.stored
        with factory.reading() as session:
            parts = session.scalar(select(func.count(Part.id)))
            revisions = session.scalar(select(func.count(DocumentRevision.id)))
        whole = FILES if running.state is TransferState.DONE else 0
        assert (parts, revisions) == (whole, whole)
        factory.close()
        if running.state is TransferState.DONE:
            break
    assert struck - {"done"}
    if running.state is not TransferState.DONE:
        assert _ended(folder) == 0
    assert sqlite_integrity(folder / "partproof.db") == []
    factory = Factory.open(folder, build_hooks())
    assert factory.ask(check_trail).problems == []
    with factory.reading() as session:
        assert session.scalar(select(func.count(Part.id))) == FILES
    assert [row.state for row in factory.ask(transfer_rows)] == [TransferState.DONE]
    files = [line for line in shown.lines if line.file_hash]
    assert all(factory.read_file(str(line.file_hash)) for line in files)
    factory.close()


def _start(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(CHILD), str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )


def _killed_round(folder: Path, chance: random.Random) -> str:
    """Run the child and kill it after a random number of steps; return the step it was in."""
    child = _start(folder)
    assert child.stdout is not None
    last = ""
    for _ in range(chance.randint(1, FILES // 2)):
        line = child.stdout.readline().strip()
        if not line:
            break
        last = line
    child.send_signal(signal.SIGKILL)
    child.stdout.close()
    child.wait()
    return last


def _ended(folder: Path) -> int:
    child = _start(folder)
    child.communicate()
    return child.returncode
