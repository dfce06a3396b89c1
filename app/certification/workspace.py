"""One assessment as its screen shows it: head, requirements, packs and the day it is looked at. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certification.queries import (
    DONE,
    AssessmentRow,
    PackRow,
    RequirementRow,
    assessment_row,
    pack_rows,
    requirement_rows,
)
from app.certification.templates import known_templates, read_template
from app.settings import read_settings
from models.document import DocumentRevision
from models.part import Customer, Part, PartRevision
from models.vocab import Noun, RequirementState, RevisionState


@dataclass(frozen=True)
class Workspace:
    """An assessment with everything that stands around it.

    Attributes:
        today: The plant's calendar day.
        zone: The plant's zone, for instants.
    """

    head: AssessmentRow
    requirements: tuple[RequirementRow, ...]
    packs: tuple[PackRow, ...]
    today: date
    zone: ZoneInfo

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
    """A checklist that can be opened, with its levels."""

    code: str
    title: str
    title_ko: str
    levels: tuple[str, ...]


@dataclass(frozen=True)
class ScopeChoices:
    """What a new assessment can be about: checklists, released part revisions and customers as (id, text)."""

    templates: tuple[TemplateChoice, ...]
    revisions: tuple[tuple[int, str], ...]
    customers: tuple[tuple[int, str], ...]


def assessment_workspace(session: Session, assessment_id: int, *, now: datetime) -> Workspace | None:
    """Return an assessment with its requirements, or None where there is none."""
    head = assessment_row(session, assessment_id)
    if head is None:
        return None
    settings = read_settings(session)
    return Workspace(
        head,
        requirement_rows(session, assessment_id),
        pack_rows(session, assessment_id),
        settings.local(now).date(),
        settings.zone,
    )


def scope_choices(session: Session) -> ScopeChoices:
    """Return what a new assessment can be opened for."""
    contents = [read_template(code) for code in known_templates()]
    released = (
        select(PartRevision, Part)
        .join(Part, Part.id == PartRevision.part_id)
        .where(PartRevision.state == RevisionState.RELEASED)
        .order_by(Part.number_key, PartRevision.counter.desc())
    )
    return ScopeChoices(
        tuple(
            TemplateChoice(
                str(content["code"]),
                str(content["title"]),
                str(content["title_ko"]),
                tuple(str(level) for level in content.get("levels", [])),
            )
            for content in contents
        ),
        tuple(
            (revision.id, f"{part.number} {revision.customer_label or revision.counter} {part.name}")
            for revision, part in session.execute(released)
        ),
        tuple((row.id, row.name) for row in session.scalars(select(Customer).order_by(Customer.name))),
    )


def evidence_target(session: Session, noun: Noun, entity_id: int) -> tuple[Noun, int] | None:
    """Return the record that a screen opens for a piece of evidence, or None where there is none."""
    if noun is Noun.DOCUMENT_REVISION:
        document = session.get(DocumentRevision, entity_id)
        return None if document is None else (Noun.DOCUMENT, document.document_id)
    if noun is Noun.PART_REVISION:
        revision = session.get(PartRevision, entity_id)
        return None if revision is None else (Noun.PART, revision.part_id)
    if noun in (Noun.INSPECTION, Noun.GAUGE):
        return noun, entity_id
    return None
