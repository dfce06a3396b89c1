"""From one value to everything it rests on: bytes, gauge, calibration, drawing, lot, person, audit entry."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.inspection.trace import ReadingTrace
from models.vocab import EntryMode, Verdict
from ui.i18n import Shown, Texts, say, term
from ui.theme.tokens import Tone
from ui.widgets.card import Card
from ui.widgets.facts import FactList
from ui.widgets.label import Label
from ui.wording import day_text, minute_text, worded

_HASH_SIGNS: Final = 16
_TONES: Final[dict[Verdict, Tone]] = {Verdict.OK: "neutral", Verdict.NG: "ng", Verdict.NOT_JUDGED: "warn"}


def bytes_text(raw: bytes) -> str:
    """Return bytes as a person can compare them with a recording: hexadecimal pairs, then what is readable."""
    readable = "".join(chr(byte) if 32 <= byte < 127 else "·" for byte in raw)
    return f"{raw.hex(' ').upper()}\n{readable}"


class TraceCard(Card):
    """The proof of one reading."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(texts, term("trace", "Where a value comes from"), parent=parent)
        self._words = texts
        self.setObjectName("trace")
        self.hint = Label(texts, say("Choose a value of the sheet."), "muted", wrap=True)
        self.facts = FactList(texts)
        self.raw_title = Label(texts, term("trace", "Bytes as the device sent them"), "strong")
        self.raw = Label(texts, "", wrap=True)
        self.raw.setObjectName("trace.raw")
        self.raw.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for widget in (self.hint, self.facts, self.raw_title, self.raw):
            self.add(widget)
        self.put(None)

    def put(self, trace: ReadingTrace | None, zone: ZoneInfo | None = None) -> None:
        """Show a reading's proof; None shows what to do."""
        self.hint.setVisible(trace is None)
        self.facts.setVisible(trace is not None)
        self.raw_title.setVisible(trace is not None)
        self.raw.setVisible(trace is not None)
        self.facts.clear()
        self.set_chip("")
        if trace is None or zone is None:
            return
        self.set_chip(worded(trace.verdict), _TONES[trace.verdict])
        self._measured(trace, zone)
        self._proved(trace)
        self.raw.put(_raw_words(trace))

    def _measured(self, trace: ReadingTrace, zone: ZoneInfo) -> None:
        self.facts.add(
            say("Balloon {balloon}, sample {sample}", balloon=trace.balloon, sample=trace.sample),
            f"{trace.value or trace.attribute} {trace.unit}".strip(),
            strong=True,
        )
        self.facts.add(
            term("trace", "Entry"), worded(trace.mode), None if trace.mode is EntryMode.DEVICE else "warn"
        )
        if not trace.holds:
            self.facts.add(term("trace", "Standing"), term("trace", "replaced or taken back"), "warn")
        self.facts.add(term("trace", "Measured"), minute_text(trace.measured_at, zone))
        self.facts.add(term("trace", "Work day"), day_text(trace.work_day))
        self.facts.add(term("trace", "Operator"), trace.operator)
        if trace.station:
            self.facts.add(term("trace", "Station"), trace.station)

    def _proved(self, trace: ReadingTrace) -> None:
        facts = self.facts
        if trace.gauge_number:
            facts.add(term("trace", "Gauge"), f"{trace.gauge_number} {trace.gauge_serial}".strip())
        if trace.calibration_certificate:
            until = say(
                "{certificate}, until {due}",
                certificate=trace.calibration_certificate,
                due=day_text(trace.calibration_due),
            )
            facts.add(term("trace", "Calibration"), until)
        drawing = say(
            "{drawing} Rev {revision}", drawing=trace.drawing_number, revision=trace.drawing_revision
        )
        facts.add(term("trace", "Drawing"), drawing)
        facts.add(term("trace", "Drawing hash"), trace.drawing_content_hash[:_HASH_SIGNS])
        facts.add(term("trace", "Part"), f"{trace.part_number} {trace.customer_label or trace.part_revision}")
        if trace.order_number:
            facts.add(term("trace", "Work order"), trace.order_number)
        facts.add(term("trace", "Lot"), trace.lot_number)
        if trace.heat_number:
            facts.add(term("trace", "Heat number"), trace.heat_number)
        for number in trace.nonconformances:
            facts.add(term("trace", "Nonconformance"), number, "ng")
        if trace.audit_seq is not None:
            shown = f"{trace.audit_seq} · {trace.audit_hash[:_HASH_SIGNS]}"
            facts.add(term("trace", "Audit entry"), shown)


def _raw_words(trace: ReadingTrace) -> Shown:
    if trace.raw:
        return bytes_text(trace.raw)
    return say("No device sent it: it was entered as “{mode}”.", mode=worded(trace.mode))
