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
from models.vocab import Noun

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
    """Return the content of a template file after checking it whole."""
    try:
        content: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BROKEN_TEMPLATE(file=file.name, reason=str(error)) from error
    for field in ("code", "edition", "title", "title_ko", "requirements"):
        if not content.get(field):
            raise BROKEN_TEMPLATE(file=file.name, reason=f"no {field}")
    seen: set[str] = set()
    for entry in content["requirements"]:
        _check_requirement(file, entry, seen)
    return content


def _check_requirement(file: Path, entry: dict[str, Any], seen: set[str]) -> None:
    code = str(entry.get("code", "?"))
    for field in _FIELDS:
        if not entry.get(field):
            raise BROKEN_TEMPLATE(file=file.name, reason=f"{code}: no {field}")
    if code in seen:
        raise BROKEN_TEMPLATE(file=file.name, reason=f"{code}: twice")
    seen.add(code)
    rule = entry.get("rule", "")
    if rule and rule not in rule_names():
        raise BROKEN_TEMPLATE(file=file.name, reason=f"{code}: unknown rule {rule}")
    marks = set(entry.get("submission", {}).values())
    if not marks <= SUBMISSION_MARKS:
        raise BROKEN_TEMPLATE(
            file=file.name, reason=f"{code}: unknown mark {sorted(marks - SUBMISSION_MARKS)}"
        )


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
