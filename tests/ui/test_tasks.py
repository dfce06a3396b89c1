"""Work comes back on the GUI thread, once, and only to those who still want it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.bridge import Bridge, Changes, OutsideChanges
from ui.tasks import Tasks


class _Failures:
    def __init__(self) -> None:
        self.seen: list[BaseException] = []

    def add(self, error: BaseException) -> None:
        self.seen.append(error)


@pytest.fixture
def failures() -> _Failures:
    return _Failures()


@pytest.fixture
def bridge(qtbot: QtBot) -> Bridge:
    return Bridge()


@pytest.fixture
def tasks(bridge: Bridge, failures: _Failures) -> Iterator[Tasks]:
    tasks = Tasks(bridge, failures.add)
    yield tasks
    tasks.close()


def test_work_runs_elsewhere_and_its_result_here(qtbot: QtBot, tasks: Tasks) -> None:
    seen: list[tuple[int, int]] = []
    with qtbot.waitSignal(tasks.idle):
        tasks.read(threading.get_ident, lambda worker: seen.append((worker, threading.get_ident())))
    (worker, here) = seen[0]
    assert worker != here == threading.get_ident()


def test_a_cancelled_errand_brings_nothing(qtbot: QtBot, tasks: Tasks) -> None:
    seen: list[int] = []
    go = threading.Event()
    with qtbot.waitSignal(tasks.idle):
        errand = tasks.read(lambda: go.wait(5), lambda _result: seen.append(1))
        errand.cancel()
        go.set()
    assert not seen


def test_the_result_is_dropped_when_its_owner_is_gone(qtbot: QtBot, tasks: Tasks) -> None:
    owner, seen, go = QWidget(), list[int](), threading.Event()
    with qtbot.waitSignal(tasks.idle):
        tasks.read(lambda: go.wait(5), lambda _result: seen.append(1), owner=owner)
        del owner
        go.set()
    assert not seen


def test_a_failure_goes_to_the_one_place(qtbot: QtBot, tasks: Tasks, failures: _Failures) -> None:
    def broken() -> int:
        raise ZeroDivisionError("ours to fix")

    with qtbot.waitSignal(tasks.idle):
        tasks.read(broken)
    assert [type(error) for error in failures.seen] == [ZeroDivisionError]


def test_a_failure_of_a_write_is_told_though_nobody_waits(
    qtbot: QtBot, tasks: Tasks, failures: _Failures
) -> None:
    def broken() -> int:
        raise ZeroDivisionError("ours to fix")

    with qtbot.waitSignal(tasks.idle):
        tasks.write(broken).stop.set()
    assert len(failures.seen) == 1


def test_writes_run_one_after_the_other_on_one_thread(qtbot: QtBot, tasks: Tasks) -> None:
    seen: list[tuple[int, int]] = []

    def work(at: int) -> tuple[int, int]:
        return at, threading.get_ident()

    with qtbot.waitSignal(tasks.idle):
        for at in range(20):
            tasks.write(lambda at=at: work(at), seen.append)  # type: ignore[misc]
    assert [at for at, _thread in seen] == list(range(20))
    assert len({thread for _at, thread in seen}) == 1


def test_screens_hear_of_a_write_before_its_caller(qtbot: QtBot, tasks: Tasks, bridge: Bridge) -> None:
    heard: list[str] = []
    bridge.changed.connect(lambda changes: heard.append(changes.label))
    with qtbot.waitSignal(tasks.idle):
        tasks.write(
            lambda: OutsideChanges(frozenset({"part"}), label="rename"), lambda _c: heard.append("then")
        )
    assert heard == ["rename", "then"]


def test_changes_from_any_thread_arrive_on_the_gui_thread(qtbot: QtBot, bridge: Bridge) -> None:
    seen: list[tuple[Changes, int]] = []
    bridge.changed.connect(lambda changes: seen.append((changes, threading.get_ident())))
    changes = OutsideChanges(frozenset({"lot"}))
    with qtbot.waitSignal(bridge.changed):
        worker = threading.Thread(target=bridge.publish, args=(changes,))
        worker.start()
        worker.join()
    assert seen == [(changes, threading.get_ident())]


def test_closing_waits_for_a_write_and_ends_the_threads(
    qtbot: QtBot, bridge: Bridge, failures: _Failures
) -> None:
    tasks = Tasks(bridge, failures.add)
    done: list[int] = []
    go = threading.Event()

    def work() -> None:
        go.wait(5)
        done.append(1)

    tasks.write(work)
    tasks.write(work)
    go.set()
    tasks.close()
    assert done == [1, 1]


def test_what_is_asked_when_all_is_closed_is_dropped(
    qtbot: QtBot, bridge: Bridge, failures: _Failures
) -> None:
    tasks = Tasks(bridge, failures.add)
    asked: list[int] = []
    answered: list[int] = []

    def then(done: int) -> None:
        # The answer to a write comes while the window closes, and leads to a question.
        answered.append(done)
        tasks.read(lambda: asked.append(1))

    tasks.write(lambda: 1, then)
    tasks.close()
    qtbot.waitUntil(lambda: bool(answered))
    assert asked == []
    assert failures.seen == []
    assert not tasks.busy
