"""Counts the statements a query sends; holds no assertions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from app.factory import Factory


@contextmanager
def counted(factory: Factory) -> Iterator[list[str]]:
    """Yield the list into which every SELECT of the factory's readers goes."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            sent.append(statement)

    event.listen(factory._read, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(factory._read, "before_cursor_execute", note)
