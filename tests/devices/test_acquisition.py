"""Ways of taking readings: by event and clock alone, then over a real port; nothing lost, nothing made up."""

from __future__ import annotations

import queue
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.acquisition import AcquiringReader, AcquisitionPlan, ChannelPlan
from devices.acquisition_collecting import KEPT_BYTES
from devices.events import Event, GaugeReading, GaugeTrouble, PortFound
from devices.registry import driver
from devices.simulator import SimulatedGauge, SimulatedPort, encode
from devices.transport import serial_port
from devices.transport.serial_port import SerialReader
from tests.devices.vectors import moment
from tests.guards import ANSWER

FAMILY = "mitutoyo_ascii"


def frame(value: str, channel: int = 1) -> bytes:
    return encode(FAMILY, value).replace(b"01A", b"0%dA" % channel, 1)


def made(plan: AcquisitionPlan, family: str = FAMILY) -> AcquiringReader:
    return AcquiringReader(driver(family), plan)


def values(events: list[Event]) -> list[str]:
    return [each.value for each in events if isinstance(each, GaugeReading)]


def codes(events: list[Event]) -> list[str]:
    return [each.code for each in events if isinstance(each, GaugeTrouble)]


def test_button_mode_passes_every_frame_as_it_came() -> None:
    reader = made(AcquisitionPlan())
    events = reader.feed(frame("1.000") * 2, moment(0))
    assert values(events) == ["1.000", "1.000"]
    reader.press()
    assert reader.tick(moment(1)) == []
    assert reader.due(moment(1)) == b""


def test_request_is_sent_once_a_press_and_its_answer_passes() -> None:
    reader = made(AcquisitionPlan("request"))
    reader.press()
    reader.press()
    assert reader.tick(moment(0)) == []
    assert reader.due(moment(0)) == b"1\r"
    assert reader.due(moment(0)) == b""
    assert values(reader.feed(frame("2.500"), moment(0.1))) == ["2.500"]
    # The gauge has a button of its own: what it sends unasked passes as well.
    assert values(reader.feed(frame("2.501"), moment(0.2))) == ["2.501"]


def test_an_answer_that_does_not_come_is_told_once() -> None:
    reader = made(AcquisitionPlan("request", answer=0.5))
    reader.press()
    reader.tick(moment(0))
    assert codes(reader.tick(moment(0.4))) == []
    assert codes(reader.tick(moment(0.6))) == ["no_answer"]
    assert codes(reader.tick(moment(1.6))) == []


def test_a_gauge_that_is_switched_off_is_told_once_by_the_timer_and_at_each_press() -> None:
    together = AcquisitionPlan(
        "request", period=1.0, answer=0.5, channels=(ChannelPlan("1"), ChannelPlan("2"))
    )
    for plan, told in ((AcquisitionPlan("request", period=1.0, answer=0.5), 1), (together, 2)):
        reader = made(plan)
        events: list[Event] = []
        for tenth in range(100):
            events += reader.tick(moment(tenth / 10))
        assert len(codes(events)) == told
        reader.press()
        for tenth in range(100, 120):
            events += reader.tick(moment(tenth / 10))
        assert len(codes(events)) >= told
        reader.feed(frame("1.000") + frame("2.000", 2), moment(20.0))
        late: list[Event] = []
        for tenth in range(210, 300):
            late += reader.tick(moment(tenth / 10))
        assert len(codes(late)) == told


def test_the_timer_asks_at_its_period_and_never_catches_up() -> None:
    reader = made(AcquisitionPlan("request", period=1.0))
    sent = []
    for tenth in range(35):
        reader.tick(moment(tenth / 10))
        if reader.due(moment(tenth / 10)):
            sent.append(tenth / 10)
            reader.feed(frame("1.000"), moment(tenth / 10 + 0.01))
    assert sent == [0.0, 1.0, 2.0, 3.0]
    reader.tick(moment(100))
    assert reader.due(moment(100)) == b"1\r"
    reader.feed(frame("1.000"), moment(100.01))
    reader.tick(moment(100.9))
    assert reader.due(moment(100.9)) == b""
    reader.tick(moment(101))
    assert reader.due(moment(101)) == b"1\r"


