"""Readings made of many: the steady value of a stream, the extreme or the runout of a window.

Pure: driven by events and moments. Exact decimals; the bytes of all frames that contributed stay with the reading.
"""

from __future__ import annotations

import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from decimal import Context, Decimal
from typing import Final

from devices.acquisition_asking import Asker, trouble
from devices.acquisition_plan import LONGEST, MAXIMUM, MINIMUM, PEAK, STABLE, TIR, AcquisitionPlan, amount
from devices.events import Event, Fact, Facts, GaugeReading, GaugeTrouble, Now

KEPT_BYTES: Final = 65_536
"""The frames of one window together, in bytes: half an hour at 2 frames a second, four minutes at 20."""
# Enough digits for the difference of any two values a frame of 256 bytes can hold.
_EXACT: Final = Context(prec=600)


class RunningSpread:
    """The largest and the smallest of a row of values that grows at its end and shrinks at its beginning.

    Each value comes and goes once, so a long window costs no more per value than a short one. Kept are only those
    that can still become the largest or the smallest, with their places.
    """

    def __init__(self) -> None:
        self._first = self._next = 0
        self._high: deque[tuple[int, Decimal]] = deque()
        self._low: deque[tuple[int, Decimal]] = deque()

    def add(self, value: Decimal) -> None:
        """Take a value at the end."""
        while self._high and self._high[-1][1] <= value:
            self._high.pop()
        while self._low and self._low[-1][1] >= value:
            self._low.pop()
        self._high.append((self._next, value))
        self._low.append((self._next, value))
        self._next += 1

    def drop_first(self) -> None:
        """Leave out the value at the beginning."""
        for kept in (self._high, self._low):
            if kept[0][0] == self._first:
                kept.popleft()
        self._first += 1

    def clear(self) -> None:
        """Leave out all."""
        self._high.clear()
        self._low.clear()
        self._first = self._next = 0

    def exceeds(self, tolerance: Decimal) -> bool:
        """Return whether the largest is farther from the smallest than this; there must be a value."""
        return _EXACT.subtract(self._high[0][1], self._low[0][1]) > tolerance


class Steady:
    """A stream: one reading as soon as all values of a time lie within a band, then none before the next part.

    Elapsed time counts, not the number of frames: a stream that pauses is not steady.
    """

    def __init__(
        self, plan: AcquisitionPlan, driver: str, asker: Asker, new_id: Callable[[], uuid.UUID]
    ) -> None:
        self._plan, self._driver, self._asker, self._new_id = plan, driver, asker, new_id
        self._tolerance = amount(plan.tolerance) or Decimal(0)
        self._frames: deque[GaugeReading] = deque()
        self._spread = RunningSpread()
        self._bytes = 0
        self._taken: GaugeReading | None = None
        self._heard: float | None = None

    def take(self, event: Event, now: Now) -> list[Event]:
        """Weigh a reading; troubles end the steadiness and pass."""
        if not isinstance(event, GaugeReading):
            if isinstance(event, GaugeTrouble):
                self._forget()
            return [event]
        before, self._heard = self._heard, event.monotonic
        if before is not None and event.monotonic - before > max(1.0, self._plan.stable_seconds):
            # Some balances send only while something lies on them: after a pause it is the next part.
            self._forget()
            self._taken = None
        if self._frames and self._frames[-1].unit != event.unit:
            self._forget()
        if self._taken is not None:
            if not self._left(event, self._taken):
                return []
            self._taken = None
        if event.facts.get("stable") is False:
            self._forget()
            return []
        self._frames.append(event)
        self._spread.add(Decimal(event.value))
        self._bytes += len(event.raw)
        self._drop_what_disturbs()
        if self._bytes > KEPT_BYTES:
            self._forget()
            return [trouble("window_full", self._driver, now, event.channel)]
        return self._steady(now)

    def tick(self, now: Now) -> list[Event]:
        """Ask by the timer."""
        if self._asker.rings(now):
            self._asker.ask()
        return []

    def press(self, now: Now) -> list[Event]:
        """Take the next steady value although it is the last one: the same size on the next part."""
        self._taken = None
        self._forget()
        return []

    def due(self, now: Now) -> bytes:
        """The timer's request."""
        return self._asker.due()

    def lose(self, now: Now) -> list[Event]:
        """What was collected is no steady value; the part taken last may still lie there and is not taken twice."""
        self._asker.stop()
        self._heard = None
        self._forget()
        return []

    def _steady(self, now: Now) -> list[Event]:
        first, last = self._frames[0], self._frames[-1]
        if last.monotonic - first.monotonic < self._plan.stable_seconds:
            return []
        facts: dict[str, Fact] = {"acquired": STABLE, "frames": len(self._frames)}
        facts["milliseconds"] = round(1000 * (last.monotonic - first.monotonic))
        made = _made(last, last.value, self._frames, facts, self._new_id, now)
        self._taken = last
        self._forget()
        return [made]

    def _drop_what_disturbs(self) -> None:
        """Leave the newest values that lie within the band, and no more than the time needs."""
        frames, newest = self._frames, self._frames[-1].monotonic
        while len(frames) > 1 and self._spread.exceeds(self._tolerance):
            self._drop_first()
        while len(frames) > 1 and newest - frames[1].monotonic >= self._plan.stable_seconds:
            self._drop_first()

    def _drop_first(self) -> None:
        self._bytes -= len(self._frames.popleft().raw)
        self._spread.drop_first()

    def _left(self, event: GaugeReading, taken: GaugeReading) -> bool:
        if event.unit != taken.unit:
            return True
        step = Decimal(1).scaleb(int(Decimal(taken.value).as_tuple().exponent))
        release = amount(self._plan.release) if self._plan.release else None
        way = release if release is not None else max(2 * self._tolerance, step)
        return abs(_EXACT.subtract(Decimal(event.value), Decimal(taken.value))) > way

    def _forget(self) -> None:
        self._frames.clear()
        self._spread.clear()
        self._bytes = 0


