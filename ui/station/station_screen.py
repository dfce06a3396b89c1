"""The station, full screen, driven by scanner and gauge alone: shows the notices of the job, decides nothing.

Every sentence, verdict and step comes from app.inspection's station job by way of the link; buttons send commands.
"""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.factory import ChangeSet
from app.inspection.station_notice import NoticeKind, StationNotice
from app.inspection.station_queries import StationFacts, station_facts
from app.inspection.station_view import StationView, Step
from app.nonconformance.at_station import ReportedDefect
from app.production.stations import DeviceRow
from devices.events import ScanReceived
from models.vocab import DeviceKind
from ui.i18n import Shown, say, term
from ui.input.capture_widget import CaptureWidget
from ui.panels import Desk, Screen
from ui.station.drawing_card import DrawingCard
from ui.station.keypad import DefectSheet, Keypad
from ui.station.measuring_card import MeasuringCard, NextCard
from ui.station.station_bars import StationBar, StationFoot
from ui.station.station_link import StationLink
from ui.station.station_words import (
    PORT_CODES,
    cover_of,
    notice_words,
    scan_warnings,
    sound_of,
    waiting_words,
)
from ui.station.verdict_cover import VerdictCover
from ui.station.waiting_page import WaitingPage
from ui.widgets.buttons import make_action
from ui.widgets.notices import Banner
from ui.widgets.sound import Sounds
from ui.wording import worded

_DEVICE: Final = {DeviceKind.SCANNER: term("station", "Scanner"), DeviceKind.GAUGE: term("station", "Gauge")}


