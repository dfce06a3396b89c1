"""What all drivers owe the record: identity made once, both clocks, frozen events, families found by folder."""

from __future__ import annotations

import pickle
import uuid
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest

from devices.events import Facts, FrameIncomplete, GaugeReading, Now
from devices.registry import UnknownFamilyError, driver, families

AT = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
FRAME = b"01A+0025.013\r"


def test_identity_is_made_once_when_the_frame_is_complete() -> None:
    made: list[uuid.UUID] = []

    def new_id() -> uuid.UUID:
        made.append(uuid.UUID(int=len(made)))
        return made[-1]

    device = driver("mitutoyo_ascii", new_id)
    assert device.feed(FRAME[:-1], Now(AT, 1.0)) == []
    assert made == []
    first, second = device.feed(FRAME[-1:] + FRAME, Now(AT, 1.5))
    assert isinstance(first, GaugeReading)
    assert isinstance(second, GaugeReading)
    assert [first.event_id, second.event_id] == made
    assert (first.value, first.raw, first.at, first.monotonic) == ("25.013", FRAME, AT, 1.5)
    assert first.driver == "mitutoyo_ascii"
    assert first != second


def test_nothing_happens_before_the_first_byte_or_without_bytes() -> None:
    device = driver("sylvac")
    assert device.tick(Now(AT, 1e9)) == []
    assert device.feed(b"", Now(AT, 1e9)) == []


def test_a_backward_clock_does_not_end_a_frame() -> None:
    device = driver("mitutoyo_ascii")
    device.feed(FRAME[:4], Now(AT, 5.0))
    (reading,) = device.feed(FRAME[4:], Now(datetime(2020, 1, 1, tzinfo=UTC), 5.1))
    assert isinstance(reading, GaugeReading)


def test_giving_up_reports_what_was_there() -> None:
    device = driver("mitutoyo_ascii")
    device.feed(FRAME[:4], Now(AT, 5.0))
    assert device.give_up(Now(AT, 5.0)) == [FrameIncomplete(b"01A+", AT, 5.0, "mitutoyo_ascii")]
    assert device.give_up(Now(AT, 5.0)) == []


def test_events_are_frozen_hashable_and_travel_between_processes() -> None:
    (event,) = driver("cas_22").feed(b"ST,GS,1\xc4,000013.5 kg\r\n", Now(AT, 0.0))
    assert isinstance(event, GaugeReading)
    assert event.facts == {"id": "1", "net": False, "stable": True}
    assert pickle.loads(pickle.dumps(event)) == event
    assert len({event, event}) == 1
    with pytest.raises(FrozenInstanceError):
        event.value = "1"  # type: ignore[misc]
    with pytest.raises(KeyError):
        event.facts["judge"]
    assert repr(Facts({"a": 1})) == "Facts({'a': 1})"


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Now(datetime(2026, 1, 1), 0.0)


def test_unknown_family_is_named() -> None:
    assert len(families()) >= 25
    with pytest.raises(UnknownFamilyError, match="abacus") as caught:
        driver("abacus")
    assert caught.value.family == "abacus"