class Window:
    """The extreme, or the runout, of all values between two presses of the key, or of a time after one."""

    def __init__(
        self, plan: AcquisitionPlan, driver: str, asker: Asker, new_id: Callable[[], uuid.UUID]
    ) -> None:
        self._plan, self._driver, self._asker, self._new_id = plan, driver, asker, new_id
        self._frames: list[GaugeReading] = []
        self._bytes = 0
        self._since: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether values are being collected."""
        return self._since is not None

    def take(self, event: Event, now: Now) -> list[Event]:
        """Collect while the window is open; a trouble within it makes the window worthless."""
        if not isinstance(event, GaugeReading):
            if isinstance(event, GaugeTrouble) and self.is_open:
                self._end()
            return [event]
        if not self.is_open:
            return []
        if self._frames and (event.unit, event.channel) != (self._frames[0].unit, self._frames[0].channel):
            return self._fail("mixed", now)
        if self._bytes + len(event.raw) > KEPT_BYTES:
            return self._fail("window_full", now)
        self._frames.append(event)
        self._bytes += len(event.raw)
        return []

    def tick(self, now: Now) -> list[Event]:
        """Close the window when its time is over; pace the requests within it."""
        if not self.is_open:
            return []
        if self._plan.window_seconds and now.monotonic - (self._since or 0.0) >= self._plan.window_seconds:
            return self._close(now)
        if self._asker.rings(now):
            self._asker.ask()
        if now.monotonic - (self._since or 0.0) > LONGEST:
            return self._fail("window_full", now)
        return []

    def press(self, now: Now) -> list[Event]:
        """Open the window, or close one that lasts until the key is pressed again."""
        if not self.is_open:
            self._since = now.monotonic
            return []
        return [] if self._plan.window_seconds else self._close(now)

    def due(self, now: Now) -> bytes:
        """The timer's request while the window is open."""
        return self._asker.due() if self.is_open else b""

    def lose(self, now: Now) -> list[Event]:
        """A window with a gap in it shows no extreme."""
        return self._fail("window_lost", now) if self.is_open else []

    def _close(self, now: Now) -> list[Event]:
        if not self._frames:
            return self._fail("no_reading", now)
        values = [Decimal(each.value) for each in self._frames]
        frames, low, high = tuple(self._frames), min(values), max(values)
        mode = self._plan.mode
        if mode == TIR:
            value = format(_EXACT.subtract(high, low), "f")
            shown = frames[-1]
        else:
            wanted = {MAXIMUM: high, MINIMUM: low, PEAK: max(values, key=abs)}[mode]
            shown = frames[values.index(wanted)]
            value = shown.value
        facts: dict[str, Fact] = {"acquired": mode, "frames": len(frames)}
        facts |= {"least": format(low, "f"), "greatest": format(high, "f")}
        facts["milliseconds"] = round(1000 * (now.monotonic - (self._since or now.monotonic)))
        # A peak is no steady value, and is not meant to be: what the frame says of that is about the frame.
        steady = {name: fact for name, fact in shown.facts.items() if name != "stable"}
        made = _made(replace(shown, facts=Facts(steady)), value, frames, facts, self._new_id, now)
        self._end()
        return [made]

    def _fail(self, code: str, now: Now) -> list[Event]:
        raw = b"".join(each.raw for each in self._frames)
        channel = self._frames[0].channel if self._frames else None
        self._end()
        return [trouble(code, self._driver, now, channel, raw)]

    def _end(self) -> None:
        self._frames, self._bytes, self._since = [], 0, None
        self._asker.stop()


def _made(
    shown: GaugeReading,
    value: str,
    frames: deque[GaugeReading] | tuple[GaugeReading, ...],
    facts: dict[str, Fact],
    new_id: Callable[[], uuid.UUID],
    now: Now,
) -> GaugeReading:
    """One reading out of several frames, with the bytes of all of them in order."""
    return GaugeReading(
        event_id=new_id(),
        raw=b"".join(each.raw for each in frames),
        value=value,
        unit=shown.unit,
        channel=shown.channel,
        at=now.at,
        monotonic=now.monotonic,
        facts=Facts({**shown.facts, **facts}),
        driver=shown.driver,
    )
