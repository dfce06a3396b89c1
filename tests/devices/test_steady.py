"""The band of a steady stream, kept as running extremes, against the same weighed anew at each value."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from decimal import Context, Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from devices.acquisition import AcquisitionPlan
from devices.acquisition_asking import Asker
from devices.acquisition_collecting import RunningSpread, Steady
from devices.events import Event, Facts, GaugeReading
from tests.devices.vectors import moment

NO_ID = uuid.UUID(int=0)
Step = tuple[float, Decimal, str]


class WeighedAnew(Steady):
    """The same way of taking readings, which looks through all its values each time."""

    def _drop_what_disturbs(self) -> None:
        values = [Decimal(each.value) for each in self._frames]
        low = high = values[-1]
        keep = len(values) - 1
        while keep > 0:
            low, high = min(low, values[keep - 1]), max(high, values[keep - 1])
            if Context(prec=600).subtract(high, low) > self._tolerance:
                break
            keep -= 1
        newest = self._frames[-1].monotonic
        while (
            keep + 1 < len(values) and newest - self._frames[keep + 1].monotonic >= self._plan.stable_seconds
        ):
            keep += 1
        for _ in range(keep):
            self._bytes -= len(self._frames.popleft().raw)


def _reading(at: float, value: Decimal, kind: str) -> GaugeReading:
    unit = "in" if kind == "inch" else "mm"
    facts = Facts({"stable": False} if kind == "moving" else {})
    text = format(value, "f")
    raw = b"x" * 30_000 if kind == "long" else text.encode()
    return GaugeReading(NO_ID, raw, text, unit, None, moment(at).at, at, facts, "test")


def _taken(kind: Callable[..., Steady], plan: AcquisitionPlan, steps: list[Step]) -> list[tuple[object, ...]]:
    """Return, for each step, what came out and what is still weighed."""
    steady = kind(plan, "test", Asker(b"", 0.0), lambda: NO_ID)
    at, told = 0.0, list[tuple[object, ...]]()
    for pause, value, act in steps:
        at += pause
        now = moment(at)
        events: list[Event] = []
        if act == "press":
            events = steady.press(now)
        elif act == "lose":
            events = steady.lose(now)
        else:
            events = steady.take(_reading(at, value, act), now)
        told.append((events, tuple(steady._frames), steady._bytes))
    return told


NEAR = st.decimals(Decimal("-0.03"), Decimal("0.03"), places=3)
FAR = st.one_of(
    NEAR, NEAR, NEAR, st.decimals(-9, 9, places=3), st.sampled_from([Decimal("-0"), Decimal(10) ** 80])
)
ACTS = st.sampled_from(["value"] * 12 + ["inch", "moving", "long", "press", "lose"])
STEPS = st.lists(st.tuples(st.floats(0, 0.4), FAR, ACTS), max_size=60)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([0.3, 1.0, 5.0]), st.sampled_from(["", "0", "0.005", "0.02"]), STEPS)
@example(0.3, "0.02", [(0.1, Decimal(0), "value")] * 9)
def test_running_extremes_take_and_keep_what_weighing_anew_does(
    seconds: float, tolerance: str, steps: list[Step]
) -> None:
    plan = AcquisitionPlan("stable", stable_seconds=seconds, tolerance=tolerance)
    assert _taken(Steady, plan, steps) == _taken(WeighedAnew, plan, steps)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(NEAR, st.integers(0, 3)), min_size=1, max_size=60), NEAR)
def test_a_spread_is_that_of_the_values_still_in_it(
    steps: list[tuple[Decimal, int]], tolerance: Decimal
) -> None:
    spread, values = RunningSpread(), list[Decimal]()
    for value, leaving in steps:
        spread.add(value)
        values.append(value)
        for _ in range(min(leaving, len(values) - 1)):
            spread.drop_first()
            values.pop(0)
        assert spread.exceeds(tolerance) == (max(values) - min(values) > tolerance)
    spread.clear()
    spread.add(Decimal(7))
    assert not spread.exceeds(Decimal(0))
