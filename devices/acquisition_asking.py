"""Readings that are taken as they come or are asked for: at the button, on request, several channels together.

Pure: driven by events and moments; sends nothing itself, but says what is due.
"""

from __future__ import annotations

from dataclasses import replace

from devices.acquisition_plan import REQUEST, AcquisitionPlan
from devices.events import Event, Facts, GaugeReading, GaugeTrouble, Now


class Asker:
    """When requests are due: once each press, and by the timer while it runs."""

    def __init__(self, request: bytes, period: float) -> None:
        self.request, self.period = request, period
        self._waiting: list[bytes] = []
        self._next: float | None = None

    def ask(self, *requests: bytes) -> None:
        """Send these, or the usual request."""
        self._waiting += [each for each in requests or (self.request,) if each]

    def rings(self, now: Now) -> bool:
        """Whether the timer rings now; the first time at once, and never twice for a time slept through."""
        if not self.period or (self._next is not None and now.monotonic < self._next):
            return False
        coming = (now.monotonic if self._next is None else self._next) + self.period
        self._next = coming if coming > now.monotonic else now.monotonic + self.period
        return True

    def due(self) -> bytes:
        """What is to be sent now."""
        waiting, self._waiting = b"".join(self._waiting), []
        return waiting

    def stop(self) -> None:
        """Forget the timer and what was not sent."""
        self._next, self._waiting = None, []


class AtButton:
    """The gauge sends when its button is pressed: everything passes."""

    def take(self, event: Event, now: Now) -> list[Event]:
        """Pass everything."""
        return [event]

    def tick(self, now: Now) -> list[Event]:
        """Nothing waits."""
        return []

    def press(self, now: Now) -> list[Event]:
        """There is nothing to ask."""
        return []

    def due(self, now: Now) -> bytes:
        """There is nothing to send."""
        return b""

    def lose(self, now: Now) -> list[Event]:
        """Nothing was begun."""
        return []


class OnRequest:
    """A key, a foot switch or a timer asks; one reading answers.

    A gauge with its own button may still send unasked, and that reading passes. A gauge that streams and takes no
    request gives the next of its readings; the others are no measurements and are left out.
    """

    def __init__(self, plan: AcquisitionPlan, driver: str, asker: Asker) -> None:
        self._plan, self._driver, self._asker = plan, driver, asker
        self._asked: float | None = None
        self._by_timer = False
        self._silence_told = False

    def take(self, event: Event, now: Now) -> list[Event]:
        """Pass readings that were asked for, and everything else."""
        self._silence_told = False
        if not isinstance(event, GaugeReading):
            if isinstance(event, GaugeTrouble):
                self._asked = None
            return [event]
        streams = not self._asker.request
        if streams and self._asked is None:
            return []
        self._asked = None
        return [event]

    def tick(self, now: Now) -> list[Event]:
        """Ask by the timer; an answer that does not come is a trouble."""
        late = self._late(now)
        if self._asker.rings(now) and self._asked is None:
            self._ask(now, by_timer=True)
        return late

    def press(self, now: Now) -> list[Event]:
        """Ask; a second press while an answer is awaited asks no second time."""
        if self._asked is None:
            self._ask(now, by_timer=False)
        return []

    def _ask(self, now: Now, *, by_timer: bool) -> None:
        self._asked, self._by_timer = now.monotonic, by_timer
        self._asker.ask()

    def due(self, now: Now) -> bytes:
        """The request, once for each press."""
        return self._asker.due()

    def lose(self, now: Now) -> list[Event]:
        """An answer will not come any more."""
        self._asker.stop()
        asked, self._asked = self._asked, None
        return [] if asked is None else [trouble("no_answer", self._driver, now)]

    def _late(self, now: Now) -> list[Event]:
        if self._asked is None or now.monotonic - self._asked < self._plan.answer:
            return []
        self._asked = None
        if self._by_timer and self._silence_told:
            # A gauge that is switched off over night must not be told of each second.
            return []
        self._silence_told = True
        return [trouble("no_answer", self._driver, now)]


class Together:
    """Several channels as one measurement: all of them, in the order of the plan, or a trouble for each that lacks.

    What came is never thrown away: where a channel lacks, the others are reported all the same, marked as a part.
    """

    def __init__(self, plan: AcquisitionPlan, driver: str, asker: Asker) -> None:
        self._plan, self._driver, self._asker = plan, driver, asker
        self._order = {each.channel: place for place, each in enumerate(plan.channels)}
        self._got: dict[str, GaugeReading] = {}
        self._failed: set[str] = set()
        self._since: float | None = None
        self._by_timer = False
        self._silence_told = False
        self._count = 0

    def take(self, event: Event, now: Now) -> list[Event]:
        """Collect the channels; a second word of one channel begins the next group."""
        channel = getattr(event, "channel", None)
        if not isinstance(event, GaugeReading | GaugeTrouble) or channel not in self._order:
            return [event]
        self._silence_told = False
        before = self._report(now) if channel in self._got or channel in self._failed else []
        self._since = now.monotonic if self._since is None else self._since
        if isinstance(event, GaugeReading):
            self._got[channel] = event
        else:
            before.append(event)
            self._failed.add(channel)
        whole = len(self._got) + len(self._failed) == len(self._order)
        return before + (self._report(now) if whole else [])

    def tick(self, now: Now) -> list[Event]:
        """Report what came when the rest does not; ask by the timer."""
        events: list[Event] = []
        if self._since is not None and now.monotonic - self._since >= self._plan.answer:
            events = self._report(now)
        if self._asker.rings(now) and self._since is None:
            self._by_timer = True
            self._ask(now)
        return events

    def press(self, now: Now) -> list[Event]:
        """Ask all channels; pressed again while answers are awaited, nothing is asked twice."""
        if self._since is None:
            self._by_timer = False
            self._ask(now)
        return []

    def _ask(self, now: Now) -> None:
        if self._plan.mode == REQUEST:
            self._since = now.monotonic
            own = [each.request for each in self._plan.channels if each.request is not None]
            self._asker.ask(*own)

    def due(self, now: Now) -> bytes:
        """The requests of all channels, in order."""
        return self._asker.due()

    def lose(self, now: Now) -> list[Event]:
        """The rest will not come any more."""
        self._asker.stop()
        return self._report(now) if self._since is not None else []

    def _report(self, now: Now) -> list[Event]:
        lacking = [each for each in self._order if each not in self._got and each not in self._failed]
        self._count += 1
        events: list[Event] = []
        for channel in sorted(self._got, key=lambda each: self._order[each]):
            reading = self._got[channel]
            whole = not lacking and not self._failed
            facts = Facts({**reading.facts, "together": self._count, "complete": whole})
            events.append(replace(reading, facts=facts))
        silent = not self._got and not self._failed
        if not (silent and self._by_timer and self._silence_told):
            events += [trouble("channel_missing", self._driver, now, each) for each in lacking]
        self._silence_told = silent
        self._got, self._failed, self._since = {}, set(), None
        return events


def trouble(code: str, driver: str, now: Now, channel: str | None = None, raw: bytes = b"") -> GaugeTrouble:
    """A trouble of the taking itself: no_answer, no_reading, mixed, window_full, window_lost, channel_missing."""
    return GaugeTrouble(raw, code, None, channel, now.at, now.monotonic, Facts({"acquired": "no"}), driver)
