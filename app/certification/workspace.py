"""One assessment as its screen shows it: head, requirements, packs and the day it is looked at. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certification.findings import FindingRow, PersonRow, Result, finding_rows, person_rows, result_of
from app.certification.queries import (
    DONE,
    AssessmentRow,
    PackRow,
    RequirementRow,
    head_of,
    pack_rows,
    requirement_rows,
)
from app.certification.templates import in_force, read_template, template_codes
from app.certification.upgrades import upgrade_rows
from app.people.queries import user_rows
from app.settings import read_settings
from models.certification import Assessment, ChecklistTemplate
from models.document import DocumentRevision
from models.part import Customer, Part, PartRevision
from models.production import Operation
from models.vocab import AssessmentScope, Noun, RequirementState, RevisionState, TemplateOrigin

_OWN_PLACE: Final = frozenset(
    {
        Noun.INSPECTION,
        Noun.GAUGE,
        Noun.LOT,
        Noun.ORDER,
        Noun.NONCONFORMANCE,
        Noun.SUBMISSION,
        Noun.ASSESSMENT,
        Noun.FOUR_M_CHANGE,
        Noun.CHANGE_ORDER,
    }
)


@dataclass(frozen=True)
class Workspace:
    """An assessment with everything that stands around it.

    Attributes:
        today: The plant's calendar day.
        zone: The plant's zone, for instants.
        result: Points and grade where the checklist is scored.
        upgrade: How many rows a newer version of the checklist changes; 0 where there is none.
        people: Who may own a requirement, as (id, name).
        points: What an auditor may give, as (points, meaning, Korean meaning).
        per_step: Elements whose rows are scored once per process step.
    """

    head: AssessmentRow
    requirements: tuple[RequirementRow, ...]
    packs: tuple[PackRow, ...]
    today: date
    zone: ZoneInfo
    findings: tuple[FindingRow, ...] = ()
    result: Result | None = None
    upgrade: int = 0
    people: tuple[tuple[int, str], ...] = ()
    taking_part: tuple[PersonRow, ...] = ()
    points: tuple[tuple[int, str, str], ...] = ()
    per_step: frozenset[str] = frozenset()

    @property
    def done(self) -> int:
        """How many requirements are settled."""
        return sum(row.state in DONE for row in self.requirements)

    @property
    def days_left(self) -> int | None:
        """Days until it is due; negative when it is too late, None without a day."""
        return None if self.head.due_on is None else (self.head.due_on - self.today).days

    def count(self, state: RequirementState) -> int:
        """Return how many requirements are in a state."""
        return sum(row.state is state for row in self.requirements)


@dataclass(frozen=True)
class TemplateChoice:
    """A checklist that can be opened, in the version in force.

    Attributes:
        steps: Its scheme scores process steps apart.
        sequence: Version in the factory; 0 while it was never used.
        unverified: Rows whose number and title were not seen in a source.
    """

    code: str
    title: str
    title_ko: str
    levels: tuple[str, ...]
    default_level: str
    scope: AssessmentScope
    steps: bool
    edition: str
    origin: TemplateOrigin
    sequence: int
    rows: int
    unverified: int


@dataclass(frozen=True)
class ScopeChoices:
    """What a new assessment can be about: checklists, and as (id, text) released revisions, customers, operations."""

    templates: tuple[TemplateChoice, ...]
    revisions: tuple[tuple[int, str], ...]
    customers: tuple[tuple[int, str], ...]
    operations: tuple[tuple[int, str], ...]


def assessment_workspace(session: Session, assessment_id: int, *, now: datetime) -> Workspace | None:
    """Return an assessment with its requirements, or None where there is none."""
    entry = session.get(Assessment, assessment_id)
    if entry is None:
        return None
    settings = read_settings(session)
    rows = requirement_rows(session, assessment_id, now=now)
    content = session.get_one(ChecklistTemplate, entry.template_id).content
    return Workspace(
        head_of(session, entry, rows),
        rows,
        pack_rows(session, assessment_id),
        settings.local(now).date(),
        settings.zone,
        finding_rows(session, assessment_id),
        result_of(session, assessment_id, rows),
        sum(row.change != "same" for row in upgrade_rows(session, assessment_id)),
        tuple((user.id, user.name) for user in user_rows(session) if user.active),
        person_rows(session, assessment_id),
        _points(content.get("scoring")),
        frozenset(map(str, (content.get("scoring") or {}).get("per_step", ()))),
    )


def _points(scoring: object) -> tuple[tuple[int, str, str], ...]:
    """Return what may be given, the best first."""
    if not isinstance(scoring, dict):
        return ()
    name = "point" if scoring["kind"] == "vda63" else "step"
    values = scoring[f"{name}s"]
    words: list[str] = scoring.get(f"{name}_texts") or [""] * len(values)
    korean: list[str] = scoring.get(f"{name}_texts_ko") or words
    return tuple(reversed(list(zip(values, words, korean, strict=True))))


def template_choice(session: Session, code: str) -> TemplateChoice:
    """Return a checklist in its version in force."""
    own = in_force(session, code)
    content = dict(own.content) if own is not None else read_template(code)
    levels = tuple(str(level) for level in content.get("levels", []))
    return TemplateChoice(
        code,
        str(content["title"]),
        str(content["title_ko"]),
        levels,
        str(content.get("default_level", levels[0] if levels else "")),
        AssessmentScope(content.get("scope", AssessmentScope.PLANT)),
        bool(content.get("scoring", {}).get("per_step")),
        str(content["edition"]),
        TemplateOrigin.SHIPPED if own is None else own.origin,
        0 if own is None else own.sequence,
        len(content["requirements"]),
        sum(not row.get("verified", False) for row in content["requirements"]),
    )


def scope_choices(session: Session) -> ScopeChoices:
    """Return what a new assessment can be opened for."""
    released = (
        select(PartRevision, Part)
        .join(Part, Part.id == PartRevision.part_id)
        .where(PartRevision.state == RevisionState.RELEASED)
        .order_by(Part.number_key, PartRevision.counter.desc())
    )
    operations = (
        select(Operation, Part.number)
        .join(Part, Part.id == Operation.part_id)
        .order_by(Part.number_key, Operation.number)
    )
    return ScopeChoices(
        tuple(template_choice(session, code) for code in template_codes(session)),
        tuple(
            (revision.id, f"{part.number} {revision.customer_label or revision.counter} {part.name}")
            for revision, part in session.execute(released)
        ),
        tuple((row.id, row.name) for row in session.scalars(select(Customer).order_by(Customer.name))),
        tuple(
            (operation.id, f"{number} {operation.number} {operation.name}")
            for operation, number in session.execute(operations)
        ),
    )


def evidence_target(session: Session, noun: Noun, entity_id: int) -> tuple[Noun, int] | None:
    """Return the record that a screen opens for a piece of evidence, or None where there is none."""
    if noun is Noun.DOCUMENT_REVISION:
        document = session.get(DocumentRevision, entity_id)
        return None if document is None else (Noun.DOCUMENT, document.document_id)
    if noun is Noun.PART_REVISION:
        revision = session.get(PartRevision, entity_id)
        return None if revision is None else (Noun.PART, revision.part_id)
    return (noun, entity_id) if noun in _OWN_PLACE else None
