"""Recorded traffic played again gives the events it gave live; damaged recordings are refused by line."""

from __future__ import annotations

import errno
import json
import queue
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices.driver import PortSettings
from devices.events import Event, FrameIncomplete, GaugeReading, PortFound
from devices.registry import driver
from devices.simulator import SimulatedGauge, SimulatedPort, encode
from devices.transport.clock import system_now
from devices.transport.ports import PortIdentity
from devices.transport.recording import (
    LARGEST,
    REFUSALS,
    Entry,
    RecordingError,
    RecordingHead,
    TrafficRecorder,
    entries,
    read_head,
    was_cut_off,
)
from devices.transport.replay import Difference, ReplayPlayer, differences, play_bytes, replay
from devices.transport.serial_port import SerialReader
from tests.devices.vectors import START, gauge_vectors, moment, records
from tests.guards import ANSWER


def test_live_traffic_is_recorded_and_replayed(tmp_path: Path) -> None:
    path = tmp_path / "측정 기록.jsonl"
    live: queue.SimpleQueue[Event] = queue.SimpleQueue()
    values = ["25.013", "-0.120", "25.013"]
    with SimulatedPort() as port, TrafficRecorder(path, system_now()) as recorder:
        gauge = SimulatedGauge(port, "mitutoyo_ascii")
        with SerialReader(port.name, driver("mitutoyo_ascii"), live.put, on_bytes=recorder.write):
            assert isinstance(live.get(timeout=ANSWER), PortFound)
            for value in values:
                gauge.press(value)
                assert isinstance(live.get(timeout=ANSWER), GaugeReading)
    replayed = [each for each in replay(path, driver("mitutoyo_ascii")) if isinstance(each, GaugeReading)]
    assert [each.value for each in replayed] == values
    assert replayed[0].monotonic <= replayed[1].monotonic


def test_silence_in_a_recording_counts(tmp_path: Path) -> None:
    path = tmp_path / "half.jsonl"
    with TrafficRecorder(path, moment(10)) as recorder:
        recorder.write(b"01A+00", moment(10.5))
        recorder.write(b"01A+0001.500\r", moment(20))
        recorder.write(b"01A", moment(21))
    events = list(replay(path, driver("mitutoyo_ascii")))
    assert [type(each) for each in events] == [FrameIncomplete, GaugeReading, FrameIncomplete]
    assert read_head(path) == RecordingHead(START)
    assert list(entries(path)) == [
        Entry(500_000, "in", b"01A+00"),
        Entry(10_000_000, "in", b"01A+0001.500\r"),
        Entry(11_000_000, "in", b"01A"),
    ]


def test_vectors_recorded_byte_by_byte_replay_to_the_same(tmp_path: Path) -> None:
    for vector in gauge_vectors():
        if vector.driver().gap_ends_frame:
            continue
        path = tmp_path / f"{vector.id}.jsonl"
        with TrafficRecorder(path, moment(0)) as recorder:
            for number, byte in enumerate(vector.frame):
                recorder.write(bytes([byte]), moment(number / 1000))
        assert records(list(replay(path, vector.driver()))) == vector.expected


def test_a_recording_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    TrafficRecorder(path, moment(0)).close()
    with pytest.raises(FileExistsError):
        TrafficRecorder(path, moment(0))


HEAD = '{"partproof": "device traffic", "format": 1, "at": "2026-01-01T00:00:00+00:00"}\n'


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "empty", 0),
        (HEAD.replace("1,", "2,"), "format", 1),
        (HEAD.replace("device traffic", "something"), "not_a_recording", 1),
        (HEAD.replace("2026-01-01", "9999-12-31"), "not_a_recording", 1),
        (HEAD.replace("2026-01-01", "0001-01-01"), "not_a_recording", 1),
        (HEAD.replace("2026-01-01T00:00:00+00:00", "yesterday"), "not_a_recording", 1),
        (HEAD.replace("}", ', "settings": {"baud": "fast"}}'), "settings", 1),
        (HEAD.replace("}", ', "settings": {"baud": 9600, "speed": 1}}'), "settings", 1),
        (HEAD.replace("}", ', "port": {"name": 7}}'), "not_a_recording", 1),
        (HEAD.replace("}", ', "driver": []}'), "not_a_recording", 1),
        ("not json\n", "not_a_recording", 1),
        ("[" * 60_000 + "\n", "not_a_recording", 1),
        ("측정\n", "not_a_recording", 1),
        ("x" * 70_000 + "\n", "not_a_recording", 1),
        (HEAD + '{"us": 1}\n', "damaged", 2),
        (HEAD + '{"us": 1, "in": "0g"}\n', "damaged", 2),
        (HEAD + '{"us": 1.5, "in": "00"}\n', "damaged", 2),
        (HEAD + '{"us": true, "in": "00"}\n', "damaged", 2),
        (HEAD + "[" * 60_000 + "\n", "damaged", 2),
        (HEAD + "[1]\n", "damaged", 2),
        (HEAD + '{"us": -1, "in": "00"}\n', "time", 2),
        (HEAD + '{"us": 5, "in": "00"}\n{"us": 4, "in": "00"}\n', "time", 3),
        (HEAD + '{"us": 99999999999999999, "in": "00"}\n', "time", 2),
        (HEAD + '{"us": 1, "in": "' + "00" * 40_000 + '"}\n', "line_too_long", 2),
    ],
)
def test_damaged_and_hostile_recordings_are_refused_by_code_and_line(
    tmp_path: Path, text: str, code: str, line: int
) -> None:
    path = tmp_path / "damaged.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecordingError) as refused:
        list(replay(path, driver("mitutoyo_ascii")))
    assert (refused.value.code, refused.value.line) == (code, line)
    assert code in REFUSALS


