"""What a tag says: its fields as texts and its codes as contents, ready for any layout of that tag.

Made by the files that read records; placed by tag_placing.py. Reads nothing itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from sqlalchemy.orm import Session

from app.documents.tag_refusals import ENTRY_MISSING, ENTRY_UNKNOWN, ENTRY_WRONG, NO_RECORD
from app.documents.tag_words import CHANGE_KINDS, CONTEXT, caption
from app.errors import PartproofError
from app.settings import PlantSettings
from app.texts import Language, mark, mark_term
from models.types import canonical_json, clean_text

FORMAT: Final = 1
_LONGEST_ENTRY: Final = 500
_REPRINT: Final = mark("{time} {name} · reprint {count}")
TITLES: Final = {
    "badge": mark_term("tag", "Badge"),
    "box": mark_term("tag", "Box label"),
    "calibration": mark_term("tag", "Calibration"),
    "commands": mark_term("tag", "Commands of the station"),
    "delivery": mark_term("tag", "Delivery label"),
    "first_submission": mark_term("tag", "First submission"),
    "four_m_change": mark_term("tag", "4M change"),
    "identification": mark_term("tag", "Identification tag"),
    "lot": mark_term("tag", "Lot label"),
    "nonconforming": mark_term("tag", "Nonconforming"),
    "part": mark_term("tag", "Part label"),
    "traveller": mark_term("tag", "Traveller"),
}


def title(language: Language, kind: str) -> str:
    """Return what a tag is called."""
    return language.term(CONTEXT, TITLES[kind])


@dataclass(frozen=True)
class TagContent:
    """A tag's facts.

    Attributes:
        kind: Of the tag.
        fields: Texts by name; missing facts are "—".
        codes: What makes the content of each code, asked only for codes the layout prints.
        rows: Rows of its table, texts by column.
        piece: Which of several tags of the record: box number, delivery note; empty where there is one.
    """

    kind: str
    fields: Mapping[str, str]
    codes: Mapping[str, Callable[[], str]] = field(default_factory=dict)
    rows: tuple[Mapping[str, str], ...] = ()
    piece: str = ""

    def hash(self, layout: str, language: str, codes: Iterable[str]) -> str:
        """Return the SHA-256 (hex) of what is printed, without the line that says when and by whom."""
        said = {
            "format": FORMAT,
            "kind": self.kind,
            "layout": layout,
            "language": language,
            "fields": dict(self.fields),
            "codes": {name: self.codes[name]() for name in codes},
            "rows": [dict(row) for row in self.rows],
            "piece": self.piece,
        }
        return hashlib.sha256(canonical_json(said).encode("utf-8")).hexdigest()

    def with_printed(self, language: Language, time: str, name: str, reprint: int) -> TagContent:
        """Return the content with the line that says when and by whom, and which reprint it is."""
        line = (
            language.say(_REPRINT, time=time, name=name, count=reprint)
            if reprint
            else f"{time} {name}".strip()
        )
        return replace(self, fields={**self.fields, "printed": line, "print_number": str(reprint + 1)})


@dataclass(frozen=True)
class TagSource:
    """What every tag is made from.

    Attributes:
        session: Where records are read.
        language: Of the tag.
        settings: The plant's settings.
        now: UTC instant of the print.
        tag: Kind of the tag, for refusals.
        entries: What was typed for this print, by name.
    """

    session: Session
    language: Language
    settings: PlantSettings
    now: datetime
    tag: str
    entries: Mapping[str, str]

    def check_entries(self, known: Iterable[str]) -> None:
        """Refuse what the tag has no field for."""
        for name in sorted(set(self.entries) - set(known)):
            raise ENTRY_UNKNOWN(tag=self.called, field=name)

    @property
    def called(self) -> str:
        """What the tag is called."""
        return title(self.language, self.tag)

    def entry(self, name: str, *, needed: bool = False) -> str:
        """Return what was typed, NFC and stripped.

        Raises:
            PartproofError: ``tag.entry_missing``, or far too long.
        """
        text = clean_text(self.entries.get(name, "")).strip()
        if needed and not text:
            raise ENTRY_MISSING(tag=self.called, field=caption(self.language, name))
        if len(text) > _LONGEST_ENTRY:
            raise self.wrong(name, text[:40])
        return text

    def wrong(self, name: str, text: str) -> PartproofError:
        """Return the refusal of something typed."""
        return ENTRY_WRONG(tag=self.called, field=caption(self.language, name), value=text)

    def missing(self, entity_id: int) -> PartproofError:
        """Return the refusal of a record that is not there."""
        return NO_RECORD(kind=self.called, id=entity_id)

    def count(self, name: str) -> int:
        """Return a whole number from 1 that was typed."""
        text = self.entry(name, needed=True)
        if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 99_999):
            raise self.wrong(name, text)
        return int(text)

    def quantity(self, name: str, most: Decimal) -> Decimal:
        """Return a quantity that was typed, above zero and not above `most`; `most` where nothing was."""
        text = self.entry(name)
        if not text:
            return most
        try:
            value = Decimal(text)
        except InvalidOperation:
            raise self.wrong(name, text) from None
        if not (value.is_finite() and 0 < value <= most):
            raise self.wrong(name, text)
        return value

    def day(self, name: str) -> str:
        """Return a day that was typed as ISO text; today in the plant where nothing was."""
        text = self.entry(name)
        if not text:
            return self.settings.local(self.now).date().isoformat()
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise self.wrong(name, text) from None

    def change_kind(self) -> str:
        """Return the word for man, machine, material or method."""
        word = self.entry("change_kind", needed=True).casefold()
        if word not in CHANGE_KINDS:
            raise self.wrong("change_kind", word)
        return self.language.term(CONTEXT, CHANGE_KINDS[word])

    def minute(self, at: datetime) -> str:
        """Return an instant in plant time to the minute."""
        return f"{self.settings.local(at):%Y-%m-%d %H:%M}"
