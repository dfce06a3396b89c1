"""One thing that doctor looked at: how it stands, said in a sentence, with the next step where one is needed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.errors import PartproofError
from app.texts import Language


class State(StrEnum):
    """How it stands: as it should, worth knowing, or wrong."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One finding.

    Attributes:
        subject: Stable name for machines.
        sentence: Marked source text.
        values: For the placeholders of both texts.
        next_step: Marked source text, or empty.
    """

    subject: str
    state: State
    sentence: str
    values: dict[str, object] = field(default_factory=dict)
    next_step: str = ""

    def said(self, language: Language) -> str:
        """Return the sentence in a language."""
        return language.say(self.sentence, **self.values)

    def step(self, language: Language) -> str:
        """Return the next step in a language, or an empty text."""
        return language.say(self.next_step, **self.values) if self.next_step else ""

    def to_json(self, language: Language) -> dict[str, object]:
        """Return the finding for machines."""
        facts = {name: str(value) for name, value in self.values.items()}
        return {
            "subject": self.subject,
            "state": self.state.value,
            "said": self.said(language),
            "next_step": self.step(language),
            "facts": facts,
        }


def refused(subject: str, refusal: PartproofError) -> Finding:
    """Return a refusal as a finding."""
    return Finding(subject, State.BAD, refusal.kind.sentence, dict(refusal.values), refusal.kind.next_step)
