"""What a simulated instrument sends is what the driver of its family reads, to the digit."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.events import GaugeReading
from devices.registry import driver, families
from devices.simulated_frames import asked_values, channels
from devices.simulator import ENCODERS, SimulatedGauge, SimulatedPort, SimulatedScanner, encode
from tests.devices.vectors import moment


@pytest.mark.parametrize("family", sorted(ENCODERS))
@given(number=st.integers(-99999, 99999), places=st.integers(1, 3))
def test_every_simulated_family_is_read_back(family: str, number: int, places: int) -> None:
    digits = str(abs(number)).rjust(places + 1, "0")
    value = ("-" if number < 0 else "") + f"{digits[:-places]}.{digits[-places:]}"
    (reading,) = driver(family).feed(encode(family, value), moment(0))
    assert isinstance(reading, GaugeReading)
    # The Metro Mux always sends six decimals.
    assert reading.value == (f"{value}{'0' * (6 - places)}" if family == "metro_mux" else value)


@pytest.mark.parametrize("family", [each for each in sorted(ENCODERS) if channels(each) > 1])
def test_a_multiplexer_sends_several_channels_at_once(family: str) -> None:
    several = channels(family) > 2
    text, wanted = (
        ("1.250 - -3.75", {"1": "1.250", "3": "-3.75"})
        if several
        else ("1.5 -2.5", {"1": "1.5", "2": "-2.5"})
    )
    events = driver(family).feed(encode(family, text), moment(0))
    read = {each.channel: each.value for each in events if isinstance(each, GaugeReading)}
    if family == "metro_mux":
        wanted = {
            channel: f"{value.ljust(len(value) + 6 - len(value.split('.')[1]), '0')}"
            for channel, value in wanted.items()
        }
    assert {str(channel).lstrip("0"): value for channel, value in read.items()} == wanted
    assert len(events) == 2
    for wrong in ("- -", "1.5 " * (channels(family) + 1), "1.5 two"):
        with pytest.raises(ValueError, match=r"channel|decimal"):
            encode(family, wrong)


def test_a_box_asked_by_the_digit_of_a_channel_answers_with_that_one() -> None:
    assert asked_values("metro_mux", b"1", b"2", "1.5 2.5") == ["- 2.5"]
    assert asked_values("mux2_4_mw", b"A", b"A", "1.5 2.5") == ["1.5 2.5"]
    assert asked_values("mux2_4_mw", b"A", b"31", "1.5 2.5") == ["1.5"]
    assert asked_values("sylvac", b"?\r", b"?\r", "1.5") == ["1.5"]
    assert asked_values("inspec_711", b"", b"?", "1.5") == []
    with pytest.raises(ValueError, match="channels"):
        encode("sylvac", "1.5 2.5")


def test_only_known_families_and_fitting_values_are_sent() -> None:
    assert set(ENCODERS) == set(families())
    with pytest.raises(LookupError):
        encode("abacus", "1.0")
    with pytest.raises(ValueError, match="decimal"):
        encode("sylvac", "1,0")
    with pytest.raises(ValueError, match="fit"):
        encode("mitutoyo_ascii", "123456789.5")
    with pytest.raises(ValueError, match="five decimals"):
        encode("digimatic_raw", "0.123456")
    with SimulatedPort() as port, pytest.raises(LookupError):
        SimulatedGauge(port, "abacus")


@pytest.mark.parametrize("kind", ["pty", "socket"])
def test_name_survives_replugging_and_nothing_is_left_behind(kind: str) -> None:
    with SimulatedPort(kind) as port:
        name, plugged = port.name, [port.is_plugged]
        port.unplug()
        plugged.append(port.is_plugged)
        with pytest.raises(ConnectionError):
            SimulatedScanner(port).scan("LOT-1")
        assert port.read(0.01) == b""
        port.unplug()
        port.replug()
        port.replug()
        assert port.name == name
        assert [*plugged, port.is_plugged] == [True, False, True]
    if kind == "pty":
        assert not Path(name).parent.exists()


def test_gauge_that_is_not_asked_says_nothing() -> None:
    with SimulatedPort("pty") as port:
        assert not SimulatedGauge(port, "sylvac").answer(b"?\r", "1.0", timeout=0.05)
