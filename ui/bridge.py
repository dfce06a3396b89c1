"""Carries what was changed to the GUI thread, where screens refresh by noun. Knows no screen and no noun."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid


@runtime_checkable
class Changes(Protocol):
    """What an act changed; ``app.factory.ChangeSet`` is one."""

    @property
    def nouns(self) -> frozenset[str]:
        """Nouns that were touched."""
        ...

    @property
    def ids(self) -> frozenset[tuple[str, int]]:
        """Touched records as (noun, id)."""
        ...

    @property
    def label(self) -> str:
        """Name of the verb, or where the change came from."""
        ...


@dataclass(frozen=True)
class OutsideChanges:
    """Changes another process made; only the nouns are known for certain.

    Attributes:
        nouns: Nouns that were touched.
        ids: Records, where known.
        label: Where they came from.
    """

    nouns: frozenset[str]
    ids: frozenset[tuple[str, int]] = frozenset()
    label: str = "elsewhere"


class Bridge(QObject):
    """The one way by which screens learn of changes.

    Signals:
        changed: A ``Changes``, on the GUI thread.
    """

    changed = Signal(object)
    _came = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._came.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def publish(self, changes: Changes) -> None:
        """Tell all screens; may be called from any thread."""
        if isValid(self):
            self._came.emit(changes)

    @Slot(object)
    def _deliver(self, changes: Changes) -> None:
        self.changed.emit(changes)
