"""Where today's driver says something else of a recording than was said live; shows words, plays nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from devices.acquisition_plan import BUTTON
from devices.driver import StreamReader
from devices.profiles import ProfileError, read_profile
from devices.transport.recording import entries
from devices.transport.replay import Difference, differences
from ui.i18n import Shown, Texts, Words, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.widgets.label import Label, Role
from ui.widgets.tables import RowTable

# What the table shows; the rest is counted.
_MOST: Final = 200
_WHAT: Final[dict[str, Words]] = {
    "ok": term("device event", "Reading"),
    "error": term("device event", "Trouble"),
    "event": term("device event", "Notice"),
    "reject": term("device event", "Not understood"),
    "incomplete": term("device event", "Broken off"),
    "ScanReceived": term("device event", "Scan"),
}


@dataclass(frozen=True)
class Comparison:
    """What comes of comparing a recording with a driver of today.

    Attributes:
        found: Where they differ.
        hindrance: Why nothing could be compared: ``no_events`` in the recording, ``taken`` where live the values
            were asked for or collected, which bytes alone do not tell; empty where it was.
    """

    found: tuple[Difference, ...] = ()
    hindrance: str = ""


def compare(file: Path, reader: StreamReader, profile: str) -> Comparison:
    """Compare a recording with what a fresh reader makes of its bytes.

    Args:
        file: The recording.
        reader: A fresh driver or framer.
        profile: The description in the recording's head, or nothing.

    Raises:
        RecordingError: The file is no recording.
        OSError: The file cannot be read.
    """
    if not any(entry.kind == "event" for entry in entries(file)):
        return Comparison(hindrance="no_events")
    if _taken(profile):
        return Comparison(hindrance="taken")
    return Comparison(tuple(differences(file, reader)))


def _taken(profile: str) -> bool:
    try:
        plan = read_profile(profile.encode("utf-8")).acquisition if profile else None
    except ProfileError:
        return False
    return plan is not None and (plan.mode != BUTTON or bool(plan.channels))


class ReplayDifferences(QWidget):
    """The differences of one recording, or in words that there are none.

    Args:
        texts: The window's language.
    """

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.said = Label(texts, "", "muted", wrap=True)
        self.said.setObjectName("play.compared")
        self.model: RowsModel[Difference] = RowsModel(
            texts,
            [
                Column(term("difference", "No."), lambda row: str(row.place + 1), "number"),
                Column(term("difference", "Read live"), lambda row: record_words(row.then), weight=1),
                Column(term("difference", "Read now"), lambda row: record_words(row.now), weight=1),
            ],
            key=lambda row: row.place,
        )
        self.table: RowTable[Difference] = RowTable(self.model, "play.differences")
        texts.bind(self.table.setAccessibleName, say("Differences between then and now"))
        self.table.setMinimumHeight(120)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.said)
        column.addWidget(self.table)
        self.clear()

    def clear(self) -> None:
        """Show nothing: no recording is open."""
        self._show((), "", "muted")

    def put(self, comparison: Comparison) -> None:
        """Show what was compared."""
        found = comparison.found
        if comparison.hindrance == "no_events":
            words = say("It says nothing of what was read live, so there is nothing to compare.")
            self._show((), words, "muted")
        elif comparison.hindrance:
            words = say(
                "Live, values were asked for or collected; the driver alone reads all, so they are not compared."
            )
            self._show((), words, "muted")
        elif found:
            words = say("{n} {n:event is|events are} read otherwise than live:", n=len(found))
            self._show(found[:_MOST], words, "warn")
        else:
            self._show((), say("Today's driver reads it as it was read live."), "good")

    def _show(self, rows: Sequence[Difference], words: Shown, role: Role) -> None:
        self.model.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.said.put(words)
        self.said.set_role(role)
        self.said.setVisible(bool(words))


def record_words(record: dict[str, object] | None) -> Shown:
    """Return an event as a recording keeps it in words: ``Reading: [2] 12.50 mm``; a dash where there was none."""
    if record is None:
        return "—"
    what = _WHAT.get(str(record.get("status")), str(record.get("status")))
    channel = f"[{record['channel']}]" if record.get("channel") else ""
    parts = (record.get(key) for key in ("value", "unit", "code", "meaning", "reason", "text"))
    detail = " ".join(str(part) for part in (channel, *parts) if part)
    return say("{what}: {detail}", what=what, detail=detail) if detail else what
