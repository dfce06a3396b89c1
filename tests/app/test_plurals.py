"""Sentences with a number say one thing or many things in English; Korean needs no such choice."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from app.texts import Language, mark

ROOT: Final = Path(__file__).resolve().parents[2]

OPEN = mark("{count} {count:balloon is|balloons are} not measured.")


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 balloons are not measured."),
        (1, "1 balloon is not measured."),
        (2, "2 balloons are not measured."),
        (11, "11 balloons are not measured."),
    ],
)
def test_a_number_takes_its_words(count: int, said: str) -> None:
    assert Language("en").say(OPEN, count=count) == said
    assert Language("ko").say(OPEN, count=count).startswith(f"풍선 {count}개")


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "ECO-7: its item is released, and never changes again."),
        (3, "ECO-7: all 3 items are released together, and never change again."),
    ],
)
def test_the_number_may_stand_among_its_words(count: int, said: str) -> None:
    text = (
        "{number}: {count:its item is released, and never changes again|all {count} items are released "
        "together, and never change again}."
    )
    assert Language("en").say(text, number="ECO-7", count=count) == said
    assert "3" in Language("ko").say(text, number="ECO-7", count=3)


def test_no_text_counts_things_without_a_choice_of_words() -> None:
    # What a bench piece counts is fixed, and more than one.
    files = [file for room in ("app", "ui") for file in (ROOT / room).rglob("*.py")]
    counted = re.compile(r"(?<!all )(?<!step )\{(?:n|count)\} (?!boxes are too many)[a-z]+s\b")
    found = {
        f"{file.relative_to(ROOT)}: {match[0]}"
        for file in files
        if not file.name.startswith("bench_")
        for match in counted.finditer(file.read_text(encoding="utf-8"))
    }
    assert not found
