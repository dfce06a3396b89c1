"""Joins the window to the factory: places, ports, scans, audit poll, chain check, and signing out again."""

from __future__ import annotations

import time
import uuid
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu

from app.desktop.door import Door
from app.desktop.follow import AuditFollower
from app.desktop.places import book_of_panels, make_places
from app.desktop.port_desk import PortDesk
from app.desktop.ports import StationPorts
from app.desktop.scans import Finder
from app.desktop.status import ChainWatch, status_facts
from app.desktop.warm_up import WarmUp
from app.desktop.workplace import Workplace
from app.device_hub import DeviceHub
from app.factory_folder import cloud_folder
from app.inspection.station_notice import StationNotice
from app.machine import read_machine
from app.settings import read_settings
from app.unit_of_work import read_head
from devices.barcodes.content import CodeContent
from devices.barcodes.registry import parse
from devices.events import ScanReceived
from models.vocab import Noun
from ui.bridge import Changes
from ui.devices.code_view import KEYBOARD
from ui.devices.scanner_panel import limits_of
from ui.i18n import Texts, say, term
from ui.input.capture import WedgeCapture
from ui.main_window import Connections, MainWindow, Memory
from ui.station.station_link import StationLink
from ui.tags.print_dialog import PrintDialog
from ui.widgets.buttons import make_action
from ui.widgets.sound import Sounds


