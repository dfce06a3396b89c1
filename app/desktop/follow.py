"""Hears of what other processes changed: polls the audit sequence and tells the window's bridge by noun."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from app.audit_queries import Touch, touched_since
from app.factory import ChangeSet, Factory
from ui.bridge import Bridge, OutsideChanges
from ui.tasks import Tasks

POLL_MS: Final = 2_000
# So many own heads are kept; more acts than this do not happen between two polls.
_KEPT: Final = 512


class AuditFollower(QObject):
    """Asks every two seconds what was recorded since, and leaves out what this process did itself.

    Args:
        factory: The open factory.
        tasks: Where it is asked.
        bridge: Is told of changes made elsewhere.

    Signals:
        moved: The chain is longer than before.
    """

    moved = Signal(int)

    def __init__(self, factory: Factory, tasks: Tasks, bridge: Bridge, seen: int) -> None:
        super().__init__(bridge)
        self._factory, self._tasks, self._bridge = factory, tasks, bridge
        self._seen = seen
        self._own: dict[int, None] = {}
        self._lock = threading.Lock()
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self.poll)

    def start(self) -> None:
        """Begin to poll."""
        self._timer.start()

    def stop(self) -> None:
        """Poll no more."""
        self._timer.stop()

    def note(self, changes: ChangeSet[object]) -> None:
        """Remember an act of this process; may be called from any thread."""
        with self._lock:
            self._own[changes.head.seq] = None
            while len(self._own) > _KEPT:
                self._own.pop(next(iter(self._own)))

    def poll(self) -> None:
        """Ask once."""
        seen = self._seen
        self._tasks.read(
            lambda: self._factory.ask(touched_since, seen), self._heard, failed=_try_again, owner=self
        )

    def _heard(self, touches: Sequence[Touch]) -> None:
        touches = [touch for touch in touches if touch.seq > self._seen]
        if not touches:
            return
        self._seen = touches[-1].seq
        with self._lock:
            own = set(self._own)
        others = without_own(touches, own)
        if others:
            nouns = frozenset(touch.noun for touch in others)
            ids = frozenset((touch.noun, touch.entity_id) for touch in others if touch.entity_id is not None)
            self._bridge.publish(OutsideChanges(nouns, ids))
        self.moved.emit(self._seen)


def without_own(touches: Sequence[Touch], own_heads: set[int]) -> list[Touch]:
    """Return what others touched: the entries of one act are consecutive, share their time and end at its head."""
    others: list[Touch] = []
    inside: Touch | None = None
    for touch in reversed(touches):
        if touch.seq in own_heads:
            inside = touch
        if inside is None or touch.at != inside.at:
            inside = None
            others.append(touch)
    return others[::-1]


def _try_again(_error: BaseException) -> None:
    """A database that does not answer now is asked again at the next poll; acts say what is the matter."""
