"""Words of evidence documents in their own language, with the other language beside them where a form is bilingual.

Knows no fact and no writer; every word comes from the catalogue under the context "form".
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from app.documents.blocks import Align, Cell, Column, ColumnKind, Fact, Heading, Mark
from app.labels import label
from app.texts import Language, mark_term

CONTEXT: Final = "form"
# What stands where the factory has no value; a gap is printed, never filled.
NOT_ENTERED: Final = mark_term("form", "Not entered")
NOT_MEASURED: Final = mark_term("form", "Not measured")


class Wording:
    """The words of one document.

    Korean forms carry the English word below the Korean one where they are asked for side by side, as customers
    print them; English ones carry no Korean word.
    """

    def __init__(self, language: Language, *, beside: bool = True) -> None:
        self.language = language
        self._beside = beside and language.code == "ko"
        self._other = Language("en" if language.code == "ko" else "ko")

    def word(self, source: str) -> str:
        """Return a word marked under the context "form"."""
        return self.language.term(CONTEXT, source)

    def below(self, source: str) -> str:
        """Return what is printed smaller beside a word: English in a form of both, else nothing."""
        if not self._beside:
            return ""
        other = self._other.term(CONTEXT, source)
        return "" if other == self.word(source) else other

    def label_below(self, word: StrEnum) -> str:
        """Return what a stored word is called in the other language, where the form carries it."""
        return label(self._other, word) if self._beside else ""

    def fact(self, source: str, value: str, verdict: Mark | None = None) -> Fact:
        """Return a labelled value; a missing one says so."""
        return Fact(self.word(source), value or self.word(NOT_ENTERED), self.below(source), verdict)

    def heading(self, source: str, level: int = 1) -> Heading:
        """Return a bilingual heading."""
        return Heading(self.word(source), self.below(source), level)

    def column(
        self,
        key: str,
        source: str,
        weight: float,
        kind: ColumnKind = ColumnKind.TEXT,
        *,
        group: str = "",
        align: Align | None = None,
        bold: bool = False,
    ) -> Column:
        """Return a bilingual column; ``group`` is a marked word too."""
        return Column(
            key,
            self.word(source),
            weight,
            kind,
            self.below(source),
            self.word(group) if group else "",
            self.below(group) if group else "",
            align,
            bold=bold,
        )

    def judged(self, source: str, verdict: Mark) -> Cell:
        """Return a cell with a word and the shape of its verdict."""
        return Cell(self.word(source), verdict)
