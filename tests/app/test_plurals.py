"""Sentences with a number say one thing or many things in English; Korean needs no such choice."""

from __future__ import annotations

import pytest

from app.texts import Language, mark

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
