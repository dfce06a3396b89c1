"""What screens and documents get of an assessment: frozen rows, all of them derived at the moment of asking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from app.certification.rule_kinds import Found, Sentence
from models.vocab import (
    AssessmentScope,
    AssessmentState,
    Noun,
    RequirementState,
)

DONE: Final = frozenset({RequirementState.READY, RequirementState.ACCEPTED, RequirementState.NOT_APPLICABLE})


@dataclass(frozen=True)
class EvidenceRow:
    """One evidence link and whether it still holds.

    Attributes:
        paper_on: The day that counts for a paper attached by hand; None for records.
    """

    id: int
    noun: Noun
    entity_id: int | None
    file_hash: str
    label: str
    fresh: bool
    automatic: bool
    linked_at: datetime
    paper_on: date | None = None


@dataclass(frozen=True)
class PathStep:
    """One step on the way from what happened upstream to a requirement; a record opens where one is named."""

    sentence: Sentence
    noun: Noun | None = None
    entity_id: int | None = None


@dataclass(frozen=True)
class NextAct:
    """The next step as a button.

    Attributes:
        kind: ``gather``, ``attach``, ``accept``, ``include``, ``open``, or ``requirement``: another one comes first.
        noun: What is opened.
        entity_id: Its id, or that of the other requirement.
    """

    kind: str
    noun: Noun | None = None
    entity_id: int | None = None
    label: str = ""


NOTHING: Final = Sentence("")
ATTACH: Final = NextAct("attach")


@dataclass(frozen=True)
class ScoreRow:
    """What an auditor gave, per process step where steps are scored apart."""

    step: str
    points: int | None
    not_evaluated: str
    version: int


@dataclass(frozen=True)
class RequirementRow:
    """One requirement with its derived state, the reasons and the next step (source texts with values).

    Attributes:
        acceptable: Its evidence is fresh and complete, so that a person may accept it as it is now. True also of
            a stale one whose evidence is another one than was accepted, but whole.
        section: Code of the heading it stands under.
        source: Where number and title were seen; ``grade`` how good that source is.
        licensed: Who compared the row with a licensed copy, when and with which; empty while nobody did.
        asks: What satisfies it, by its rule; empty where any file does.
        no_records: The program keeps no records of this kind yet, so a file is attached by hand.
        found: The records the rule finds today.
        proposals: What the rule found and nobody accepted or rejected yet.
        path: From what happened upstream to this requirement.
        act: The next step as a button.
        expires_on: Last day on which its newest paper, or the newest record its rule found, counts.
    """

    id: int
    code: str
    title: str
    title_ko: str
    text: str
    text_ko: str
    submission: str
    rule: str
    verified: bool
    state: RequirementState
    acceptable: bool
    reasons: tuple[Sentence, ...]
    next_step: Sentence
    evidence: tuple[EvidenceRow, ...]
    owner: str
    due_on: date | None
    accepted_by: str
    not_applicable_reason: str
    version: int
    section: str = ""
    edition: str = ""
    source: str = ""
    grade: str = ""
    licensed: str = ""
    asks: Sentence = NOTHING
    no_records: bool = False
    proposals: tuple[Found, ...] = ()
    found: frozenset[tuple[Noun, int | None]] = frozenset()
    path: tuple[PathStep, ...] = ()
    act: NextAct = ATTACH
    owner_id: int | None = None
    remark: str = ""
    accepted_at: datetime | None = None
    expires_on: date | None = None
    scores: tuple[ScoreRow, ...] = ()


@dataclass(frozen=True)
class AssessmentRow:
    """One assessment of the list.

    Attributes:
        licensed_check: Who compared the checklist with a licensed copy of the standard, and when;
            empty while nobody did for every row.
        code: Code of its checklist; ``sequence`` the version it started with.
        upgrade: A newer version of its checklist is there.
    """

    id: int
    number: str
    title: str
    title_ko: str
    level: str
    part_revision_id: int | None
    part_number: str
    part_name: str
    revision: str
    customer: str
    due_on: date | None
    owner: str
    state: AssessmentState
    done: int
    total: int
    stale: int
    licensed_check: str
    code: str = ""
    edition: str = ""
    sequence: int = 0
    scope: AssessmentScope = AssessmentScope.PLANT
    process: str = ""
    supplier: str = ""
    steps: tuple[str, ...] = ()
    held_on: date | None = None
    customer_id: int | None = None
    owner_id: int | None = None
    follows_id: int | None = None
    opened_at: datetime | None = None
    version: int = 0
    open_findings: int = 0


@dataclass(frozen=True)
class PackRow:
    """One pack that left the house."""

    id: int
    recipient: str
    issued_at: datetime
    issued_by: str
    audit_seq: int
    audit_hash: str
    manifest_hash: str
    file_hash: str
