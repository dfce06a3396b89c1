"""A sentence as a value inside another sentence, said in the language of the one around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.errors import PartproofError
from app.texts import Language


@dataclass(frozen=True)
class Said:
    """A marked source text with its values."""

    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.worded(Language("en"))

    def worded(self, language: Language) -> str:
        """Return the sentence in a language."""
        return language.say(self.sentence, **self.values)


@dataclass(frozen=True)
class Term:
    """A marked word in its context."""

    context: str
    word: str

    def __str__(self) -> str:
        return self.word

    def worded(self, language: Language) -> str:
        """Return the word in a language."""
        return language.term(self.context, self.word)


def said_refusal(refusal: PartproofError) -> Said:
    """Return the sentence of a refusal, without its next step."""
    return Said(refusal.kind.sentence, refusal.values)