class Desktop(QObject):
    """The window on a workplace, as long as somebody is signed in.

    Args:
        texts: The window's language.
        memory: This machine's settings.
        door: Where one comes in and goes out.

    Attributes:
        window: The window, or None while nobody is signed in.

    Signals:
        ready: The window is shown on a workplace.
    """

    ready = Signal()

    def __init__(self, texts: Texts, memory: Memory, door: Door) -> None:
        super().__init__()
        self._texts, self._memory, self.door = texts, memory, door
        self.window: MainWindow | None = None
        self.chain: ChainWatch | None = None
        self.ports: StationPorts | None = None
        self.follower: AuditFollower | None = None
        self._link: StationLink | None = None
        self._linked: DeviceHub | None = None
        self._at_station = False
        self._signing_out = False
        self._warm_up = WarmUp(self)
        self._zone = ZoneInfo("UTC")
        self.capture = WedgeCapture(self, limits=limits_of(read_machine()))
        self.capture.scanned.connect(self._keyed_scan)
        self.capture.taken_from_editor.connect(self._announce)
        self.capture.lost_in_editor.connect(self._announce_lost)
        self.port_desk = PortDesk(capture=self.capture, parent=self)
        texts.language_changed.connect(self._show_devices)
        door.entered.connect(self.enter)

    @property
    def station_link(self) -> StationLink | None:
        """The station this PC stands at, as the window sees it."""
        return self._link

    def enter(self, workplace: Workplace) -> None:
        """Show the window to the person who has signed in."""
        link = self._link_of(workplace)
        self._zone = workplace.factory.ask(read_settings).zone
        places = make_places(
            workplace.factory,
            station={"link": link, "sounds": Sounds(enabled=read_machine().sounds)},
            devices={"ports": self.port_desk},
        )
        finder = Finder(workplace.factory, frozenset(place.key for place in places))
        chain = self.chain = ChainWatch(workplace.factory, self)
        joined = Connections(
            ask=workplace.factory.ask,
            perform=workplace.perform,
            search=finder.search,
            resolve=finder.resolve,
            understand=finder.understand,
            status=lambda: status_facts(workplace.factory, chain.state),
            memory=self._memory,
            panels=book_of_panels(),
            writer=workplace.writer,
            actor=lambda: workplace.actor,
            factory=workplace.factory,
            hub=workplace.hub,
            zone=lambda: self._zone,
        )
        window = self.window = MainWindow(self._texts, places, joined)
        window.set_user(workplace.actor.name)
        window.user_pressed.connect(self._show_person_menu)
        window.place_changed.connect(self._place_changed)
        window.closing.connect(self._closing)
        make_action(self._texts, say("Sign out"), self.sign_out, window, "logout")
        make_action(self._texts, say("Take a reading"), self._take_reading, window, "gauge", "F7")
        tags = term("tag", "Print any tag or label")
        window.add_act(tags, lambda: PrintDialog(window.desk, parent=window).open(), "printer")
        if link is not None:
            link.bridge = window.bridge
        self._follow(workplace, window)
        self._listen(workplace, window)
        chain.checked.connect(window.refresh_status)
        chain.failed.connect(window.failed)
        window.show()
        window.activateWindow()
        self.door.window.hide()
        chain.start()
        self._warn_of_syncing(workplace, window)
        self._warm_up.start()
        self.ready.emit()

    def _warn_of_syncing(self, workplace: Workplace, window: MainWindow) -> None:
        # A factory that was moved there; making one there is refused.
        place = workplace.factory.place
        synced = cloud_folder(place.folder) if place.database_file is not None else None
        if synced is not None:
            words = say(
                "The factory lies in the sync folder {name}; syncing can damage its database.", name=synced
            )
            window.toast(words, "warn")

    def _link_of(self, workplace: Workplace) -> StationLink | None:
        hub, station = workplace.hub, workplace.station
        if hub is None or station is None:
            return None
        if self._link is None or self._linked is not hub:
            # One link per hub: it stays when somebody signs out and another signs in.
            self._link, self._linked = StationLink(hub, station.id, parent=self), hub
            hub.listen(self._noticed)
        return self._link

    def _follow(self, workplace: Workplace, window: MainWindow) -> None:
        seen = workplace.factory.ask(read_head).seq
        follower = self.follower = AuditFollower(workplace.factory, window.tasks, window.bridge, seen)
        workplace.performed = follower.note
        follower.moved.connect(lambda _seq: window.refresh_status())
        follower.start()

    def _listen(self, workplace: Workplace, window: MainWindow) -> None:
        if workplace.hub is None:
            return
        ports = self.ports = StationPorts(
            workplace.hub, lambda: self._at_station, bench=self.port_desk.bench, demo=workplace.demo
        )
        ports.changed.connect(self._show_devices)
        window.bridge.changed.connect(self._devices_changed)
        ports.scanned.connect(window.take_scan)
        self.port_desk.join(ports)
        ports.start()

    def _noticed(self, notice: StationNotice) -> None:
        # Runs on the writer thread; the link tells the screens.
        follower = self.follower
        if follower is not None:
            for changes in notice.changes:
                follower.note(changes)

    def _show_devices(self) -> None:
        if self.window is None or self.ports is None:
            return
        language = self._texts.language
        self.window.set_devices(self.ports.facts(language))
        lost, flawed = self.ports.lost(language), self.ports.flawed(language)
        if lost or flawed:
            # What only a person can mend is said first: the other comes back by itself.
            words = (
                say(
                    "{device} is not read: its set-up cannot work. Set it up again.", device=", ".join(flawed)
                )
                if flawed
                else say("{device} does not answer; it is tried again by itself.", device=", ".join(lost))
            )
            self.window.banner.put(words, None, (say("Show"), partial(self._go, "devices")))
        else:
            self.window.banner.clear()

    def _devices_changed(self, changes: Changes) -> None:
        # Another port, another driver: the readers begin anew.
        if Noun.DEVICE.value in changes.nouns and self.ports is not None:
            self.ports.renew()

    def _take_reading(self) -> None:
        # Gauges that are asked, or look at a window; those with a button of their own have nothing to press.
        if self.ports is not None:
            pressed = [self.ports.press(port) for port in self.ports.asked]
            if not any(pressed) and self.window is not None:
                self.window.toast(say("No gauge of this station is asked by a key."), "warn")

    def _go(self, key: str, record: object = None) -> None:
        if self.window is not None:
            self.window.open_place(key, record)

    # scans
    def _keyed_scan(self, raw: bytes) -> None:
        if self.window is None:
            self.door.take_scan(raw)
            return
        content = parse(raw, from_keyboard=True)
        text = content.text if isinstance(content, CodeContent) else raw.decode("utf-8", "replace")
        scan = ScanReceived(uuid.uuid4(), raw, text, datetime.now(UTC), time.monotonic(), KEYBOARD)
        link = self._link
        if link is not None and not self._at_station and link.is_value(scan):
            # A gauge that types belongs to its station, as one at a port does, whatever the window shows.
            link.scan(scan)
            return
        self.window.take_scan(scan)

    def _announce(self, _field: object) -> None:
        if self.window is not None:
            self.window.toast(say("A scan was taken out of the field it landed in."))

    def _announce_lost(self, _field: object) -> None:
        if self.window is not None:
            self.window.toast(
                say("The field could not take the scan whole. Scan again outside of it."), "warn"
            )

    def _place_changed(self, key: str) -> None:
        self._at_station = key == "station"
        self.capture.set_capture_mode(self._at_station)

    # coming and going
    def _show_person_menu(self) -> None:
        if self.window is None:
            return
        menu = QMenu(self.window)
        own = menu.addAction(self._texts.say("My password and PIN"))
        own.triggered.connect(lambda: self._go("users", "own"))
        menu.addAction(self._texts.say("Sign out")).triggered.connect(self.sign_out)
        user = self.window.topbar.user
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(user.mapToGlobal(QPoint(0, user.height() + 2)))

    def sign_out(self) -> None:
        """Close the window and ask who is there."""
        if self.window is None:
            return
        self._signing_out = True
        # Shown first: the application ends with its last window.
        self.door.window.show()
        if not self.window.close():
            self.door.window.hide()
        self._signing_out = False

    def _closing(self) -> None:
        window, self.window = self.window, None
        if self.follower is not None:
            self.follower.stop()
        self._warm_up.stop()
        self.port_desk.join(None)
        if self.ports is not None:
            self.ports.stop()
        self.port_desk.bench.close()
        if self.chain is not None:
            self.chain.stop()
        self.follower = self.ports = self.chain = None
        self._at_station = False
        self.capture.set_capture_mode(False)
        workplace = self.door.workplace
        if workplace is not None:
            workplace.performed = None
        if window is not None:
            window.deleteLater()
        if self._signing_out:
            self.door.show_sign_in()

    def failed(self, error: BaseException) -> None:
        """Show a failure where a person looks now."""
        if self.window is not None:
            self.window.failed(error)
        else:
            self.door.failed(error)
