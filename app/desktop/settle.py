"""Waiting for a window to come to rest: no task under way, no picture still to come, nothing in the queue.

Waits on Qt's own events and never sleeps. For pictures and measurements, not for the running program.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from ui.drawings.page_camera import PageCamera
from ui.tasks import Tasks

LONGEST: Final = 60.0
# A window that was asked something answers within so many turns of the event queue.
_TURNS: Final = 4


class NeverSettledError(RuntimeError):
    """A window that was still busy after a minute."""


def wait_until(done: Callable[[], bool], *, longest: float = LONGEST) -> None:
    """Let Qt work until a condition holds.

    Args:
        done: Asked after every batch of events.
        longest: Seconds.

    Raises:
        NeverSettledError: when it does not come to hold.
    """
    if done():
        return
    application = QApplication.instance()
    if application is None:
        raise RuntimeError("there is no application to wait for")
    # Wakes the wait so that the time limit is seen even where nothing happens any more.
    pulse = QTimer()
    pulse.start(250)
    end = time.monotonic() + longest
    while not done():
        if time.monotonic() > end:
            raise NeverSettledError("the window did not come to rest")
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    pulse.stop()


def settle(window: QWidget, *tasks: Tasks) -> None:
    """Wait until a window shows what it was asked for."""

    def calm() -> bool:
        drawing = any(view.isVisible() and view.busy for view in window.findChildren(PageCamera))
        soon = any(
            timer.isActive() and timer.isSingleShot() and timer.interval() <= 500
            for timer in window.findChildren(QTimer)
        )
        return not drawing and not soon and not any(entry.busy for entry in tasks)

    for _turn in range(_TURNS):
        QApplication.processEvents()
        wait_until(calm)
    QApplication.processEvents()
