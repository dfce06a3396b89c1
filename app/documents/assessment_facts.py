"""What the documents of an assessment share: requirements with states in words, part, newest attempt. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.certification.queries import (
    DONE,
    AssessmentRow,
    RequirementRow,
    assessment_row,
    requirement_rows,
)
from app.certification.rules import Sentence
from app.certification.source_terms import edition_text
from app.certification.submission_queries import SubmissionRow, submission_rows
from app.documents.blocks import Fact, Mark
from app.documents.evidence_refusals import NO_RECORD
from app.documents.part_facts import PartFacts, part_facts, part_of
from app.documents.source import DocumentSource
from app.labels import label
from app.texts import mark, mark_term
from models.certification import Assessment, ChecklistTemplate
from models.vocab import RequirementState

STATE_MARKS: Final = {
    RequirementState.MISSING: Mark.NG,
    RequirementState.PARTIAL: Mark.WARN,
    RequirementState.STALE: Mark.WARN,
    RequirementState.READY: Mark.OK,
    RequirementState.ACCEPTED: Mark.OK,
    RequirementState.NOT_APPLICABLE: None,
}


@dataclass(frozen=True)
class AssessmentFacts:
    """An assessment with its derived requirements.

    Attributes:
        part: None where the scope is the whole plant.
        submission: The newest attempt, if there was one.
    """

    row: AssessmentRow
    requirements: tuple[RequirementRow, ...]
    template: ChecklistTemplate
    part: PartFacts | None
    submission: SubmissionRow | None

    def title(self, language_code: str) -> str:
        """Return the checklist's title."""
        return self.row.title_ko if language_code == "ko" else self.row.title

    def of_rule(self, rule: str) -> RequirementRow | None:
        """Return the requirement that a rule answers, or None."""
        return next((row for row in self.requirements if row.rule == rule), None)


def assessment_of(source: DocumentSource, assessment_id: int) -> AssessmentFacts:
    """Return an assessment with everything its documents print.

    Raises:
        PartproofError: ``documents.no_record``.
    """
    row = assessment_row(source.session, assessment_id)
    if row is None:
        raise NO_RECORD(what="assessment", id=assessment_id)
    assessment: Assessment = source.record(Assessment, assessment_id)
    return AssessmentFacts(
        row,
        requirement_rows(source.session, assessment_id),
        source.record(ChecklistTemplate, assessment.template_id),
        None if row.part_revision_id is None else part_of(source, row.part_revision_id),
        next(iter(submission_rows(source.session, assessment_id=assessment_id)), None),
    )


def assessment_facts(source: DocumentSource, facts: AssessmentFacts) -> list[Fact]:
    """Return the header facts of every document of an assessment."""
    fact, row = source.words.fact, facts.row
    open_rows = [entry for entry in facts.requirements if entry.state not in DONE]
    done = f"{row.done} / {row.total}"
    return [
        *([] if facts.part is None else part_facts(source, facts.part)),
        fact(mark_term("form", "Checklist"), _edition(source, facts)),
        # A checklist without levels has none to enter.
        *([fact(mark_term("form", "Level"), row.level)] if facts.template.content.get("levels") else []),
        fact(mark_term("form", "Assessment no."), row.number),
        fact(mark_term("form", "Due"), source.day(row.due_on)),
        fact(mark_term("form", "Requirements settled"), done, Mark.WARN if open_rows else Mark.OK),
        fact(mark_term("form", "Responsible"), row.owner),
    ]


def _edition(source: DocumentSource, facts: AssessmentFacts) -> str:
    checklist, edition = facts.title(source.language.code), facts.template.edition
    said = edition_text(source.language, edition)
    if said != edition:
        # In words already, such as "structure of 2016".
        return source.say(mark("{checklist}: {edition}"), checklist=checklist, edition=said)
    return source.say(mark("{checklist}, edition {edition}"), checklist=checklist, edition=edition)


def sentences(source: DocumentSource, found: Sequence[Sentence]) -> str:
    """Return reasons or steps in the document's language, one per line."""
    return "\n".join(source.say(one.text, **dict(one.values)) for one in found)


def state_text(source: DocumentSource, state: RequirementState) -> str:
    """Return what a state is called."""
    return label(source.language, state)


def not_compared(source: DocumentSource, facts: AssessmentFacts) -> str:
    """Return the sentence on how far the checklist was compared with the licensed standard."""
    if facts.row.licensed_check:
        return source.say(mark("Checked against the licensed copy: {by}."), by=facts.row.licensed_check)
    compared = sum(bool(row.licensed) for row in facts.requirements)
    if compared:
        return source.say(
            mark(
                "Numbers and short titles come from public sources, the wording is our own; {count} of {all} rows "
                "were checked against the licensed copy of the standard."
            ),
            count=compared,
            all=len(facts.requirements),
        )
    return source.say(
        mark(
            "Numbers and short titles come from public sources, the wording is our own; this checklist was not "
            "checked against the licensed copy of the standard."
        )
    )
