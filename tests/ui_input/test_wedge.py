"""Timing and framing without Qt: what is a scan, what is typing, and what the limits change."""

from __future__ import annotations

import pytest

from ui.input.wedge import GapMeter, Moment, Outcome, WedgeFramer, WedgeLimits

HKMC = "[)>\x1e06\x1dV2812\x1dP89231CU1000\x1dT2510022000A0000001\x1d\x1e\x04"


def feed(framer: WedgeFramer, signs: str, gap_ms: int, start_ms: int = 0) -> list[Outcome]:
    return [framer.feed(sign, Moment(start_ms + place * gap_ms)) for place, sign in enumerate(signs)]


@pytest.mark.parametrize(
    ("gap_ms", "is_scan"), [(5, True), (49, True), (50, True), (51, False), (120, False)]
)
@pytest.mark.parametrize("end", ["\r", "\n", "\t", "\x04"])
def test_gap_decides(gap_ms: int, is_scan: bool, end: str) -> None:
    outcomes = feed(WedgeFramer(), f"PP:O:WO-1{end}", gap_ms)
    assert outcomes[-1].scan == ("PP:O:WO-1" if is_scan else None)
    assert sum(outcome.released for outcome in outcomes) == (0 if is_scan else 9)
    assert outcomes[-1].held is is_scan


def test_one_slow_gap_gives_up_the_burst_before_it() -> None:
    framer = WedgeFramer()
    feed(framer, "ABC", 5)
    outcome = framer.feed("D", Moment(100))
    assert (outcome.released, outcome.held, outcome.fresh) == (3, True, True)


def test_message_keeps_its_eot_and_swallows_the_end_of_line() -> None:
    outcomes = feed(WedgeFramer(), HKMC + "\r\n", 8)
    assert [outcome.scan for outcome in outcomes if outcome.scan] == [HKMC]
    assert all(outcome.held for outcome in outcomes)
    assert feed(WedgeFramer(), "ABCDE\x04", 8)[-1].scan == "ABCDE"


def test_a_lone_end_sign_passes() -> None:
    framer = WedgeFramer()
    assert framer.feed("\r", Moment(0)) == Outcome()
    feed(framer, "ABCDE\r", 5, 1000)
    assert not framer.feed("\r", Moment(3000)).held


def test_too_short_is_typing() -> None:
    outcomes = feed(WedgeFramer(), "12\r", 5)
    assert (outcomes[-1].released, outcomes[-1].held) == (2, False)
    assert feed(WedgeFramer(WedgeLimits(min_length=2)), "12\r", 5)[-1].scan == "12"


def test_prefix_keeps_everything_else_out() -> None:
    framer = WedgeFramer(WedgeLimits(prefix="\x02~"))
    assert not any(outcome.held for outcome in feed(framer, "ABCDE\r", 5))
    assert feed(framer, "\x02~ABCDE\r", 5, 1000)[-1].scan == "ABCDE"
    outcomes = feed(framer, "\x02ABCDE\r", 5, 2000)
    assert outcomes[1].released == 1
    assert outcomes[-1].scan is None


def test_a_control_character_begins_no_scan() -> None:
    assert not WedgeFramer().feed("\x16", Moment(0)).held


def test_limits_are_checked() -> None:
    for wrong in ({"max_gap_ms": 0}, {"min_length": 0}, {"suffixes": ""}):
        with pytest.raises(ValueError, match="least"):
            WedgeLimits(**wrong)


def test_the_stamp_of_the_event_counts_not_its_arrival() -> None:
    framer = WedgeFramer()
    stalled = [framer.feed(sign, Moment(900 * place, 1 + 8 * place)) for place, sign in enumerate("ABCDE\r")]
    assert stalled[-1].scan == "ABCDE"
    # A stamp that ran back (a 32-bit counter that wrapped) is not believed.
    assert Moment(70, 5).since(Moment(60, 4_294_967_290)) == 10
    assert Moment(70).since(Moment(60, 3)) == 10


@pytest.mark.parametrize("signs", ["ABCDE\r", "A\r", "\r", "\x16\x16", "ABCD" * 3000 + "\r", HKMC + "\r"])
@pytest.mark.parametrize("gap_ms", [5, 120])
def test_looking_ahead_agrees_with_feeding(signs: str, gap_ms: int) -> None:
    framer = WedgeFramer()
    for place, sign in enumerate(signs):
        expected = framer.would_hold(sign, Moment(place * gap_ms))
        assert framer.feed(sign, Moment(place * gap_ms)).held is expected


def test_gaps_are_measured_of_scans_and_of_slow_scanners() -> None:
    for gap_ms in (5, 120):
        meter = GapMeter()
        reports = [meter.feed(sign, Moment(place * gap_ms)) for place, sign in enumerate("ABCDE\r")]
        assert reports[:-1] == [None] * 5
        assert reports[-1] is not None
        assert (reports[-1].greatest_ms, reports[-1].usual_ms) == (gap_ms, gap_ms)
    meter = GapMeter()
    assert [meter.feed(sign, Moment(place * 2000)) for place, sign in enumerate("ABC\r")] == [None] * 4
