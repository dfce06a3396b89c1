"""The reader thread on real pseudo-terminals and sockets: bursts, unplugging, requests, stopping."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Iterator

import pytest
import serial

from devices.driver import PortSettings
from devices.events import (
    Event,
    FrameIncomplete,
    GaugeReading,
    PortFound,
    PortLost,
    ScanReceived,
)
from devices.registry import driver
from devices.scanner import ScanFramer
from devices.simulator import SimulatedGauge, SimulatedPort, SimulatedScanner, encode
from devices.transport import serial_port
from devices.transport.clock import system_now
from devices.transport.line import LineRefusedError, close_line, open_line, reason_of
from devices.transport.ports import PortIdentity
from devices.transport.serial_port import SerialReader
from tests.guards import ANSWER

FAMILY = "mitutoyo_ascii"


class Desk:
    """One port with its reader and the events that came, in order."""

    def __init__(self, port: SimulatedPort) -> None:
        self.port = port
        self.events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.reader = SerialReader(port.name, driver(FAMILY), self.events.put)
        self.gauge = SimulatedGauge(port, FAMILY)

    def next(self, timeout: float = 5.0) -> Event:
        return self.events.get(timeout=timeout)


@pytest.fixture(params=["pty", "socket"])
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    with SimulatedPort(request.param) as port:
        desk = Desk(port)
        with desk.reader:
            assert desk.next() == PortFound(port.name, system_now().at)
            yield desk
        assert not any(each.name.startswith(f"port {port.name}") for each in threading.enumerate())


@pytest.fixture
def pty_desk() -> Iterator[Desk]:
    with SimulatedPort("pty") as port:
        desk = Desk(port)
        with desk.reader:
            assert isinstance(desk.next(), PortFound)
            yield desk


def test_press_arrives_with_its_bytes_and_both_clocks(desk: Desk) -> None:
    before = system_now()
    raw = desk.gauge.press("25.013")
    reading = desk.next()
    after = system_now()
    assert isinstance(reading, GaugeReading)
    assert (reading.value, reading.raw, reading.channel) == ("25.013", raw, "1")
    assert before.at <= reading.at <= after.at
    assert before.monotonic <= reading.monotonic <= after.monotonic


def test_bytes_that_dribble_make_one_reading(desk: Desk) -> None:
    for byte in encode(FAMILY, "-1.500"):
        desk.port.write(bytes([byte]))
        time.sleep(0.01)
    reading = desk.next()
    assert isinstance(reading, GaugeReading)
    assert reading.value == "-1.500"
    assert desk.events.empty()


def burst(desk: Desk, count: int) -> float:
    """Send `count` different frames at once; gives frames per second received, all of them, in order."""
    wanted = [f"{number / 1000:.3f}" for number in range(count)]
    stream = b"".join(encode(FAMILY, value) for value in wanted)
    writer = threading.Thread(target=desk.port.write, args=(stream,))
    started = time.monotonic()
    writer.start()
    readings = [desk.next() for _ in wanted]
    seconds = time.monotonic() - started
    writer.join()
    assert [each.value for each in readings if isinstance(each, GaugeReading)] == wanted
    assert len({each.event_id for each in readings if isinstance(each, GaugeReading)}) == count
    assert desk.events.empty()
    return count / seconds


def test_burst_of_20000_frames_is_received_whole_and_in_order(
    pty_desk: Desk, record_property: Callable[[str, object], None]
) -> None:
    rate = burst(pty_desk, 20_000)
    record_property("frames_per_second", round(rate))
    # Hand gauges send 1 to 10 a second; a tenth of the measured 100,000 still leaves room for a busy machine.
    assert rate > 2_000


def test_burst_over_a_socket(desk: Desk) -> None:
    assert burst(desk, 1_000) > 200


def test_pulled_in_mid_frame_and_plugged_in_again(desk: Desk) -> None:
    desk.gauge.press("1.000")
    assert isinstance(desk.next(), GaugeReading)
    desk.port.write(b"01A+00")
    time.sleep(0.1)
    desk.port.unplug()
    half, lost = desk.next(), desk.next()
    assert isinstance(half, FrameIncomplete)
    assert half.raw == b"01A+00"
    assert isinstance(lost, PortLost)
    assert lost.reason == "gone"
    assert not desk.reader.is_open
    assert not desk.reader.send(b"1\r")
    desk.port.replug()
    assert isinstance(desk.next(), PortFound)
    desk.gauge.press("2.000")
    reading = desk.next()
    assert isinstance(reading, GaugeReading)
    assert reading.value == "2.000"


def replug_rounds(desk: Desk, rounds: int) -> None:
    """Each round: a reading, half a frame, unplugged, plugged in; nothing lost, nothing twice."""
    for number in range(rounds):
        value = f"{number}.5"
        desk.gauge.press(value)
        reading = desk.next()
        assert isinstance(reading, GaugeReading)
        assert reading.value == value
        if number % 2:
            desk.port.write(b"01A+0099.")
            time.sleep(0.005)
        desk.port.unplug()
        after = desk.next()
        if isinstance(after, FrameIncomplete):
            assert b"01A+0099.".startswith(after.raw)
            after = desk.next()
        assert isinstance(after, PortLost)
        desk.port.replug()
        assert isinstance(desk.next(), PortFound)
    assert desk.events.empty()


def test_unplugged_ten_times(pty_desk: Desk) -> None:
    replug_rounds(pty_desk, 10)


@pytest.mark.slow
def test_unplugged_many_times(pty_desk: Desk) -> None:
    replug_rounds(pty_desk, int(os.environ.get("PARTPROOF_UNPLUG_ROUNDS", "50")))


def test_request_reaches_the_gauge_and_its_answer_the_reader(desk: Desk) -> None:
    answered: list[bool] = []
    device = threading.Thread(target=lambda: answered.append(desk.gauge.answer(b"1\r", "12.345")))
    device.start()
    assert desk.reader.send(b"1\r")
    device.join()
    assert answered == [True]
    reading = desk.next()
    assert isinstance(reading, GaugeReading)
    assert reading.value == "12.345"


def test_half_a_frame_is_told_after_silence(pty_desk: Desk) -> None:
    pty_desk.port.write(b"01A+00")
    incomplete = pty_desk.next()
    assert isinstance(incomplete, FrameIncomplete)
    assert incomplete.raw == b"01A+00"


def test_missing_port_is_told_once_and_found_when_it_comes() -> None:
    with SimulatedPort("pty") as port:
        port.unplug()
        desk = Desk(port)
        with desk.reader:
            lost = desk.next()
            assert isinstance(lost, PortLost)
            assert lost.reason == "missing"
            time.sleep(0.3)
            assert desk.events.empty()
            port.replug()
            assert isinstance(desk.next(), PortFound)


def test_second_reader_is_told_that_the_port_is_busy(pty_desk: Desk) -> None:
    second = Desk(pty_desk.port)
    with second.reader:
        lost = second.next()
    assert isinstance(lost, PortLost)
    assert lost.reason == "busy"


def test_impossible_settings_are_told() -> None:
    with SimulatedPort("pty") as port:
        events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        with SerialReader(port.name, driver(FAMILY), events.put, PortSettings(bits=9)):
            lost = events.get(timeout=ANSWER)
    assert isinstance(lost, PortLost)
    assert lost.reason == "settings"


def test_what_waited_before_the_port_was_opened_is_nobodys_reading() -> None:
    with SimulatedPort("pty") as port:
        desk = Desk(port)
        desk.gauge.press("9.999")
        with desk.reader:
            assert isinstance(desk.next(), PortFound)
            desk.gauge.press("1.000")
            reading = desk.next()
    assert isinstance(reading, GaugeReading)
    assert reading.value == "1.000"


def test_stop_ends_a_waiting_read_at_once_and_twice_is_fine(pty_desk: Desk) -> None:
    started = time.monotonic()
    assert pty_desk.reader.stop()
    assert time.monotonic() - started < 10  # a hang fails, a busy machine does not
    assert pty_desk.reader.stop()
    assert not pty_desk.reader.is_open


def test_stop_from_within_an_event_does_not_wait_for_itself() -> None:
    with SimulatedPort("pty") as port:
        done = threading.Event()

        def deliver(event: Event) -> None:
            if isinstance(event, GaugeReading):
                reader.stop()
                done.set()

        reader = SerialReader(port.name, driver(FAMILY), deliver)
        reader.start()
        while not reader.is_open:
            time.sleep(0.01)
        SimulatedGauge(port, FAMILY).press("1.000")
        assert done.wait(5)
        assert reader.stop()


def test_scanner_through_a_port_keeps_its_control_characters(pty_desk: Desk) -> None:
    pty_desk.reader.stop()
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    text = "[)>\x1e06\x1dV2812\x1dP88310-T4330\x1dT261122A0000001\x1e\x04"
    with SerialReader(pty_desk.port.name, ScanFramer("scanner"), events.put):
        assert isinstance(events.get(timeout=ANSWER), PortFound)
        scanner = SimulatedScanner(pty_desk.port)
        scanner.scan(text)
        scanner.scan("작업지시-7")
        scans = [events.get(timeout=ANSWER), events.get(timeout=ANSWER)]
    assert [each.text for each in scans if isinstance(each, ScanReceived)] == [text, "작업지시-7"]


def test_seven_bit_settings_open_a_real_terminal() -> None:
    with SimulatedPort("pty") as port:
        events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        with SerialReader(port.name, driver("sylvac"), events.put):
            assert isinstance(events.get(timeout=ANSWER), PortFound)
            SimulatedGauge(port, "sylvac").press("-25.430")
            reading = events.get(timeout=ANSWER)
    assert isinstance(reading, GaugeReading)
    assert reading.value == "-25.430"


def test_port_is_followed_under_a_new_name(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = PortIdentity("COM3", 0x0403, 0x6001, "A1")
    with SimulatedPort("pty") as first, SimulatedPort("pty") as second:
        present = [PortIdentity(first.name, 0x0403, 0x6001, "A1")]
        monkeypatch.setattr(serial_port, "list_ports", lambda: list(present))
        events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        with SerialReader(wanted, driver(FAMILY), events.put):
            found = events.get(timeout=ANSWER)
            assert isinstance(found, PortFound)
            assert found.port == first.name
            present[:] = [
                PortIdentity(first.name, 0x0403, 0x6001, "B2"),
                PortIdentity(second.name, 0x0403, 0x6001, "A1"),
            ]
            first.unplug()
            assert isinstance(events.get(timeout=ANSWER), PortLost)
            found = events.get(timeout=ANSWER)
            assert isinstance(found, PortFound)
            assert found.port == second.name


def test_port_given_by_name_is_followed_by_its_usb_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    with SimulatedPort("pty") as first, SimulatedPort("pty") as second:
        present = [PortIdentity(first.name, 0x1A86, 0x7523, None, "1-2")]
        monkeypatch.setattr(serial_port, "list_ports", lambda: list(present))
        events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        with SerialReader(first.name, driver(FAMILY), events.put) as reader:
            assert isinstance(events.get(timeout=ANSWER), PortFound)
            assert reader.identity == present[0]
            present[:] = [PortIdentity(second.name, 0x1A86, 0x7523, None, "1-2")]
            first.unplug()
            assert isinstance(events.get(timeout=ANSWER), PortLost)
            found = events.get(timeout=ANSWER)
    assert isinstance(found, PortFound)
    assert found.port == second.name


class WindowsLine:
    """An open line whose plug is pulled, as pyserial tells it on Windows."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    @property
    def in_waiting(self) -> int:
        raise self.error

    def read(self, _size: int) -> bytes:
        raise self.error

    def cancel_read(self) -> None: ...

    def close(self) -> None: ...


