"""What the screen of checklists asks: each in its version in force, and its rows with where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.certification.licensed import licensed_rows
from app.certification.rule_kinds import parameters_of
from app.certification.templates import in_force, template_codes, template_content
from models.vocab import TemplateOrigin


@dataclass(frozen=True)
class ChecklistHead:
    """One checklist; ``compared`` rows were compared with the licensed copy as they read now."""

    code: str
    title: str
    title_ko: str
    edition: str
    scheme: str
    origin: TemplateOrigin
    sequence: int
    rows: int
    unverified: int
    compared: int


@dataclass(frozen=True)
class ChecklistRow:
    """One row as it reads, with its source."""

    code: str
    section: str
    title: str
    title_ko: str
    text: str
    text_ko: str
    rule: str
    parameters: tuple[tuple[str, str], ...]
    edition: str
    source: str
    grade: str
    verified: bool
    verified_ko: bool
    licensed: str


def checklist_heads(session: Session) -> tuple[ChecklistHead, ...]:
    """Return every checklist in its version in force."""
    return tuple(_head(session, code) for code in template_codes(session))


def _head(session: Session, code: str) -> ChecklistHead:
    content = template_content(session, code)
    own = in_force(session, code)
    rows = content["requirements"]
    return ChecklistHead(
        code,
        str(content["title"]),
        str(content["title_ko"]),
        str(content["edition"]),
        str(content.get("scheme", "")),
        TemplateOrigin.SHIPPED if own is None else own.origin,
        0 if own is None else own.sequence,
        len(rows),
        sum(not row.get("verified", False) for row in rows),
        len(licensed_rows(session, code, content)),
    )


def checklist_rows(session: Session, code: str) -> tuple[ChecklistRow, ...]:
    """Return the rows of a checklist's version in force."""
    content = template_content(session, code)
    licensed = licensed_rows(session, code, content)
    return tuple(_row(row, licensed.get(str(row["code"]), "")) for row in content["requirements"])


def _row(row: dict[str, Any], licensed: str) -> ChecklistRow:
    return ChecklistRow(
        str(row["code"]),
        str(row.get("section", "")),
        str(row["title"]),
        str(row["title_ko"]),
        str(row["text"]),
        str(row["text_ko"]),
        str(row.get("rule", "")),
        tuple((name, str(value)) for name, value in parameters_of(row).items()),
        str(row.get("edition", "")),
        str(row.get("source", "")),
        str(row.get("source_grade", "")),
        bool(row.get("verified", False)),
        bool(row.get("verified_ko", False)),
        licensed,
    )