def test_a_stream_without_request_gives_its_next_value_when_pressed() -> None:
    reader = made(AcquisitionPlan("request"), "inspec_711")
    stream = encode("inspec_711", "1.500")
    assert values(reader.feed(stream * 5, moment(0))) == []
    assert reader.latest is not None
    reader.press()
    assert values(reader.feed(stream * 5, moment(1))) == ["1.500"]


def test_the_foot_switch_presses_once_however_it_bounces() -> None:
    for opens in (False, True):
        reader = made(AcquisitionPlan("request", foot_switch="cts", foot_opens=opens))
        down, up = (frozenset[str](), frozenset({"cts"})) if opens else (frozenset({"cts"}), frozenset[str]())
        for at, on in ((0.0, up), (0.1, down), (0.102, up), (0.104, down), (0.4, up)):
            reader.lines(on, moment(at))
        reader.tick(moment(0.5))
        assert reader.due(moment(0.5)) == b"1\r"
        reader.feed(frame("1.0"), moment(0.6))
        reader.tick(moment(0.7))
        assert reader.due(moment(0.7)) == b""


def stream(reader: AcquiringReader, *steps: tuple[float, str]) -> list[Event]:
    events: list[Event] = []
    for at, value in steps:
        events += reader.feed(frame(value), moment(at))
    return events


def test_a_steady_value_is_taken_by_elapsed_time_with_all_its_frames() -> None:
    reader = made(AcquisitionPlan("stable", stable_seconds=1.0, tolerance="0.002"))
    rise = [(0.0, "0.500"), (0.2, "3.000"), (0.4, "4.990")]
    steady = [(0.6 + number / 5, f"5.00{number % 3}") for number in range(6)]
    (reading,) = stream(reader, *rise, *steady)
    assert isinstance(reading, GaugeReading)
    assert reading.value == "5.002"
    assert reading.raw == b"".join(frame(value) for _, value in steady)
    assert dict(reading.facts) == {"acquired": "stable", "frames": 6, "milliseconds": 1000}


def test_the_same_part_is_not_taken_twice_and_the_next_one_is() -> None:
    reader = made(AcquisitionPlan("stable", stable_seconds=0.5, tolerance="0.002"))
    first = stream(reader, *((number / 10, "5.000") for number in range(30)))
    assert values(first) == ["5.000"]
    away = stream(reader, (3.1, "0.000"), *((3.2 + number / 10, "5.001") for number in range(10)))
    assert values(away) == ["5.001"]
    reader.press()
    assert values(stream(reader, *((5 + number / 10, "5.001") for number in range(10)))) == ["5.001"]


def test_few_frames_over_a_long_time_are_steady_and_many_in_a_short_one_are_not() -> None:
    slow = made(AcquisitionPlan("stable", stable_seconds=2.0, tolerance="0"))
    assert values(stream(slow, (0, "1.0"), (1.0, "1.0"), (2.0, "1.0"))) == ["1.0"]
    quick = made(AcquisitionPlan("stable", stable_seconds=2.0, tolerance="0"))
    assert values(stream(quick, *((number / 1000, "1.0") for number in range(1500)))) == []


