"""Verbs about operations 공정: the steps of making a part."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.process.refusals import NUMBER_TAKEN, WRONG_NUMBER
from app.refusals import CONFLICT, NOT_FOUND
from app.rights import filled, require
from app.unit_of_work import UnitOfWork
from models.part import Part
from models.production import Operation
from models.vocab import Noun, Role


@dataclass(frozen=True)
class OperationRow:
    """One operation of a part."""

    id: int
    version: int
    number: int
    name: str


def operation_rows(session: Session, part_id: int) -> tuple[OperationRow, ...]:
    """Return a part's operations in their order."""
    query = select(Operation).where(Operation.part_id == part_id).order_by(Operation.number)
    return tuple(OperationRow(row.id, row.version, row.number, row.name) for row in session.scalars(query))


def add_operation(unit: UnitOfWork, part_id: int, *, number: int, name: str) -> int:
    """Add an operation to a part and return its id.

    Raises:
        PartproofError: for a number below 1 or one that the part has already.
    """
    require(unit, Role.ENGINEER, Role.ADMINISTRATOR)
    if unit.session.get(Part, part_id) is None:
        raise NOT_FOUND(what=f"part {part_id}")
    _check_number(unit.session, part_id, number)
    operation = Operation(part_id=part_id, number=number, name=filled("name", name))
    unit.session.add(operation)
    unit.session.flush()
    unit.record("operation_added", Noun.OPERATION, operation.id, part=part_id, number=number)
    return operation.id


def edit_operation(
    unit: UnitOfWork,
    operation_id: int,
    *,
    expected_version: int,
    number: int | None = None,
    name: str | None = None,
) -> None:
    """Change an operation's number or name.

    Raises:
        PartproofError: as ``add_operation``, or ``record.conflict``.
    """
    require(unit, Role.ENGINEER, Role.ADMINISTRATOR)
    operation = unit.session.get(Operation, operation_id)
    if operation is None:
        raise NOT_FOUND(what=f"operation {operation_id}")
    if operation.version != expected_version:
        raise CONFLICT()
    if number is not None and number != operation.number:
        _check_number(unit.session, operation.part_id, number)
        operation.number = number
    if name is not None:
        operation.name = filled("name", name)
    unit.record("operation_edited", Noun.OPERATION, operation_id)


def _check_number(session: Session, part_id: int, number: int) -> None:
    if number < 1:
        raise WRONG_NUMBER(number=str(number))
    query = select(Operation.name).where(Operation.part_id == part_id, Operation.number == number)
    known = session.scalars(query).one_or_none()
    if known is not None:
        raise NUMBER_TAKEN(number=number, name=known)
