"""Cyclic garbage is collected on the window's thread and on no other."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.desktop.warm_up import WarmUp
from tests.guards import ANSWER_MS
from ui.garbage import WindowCollector


class Ring:
    """An object that only a collection can free."""

    def __init__(self, freed: list[str]) -> None:
        self.me = self
        self.freed = freed

    def __del__(self) -> None:
        self.freed.append(threading.current_thread().name)


@pytest.fixture
def garbage(qtbot: QtBot) -> Iterator[WindowCollector]:
    gc.collect()
    made = WindowCollector()
    yield made
    made.deleteLater()


def _litter(freed: list[str]) -> None:
    for _turn in range(20_000):
        Ring(freed)


def test_a_thread_that_makes_garbage_never_collects_it(garbage: WindowCollector, qtbot: QtBot) -> None:
    freed: list[str] = []
    thread = threading.Thread(target=_litter, args=(freed,), name="reader")
    thread.start()
    thread.join()
    assert "reader" not in freed
    qtbot.waitUntil(lambda: len(freed) == 20_000, timeout=ANSWER_MS)
    assert set(freed) == {threading.main_thread().name}


def test_a_long_round_waits_until_the_window_rests(
    garbage: WindowCollector, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds: list[int] = []
    worked, now = [0.0], [0.0]
    monkeypatch.setattr("ui.garbage.gc.collect", rounds.append)
    monkeypatch.setattr("ui.garbage.gc.get_count", lambda: (5_000, 11, 11))
    monkeypatch.setattr("ui.garbage.time.thread_time", lambda: worked[0])
    monkeypatch.setattr("ui.garbage.time.monotonic", lambda: now[0])
    garbage.look()
    rounds.clear()

    def look(share: float) -> int:
        now[0] += 0.5
        worked[0] += 0.5 * share
        garbage.look()
        return rounds.pop()

    assert [look(share) for share in (0.9, 0.4, 0.1, 0.0, 0.5)] == [0, 0, 0, 2, 0]
    # A window that never rests has it in the end, and the middle ones more often.
    busy = [look(1.0) for _turn in range(700)]
    assert busy.count(2) == 1
    assert 25 < busy.count(1) < 45


def test_the_program_itself_is_looked_through_no_more(qtbot: QtBot) -> None:
    gc.unfreeze()  # the tests pass over what was there before, too
    assert gc.get_freeze_count() == 0
    warm = WarmUp()
    warm._begin()
    warm.stop()
    assert gc.get_freeze_count() > 50_000
    gc.unfreeze()
    warm.deleteLater()