def test_a_pause_a_trouble_or_an_unstable_mark_breaks_the_steadiness() -> None:
    paused = made(AcquisitionPlan("stable", stable_seconds=1.0))
    assert values(stream(paused, (0, "1.0"), (0.5, "1.0"), (5.0, "1.0"), (5.5, "1.0"))) == []
    broken = made(AcquisitionPlan("stable", stable_seconds=1.0))
    events = stream(broken, (0, "1.0"), (0.9, "1.0"))
    events += broken.feed(b"912\r", moment(0.95))
    events += stream(broken, (1.0, "1.0"), (1.5, "1.0"))
    assert (values(events), codes(events)) == ([], ["12"])
    balance = AcquiringReader(driver("and_std"), AcquisitionPlan("stable", stable_seconds=0.5))
    for tenth in range(20):
        mark = b"US" if tenth % 4 == 3 else b"ST"
        assert balance.feed(mark + b",+00001.20  g\r\n", moment(tenth / 10)) == []


def test_after_a_pause_the_same_size_is_the_next_part_but_not_after_a_pulled_plug() -> None:
    steps = [(number / 10, "5.000") for number in range(12)]
    plan = AcquisitionPlan("stable", stable_seconds=1.0)
    paused = made(plan)
    assert values(stream(paused, *steps)) == ["5.000"]
    assert values(stream(paused, *((at + 60, value) for at, value in steps))) == ["5.000"]
    pulled = made(plan)
    assert values(stream(pulled, *steps)) == ["5.000"]
    assert pulled.give_up(moment(2)) == []
    assert values(stream(pulled, *((at + 60, value) for at, value in steps))) == []


@pytest.mark.parametrize(
    ("mode", "value", "shown"),
    [("max", "2.50", "2.50"), ("min", "-3.10", "-3.10"), ("peak", "-3.10", "-3.10"), ("tir", "5.60", "1.00")],
)
def test_a_window_gives_its_extreme_or_runout(mode: str, value: str, shown: str) -> None:
    reader = made(AcquisitionPlan(mode))
    sweep = ["0.10", "2.50", "-3.10", "1.00"]
    assert stream(reader, (0, "99.00")) == []
    reader.press()
    assert stream(reader, *((1 + place, each) for place, each in enumerate(sweep))) == []
    opened = reader.collecting
    assert opened
    reader.press()
    (reading,) = reader.tick(moment(6))
    ended = reader.collecting
    assert ended is False
    assert isinstance(reading, GaugeReading)
    assert reading.value == value
    assert reading.raw == b"".join(frame(each) for each in sweep)
    assert (reading.facts["acquired"], reading.facts["frames"]) == (mode, 4)
    assert (reading.facts["least"], reading.facts["greatest"]) == ("-3.10", "2.50")
    assert frame(shown) in reading.raw


def test_a_window_of_a_given_time_closes_itself_and_is_paced_by_the_timer() -> None:
    reader = made(AcquisitionPlan("max", period=0.5, window_seconds=2.0))
    assert reader.due(moment(0)) == b""
    reader.press()
    events: list[Event] = []
    asked = 0
    for tenth in range(40):
        events += reader.tick(moment(tenth / 10))
        if reader.due(moment(tenth / 10)):
            asked += 1
            events += reader.feed(frame(f"{asked}.0"), moment(tenth / 10))
    assert values(events) == [f"{asked}.0"]
    assert 3 <= asked <= 5


def test_a_peak_need_not_be_steady() -> None:
    reader = made(AcquisitionPlan("max"), "and_std")
    reader.press()
    assert reader.feed(b"US,+00001.20  g\r\nUS,+00009.20  g\r\n", moment(0)) == []
    reader.press()
    (reading,) = reader.tick(moment(1))
    assert isinstance(reading, GaugeReading)
    assert (reading.value, "stable" in reading.facts) == ("9.20", False)


