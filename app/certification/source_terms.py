"""Where a checklist and its rows come from, in words: grades, editions and schemes as the shipped data names them.

Words only, marked under the context "source"; what the shipped data does not name stands as it is written.
"""

from __future__ import annotations

from typing import Final

from app.texts import Language, mark_term

CONTEXT: Final = "source"
GRADES: Final[dict[str, str]] = {
    "official": mark_term("source", "official"),
    "official text reposted": mark_term("source", "official text, reposted"),
    "draft of the standard": mark_term("source", "draft of the standard"),
    "secondary": mark_term("source", "secondary source"),
    "secondary x3": mark_term("source", "three secondary sources that agree"),
    "secondary (2016 course)": mark_term("source", "secondary source: course of 2016"),
    "secondary (blog)": mark_term("source", "secondary source: blog"),
    "third-party code": mark_term("source", "somebody else's program"),
    "measured": mark_term("source", "measured here"),
    "memory": mark_term("source", "from memory"),
    "own": mark_term("source", "our own words"),
    "customer's sheet": mark_term("source", "customer's sheet"),
    "edited here": mark_term("source", "edited here"),
}
EDITIONS: Final[dict[str, str]] = {
    "2015 diagnosis model": mark_term("source", "diagnosis model of 2015"),
    "2015 model": mark_term("source", "model of 2015"),
    "2016 course": mark_term("source", "course of 2016"),
    "2016 structure": mark_term("source", "structure of 2016"),
    "2022 draft; 2023 without P6.7": mark_term("source", "draft of 2022; 2023 without P6.7"),
    "2023 structure": mark_term("source", "structure of 2023"),
    "2024 rules": mark_term("source", "rules of 2024"),
    "2nd ed. numbering": mark_term("source", "numbering of the 2nd edition"),
    "KS X 9001-1 (levels as in the programme rules of 2024)": mark_term(
        "source", "KS X 9001-1, levels as in the programme rules of 2024"
    ),
    "PPAP, 4th edition": mark_term("source", "PPAP, 4th edition"),
    "own list": mark_term("source", "our own list"),
    "practice": mark_term("source", "shop practice"),
    "practice; from memory, unverified": mark_term("source", "shop practice, from memory, unverified"),
}
SOURCES: Final[dict[str, str]] = {
    "from memory, unverified": mark_term("source", "from memory, unverified"),
    "own wording": mark_term("source", "our own words"),
}
SCHEMES: Final[dict[str, str]] = {
    "AIAG APQP, 2nd edition numbering": mark_term("source", "AIAG APQP, numbering of the 2nd edition"),
    "AIAG PPAP, 4th edition (numbers and short titles)": mark_term(
        "source", "AIAG PPAP, 4th edition: numbers and short titles"
    ),
    "Hyundai-Kia SQ (field names, points and pass mark as of a 2016 course)": mark_term(
        "source", "Hyundai-Kia SQ: fields, points and pass mark of a course of 2016"
    ),
    "IATF 16949:2016 (clause numbers and short titles)": mark_term(
        "source", "IATF 16949:2016: clause numbers and short titles"
    ),
    "ISO 9001:2015 (clause numbers and short titles)": mark_term(
        "source", "ISO 9001:2015: clause numbers and short titles"
    ),
    "Initial sample inspection report; papers from memory, unverified": mark_term(
        "source", "initial sample inspection report, papers from memory, unverified"
    ),
    "Level 1-5 of the company (KS X 9001-3); areas of the 2015 model": mark_term(
        "source", "Level 1-5 of the company (KS X 9001-3), areas of the model of 2015"
    ),
    "VDA 6.3 (elements, points, grades and downgrading as of the public 2022 draft)": mark_term(
        "source", "VDA 6.3: elements, points, grades and downgrading of the public draft of 2022"
    ),
    "own list": mark_term("source", "our own list"),
}


def edition_text(language: Language, edition: str) -> str:
    """Return which edition a checklist is of."""
    known = EDITIONS.get(edition)
    return edition if known is None else language.term(CONTEXT, known)
