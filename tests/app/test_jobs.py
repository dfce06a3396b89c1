"""The writer thread keeps the order of what it is asked, and long work stops when nobody wants it."""

from __future__ import annotations

import threading

import pytest

from app.jobs import WRITER_NAME, CanceledError, Progress, Step, WriterThread


def test_acts_run_one_after_the_other_on_one_thread() -> None:
    writer = WriterThread()
    ran: list[tuple[int, str]] = []

    def note(number: int) -> None:
        ran.append((number, threading.current_thread().name))

    for number in range(100):
        writer.submit(note, number)
    writer.close()
    assert [number for number, _ in ran] == list(range(100))
    assert len({name for _, name in ran}) == 1
    assert ran[0][1].startswith(WRITER_NAME)


def test_a_failing_act_fails_alone() -> None:
    writer = WriterThread()
    failing = writer.submit(lambda: 1 // 0)
    following = writer.submit(lambda: 7)
    with pytest.raises(ZeroDivisionError):
        failing.result(10)
    assert following.result(10) == 7
    writer.close()


def test_progress_is_told_and_canceled_work_stops_at_its_next_step() -> None:
    told: list[Step] = []
    progress = Progress(told.append)
    progress.step("rows", 1, 3)
    progress.cancel()
    with pytest.raises(CanceledError):
        progress.step("rows", 2, 3)
    assert told == [Step("rows", 1, 3)]
    Progress().step("nobody listens", 0)
