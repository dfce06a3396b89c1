"""A checklist as rows of a sheet, and back again to the very same content. Pure; no file is read or written here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from app.certification.refusals import BROKEN_TEMPLATE
from app.certification.rule_kinds import NUMBERS
from models.types import canonical_json

HEADING: Final = "heading"
ROW: Final = "row"
# The columns every sheet has, left to right; each level of a scheme adds one.
COLUMNS: Final = (
    "what",
    "code",
    "section",
    "title",
    "title_ko",
    "text",
    "text_ko",
    "rule",
    "months",
    "days",
    "samples",
    "percent",
    "kind",
    "needs",
    "points",
    "star",
    "verified",
    "verified_ko",
    "edition",
    "source",
    "source_grade",
    "more",
)
LEVEL: Final = "level "
HEAD_FACT: Final = "checklist"
_FLAGS: Final = ("star", "verified", "verified_ko")
_YES, _NO = "yes", "no"


def rows_of(content: Mapping[str, Any]) -> tuple[tuple[str, ...], list[tuple[str, ...]], str]:
    """Return the columns, the rows, and what stands beside them as one text."""
    levels = [str(level) for level in content.get("levels", [])]
    columns = (*COLUMNS, *(LEVEL + level for level in levels))
    rows = [_row(HEADING, entry, columns, "parent", "points") for entry in content.get("sections", [])]
    rows += [_row(ROW, entry, columns, "section", "weight") for entry in content["requirements"]]
    head = {key: value for key, value in content.items() if key not in ("sections", "requirements")}
    return columns, rows, canonical_json({**head, "sections": "sections" in content})


def _row(
    what: str, entry: Mapping[str, Any], columns: Sequence[str], above: str, points: str
) -> tuple[str, ...]:
    cells: dict[str, str] = {"what": what}
    left = dict(entry)
    for column, key in (("section", above), ("points", points)):
        if key in left:
            cells[column] = str(left.pop(key))
    for key in ("code", "title", "title_ko", "text", "text_ko", "rule", "kind", "edition", "source"):
        if key in left:
            cells[key] = str(left.pop(key))
    if "source_grade" in left:
        cells["source_grade"] = str(left.pop("source_grade"))
    for key in sorted(NUMBERS & set(left)):
        cells[key] = str(left.pop(key))
    for key in _FLAGS:
        if key in left:
            cells[key] = _YES if left.pop(key) else _NO
    if "needs" in left:
        cells["needs"] = ", ".join(left.pop("needs")) or "-"
    for level, sign in left.pop("submission", {}).items():
        cells[LEVEL + str(level)] = str(sign) or "-"
    # An empty text is a text; an empty cell is none.
    left.update({key: "" for key in ("rule", "section", "parent") if entry.get(key) == ""})
    if left:
        cells["more"] = json.dumps(left, ensure_ascii=False, sort_keys=True)
    return tuple(cells.get(column, "") for column in columns)


def content_of(columns: Sequence[str], rows: Iterable[Sequence[str]], head: str, name: str) -> dict[str, Any]:
    """Return the checklist that a sheet holds; it is checked elsewhere.

    Raises:
        PartproofError: ``checklist.broken``, naming the cell.
    """
    try:
        content: dict[str, Any] = json.loads(head)
    except ValueError as error:
        raise BROKEN_TEMPLATE(file=name, reason=f"{HEAD_FACT}: {error}") from error
    if not isinstance(content, dict):
        raise BROKEN_TEMPLATE(file=name, reason=HEAD_FACT)
    sections: list[dict[str, Any]] = []
    requirements: list[dict[str, Any]] = []
    for number, values in enumerate(rows, start=2):
        cells = {
            column: value.strip() for column, value in zip(columns, values, strict=False) if value.strip()
        }
        if not cells:
            continue
        what = cells.pop("what", ROW)
        if what not in (HEADING, ROW):
            raise BROKEN_TEMPLATE(file=name, reason=f"{number}: {what}")
        above, points = ("parent", "points") if what == HEADING else ("section", "weight")
        entry = _entry(cells, above, points, f"{number}", name)
        (sections if what == HEADING else requirements).append(entry)
    if content.pop("sections", bool(sections)):
        content["sections"] = sections
    content["requirements"] = requirements
    return content


def _entry(cells: dict[str, str], above: str, points: str, place: str, name: str) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    submission: dict[str, str] = {}
    for column, value in cells.items():
        if column.startswith(LEVEL):
            submission[column.removeprefix(LEVEL)] = "" if value == "-" else value
        elif column == "more":
            entry.update(_more(value, place, name))
        elif column == "needs":
            entry["needs"] = [] if value == "-" else [one.strip() for one in value.split(",")]
        elif column in _FLAGS:
            if value not in (_YES, _NO):
                raise BROKEN_TEMPLATE(file=name, reason=f"{place}: {column} {value}")
            entry[column] = value == _YES
        elif column in NUMBERS or column == "points":
            if not (value.isascii() and value.isdigit()):
                raise BROKEN_TEMPLATE(file=name, reason=f"{place}: {column} {value}")
            entry[points if column == "points" else column] = int(value)
        elif column == "section":
            entry[above] = value
        else:
            entry[column] = value
    if submission:
        entry["submission"] = submission
    return entry


def _more(value: str, place: str, name: str) -> dict[str, Any]:
    try:
        found = json.loads(value)
    except ValueError as error:
        raise BROKEN_TEMPLATE(file=name, reason=f"{place}: more") from error
    if not isinstance(found, dict):
        raise BROKEN_TEMPLATE(file=name, reason=f"{place}: more")
    return found