ENTRY = st.fixed_dictionaries(
    {"us": st.integers(-5, 10**6) | st.floats() | st.text(max_size=3)},
    optional={"in": st.text("0123456789abcdefg ", max_size=8), "out": st.none(), "event": st.booleans()},
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ENTRY.map(json.dumps) | st.text(max_size=20), max_size=5), st.binary(max_size=30))
def test_any_lines_are_entries_or_refused(tmp_path: Path, lines: list[str], tail: bytes) -> None:
    path = tmp_path / "any.jsonl"
    path.write_bytes(HEAD.encode() + "\n".join(lines).encode("utf-8", "surrogatepass") + tail)
    assert refusal_of(path) in {"", *REFUSALS}
    path.write_bytes(tail)
    assert refusal_of(path) in REFUSALS


def refusal_of(path: Path) -> str:
    """The refusal's code, or nothing where the file can be played."""
    try:
        list(replay(path, driver("mitutoyo_ascii")))
    except RecordingError as error:
        return error.code
    return ""


def test_a_file_of_no_end_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.jsonl"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    began = time.process_time()
    with pytest.raises(RecordingError) as refused:
        read_head(path)
    assert refused.value.code == "too_large"
    assert time.process_time() - began < 0.5


def test_what_a_crash_cut_off_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "cut.jsonl"
    with TrafficRecorder(path, moment(0)) as recorder:
        recorder.write(b"01A+0001.500\r", moment(1))
    assert not was_cut_off(path)
    with path.open("ab") as file:
        file.write(b'{"us": 2000000, "in": "30')
    assert was_cut_off(path)
    assert [each.data for each in entries(path)] == [b"01A+0001.500\r"]


def test_port_settings_driver_requests_and_events_travel_along(tmp_path: Path) -> None:
    path = tmp_path / "whole.jsonl"
    head = RecordingHead(
        START,
        PortIdentity("COM5", 0x0403, 0x6001, "A1", None, "FTDI"),
        PortSettings(4800, 7, "E", 2),
        "sylvac",
    )
    device = driver("sylvac")
    with TrafficRecorder(path, moment(0), head) as recorder:
        recorder.sent(b"?\r", moment(0.1))
        recorder.write(b"-001.250\r", moment(0.2))
        for event in device.feed(b"-001.250\r", moment(0.2)):
            recorder.note(event, moment(0.2))
    assert read_head(path) == head
    assert [each.kind for each in entries(path)] == ["out", "in", "event"]
    assert differences(path, driver("sylvac")) == []
    (difference,) = differences(path, driver("mark10"))
    assert isinstance(difference, Difference)
    assert difference.then == {"status": "ok", "value": "-1.250", "unit": None}


def test_a_long_piece_is_written_in_lines_that_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    with TrafficRecorder(path, moment(0)) as recorder:
        recorder.write(b"x" * 100_000, moment(0))
    assert b"".join(each.data for each in entries(path)) == b"x" * 100_000


def test_a_recorder_stops_where_no_reader_would_follow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devices.transport.recording.LARGEST", 1_000)
    path = tmp_path / "full.jsonl"
    with TrafficRecorder(path, moment(0)) as recorder:
        for _ in range(100):
            recorder.write(b"0123456789", moment(1))
        assert recorder.full
    assert path.stat().st_size <= 1_000
    assert not was_cut_off(path)
    recorder.write(b"late", moment(2))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no /dev/full")
