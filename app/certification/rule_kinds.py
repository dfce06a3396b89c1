"""The register of evidence rules: what each kind asks for in words, its parameters, and what it finds. Reads only.

A rule finds; it never decides that something is fresh by what somebody typed.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from app.texts import Language, mark
from models.certification import Assessment
from models.vocab import DocumentKind, Noun


@dataclass(frozen=True)
class Sentence:
    """A source text with its values."""

    text: str
    values: tuple[tuple[str, str], ...] = ()

    def worded(self, language: Language) -> str:
        """Return the sentence in a language."""
        return language.say(self.text, **dict(self.values))


@dataclass(frozen=True)
class Reasons:
    """Several sentences as one value of another sentence."""

    sentences: tuple[Sentence, ...]

    def __str__(self) -> str:
        return self.worded(Language("en"))

    def worded(self, language: Language) -> str:
        """Return them one after another in a language."""
        return " ".join(sentence.worded(language) for sentence in self.sentences)


@dataclass(frozen=True)
class Found:
    """One record that counts as evidence, with the hash it has now."""

    noun: Noun
    entity_id: int
    label: str
    content_hash: str


@dataclass(frozen=True)
class Overtaken:
    """What happened after a paper was attached, so that it no longer says how things are.

    Attributes:
        renewable: Somebody may look at the paper again and sign that it still holds.
    """

    sentence: Sentence
    noun: Noun
    entity_id: int
    renewable: bool = True


@dataclass
class Finding:
    """What a rule found and what still lacks; nothing lacking means complete.

    Attributes:
        confirm: What the machine cannot see; it is never ready by itself, and a signature says that it holds.
        together: All of what was found has to be linked; a part of it proves nothing.
        by_paper: No record of this kind is kept of it; a paper attached by hand may stand for it.
        until: Last day on which the newest record counts, where records age.
    """

    evidence: list[Found] = field(default_factory=list)
    lacking: list[Sentence] = field(default_factory=list)
    confirm: list[Sentence] = field(default_factory=list)
    together: bool = False
    by_paper: bool = False
    until: date | None = None

    def lacks(self, text: str, **values: object) -> None:
        """Add something that is missing."""
        self.lacking.append(Sentence(text, tuple((name, str(value)) for name, value in values.items())))

    def confirms(self, text: str, **values: object) -> None:
        """Add something that a person has to confirm."""
        self.confirm.append(Sentence(text, tuple((name, str(value)) for name, value in values.items())))


@dataclass(frozen=True)
class Asked:
    """What a row of a checklist asks its rule.

    Attributes:
        parameters: What stands beside ``rule`` in the row: months, days, samples, percent, kind.
        day: The plant's calendar day on which it is asked.
    """

    parameters: Mapping[str, Any]
    day: date

    def number(self, name: str, default: int) -> int:
        """Return a whole-number parameter."""
        return int(self.parameters.get(name, default))

    def since(self, default: int) -> date:
        """Return the day from which on records count, by the parameter ``months``."""
        return months_before(self.day, self.number("months", default))


Rule = Callable[[Session, Assessment, Asked], Finding]
# What overtook a paper that was attached, or signed again, at this moment.
Overtakes = Callable[[Session, Assessment, datetime], tuple[Overtaken, ...]]


@dataclass(frozen=True)
class RuleKind:
    """One kind of evidence rule.

    Attributes:
        text: What satisfies it, as a sentence; its placeholders are parameters.
        parameters: Names of the parameters a row may give.
        find: Looks for records; None where a file is attached by hand.
        no_records: By hand only because the program keeps no such records yet, and the screen says so.
        ages: A paper older than ``months`` no longer counts.
        signed: For its age the signature of who accepted it counts as well as the paper's day.
        overtakes: Looks for what happened upstream since the newest paper was attached.
    """

    name: str
    text: str
    parameters: frozenset[str] = frozenset()
    find: Rule | None = None
    no_records: bool = False
    ages: bool = False
    signed: bool = False
    overtakes: Overtakes | None = None


# Rules that look at the other requirements; judged in app/certification/queries.py once those are known.
# Each is answered by the document of its name, which the program makes.
OF_THE_WHOLE: Final = frozenset({"submission_warrant", "isir_cover"})
NUMBERS: Final = frozenset({"months", "days", "samples", "percent"})
DOCUMENT_KINDS: Final = frozenset(kind.value for kind in DocumentKind)
_KINDS: Final[dict[str, RuleKind]] = {
    name: RuleKind(name, mark("All other requirements are settled.")) for name in sorted(OF_THE_WHOLE)
}


def rule(
    name: str, text: str, *parameters: str, paper_overtaken_by: Overtakes | None = None
) -> Callable[[Rule], Rule]:
    """Register an evidence rule under the name that templates use.

    Args:
        name: The name.
        text: What satisfies it, as a sentence; its placeholders are parameters.
        parameters: Names of the parameters a row may give.
        paper_overtaken_by: Where a paper may stand for the records: what happens upstream of it. It ages.
    """

    def register(function: Rule) -> Rule:
        ages, names = paper_overtaken_by is not None, frozenset(parameters)
        _KINDS[name] = RuleKind(name, text, names, function, ages=ages, overtakes=paper_overtaken_by)
        return function

    return register


def by_hand(
    name: str,
    text: str,
    *,
    no_records: bool = True,
    signed: bool = False,
    overtakes: Overtakes | None = None,
) -> None:
    """Register a rule whose evidence is a file attached by hand, dated within so many months."""
    _KINDS[name] = RuleKind(name, text, frozenset({"months"}), None, no_records, True, signed, overtakes)


def kind_of(name: str) -> RuleKind | None:
    """Return a kind of rule, or None for an unknown or empty name."""
    return _KINDS.get(name)


def rule_names() -> frozenset[str]:
    """Return the names templates may use."""
    return frozenset(_KINDS)


def parameters_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rule parameters that stand in a checklist's row."""
    return {name: row[name] for name in (*sorted(NUMBERS), "kind") if name in row}


def problem_of(name: str, parameters: Mapping[str, Any]) -> str | None:
    """Return what is wrong with a rule's parameters, or None."""
    kind = _KINDS[name]
    for key, value in parameters.items():
        if key not in kind.parameters:
            return f"{name} takes no {key}"
        if key in NUMBERS and (not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= 600):
            return f"{key} {value}"
        if key == "kind" and value not in DOCUMENT_KINDS:
            return f"kind {value}"
    return None


def months_before(day: date, months: int) -> date:
    """Return the day so many months earlier, the last of the month where it has no such day."""
    month = day.year * 12 + day.month - 1 - months
    year, place = divmod(month, 12)
    return date(year, place + 1, min(day.day, calendar.monthrange(year, place + 1)[1]))


def months_after(day: date, months: int) -> date:
    """Return the day so many months later."""
    return months_before(day, -months)