def test_windows_without_a_value_say_why() -> None:
    empty = made(AcquisitionPlan("max", window_seconds=1.0))
    empty.press()
    empty.tick(moment(0))
    assert codes(empty.tick(moment(1.5))) == ["no_reading"]
    lost = made(AcquisitionPlan("tir"))
    lost.press()
    stream(lost, (0, "1.0"))
    assert codes(lost.give_up(moment(1))) == ["window_lost"]
    mixed = made(AcquisitionPlan("max"))
    mixed.press()
    mixed.feed(frame("1.0", 1), moment(0))
    events = mixed.feed(frame("2.0", 2), moment(1))
    assert codes(events) == ["mixed"]
    full = made(AcquisitionPlan("max"))
    full.press()
    events = []
    for number in range(KEPT_BYTES // 13 + 2):
        events += full.feed(frame("1.0"), moment(number / 1000))
    assert codes(events) == ["window_full"]
    assert not full.collecting


PAIR = AcquisitionPlan("request", channels=(ChannelPlan("2"), ChannelPlan("1")), answer=1.0)


def test_channels_come_together_in_the_order_of_the_plan() -> None:
    reader = made(PAIR)
    reader.press()
    reader.tick(moment(0))
    assert reader.due(moment(0)) == b"1\r"
    assert reader.feed(frame("1.1", 1), moment(0.1)) == []
    events = reader.feed(frame("2.2", 2), moment(0.2))
    assert values(events) == ["2.2", "1.1"]
    assert all(isinstance(each, GaugeReading) and each.facts["complete"] is True for each in events)
    assert len({each.event_id for each in events if isinstance(each, GaugeReading)}) == 2


def test_a_channel_that_lacks_is_told_and_the_others_are_kept() -> None:
    reader = made(PAIR)
    reader.feed(frame("1.1", 1), moment(0))
    events = reader.tick(moment(1.5))
    assert (values(events), codes(events)) == (["1.1"], ["channel_missing"])
    assert isinstance(events[0], GaugeReading)
    assert events[0].facts["complete"] is False
    again = reader.feed(frame("1.2", 1) + frame("1.3", 1), moment(3))
    assert (values(again), codes(again)) == (["1.2"], ["channel_missing"])
    assert values(reader.give_up(moment(3.1))) == ["1.3"]


def test_each_channel_may_have_its_own_request() -> None:
    plan = AcquisitionPlan("request", channels=(ChannelPlan("1", b"1"), ChannelPlan("2", b"2")))
    reader = AcquiringReader(driver("metro_mux"), plan)
    reader.press()
    reader.tick(moment(0))
    assert reader.due(moment(0)) == b"12"


@pytest.mark.parametrize(
    ("plan", "flaw"),
    [
        (AcquisitionPlan("guess"), "mode"),
        (AcquisitionPlan(period=0.01), "period"),
        (AcquisitionPlan(answer=0), "answer"),
        (AcquisitionPlan(foot_switch="pedal"), "foot_switch"),
        (AcquisitionPlan(stable_seconds=0), "stable"),
        (AcquisitionPlan(tolerance="-1"), "tolerance"),
        (AcquisitionPlan(tolerance="1e3"), "tolerance"),
        (AcquisitionPlan(release="x"), "tolerance"),
        (AcquisitionPlan(window_seconds=-1), "window"),
        (AcquisitionPlan(channels=(ChannelPlan("1"), ChannelPlan("1"))), "channels"),
        (AcquisitionPlan("tir", channels=(ChannelPlan("1"),)), "channels"),
        (AcquisitionPlan(request=b""), "request"),
        (AcquisitionPlan(period=float("nan")), "period"),
    ],
)
def test_a_plan_that_cannot_work_is_named(plan: AcquisitionPlan, flaw: str) -> None:
    assert plan.flaw() == flaw
    with pytest.raises(ValueError, match=flaw):
        made(plan)


PLANS = st.sampled_from(
    [
        AcquisitionPlan(),
        AcquisitionPlan("request", answer=0.2),
        AcquisitionPlan("stable", stable_seconds=0.3, tolerance="0.01"),
        AcquisitionPlan("max", window_seconds=0.4),
        AcquisitionPlan("tir"),
        PAIR,
    ]
)
STEPS = st.lists(
    st.tuples(
        st.floats(0, 0.5),
        st.sampled_from(["frame", "press", "tick", "noise", "trouble", "gone"]),
        st.decimals(-9, 9, places=3),
        st.integers(1, 3),
    ),
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(PLANS, STEPS)
def test_whatever_happens_every_value_stands_in_its_bytes_once(
    plan: AcquisitionPlan, steps: list[tuple[float, str, object, int]]
) -> None:
    reader = made(plan)
    at, sent, events = 0.0, b"", list[Event]()
    for pause, act, value, channel in steps:
        at += pause
        if act == "frame":
            data = frame(f"{value:.3f}", channel)
        else:
            data = {"noise": b"\x00?\r", "trouble": b"912\r"}.get(act, b"")
        sent += data
        if act == "press":
            reader.press()
        if act == "gone":
            events += reader.give_up(moment(at))
        else:
            events += reader.feed(data, moment(at)) if data else reader.tick(moment(at))
        reader.due(moment(at))
    readings = [each for each in events if isinstance(each, GaugeReading)]
    assert len({each.event_id for each in readings}) == len(readings)
    for reading in readings:
        assert reading.raw
        assert reading.raw in sent or plan.mode in ("max", "tir", "stable")
        for piece in reading.raw.split(b"\r")[:-1]:
            assert piece in sent
    # Each frame contributes to one reading at most.
    assert sum(len(each.raw) for each in readings) <= len(sent)


def over_a_port(
    plan: AcquisitionPlan, family: str
) -> tuple[SimulatedPort, AcquiringReader, queue.SimpleQueue[Event]]:
    return SimulatedPort(), AcquiringReader(driver(family), plan), queue.SimpleQueue()


def test_the_thread_of_the_port_asks_and_records_what_it_sent() -> None:
    port, reader, events = over_a_port(AcquisitionPlan("request"), "starrett_cdi")
    sent: list[bytes] = []
    with (
        port,
        SerialReader(port.name, reader, events.put, on_sent=lambda data, _: sent.append(data)) as line,
    ):
        assert isinstance(events.get(timeout=ANSWER), PortFound)
        gauge = SimulatedGauge(port, "starrett_cdi")
        answering = threading.Thread(target=gauge.answer, args=(b"R\r", "3.140", 5.0))
        answering.start()
        began = time.monotonic()
        assert line.press()
        reading = events.get(timeout=ANSWER)
        took = time.monotonic() - began
        answering.join()
        line.stop()
        # Nobody hears it: the press must not count when the port is opened again.
        assert not line.press()
    assert isinstance(reading, GaugeReading)
    assert (reading.value, sent) == ("3.140", [b"R\r"])
    assert took < 1.0


def test_the_foot_switch_is_watched_on_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    on: set[str] = set()
    monkeypatch.setattr(serial_port, "control_lines", lambda _line: frozenset(on))
    port, reader, events = over_a_port(AcquisitionPlan("request", foot_switch="dsr"), FAMILY)
    with port, SerialReader(port.name, reader, events.put):
        assert isinstance(events.get(timeout=ANSWER), PortFound)
        time.sleep(0.1)
        on.add("dsr")
        assert SimulatedGauge(port, FAMILY).answer(b"1\r", "0.500", 5.0)
        reading = events.get(timeout=ANSWER)
    assert isinstance(reading, GaugeReading)
    assert reading.value == "0.500"


def test_a_stream_over_a_port_gives_one_steady_reading() -> None:
    plan = AcquisitionPlan("stable", stable_seconds=0.3, tolerance="0.001")
    port, reader, events = over_a_port(plan, FAMILY)
    with port, SerialReader(port.name, reader, events.put):
        assert isinstance(events.get(timeout=ANSWER), PortFound)
        for number in range(16):
            port.write(frame(["1.000", "4.000"][number // 3 % 2] if number < 6 else "7.500"))
            time.sleep(0.05)
        reading = events.get(timeout=ANSWER)
    assert isinstance(reading, GaugeReading)
    assert reading.value == "7.500"
    assert events.empty()
