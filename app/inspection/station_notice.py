"""What a station tells the person in front of it: one notice per event, as facts; sentences by the language.

The screen and the headless demo show the same notices; nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from app.errors import PartproofError
from app.factory import ChangeSet
from app.inspection.station_view import StationView
from app.texts import Language, mark, mark_term
from models.vocab import Verdict


class NoticeKind(StrEnum):
    """How a notice looks and sounds: OK goes by itself, NG stays until it is acknowledged."""

    OK = "ok"
    NG = "ng"
    WARN = "warn"
    INFO = "info"
    DUPLICATE = "duplicate"


@dataclass(frozen=True)
class StationNotice:
    """The answer to one event.

    Attributes:
        code: A key of ``NOTICE_TEXTS``, or the code of the refusal.
        values: Facts for the sentence.
        view: The station afterwards.
        refusal: What was refused, where something was.
        reading_id: The reading that was stored or taken back.
        changes: What was written, for the screens.
    """

    kind: NoticeKind
    code: str
    view: StationView
    values: Mapping[str, object] = field(default_factory=dict)
    refusal: PartproofError | None = None
    reading_id: int | None = None
    verdict: Verdict | None = None
    warnings: tuple[str, ...] = ()
    changes: tuple[ChangeSet[Any], ...] = ()


NOTICE_TEXTS: Final[Mapping[str, str]] = {
    "welcome": mark("Welcome, {name}. Scan the work order."),
    "handover": mark("{name} goes on with the work."),
    "resumed": mark("Welcome, {name}. The inspection {inspection} goes on where it was."),
    "order_armed": mark("Order {order}: scan the lot."),
    "measuring": mark("Inspection {inspection} of lot {lot}: measure balloon {balloon}, sample {sample}."),
    "all_measured": mark("Everything is measured. Scan FINISH."),
    "part_matches": mark("{part} is the right part."),
    "part_differs": mark("{part} is not the part of this order; it makes {wanted}."),
    "gauge_armed": mark("Values typed now are measured with the gauge {gauge}."),
    "reading_ok": mark("Balloon {balloon}, sample {sample}: {value} {unit} is good."),
    "reading_ng": mark("Balloon {balloon}, sample {sample}: {value} {unit} is out of tolerance."),
    "reading_ng_conceded": mark(
        "Balloon {balloon}, sample {sample}: {value} {unit} is out of tolerance. "
        "The concession {concession} ({limits}) is in force for it; quality decides."
    ),
    "reading_not_judged": mark("Balloon {balloon} has no limits: judge {value} {unit} by OK or NG."),
    "judged_ok": mark("Balloon {balloon}, sample {sample}: good."),
    "judged_ng": mark("Balloon {balloon}, sample {sample}: not good."),
    "judged_ng_conceded": mark(
        "Balloon {balloon}, sample {sample}: not good. "
        "The concession {concession} ({limits}) is in force for it; quality decides."
    ),
    "taken_back": mark("Taken back: balloon {balloon}, sample {sample}. Measure it again."),
    "repeat": mark("Measure balloon {balloon}, sample {sample} once more."),
    "skipped": mark("Balloon {balloon}, sample {sample} is left for later."),
    "acknowledged": mark("Acknowledged; the lot is on hold. Go on with the next balloon."),
    "acknowledge_first": mark("Acknowledge the bad reading first: scan NG or NEXT."),
    "paused": mark("Paused. Scan your badge to go on."),
    "logged_out": mark("Good-bye. Scan a badge to begin."),
    "finish_again": mark(
        "{missing} {missing:value is|values are} missing. Scan FINISH again to leave it incomplete."
    ),
    "finished_pass": mark("Inspection {inspection} passed."),
    "finished_fail": mark("Inspection {inspection} failed: {ng} {ng:value|values} out of tolerance."),
    "finished_fail_conceded": mark(
        "Inspection {inspection} failed: {ng} {ng:value|values} out of tolerance. Concessions in "
        "force cover them ({concession}); quality accepts or rejects."
    ),
    "finished_incomplete": mark(
        "Inspection {inspection} is left incomplete: {missing} {missing:value is|values are} missing."
    ),
    "badge_first": mark("Scan your badge first."),
    "order_first": mark("Scan the work order first."),
    "lot_first": mark("Scan the lot first."),
    "job_open": mark("The inspection {inspection} is not finished. Scan FINISH or PAUSE first."),
    "nothing_to_repeat": mark("There is no reading yet that could be repeated."),
    "scanned_twice": mark("The same code came twice; it counts once."),
    "already_scanned": mark("{what} was scanned already at {at} by {name}."),
    "same_event": mark("This was stored already; it counts once."),
    "reading_unused": mark("{value} {unit} was not used: nothing is armed for it. It is kept on record."),
    "unknown_device": mark(
        "{value} {unit} came from a device that is not set up: {port}. It is kept on record."
    ),
    "scan_refused": mark("The code “{text}” cannot be read. Scan it again."),
    "unknown_code": mark("The code “{text}” is none that this station knows."),
    "gauge_trouble": mark("The gauge at {port} reports trouble ({code}). Measure again."),
    "frame_unusable": mark("What came from {port} was not a whole value ({reason}). Measure again."),
    "port_lost": mark("The device at {port} does not answer ({reason}). It is tried again by itself."),
    "port_found": mark("The device at {port} answers."),
    "gauge_notice": mark("The gauge at {port} answered."),
}


# Codes of ports, drivers and ways of taking readings within a sentence; any other is the device's own word.
_DEVICE_WORDS: Final = {
    "missing": mark_term("device reason", "not plugged in"),
    "gone": mark_term("device reason", "pulled out"),
    "busy": mark_term("device reason", "held by another program"),
    "denied": mark_term("device reason", "no right to open it"),
    "settings": mark_term("device reason", "line settings not taken"),
    "incomplete": mark_term("device reason", "not whole"),
    "format": mark_term("device reason", "no frame of this gauge"),
    "parity": mark_term("device reason", "wrong parity or speed"),
    "too long": mark_term("device reason", "too long"),
    "number": mark_term("device reason", "no number"),
    "control": mark_term("device reason", "noise"),
    "header": mark_term("device reason", "unknown beginning"),
    "unit": mark_term("device reason", "unknown unit"),
    "overload": mark_term("device reason", "overload"),
    "no_answer": mark_term("device reason", "no answer"),
    "no_reading": mark_term("device reason", "no value in the window"),
    "mixed": mark_term("device reason", "mixed units or channels"),
    "window_full": mark_term("device reason", "the window lasts too long"),
    "window_lost": mark_term("device reason", "the window was cut off"),
    "channel_missing": mark_term("device reason", "a channel is missing"),
}


def notice_text(language: Language, notice: StationNotice) -> str:
    """Return the sentence of a notice, with the next step where something was refused."""
    if notice.refusal is not None:
        return language.explain(notice.refusal)
    # Particles follow the written form, of numbers too.
    values = {name: str(value) for name, value in notice.values.items()}
    for name in ("reason", "code"):
        if values.get(name) in _DEVICE_WORDS:
            values[name] = language.term("device reason", _DEVICE_WORDS[values[name]])
    return language.say(NOTICE_TEXTS[notice.code], **values)
