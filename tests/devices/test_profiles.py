"""Profiles of instruments as files: what goes out comes back, what is wrong is refused, samples are read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.acquisition import AcquisitionPlan, ChannelPlan
from devices.driver import PortSettings
from devices.events import FrameRejected, GaugeReading
from devices.profiles import (
    REFUSALS,
    GaugeProfile,
    ProfileError,
    escaped,
    profile_from_plain,
    profile_to_plain,
    read_profile,
    try_on,
    unescaped,
    write_profile,
)
from devices.registry import families
from devices.templates import GenericTemplate
from tests.devices.vectors import gauge_vectors, moment

FULL = GaugeProfile(
    "내경 게이지 3",
    "generic",
    PortSettings(4800, 7, "E", 2, True, False, False),
    GenericTemplate(
        framing="stx_etx",
        start=b"\x02\\",
        end=b"\x03",
        skip_front=1,
        skip=frozenset({"READY"}),
        columns=(0, 8),
        decimal_comma=True,
        sign="separate",
        sign_columns=(8, 9),
        minus=frozenset({"8"}),
        plus=frozenset({"0", ""}),
        unit="mm",
        units={"MM": "mm", "µm": "um"},
        stable=frozenset({"S"}),
        unstable=frozenset({"U"}),
        errors=frozenset({"ERR", "---"}),
        scale="0.001",
        request=b"R\r\x80",
    ),
    AcquisitionPlan(
        "request", b"?\r", 2.5, 1.0, "cts", True, 1.5, "0.002", "0.1", 3.0, (ChannelPlan("1", b"1"),)
    ),
    "from the maker's manual",
)


@pytest.mark.parametrize(
    "profile",
    [
        FULL,
        GaugeProfile("plain"),
        GaugeProfile("Sylvac", "sylvac", acquisition=AcquisitionPlan("tir", window_seconds=5.0)),
        replace(FULL, template=GenericTemplate(pattern=r"(?P<value>\d+)")),
    ],
)
def test_what_is_exported_comes_back(profile: GaugeProfile) -> None:
    assert read_profile(write_profile(profile)) == profile
    assert profile_from_plain(profile_to_plain(profile)) == profile
    assert write_profile(profile) == write_profile(read_profile(write_profile(profile)))


@settings(max_examples=200)
@given(st.binary(max_size=40))
def test_bytes_survive_as_text(data: bytes) -> None:
    assert unescaped(escaped(data)) == data


HEAD = 'partproof = "gauge profile"\nformat = 1\n'


@pytest.mark.parametrize(
    ("content", "code", "detail"),
    [
        (b"", "not_a_profile", ""),
        (b"\xff\xfe", "not_toml", None),
        (b"a = ", "not_toml", None),
        (b"a = " + b"[" * 30_000, "not_toml", None),
        (b"x" * 70_000, "too_large", ""),
        (b'partproof = "recording"', "not_a_profile", ""),
        (b'partproof = "gauge profile"\nformat = 2', "format", ""),
        (HEAD.encode(), "name", ""),
        ((HEAD + 'name = "x"\nmagic = 1').encode(), "unknown_key", "magic"),
        ((HEAD + "name = 7").encode(), "wrong_type", "name"),
        ((HEAD + 'name = "x"\nfamily = "abacus"').encode(), "family", "abacus"),
        ((HEAD + 'name = "x"\nfamily = "sylvac"\n[template]').encode(), "template_not_generic", "sylvac"),
        ((HEAD + 'name = "x"\ntemplate = 1').encode(), "wrong_type", "template"),
        ((HEAD + 'name = "x"\n[port]\nbaud = "fast"').encode(), "port", "baud"),
        ((HEAD + 'name = "x"\n[port]\nparity = "X"').encode(), "port", "parity"),
        ((HEAD + 'name = "x"\n[port]\nspeed = 1').encode(), "unknown_key", "speed"),
        ((HEAD + 'name = "x"\n[template]\npattern = "("').encode(), "template", "pattern"),
        ((HEAD + 'name = "x"\n[template]\nterminator = "\\\\q"').encode(), "wrong_type", "terminator"),
        ((HEAD + 'name = "x"\n[template]\ncolumns = [1]').encode(), "wrong_type", "columns"),
        ((HEAD + 'name = "x"\n[template]\nskip = "no list"').encode(), "wrong_type", "skip"),
        ((HEAD + 'name = "x"\n[template]\nlength = true').encode(), "wrong_type", "length"),
        ((HEAD + 'name = "x"\n[template]\ngap = nan').encode(), "template", "gap"),
        ((HEAD + 'name = "x"\n[acquisition]\nmode = "guess"').encode(), "acquisition", "mode"),
        ((HEAD + 'name = "x"\n[acquisition]\nperiod = inf').encode(), "acquisition", "period"),
        ((HEAD + 'name = "x"\n[[acquisition.channels]]\nport = "1"').encode(), "unknown_key", "port"),
    ],
)
def test_what_is_no_profile_is_refused_by_its_code(content: bytes, code: str, detail: str | None) -> None:
    with pytest.raises(ProfileError) as refused:
        read_profile(content)
    assert refused.value.code == code
    assert detail is None or refused.value.detail == detail
    assert code in REFUSALS


def answer(content: bytes) -> str:
    """The refusal's code, or nothing where the content is a profile."""
    try:
        read_profile(content).check()
    except ProfileError as error:
        return error.code
    return ""


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_profile_or_refused(content: bytes) -> None:
    for data in (content, HEAD.encode() + b'name = "x"\n' + content):
        assert answer(data) in {"", *REFUSALS}


@pytest.mark.parametrize("family", families())
def test_every_family_makes_a_reader(family: str) -> None:
    reader = GaugeProfile("x", family).reader()
    assert reader.settings.baud >= 1200
    valid = next(each for each in gauge_vectors() if each.family == family and each.kind == "valid")
    found = [each for each in reader.feed(valid.frame, moment(0)) if isinstance(each, GaugeReading)]
    assert found or not [each for each in valid.expected if each["status"] == "ok"] or family == "generic"


def test_a_sample_is_tried_on() -> None:
    profile = GaugeProfile("x", template=GenericTemplate(unit="mm", errors=frozenset({"ERR"})))
    tried = try_on(b"12.50\rnonsense\rERR\r7.2", profile, moment(0))
    assert [type(each).__name__ for each in tried.events] == ["GaugeReading", "FrameRejected", "GaugeTrouble"]
    assert tried.left == b"7.2"
    gap = GaugeProfile("x", template=GenericTemplate(framing="idle_gap"))
    ended = try_on(b"7.2", gap, moment(0))
    assert (len(ended.events), ended.left) == (1, b"")
    assert not isinstance(ended.events[0], FrameRejected)
    with pytest.raises(ProfileError):
        try_on(b"1", GaugeProfile("x", template=GenericTemplate(pattern="(")), moment(0))
