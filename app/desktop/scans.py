"""What the search box finds and what a scanned code stands for, as places and records of the window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.factory import Factory
from app.parts.queries import FoundRow, find_anything
from app.people.queries import user_rows
from app.settings import read_settings
from app.unit_of_work import number_key
from devices.barcodes.content import CodeContent, CodeRefused
from devices.barcodes.registry import parse
from devices.events import ScanReceived
from models.vocab import Noun
from ui.devices.code_view import KEYBOARD
from ui.i18n import Words, term
from ui.search_box import SearchHit

# Which place shows which noun, with its icon and what the noun is called.
SHOWN_AT: Final[dict[str, tuple[str, str, Words]]] = {
    Noun.PART: ("parts", "components", term("noun", "Part")),
    Noun.DOCUMENT: ("documents", "file-text", term("noun", "Drawing or document")),
    Noun.ORDER: ("orders", "clipboard-list", term("noun", "Work order")),
    Noun.LOT: ("lots", "tag", term("noun", "Lot")),
    Noun.SHIPMENT: ("shipments", "package", term("noun", "Shipment")),
    Noun.INSPECTION: ("inspections", "ruler-measure", term("noun", "Inspection")),
    Noun.GAUGE: ("gauges", "gauge", term("noun", "Gauge")),
    Noun.NONCONFORMANCE: ("nonconformances", "alert-triangle", term("noun", "Nonconformance")),
    Noun.ASSESSMENT: ("assessments", "certificate", term("noun", "Assessment")),
    Noun.USER: ("users", "user", term("noun", "Person")),
}
_OWN_CODES: Final = {"order": Noun.ORDER, "lot": Noun.LOT, "part": Noun.PART, "gauge": Noun.GAUGE}


class Finder:
    """Looks records up for the search box and for scans, on a read thread.

    Args:
        factory: The open factory.
        places: Keys of the places there are; what no place shows is not offered.
    """

    def __init__(self, factory: Factory, places: frozenset[str]) -> None:
        self._factory, self._places = factory, places

    def search(self, text: str) -> Sequence[SearchHit]:
        """Return the records whose number or words hold all words of a text."""
        hits = (self._hit(row) for row in self._factory.ask(find_anything, text))
        return [hit for hit in hits if hit is not None]

    def understand(self, scan: ScanReceived) -> CodeContent | CodeRefused:
        """Return what a scan says by the plant's code book, or why it is refused."""
        book = self._factory.ask(read_settings).code_book
        return parse(scan.raw, from_keyboard=scan.source == KEYBOARD, book=book)

    def resolve(self, scan: ScanReceived) -> SearchHit | None:
        """Return what a scanned code stands for: one of our own codes, else a number somewhere in the code."""
        content = self.understand(scan)
        if not isinstance(content, CodeContent):
            return self._exact(scan.text)
        if content.kind == "badge":
            return self._person(content.fields[0][1])
        if content.kind in _OWN_CODES:
            return self._exact(content.fields[0][1], _OWN_CODES[content.kind])
        for value in (*(value for _name, value in content.fields), content.text):
            hit = self._exact(value) if value.strip() else None
            if hit is not None:
                return hit
        return None

    def _exact(self, number: str, noun: Noun | None = None) -> SearchHit | None:
        wanted = number_key(number)
        for row in self._factory.ask(find_anything, number):
            if row.number == wanted and noun in (None, row.noun):
                hit = self._hit(row)
                if hit is not None:
                    return hit
        return None

    def _person(self, badge: str) -> SearchHit | None:
        person = next((row for row in self._factory.ask(user_rows) if row.badge == badge), None)
        if person is None or "users" not in self._places:
            return None
        return SearchHit("users", person.id, person.name, SHOWN_AT[Noun.USER][2], "user")

    def _hit(self, row: FoundRow) -> SearchHit | None:
        place, sign, word = SHOWN_AT.get(row.noun, ("", "", Words("")))
        if place not in self._places:
            return None
        number = row.number.upper()
        return SearchHit(place, row.entity_id, f"{number}  {row.title}".strip(), word, sign)
