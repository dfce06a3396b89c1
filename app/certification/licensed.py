"""The comparison of a checklist's rows with our licensed copy of the standard: who, when, which copy.

It holds for the row as it read then; an edit of the row voids it. Nobody's word makes a row verified otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certification.hashes import digest
from app.certification.refusals import NO_ROW, NOT_COMPARED_YET
from app.rights import filled, require
from app.settings import read_settings
from app.unit_of_work import UnitOfWork
from models.certification import ChecklistTemplate, LicensedCheck
from models.person import User
from models.vocab import Noun, Role

FIELDS: Final = ("code", "title", "title_ko", "text", "text_ko", "edition")


def row_hash(row: Mapping[str, Any]) -> str:
    """Return the hash of what a comparison vouches for: a row's number, titles, texts and edition."""
    return digest([str(row.get(field, "")) for field in FIELDS])


def record_check(
    unit: UnitOfWork,
    template_id: int,
    requirement_codes: tuple[str, ...],
    *,
    licensed_copy: str,
    checked_on: date | None = None,
) -> int:
    """Record that rows were compared with a licensed copy, and return how many.

    Args:
        unit: The unit of work.
        template_id: The checklist's version whose rows were read.
        requirement_codes: The rows; empty means every one.
        licensed_copy: Which copy, e.g. "IATF 16949:2016, copy no. 3".
        checked_on: The day of it; by default today.

    Raises:
        PartproofError: without the role, an unknown row, or no copy named.
    """
    return _record(
        unit,
        template_id,
        requirement_codes,
        filled("licensed_copy", licensed_copy),
        checked_on,
        holds=True,
        action="licensed_copy_checked",
    )


def withdraw_check(
    unit: UnitOfWork, template_id: int, requirement_codes: tuple[str, ...], *, reason: str
) -> int:
    """Take a comparison back, with the reason; both stay on record.

    Raises:
        PartproofError: where nothing was compared.
    """
    template = unit.session.get_one(ChecklistTemplate, template_id)
    standing = licensed_rows(unit.session, template.code, template.content)
    for code in requirement_codes or tuple(standing):
        if code not in standing:
            raise NOT_COMPARED_YET(code=code)
    return _record(
        unit,
        template_id,
        requirement_codes or tuple(standing),
        filled("reason", reason, limit=1000),
        None,
        holds=False,
        action="licensed_check_withdrawn",
    )


def _record(
    unit: UnitOfWork,
    template_id: int,
    codes: tuple[str, ...],
    words: str,
    day: date | None,
    *,
    holds: bool,
    action: str,
) -> int:
    require(unit, Role.QUALITY, Role.ADMINISTRATOR)
    template = unit.session.get_one(ChecklistTemplate, template_id)
    rows = {str(row["code"]): row for row in template.content["requirements"]}
    wanted = codes or tuple(rows)
    today = read_settings(unit.session).local(unit.now).date()
    for code in wanted:
        if code not in rows:
            raise NO_ROW(code=code)
        unit.session.add(
            LicensedCheck(
                template_code=template.code,
                requirement_code=code,
                content_hash=row_hash(rows[code]),
                licensed_copy=words,
                holds=holds,
                checked_on=day or today,
                checked_by_id=unit.actor.user_id,
                recorded_at=unit.now,
            )
        )
    unit.record(action, Noun.ASSESSMENT, None, checklist=template.code, rows=list(wanted), words=words)
    # Screens of assessments show it; it names none of them.
    unit.touched.add((Noun.ASSESSMENT, 0))
    return len(wanted)


def licensed_rows(session: Session, template_code: str, content: Mapping[str, Any]) -> dict[str, str]:
    """Return who compared which row, as one line per row code; rows edited since are not in it."""
    query = (
        select(LicensedCheck, User.name)
        .join(User, User.id == LicensedCheck.checked_by_id)
        .where(LicensedCheck.template_code == template_code)
        .order_by(LicensedCheck.id)
    )
    newest = {check.requirement_code: (check, name) for check, name in session.execute(query)}
    found: dict[str, str] = {}
    for row in content["requirements"]:
        check, name = newest.get(str(row["code"]), (None, ""))
        if check is not None and check.holds and check.content_hash == row_hash(row):
            found[str(row["code"])] = f"{name} {check.checked_on:%Y-%m-%d} {check.licensed_copy}"
    return found
