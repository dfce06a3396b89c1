"""What all entries of the change ledger share: numbers, their parts, their files, being found again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes.change_refusals import NO_PART, WRONG_STATE
from app.files import safe_name, store_file
from app.labels import StateName
from app.meanwhile import changed_meanwhile
from app.refusals import CONFLICT, NOT_FOUND
from app.rights import require
from app.settings import read_settings
from app.unit_of_work import UnitOfWork, number_key
from models.base import Base
from models.change import (
    ChangeFile,
    ChangeOrder,
    ChangePart,
    ChangeRequest,
    Concession,
    CustomerChange,
    FourMChange,
)
from models.part import Part
from models.types import clean_text
from models.vocab import ChangeOrderState, ConcessionState, Noun, Role

E = TypeVar("E", bound=Base)
EDITORS = (Role.ENGINEER, Role.QUALITY, Role.ADMINISTRATOR)
MAPPED: dict[Noun, Any] = {
    Noun.CUSTOMER_CHANGE: CustomerChange,
    Noun.CHANGE_REQUEST: ChangeRequest,
    Noun.CHANGE_ORDER: ChangeOrder,
    Noun.FOUR_M_CHANGE: FourMChange,
    Noun.CONCESSION: Concession,
}

# Note of the files that a customer approved with: they may come, and be corrected, while people sign.
APPROVAL_FILE = "customer_approval"
# Files are signed with these entries, so they take further ones only before they are sent on their way.
_SIGNED: dict[Noun, tuple[Any, ...]] = {
    Noun.CHANGE_ORDER: (ChangeOrderState.DRAFT, ChangeOrderState.IMPACT),
    Noun.CONCESSION: (ConcessionState.DRAFT,),
}


def ledger_number(unit: UnitOfWork, mapped: Any, prefix: str) -> str:
    """Return the next free number such as ``ECO-2026-001``; the year is that of the work day."""
    year = read_settings(unit.session).work_day(unit.now).year
    while True:
        number = f"{prefix}-{year}-{unit.next_number(f'{prefix}:{year}'):03d}"
        taken = select(mapped.id).where(mapped.number_key == number_key(number))
        if unit.session.scalars(taken).first() is None:
            return number


def find_entry(session: Session, mapped: type[E], entity_id: int) -> E:
    """Return an entry of the ledger.

    Raises:
        PartproofError: ``record.not_found``.
    """
    found = session.get(mapped, entity_id)
    if found is None:
        raise NOT_FOUND(what=f"{mapped.__tablename__} {entity_id}")
    return found


def entry_for_edit(unit: UnitOfWork, mapped: type[E], entity_id: int, expected_version: int | None) -> E:
    """Return an entry that is about to be changed, as the person saw it.

    Raises:
        PartproofError: ``record.not_found``, or somebody else changed it since: who, what and when.
    """
    found = find_entry(unit.session, mapped, entity_id)
    if expected_version is not None and getattr(found, "version", None) != expected_version:
        noun = next((noun for noun, known in MAPPED.items() if known is mapped), None)
        raise CONFLICT() if noun is None else changed_meanwhile(unit, noun, entity_id)
    return found


def require_state(entry: Any, *states: Any) -> None:
    """Refuse what cannot be done in the state an entry is in.

    Raises:
        PartproofError: ``change.state``.
    """
    if entry.state not in states:
        raise WRONG_STATE(number=entry.number, state=StateName(entry.state))


def tie_parts(
    unit: UnitOfWork, noun: Noun, entity_id: int, number: str, part_ids: Iterable[int], *, needed: bool = True
) -> None:
    """Say which parts an entry is about; what was said before stays.

    Raises:
        PartproofError: ``change.no_part`` where none is named, or a part that is not there.
    """
    wanted = set(part_ids)
    known = set(parts_of(unit.session, noun, entity_id))
    if needed and not wanted | known:
        raise NO_PART(number=number)
    for part_id in sorted(wanted - known):
        find_entry(unit.session, Part, part_id)
        unit.session.add(ChangePart(noun=noun, entity_id=entity_id, part_id=part_id))
    unit.session.flush()


def parts_of(session: Session, noun: Noun, entity_id: int) -> tuple[int, ...]:
    """Return the parts an entry is about."""
    query = select(ChangePart.part_id).where(ChangePart.noun == noun, ChangePart.entity_id == entity_id)
    return tuple(session.scalars(query.order_by(ChangePart.id)))


def add_change_file(
    unit: UnitOfWork, noun: Noun, entity_id: int, content: bytes, name: str, *, note: str = ""
) -> str:
    """Add a file to an entry of the ledger and return its hash; what is being signed takes none any more.

    Raises:
        PartproofError: no right, or the files of the entry are part of what was sent to its approval line.
    """
    require(unit, *EDITORS)
    row = find_entry(unit.session, MAPPED[noun], entity_id)
    if noun in _SIGNED:
        require_state(row, *_SIGNED[noun])
    return keep_change_file(unit, noun, entity_id, content, name, note=note)


def keep_change_file(
    unit: UnitOfWork, noun: Noun, entity_id: int, content: bytes, name: str, *, note: str = ""
) -> str:
    """Keep a file with an entry whose verb checked the right; the same file again changes nothing."""
    find_entry(unit.session, MAPPED[noun], entity_id)
    file_hash = store_file(unit, content, name)
    known = select(ChangeFile.id).where(
        ChangeFile.noun == noun, ChangeFile.entity_id == entity_id, ChangeFile.file_hash == file_hash
    )
    if unit.session.scalars(known).first() is None:
        unit.session.add(
            ChangeFile(
                noun=noun,
                entity_id=entity_id,
                name=safe_name(name),
                file_hash=file_hash,
                note=clean_text(note).strip(),
                added_by_id=unit.actor.user_id,
                added_at=unit.now,
            )
        )
        unit.record("change_file_added", noun, entity_id, file=safe_name(name), hash=file_hash)
    return file_hash


def files_of_entry(session: Session, noun: Noun, entity_id: int) -> dict[str, str]:
    """Return hash to name of an entry's files."""
    query = select(ChangeFile.file_hash, ChangeFile.name).where(
        ChangeFile.noun == noun, ChangeFile.entity_id == entity_id
    )
    return {row[0]: row[1] for row in session.execute(query.order_by(ChangeFile.id))}
