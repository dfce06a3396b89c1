"""Checklist templates: the files that come with the program, the house's own versions, and which one is in force."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.certification.hashes import digest
from app.certification.refusals import BROKEN_TEMPLATE, NO_TEMPLATE, TEMPLATE_SAME
from app.certification.template_check import SUBMISSION_MARKS as SUBMISSION_MARKS
from app.certification.template_check import problem_with
from app.rights import filled, require
from app.unit_of_work import UnitOfWork
from models.certification import ChecklistTemplate
from models.vocab import Noun, Role, TemplateOrigin

# Screens of assessments show checklists as well; this names none of them.
CHECKLISTS: Final = (Noun.ASSESSMENT, 0)
FOLDER: Final = Path(__file__).resolve().parent.parent.parent / "resources" / "checklists"


def known_templates() -> tuple[str, ...]:
    """Return the codes of the checklists that come with the program."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))


def read_template(code: str) -> dict[str, Any]:
    """Return the checked content of a checklist that comes with the program.

    Raises:
        PartproofError: unknown, unreadable, an unknown rule or mark, a missing translation, a doubled code, a loop.
    """
    if code not in known_templates():
        raise NO_TEMPLATE(code=code, known=", ".join(known_templates()))
    return checked(FOLDER / f"{code}.toml")


def checked(file: Path) -> dict[str, Any]:
    """Return the content of a template file after checking it whole.

    Raises:
        PartproofError: ``checklist.broken``, naming what is wrong.
    """
    try:
        content: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise BROKEN_TEMPLATE(file=file.name, reason=str(error)) from error
    require_sound(content, file.name)
    if content["code"] != file.stem:
        raise BROKEN_TEMPLATE(file=file.name, reason=f"code {content['code']}")
    return content


def require_sound(content: object, name: str) -> None:
    """Refuse a checklist that is not whole.

    Raises:
        PartproofError: ``checklist.broken``, naming what is wrong.
    """
    problem = problem_with(content)
    if problem is not None:
        raise BROKEN_TEMPLATE(file=name, reason=problem)


def in_force(session: Session, code: str) -> ChecklistTemplate | None:
    """Return the house's newest own or imported version of a checklist, or None where there is none."""
    query = (
        select(ChecklistTemplate)
        .where(ChecklistTemplate.code == code, ChecklistTemplate.origin != TemplateOrigin.SHIPPED)
        .order_by(ChecklistTemplate.sequence.desc())
        .limit(1)
    )
    return session.scalars(query).first()


def template_content(session: Session, code: str) -> dict[str, Any]:
    """Return the content of the version in force: the house's own, else what comes with the program.

    Raises:
        PartproofError: ``checklist.none`` or ``checklist.broken``.
    """
    own = in_force(session, code)
    return dict(own.content) if own is not None else read_template(code)


def template_codes(session: Session) -> tuple[str, ...]:
    """Return the codes of all checklists: those of the program and those of the house."""
    return tuple(sorted({*known_templates(), *session.scalars(select(ChecklistTemplate.code).distinct())}))


def load_template(unit: UnitOfWork, code: str) -> ChecklistTemplate:
    """Return the factory's row of the version in force, adding what came with the program when it is not there yet.

    Raises:
        PartproofError: ``checklist.none`` or ``checklist.broken``.
    """
    own = in_force(unit.session, code)
    return own if own is not None else load_shipped(unit, code)


def load_shipped(unit: UnitOfWork, code: str) -> ChecklistTemplate:
    """Return the factory's row of what comes with the program, adding it when this content is not there yet."""
    content = read_template(code)
    query = select(ChecklistTemplate).where(
        ChecklistTemplate.code == code,
        ChecklistTemplate.content_hash == digest(content),
        ChecklistTemplate.origin == TemplateOrigin.SHIPPED,
    )
    row = unit.session.scalars(query.order_by(ChecklistTemplate.id.desc()).limit(1)).first()
    if row is None:
        row = _add(unit, content, TemplateOrigin.SHIPPED, "")
        unit.record("checklist_loaded", Noun.ASSESSMENT, None, code=code, content_hash=row.content_hash)
    return row


def keep_template(
    unit: UnitOfWork,
    content: dict[str, Any],
    *,
    note: str,
    origin: TemplateOrigin = TemplateOrigin.OWN,
) -> int:
    """Keep a version of the house's own and return its id; assessments opened from now on use it.

    Args:
        unit: The unit of work.
        content: The whole checklist; its ``code`` says which one it replaces, a new code adds one.
        note: What was changed and why.
        origin: Made here, or imported from a sheet.

    Raises:
        PartproofError: without the role, not whole, or the same as what is in force.
    """
    require(unit, Role.QUALITY, Role.ADMINISTRATOR)
    require_sound(content, str(content.get("code", "")) if isinstance(content, dict) else "")
    code = str(content["code"])
    newest = in_force(unit.session, code)
    before = newest.content if newest is not None else None
    if before is None and code in known_templates():
        before = load_shipped(unit, code).content
    if before is not None and digest(before) == digest(content):
        raise TEMPLATE_SAME(code=code)
    row = _add(unit, content, origin, filled("reason", note, limit=1000))
    action = "checklist_imported" if origin is TemplateOrigin.IMPORTED else "checklist_edited"
    unit.record(action, Noun.ASSESSMENT, None, code=code, version=row.sequence, note=row.note)
    unit.touched.add(CHECKLISTS)
    return row.id


def keep_shipped(unit: UnitOfWork, code: str) -> int:
    """Make sure that the version in force is on record, and return its id.

    Raises:
        PartproofError: without the role, or ``checklist.none``.
    """
    require(unit, Role.QUALITY, Role.ADMINISTRATOR)
    return load_template(unit, code).id


def _add(unit: UnitOfWork, content: dict[str, Any], origin: TemplateOrigin, note: str) -> ChecklistTemplate:
    code = str(content["code"])
    query = select(func.max(ChecklistTemplate.sequence)).where(ChecklistTemplate.code == code)
    row = ChecklistTemplate(
        code=code,
        sequence=(unit.session.scalar(query) or 0) + 1,
        origin=origin,
        edition=str(content["edition"]),
        title=content["title"],
        title_ko=content["title_ko"],
        content=content,
        content_hash=digest(content),
        note=note,
        made_by_id=unit.actor.user_id,
        loaded_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    return row
