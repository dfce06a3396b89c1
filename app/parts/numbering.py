"""Numbering schemes of parts and internal revisions per kind: verbs and what asks about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.parts.refusals import MASK_WRONG, NUMBER_MASK
from app.refusals import CONFLICT
from app.rights import require
from app.unit_of_work import UnitOfWork, number_key
from models.numbering import NumberingScheme
from models.part import Part, PartRevision
from models.plant import NumberCounter
from models.rules.mask import matches
from models.rules.numbering import following, label_text, part_number
from models.types import clean_text
from models.vocab import CheckDigit, LabelScheme, Noun, PartKind, Role

# Wider counters than this are typing errors.
MOST_DIGITS: Final = 12


@dataclass(frozen=True)
class SchemeFacts:
    """How parts of a kind are numbered; see models/numbering.py. An empty prefix and no digits give no numbers."""

    prefix: str = ""
    digits: int = 0
    check_digit: CheckDigit = CheckDigit.NONE
    mask: str = ""
    labels: LabelScheme = LabelScheme.NUMBERS


@dataclass(frozen=True)
class SchemeRow:
    """The scheme of one kind, with the number that comes next ("" where numbers are given by hand)."""

    kind: PartKind
    facts: SchemeFacts
    version: int
    following: str


def set_scheme(
    unit: UnitOfWork, kind: PartKind, facts: SchemeFacts, *, expected_version: int | None = None
) -> None:
    """Set the scheme of a kind; numbers and labels that exist stay as they are.

    Args:
        unit: The unit of work.
        kind: Kind of parts.
        facts: The scheme.
        expected_version: Version the person saw, None for a new one.

    Raises:
        PartproofError: without the right, a mask or digits that make no number, or somebody else changed it.
    """
    require(unit, Role.ADMINISTRATOR, Role.ENGINEER)
    row = _scheme(unit.session, kind)
    if expected_version is not None and (row is None or row.version != expected_version):
        raise CONFLICT()
    if not 0 <= facts.digits <= MOST_DIGITS or (
        facts.mask and "#" not in facts.mask and "*" not in facts.mask
    ):
        raise MASK_WRONG(mask=facts.mask or str(facts.digits))
    if row is None:
        row = NumberingScheme(kind=kind)
        unit.session.add(row)
    row.prefix = clean_text(facts.prefix).strip()
    row.digits, row.check_digit, row.labels = facts.digits, facts.check_digit, facts.labels
    row.mask = clean_text(facts.mask).strip()
    unit.session.flush()
    unit.record("numbering_set", Noun.PLANT, row.id, kind=kind)


def next_part_number(unit: UnitOfWork, kind: PartKind) -> str:
    """Take the next free number of a kind, or return "" where its numbers are given by hand.

    Numbers that came in by hand or by import are stepped over.
    """
    row = _scheme(unit.session, kind)
    if row is None or row.digits == 0:
        return ""
    while True:
        counter = unit.next_number(f"part:{kind.value}")
        number = part_number(row.prefix, counter, row.digits, row.check_digit)
        query = select(Part.id).where(Part.number_key == number_key(number))
        if unit.session.scalars(query).first() is None:
            return number


def check_number(session: Session, kind: PartKind, number: str) -> None:
    """Refuse a number given by hand that does not look as the scheme of its kind says.

    Raises:
        PartproofError: ``part.number_mask``.
    """
    row = _scheme(session, kind)
    if row is not None and not matches(row.mask, number):
        raise NUMBER_MASK(number=number, mask=row.mask)


def label_next(session: Session, revision: PartRevision, kind: PartKind, *, small: bool) -> None:
    """Give a new revision its internal label by the scheme of its kind; where that is the counter, none is kept."""
    row = _scheme(session, kind)
    scheme = LabelScheme.NUMBERS if row is None else row.labels
    query = (
        select(PartRevision)
        .where(PartRevision.part_id == revision.part_id, PartRevision.counter < revision.counter)
        .order_by(PartRevision.counter.desc())
    )
    earlier = session.scalars(query).all()
    last = None
    if earlier:
        before = earlier[0]
        last = (before.counter if before.major is None else before.major, before.minor or 0)
    major, minor = following(scheme, last, revision.counter, small=small)
    label = label_text(scheme, major, minor)
    taken = {number_key(row.internal_label or str(row.counter)) for row in earlier}
    while number_key(label) in taken:
        # The scheme was changed in between: go on until the label says something new.
        major += 1
        label = label_text(scheme, major, minor)
    if label != str(revision.counter):
        revision.internal_label, revision.major, revision.minor = label, major, minor


def scheme_rows(session: Session) -> tuple[SchemeRow, ...]:
    """Return the scheme of every kind; kinds without one have their numbers given by hand."""
    rows = []
    for kind in PartKind:
        row = _scheme(session, kind)
        facts = SchemeFacts()
        coming = ""
        if row is not None:
            facts = SchemeFacts(row.prefix, row.digits, row.check_digit, row.mask, row.labels)
            if row.digits:
                series = session.get(NumberCounter, f"part:{kind.value}")
                coming = part_number(
                    row.prefix, series.next_number if series else 1, row.digits, row.check_digit
                )
        rows.append(SchemeRow(kind, facts, 0 if row is None else row.version, coming))
    return tuple(rows)


def _scheme(session: Session, kind: PartKind) -> NumberingScheme | None:
    return session.scalars(select(NumberingScheme).where(NumberingScheme.kind == kind)).one_or_none()
