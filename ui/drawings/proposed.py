"""Proposed dimensions of a page as facts and places for the verbs: numbers, kinds, and balloons that do not overlap.

Decides nothing: everything it makes is unconfirmed until a person confirms it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.drawings.characteristics import BalloonPlace, CharacteristicFacts, add_characteristic
from app.drawings.page_callouts import CalloutKind
from app.drawings.page_dimensions import Candidate, Proposals, propose
from app.drawings.page_facts import PageFacts, Rectangle
from app.drawings.pages import PageSource, page_text
from app.drawings.queries import CharacteristicRow
from app.unit_of_work import UnitOfWork
from models.vocab import CharacteristicKind

_KINDS: Final = {
    CalloutKind.LENGTH: CharacteristicKind.LENGTH,
    CalloutKind.DIAMETER: CharacteristicKind.DIAMETER,
    CalloutKind.RADIUS: CharacteristicKind.RADIUS,
    CalloutKind.ANGLE: CharacteristicKind.ANGLE,
    CalloutKind.THREAD: CharacteristicKind.THREAD,
    CalloutKind.CHAMFER: CharacteristicKind.OTHER,
    CalloutKind.LIMITS: CharacteristicKind.LENGTH,
    CalloutKind.SYMBOLIC: CharacteristicKind.OTHER,
}
# Points; a balloon is 11 px in radius, which is some 16 points on a sheet fitted to the window.
_REACH: Final = 16.0
_APART: Final = 24.0


@dataclass(frozen=True)
class Proposed:
    """One proposal ready to be stored, unconfirmed, with why it should be looked at."""

    facts: CharacteristicFacts
    place: BalloonPlace
    candidate: Candidate


def read_proposals(source: PageSource, facts: PageFacts, page: int) -> Proposals:
    """Return what a page's text offers; slow, for a read thread."""
    return propose(facts, page_text(source, page))


def proposed_of(
    found: Proposals, page: int, facts: PageFacts, known: Sequence[CharacteristicRow]
) -> list[Proposed]:
    """Return the proposals that no balloon stands at yet.

    Args:
        found: Of the page.
        page: Zero-based.
        facts: The page's size.
        known: Characteristics already there.
    """
    anchors = [
        (float(b.anchor_x), float(b.anchor_y)) for row in known for b in row.balloons if b.page == page + 1
    ]
    taken = [(float(b.x), float(b.y)) for row in known for b in row.balloons if b.page == page + 1]
    numbers = {row.number for row in known}
    following = 1
    made: list[Proposed] = []
    for candidate in found.candidates:
        if candidate.reference or any(_inside(candidate.rectangle, anchor) for anchor in anchors):
            continue
        while str(following) in numbers:
            following += 1
        numbers.add(str(following))
        place = balloon_beside(candidate.rectangle, page, facts, taken)
        taken.append((float(place.x), float(place.y)))
        made.append(Proposed(facts_of_candidate(candidate, str(following)), place, candidate))
    return made


def facts_of_candidate(candidate: Candidate, number: str, *, confirmed: bool = False) -> CharacteristicFacts:
    """Return what a proposal says, as the verbs take it."""
    low, high = candidate.limits if candidate.limits is not None else (None, None)
    stated = candidate.nominal is not None
    return CharacteristicFacts(
        number=number,
        kind=_KINDS[candidate.kind],
        specification=candidate.text.replace(" ⏎ ", " "),
        nominal=candidate.nominal,
        upper_tolerance=candidate.upper if stated else None,
        lower_tolerance=candidate.lower if stated else None,
        upper_limit=high,
        lower_limit=low,
        unit="°" if candidate.kind is CalloutKind.ANGLE else "mm",
        places=candidate.count,
        confirmed=confirmed,
    )


def balloon_beside(
    text: Rectangle, page: int, facts: PageFacts, taken: Sequence[tuple[float, float]]
) -> BalloonPlace:
    """Return a balloon's place beside a text, on the page and clear of other balloons."""
    x0, y0 = text.centre
    wishes = [
        (text.x - _REACH, y0),
        (text.right + _REACH, y0),
        (x0, text.y - _REACH),
        (x0, text.bottom + _REACH),
        (text.x - 2 * _REACH, text.y - _REACH),
        (text.right + 2 * _REACH, text.bottom + _REACH),
    ]
    on_page = [
        (x, y) for x, y in wishes if _REACH < x < facts.width - _REACH and _REACH < y < facts.height - _REACH
    ]
    clear = [wish for wish in on_page if all(math.dist(wish, other) >= _APART for other in taken)]
    x, y = (clear or on_page or [(max(text.x, 1.0), max(text.y, 1.0))])[0]
    anchor_x = min(max(x, text.x), text.right)
    anchor_y = min(max(y, text.y), text.bottom)
    return place_at(page, (x, y), (anchor_x, anchor_y))


def place_at(page: int, centre: tuple[float, float], anchor: tuple[float, float]) -> BalloonPlace:
    """Return a balloon's place from pixels of the page (zero-based) in points."""
    return BalloonPlace(page + 1, _exact(centre[0]), _exact(centre[1]), _exact(anchor[0]), _exact(anchor[1]))


def nearest(found: Proposals, x: float, y: float, reach: float = 48.0) -> Candidate | None:
    """Return the proposal whose text stands nearest to a point, within a reach in points."""
    best, distance = None, reach
    for candidate in found.candidates:
        box = candidate.rectangle
        gap = math.hypot(
            max(box.x - x, 0.0, x - box.right),
            max(box.y - y, 0.0, y - box.bottom),
        )
        if gap < distance:
            best, distance = candidate, gap
    return best


def add_proposals(unit: UnitOfWork, revision_id: int, made: Sequence[Proposed]) -> list[int]:
    """Store proposals unconfirmed, all in one act, and return their ids."""
    return [add_characteristic(unit, revision_id, entry.facts, entry.place) for entry in made]


def _inside(box: Rectangle, point: tuple[float, float]) -> bool:
    return box.x - 6 <= point[0] <= box.right + 6 and box.y - 6 <= point[1] <= box.bottom + 6


def _exact(points: float) -> Decimal:
    # A float only as long as it is a place on the screen; two decimals of a point are 4 µm.
    return Decimal(str(round(max(points, 0.0), 2)))