class StationScreen(Screen):
    """The station's screen.

    Args:
        desk: What a screen has at hand.
        link: The station of this PC; None where this PC is none, which the screen then says.
        sounds: Plays the tones.

    Attributes:
        answer_seconds: Time from the notice's arrival to its painted verdict, last one.

    Signals:
        answered: A notice was shown.
        settled: What a notice changed is on the screen.
    """

    nouns = frozenset({"inspection", "reading", "order", "lot", "gauge", "device"})
    answered = Signal(object)
    settled = Signal()

    def __init__(self, desk: Desk, link: StationLink | None = None, sounds: Sounds | None = None) -> None:
        super().__init__(desk, term("station", "Station"))
        self._link, self._sounds = link, sounds or Sounds()
        self._view: StationView | None = None
        self._facts: StationFacts | None = None
        self._last: StationNotice | None = None
        self._standing: StationNotice | None = None
        self._lost: dict[str, Shown] = {}
        self._notice_came = 0.0
        self.answer_seconds = 0.0
        self.head.hide()
        outer = self.layout()
        assert outer is not None
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.body.setSpacing(0)
        self._build()
        self.rest = CaptureWidget(self)
        self.rest.setObjectName("station.rest")
        self.texts.bind(self.rest.setAccessibleName, term("station", "Station"))
        self.rest.resize(1, 1)
        self.setFocusProxy(self.rest)
        self.cover = VerdictCover(self.texts, self)
        self.cover.painted.connect(self._painted)
        self.cover.acknowledged.connect(self._acknowledge)
        self.cover.gone.connect(self._cover_gone)
        make_action(self.texts, say("Undo the last scan or reading"), self._undo, self, shortcut="F9")
        if link is not None:
            link.noticed.connect(self._noticed)
            link.broke.connect(desk.notices.failed)
            if link.bridge is None:
                link.bridge = desk.bridge
        self.texts.language_changed.connect(self._again)

    def _build(self) -> None:
        texts = self.texts
        self.bar = StationBar(texts)
        self.banner = Banner(texts)
        self.waiting = WaitingPage(texts)
        self.drawing = DrawingCard(self.desk, self._read_file)
        self.measuring = MeasuringCard(texts, self._command)
        self.next_card = NextCard(texts)
        self.keypad = Keypad(texts, self._typed, self._close_sheets)
        self.defects = DefectSheet(texts, self._report, self._close_sheets)
        self.left = QStackedWidget()
        for part in (self.drawing, self.keypad, self.defects):
            self.left.addWidget(part)
        self.right = QWidget()
        column = QVBoxLayout(self.right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.measuring)
        column.addWidget(self.next_card, 1)
        work = QWidget()
        line = QHBoxLayout(work)
        # Low, so that the value keeps its height also under a banner of two lines.
        line.setContentsMargins(16, 6, 16, 6)
        line.setSpacing(14)
        line.addWidget(self.left, 5)
        line.addWidget(self.right, 7)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.waiting)
        self.pages.addWidget(work)
        self.foot = StationFoot(texts)
        for key, shown, run in (
            ("undo", say("Undo"), self._undo),
            ("defect", term("station", "Report a defect"), self._open_defects),
            ("take", term("station", "Take the value"), self._take_value),
            ("type", term("station", "Type a value"), self._open_keypad),
            ("large", term("station", "Large drawing"), self._turn_large),
        ):
            self.foot.add(key, shown, run)
        self.foot.add("finish", term("station", "Finish"), lambda: self._command("FINISH"), primary=True)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.banner)
        self.body.addWidget(self.pages, 1)
        self.body.addWidget(self.foot)

    # what comes in
    @override
    def refresh(self) -> None:
        link = self._link
        if link is None:
            self._no_station()
            return
        # The job is asked on the writer thread, the only one that changes it.
        self.desk.tasks.write(link.view, self._first_view, owner=self)

    def _first_view(self, view: StationView) -> None:
        self._put_view(view)
        if not self.cover.verdict:
            self._cover_gone()

    def _no_station(self) -> None:
        self.waiting.put(
            "device-desktop-analytics",
            say("This PC is not a station yet"),
            say("Name the station of this PC and its ports under Devices."),
        )
        self.foot.hide()

    @property
    @override
    def tells_of_scans(self) -> bool:
        return True

    @override
    def scan(self, scan: ScanReceived) -> bool:
        if self._link is None:
            return False
        self._link.scan(scan)
        return True

    def _noticed(self, notice: StationNotice) -> None:
        self._notice_came = time.monotonic()
        if notice.code in PORT_CODES:
            self._put_ports(notice)
        else:
            # First of all: a cover that leaves looks at the step of now.
            self._last, self._view = notice, notice.view
            self._answer(notice)
            self._put_view(notice.view)
            self._say_last(notice)
        self.answered.emit(notice)

    def _say_last(self, notice: StationNotice) -> None:
        said = notice_words(self.texts, notice)
        # The value and its verdict stand there already.
        self.next_card.say_last(said if notice.verdict is None or scan_warnings(notice) else "")
        alarming = notice.kind in (NoticeKind.WARN, NoticeKind.NG) or bool(scan_warnings(notice))
        self.waiting.say_last(said, alarming)

    def _answer(self, notice: StationNotice) -> None:
        """Cover the screen first, then sound: the eye and the ear wait, everything else does not."""
        look, word = cover_of(notice)
        stays = notice.kind is NoticeKind.NG
        self._standing = notice if stays else self._standing
        if look:
            self.cover.answer(look, word, notice_words(self.texts, notice), stays=stays)
            self.cover.setFocusProxy(self.rest)
        elif notice.view.step is not Step.ACKNOWLEDGE:
            self._standing = None
            self.cover.clear()
        if notice.kind is NoticeKind.OK:
            self._standing = None
        self._sounds.play(sound_of(notice))
        self._close_sheets()

    def _cover_gone(self) -> None:
        """Bring a bad value back that is still not acknowledged when a younger notice has gone."""
        if self._view is None or self._view.step is not Step.ACKNOWLEDGE:
            return
        word: Shown = term("station", "NG")
        said: Shown = say("The last reading is out of tolerance.")
        if self._standing is not None:
            said = notice_words(self.texts, self._standing)
        self.cover.answer("ng", word, said, stays=True)

    def _painted(self) -> None:
        if self._notice_came:
            self.answer_seconds = time.monotonic() - self._notice_came

    def _put_ports(self, notice: StationNotice) -> None:
        port = str(notice.values.get("port", ""))
        if notice.code == "port_lost":
            self._lost[port] = notice_words(self.texts, notice)
            self._sounds.play("warn")
        else:
            self._lost.pop(port, None)
        if self._lost:
            self.banner.put(next(iter(self._lost.values())))
        else:
            self.banner.clear()
        self._put_devices()

    # what is shown
    def _put_view(self, view: StationView) -> None:
        self._view = view
        waiting = waiting_words(view.step)
        if waiting is not None:
            self.waiting.put(*waiting)
        self.pages.setCurrentIndex(0 if waiting is not None else 1)
        self._put_bar(view)
        self._put_devices()
        # Only gauges that are asked, or collect values, have a key; the others have a button of their own.
        self.foot.buttons["take"].setVisible(self._link is not None and self._link.has_key)
        measuring = view.step in (Step.MEASURE, Step.ACKNOWLEDGE)
        armed = view.inspection is not None
        enabled = {
            "undo": armed,
            "defect": armed,
            "take": measuring,
            "type": measuring,
            "large": measuring,
            "finish": armed,
        }
        for key, on in enabled.items():
            self.foot.buttons[key].setEnabled(on and view.step not in (Step.BADGE, Step.PAUSED))
        self._ask_facts(view)

    def _put_bar(self, view: StationView) -> None:
        head = view.inspection
        facts = self._facts
        part: Shown = view.part_number
        if facts is not None and head is not None:
            part = say("{part} · {revision}", part=view.part_number, revision=facts.revision)
        self.bar.put(
            order=view.order_number,
            part=part,
            kind=worded(head.kind) if head is not None else "",
            lot=view.lot_number,
            progress=say("{done} / {total}", done=view.done, total=view.total) if view.total else "",
            operator=view.operator,
        )

    def _put_devices(self) -> None:
        if self._link is None:
            return
        ports = self._link.ports
        self.foot.set_devices([_device(row, ports.get(row.port, "waiting")) for row in self._link.devices])

    def _ask_facts(self, view: StationView) -> None:
        link, head = self._link, view.inspection
        if link is None or head is None:
            self._facts = None
            self.settled.emit()
            return
        coming = view.next.characteristic_id if view.next is not None else None
        gauges = [row.gauge_id for row in link.devices if row.gauge_id is not None]
        self.ask(
            station_facts,
            head.id,
            coming,
            gauge_ids=gauges,
            now=link.now(),
            then=lambda facts: self._put_facts(view, facts),
        )

    def _put_facts(self, view: StationView, facts: StationFacts) -> None:
        self._facts = facts
        self._put_bar(view)
        self.drawing.put(view, facts)
        self.measuring.put(view, facts)
        self.next_card.put(view, facts, key=self._link is not None and self._link.has_key)
        self.settled.emit()

    def _again(self) -> None:
        """Say again what was said, in the language of now."""
        if self._last is not None:
            self._say_last(self._last)
        if self._view is not None:
            self._put_view(self._view)

    # what the buttons do
    def _command(self, word: str) -> None:
        if self._link is not None:
            self._link.command(word)

    def _undo(self) -> None:
        self._command("UNDO")

    def _acknowledge(self) -> None:
        view = self._view
        self.cover.clear()
        self._standing = None
        if view is not None and view.step is Step.ACKNOWLEDGE:
            self._command("NEXT")

    def _open_keypad(self) -> None:
        self.keypad.clear()
        self.left.setCurrentWidget(self.keypad)

    def _open_defects(self) -> None:
        self.left.setCurrentWidget(self.defects)
        self.pages.setCurrentIndex(1)

    def _close_sheets(self) -> None:
        self.left.setCurrentWidget(self.drawing)

    def _typed(self, text: str) -> None:
        self._close_sheets()
        if self._link is not None:
            self._link.typed_value(text)

    def _report(self, word: Shown) -> None:
        self._close_sheets()
        link, view = self._link, self._view
        if link is None or view is None or view.inspection is None:
            return
        inspection_id, title = view.inspection.id, self.texts.show(word)
        self.desk.tasks.write(lambda: link.report_defect(inspection_id, title), self._reported, owner=self)

    def _reported(self, change: ChangeSet[ReportedDefect]) -> None:
        said = say(
            "Nonconformance {number} is open; lot {lot} is on hold.",
            number=change.result.number,
            lot=change.result.lot_number,
        )
        self.next_card.say_last(said)
        self.cover.answer("warn", term("station", "Lot on hold"), said, stays=False)
        self._sounds.play("warn")

    def _turn_large(self) -> None:
        large = self.right.isVisible()
        self.right.setVisible(not large)
        self.drawing.show_whole(large)
        button = self.foot.buttons["large"]
        button.put(term("station", "Back to measuring") if large else term("station", "Large drawing"))

    def _take_value(self) -> None:
        if self._link is not None:
            self._link.press()

    def _read_file(self, file_hash: str) -> bytes:
        assert self._link is not None
        return self._link.read_file(file_hash)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or Space is the key that acknowledges; digits open the number pad."""
        if self.cover.stays and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._acknowledge()
            return
        pad_open = self.left.currentWidget() is self.keypad and self.pages.currentIndex() == 1
        if pad_open and self.keypad.take_key(event):
            return
        super().keyPressEvent(event)


def _device(row: DeviceRow, state: str) -> tuple[Shown, str]:
    kind = _DEVICE[row.kind]
    if row.gauge_number:
        return say("{device} {gauge}", device=kind, gauge=row.gauge_number), state
    return kind, state
