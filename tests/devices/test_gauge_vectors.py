"""Every reference frame against its driver: whole, cut at every byte, glued, after noise, and then silence.

One walk over all families; a family without vectors fails here.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.events import Event, FrameIncomplete, FrameRejected, GaugeReading
from devices.registry import driver, driver_classes, families
from tests.devices.vectors import Vector, gauge_vectors, moment, records

ALL = gauge_vectors()
WHOLE = [each for each in ALL if each.kind != "truncated" and not each.driver().gap_ends_frame]
BY_ID = pytest.mark.parametrize("vector", ALL, ids=lambda vector: vector.id)
WHOLE_BY_ID = pytest.mark.parametrize("vector", WHOLE, ids=lambda vector: vector.id)


def run(vector: Vector, pieces: list[bytes]) -> list[Event]:
    """Feed the pieces a millisecond apart, then wait long enough."""
    device = vector.driver()
    events: list[Event] = []
    for number, piece in enumerate(pieces):
        events += device.feed(piece, moment(number / 1000))
    return events + device.tick(moment(len(pieces) / 1000 + device.silence))


def without_identity(events: list[Event]) -> list[tuple[dict[str, object], bytes]]:
    return [
        (record, getattr(event, "raw", b"")) for record, event in zip(records(events), events, strict=True)
    ]


@BY_ID
def test_frame_means_what_its_source_says(vector: Vector) -> None:
    assert records(run(vector, [vector.frame])) == vector.expected


@BY_ID
def test_what_is_left_stays_in_the_buffer_until_silence(vector: Vector) -> None:
    device = vector.driver()
    device.feed(vector.frame, moment(0))
    if not device.gap_ends_frame:
        assert device.rest == vector.rest
    late = device.tick(moment(device.silence))
    assert device.rest == b""
    assert [each.raw for each in late if isinstance(each, FrameIncomplete)] == (
        [vector.rest] if vector.rest else []
    )


@BY_ID
def test_cut_at_every_byte_gives_the_same(vector: Vector) -> None:
    whole = without_identity(run(vector, [vector.frame]))
    for cut in range(1, len(vector.frame)):
        assert without_identity(run(vector, [vector.frame[:cut], vector.frame[cut:]])) == whole
    assert without_identity(run(vector, [vector.frame[n : n + 1] for n in range(len(vector.frame))])) == whole


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_several_frames_cut_anywhere_give_the_same(data: st.DataObject) -> None:
    family = data.draw(st.sampled_from(families()))
    own = [
        each for each in WHOLE if each.family == family and each.device != "user template: STX..ETX framing"
    ]
    if family == "generic":
        own = own[:1]
    frames = data.draw(st.lists(st.sampled_from(own), min_size=1, max_size=4))
    stream = b"".join(each.frame for each in frames)
    cuts = sorted(data.draw(st.sets(st.integers(1, len(stream) - 1), max_size=12)))
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    expected = [record for each in frames for record in each.expected]
    assert records(run(frames[0], pieces)) == expected


@WHOLE_BY_ID
def test_two_frames_glued_are_two_events(vector: Vector) -> None:
    events = run(vector, [vector.frame + vector.frame])
    assert records(events) == vector.expected * 2
    identities = [each.event_id for each in events if isinstance(each, GaugeReading)]
    assert len(set(identities)) == len(identities)


@WHOLE_BY_ID
def test_noise_in_front_is_told_and_never_becomes_part_of_a_value(vector: Vector) -> None:
    noise = b"\x00#\x01"
    events = run(vector, [noise + vector.frame])
    assert any(isinstance(each, FrameRejected) and each.raw.startswith(noise) for each in events)
    # The damaged frame gives no value; what follows it in the same vector is read as ever.
    values = [each["value"] for each in vector.expected if each["status"] == "ok"]
    got = [each.value for each in events if isinstance(each, GaugeReading)]
    assert got == [] or got == values[len(values) - len(got) :]
    assert len(got) <= len(values)


@WHOLE_BY_ID
def test_half_a_frame_then_silence_then_a_whole_one(vector: Vector) -> None:
    device = vector.driver()
    last = vector.frame.rstrip(b"\r\n\x8d").rfind(b"\r") + 1
    half = vector.frame[last : last + (len(vector.frame) - last) // 2]
    assert half
    events = device.feed(half, moment(0))
    assert device.tick(moment(device.silence * 0.9)) == []
    events += device.tick(moment(device.silence))
    assert device.rest == b""
    assert b"".join(getattr(each, "raw", b"") for each in events) == half
    assert not any(isinstance(each, GaugeReading) for each in events)
    later = device.feed(vector.frame, moment(10)) + device.tick(moment(20))
    assert records(later) == vector.expected


@pytest.mark.parametrize(
    "vector", [each for each in WHOLE if each.kind == "valid"], ids=lambda vector: vector.id
)
def test_a_late_frame_is_not_glued_to_an_abandoned_half(vector: Vector) -> None:
    device = vector.driver()
    half = vector.frame[: len(vector.frame.split(b"\r")[0]) // 2]
    if not half:
        pytest.skip("a first line of one byte has no half")
    device.feed(half, moment(0))
    events = device.feed(vector.frame, moment(device.silence + 1)) + device.tick(moment(100))
    assert [type(each) for each in events][:1] == [FrameIncomplete]
    assert records(events[1:]) == vector.expected


@WHOLE_BY_ID
def test_frame_that_lost_its_front_never_gives_another_value(vector: Vector) -> None:
    """Joining a stream in mid-frame must not turn 12.345 into 2.345, where the format can tell."""
    if vector.family in FORMATS_WITHOUT_A_FRONT:
        pytest.skip("the format cannot tell; the reader drops what waited in the port before it was opened")
    wanted = [each["value"] for each in vector.expected if each["status"] == "ok"]
    first_line = len(vector.frame.split(b"\r")[0])
    for lost in range(1, first_line):
        for event in run(vector, [vector.frame[lost:]]):
            if isinstance(event, GaugeReading):
                assert event.value in wanted


FORMATS_WITHOUT_A_FRONT = {"generic", "mark10", "mahr_millimar"}


@pytest.mark.parametrize("family", families())
def test_family_is_complete(family: str) -> None:
    kind = driver_classes()[family]
    assert any(each.family == family for each in ALL)
    assert kind.title
    assert kind.settings.baud >= 1200
    module = __import__(kind.__module__, fromlist=["x"])
    for thing in (module, kind, kind.understand, kind.new_framer):
        assert thing.__doc__
        assert len(thing.__doc__.strip()) > 15
    assert kind.__module__ == f"devices.drivers.{family}"


@pytest.mark.parametrize("family", families())
def test_request_line_is_answerable(family: str) -> None:
    request = driver_classes()[family].request
    assert request is None or 0 < len(request) <= 8


def garbage(size: int) -> bytes:
    """Repeatable bytes without structure, with and without line ends."""
    block = bytes((n * 37 + n // 256 * 11 + 5) % 256 for n in range(65536))
    return (block + b"\xaa" * 65536) * (size // 131072)


@pytest.mark.parametrize("family", families())
@pytest.mark.parametrize("size", [1 << 20, pytest.param(10 << 20, marks=pytest.mark.slow)])
def test_garbage_is_bounded_told_and_survived(family: str, size: int) -> None:
    device = driver(family)
    noise = garbage(size)
    events: list[Event] = []
    for start in range(0, len(noise), 4096):
        events += device.feed(noise[start : start + 4096], moment(0))
        assert len(device.rest) <= 260
    events += device.give_up(moment(0))
    assert not any(isinstance(each, GaugeReading) for each in events)
    rejected = [each for each in events if isinstance(each, FrameRejected)]
    assert sum(len(each.raw) + each.dropped for each in rejected) > len(noise) * 0.9
    assert all(len(each.raw) <= 260 for each in rejected)
    valid = next(each for each in WHOLE if each.family == family and each.kind == "valid")
    assert records(valid.driver().feed(valid.frame, moment(1))) == valid.expected


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(families()), st.binary(max_size=400))
def test_any_bytes_are_survived_and_values_are_canonical(family: str, data: bytes) -> None:
    device = driver(family)
    for event in [*device.feed(data, moment(0)), *device.tick(moment(60))]:
        if isinstance(event, GaugeReading):
            assert event.value == event.value.strip().lstrip("+")
            assert event.raw in data
    assert device.rest == b""
