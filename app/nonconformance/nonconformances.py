"""Verbs about nonconformances 부적합: open, describe, take the next step, sign the disposition, close.

A step is guarded by what must be known before it; nothing closes without a signature on exactly what it says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import RefusalKind
from app.labels import RoleNames
from app.nonconformance.disposing import dispositions_of, require_disposed, use_concessions
from app.nonconformance.refusals import (
    CLOSED,
    NEEDS_ACTION,
    NEEDS_CAUSE,
    NEEDS_CONTAINMENT,
    NEEDS_VERIFICATION,
    NO_SUCH_STEP,
    NOT_SIGNED,
)
from app.people.queries import signature_rows
from app.people.signatures import sign
from app.production.lots import find_lot, hold_lots
from app.production.numbers import yearly_number
from app.refusals import CONFLICT, NOT_ALLOWED, NOT_FOUND
from app.rights import filled, require
from app.settings import read_settings
from app.unit_of_work import UnitOfWork, number_key
from models.nonconformance import Nonconformance, NonconformanceReading
from models.triggers import TRANSITIONS
from models.types import canonical_json, clean_text
from models.vocab import Meaning, NonconformanceState, Noun, Role, SignMethod

FIELDS: Final = ("title", "description", "containment", "cause", "action", "verification", "disposition_note")

State = NonconformanceState
# What a state needs to be filled in before it is reached.
_NEEDED: Final[dict[State, tuple[str, RefusalKind]]] = {
    State.CONTAINED: ("containment", NEEDS_CONTAINMENT),
    State.ACTION_PLAN: ("cause", NEEDS_CAUSE),
    State.IN_PROGRESS: ("action", NEEDS_ACTION),
    State.VERIFIED: ("verification", NEEDS_VERIFICATION),
}


def find_nonconformance(session: Session, nonconformance_id: int) -> Nonconformance:
    """Return a nonconformance by id.

    Raises:
        PartproofError: ``record.not_found``.
    """
    found = session.get(Nonconformance, nonconformance_id)
    if found is None:
        raise NOT_FOUND(what=f"nonconformance {nonconformance_id}")
    return found


def open_nonconformance(
    unit: UnitOfWork,
    *,
    title: str,
    part_revision_id: int,
    description: str = "",
    lot_id: int | None = None,
    inspection_id: int | None = None,
    reading_ids: Iterable[int] = (),
) -> int:
    """Open a nonconformance, put its lot on hold, and return its id.

    Args:
        unit: The unit of work.
        title: What is not as required, in one line.
        part_revision_id: Which part.
        description: More about it.
        lot_id: The lot it was found on; held at once.
        inspection_id: The inspection that found it.
        reading_ids: The readings that show it.
    """
    require(unit, Role.OPERATOR, Role.QUALITY, Role.ENGINEER)
    if unit.actor.user_id is None:
        raise NOT_ALLOWED(name=unit.actor.name, roles=RoleNames((Role.OPERATOR,)))
    number = yearly_number(unit, Nonconformance, "NC")
    found = Nonconformance(
        number=number,
        number_key=number_key(number),
        state=State.DRAFT,
        title=filled("title", title),
        description=clean_text(description),
        part_revision_id=part_revision_id,
        lot_id=lot_id,
        inspection_id=inspection_id,
        containment="",
        cause="",
        action="",
        verification="",
        quantity=None,
        disposition_note="",
        found_by_id=unit.actor.user_id,
        found_at=unit.now,
        work_day=read_settings(unit.session).work_day(unit.now),
        closed_at=None,
    )
    unit.session.add(found)
    unit.session.flush()
    for reading_id in sorted(set(reading_ids)):
        unit.session.add(NonconformanceReading(nonconformance_id=found.id, reading_id=reading_id))
    words = "" if lot_id is None else find_lot(unit.session, lot_id).number
    unit.index(Noun.NONCONFORMANCE, found.id, number, found.title, words)
    unit.record("nonconformance_opened", Noun.NONCONFORMANCE, found.id, number=number)
    if lot_id is not None:
        # A lot already shipped or used up cannot be held; the nonconformance stands all the same.
        hold_lots(unit, (lot_id,), reason=f"{number} {found.title}")
    return found.id


def add_reading(unit: UnitOfWork, nonconformance_id: int, reading_id: int) -> None:
    """Add a further reading that shows the same thing; one that is there already is no matter."""
    require(unit, Role.OPERATOR, Role.QUALITY, Role.ENGINEER)
    found = find_nonconformance(unit.session, nonconformance_id)
    if found.state is State.CLOSED:
        raise CLOSED(number=found.number)
    if reading_id in readings_of(unit.session, nonconformance_id):
        return
    unit.session.add(NonconformanceReading(nonconformance_id=nonconformance_id, reading_id=reading_id))
    unit.record("reading_added", Noun.NONCONFORMANCE, nonconformance_id, reading=reading_id)


def edit_nonconformance(
    unit: UnitOfWork,
    nonconformance_id: int,
    *,
    expected_version: int,
    title: str | None = None,
    description: str | None = None,
    containment: str | None = None,
    cause: str | None = None,
    action: str | None = None,
    verification: str | None = None,
    disposition_note: str | None = None,
) -> None:
    """Write down what is known; a field left out stays. An earlier signature no longer holds afterwards.

    Raises:
        PartproofError: when it is closed, or somebody else changed it.
    """
    require(unit, Role.QUALITY, Role.ENGINEER)
    found = current_nonconformance(unit, nonconformance_id, expected_version)
    given = (title, description, containment, cause, action, verification, disposition_note)
    for field, text in zip(FIELDS, given, strict=True):
        if text is not None:
            setattr(found, field, filled("title", text) if field == "title" else clean_text(text).strip())
    unit.index(Noun.NONCONFORMANCE, found.id, found.number, found.title)
    unit.record("nonconformance_edited", Noun.NONCONFORMANCE, nonconformance_id)


def take_step(
    unit: UnitOfWork, nonconformance_id: int, wanted: NonconformanceState, *, expected_version: int
) -> None:
    """Move a nonconformance to its next state (or from verified back to the action plan).

    Raises:
        PartproofError: for a step that is not listed, one whose field is not filled in, parts without a signed
            disposition, or a concession that no longer covers what is used under it.
    """
    require(unit, Role.QUALITY)
    found = current_nonconformance(unit, nonconformance_id, expected_version)
    if wanted.value not in TRANSITIONS["nonconformance"][found.state.value]:
        raise NO_SUCH_STEP(number=found.number, state=found.state.value, wanted=wanted.value)
    needed = _NEEDED.get(wanted)
    if needed is not None and not getattr(found, needed[0]):
        raise needed[1](number=found.number)
    if wanted is State.CLOSED:
        require_disposed(unit.session, found)
        _require_signed(unit.session, found)
        use_concessions(unit, found)
        found.closed_at = unit.now
    found.state = wanted
    unit.record("nonconformance_moved", Noun.NONCONFORMANCE, nonconformance_id, state=wanted)


def sign_disposition(
    unit: UnitOfWork,
    nonconformance_id: int,
    *,
    secret: str,
    method: SignMethod = SignMethod.PASSWORD,
    comment: str = "",
) -> str:
    """Sign what happens with the parts, as it stands now, and return the hash that was signed.

    Raises:
        PartproofError: without the role of quality, with parts left undecided, for a wrong secret.
    """
    require(unit, Role.QUALITY, Role.APPROVER)
    found = find_nonconformance(unit.session, nonconformance_id)
    if found.state is State.CLOSED:
        raise CLOSED(number=found.number)
    require_disposed(unit.session, found)
    content_hash = nonconformance_hash(unit.session, found)
    sign(
        unit,
        Noun.NONCONFORMANCE,
        nonconformance_id,
        content_hash,
        Meaning.DISPOSED,
        secret=secret,
        method=method,
        comment=comment,
    )
    return content_hash


def nonconformance_hash(session: Session, found: Nonconformance) -> str:
    """Return the SHA-256 (hex) of what a signature on a nonconformance signs: words, readings, dispositions."""
    content = {
        "format": 2,
        "number": found.number,
        "part_revision_id": found.part_revision_id,
        "lot_id": found.lot_id,
        "inspection_id": found.inspection_id,
        "readings": readings_of(session, found.id),
        "quantity": found.quantity,
        "dispositions": [
            [row.kind, row.quantity, row.concession_id, row.note, row.decided_by_id]
            for row in dispositions_of(session, found.id)
        ],
        **{field: getattr(found, field) for field in FIELDS},
    }
    return hashlib.sha256(canonical_json(content).encode("utf-8")).hexdigest()


def readings_of(session: Session, nonconformance_id: int) -> tuple[int, ...]:
    """Return the readings that show a nonconformance, by id."""
    query = select(NonconformanceReading.reading_id).where(
        NonconformanceReading.nonconformance_id == nonconformance_id
    )
    return tuple(session.scalars(query.order_by(NonconformanceReading.reading_id)))


def _require_signed(session: Session, found: Nonconformance) -> None:
    signatures = signature_rows(session, Noun.NONCONFORMANCE, found.id, nonconformance_hash(session, found))
    if not any(row.valid and row.meaning is Meaning.DISPOSED for row in signatures):
        raise NOT_SIGNED(number=found.number)


def current_nonconformance(unit: UnitOfWork, nonconformance_id: int, expected_version: int) -> Nonconformance:
    """Return a nonconformance that may be edited as the person saw it.

    Raises:
        PartproofError: closed, or changed by somebody else meanwhile.
    """
    found = find_nonconformance(unit.session, nonconformance_id)
    if found.version != expected_version:
        raise CONFLICT()
    if found.state is State.CLOSED:
        raise CLOSED(number=found.number)
    return found


def open_for_editing(unit: UnitOfWork, nonconformance_id: int) -> Nonconformance:
    """Return a nonconformance that is not closed, kept from others until this act ends.

    Raises:
        PartproofError: closed, or no such nonconformance.
    """
    unit.session.get(Nonconformance, nonconformance_id, with_for_update=True)
    found = find_nonconformance(unit.session, nonconformance_id)
    if found.state is State.CLOSED:
        raise CLOSED(number=found.number)
    return found
