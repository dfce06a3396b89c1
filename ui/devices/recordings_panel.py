"""Recording the traffic of a device into a file, and playing such a file to a driver: for support, without hardware.

Nothing that is played here reaches a station.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget
from typing_extensions import override

from app.causes import cause_of
from app.device_readers import profile_of
from app.device_watch import PieceRow, PortWatch, Traffic
from app.labels import label
from app.production.stations import DeviceRow, device_rows
from devices.driver import StreamReader
from devices.drivers.generic import Generic
from devices.events import Event, Now
from devices.profiles import ProfileError, read_profile, write_profile
from devices.registry import driver_classes
from devices.scanner import FAMILY as SCANNER
from devices.transport.recording import RecordingError, RecordingHead, entries, read_head
from devices.transport.replay import ReplayPlayer, replay
from models.vocab import Noun
from ui.devices.live_view import LiveView
from ui.devices.parted_panel import CardColumn, PartedPanel
from ui.devices.port_service import PortService
from ui.devices.readers import family_choices, fresh_reader, port_title
from ui.devices.replay_differences import Comparison, ReplayDifferences, compare
from ui.i18n import Shown, Words, say, term
from ui.panels import Desk
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.forms import Form
from ui.widgets.label import Label

ENDING: Final = ".traffic.jsonl"
# What the screen shows of a long recording; the rest is counted.
_MOST: Final = 400
# At its own pace, but nobody waits through a night.
_LONGEST_PAUSE: Final = 2.0
REFUSALS: Final = {
    "empty": say("The file holds nothing."),
    "not_a_recording": say("The file is no recording of device traffic."),
    "format": say("The recording was written by a later version of the program."),
    "settings": say("The recording names line settings that do not exist."),
    "too_large": say("The file is larger than any recording."),
    "line_too_long": say("The file is damaged: a line is too long."),
    "damaged": say("The file is damaged."),
    "time": say("The file is damaged: its times run backwards."),
}


def ask_save_file(parent: QWidget, title: str, name: str) -> str:
    """Ask where to write a recording; an empty text where nobody chose."""
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, name)
    return chosen


def ask_open_file(parent: QWidget, title: str) -> str:
    """Ask for a recording; an empty text where nobody chose."""
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, "", f"*{ENDING};;*")
    return chosen


class RecordingsPanel(PartedPanel):
    """Record on the left, play on the right.

    Args:
        desk: What screens are given.
        ports: The ports of this PC.
        ask_save: Asks for a file to write.
        ask_open: Asks for a file to read.

    Signals:
        play_ended: A play is over: with None, or with what was wrong with the file. Sent from the player's thread.
    """

    nouns = frozenset({Noun.DEVICE.value})
    play_ended = Signal(object)

    def __init__(
        self,
        desk: Desk,
        ports: PortService,
        ask_save: Callable[[QWidget, str, str], str] = ask_save_file,
        ask_open: Callable[[QWidget, str], str] = ask_open_file,
    ) -> None:
        super().__init__(desk)
        self.ports = ports
        self.ask_save, self.ask_open = ask_save, ask_open
        self._devices: tuple[DeviceRow, ...] = ()
        self._traffic: Traffic | None = None
        self._watch: PortWatch | None = None
        self._file: Path | None = None
        self._player: ReplayPlayer | None = None
        self.play_ended.connect(self._pace_ended)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        left = CardColumn()
        line.addWidget(left.area, 2)
        self.make_in_turns(
            lambda: left.add(self._record_card()),
            lambda: left.add(self._play_card()),
            lambda: line.addWidget(self._shown_card(), 3),
        )

    # building
    def _record_card(self) -> Card:
        texts = self.texts
        card = Card(texts, say("Record a device"))
        card.add(
            Label(
                texts,
                say(
                    "Every byte with its time goes into a file you can send to support. The station works on."
                ),
                "muted",
                wrap=True,
            )
        )
        self.form = Form(texts)
        self.device = self.form.add_choice("record", say("Device of this station"), ())
        card.add(self.form)
        foot = QHBoxLayout()
        self.recording = Label(texts, "", "body", wrap=True)
        self.recording.setObjectName("record.said")
        foot.addWidget(self.recording, 1)
        self.record = Button(
            texts, term("recording", "Record"), self.turn_recording, "primary", "circle-dot", "record.start"
        )
        foot.addWidget(self.record)
        card.add(foot)
        return card

    def _play_card(self) -> Card:
        texts = self.texts
        card = Card(texts, say("Play a recording"))
        self.play_form = Form(texts)
        self.family = self.play_form.add_choice(
            "family", say("Driver"), family_choices(), say("The recording's own is chosen when it is opened.")
        )
        self.family.chosen.connect(lambda _family: self._play())
        card.add(self.play_form)
        self.said = Label(texts, "", "body", wrap=True)
        self.said.setObjectName("play.said")
        card.add(self.said)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.pace = Button(
            texts,
            say("Play at its own pace"),
            self.turn_pace,
            icon_name="player-play",
            name="play.pace",
        )
        self.pace.setEnabled(False)
        foot.addWidget(self.pace)
        foot.addWidget(
            Button(
                texts, say("Open a recording"), self.open_recording, icon_name="file-import", name="play.open"
            )
        )
        card.add(foot)
        self.differences = ReplayDifferences(texts)
        card.add(self.differences)
        return card

    def _shown_card(self) -> Card:
        card = Card(self.texts, say("What was received"))
        self.live = LiveView(self.texts)
        self.live.came.connect(lambda _events: self._tell_flaw(self._traffic))
        card.add(self.live, 1)
        return card

    # showing
    @override
    def refresh(self) -> None:
        self.ask(device_rows, then=self._put, key="devices")

    def _put(self, rows: tuple[DeviceRow, ...]) -> None:
        self._devices = tuple(row for row in rows if self.ports.traffic(row.port) is not None)
        choices = [(row.port, _device_words(row, self)) for row in self._devices]
        known = {row.port for row in self._devices}
        choices += [
            (row.port, port_title(row.port)) for row in self.ports.bench.rows() if row.port not in known
        ]
        self.device.set_choices(list(dict(choices).items()))
        self.record.setEnabled(bool(choices))
        if not choices:
            self.recording.put(say("This PC reads no device yet; connect one first."))
        elif self._traffic is None:
            self.recording.put("")

    # recording
    def turn_recording(self) -> None:
        """Begin to record, or end it."""
        if self._traffic is not None:
            self._end()
            return
        port = self.device.value()
        named = port.rsplit("/", 1)[-1].replace(":", "-")
        title = self.texts.say("Record into a new file")
        chosen = self.ask_save(self, title, f"{named}-{datetime.now(UTC):%Y%m%d-%H%M%S}{ENDING}")
        if chosen:
            self._begin(port, Path(chosen))

    def _begin(self, port: str, file: Path) -> None:
        row = next((row for row in self._devices if row.port == port), None)
        traffic = self.ports.traffic(port)
        if traffic is None:
            # A simulated device that belongs to no station: opened just for this.
            family = next(each.family for each in self.ports.bench.rows() if each.port == port)
            self._watch = PortWatch(self.ports.bench.real_port(port), fresh_reader(family))
            traffic = self._watch.traffic
        try:
            traffic.record(file, partial(_head, row, port))
        except FileExistsError:
            self.recording.put(say("A recording is never overwritten; choose another name."))
            return
        except OSError as error:
            self.recording.put(say("The file cannot be written: {error}", error=cause_of(error)))
            return
        self._end_pace()
        self._traffic, self._file = traffic, file
        if self._watch is not None:
            self._watch.start()
        self.live.clear()
        self.live.watch(traffic)
        self.record.put(say("End the recording"))
        self.device.setEnabled(False)
        self.recording.set_role("body")
        self.recording.put(say("Recording into {file}", file=file.name))

    def _end(self) -> None:
        traffic, self._traffic = self._traffic, None
        watch, self._watch = self._watch, None
        if traffic is not None:
            self.live.look()
            traffic.end_recording()
        if watch is not None:
            threading.Thread(target=watch.stop, name="port closed", daemon=True).start()
        self.live.watch(None)
        self.record.put(term("recording", "Record"))
        self.device.setEnabled(True)
        self.recording.set_role("body")
        if self._file is not None:
            self.recording.put(say("Recorded: {file}", file=str(self._file)))
        self._tell_flaw(traffic)

    def _tell_flaw(self, traffic: Traffic | None) -> None:
        """Say that a recording broke off; the station works on, so nothing else would."""
        flaw = traffic.recording_flaw if traffic is not None else ""
        if not flaw:
            return
        words = say("The recording broke off, and ends there: {error}", error=flaw)
        self.recording.put(say("The recording is full, and ends there.") if flaw == "full" else words)
        self.recording.set_role("warn")

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        # The station's own readers go on; a port opened only for this is closed with the page.
        if self._watch is not None:
            self._end()
        self._end_pace()
        super().hideEvent(event)

    # playing
    def open_recording(self) -> None:
        """Choose a recording and show what its driver makes of it."""
        chosen = self.ask_open(self, self.texts.say("Open a recording"))
        if not chosen:
            return
        self._opened = Path(chosen)
        self.desk.tasks.read(partial(_look, self._opened), self._put_head, owner=self)

    def _put_head(self, head: RecordingHead | Words) -> None:
        if isinstance(head, Words):
            self._refuse(head)
            return
        if head.driver:
            self.family.set_value(head.driver)
        self._profile = head.profile
        self._play()

    _opened: Path | None = None
    _profile: str = ""

    def _play(self) -> None:
        self._end_pace()
        if self._opened is not None:
            work = partial(_played, self._opened, self.family.value(), self._profile)
            self.desk.tasks.read(work, self._put_played, owner=self)

    def turn_pace(self) -> None:
        """Play the opened recording at its own pace into the view beside it, or end that."""
        if self._player is not None:
            self._end_pace()
            return
        if self._opened is None or self._traffic is not None:
            return
        traffic = Traffic()
        reader = _reader_of(self.family.value(), self._profile)
        try:
            player = ReplayPlayer(
                self._opened,
                reader,
                traffic.note_event,
                longest_pause=_LONGEST_PAUSE,
                on_bytes=traffic.note_bytes,
                on_end=self.play_ended.emit,
            )
        except RecordingError as error:
            self._refuse(REFUSALS.get(error.code, REFUSALS["damaged"]))
            return
        except OSError as error:
            self._refuse(say("The file cannot be read: {error}", error=cause_of(error)))
            return
        self._player = player
        self.live.clear()
        self.live.watch(traffic)
        self.pace.put(say("Stop playing"))
        self.said.put(say("{file} is played; pauses are cut to two seconds.", file=self._opened.name))
        self.said.set_role("body")
        player.start()

    def _end_pace(self) -> None:
        player, self._player = self._player, None
        if player is not None:
            player.stop(0.0)
            self.pace.put(say("Play at its own pace"))

    def _pace_ended(self, flaw: object) -> None:
        if self._player is None:
            return
        self.live.look()
        self._end_pace()
        if isinstance(flaw, RecordingError):
            self._refuse(REFUSALS.get(flaw.code, REFUSALS["damaged"]))
        elif isinstance(flaw, OSError):
            self._refuse(say("The file cannot be read: {error}", error=cause_of(flaw)))
        else:
            self.said.put(say("Played to its end."))

    def _put_played(self, played: tuple[list[PieceRow], list[Event], Comparison] | Words) -> None:
        if isinstance(played, Words):
            self._refuse(played)
            return
        pieces, events, comparison = played
        self.differences.put(comparison)
        self.pace.setEnabled(True)
        self.live.watch(None)
        self.live.clear()
        self.live.put(pieces, events)
        assert self._opened is not None
        words = say("{file}: {n} {n:event|events}", file=self._opened.name, n=len(events))
        self.said.put(words)
        self.said.set_role("body")

    def _refuse(self, words: Words) -> None:
        self.differences.clear()
        self.pace.setEnabled(False)
        self.said.put(words)
        self.said.set_role("warn")


def _device_words(row: DeviceRow, panel: RecordingsPanel) -> Shown:
    known = row.gauge_number or label(panel.texts.language, row.kind)
    return say("{device} · {port}", device=known, port=port_title(row.port))


def _head(row: DeviceRow | None, port: str, start: Now) -> RecordingHead:
    if row is None:
        return RecordingHead(start.at, driver=port.split("://")[-1].rpartition("-")[0])
    kind = driver_classes().get(row.driver)
    settings = row.setup.line or (kind.settings if kind is not None else None)
    return RecordingHead(start.at, row.setup.identity, settings, row.driver or SCANNER, _profile_text(row))


def _profile_text(row: DeviceRow) -> str:
    """Return what a file needs beside the driver's name: a generic driver's description, and how values are taken."""
    if row.driver != Generic.family and not row.setup.acquisition:
        return ""
    try:
        return write_profile(profile_of(row)).decode("utf-8")
    except ProfileError:
        return ""


def _reader_of(family: str, profile: str) -> StreamReader:
    """Return a fresh reader; the generic driver with the recording's own description."""
    if family != Generic.family or not profile:
        return fresh_reader(family)
    try:
        return read_profile(profile.encode("utf-8")).driver()
    except ProfileError:
        # The file was made elsewhere: what cannot be read as a description is left out.
        return fresh_reader(family)


def _look(file: Path) -> RecordingHead | Words:
    try:
        return read_head(file)
    except RecordingError as error:
        return REFUSALS.get(error.code, REFUSALS["damaged"])
    except OSError as error:
        return say("The file cannot be read: {error}", error=cause_of(error))


def _played(file: Path, family: str, profile: str) -> tuple[list[PieceRow], list[Event], Comparison] | Words:
    try:
        reader = _reader_of(family, profile)
        events = [event for event, _at in zip(replay(file, reader), range(_MOST), strict=False)]
        return list(_pieces(file)), events, compare(file, _reader_of(family, profile), profile)
    except RecordingError as error:
        return REFUSALS.get(error.code, REFUSALS["damaged"])
    except OSError as error:
        return say("The file cannot be read: {error}", error=cause_of(error))


def _pieces(file: Path) -> Iterator[PieceRow]:
    start, last, number = read_head(file).at, None, 0
    for entry in entries(file):
        if entry.kind != "in":
            continue
        number += 1
        gap = None if last is None else (entry.microseconds - last) / 1000
        last = entry.microseconds
        yield PieceRow(number, Now(start, entry.microseconds / 1_000_000), entry.data, gap)
        if number >= _MOST:
            return
