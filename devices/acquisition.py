"""Joins a driver to a way of taking readings, for a port's thread: bytes and time in, values and requests out.

Opens no port; `devices.transport.serial_port` sends what is due and tells which control lines are on.
"""

from __future__ import annotations

import uuid
from collections import deque
from collections.abc import Callable
from typing import Final, Protocol

from devices.acquisition_asking import Asker, AtButton, OnRequest, Together
from devices.acquisition_collecting import Steady, Window
from devices.acquisition_plan import BUTTON, REQUEST, STABLE, WINDOWS, AcquisitionPlan, ChannelPlan
from devices.driver import Driver, PortSettings
from devices.events import Event, GaugeReading, Now

__all__ = ["AcquiringReader", "Acquisition", "AcquisitionPlan", "ChannelPlan", "acquisition"]

_POLL: Final = 0.02
# Contacts of foot switches bounce for some milliseconds.
_BOUNCE: Final = 0.05


class Acquisition(Protocol):
    """One way of taking readings."""

    def take(self, event: Event, now: Now) -> list[Event]:
        """Take what the driver said; gives what is to be reported."""

    def tick(self, now: Now) -> list[Event]:
        """Let time pass."""

    def press(self, now: Now) -> list[Event]:
        """Somebody pressed the key or the foot switch, or the timer did."""

    def due(self, now: Now) -> bytes:
        """The bytes to be sent now, each request once; empty for none."""

    def lose(self, now: Now) -> list[Event]:
        """The port is gone: end what was begun, without a value."""


def acquisition(
    plan: AcquisitionPlan,
    driver: str,
    own_request: bytes | None,
    new_id: Callable[[], uuid.UUID] = uuid.uuid4,
) -> Acquisition:
    """The acquisition a plan describes.

    Args:
        plan: without a flaw.
        driver: the family named in troubles.
        own_request: the driver's own request.
        new_id: makes the identifiers of readings that are made of several frames.

    Raises:
        ValueError: the plan has a flaw; its text is the reason code.
    """
    if (flaw := plan.flaw()) is not None:
        raise ValueError(flaw)
    request = plan.request if plan.request is not None else own_request or b""
    asker = Asker(request if plan.mode != BUTTON else b"", plan.period if plan.mode != BUTTON else 0.0)
    if plan.channels:
        return Together(plan, driver, asker)
    if plan.mode == REQUEST:
        return OnRequest(plan, driver, asker)
    if plan.mode == STABLE:
        return Steady(plan, driver, asker, new_id)
    if plan.mode in WINDOWS:
        return Window(plan, driver, asker, new_id)
    return AtButton()


class AcquiringReader:
    """A driver and its way of taking readings as one reader of a port.

    Args:
        driver: understands the bytes.
        plan: how readings are taken.
        settings: line settings; None takes the driver's.
        new_id: makes the identifiers of readings made of several frames.

    Attributes:
        poll: how often the port's thread should look after key, foot switch and timer, in seconds.
        foot_switch: the control line to be watched, or "".
        latest: the last value the gauge sent, taken or not; for a live display, not for the record.

    Raises:
        ValueError: the plan has a flaw; its text is the reason code.
    """

    def __init__(
        self,
        driver: Driver,
        plan: AcquisitionPlan,
        settings: PortSettings | None = None,
        new_id: Callable[[], uuid.UUID] = uuid.uuid4,
    ) -> None:
        self._driver, self._plan = driver, plan
        self._settings = settings or driver.settings
        self.silence = driver.silence
        self._way = acquisition(plan, driver.family, driver.request, new_id)
        self._presses: deque[None] = deque()
        self._foot_on: bool | None = None
        self._foot_at = float("-inf")
        self.poll = _POLL if plan.mode != BUTTON or plan.channels else driver.silence
        self.foot_switch = plan.foot_switch
        self.latest: GaugeReading | None = None

    @property
    def settings(self) -> PortSettings:
        """The line settings."""
        return self._settings

    @property
    def rest(self) -> bytes:
        """The bytes that make no frame yet."""
        return self._driver.rest

    @property
    def collecting(self) -> bool:
        """Whether a window is open now."""
        return isinstance(self._way, Window) and self._way.is_open

    def press(self) -> None:
        """Press the key: ask, open or close a window. May be called on any thread; the port's thread obeys."""
        self._presses.append(None)

    def feed(self, data: bytes, now: Now) -> list[Event]:
        """Take received bytes; gives what is to be reported."""
        return self._pass_time(now) + self._taken(self._driver.feed(data, now), now)

    def tick(self, now: Now) -> list[Event]:
        """Let time pass."""
        return self._pass_time(now) + self._taken(self._driver.tick(now), now)

    def give_up(self, now: Now) -> list[Event]:
        """The port is gone: a part frame is told, and what was begun ends without a value."""
        self._presses.clear()
        self._foot_on = None
        return self._taken(self._driver.give_up(now), now) + self._way.lose(now)

    def due(self, now: Now) -> bytes:
        """The bytes to be sent to the gauge now; empty for none."""
        return self._way.due(now)

    def lines(self, on: frozenset[str], now: Now) -> None:
        """Take the control lines that are on now; the foot switch presses the key when it closes (or opens)."""
        is_on = self.foot_switch in on
        before, self._foot_on = self._foot_on, is_on
        if before is None or before == is_on or is_on == self._plan.foot_opens:
            return
        if now.monotonic - self._foot_at >= _BOUNCE:
            self.press()
        self._foot_at = now.monotonic

    def _pass_time(self, now: Now) -> list[Event]:
        events = self._way.tick(now)
        while self._presses:
            self._presses.popleft()
            events += self._way.press(now)
        return events

    def _taken(self, events: list[Event], now: Now) -> list[Event]:
        taken: list[Event] = []
        for event in events:
            if isinstance(event, GaugeReading):
                self.latest = event
            taken += self._way.take(event, now)
        return taken