def test_a_disk_that_is_full_ends_the_recording_and_costs_no_reading(tmp_path: Path) -> None:
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    full = Path("/dev/full").open("w", encoding="ascii")  # noqa: SIM115 - closed by the recorder
    with TrafficRecorder(tmp_path / "full.jsonl", moment(0)) as recorder, SimulatedPort("pty") as port:
        recorder._file.close()
        recorder._file = full
        with SerialReader(
            port.name,
            driver("mitutoyo_ascii"),
            events.put,
            on_bytes=lambda data, now: recorder.write(data, now),
        ):
            assert isinstance(events.get(timeout=ANSWER), PortFound)
            for value in ("1.25", "2.50"):
                port.write(encode("mitutoyo_ascii", value))
                reading = events.get(timeout=ANSWER)
                assert isinstance(reading, GaugeReading)
                assert reading.value == value
        assert recorder.failed is not None
        assert recorder.failed.errno == errno.ENOSPC
    assert events.empty()


def played(path: Path, *, speed: float = 1.0, longest_pause: float = 10.0) -> tuple[list[Event], float]:
    events: list[Event] = []
    ends: list[object] = []
    player = ReplayPlayer(
        path,
        driver("mitutoyo_ascii"),
        events.append,
        speed=speed,
        longest_pause=longest_pause,
        on_end=ends.append,
    )
    began = time.monotonic()
    player.start()
    assert player.wait(10)
    assert ends == [None]
    return events, time.monotonic() - began


def test_a_recording_stands_in_for_a_port_at_its_own_pace(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with TrafficRecorder(path, moment(0)) as recorder:
        for number in range(4):
            recorder.write(b"01A+0001.50%d\r" % number, moment(number * 0.2))
        recorder.write(b"01A", moment(0.8))
    at_once, quick = played(path, speed=0)
    paced, slow = played(path, speed=2)
    assert slow >= 0.3
    assert quick < slow
    for events in (at_once, paced):
        assert [getattr(each, "value", None) for each in events] == [
            "1.500", "1.501", "1.502", "1.503", None,
        ]  # fmt: skip
        assert isinstance(events[-1], FrameIncomplete)
    # Nothing may look measured when it was recorded, or in the future.
    now = system_now().at
    assert all(0 <= (now - each.at).total_seconds() < 10 for each in paced)


def test_a_night_without_traffic_is_not_waited_for_and_stop_gives_up_the_half(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with TrafficRecorder(path, moment(0)) as recorder:
        recorder.write(b"01A+0001.500\r01A", moment(0))
        recorder.write(b"+0001.600\r", moment(30_000))
    events, seconds = played(path, longest_pause=0.1)
    assert seconds < 2
    assert [type(each).__name__ for each in events] == ["GaugeReading", "FrameIncomplete", "FrameRejected"]
    stopped: list[Event] = []
    player = ReplayPlayer(path, driver("mitutoyo_ascii"), stopped.append)
    player.start()
    deadline = time.monotonic() + 5
    while not stopped and time.monotonic() < deadline:
        time.sleep(0.01)
    assert player.stop()
    assert [type(each).__name__ for each in stopped] == ["GaugeReading", "FrameIncomplete"]


def test_what_is_wrong_with_the_rest_of_a_file_comes_at_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(HEAD + '{"us": 1, "in": "30"}\nnot json\n', encoding="ascii")
    ends: list[object] = []
    player = ReplayPlayer(path, driver("mitutoyo_ascii"), list[Event]().append, speed=0, on_end=ends.append)
    player.start()
    assert player.wait(5)
    assert [getattr(each, "line", None) for each in ends] == [3]


def test_recorded_bytes_go_through_a_port_again(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with TrafficRecorder(path, moment(0)) as recorder:
        recorder.sent(b"1\r", moment(0))
        recorder.write(b"01A+00", moment(0.01))
        recorder.write(b"01.500\r", moment(0.02))
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    with (
        SimulatedPort() as port,
        SerialReader(port.name, driver("mitutoyo_ascii"), events.put),
    ):
        assert isinstance(events.get(timeout=ANSWER), PortFound)
        assert play_bytes(path, port.write)
        reading = events.get(timeout=ANSWER)
    assert isinstance(reading, GaugeReading)
    assert (reading.value, reading.raw) == ("1.500", b"01A+0001.500\r")


def test_every_line_is_plain_json(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with TrafficRecorder(path, moment(0)) as recorder:
        recorder.write(bytes(range(256)), moment(0))
    for line in path.read_text(encoding="ascii").splitlines():
        assert isinstance(json.loads(line), dict)
