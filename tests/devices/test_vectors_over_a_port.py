"""Every reference frame through a real pseudo-terminal at its family's settings; plugs pulled in mid-frame."""

from __future__ import annotations

import os
import queue
import random
import time

import pytest

from devices.driver import Driver
from devices.events import Event, FrameIncomplete, FrameRejected, GaugeReading, PortFound, PortLost
from devices.registry import driver, families
from devices.simulator import SimulatedPort, encode
from devices.transport.serial_port import SerialReader
from tests.devices.vectors import Vector, gauge_vectors, records
from tests.guards import ANSWER

UNPLUGGED = int(os.environ.get("PARTPROOF_UNPLUG_ROUNDS", "50"))
# Long enough for a busy machine to hand a frame over whole, short enough to wait for in a test.
SILENCE = 0.3


def groups() -> list[tuple[str, list[Vector]]]:
    """The vectors by family, and by template for the generic driver."""
    found: dict[str, list[Vector]] = {}
    for vector in gauge_vectors():
        name = vector.family if vector.family != "generic" else f"generic, {vector.device}"
        found.setdefault(name, []).append(vector)
    return sorted(found.items())


class Line:
    """A driver at a simulated port, with the events it gave."""

    def __init__(self, port: SimulatedPort, device: Driver) -> None:
        self.port = port
        self.events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        if not device.gap_ends_frame:
            device.silence = SILENCE
        self.reader = SerialReader(port.name, device, self.events.put)

    def hear(self, count: int) -> list[Event]:
        """The next so many events."""
        return [self.events.get(timeout=ANSWER) for _ in range(count)]


@pytest.mark.parametrize(("name", "vectors"), groups(), ids=[name for name, _ in groups()])
def test_every_frame_means_the_same_over_a_port(name: str, vectors: list[Vector]) -> None:
    device = vectors[0].driver()
    with SimulatedPort("pty") as port:
        line = Line(port, device)
        with line.reader:
            assert isinstance(line.events.get(timeout=ANSWER), PortFound)
            # Those that end by silence last: what follows them would have to wait.
            for vector in sorted(vectors, key=lambda each: each.kind == "truncated"):
                port.write(vector.frame)
                heard = line.hear(len(vector.expected))
                assert records(heard) == vector.expected, vector.id
                time.sleep(0.01)
                assert line.events.empty(), vector.id


@pytest.mark.parametrize("family", families())
def test_noise_between_two_frames_costs_neither_of_them(family: str) -> None:
    vectors = [each for each in gauge_vectors() if each.family == family and each.kind == "valid"]
    vector = vectors[0]
    device = vector.driver()
    if device.gap_ends_frame:
        pytest.skip("frames of this template end by silence")
    # Noise that ends like a line: what has no end is one with the frame behind it, and refused with it.
    noise = b"\x00\xff#~\r\n"
    with SimulatedPort("pty") as port:
        line = Line(port, device)
        with line.reader:
            assert isinstance(line.events.get(timeout=ANSWER), PortFound)
            port.write(vector.frame + noise + vector.frame)
            wanted = [each for each in vector.expected if each["status"] != "incomplete"]
            heard: list[Event] = []
            while len([each for each in heard if not isinstance(each, FrameRejected)]) < 2 * len(wanted):
                heard.append(line.events.get(timeout=ANSWER))
    assert records([each for each in heard if not isinstance(each, FrameRejected)]) == wanted * 2
    assert any(isinstance(each, FrameRejected) for each in heard)


@pytest.mark.slow
def test_plugs_pulled_in_mid_frame_lose_no_reading_and_double_none(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """So many rounds: whole frames, then a part of one, then the plug, then in again under the same name."""
    chance = random.Random(7)
    families_used = ("mitutoyo_ascii", "sylvac", "cas_22", "mt_sics")
    for family in families_used:
        events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        heard: list[Event] = []
        pressed: list[str] = []
        with SimulatedPort("pty") as port, SerialReader(port.name, driver(family), events.put):
            for number in range(-(-UNPLUGGED // len(families_used))):
                _until(events, heard, PortFound)
                for press in range(chance.randrange(1, 4)):
                    value = f"{number}.{press}{chance.randrange(10, 99)}"
                    port.write(encode(family, value))
                    pressed.append(value)
                while len(_readings(heard)) < len(pressed):
                    heard.append(events.get(timeout=ANSWER))
                half = encode(family, "99.999")
                port.write(half[: chance.randrange(1, len(half) - 2)])
                if chance.random() < 0.7:
                    # Read before the plug goes, or lost in the cable with it: both happen.
                    time.sleep(0.01)
                port.unplug()
                _until(events, heard, PortLost)
                port.replug()
        readings = _readings(heard)
        assert [each.value for each in readings] == pressed
        assert len({each.event_id for each in readings}) == len(pressed)
        assert not any(b"99.999" in each.raw for each in readings)
        assert all(len(each.raw) < len(half) for each in heard if isinstance(each, FrameIncomplete))
    with capsys.disabled():
        print(f"\nunplugged in mid-frame: {UNPLUGGED} rounds, no reading lost, none twice")


def _readings(events: list[Event]) -> list[GaugeReading]:
    return [each for each in events if isinstance(each, GaugeReading)]


def _until(events: queue.SimpleQueue[Event], heard: list[Event], kind: type[Event]) -> None:
    while True:
        event = events.get(timeout=ANSWER)
        heard.append(event)
        if isinstance(event, kind):
            return
