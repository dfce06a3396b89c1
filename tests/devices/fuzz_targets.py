"""What the fuzzer runs and the rules that no input may break; holds no loop of its own."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import devices
from devices.acquisition import AcquiringReader, AcquisitionPlan, ChannelPlan
from devices.barcodes.code_book import CodeBook, CodePattern, FieldRule
from devices.barcodes.content import REASONS, WARNINGS, CodeRefused
from devices.barcodes.registry import parse
from devices.barcodes.scanner_check import findings
from devices.driver import StreamReader
from devices.drivers.generic import Generic, GenericTemplate
from devices.events import Event, FrameIncomplete, FrameRejected, GaugeReading, GaugeTrouble, ScanReceived
from devices.framing import FRAME_CAP
from devices.numbers import decimal_text
from devices.patterns import Pattern, PatternError, PatternTimeError
from devices.profiles import ProfileError, profile_to_plain, read_profile
from devices.registry import driver, families
from devices.scanner import SCAN_CAP, ScanFramer
from tests.devices.fuzzing import Target
from tests.devices.vectors import gauge_vectors, moment

DEVICES = Path(devices.__file__).parent
_VECTORS = DEVICES.parent / "tests" / "data" / "vectors" / "barcodes.csv"
_TEMPLATES = (
    GenericTemplate(),
    GenericTemplate(framing="stx_etx", decimal_comma=True),
    GenericTemplate(framing="idle_gap", first_number=True),
    GenericTemplate(framing="fixed_length", length=9, sign="behind"),
    GenericTemplate(framing="terminator", terminator=b";", delimiter=",", position=1, unit_position=2),
    GenericTemplate(
        pattern=r"\s*(?P<channel>\w{0,3}):?(?P<sign>[+-]?)(?P<value>\d+(?:\.\d*)?)\s*(?P<unit>\w*)",
        sign="separate",
    ),
    GenericTemplate(pattern=r"(?:a*)*(?:.*,)*(?P<value>.*)"),
    GenericTemplate(
        columns=(1, 9),
        unit_columns=(9, 12),
        stable=frozenset({"ST"}),
        errors=frozenset({"OL"}),
        scale="0.0005",
    ),
)
_PLANS = (
    AcquisitionPlan("request", answer=0.2, period=0.1),
    AcquisitionPlan("stable", stable_seconds=0.2, tolerance="1"),
    AcquisitionPlan("tir", window_seconds=0.3),
    AcquisitionPlan("request", channels=(ChannelPlan("1"), ChannelPlan("2")), answer=0.2),
)
_BOOK = CodeBook(
    (
        CodePattern("box", r"BX(?P<part>[A-Z0-9-]+)/(?P<quantity>\d+)", first=True),
        CodePattern("slow", r"(?:a?){30}(?:.*;)*(?P<lot>.*)x", kind="lot"),
    ),
    tuple(FieldRule(letter, 1, 60, None, letter == "V") for letter in "VPSETC"),
)


def FEED_TARGETS() -> dict[str, tuple[Target, Sequence[bytes]]]:
    """Every family, templates of the generic driver, ways of taking readings, and the scanner's framer."""
    frames: dict[str, list[bytes]] = {family: [] for family in families()}
    for vector in gauge_vectors():
        frames[vector.family].append(vector.frame)
    every = [frame for own in frames.values() for frame in own]
    found: dict[str, tuple[Target, Sequence[bytes]]] = {
        family: (partial(feed_family, family), frames[family]) for family in families()
    }
    found["templates"] = (feed_template, every)
    found["acquisition"] = (feed_acquisition, every)
    found["scanner"] = (feed_scanner, _payloads())
    return found


def CONTENT_TARGETS() -> dict[str, tuple[Target, Sequence[bytes]]]:
    """The content parsers from a port and from the keyboard, users' patterns, and files of profiles."""
    payloads = _payloads()
    patterns = [
        template.pattern.encode() + b"\x00" + b"12.5 mm" for template in _TEMPLATES if template.pattern
    ]
    profile = b'partproof = "gauge profile"\nformat = 1\nname = "x"\n'
    profile += b'[template]\nunit = "mm"\n[acquisition]\nmode = "tir"\n'
    return {
        "port": (partial(read_content, False), payloads),
        "keyboard": (partial(read_content, True), payloads),
        "patterns": (match_pattern, patterns),
        "profiles": (read_file, [profile]),
    }


