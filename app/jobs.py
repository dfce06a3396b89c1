"""Work beside the window: the one writer thread of a process, and progress of long work that can be stopped.

Knows no verb and no Qt; what runs is a plain callable.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

WRITER_NAME: Final = "writer"


class CanceledError(Exception):
    """The person who started the work does not want it any more; nothing of it is kept."""


class WriterThread(ThreadPoolExecutor):
    """The thread on which a process writes: one act after the other, in the order they were asked for."""

    def __init__(self) -> None:
        super().__init__(max_workers=1, thread_name_prefix=WRITER_NAME)

    def close(self) -> None:
        """Finish what was asked for and end the thread."""
        self.shutdown(wait=True)


@dataclass(frozen=True)
class Step:
    """How far long work is.

    Attributes:
        what: What is being done, a marked source text.
        done: Steps finished.
        total: Steps in all; 0 while nobody knows.
    """

    what: str
    done: int
    total: int


class Progress:
    """Told by long work how far it is; stops the work at its next step when nobody wants it any more.

    Args:
        tell: Called with each step on the working thread.
    """

    def __init__(self, tell: Callable[[Step], object] | None = None) -> None:
        self._tell = tell
        self._canceled = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop; may be called from any thread."""
        self._canceled.set()

    @property
    def canceled(self) -> bool:
        """Whether the work was asked to stop."""
        return self._canceled.is_set()

    def step(self, what: str, done: int, total: int = 0) -> None:
        """Say how far the work is.

        Raises:
            CanceledError: when it was asked to stop.
        """
        if self.canceled:
            raise CanceledError(what)
        if self._tell is not None:
            self._tell(Step(what, done, total))
