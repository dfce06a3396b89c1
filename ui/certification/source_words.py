"""Where a checklist's row comes from, in words: grades and editions as the shipped data names them. Asks nothing."""

from __future__ import annotations

from typing import Final

from ui.i18n import Shown, Words, term

_GRADES: Final[dict[str, Words]] = {
    "official": term("source", "official"),
    "official text reposted": term("source", "official text, reposted"),
    "draft of the standard": term("source", "draft of the standard"),
    "secondary": term("source", "secondary source"),
    "secondary x3": term("source", "three secondary sources that agree"),
    "secondary (2016 course)": term("source", "secondary source: course of 2016"),
    "secondary (blog)": term("source", "secondary source: blog"),
    "third-party code": term("source", "somebody else's program"),
    "measured": term("source", "measured here"),
    "memory": term("source", "from memory"),
    "own": term("source", "our own words"),
    "customer's sheet": term("source", "customer's sheet"),
    "edited here": term("source", "edited here"),
}
_EDITIONS: Final[dict[str, Words]] = {
    "2015 diagnosis model": term("source", "diagnosis model of 2015"),
    "2015 model": term("source", "model of 2015"),
    "2016 course": term("source", "course of 2016"),
    "2016 structure": term("source", "structure of 2016"),
    "2022 draft; 2023 without P6.7": term("source", "draft of 2022; 2023 without P6.7"),
    "2023 structure": term("source", "structure of 2023"),
    "2024 rules": term("source", "rules of 2024"),
    "2nd ed. numbering": term("source", "numbering of the 2nd edition"),
    "KS X 9001-1 (levels as in the programme rules of 2024)": term(
        "source", "KS X 9001-1, levels as in the programme rules of 2024"
    ),
    "PPAP, 4th edition": term("source", "PPAP, 4th edition"),
    "own list": term("source", "our own list"),
    "practice": term("source", "shop practice"),
    "practice; from memory, unverified": term("source", "shop practice, from memory, unverified"),
}
_SOURCES: Final[dict[str, Words]] = {
    "from memory, unverified": term("source", "from memory, unverified"),
    "own wording": term("source", "our own words"),
}


def grade_words(grade: str) -> Shown:
    """Return how good a source is."""
    return _GRADES.get(grade, grade)


def edition_words(edition: str) -> Shown:
    """Return which edition a row is of."""
    return _EDITIONS.get(edition, edition)


def source_words(source: str) -> Shown:
    """Return where a row comes from; addresses stand as they are."""
    return _SOURCES.get(source, source)
