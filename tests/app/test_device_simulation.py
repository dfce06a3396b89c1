"""Simulated devices at pseudo-terminals and sockets, read as real ones are; bytes as people write them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.device_bytes import bytes_of, shown_hex, shown_text
from app.device_simulation import SCANNER, SimulatorBench, simulated_families
from app.device_watch import PortWatch
from devices.events import Event, FrameIncomplete, GaugeReading, PortFound, PortLost, ScanReceived
from devices.registry import driver, driver_classes
from devices.scanner import ScanFramer
from devices.transport.recording import entries


@pytest.fixture(params=["pty", "socket"])
def bench(request: pytest.FixtureRequest) -> Iterator[SimulatorBench]:
    """Simulated devices on each kind of port."""
    made = SimulatorBench(request.param)
    yield made
    made.close()


def heard(watch: PortWatch, until: Callable[[list[Event]], bool]) -> list[Event]:
    """Take events until a condition holds."""
    events: list[Event] = []
    end = time.monotonic() + 10
    while not until(events):
        assert time.monotonic() < end, events
        events += watch.traffic.take()[1]
        time.sleep(0.01)
    return events


def test_a_gauge_sends_is_asked_breaks_off_and_is_pulled(bench: SimulatorBench, tmp_path: Path) -> None:
    port = bench.add("sylvac")
    assert (port, bench.add("sylvac")) == ("simulated://sylvac-1", "simulated://sylvac-2")
    watch = PortWatch(bench.real_port(port), driver("sylvac"))
    watch.traffic.record(tmp_path / "r")
    watch.start()
    heard(watch, lambda events: any(isinstance(each, PortFound) for each in events))
    bench.send(port, "-1.50")
    events = heard(watch, lambda events: any(isinstance(each, GaugeReading) for each in events))
    assert [each.value for each in events if isinstance(each, GaugeReading)] == ["-1.50"]
    bench.show(port, "2.250")
    assert watch.send(driver_classes()["sylvac"].request or b"")
    events = heard(watch, lambda events: any(isinstance(each, GaugeReading) for each in events))
    assert [each.value for each in events if isinstance(each, GaugeReading)] == ["2.250"]
    bench.send_broken(port, "9.99")
    events = heard(watch, lambda events: any(isinstance(each, FrameIncomplete) for each in events))
    assert not any(isinstance(each, GaugeReading) for each in events)
    bench.plug(port, plugged=False)
    heard(watch, lambda events: any(isinstance(each, PortLost) for each in events))
    assert not next(row for row in bench.rows() if row.port == port).plugged
    bench.plug(port, plugged=True)
    heard(watch, lambda events: any(isinstance(each, PortFound) for each in events))
    watch.stop()
    kinds = {entry.kind for entry in entries(tmp_path / "r")}
    assert kinds == {"in", "out", "event"}


def test_a_scanner_scans_and_a_remembered_device_comes_back(bench: SimulatorBench) -> None:
    port = f"simulated://{SCANNER}-7"
    watch = PortWatch(bench.real_port(port), ScanFramer("x"))
    watch.start()
    heard(watch, lambda events: any(isinstance(each, PortFound) for each in events))
    bench.send(port, "PP:C:NEXT")
    (scan,) = [
        each
        for each in heard(watch, lambda events: any(isinstance(each, ScanReceived) for each in events))
        if isinstance(each, ScanReceived)
    ]
    assert scan.text == "PP:C:NEXT"
    watch.stop()
    bench.remove(port)
    assert bench.rows() == ()
    with pytest.raises(LookupError):
        bench.real_port("simulated://abacus-1")
    with pytest.raises(LookupError):
        bench.add("abacus")


def test_every_family_that_can_be_simulated_is_understood_by_its_driver() -> None:
    bench = SimulatorBench()
    for family in simulated_families():
        if family == SCANNER:
            continue
        port = bench.add(family)
        sent = bench.send(port, "1.25")
        bench.remove(port)
        assert sent
        assert shown_text(sent)
    bench.close()


def test_bytes_are_written_and_read_back() -> None:
    every = bytes(range(256))
    assert bytes_of(shown_text(every)) == every
    assert bytes_of(shown_text(b"+1.5<\r")) == b"+1.5<\r"
    assert bytes_of("?\\r<0a><ESC>") == b"?\r\n\x1b"
    assert bytes_of("<WHAT>") is None
    assert bytes_of("한") is None
    assert shown_hex(b"\x02A\r") == "02 41 0D"