def _payloads() -> list[bytes]:
    with _VECTORS.open(encoding="utf-8", newline="") as file:
        return [bytes.fromhex(row["payload_hex"]) for row in csv.DictReader(file)]


def feed_family(family: str, data: bytes, chance: random.Random) -> None:
    """A driver at its bytes, cut anywhere and with pauses."""
    _feed(driver(family), data, chance)


def feed_template(data: bytes, chance: random.Random) -> None:
    """The generic driver with one of some templates."""
    _feed(Generic(template=chance.choice(_TEMPLATES)), data, chance)


def feed_acquisition(data: bytes, chance: random.Random) -> None:
    """A driver with a way of taking readings, its key pressed now and then."""
    family = chance.choice(("mitutoyo_ascii", "generic", "and_std", "metro_mux"))
    reader = AcquiringReader(driver(family), chance.choice(_PLANS))
    if chance.random() < 0.7:
        reader.press()
    _feed(reader, data, chance)
    reader.due(moment(1000))


def feed_scanner(data: bytes, chance: random.Random) -> None:
    """The scanner's framer."""
    _feed(ScanFramer("fuzz", suffix=chance.choice((None, True, False))), data, chance, SCAN_CAP)


def _feed(reader: StreamReader, data: bytes, chance: random.Random, cap: int = FRAME_CAP) -> None:
    events: list[Event] = []
    at, place = 0.0, 0
    while place < len(data):
        end = place + chance.choice((1, 3, 13, 64, 4096))
        events += reader.feed(data[place:end], moment(at))
        # A prefix or a terminator may straddle the cap.
        assert len(reader.rest) <= cap + 16, "the buffer grows"
        at += chance.choice((0.0, 0.001, 0.001, 0.3, 2.0))
        place = end
    events += reader.tick(moment(at + 60))
    events += reader.give_up(moment(at + 61))
    assert reader.rest == b"", "something stays in the buffer"
    for event in events:
        _check(event, data, cap)


def _check(event: Event, data: bytes, cap: int) -> None:
    match event:
        case GaugeReading():
            assert decimal_text(event.value) == event.value, f"no canonical value: {event.value!r}"
            assert event.raw, "a reading without bytes"
            assert "acquired" in event.facts or event.raw in data, "bytes that never came"
        case ScanReceived():
            assert event.raw in data, "bytes that never came"
        case FrameRejected() | FrameIncomplete():
            assert len(event.raw) <= cap + 16, "a rejected frame of any length"
            assert event.raw or (isinstance(event, FrameRejected) and event.dropped), "told nothing"
        case GaugeTrouble():
            assert event.code, "a trouble without a code"


def read_content(from_keyboard: bool, data: bytes, chance: random.Random) -> None:
    """All content parsers, with and without a shop's own book."""
    book = _BOOK if chance.random() < 0.3 else CodeBook()
    answer = parse(data, from_keyboard=from_keyboard, book=book)
    assert answer.raw == data, "other bytes than came"
    if isinstance(answer, CodeRefused):
        assert answer.reason_code in REASONS, f"unknown reason {answer.reason_code}"
        if answer.suggest is not None:
            parse(answer.suggest)
    else:
        assert set(answer.warnings) <= set(WARNINGS), f"unknown warning {answer.warnings}"
        assert all(isinstance(value, str) for _, value in answer.fields)
    findings(data)


def match_pattern(data: bytes, chance: random.Random) -> None:
    """A user's pattern and a text for it, separated by NUL."""
    source, _, text = data.decode("latin-1").partition("\x00")
    try:
        pattern = Pattern(source)
    except PatternError:
        return
    try:
        groups = pattern.fullmatch(text)
    except PatternTimeError:
        return
    assert groups is None or set(groups) == set(pattern.names)


def read_file(data: bytes, chance: random.Random) -> None:
    """A profile file: refused, or a profile that can be written again."""
    try:
        profile = read_profile(data)
    except ProfileError:
        return
    profile_to_plain(profile)
    profile.reader()
