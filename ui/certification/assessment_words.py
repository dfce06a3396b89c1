"""What assessments say on the screen: sentences with their values, tones of states, marks of submission."""

from __future__ import annotations

from typing import Final

from app.certification.queries import AssessmentRow, RequirementRow
from app.certification.rules import Sentence
from app.certification.workspace import Workspace
from models.vocab import Noun, RequirementState
from ui.i18n import Shown, Texts, Words, say, term
from ui.theme.tokens import Tone

# Grey is normal: only what somebody must do something about has a tone.
STATE_TONES: Final[dict[RequirementState, Tone]] = {
    RequirementState.MISSING: "ng",
    RequirementState.PARTIAL: "ng",
    RequirementState.STALE: "warn",
    RequirementState.READY: "neutral",
    RequirementState.ACCEPTED: "neutral",
    RequirementState.NOT_APPLICABLE: "neutral",
}
BLOCKED: Final = frozenset({RequirementState.MISSING, RequirementState.PARTIAL, RequirementState.STALE})
# Where the window shows what evidence is made of.
PLACES: Final[dict[Noun, str]] = {
    Noun.DOCUMENT: "documents",
    Noun.PART: "parts",
    Noun.INSPECTION: "inspections",
    Noun.GAUGE: "gauges",
    Noun.LOT: "lots",
    Noun.ORDER: "orders",
    Noun.NONCONFORMANCE: "nonconformances",
    Noun.SUBMISSION: "submissions",
    Noun.ASSESSMENT: "assessments",
    Noun.FOUR_M_CHANGE: "changes",
    Noun.CHANGE_ORDER: "changes",
}
_SUBMISSION: Final[dict[str, Words]] = {
    "S": say("S: to be submitted and kept"),
    "R": say("R: to be kept and shown when asked for"),
    "*": say("*: to be kept, and submitted when asked for"),
}
_SOON_DAYS: Final = 7


def sentence(found: Sentence) -> Words:
    """Return a reason or a next step to be shown, its values in it."""
    return Words(found.text, "", found.values)


def submission_words(mark: str) -> Shown:
    """Return what a mark of the level asks for."""
    return _SUBMISSION.get(mark, "")


def title_of(texts: Texts, row: RequirementRow) -> str:
    """Return a requirement's title in the language of now."""
    return row.title_ko if texts.code == "ko" else row.title


def other_title(texts: Texts, row: RequirementRow) -> str:
    """Return the quieter title: English beside the Korean one, nothing beside the English one."""
    return row.title if texts.code == "ko" else ""


def beside_title(texts: Texts, row: RequirementRow) -> str:
    """Return the quieter title, and whether number and title were not seen in a source: evidence is never meant."""
    open_yet = "" if row.verified or row.licensed else texts.term("certification", "title unverified")
    return " · ".join(filter(None, (open_yet, other_title(texts, row))))


def assessment_title(texts: Texts, row: AssessmentRow) -> Shown:
    """Return what an assessment is of: checklist, level, part and revision."""
    name = row.title_ko if texts.code == "ko" else row.title
    about = row.part_number or row.process or row.supplier
    if row.level and row.part_number:
        return say(
            "{name} level {level} — {part} Rev {revision}",
            name=row.title,
            level=row.level,
            part=row.part_number,
            revision=row.revision,
        )
    return say("{name} — {part}", name=name, part=about) if about else name


def due_chip(space: Workspace) -> tuple[Shown, Tone] | None:
    """Return the chip of the due day, or None without one."""
    left, due = space.days_left, space.head.due_on
    if left is None or due is None:
        return None
    if left < 0:
        return say("due {day} · {days} {days:day|days} late", day=f"{due:%m-%d}", days=-left), "ng"
    return say("due {day} · {days} {days:day|days}", day=f"{due:%m-%d}", days=left), (
        "warn" if left <= _SOON_DAYS else "neutral"
    )


def evidence_text(texts: Texts, row: RequirementRow) -> Shown:
    """Return what stands in the evidence column: what blocks it, else the evidence itself."""
    if row.state in BLOCKED and row.reasons:
        return sentence(row.reasons[0])
    if row.not_applicable_reason:
        return row.not_applicable_reason
    labels = ", ".join(entry.label for entry in row.evidence)
    if labels:
        return labels
    return texts.show(sentence(row.next_step))


def counts_words(space: Workspace) -> Words:
    """Return how many requirements need somebody, by state."""
    return say(
        "stale {stale} · partial {partial} · missing {missing}",
        stale=space.count(RequirementState.STALE),
        partial=space.count(RequirementState.PARTIAL),
        missing=space.count(RequirementState.MISSING),
    )


def points_text(row: RequirementRow) -> str:
    """Return the points of a requirement, one per step, a dash where it was not evaluated."""
    return " / ".join("–" if score.points is None else str(score.points) for score in row.scores)


def days_words(days_left: int | None) -> Shown:
    """Return how many days are left, or how late it is."""
    if days_left is None:
        return ""
    if days_left < 0:
        return say("{days} {days:day|days} late", days=-days_left)
    return say("{days} {days:day|days} left", days=days_left)


def result_words(space: Workspace) -> Shown:
    """Return the result of a scored assessment in one line, or nothing."""
    result = space.result
    if result is None:
        return ""
    if result.total is None:
        return term("certification", "not scored yet")
    if result.kind == "vda63":
        if not result.grade:
            return say(
                "{total} %, too little evaluated: {codes}",
                total=f"{result.total:f}",
                codes=", ".join(result.incomplete),
            )
        if result.downgrades:
            why = ", ".join(dict.fromkeys(what for _, what in result.downgrades))
            return say(
                "{total} %: {grade}, lowered from {before} by {why}",
                total=f"{result.total:f}",
                grade=result.grade,
                before=result.by_points,
                why=why,
            )
        return say("{total} %: {grade}", total=f"{result.total:f}", grade=result.grade)
    if result.grade:
        passed = result.grade == "passed"
        word = term("certification", "passed") if passed else term("certification", "not passed")
        return say("{total} of {full}: {word}", total=f"{result.total:f}", full=result.full, word=word)
    return say(
        "{total} of {full} so far, {count} not scored",
        total=f"{result.total:f}",
        full=result.full,
        count=len(result.incomplete),
    )


NOT_COMPARED: Final = term("certification", "not yet compared with the licensed copy")
UNVERIFIED: Final = term("certification", "number and title unverified")
