"""Recorded traffic played again gives the events it gave live; damaged recordings are refused by line."""

from __future__ import annotations

import queue
from pathlib import Path

import pytest

from devices.events import Event, FrameIncomplete, GaugeReading, PortFound
from devices.registry import driver
from devices.simulator import SimulatedGauge, SimulatedPort
from devices.transport.clock import system_now
from devices.transport.replay import Piece, RecordingError, TrafficRecorder, read_recording, replay
from devices.transport.serial_port import SerialReader
from tests.devices.vectors import START, gauge_vectors, moment, records


def test_live_traffic_is_recorded_and_replayed(tmp_path: Path) -> None:
    path = tmp_path / "측정 기록.jsonl"
    live: queue.SimpleQueue[Event] = queue.SimpleQueue()
    values = ["25.013", "-0.120", "25.013"]
    with SimulatedPort() as port, TrafficRecorder(path, system_now()) as recorder:
        gauge = SimulatedGauge(port, "mitutoyo_ascii")
        with SerialReader(port.name, driver("mitutoyo_ascii"), live.put, on_bytes=recorder.write):
            assert isinstance(live.get(timeout=5), PortFound)
            for value in values:
                gauge.press(value)
                assert isinstance(live.get(timeout=5), GaugeReading)
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
    assert read_recording(path) == (
        START,
        [Piece(500_000, b"01A+00"), Piece(10_000_000, b"01A+0001.500\r"), Piece(11_000_000, b"01A")],
    )


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


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "line 1"),
        ('{"format": 2, "at": "2026-01-01T00:00:00+00:00"}\n', "line 1"),
        ("not json\n", "line 1"),
        ('{"format": 1, "at": "2026-01-01T00:00:00+00:00"}\n{"us": 1}\n', "line 2"),
        ('{"format": 1, "at": "2026-01-01T00:00:00+00:00"}\n{"us": 1, "hex": "0g"}\n', "line 2"),
    ],
)
def test_damaged_recordings_are_refused_by_line(tmp_path: Path, text: str, line: str) -> None:
    path = tmp_path / "damaged.jsonl"
    path.write_text(text, encoding="ascii")
    with pytest.raises(RecordingError, match=line):
        read_recording(path)
