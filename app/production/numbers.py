"""Human numbers of orders, lots, inspections and nonconformances, given by a series or typed by a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from app.refusals import DUPLICATE
from app.rights import filled
from app.settings import read_settings
from app.unit_of_work import UnitOfWork, number_key


def yearly_number(unit: UnitOfWork, mapped: Any, prefix: str) -> str:
    """Return the next free number such as ``WO-2026-0001``; the year is that of the work day.

    Args:
        unit: The unit of work.
        mapped: The class with the column ``number_key``.
        prefix: What the numbers begin with.
    """
    year = read_settings(unit.session).work_day(unit.now).year
    return _next_free(unit, mapped, f"{prefix}:{year}", lambda count: f"{prefix}-{year}-{count:04d}")


def daily_number(unit: UnitOfWork, mapped: Any, series: str) -> str:
    """Return the next free number of the work day 작업일자, such as ``261122-01``."""
    day = read_settings(unit.session).work_day(unit.now)
    return _next_free(unit, mapped, f"{series}:{day}", lambda count: f"{day:%y%m%d}-{count:02d}")


def certificate_number(unit: UnitOfWork) -> str:
    """Draw the next number of the register of issues 발행대장, such as ``IC-2026-0007``; it is never given twice."""
    year = read_settings(unit.session).local(unit.now).year
    return f"IC-{year}-{unit.next_number(f'form_issue:{year}'):04d}"


def typed_number(unit: UnitOfWork, mapped: Any, number: str) -> str:
    """Return a number that a person chose.

    Raises:
        PartproofError: empty, too long, or already there.
    """
    text = filled("number", number, limit=60)
    if _taken(unit, mapped, text):
        raise DUPLICATE()
    return text


def _next_free(unit: UnitOfWork, mapped: Any, series: str, write: Callable[[int], str]) -> str:
    while True:
        number = write(unit.next_number(series))
        # Somebody may have typed this very number before the series came to it.
        if not _taken(unit, mapped, number):
            return number


def _taken(unit: UnitOfWork, mapped: Any, number: str) -> bool:
    query = select(mapped.id).where(mapped.number_key == number_key(number))
    return unit.session.scalars(query).first() is not None
