"""Live traffic of a port: bytes as hexadecimal and text with the gaps before them, and what they were read as.

Takes what came ten times a second while it is shown; opens and sends nothing.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.device_bytes import shown_hex, shown_text
from app.device_watch import PieceRow, Traffic
from devices.events import Event, PortFound, PortLost
from ui.devices.port_words import event_tone, event_words
from ui.i18n import Texts, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

LOOK_MS: Final = 100
# FTDI chips hold bytes back for up to 16 ms, so shorter gaps say nothing of the gauge.
BURST_MS: Final = 20
_LINE_ENDS: Final = (b"\r", b"\n", b"\x04")
_LINES: Final = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
# A longer pause is the person, not the line.
_PAUSE_MS: Final = 1000
_KEPT: Final = 60
# A piece is cut in the table, not in the recording.
_SHOWN_BYTES: Final = 64
_SHOWN_TEXT: Final = 24
EventRow = tuple[int, Event]


class LiveView(QWidget):
    """The byte viewer.

    Args:
        texts: The window's language.

    Signals:
        came: The events that came since the last look, in order; a list.
    """

    came = Signal(object)

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._traffic: Traffic | None = None
        self._pieces: deque[PieceRow] = deque(maxlen=_KEPT)
        self._events: deque[EventRow] = deque(maxlen=_KEPT)
        self._received = self._count = 0
        self._widest_ms = 0.0
        self.said = Label(texts, say("No byte yet."), "muted", wrap=True)
        self.said.setObjectName("live.said")
        self.byte_model: RowsModel[PieceRow] = RowsModel(
            texts,
            [
                Column(term("live", "Time"), lambda row: f"{row.at.at.astimezone():%H:%M:%S}", "muted"),
                Column(term("live", "Gap, ms"), _gap, "number"),
                Column(
                    term("live", "Text"),
                    lambda row: shown_text(row.data[:_SHOWN_TEXT]),
                    tip=lambda row: shown_text(row.data),
                ),
                Column(
                    term("live", "Hexadecimal"),
                    lambda row: shown_hex(row.data[:_SHOWN_BYTES]),
                    "muted",
                    weight=1,
                    tip=lambda row: shown_hex(row.data),
                ),
            ],
            key=lambda row: row.number,
        )
        self.bytes: RowTable[PieceRow] = RowTable(self.byte_model, "live.bytes")
        self.bytes.when_empty(
            say("Bytes appear here as they arrive: press the gauge's button or scan."), at_once=True
        )
        texts.bind(self.bytes.setAccessibleName, say("Received bytes, newest first"))
        self.event_model: RowsModel[EventRow] = RowsModel(
            texts,
            [
                Column(
                    term("live", "Read as"),
                    lambda row: event_words(row[1])[0],
                    "chip",
                    tone=lambda row: event_tone(row[1]),
                ),
                Column(term("live", "What it says"), lambda row: event_words(row[1])[1], weight=2),
                Column(term("live", "Bytes"), lambda row: shown_text(_raw(row[1])), "muted", weight=1),
            ],
            key=lambda row: row[0],
        )
        self.events: RowTable[EventRow] = RowTable(self.event_model, "live.events")
        self.events.when_empty(say("What the driver reads in them appears here."), at_once=True)
        texts.bind(self.events.setAccessibleName, say("Events, newest first"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.events, 1)
        column.addWidget(self.bytes, 1)
        column.addWidget(self.said)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def watch(self, traffic: Traffic | None) -> None:
        """Show another port's traffic from now on; None stops."""
        self._traffic = traffic
        self._run()

    @property
    def idle(self) -> bool:
        """Whether no port is watched."""
        return self._traffic is None

    def clear(self) -> None:
        """Begin with empty tables."""
        self._pieces.clear()
        self._events.clear()
        self._received = self._count = 0
        self._widest_ms = 0.0
        self.byte_model.set_rows(())
        self.event_model.set_rows(())
        self.said.put(say("No byte yet."))

    def look(self) -> None:
        """Take what came since the last look."""
        if self._traffic is None:
            return
        pieces, events = self._traffic.take()
        if pieces or events:
            self.put(pieces, events)

    def put(self, pieces: Sequence[PieceRow], events: Sequence[Event]) -> None:
        """Show pieces and events that came."""
        self._received += sum(len(piece.data) for piece in pieces)
        for piece in pieces:
            # What follows a line end is the next frame, however soon it came.
            for at, line in enumerate(_LINES.findall(piece.data)):
                self._join(replace(piece, data=line, gap_ms=piece.gap_ms if at == 0 else 0.0))
        for event in events:
            self._count += 1
            self._events.appendleft((self._count, event))
        if pieces:
            self.byte_model.set_rows(tuple(self._pieces))
            words = say(
                "{n} {n:byte|bytes} received; the widest gap inside a burst was {gap} ms.",
                n=self._received,
                gap=f"{self._widest_ms:.1f}" if self._widest_ms < 10 else f"{self._widest_ms:.0f}",
            )
            self.said.put(words)
        if events:
            self.event_model.set_rows(tuple(self._events))
            self.came.emit(list(events))

    def _join(self, piece: PieceRow) -> None:
        """Show bytes of one burst in one row: a read often returns the first byte alone."""
        last = self._pieces[0] if self._pieces else None
        gap = piece.gap_ms
        if last is None or gap is None or gap > _PAUSE_MS or last.data[-1:] in _LINE_ENDS:
            self._pieces.appendleft(piece)
            return
        self._widest_ms = max(self._widest_ms, gap)
        if gap <= BURST_MS and len(last.data) < _SHOWN_BYTES:
            self._pieces[0] = replace(last, data=last.data + piece.data)
        else:
            self._pieces.appendleft(piece)

    def _run(self) -> None:
        if self._traffic is not None and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)


def _gap(row: PieceRow) -> str:
    if row.gap_ms is None:
        return "—"
    return f"{row.gap_ms:.0f}" if row.gap_ms < 10_000 else "> 10 s"


def _raw(event: Event) -> bytes:
    return b"" if isinstance(event, PortFound | PortLost) else event.raw[:_SHOWN_BYTES]