@pytest.mark.parametrize(
    "error",
    [
        serial.SerialException("ClearCommError failed (PermissionError(13, 'x', None, 22))"),
        serial.SerialException(
            "GetOverlappedResult failed (PermissionError(13, 'Access is denied.', None, 5))"
        ),
        PermissionError(13, "Access is denied."),
        OSError(5, "Input/output error"),
    ],
)
def test_a_plug_pulled_on_windows_is_no_other_program(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[object] = [WindowsLine(error)]

    def opened(_name: str, _settings: PortSettings, _timeout: float) -> object:
        if lines:
            return lines.pop()
        raise LineRefusedError("missing")

    monkeypatch.setattr(serial_port, "open_line", opened)
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    with SerialReader("COM5", driver(FAMILY), events.put):
        assert isinstance(events.get(timeout=ANSWER), PortFound)
        lost = events.get(timeout=ANSWER)
        assert isinstance(lost, PortLost)
        assert lost.reason == "gone"
        # That it is not there afterwards is the same outage, told once.
        time.sleep(0.2)
        assert events.empty()


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (serial.SerialException("could not open port 'COM3': FileNotFoundError(2, 'x')"), "missing"),
        (serial.SerialException("could not open port 'COM3': PermissionError(13, 'x')"), "busy"),
        (serial.SerialException("ClearCommError failed (PermissionError(13, 'x', None, 5))"), "busy"),
        (serial.SerialException("Could not open port socket://x: [Errno 111] Connection refused"), "missing"),
        (OSError(13, "denied"), "denied"),
        (OSError(5, "input/output"), "gone"),
        (serial.SerialException("device reports readiness to read but returned no data"), "gone"),
    ],
)
def test_reasons_are_codes(error: Exception, reason: str) -> None:
    assert reason_of(error) == reason


def test_a_pseudo_terminal_is_opened_again_with_seven_bits() -> None:
    with SimulatedPort() as port:
        for _time in range(3):
            close_line(open_line(port.name, PortSettings(4800, 7, "E", 2), 0.1))
