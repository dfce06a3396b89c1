"""Users' patterns: the same answers as Python's own matcher, and no text or pattern that takes long."""

from __future__ import annotations

import re
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.patterns import Pattern, PatternError, PatternTimeError

ATOMS = st.sampled_from(
    ["a", "b", ".", "[ab]", "[^a]", r"\d", "1", r"\.", "[0-9.]", "-", r"\x41", r"[\]a]", "]"]
)


def repeats(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    counts = st.sampled_from(["", "", "*", "+", "?", "{2}", "{0,2}", "{1,}", "*?", "+?", "??", "{1,2}?"])
    return st.tuples(inner, counts).map("".join)


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    groups = st.one_of(inner.map(lambda one: f"(?:{one})"), inner.map(lambda one: f"({one})"))
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda each: "(?:" + "|".join(each) + ")"),
        repeats(groups),
    )


PATTERNS = st.recursive(repeats(ATOMS), larger, max_leaves=8)


@settings(max_examples=400, deadline=None)
@given(PATTERNS, PATTERNS, st.text("ab1.-A] \n", max_size=10))
def test_answers_are_those_of_python(first: str, second: str, text: str) -> None:
    source = f"{first}(?P<value>{second})|(?P<other>{first})"
    try:
        ours = Pattern(source)
    except PatternError as error:
        # Python takes all of these, so it may only be a feature that is left out.
        if error.code == "pattern":
            raise
        return
    theirs = re.fullmatch(source, text, re.DOTALL)
    found = ours.fullmatch(text)
    assert (found is None) == (theirs is None)
    # A group within a loop that matched nothing may differ; a gauge pattern names what must be there.
    if (
        theirs is not None
        and found is not None
        and "*" not in source
        and "{" not in source
        and "?" not in source
    ):
        assert found == theirs.groupdict()


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"(?P<channel>\d):\s*(?P<value>[+-]?\d+\.\d+)\s*(?P<unit>\w+)", "3: -12.50 mm"),
        (r"(?P<value>\d+?)(?P<rest>\d*)", "12345"),
        (r"^N(?P<value>[^ ]{3,8}) ?(?P<unit>mm|in|)$", "N12.345 mm"),
        (r"(?P<a>a|ab)(?P<b>c|bcd)(?P<c>d*)", "abcd"),
        (r"\(\x02\)(?P<value>.)", "(\x02)측"),
    ],
)
def test_groups_are_those_of_python(pattern: str, text: str) -> None:
    theirs = re.fullmatch(pattern, text)
    assert theirs is not None
    assert Pattern(pattern).fullmatch(text) == theirs.groupdict()
    assert Pattern(pattern).fullmatch(text + "\x00!") is None


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("(?P<value>[0-9", "pattern"),
        ("a)", "pattern"),
        (r"(?P<a>a)(?P=a)", "pattern.unsupported"),
        (r"(a)\1", "pattern.unsupported"),
        ("(?=a)a", "pattern.unsupported"),
        ("(?i)a", "pattern.unsupported"),
        (r"\bword", "pattern.unsupported"),
        ("a" * 501, "pattern.long"),
        ("(?:a{500}){500}", "pattern.long"),
        ("(" * 30 + "a" + ")" * 30, "pattern.long"),
        ("(" * 249 + "a" + ")" * 249, "pattern.long"),
    ],
)
def test_what_cannot_be_used_is_named(pattern: str, code: str) -> None:
    with pytest.raises(PatternError) as refused:
        Pattern(pattern)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "pattern",
    [
        "(?P<value>(a+)+)b",
        "(a|a)*b",
        "(a*)*b",
        ".*.*.*.*.*b",
        "(a|aa)+b",
        "((a{0,20}){0,20}){0,5}b",
        "a?" * 60 + "a" * 60,
    ],
)
def test_no_text_takes_long(pattern: str) -> None:
    try:
        ours = Pattern(pattern)
    except PatternError:
        return
    began = time.process_time()
    with suppress(PatternTimeError):
        assert ours.fullmatch("a" * 256) is None
    assert time.process_time() - began < 0.2


def test_the_limit_can_be_met() -> None:
    with pytest.raises(PatternTimeError):
        Pattern(".*.*.*b").fullmatch("a" * 256, steps=100)
    assert Pattern(".*b").fullmatch("a" * 90 + "b", steps=400) == {}
