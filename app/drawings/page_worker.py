"""The child process of drawings: answers one request after another until its input ends.

Started by page_process only, as ``python -m app.drawings.page_worker`` or, from a frozen program, as the
program itself with PAGE_WORKER_FLAG. Must not write to the vault, the database or any file.
"""

from __future__ import annotations

import os
import sys
from collections import OrderedDict
from pathlib import Path
from typing import Any, BinaryIO, Final

from app.drawings import page_refusals as refusals
from app.drawings.page_wire import Head, WireEndError, receive, send

PAGE_WORKER_FLAG: Final = "--page-worker"
_DOCUMENTS_KEPT: Final = 3
# Beside the parent's time limit: ends the child by itself if the parent is gone while PDFium loops.
_SECONDS_AFTER_THE_LIMIT: Final = 20


def main(memory_bytes: int, seconds: float) -> int:
    """Serve requests on standard input and output.

    Args:
        memory_bytes: Address space the process may use (Linux; elsewhere only picture sizes are bounded).
        seconds: The parent's time limit for one request.

    Returns:
        The exit code: 0 when the parent closed the pipe.
    """
    _limit_memory(memory_bytes)
    requests, answers = _streams()
    # Imported after the limit is set, so that loading the library is under it too.
    from app.drawings.page_pdfium import RefusedError

    opened: OrderedDict[str, Any] = OrderedDict()
    while True:
        try:
            head, body = receive(requests)
        except WireEndError:
            return 0
        _arm(seconds + _SECONDS_AFTER_THE_LIMIT)
        try:
            answer, content = _answer(opened, head, body)
        except RefusedError as refusal:
            answer, content = {"refused": refusal.code, "values": refusal.values}, b""
        except MemoryError:
            send(answers, {"refused": refusals.READER_STOPPED.code, "values": {}})
            return 1
        send(answers, answer, content)
        _arm(0)


def _answer(opened: OrderedDict[str, Any], head: Head, body: bytes) -> tuple[Head, Any]:
    from app.drawings import page_text_layer

    key, act = str(head["key"]), head["act"]
    if act == "open":
        source = Path(head["path"]) if head["path"] else body
        document = _opened(opened, key, source, str(head.get("kind", "pdf")))
        return document.facts(), b""
    if key not in opened:
        return {"unknown": True}, b""
    opened.move_to_end(key)
    if act == "copy":
        return {}, opened[key].copy()
    document, page = opened[key], int(head["page"])
    if act == "render":
        return document.render(page, float(head["scale"]), head["rectangle"])  # type: ignore[no-any-return]
    if act == "text":
        return {"runs": page_text_layer.text_runs(document, page)}, b""
    if act == "links":
        from app.drawings.page_links import links

        return {"links": links(document, page)}, b""
    if act == "dimensions":
        return {"dimensions": document.dimensions(page)}, b""
    if act == "find":
        return {"hits": page_text_layer.find(document, page, str(head["query"]))}, b""
    raise WireEndError(f"unknown act {act}")


def _opened(opened: OrderedDict[str, Any], key: str, source: Path | bytes, kind: str) -> Any:
    from app.drawings.page_kinds import opened_document

    if key in opened:
        return opened[key]
    while len(opened) >= _DOCUMENTS_KEPT:
        opened.popitem(last=False)[1].close()
    opened[key] = opened_document(source, kind)
    return opened[key]


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """Return the request and answer pipes; whatever prints to standard output later goes to standard error."""
    if sys.platform == "win32":
        import msvcrt

        for number in (0, 1):
            msvcrt.setmode(number, os.O_BINARY)
    answers = os.fdopen(os.dup(1), "wb", buffering=1024 * 1024)
    os.dup2(2, 1)
    return os.fdopen(os.dup(0), "rb", buffering=1024 * 1024), answers


def _limit_memory(memory_bytes: int) -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _arm(seconds: float) -> None:
    """Let the operating system end this process after so many seconds; 0 disarms."""
    if sys.platform != "win32":
        import signal

        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]), float(sys.argv[2])))
