"""Words and tones of revision states and times for the design screens. Asks nothing and shows nothing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from app.changes.queries import ApprovalStepRow
from app.labels import document_state, label, with_origin
from models.vocab import DocumentKind, RevisionState
from ui.i18n import Shown, Texts, Words, say
from ui.theme.tokens import Tone

_TONES: Final[dict[RevisionState, Tone]] = {
    RevisionState.DRAFT: "info",
    RevisionState.IN_REVIEW: "info",
    RevisionState.RELEASED: "neutral",
    RevisionState.SUPERSEDED: "neutral",
    RevisionState.OBSOLETE: "ng",
}


def state_tone(state: RevisionState | None) -> Tone:
    """Return the tone of a revision's chip: grey unless somebody has to act."""
    return "neutral" if state is None else _TONES[state]


def part_state(texts: Texts, state: RevisionState | None, *, migrated: bool = False) -> str:
    """Return what a part revision's state is called now, with 이관 where it was approved before the program came."""
    return (
        "" if state is None else with_origin(texts.language, label(texts.language, state), migrated=migrated)
    )


def file_state(texts: Texts, kind: DocumentKind, state: RevisionState, *, migrated: bool = False) -> str:
    """Return what a document revision's state is called now, with 이관 where it was approved before."""
    return with_origin(texts.language, document_state(texts.language, kind, state), migrated=migrated)


def approved_before(revision: str, on: date | None, approver: str) -> Words:
    """Return when and by whom a transferred revision was approved before the program came; "—" is not known."""
    day = "—" if on is None else on.isoformat()
    return say("Rev {revision} · {day} · {who}", revision=revision or "—", day=day, who=approver or "—")


def when(at: datetime | None, zone: ZoneInfo) -> str:
    """Return an instant in plant time to the minute, or an empty text."""
    return "" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def day(at: datetime | None, zone: ZoneInfo) -> str:
    """Return the plant's day of an instant, or an empty text."""
    return "" if at is None else f"{at.astimezone(zone):%Y-%m-%d}"


def count_words(shown: int, whole: int) -> Shown:
    """Return how many rows a filter leaves; nothing for an empty list."""
    if not whole:
        return ""
    if shown != whole:
        return say("{shown} of {all}", shown=shown, all=whole)
    return say("{n} {n:record|records}", n=whole)


def signer_words(step: ApprovalStepRow) -> Shown:
    """Return who signed a box: in whose place 대결, and whether that ended the line 전결."""
    who: Shown = f"{step.name} {step.title}".strip()
    if step.on_behalf_of:
        who = say("{who} in place of {name}", who=who, name=step.on_behalf_of)
    return say("{who}, decided alone", who=who) if step.decided else who
