"""Templates of the generic instrument: each way of finding the number, and what is refused."""

from __future__ import annotations

import pytest

from devices.drivers.generic import Generic, GenericTemplate
from devices.events import Event, FrameRejected, GaugeNotice, GaugeReading, GaugeTrouble
from tests.devices.vectors import moment


def read(template: GenericTemplate, data: bytes) -> Event:
    device = Generic(template=template)
    (event,) = device.feed(data, moment(0)) + device.tick(moment(5))
    return event


@pytest.mark.parametrize(
    ("template", "data", "value", "unit", "channel"),
    [
        (GenericTemplate(), b"D1: x -0012.340 mm\r\n", None, None, None),
        (GenericTemplate(), b"x -0012.340 mm\r\n", "-12.340", "mm", None),
        (GenericTemplate(first_number=True), b"-0012.340 mm 7\n", "-12.340", "mm", None),
        (GenericTemplate(decimal_comma=True), b"Wert: 12,345 mm;OK\r\n", "12.345", "mm", None),
        (GenericTemplate(columns=(3, 9)), b"G1 012.50 7\r", "12.50", None, None),
        (GenericTemplate(delimiter=";", position=2, unit="um"), b"7;A;12.50;9\r", "12.50", "um", None),
        (
            GenericTemplate(pattern=r"(?P<channel>\d):(?P<value>[\d.]+)(?P<unit>\w+)", units={"Z": "in"}),
            b"3:1.50Z\r",
            "1.50",
            "in",
            "3",
        ),
        (GenericTemplate(scale="0.0005", unit="mm"), b"25001\r", "12.5005", "mm", None),
        (GenericTemplate(framing="stx_etx"), b"\x02+0001.23\x03", "1.23", None, None),
        (GenericTemplate(framing="idle_gap"), b"12.34", "12.34", None, None),
        (GenericTemplate(framing="terminator", terminator=b";"), b"12.34;", "12.34", None, None),
    ],
)
def test_number_is_found_where_the_template_says(
    template: GenericTemplate, data: bytes, value: str | None, unit: str | None, channel: str | None
) -> None:
    event = read(template, data)
    if value is None:
        assert isinstance(event, FrameRejected)
    else:
        assert isinstance(event, GaugeReading)
        assert (event.value, event.unit, event.channel) == (value, unit, channel)


@pytest.mark.parametrize(
    ("template", "data", "reason"),
    [
        (GenericTemplate(), b"12,345\r", "number"),
        (GenericTemplate(), b"1.2 3.4\r", "number"),
        (GenericTemplate(), b"1.2.3\r", "number"),
        (GenericTemplate(), b"\x0012.3\r", "control"),
        (GenericTemplate(), b"no digits\r", "number"),
        (GenericTemplate(decimal_comma=True), b"12.345\r", "number"),
        (GenericTemplate(delimiter=";", position=3), b"1;2\r", "field"),
        (GenericTemplate(pattern="(?P<value>[0-9.]+)"), b"x1\r", "format"),
    ],
)
def test_what_the_template_does_not_say_is_refused(
    template: GenericTemplate, data: bytes, reason: str
) -> None:
    event = read(template, data)
    assert isinstance(event, FrameRejected)
    assert event.reason in {reason, "several numbers"}


def test_echoes_and_error_words() -> None:
    template = GenericTemplate(skip=frozenset({"?"}), errors=frozenset({"-----"}))
    assert isinstance(read(template, b"?\r"), GaugeNotice)
    trouble = read(template, b"-----\r")
    assert isinstance(trouble, GaugeTrouble)
    assert trouble.code == "-----"


@pytest.mark.parametrize(
    ("template", "flaw"),
    [
        (GenericTemplate(framing="magic"), "framing"),
        (GenericTemplate(gap=0.01), "gap"),
        (GenericTemplate(pattern="(?P<value>[0-9"), "pattern"),
        (GenericTemplate(pattern="[0-9]+"), "pattern.groups"),
        (GenericTemplate(pattern="(?P<value>(a+)+)"), "pattern.slow"),
        (GenericTemplate(scale="1e3"), "scale"),
    ],
)
def test_a_template_that_cannot_work_is_named(template: GenericTemplate, flaw: str) -> None:
    assert template.flaw() == flaw
    with pytest.raises(ValueError, match=flaw):
        Generic(template=template)
