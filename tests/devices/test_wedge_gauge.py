"""Gauges that type: readings with the text kept, told from scans by their prefix, whatever the Hangul state."""

from __future__ import annotations

import uuid

import pytest

from devices.acquisition import AcquisitionPlan
from devices.events import GaugeReading, GaugeTrouble, ScanReceived
from devices.profiles import GaugeProfile, ProfileError
from devices.templates import GenericTemplate
from devices.wedge_gauge import WedgeGauge, is_wedge_port, prefix_of, wedge_port
from tests.devices.vectors import START, gauge_vectors

PLAIN = GaugeProfile("x", template=GenericTemplate(unit="mm"))


def typed(text: str) -> ScanReceived:
    return ScanReceived(uuid.uuid4(), text.encode(), text, START, 1.0, "keyboard")


@pytest.mark.parametrize(
    ("prefix", "text", "value"),
    [
        ("", "12.340", "12.340"),
        ("", "-5", "-5"),
        ("", "5 mm", "5"),
        ("", "12345", None),
        ("", "WO-2026-0001", None),
        ("", "PP:L:261124-01", None),
        ("", "8801234567893", None),
        ("", "LOT 12.5", None),
        ("M1", "M112.340", "12.340"),
        ("M1", "M15", "5"),
        ("M1", "M212.340", None),
        ("M1", "12.340", None),
        ("M1", "M1", None),
        ("M1", "M1PART-7-8", None),
        ("M1", "ㅡ112.340", "12.340"),
        ("m1", "ㅡ112.340", "12.340"),
        ("", "측정 12.3", None),
    ],
)
def test_a_value_is_told_from_a_code(prefix: str, text: str, value: str | None) -> None:
    event = typed(text)
    found = WedgeGauge(prefix, PLAIN).understand(event)
    if value is None:
        assert found == ()
        return
    (reading,) = found
    assert isinstance(reading, GaugeReading)
    assert (reading.value, reading.unit) == (value, "mm")
    assert (reading.raw, reading.event_id, reading.at) == (event.raw, event.event_id, event.at)
    assert reading.facts["wedge"] is True
    assert ("repaired" in reading.facts) == ("ㅡ" in text)


def test_a_text_that_was_turned_back_already_is_marked_all_the_same() -> None:
    event = ScanReceived(uuid.uuid4(), "ㅡ112.340".encode(), "M112.340", START, 1.0, "keyboard")
    (reading,) = WedgeGauge("m1", PLAIN).understand(event)
    assert (reading.facts["repaired"], reading.raw) == ("hangul", event.raw)


def test_what_was_caught_twice_is_the_same_event() -> None:
    event = typed("M112.340")
    first, again = (WedgeGauge("M1", PLAIN).understand(event) for _ in range(2))
    assert [each.event_id for each in first if isinstance(each, GaugeReading)] == [
        each.event_id for each in again if isinstance(each, GaugeReading)
    ]


def test_every_line_format_can_be_typed() -> None:
    seen = set()
    for vector in gauge_vectors():
        text = vector.frame.rstrip(b"\r\n").decode("latin-1")
        if vector.kind != "valid" or not text.isprintable() or "\r" in text or vector.family == "generic":
            continue
        found = WedgeGauge("#", GaugeProfile("x", vector.family)).understand(typed("#" + text))
        wanted = [each["value"] for each in vector.expected if each["status"] == "ok"]
        assert [each.value for each in found if isinstance(each, GaugeReading)] == wanted
        if wanted:
            seen.add(vector.family)
    assert {"mitutoyo_ascii", "sylvac", "and_std", "mux2_4_mw", "digimatic_raw"} <= seen


def test_a_trouble_that_is_typed_is_told() -> None:
    (trouble,) = WedgeGauge("#", GaugeProfile("x", "sylvac")).understand(typed("#ERR0"))
    assert isinstance(trouble, GaugeTrouble)
    assert trouble.code == "0"


def test_names_and_flaws() -> None:
    assert is_wedge_port(wedge_port("M1"))
    assert prefix_of(wedge_port("M1")) == "M1"
    assert not is_wedge_port("COM3")
    with pytest.raises(ProfileError):
        WedgeGauge("", GaugeProfile("x", acquisition=AcquisitionPlan("guess")))
