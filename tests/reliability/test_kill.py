"""Kill -9 at random moments while devices are read: every acknowledged reading is there once, the chain whole."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select as sql_select

from app.audit_trail import check_trail
from app.demo.crew import make_crew
from app.demo.design import make_design
from app.demo.floor import make_floor
from app.factory import Factory
from app.settings import PlantSettings
from app.wiring import build_hooks
from models.database import sqlite_integrity
from models.inspection import Reading

CHILD = Path(__file__).with_name("measuring_child.py")
REPOSITORY = CHILD.parent.parent.parent
ROUNDS = int(os.environ.get("PARTPROOF_KILL_ROUNDS", "8"))


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="kill -9 and pseudo-terminals are not there on Windows")
def test_no_acknowledged_reading_is_lost_or_doubled(tmp_path: Path) -> None:
    folder = tmp_path / "factory"
    factory = Factory.create(folder, PlantSettings("시험"), build_hooks())
    crew = make_crew(factory)
    designed = make_design(factory, crew, tmp_path, "시험")
    floor = make_floor(factory, crew, designed, "none-scanner", "none-gauge")
    factory.close()
    words = [
        str(folder),
        crew.operator_badge,
        floor.order_number,
        str(designed.made_part),
        str(floor.station),
    ]
    chance = random.Random(900)
    told: dict[int, str] = {}
    for _ in range(ROUNDS):
        told.update(_killed_round(words, chance.uniform(0.05, 1.2)))
    assert len(told) > ROUNDS
    assert sqlite_integrity(folder / "partproof.db") == []
    factory = Factory.open(folder, build_hooks())
    report = factory.ask(check_trail)
    assert report.problems == []
    with factory.reading() as session:
        rows = {row.id: row for row in session.scalars(sql_select(Reading))}
    for reading_id, shown in told.items():
        row = rows[reading_id]
        assert shown in (str(row.value), row.attribute)
        if row.value is not None:
            assert shown.encode() in row.raw
    assert len({row.event_id for row in rows.values()}) == len(rows)
    factory.close()


def _killed_round(words: list[str], seconds: float) -> dict[int, str]:
    """Run the child, kill it ``seconds`` after it is ready, and return what it acknowledged."""
    child = subprocess.Popen(
        [sys.executable, str(CHILD), *words],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )
    assert child.stdout is not None
    deadline = time.monotonic() + 60
    heard = b""
    while b"ready" not in heard and time.monotonic() < deadline:
        if select.select([child.stdout], [], [], 0.2)[0]:
            heard += os.read(child.stdout.fileno(), 65536)
        assert child.poll() is None, heard
    time.sleep(seconds)
    child.send_signal(signal.SIGKILL)
    heard += child.stdout.read()
    child.wait()
    child.stdout.close()
    lines = [line.split() for line in heard.decode().splitlines() if line.startswith("stored ")]
    # A line cut off by the kill was not acknowledged.
    return {int(line[1]): line[2] for line in lines if len(line) == 3}
