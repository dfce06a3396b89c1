"""What the station says: what it waits for, the words of its verdicts, and notices as texts. Decides nothing."""

from __future__ import annotations

from typing import Final

from app.inspection.station_notice import NOTICE_TEXTS, NoticeKind, StationNotice
from app.inspection.station_view import StationView, Step
from ui.i18n import Shown, Texts, Words, say, term
from ui.input.code_texts import refused_scan_text, warning_codes, warning_text
from ui.widgets.sound import Tone as Sound
from ui.widgets.verdict import Verdict

# Notices about ports and foreign bytes belong into the banner, never over the verdict.
PORT_CODES: Final = frozenset({"port_lost", "port_found", "gauge_notice"})
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

_WAITING: Final[dict[Step, tuple[str, Words, Words]]] = {
    Step.BADGE: (
        "user-circle",
        say("Scan your badge"),
        say("Nobody is signed in here. What is measured is written down under your name."),
    ),
    Step.ORDER: (
        "barcode",
        say("Scan the work order"),
        say("The code stands at the top right of the traveller."),
    ),
    Step.LOT: (
        "tag",
        say("Scan the lot"),
        say("The code stands on the identification tag of the box."),
    ),
    Step.PAUSED: (
        "player-pause",
        term("station", "Paused"),
        say("Scan your badge to go on. Nothing that was measured is lost."),
    ),
    Step.COMPLETE: (
        "circle-check",
        say("Everything is measured"),
        say("Scan FINISH or press the button; a wrong value is taken back by UNDO."),
    ),
}
_WORDS: Final[dict[str, Words]] = {
    "part_matches": term("station", "Right part"),
    "part_differs": term("station", "Wrong part"),
    "scan_refused": term("station", "Unreadable"),
    "unknown_code": term("station", "Unknown code"),
}


def balloon_sign(number: str) -> str:
    """Return a balloon number in its circle, or in brackets where there is no such sign."""
    if number.isdecimal() and 1 <= int(number) <= len(_CIRCLED):
        return _CIRCLED[int(number) - 1]
    return f"({number})"


def waiting_words(step: Step) -> tuple[str, Words, Words] | None:
    """Return icon, instruction and reason of a step that waits for a scan; None while measuring."""
    return _WAITING.get(step)


def notice_words(texts: Texts, notice: StationNotice) -> Shown:
    """Return the sentence of a notice; a refusal with its next step, a repaired scan with its warning."""
    said: Shown
    if notice.refusal is not None:
        said = texts.explain(notice.refusal)
    elif notice.code == "scan_refused":
        facts = (str(notice.values.get(name, "")) for name in ("text", "reason", "detail", "suggest"))
        said = refused_scan_text(texts.language, *facts)
    else:
        said = Words(NOTICE_TEXTS[notice.code], "", tuple(notice.values.items()))
    warnings = scan_warnings(notice)
    if not warnings:
        return said
    return " ".join([texts.show(said), *(warning_text(texts.language, code) for code in warnings)])


def scan_warnings(notice: StationNotice) -> tuple[str, ...]:
    """Return what was repaired or tolerated in the scan a notice answers."""
    return tuple(code for code in notice.warnings if code in warning_codes())


def cover_of(notice: StationNotice) -> tuple[Verdict, Words]:
    """Return what covers the screen for a notice: the verdict's look and its word; an empty look for none."""
    word = _WORDS.get(notice.code)
    match notice.kind:
        case NoticeKind.OK:
            return "ok", word or term("station", "OK")
        case NoticeKind.NG:
            return "ng", word or term("station", "NG")
        case NoticeKind.DUPLICATE:
            return "warn", term("station", "Already scanned")
        case NoticeKind.WARN:
            return "warn", word or term("station", "Look here")
        case NoticeKind.INFO:
            return "", term("station", "OK")


def sound_of(notice: StationNotice) -> Sound:
    """Return the tone of a notice; each look has its own."""
    look, _word = cover_of(notice)
    return look or "scan"


def next_words(view: StationView, *, key: bool = False) -> tuple[Words, Words]:
    """Return what to do next while measuring, and the quieter words after it.

    Args:
        view: The station.
        key: The gauge here is asked, or collects values: a key takes its value.
    """
    coming = view.next
    if view.step is Step.ACKNOWLEDGE:
        return (
            say("Next: acknowledge the bad value"),
            say("scan NG or NEXT · the lot is on hold · UNDO takes a wrong value back"),
        )
    if coming is not None and coming.judged_by_person:
        return say("Next: judge by OK or NG"), say("scan OK or NG · UNDO takes a wrong one back")
    if key:
        return say("Next: take the value with F7"), say("UNDO takes a value back")
    return say("Next: press the gauge's button"), say("UNDO takes a value back")
