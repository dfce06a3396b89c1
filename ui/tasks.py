"""Work on other threads with its result on the GUI thread: reads side by side, writes one after the other.

Takes plain callables; knows neither queries nor verbs. A failure goes to one place unless the caller takes it.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from ui.bridge import Bridge, Changes

T = TypeVar("T")


class Errand:
    """One piece of work under way.

    Attributes:
        stop: Set when nobody wants the result any more; long work may look at it.
    """

    def __init__(
        self,
        then: Callable[[Any], object] | None,
        failed: Callable[[BaseException], object] | None,
        owner: QObject | None,
    ) -> None:
        self.stop = threading.Event()
        self.then = then
        self.failed = failed
        self._owner = weakref.ref(owner) if owner is not None else None
        self.future: Future[Any] | None = None

    def cancel(self) -> None:
        """Give the result up: work not begun never begins, and what comes back is dropped."""
        self.stop.set()
        if self.future is not None:
            self.future.cancel()

    @property
    def wanted(self) -> bool:
        """Whether anybody still waits for the result."""
        if self.stop.is_set():
            return False
        if self._owner is None:
            return True
        owner = self._owner()
        return owner is not None and isValid(owner)


class Tasks(QObject):
    """Runs work on read threads and on the one writer thread.

    Args:
        bridge: Is told of every ``Changes`` that a write returns.
        failed: Called on the GUI thread with what an errand raised, unless the errand has its own.
        reader: Threads for reads; two of its own by default.
        writer: The process's one writer thread; one of its own by default.

    Signals:
        idle: Nothing is under way any more.
        began: Something was started.
    """

    idle = Signal()
    began = Signal()
    _returned = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        failed: Callable[[BaseException], object],
        reader: Executor | None = None,
        writer: Executor | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._failed = bridge, failed
        self._reader = reader or ThreadPoolExecutor(2, thread_name_prefix="partproof-read")
        self._writer = writer or ThreadPoolExecutor(1, thread_name_prefix="partproof-write")
        self._owned = [
            executor for executor, given in ((self._reader, reader), (self._writer, writer)) if given is None
        ]
        self._open: set[Errand] = set()
        self._closed = False
        self._writes: set[Errand] = set()
        self._returned.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._open)

    def read(
        self,
        work: Callable[[], T],
        then: Callable[[T], object] | None = None,
        *,
        failed: Callable[[BaseException], object] | None = None,
        owner: QObject | None = None,
    ) -> Errand:
        """Run ``work`` on a read thread and hand its result to ``then`` on the GUI thread.

        The result is dropped when ``owner`` is gone by then or the errand was cancelled; after ``close`` nothing is
        asked any more.
        """
        errand = Errand(then, failed, owner)
        # The answer to a write may come while the window closes, and lead to a question.
        return errand if self._closed else self._start(self._reader, work, errand)

    def write(
        self,
        work: Callable[[], T],
        then: Callable[[T], object] | None = None,
        *,
        failed: Callable[[BaseException], object] | None = None,
        owner: QObject | None = None,
    ) -> Errand:
        """Run ``work`` on the writer thread; screens are told of its changes before ``then`` gets the result."""
        errand = Errand(then, failed, owner)
        self._writes.add(errand)
        return self._start(self._writer, work, errand)

    def _start(self, executor: Executor, work: Callable[[], T], errand: Errand) -> Errand:
        self._open.add(errand)
        errand.future = executor.submit(work)
        errand.future.add_done_callback(lambda _future: self._hand_over(errand))
        self.began.emit()
        return errand

    def _hand_over(self, errand: Errand) -> None:
        # Runs on the worker: only a queued signal may leave it.
        if isValid(self):
            self._returned.emit(errand)

    @Slot(object)
    def _deliver(self, errand: Errand) -> None:
        self._open.discard(errand)
        wrote = errand in self._writes
        self._writes.discard(errand)
        future = errand.future
        if future is not None:
            error = CancelledError() if future.cancelled() else future.exception()
            if error is None:
                result = future.result()
                # A write that was made is told even when nobody waits for it any more.
                if wrote and isinstance(result, Changes):
                    self._bridge.changed.emit(result)
                if errand.wanted and errand.then is not None:
                    errand.then(result)
            elif not isinstance(error, CancelledError) and (errand.wanted or wrote):
                (errand.failed or self._failed)(error)
        if not self._open:
            self.idle.emit()

    def close(self) -> None:
        """Drop what has not begun, wait for what has, and end the threads made here."""
        self._closed = True
        for errand in list(self._open):
            if errand not in self._writes:
                errand.cancel()
        for executor in self._owned:
            executor.shutdown(wait=True, cancel_futures=executor is self._reader)
        self._open.clear()
