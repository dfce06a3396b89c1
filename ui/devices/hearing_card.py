"""Listening at a port: which driver understands what comes, and what is wrong where none does. Changes nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.device_watch import Traffic
from devices.driver import PortSettings
from devices.listening import Hearing, Proposal
from devices.scanner import FAMILY as SCANNER
from devices.transport.clock import system_now
from devices.transport.listener import SECONDS_EACH, listen
from devices.transport.ports import PortIdentity
from ui.devices.port_words import finding_words, line_words
from ui.i18n import Shown, Texts, Words, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.facts import empty_layout
from ui.widgets.label import Label
from ui.widgets.sign import Sign
from ui.widgets.tables import RowTable


class Listening(QObject):
    """One listening on a thread of its own; readers of the window must not wait half a minute for it.

    Signals:
        trying: The line settings being tried.
        done: The Hearing.
    """

    trying = Signal(object)
    done = Signal(object)
    _heard = Signal(object)
    _came = Signal(object)

    def __init__(self, traffic: Traffic, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._traffic = traffic
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._settings: PortSettings | None = None
        self._came.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self._heard.connect(self.trying, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        """Whether it listens now."""
        return self._thread is not None

    def start(
        self,
        port: PortIdentity,
        *,
        ask: bool,
        seconds: float = SECONDS_EACH,
        before: Callable[[], object] = lambda: None,
    ) -> None:
        """Begin; ``before`` runs first, on the same thread (it lets go of the port)."""
        self._stop.clear()

        def work() -> None:
            before()
            hearing = listen(port, seconds=seconds, ask=ask, stop=self._stop, on_bytes=self._take)
            if isValid(self):
                self._came.emit(hearing)

        self._thread = threading.Thread(target=work, name="listening", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End early; what was heard until then is weighed."""
        self._stop.set()

    def close(self) -> None:
        """End and wait until the port is closed; its answer is dropped."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(3.0)

    def _take(self, settings: PortSettings, data: bytes) -> None:
        self._traffic.note_bytes(data, system_now())
        if settings != self._settings and isValid(self):
            self._settings = settings
            self._heard.emit(settings)

    @Slot(object)
    def _finish(self, hearing: Hearing) -> None:
        self._thread = None
        self._settings = None
        self.done.emit(hearing)


class HearingCard(Card):
    """What the listening found.

    Args:
        texts: The window's language.
        begin: Starts it, or stops it where it runs.

    Signals:
        proposed: The Proposal now chosen, or None.
    """

    proposed = Signal(object)

    def __init__(self, texts: Texts, begin: Callable[[], object]) -> None:
        super().__init__(texts, say("What is at this port?"))
        self._said_texts = texts
        self.hint = Label(texts, _HINT, "body", wrap=True)
        self.hint.setObjectName("hearing.said")
        self.add(self.hint)
        line = QHBoxLayout()
        self.button = Button(texts, say("Listen"), begin, "primary", "player-play", "wizard.listen")
        line.addWidget(self.button)
        line.addStretch(1)
        self.add(line)
        holder = QWidget()
        self._findings = QVBoxLayout(holder)
        self._findings.setContentsMargins(0, 0, 0, 0)
        self._findings.setSpacing(6)
        self.add(holder)
        columns: list[Column[Proposal]] = [
            Column(
                term("device", "Driver"), lambda row: driver_title(row.family, row.title), "strong", weight=1
            ),
            Column(term("hearing", "Fits"), lambda row: f"{row.fit} %", "number"),
            Column(term("hearing", "Line"), lambda row: line_words(row.settings), "muted"),
            Column(term("hearing", "Last value"), _last),
        ]
        self.model: RowsModel[Proposal] = RowsModel(texts, columns, key=lambda row: row.family)
        self.table: RowTable[Proposal] = RowTable(self.model, "wizard.proposals")
        texts.bind(self.table.setAccessibleName, say("Drivers that understand it, best first"))
        self.table.chosen_changed.connect(self.proposed)
        self.table.hide()
        self.add(self.table)
        self.findings: list[str] = []

    def clear(self) -> None:
        """Nothing was heard yet."""
        self.put(Hearing())
        self.hint.put(_HINT)

    def set_running(self, running: bool, settings: PortSettings | None = None) -> None:
        """Show that it listens, or no longer."""
        self.button.put(say("Stop listening") if running else say("Listen"))
        if running and settings is None:
            self.hint.put(_PRESS)
        elif running and settings is not None:
            self.hint.put(say("Bytes come at {line}. Press the data key again.", line=line_words(settings)))

    def put(self, hearing: Hearing) -> None:
        """Show an answer."""
        self.model.set_rows(hearing.proposals)
        self.table.setVisible(bool(hearing.proposals))
        self.table.setFixedHeight(self.table.full_height())
        empty_layout(self._findings)
        self.findings = [finding.code for finding in hearing.findings]
        for finding in hearing.findings:
            self._add_finding(finding_words(finding), sure=finding.sure)
        best = hearing.best
        if best is None:
            self.hint.put(say("No driver understands what came.") if hearing.findings else _HINT)
            self.proposed.emit(None)
            return
        self.table.choose(best.family)
        value = f"{best.value} {best.unit or ''}".strip() if best.value else "—"
        self.hint.put(
            say(
                "This is {driver}. Its last value was {value}: compare it with the display.",
                driver=driver_title(best.family, best.title),
                value=value,
            )
        )

    def _add_finding(self, shown: Shown, *, sure: bool) -> None:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(Sign("alert-triangle", "warn_text", 16), 0, Qt.AlignmentFlag.AlignTop)
        words = shown if sure else say("Likely: {finding}", finding=shown)
        line.addWidget(Label(self._said_texts, words, "warn", wrap=True), 1)
        self._findings.addWidget(row)


_HINT = say(
    "The program listens at the usual line settings, one after the other, and names the driver that fits."
)
_PRESS = say("Listening. Press the gauge's data key now, again and again; with a scanner, scan any code.")


def driver_title(family: str, title: str) -> Shown:
    """Return what a driver is called."""
    if family == SCANNER:
        return say("Barcode scanner")
    if family == "generic":
        return say("Generic driver (described by you)")
    # A driver's file knows no language; its title is looked up as it stands.
    return Words(title, "driver")


def _last(row: Proposal) -> str:
    return f"{row.value} {row.unit or ''}".strip() if row.value else "—"
