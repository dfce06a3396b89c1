"""Reads the text of the page now shown for the drawing screen, in the background. Stores nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from app.drawings.characteristics import BalloonPlace, CharacteristicFacts
from app.drawings.page_dimensions import Proposals
from app.drawings.page_facts import PageFacts, Rectangle
from app.drawings.pages import PageSource, page_text
from app.drawings.queries import CharacteristicRow
from models.vocab import CharacteristicKind
from ui.drawings.proposed import (
    Proposed,
    balloon_beside,
    facts_of_candidate,
    nearest,
    place_at,
    proposed_of,
    read_proposals,
)
from ui.drawings.sheet_card import SheetCard
from ui.i18n import Words, say
from ui.panels import Desk

Open = Callable[[CharacteristicFacts, BalloonPlace | None], object]


class Finding(QObject):
    """What the text of a page offers.

    Args:
        desk: What screens are given.
        sheet: The card with the page.
    """

    def __init__(self, desk: Desk, sheet: SheetCard) -> None:
        super().__init__(sheet)
        self._desk, self._sheet = desk, sheet
        # One page's text is read once, however many balloons are placed on it.
        self._read: dict[tuple[str, int], Proposals] = {}

    def _now(self) -> tuple[PageSource, PageFacts, int] | None:
        facts, source = self._sheet.page_facts, self._sheet.source
        if facts is None or source is None:
            return None
        return source, facts, self._sheet.view.page

    def _proposals(self, then: Callable[[Proposals, PageFacts, int], object]) -> None:
        now = self._now()
        if now is None:
            return
        source, facts, page = now
        known = self._read.get((source.key, page))

        def take(found: Proposals) -> None:
            self._read[source.key, page] = found
            then(found, facts, page)

        if known is not None:
            take(known)
        else:
            self._desk.tasks.read(lambda: read_proposals(source, facts, page), take, owner=self)

    def page(self, known: Sequence[CharacteristicRow], then: Callable[[list[Proposed]], object]) -> None:
        """Propose the dimensions of the page that have no balloon yet; says why where there is none."""

        def take(found: Proposals, facts: PageFacts, page: int) -> None:
            made = proposed_of(found, page, facts, known)
            if not made:
                why = found.why_nothing
                words = (
                    say("Every dimension found in the text has a balloon already.")
                    if why is None
                    else Words(why.message, "", tuple(why.values.items()))
                )
                self._desk.notices.toast(words, "neutral" if why is None else "warn")
                return
            then(made)

        self._proposals(take)

    def beside(self, number: str, x: float, y: float, then: Open) -> None:
        """Offer a characteristic at a place, with the dimension that stands nearest to it."""

        def take(found: Proposals, _facts: PageFacts, page: int) -> None:
            candidate = nearest(found, x, y)
            if candidate is None:
                then(self.blank(number), place_at(page, (x, y), (x, y)))
                return
            box = candidate.rectangle
            anchor = (min(max(x, box.x), box.right), min(max(y, box.y), box.bottom))
            then(facts_of_candidate(candidate, number, confirmed=True), place_at(page, (x, y), anchor))

        self._proposals(take)

    def inside(self, number: str, area: Rectangle, then: Open) -> None:
        """Offer a characteristic with the text inside an area."""
        now = self._now()
        if now is None:
            return
        source, facts, page = now

        def work() -> str:
            runs = [run for run in page_text(source, page) if _within(run.rectangle, area)]
            ordered = sorted(runs, key=lambda run: (round(run.y / 6), run.x))
            return " ".join(run.text.strip() for run in ordered if run.text.strip())

        def take(text: str) -> None:
            place = balloon_beside(area, page, facts, ())
            then(replace(self.blank(number), specification=text[:200]), place)

        self._desk.tasks.read(work, take, owner=self)

    @staticmethod
    def blank(number: str) -> CharacteristicFacts:
        """Return a characteristic that says nothing yet."""
        return CharacteristicFacts(number, CharacteristicKind.LENGTH, "")


def _within(run: Rectangle, area: Rectangle) -> bool:
    x, y = run.centre
    return area.x <= x <= area.right and area.y <= y <= area.bottom
