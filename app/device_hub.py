"""From a device event to the job that is armed for it: by the port and channel it came from, never by focus.

Everything runs on the process's one writer thread, in the order it came; the answer goes to the listeners.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import Final

from app.device_readers import waits_for_key, wedge_gauges
from app.errors import PartproofError
from app.factory import Factory
from app.inspection.device_events import keep_unusable_frame
from app.inspection.station_job import StationJob
from app.inspection.station_notice import NoticeKind, StationNotice
from app.inspection.station_state import JobState
from app.jobs import WriterThread
from app.production.stations import DeviceRow, device_rows
from devices.events import (
    Event,
    FrameIncomplete,
    FrameRejected,
    GaugeNotice,
    GaugeReading,
    GaugeTrouble,
    PortFound,
    PortLost,
    ScanReceived,
)
from devices.wedge_gauge import WedgeGauge
from models.vocab import DeviceKind, InspectionKind

_LOG = logging.getLogger(__name__)
Listener = Callable[[StationNotice], object]
# A noisy line must not fill the audit chain: one entry per port in so many seconds, with the number of the others.
NOISE_SECONDS: Final = 1.0


class DeviceHub:
    """Routes what devices send to the stations of this process.

    Args:
        factory: The open factory.
        stations: The stations that stand at this PC.
        writer: The process's writer thread.
        kind: Which inspection the stations' lots get.
        sample_size: Samples for every characteristic; None follows the plan.
    """

    def __init__(
        self,
        factory: Factory,
        stations: Iterable[int],
        writer: WriterThread,
        *,
        kind: InspectionKind = InspectionKind.SELF,
        sample_size: int | None = None,
    ) -> None:
        self._factory = factory
        self._writer = writer
        self._listeners: list[Listener] = []
        self._noise: dict[str, tuple[float, int]] = {}
        self._jobs = {
            station: StationJob(factory, station, kind=kind, sample_size=sample_size) for station in stations
        }
        self._devices: tuple[DeviceRow, ...] = ()
        self._typing: tuple[tuple[WedgeGauge, DeviceRow], ...] = ()
        self._keys: dict[str, Callable[[], object]] = {}
        self.reload_devices()

    def reload_devices(self) -> None:
        """Read again what stands at which port; after the device page changed it."""
        rows = self._factory.ask(device_rows)
        self._devices = tuple(row for row in rows if row.station_id in self._jobs)
        self._typing = wedge_gauges(self._devices)

    @property
    def devices(self) -> tuple[DeviceRow, ...]:
        """The devices of this process's stations."""
        return self._devices

    def job(self, station_id: int) -> StationJob:
        """Return a station's job, to look at; its events go through the hub."""
        return self._jobs[station_id]

    def listen(self, listener: Listener) -> None:
        """Let ``listener`` be called with each notice, on the writer thread."""
        self._listeners.append(listener)

    def deliverer(self, port: str) -> Callable[[Event], Future[StationNotice]]:
        """Return what a port's reader calls with its events."""
        return partial(self.receive, port=port)

    def keep_key(self, port: str, press: Callable[[], object] | None) -> None:
        """Say how the key of a port's gauge is pressed (it asks, or opens and closes a window); None forgets it."""
        if press is None:
            self._keys.pop(port, None)
        else:
            self._keys[port] = press

    def has_key(self, station_id: int) -> bool:
        """Whether a gauge of a station waits for a key, because it is asked or collects values."""
        return bool(self._with_key(station_id))

    def press(self, station_id: int) -> bool:
        """Press the key of all gauges of a station that wait for one; False where none does or none is open."""
        pressed = False
        for port in self._with_key(station_id):
            key = self._keys.get(port)
            if key is not None:
                key()
                pressed = True
        return pressed

    def _with_key(self, station_id: int) -> tuple[str, ...]:
        rows = [row for row in self._devices if row.station_id == station_id and waits_for_key(row)]
        return tuple(dict.fromkeys(row.port for row in rows))

    def receive(self, event: Event, *, port: str) -> Future[StationNotice]:
        """Take an event from a port; returns at once, the notice follows."""
        job, device = self._find(event, port)
        return self._submit(job, partial(self._route, event, port, job, device))

    def scan(self, station_id: int, event: ScanReceived) -> Future[StationNotice]:
        """Take what was caught at the station's own keyboard: a code, or the value of a gauge that types."""
        job = self._jobs[station_id]
        return self._submit(job, partial(self._typed, event, job))

    def is_typed_value(self, station_id: int, event: ScanReceived) -> bool:
        """Whether what was caught at the keyboard is the value of a gauge of a station, told by its prefix."""
        return any(
            bool(gauge.prefix) and row.station_id == station_id and bool(gauge.understand(event))
            for gauge, row in self._typing
        )

    def command(
        self, station_id: int, word: str, *, event_id: uuid.UUID | None = None
    ) -> Future[StationNotice]:
        """Take a command from a button of the station's screen."""
        job = self._jobs[station_id]
        return self._submit(job, partial(job.command, word, event_id=event_id or uuid.uuid4()))

    def typed_value(
        self, station_id: int, text: str, *, event_id: uuid.UUID | None = None
    ) -> Future[StationNotice]:
        """Take a value typed on the station's screen."""
        job = self._jobs[station_id]
        return self._submit(job, partial(job.typed_value, text, event_id=event_id or uuid.uuid4()))

    def _typed(self, event: ScanReceived, job: StationJob) -> StationNotice:
        """A gauge is told by the signs it types first, the longest before the shorter; the rest are codes."""
        for gauge, row in self._typing:
            if row.station_id != job.station_id:
                continue
            if found := gauge.understand(event):
                for each in found[:-1]:
                    self._tell(self._route(each, row.port, job, self._find(each, row.port)[1]))
                answer = self._route(found[-1], row.port, job, self._find(found[-1], row.port)[1])
                # Typed in Hangul mode and turned back: said with the value, never silently.
                repaired = found[-1].facts.get("repaired") is not None
                return replace(answer, warnings=(*answer.warnings, "hangul_reversed")) if repaired else answer
        return job.scan(event)

    def _submit(self, job: StationJob, act: Callable[[], StationNotice]) -> Future[StationNotice]:
        future = self._writer.submit(self._answer, job, act)
        future.add_done_callback(_log_failure)
        return future

    def _answer(self, job: StationJob, act: Callable[[], StationNotice]) -> StationNotice:
        try:
            notice = act()
        except PartproofError as refusal:
            # The database does not answer: nothing was stored, and the person must hear it all the same.
            notice = StationNotice(
                NoticeKind.WARN, refusal.code, job.state.last_view, dict(refusal.values), refusal
            )
        self._tell(notice)
        return notice

    def _tell(self, notice: StationNotice) -> None:
        for listener in tuple(self._listeners):
            listener(notice)

    def _route(self, event: Event, port: str, job: StationJob, device: DeviceRow | None) -> StationNotice:
        state = job.state
        match event:
            case ScanReceived():
                if device is None:
                    # A scanner that belongs to nobody here must not command somebody's job.
                    return state.notice(
                        NoticeKind.WARN, "unknown_device", value=event.text, unit="", port=port
                    )
                return job.scan(event)
            case GaugeReading():
                if device is None or device.gauge_id is None:
                    return job.measuring.unused(event, port=port, why="unknown_device")
                return job.reading(event, gauge_id=device.gauge_id, port=port)
            case GaugeTrouble():
                self._keep(state, event, port)
                return state.notice(
                    NoticeKind.WARN, "gauge_trouble", port=port, code=event.meaning or event.code
                )
            case FrameRejected() | FrameIncomplete():
                self._keep(state, event, port)
                reason = event.reason if isinstance(event, FrameRejected) else "incomplete"
                return state.notice(NoticeKind.WARN, "frame_unusable", port=port, reason=reason)
            case PortLost():
                return state.notice(NoticeKind.WARN, "port_lost", port=event.port, reason=event.reason)
            case PortFound():
                return state.notice(NoticeKind.INFO, "port_found", port=event.port)
            case GaugeNotice():
                return state.notice(NoticeKind.INFO, "gauge_notice", port=port, text=event.text)

    def _find(self, event: Event, port: str) -> tuple[StationJob, DeviceRow | None]:
        """The job of the station a port belongs to, and the device there that the event's channel names."""
        at_port = [row for row in self._devices if row.port == port]
        if not at_port:
            return next(iter(self._jobs.values())), None
        channel = getattr(event, "channel", None) or ""
        wanted = DeviceKind.SCANNER if isinstance(event, ScanReceived) else DeviceKind.GAUGE
        exact = [row for row in at_port if row.channel == channel and row.kind is wanted]
        # A device set up without a channel takes every channel of its port.
        every = [row for row in at_port if not row.channel and row.kind is wanted]
        device = next(iter((*exact, *every)), None)
        return self._jobs[(device or at_port[0]).station_id], device

    def _keep(
        self, state: JobState, event: FrameRejected | FrameIncomplete | GaugeTrouble, port: str
    ) -> None:
        last, before = self._noise.get(port, (float("-inf"), 0))
        if event.monotonic - last < NOISE_SECONDS:
            self._noise[port] = (last, before + 1)
            return
        self._noise[port] = (event.monotonic, 0)
        state.perform(keep_unusable_frame, state.station_id, event, port=port, before=before)


def _log_failure(future: Future[StationNotice]) -> None:
    """A reader thread drops its futures, so what is ours to fix is written down here."""
    if not future.cancelled() and (error := future.exception()) is not None:
        _LOG.error("a device event failed", exc_info=error)
