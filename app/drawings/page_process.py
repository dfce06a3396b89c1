"""Keeps one PDF child process: starts it, asks it under a time limit, replaces it when it dies.

Must not import PDFium: a hostile file may only ever crash the child.
"""

from __future__ import annotations

import contextlib
import logging
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, cast

from app.causes import cause_of
from app.drawings.page_refusals import BY_CODE, DAMAGED, READER_MISSING, READER_STOPPED, TOO_SLOW
from app.drawings.page_source import PageSource
from app.drawings.page_wire import Head, WireEndError, receive, send
from app.drawings.page_worker import PAGE_WORKER_FLAG

MEMORY_BYTES: Final = 1024 * 1024 * 1024
SECONDS: Final = 10.0
_ROOT: Final = Path(__file__).resolve().parent.parent.parent
_LOG: Final = logging.getLogger(__name__)


class _ChildEndedError(Exception):
    """The child died while it worked; ``in_time`` tells whether it did so by itself."""

    def __init__(self, in_time: bool, served: int) -> None:
        super().__init__("child ended")
        self.in_time = in_time
        self.served = served


class PageProcess:
    """A long-lived child that does all PDF work, one request at a time.

    A frozen program starts itself: its ``__main__`` must, before anything else, hand
    ``[program, PAGE_WORKER_FLAG, memory, seconds]`` to ``page_process.serve_if_asked(sys.argv)``.

    Args:
        memory_bytes: The child's address space (Linux).
        seconds: For one request, the opening of its file not included.
    """

    def __init__(self, memory_bytes: int = MEMORY_BYTES, seconds: float = SECONDS) -> None:
        self._memory_bytes = memory_bytes
        self._seconds = seconds
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._complaints: IO[bytes] | None = None
        self._served = 0

    @property
    def process_id(self) -> int | None:
        """The running child's id, or None."""
        child = self._child
        return child.pid if child is not None and child.poll() is None else None

    def ask(self, source: PageSource, head: Head) -> tuple[Head, bytes]:
        """Put one request about a file to the child and return its answer.

        Args:
            source: The file; it is opened in the child when the child does not know it (any more).
            head: ``act`` and its arguments; ``act`` ``open`` returns the file's facts.

        Raises:
            PartproofError: What the child refuses, TOO_SLOW, READER_STOPPED or READER_MISSING.
        """
        with self._lock:
            try:
                return self._ask(source, head)
            except _ChildEndedError as end:
                # A child that served others before may have died of what they left behind: try a fresh one.
                if not end.in_time or end.served == 0:
                    raise self._refusal(source, end) from end
            try:
                return self._ask(source, head)
            except _ChildEndedError as end:
                raise self._refusal(source, end) from end

    def close(self) -> None:
        """End the child; the next request starts a new one."""
        with self._lock:
            self._stop()

    def _refusal(self, source: PageSource, end: _ChildEndedError) -> Exception:
        if end.in_time:
            return READER_STOPPED(name=source.name)
        return TOO_SLOW(name=source.name, seconds=f"{self._seconds:g}")

    def _ask(self, source: PageSource, head: Head) -> tuple[Head, bytes]:
        path = str(source.path) if source.path else None
        opening: Head = {"act": "open", "key": source.key, "path": path, "kind": source.kind.value}
        if head["act"] == "open":
            return self._checked(source, *self._exchange(opening, source.content or b""))
        request = head | {"key": source.key}
        answer, body = self._exchange(request, b"")
        if answer.get("unknown"):
            self._checked(source, *self._exchange(opening, source.content or b""))
            answer, body = self._exchange(request, b"")
        return self._checked(source, answer, body)

    def _checked(self, source: PageSource, answer: Head, body: bytes) -> tuple[Head, bytes]:
        if "refused" not in answer:
            return answer, body
        kind = BY_CODE.get(str(answer["refused"]), DAMAGED)
        values = cast(dict[str, Any], answer.get("values", {}))
        raise kind(**(values | {"name": source.name}))

    def _exchange(self, head: Head, body: bytes) -> tuple[Head, bytes]:
        child = self._running()
        late = threading.Event()

        def give_up() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(self._seconds, give_up)
        timer.start()
        try:
            send(cast(BinaryIO, child.stdin), head, body)
            answer = receive(cast(BinaryIO, child.stdout))
        except (OSError, WireEndError, ValueError) as error:
            timer.cancel()
            served = self._served
            self._log_end(child)
            self._stop()
            raise _ChildEndedError(not late.is_set(), served) from error
        finally:
            timer.cancel()
            timer.join()
        self._served += 1
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._stop()
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the child
        try:
            self._child = subprocess.Popen(
                worker_command(self._memory_bytes, self._seconds),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                cwd=_ROOT,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            self._stop()
            raise READER_MISSING(reason=cause_of(error)) from error
        self._served = 0
        return self._child

    def _log_end(self, child: subprocess.Popen[bytes]) -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(2)
        if self._complaints is not None:
            size = self._complaints.seek(0, 2)
            self._complaints.seek(max(0, size - 2000))
            said = self._complaints.read().decode("utf-8", "replace")
            _LOG.warning("PDF reader ended with %s: %s", child.returncode, said.strip() or "no message")

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            for stream in (child.stdin, child.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()
            child.kill()
            child.wait()
        if self._complaints is not None:
            self._complaints.close()
            self._complaints = None


def worker_command(memory_bytes: int, seconds: float) -> list[str]:
    """Return the command line of the child, from source or from a frozen program."""
    limits = [str(memory_bytes), str(seconds)]
    if getattr(sys, "frozen", False):
        return [sys.executable, PAGE_WORKER_FLAG, *limits]
    # Started in the source folder: a file called like one of ours in the user's folder is never run.
    return [sys.executable, "-m", "app.drawings.page_worker", *limits]


def serve_if_asked(arguments: list[str]) -> int | None:
    """Be the child when a frozen program was started as one.

    Args:
        arguments: ``sys.argv``.

    Returns:
        The exit code of the served child, or None when this is an ordinary start.
    """
    if len(arguments) != 4 or arguments[1] != PAGE_WORKER_FLAG:
        return None
    from app.drawings.page_worker import main

    return main(int(arguments[2]), float(arguments[3]))
