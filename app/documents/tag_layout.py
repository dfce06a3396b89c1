"""Tag layouts as data: reads ``resources/tags/*.toml`` and refuses what could not be printed or scanned, by line.

Holds no fact of a tag and draws nothing; docs/how-to-add/tag.md describes the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Final

from app.documents.tag_elements import (
    Area,
    BoxElement,
    CodeElement,
    Element,
    TagLayout,
    TextElement,
    Vocabulary,
)
from app.documents.tag_layout_lines import Section, read_layout_file, sections
from app.documents.tag_layout_reader import LEAST_MAIN, area_of, elements_of
from app.documents.tag_refusals import LAYOUT_NO_MAIN, LAYOUT_OUTSIDE, LAYOUT_OVERLAP

LAYOUT_DIR: Final = Path(__file__).resolve().parents[2] / "resources" / "tags"


def tag_of(path: Path) -> str:
    """Return the kind of tag a layout file is for, without judging the rest.

    Raises:
        PartproofError: ``tag.layout_…`` with the line.
    """
    return kind_of(path.name, read_layout_file(path))


def kind_of(file: str, raw: bytes) -> str:
    """Return the kind of tag the bytes of a layout file are for, without judging the rest.

    Raises:
        PartproofError: ``tag.layout_…`` with the line.
    """
    return sections(file, raw)[0].text("tag")


def load_layout(path: Path, vocabulary: Vocabulary) -> TagLayout:
    """Read and judge a layout file.

    Raises:
        PartproofError: ``tag.layout_…`` with the line.
    """
    return judged_layout(path.stem, path.name, read_layout_file(path), vocabulary)


def judged_layout(name: str, file: str, raw: bytes, vocabulary: Vocabulary) -> TagLayout:
    """Judge the bytes of a layout file.

    Args:
        name: What the layout is called.
        file: What the file is called, for refusals.
        raw: Its bytes.
        vocabulary: What the tag offers.

    Raises:
        PartproofError: ``tag.layout_…`` with the line.
    """
    head, page, found = sections(file, raw)
    head.check_keys(frozenset({"tag"}), frozenset({"tag"}))
    page.check_keys(frozenset({"width", "height"}), frozenset({"width", "height"}))
    width, height = (page.number(key, least=15, most=430) for key in ("width", "height"))
    elements: list[Element] = []
    for section in found:
        elements.extend(elements_of(section, vocabulary))
        _check_inside(section, width, height)
    layout = TagLayout(name, head.text("tag"), width, height, tuple(elements))
    _check_overlaps(file, elements)
    _check_colours(file, elements)
    _check_main(file, page.line, elements)
    return layout


def _check_inside(section: Section, width: float, height: float) -> None:
    page = Area(0, 0, width, height, 0)
    if not page.holds(area_of(section)):
        raise LAYOUT_OUTSIDE(file=section.file, line=section.line, width=f"{width:g}", height=f"{height:g}")


def _check_overlaps(file: str, elements: Sequence[Element]) -> None:
    printed = [entry.area for entry in elements if not isinstance(entry, BoxElement)]
    for first, second in combinations(printed, 2):
        if first.overlaps(second):
            raise LAYOUT_OVERLAP(file=file, line=second.line, other=first.line)
    fills = [entry.area for entry in elements if isinstance(entry, BoxElement) and entry.fill]
    for code in (entry.area for entry in elements if isinstance(entry, CodeElement)):
        for fill in fills:
            if code.overlaps(fill):
                raise LAYOUT_OVERLAP(file=file, line=code.line, other=fill.line)


def _check_colours(file: str, elements: Sequence[Element]) -> None:
    """Refuse white letters on white and dark ones on a fill: a label printer makes every fill black."""
    fills = [entry.area for entry in elements if isinstance(entry, BoxElement) and entry.fill]
    for text in (entry for entry in elements if isinstance(entry, TextElement)):
        inside = any(fill.holds(text.area) for fill in fills)
        touching = any(fill.overlaps(text.area) for fill in fills)
        if (text.colour == "white") != inside or touching != inside:
            other = next((fill.line for fill in fills if fill.overlaps(text.area)), text.area.line)
            raise LAYOUT_OVERLAP(file=file, line=text.area.line, other=other)


def _check_main(file: str, line: int, elements: Sequence[Element]) -> None:
    if not any(isinstance(entry, TextElement) and entry.main for entry in elements):
        raise LAYOUT_NO_MAIN(file=file, line=line, least=f"{LEAST_MAIN:g}")
