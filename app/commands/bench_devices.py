"""Pieces of the bench: frames a second of each driver, and ten gauges that stream at 20 Hz for a minute."""

from __future__ import annotations

import statistics
import threading
import time
from contextlib import ExitStack
from typing import Final

from app.commands.bench_figure import Figure, Measuring, Piece
from app.texts import mark
from devices.events import Event, GaugeReading, PortFound
from devices.registry import driver, driver_classes
from devices.simulator import SimulatedPort, encode
from devices.transport.clock import system_now
from devices.transport.serial_port import SerialReader

FRAMES: Final = 5_000
DEVICES: Final = 10
RATE: Final = 20
SECONDS: Final = 60
_PIECE: Final = 4096
_STREAMED: Final = ("mitutoyo_ascii", "sylvac", "cas_22", "and_std", "inspec_711")
_LOST: Final = mark("Readings of ten streaming gauges that did not come, of {count}")
_SHARE: Final = mark("CPU share of one core while ten gauges stream 20 times a second, {count} readings")
_HALF: Final = mark("From bytes written to the reading delivered, half of {count}")
_SLOWEST: Final = mark("From bytes written to the reading delivered, 99 of 100 of {count}")


def _drivers(measuring: Measuring) -> list[Figure]:
    count = measuring.count(FRAMES, 200)
    now = system_now()
    figures = []
    for family, kind in driver_classes().items():
        stream = b"".join(encode(family, f"{number % 900}.{number % 10}") for number in range(count))
        device, read = driver(family), 0
        began = time.process_time()
        for place in range(0, len(stream), _PIECE):
            read += sum(
                isinstance(each, GaugeReading) for each in device.feed(stream[place : place + _PIECE], now)
            )
        took = max(time.process_time() - began, 1e-6)
        # The maker's names are what a person looks for; they are the same in every language.
        figures.append(Figure(f"frames_{family}", kind.title, read / took, "frames/s", count=read))
    return figures


class _Stream:
    """One simulated gauge that sends at a steady rate, and what came of it."""

    def __init__(self, port: SimulatedPort, family: str) -> None:
        self.sent: dict[str, float] = {}
        self.delays: list[float] = []
        self.writer_cpu = 0.0
        self.ready = threading.Event()
        self._port, self._family = port, family
        self.reader = SerialReader(port.name, driver(family), self._take)
        self.thread = threading.Thread(target=self._send, daemon=True)
        self.count = 0

    def _take(self, event: Event) -> None:
        if isinstance(event, PortFound):
            self.ready.set()
        elif isinstance(event, GaugeReading):
            self.delays.append(time.perf_counter() - self.sent[event.value])

    def _send(self) -> None:
        began, cpu = time.perf_counter(), time.thread_time()
        for number in range(self.count):
            time.sleep(max(0.0, began + number / RATE - time.perf_counter()))
            value = f"{number // 100}.{number % 100:02d}"
            self.sent[value] = time.perf_counter()
            self._port.write(encode(self._family, value))
        self.writer_cpu = time.thread_time() - cpu


def _streams(measuring: Measuring) -> list[Figure]:
    seconds = measuring.count(SECONDS, 2)
    with ExitStack() as stack:
        streams = [
            _Stream(stack.enter_context(SimulatedPort()), _STREAMED[place % len(_STREAMED)])
            for place in range(DEVICES)
        ]
        for each in streams:
            each.count = seconds * RATE
            stack.enter_context(each.reader)
        for each in streams:
            each.ready.wait(10)
        began, cpu = time.perf_counter(), time.process_time()
        for each in streams:
            each.thread.start()
        for each in streams:
            each.thread.join()
        wanted = sum(each.count for each in streams)
        deadline = time.perf_counter() + 5
        while sum(len(each.delays) for each in streams) < wanted and time.perf_counter() < deadline:
            time.sleep(0.05)
        wall = time.perf_counter() - began
        # The senders are the gauges' part, not the program's.
        used = time.process_time() - cpu - sum(each.writer_cpu for each in streams)
    delays = [1000 * delay for each in streams for delay in each.delays]
    cuts = statistics.quantiles(delays, n=100, method="inclusive")
    return [
        Figure("streams_lost", _LOST, wanted - len(delays), "", count=wanted),
        Figure("streams_cpu", _SHARE, 100 * used / wall, "%", count=len(delays)),
        Figure("streams_p50", _HALF, cuts[49], "ms", count=len(delays)),
        Figure("streams_p99", _SLOWEST, cuts[98], "ms", count=len(delays)),
    ]


PIECES: Final = (
    Piece("drivers", mark("Reading frames with every driver"), _drivers),
    Piece("streams", mark("Ten gauges stream for a minute"), _streams),
)
