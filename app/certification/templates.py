"""Checklist templates: reading the data files, checking them, and loading them into the factory."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from app.certification.refusals import BROKEN_TEMPLATE, NO_TEMPLATE
from app.certification.rules import rule_names
from app.unit_of_work import UnitOfWork
from models.certification import ChecklistTemplate
from models.types import canonical_json
from models.vocab import Noun, TemplateOrigin

FOLDER: Final = Path(__file__).resolve().parent.parent.parent / "resources" / "checklists"
_FIELDS: Final = ("code", "title", "title_ko", "text", "text_ko")
SUBMISSION_MARKS: Final = frozenset({"S", "R", "*", ""})


def known_templates() -> tuple[str, ...]:
    """Return the codes of the checklists that come with the program."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))


def read_template(code: str) -> dict[str, Any]:
    """Return a checklist's checked content.

    Raises:
        PartproofError: unknown, unreadable, an unknown rule or mark, a missing translation, a doubled code.
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
        # What is kept is hashed, and no hash holds a fraction or a date of unknown form.
        canonical_json(content)
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise BROKEN_TEMPLATE(file=file.name, reason=str(error)) from error
    for field in ("code", "edition", "title", "title_ko"):
        if not _filled(content.get(field)):
            raise BROKEN_TEMPLATE(file=file.name, reason=f"no {field}")
    if content["code"] != file.stem:
        raise BROKEN_TEMPLATE(file=file.name, reason=f"code {content['code']}")
    levels, requirements = content.get("levels", []), content.get("requirements")
    if not isinstance(levels, list) or not all(_filled(level) for level in levels):
        raise BROKEN_TEMPLATE(file=file.name, reason="levels")
    if not isinstance(requirements, list) or not requirements:
        raise BROKEN_TEMPLATE(file=file.name, reason="no requirements")
    seen: set[str] = set()
    for entry in requirements:
        problem = _problem(entry, frozenset(levels), seen)
        if problem is not None:
            raise BROKEN_TEMPLATE(file=file.name, reason=problem)
    return content


def _filled(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _problem(entry: object, levels: frozenset[str], seen: set[str]) -> str | None:
    """Return what is wrong with a requirement, or None; its code joins the seen ones."""
    if not isinstance(entry, dict):
        return "requirements"
    code = str(entry.get("code", "?"))
    for field in _FIELDS:
        if not _filled(entry.get(field)):
            return f"{code}: no {field}"
    if code in seen:
        return f"{code}: twice"
    seen.add(code)
    rule = entry.get("rule", "")
    if not isinstance(rule, str) or (rule and rule not in rule_names()):
        return f"{code}: unknown rule {rule}"
    submission = entry.get("submission", {})
    if not isinstance(submission, dict):
        return f"{code}: submission"
    unknown = {str(sign) for sign in submission.values()} - SUBMISSION_MARKS
    if unknown:
        return f"{code}: unknown mark {sorted(unknown)}"
    if levels and set(submission) != levels:
        return f"{code}: submission {sorted(set(submission) ^ levels)}"
    return None


def load_template(unit: UnitOfWork, code: str) -> ChecklistTemplate:
    """Return the factory's row of a checklist, adding it when this content is not there yet."""
    content = read_template(code)
    digest = hashlib.sha256(canonical_json(content).encode("utf-8")).hexdigest()
    query = select(ChecklistTemplate).where(
        ChecklistTemplate.code == code, ChecklistTemplate.content_hash == digest
    )
    row = unit.session.scalars(query).one_or_none()
    if row is None:
        row = ChecklistTemplate(
            code=code,
            sequence=unit.next_number(f"checklist:{code}"),
            origin=TemplateOrigin.SHIPPED,
            note="",
            made_by_id=None,
            edition=str(content["edition"]),
            title=content["title"],
            title_ko=content["title_ko"],
            content=content,
            content_hash=digest,
            loaded_at=unit.now,
        )
        unit.session.add(row)
        unit.session.flush()
        unit.record("checklist_loaded", Noun.ASSESSMENT, None, code=code, content_hash=digest)
    return row
