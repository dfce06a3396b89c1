"""Proposes the dimensions of a page from its text layer, for a person to confirm one by one.

Decides nothing: no general tolerance is applied, nothing found is hidden (what looks like a number but is left
out is listed with the reason), and a dimension drawn as lines is honestly not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from app.drawings.page_callouts import Callout, CalloutKind, read_callout, read_deviation
from app.drawings.page_facts import PageFacts, PageWarning, Rectangle, TextRun
from app.drawings.page_lines import Line, LineGrid, lines_of
from app.drawings.page_title_block import TitleProposal, block_areas, title_proposals
from app.texts import mark

BARE: Final = mark(
    "A number without sign: some drawing programs draw ⌀ and the frames of geometric tolerances as lines."
)
STACKED: Final = mark("The tolerances stand above each other beside the number.")
LIMIT_PAIR: Final = mark("Two numbers above each other, read as limits.")
FORMULA: Final = mark("A formula or a name instead of a number: type the value.")
MORE_LINES: Final = mark("Several lines were joined into one.")
WHOLE_NUMBER: Final = mark("A whole number on a drawing of decimals: it may be an item number.")
LABELLED: Final = mark("Words stand before the number.")

IN_BLOCK: Final = mark("stands in the title block or the revision table")
NUMBERED: Final = mark("belongs to numbers that run from 1: item or zone numbers")
DRAWN_SIGNS: Final = mark("Between its numbers signs such as ⌀, ⌴ or ↧ may be drawn as lines: choose them.")
AT_FRAME: Final = mark("stands at the sheet's edge like a zone number")

NOTHING_IN_TEXT: Final = mark(
    "The page has text but no dimension in it: the dimensions are drawn as lines. Place the balloons by hand."
)
NOTHING_AT_ALL: Final = mark(
    "The page has no text at all: it is a scan, a 3D view, or its text is drawn as lines. Place the balloons by hand."
)

_FIRST_CONFIDENCE: Final = 90
_ZONE: Final = re.compile(r"\d{1,2}|[A-Z]")
_GENERAL: Final = re.compile(
    r"(?:±|\+/-|\+-)\s?\d*[.,]?\d+\s?(?:mm)?|ISO\s?2768\s?-?\s?[fmcv][HKL]?|KS\s?B\s?(?:ISO\s?)?2768|KS\s?B\s?0412",
    re.I,
)
_GENERAL_WORDS: Final = re.compile(r"TOLERANCE|UNLESS|공차|2768|0412", re.I)
_CONTINUES: Final = re.compile(r"[⌴⌵↧]|TYP\b|THRU\b|\d{1,3}\s?(?:PLCS|PL|개소|EA)\b")
_HOLE: Final = re.compile(r"THRU|관통|^\d{1,3}\s?[xX×]|^M\d")
_NUMBERED_FROM: Final = 4
_LABEL: Final = re.compile(r"((?:[A-Z가-힣][A-Z가-힣]+ ){1,3})(.+)")


@dataclass(frozen=True)
class Candidate:
    """One proposed dimension; nothing of it counts until a person confirms it.

    Attributes:
        text: As read; what was joined from several places has ` ⏎ ` between them.
        kind: By its signs.
        nominal: As written, trailing zeros kept; None where there is none.
        upper: Signed deviation stated at the dimension itself; None if none is stated there.
        lower: Likewise.
        limits: Lower and upper limit where those are stated instead.
        fit: Tolerance class, or empty.
        count: Number of places.
        reference: Only for reference, not to be inspected.
        rectangle: Where it stands, for the picture shown beside the fields.
        angle: Its reading direction, degrees clockwise.
        confidence: 0 to 100; a rule of thumb for sorting and showing, never a reason to confirm unseen.
        doubts: English source texts of what should be looked at.
    """

    text: str
    kind: CalloutKind
    nominal: Decimal | None
    upper: Decimal | None
    lower: Decimal | None
    limits: tuple[Decimal, Decimal] | None
    fit: str
    count: int
    reference: bool
    rectangle: Rectangle
    angle: float
    confidence: int
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class LeftOut:
    """A text that reads like a dimension but is not proposed.

    Attributes:
        text: As read.
        rectangle: Where it stands.
        reason: English source text.
    """

    text: str
    rectangle: Rectangle
    reason: str


@dataclass(frozen=True)
class Proposals:
    """What one page's text offers.

    Attributes:
        candidates: From top to bottom, then left to right.
        left_out: What looked like a dimension and why it is not among them.
        general_tolerances: Notes that state a tolerance for everything else, as written.
        title: Fields of the title block and the revision table; several for one field where they disagree.
        why_nothing: Set when there is no candidate.
    """

    candidates: tuple[Candidate, ...]
    left_out: tuple[LeftOut, ...]
    general_tolerances: tuple[str, ...]
    title: tuple[TitleProposal, ...]
    why_nothing: PageWarning | None


def propose(page: PageFacts, runs: Sequence[TextRun]) -> Proposals:
    """Return what a page's text offers for ballooning.

    Args:
        page: Its size.
        runs: Its text as ``pages.page_text`` gives it.
    """
    lines = lines_of(runs)
    blocks = block_areas(lines, page)
    candidates: list[Candidate] = []
    left_out: list[LeftOut] = []
    for line, candidate in _candidates(lines):
        reason = _why_not(line, page, blocks)
        if reason:
            left_out.append(LeftOut(candidate.text, candidate.rectangle, reason))
        else:
            candidates.append(candidate)
    numbered = _numbered(candidates)
    left_out += [LeftOut(c.text, c.rectangle, NUMBERED) for c in candidates if c in numbered]
    candidates = [c for c in candidates if c not in numbered]
    candidates = sorted(
        _doubt_whole_numbers(candidates), key=lambda c: (round(c.rectangle.y / 8), c.rectangle.x)
    )
    general = tuple(
        line.text for line in lines if _GENERAL_WORDS.search(line.text) and _GENERAL.search(line.text)
    )
    why = None
    if not candidates:
        code, message = ("no_dimension_text", NOTHING_IN_TEXT) if runs else ("no_text", NOTHING_AT_ALL)
        why = PageWarning(code, message)
    return Proposals(tuple(candidates), tuple(left_out), general, title_proposals(lines, page), why)


def _candidates(lines: Sequence[Line]) -> Iterable[tuple[Line, Candidate]]:
    """Yield candidates: first what claims its neighbours (holes, stacked tolerances), then what stands alone."""
    used: set[int] = set()
    grid = LineGrid(lines)
    holes = [at for at, line in enumerate(lines) if _HOLE.search(line.text)]
    steps = (
        (holes, (_stacked, _plain)),
        (range(len(lines)), (_stacked,)),
        (range(len(lines)), (_limit_pair, _plain)),
    )
    for order, readers in steps:
        for at in order:
            if at in used:
                continue
            found = next((found for read in readers if (found := read(grid, at, used))), None)
            if found is not None:
                used.add(at)
                yield lines[at], _with_following(grid, at, used, found)


def _plain(grid: LineGrid, at: int, used: set[int]) -> Candidate | None:
    """Read a line that is a dimension by itself."""
    line = grid.lines[at]
    callout = read_callout(line.text)
    if callout is None:
        return _labelled(line)
    doubts = []
    if callout.bare:
        doubts.append(BARE)
    if callout.kind is CalloutKind.SYMBOLIC:
        doubts.append(FORMULA)
    return _candidate(line, callout, doubts)


def _labelled(line: Line) -> Candidate | None:
    """Read "BED SIZE 180.0 ±0.5": words, then a dimension that a tolerance proves to be one."""
    match = _LABEL.fullmatch(line.text)
    callout = read_callout(match[2]) if match else None
    if callout is None or callout.upper is None:
        return None
    return _candidate(line, callout, [LABELLED])


def _stacked(grid: LineGrid, at: int, used: set[int]) -> Candidate | None:
    """Read a number with an upper and a lower deviation standing to the right of it, one above the other."""
    line = grid.lines[at]
    match = _LABEL.fullmatch(line.text)
    callout = read_callout(line.text) or (read_callout(match[2]) if match else None)
    if callout is None or callout.nominal is None or callout.upper is not None:
        return None
    above, below = _beside(grid, at, used, -1), _beside(grid, at, used, 1)
    if above is None or below is None:
        return None
    upper, lower = read_deviation(grid.lines[above].text), read_deviation(grid.lines[below].text)
    signed = any(grid.lines[n].text[:1] in "+-−±" for n in (above, below))
    if upper is None or lower is None or not signed or upper < lower:
        return None
    used |= {above, below}
    area = line.rectangle.united(grid.lines[above].rectangle).united(grid.lines[below].rectangle)
    text = f"{line.text} {grid.lines[above].text} / {grid.lines[below].text}"
    doubts = [STACKED, *([LABELLED] if match else [])]
    stated = replace(callout, upper=upper, lower=lower, bare=False)
    return replace(_candidate(line, stated, doubts), text=text, rectangle=area)


def _beside(grid: LineGrid, at: int, used: set[int], side: int) -> int | None:
    """Return the line that begins just right of another, half a letter above (-1) or below (1) it."""
    line = grid.lines[at]
    for other, near in grid.around(at, 1.0):
        if other in used or near.size > 1.05 * line.size:
            continue
        gap, offset = (near.start - line.end) / line.size, side * (near.base - line.base) / line.size
        if -0.2 < gap < 1.4 and 0.15 < offset < 0.95 and read_deviation(near.text) is not None:
            return other
    return None


def _limit_pair(grid: LineGrid, at: int, used: set[int]) -> Candidate | None:
    """Read two bare numbers that stand one above the other as an upper and a lower limit."""
    line = grid.lines[at]
    callout = read_callout(line.text)
    if callout is None or not callout.bare or callout.nominal is None:
        return None
    for other, near in grid.around(at, 1.2):
        if other in used or abs(near.size - line.size) > 0.1 * line.size:
            continue
        close = (
            abs(near.start - line.start) < 0.6 * line.size
            and 0.7 < (near.base - line.base) / line.size < 1.15
        )
        second = read_callout(near.text) if close else None
        if second is None or not second.bare or second.nominal is None:
            continue
        low, high = sorted((callout.nominal, second.nominal))
        if low > 0 and high < 2 * low:
            used.add(other)
            limits = Callout(CalloutKind.LIMITS, None, limits=(low, high))
            pair = _candidate(line, limits, [LIMIT_PAIR])
            text, area = f"{line.text} ⏎ {near.text}", line.rectangle.united(near.rectangle)
            return replace(pair, text=text, rectangle=area)
    return None


def _with_following(grid: LineGrid, at: int, used: set[int], found: Candidate) -> Candidate:
    """Join what a hole callout goes on with, beside and below: counterbore, depth, thread, number of places."""
    parts = [grid.lines[at]]
    hole = bool(_HOLE.search(found.text))
    drawn = False
    # Four lines below the first and some words beside it are as far as a hole callout goes.
    for other, near in grid.around(at, 6.0, beside=12.0):
        step = (near.base - parts[-1].base) / parts[-1].size
        if step < -0.1 or step > 1.7:
            continue
        signs = hole and _goes_on_with_drawn_signs(parts, near, step)
        if other in used or not (
            signs or (step > 0.8 and _below(parts, near) and _CONTINUES.match(near.text))
        ):
            continue
        used.add(other)
        parts.append(near)
        drawn = drawn or signs
    if len(parts) == 1:
        return found
    places = [re.match(r"(?:TYP\s?)?(\d{1,3})\s?(?:PLCS|PL|개소|EA)", part.text) for part in parts]
    rectangle = found.rectangle
    for part in parts[1:]:
        rectangle = rectangle.united(part.rectangle)
    return replace(
        found,
        text=" ⏎ ".join([found.text, *(part.text for part in parts[1:])]),
        rectangle=rectangle,
        count=max([found.count, *(int(match[1]) for match in places if match)]),
        doubts=(*found.doubts, MORE_LINES, *([DRAWN_SIGNS] if drawn else [])),
        confidence=min(found.confidence, 50 if drawn else 70),
    )


def _below(parts: Sequence[Line], near: Line) -> bool:
    return near.start < max(part.end for part in parts) and near.end > min(part.start for part in parts)


def _goes_on_with_drawn_signs(parts: Sequence[Line], near: Line, step: float) -> bool:
    """Tell whether a bare number beside or a line below goes on a hole callout, with a gap for a drawn sign."""
    callout = read_callout(near.text)
    if callout is None or callout.upper is not None or not (callout.bare or near.text[:1] == "M"):
        return False
    gap = (near.start - parts[-1].end) / parts[-1].size
    beside = abs(step) < 0.1 and 0.5 < gap < 1.9
    return beside or (0.9 < step < 1.35 and _below(parts, near))


def _numbered(candidates: Sequence[Candidate]) -> set[Candidate]:
    """Return the bare whole numbers that run 1, 2, 3, 4 …: item balloons of an assembly, zones of a frame."""
    whole = [c for c in candidates if c.nominal is not None and c.text.isdecimal() and len(c.text) < 3]
    values = {int(c.text) for c in whole}
    last = 0
    while last + 1 in values:
        last += 1
    return {c for c in whole if 0 < int(c.text) <= last} if last >= _NUMBERED_FROM else set()


def _candidate(line: Line, callout: Callout, doubts: Sequence[str]) -> Candidate:
    confidence = _FIRST_CONFIDENCE - 20 * len(doubts)
    if callout.kind in (CalloutKind.SYMBOLIC, CalloutKind.LIMITS):
        confidence = 40
    return Candidate(
        line.text,
        callout.kind,
        callout.nominal,
        callout.upper,
        callout.lower,
        callout.limits,
        callout.fit,
        callout.count,
        callout.reference,
        line.rectangle,
        line.angle,
        max(confidence, 10),
        tuple(doubts),
    )


def _why_not(line: Line, page: PageFacts, blocks: Sequence[Rectangle]) -> str:
    x, y = line.rectangle.centre
    if any(block.x <= x <= block.right and block.y <= y <= block.bottom for block in blocks):
        return IN_BLOCK
    # Zone marks of a frame stand within some 10 mm of the edge on every sheet size (ISO 5457: 5 mm border).
    rim = max(30.0, 0.025 * max(page.width, page.height))
    inside = rim < x < page.width - rim and rim < y < page.height - rim
    return AT_FRAME if _ZONE.fullmatch(line.text) and not inside else ""


def _doubt_whole_numbers(candidates: Sequence[Candidate]) -> list[Candidate]:
    bare = [c for c in candidates if BARE in c.doubts and c.nominal is not None]
    whole = {c for c in bare if c.nominal is not None and c.nominal.as_tuple().exponent == 0}
    if len(whole) * 3 > len(bare):
        return list(candidates)
    return [
        replace(c, confidence=20, doubts=(*c.doubts, WHOLE_NUMBER)) if c in whole else c for c in candidates
    ]
