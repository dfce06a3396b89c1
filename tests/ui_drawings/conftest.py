"""Fixtures of these screens' tests: the window's own rules, and a factory with the demo's design."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from tests.ui.conftest import look, nothing_is_left, texts
from tests.ui_parts.stage import page, stage, template

__all__ = ["look", "nothing_is_left", "page", "stage", "template", "texts"]


@pytest.fixture(autouse=True)
def no_stand_ins(nothing_is_left: None) -> Iterator[None]:
    """Forget Python's stand-ins for Qt's pool threads: 3.11 keeps them after the thread has ended."""
    yield
    for thread in threading.enumerate():
        if isinstance(thread, threading._DummyThread) and thread.ident is not None:
            threading._active.pop(thread.ident, None)  # type: ignore[attr-defined]
