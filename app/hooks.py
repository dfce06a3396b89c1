"""Typed hooks: how an effect travels against the noun order, inside the same unit of work.

Registered once in app/wiring.py. A handler that fails fails the whole act; nothing is swallowed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from app.events import Happened

if TYPE_CHECKING:
    from app.unit_of_work import UnitOfWork

H = TypeVar("H", bound=Happened)


class Hooks:
    """Which handlers run when something happened."""

    def __init__(self) -> None:
        self._handlers: dict[type[Happened], list[Callable[[UnitOfWork, Any], None]]] = {}

    def on(self, happened: type[H], handler: Callable[[UnitOfWork, H], None]) -> None:
        """Let ``handler`` run in the unit of work whenever ``happened`` is announced."""
        self._handlers.setdefault(happened, []).append(handler)

    def run(self, unit: UnitOfWork, event: Happened) -> None:
        """Run all handlers of an event in the order of their registration."""
        for handler in self._handlers.get(type(event), ()):
            handler(unit, event)
