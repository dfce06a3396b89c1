"""Cutting bytes into frames: terminators, fixed length, brackets, and bounded memory; no instrument."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.framing import FRAME_CAP, BracketFramer, FixedLengthFramer, Frame, Framer, TerminatorFramer


def pieces(data: bytes, cuts: set[int]) -> list[bytes]:
    edges = [0, *sorted(cut for cut in cuts if 0 < cut < len(data)), len(data)]
    return [data[a:b] for a, b in itertools.pairwise(edges)]


def pushed(framer: Framer, parts: list[bytes]) -> list[Frame]:
    return [frame for part in parts for frame in framer.push(part)]


@pytest.mark.parametrize("parts", [[b"12\r34\r\n\r\n56\n7"], [b"12\r", b"34\r", b"\n\r\n56", b"\n7"]])
def test_lines_end_with_cr_lf_or_both_and_blank_lines_say_nothing(parts: list[bytes]) -> None:
    framer = TerminatorFramer(b"\r", b"\n", swallow_line_feed=True)
    assert [frame.body for frame in pushed(framer, parts)] == [b"12", b"34", b"56"]
    assert framer.rest == b"7"


def test_only_the_pair_ends_a_frame_where_one_of_it_may_be_content() -> None:
    framer = TerminatorFramer(b"\r\n")
    assert pushed(framer, [b"a\rb\nc\r", b"\n"]) == [Frame(b"a\rb\nc\r\n", b"a\rb\nc")]


def test_parity_bit_left_in_does_not_hide_the_line_end() -> None:
    framer = TerminatorFramer(b"\r\n", seven_bit=True)
    assert [frame.raw for frame in framer.push(b"+\xb2\x8d\x0a")] == [b"+\xb2\x8d\x0a"]


def test_lone_bytes_are_frames_only_where_a_frame_may_begin() -> None:
    framer = TerminatorFramer(b"\r\n", alone=b"\x06")
    assert [frame.body for frame in framer.push(b"\x06a\x06\r\n\x06")] == [b"\x06", b"a\x06", b"\x06"]


@pytest.mark.parametrize("step", [1, 7, 256, 100_000])
def test_an_endless_frame_is_told_once_counted_and_left_behind(step: int) -> None:
    framer = TerminatorFramer(b"\r\n")
    stream = b"x" * 100_000 + b"\r\n12\r\n"
    frames: list[Frame] = []
    for start in range(0, len(stream), step):
        frames += framer.push(stream[start : start + step])
        assert len(framer.rest) <= FRAME_CAP + 1
    assert [frame.flaw for frame in frames] == ["too long", "too long", None]
    assert len(frames[0].raw) == FRAME_CAP
    assert len(frames[0].raw) + frames[1].dropped == 100_002
    assert frames[2].body == b"12"


def test_an_endless_frame_that_falls_silent_is_counted() -> None:
    framer = TerminatorFramer(b"\r\n")
    assert framer.push(b"x" * 1000)[0].flaw == "too long"
    assert framer.rest == b""
    (end,) = framer.flush()
    assert end.dropped == 1000 - FRAME_CAP
    assert framer.push(b"1\r\n") == [Frame(b"1\r\n", b"1")]


@given(st.binary(max_size=120), st.sets(st.integers(1, 119), max_size=10))
def test_cuts_do_not_matter(data: bytes, cuts: set[int]) -> None:
    for make in (
        lambda: TerminatorFramer(b"\r", swallow_line_feed=True),
        lambda: TerminatorFramer(b"\r\n", seven_bit=True, alone=b"\x06\x15"),
        lambda: BracketFramer(),
    ):
        whole, cut = make(), make()
        assert whole.push(data) == pushed(cut, pieces(data, cuts))
        assert whole.rest == cut.rest
        assert whole.flush() == cut.flush()


def test_fixed_length_finds_its_prefix_again() -> None:
    framer = FixedLengthFramer(6, b"FF")
    assert [(f.body, f.flaw) for f in framer.push(b"FF1234\r\nFF5678")] == [
        (b"FF1234", None),
        (b"FF5678", None),
    ]
    assert [(f.body, f.flaw) for f in framer.push(b"34FF1234")] == [(b"34", "header"), (b"FF1234", None)]
    assert [(f.body, f.flaw) for f in framer.push(b"FF12\nFF1234")] == [(b"FF12", "short"), (b"FF1234", None)]
    assert framer.push(b"FF1") == []
    assert framer.flush() == [Frame(b"FF1", b"FF1")]


def test_brackets_name_what_stands_outside_and_a_frame_that_began_twice() -> None:
    framer = BracketFramer()
    frames = framer.push(b"ab\x021\x03cd\x03\x022\x023\x03")
    assert [(f.raw, f.body, f.flaw) for f in frames] == [
        (b"ab", b"", "outside"),
        (b"\x021\x03", b"1", None),
        (b"cd\x03", b"", "outside"),
        (b"\x022", b"", "outside"),
        (b"\x023\x03", b"3", None),
    ]
