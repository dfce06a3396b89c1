"""What a person enters for a warrant because no record says it: IMDS, buyer, tooling, rate. Invents nothing.

An entry never stands in for a record: fields that follow from records cannot be entered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certification.assessments import EDITORS, find_assessment_by_id
from app.certification.refusals import NOT_OPEN
from app.documents.warrant_fields import ANSWERS, BY_HAND, OF_THE_PLANT, TICKED_BY_HAND, YES_OR_NO, field_of
from app.refusals import CONFLICT, NOT_FOUND
from app.rights import require
from app.unit_of_work import UnitOfWork
from models.certification import Assessment, Requirement
from models.types import clean_text
from models.vocab import AssessmentState, Noun

RULE: Final = "submission_warrant"
_LONGEST: Final = 300


@dataclass(frozen=True)
class WarrantEntries:
    """What was entered for a warrant.

    Attributes:
        values: By field name; empty fields are not among them.
        offered: What the plant's newest other warrant says of the plant itself; nothing of it is kept yet.
        version: Of the assessment.
        signed: The warrant was accepted; entering something else takes that back.
    """

    values: Mapping[str, str]
    offered: Mapping[str, str]
    version: int
    signed: bool


def warrant_entries(session: Session, assessment_id: int) -> WarrantEntries:
    """Return what was entered for the warrant of an assessment.

    Raises:
        PartproofError: ``record.not_found``.
    """
    found = find_assessment_by_id(session, assessment_id)
    newest = (
        select(Assessment.entries)
        .where(Assessment.id != assessment_id, Assessment.entries != {})
        .order_by(Assessment.id.desc())
        .limit(1)
    )
    other = session.scalars(newest).first() or {}
    offered = {name: other[name] for name in OF_THE_PLANT if name in other}
    signed = any(one.rule == RULE and one.accepted_hash for one in found.requirements)
    return WarrantEntries(dict(found.entries), offered, found.version, signed)


def enter_warrant(
    unit: UnitOfWork, assessment_id: int, values: Mapping[str, str], *, expected_version: int
) -> None:
    """Keep what is entered for the warrant; a signature under what it said before no longer holds.

    Args:
        unit: The unit of work.
        assessment_id: Whose warrant.
        values: By field name; an empty text takes a field back, one left out stays.
        expected_version: The version that was looked at.

    Raises:
        PartproofError: no right, not open, changed meanwhile, or a field that records fill in.
    """
    require(unit, *EDITORS)
    found = find_assessment_by_id(unit.session, assessment_id)
    if found.state is not AssessmentState.OPEN:
        raise NOT_OPEN(number=found.number)
    if found.version != expected_version:
        raise CONFLICT()
    kept = {**found.entries, **{name: _entered(name, value) for name, value in values.items()}}
    kept = {name: value for name, value in kept.items() if value}
    if kept == found.entries:
        return
    changed = sorted(name for name in {*kept, *found.entries} if kept.get(name) != found.entries.get(name))
    found.entries = kept
    for requirement in found.requirements:
        if requirement.rule == RULE and requirement.accepted_hash:
            _unsign(requirement)
    unit.record("warrant_entered", Noun.ASSESSMENT, assessment_id, fields=changed)


def _entered(name: str, value: str) -> str:
    """Return the value as it is kept.

    Raises:
        PartproofError: a field that is not entered, or an answer that it does not have.
    """
    field, text = field_of(name), clean_text(value).strip()[:_LONGEST]
    if name not in BY_HAND or field is None:
        raise NOT_FOUND(what=name)
    answers = (TICKED_BY_HAND,) if field.box else tuple(ANSWERS) if name in YES_OR_NO else ()
    if text and answers and text not in answers:
        raise NOT_FOUND(what=f"{name}: {text}")
    return text


def _unsign(requirement: Requirement) -> None:
    requirement.accepted_hash = ""
    requirement.accepted_by_id = requirement.accepted_at = None
