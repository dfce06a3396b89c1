"""Checks a checklist's content whole, before anything is kept of it: rows, headings, rules, scoring, loops. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from app.certification.needs import order_of
from app.certification.rule_kinds import NUMBERS, parameters_of, problem_of
from app.certification.rules import rule_names
from models.types import canonical_json
from models.vocab import AssessmentScope

SUBMISSION_MARKS: Final = frozenset({"S", "R", "*", ""})
SCHEMES: Final = frozenset({"vda63", "weights"})
HEAD: Final = ("code", "edition", "title", "title_ko")
FIELDS: Final = ("code", "title", "title_ko", "text", "text_ko")
# The most a checklist holds; a longer one is a mistake of a file.
MOST_ROWS: Final = 2000
_MOST_TEXT: Final = 4000
# It names files and begins the numbers of assessments.
_CODE: Final = re.compile(r"[a-z0-9][a-z0-9_]{0,59}")


def problem_with(content: object) -> str | None:
    """Return what is wrong with a checklist, naming the row, or None."""
    if not isinstance(content, dict):
        return "no checklist"
    try:
        # What is kept is hashed, and no hash holds a fraction or a date of unknown form.
        canonical_json(content)
    except (ValueError, TypeError, RecursionError) as error:
        return str(error)
    for field in HEAD:
        if not _filled(content.get(field)):
            return f"no {field}"
    if _CODE.fullmatch(content["code"]) is None:
        return f"code {content['code'][:60]}"
    if content.get("scope", AssessmentScope.PLANT) not in list(AssessmentScope):
        return f"scope {content['scope']}"
    levels, rows = content.get("levels", []), content.get("requirements")
    if not isinstance(levels, list) or not all(_filled(level) for level in levels):
        return "levels"
    if not isinstance(rows, list) or not rows or len(rows) > MOST_ROWS:
        return "no requirements"
    return (
        _headings(content.get("sections", [])) or _rows(content, rows, frozenset(levels)) or _scoring(content)
    )


def _filled(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and len(value) <= _MOST_TEXT


def _headings(sections: object) -> str | None:
    if not isinstance(sections, list):
        return "sections"
    parents: dict[str, tuple[str, ...]] = {}
    for entry in sections:
        if not isinstance(entry, dict):
            return "sections"
        code = str(entry.get("code", "?"))
        for field in ("code", "title", "title_ko"):
            if not _filled(entry.get(field)):
                return f"section {code}: no {field}"
        if code in parents:
            return f"section {code}: twice"
        points = entry.get("points", 0)
        if not isinstance(points, int) or isinstance(points, bool) or points < 0:
            return f"section {code}: points {points}"
        parents[code] = (str(entry["parent"]),) if entry.get("parent") else ()
    for code, above in parents.items():
        if above and above[0] not in parents:
            return f"section {code}: unknown section {above[0]}"
    return None if order_of(parents) is not None else "loop of sections"


def _rows(content: Mapping[str, Any], rows: list[Any], levels: frozenset[str]) -> str | None:
    sections = {str(entry["code"]) for entry in content.get("sections", [])}
    seen: set[str] = set()
    for entry in rows:
        problem = _row(entry, levels, sections, seen)
        if problem is not None:
            return problem
    needs = {str(entry["code"]): tuple(map(str, entry.get("needs", ()))) for entry in rows}
    for code, wanted in needs.items():
        unknown = [one for one in wanted if one not in seen]
        if unknown:
            return f"{code}: needs unknown {unknown[0]}"
    if order_of(needs) is None:
        return f"loop of needs: {_circle(needs)}"
    return None


def _row(entry: object, levels: frozenset[str], sections: set[str], seen: set[str]) -> str | None:
    """Return what is wrong with a row, or None; its code joins the seen ones."""
    if not isinstance(entry, dict):
        return "requirements"
    code = str(entry.get("code", "?"))
    for field in FIELDS:
        if not _filled(entry.get(field)):
            return f"{code}: no {field}"
    if code in seen:
        return f"{code}: twice"
    seen.add(code)
    if entry.get("section", "") and entry["section"] not in sections:
        return f"{code}: unknown section {entry['section']}"
    if not isinstance(entry.get("needs", []), list):
        return f"{code}: needs"
    return _rule(code, entry) or _marks(code, entry, levels) or _weight(code, entry)


def _rule(code: str, entry: Mapping[str, Any]) -> str | None:
    name = entry.get("rule", "")
    if not isinstance(name, str) or (name and name not in rule_names()):
        return f"{code}: unknown rule {name}"
    given = parameters_of(entry)
    if not name:
        return f"{code}: {sorted(given)[0]} without a rule" if given else None
    problem = problem_of(name, given)
    return None if problem is None else f"{code}: {problem}"


def _marks(code: str, entry: Mapping[str, Any], levels: frozenset[str]) -> str | None:
    submission = entry.get("submission", {})
    if not isinstance(submission, dict):
        return f"{code}: submission"
    unknown = {str(sign) for sign in submission.values()} - SUBMISSION_MARKS
    if unknown:
        return f"{code}: unknown mark {sorted(unknown)}"
    if levels and set(submission) != levels:
        return f"{code}: submission {sorted(set(submission) ^ levels)}"
    return None


def _weight(code: str, entry: Mapping[str, Any]) -> str | None:
    for name in ("weight", *sorted(NUMBERS)):
        value = entry.get(name, 1)
        if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
            return f"{code}: {name} {value}"
    for name in ("verified", "verified_ko", "star"):
        if not isinstance(entry.get(name, False), bool):
            return f"{code}: {name}"
    return None


def _scoring(content: Mapping[str, Any]) -> str | None:
    scoring = content.get("scoring")
    if scoring is None:
        return None
    if not isinstance(scoring, dict) or scoring.get("kind") not in SCHEMES:
        return "scoring"
    name = "points" if scoring["kind"] == "vda63" else "steps"
    steps = scoring.get(name)
    if not isinstance(steps, list) or len(steps) < 2 or steps != sorted(set(steps)):
        return f"scoring: {name}"
    for texts in (f"{name[:-1]}_texts", f"{name[:-1]}_texts_ko"):
        if len(scoring.get(texts, steps)) != len(steps):
            return f"scoring: {texts}"
    return _points(content, scoring) if scoring["kind"] == "weights" else None


def _points(content: Mapping[str, Any], scoring: Mapping[str, Any]) -> str | None:
    """Items of a field together weigh what the field may give, and the fields what the whole may."""
    fields = {str(entry["code"]): int(entry.get("points", 0)) for entry in content.get("sections", [])}
    for code, points in fields.items():
        weights = [int(row.get("weight", 1)) for row in content["requirements"] if row.get("section") == code]
        if sum(weights) != points:
            return f"section {code}: weights make {sum(weights)}, not {points}"
    if sum(fields.values()) != scoring.get("full_mark"):
        return "scoring: full_mark"
    return None


def _circle(needs: Mapping[str, tuple[str, ...]]) -> str:
    """Return the codes that wait for each other."""
    left = dict(needs)
    while True:
        free = [code for code, wanted in left.items() if not any(one in left for one in wanted)]
        if not free:
            return ", ".join(sorted(left))
        for code in free:
            del left[code]
