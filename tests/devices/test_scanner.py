"""Scans of a serial scanner: suffixes, GS1 and ISO 15434 control characters, silence, and bounded memory."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.events import Event, FrameIncomplete, FrameRejected, ScanReceived
from devices.scanner import SCAN_CAP, ScanFramer
from tests.devices.vectors import moment

HKMC = "[)>\x1e06\x1dV2812\x1dP89131CU210\x1dSET2509052000A0000010M\x1e\x04"
GS1 = "]C10112345678901231\x1d10LOT7\x1d21A1"


def scans(events: list[Event]) -> list[str]:
    return [each.text for each in events if isinstance(each, ScanReceived)]


@pytest.mark.parametrize("suffix", [b"\r", b"\n", b"\r\n", b"\r\r\n"])
@pytest.mark.parametrize("text", [HKMC, GS1, "WO-2026-0001", "작업지시-7", "88310T4330NNB"])
def test_every_suffix_ends_a_scan_once(suffix: bytes, text: str) -> None:
    framer = ScanFramer("COM7")
    stream = (text.encode() + suffix) * 2
    events = [event for n in range(len(stream)) for event in framer.feed(stream[n : n + 1], moment(n / 1000))]
    assert scans(events) == [text, text]
    assert framer.tick(moment(60)) == []
    assert len({each.event_id for each in events if isinstance(each, ScanReceived)}) == 2


def test_eot_ends_a_message_of_a_scanner_without_suffix() -> None:
    assert scans(ScanFramer("COM7").feed(HKMC.encode() * 2, moment(0))) == [HKMC, HKMC]


def test_eot_does_not_make_a_scanner_one_with_suffix() -> None:
    framer = ScanFramer("COM7")
    events = framer.feed(HKMC.encode(), moment(0)) + framer.feed(b"LOT-7", moment(5)) + framer.tick(moment(9))
    assert scans(events) == [HKMC, "LOT-7"]


def test_silence_ends_the_scan_of_a_scanner_without_suffix() -> None:
    framer = ScanFramer("COM7")
    assert framer.feed(b"LOT-7", moment(0)) == []
    assert framer.tick(moment(framer.silence / 2)) == []
    assert scans(framer.tick(moment(framer.silence))) == ["LOT-7"]
    assert scans(
        framer.feed(b"LOT-8", moment(5)) + framer.feed(b"LOT-9", moment(6)) + framer.tick(moment(9))
    ) == [
        "LOT-8",
        "LOT-9",
    ]


def test_half_a_scan_of_a_scanner_with_suffix_is_never_a_shorter_code() -> None:
    framer = ScanFramer("COM7")
    framer.feed(b"LOT-1\r", moment(0))
    events = framer.feed(b"LOT-12", moment(1)) + framer.tick(moment(3))
    assert [(type(each), getattr(each, "raw", None)) for each in events] == [(FrameIncomplete, b"LOT-12")]
    assert scans(framer.feed(b"LOT-123\r", moment(4))) == ["LOT-123"]


def test_a_lost_port_gives_no_scan_of_what_was_half_there() -> None:
    framer = ScanFramer("COM7")
    framer.feed(b"LOT-1", moment(0))
    assert [type(each) for each in framer.give_up(moment(0.01))] == [FrameIncomplete]
    assert framer.rest == b""


def test_bytes_that_are_no_utf8_are_kept_and_named() -> None:
    raw = "품번".encode("cp949") + b"\r"
    (scan,) = ScanFramer("COM7").feed(raw, moment(0))
    assert isinstance(scan, ScanReceived)
    assert (scan.raw, scan.encoding, scan.source) == (raw, "latin-1", "COM7")
    assert scan.text.encode("latin-1") == raw[:-1]


def test_decomposed_hangul_is_composed_and_its_bytes_kept() -> None:
    (scan,) = ScanFramer("COM7").feed("각".encode() + b"\r", moment(0))
    assert isinstance(scan, ScanReceived)
    assert (scan.text, scan.raw) == ("각", "각".encode() + b"\r")


def test_an_endless_scan_is_refused_and_the_next_is_read() -> None:
    framer = ScanFramer("COM7")
    events = [event for _ in range(100) for event in framer.feed(b"A" * 1000, moment(0))]
    assert len(framer.rest) <= SCAN_CAP
    events += framer.feed(b"\rLOT-1\r", moment(0))
    assert [each.reason for each in events if isinstance(each, FrameRejected)] == ["too long", "too long"]
    assert scans(events) == ["LOT-1"]


@given(
    st.lists(
        st.text(st.characters(exclude_characters="\r\n\x04", exclude_categories=["Cs"]), min_size=1),
        min_size=1,
    ),
    st.data(),
)
def test_scans_come_out_as_they_went_in(texts: list[str], data: st.DataObject) -> None:
    stream = b"".join(text.encode() + b"\r\n" for text in texts)
    cut = data.draw(st.integers(0, len(stream)))
    framer = ScanFramer("COM7")
    events = framer.feed(stream[:cut], moment(0)) + framer.feed(stream[cut:], moment(0.001))
    raw = [each.raw for each in events if isinstance(each, ScanReceived)]
    assert [each.rstrip(b"\r\n").decode() for each in raw] == [text.rstrip("\r\n") for text in texts]
