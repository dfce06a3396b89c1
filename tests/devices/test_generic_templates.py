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
        (GenericTemplate(framing="stx_etx", start=b"<", end=b">"), b"<7.5>", "7.5", None, None),
        (GenericTemplate(framing="fixed_length", length=6), b"012.50", "12.50", None, None),
        (GenericTemplate(framing="fixed_length", length=8, prefix=b"N:"), b"N:012.50", "12.50", None, None),
        (GenericTemplate(skip_front=4, skip_back=2), b"D01:12.50#9\r", "12.50", None, None),
        (GenericTemplate(sign="behind"), b"12.50- mm\r", "-12.50", "mm", None),
        (GenericTemplate(sign="behind"), b"12.50+\r", "12.50", None, None),
        (GenericTemplate(sign="none"), b"0012.50\r", "12.50", None, None),
        (
            GenericTemplate(
                sign="separate",
                sign_columns=(0, 1),
                columns=(1, 7),
                minus=frozenset({"8"}),
                plus=frozenset({"0"}),
            ),
            b"8001.25\r",
            "-1.25",
            None,
            None,
        ),
        (
            GenericTemplate(
                sign="separate",
                pattern=r"(?P<sign>[NP])(?P<value>[\d.]+)",
                minus=frozenset({"N"}),
                plus=frozenset({"P"}),
            ),
            b"P1.25\r",
            "1.25",
            None,
            None,
        ),
        (
            GenericTemplate(columns=(0, 5), unit_columns=(5, 8), units={"MIL": "um"}),
            b"12.50MIL\r",
            "12.50",
            "um",
            None,
        ),
        (GenericTemplate(delimiter=",", position=1, unit_position=2), b"A,12.50,mm\r", "12.50", "mm", None),
        (GenericTemplate(unit="um", unit_fixed=True), b"12.50 mm\r", "12.50", "um", None),
        (GenericTemplate(scale="0.1"), b"9" * 200 + b"\r", "9" * 199 + ".9", None, None),
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
        (GenericTemplate(pattern=r"(?P<value>\d+)(?P<unit>[a-z]+)"), b"12furlong\r", "unit"),
        (GenericTemplate(columns=(0, 2), unit_columns=(2, 5)), b"12ell\r", "unit"),
        (GenericTemplate(sign="none"), b"-12.5\r", "number"),
        (GenericTemplate(sign="behind"), b"-12.5\r", "number"),
        (
            GenericTemplate(sign="separate", sign_columns=(0, 1), columns=(1, 5)),
            b"?12.5\r",
            "number",
        ),
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


def test_the_echo_of_the_own_request_is_no_frame() -> None:
    template = GenericTemplate(request=b"READ 1\r")
    assert isinstance(read(template, b"READ 1\r"), GaugeNotice)
    assert Generic(template=template).request == b"READ 1\r"


@pytest.mark.parametrize(
    ("template", "data", "stable"),
    [
        (GenericTemplate(stable=frozenset({"ST"}), unstable=frozenset({"US"})), b"ST 12.5\r", True),
        (GenericTemplate(stable=frozenset({"ST"}), unstable=frozenset({"US"})), b"US 12.5\r", False),
        (GenericTemplate(stable=frozenset({"ST"})), b"12.5\r", False),
        (GenericTemplate(unstable=frozenset({"?"})), b"12.5 ?\r", False),
        (GenericTemplate(unstable=frozenset({"?"})), b"12.5\r", True),
        (
            GenericTemplate(pattern=r"(?P<value>[\d.]+)(?P<state>.)", unstable=frozenset({"!"})),
            b"12.5!\r",
            False,
        ),
        (GenericTemplate(), b"12.5\r", None),
    ],
)
def test_words_say_whether_a_value_is_stable(
    template: GenericTemplate, data: bytes, stable: bool | None
) -> None:
    event = read(template, data)
    assert isinstance(event, GaugeReading)
    assert event.facts.get("stable") is stable


def test_an_error_word_beside_a_number_makes_it_no_reading() -> None:
    event = read(GenericTemplate(errors=frozenset({"OL"})), b"OL,-99999999\r")
    assert isinstance(event, GaugeTrouble)
    assert event.code == "OL"


def test_a_pattern_that_takes_too_long_refuses_the_frame() -> None:
    template = GenericTemplate(pattern=r"(?:(?:a?){60}){4}(?:a?){200}b(?P<value>\d+)")
    event = read(template, b"a" * 250 + b"\r")
    assert isinstance(event, FrameRejected)
    assert event.reason in ("pattern.time", "format")


@pytest.mark.parametrize(
    ("template", "flaw"),
    [
        (GenericTemplate(framing="magic"), "framing"),
        (GenericTemplate(gap=0.01), "gap"),
        (GenericTemplate(pattern="(?P<value>[0-9"), "pattern"),
        (GenericTemplate(pattern="[0-9]+"), "pattern.groups"),
        (GenericTemplate(pattern="(?=.)(?P<value>.*)"), "pattern.unsupported"),
        (GenericTemplate(pattern="(?P<value>.)" + "a{250}" * 9), "pattern.long"),
        (GenericTemplate(framing="terminator", terminator=b""), "framing"),
        (GenericTemplate(framing="stx_etx", end=b""), "framing"),
        (GenericTemplate(framing="fixed_length"), "length"),
        (GenericTemplate(framing="fixed_length", length=2, prefix=b"FFF"), "length"),
        (GenericTemplate(skip_front=-1), "skip"),
        (GenericTemplate(skip_front=200, skip_back=100), "skip"),
        (GenericTemplate(columns=(5, 5)), "columns"),
        (GenericTemplate(columns=(0, 5), delimiter=";"), "extraction"),
        (GenericTemplate(unit_position=1), "delimiter"),
        (GenericTemplate(delimiter=";", position=-1), "delimiter"),
        (GenericTemplate(sign="left"), "sign"),
        (GenericTemplate(sign="separate"), "sign"),
        (GenericTemplate(unit_fixed=True), "unit"),
        (GenericTemplate(errors=frozenset({""})), "words"),
        (GenericTemplate(scale="0.00"), "scale"),
        (GenericTemplate(request=b""), "request"),
        (GenericTemplate(scale="1e3"), "scale"),
    ],
)
def test_a_template_that_cannot_work_is_named(template: GenericTemplate, flaw: str) -> None:
    assert template.flaw() == flaw
    with pytest.raises(ValueError, match=flaw):
        Generic(template=template)
